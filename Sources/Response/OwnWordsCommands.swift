import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Answers in own words: given, and put right.
enum OwnWordsCommands {
  private static let item = Parameter.positional("FEEDBACK", Bilingual("for example Q3", "如 Q3"))

  /// For a form: `reply --words` says the same on a line.
  static let say = Command(
    "reply-freely", "自拟答复",
    Bilingual(
      "record an answer that you gave in your own words; leadership reviews it afterwards", "登记您自拟的答复，事后由领导小组审看"),
    [
      item, .option("words", "TEXT", Bilingual("what you said", "您答复的内容"), required: true),
      .option("resolved", "OUTCOME", Bilingual("what came of it: resolves it too", "办结结果：回复并办结")),
      .option("satisfied", "ANSWER", Bilingual("whether they are satisfied", "是否满意"), choices: .yesOrNo),
    ],
    draft: Draft(
      [("words", Bilingual("what you said", "您答复的内容"))],
      note: Bilingual(
        "Your answer to this one person. It is recorded at once, and leadership reviews it.", "您对这位提问者的答复。立即登记，由领导小组审看。"
      ))
  ) { invocation in
    try await record(try invocation.reference("FEEDBACK", .feedback), invocation)
  }

  /// Records what `words` says; and where the line says what came of it, the message is resolved with it.
  static func record(_ feedback: Reference, _ invocation: Invocation) async throws -> Reply {
    try await invocation.ledger.ownWords.say(feedback, try invocation.text("words"))
    if invocation["resolved"] != nil {
      try await invocation.ledger.feedback.resolve(
        feedback, outcome: try invocation.text("resolved"), satisfied: invocation["satisfied"] ?? "unknown")
    }
    return try await invocation.done(
      Bilingual(
        "Your answer to \(feedback) is recorded, in your own words. Leadership reviews it.",
        "您对 \(feedback) 的自拟答复已登记，由领导小组审看。"),
      on: try await invocation.ledger.incidents.owning(feedback), values: ["feedback": .id(feedback)])
  }

  static let correct = Command(
    "correct-reply", "更正答复",
    Bilingual("say how who asked was told what is right, where an answer was wrong", "答复有误的，登记怎样向提问者更正"),
    [item, .positional("NOTE", Bilingual("how they were told", "怎样告知的"), repeats: true)],
    reading: { invocation in
      guard let answer = try await invocation.ledger.ownWords.find(try invocation.reference("FEEDBACK", .feedback))
      else { return Reading() }
      return Reading(page: OwnWordsText.page(answer))
    }
  ) { invocation in
    let feedback = try invocation.reference("FEEDBACK", .feedback)
    try await invocation.ledger.ownWords.correct(feedback, note: try invocation.words("NOTE"))
    return try await invocation.done(
      Bilingual("The answer to \(feedback) is put right.", "对 \(feedback) 的答复已更正。"),
      on: try await invocation.ledger.incidents.owning(feedback), values: ["feedback": .id(feedback)])
  }
}
