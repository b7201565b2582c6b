import CMicrohttpd
import Dispatch
import Glibc
import Synchronization

/// A small HTTP server for pages that are read, over libmicrohttpd: GET and HEAD, no bodies, 32 connections at most, ten
/// seconds for a client that says nothing.
public final class Server: Sendable {
  /// What is answered.
  public struct Answer: Sendable {
    public let status: Int
    public let type: String
    public let body: String

    public init(status: Int = 200, type: String = "text/plain; charset=utf-8", _ body: String) {
      self.status = status
      self.type = type
      self.body = body
    }
  }

  /// Why it does not listen.
  public struct Fault: Error, Sendable, CustomStringConvertible {
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

  /// What the C callback is given.
  private final class Context: Sendable {
    let answer: @Sendable (_ path: String) async -> Answer?
    init(_ answer: @escaping @Sendable (_ path: String) async -> Answer?) { self.answer = answer }
  }

  /// Listens at once.
  /// - Parameter answer: the answer for a path; nil when there is none. It runs as a task; the connection's own thread waits.
  /// - Throws: `Fault`.
  public init(at address: Address, answer: @escaping @Sendable (_ path: String) async -> Answer?) throws(Fault) {
    let context = Unmanaged.passRetained(Context(answer))
    errno = 0
    guard
      let pointer = address.withSocketAddress({ levee_http_start($0, Server.handle, context.toOpaque()) })
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

  private static let handle: MHD_AccessHandlerCallback = { context, connection, url, method, _, _, size, _ in
    guard let context, let connection, let url, let method else { return .NO }
    // A body would be read and thrown away; nobody has to send one.
    if let size, size.pointee > 0 { return .NO }
    let verb = String(cString: method)
    guard verb == "GET" || verb == "HEAD" else {
      return send(Answer(status: 405, "Only GET and HEAD are answered here.\n"), on: connection)
    }
    let path = String(
      decoding: UnsafeBufferPointer(start: url, count: strlen(url)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let asked = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
    let box = Box()
    let done = DispatchSemaphore(value: 0)
    Task {
      let answer = await asked.answer(path)
      box.put(answer)
      done.signal()
    }
    done.wait()
    return send(box.take() ?? Answer(status: 404, "There is no such page.\n"), on: connection)
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
