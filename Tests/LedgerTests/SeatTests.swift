import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// Who sits where: one person, several functions; and who stands in for whom.
@Suite struct SeatTests {
  private func sits(_ database: TestDatabase, _ handle: String) async throws -> [String] {
    try await database.run(
      "postgres", nil, "select seat from levee.seat where handle = \(handle) and team = 'leadership' order by 1"
    ).map { try $0["seat"] }
  }

  /// LAW-9: the deputy who is legal too gives one review, and it is legal's.
  @Test func whoHoldsTwoSeatsIsOnePersonWhoCountsOnceAndAsLegal() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let proposal =
      try await house.database.run(
        "postgres", nil, "select levee.seat_in_leadership('li', 'deputy legal') as id")[0]["id"] as Int
    #expect(
      try await house.database.ledger("wang", .leadership).people.decideSeat(proposal, agrees: true) == "done")
    #expect(try await sits(house.database, "li") == ["deputy", "legal"])
    // The only legal there is, so that nobody else's review can be legal's.
    try await house.asOwner("delete from levee.seat where handle = 'zhao' and team = 'leadership'")
    try await house.database.run("zhou", .response, "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])")
    let able =
      try await house.database.run(
        "postgres", nil, "select levee.able_reviewers(1, '{}') as able")[0]["able"] as [String]
    #expect(able == ["chen", "li", "wang", "zhou"])
    let review: Statement =
      "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')"
    func isApproved() async throws -> Bool {
      try await !house.database.run("sun", .monitoring, "select 1 from levee.approval where kind = 'plan'").isEmpty
    }
    try await house.database.run("li", .leadership, review)
    #expect(try await !isApproved())
    #expect(
      await refusal { try await house.database.run("li", .leadership, review) } == "review_pkey")
    #expect(try await !isApproved())
    try await house.database.run("chen", .leadership, review)
    #expect(try await isApproved())
    // Told once, however many seats.
    let service = house.database.ledger("svc_leadership", .leadership)
    _ = try await service.notices.remind()
    #expect(
      try await house.database.run(
        "postgres", nil,
        "select 1 from levee.listener, unnest(people) p where team = 'leadership' group by p having count(*) > 1"
      ).isEmpty)
  }

  /// LAW-9: two without legal are not enough, and legal alone is one.
  @Test func twoReviewsWithoutLegalDoNotSuffice() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    try await house.asOwner("insert into levee.seat (handle, team, seat) values ('li', 'leadership', 'legal')")
    try await house.database.run("zhou", .response, "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])")
    for person in ["wang", "chen"] {
      try await house.database.run(
        person, .leadership,
        "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')"
      )
    }
    #expect(try await house.database.run("sun", .monitoring, "select 1 from levee.approval").isEmpty)
    try await house.database.run(
      "li", .leadership,
      "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')")
    #expect(try await house.database.run("sun", .monitoring, "select 1 from levee.approval").count == 1)
  }

  /// Every way in which one person might be two.
  @Test(arguments: [
    ("insert into levee.seat (handle, team, seat) values ('wang', 'leadership', 'deputy')", "seat_is_one_rank"),
    ("insert into levee.seat (handle, team, seat) values ('wang', 'leadership', 'member')", "seat_is_one_rank"),
    ("insert into levee.seat (handle, team, seat) values ('li', 'response', 'member')", "seat_is_one_rank"),
    ("insert into levee.seat (handle, team, seat) values ('zhao', 'leadership', 'legal')", "seat_pkey"),
    ("insert into levee.standing_substitute (seat, substitute) values ('leader', 'wang')", "substitute_is_another"),
    ("insert into levee.standing_substitute (seat, substitute) values ('legal', 'zhao')", "substitute_is_another"),
    ("select levee.seat_in_leadership('li', 'deputy leader')", "seat_change_seat_is_known"),
    ("select levee.substitute_in_leadership('wang', 'leader', true)", nil),
  ])
  func onePersonIsNotTwo(_ script: String, _ name: String?) async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    #expect(await refusal { try await house.asOwner(script) } == name)
  }

  /// A leader who is decided to be their own substitute: the decision is refused; who becomes leader stands in no more.
  @Test func whoTakesASeatStandsInForItNoMore() async throws {
    let database = try await TestDatabase()
    let wang = database.ledger("wang", .leadership)
    let admin = database.ledger("postgres", .admin)
    let own = try #require(try await admin.people.setSubstitute("wang", for: "leader", stands: true))
    #expect(await refusal { _ = try await wang.people.decideSeat(own, agrees: true) } == "substitute_is_another")
    let other = try #require(try await admin.people.setSubstitute("li", for: "leader", stands: true))
    #expect(try await wang.people.decideSeat(other, agrees: true) == "done")
    #expect(try await admin.people.substitutes().contains("leader:li"))
    let leads: Int = try await database.run(
      "postgres", nil, "select levee.seat_in_leadership('li', 'leader legal') as id")[0]["id"]
    #expect(try await wang.people.decideSeat(leads, agrees: true) == "done")
    #expect(try await sits(database, "li") == ["leader", "legal"])
    #expect(try await !admin.people.substitutes().contains("leader:li"))
    await wang.close()
    await admin.close()
  }

  /// What a company's file says is what there is, however the seats are written.
  @Test func seatsThatAreSaidInAnyOrderAreTheSame() async throws {
    let database = try await TestDatabase()
    let rows = try await database.run(
      "postgres", nil,
      """
      select levee.leadership_of('{leadership,response,leadership}', '{legal,head,deputy}') as two,
        levee.leadership_of('{leadership,leadership}', '{member,legal}') as legal,
        levee.leadership_of('{leadership}', array[null::text]) as member, levee.leadership_of('{response}', '{head}') as none
      """)[0]
    #expect(try rows["two"] == "deputy legal")
    #expect(try rows["legal"] == "legal")
    #expect(try rows["member"] == "member")
    #expect(try rows["none"] == "")
  }
}
