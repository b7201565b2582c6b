import Desk

/// How single values of a company's file are read; its questions ask by the same.
extension CompanyFile {
  /// The size of a company of so many people, as China's statistics count those of information technology.
  static func size(_ text: String) -> String? {
    if ["small", "medium", "large"].contains(text) { return text }
    guard let people = Int(text), people > 0 else { return nil }
    return people < 100 ? "small" : people < 300 ? "medium" : "large"
  }

  static func isName(_ text: String) -> Bool {
    isLine(text, upTo: 200) && !text.allSatisfy(\.isWhitespace)
  }

  /// Whether this can be a login; whether it is free, the database knows.
  static func isHandle(_ text: String) -> Bool {
    let words = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "-" }
    return (2...41).contains(text.utf8.count) && ("a"..."z").contains(text.first ?? " ") && !text.hasPrefix("pg_")
      && text != "public" && text != "none"
      && words.allSatisfy { word in
        !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
      }
  }

  static func isAddress(_ text: String) -> Bool {
    isLine(text, upTo: 200) && !text.contains { $0.isWhitespace || "<>,;\"".contains($0) }
  }

  static func isLine(_ text: String, upTo limit: Int) -> Bool {
    text.unicodeScalars.count <= limit && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// Whether this can be the name of a zone; the database knows which there are.
  static func isZone(_ text: String) -> Bool {
    text == "UTC"
      || text.contains("/")
        && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/_+-".contains($0)) }
  }

  /// `30 min`, `4 h`, `3 d`, or both: `1 d 12 h`.
  static func span(_ text: String) -> Duration? {
    var seconds = 0.0
    var number = ""
    var unit = ""
    func add() -> Bool {
      guard let value = Double(number), value > 0, value <= Invocation.greatest else { return false }
      switch unit {
      case "s", "秒": seconds += value
      case "min", "m", "分钟": seconds += value * 60
      case "h", "小时": seconds += value * 3600
      case "d", "天": seconds += value * 86_400
      default: return false
      }
      return true
    }
    for character in text where character != " " {
      if character.isASCII, character.isNumber || character == "." {
        if !unit.isEmpty {
          guard add() else { return nil }
          number = ""
          unit = ""
        }
        number.append(character)
      } else {
        unit.append(character)
      }
    }
    return add() ? .seconds(seconds) : nil
  }
}
