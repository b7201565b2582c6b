public import Ledger
public import Wording
import Workflow

/// Words for the rows of an evaluation.
public enum EvaluationText {
  /// What a row is about, as people call it: `assess` is 提交研判报告, `S2.1 F3` stays.
  public static func subject(_ item: Evaluations.Item) -> Bilingual {
    let words = item.subject.split(separator: " ", maxSplits: 1).map(String.init)
    switch item.share {
    case .duties:
      guard let first = words.first, let kind = DutyKind(rawValue: first) else { return Bilingual(same: item.subject) }
      return words.count > 1 ? kind.name + Bilingual(same: " " + words[1]) : kind.name
    case .handoversMatch: return handover(item.subject)
    case .goalsMet: return Bilingual("goal \(words.last ?? "")", "目标 \(words.last ?? "")")
    case .heatFallen, .sentimentRecovered, .noSecondCrisis: return item.share.name
    default: return Bilingual(same: item.subject)
    }
  }

  /// A text that hands on what is known: `assessment 1`, `command 2`, `P1.1`, `S2.1`.
  public static func handover(_ subject: String) -> Bilingual {
    let words = subject.split(separator: " ").map(String.init)
    switch words.first {
    case "assessment": return Bilingual("assessment \(words.last ?? "")", "第 \(words.last ?? "") 版研判报告")
    case "command": return Bilingual("command \(words.last ?? "")", "第 \(words.last ?? "") 号指令")
    default: return Bilingual(same: subject)
    }
  }

  /// kept, late, missed and the others.
  public static func state(_ state: String) -> Bilingual {
    switch state {
    case "kept": Bilingual("in time", "按时")
    case "late": Bilingual("late", "超时完成")
    case "missed": Bilingual("not done", "到期未办")
    case "pending": Bilingual("not due yet", "未到期")
    case "yes": Bilingual("yes", "是")
    case "no": Bilingual("no", "否")
    case "partly": Bilingual("partly", "部分")
    default: Bilingual("not judged", "未评判")
    }
  }

  /// `87.5`, or a dash.
  public static func score(_ score: Double?) -> String {
    guard let score else { return "–" }
    let tenths = Int((score * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// `45%`.
  public static func percent(_ share: Double?) -> String {
    guard let share else { return "–" }
    return "\(Int((share * 100).rounded()))%"
  }

  /// What is said beside a part's score: that it is kept down, or rests on nothing.
  public static func note(_ score: Evaluations.Score) -> Bilingual {
    if score.score == nil {
      return score.pending > 0
        ? Bilingual("nothing is due yet", "均未到期")
        : Bilingual("not applicable; the others share its weight", "不适用，权重由其他项分担")
    }
    if score.isCapped { return Bilingual("kept down: something was published outside the system", "有系统外发布，已封顶") }
    return score.pending > 0 ? Bilingual("\(score.pending) not due yet", "\(score.pending) 项未到期") : Bilingual(same: "")
  }
}
