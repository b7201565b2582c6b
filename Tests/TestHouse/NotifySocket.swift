import FoundationEssentials
import Glibc
import Synchronization

/// The socket on which systemd hears from a service (`$NOTIFY_SOCKET`), for one test.
public final class NotifySocket: Sendable {
  private let path = "/tmp/levee-notify-\(UUID().uuidString.prefix(8))"
  private let descriptor: Int32

  public init() throws {
    descriptor = socket(
      AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw NeverHappened(what: "bind: \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(descriptor)
    unlink(path)
  }

  public var environment: [String: String] { ["NOTIFY_SOCKET": path] }

  /// What has come since the last call, in its order.
  public func messages() -> [String] {
    var all: [String] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { return all }
      all.append(String(decoding: buffer[..<count], as: UTF8.self))
    }
  }
}
