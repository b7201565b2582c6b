public import FoundationEssentials
import Postgres
public import Workflow

/// Where things stand in the whole house, for a board that many look at: in one round trip, however many incidents are open.
public struct Situations: Sendable {
  let ledger: Ledger

  /// An open incident, and what is due next there.
  public struct Incident: Sendable {
    public let reference: Reference
    public let title: String
    public let severity: Severity
    public let stage: Stage
    public let isExercise: Bool
    public let isRestricted: Bool
    public let next: Next?
    /// Mentions in each of the last 24 hours, the oldest first; empty for whoever may not read a restricted one.
    public let heat: [Int]
  }

  /// What is due next.
  public struct Next: Sendable {
    public let kind: DutyKind
    public let team: Team
    /// In seconds by the incident's clock; negative when overdue.
    public let timeLeft: Double
  }

  /// What is unusual about one subject.
  public struct Signal: Sendable {
    /// "" for mentions that are of no subject.
    public let subject: String
    /// Of the newest.
    public let cue: String
    public let raisedAt: Date
    /// How many are open.
    public let count: Int
  }

  /// How many there are of something that the house hears or speaks by, and which of them are ill.
  public struct Health: Sendable {
    public let count: Int
    public let ill: [String]
  }

  /// Who is on duty.
  public struct Duty: Sendable {
    public let team: Team
    public let name: String
    public let until: Date
  }

  /// All of it.
  public struct Situation: Sendable {
    /// Fifty at most, the gravest first.
    public let incidents: [Incident]
    public let signals: [Signal]
    public let sources: Health
    public let channels: Health
    public let tools: Health
    public let onDuty: [Duty]
  }

  /// What whoever asks may see of it: somebody of a team, or a screen on the wall.
  /// - Throws: `LedgerError.refused`: `wall_is_on_record`.
  public func read() async throws -> Situation {
    let rows = try await ledger.batch([
      "select * from levee.board_incidents()", "select * from levee.board_signals()",
      "select * from levee.board_health()", "select * from levee.board_duty()",
    ])
    let counted = rows[2][0]
    func health(_ count: String, _ ill: String) throws -> Health {
      Health(count: try counted[count], ill: try counted[ill])
    }
    return Situation(
      incidents: try rows[0].map(Self.incident),
      signals: try rows[1].map {
        Signal(
          subject: try $0["subject"], cue: try $0["cue"], raisedAt: try $0["raised_at"], count: try $0["signals"])
      },
      sources: try health("sources", "sources_ill"), channels: try health("channels", "channels_failed"),
      tools: try health("tools", "tools_failing"),
      onDuty: try rows[3].map { Duty(team: try $0["team"], name: try $0["name"], until: try $0["until"]) })
  }

  private static func incident(_ row: Row) throws -> Incident {
    let duty: String = try row["duty"]
    return Incident(
      reference: Reference(.incident, try row["id"]), title: try row["title"], severity: try row["severity"],
      stage: try row["stage"], isExercise: try row["exercise"], isRestricted: try row["restricted"],
      next: duty.isEmpty
        ? nil : Next(kind: try row["duty"], team: try row["team"], timeLeft: try row["time_left"]),
      heat: try row["heat"])
  }
}

extension Ledger {
  public var situations: Situations { Situations(ledger: self) }
}
