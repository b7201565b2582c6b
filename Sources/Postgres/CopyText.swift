/// The text format of COPY: tabs between columns, `\N` for NULL, backslash escapes.
enum CopyText {
  static func line(_ row: [String?]) -> [UInt8] {
    var line: [UInt8] = []
    for (i, value) in row.enumerated() {
      if i > 0 { line.append(UInt8(ascii: "\t")) }
      guard let value else {
        line.append(contentsOf: #"\N"#.utf8)
        continue
      }
      for byte in value.utf8 {
        switch byte {
        case UInt8(ascii: "\\"): line.append(contentsOf: #"\\"#.utf8)
        case UInt8(ascii: "\t"): line.append(contentsOf: #"\t"#.utf8)
        case UInt8(ascii: "\n"): line.append(contentsOf: #"\n"#.utf8)
        case UInt8(ascii: "\r"): line.append(contentsOf: #"\r"#.utf8)
        case 0: break  // PostgreSQL's text holds no NUL
        default: line.append(byte)
        }
      }
    }
    line.append(UInt8(ascii: "\n"))
    return line
  }
}
