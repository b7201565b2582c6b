import Glibc
import Synchronization

/// A web server on the loopback interface for one test: each connection is one request, with its body, and one answer.
public final class WebServer: Sendable {
  public let port: UInt16
  private let listener: Int32
  private let sent = Mutex<[String]>([])

  /// What it has answered so far.
  public var answers: [String] { sent.withLock { $0 } }

  /// - Parameters:
  ///   - late: whether the n-th request, from 1, is answered only when nobody waits for the answer any more.
  ///   - answer: the whole answer to a request.
  public init(late: @escaping @Sendable (Int) -> Bool = { _ in false }, answer: @escaping @Sendable (String) -> String)
    throws
  {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, generic, &length) == 0
      }
    }
    guard bound else { throw CannotListen() }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    var thread = pthread_t()
    let serve = Unmanaged.passRetained(Serve(server: self, late: late, answer: answer))
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Serve>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, serve.toOpaque())
    pthread_detach(thread)
  }

  /// Refuses connections from now on.
  public func stop() {
    // Closed by who accepts on it: its number is not another's before that.
    shutdown(listener, Int32(SHUT_RDWR))
  }

  struct CannotListen: Error {}

  private final class Serve: Sendable {
    let server: WebServer
    let late: @Sendable (Int) -> Bool
    let answer: @Sendable (String) -> String

    init(
      server: WebServer, late: @escaping @Sendable (Int) -> Bool, answer: @escaping @Sendable (String) -> String
    ) {
      self.server = server
      self.late = late
      self.answer = answer
    }

    /// Whether less has come than the head says.
    private static func isMissingBody(_ request: String) -> Bool {
      guard let end = request.firstRange(of: "\r\n\r\n"),
        let length = request[..<end.lowerBound].split(separator: "\r\n").lazy.compactMap({ line -> Int? in
          line.lowercased().hasPrefix("content-length: ") ? Int(line.dropFirst("content-length: ".count)) : nil
        }).first
      else { return false }
      return request[end.upperBound...].utf8.count < length
    }

    func run() {
      while true {
        let connection = accept(server.listener, nil, nil)
        if connection < 0 {
          close(server.listener)
          return
        }
        var request = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !request.contains("\r\n\r\n") {
          let count = recv(connection, &buffer, buffer.count, 0)
          if count <= 0 { break }
          request += String(decoding: buffer[..<count], as: UTF8.self)
        }
        while Self.isMissingBody(request) {
          let count = recv(connection, &buffer, buffer.count, 0)
          if count <= 0 { break }
          request += String(decoding: buffer[..<count], as: UTF8.self)
        }
        let text = answer(request)
        let count = server.sent.withLock { $0.count } + 1
        // The client hangs up: then there is nothing more to read.
        while late(count), recv(connection, &buffer, buffer.count, 0) > 0 {}
        server.sent.withLock { $0.append(text) }
        _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        close(connection)
      }
    }
  }
}

/// What a web server was asked, in order.
public final class WebServerLog: Sendable {
  private let noted = Mutex<[String]>([])
  public init() {}

  /// The requests so far.
  public var requests: [String] { noted.withLock { $0 } }

  /// - Returns: the number of the request, from 1.
  public func note(_ request: String) -> Int {
    noted.withLock {
      $0.append(request)
      return $0.count
    }
  }
}
