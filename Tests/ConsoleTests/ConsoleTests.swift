import Foundation
import Ledger
import Postgres
import Synchronization
import TestHouse
import Testing
import Workflow

/// A console of a test's own house, and browsers that ask it.
struct Browsers: Sendable {
  let address: String
  private let running: Running

  init(_ house: House) async throws {
    try await self.init(["--database", "dbname=\(house.database.name) user=postgres", "--trust"], environment: [:])
  }

  init(_ arguments: [String], environment: [String: String] = [:]) async throws {
    running = try Running("levee-console", ["serve", "--listen", "127.0.0.1:0"] + arguments, environment: environment)
    address = try await running.address()
  }

  var printed: String { running.printed }

  static func cookie(_ login: String, _ secret: String = "secret") -> String {
    "__Host-levee="
      + Data("\(login):\(secret)".utf8).base64EncodedString().replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
  }

  func get(_ person: String, _ path: String, _ more: [String] = []) async throws -> (status: String, body: String) {
    try await Running.get(address, path, ["-H", "Cookie: " + Self.cookie(person)] + more)
  }

  /// Sends the form of a page as a browser does.
  func post(
    _ person: String, _ path: String, _ fields: [(String, String)], origin: String? = nil, more: [String] = []
  ) async throws -> (status: String, body: String) {
    try await Running.get(
      address, path,
      ["-H", "Cookie: " + Self.cookie(person), "-H", "Origin: \(origin ?? "http://" + address)"]
        + fields.flatMap { ["--data-urlencode", "\($0.0)=\($0.1)"] } + more)
  }

  /// What a page gives its forms.
  func hidden(_ name: String, in page: String) throws -> String {
    String(try #require(page.firstMatch(of: try Regex("name=\"\(name)\" value=\"([^\"]+)\""))?[1].substring, "\(page)"))
  }
}

/// Pages for whoever has no terminal, over a real house.
@Suite(.aFewAtATime) struct ConsoleTests {
  @Test func aTextIsApprovedOnAPhoneOnce() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let browsers = try await Browsers(house)
    let text = try await house.waitingStatement()
    let mine = try await browsers.get("wang", "/")
    #expect(mine.status == "200" && mine.body.contains("/text/\(text)"), "\(mine.body)")
    #expect(mine.body.utf8.count < 60_000)
    let page = try await browsers.get("wang", "/text/\(text)")
    #expect(page.body.contains("B web") && page.body.contains("F1"), "\(page.body)")
    // The author is shown no answer to give.
    #expect(try await !browsers.get("zhou", "/text/\(text)").body.contains("_meant"))
    let fields = [
      ("TEXT", "\(text)"), ("_meant", "yes"), ("_token", try browsers.hidden("_token", in: page.body)),
      ("_key", try browsers.hidden("_key", in: page.body)),
    ]
    // A double tap: both are answered, one is recorded.
    async let one = browsers.post("wang", "/do/leadership/approve", fields)
    async let other = browsers.post("wang", "/do/leadership/approve", fields)
    let answers = [try await one, try await other]
    #expect(answers.map(\.status) == ["200", "200"], "\(answers)")
    #expect(answers.filter { $0.body.contains("recorded already") }.count == 1, "\(answers)")
    let count: Int = try await house.database.run(
      "postgres", nil, "select count(*) from levee.review where document_id = \(text.number) and person = 'wang'")[0][
        "count"]
    #expect(count == 1)
    // Whoever may not, is told why, in a sentence; nothing is recorded.
    let own = try await browsers.get("zhou", "/do/response/feedback-add?INCIDENT=I1")
    let refused = try await browsers.post(
      "zhou", "/do/leadership/approve",
      [
        ("TEXT", "\(text)"), ("_meant", "yes"), ("_token", try browsers.hidden("_token", in: own.body)),
        ("_key", UUID().uuidString),
      ])
    #expect(refused.status == "422" && refused.body.contains("class=\"failed\""), "\(refused)")
  }

  @Test func aFormFromElsewhereIsNotTaken() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let browsers = try await Browsers(house)
    let page = try await browsers.get("he", "/do/staff/report")
    let token = try browsers.hidden("_token", in: page.body)
    func fields(_ token: String) -> [(String, String)] {
      [("TEXT", "<script>alert(1)</script> @/etc/passwd"), ("_token", token), ("_key", UUID().uuidString)]
    }
    let strange: [(status: String, body: String)] = [
      try await browsers.post("he", "/do/staff/report", fields(token), origin: "https://evil.example"),
      try await browsers.post("he", "/do/staff/report", fields(token), origin: "null"),
      try await browsers.post("he", "/do/staff/report", fields(token), more: ["-H", "Sec-Fetch-Site: cross-site"]),
      try await browsers.post("he", "/do/staff/report", fields("x")),
      // Of another browser, even of the same person.
      try await browsers.post("sun", "/do/staff/report", fields(token)),
    ]
    #expect(strange.allSatisfy { $0.status == "403" }, "\(strange)")
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.report").isEmpty)
    // A step is never taken by an address.
    #expect(
      try await browsers.get("he", "/do/staff/report?TEXT=x&_meant=yes&_key=\(UUID().uuidString)&_token=\(token)")
        .status == "200")
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.report").isEmpty)
    let taken = try await browsers.post("he", "/do/staff/report", fields(token))
    #expect(taken.status == "200" && taken.body.contains("class=\"done\""), "\(taken)")
    // A file of the server is a text like any other, and what somebody wrote is no markup.
    let kept: String = try await house.database.run("postgres", nil, "select text from levee.report")[0]["text"]
    #expect(kept.hasSuffix("@/etc/passwd"))
    let shown = try await browsers.get("he", "/do/staff/reports")
    #expect(shown.body.contains("&lt;script&gt;alert") && !shown.body.contains("<script>alert"), "\(shown.body)")
  }

  @Test func whoIsNotKnownSeesNothing() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let browsers = try await Browsers(house)
    for cookie in [
      "", "__Host-levee=x", Browsers.cookie("nobody_here"), Browsers.cookie("x' user='postgres"),
      Browsers.cookie("he", ""),
    ] {
      let answer = try await Running.get(browsers.address, "/incident/I1", ["-H", "Cookie: " + cookie])
      #expect(answer.status == "401", "\(cookie): \(answer)")
    }
    // What another site led here asks once more, by itself, without a word of the page.
    let led = try await Running.get(browsers.address, "/text/S1?x=%22%3E", ["-H", "Sec-Fetch-Site: cross-site"])
    #expect(led.body.contains("0;url=/text/S1?x=%22%3E"), "\(led)")
    let headers = try await browsers.get("sun", "/", ["-I"]).body.lowercased()
    for needed in [
      "default-src 'none'", "x-frame-options: deny", "cache-control: no-store", "nosniff",
      "referrer-policy: same-origin",
    ] {
      #expect(headers.contains(needed), "\(headers)")
    }
    let file = "/tmp/levee-large-\(house.database.name)"
    try Data(repeating: 97, count: 700_000).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(try await browsers.post("he", "/do/staff/report", [], more: ["--data-binary", "@" + file]).status == "413")
    for path in ["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/do/staff/../admin", "/text/S1.1%00", "/plan/v99"] {
      #expect(try await ["404", "400"].contains(browsers.get("sun", path, ["--path-as-is"]).status), "\(path)")
    }
  }

  @Test func twoPeoplesPagesNeverCross() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let browsers = try await Browsers(house)
    try await withThrowingTaskGroup { group in
      for index in 0..<60 {
        group.addTask {
          let (person, name) = [("wang", "Wang"), ("sun", "Sun"), ("he", "He")][index % 3]
          let page = try await browsers.get(person, "/me")
          #expect(
            page.body.contains("<h1>\(name)</h1>") && page.body.contains("Login of this browser: \(person)"), "\(page)")
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func aRestrictedIncidentIsItsCirclesOnly() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let text = try await house.waitingStatement()
    try await house.database.run(
      "wang", .leadership, "insert into levee.restriction (incident_id, restricted, reason) values (1, true, 'r')")
    try await house.asOwner("delete from levee.reader where handle in ('wu', 'sun')")
    let browsers = try await Browsers(house)
    let pages = [
      "/incident/I1", "/incident/I1/history", "/text/\(text)", "/feedback/I1", "/board", "/", "/incidents",
      "/do/staff/incident-show?INCIDENT=I1", "/do/staff/incident-report?INCIDENT=I1", "/do/staff/search?WORDS=down",
      "/do/response/feedback-list?INCIDENT=I1", "/do/leadership/examine?TEXT=\(text)",
    ]
    for person in ["wu", "he", "sun"] {
      for path in pages {
        let page = try await browsers.get(person, path)
        for secret in ["B web", ">down<", ">act<"]
        where page.body.contains(secret) {
          Issue.record("\(person) reads \(secret) on \(path): \(page.body)")
        }
      }
    }
    #expect(try await browsers.get("wang", "/text/\(text)").body.contains("B web"))
  }

  @Test func aBrowserIsEnrolledAndItsSecretIsAskedFor() async throws {
    // A cluster that asks for passwords, but of the test's own administrator.
    let cluster = try await OwnCluster(
      access: "local all postgres trust\nlocal all levee_console trust\nlocal all all scram-sha-256\n")
    let server = "host=\(cluster.host)"
    let admin = try await Connection.connect(Configuration(server + " dbname=postgres user=postgres"))
    // PostgreSQL itself says whether a verifier is one.
    for secret in ["a", "correct horse battery staple", String(repeating: "x", count: 43)] {
      try await admin.execute(
        script: "drop role if exists known; create role known login password '\(SCRAMVerifier(password: secret))'")
      let known = try await Connection.connect(
        Configuration(server + " dbname=postgres user=known password='\(secret)'"))
      await known.close()
      await #expect(throws: PostgresError.self) {
        _ = try await Connection.connect(Configuration(server + " dbname=postgres user=known password=other"))
      }
    }
    _ = try await Installation(connection: server + " dbname=postgres user=postgres").apply(fresh: true)
    try await admin.execute(
      script: """
        select levee.add_person('he', 'He', '{response}', '{member}');
        set session authorization he;
        set role levee_staff;
        select levee.invite_device('phone', sha256('abcdef0123456789'));
        """)
    await admin.close()
    let browsers = try await Browsers(["--database", server + " dbname=postgres user=levee_console"], environment: [:])
    let page = try await Running.get(browsers.address, "/enrol/abcdef0123456789")
    #expect(page.status == "200" && page.body.contains("Enrol") || page.body.contains("登记此浏览器"), "\(page)")
    let done = try await Running.get(
      browsers.address, "/enrol/abcdef0123456789",
      ["-i", "-X", "POST", "-H", "Origin: http://\(browsers.address)", "--data-urlencode", "a=b"])
    let set = try #require(
      done.body.firstMatch(
        of: /Set-Cookie: (__Host-levee=[A-Za-z0-9_-]+); Path=\/; Max-Age=[0-9]+; Secure; HttpOnly; SameSite=Strict/),
      "\(done)")
    #expect(!browsers.printed.contains(String(set.1)), "no secret in the log")
    // The code is used up. Let in, the browser is its person's; with another secret, nobody is let in.
    let again = try await Running.get(
      browsers.address, "/enrol/abcdef0123456789",
      ["-i", "-X", "POST", "-H", "Origin: http://\(browsers.address)", "--data-urlencode", "a=b"])
    #expect(again.status != "200" && !again.body.contains("Set-Cookie"), "\(again)")
    let known = try await Running.get(browsers.address, "/", ["-H", "Cookie: \(set.1)"])
    #expect(known.status == "200", "\(known)")
    let other = try await Running.get(
      browsers.address, "/", ["-H", "Cookie: " + Browsers.cookie("he~phone", "guessed")])
    #expect(other.status == "401", "\(other)")
    // Whom the server lets in without a secret, the console does not.
    let trusted = try await Running.get(browsers.address, "/", ["-H", "Cookie: " + Browsers.cookie("postgres", "any")])
    #expect(trusted.status != "200", "\(trusted)")
  }
}

extension House {
  /// A statement that waits for its reviews.
  func waitingStatement() async throws -> Reference {
    try await database.ledger("zhou", .response).statements.draft(
      Reference(.incident, 1), holding: nil, purpose: "",
      renditions: [.init(name: "web", language: "en", title: "T web", body: "B web")], facts: [Reference(.fact, 1)],
      submit: true)
  }
}
