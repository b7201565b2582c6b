public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// Notices: told by the services, sent by logistics, acknowledged by whom they are for.
public struct Notices: Sendable {
  let ledger: Ledger

  /// A notice that was claimed to be sent, with everything that its message says.
  public struct Outgoing: Sendable {
    /// The claim; its token is its holder's alone.
    public let work: Int
    public let token: UUID
    public let id: Int
    /// Their login, and below the name that people know them by.
    public let recipient: String
    public let displayName: String
    public let language: Language
    /// As in `Duties.Notice`, and so `subject` and `percent`.
    public let reason: String
    /// Of the duty that it tells of; nil of a source or a signal.
    public let kind: DutyKind?
    public let subject: String
    public let percent: Int
    /// The team in which the recipient is concerned.
    public let team: Team
    /// Number 0 is the house itself, whose severity is IV.
    public let incident: Reference
    /// "" for a restricted incident.
    public let title: String
    public let severity: Severity
    public let isExercise: Bool
    /// By the incident's clock; nil without a deadline.
    public let dueAt: Date?
    /// Seconds of the incident's clock until it is due.
    public let timeLeft: Double?
    public let transport: Transport
    /// The recipient's, there; "" for a group that they read.
    public let address: String
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

  /// What was claimed, less what needs no telling any more, which ends here.
  public func outgoing(_ claims: [Work.Claim]) async throws -> [Outgoing] {
    guard !claims.isEmpty else { return [] }
    return try await ledger.read(
      "select * from levee.claimed_notices(\(claims.map(\.id))::bigint[], \(claims.map(\.token))::uuid[])"
    ).map { row in
      let dueAt: Date? = try row["due_at"]
      let now: Date = try row["now"]
      return Outgoing(
        work: try row["work"], token: try row["token"], id: try row["notice_id"], recipient: try row["recipient"],
        displayName: try row["display_name"], language: try row["language"], reason: try row["reason"],
        kind: DutyKind(rawValue: try row["duty"]), subject: try row["subject"], percent: try row["percent"],
        team: try row["team"],
        incident: Reference(.incident, try row["incident_id"]), title: try row["title"], severity: try row["severity"],
        isExercise: try row["exercise"], dueAt: dueAt, timeLeft: dueAt.map { $0.timeIntervalSince(now) },
        transport: Transport(
          name: try row["transport"], kind: try row["kind"],
          format: try row["format"], address: try row["transport_address"], secret: try row["secret"]),
        address: try row["address"])
    }
  }

  /// Records that a notice is out.
  /// - Returns: false when the claim is no longer ours.
  @discardableResult
  public func recordSent(_ notice: Outgoing, key: String) async throws -> Bool {
    try await ledger.read("select levee.record_notice_sent(\(notice.work), \(notice.token), \(key)) as done")[0]["done"]
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
