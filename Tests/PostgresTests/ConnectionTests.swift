import FoundationEssentials
import Postgres
import TestHouse
import Testing

@Suite struct ConnectionTests {
  private func connect() async throws -> Connection {
    try await TestDatabase(template: "template0").connect("postgres")
  }

  /// The commit is a step of its own: a deferred constraint refuses there, after every statement has succeeded.
  @Test func anErrorOfTheCommitItselfIsThrownAndTheSessionGoesOn() async throws {
    let database = try await TestDatabase(template: "template0")
    let connection = try await database.connect("postgres")
    try await connection.execute(
      script: """
        create table parent (id int primary key);
        create table child (parent int constraint child_has_a_parent references parent deferrable initially deferred)
        """)
    for _ in 1...2 {
      let error = await #expect(throws: PostgresError.self) {
        try await connection.batch(["insert into child values (1)", "select 1 as one"])
      }
      guard case .server(let server)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(server.constraint == "child_has_a_parent")
      #expect(try await connection.run("select count(*) as n from child")[0]["n"] as Int == 0)
    }
    try await connection.batch(["insert into child values (1)", "insert into parent values (1)"])
    #expect(try await connection.run("select count(*) as n from child")[0]["n"] as Int == 1)
  }

  /// A session in which no role could be taken runs nothing, with whatever rights its login has.
  @Test func nothingIsDoneInASessionWhoseRoleWasNotTaken() async throws {
    let database = try await TestDatabase(template: "template0")
    let connection = try await Connection.connect(
      Configuration(database.string("postgres"), roles: ["no_such_role"], connectTimeout: .seconds(90)))
    let refused = await #expect(throws: PostgresError.self) {
      try await connection.run("create table left_behind ()")
    }
    guard case .noSuchRole(let error)? = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(error.sqlState == "22023")
    #expect(await !connection.isOpen)
    await #expect(throws: PostgresError.self) { try await connection.execute(script: "create table left_behind ()") }
    let looking = try await database.connect("postgres")
    let left: Bool = try await looking.run("select to_regclass('left_behind') is not null as there")[0]["there"]
    #expect(!left)
    await looking.close()
  }

  @Test func everyTypeRoundTripsThroughTheServer() async throws {
    let connection = try await connect()
    let id = UUID()
    let date = Date(timeIntervalSince1970: 1_699_376_700.25)
    let row = try await connection.run(
      """
      select \(true)::bool as b, \(-7)::bigint as i, \(1.5)::double precision as d, \("it's 中文")::text as t,
        \(Bytes([0, 255, 16]))::bytea as y, \(id)::uuid as u, \(date)::timestamptz as z,
        \(Interval(months: 1, days: 2, microseconds: 3))::interval as v, \(JSONText("{\"a\": 1}"))::jsonb as j,
        \([1, 2])::int[] as n, \(["a", "b,c"])::text[] as s, \(Int?.none)::int as missing
      """)[0]
    #expect(try row["b"] as Bool)
    #expect(try row["i"] as Int == -7)
    #expect(try row["d"] as Double == 1.5)
    #expect(try row["t"] as String == "it's 中文")
    #expect(try row["y"] as Bytes == Bytes([0, 255, 16]))
    #expect(try row["u"] as UUID == id)
    #expect(try row["z"] as Date == date)
    #expect(try row["v"] as Interval == Interval(months: 1, days: 2, microseconds: 3))
    #expect(try row["j"] as JSONText == JSONText("{\"a\": 1}"))
    #expect(try row["n"] as [Int] == [1, 2])
    #expect(try row["s"] as [String] == ["a", "b,c"])
    #expect(try row["missing"] as Int? == nil)
    #expect(throws: DecodingFault(column: "missing", type: "Int", problem: .isNull)) { try row["missing"] as Int }
    #expect(throws: DecodingFault(column: "t", type: "Int", problem: .isNotOfThatType)) { try row["t"] as Int }
    #expect(throws: DecodingFault(column: "none", type: "", problem: .noSuchColumn)) { try row["none"] as Int? }
  }

  @Test func aFailedStatementTellsStateConstraintAndHint() async throws {
    let connection = try await connect()
    try await connection.run("create table t (i int constraint small check (i < 10))")
    let error = await #expect(throws: PostgresError.self) { try await connection.run("insert into t values (\(11))") }
    guard case .server(let server)? = error else {
      Issue.record("not a server error")
      return
    }
    #expect(server.sqlState == "23514")
    #expect(server.constraint == "small")
    #expect(try await connection.run("select 1 as one")[0]["one"] as Int == 1)
  }

  @Test func aBatchIsOneTransaction() async throws {
    let connection = try await connect()
    try await connection.run("create table t (i int primary key)")
    await #expect(throws: PostgresError.self) {
      try await connection.batch(["insert into t values (1)", "insert into t values (1)", "insert into t values (2)"])
    }
    #expect(try await connection.run("select * from t").isEmpty)
    let rows = try await connection.batch(["insert into t values (1)", "select i from t"])
    #expect(rows[1].count == 1)
  }

  @Test func aTransactionThatThrowsLeavesNothing() async throws {
    struct Stop: Error {}
    let connection = try await connect()
    try await connection.run("create table t (i int)")
    await #expect(throws: Stop.self) {
      try await connection.transaction { transaction in
        try await transaction.run("insert into t values (1)")
        throw Stop()
      }
    }
    #expect(try await connection.run("select * from t").isEmpty)
  }

  @Test func aSerializationFailureIsTriedAgain() async throws {
    let database = try await TestDatabase(template: "template0")
    let first = try await database.connect("postgres")
    let second = try await database.connect("postgres")
    try await first.run("create table t (i int)")
    try await first.run("insert into t values (0)")
    // Both read, then both write: under `serializable` one of them has to run again.
    try await withThrowingTaskGroup { group in
      for connection in [first, second] {
        group.addTask {
          for _ in 0..<20 {
            try await connection.transaction(attempts: 50) { transaction in
              try await transaction.run("set transaction isolation level serializable")
              let value: Int = try await transaction.run("select i from t")[0]["i"]
              try await transaction.run("update t set i = \(value + 1)")
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await first.run("select i from t")[0]["i"] as Int == 40)
  }

  @Test func cancellingATaskCancelsItsStatementAndLeavesTheConnectionUsable() async throws {
    let database = try await TestDatabase(template: "template0")
    let connection = try await database.connect("postgres")
    let watcher = try await database.connect("postgres")
    let task = Task { try await connection.run("select pg_sleep(600)") }
    try await awaitUntil("the statement runs") {
      try await watcher.run(
        "select 1 from pg_stat_activity where query like '%pg_sleep(600)%' and state = 'active' and pid <> pg_backend_pid()"
      ).count == 1
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await connection.run("select 1 as one")[0]["one"] as Int == 1)
  }

  @Test func manyTasksShareOneConnectionInTurn() async throws {
    let connection = try await connect()
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for i in 0..<100 { group.addTask { try await connection.run("select \(i)::int as i")[0]["i"] } }
      return try await group.reduce(0, +)
    }
    #expect(sum == 4950)
  }

  @Test func copyTakesWhatTextCanHold() async throws {
    let connection = try await connect()
    try await connection.run("create table t (a text, b text, c int[], d timestamptz, e jsonb, f real)")
    var rows = CopyRows(columns: 6)
    let instant = Date(timeIntervalSince1970: 1_699_376_700.25)
    for index in 0..<5000 {
      rows.beginRow()
      rows.append("row \(index)")
      if index.isMultiple(of: 2) { rows.appendNull() } else { rows.append("tab\tline\nback\\slash\u{0} 中") }
      rows.append(index == 1 ? [] : [Int32(index), -1])
      rows.append(instant)
      rows.append(json: #"{"a": [1]}"#)
      rows.append(Float(-0.5))
    }
    let columns = ["a", "b", "c", "d", "e", "f"]
    #expect(try await connection.copy(into: "t", columns: columns, rows: rows) == 5000)
    let kept = try await connection.run(
      """
      select count(*) as n, bool_and(d = \(instant) and e->'a'->>0 = '1' and f = -0.5) as same, sum(cardinality(c)) as values
      from t where b = \("tab\tline\nback\\slash 中")
      """)[0]
    #expect(try kept["n"] as Int == 2500)
    #expect(try kept["same"] as Bool)
    #expect(try kept["values"] as Int == 4998)
    await #expect(throws: PostgresError.self) {
      try await connection.copy(into: "missing", columns: ["a"], rows: CopyRows(columns: 1))
    }
    #expect(try await connection.run("select 1 as one").count == 1)
  }

  @Test func aLostConnectionIsSaidAndAPoolMakesANewOne() async throws {
    let database = try await TestDatabase(template: "template0")
    let pool = Pool(Configuration(database.string("postgres")), size: 1, patience: .seconds(10))
    let killer = try await database.connect("postgres")
    let pid: Int = try await pool.withConnection { try await $0.run("select pg_backend_pid() as pid")[0]["pid"] }
    try await killer.run("select pg_terminate_backend(\(pid)::int)")
    await #expect(throws: PostgresError.self) { try await pool.withConnection { try await $0.run("select 1") } }
    let again: Int = try await pool.withConnection { try await $0.run("select 2 as two")[0]["two"] }
    #expect(again == 2)
    // Neither is one that was lost while nobody minded.
    let other: Int = try await pool.withConnection { try await $0.run("select pg_backend_pid() as pid")[0]["pid"] }
    try await killer.run("select pg_terminate_backend(\(other)::int)")
    try await pool.withConnection { _ = try? await $0.run("select 1") }
    let third: Int = try await pool.withConnection { try await $0.run("select 3 as three")[0]["three"] }
    #expect(third == 3)
  }

  @Test func aServerThatIsNotThereIsSaid() async throws {
    let error = await #expect(throws: PostgresError.self) {
      try await Connection.connect(Configuration("host=/nonexistent user=nobody"))
    }
    guard case .cannotConnect? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// As the server says it, in whatever language: who waits for a login that is refused waits for nothing.
  @Test(
    "A login that is not let in is told at once",
    arguments: [
      ("user=nobody_here dbname=postgres", "28000"), ("user=postgres dbname=no_such_database", "3D000"),
      ("user=postgres dbname=postgres options='-c nonsense=1'", nil),
    ])
  func loginRefused(_ who: String, _ state: String?) async throws {
    let pool = Pool(
      Configuration("host=\(TestDatabase.host) \(who)"), size: 1, patience: .seconds(state == nil ? 0 : 600))
    let error = await #expect(throws: PostgresError.self) {
      try await pool.withConnection { try await $0.run("select 1") }
    }
    switch error {
    case .loginRefused(let refusal)?:
      #expect(refusal.sqlState == state)
      #expect(who.contains("user=\(refusal.login) "))
      #expect(!refusal.reason.contains("LOCATION") && !refusal.reason.contains(refusal.sqlState))
      #expect(refusal.reason.hasSuffix("does not exist"))
    case .cannotConnect(let reason)?:
      #expect(state == nil)
      #expect(!reason.contains("LOCATION"))
    default: Issue.record("\(String(describing: error))")
    }
  }

  /// Where one host is away and the other refuses, the first may still take the login.
  @Test func aHostThatIsAwayMayStillTakeTheLogin() async throws {
    let error = await #expect(throws: PostgresError.self) {
      try await Connection.connect(
        Configuration("host=/nonexistent,\(TestDatabase.host) user=nobody_here dbname=postgres"))
    }
    guard case .cannotConnect? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aListenerWakesOnConnectOnRingAndAfterALostConnection() async throws {
    let database = try await TestDatabase(template: "template0")
    let other = try await database.connect("postgres")
    let listener = Listener(
      Configuration(database.string("postgres"), applicationName: "listener"), channels: ["bell"],
      fallback: .seconds(60))
    var wakes = listener.makeAsyncIterator()
    #expect(try await wakes.next() == .connected)
    try await other.run("select pg_notify('bell', '')")
    #expect(try await wakes.next() == .rung)
    try await other.run("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener'")
    guard case .disconnected? = try await wakes.next() else {
      Issue.record("the loss was not noticed")
      return
    }
    #expect(try await wakes.next() == .connected)
    try await other.run("select pg_notify('bell', '')")
    #expect(try await wakes.next() == .rung)
  }

  @Test func aListenerWithoutRingsWakesByItsTimer() async throws {
    let database = try await TestDatabase(template: "template0")
    let listener = Listener(Configuration(database.string("postgres")), channels: ["bell"], fallback: .milliseconds(20))
    var wakes = listener.makeAsyncIterator()
    #expect(try await wakes.next() == .connected)
    #expect(try await wakes.next() == .timer)
  }
}
