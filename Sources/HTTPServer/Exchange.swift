import Dispatch
import Synchronization

extension Server {
  /// What somebody asks for.
  public struct Request: Sendable {
    /// `GET`, `HEAD`, or `POST` where bodies are taken.
    public let method: String
    /// Without what follows a question mark.
    public let path: String
    /// What follows it, by name, in the order in which it came.
    public let query: [String: [String]]
    /// By their names in small letters; several of one name are joined by `; `.
    public let headers: [String: String]
    /// What was posted.
    public let body: [UInt8]
  }

  /// What is answered.
  public struct Answer: Sendable {
    public let status: Int
    /// The content type. The body goes out in UTF-8, which it has to say.
    public let type: String
    public let body: String
    /// Beside those that every answer has.
    public var headers: [(name: String, value: String)]
    /// What goes out after the body, for as long as the reader stays; nil where the body is all.
    public var feed: Feed?

    public init(
      status: Int = 200, type: String = "text/plain; charset=utf-8", _ body: String,
      headers: [(name: String, value: String)] = [], feed: Feed? = nil
    ) {
      self.status = status
      self.type = type
      self.body = body
      self.headers = headers
      self.feed = feed
    }
  }

  /// An answer that goes on: server-sent events. Whoever makes it says what happens; the connection's own thread sends it.
  public final class Feed: Sendable {
    private struct State {
      var waiting: [UInt8] = []
      var hasEnded = false
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)
    private let ended: @Sendable () -> Void

    /// - Parameter ended: called once, when the reader has gone or the server stops.
    public init(ended: @escaping @Sendable () -> Void) { self.ended = ended }

    /// Says that something of this name happened. What a reader is too slow to take is not kept twice.
    public func say(_ event: String) {
      let bytes = Array("event: \(event)\ndata:\n\n".utf8)
      let isNew = state.withLock { state in
        guard !state.hasEnded, state.waiting.count < 1024 else { return false }
        state.waiting += bytes
        return true
      }
      if isNew { changed.signal() }
    }

    /// Ends it.
    public func end() {
      let isFirst = state.withLock { state in
        defer { state.hasEnded = true }
        return !state.hasEnded
      }
      guard isFirst else { return }
      changed.signal()
      ended()
    }

    /// What is to be sent next: waits for it, and after a while sends a line that nobody reads, which finds out who has gone.
    /// - Returns: nil when there is nothing more.
    func next(most: Int) -> [UInt8]? {
      while true {
        let piece: [UInt8]? = state.withLock { state in
          if state.hasEnded { return nil }
          let piece = Array(state.waiting.prefix(most))
          state.waiting.removeFirst(piece.count)
          return piece
        }
        guard let piece else { return nil }
        if !piece.isEmpty { return piece }
        if changed.wait(timeout: .now() + 15) == .timedOut { return Array(":\n\n".utf8) }
      }
    }
  }
}
