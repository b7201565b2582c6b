public import FoundationEssentials
public import Postgres
import Secrets

/// Company sign-on: identity providers, whose account is whose, and browsers that become devices by one.
public struct SignOns: Sendable {
  let ledger: Ledger

  /// Where people of the company sign on.
  public struct Provider: Sendable {
    /// `https://id.example.com`, as it stands in its tokens.
    public let issuer: String
    /// As whom it knows this house.
    public let client: String
    public let name: String
    /// Names of the keys that are in use.
    public let keys: [String]
    /// Nil for one that is in use.
    public let endedAt: Date?
  }

  /// What became of a provider's keys.
  public struct Taken: Sendable {
    public let keys: Int
    public let ended: Int
    /// Keys for another purpose, or of another kind.
    public let leftOut: Int
  }

  /// An account that is bound to a person.
  public struct Account: Sendable {
    public let person: String
    public let issuer: String
    /// What the provider calls the account in its tokens (`sub`).
    public let subject: String
    public let boundAt: Date
    public let boundBy: String
    /// Nil while its person has not confirmed it.
    public let confirmedAt: Date?
    /// Nil for one that is in use.
    public let endedAt: Date?
  }

  /// The providers, the newest first.
  public func providers() async throws -> [Provider] {
    try await ledger.read(
      """
      select p.issuer, p.client, p.name, nullif(p.ended_at, 'infinity') as ended_at,
        array(select k.kid || ' ' || k.algorithm from levee.sign_on_key k where k.issuer = p.issuer and k.ended_at = 'infinity'
          order by k.added_at, k.kid) as keys
      from levee.sign_on_provider p order by p.added_at desc
      """
    ).map {
      Provider(
        issuer: try $0["issuer"], client: try $0["client"], name: try $0["name"], keys: try $0["keys"],
        endedAt: try $0["ended_at"])
    }
  }

  /// Adds a provider, with its keys.
  /// - Parameter keys: a JWK set.
  /// - Throws: `LedgerError.refused`: `sign_on_provider_pkey`, `sign_on_issuer_is_an_address`, `sign_on_keys_can_be_used`,
  ///   `sign_on_key_is_strong`.
  public func add(_ issuer: String, client: String, name: String, keys: String) async throws -> Taken {
    try Self.taken(
      try await ledger.commit(
        "select * from levee.add_sign_on_provider(\(issuer), \(client), \(name), \(keys)::jsonb)", bells: []))
  }

  /// Takes over a provider's keys; those that it has no more are ended.
  /// - Throws: `LedgerError.refused`: `sign_on_provider_is_on_record`, `sign_on_keys_can_be_used`, `sign_on_key_is_strong`.
  public func refresh(_ issuer: String, keys: String) async throws -> Taken {
    try Self.taken(
      try await ledger.commit("select * from levee.take_sign_on_keys(\(issuer), \(keys)::jsonb)", bells: []))
  }

  private static func taken(_ rows: Rows) throws -> Taken {
    Taken(keys: try rows[0]["taken"], ended: try rows[0]["ended"], leftOut: try rows[0]["left_out"])
  }

  /// Ends a provider, and what is bound at it.
  /// - Parameter devices: whether devices that came in by it end, too.
  /// - Returns: how many of those.
  /// - Throws: `LedgerError.refused`: `sign_on_provider_is_on_record`.
  public func endProvider(_ issuer: String, devices: Bool) async throws -> Int {
    try await ledger.commit("select levee.end_sign_on_provider(\(issuer), \(devices)) as ended", bells: [])[0]["ended"]
  }

  /// The accounts of the caller, or of everybody for an administrator; the newest first.
  public func accounts() async throws -> [Account] {
    try await ledger.read(
      """
      select handle, issuer, subject, bound_at, bound_by, nullif(confirmed_at, 'infinity') as confirmed_at,
        nullif(ended_at, 'infinity') as ended_at
      from levee.sign_on_binding order by bound_at desc
      """
    ).map {
      Account(
        person: try $0["handle"], issuer: try $0["issuer"], subject: try $0["subject"], boundAt: try $0["bound_at"],
        boundBy: try $0["bound_by"], confirmedAt: try $0["confirmed_at"], endedAt: try $0["ended_at"])
    }
  }

  /// Binds an account to a person, who has to confirm it.
  /// - Throws: `LedgerError.refused`: `sign_on_provider_is_on_record`, `sign_on_binding_is_of_a_person`, `sign_on_is_bound_by_another`,
  ///   `sign_on_subject_is_one_persons`, `sign_on_person_has_one`.
  public func bind(_ person: String, at issuer: String, subject: String) async throws {
    _ = try await ledger.commit("select levee.bind_sign_on(\(person), \(issuer), \(subject))")
  }

  /// Confirms that an account is the caller's.
  /// - Throws: `LedgerError.refused`: `sign_on_waits_to_be_confirmed`.
  public func confirm(_ subject: String) async throws {
    _ = try await ledger.commit("select levee.confirm_sign_on(\(subject))", bells: [])
  }

  /// Ends what is bound to a person; the caller if nobody is named.
  /// - Parameter devices: whether devices that came in by it end, too.
  /// - Returns: what those were called.
  /// - Throws: `LedgerError.refused`: `sign_on_is_on_record`, `sign_on_is_ended_by_its_person`.
  @discardableResult
  public func end(of person: String? = nil, devices: Bool) async throws -> [String] {
    try await ledger.commit(
      "select levee.end_sign_on(coalesce(\(person), levee.person()), \(devices)) as labels", bells: [])[0]["labels"]
  }

  /// As whom a provider knows this house.
  /// - Throws: `LedgerError.refused`: `sign_on_provider_is_on_record`.
  public func client(at issuer: String) async throws -> String {
    try await ledger.read("select levee.sign_on_client(\(issuer)) as client")[0]["client"]
  }

  /// A browser sets out for a provider.
  /// - Parameters:
  ///   - label: what its person will call it.
  ///   - code: of chance, which the browser keeps; the database gets its digest.
  ///   - verifier: of the secret that the browser will have.
  /// - Returns: what the token has to say back.
  public func begin(
    at issuer: String, label: String, code: String, verifier: SCRAMVerifier
  ) async throws -> String {
    try await ledger.commit(
      """
      select levee.begin_sign_on(\(issuer), \(label), \(Bytes(Digest.sha256(code))), \(verifier.description)) as nonce
      """, bells: [])[0]["nonce"]
  }

  /// A browser came back with a token.
  /// - Returns: its login.
  /// - Throws: `LedgerError.refused`, by each of the reasons for which a token is worth nothing.
  public func finish(code: String, token: String) async throws -> String {
    try await ledger.commit("select levee.finish_sign_on(\(code), \(token)) as login")[0]["login"]
  }
}

extension Ledger {
  public var signOns: SignOns { SignOns(ledger: self) }
}
