public import CommandLine
public import Ledger
public import Wording
import Workflow

/// Answers in own words, as people read them.
public enum OwnWordsText {
  public static func state(_ answer: OwnWords.Answer) -> Bilingual {
    switch answer.state {
    case .unreviewed:
      answer.needsLegal
        ? Bilingual("waits for legal's review", "待法务审看") : Bilingual("waits for leadership's review", "待领导小组审看")
    case .fine: Bilingual("fine as it was said", "答复无误")
    case .wrong: Bilingual("wrong, to be put right", "有误，待更正")
    case .corrected: Bilingual("was wrong, was put right", "有误，已更正")
    }
  }

  /// What was asked and what was answered, and what became of it.
  public static func page(_ answer: OwnWords.Answer) -> Reply {
    var fields = [
      Reply.Field("asked", Bilingual("Asked", "来问"), .block(answer.question)),
      Reply.Field("words", Bilingual("Answered in own words", "自拟答复"), .block(answer.words)),
      Reply.Field("person", Bilingual("Said by", "答复人"), .text(answer.person)),
      Reply.Field("state", Bilingual("State", "状态"), .named(answer.state.rawValue, state(answer))),
    ]
    if !answer.correction.isEmpty {
      fields.append(Reply.Field("correction", Bilingual("What is right", "应更正为"), .block(answer.correction)))
    }
    return Reply(fields: fields)
  }

  /// The answers of an incident in a table, those that nobody reviewed first.
  public static func table(_ answers: [OwnWords.Answer]) -> Reply.Table {
    Reply.Table(
      "own_words", Bilingual("Answered in own words:", "自拟答复："),
      columns: [
        ("feedback", Bilingual("Id", "编号")), ("from", Bilingual("From", "来源")), ("at", Bilingual("Said", "时间")),
        ("person", Bilingual("By", "答复人")), ("state", Bilingual("State", "状态")), ("words", Bilingual("Words", "内容")),
        ("correction", Bilingual("What is right", "应更正为")),
      ],
      rows: (answers.filter { $0.state == .unreviewed } + answers.filter { $0.state != .unreviewed }).map {
        [
          .code($0.feedback.description), .named($0.sender, SenderText.name($0.sender)), .time($0.at), .text($0.person),
          .named($0.state.rawValue, state($0)), .text($0.words), .text($0.correction),
        ]
      }, whenEmpty: Bilingual("None.", "没有。"))
  }
}
