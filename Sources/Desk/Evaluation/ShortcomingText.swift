public import CommandLine
public import Ledger
public import Wording
import Workflow

/// Words for what could have gone better.
public enum ShortcomingText {
  /// What it is: `missed deadline: issue the command`.
  public static func name(_ shortcoming: Shortcomings.Shortcoming) -> Bilingual {
    shortcoming.subject.isEmpty
      ? shortcoming.kind.name
      : shortcoming.kind.name + Bilingual(": ", "：") + shortcoming.kind.about(shortcoming.subject)
  }

  /// What became of it.
  public static func answer(_ shortcoming: Shortcomings.Shortcoming) -> Bilingual {
    if let improvement = shortcoming.improvement {
      return Bilingual("improvement \(improvement)", "整改措施 \(improvement)")
    }
    return shortcoming.reason.isEmpty
      ? Bilingual("not answered", "待答复")
      : Bilingual("accepted, because ", "接受，理由：") + Bilingual(same: shortcoming.reason)
  }

  /// All of them, numbered as the review names them.
  public static func table(_ found: [Shortcomings.Shortcoming]) -> Reply.Table {
    Reply.Table(
      "shortcomings", Bilingual("What could have gone better:", "发现的不足："),
      columns: [
        ("number", Bilingual("No.", "序号")), ("shortcoming", Bilingual("Shortcoming", "代码")),
        ("what", Bilingual("What", "不足")), ("times", Bilingual("Times", "次数")), ("answer", Bilingual("Answer", "答复")),
      ],
      rows: found.enumerated().map { place, shortcoming in
        [
          .number(place + 1), .code(shortcoming.key),
          .values(
            .object(["kind": .string(shortcoming.kind.rawValue), "subject": .string(shortcoming.subject)]),
            name(shortcoming)),
          .number(shortcoming.times),
          .values(
            .object([
              "improvement": shortcoming.improvement.map { .id($0) } ?? .null,
              "accepted_because": .string(shortcoming.reason),
            ]), answer(shortcoming)),
        ]
      }, whenEmpty: Bilingual("Nothing was found.", "没有发现不足。"))
  }
}
