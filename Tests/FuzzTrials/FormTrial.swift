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
    let answer = RawPost.send(sent.body, type: sent.type, to: path, port: server.address.port)
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
    let arrival: Server.Arrival = size > form || said > fields ? .tooLarge : .whole
    guard request.arrival == arrival else { return ["it is \(request.arrival), not \(arrival)"] }
    guard arrival == .whole else { return [] }
    guard request.parts.count == expected.count else { return ["\(request.parts.count) parts of \(expected.count)"] }
    return zip(request.parts, expected).compactMap { got, wanted in
      got.name == wanted.part.name && got.fileName == wanted.part.fileName && got.isWhole == wanted.isWhole
        && got.bytes == (wanted.isWhole ? wanted.part.bytes : []) ? nil : "\(wanted.part.name) is \(got)"
    }
  }
}
