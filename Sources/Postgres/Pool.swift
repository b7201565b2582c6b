/// A few connections, made when they are needed and kept while they work.
///
/// A connection that was lost is not handed out again. While the server cannot be reached, callers wait, with backoff
/// and jitter, as long as their patience lasts.
public actor Pool {
  private let configuration: Configuration
  private let size: Int
  private let patience: Duration
  private var idle: [Connection] = []
  private var inUse = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Parameters:
  ///   - size: how many connections at most.
  ///   - patience: how long a caller waits for a server that cannot be reached.
  public init(_ configuration: Configuration, size: Int = 4, patience: Duration = .zero) {
    self.configuration = configuration
    self.size = size
    self.patience = patience
  }

  /// Lends a connection to `body`; waits while all of them are lent.
  /// - Throws: `PostgresError.cannotConnect` when patience has run out, and what `body` throws.
  public func withConnection<Value: Sendable>(
    _ body: @Sendable (Connection) async throws -> Value
  ) async throws -> Value {
    while inUse >= size {
      await withCheckedContinuation { waiting.append($0) }
    }
    inUse += 1
    defer {
      inUse -= 1
      if !waiting.isEmpty { waiting.removeFirst().resume() }
    }
    let connection: Connection
    if let kept = idle.popLast() { connection = kept } else { connection = try await connect() }
    do {
      let value = try await body(connection)
      // A body may have outlived its connection.
      if await connection.isOpen { idle.append(connection) }
      return value
    } catch {
      if await connection.isOpen {
        idle.append(connection)
      } else {
        // The server is probably gone for all of them.
        idle = []
      }
      throw error
    }
  }

  /// Closes the idle connections.
  public func close() async {
    let closing = idle
    idle = []
    for connection in closing { await connection.close() }
  }

  private func connect() async throws -> Connection {
    let clock = ContinuousClock()
    let deadline = clock.now + patience
    var backoff = Backoff()
    while true {
      do {
        return try await Connection.connect(configuration)
      } catch let error as PostgresError {
        let delay = backoff.next()
        guard clock.now + delay < deadline else { throw error }
        try await Task.sleep(for: delay)
      }
    }
  }
}
