import Dice
import FoundationEssentials
import Fuzz
import Ledger
import Postgres
import Schema
import TestHouse
import Testing
import Wording
import Workflow

/// A hundred drills in which people and facilitator do what chance says: whatever they try, the law holds and the formulas stay formulas.
@Suite struct RandomDrillTests {
  private struct Player {
    let connection: Connection
    let acts: [String]
  }

  /// What each may try at any moment; `$I` is the incident, `$Y` the drill. Most of it is too early, too late, or done already.
  private static let acts: [(person: String, team: Team, acts: [String])] = [
    (
      "chen", .staff,
      [
        "select levee.move_clock($I, 'jump', 0, '7 minutes', '')",
        "select levee.move_clock($I, 'jump', 0, '2 hours', '')",
        "select levee.move_clock($I, 'pause', 0, '0', '')", "select levee.move_clock($I, 'resume', 0, '0', '')",
        "select levee.steer_inject($Y, 'V-04', 'now')", "select levee.steer_inject($Y, 'V-03', 'skip')",
        "select levee.steer_inject($Y, 'V-02', 'hold')", "select levee.say_in_drill($Y, 'on')",
        "select levee.end_drill($Y, true, '')", "select levee.end_drill($Y, false, 'enough')",
        "select levee.remark_on_drill($Y, 'seen')", "select levee.evaluate_drill($Y, 'judged')",
      ]
    ),
    (
      "sun", .monitoring,
      [
        "insert into levee.fact (incident_id, claim, source) values ($I, '40,000 users are cut off', 'noc')",
        "insert into levee.assessment (incident_id, severity, summary) values ($I, 'II', '40,000 users are cut off')",
        "insert into levee.watch (incident_id, keyword) values ($I, 'outage')",
        "insert into levee.outside_publication (incident_id, text, place, published_at) values ($I, 'we are fine', 'a post', levee.now($I))",
      ]
    ),
    (
      "wang", .leadership,
      [
        "insert into levee.assessment_receipt (incident_id, revision) values ($I, 1)",
        "select levee.record_decision($I, 1, 'urgent', 'go', '{}', '')",
        "insert into levee.response_over (incident_id, reason) values ($I, 'over')",
        "insert into levee.command_goal (incident_id, command_revision, text) values ($I, 1, 'quiet')",
      ]
    ),
    (
      "zhou", .response,
      [
        "insert into levee.feedback (incident_id, sender, text) values ($I, 'customer', 'help')"
      ]
    ),
    ("svc_monitoring", .monitoring, ["select * from levee.deliver_injects()"]),
    (
      "svc_supervisor", .supervisor,
      ["select * from levee.advance('$S'::uuid, $T)", "select levee.seal_events('$S'::uuid, $T, 500)"]
    ),
    ("sun", .staff, ["select levee.join_drill($Y)", "select levee.word_on_drill($Y, 'well')"]),
    (
      "li", .staff,
      [
        "select levee.note_in_drill($Y, 'O-1', 'M', 'slow')", "select levee.remark_on_drill($Y, 'seen')",
        "select levee.evaluate_drill($Y, 'judged')",
      ]
    ),
  ]

  @Test func aHundredDrillsWithRandomActsBreakNoLawAndNoFormula() async throws {
    let seed = UInt64(ProcessInfo.processInfo.environment["LEVEE_WALK_SEED"] ?? "") ?? 20_261_128
    var dice = Dice(seed: seed)
    let database = try await TestDatabase()
    var players: [Player] = []
    for (person, team, acts) in Self.acts {
      players.append(Player(connection: try await database.connect(person, team), acts: acts))
    }
    let facilitator = players[0].connection
    let supervisor = try #require(Self.acts.firstIndex { $0.person == "svc_supervisor" })
    let term: Int = try await players[supervisor].connection.run(
      "select levee.take_term(\(House.supervisor)::uuid, 'test', '5 minutes') as epoch")[0]["epoch"]
    var done = 0
    var refused: [String: Int] = [:]
    for number in 1...100 {
      let drill: Int = try await facilitator.run(
        """
        select levee.plan_drill('full', 'en', clock_timestamp(), 60, \(number), '{sun,zhou,wang,li}',
          '{participant,participant,participant,evaluator}', \(DrillLawTests.scenario)::jsonb) as id
        """)[0]["id"]
      let incident: Int = try await facilitator.run("select levee.start_drill(\(drill)) as id")[0]["id"]
      for _ in 0..<Int.random(in: 4...14, using: &dice) {
        guard let player = players.randomElement(using: &dice), let act = player.acts.randomElement(using: &dice) else {
          continue
        }
        let sql = act.replacing("$I", with: "\(incident)").replacing("$Y", with: "\(drill)")
          .replacing("$S", with: "\(House.supervisor)").replacing("$T", with: "\(term)")
        do {
          try await player.connection.run(Statement(unsafeSQL: sql))
          done += 1
        } catch PostgresError.server(let error) {
          // What is refused is refused by a rule that has a name, or a right; anything else is a fault of the law itself.
          #expect(
            ["23503", "23505", "23514", "42501", "LV001"].contains(error.sqlState), "seed \(seed): \(sql): \(error)")
          refused[error.constraint ?? error.sqlState, default: 0] += 1
        }
      }
    }
    for player in players { await player.connection.close() }
    #expect(done > 300 && refused.count > 8, "\(done) acts, refused \(refused)")
    let broken = try await database.run("postgres", nil, Statement(unsafeSQL: Self.broken)).map {
      try $0["rule"] as String
    }
    #expect(broken == [], "seed \(seed)")
    let found = try await violations(database)
    #expect(found == [], "seed \(seed)")
  }

  /// What the checker of the faults campaign finds: plain SQL that uses nothing of Levee's. Its rules about a campaign that has come to
  /// its end are left out: here nearly every drill stands somewhere in the middle, with nobody at the supervisor's place. And chance
  /// assesses an incident twice, which the law takes as a revision.
  private func violations(_ database: TestDatabase) async throws -> [String] {
    let connection = try await database.connect("postgres")
    defer { Task { await connection.close() } }
    let checker = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Drill/check.sql"
    for sql in [
      "create temporary table accepted (incident bigint, step text)",
      "create temporary table took (key text, path text, digest text)", "create temporary table page (name text)",
      "create temporary view duty_fact as with asked as (select i.* from levee.incident i), \(Schema.dutiesFromFacts)",
      String(decoding: try Data(contentsOf: URL(filePath: checker)), as: UTF8.self),
    ] { try await connection.run(Statement(unsafeSQL: sql)) }
    return try await connection.run(
      """
      select rule || ': ' || detail as said from violation where rule not in ('an incident has not finished', 'work is left',
        'events wait for their seal', 'an event is not sealed, or twice', 'a delivery has no receipt', 'a notice has no end',
        'a duty did not escalate', 'a fact was doubled')
      order by 1 limit 20
      """
    ).map { try $0["said"] }
  }

  /// Each row names a rule that is broken, and where.
  private static let broken = """
    with i as (select i.id, i.playbook, d.id as drill, d.state, array(select e from levee.evaluation_facts(i.id) e) as items
      from levee.incident i join levee.drill d on d.incident_id = i.id),
    score as materialized (select i.id, i.items, s.* from i cross join lateral levee.evaluation_scores(i.id, i.items) s)
    select 'score ' || id || ' ' || part as rule from score where score not between 0 and 100 or coverage not between 0 and 1
    union all select 'weights ' || id from score where part <> 'total' group by id having sum(weight) <> 1
    union all select 'rows ' || i.id from i where (select sum(s.counted) from score s where s.id = i.id and s.part <> 'total')
      <> (select count(*) from unnest(i.items) e where e.value is not null)
    union all select 'whole ' || id from score where part = 'total' and (score is null) <> (counted = 0)
    union all select 'value ' || i.id from i cross join lateral unnest(i.items) e where e.value not between 0 and 1 or e.weight < 0
    union all select 'outside ' || s.id from score s where part in ('accuracy', 'outcome') and score > 60
      and exists (select from levee.outside_publication o where o.incident_id = s.id)
    union all select 'readiness ' || part from levee.readiness_of(array(select f from levee.readiness_facts() f))
      where score not between 0 and 100 or gain not between 0 and 100
    union all select 'delivered before it was due ' || v.drill_id || v.code from levee.drill_delivered v
      join levee.drill_inject j using (drill_id, code) join levee.drill d on d.id = v.drill_id
      where j.trigger = 'at' and v.at < d.started_at + j.wait
        and not exists (select from levee.drill_steer t where t.drill_id = v.drill_id and t.code = v.code and t.what = 'now')
    union all select 'held though something was to come ' || d.id from levee.drill d cross join lateral levee.drill_waiting(d.id) w
      join levee.drill_inject j on j.drill_id = d.id and j.code = w.code
      where d.state = 'done' and w.comes and j.trigger in ('at', 'without')
    union all select 'word before remark ' || w.drill_id from levee.drill_word w
      left join levee.drill_remark r on r.drill_id = w.drill_id where r.drill_id is null or r.at > w.at
    union all select 'evaluated before all words ' || e.drill_id from levee.drill_evaluation e
      where levee.drill_words_missing(e.drill_id) <> '{}'
    union all select 'owed after the end ' || o.id from levee.duty o join i on i.id = o.incident_id
      where i.state = 'stopped' and o.state = 'open'
    union all select 'clock backwards ' || a.incident_id from levee.clock_segment a
      join levee.clock_segment b on b.incident_id = a.incident_id and b.sequence > a.sequence and b.shown_at < a.shown_at
    union all select 'left the house ' || m.id from levee.mention m join i on i.id = m.drill_incident
      join levee.incident_mention x on x.mention_id = m.id where x.incident_id <> m.drill_incident
    """
}
