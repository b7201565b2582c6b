public import FoundationEssentials
import Postgres
import Wording
public import Workflow

/// Deliveries: approved texts sent to channels.
public struct Deliveries: Sendable {
  let ledger: Ledger

  /// Where texts go.
  public struct Channel: Sendable, Hashable {
    /// Small letters, figures and dashes, 31 at most.
    public let name: String
    public let kind: ChannelKind
    /// Whether the public can see it; an exercise cannot deliver there.
    public let isOutside: Bool
    /// What people read for it.
    public let title: String
    /// Where the pages of a newsroom are written; "" for other kinds.
    public let folder: String
    /// Where the world sees them, `https://…`; "" when nobody said.
    public let address: String
    /// The webhook's transport; nil for other kinds.
    public let transport: String?
    public let reach: Reach

    /// A reach without kinds takes what is written for the newsroom, and for this kind of channel.
    public init(
      name: String, kind: ChannelKind, isOutside: Bool, title: String, folder: String = "", address: String = "",
      transport: String? = nil, reach: Reach = Reach()
    ) {
      self.name = name
      self.kind = kind
      self.isOutside = isOutside
      self.title = title
      self.folder = folder
      self.address = address
      self.transport = transport
      // What is not said: a text for the newsroom, which every channel takes, or for this kind of channel.
      self.reach =
        reach.kinds.isEmpty
        ? Reach(kinds: Array(Set(["newsroom", kind.rawValue])), audiences: reach.audiences, languages: reach.languages)
        : reach
    }
  }

  /// What a channel takes, and whom it reaches.
  public struct Reach: Sendable, Hashable {
    /// Everybody whom a text can be for, as the type `levee.audience` has them.
    public static let knownAudiences = [
      "public", "customers", "employees", "partners", "investors", "media", "regulators",
    ]

    /// The kinds of channel that a rendition is written for.
    public let kinds: [String]
    /// Of `knownAudiences`.
    public let audiences: [String]
    /// As `Language` writes them.
    public let languages: [String]

    /// Every list sorted; who is not said is the public, in both languages.
    public init(kinds: [String] = [], audiences: [String] = [], languages: [String] = []) {
      self.kinds = kinds.sorted()
      self.audiences = audiences.isEmpty ? ["public"] : audiences.sorted()
      self.languages = languages.isEmpty ? Language.allCases.map(\.rawValue).sorted() : languages.sorted()
    }
  }

  /// One rendition and where it goes: nil when none of the channels takes it.
  public struct Fit: Sendable, Hashable {
    /// Its name in the revision; then what it is written for.
    public let rendition: String
    public let channelKind: String
    public let audience: String
    public let language: String
    public let channel: String?
  }

  /// What a claimed delivery hands out: exactly the approved text, and where it goes.
  public struct Text: Sendable {
    public let incident: Reference
    public let incidentTitle: String
    /// With the revision that was approved.
    public let statement: Reference
    /// SHA-256 of the approved revision, hexadecimal.
    public let digest: String
    /// The rendition's name, and the channel's.
    public let rendition: String
    public let channel: String
    /// The newsroom's folder; "" for other kinds of channel.
    public let folder: String
    /// Where the world sees that folder; "" when nobody said.
    public let site: String
    /// The webhook that it is posted to; nil for other kinds of channel.
    public let transport: Transport?
    public let isExercise: Bool
    public let language: String
    public let title: String
    /// "" of a text that is being taken down.
    public let body: String
    /// By the incident's clock, as the time below.
    public let approvedAt: Date
    /// When taking it down was decided; nil of a text that goes out.
    public let withdrawnAt: Date?
  }

  /// Adds a channel, or changes the title, the folder and its address, the webhook and the reach of the one of that name.
  public func put(_ channel: Channel) async throws {
    let put: Statement = """
      with put as (
        insert into levee.channel (name, kind, outside, title, folder, address, person)
        values (\(channel.name), \(channel.kind.rawValue), \(channel.isOutside), \(channel.title), \(channel.folder),
          \(channel.address), levee.person())
        on conflict (name, outside) do update set title = excluded.title, folder = excluded.folder, address = excluded.address
          where (levee.channel.title, levee.channel.folder, levee.channel.address)
            <> (excluded.title, excluded.folder, excluded.address) returning 1)
      insert into levee.webhook_channel (channel, transport)
      select \(channel.name), t.name from (values (\(channel.transport)::text)) t (name) where t.name is not null
      on conflict (channel) do update set transport = excluded.transport
        where levee.webhook_channel.transport <> excluded.transport
      """
    let reach = channel.reach
    try await ledger.transaction(bells: Bell.allCases) { transaction in
      try await transaction.run(put)
      try await transaction.run(
        """
        select levee.set_reach(\(channel.name), \(reach.kinds)::text[], \(reach.audiences)::text[]::levee.audience[],
          \(reach.languages)::text[]::levee.language[])
        """)
    }
  }

  /// All of them, by name. What a channel takes no more is not in its reach.
  public func channels() async throws -> [Channel] {
    try await ledger.read(
      """
      select c.*, w.transport, coalesce(r.kinds, '{}') as kinds, coalesce(r.audiences, '{}') as audiences,
        coalesce(r.languages, '{}') as languages
      from levee.channel c left join levee.webhook_channel w on w.channel = c.name
      left join (select channel, array_agg(distinct channel_kind) as kinds, array_agg(distinct audience::text) as audiences,
          array_agg(distinct language::text) as languages from levee.channel_reach where is_open group by channel) r
        on r.channel = c.name
      order by c.name
      """
    ).map {
      Channel(
        name: try $0["name"], kind: try $0["kind"], isOutside: try $0["outside"], title: try $0["title"],
        folder: try $0["folder"], address: try $0["address"], transport: try $0["transport"],
        reach: Reach(kinds: try $0["kinds"], audiences: try $0["audiences"], languages: try $0["languages"]))
    }
  }

  /// Which renditions of a text would go to which of some channels, and which fit none of them.
  public func fitting(_ statement: Reference, channels: [String]) async throws -> [Fit] {
    try await ledger.read(
      """
      select f.* from levee.document d, levee.fitting(d.incident_id, d.id, coalesce(\(statement.revision)::int,
        (select max(r.number) from levee.revision r where r.incident_id = d.incident_id and r.kind = d.kind
          and r.document_id = d.id)), \(channels)::text[]) f
      where d.id = \(statement.number) and d.kind = 'statement'
      """
    ).map {
      Fit(
        rendition: try $0["rendition"], channelKind: try $0["channel_kind"], audience: try $0["audience"],
        language: try $0["language"], channel: try $0["channel"])
    }
  }

  /// Sends an approved revision: each rendition to the channels that take it; or the named ones to each channel.
  /// - Returns: one delivery for each.
  public func send(_ statement: Reference, renditions: [String], channels: [String]) async throws -> [Reference] {
    let rows = try await ledger.commit(
      """
      with text as (
        select d.incident_id, d.id, coalesce(\(statement.revision)::int, (select max(r.number) from levee.revision r
          where r.incident_id = d.incident_id and r.kind = d.kind and r.document_id = d.id)) as number
        from levee.document d where d.id = \(statement.number) and d.kind = 'statement'),
      pairs as (
        select array_agg(n.rendition order by n.rendition, n.channel) as renditions,
          array_agg(n.channel order by n.rendition, n.channel) as channels
        from (
          select x.name as rendition, c.name as channel from unnest(\(renditions)::text[]) x (name)
            cross join unnest(\(channels)::text[]) c (name)
          union all
          select f.rendition, f.channel from text t, levee.fitting(t.incident_id, t.id, t.number, \(channels)::text[]) f
            where \(renditions.isEmpty) and f.channel is not null
          union all
          -- A channel that is not there is said to be so.
          select r.name, c.name from text t join levee.rendition r on r.incident_id = t.incident_id and r.document_id = t.id
              and r.number = t.number cross join unnest(\(channels)::text[]) c (name)
            where \(renditions.isEmpty) and not exists (select from levee.channel k where k.name = c.name)) n)
      select s as id from text t, pairs p, levee.send(t.incident_id, t.id, t.number, p.renditions, p.channels) s
      """)
    return try rows.map { Reference(.delivery, try $0["id"]) }
  }

  /// Claims something to do by hand for the person at the keyboard.
  /// - Parameter kind: `post` to post a delivery, `unpost` to take one down.
  /// - Returns: the claim's token, which the receipt needs.
  public func claim(_ delivery: Reference, _ kind: WorkKind = .post, lease: Duration) async throws -> UUID {
    try await ledger.commit(
      "select levee.claim_by_hand(\(delivery.number), \(kind.rawValue), \(lease)::interval) as token")[0]["token"]
  }

  /// Records that a claimed delivery has been taken down; only who holds the claim can.
  /// - Returns: the incident.
  @discardableResult
  public func recordTakenDown(_ delivery: Reference, token: UUID) async throws -> Reference {
    let rows = try await ledger.commit("select levee.record_take_down(\(delivery.number), \(token)) as incident")
    guard let incident: Int = try rows[0]["incident"] else { throw LedgerError.unknown(delivery) }
    return Reference(.incident, incident)
  }

  /// Gives up a delivery that is not out.
  public func abandon(_ delivery: Reference, reason: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.delivery_abandonment (incident_id, delivery_id, reason)
      select d.incident_id, d.id, \(reason) from levee.delivery d where d.id = \(delivery.number) returning delivery_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(delivery) }
  }

  /// Takes a delivery up again that was given up.
  /// - Throws: `LedgerError.refused` where it was not, or could not be sent at this moment.
  public func resume(_ delivery: Reference, reason: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.delivery_resumption (incident_id, delivery_id, reason)
      select d.incident_id, d.id, \(reason) from levee.delivery d where d.id = \(delivery.number) returning delivery_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(delivery) }
  }

  /// Where a delivery can be seen; nil before its receipt.
  public func address(of delivery: Reference) async throws -> String? {
    try await ledger.read("select address from levee.delivery_receipt where delivery_id = \(delivery.number)").first?[
      "address"]
  }

  /// The approved text of a claimed delivery, checked once more under locks.
  public func text(of delivery: Reference, token: UUID) async throws -> Text {
    let rows = try await ledger.read(
      "select *, encode(digest, 'hex') as hex from levee.claimed_delivery(\(delivery.number), \(token))")
    guard let row = rows.first else { throw LedgerError.unknown(delivery) }
    return try Self.text(row, transport: Self.transport(row))
  }

  /// Records where and when the text was posted; only who holds the claim can.
  /// - Parameters:
  ///   - postedAt: by the incident's clock; nil for its now.
  ///   - screenshot: the picture's bytes, of which the SHA-256 is kept; nil for none.
  public func record(
    _ delivery: Reference, token: UUID, address: String, postedAt: Date?, screenshot: [UInt8]?
  ) async throws {
    try await ledger.commit(
      """
      select levee.record_receipt(\(delivery.number), \(token), \(address), \(postedAt)::timestamptz,
        coalesce(sha256(\(screenshot.map(Bytes.init))::bytea), ''))
      """)
  }

  /// The token of the claim that the person at the keyboard holds on a manual delivery; nil without one.
  public func heldToken(_ delivery: Reference, _ kind: WorkKind = .post) async throws -> UUID? {
    try await ledger.read("select levee.held_claim(\(delivery.number), \(kind.rawValue)) as token")[0]["token"]
  }

  /// The text of a delivery whose withdrawal a service is carrying out, and since when it is withdrawn; for who holds the claim.
  public func withdrawn(_ delivery: Reference, token: UUID) async throws -> Text? {
    try await ledger.read(
      "select *, encode(digest, 'hex') as hex from levee.to_retract(\(delivery.number), \(token))"
    ).first.map { try Self.text($0, transport: Self.transport($0)) }
  }

  /// Puts a delivery that failed for good back to work.
  /// - Throws: `LedgerError.refused` for one that did not fail, with what is true of it.
  public func retry(_ delivery: Reference) async throws {
    let revived: Bool = try await ledger.commit(
      "select levee.revive('{deliver,post,retract,unpost}', \(delivery.number)) as revived")[0]["revived"]
    if !revived { _ = try await ledger.read("select levee.refuse_delivery(\(delivery.number), 'retry')") }
  }

  private static func transport(_ row: Row) throws -> Transport? {
    guard let name: String = try row["transport"] else { return nil }
    return Transport(
      name: name, kind: .webhook, format: try row["format"], address: try row["address"], secret: try row["secret"])
  }

  static func text(_ row: Row, transport: Transport?) throws -> Text {
    Text(
      incident: Reference(.incident, try row["incident_id"]), incidentTitle: try row["incident_title"],
      statement: Reference(.statement, try row["document_id"], revision: try row["number"]), digest: try row["hex"],
      rendition: try row["rendition"], channel: try row["channel"], folder: try row["folder"],
      site: try row["site"], transport: transport, isExercise: try row["exercise"], language: try row["language"],
      title: try row["title"],
      body: try row["body"],
      approvedAt: try row["approved_at"], withdrawnAt: try row["withdrawn_at"])
  }
}

extension Ledger {
  public var deliveries: Deliveries { Deliveries(ledger: self) }
}
