public import Dice

/// A form with files as a browser sends it, or broken.
public struct FuzzedForm: Sendable {
  /// What one field of it says.
  public struct Part: Sendable, Equatable {
    public let name: String
    /// Nil for a field that is no file.
    public let fileName: String?
    public let bytes: [UInt8]
  }

  /// The header `Content-Type`.
  public let type: String
  public let body: [UInt8]
  /// What it says; nil where it was broken.
  public let parts: [Part]?

  public init(_ dice: inout Dice) {
    let boundary = dice.pick([
      "----WebKitFormBoundary7MA4YWxk", "---------------------------9051914041544843365972754266", "b0", "--",
    ])
    var parts: [Part] = []
    for place in 0..<dice.number(0...(dice.once(in: 20) ? 300 : 8)) {
      let isFile = dice.once(in: 3)
      parts.append(
        Part(
          name: dice.pick(["FILE", "note", "_token", "来源", "paste:FILE", "a b"]) + "\(place)",
          fileName: isFile ? dice.pick(Self.fileNames) : nil, bytes: Self.value(boundary, &dice)))
    }
    var body: [UInt8] = []
    for part in parts {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"".utf8)
      if let name = part.fileName {
        body += Array("; filename=\"\(name)\"\r\nContent-Type: application/octet-stream".utf8)
      }
      body += Array("\r\n\r\n".utf8) + part.bytes + Array("\r\n".utf8)
    }
    body += Array("--\(boundary)--\r\n".utf8)
    let pieces = Self.pieces + ["--" + boundary, "\r\n--" + boundary, "\r\n--\(boundary)--", boundary]
    var type = "multipart/form-data; boundary=" + boundary
    var isBroken = parts.isEmpty
    if dice.once(in: 2) {
      isBroken = true
      if dice.once(in: 4) {
        let broken = Mutation.broken(Array(type.utf8), pieces: pieces, &dice)
        // A header is a line; what follows the name of the form is what is broken.
        type =
          "multipart/form-data"
          + String(decoding: broken.dropFirst(19).filter { $0 >= 0x20 && $0 < 0x7F }.prefix(4000), as: UTF8.self)
      } else {
        body = Mutation.broken(body, pieces: pieces, &dice)
      }
    }
    self.type = type
    self.body = body
    self.parts = isBroken ? nil : parts
  }

  private static let fileNames = [
    "a.png", "", "../../etc/passwd", "C:\\x\\y.docx", "截图 一.png", "a;b=c.txt", "name=x", ".", "-",
    "e\u{301}\u{202E}gnp.exe",
    String(repeating: "长", count: 200),
  ]

  private static let pieces = [
    "\r\n", "\r", "\n", "--", "\r\n\r\n", "Content-Disposition: form-data; name=\"", "; filename=\"", "\"", "\0", ";",
    "Content-Type: multipart/mixed; boundary=x\r\n", "Content-Transfer-Encoding: base64\r\n", "name=", "\u{FEFF}",
  ]

  /// Bytes that are no end of a part, though they look like one.
  private static func value(_ boundary: String, _ dice: inout Dice) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<dice.number(0...(dice.once(in: 10) ? 400 : 6)) {
      switch dice.number(0...4) {
      case 0:
        bytes += Array(
          dice.pick(["\r\n", "\r\n--", "--", "\r", "\n", "\r\n-", "\r\n--\(boundary.dropLast())\r\n"]).utf8)
      case 1: bytes.append(UInt8.random(in: 0...255, using: &dice))
      default: bytes += Array(dice.pick(["text", "文字", " ", "=", "&"]).utf8)
      }
    }
    return bytes.firstRange(of: Array("\r\n--\(boundary)".utf8)) == nil ? bytes : []
  }
}
