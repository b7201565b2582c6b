import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Reviewing what was answered in own words.
enum OwnWordsReview {
  static let review = Command(
    "review-reply", "审看答复",
    Bilingual("review an answer that was given in own words: fine as said, or wrong", "审看自拟答复：无误，或说明应更正为什么"),
    [
      .positional("FEEDBACK", Bilingual("for example Q3", "如 Q3")),
      .option(
        "wrong", "TEXT",
        Bilingual("it was wrong: what who asked is to be told instead", "答复有误：应向提问者更正为")),
    ],
    confirmation: Confirmation(
      Bilingual(
        "Fine as it was said? If it is wrong, say what is right: --wrong", "答复无误？如有误，请写明应更正为什么：--有误")
    ) { invocation in
      guard invocation["wrong"] == nil,
        let answer = try await invocation.ledger.ownWords.find(try invocation.reference("FEEDBACK", .feedback))
      else { return nil }
      return OwnWordsText.page(answer)
    }
  ) { invocation in
    let feedback = try invocation.reference("FEEDBACK", .feedback)
    let correction = invocation["wrong"] == nil ? nil : try invocation.text("wrong")
    try await invocation.ledger.ownWords.review(feedback, correction: correction)
    return try await invocation.done(
      correction == nil
        ? Bilingual("The answer to \(feedback) was fine as it was said.", "对 \(feedback) 的答复无误。")
        : Bilingual(
          "The answer to \(feedback) was wrong; the response team tells who asked what is right.",
          "对 \(feedback) 的答复有误，由响应小组向提问者更正。"),
      on: try await invocation.ledger.incidents.owning(feedback), values: ["feedback": .id(feedback)])
  }
}
