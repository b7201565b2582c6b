public import FoundationEssentials
import Postgres
public import Workflow

/// Files of a case: kept in the database with their digest, read by its circle alone.
public struct Attachments: Sendable {
  let ledger: Ledger

  /// What is known of a file.
  public struct File: Sendable {
    public let reference: Reference
    public let incident: Reference
    public let name: String
    /// As `image/png`.
    public let mediaType: String
    /// In bytes; 0 of one that was erased.
    public let size: Int
    /// SHA-256 of its bytes, hexadecimal.
    public let digest: String
    public let note: String
    public let person: String
    /// By the incident's clock.
    public let at: Date
  }

  /// Keeps a file.
  /// - Throws: `LedgerError.refused` for more than 20 MB (`attachment_is_not_too_large`).
  public func add(_ bytes: [UInt8], named name: String, type: String, note: String, to incident: Reference) async throws
    -> Reference
  {
    let rows = try await ledger.commit(
      """
      insert into levee.attachment (incident_id, name, media_type, content, note)
      values (\(incident.number), \(name), \(type), array[\(Bytes(bytes))::bytea], \(note)) returning id
      """)
    return Reference(.attachment, try rows[0]["id"])
  }

  /// Those of an incident, the oldest first.
  public func list(_ incident: Reference) async throws -> [File] {
    try await ledger.read(
      """
      select id, name, media_type, coalesce(octet_length(content[1]), 0) as size, note, person, at,
        coalesce(encode(sha256(content[1]), 'hex'), '') as digest
      from levee.attachment where incident_id = \(incident.number) order by id
      """
    ).map {
      File(
        reference: Reference(.attachment, try $0["id"]), incident: incident, name: try $0["name"],
        mediaType: try $0["media_type"], size: try $0["size"], digest: try $0["digest"], note: try $0["note"],
        person: try $0["person"], at: try $0["at"])
    }
  }

  /// The bytes of a file, and what it is called.
  /// - Throws: `LedgerError.unknown` where there is none, or it was erased.
  public func read(_ file: Reference) async throws -> (name: String, bytes: [UInt8]) {
    let rows = try await ledger.read(
      "select name, content[1] as content from levee.attachment where id = \(file.number) and cardinality(content) = 1")
    guard let row = rows.first else { throw LedgerError.unknown(file) }
    let bytes: Bytes = try row["content"]
    return (try row["name"], bytes.bytes)
  }
}

extension Ledger {
  public var attachments: Attachments { Attachments(ledger: self) }
}
