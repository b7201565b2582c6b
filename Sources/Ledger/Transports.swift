public import Postgres

/// How a message leaves the house.
public struct Transport: Sendable, Hashable {
  /// An HTTP POST, or a program of the machine that sends.
  public enum Kind: String, Sendable, CaseIterable { case webhook, command }

  public let name: String
  public let kind: Kind
  /// What the other end reads: of a webhook `generic`, `dingtalk`, `feishu`, `wecom`, `slack`; of a command `mail`, `text`.
  public let format: String
  /// A URL, in which `{name}` stands for a credential; or the name of a program.
  public let address: String
  /// The name of the credential that a webhook is signed with; "" for none.
  public let secret: String

  public init(name: String, kind: Kind, format: String, address: String, secret: String) {
    self.name = name
    self.kind = kind
    self.format = format
    self.address = address
    self.secret = secret
  }
}

/// Transports, and by which of them each person is reached.
public struct Transports: Sendable {
  let ledger: Ledger

  /// One way to reach a person.
  public struct Contact: Sendable, Hashable {
    /// A login.
    public let person: String
    public let transport: String
    /// The person's address there; "" for a group that they read. A telephone number has no spaces and hyphens here.
    public let address: String

    public init(person: String, transport: String, address: String) {
      self.person = person
      self.transport = transport
      self.address = Self.dialled(address)
    }

    /// A telephone number as it is dialled, however it was written; anything else as it stands.
    private static func dialled(_ typed: String) -> String {
      let written = typed.drop { $0 == " " }
      let digits = written.filter { $0.isASCII && $0.isNumber }
      guard digits.count >= 5, let first = written.first, first == "+" || first == "(" || digits.first == first,
        written.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber || " -().".contains($0) })
      else { return typed }
      return (first == "+" ? "+" : "") + digits
    }
  }

  /// All of them, by name. Only an administrator may ask.
  public func list() async throws -> [Transport] {
    try await ledger.read("select * from levee.transport order by name").map(Self.transport)
  }

  /// Who is reached how, by login and transport. Only an administrator may ask.
  public func contacts() async throws -> [Contact] {
    try await ledger.read("select * from levee.contact order by handle, transport").map {
      Contact(person: try $0["handle"], transport: try $0["transport"], address: try $0["address"])
    }
  }

  /// Adds a transport, or changes the one of that name.
  public func put(_ transport: Transport) async throws {
    try await ledger.commit(
      """
      insert into levee.transport (name, kind, format, address, secret)
      values (\(transport.name), \(transport.kind.rawValue), \(transport.format), \(transport.address), \(transport.secret))
      on conflict (name) do update set kind = excluded.kind, format = excluded.format, address = excluded.address,
        secret = excluded.secret
      """)
  }

  /// Says where a person is reached over a transport.
  public func put(_ contact: Contact) async throws {
    try await ledger.commit(
      """
      insert into levee.contact (handle, transport, address)
      values (\(contact.person), \(contact.transport), \(contact.address))
      on conflict (handle, transport) do update set address = excluded.address
      """)
  }

  /// A person is no longer reached over a transport.
  /// - Returns: whether they were.
  public func removeContact(_ person: String, _ transport: String) async throws -> Bool {
    try await ledger.commit(
      "delete from levee.contact where handle = \(person) and transport = \(transport) returning handle"
    ).isEmpty == false
  }

  /// Takes a turn for one message that is no notice, at the pace that the receiver takes.
  /// - Returns: nil when it may go out; else seconds to wait.
  public func takeTurn(_ transport: String) async throws -> Double? {
    try await ledger.read("select extract(epoch from levee.admit_message(\(transport)))::double precision as seconds")[
      0]["seconds"]
  }

  /// A receiver wants to hear nothing for some seconds.
  public func hush(_ transport: String, for seconds: Double) async throws {
    try await ledger.commit(
      "select levee.hush_way(\(transport), \(seconds)::double precision * interval '1 second')", bells: [])
  }

  static func transport(_ row: Row) throws -> Transport {
    Transport(
      name: try row["name"], kind: try row["kind"], format: try row["format"],
      address: try row["address"], secret: try row["secret"])
  }
}

extension Transport.Kind: PostgresDecodable {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}

extension Ledger {
  public var transports: Transports { Transports(ledger: self) }
}
