public import FoundationEssentials
import Postgres
import Secrets
public import Workflow

/// Keys with which people sign what they approve: passkeys, and keys of ssh. Only public halves are here.
public struct SigningKeys: Sendable {
  let ledger: Ledger

  /// One of them.
  public struct Key: Sendable {
    public let person: String
    /// What its person calls it.
    public let label: String
    public let kind: Kind
    /// Of an ssh key, its bytes as they stand in a .pub file; of a passkey, a point of P-256.
    public let bytes: [UInt8]
    /// Of a passkey, the host of the pages for which it was made; otherwise "".
    public let realm: String
    /// Of a passkey, its name for the browser.
    public let credential: [UInt8]
    public let boundAt: Date
    /// Nil while it waits to be confirmed.
    public let confirmedAt: Date?
    /// Nil for one that is in use.
    public let endedAt: Date?

    /// As ssh-keygen shows it: `SHA256:` and the digest in base64.
    public var fingerprint: String {
      "SHA256:" + Data(Digest.sha256(bytes)).base64EncodedString().replacing("=", with: "")
    }

    init(row: Row) throws {
      person = try row["handle"]
      label = try row["label"]
      kind = Kind(rawValue: try row["kind"]) ?? .ssh
      bytes = (try row["public_key"] as Bytes).bytes
      realm = try row["realm"]
      credential = (try row["credential"] as Bytes).bytes
      boundAt = try row["bound_at"]
      confirmedAt = try row["confirmed_at"]
      endedAt = try row["ended_at"]
    }
  }

  public enum Kind: String, Sendable { case passkey, ssh }

  /// What the person at the keyboard would sign to approve a revision.
  public struct Wanted: Sendable {
    /// These lines, as they stand.
    public let message: String
    /// Whether the playbook asks for it.
    public let isAsked: Bool
    /// The person's keys that are confirmed and in use, the newest first.
    public let keys: [Key]
  }

  /// The keys of a person, the newest first; the caller's own if nobody is named.
  public func list(of person: String? = nil) async throws -> [Key] {
    try await ledger.read(Self.keys(of: person)).map(Key.init)
  }

  private static func keys(of person: String?) -> Statement {
    """
    select k.handle, k.label, k.kind, k.public_key, k.realm, k.credential, k.bound_at, nullif(k.confirmed_at, 'infinity') as confirmed_at,
      nullif(k.ended_at, 'infinity') as ended_at
    from levee.signing_key k where k.handle = coalesce(\(person), levee.person()) order by k.bound_at desc
    """
  }

  /// What is signed by whoever approves a revision that was handed in; nil of one that was not.
  public func wanted(_ reference: Reference) async throws -> Wanted? {
    let rows = try await ledger.batch([
      """
      select levee.review_message(s.incident_id, s.kind, s.document_id, s.number, s.digest, 'approve', levee.person()) as message,
        levee.asks_for_signature(s.incident_id, levee.person()) as asked
      from levee.submission s where s.document_id = \(reference.number) and s.kind::text = \(reference.kind.documentKind)
        and s.number = \(reference.revision ?? 0)
      """, Self.keys(of: nil),
    ])
    let keys = try rows[1].map(Key.init).filter { $0.confirmedAt != nil && $0.endedAt == nil }
    return try rows[0].first.map { Wanted(message: try $0["message"], isAsked: try $0["asked"], keys: keys) }
  }

  /// Binds a key to the caller.
  /// - Throws: `LedgerError.refused`: `signing_key_can_be_verified`, `signing_key_label_is_free`, `signing_key_pkey`.
  public func bind(_ label: String, _ key: NewSigningKey) async throws {
    _ = try await ledger.commit(
      """
      select levee.bind_key(\(key.kind), \(label), \(Bytes(key.bytes)), \(key.realm), \(Bytes(key.credential))) as fingerprint
      """, bells: [])
  }

  /// Confirms a key that was bound on a device; the caller's own if nobody is named.
  /// - Throws: `LedgerError.refused`: `signing_key_waits_to_be_confirmed`, `signing_key_is_confirmed_at_a_terminal`.
  public func confirm(_ label: String, of person: String? = nil) async throws {
    _ = try await ledger.commit(
      """
      select levee.confirm_key(coalesce(\(person), levee.person()), coalesce((select k.fingerprint from levee.signing_key k
        where k.handle = coalesce(\(person), levee.person()) and k.label = \(label) and k.ended_at = 'infinity'), ''))
      """, bells: [])
  }

  /// Ends a key; the caller's own if nobody is named. What it signed stands.
  /// - Throws: `LedgerError.refused`: `signing_key_is_on_record`.
  public func end(_ label: String, of person: String? = nil) async throws {
    _ = try await ledger.commit(
      """
      select levee.end_key(coalesce(\(person), levee.person()), coalesce((select k.fingerprint from levee.signing_key k
        where k.handle = coalesce(\(person), levee.person()) and k.label = \(label) and k.ended_at = 'infinity'), ''))
      """, bells: [])
  }
}

/// A key that somebody wants to sign with.
public enum NewSigningKey: Sendable {
  /// As it stands in a .pub file.
  case ssh([UInt8])
  /// A point of P-256, made for the pages of a host, which the browser knows by a name.
  case passkey(point: [UInt8], realm: String, credential: [UInt8])

  /// Reads a line of a .pub file, or what a page says of a passkey: `passkey`, the host, the credential and the point, with
  /// slashes between them, the last two in base64url. Nil for what is neither.
  public init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.count >= 2, let data = Data(base64Encoded: String(words[1])) {
      self = .ssh(Array(data))
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "passkey", let credential = Base64URL.bytes(parts[2]),
      let point = Base64URL.bytes(parts[3])
    else { return nil }
    self = .passkey(point: point, realm: String(parts[1]), credential: credential)
  }

  var kind: String { if case .ssh = self { "ssh" } else { "passkey" } }
  var bytes: [UInt8] {
    switch self {
    case .ssh(let bytes): bytes
    case .passkey(let point, _, _): point
    }
  }
  var realm: String { if case .passkey(_, let realm, _) = self { realm } else { "" } }
  var credential: [UInt8] { if case .passkey(_, _, let credential) = self { credential } else { [] } }
}

extension Ledger {
  public var signingKeys: SigningKeys { SigningKeys(ledger: self) }
}
