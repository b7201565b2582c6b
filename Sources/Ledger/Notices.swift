public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// Notices: told by the services, sent by logistics, acknowledged by whom they are for.
public struct Notices: Sendable {
  let ledger: Ledger

  /// One message that was claimed to be sent to one person: all that waits for them on one way.
  public struct Outgoing: Sendable {
    /// The same for the same notices, also when they are sent again.
    public let key: String
    /// Their login, and below the name that people know them by.
    public let recipient: String
    public let displayName: String
    public let language: Language
    /// The recipient's teams.
    public let teams: [Team]
    /// Where the company's pages are; "" for nowhere.
    public let pages: String
    public let transport: Transport
    /// The recipient's, there; "" for a group that they read.
    public let address: String
    /// The notices, the gravest and the most urgent first; at least one.
    public let parts: [Part]

    public init(
      key: String, recipient: String, displayName: String, language: Language, teams: [Team], pages: String,
      transport: Transport,
      address: String, parts: [Part]
    ) {
      self.key = key
      self.recipient = recipient
      self.displayName = displayName
      self.language = language
      self.teams = teams
      self.pages = pages
      self.transport = transport
      self.address = address
      self.parts = parts
    }
  }

  /// One notice, with everything that a message says of it.
  public struct Part: Sendable {
    /// The claim; its token is its holder's alone.
    public let work: Int
    public let token: UUID
    public let id: Int
    /// As in `Duties.Notice`, and so `subject` and `percent`. Of a signal the subject is what it is about.
    public let reason: String
    /// Of the duty that it tells of; nil of a source or a signal.
    public let kind: DutyKind?
    public let subject: String
    /// The statutory clock that the duty is about; nil of everything else.
    public let clock: StatutoryClock?
    public let percent: Int
    /// The team that owes the duty; nil of a source or a signal.
    public let team: Team?
    /// Number 0 is the house itself, whose severity is IV.
    public let incident: Reference
    /// "" for a restricted incident. Of a signal, what its first mention says.
    public let title: String
    public let severity: Severity
    public let isExercise: Bool
    /// By the incident's clock; nil without a deadline.
    public let dueAt: Date?
    /// Seconds of the incident's clock until it is due.
    public let timeLeft: Double?
    /// Of a way that fails, and of a source, why.
    public let detail: String
    /// How many notices wait for a way that fails.
    public let waiting: Int
    /// The signals that are told together, and what each says.
    public let signals: [String]
    public let cues: [String]
    public let mentions: Int
    public let negative: Int
  }

  /// How a way to reach people is.
  public struct Way: Sendable {
    public let transport: String
    /// From when it counts as failing; nil while it works.
    public let failsSince: Date?
    /// Of its last failure; "" where it took the last message.
    public let problem: String
    /// Notices that wait for it.
    public let waiting: Int
    /// When it took a message last; nil for never.
    public let workedAt: Date?
    /// When it is tried again; nil where that is at once.
    public let nextAt: Date?
  }

  /// A notice that reached nobody.
  public struct Unreached: Sendable {
    public let notice: Reference
    public let incident: Reference
    public let recipient: String
    /// Each transport that failed for good, with its reason; `; ` between them.
    public let problem: String
  }

  /// Tells this team's people what waits for them.
  /// - Returns: how many notices are new.
  public func remind() async throws -> Int {
    try await ledger.read("select levee.remind() as told")[0]["told"]
  }

  /// Claims what may go out now, at the pace of each way.
  public func claim(lease: Duration) async throws -> [Outgoing] {
    let rows = try await ledger.read(
      """
      select n.*, coalesce((select pages from levee.company), '') as pages
      from levee.claim_notices(\(lease)::interval) with ordinality n order by n.ordinality
      """)
    let clocks = try await ledger.statutoryClocks.about(rows, kind: "duty")
    var messages: [Outgoing] = []
    var parts: [Part] = []
    for (index, row) in rows.enumerated() {
      parts.append(try Self.part(row, clocks))
      let key: String = try row["key"]
      if index + 1 < rows.count, try rows[index + 1]["key"] as String == key { continue }
      messages.append(
        Outgoing(
          key: key, recipient: try row["recipient"], displayName: try row["display_name"],
          language: try row["language"],
          teams: try row["teams"], pages: try row["pages"],
          transport: Transport(
            name: try row["transport"], kind: try row["kind"],
            format: try row["format"], address: try row["transport_address"], secret: try row["secret"]),
          address: try row["address"], parts: parts))
      parts = []
    }
    return messages
  }

  private static func part(_ row: Row, _ clocks: [Int: [StatutoryClock]]) throws -> Part {
    let dueAt: Date? = try row["due_at"]
    let now: Date = try row["now"]
    let subject: String = try row["subject"]
    let clock = clocks[try row["incident_id"]]?.first { $0.code == subject }
    return Part(
      work: try row["work"], token: try row["token"], id: try row["notice_id"], reason: try row["reason"],
      kind: DutyKind(rawValue: try row["duty"]), subject: subject, clock: clock, percent: try row["percent"],
      team: try row["team"], incident: Reference(.incident, try row["incident_id"]), title: try row["title"],
      severity: try row["severity"], isExercise: try row["exercise"], dueAt: dueAt,
      timeLeft: dueAt.map { $0.timeIntervalSince(now) }, detail: try row["detail"], waiting: try row["waiting"],
      signals: try row["signals"] ?? [], cues: try row["cues"] ?? [], mentions: try row["mentions"],
      negative: try row["negative"])
  }

  /// Seconds until a way takes something that waits; nil when nothing does.
  public func nextTurn() async throws -> Double? {
    try await ledger.read("select levee.next_notices_in() as seconds")[0]["seconds"]
  }

  /// Records that a message is out.
  /// - Returns: false when the claim is no longer ours.
  @discardableResult
  public func recordSent(_ message: Outgoing) async throws -> Bool {
    try await ledger.read(
      """
      select levee.record_notices_sent(\(message.parts.map(\.work))::bigint[], \(message.parts.map(\.token))::uuid[],
        \(message.key)) as done
      """)[0]["done"]
  }

  /// Records that a message did not get through; the database decides whose fault it is, and when it is tried again.
  /// - Parameters:
  ///   - how: `final`, `passing` or `busy`.
  ///   - pause: seconds for which the receiver wants to hear nothing.
  public func recordFailed(_ message: Outgoing, reason: String, how: String, pause: Double?) async throws {
    try await ledger.commit(
      """
      select levee.fail_notices(\(message.parts.map(\.work))::bigint[], \(message.parts.map(\.token))::uuid[],
        \(reason), \(how), \(pause)::double precision * interval '1 second')
      """, bells: [.supervisor])
  }

  /// How each way to reach people is, those that fail first.
  public func ways() async throws -> [Way] {
    try await ledger.read(
      """
      select y.transport, y.fails_since, y.reason, nullif(y.worked_at, '-infinity') as worked_at,
        nullif(greatest(y.next_at, y.quiet_until), '-infinity') as next_at,
        (select count(*) from levee.work w where w.kind = 'notify' and w.name = y.transport and w.state <> 'dead'
          and not exists (select from levee.notice_receipt r where r.notice_id = w.subject)) as waiting
      from levee.way y order by y.fails_since nulls last, y.transport
      """
    ).map {
      Way(
        transport: try $0["transport"], failsSince: try $0["fails_since"], problem: try $0["reason"],
        waiting: try $0["waiting"], workedAt: try $0["worked_at"], nextAt: try $0["next_at"])
    }
  }

  /// Has what waits for a way tried at once.
  /// - Returns: whether something waits; where nothing does, the way counts as mended.
  public func retry(way: String) async throws -> Bool {
    try await ledger.commit("select levee.retry_way(\(way)) as waits", bells: [.logistics])[0]["waits"]
  }

  /// Records that a person was reached in another way.
  /// - Returns: the incident.
  public func recordReached(_ notice: Reference, how: String) async throws -> Reference {
    Reference(
      .incident,
      try await ledger.commit("select levee.record_reached(\(notice.number), \(how)) as incident")[0]["incident"])
  }

  /// Notices that reached nobody, the oldest first.
  public func unreached() async throws -> [Unreached] {
    try await ledger.read("select * from levee.unreached order by at, notice_id limit 100").map {
      Unreached(
        notice: Reference(.notice, try $0["notice_id"]), incident: Reference(.incident, try $0["incident_id"]),
        recipient: try $0["recipient"], problem: try $0["problem"])
    }
  }
}

extension Ledger {
  public var notices: Notices { Notices(ledger: self) }
}
