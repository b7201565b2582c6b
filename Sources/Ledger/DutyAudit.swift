import Postgres
import Schema
public import Workflow

/// The table of duties beside what the steps themselves say: a second opinion, which repairs nothing.
public struct DutyAudit: Sendable {
  let ledger: Ledger

  /// A duty, or a gate (`kind` "gate"), that one of the two says and the other does not.
  public struct Difference: Sendable {
    public let incident: Reference
    /// A `DutyKind`'s name, or `gate`.
    public let kind: String
    /// What the duty is about; the name of a gate.
    public let subject: String
    public let fault: Fault
  }

  /// Which of the two does not say it.
  public enum Fault: String, Sendable {
    /// The steps say that it is owed; the table has it not.
    case missing
    /// The table has it; no step says so.
    case unfounded
  }

  /// The second opinion about all incidents, or about those that a condition on `i` names.
  static func facts(_ condition: String = "true") -> String {
    """
    with asked as (select i.* from levee.incident i where \(condition)),
    \(Schema.dutiesFromFacts)
    """
  }

  /// The query, for all open incidents or for those that a condition on `i` names.
  public static func differences(_ condition: String = "true") -> String {
    return """
      with facts as (\(facts(condition))),
      wanted as (select f.incident_id, f.kind, f.subject, f.team::text from facts f),
      kept as (
        select d.incident_id, d.kind, d.subject, d.team::text from levee.duty d
        join levee.incident i on i.id = d.incident_id
        where d.state = 'open' and d.kind <> 'declare_over' and \(condition)
        union all
        select i.id, 'gate', g.name, null from levee.gate g join levee.incident i on i.id = g.incident_id
        where not g.met and \(condition))
      select 'missing' as fault, m.* from (select * from wanted except select * from kept) m
      union all
      select 'unfounded', u.* from (select * from kept except select * from wanted) u
      """
  }

  /// What the asker may see both sides of: a team's people see nothing of a restricted incident that they are not named in.
  private static let visible = """
    (current_setting('role') not in ('levee_monitoring', 'levee_leadership', 'levee_response', 'levee_logistics')
      or levee.may_read(i.id))
    """

  /// All differences of open incidents, and duties that archived ones still have; by incident.
  public func differences() async throws -> [Difference] {
    try await ledger.read(
      Statement(unsafeSQL: Self.differences(Self.visible) + " order by incident_id, kind, subject")
    ).map {
      Difference(
        incident: Reference(.incident, try $0["incident_id"]), kind: try $0["kind"], subject: try $0["subject"],
        fault: Fault(rawValue: try $0["fault"]) ?? .unfounded)
    }
  }
}

extension Ledger {
  public var dutyAudit: DutyAudit { DutyAudit(ledger: self) }
}
