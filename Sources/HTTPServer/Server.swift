import CMicrohttpd
import Dispatch
import Glibc
import Synchronization

/// A small HTTP server over libmicrohttpd: pages that are read, and, where somebody takes them, bodies that are posted. 32
/// connections at most unless it is said, ten seconds for a client that says nothing.
public final class Server: Sendable {
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
    let handle: @Sendable (Request) async -> Answer?
    let takesBodies: Bool
    let limit: Int
    let uploads: Uploads?
    /// Bytes of forms with files that are in memory.
    let held = Mutex(0)
    /// The answers that go on; they end when the server stops.
    let feeds = Mutex<[ObjectIdentifier: Feed]>([:])
    init(
      _ handle: @escaping @Sendable (Request) async -> Answer?, takesBodies: Bool, _ limit: Int, _ uploads: Uploads?
    ) {
      self.handle = handle
      self.takesBodies = takesBodies
      self.limit = limit
      self.uploads = uploads
    }
  }

  /// Listens at once.
  /// - Parameters:
  ///   - limit: bytes of a posted body at most.
  ///   - answer: the answer for a path; nil when there is none. It runs as a task; the connection's own thread waits.
  ///   - take: the answer to what was posted; nil when nothing is taken there.
  /// - Throws: `Fault`.
  public convenience init(
    at address: Address, limit: Int = 8 << 20, answer: @escaping @Sendable (_ path: String) async -> Answer?,
    take: (@Sendable (Posted) async -> Answer?)? = nil
  ) throws(Fault) {
    try self.init(at: address, limit: limit, takesBodies: take != nil) { request in
      guard request.method == "POST", let take else { return await answer(request.path) }
      let authorization = request.headers["authorization"] ?? ""
      return await take(
        Posted(
          path: request.path, type: request.headers["content-type"] ?? "",
          token: authorization.lowercased().hasPrefix("bearer ") ? String(authorization.dropFirst(7)) : "",
          body: request.body))
    }
  }

  /// Listens at once.
  /// - Parameters:
  ///   - limit: bytes of a posted body at most.
  ///   - connections: how many at a time at most; further ones are closed at once.
  ///   - takesBodies: whether anything may be posted.
  ///   - uploads: how much is taken of forms with files; nil takes them apart nowhere.
  ///   - handle: the answer to a request; nil when there is none. It runs as a task; the connection's own thread waits.
  /// - Throws: `Fault`.
  public init(
    at address: Address, limit: Int, connections: Int = 32, takesBodies: Bool = true,
    uploads: Uploads? = nil, handle: @escaping @Sendable (Request) async -> Answer?
  ) throws(Fault) {
    let context = Unmanaged.passRetained(Context(handle, takesBodies: takesBodies, limit, uploads))
    errno = 0
    guard
      let pointer = address.withSocketAddress({
        levee_http_start($0, UInt32(connections), Server.handle, Server.completed, context.toOpaque())
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
    for feed in context.takeUnretainedValue().feeds.withLock({ Array($0.values) }) { feed.end() }
    MHD_stop_daemon(running.pointer)
    context.release()
  }

  private static let handle: MHD_AccessHandlerCallback = { context, connection, url, method, _, data, size, state in
    guard let context, let connection, let url, let method, let state else { return .NO }
    let asked = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
    let verb = String(cString: method)
    var upload: Upload?
    if verb == "POST", asked.takesBodies {
      guard let pointer = state.pointee else {
        // The first call says that a body comes; what is declared too large is refused before it is sent.
        state.pointee = Unmanaged.passRetained(
          Upload(connection, asked.limit, asked.uploads) { more in
            asked.held.withLock { held in
              guard more <= 0 || held + more <= asked.uploads?.all ?? 0 else { return false }
              held += more
              return true
            }
          }
        ).toOpaque()
        return .YES
      }
      let arriving = Unmanaged<Upload>.fromOpaque(pointer).takeUnretainedValue()
      if let size, size.pointee > 0 {
        arriving.take(UnsafeRawBufferPointer(start: data, count: size.pointee))
        size.pointee = 0
        return .YES
      }
      arriving.end()
      if arriving.arrival == .tooLarge, asked.uploads == nil {
        return send(
          Answer(status: 413, "The body is larger than \(asked.limit) bytes: send less at once.\n"), on: connection,
          asked)
      }
      upload = arriving
    } else {
      // Any other body would be read and thrown away; nobody has to send one.
      if let size, size.pointee > 0 { return .NO }
      guard verb == "GET" || verb == "HEAD" else {
        return send(Answer(status: 405, "Only GET and HEAD are answered here.\n"), on: connection, asked)
      }
    }
    let path = String(
      decoding: UnsafeBufferPointer(start: url, count: strlen(url)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let request = Request(
      method: verb, path: path, query: values(.GET_ARGUMENT_KIND, of: connection),
      headers: values(.HEADER_KIND, of: connection).reduce(into: [:]) { headers, header in
        let name = header.key.lowercased()
        headers[name] = ([headers[name]].compactMap { $0 } + header.value).joined(separator: "; ")
      }, body: upload?.bytes ?? [], parts: upload?.form?.parts ?? [], arrival: upload?.arrival ?? .whole)
    let missing = Answer(status: 404, verb == "POST" ? "Nothing is taken here.\n" : "There is no such page.\n")
    return send(wait { await asked.handle(request) } ?? missing, on: connection, asked)
  }

  /// Lets go of a body, whatever became of its connection.
  private static let completed: MHD_RequestCompletedCallback = { _, _, state, _ in
    guard let pointer = state?.pointee else { return }
    Unmanaged<Upload>.fromOpaque(pointer).release()
    state?.pointee = nil
  }

  /// What a request says, by name.
  private static func values(_ kind: MHD_ValueKind, of connection: OpaquePointer) -> [String: [String]] {
    var values: [String: [String]] = [:]
    withUnsafeMutablePointer(to: &values) { pointer in
      _ = MHD_get_connection_values(
        connection, kind,
        { context, _, name, value in
          guard let context, let name else { return .YES }
          context.assumingMemoryBound(to: [String: [String]].self)
            .pointee[String(cString: name), default: []].append(value.map { String(cString: $0) } ?? "")
          return .YES
        }, pointer)
    }
    return values
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

  private static func send(_ answer: Answer, on connection: OpaquePointer, _ context: Context) -> MHD_Result {
    guard let response = response(answer, context) else { return .NO }
    defer { MHD_destroy_response(response) }
    MHD_add_response_header(response, "Content-Type", answer.type)
    if !answer.headers.contains(where: { $0.name == "Cache-Control" }) {
      MHD_add_response_header(response, "Cache-Control", "no-store")
    }
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff")
    for header in answer.headers { MHD_add_response_header(response, header.name, header.value) }
    if answer.status == 405 { MHD_add_response_header(response, "Allow", "GET, HEAD") }
    return MHD_queue_response(connection, UInt32(answer.status), response)
  }

  private static func response(_ answer: Answer, _ context: Context) -> OpaquePointer? {
    guard let feed = answer.feed else {
      var bytes = answer.bytes
      return bytes.withUnsafeMutableBytes {
        MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
      }
    }
    context.feeds.withLock { $0[ObjectIdentifier(feed)] = feed }
    let going = Unmanaged.passRetained(Going(feed: feed, context: context))
    let response = MHD_create_response_from_callback(
      UInt64.max, 1024,
      { context, _, buffer, most in
        guard let context, let buffer else { return -1 }
        let feed = Unmanaged<Going>.fromOpaque(context).takeUnretainedValue().feed
        guard let piece = feed.next(most: most) else { return -1 }
        for (index, byte) in piece.enumerated() { buffer[index] = CChar(bitPattern: byte) }
        return piece.count
      }, going.toOpaque(),
      { context in
        guard let context else { return }
        let going = Unmanaged<Going>.fromOpaque(context).takeRetainedValue()
        going.context.feeds.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(going.feed)) }
        going.feed.end()
      })
    if response == nil { going.release() }
    return response
  }

  /// An answer that goes on, as the C callbacks know it.
  private final class Going: Sendable {
    let feed: Feed
    let context: Context
    init(feed: Feed, context: Context) {
      self.feed = feed
      self.context = context
    }
  }
}
