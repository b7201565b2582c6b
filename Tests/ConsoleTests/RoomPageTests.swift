import Foundation
import Ledger
import Postgres
import TestHouse
import Testing
import Wording
import Workflow

/// Pages of monitoring, drills, evaluation and training: whoever may, and whoever may not.
@Suite(.aFewAtATime) struct RoomPageTests {
  private func count(_ database: TestDatabase, _ what: String) async throws -> Int {
    try await database.run("postgres", nil, Statement(unsafeSQL: "select count(*)::int as n from \(what)"))[0]["n"]
  }

  /// The hidden fields of the form that one button of a page sends.
  private func form(_ browsers: Browsers, _ page: String, _ fields: [(String, String)]) throws -> [(String, String)] {
    fields + [
      ("_token", try browsers.hidden("_token", in: page)), ("_key", try browsers.hidden("_key", in: page)),
    ]
  }

  /// What every page of a person is: one heading at the top, whole without a script, small; no style in place.
  private func check(_ page: (status: String, body: String), _ path: String) {
    #expect(page.status == "200", "\(path): \(page)")
    #expect(page.body.components(separatedBy: "<h1").count == 2, "\(path)")
    #expect(page.body.utf8.count < 60_000, "\(path): \(page.body.utf8.count)")
    #expect(!page.body.contains("style="), "\(path)")
    var level = 1
    for heading in page.body.matches(of: /<h([1-6])/) {
      let next = Int(heading.1) ?? 0
      #expect(next <= level + 1, "\(path): h\(next) after h\(level)")
      level = next
    }
    var ids = Set<Substring>()
    for id in page.body.matches(of: #/ id="([^"]+)"/#) {
      #expect(ids.insert(id.1).inserted, "\(path): \(id.1) is there twice")
    }
    for head in page.body.matches(of: #/<th[ >][^>]*/#) { #expect(head.0.contains("scope="), "\(path): \(head.0)") }
  }

  @Test func anAnalystMonitorsLabelsAndOpensFromASignalOnce() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.asOwner(
      """
      insert into levee.signal (subject, cue, since, mentions, negative, kind) values ('Nova', 'leak', now(), 9, 9, 'data_breach');
      update levee.person set language = 'zh-CN' where handle = 'chen';
      """)
    let file = "/tmp/levee-mentions-\(house.database.name).jsonl"
    try Data(
      #"{"id": "1", "source": "forum", "subject": "Nova", "text": "Two workers died in the fire at Nova, <b>terrible</b>"}"#
        .utf8
    ).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    _ = try await Running.run(
      "levee-monitoring", ["ingest", file], environment: ["PGUSER": "sun", "PGDATABASE": house.database.name])
    try await house.database.run(
      "sun", .monitoring, "insert into levee.incident_mention (incident_id, mention_id) values (1, 1)")
    try await house.database.run(
      "zhou", .response,
      "insert into levee.outside_publication (incident_id, text, place, published_at) values (1, 'said in the lift', 'the lift', levee.now(1))"
    )
    let browsers = try await Browsers(house)
    for (person, words) in [("sun", ["Signals", "Open an incident"]), ("chen", ["预警", "登记事件", "信息源"])] {
      let page = try await browsers.get(person, "/monitoring")
      check(page, "/monitoring")
      for word in words + ["/monitoring/A1", "Nova"] { #expect(page.body.contains(word), "\(word): \(page.body)") }
    }
    // Who sits in another team, or in none, sees nothing of it, and is offered nothing.
    for person in ["zhou", "he"] {
      for path in ["/monitoring", "/monitoring/A1", "/monitoring/M1", "/monitoring?WORD=fire"] {
        let page = try await browsers.get(person, path)
        #expect(page.status == "403" && !page.body.contains("Nova"), "\(person) \(path): \(page)")
      }
      #expect(try await !browsers.get(person, "/").body.contains("href=\"/monitoring\""))
    }
    // What decided something is marked, and what somebody wrote is no markup.
    let found = try await browsers.get("sun", "/monitoring?WORD=fire")
    check(found, "/monitoring?WORD=fire")
    #expect(found.body.contains("<mark title=") && found.body.contains("&lt;b&gt;"), "\(found.body)")
    let mention = try await browsers.get("sun", "/monitoring/M1")
    check(mention, "/monitoring/M1")
    #expect(mention.body.contains("accesskey=\"1\""), "\(mention.body)")
    let label = try form(browsers, mention.body, [("MENTION", "M1"), ("SENTIMENT", "negative")])
    for words in ["1 labelled", "recorded already"] {
      let answer = try await browsers.post("sun", "/do/monitoring/mentions-label", label)
      #expect(answer.body.contains(words), "\(answer)")
    }
    #expect(try await count(house.database, "levee.sentiment_label where sentiment = -1") == 1)
    // The form of the signal has what the command offers.
    let signal = try await browsers.get("sun", "/monitoring/A1")
    check(signal, "/monitoring/A1")
    #expect(signal.body.contains("name=\"signal\" value=\"A1\"") && signal.body.contains("Nova: "), "\(signal.body)")
    let opening = try form(
      browsers, signal.body, [("signal", "A1"), ("TITLE", "Nova burns"), ("kind", "other"), ("severity", "III")])
    for _ in 1...2 {
      #expect(try await browsers.post("sun", "/do/monitoring/open", opening).status == "200")
    }
    #expect(try await count(house.database, "levee.incident where title = 'Nova burns'") == 1)
    // The evaluation of a restricted incident is its circle's.
    #expect(try await browsers.get("sun", "/monitoring?incident=I1").body.contains("workers"))
    #expect(try await browsers.get("sun", "/evaluation/I1").body.contains("said in the lift"))
    try await house.database.run(
      "wang", .leadership, "insert into levee.restriction (incident_id, restricted, reason) values (1, true, 'r')")
    try await house.asOwner("delete from levee.reader where handle in ('wu', 'sun')")
    #expect(try await !browsers.get("sun", "/monitoring?incident=I1").body.contains("<mark title="))
    for person in ["sun", "wu", "he"] {
      for path in ["/evaluation/I1", "/evaluation/I1?part=accuracy", "/evaluation/I1?mine=yes"] {
        let page = try await browsers.get(person, path)
        for secret in ["said in the lift", ">down<", "B web"] where page.body.contains(secret) {
          Issue.record("\(person) reads \(secret) on \(path): \(page.body)")
        }
      }
    }
    #expect(try await browsers.get("wang", "/evaluation/I1").body.contains("said in the lift"))
  }

  private static let scenario = """
    {"name": "small", "title": {"en": "Small", "zh-CN": "小"}, "kind": "service_outage", "severity": "II", "length": 7200,
     "background": {"en": "b", "zh-CN": "背"}, "knows": {"en": "hidden hint", "zh-CN": "导调须知"},
     "public": {"usual": 0.02, "echo": 0.5, "delay": 20, "ceiling": 20, "patience": 60, "anger": 1, "calm": 0.6, "settling": 45,
       "outrage": 0.8, "negative": 0.7, "lines": [{"en": "Outage again", "zh-CN": "又断了", "negative": true, "source": "social"}]},
     "objectives": [{"code": "O-1", "en": "speak early", "zh": "尽早发声"}],
     "expectations": [{"code": "E-01", "objective": "O-1", "step": "assessment", "within": 3600, "weight": 2, "en": "e", "zh": "预"}],
     "injects": [
       {"code": "V-01", "kind": "fact", "trigger": "at", "wait": 600, "content": {"title": {"en": "first surprise", "zh-CN": "意外一"},
         "text": {"en": "down", "zh-CN": "断"}, "to": ["response"]}},
       {"code": "V-02", "kind": "fact", "trigger": "hand", "content": {"title": {"en": "second surprise", "zh-CN": "意外二"},
         "text": {"en": "up", "zh-CN": "通"}, "to": ["response"]}}]}
    """

  @Test func aDrillIsLedFromAPageAndWhoTakesPartSeesNothingOfWhatComes() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let drills = house.database.ledger("chen", .staff).drills
    let drill = try await drills.plan(
      .full, scenario: try JSONDecoder().decode(JSONValue.self, from: Data(Self.scenario.utf8)), language: .english,
      at: Date().addingTimeInterval(3600), rate: 1, seed: 7,
      people: [("sun", .participant), ("zhou", .participant), ("li", .evaluator), ("zhao", .observer)])
    try await house.asOwner("update levee.person set language = 'zh-CN' where handle = 'zhou'")
    let browsers = try await Browsers(house)
    let begun = try await browsers.get("chen", "/drill/\(drill)")
    check(begun, "a planned drill")
    let start = try form(browsers, begun.body, [("DRILL", "\(drill)")])
    #expect(try await browsers.post("chen", "/do/staff/drill-start", start).status == "200")
    let path = "/drill/\(drill)"
    let led = try await browsers.get("chen", path)
    check(led, path)
    for words in [
      "first surprise", "second surprise", "/do/staff/drill-skip", "drill-say", "drill-jump", "hidden hint",
    ] {
      #expect(led.body.contains(words), "\(words): \(led.body)")
    }
    // Nobody can miss that it is a drill; of the facilitator's timeline, there is nothing, on no page.
    for person in ["sun", "zhou", "wu", "he"] {
      for path in [
        path, "/drills", "/do/staff/drill-timeline?DRILL=\(drill)", "/do/staff/drill-record?DRILL=\(drill)",
        "/do/staff/drill-show?DRILL=\(drill)",
      ] {
        let page = try await browsers.get(person, path)
        for secret in [
          "first surprise", "second surprise", "意外", "hidden hint", "导调须知", "V-01", "speak early", "尽早发声", "drill-skip",
        ]
        where page.body.contains(secret) {
          Issue.record("\(person) reads \(secret) on \(path): \(page.body)")
        }
      }
    }
    for person in ["sun", "zhou"] {
      let own = try await browsers.get(person, path)
      check(own, path)
      #expect(own.body.contains("class=\"exercise\"") && own.body.contains("演练 · EXERCISE"), "\(own.body)")
      #expect(own.body.contains(person == "zhou" ? "这是演练" : "This is a drill"), "\(own.body)")
      #expect(own.body.contains("/do/staff/drill-join"), "\(own.body)")
    }
    // A step of whoever leads, once, however often it is sent; of nobody else.
    let skip = try form(browsers, led.body, [("DRILL", "\(drill)"), ("INJECT", "V-02")])
    for _ in 1...2 { #expect(try await browsers.post("chen", "/do/staff/drill-skip", skip).status == "200") }
    let other = try await browsers.get("sun", path)
    let stolen = try form(browsers, other.body, [("DRILL", "\(drill)"), ("INJECT", "V-01")])
    #expect(try await browsers.post("sun", "/do/staff/drill-skip", stolen).status == "422")
    #expect(try await drills.timeline(drill).map(\.state) == ["waits", "skipped"])
    #expect(try await browsers.get("chen", path).body.contains("/do/staff/drill-release"))
    // An observer notes against an objective.
    let watched = try await browsers.get("zhao", path)
    check(watched, path)
    #expect(watched.body.contains("speak early") && !watched.body.contains("drill-skip"), "\(watched.body)")
    let note = try form(
      browsers, watched.body, [("DRILL", "\(drill)"), ("TEXT", "slow"), ("objective", "O-1"), ("mark", "M")])
    for _ in 1...2 { #expect(try await browsers.post("zhao", "/do/staff/drill-note", note).status == "200") }
    #expect(try await count(house.database, "levee.drill_note") == 1)
    #expect(try await browsers.get("li", path).body.contains("slow"))
    // Afterwards each has the form that they owe.
    let joining = try form(browsers, other.body, [("DRILL", "\(drill)")]).map {
      $0.0 == "_key" ? ($0.0, UUID().uuidString) : $0
    }
    #expect(try await browsers.post("sun", "/do/staff/drill-join", joining).status == "200")
    try await drills.end(drill, isDone: false, reason: "enough")
    try await drills.remark(drill, "the first hour was lost")
    let after = try await browsers.get("sun", path)
    check(after, path)
    for words in ["/do/staff/drill-word", "first surprise", "the first hour was lost"] {
      #expect(after.body.contains(words), "\(words): \(after.body)")
    }
  }

  @Test func aScenarioIsTakenFromTheShelfAndFromNowhereElseOnTheServer() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let browsers = try await Browsers(house)
    let found = try await browsers.get("sun", "/do/staff/drill-check?SCENARIO=optus-2023")
    #expect(found.status == "200" && found.body.contains("V-01"), "\(found)")
    for path in ["/etc/passwd", "deploy/scenarios/optus-2023", "../..", ".", "nothing"] {
      let answer = try await browsers.get("sun", "/do/staff/drill-check?SCENARIO=\(path)")
      #expect(answer.body.contains("There is no scenario"), "\(path): \(answer)")
    }
  }

  @Test func scoresOpenToTheirRowsAndEverybodyTakesTheQuiz() async throws {
    let house = try await House(at: .closed, clockRate: 1)
    try await house.asOwner("update levee.person set language = 'zh-CN' where handle = 'zhao'")
    let browsers = try await Browsers(house)
    for (person, words) in [
      ("wang", ["<svg", "The same as a table", "Timeliness"]), ("zhao", ["<svg", "以表格查看", "及时性"]),
    ] {
      for path in [
        "/evaluation/I1", "/evaluation/I1?part=timeliness", "/evaluation/I1?mine=yes", "/evaluation", "/readiness",
        "/readiness?part=reach",
      ] {
        check(try await browsers.get(person, path), path)
      }
      let whole = try await browsers.get(person, "/evaluation/I1").body
      for word in words { #expect(whole.localizedCaseInsensitiveContains(word), "\(word): \(whole)") }
    }
    // Who is in no team is offered none of it, and shown none.
    for path in ["/evaluation/I1", "/evaluation", "/readiness"] {
      #expect(try await browsers.get("he", path).status == "403", "\(path)")
    }
    #expect(try await !browsers.get("he", "/").body.contains("/readiness"))
    // Improvements: their owner and leadership, each with their forms.
    let all = try await browsers.get("wang", "/improvements")
    check(all, "/improvements")
    #expect(all.body.contains("better"), "\(all.body)")
    #expect(try await browsers.get("li", "/improvements").body.contains("/do/staff/improvement-done?IMPROVEMENT=V1"))
    #expect(try await !browsers.get("sun", "/improvements").body.contains("better"))
    // Training: for whoever has a login.
    let training = try await browsers.get("he", "/training")
    check(training, "/training")
    let begin = try form(browsers, training.body, [])
    let quiz = try await browsers.post("he", "/do/staff/training-take", begin)
    check(quiz, "the quiz")
    let questions = quiz.body.matches(of: /name="answer:([0-9]+)" value="1"/).count
    #expect(questions > 3, "\(quiz.body)")
    let half = try form(browsers, quiz.body, (1...(questions / 2)).map { ("answer:\($0)", "1") })
    let marked = try await browsers.post("he", "/do/staff/training-take", half)
    #expect(marked.body.contains("Still to answer: \(questions - questions / 2)"), "\(marked.body)")
    #expect(try await count(house.database, "levee.training_answer") == questions / 2)
    let rest = try form(browsers, marked.body, ((questions / 2 + 1)...questions).map { ("answer:\($0)", "1") })
    for words in ["of \(questions) right", "recorded already"] {
      let answer = try await browsers.post("he", "/do/staff/training-take", rest)
      #expect(answer.body.contains(words), "\(answer)")
    }
    #expect(try await count(house.database, "levee.training_result where handle = 'he'") == 1)
    // The card is that of one's own posts.
    let card = try await browsers.get("zhou", "/role")
    check(card, "/role")
    #expect(card.body.contains("levee-response statement"), "\(card.body)")
    #expect(try await !browsers.get("he", "/role").body.contains("levee-response"))
  }
}
