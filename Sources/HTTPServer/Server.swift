import CMicrohttpd
import Dispatch
import Glibc
import Synchronization

/// A small HTTP server over libmicrohttpd: pages that are read, and, where somebody takes them, bodies that are posted. 32
/// connections at most, ten seconds for a client that says nothing.
public final class Server: Sendable {
  /// What is answered.
  public struct Answer: Sendable {
    public let status: Int
    /// The content type. The body goes out in UTF-8, which it has to say.
    public let type: String
    public let body: String

    public init(status: Int = 200, type: String = "text/plain; charset=utf-8", _ body: String) {
      self.status = status
      self.type = type
      self.body = body
    }
  }

  /// What was posted.
  public struct Posted: Sendable {
    /// Without what follows a question mark.
    public let path: String
    /// The header `Content-Type` as it came; "" when there is none.
    public let type: String
    /// What follows `Bearer` in the header `Authorization`; "" when there is none.
    public let token: String
    public let body: [UInt8]
  }

  /// Why it does not listen.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    /// The address that was asked for; what is wrong, in the system's own words.
    public let address: Address
    public let description: String
  }

  /// Where it listens; with the port that it got, if it asked for any.
  public let address: Address
  private let daemon: Mutex<Daemon?>
  private let context: Unmanaged<Context>

  private struct Daemon: @unchecked Sendable {  // used under the mutex only
    let pointer: OpaquePointer
  }

  /// What the C callbacks are given.
  private final class Context: Sendable {
    let answer: @Sendable (_ path: String) async -> Answer?
    let take: (@Sendable (Posted) async -> Answer?)?
    let limit: Int
    init(
      _ answer: @escaping @Sendable (_ path: String) async -> Answer?, _ take: (@Sendable (Posted) async -> Answer?)?,
      _ limit: Int
    ) {
      self.answer = answer
      self.take = take
      self.limit = limit
    }
  }

  /// A body that is arriving; one connection's own thread touches it.
  private final class Upload {
    var bytes: [UInt8] = []
    var isTooLarge = false
  }

  /// Listens at once.
  /// - Parameters:
  ///   - limit: bytes of a posted body at most.
  ///   - answer: the answer for a path; nil when there is none. It runs as a task; the connection's own thread waits.
  ///   - take: the answer to what was posted; nil when nothing is taken there.
  /// - Throws: `Fault`.
  public init(
    at address: Address, limit: Int = 8 << 20, answer: @escaping @Sendable (_ path: String) async -> Answer?,
    take: (@Sendable (Posted) async -> Answer?)? = nil
  ) throws(Fault) {
    let context = Unmanaged.passRetained(Context(answer, take, limit))
    errno = 0
    guard
      let pointer = address.withSocketAddress({
        levee_http_start($0, Server.handle, Server.completed, context.toOpaque())
      })
    else {
      let reason = errno == 0 ? "it does not listen" : String(cString: strerror(errno))
      context.release()
      throw Fault(address: address, description: reason)
    }
    self.context = context
    self.address = Address(host: address.host, port: Int(levee_http_port(pointer))) ?? address
    daemon = Mutex(Daemon(pointer: pointer))
  }

  deinit { stop() }

  /// Ends listening, after the answers that are under way. Called twice it does nothing.
  public func stop() {
    let running = daemon.withLock { daemon in
      defer { daemon = nil }
      return daemon
    }
    guard let running else { return }
    MHD_stop_daemon(running.pointer)
    context.release()
  }

  private static let handle: MHD_AccessHandlerCallback = { context, connection, url, method, _, data, size, state in
    guard let context, let connection, let url, let method, let state else { return .NO }
    let asked = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
    let verb = String(cString: method)
    let path = String(
      decoding: UnsafeBufferPointer(start: url, count: strlen(url)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    if verb == "POST", let take = asked.take {
      guard let pointer = state.pointee else {
        // The first call says that a body comes; what is declared too large is refused before it is sent.
        let upload = Upload()
        upload.isTooLarge = (Int(header("Content-Length", connection)) ?? 0) > asked.limit
        state.pointee = Unmanaged.passRetained(upload).toOpaque()
        return .YES
      }
      let upload = Unmanaged<Upload>.fromOpaque(pointer).takeUnretainedValue()
      if let size, size.pointee > 0 {
        if upload.bytes.count + size.pointee > asked.limit { upload.isTooLarge = true }
        if !upload.isTooLarge, let data {
          upload.bytes.append(contentsOf: UnsafeRawBufferPointer(start: data, count: size.pointee))
        }
        size.pointee = 0
        return .YES
      }
      if upload.isTooLarge {
        return send(
          Answer(status: 413, "The body is larger than \(asked.limit) bytes: send less at once.\n"), on: connection)
      }
      let authorization = header("Authorization", connection)
      let posted = Posted(
        path: path, type: header("Content-Type", connection),
        token: authorization.lowercased().hasPrefix("bearer ") ? String(authorization.dropFirst(7)) : "",
        body: upload.bytes)
      return send(
        wait { await take(posted) } ?? Answer(status: 404, "Nothing is taken here.\n"), on: connection)
    }
    // Any other body would be read and thrown away; nobody has to send one.
    if let size, size.pointee > 0 { return .NO }
    guard verb == "GET" || verb == "HEAD" else {
      return send(Answer(status: 405, "Only GET and HEAD are answered here.\n"), on: connection)
    }
    return send(wait { await asked.answer(path) } ?? Answer(status: 404, "There is no such page.\n"), on: connection)
  }

  /// Lets go of a body, whatever became of its connection.
  private static let completed: MHD_RequestCompletedCallback = { _, _, state, _ in
    guard let pointer = state?.pointee else { return }
    Unmanaged<Upload>.fromOpaque(pointer).release()
    state?.pointee = nil
  }

  private static func header(_ name: String, _ connection: OpaquePointer) -> String {
    MHD_lookup_connection_value(connection, .HEADER_KIND, name).map { String(cString: $0) } ?? ""
  }

  /// Makes the connection's own thread wait for a task.
  private static func wait(_ body: @escaping @Sendable () async -> Answer?) -> Answer? {
    let box = Box()
    let done = DispatchSemaphore(value: 0)
    Task {
      box.put(await body())
      done.signal()
    }
    done.wait()
    return box.take()
  }

  /// Hands an answer from the task that made it to the thread that waits for it.
  private final class Box: Sendable {
    private let result = Mutex<Answer?>(nil)
    func put(_ answer: Answer?) { result.withLock { $0 = answer } }
    func take() -> Answer? { result.withLock { $0 } }
  }

  private static func send(_ answer: Answer, on connection: OpaquePointer) -> MHD_Result {
    var bytes = Array(answer.body.utf8)
    let response = bytes.withUnsafeMutableBytes {
      MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
    }
    guard let response else { return .NO }
    defer { MHD_destroy_response(response) }
    MHD_add_response_header(response, "Content-Type", answer.type)
    MHD_add_response_header(response, "Cache-Control", "no-store")
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff")
    if answer.status == 405 { MHD_add_response_header(response, "Allow", "GET, HEAD") }
    return MHD_queue_response(connection, UInt32(answer.status), response)
  }
}
