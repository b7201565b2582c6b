import CSchema

/// The migrations that make Levee's schema, embedded so that a binary carries the schema it was built for.
///
/// The files of `sql/` are the specification of the law; each is applied once, in order, and never edited after
/// it was released.
public enum Schema {
  /// One numbered file.
  public struct Migration: Sendable {
    /// The file's name without its ending, for example `m0001_foundation`.
    public let name: String
    /// The file's bytes, UTF-8.
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }

    /// The file's text.
    public var sql: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// All migrations, in the order in which they are applied.
  public static let migrations: [Migration] = sequence(state: 0) { index in
    defer { index += 1 }
    return levee_migration(index)?.pointee
  }.map { Migration(name: String(cString: $0.name), bytes: Array(String(cString: $0.text).utf8)) }

  /// What is owed, told by the steps alone: the second opinion about the table of duties.
  public static var dutiesFromFacts: String { String(cString: levee_duties_from_facts()) }
}
