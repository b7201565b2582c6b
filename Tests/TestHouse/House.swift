import FoundationEssentials
import Ledger
import Postgres
public import Workflow

/// A database with one exercise (incident 1) and one other incident (2, assessing), brought to a stage by raw SQL as the
/// people whose steps they are. Every id is known: the tests refuse or allow one thing more.
///
/// After `.planning`: a plan (document 1) is approved when the house is `.responding`. After `.responding`: statement
/// document 2, revision 1, rendition `web`, is approved and delivered (delivery 1); fact 1 is verified and cited.
public struct House: Sendable {
  public let database: TestDatabase
  public static let supervisor = "11111111-1111-1111-1111-111111111111"

  /// People of the template: wang leads, li is deputy and heads response, zhao is legal, chen sits in leadership and
  /// heads monitoring, sun is in monitoring, zhou in response and leadership, wu in logistics, he in no team.
  ///
  /// - Parameter clockRate: how many times as fast as life the clocks of both incidents run; at 1 nothing falls due by itself
  ///   while a test runs.
  /// - Parameter isExercise: a real one's clock runs at 1.
  public init(at stage: Stage, clockRate: Double = 60, isExercise: Bool = true) async throws {
    database = try await TestDatabase()
    try await open(isExercise ? clockRate : 1, isExercise)
    for next in Stage.allCases where next <= stage && next != .assessing {
      switch next {
      case .commanding: try await assess()
      case .planning: try await command()
      case .responding: try await plan()
      case .reviewing: try await respond()
      case .closed: try await review()
      case .assessing: break
      }
      try await advance()
    }
  }

  private func open(_ clockRate: Double, _ isExercise: Bool) async throws {
    for title in ["Outage", "Another"] {
      try await database.run(
        "sun", .monitoring,
        """
        insert into levee.incident (title, kind, exercise, clock_rate, severity)
        values (\(title), 'service_outage', \(isExercise), \(clockRate), 'II')
        """)
    }
    try await database.run(
      "sun", .monitoring, "insert into levee.fact (incident_id, claim, source) values (1, 'down', 'noc'), (2, 'x', 'y')"
    )
    try await database.run(
      "sun", .monitoring,
      "insert into levee.fact_check (incident_id, fact_id, reliability, reason) values (1, 1, 'verified', 'noc')")
  }

  private func assess() async throws {
    try await database.run(
      "sun", .monitoring, "insert into levee.assessment (incident_id, severity, summary) values (1, 'II', 'bad')")
  }

  private func command() async throws {
    try await database.run(
      "wang", .leadership, "insert into levee.assessment_receipt (incident_id, revision) values (1, 1)")
    try await database.run(
      "wang", .leadership,
      "insert into levee.decision (incident_id, assessment_revision, kind, sentence) values (1, 1, 'urgent', 'go')")
    try await database.run("wang", .leadership, "select levee.issue_command(1, 1, 'act', 'm', 'r', 'l')")
  }

  private func plan() async throws {
    for (person, team) in [("sun", Team.monitoring), ("zhou", .response), ("wu", .logistics)] {
      try await database.run(
        person, team,
        """
        insert into levee.acknowledgement (incident_id, revision, for_team)
        values (1, 1, \(team.rawValue)::levee.team)
        """)
    }
    try await database.run("zhou", .response, "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])")
    try await database.run(
      "wu", .logistics,
      """
      select levee.certify_readiness(1, array_agg(item), array_agg('ready'::text), array_agg(''::text))
      from levee.checklist_item where version = 1 and list = 'readiness'
      """)
    try await approve("plan", 1, 1)
  }

  /// From responding to the archive.
  public func close() async throws {
    try await respond()
    try await advance()
    try await review()
    try await advance()
  }

  private func respond() async throws {
    try await database.run(
      "zhou", .response,
      """
      select * from levee.draft_statement(1, '', 'first',
        '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]', '{1}', true)
      """)
    try await approve("statement", 2, 1)
    try await database.run("zhou", .response, "select levee.send(1, 2, 1, '{web}', '{inside}')")
    try await deliver()
    try await database.run(
      "wang", .leadership, "insert into levee.response_over (incident_id, reason) values (1, 'done')")
  }

  private func review() async throws {
    try await database.run(
      "wu", .logistics,
      """
      select levee.record_stand_down(1, '', array_agg(item), array_agg('done'::text), array_agg(''::text))
      from levee.checklist_item where version = 1 and list = 'stand_down'
      """)
    for (person, team) in [("sun", Team.monitoring), ("zhou", .response), ("wu", .logistics)] {
      try await database.run(
        person, team,
        """
        insert into levee.result_report (incident_id, for_team, body) values (1, \(team.rawValue)::levee.team, 'done')
        """)
      try await database.run(
        "wang", .leadership,
        "insert into levee.report_receipt (incident_id, for_team) values (1, \(team.rawValue)::levee.team)")
    }
    try await database.run(
      "wang", .leadership,
      """
      select levee.record_review(1, 'c', 'e', 'l', '{better}', '{li}', '{2027-01-01}', accepted => 'known')
      """)
    try await database.run(
      "wang", .leadership,
      "insert into levee.meeting_record (incident_id, decision_id, attendees, record) values (1, 1, '{wang,li}', 'ok')")
    try await database.run(
      "wang", .leadership, "insert into levee.closure (incident_id, improvement_id) values (1, 1)")
  }

  /// Two approvals, of the leader and of legal.
  public func approve(_ kind: String, _ document: Int, _ number: Int) async throws {
    for person in ["wang", "zhao"] {
      try await database.run(
        person, .leadership,
        """
        insert into levee.review (incident_id, kind, document_id, number, verdict)
        values (1, \(kind)::levee.document_kind, \(document), \(number), 'approve')
        """)
    }
  }

  /// Claims every delivery that is queued and records its receipt, as the response service does.
  public func deliver() async throws {
    try await database.run(
      "svc_response", .response,
      """
      select levee.record_receipt(subject, token, 'file:x') from levee.claim('deliver', 10, '30 seconds')
      """)
  }

  /// Lets a supervisor open what is ready, and seal.
  public func advance() async throws {
    let connection = try await database.connect("svc_supervisor", .supervisor)
    defer { Task { await connection.close() } }
    let epoch: Int = try await connection.run(
      "select levee.take_term(\(Self.supervisor)::uuid, 'test', '5 minutes') as epoch")[0]["epoch"]
    try await connection.run("select * from levee.advance(\(Self.supervisor)::uuid, \(epoch))")
    try await connection.run("select levee.sweep_duties(\(Self.supervisor)::uuid, \(epoch))")
    // Last, so that what fired by the exercise's fast clock is sealed too.
    try await connection.run("select levee.seal_events(\(Self.supervisor)::uuid, \(epoch))")
  }

  /// Runs statements as the tables' owner: what an installation would have done, beside the law.
  public func asOwner(_ script: String) async throws {
    let admin = try await database.connect("postgres")
    try await admin.execute(script: "set role levee_owner; \(script)")
    await admin.close()
  }

  /// Starts a team's service in this house.
  /// - Parameter listening: where it serves its health and figures; many houses stand on one machine.
  public func service(
    _ team: Team, _ environment: [String: String] = [:], listening: String = "off"
  ) throws -> Running {
    try Running(
      "levee-" + team.rawValue, ["serve", "--every", "0.3", "--listen", listening],
      environment: ["PGUSER": "svc_" + team.rawValue, "PGDATABASE": database.name].merging(environment) { $1 })
  }

  /// Gives the channel `inside` a newsroom of this house's own, which is not there yet.
  public func newsroom() async throws -> String {
    let folder = "/tmp/levee-newsroom-\(database.name)"
    try await database.run("postgres", nil, "update levee.channel set folder = \(folder) where name = 'inside'")
    return folder
  }

  /// A statement with these renditions, each titled by its name, approved and not sent.
  public func approvedStatement(_ names: [String]) async throws -> Reference {
    let draft = try await database.ledger("zhou", .response).statements.draft(
      Reference(.incident, 1), holding: nil, purpose: "",
      renditions: names.map { .init(name: $0, language: "en", title: "T \($0)", body: "B \($0)") }, facts: [],
      submit: true)
    try await approve("statement", draft.number, 1)
    return draft
  }

  /// Jumps incident 1's clock forward.
  public func jump(minutes: Double) async throws {
    try await database.run(
      "postgres", nil,
      "update levee.incident set clock_offset = clock_offset + \(Interval.seconds(minutes * 60))::interval where id = 1"
    )
  }

  /// The stage that incident 1 is in.
  public func stage() async throws -> Stage? {
    let stage: String = try await database.run("postgres", nil, "select stage::text from levee.incident where id = 1")[
      0][
        "stage"]
    return Stage(rawValue: stage)
  }
}
