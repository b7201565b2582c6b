import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-33 and LAW-34: the registry, what an incident takes of it, what is owed of it by the clock; counselling as counts.
@Suite(.aFewAtATime) struct ResourceTests {
  private let one = Reference(.incident, 1)
  private let two = Reference(.incident, 2)

  /// Two real incidents, both in planning.
  private func real() async throws -> House {
    let house = try await House(at: .planning, clockRate: 1)
    try await house.asOwner(
      """
      update levee.incident set exercise = false, clock_rate = 1;
      insert into levee.stage_entry select (jsonb_populate_record(s, '{"incident_id": 2}')).* from levee.stage_entry s
        where s.incident_id = 1 and not exists (select from levee.stage_entry t where t.incident_id = 2 and t.stage = s.stage);
      update levee.incident set stage = 'planning' where id = 2;
      """)
    return house
  }

  private func value(_ house: House, _ query: String) async throws -> String {
    try await house.database.run("postgres", nil, Statement(unsafeSQL: "select (\(query))::text as v"))[0]["v"] ?? ""
  }

  private func sweep(_ house: House) async throws {
    _ = try await house.database.ledger("svc_logistics", .logistics).resources.sweep()
  }

  private func owed(_ house: House, _ kind: String) async throws -> String {
    try await value(
      house,
      "select coalesce(string_agg(subject || ' ' || person, ',' order by subject), '') from levee.duty where kind = '\(kind)' and state = 'open'"
    )
  }

  @Test func oneToolIsTakenByOneIncidentHandedBackAndTakenByTheOther() async throws {
    let house = try await real()
    let wu = house.database.ledger("wu", .logistics)
    try await wu.resources.put(.init(name: "board", kind: "monitoring-tools"))
    let board = try await wu.resources.find("board").reference
    try await wu.resources.take(board, amount: 1, for: .monitoring, of: one)
    #expect(
      await refusal { try await wu.resources.take(board, amount: 1, for: .monitoring, of: two) }
        == "resource_is_taken_once")
    // Raw SQL, and in whichever order two sessions come: the count is a constraint of the row.
    #expect(
      await refusal {
        try await house.asOwner("update levee.resource set taken = taken + 1")
      } == "resource_is_taken_once")
    #expect(
      await refusal {
        try await house.database.run(
          "wu", .logistics,
          "insert into levee.resource_use (incident_id, resource_id, for_team, amount, counted) values (2, 1, 'response', 1, false)"
        )
      } == "42501")
    #expect(
      await refusal {
        try await house.database.run(
          "zhou", .response,
          "insert into levee.resource_use (incident_id, resource_id, for_team, amount) values (2, 1, 'response', 1)")
      } == "42501")
    // Nor can the registry say there is less than what is taken.
    #expect(
      await refusal { try await wu.resources.put(.init(name: "board", kind: "monitoring-tools", amount: 0)) }
        == "resource_is_taken_once")
    #expect(try await wu.resources.supplies(of: two).first?.elsewhere == "board")
    #expect(try await wu.resources.handBack(board, of: one) == 1)
    try await wu.resources.take(board, amount: 1, for: .monitoring, of: two)
    #expect(try await wu.resources.list().first?.users == ["I2 monitoring"])
  }

  @Test func twoIncidentsThatTakeTheLastOneAtOnceGetItOnce() async throws {
    let house = try await real()
    let wu = house.database.ledger("wu", .logistics)
    try await wu.resources.put(.init(name: "board", kind: "monitoring-tools"))
    let outcomes = await withTaskGroup(of: String?.self) { group in
      for incident in [1, 2, 1, 2, 1, 2] {
        group.addTask {
          await refusal {
            try await house.database.ledger("wu", .logistics).resources.take(
              Reference(.resource, 1), amount: 1, for: .monitoring, of: Reference(.incident, incident))
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == nil } == 1, "\(outcomes)")
    #expect(Set(outcomes.compactMap { $0 }) == ["resource_is_taken_once"])
    #expect(try await value(house, "select taken from levee.resource") == "1")
  }

  @Test func anExerciseTakesNothingFromARealIncident() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let wu = house.database.ledger("wu", .logistics)
    try await wu.resources.put(.init(name: "board", kind: "monitoring-tools"))
    try await wu.resources.take(Reference(.resource, 1), amount: 1, for: .monitoring, of: one)
    #expect(try await value(house, "select taken from levee.resource") == "0")
    // But no more than there is.
    #expect(
      await refusal { try await wu.resources.take(Reference(.resource, 1), amount: 1, for: .monitoring, of: one) }
        == "resource_is_taken_once")
  }

  @Test func allocationTakesWhatIsRequiredAndTheStandDownHandsItBack() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    try await house.asOwner("update levee.incident set exercise = false, clock_rate = 1 where id = 1")
    let wu = house.database.ledger("wu", .logistics)
    try await wu.resources.put(.init(name: "a", kind: "monitoring-tools", amount: 2))
    try await wu.resources.put(.init(name: "b", kind: "monitoring-tools", amount: 5))
    try await wu.resources.put(.init(name: "site", kind: "publishing-platforms", amount: 9))
    try await wu.contacts.put(.init(name: "王记者", outlet: "新京报"))
    let allocated = try await wu.resources.allocate(one)
    // Severity II, a medium company: three tools, fifteen contacts.
    #expect(allocated.first { $0.kind == "monitoring-tools" }?.amount == 3)
    #expect(allocated.first { $0.kind == "media-contacts" }.map { [$0.required, $0.amount] } == [15, 1])
    #expect(
      try await wu.resources.uses(of: one).map { "\($0.name) \($0.amount) \($0.team)" } == [
        "a 2 monitoring", "b 1 monitoring", "site 3 response",
      ])
    // A second time nothing more is taken; what is shared is not taken from others.
    _ = try await wu.resources.allocate(one)
    #expect(try await wu.resources.uses(of: one).count == 3)
    #expect(
      try await value(house, "select string_agg(name || taken, ',' order by name) from levee.resource") == "a2,b1,site0"
    )
    let missing = try await wu.resources.shortfalls(of: one)
    #expect(missing.map(\.kind) == ["statement-templates", "media-contacts", "social-media-tools", "counselling"])
    try await house.asOwner("update levee.incident set stopping = true where id = 1")
    #expect(try await value(house, "select sum(taken) from levee.resource") == "0")
  }

  @Test func theStandDownHandsBackAndAnArchiveKeepsNothing() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.asOwner("update levee.incident set exercise = false, clock_rate = 1 where id = 1")
    let wu = house.database.ledger("wu", .logistics)
    try await wu.resources.put(.init(name: "a", kind: "monitoring-tools"))
    try await wu.resources.take(Reference(.resource, 1), amount: 1, for: .monitoring, of: one)
    try await house.asOwner(
      """
      insert into levee.stage_entry select (jsonb_populate_record(s, '{"stage": "reviewing"}')).* from levee.stage_entry s
        where s.incident_id = 1 and s.stage = 'responding';
      update levee.incident set stage = 'reviewing' where id = 1;
      """)
    try await house.database.run(
      "wu", .logistics,
      """
      select levee.record_stand_down(1, '', array_agg(item), array_agg('done'::text), array_agg(''::text))
      from levee.checklist_item where version = 1 and list = 'stand_down'
      """)
    #expect(try await value(house, "select taken from levee.resource") == "0")
    #expect(try await wu.resources.uses(of: one).map(\.isBack) == [true])
  }

  @Test func aLookARenewalAndAGapAreOwedByWhoOwnsThemUntilTheyAreDone() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let wu = house.database.ledger("wu", .logistics)
    try await wu.resources.put(.init(name: "board", kind: "monitoring-tools", amount: 100, owner: "sun"))
    try await wu.resources.setOwner(of: "counselling", to: "he")
    try await wu.contacts.put(.init(name: "Reporter", outlet: "Reuters", knownBy: "zhou"))
    try await sweep(house)
    #expect(try await owed(house, "verify_resource") == "")
    #expect(try await owed(house, "renew_resource") == "")
    #expect(
      try await owed(house, "fill_gap")
        == "counselling he,media-contacts ,publishing-platforms ,social-media-tools ,statement-templates ")
    // A month goes by, and the licence ends in three weeks.
    try await house.asOwner(
      """
      update levee.resource set verified_at = verified_at - interval '32 days',
        valid_until = (clock_timestamp() + interval '21 days')::date;
      update levee.media_contact set verified_at = verified_at - interval '32 days';
      """)
    try await sweep(house)
    try await sweep(house)
    #expect(try await owed(house, "verify_resource") == "C1 zhou,Z1 sun")
    #expect(try await owed(house, "renew_resource") == "Z1 sun")
    let waiting = try await house.database.ledger("sun", .monitoring).duties.inbox().items
    #expect(waiting.first { $0.kind == .verifyResource }?.command?.line == "levee verify Z1")
    #expect(try await !wu.duties.inbox().items.contains { $0.kind == .verifyResource })
    // It escalates when a week is left: three quarters of four weeks.
    #expect(
      try await value(
        house,
        "select round(extract(epoch from due_at - next_at) / 86400) from levee.duty where kind = 'renew_resource'")
        == "7")
    let standing = try await wu.resources.standing()
    #expect(standing.first { $0.kind == "monitoring-tools" }?.stale == 1)
    // Its owner looks, whoever they are; others do not.
    #expect(
      await refusal { _ = try await house.database.ledger("zhou", .response).resources.verify(Reference(.resource, 1)) }
        == "resource_is_verified_by_its_owner")
    #expect(try await house.database.ledger("sun", .staff).resources.verify(Reference(.resource, 1)) == "board")
    #expect(
      await refusal {
        _ = try await house.database.ledger("he", .staff).resources.verify(Reference(.contact, 1))
      } == "resource_is_verified_by_its_owner")
    _ = try await house.database.ledger("zhou", .staff).resources.verify(Reference(.contact, 1))
    #expect(try await owed(house, "verify_resource") == "")
    try await wu.resources.put(.init(name: "board", kind: "monitoring-tools", amount: 100, validUntil: "2099-01-31"))
    #expect(try await owed(house, "renew_resource") == "")
    // The gap closes with what fills it, at once.
    try await wu.resources.put(.init(name: "line", kind: "counselling", amount: 4))
    #expect(try await !owed(house, "fill_gap").contains("counselling"))
    // A quota that runs low.
    try await wu.resources.put(
      .init(name: "api", kind: "social-media-tools", amount: 4, quotaLeft: 3, quotaFloor: 10))
    try await sweep(house)
    #expect(try await owed(house, "renew_resource") == "Z3 wu")
    #expect(try await owed(house, "fill_gap").contains("social-media-tools"))
    #expect(try await wu.resources.find("api").runsLow)
    _ = try await wu.resources.retire(Reference(.resource, 3))
    #expect(try await owed(house, "renew_resource") == "")
  }

  @Test func whatFailsTwiceIsToldToLogisticsAndToWhoReliesOnItUntilItWorks() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let wu = house.database.ledger("wu", .logistics)
    try await wu.resources.put(.init(name: "board", kind: "monitoring-tools", probe: "https://board.example/"))
    let service = house.database.ledger("svc_logistics", .logistics)
    try await service.resources.record(.init(isHealthy: false, detail: "HTTP 503"), of: "board")
    #expect(try await owed(house, "mend_resource") == "")
    try await service.resources.record(.init(isHealthy: false, detail: "HTTP 503"), of: "board")
    try await service.resources.record(.init(isHealthy: false, detail: "HTTP 503"), of: "board")
    #expect(try await owed(house, "mend_resource") == "Z1 ")
    let told = try await value(
      house,
      "select string_agg(recipient || ' ' || subject || ' ' || percent, ',' order by recipient) from levee.notice where reason = 'resource'"
    )
    // The kind is monitoring's, and nobody uses it.
    #expect(told == "chen board 1,sun board 1")
    #expect(
      try await house.database.ledger("sun", .monitoring).duties.inbox().notices.contains { $0.reason == "resource" })
    let since = try #require(try await wu.resources.find("board").failsSince)
    #expect(since < Date())
    try await service.resources.record(
      .init(isHealthy: true, certificateUntil: Date(timeIntervalSinceNow: 86_400 * 10), quotaLeft: 7), of: "board")
    #expect(try await owed(house, "mend_resource") == "")
    #expect(
      try await !house.database.ledger("sun", .monitoring).duties.inbox().notices.contains { $0.reason == "resource" })
    try await sweep(house)
    #expect(try await owed(house, "renew_resource") == "Z1 wu")
    #expect(try await wu.resources.find("board").entry.quotaLeft == 7)
    // Used by response at this moment, the next failure is told there.
    try await wu.resources.take(Reference(.resource, 1), amount: 1, for: .response, of: one)
    for _ in 0..<2 { try await service.resources.record(.init(isHealthy: false, detail: "down"), of: "board") }
    #expect(
      try await value(
        house,
        "select string_agg(recipient, ',' order by recipient) from levee.notice where reason = 'resource' and percent = 2"
      )
        == "li,zhou")
  }

  @Test func contactsOfTheMediaAreReadByWhoTalksToThemAndErased() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let wu = house.database.ledger("wu", .logistics)
    try await wu.contacts.put(.init(name: "王记者", outlet: "新京报", beat: "科技", prefers: "微信", reach: "wx-1"))
    #expect(
      try await wu.contacts.put(.init(name: "王记者", outlet: "新京报", beat: "科技", prefers: "微信", reach: "wx-1")) == false)
    let zhou = house.database.ledger("zhou", .response)
    let contact = Reference(.contact, 1)
    try await zhou.contacts.say("今晚 8 点前答复", to: contact, about: one)
    #expect(
      try await house.database.ledger("wang", .leadership).contacts.talks(to: contact, about: nil).map(\.said) == [
        "今晚 8 点前答复"
      ])
    for (person, team) in [("sun", Team.monitoring), ("he", .staff)] {
      for table in ["media_contact", "media_talk"] {
        #expect(
          await refusal {
            try await house.database.run(person, team, Statement(unsafeSQL: "select * from levee.\(table)"))
          } == "42501")
      }
    }
    #expect(
      await refusal { try await house.database.ledger("wang", .leadership).contacts.put(.init(name: "x")) } == "42501")
    // Of a restricted incident what was said is its named people's.
    try await house.asOwner("update levee.incident set restricted = true where id = 1")
    #expect(try await zhou.contacts.talks(to: contact, about: nil).isEmpty)
    #expect(
      await refusal { try await zhou.contacts.say("x", to: contact, about: one) }
        == "incident_is_open_to_its_named_people")
    // No name is in the history.
    #expect(try await value(house, "select count(*) from levee.event where payload like '%王记者%'") == "0")
    let wang = house.database.ledger("wang", .leadership)
    #expect(try await wang.history.erase(contact, reason: "asked for") == 1)
    #expect(try await wu.contacts.list().isEmpty)
    #expect(try await value(house, "select name || outlet || reach from levee.media_contact") == "␡")
    #expect(try await value(house, "select said from levee.media_talk") == "␡")
    #expect(await refusal { try await zhou.contacts.say("x", to: contact, about: nil) } == "media_talk_is_to_a_contact")
  }

  @Test func counsellingIsOfferedByTheRuleToEverybodyAndNobodyIsNamed() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let wu = house.database.ledger("wu", .logistics)
    try await wu.resources.put(.init(name: "line", kind: "counselling", amount: 6, reach: "每天 18:00，二楼"))
    try await house.database.run(
      "wu", .logistics,
      """
      select levee.certify_readiness(1, array_agg(item), array_agg('ready'::text), array_agg(''::text))
      from levee.checklist_item where version = 1 and list = 'readiness'
      """)
    let open = try await house.database.ledger("he", .staff).readiness.openCounselling()
    #expect(open.map(\.availability) == ["每天 18:00，二楼"] && open.map(\.places) == [6])
    #expect(
      try await value(
        house,
        "select count(distinct recipient) = (select count(*) from levee.person where kind = 'person') from levee.notice where reason = 'counselling'"
      )
        == "true")
    // There is no column for who comes.
    let columns = try await value(
      house,
      "select string_agg(attname, ',' order by attnum) from pg_attribute where attrelid = 'levee.counselling_offer'::regclass and attnum > 0"
    )
    #expect(columns == "incident_id,id,availability,places,stage,person,team,at,event_id,salt")
    // At a severity without a rule, nothing is offered by itself.
    let minor = try await House(at: .planning, clockRate: 1)
    try await minor.asOwner("update levee.incident set severity = 'IV'")
    try await minor.database.ledger("wu", .logistics).resources.put(.init(name: "line", kind: "counselling"))
    try await minor.database.run(
      "wu", .logistics,
      """
      select levee.certify_readiness(1, array_agg(item), array_agg('ready'::text), array_agg(''::text))
      from levee.checklist_item where version = 1 and list = 'readiness'
      """)
    #expect(try await value(minor, "select count(*) from levee.counselling_offer") == "0")
  }

  @Test func whoHasBeenAtItForLongIsToldToRestAndNobodyElse() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    try await house.asOwner("update levee.incident set exercise = false, clock_rate = 1 where id = 1")
    try await sweep(house)
    #expect(try await value(house, "select count(*) from levee.notice where reason = 'rest'") == "0")
    // Steps every three hours since nine hours ago; a night's rest lies before.
    try await house.asOwner(
      """
      select levee.write_event(levee.next_event(), 1, 'note', 'zhou', 'response', clock_timestamp() - h * interval '1 hour', '{}')
      from unnest('{20,9,6,3,1}'::int[]) h;
      select levee.write_event(levee.next_event(), 1, 'note', 'sun', 'monitoring', clock_timestamp() - h * interval '1 hour', '{}')
      from unnest('{20,19,18,1}'::int[]) h;
      """)
    try await sweep(house)
    try await sweep(house)
    #expect(
      try await value(house, "select string_agg(recipient, ',') from levee.notice where reason = 'rest'") == "zhou")
  }
}
