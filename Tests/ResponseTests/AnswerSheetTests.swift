import Ledger
import Testing
import Wording

@testable import Ledger
@testable import Response

@Suite struct AnswerSheetTests {
  private func pieces(_ text: String) throws -> [Documents.Piece] {
    try AnswerSheet.read(text).map {
      Documents.Piece(
        name: $0.name, language: $0.language.rawValue, channelKind: Answers.channelKind, audience: $0.audience,
        title: $0.question, body: $0.answer)
    }
  }

  @Test func aSheetIsReadAsItIsWritten() throws {
    let text = """
      Q: Is anybody hurt?
      A: No.
      Nobody is.

      Q [media]: Who is in charge?
      A: Our spokesperson.

      问：有人受伤吗？
      答：没有。
      """
    let answers = try AnswerSheet.read(text)
    #expect(answers.map(\.name) == ["a1-en", "a2-en", "a1-zh-cn"])
    #expect(answers.map(\.audience) == ["public", "media", "public"])
    #expect(answers[0].answer == "No.\nNobody is.")
    #expect(AnswerSheet.text(of: try pieces(text)) == text)
    #expect(try AnswerSheet.read(AnswerSheet.text(of: try pieces(text))) == answers)
  }

  @Test(
    "What is neither question nor answer is named",
    arguments: [
      ("Q: Why?", "has no answer"), ("hello\nQ: Why?\nA: So.", "neither a question"),
      ("Q [aliens]: Why?\nA: So.", "none of these"), ("A: So.", "neither a question"),
    ])
  func broken(_ text: String, _ said: String) {
    let failure = #expect(throws: Failure.self) { try AnswerSheet.read(text) }
    #expect(failure?.sentence.english.contains(said) == true)
  }

  @Test(
    "What fits a message",
    arguments: [
      ("请问充电器还能不能用？我家有两个", "a1-zh-cn"), ("我的订单什么时候退款", "a2-zh-cn"), ("孩子被烫伤了，有人受伤怎么办", "a3-zh-cn"),
      ("Can I still use my charger?", "a1-en"), ("When do I get the refund for my order", "a2-en"), ("你好", ""),
      ("Good morning to all of you", ""),
    ])
  func fitting(_ message: String, _ name: String) throws {
    let sheet = try pieces(
      """
      问：充电器还能继续使用吗？
      答：请停止使用。
      问：如何申请退款？
      答：请在订单页面申请，三日内退款。
      问：有没有人受伤？
      答：目前没有收到受伤报告。
      Q: Can I go on using the charger?
      A: Please stop using it.
      Q: How do I get a refund?
      A: Ask for it on the page of your order.
      """)
    #expect(AnswerSheet.fitting(message, sheet).first?.name ?? "" == name)
  }
}
