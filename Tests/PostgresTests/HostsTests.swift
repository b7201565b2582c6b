import TestHouse
import Testing

@testable import Postgres

/// Several hosts, some of which give no answer.
@Suite struct HostsTests {
  /// A connection string of the test's cluster behind other hosts on loopback.
  private func string(
    behind ports: [UInt16], database: String = "postgres", _ more: String = ""
  ) -> String {
    let hosts = ports.map { _ in "127.0.0.1" } + [TestDatabase.host]
    let all = ports.map { "\($0)" } + ["5432"]
    return "host=\(hosts.joined(separator: ",")) port=\(all.joined(separator: ",")) dbname=\(database) user=postgres "
      + more
  }

  private func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    try await ContinuousClock().measure(body).timeInterval
  }

  private func answers(_ connection: Connection) async throws {
    #expect(try await connection.run("select 1 as one")[0]["one"] as Int == 1)
    await connection.close()
  }

  private func reason(of configuration: Configuration) async -> String {
    let error = await #expect(throws: PostgresError.self) { try await Connection.connect(configuration) }
    if case .loginRefused(let refusal)? = error { return refusal.reason }
    guard case .cannotConnect(let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return ""
    }
    return reason
  }

  @Test("A host that gives no answer has its time, and the next is tried", arguments: MuteServer.Kind.allCases)
  func mute(_ kind: MuteServer.Kind) async throws {
    let mute = MuteServer(kind)
    let took = try await seconds {
      try await answers(try await Connection.connect(Configuration(string(behind: [mute.port], "connect_timeout=4"))))
    }
    #expect(took >= 4 && took < 12, "\(took) s")
  }

  @Test func eachHostHasItsOwnTime() async throws {
    let mute = [MuteServer(), MuteServer()]
    let took = try await seconds {
      let string = string(behind: mute.map(\.port), "target_session_attrs=read-write")
      try await answers(try await Connection.connect(Configuration(string, connectTimeout: .seconds(3))))
    }
    #expect(took >= 6 && took < 18, "\(took) s")
    #expect(mute.allSatisfy { $0.wasCalled })
  }

  @Test func whereNobodyAnswersTheAttemptEndsAndNamesThem() async throws {
    let mute = [MuteServer(), MuteServer(.unreachable)]
    let ports = mute.map { "\($0.port)" }.joined(separator: ",")
    let reason = await reason(
      of: Configuration("host=127.0.0.1,127.0.0.1 port=\(ports)", connectTimeout: .milliseconds(300)))
    let named = mute.map { "no answer from 127.0.0.1, port \($0.port) within 0.3 seconds" }
    #expect(reason == named.joined(separator: "; "))
  }

  /// libpq would go on with the hosts that it has seen already; a mute one is not waited for twice.
  @Test func aPreferenceForStandbysComesBackToThePrimary() async throws {
    let mute = MuteServer()
    let before =
      "host=\(TestDatabase.host),127.0.0.1 port=5432,\(mute.port) dbname=postgres user=postgres target_session_attrs="
    let took = try await seconds {
      let configuration = Configuration(before + "prefer-standby", connectTimeout: .seconds(3))
      try await answers(try await Connection.connect(configuration))
    }
    #expect(took >= 3 && took < 9, "\(took) s")
    let refused = await reason(of: Configuration(before + "standby", connectTimeout: .seconds(3)))
    #expect(refused.contains("server is not in hot standby mode") && refused.contains("no answer from 127.0.0.1"))
  }

  @Test func anAddressGivenForSomeHostsOnlyStaysWithThem() async throws {
    let mute = MuteServer()
    let string =
      "host=db,\(TestDatabase.host) hostaddr=127.0.0.1, port=\(mute.port),5432 dbname=postgres user=postgres"
    try await answers(try await Connection.connect(Configuration(string, connectTimeout: .seconds(2))))
    #expect(mute.wasCalled)
  }

  /// As libpq documents it: the hosts after one that refuses the login, or its database, are not tried.
  @Test func aHostThatRefusesTheLoginIsTheLast() async throws {
    let mute = MuteServer()
    let reason = await reason(
      of: Configuration(
        "host=\(TestDatabase.host),127.0.0.1 port=5432,\(mute.port) dbname=no_such_database user=postgres",
        connectTimeout: .seconds(90)))
    #expect(reason.contains("no_such_database"))
    #expect(!mute.wasCalled)
  }

  @Test func aNameThatNobodyKnowsIsPassedOver() async throws {
    let string = "host=nobody.invalid,\(TestDatabase.host) dbname=postgres user=postgres"
    try await answers(try await Connection.connect(Configuration(string, connectTimeout: .seconds(5))))
    let reason = await reason(of: Configuration("host=nobody.invalid", connectTimeout: .seconds(5)))
    #expect(reason.contains("nobody.invalid"))
  }

  @Test func aPoolAndAListenerThatLostTheirConnectionComeBackPastAMuteHost() async throws {
    let database = try await TestDatabase(template: "template0")
    let mute = MuteServer()
    let configuration = Configuration(
      string(behind: [mute.port], database: database.name), applicationName: "past a mute host",
      connectTimeout: .seconds(2))
    let pool = Pool(configuration, size: 1, patience: .seconds(30))
    var wakes = Listener(configuration, channels: ["bell"], fallback: .seconds(60)).makeAsyncIterator()
    #expect(try await wakes.next() == .connected)
    try await pool.withConnection { _ = try await $0.run("select 1") }
    let killer = try await database.connect("postgres")
    try await killer.run(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    )
    let took = try await seconds {
      guard case .disconnected? = try await wakes.next() else {
        Issue.record("the loss was not noticed")
        return
      }
      #expect(try await wakes.next() == .connected)
      await #expect(throws: PostgresError.self) { try await pool.withConnection { try await $0.run("select 1") } }
      let two: Int = try await pool.withConnection { try await $0.run("select 2 as two")[0]["two"] }
      #expect(two == 2)
    }
    #expect(took >= 4 && took < 12, "\(took) s")
  }

  @Test func aTaskThatIsCancelledDoesNotWaitForAMuteHost() async throws {
    let mute = MuteServer()
    let string = string(behind: [mute.port])
    let task = Task { try await Connection.connect(Configuration(string, connectTimeout: .seconds(3600))) }
    try await awaitUntil("it calls") { mute.wasCalled }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func theListsAreReadAsLibpqReadsThem() throws {
    func servers(_ string: String) throws -> [String]? {
      try ConnectionSettings(Configuration(string)).writtenServers?.map { "\($0.host)|\($0.address)|\($0.port)" }
    }
    #expect(try servers("host=a,b port=1,2") == ["a||1", "b||2"])
    #expect(try servers("host=a,/b port=1") == ["a||1", "/b||1"])
    #expect(try servers("host=a,,c port=1,,3") == ["a||1", "||5432", "c||3"])
    #expect(try servers("host=a,b hostaddr=10.0.0.1, port=7") == ["a|10.0.0.1|7", "b||7"])
    #expect(try servers("postgresql://u@a:1,b:2/d") == ["a||1", "b||2"])
    #expect(try servers("host=a,b port=1,2,3") == nil)
    #expect(try servers("host=a,b hostaddr=10.0.0.1") == nil)
  }

  @Test func eachAddressOfANameIsTriedUnderThatName() async throws {
    let settings = try ConnectionSettings(Configuration("host=localhost,/nowhere port=7 sslmode=verify-full"))
    let (servers, reasons) = try await settings.servers()
    #expect(servers.count >= 2 && reasons.isEmpty)
    #expect(servers.last == Server(host: "/nowhere", address: "", port: "7"))
    for server in servers.dropLast() {
      #expect(server.host == "localhost" && server.port == "7" && ["127.0.0.1", "::1"].contains(server.address))
    }
    let keywords = Dictionary(settings.keywords(for: servers)) { $1 }
    #expect(keywords["host"] == servers.map(\.host).joined(separator: ","))
    #expect(keywords["hostaddr"] == servers.map(\.address).joined(separator: ","))
    #expect(keywords["port"] == servers.map(\.port).joined(separator: ","))
  }

  @Test func anAddressIsKnownHoweverItIsWritten() {
    let shown = Server(host: "0:0::1", address: "::1", port: "5432")
    #expect(Server(host: "", address: "0:0::1", port: "5432").isTried(as: shown))
    #expect(Server(host: "0:0::1", address: "", port: "5432").isTried(as: shown))
    #expect(!Server(host: "", address: "::2", port: "5432").isTried(as: shown))
    #expect(!Server(host: "", address: "::1", port: "5433").isTried(as: shown))
  }

  @Test func aTimeoutIsReadAsLibpqReadsIt() async throws {
    func timeout(_ text: String) throws -> Duration {
      try ConnectionSettings(Configuration("connect_timeout='\(text)'", connectTimeout: .seconds(77))).timeout
    }
    #expect(try timeout("3") == .seconds(3))
    #expect(try timeout(" 30 ") == .seconds(30))
    #expect(try timeout("1") == .seconds(2))
    for text in ["", "0", "-1"] { #expect(try timeout(text) == .seconds(77)) }
    for text in ["3s", "x", "99999999999"] {
      #expect(await reason(of: Configuration("connect_timeout='\(text)'")).contains("connect_timeout"))
    }
  }
}
