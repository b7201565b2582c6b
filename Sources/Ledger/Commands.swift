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

  /// The revision of the newest assessment, and whether leadership has received it; nil before the first.
  public func newestAssessment(_ incident: Reference) async throws -> (revision: Int, isReceived: Bool)? {
    let rows = try await ledger.read(
      """
      select a.revision, r.at is not null as received from levee.assessment a
      left join levee.assessment_receipt r using (incident_id, revision)
      where a.incident_id = \(incident.number) order by a.revision desc limit 1
      """)
    return try rows.first.map { (try $0["revision"], try $0["received"]) }
  }

  /// Records the decision: of a meeting when attendees are named, urgent otherwise.
  /// - Parameter assessment: the revision that was read for it, which is received with it if nobody did before.
  /// - Throws: `LedgerError.refused` when a newer one is there (`decision_rests_on_the_newest_assessment`).
  public func decide(
    _ incident: Reference, onAssessment assessment: Int, sentence: String, attendees: [String], record: String
  ) async throws {
    try await ledger.commit(
      """
      select levee.record_decision(\(incident.number), \(assessment), \(attendees.isEmpty ? "urgent" : "meeting"), \(sentence),
        \(attendees)::text[], \(record))
      """)
  }

  /// What was decided last; nil before the first decision.
  public func newestDecision(_ incident: Reference) async throws -> String? {
    try await ledger.read(
      "select sentence from levee.decision where incident_id = \(incident.number) order by id desc limit 1"
    ).first.map { try $0["sentence"] }
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

  /// Says that a task is done: its owner, of whatever department, or a member of the team that gave it.
  /// - Returns: the incident.
  @discardableResult
  public func finishTask(_ task: Reference, result: String) async throws -> Reference {
    let rows = try await ledger.commit("select levee.finish_task(\(task.number), \(result)) as incident")
    return Reference(.incident, try rows[0]["incident"])
  }

  /// One thing that a person of any department owes.
  public struct OwnTask: Sendable {
    public let reference: Reference
    /// The team that gave it.
    public let team: Team
    public let title: String
    public let isExercise: Bool
    /// Seconds of the incident's clock until it is due; negative when overdue.
    public let timeLeft: Double
  }

  /// The open tasks of the person at the keyboard, the earliest due first.
  public func ownTasks() async throws -> [OwnTask] {
    try await ledger.read("select * from levee.own_tasks()").map { row in
      let due: Date = try row["due_at"]
      return OwnTask(
        reference: Reference(.task, try row["id"]), team: try row["for_team"], title: try row["title"],
        isExercise: try row["exercise"], timeLeft: due.timeIntervalSince(try row["now"]))
    }
  }

  /// Records the meeting that the oldest urgent decision still owes.
  public func recordMeeting(_ incident: Reference, attendees: [String], record: String) async throws {
    try await ledger.commit(
      """
      insert into levee.meeting_record (incident_id, decision_id, attendees, record)
      select \(incident.number), coalesce((select min(d.id) from levee.decision d where d.incident_id = \(incident.number)
        and d.kind = 'urgent' and not exists (select from levee.meeting_record m where m.incident_id = d.incident_id
          and m.decision_id = d.id)), 0), \(attendees)::text[], \(record)
      """)
  }

  /// Records that an authority was told, which stops that statutory clock.
  public func notified(_ incident: Reference, clock: String, reference: String) async throws {
    try await ledger.commit(
      """
      insert into levee.authority_notice (incident_id, clock, reference)
      values (\(incident.number), \(clock), \(reference))
      """)
  }
}

extension Ledger {
  public var commands: Commands { Commands(ledger: self) }
}
