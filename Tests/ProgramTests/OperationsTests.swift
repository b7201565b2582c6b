import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// What ops look at: health, figures, settings, what systemd is told.
@Suite(.aFewAtATime) struct OperationsTests {
  /// The value of a figure on a page of metrics; the first whose line begins so.
  private func figure(_ name: String, _ page: String) -> Double? {
    page.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { $0.split(separator: " ").last }.flatMap {
      Double($0)
    }
  }

  private func check(_ page: String, with program: String, _ arguments: [String]) async throws -> Running.Result {
    let file = "/tmp/levee-page-\(UUID().uuidString)"
    defer { unlink(file) }
    try Data(page.utf8).write(to: URL(filePath: file))
    return try await Running.run("/bin/sh", ["-c", "\"$@\" < \(file)", "sh", program] + arguments)
  }

  // MARK: pages

  @Test func theSupervisorsPagesSayWhatOpsNeed() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    try await house.jump(minutes: 200)
    let supervisor = try house.service(.supervisor, listening: "127.0.0.1:0")
    let response = try house.service(.response, listening: "127.0.0.1:0")
    let address = try await supervisor.address()
    try await awaitUntil("ready") { try await Running.get(address, "/readyz").status == "200" }
    #expect(try await Running.get(address, "/livez").status == "200")
    #expect(try await Running.get(address, "/nonsense").status == "404")
    #expect(try await Running.get(address, "/livez", ["-X", "POST", "-d", "x"]).status == "405")
    try await awaitUntil("the deadlines are seen") {
      figure(
        "levee_deadlines_overdue{severity=\"II\",exercise=\"true\"}", try await Running.get(address, "/metrics").body)
        ?? 0
        > 0
    }
    try await awaitUntil("response is heard") {
      figure("levee_services{team=\"response\"}", try await Running.get(address, "/metrics").body) == 1
    }
    let page = try await Running.get(address, "/metrics").body
    #expect(figure("levee_term_held", page) == 1)
    #expect(figure("levee_services{team=\"monitoring\"}", page) == 0)
    #expect(figure("levee_incidents_open{stage=\"planning\",severity=\"II\",exercise=\"true\"}", page) == 1)
    #expect(figure("levee_database_listening", page) == 1)
    #expect(figure("process_resident_memory_bytes", page) ?? 0 > 1_000_000)
    #expect(page.contains("levee_schema_info{schema=\"\(Installation.newest)\"} 1"))
    #expect(page.contains("levee_longest_wait_seconds{team="))
    let linted = try await check(page, with: "/usr/bin/promtool", ["check", "metrics"])
    #expect(linted.code == 0 && linted.output.isEmpty, "\(linted.output)")

    // A worker's page has its own figures, and is linted alike.
    let workers = try await Running.get(try await response.address(), "/metrics").body
    #expect(figure("levee_look_duration_seconds_count", workers) ?? 0 > 0)
    #expect(!workers.contains("levee_term_held"))
    let lintedToo = try await check(workers, with: "/usr/bin/promtool", ["check", "metrics"])
    #expect(lintedToo.code == 0 && lintedToo.output.isEmpty, "\(lintedToo.output)")

    let status = try await Running.get(address, "/status").body
    let printed = try await Running.run(
      "levee-supervisor", ["status", "--json"],
      environment: ["PGUSER": "svc_supervisor", "PGDATABASE": house.database.name])
    for text in [status, printed.output] {
      let parsed = try await check(
        text, with: "/usr/bin/python3",
        [
          "-c",
          """
          import json, sys
          page = json.load(sys.stdin)
          assert page["term"]["held"] is True and page["term"]["epoch"] >= 1
          assert page["level"] == "CRITICAL" and set(page["services_missing"]) == {"monitoring", "leadership", "logistics"}
          assert page["longest_wait"]["incident"] == "I1" and page["longest_wait"]["waited_seconds"] > 0
          assert any(d["severity"] == "II" and d["exercise"] for d in page["deadlines_overdue"])
          """,
        ])
      #expect(parsed.code == 0, "\(parsed.output)\(text)")
    }
    // Every figure that an alert or the dashboard asks for is there, by the name that it has.
    let asked = try await Running.run(
      "/bin/sh",
      [
        "-c",
        "grep -ohE '(levee|process)_[a-z_]+' deploy/prometheus/levee.rules.yml deploy/grafana/levee.json | sort -u",
      ])
    for name in asked.output.split(separator: "\n")
    // The console has figures of its own: HouseTests.
    where !name.hasPrefix("levee_console_") && name != "levee_work_items" && name != "levee_work_oldest_seconds" {
      #expect(page.contains("\n# TYPE \(name.replacing("_bucket", with: "")) "), "\(name)")
    }
    for running in [supervisor, response] {
      running.kill(SIGTERM)
      #expect(await running.wait() == 0)
    }
  }

  @Test func aServiceWhoseDatabaseIsAwayLivesAndIsNotReady() async throws {
    let cluster = try await OwnCluster()
    func string(_ person: String, _ database: String = "levee") -> String {
      "host=\(cluster.host) dbname=\(database) user=\(person)"
    }
    let admin = try await Connection.connect(Configuration(string("postgres", "postgres")))
    try await admin.execute(script: "create database levee")
    await admin.close()
    for line in [
      ["database", "install"], ["person", "add", "svc", "--name", "s", "--seat", "supervisor", "--service"],
    ] {
      let done = try await Running.run("levee", line + ["--database", string("postgres")])
      #expect(done.code == 0, "\(done.output)")
    }
    let supervisor = try Running(
      "levee-supervisor", ["serve", "--every", "0.3", "--listen", "127.0.0.1:0", "--database", string("svc")])
    let address = try await supervisor.address()
    try await awaitUntil("ready") { try await Running.get(address, "/readyz").status == "200" }
    #expect(try await Running.get(address, "/status").status == "200")
    try await cluster.stop("immediate")
    try await awaitUntil("not ready") { try await Running.get(address, "/readyz").status == "503" }
    #expect(try await Running.get(address, "/readyz").body.contains("the database cannot be listened to"))
    #expect(try await Running.get(address, "/livez").status == "200")
    let page = try await Running.get(address, "/metrics").body
    #expect(figure("levee_database_listening", page) == 0)
    #expect(figure("levee_database_disconnects_total", page) ?? 0 >= 1)
    let health = try await Running.run("levee-supervisor", ["health", "--database", string("svc")])
    #expect(health.code == 3)
    #expect(health.output.hasPrefix("LEVEE UNKNOWN - The database cannot be reached."))
    try await cluster.start()
    try await awaitUntil("ready again") { try await Running.get(address, "/readyz").status == "200" }
    supervisor.kill(SIGTERM)
    #expect(await supervisor.wait() == 0)
  }

  // MARK: health, as monitoring plugins say it

  @Test func healthIsOneLineWithFiguresAndTheCodeOfItsState() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    func health() async throws -> Running.Result {
      try await Running.run(
        "levee-supervisor", ["health"], environment: ["PGUSER": "svc_supervisor", "PGDATABASE": house.database.name])
    }
    let alone = try await health()
    #expect(alone.code == 2)
    #expect(alone.output.hasPrefix("LEVEE CRITICAL - no supervisor leads: nothing advances"))
    let services = try (Team.working + [.supervisor]).map { try house.service($0) }
    try await awaitUntil("all is well") { try await health().code == 0 }
    let well = try await health().output
    #expect(well.hasPrefix("LEVEE OK - supervisor on "))
    // One line; after the bar label=value[unit];warn;crit;min;max, apart by blanks.
    #expect(well.split(separator: "\n").count == 1)
    let figures = try #require(well.split(separator: "|").last).split(whereSeparator: \.isWhitespace)
    #expect(figures.count == 8)
    for figure in figures {
      #expect(figure.wholeMatch(of: /[a-z_]+=[0-9.]+(s|%)?(;[0-9.]*){0,4}/) != nil, "\(figure)")
    }
    // An incident in earnest that is late is a warning: no machine is wrong.
    try await house.database.run(
      "sun", .monitoring,
      "insert into levee.incident (title, kind, severity, detected_at) values ('Real', 'other', 'II', now() - interval '1 day')"
    )
    try await awaitUntil("a warning") { try await health().code == 1 }
    #expect(try await health().output.contains("deadlines are overdue"))
    // What failed for good is not.
    try await house.database.run(
      "postgres", nil, "insert into levee.work (kind, subject, state, reason) values ('retract', 999, 'dead', 'x')")
    try await awaitUntil("critical") { try await health().code == 2 }
    for service in services {
      service.kill(SIGTERM)
      #expect(await service.wait() == 0)
    }
  }

  @Test func theStatusPageSaysFirstWhatIsWrong() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    for (language, words) in [
      ("en", "CRITICAL · services are missing: monitoring"), ("zh-CN", "CRITICAL · 没有运行的服务：信息收集与分析小组"),
    ] {
      let page = try await Running.run(
        "levee-supervisor", ["status", "--language", language],
        environment: ["PGUSER": "svc_supervisor", "PGDATABASE": house.database.name])
      #expect(page.code == 0)
      #expect(page.output.hasPrefix(words), "\(page.output)")
      #expect(page.output.split(separator: "\n").count < 40)
    }
  }

  @Test func theStatusPageStaysAndIsDrawnAnewUntilOneLeaves() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let page = try Typing(
      "levee-supervisor", ["status", "--watch", "--every", "0.2"],
      environment: ["PGUSER": "svc_supervisor", "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": "en"])
    try await awaitUntil("the page") { page.screen.contains("services are missing: monitoring") }
    let service = try house.service(.monitoring)
    try await awaitUntil("drawn anew") { page.screen.contains("services are missing: leadership") }
    page.type("q")
    #expect(try await page.wait() == 0)
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  // MARK: systemd

  @Test func systemdHearsThatItIsReadyThatItsLoopTurnsAndThatItStops() async throws {
    let house = try await House(at: .assessing)
    let socket = try NotifySocket()
    let service = try house.service(.response, socket.environment)
    var heard: [String] = []
    try await awaitUntil("it is ready") {
      heard += socket.messages()
      return heard.contains("READY=1")
    }
    try await awaitUntil("the watchdog is fed again and again") {
      heard += socket.messages()
      return heard.filter { $0 == "WATCHDOG=1" }.count > 5
    }
    // Stopped in mid-air it says nothing: the watchdog would end it.
    service.kill(SIGSTOP)
    try await awaitUntil("it has stopped") {
      (try? String(contentsOf: URL(filePath: "/proc/\(service.pid)/stat"), encoding: .utf8))?.contains(") T ") ?? false
    }
    _ = socket.messages()
    // Everybody else works on meanwhile; from this process nothing more comes.
    _ = try await house.database.ledger("sun", .monitoring).assessments.submit(
      .init(severity: .two, summary: "bad"), to: Reference(.incident, 1))
    #expect(socket.messages().isEmpty)
    service.kill(SIGCONT)
    try await awaitUntil("it turns again") { socket.messages().contains("WATCHDOG=1") }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
    #expect(socket.messages().contains("STOPPING=1"))
  }

  @Test(
    "A unit gives its service no more than it needs",
    arguments: ["supervisor", "monitoring", "leadership", "response", "logistics", "console", "database"])
  func unitsAreHardened(_ unit: String) async throws {
    let root = "/tmp/levee-units-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    let made = try await Running.run(
      "/bin/sh",
      ["-c", "mkdir -p $1/usr/lib/systemd/system && cp -r deploy/systemd/* $1/usr/lib/systemd/system/", "sh", root])
    #expect(made.code == 0, "\(made.output)")
    // The threshold is ten times the level: 1.5.
    let judged = try await Running.run(
      "/usr/bin/systemd-analyze",
      ["security", "--offline=true", "--root=\(root)", "--threshold=15", "--no-pager", "levee-\(unit).service"])
    #expect(judged.code == 0, "\(judged.output)")
    #expect(judged.output.contains("Overall exposure level"))
  }

  @Test func alertsFireWhenTheyShouldAndNotBefore() async throws {
    for arguments in [["check", "rules", "levee.rules.yml"], ["test", "rules", "levee.rules.test.yml"]] {
      let run = try await Running.run(
        "/bin/sh", ["-c", "cd deploy/prometheus && exec promtool \"$@\"", "sh"] + arguments)
      #expect(run.code == 0, "\(run.output)")
      #expect(run.output.contains("SUCCESS"))
    }
  }

  // MARK: settings

  @Test func settingsAreReadAndEveryFaultIsNamedWithItsLine() async throws {
    let file = "/tmp/levee-settings-\(UUID().uuidString)"
    defer { unlink(file) }
    func serve(_ text: String, _ language: String = "en") async throws -> Running.Result {
      try Data(text.utf8).write(to: URL(filePath: file))
      return try await Running.run(
        "levee-response", ["serve", "--config", file, "--check-config", "--language", language])
    }
    for settings in ["supervisor", "monitoring", "leadership", "response", "logistics"] {
      let shipped = try await Running.run(
        "levee-\(settings)", ["serve", "--config", "deploy/etc/\(settings).conf", "--check-config", "--language", "en"])
      #expect(shipped.code == 0, "\(shipped.output)")
    }
    #expect(
      try await serve("# nothing\n\nevery = 2.5\nlisten = [::1]:9000\ndatabase = host=db dbname=levee\n").code == 0)
    let wrong = try await serve(
      """
      database = host=/tmp password=secret
      every = 0
      listen = localhost:99
      nonsense
      speed = 3
      every = 5
      programs = /nonexistent
      database = postgresql://someone:secret@db/levee
      """)
    #expect(wrong.code == 78)
    for (line, words) in [
      (1, "a password does not stand here"), (2, "0.1 to 3600"), (3, "an IP address and a port"), (4, "key = value"),
      (5, "there is no setting \"speed\""), (6, "every was set on line 2 already"), (7, "there is no folder"),
      (8, "was set on line 1 already"),
    ] {
      #expect(wrong.output.contains("\(file):\(line): "), "\(line)")
      #expect(wrong.output.contains(words), "\(words)")
    }
    #expect(!wrong.output.contains("secret"))
    #expect(try await serve("listen = everywhere\n", "zh-CN").output.contains("\(file):1: listen 应为"))
    let uri = try await serve("database = postgresql://someone:secret@db/levee\n")
    #expect(uri.code == 78 && uri.output.contains("a password does not stand here"))
    // A password file that others can read is one that libpq would not read either.
    let passfile = file + ".pass"
    defer { unlink(passfile) }
    try Data("*:*:*:*:secret\n".utf8).write(to: URL(filePath: passfile))
    chmod(passfile, 0o644)
    #expect(try await serve("database = dbname=levee passfile=\(passfile)\n").output.contains("chmod 600"))
    chmod(passfile, 0o600)
    #expect(try await serve("database = dbname=levee passfile=\(passfile)\n").code == 0)
    let line = try await Running.run("levee", ["incident", "list", "--database", "host=/tmp password=secret"])
    #expect(line.code == 64)
    #expect(line.output.contains("A password does not stand on a command line"))
  }

  @Test func anAddressThatIsTakenIsSaidAndNothingRuns() async throws {
    let house = try await House(at: .assessing)
    let first = try house.service(.monitoring, listening: "127.0.0.1:0")
    let address = try await first.address()
    let second = try house.service(.logistics, listening: address)
    #expect(await second.wait() == 78)
    #expect(second.printed.contains("\(address) cannot be listened on."))
    // From then on it knows what SIGTERM asks for.
    try await awaitUntil("it started") { first.printed.contains("event=started") }
    first.kill(SIGTERM)
    #expect(await first.wait() == 0)
  }

  // MARK: between a service and its database

  @Test func aPoolInTransactionModeIsFoundOutAndOneInSessionModeWorks() async throws {
    let house = try await House(at: .assessing)
    try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    for (mode, works) in [("transaction", false), ("session", true)] {
      let pool = try await Bouncer(to: house.database.name, mode: mode)
      let supervisor = try Running(
        "levee-supervisor", ["serve", "--every", "0.3", "--listen", "off"],
        environment: [
          "PGHOST": pool.host, "PGPORT": "6432", "PGUSER": "svc_supervisor", "PGDATABASE": house.database.name,
        ])
      if works {
        _ = try await house.database.ledger("sun", .monitoring).assessments.submit(
          .init(severity: .two, summary: "bad"), to: Reference(.incident, 1))
        try await awaitUntil("commanding") { try await house.stage() == .commanding }
        supervisor.kill(SIGTERM)
        #expect(await supervisor.wait() == 0)
      } else {
        #expect(await supervisor.wait() == 78)
        #expect(supervisor.printed.contains("LISTEN does not work through this connection"), "\(supervisor.printed)")
      }
    }
  }

  @Test func aServiceOnAnotherMachineComesInByTLSAndSCRAMWithItsPasswordInAFile() async throws {
    let folder = "/tmp/levee-tls-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // As docs/operations.md shows it: an authority of one's own, a certificate for the server's name.
    let made = try await Running.run(
      "/bin/sh",
      [
        "-c",
        """
        set -e; mkdir -p "$1"; cd "$1"
        openssl req -new -x509 -days 365 -nodes -subj "/CN=Levee test CA" -out ca.crt -keyout ca.key
        openssl req -new -nodes -subj "/CN=localhost" -out server.csr -keyout server.key
        printf 'subjectAltName=DNS:localhost' > ext
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -extfile ext -out server.crt
        chmod 600 server.key
        if [ "$(id -u)" = 0 ]; then chown postgres server.key server.crt; fi; chmod 755 .
        """, "sh", folder,
      ])
    #expect(made.code == 0, "\(made.output)")
    let cluster = try await OwnCluster(
      settings: [
        "listen_addresses=localhost", "ssl=on", "ssl_cert_file=\(folder)/server.crt",
        "ssl_key_file=\(folder)/server.key",
        "password_encryption=scram-sha-256",
      ], access: "local all postgres trust\nhostssl all all localhost scram-sha-256\n")
    let local = "host=\(cluster.host) port=\(cluster.port) user=postgres"
    let admin = try await Connection.connect(Configuration(local + " dbname=postgres"))
    try await admin.execute(script: "create database levee")
    await admin.close()
    for line in [
      ["database", "install"], ["person", "add", "svc", "--name", "s", "--seat", "supervisor", "--service"],
    ] {
      let done = try await Running.run("levee", line + ["--database", local + " dbname=levee"])
      #expect(done.code == 0, "\(done.output)")
    }
    let inside = try await Connection.connect(Configuration(local + " dbname=levee"))
    try await inside.execute(script: "alter role svc password 'a long secret'")
    await inside.close()
    let passfile = folder + "/passfile"
    try Data("localhost:\(cluster.port):levee:svc:a long secret\n".utf8).write(to: URL(filePath: passfile))
    chmod(passfile, 0o600)
    func settings(_ more: String) throws -> String {
      let file = folder + "/supervisor.conf"
      try Data(
        "database = host=localhost port=\(cluster.port) dbname=levee user=svc passfile=\(passfile) \(more)\nlisten = off\nevery = 0.3\n"
          .utf8
      ).write(to: URL(filePath: file))
      return file
    }
    let supervisor = try Running(
      "levee-supervisor", ["serve", "--config", try settings("sslmode=verify-full sslrootcert=\(folder)/ca.crt")])
    try await awaitUntil("it started") { supervisor.printed.contains("event=started") }
    let looker = try await Connection.connect(Configuration(local + " dbname=levee"))
    try await awaitUntil("its sessions are encrypted") {
      try await looker.run(
        "select bool_and(s.ssl) as ssl from pg_stat_ssl s join pg_stat_activity a using (pid) where a.usename = 'svc'")[
          0]["ssl"] as Bool? ?? false
    }
    await looker.close()
    supervisor.kill(SIGTERM)
    #expect(await supervisor.wait() == 0)
    #expect(!supervisor.printed.contains("a long secret"))
    // Without TLS the server has no line for it; with another authority the program does not go on.
    for more in ["sslmode=disable", "sslmode=verify-full sslrootcert=\(folder)/server.crt"] {
      let refused = try await Running.run(
        "levee-supervisor",
        [
          "health", "--database",
          "host=localhost port=\(cluster.port) dbname=levee user=svc passfile=\(passfile) \(more)",
        ])
      #expect(refused.code == 3, "\(refused.output)")
    }
  }
}
