import Foundation
import Ledger
import Postgres
import TestHouse
import Testing
import Wording
import Workflow

/// What somebody with a phone and no terminal meets: each page asks for what it lacks, and says it in the words of its fields.
@Suite(.aFewAtATime) struct TapTests {
  @Test func aPageAsksForWhatItLacksInWordsOfItsOwn() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let zhou = house.database.ledger("zhou", .response)
    for _ in 1...2 {
      _ = try await zhou.feedback.add(Reference(.incident, 1), sender: "journalist", contact: "", text: "Is it safe?")
    }
    try await zhou.ownWords.say(Reference(.feedback, 1), "Yes, quite.")
    let text = try await house.waitingStatement()
    let browsers = try await Browsers(house)
    // Somebody in two teams reads a text under review as the team that approves it.
    let seen = try await browsers.get("chen", "/text/\(text)")
    #expect(seen.status == "200" && seen.body.contains("B web"), "\(seen)")
    // What is known already goes along with what is asked next.
    let judged = try await browsers.get("wang", "/do/leadership/judge?INCIDENT=I1").body
    #expect(judged.contains(#"type="hidden" name="INCIDENT" value="I1""#), "\(judged)")
    // Any of a few is ticked, and not typed.
    let received = try await browsers.get("wang", "/do/leadership/receive-report?INCIDENT=I1").body
    #expect(received.contains(#"name="of" value="logistics""#), "\(received)")
    // Before a reply: what was asked, and what will be sent; before an answer is called fine: the place to say that it is not.
    let reply = try await browsers.get("zhou", "/do/response/reply?FEEDBACK=Q2").body
    #expect(reply.contains("Is it safe?") && reply.contains("Sent, unless you choose another"), "\(reply)")
    let review = try await browsers.get("wang", "/do/leadership/review-reply?FEEDBACK=Q1").body
    #expect(review.contains(#"name="wrong""#) && !review.contains("--wrong"), "\(review)")
    // What somebody told stands above its answer, and leads to an incident.
    _ = try await house.database.ledger("he", .staff).staffReports.tell("The phone smells.")
    let told = try await browsers.get("sun", "/do/monitoring/answer?REPORT=R1").body
    #expect(told.contains("The phone smells.") && told.contains("/do/monitoring/open?report=R1"), "\(told)")
    // A refusal names the fields of the page.
    let page = try await browsers.get("sun", "/do/monitoring/open").body
    let refused = try await browsers.post(
      "sun", "/do/monitoring/open",
      [("_token", try browsers.hidden("_token", in: page)), ("_key", try browsers.hidden("_key", in: page))])
    #expect(refused.status == "422" && !refused.body.contains("--kind"), "\(refused)")
    #expect(refused.body.contains("&quot;Kind&quot;") || refused.body.contains(#""Kind""#), "\(refused)")
    // Who reads Chinese says so, and reads it at once.
    let own = try await browsers.get("chen", "/me").body
    let changed = try await browsers.post(
      "chen", "/do/staff/language",
      [
        ("LANGUAGE", "zh-CN"), ("_token", try browsers.hidden("_token", in: own)),
        ("_key", try browsers.hidden("_key", in: own)),
      ])
    #expect(changed.status == "200" && changed.body.contains("今后用中文显示"), "\(changed)")
    #expect(try await browsers.get("chen", "/").body.contains("我的待办"))
  }
}
