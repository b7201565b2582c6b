import Foundation
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// The wall, the plan, the house's own pages and the console's figures, over a real house.
@Suite(.aFewAtATime) struct HouseTests {
  @Test func aWallShowsTheBoardAndAHeadLooksAfterTheHouse() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let browsers = try await Browsers([
      "--database", "dbname=\(house.database.name) user=postgres", "--trust", "--metrics", "127.0.0.1:0",
    ])
    let label = "w" + UUID().uuidString.lowercased().prefix(8)
    // A head adds the screen on a page, and gets a square and a link.
    let form = try await browsers.get("wu", "/do/staff/board-link?LABEL=\(label)")
    let made = try await browsers.post(
      "wu", "/do/staff/board-link",
      [
        ("LABEL", label), ("_token", try browsers.hidden("_token", in: form.body)),
        ("_key", try browsers.hidden("_key", in: form.body)),
      ])
    #expect(made.status == "200" && made.body.contains("<svg class=\"code\""), "\(made)")
    let link = try #require(made.body.firstMatch(of: /\/wall\/[a-z0-9]+/)).output
    let page = try await Running.get(browsers.address, String(link))
    #expect(page.status == "200" && page.body.contains("<form"), "\(page)")
    let done = try await Running.get(
      browsers.address, String(link),
      ["-i", "-X", "POST", "-H", "Origin: http://\(browsers.address)", "--data-urlencode", "a=b"])
    let cookie = try #require(done.body.firstMatch(of: /Set-Cookie: (__Host-levee=[A-Za-z0-9_-]+);/), "\(done)").1
    let wall = ["-H", "Cookie: \(cookie)", "-H", "Accept-Language: en"]
    let board = try await Running.get(browsers.address, "/board", wall)
    #expect(board.status == "200" && board.body.contains("Outage") && board.body.contains("<svg class=\"heat"))
    #expect(!board.body.contains("style=") && !board.body.contains("<nav") && board.body.utf8.count < 15_000)
    for path in ["/incidents", "/incident/I1", "/plan", "/do", "/devices", "/me"] {
      let answer = try await Running.get(browsers.address, path, wall)
      #expect(answer.status == "403" && !answer.body.contains("Outage"), "\(path): \(answer)")
    }
    // Its head sees it in the house's pages and ends it; who answers for no team is not led there.
    let screens = try await browsers.get("wu", "/house/screens")
    #expect(screens.status == "200" && screens.body.contains(label), "\(screens)")
    for part in ["people", "roster", "ways", "channels", "resources", "health"] {
      let shown = try await browsers.get("wu", "/house/" + part)
      #expect(shown.status == "200" && shown.body.utf8.count < 60_000, "\(part): \(shown)")
    }
    #expect(try await browsers.get("sun", "/house").status == "404")
    _ = try await browsers.post(
      "wu", "/do/staff/board-end",
      [
        ("LABEL", label), ("_token", try browsers.hidden("_token", in: form.body)), ("_key", UUID().uuidString),
      ])
    // What was open is cut, and what is opened then is not let in.
    #expect(try await Running.get(browsers.address, "/board", wall).status != "200")
    #expect(try await Running.get(browsers.address, "/board", wall).status == "401")
    // Figures name pages and no person, where the pages are not.
    #expect(try await browsers.get("wu", "/metrics").status == "404")
    let printed = browsers.printed
    let metrics = try #require(printed.firstMatch(of: /event=metrics address=([0-9.:]+)/), "\(printed)").1
    let figures = try await Running.get(String(metrics), "/metrics")
    for needed in [
      "levee_console_requests_total{page=\"wall\",status=\"200\"}", "levee_console_logins_refused_total 1",
      "levee_console_request_duration_seconds_count{page=\"house\"}", "levee_console_streams 0",
      "levee_console_requests_waiting 0", "team=\"console\"",
    ] {
      #expect(figures.body.contains(needed), "\(needed): \(figures.body)")
    }
    #expect(!figures.body.contains("wu") && !figures.body.contains(label))
    #expect(try await Running.get(String(metrics), "/livez").body.hasPrefix("ok"))
  }

  @Test func thePlanIsReadAChapterAtATimeAndSearchedAsAWhole() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let browsers = try await Browsers(house)
    let contents = try await browsers.get("he", "/plan")
    #expect(contents.status == "200" && contents.body.utf8.count < 15_000, "\(contents.body.utf8.count)")
    let chapters = contents.body.matches(of: /href="(\/plan\/[a-z]+)"/).map { String($0.1) }
    #expect(chapters.count == 10, "\(chapters)")
    for chapter in chapters {
      for language in ["en", "zh-CN"] {
        let page = try await browsers.get("he", chapter + "?language=" + language)
        #expect(page.status == "200" && page.body.utf8.count < 60_000, "\(chapter): \(page.body.utf8.count)")
      }
    }
    let found = try await browsers.get("he", "/plan?words=golden")
    let nothing = try await browsers.get("he", "/plan?words=%3Cxyzzy%3E")
    #expect(nothing.body.contains("Nothing in it says that") && !nothing.body.contains("<xyzzy>"), "\(nothing.body)")
    #expect(found.status == "200")
    let word = try await browsers.get("he", "/plan?words=journalist")
    #expect(word.body.contains("<h2><a href=\"/plan/"), "\(word.body)")
    #expect(try await browsers.get("he", "/plan/v1/cards").status == "200")
    for path in ["/plan/v99", "/plan/nothing", "/plan/v1/cards/x"] {
      #expect(try await browsers.get("he", path).status == "404", "\(path)")
    }
    // One's own devices: another is added, and ended.
    let devices = try await browsers.get("he", "/devices")
    let token = try browsers.hidden("_token", in: devices.body)
    let label = "d" + UUID().uuidString.lowercased().prefix(8)
    let added = try await browsers.post(
      "he", "/do/staff/device-add", [("LABEL", label), ("_token", token), ("_key", UUID().uuidString)])
    #expect(added.body.contains("<svg class=\"code\"") && added.body.contains("/enrol/"), "\(added)")
    let link = try #require(added.body.firstMatch(of: /\/enrol\/[a-z0-9]+/)).output
    _ = try await Running.get(
      browsers.address, String(link),
      ["-X", "POST", "-H", "Origin: http://\(browsers.address)", "--data-urlencode", "a=b"])
    let listed = try await browsers.get("he", "/devices")
    #expect(listed.body.contains("<b>\(label)</b>"), "\(listed.body)")
    _ = try await browsers.post(
      "he", "/do/staff/device-revoke", [("LABEL", label), ("_token", token), ("_key", UUID().uuidString)])
    #expect(try await !browsers.get("he", "/devices").body.contains("<b>\(label)</b>"))
  }

  /// Roles × pages: each kind of person asks for each page, and it opens or says why not; it never breaks.
  @Test func everyPageAnswersEveryKindOfPerson() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let text = try await house.waitingStatement()
    let browsers = try await Browsers(house)
    let everybody = ["/", "/me", "/devices", "/do", "/plan", "/plan/purpose", "/do/staff/report"]
    let teams = ["/incidents", "/incident/I1", "/incident/I1/history", "/board", "/feedback", "/text/\(text)"]
    let heads = ["/house", "/house/people", "/house/roster", "/house/ways", "/house/channels", "/house/resources"]
    // Who has no seat; who works in a team; who answers for one.
    let kinds: [(person: String, opens: Set<String>)] = [
      ("he", Set(everybody)), ("sun", Set(everybody + teams)), ("zhou", Set(everybody + teams)),
      ("zhao", Set(everybody + teams)), ("wang", Set(everybody + teams + heads)),
      ("wu", Set(everybody + teams + heads)),
    ]
    for (person, opens) in kinds {
      for path in everybody + teams + heads {
        let page = try await browsers.get(person, path)
        let expected = opens.contains(path) ? ["200"] : ["403", "404", "422"]
        #expect(expected.contains(page.status), "\(person) \(path): \(page.status) \(page.body.suffix(800))")
        if !opens.contains(path) { #expect(!page.body.contains("B web") && !page.body.contains("Outage")) }
      }
    }
  }
}
