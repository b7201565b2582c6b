public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// The registry: what logistics keeps, how it is, what an incident has of it, and what the playbook asks for.
public struct Resources: Sendable {
  let ledger: Ledger

  /// A kind of resource, as the playbook names it.
  public struct Kind: Sendable {
    public let kind: String
    public let name: Bilingual
    /// A login; "" where nobody but logistics sees to it.
    public let owner: String
    /// Seconds after which somebody has to look again.
    public let verifiedEvery: Double
    public let isShared: Bool
  }

  /// What the registry says of one thing, as somebody writes it down.
  public struct Entry: Sendable, Equatable {
    public var name: String
    public var kind: String
    public var amount: Int
    /// A login; "" is whoever writes it down.
    public var owner: String
    /// Where it is, and how to get at it.
    public var reach: String
    /// The last day of its licence, `2027-01-31`; "" where it has none.
    public var validUntil: String
    /// The last moment of its token, as PostgreSQL reads it; "" where it has none.
    public var tokenUntil: String
    /// nil where nobody counts.
    public var quotaLeft: Int?
    /// From how many on what is left is too little; nil where nobody counts.
    public var quotaFloor: Int?
    /// `none`, or `folder:`, `http:` or `https:` with what is looked at.
    public var probe: String

    public init(
      name: String, kind: String, amount: Int = 1, owner: String = "", reach: String = "", validUntil: String = "",
      tokenUntil: String = "", quotaLeft: Int? = nil, quotaFloor: Int? = nil, probe: String = "none"
    ) {
      self.name = name
      self.kind = kind
      self.amount = amount
      self.owner = owner
      self.reach = reach
      self.validUntil = validUntil
      self.tokenUntil = tokenUntil
      self.quotaLeft = quotaLeft
      self.quotaFloor = quotaFloor
      self.probe = probe
    }
  }

  /// Something that logistics has, and how it is.
  public struct Resource: Sendable {
    public let reference: Reference
    public let entry: Entry
    /// How much of it incidents have taken.
    public let taken: Int
    /// Whether it can be used today.
    public let works: Bool
    /// What its newest probe found; nil while it has never been probed.
    public let isHealthy: Bool?
    /// Since when its probe fails; nil while it does not.
    public let failsSince: Date?
    /// What the probe said, or "".
    public let problem: String
    public let checkedAt: Date?
    /// When the first of licence, token and certificate runs out; nil for never.
    public let endsAt: Date?
    public let runsLow: Bool
    public let verifiedAt: Date
    public let verifiedBy: String
    public let lookIsOwed: Bool
    /// The incidents that use it at this moment, with the team each has it for.
    public let users: [String]
  }

  /// What is asked for of a kind at one severity, and what there is.
  public struct Standing: Sendable {
    public let kind: String
    public let name: Bilingual
    public let owner: String
    public let severity: Severity
    public let required: Int
    public let there: Int
    /// How much of it works.
    public let healthy: Int
    /// How many entries are owed a look.
    public let stale: Int
    public var gap: Int { max(0, required - healthy) }
  }

  /// What the playbook asks for of a kind for one incident, and what that incident has or could have.
  public struct Supply: Sendable {
    public let kind: String
    public let name: Bilingual
    public let required: Int
    public let inUse: Int
    public let free: Int
    /// Contacts of the media, where those are counted.
    public let contacts: Int
    /// Names of what does not work, what has run out, and what another incident has.
    public let failing: String
    public let ended: String
    public let elsewhere: String
    public var available: Int { inUse + free + contacts }
  }

  /// What was asked for and found when it was allocated.
  public struct Allocation: Sendable {
    public let kind: String
    public let required: Int
    public let amount: Int
  }

  /// Something that an incident uses.
  public struct Use: Sendable {
    public let number: Int
    public let resource: Reference
    public let name: String
    public let kind: String
    public let team: Team
    public let amount: Int
    public let isBack: Bool
  }

  /// What was missing in an incident.
  public struct Shortfall: Sendable {
    public let kind: String
    public let name: Bilingual
    public let required: Int
    public let amount: Int
    /// What the certificate said of it, or "".
    public let note: String
  }

  /// The kinds of the playbook that the house prepares by, in its order.
  public func kinds() async throws -> [Kind] {
    try await ledger.read(
      """
      select k.kind, k.en, k.zh, k.shared, extract(epoch from k.verified_every)::double precision as every, coalesce(o.owner, '') as owner
      from levee.resource_kind k left join levee.kind_owner o using (kind)
      where k.version = levee.house_playbook() order by k.position, k.kind
      """
    ).map {
      Kind(
        kind: try $0["kind"], name: Bilingual(try $0["en"], try $0["zh"]), owner: try $0["owner"],
        verifiedEvery: try $0["every"], isShared: try $0["shared"])
    }
  }

  /// Says who sees to it that there is enough of a kind.
  public func setOwner(of kind: String, to owner: String) async throws {
    try await ledger.commit(
      """
      insert into levee.kind_owner (kind, owner) values (\(kind), \(owner))
      on conflict (kind) do update set owner = excluded.owner
      """)
  }

  /// Writes something down, or what is otherwise with it than before.
  /// - Returns: whether anything is.
  @discardableResult
  public func put(_ entry: Entry) async throws -> Bool {
    // What is there already takes no new number.
    let rows = try await ledger.commit(
      """
      with said as (select \(entry.name) as name, \(entry.kind) as item, \(entry.amount)::int as amount, nullif(\(entry.owner), '') as owner,
          \(entry.reach) as reach, coalesce(nullif(\(entry.validUntil), ''), 'infinity')::date as valid_until,
          coalesce(nullif(\(entry.tokenUntil), ''), 'infinity')::timestamptz as token_until,
          coalesce(\(entry.quotaLeft)::int, -1) as quota_left, coalesce(\(entry.quotaFloor)::int, -1) as quota_floor,
          \(entry.probe) as probe),
      changed as (
        update levee.resource r set item = s.item, amount = s.amount, owner = coalesce(s.owner, r.owner), reach = s.reach,
          valid_until = s.valid_until, token_until = s.token_until, quota_left = s.quota_left, quota_floor = s.quota_floor,
          probe = s.probe
        from said s where r.name = s.name and (r.item, r.amount, r.owner, r.reach, r.valid_until, r.token_until, r.quota_left,
            r.quota_floor, r.probe) is distinct from (s.item, s.amount, coalesce(s.owner, r.owner), s.reach, s.valid_until,
            s.token_until, s.quota_left, s.quota_floor, s.probe)
        returning r.id),
      added as (
        insert into levee.resource (name, item, amount, owner, reach, valid_until, token_until, quota_left, quota_floor, probe)
        select s.name, s.item, s.amount, coalesce(s.owner, levee.person()), s.reach, s.valid_until, s.token_until, s.quota_left,
          s.quota_floor, s.probe
        from said s where not exists (select from levee.resource r where r.name = s.name) returning id)
      select id from changed union all select id from added
      """)
    return !rows.isEmpty
  }

  /// The registry, by kind and name, without what was retired.
  public func list() async throws -> [Resource] {
    try await ledger.read(
      """
      select r.id, r.name, r.item, r.amount, r.owner, r.reach, case when r.valid_until = 'infinity' then '' else r.valid_until::text end
          as valid_until, case when r.token_until = 'infinity' then '' else r.token_until::text end as token_until,
        nullif(r.quota_left, -1) as quota_left, nullif(r.quota_floor, -1) as quota_floor, r.probe, r.taken, c.healthy, c.at as checked_at,
        levee.resource_works(r) as works, nullif(r.fails_since, 'infinity') as fails_since, r.problem,
        nullif(levee.resource_ends_at(r), 'infinity') as ends_at, levee.runs_low(r) as runs_low, r.verified_at, r.verified_by,
        levee.look_is_owed_at(r) <= clock_timestamp() as stale,
        array(select distinct 'I' || u.incident_id || ' ' || u.for_team from levee.resource_use u
          join levee.incident i on i.id = u.incident_id and i.stage <> 'closed' and not i.stopping
          where u.resource_id = r.id and not exists (select from levee.resource_return b where b.use_id = u.id) order by 1) as users
      from levee.resource r left join lateral (
        select k.healthy, k.at from levee.resource_check k where k.name = r.name order by k.at desc limit 1) c on true
      where r.retired_at = 'infinity' order by r.item, r.name
      """
    ).map(Self.resource)
  }

  private static func resource(_ row: Row) throws -> Resource {
    Resource(
      reference: Reference(.resource, try row["id"]),
      entry: Entry(
        name: try row["name"], kind: try row["item"], amount: try row["amount"], owner: try row["owner"],
        reach: try row["reach"], validUntil: try row["valid_until"], tokenUntil: try row["token_until"],
        quotaLeft: try row["quota_left"], quotaFloor: try row["quota_floor"], probe: try row["probe"]),
      taken: try row["taken"], works: try row["works"], isHealthy: try row["healthy"],
      failsSince: try row["fails_since"], problem: try row["problem"], checkedAt: try row["checked_at"],
      endsAt: try row["ends_at"], runsLow: try row["runs_low"], verifiedAt: try row["verified_at"],
      verifiedBy: try row["verified_by"], lookIsOwed: try row["stale"], users: try row["users"])
  }

  /// Of each kind at each severity: what is asked for, there, and works.
  public func standing() async throws -> [Standing] {
    try await ledger.read("select * from levee.resource_standing()").map {
      Standing(
        kind: try $0["kind"], name: Bilingual(try $0["en"], try $0["zh"]), owner: try $0["owner"],
        severity: try $0["severity"], required: try $0["required"], there: try $0["there"],
        healthy: try $0["healthy"], stale: try $0["stale"])
    }
  }

  /// Of each kind, in the playbook's order: what one incident is asked to have, has, and could have.
  public func supplies(of incident: Reference) async throws -> [Supply] {
    try await ledger.read("select * from levee.incident_resources(\(incident.number))").map {
      Supply(
        kind: try $0["kind"], name: Bilingual(try $0["en"], try $0["zh"]), required: try $0["required"],
        inUse: try $0["in_use"], free: try $0["free"], contacts: try $0["contacts"], failing: try $0["failing"],
        ended: try $0["ended"], elsewhere: try $0["elsewhere"])
    }
  }

  /// Says that somebody looked, and that it is as the registry says.
  /// - Returns: its name; "" of a contact of the media.
  public func verify(_ reference: Reference) async throws -> String {
    if reference.kind == .contact {
      try await ledger.commit("select levee.verify_contact(\(reference.number))")
      return ""
    }
    return try await ledger.commit("select levee.verify_resource(\(reference.number)) as name")[0]["name"]
  }

  /// Says that it is there no more.
  public func retire(_ resource: Reference) async throws -> String {
    try await ledger.commit("select levee.retire_resource(\(resource.number)) as name")[0]["name"]
  }

  /// What something is called by its number.
  /// - Throws: `LedgerError.unknown` for what is not in the registry.
  public func find(_ typed: String) async throws -> Resource {
    let reference = Reference(typed, expecting: .resource)
    guard let found = try await list().first(where: { $0.entry.name == typed || $0.reference == reference }) else {
      throw Failure(
        .noInput, Bilingual("The registry has nothing called \"\(typed)\".", "资源清单中没有“\(typed)”。"),
        advice: Bilingual("See: levee-logistics resource list", "请查看：levee-logistics resource list"))
    }
    return found
  }

  /// Takes for an incident what is required, there, and not taken by another.
  public func allocate(_ incident: Reference) async throws -> [Allocation] {
    let rows = try await ledger.commit("select item, required, amount from levee.allocate(\(incident.number))")
    if rows.isEmpty { throw LedgerError.unknown(incident) }
    return try rows.map { Allocation(kind: try $0["item"], required: try $0["required"], amount: try $0["amount"]) }
  }

  /// Takes one thing for a team of an incident.
  /// - Throws: `LedgerError.refused` where another incident has it (`resource_is_taken_once`).
  public func take(_ resource: Reference, amount: Int, for team: Team, of incident: Reference) async throws {
    try await ledger.commit(
      """
      insert into levee.resource_use (incident_id, resource_id, for_team, amount)
      values (\(incident.number), \(resource.number), \(team.rawValue)::levee.team, \(amount))
      """)
  }

  /// What an incident uses and used.
  public func uses(of incident: Reference) async throws -> [Use] {
    try await ledger.read(
      """
      select u.id, u.resource_id, r.name, r.item, u.for_team, u.amount, b.use_id is not null as back
      from levee.resource_use u join levee.resource r on r.id = u.resource_id left join levee.resource_return b on b.use_id = u.id
      where u.incident_id = \(incident.number) order by r.item, r.name, u.id
      """
    ).map {
      Use(
        number: try $0["id"], resource: Reference(.resource, try $0["resource_id"]), name: try $0["name"],
        kind: try $0["item"], team: try $0["for_team"], amount: try $0["amount"], isBack: try $0["back"])
    }
  }

  /// Hands back what an incident uses of one thing.
  /// - Returns: how many uses ended.
  public func handBack(_ resource: Reference, of incident: Reference) async throws -> Int {
    try await ledger.commit(
      """
      insert into levee.resource_return (incident_id, use_id) select u.incident_id, u.id from levee.resource_use u
      where u.incident_id = \(incident.number) and u.resource_id = \(resource.number)
        and not exists (select from levee.resource_return b where b.use_id = u.id) returning use_id
      """
    ).count
  }

  /// What an incident asked for and did not get.
  public func shortfalls(of incident: Reference) async throws -> [Shortfall] {
    try await ledger.read("select * from levee.shortfalls(\(incident.number))").map {
      Shortfall(
        kind: try $0["kind"], name: Bilingual(try $0["en"], try $0["zh"]), required: try $0["required"],
        amount: try $0["amount"], note: try $0["note"])
    }
  }

  /// What a probe found.
  public struct Finding: Sendable, Equatable {
    public let isHealthy: Bool
    /// Why not, or "".
    public let detail: String
    /// Until when the server's certificate is good, where it showed one.
    public let certificateUntil: Date?
    /// How much of a quota the server says is left.
    public let quotaLeft: Int?

    public init(isHealthy: Bool, detail: String = "", certificateUntil: Date? = nil, quotaLeft: Int? = nil) {
      self.isHealthy = isHealthy
      self.detail = detail
      self.certificateUntil = certificateUntil
      self.quotaLeft = quotaLeft
    }
  }

  /// Records what a probe found.
  public func record(_ finding: Finding, of resource: String) async throws {
    try await ledger.commit(
      """
      insert into levee.resource_check (name, healthy, detail, certificate_until, quota_left)
      values (\(resource), \(finding.isHealthy), \(finding.detail), coalesce(\(finding.certificateUntil)::timestamptz, 'infinity'),
        coalesce(\(finding.quotaLeft)::int, -1))
      """, bells: [])
  }

  /// Opens what the clock has made owed of the registry: looks, renewals, gaps; and tells who has been on duty for long.
  public func sweep() async throws -> Int {
    try await ledger.commit("select levee.sweep_resources() as opened", bells: [])[0]["opened"]
  }
}

extension Ledger {
  public var resources: Resources { Resources(ledger: self) }
}
