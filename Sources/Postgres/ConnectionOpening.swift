import CPostgres
import Dispatch

// How a session begins: one address after another, each with a deadline of its own.

extension Connection {
  /// Connects. Several hosts, and the several addresses of one host, are tried in the order in which libpq tries them;
  /// one that gives no answer by its deadline (`Configuration.connectTimeout`) is left for the next.
  /// - Throws: `PostgresError.cannotConnect`, `.loginRefused`, or `CancellationError`.
  public static func connect(_ configuration: Configuration) async throws -> Connection {
    let executor = QueueExecutor(label: "postgres.connection")
    let settings = try ConnectionSettings(configuration)
    var (servers, reasons) = try await settings.servers()
    while !servers.isEmpty {
      switch await Dialling.dial(servers, settings, on: executor.queue) {
      case .connected(let session):
        guard !configuration.provesPassword || PQconnectionUsedPassword(session.handle) == 1 else {
          PQfinish(session.handle)
          throw PostgresError.cannotConnect("the server did not ask for the password")
        }
        PQsetnonblocking(session.handle, 1)
        PQsetErrorVerbosity(session.handle, PQERRORS_DEFAULT)
        PQsetNoticeProcessor(session.handle, { _, _ in }, nil)
        return Connection(handle: session.handle, executor: executor, configuration: configuration)
      case .refused(let reason):
        throw PostgresError.cannotConnect((reasons + [reason]).joined(separator: "; "))
      case .unknown(let refusal):
        guard reasons.isEmpty else {
          throw PostgresError.cannotConnect((reasons + [refusal.reason]).joined(separator: "; "))
        }
        throw PostgresError.loginRefused(refusal)
      case .mute(let server, let reason):
        reasons.append(reason)
        // Those before it have failed already, except where libpq would come back to them or takes them in another order.
        let rest = servers[(server + 1)...]
        servers = settings.visitsServersAgain ? Array(rest + servers[..<server]) : Array(rest)
      case .cancelled: throw CancellationError()
      }
    }
    throw PostgresError.cannotConnect(reasons.joined(separator: "; "))
  }
}

/// One attempt to open a session with the first of several servers that takes it. libpq goes from one server to the next
/// when it is refused, and knows when it may not (after a wrong password, for example); its connect timeout, though, it
/// applies in its blocking calls only.
private enum Dialling {
  enum Outcome: Sendable {
    case connected(Session)
    /// No server that libpq tried took it.
    case refused(String)
    /// The server did not let the login in.
    case unknown(LoginRefusal)
    /// A server gave no answer: its place in the list.
    case mute(Int, String)
    case cancelled
  }

  /// A handle that is used by one task until an actor owns it.
  struct Session: @unchecked Sendable { let handle: OpaquePointer }

  static func dial(
    _ servers: [Server], _ settings: ConnectionSettings, on queue: DispatchQueue
  ) async -> Outcome {
    guard let session = start(settings.keywords(for: servers)) else { return .refused("out of memory") }
    let handle = session.handle
    // The only way to be told the state of what a server refuses before there is a session.
    PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
    let clock = ContinuousClock()
    var next = PGRES_POLLING_WRITING
    var trying = Server(triedBy: handle)
    var deadline = clock.now + settings.timeout
    while next != PGRES_POLLING_OK {
      if next == PGRES_POLLING_FAILED || PQstatus(handle) == CONNECTION_BAD {
        defer { PQfinish(handle) }
        let said = String(cString: PQerrorMessage(handle))
        let login = PQuser(handle).map { String(cString: $0) } ?? ""
        return LoginRefusal(login: login, verbose: said).map(Outcome.unknown) ?? .refused(LoginRefusal.plain(said))
      }
      let now = Server(triedBy: handle)
      if now != trying {
        trying = now
        deadline = clock.now + settings.timeout
      }
      let wait = SocketWait(PQsocket(handle), next == PGRES_POLLING_READING ? .read : .write, on: queue)
      let outcome = await wait.run(upTo: deadline - clock.now, cancellable: true)
      guard outcome == .ready else {
        defer { PQfinish(handle) }
        if outcome == .cancelled { return .cancelled }
        // libpq begins the sentence about the one that it is trying before it knows how that ends.
        let said = LoginRefusal.plain(String(cString: PQerrorMessage(handle))).split(separator: "; ").filter {
          !$0.hasSuffix("failed: ")
        }
        let reasons = said + ["no answer from \(trying) within \(settings.timeout)"]
        let place = servers.firstIndex { $0.isTried(as: trying) } ?? 0
        return .mute(place, reasons.joined(separator: "; "))
      }
      next = PQconnectPoll(handle)
    }
    return .connected(session)
  }

  private static func start(_ keywords: [(String, String)]) -> Session? {
    withCStrings(keywords.map { $0.0 }) { names in
      withCStrings(keywords.map { $0.1 }) { values in
        PQconnectStartParams(names, values, 1).map { Session(handle: $0) }
      }
    }
  }
}
