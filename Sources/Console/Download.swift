import CommandLine
import HTTPServer

/// A file as an answer: it is kept, and never shown or run by the browser.
enum Download {
  static func answer(_ file: Tray.File) -> Server.Answer {
    Server.Answer(
      type: type(of: file.name), bytes: file.bytes,
      headers: [
        ("Content-Disposition", disposition(file.name)), ("Content-Security-Policy", "default-src 'none'; sandbox"),
      ])
  }

  /// Under which name a browser keeps it.
  /// - Source: RFC 6266 with RFC 8187: the name in UTF-8, and for old readers one of ASCII signs.
  static func disposition(_ name: String) -> String {
    let plain = String(
      name.unicodeScalars.map { scalar -> Character in
        scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F && !"\"\\%/".unicodeScalars.contains(scalar)
          ? Character(scalar) : "_"
      })
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(URLText.encoded(name))"
  }

  /// What it is, where a browser may know it: nothing that it would run.
  private static func type(of name: String) -> String {
    switch ending(name) {
    case "pdf": "application/pdf"
    case "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "gif": "image/gif"
    case "md": "text/markdown; charset=utf-8"
    case "csv": "text/csv; charset=utf-8"
    case "ics": "text/calendar; charset=utf-8"
    default: "application/octet-stream"
    }
  }

  static func ending(_ name: String) -> String {
    name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }
}
