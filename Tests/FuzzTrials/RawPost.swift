import Glibc

/// A request as no library would send it: exactly what is said, over a socket of its own.
public enum RawPost {
  /// Sends it, in pieces, and reads the answer.
  public static func send(_ body: [UInt8], type: String, to path: String, port: Int) -> String {
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
      "POST \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: \(body.count)\r\nContent-Type: \(type)\r\n\r\n"
    for var piece in [
      Array(head.utf8)[...], body.prefix(body.count / 2), body.dropFirst(body.count / 2),
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
