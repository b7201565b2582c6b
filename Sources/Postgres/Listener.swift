/// Notifications as a sequence that outlives its connections: it listens, and when the connection is lost it
/// connects again, with backoff, and says so, because what was rung meanwhile is lost.
///
///     for try await event in Listener(configuration, channels: ["bell"], fallback: .seconds(30)) { … }
public struct Listener: AsyncSequence, Sendable {
  /// Why the sequence woke its reader. Each means: look at the tables.
  public enum Wake: Sendable, Equatable {
    /// Listening has begun, or begun anew; what happened before may not have been rung.
    case connected
    /// Someone rang; several rings may have become one.
    case rung
    /// Nothing came for the fallback period.
    case timer
    /// The connection is gone; the next wake follows a new connection.
    case disconnected(String)
  }

  private let configuration: Configuration
  private let channels: [String]
  private let fallback: Duration

  /// - Parameter fallback: wake at least this often, jittered by a tenth, even if nobody rings.
  public init(_ configuration: Configuration, channels: [String], fallback: Duration) {
    self.configuration = configuration
    self.channels = channels
    self.fallback = fallback
  }

  /// Connects nowhere yet: the first `next` does.
  public func makeAsyncIterator() -> Iterator {
    Iterator(configuration: configuration, channels: channels, fallback: fallback)
  }

  /// Holds the connection of the moment, for one task; the connection is closed when it is let go.
  public struct Iterator: AsyncIteratorProtocol {
    let configuration: Configuration
    let channels: [String]
    let fallback: Duration
    var connection: Connection?
    var backoff = Backoff()

    /// The next wake.
    /// - Throws: `CancellationError`; `ListenerFault.proxied` when LISTEN does not work through this connection.
    public mutating func next() async throws -> Wake? {
      try Task.checkCancellation()
      do {
        guard let connection else {
          connection = try await listen()
          backoff.reset()
          return .connected
        }
        let jittered = fallback * Double.random(in: 0.9...1.1)
        return try await connection.notifications(upTo: jittered).isEmpty ? .timer : .rung
      } catch let error as PostgresError {
        await connection?.close()
        connection = nil
        try await Task.sleep(for: backoff.next())
        return .disconnected("\(error)")
      }
    }

    /// Listens, then rings a bell of its own: if that does not come back, a pooling proxy stands between.
    private func listen() async throws -> Connection {
      let connection = try await Connection.connect(configuration)
      for channel in channels { try await connection.run("listen \(identifier: channel)") }
      let probe = "probe_\(UInt64.random(in: 0 ... .max))"
      try await connection.run("listen \(identifier: probe)")
      try await connection.run("select pg_notify(\(probe), '')")
      let clock = ContinuousClock()
      let deadline = clock.now + .seconds(5)
      while clock.now < deadline {
        if try await connection.notifications(upTo: deadline - clock.now).contains(where: { $0.channel == probe }) {
          try await connection.run("unlisten \(identifier: probe)")
          return connection
        }
      }
      await connection.close()
      throw ListenerFault.proxied
    }
  }
}

/// LISTEN needs a session of its own; it does not work through a transaction-pooling proxy, nor on a standby.
public enum ListenerFault: Error { case proxied }
