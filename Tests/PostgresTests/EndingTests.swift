import TestHouse
import Testing

@testable import Postgres

/// Calls that are ended from outside: by a cancelled task, or by closing the session.
@Suite struct EndingTests {
  /// Calls that would last for ever, because another session holds what they need.
  enum Call: Sendable, CaseIterable {
    case statement, script, copyThatBegins, copyThatEnds, copyInFullStream, transaction

    var isCopy: Bool { [.copyThatBegins, .copyThatEnds, .copyInFullStream].contains(self) }

    func make(on connection: Connection) async throws {
      switch self {
      case .statement: try await connection.run("select i from held for update")
      case .script: try await connection.execute(script: "insert into t values (1, ''); update held set i = 2")
      case .transaction:
        try await connection.transaction { transaction in
          try await transaction.run("insert into t values (1, '')")
          try await transaction.execute(script: "update held set i = 2")
        }
      case .copyThatBegins: try await copy(rows: 1, into: "held", connection)
      case .copyThatEnds: try await copy(rows: 1, into: "guarded", connection)
      // More than the sockets hold.
      case .copyInFullStream: try await copy(rows: 4000, into: "guarded", connection)
      }
    }

    private func copy(rows count: Int, into table: String, _ connection: Connection) async throws {
      var rows = CopyRows(columns: 2)
      let padding = String(repeating: "x", count: 8000)
      for index in 0..<count {
        rows.beginRow()
        rows.append(Int32(index))
        rows.append(padding)
      }
      try await connection.copy(into: table, columns: ["i", "pad"], rows: rows)
    }
  }

  private struct Scene: Sendable {
    let database: TestDatabase
    let holder: Connection
    let watcher: Connection

    init() async throws {
      database = try await TestDatabase(template: "template0")
      holder = try await database.connect("postgres")
      watcher = try await database.connect("postgres")
      try await holder.execute(
        script: """
          create table t (i int, pad text);
          create table held (i int, pad text);
          create table guarded (i int, pad text);
          insert into held values (1);
          create function guard() returns trigger language plpgsql as
            $$ begin perform pg_advisory_xact_lock(7); return new; end $$;
          create trigger guard before insert on guarded for each row execute function guard();
          select pg_advisory_lock(7)
          """)
      // Long enough for any machine; what does not end by itself fails once this has passed.
      try await holder.execute(
        script: """
          set idle_in_transaction_session_timeout = '10min';
          begin;
          lock table held in access exclusive mode
          """)
    }

    func configuration(_ name: String) -> Configuration {
      Configuration(database.string("postgres"), applicationName: name, connectTimeout: .seconds(90))
    }

    /// Returns when a session waits for a lock.
    func isWaiting(_ name: String) async throws {
      try await awaitUntil("\(name) waits") {
        try await watcher.run(
          """
          select 1 from pg_stat_activity
          where datname = current_database() and application_name = \(name) and wait_event_type = 'Lock'
          """
        ).count == 1
      }
    }

    /// Lets the tables go.
    /// - Throws: where they were let go before, so that a call may have ended by itself.
    func end() async throws {
      try await holder.execute(script: "rollback; select pg_advisory_unlock(7)")
    }

    /// Lets the tables go, and looks whether anything was left there.
    func nothingIsLeft() async throws {
      try await end()
      let left = try await holder.run(
        "select (select count(*) from t) + (select count(*) from guarded) as rows, (select min(i) from held) as held")[
          0]
      #expect(try left["rows"] as Int == 0)
      #expect(try left["held"] as Int == 1)
    }
  }

  @Test("A cancelled call ends on the server, and the session goes on", arguments: Call.allCases)
  func cancelled(_ call: Call) async throws {
    let scene = try await Scene()
    let connection = try await Connection.connect(scene.configuration("cancelled"))
    let task = Task { try await call.make(on: connection) }
    try await scene.isWaiting("cancelled")
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(await connection.isIdle)
    #expect(try await connection.run("select 1 as one")[0]["one"] as Int == 1)
    try await scene.nothingIsLeft()
    // The next copy is a whole one.
    try await connection.execute(script: "drop trigger guard on guarded")
    if call.isCopy { try await Call.copyInFullStream.make(on: connection) }
    let rows: Int = try await connection.run("select count(*) as n from guarded")[0]["n"]
    #expect(rows == (call.isCopy ? 4000 : 0))
  }

  @Test func aCallOfACancelledTaskIsNotBegun() async throws {
    let scene = try await Scene()
    let connection = try await Connection.connect(scene.configuration("late"))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await connection.execute(script: "create table begun ()")
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await connection.run("select to_regclass('begun') is null as absent")[0]["absent"] as Bool)
  }

  /// What the server has not read yet it cannot cancel: the cancellation that comes first is not lost.
  @Test func aTaskThatIsCancelledBetweenTwoStatementsDoesNotWait() async throws {
    let scene = try await Scene()
    let connection = try await Connection.connect(scene.configuration("between"))
    let task = Task {
      try await connection.transaction { transaction in
        try await transaction.run("insert into t values (1, '')")
        withUnsafeCurrentTask { $0?.cancel() }
        try await transaction.run("update held set i = 2")
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(await connection.isIdle)
    try await scene.nothingIsLeft()
  }

  @Test("Closing ends the call that is served, and those that wait", arguments: Call.allCases)
  func closed(_ call: Call) async throws {
    let scene = try await Scene()
    let connection = try await Connection.connect(scene.configuration("closed"))
    let serving = Task { try await call.make(on: connection) }
    try await scene.isWaiting("closed")
    let waiting = Task { try await connection.run("select 1") }
    try await awaitUntil("one waits for its turn") { await connection.callsWaiting == 1 }
    await connection.close()
    for error in [
      await #expect(throws: PostgresError.self) { try await serving.value },
      await #expect(throws: PostgresError.self) { _ = try await waiting.value },
    ] {
      guard case .closed? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    #expect(await !connection.isOpen)
    await connection.close()
    try await scene.end()
  }

  @Test func closingEndsTheWaitForANotification() async throws {
    let scene = try await Scene()
    let connection = try await Connection.connect(scene.configuration("bell"))
    try await connection.run("listen bell")
    let waiting = Task { try await connection.notifications(upTo: .seconds(3600)) }
    try await awaitUntil("it waits") { await connection.socketWait != nil }
    await connection.close()
    let error = await #expect(throws: PostgresError.self) { _ = try await waiting.value }
    guard case .closed? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    try await scene.end()
  }

  @Test func aCancelledTaskLeavesTheQueueOfAConnection() async throws {
    let scene = try await Scene()
    let connection = try await Connection.connect(scene.configuration("busy"))
    let serving = Task { try await Call.statement.make(on: connection) }
    try await scene.isWaiting("busy")
    let waiting = Task { try await connection.run("insert into t values (1, '')") }
    try await awaitUntil("it waits for its turn") { await connection.callsWaiting == 1 }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { _ = try await waiting.value }
    #expect(await connection.callsWaiting == 0)
    serving.cancel()
    await #expect(throws: CancellationError.self) { try await serving.value }
    #expect(try await connection.run("select 1 as one")[0]["one"] as Int == 1)
    try await scene.nothingIsLeft()
  }

  @Test func aCancelledTaskLeavesTheQueueOfAPool() async throws {
    let scene = try await Scene()
    let pool = Pool(scene.configuration("lent"), size: 1)
    let lent = Task { try await pool.withConnection { try await Call.statement.make(on: $0) } }
    try await scene.isWaiting("lent")
    let waiting = (1...3).map { _ in Task { try await pool.withConnection { _ = try await $0.run("select 1") } } }
    try await awaitUntil("three wait") { await pool.callersWaiting == 3 }
    waiting[1].cancel()
    await #expect(throws: CancellationError.self) { try await waiting[1].value }
    #expect(await pool.callersWaiting == 2)
    lent.cancel()
    await #expect(throws: CancellationError.self) { try await lent.value }
    for task in [waiting[0], waiting[2]] { try await task.value }
    try await scene.end()
  }

  @Test func aSessionThatIsInTheMiddleOfSomethingIsNotLentAgain() async throws {
    let scene = try await Scene()
    let pool = Pool(scene.configuration("pool"), size: 1)
    func pid() async throws -> Int {
      try await pool.withConnection { try await $0.run("select pg_backend_pid() as pid")[0]["pid"] }
    }
    let first = try await pid()
    #expect(try await pid() == first)
    try await pool.withConnection { try await $0.execute(script: "begin; insert into t values (1, '')") }
    let second = try await pid()
    #expect(second != first)
    await #expect(throws: PostgresError.self) {
      try await pool.withConnection { try await $0.execute(script: "begin; select 1 / 0") }
    }
    let third = try await pid()
    #expect(third != second)
    await pool.close()
    #expect(try await pid() != third)
    try await scene.nothingIsLeft()
  }
}
