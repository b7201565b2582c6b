import Fuzz
import Glibc
import HTTPServer
import Synchronization

/// What must hold of any form with files that a server takes: sent to a real one, over a socket.
enum FormTrial {
  /// Bytes of files, and of everything else, that the server here takes.
  private static let files = 4096
  private static let fields = 4096
  private static let form = 1 << 16

  private static let taken = Mutex<[String: Server.Request]>([:])
  private static let server = Address("127.0.0.1:0").flatMap { address in
    try? Server(
      at: address, limit: fields, connections: 64,
      uploads: Server.Uploads(files: files, form: form, all: 1 << 20)
    ) { request in
      taken.withLock { $0[request.path] = request }
      return Server.Answer("taken\n")
    }
  }

  private static let count = Mutex(0)

  static func complaints(_ sent: FuzzedForm) -> [String] {
    guard let server else { return ["no server"] }
    let path = "/\(count.withLock { $0 += 1; return $0 })"
    let answer = send(sent, path, to: server.address.port)
    guard let request = taken.withLock({ $0.removeValue(forKey: path) }) else {
      return answer.hasPrefix("HTTP/1.1 4") ? [] : ["no request came: \(answer.prefix(200))"]
    }
    guard answer.hasPrefix("HTTP/1.1 200") else { return ["answered \(answer.prefix(100))"] }
    let kept = request.parts.reduce(0) { $0 + $1.bytes.count }
    var complaints: [String] = []
    if kept > min(files + fields, sent.body.count) { complaints.append("\(kept) bytes are kept") }
    if request.parts.count > 400 { complaints.append("\(request.parts.count) parts") }
    if request.arrival != .whole, !request.parts.isEmpty { complaints.append("parts of a form that is none") }
    if let parts = sent.parts { complaints += Self.complaints(of: request, said: parts, sent.body.count) }
    return complaints
  }

  /// A form that nobody broke says what it said.
  private static func complaints(of request: Server.Request, said parts: [FuzzedForm.Part], _ size: Int) -> [String] {
    var left = files
    var said = 0
    let expected = parts.map { part -> (part: FuzzedForm.Part, isWhole: Bool) in
      said += part.name.utf8.count + (part.fileName ?? "").utf8.count
      guard part.fileName != nil else {
        said += part.bytes.count
        return (part, true)
      }
      guard part.bytes.count <= left else { return (part, false) }
      left -= part.bytes.count
      return (part, true)
    }
    let arrival: Server.Arrival = size > form ? .tooLarge : said > fields ? .unreadable : .whole
    guard request.arrival == arrival else { return ["it is \(request.arrival), not \(arrival)"] }
    guard arrival == .whole else { return [] }
    guard request.parts.count == expected.count else { return ["\(request.parts.count) parts of \(expected.count)"] }
    return zip(request.parts, expected).compactMap { got, wanted in
      got.name == wanted.part.name && got.fileName == wanted.part.fileName && got.isWhole == wanted.isWhole
        && got.bytes == (wanted.isWhole ? wanted.part.bytes : []) ? nil : "\(wanted.part.name) is \(got)"
    }
  }

  /// Sends it, in pieces, and reads the answer.
  private static func send(_ form: FuzzedForm, _ path: String, to port: Int) -> String {
    let end = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(end) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    let isOpen = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(end, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard isOpen == 0 else { return "" }
    let head =
      "POST \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: \(form.body.count)\r\nContent-Type: \(form.type)\r\n\r\n"
    for var piece in [
      Array(head.utf8)[...], form.body.prefix(form.body.count / 2), form.body.dropFirst(form.body.count / 2),
    ] {
      while !piece.isEmpty {
        let count = piece.withUnsafeBytes { Glibc.send(end, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count > 0 else { break }
        piece = piece.dropFirst(count)
      }
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(end, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += buffer[..<count]
    }
  }
}
