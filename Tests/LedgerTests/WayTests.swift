import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-28: a way to reach people that fails is one duty, however many people and notices wait for it.
@Suite(.aFewAtATime) struct WayTests {
  /// Everybody of the template is reached by one bot; `also` by a second way as well.
  private func house(format: String = "dingtalk", also: [String] = [], at stage: Stage = .commanding) async throws
    -> House
  {
    let house = try await House(at: stage, clockRate: 1)
    try await house.asOwner(
      """
      insert into levee.transport (name, kind, format, address) values
        ('chat', 'webhook', '\(format)', 'http://127.0.0.1:9/'), ('sms', 'command', 'text', 'sms');
      insert into levee.contact (handle, transport, address)
        select p.handle, 'chat', 'U-' || p.handle from levee.person p where p.kind = 'person';
      insert into levee.contact (handle, transport, address)
        select p.handle, 'sms', '1' from levee.person p where p.handle = any ('{\(also.joined(separator: ","))}');
      """)
    return house
  }

  /// One notice about an overdue assessment, for each person named.
  private func tell(_ house: House, _ people: [String], times: Int = 1) async throws {
    try await house.database.run(
      "postgres", nil,
      """
      insert into levee.notice (recipient, incident_id, reason, duty_id, kind, subject, percent, at)
      select p, 1, 'deadline', d.id, d.kind, d.subject,
        (select coalesce(max(percent), 0) from levee.notice where recipient = p and duty_id = d.id) + i, now()
      from unnest(\(people)::text[]) p cross join generate_series(1, \(times)::int) i
      cross join lateral (select * from levee.duty where incident_id = 1 and kind = 'receive' and state = 'open') d
      """)
  }

  private func number(_ house: House, _ query: String) async throws -> Int {
    try await house.database.run("postgres", nil, Statement(unsafeSQL: "select (\(query))::int as n"))[0]["n"]
  }

  private func remind(_ house: House) async throws {
    for team in Team.working {
      _ = try await house.database.ledger("svc_\(team.rawValue)", team).notices.remind()
    }
  }

  /// Every pause is over.
  private func wait(_ house: House) async throws {
    try await house.asOwner(
      """
      update levee.way set next_at = '-infinity', quiet_until = '-infinity', recent = '{}';
      update levee.work set run_at = clock_timestamp() where kind = 'notify' and state = 'ready';
      """)
  }

  private func claim(_ house: House) async throws -> [Notices.Outgoing] {
    try await house.database.ledger("svc_logistics", .logistics).notices.claim(lease: .seconds(30))
  }

  private func fail(
    _ house: House, _ message: Notices.Outgoing, how: String = "final", pause: Double? = nil
  ) async throws {
    try await house.database.ledger("svc_logistics", .logistics).notices.recordFailed(
      message, reason: "dingtalk answered 310000 (keywords not in content)", how: how, pause: pause)
  }

  private func sent(_ house: House, _ message: Notices.Outgoing) async throws {
    #expect(try await house.database.ledger("svc_logistics", .logistics).notices.recordSent(message))
  }

  @Test func everybodyOnOneBotThatRefusesIsOneDutyHoweverOftenItIsTried() async throws {
    let house = try await house()
    var tried = 0
    for round in 0..<30 {
      try await tell(house, ["wang", "li", "zhao", "chen", "sun", "zhou", "wu", "he"])
      try await remind(house)
      for message in try await claim(house) {
        tried += 1
        try await fail(house, message)
      }
      if round % 3 == 0 { try await wait(house) }
    }
    #expect(tried < 60)
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'mend_way'") == 1)
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'reach'") == 0)
    // wu heads logistics and is told in the inbox, once; over the way that fails nothing of it goes.
    #expect(try await number(house, "select count(*) from levee.notice where kind in ('mend_way', 'reach')") == 1)
    #expect(
      try await number(
        house, "select count(*) from levee.work w join levee.notice n on n.id = w.subject where n.kind = 'mend_way'")
        == 0)
    let wu = house.database.ledger("wu", .logistics)
    #expect(try await wu.duties.inbox().notices.contains { $0.kind == .mendWay && $0.subject == "chat" })
    #expect(try await number(house, "select count(*) from levee.unreached where is_owed") == 0)
    #expect(try await number(house, "select count(*) from levee.unreached") >= 240)
    #expect(try await number(house, "select count(*) from levee.notice") < 300)
  }

  @Test func logisticsIsToldByAnotherWayAndWhatWaitsIsSentOnceJoinedWhenItIsMended() async throws {
    let house = try await house(also: ["wu", "wang"])
    try await tell(house, ["wang", "li", "zhao", "wu"], times: 3)
    // The next way of who has one is tried at the same time.
    let both = try await claim(house)
    for message in both where message.transport.name == "chat" { try await fail(house, message) }
    for message in both where message.transport.name == "sms" { try await sent(house, message) }
    #expect(Set(both.filter { $0.transport.name == "sms" }.map(\.recipient)) == ["wu", "wang"])
    try await remind(house)
    let bySms = try await claim(house)
    #expect(Set(bySms.map(\.transport.name)) == ["sms"])
    let told = try #require(bySms.first { $0.recipient == "wu" }?.parts.first { $0.kind == .mendWay })
    #expect(told.subject == "chat" && told.detail.contains("310000 (keywords"))
    // Of twelve, six have arrived.
    #expect(told.waiting >= 6 && told.dueAt != nil)
    for message in bySms { try await sent(house, message) }
    let wu = house.database.ledger("wu", .logistics)
    let way = try #require(try await wu.notices.ways().first)
    #expect(way.transport == "chat" && way.failsSince != nil && way.problem.contains("310000"))
    #expect(try await claim(house).isEmpty)

    // Somebody mends it: one message tries it, for who has not been told by another way.
    #expect(try await wu.notices.retry(way: "chat"))
    let probe = try await claim(house)
    #expect(probe.count == 1)
    try await sent(house, probe[0])
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'mend_way' and state = 'open'") == 0)
    let rest = try await claim(house)
    for message in rest { try await sent(house, message) }
    let all = probe + rest
    #expect(Set(all.map(\.recipient)).isSuperset(of: ["li", "zhao"]) && Set(all.map(\.recipient)).count == all.count)
    #expect(!all.contains { ["wu", "wang"].contains($0.recipient) })
    #expect(all.filter { ["li", "zhao"].contains($0.recipient) }.allSatisfy { $0.parts.count >= 3 })
    #expect(try await claim(house).isEmpty)
    #expect(try await wu.duties.inbox().notices.allSatisfy { $0.kind != .mendWay })
  }

  @Test func aProbeWithGrowingPausesMendsItWithoutAnybody() async throws {
    let house = try await house()
    var pauses: [Double] = []
    try await tell(house, ["li"])
    for _ in 0..<12 {
      let probe = try await claim(house)
      #expect(probe.count == 1 && probe[0].recipient == "li")
      try await fail(house, probe[0])
      #expect(try await claim(house).isEmpty)
      pauses.append(
        try await house.database.run(
          "postgres", nil,
          "select extract(epoch from next_at - clock_timestamp())::double precision as s from levee.way where transport = 'chat'"
        )[0]["s"])
      try await wait(house)
    }
    #expect(pauses.map { ($0 / 30).rounded() } == [1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30])
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'mend_way'") == 1)
    let probe = try await claim(house)
    try await sent(house, probe[0])
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'mend_way' and state = 'done'") == 1)
  }

  /// One wrong address is not the way's fault, and holds up nobody else.
  @Test func whomAWayThatWorksDoesNotReachIsOneDutyAndTheOthersAreTold() async throws {
    let house = try await house()
    for _ in 0..<5 {
      try await tell(house, ["li", "zhao", "chen"], times: 2)
      for _ in 0..<4 {
        for message in try await claim(house) {
          if message.recipient == "li" { try await fail(house, message) } else { try await sent(house, message) }
        }
        try await wait(house)
      }
    }
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'mend_way' and state = 'open'") == 0)
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'reach'") == 1)
    #expect(
      try await number(
        house,
        "select count(*) from levee.notice n where recipient in ('zhao', 'chen') and not exists (select from levee.notice_receipt r where r.notice_id = n.id)"
      ) == 0)
    // Reached by hand, once for all that waits.
    let wu = house.database.ledger("wu", .logistics)
    let duty = try #require(try await wu.duties.inbox().items.first { $0.kind == .reach })
    _ = try await wu.notices.recordReached(try #require(Reference(duty.subject)), how: "by telephone")
    #expect(try await wu.duties.inbox().items.allSatisfy { $0.kind != .reach })
    #expect(try await number(house, "select count(*) from levee.unreached") == 0)
  }

  @Test func whatPassesIsNoFailureAndWhatDoesNotPassIsOne() async throws {
    let house = try await house(format: "generic")
    try await tell(house, ["li", "zhao"])
    for round in 0..<6 {
      for message in try await claim(house) { try await fail(house, message, how: round % 2 == 0 ? "busy" : "passing") }
      #expect(
        try await number(house, "select count(*) from levee.duty where kind = 'mend_way'") == (round < 5 ? 0 : 1),
        "\(round)")
      try await wait(house)
    }
    #expect(try await number(house, "select count(*) from levee.work where kind = 'notify' and state = 'ready'") == 2)
  }

  @Test func whatAReceiverAsksForIsKept() async throws {
    let house = try await house(format: "generic")
    try await tell(house, ["li", "zhao"])
    let messages = try await claim(house)
    #expect(messages.count == 2)
    try await fail(house, messages[0], how: "busy", pause: 300)
    try await sent(house, messages[1])
    #expect(try await claim(house).isEmpty)
    let next = try #require(try await house.database.ledger("svc_logistics", .logistics).notices.nextTurn())
    #expect(next > 290 && next <= 300)
    // So a statement waits as well.
    let turn = try await house.database.ledger("svc_response", .response).transports.takeTurn("chat")
    #expect(try #require(turn) > 290)
  }

  @Test(
    "Each way has its pace, whoever sends", arguments: [("dingtalk", 20), ("wecom", 20), ("slack", 1), ("feishu", 5)])
  func pace(_ format: String, _ most: Int) async throws {
    let house = try await house(format: format)
    // However slow the machine is, all of it happens within one turn.
    try await house.asOwner(
      """
      update levee.pace set within = '62 seconds';
      insert into levee.person (handle, display_name) select 'p' || i, 'P' from generate_series(1, 60) i;
      insert into levee.contact (handle, transport) select 'p' || i, 'chat' from generate_series(1, 60) i;
      """)
    try await tell(house, (1...60).map { "p\($0)" }, times: 2)
    let senders = [0, 1].map { _ in house.database.ledger("svc_logistics", .logistics).notices }
    var messages: [Notices.Outgoing] = []
    for round in 0..<10 { messages += try await senders[round % 2].claim(lease: .seconds(30)) }
    #expect(messages.count == most)
    #expect(messages.allSatisfy { $0.parts.count == 2 } && Set(messages.map(\.recipient)).count == most)
    for message in messages { try await sent(house, message) }
    // A statement keeps the same pace.
    try await house.asOwner("update levee.way set recent = array(select clock_timestamp() from unnest(recent))")
    #expect(try await house.database.ledger("svc_response", .response).transports.takeTurn("chat") != nil)
    try await house.asOwner(
      "update levee.way set recent = array(select r - interval '63 seconds' from unnest(recent) r)")
    #expect(try await house.database.ledger("svc_response", .response).transports.takeTurn("chat") == nil)
    var more = 0
    for round in 0..<5 { more += try await senders[round % 2].claim(lease: .seconds(30)).count }
    #expect(more == most - 1)
  }

  @Test func feishuTakesAHundredAMinute() async throws {
    let house = try await house(format: "feishu")
    try await house.asOwner(
      "update levee.way set recent = array(select clock_timestamp() - i * interval '0.2 seconds' from generate_series(99, 1, -1) i)"
    )
    let response = house.database.ledger("svc_response", .response).transports
    #expect(try await response.takeTurn("chat") != nil)  // four within a second and a fifth
    try await house.asOwner(
      "update levee.way set recent = array(select r - interval '2 seconds' from unnest(recent) r)")
    #expect(try await response.takeTurn("chat") == nil)
    let wait = try #require(try await response.takeTurn("chat"))
    #expect(wait > 36 && wait < 41)
  }

  @Test func whatIsDoneIsGoneFromEveryQueueAndInboxInTheSameCommit() async throws {
    let house = try await house()
    try await tell(house, ["li", "zhao"], times: 2)
    for message in try await claim(house) { try await fail(house, message) }
    #expect(try await number(house, "select count(*) from levee.work where kind = 'notify'") == 4)
    try await house.database.run(
      "wang", .leadership, "insert into levee.assessment_receipt (incident_id, revision) values (1, 1)")
    #expect(try await number(house, "select count(*) from levee.work where kind = 'notify'") == 0)
    #expect(try await number(house, "select count(*) from levee.unreached") == 0)
    #expect(try await house.database.ledger("li", .leadership).duties.inbox().notices.isEmpty)
    // Nothing waits for the way: a person's word mends it.
    #expect(try await house.database.ledger("wu", .logistics).notices.retry(way: "chat") == false)
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'mend_way' and state = 'open'") == 0)
  }

  @Test func aNoticeOfAFailingWayIsNeverADutyItself() async throws {
    let house = try await house()
    try await house.asOwner(
      """
      insert into levee.notice (recipient, incident_id, reason, duty_id, kind, subject, at) values
        ('wu', 0, 'waits', 900, 'mend_way', 'chat', now()), ('wu', 1, 'waits', 901, 'reach', 'N1', now());
      """)
    for notice in 1...2 {
      await #expect(throws: (any Error).self) {
        try await house.asOwner("select levee.open_duty(1, 'reach', 'N\(notice)', 0, now())")
      }
    }
    try await house.asOwner(
      "update levee.work set state = 'dead', reason = 'x' where kind = 'notify'; select levee.reconsider_reach(1)")
    #expect(try await number(house, "select count(*) from levee.duty where kind = 'reach'") == 0)
  }

  /// What logistics leaves undone is told further, as everything is.
  @Test func aFailingWayThatNobodyMendsEscalates() async throws {
    let house = try await house(also: ["wang", "wu"])
    try await tell(house, ["li"])
    try await fail(house, try #require(try await claim(house).first))
    try await house.asOwner(
      """
      update levee.duty set started_at = clock_timestamp() - interval '2 minutes', due_at = clock_timestamp() - interval '20 seconds',
        next_at = clock_timestamp() where kind = 'mend_way'
      """)
    try await house.advance()
    #expect(
      try await number(
        house,
        "select count(*) from levee.escalation where kind = 'mend_way' and incident_id = 0 and percent in (75, 100)")
        == 2)
    #expect(
      try await number(house, "select count(*) from levee.notice where kind = 'mend_way' and recipient = 'wu'") >= 1)
    try await house.advance()
    #expect(try await number(house, "select count(*) from levee.escalation where kind = 'mend_way'") == 2)
    #expect(try await number(house, "select count(*) from levee.verify(0) where fault <> 'erased'") == 0)
  }

  /// Six signals of one story are one notice; what is told at once is told also where many was told before.
  @Test func signalsOfOneStoryAreOneNotice() async throws {
    let house = try await house()
    try await house.asOwner(
      """
      insert into levee.mention (source, external_id, subject, title, text, published_at)
        select 'weibo', 'm1', 'Nova', 'Three hurt by a <at user_id="all"> battery', 't', now();
      insert into levee.signal (subject, cue, since, rarity) values ('Nova', 'volume', now(), 3);
      """)
    let monitoring = house.database.ledger("svc_monitoring", .monitoring)
    _ = try await monitoring.notices.remind()
    #expect(
      try await number(house, "select count(*) from levee.notice where reason = 'signal' and recipient = 'sun'") == 1)
    try await house.asOwner(
      """
      insert into levee.signal (subject, cue, since, first_mention, mentions) select 'Nova', c, now(), (select max(id) from levee.mention), 7
        from unnest(array['death', 'injury', 'recall', 'leak', 'regulator']) c
      """)
    for _ in 0..<3 { _ = try await monitoring.notices.remind() }
    #expect(
      try await number(house, "select count(*) from levee.notice where reason = 'signal' and recipient = 'sun'") == 2)
    try await wait(house)
    let message = try #require(try await claim(house).first { $0.recipient == "sun" })
    let part = try #require(message.parts.first { $0.signals.first == "A2" })
    #expect(part.subject == "Nova" && part.title.hasPrefix("Three hurt") && part.mentions == 7)
    #expect(Set(part.cues) == ["death", "injury", "recall", "leak", "regulator", "volume"])
    // The first is dismissed: the notice stands for what is left, and goes when nothing is.
    let sun = house.database.ledger("sun", .monitoring)
    try await house.asOwner("update levee.signal set state = 'ended' where id = 2")
    #expect(try await sun.duties.inbox().notices.filter { $0.reason == "signal" }.map(\.subject).contains("A1"))
    try await house.asOwner("update levee.signal set state = 'ended'")
    #expect(try await sun.duties.inbox().notices.filter { $0.reason == "signal" }.isEmpty)
  }

  /// Of a person in two teams, the command is that of the team that owes.
  @Test func whoSitsInTwoTeamsIsToldForTheOneThatOwes() async throws {
    let house = try await house(at: .planning)
    try await remind(house)
    let messages = try await claim(house)
    let li = try #require(messages.first { $0.recipient == "li" })
    #expect(li.teams == [.leadership, .response])
    #expect(li.parts.filter { $0.kind == .plan }.allSatisfy { $0.team == .response })
    #expect(li.parts.contains { $0.kind == .plan })
  }
}
