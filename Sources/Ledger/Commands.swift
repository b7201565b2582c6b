public import FoundationEssentials
import Postgres
public import Workflow

/// Leadership's chain: receipt of an assessment, decision, command; and what the teams answer: acknowledgement, tasks.
public struct Commands: Sendable {
  let ledger: Ledger

  /// What a command tells each team.
  public struct Assignment: Sendable {
    public let team: Team
    public let text: String
    public let isAcknowledged: Bool
  }

  /// Records that a leader has received the newest assessment.
  /// - Returns: its revision.
  public func receive(_ incident: Reference) async throws -> Int {
    let rows = try await ledger.commit(
      """
      insert into levee.assessment_receipt (incident_id, revision)
      select \(incident.number), coalesce(max(revision), 0) from levee.assessment where incident_id = \(incident.number)
      returning revision
      """)
    return try rows[0]["revision"]
  }

  /// Records the decision on the newest assessment received: of a meeting when attendees are named, urgent otherwise.
  public func decide(_ incident: Reference, sentence: String, attendees: [String], record: String) async throws {
    try await ledger.commit(
      """
      insert into levee.decision (incident_id, assessment_revision, kind, sentence, attendees, record)
      select \(incident.number), coalesce(max(revision), 0), \(attendees.isEmpty ? "urgent" : "meeting"), \(sentence),
        \(attendees)::text[], \(record)
      from levee.assessment_receipt where incident_id = \(incident.number)
      """)
  }

  /// Issues a command on the newest decision, with an assignment for every team.
  /// - Returns: its revision.
  public func issue(
    _ incident: Reference, text: String, monitoring: String, response: String, logistics: String
  ) async throws -> Int {
    let rows = try await ledger.commit(
      """
      select levee.issue_command(\(incident.number),
        coalesce((select max(id) from levee.decision where incident_id = \(incident.number)), 0),
        \(text), \(monitoring), \(response), \(logistics)) as revision
      """)
    return try rows[0]["revision"]
  }

  /// The newest command and its assignments; nil before the first.
  public func newest(_ incident: Reference) async throws -> (revision: Int, text: String, assignments: [Assignment])? {
    let rows = try await ledger.read(
      """
      select c.revision, c.text, a.for_team, a.text as assignment, k.at is not null as acknowledged
      from levee.command c join levee.assignment a using (incident_id, revision)
      left join levee.acknowledgement k using (incident_id, revision, for_team)
      where c.incident_id = \(incident.number)
        and c.revision = (select max(revision) from levee.command where incident_id = \(incident.number))
      order by a.for_team
      """)
    guard let first = rows.first else { return nil }
    return (
      try first["revision"], try first["text"],
      try rows.map {
        Assignment(team: try $0["for_team"], text: try $0["assignment"], isAcknowledged: try $0["acknowledged"])
      }
    )
  }

  /// Acknowledges the team's own assignment of the newest command.
  /// - Returns: the assignment's text.
  public func acknowledge(_ incident: Reference) async throws -> String {
    let rows = try await ledger.commit(
      """
      insert into levee.acknowledgement (incident_id, revision, for_team)
      select \(incident.number), coalesce(max(revision), 0), \(ledger.team.rawValue)::levee.team
      from levee.command where incident_id = \(incident.number)
      returning (select a.text from levee.assignment a where a.incident_id = acknowledgement.incident_id
        and a.revision = acknowledgement.revision and a.for_team = acknowledgement.for_team)
      """)
    return try rows[0]["text"]
  }

  /// Gives a task of the team's assignment to a named person of any department.
  public func giveTask(_ incident: Reference, title: String, owner: String, dueAt: Date) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      insert into levee.task (incident_id, revision, for_team, owner, title, due_at)
      select \(incident.number), coalesce(max(revision), 0), \(ledger.team.rawValue)::levee.team, \(owner), \(title),
        \(dueAt) from levee.command where incident_id = \(incident.number)
      returning id
      """)
    return Reference(.task, try rows[0]["id"])
  }

  public func finishTask(_ task: Reference, result: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.task_done (incident_id, task_id, result)
      select incident_id, id, \(result) from levee.task where id = \(task.number) returning task_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(task) }
  }
}

extension Ledger {
  public var commands: Commands { Commands(ledger: self) }
}
