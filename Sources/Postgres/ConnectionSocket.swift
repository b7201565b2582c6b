import CPostgres

// How a connection waits for its socket. After each wait the session may be closed: nothing keeps the handle over one.

extension Connection {
  func open() throws -> OpaquePointer {
    guard let handle else { throw PostgresError.closed }
    return handle
  }

  /// Waits for the socket.
  /// - Throws: `PostgresError.closed` when the session was closed meanwhile.
  @discardableResult
  private func wait(
    for direction: SocketWait.Direction, upTo limit: Duration? = nil, cancellable: Bool = false
  ) async throws -> SocketWait.Outcome {
    let handle = try open()
    let wait = SocketWait(PQsocket(handle), direction, on: executor.queue)
    socketWait = wait
    let outcome = await wait.run(upTo: limit, cancellable: cancellable)
    socketWait = nil
    guard isOpen else {
      PQfinish(handle)  // `close` left this to the one who waited
      throw PostgresError.closed
    }
    return outcome
  }

  /// Hands the server what libpq still holds.
  func flush() async throws {
    while true {
      switch PQflush(try open()) {
      case 0: return
      case 1:
        // PQflush reads too when the server waits for us to; look again soon even if the socket stays full.
        try await wait(for: .write, upTo: .milliseconds(50))
      default: throw lost()
      }
    }
  }

  /// The next result, or nil at the end of one statement's results.
  func next() async throws -> OpaquePointer? {
    while true {
      let handle = try open()
      if PQisBusy(handle) == 0 { return PQgetResult(handle) }
      try await wait(for: .read)
      try consume()
    }
  }

  func awaitNotifications(_ limit: Duration) async throws -> [Notification] {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    // A notification that arrived behind a result waits inside libpq, where the socket does not tell of it.
    collect(from: try open())
    while received.isEmpty {
      switch try await wait(for: .read, upTo: deadline - clock.now, cancellable: true) {
      case .ready: try consume()
      case .timedOut: return []
      case .cancelled: throw CancellationError()
      }
    }
    defer { received = [] }
    return received
  }

  private func consume() throws {
    let handle = try open()
    guard PQconsumeInput(handle) == 1 else { throw lost() }
    collect(from: handle)
    if PQstatus(handle) == CONNECTION_BAD { throw lost() }
  }

  private func collect(from handle: OpaquePointer) {
    while let notification = PQnotifies(handle) {
      received.append(
        Notification(
          channel: String(cString: notification.pointee.relname),
          payload: String(cString: notification.pointee.extra), sender: notification.pointee.be_pid))
      PQfreemem(notification)
    }
  }

  /// Closes the session and says why.
  func lost() -> PostgresError {
    guard let handle else { return .closed }
    let reason = Self.message(of: handle)
    close()
    return .connectionLost(reason)
  }

  /// What libpq has to say, in one line.
  static func message(of handle: OpaquePointer) -> String {
    String(cString: PQerrorMessage(handle)).split(separator: "\n").joined(separator: "; ")
  }
}
