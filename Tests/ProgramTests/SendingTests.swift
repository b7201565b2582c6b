import Ledger
import TestHouse
import Testing
import Workflow

/// At a terminal, what may be chosen is shown before it is asked for.
@Suite(.aFewAtATime) struct SendingTests {
  @Test func whatGoesWhereIsShownBeforeTheChannelIsAskedFor() async throws {
    let house = try await House(at: .responding)
    let text = try await house.approvedStatement(["web"])
    let typing = try house.typing("zhou", "levee-response", ["send", text.description])
    try await typing.type("\r", after: "--to, ")
    try await typing.type("y", after: "Send exactly this, there?")
    #expect(try await typing.wait() == 0)
    #expect(typing.screen.contains("can be sent") && typing.screen.contains("an exercise stays inside"))
    let sent = try await house.database.run("zhou", .response, "select channel from levee.delivery")
    #expect(try sent.map { try $0["channel"] as String } == ["inside"])
  }

  @Test func theAnswersThatFitAreShownBeforeOneIsTaken() async throws {
    let house = try await House(at: .responding)
    _ = try await house.database.ledger("sun", .monitoring).feedback.add(
      Reference(.incident, 1), sender: "customer", contact: "", text: "Can I still use my charger?")
    let sheet = try await house.database.ledger("zhou", .response).answers.write(
      Reference(.incident, 1),
      answers: [
        .init(
          name: "a1-en", channelKind: Answers.channelKind, language: "en", title: "When is the refund?", body: "Soon."),
        .init(
          name: "a2-en", channelKind: Answers.channelKind, language: "en", title: "May people use the charger?",
          body: "No."),
      ], facts: [], submit: true)
    try await house.approve("statement", sheet.number, 1)
    let typing = try house.typing("zhou", "levee-response", ["reply", "Q1"])
    try await typing.type("\r", after: "--answer, ")
    try await typing.type("\r", after: "--text-language, ")
    try await typing.type("y", after: "Reply with this answer?")
    #expect(try await typing.wait() == 0)
    let given = try await house.database.run("zhou", .response, "select rendition from levee.reply_from_answer")
    #expect(try given.map { try $0["rendition"] as String } == ["a2-en"])
  }
}
