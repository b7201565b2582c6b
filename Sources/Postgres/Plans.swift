/// The statements that are prepared on one session, by their text.
struct Plans {
  private var names: [String: String] = [:]
  private var count = 0
  /// Whether the session holds plans that this program has forgotten.
  private(set) var areStale = false

  /// The server-side name of a statement that is prepared.
  func name(of sql: String) -> String? { names[sql] }

  /// A name that this session has never used: what is prepared stays after a rollback, and after this program forgot it.
  mutating func freshName() -> String {
    count += 1
    return "s\(count)"
  }

  mutating func keep(_ name: String, for sql: String) { names[sql] = name }

  /// Nothing that was prepared is used again.
  mutating func forget() {
    names = [:]
    areStale = true
  }

  /// The session holds no plans any more.
  mutating func wereDeallocated() {
    names = [:]
    areStale = false
  }
}
