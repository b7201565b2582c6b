import Glibc

/// A server on loopback that never says a word.
final class MuteServer: Sendable {
  enum Kind: Sendable, CaseIterable {
    /// It takes connections, and answers nothing.
    case silent
    /// Its queue is full: it does not even take a connection, as a machine that was switched off.
    case unreachable
  }

  let port: UInt16
  private let listening: Int32
  /// What keeps the queue full.
  private let callers: [Int32]

  init(_ kind: Kind = .silent) {
    let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    Self.with(&address) { _ = bind(listening, $0, length) }
    listen(listening, kind == .silent ? 64 : 0)
    Self.with(&address) { _ = getsockname(listening, $0, &length) }
    self.listening = listening
    port = UInt16(bigEndian: address.sin_port)
    callers = (0..<(kind == .silent ? 0 : 4)).map { _ in
      let caller = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
      Self.with(&address) { _ = connect(caller, $0, length) }
      return caller
    }
  }

  deinit {
    for descriptor in callers + [listening] { close(descriptor) }
  }

  /// Whether somebody has called.
  var wasCalled: Bool {
    var waiting = pollfd(fd: listening, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) == 1
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func with(_ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Void) {
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
    }
  }
}
