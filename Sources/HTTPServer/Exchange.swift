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
    /// What was posted; empty where it was a form with files.
    public let body: [UInt8]
    /// What a form with files consists of, in the order in which it came.
    public let parts: [Part]
    /// Whether what was posted is all here.
    public let arrival: Arrival
  }

  /// One part of a form with files (`multipart/form-data`).
  public struct Part: Sendable {
    /// The field's name.
    public let name: String
    /// What the browser says the file is called, as it came; nil for a field that is none.
    public let fileName: String?
    /// Empty where the file is larger than is taken.
    public internal(set) var bytes: [UInt8]
    public internal(set) var isWhole: Bool
  }

  /// What became of a body on its way.
  public enum Arrival: Sendable, Equatable {
    case whole
    /// It is larger than anything that is taken; nothing of it is kept.
    case tooLarge
    /// Too much arrives at once.
    case tooMuch
    /// It is no form.
    case unreadable
  }

  /// How much is taken of forms with files.
  public struct Uploads: Sendable {
    /// Bytes of all files of a form; what is beyond is not kept, and its file is not whole.
    let files: Int
    /// Bytes of a form altogether.
    let form: Int
    /// Bytes of all forms that are arriving, or being answered.
    let all: Int

    public init(files: Int, form: Int, all: Int) {
      self.files = files
      self.form = form
      self.all = all
    }
  }

  /// What is answered.
  public struct Answer: Sendable {
    public let status: Int
    /// The content type; of a text it says UTF-8.
    public let type: String
    public let bytes: [UInt8]
    /// Beside those that every answer has.
    public var headers: [(name: String, value: String)]
    /// What goes out after the body, for as long as the reader stays; nil where the body is all.
    public var feed: Feed?

    public init(
      status: Int = 200, type: String = "text/plain; charset=utf-8", _ body: String,
      headers: [(name: String, value: String)] = [], feed: Feed? = nil
    ) {
      self.init(status: status, type: type, bytes: Array(body.utf8), headers: headers, feed: feed)
    }

    public init(
      status: Int = 200, type: String, bytes: [UInt8], headers: [(name: String, value: String)] = [],
      feed: Feed? = nil
    ) {
      self.status = status
      self.type = type
      self.bytes = bytes
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
