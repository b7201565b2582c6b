public import FoundationEssentials
public import Ledger
public import Papers
public import Wording
public import Workflow

/// Words for a house's readiness: what its rows are about, what would raise it, and the month's letter.
public enum ReadinessText {
  /// What a row is about: a seat's name, a login, a kind of resource at a severity.
  /// - Parameter kinds: names of the kinds of resources.
  public static func subject(_ part: ReadinessPart, _ subject: String, kinds: [String: Bilingual]) -> Bilingual {
    let words = subject.split(separator: ":", maxSplits: 1).map(String.init)
    switch part {
    case .seats where words.first == "substitute":
      return Bilingual("who stands in for the ", "代班人：") + seat(words.last ?? "")
    case .seats where words.first == "leadership": return seat(words.last ?? "")
    case .seats:
      return Bilingual("head of ", "负责人：") + (Team(rawValue: words.first ?? "")?.name ?? Bilingual(same: subject))
    case .reading where subject == "employees": return Bilingual("employees without a seat", "其他员工")
    case .resources:
      let both = subject.split(separator: "/").map(String.init)
      let level = both.last.flatMap(Severity.init(rawValue:))?.name ?? Bilingual(same: "")
      return (kinds[both.first ?? ""] ?? Bilingual(same: both.first ?? "")) + Bilingual(", ", "，") + level
    case .tools: return tool(words)
    case .drills where subject == "last": return Bilingual("none was held", "还没有完成的演练")
    case .drills: return DrillKind(rawValue: subject)?.name ?? Bilingual("score of \(subject)", "\(subject) 得分")
    case .improvements where subject.isEmpty: return Bilingual("none is open", "没有待整改项")
    case .holding: return Bilingual("holding statement in \(subject)", "首发稿模板（\(subject)）")
    case .restore: return Bilingual("a backup restored", "备份恢复测试")
    default: return Bilingual(same: subject)
    }
  }

  private static func seat(_ seat: String) -> Bilingual {
    switch seat {
    case "leader": Bilingual("leader", "组长")
    case "deputy": Bilingual("deputy leader", "副组长")
    default: Bilingual("legal counsel", "法务")
    }
  }

  private static func tool(_ words: [String]) -> Bilingual {
    let name = words.last ?? ""
    return switch words.first {
    case "service": Bilingual("service of ", "服务：") + (Team(rawValue: name)?.name ?? Bilingual(same: name))
    case "way": Bilingual("way \(name)", "通知方式 \(name)")
    case "tool": Bilingual("tool \(name)", "工具 \(name)")
    case "source": Bilingual("source \(name)", "信息源 \(name)")
    default: Bilingual("a channel that the public sees", "面向公众的渠道")
    }
  }

  /// What to do about a part: the command that shows what is missing, or that fills it.
  public static func advice(_ part: ReadinessPart) -> String {
    switch part {
    case .seats: "levee person seat HANDLE SEAT"
    case .reach: "levee transport test TRANSPORT --address ADDRESS"
    case .reading: "levee readings --names"
    case .training: "levee readings"
    case .resources: "levee-logistics resources"
    case .tools: "levee doctor"
    case .drills: "levee drill plan SCENARIO --at TIME --people LOGIN"
    case .improvements: "levee-leadership improvements"
    case .holding: "levee playbook show"
    case .restore: "levee-logistics restore-tried"
    case .wake: "levee-logistics wake PERSON"
    }
  }

  /// What is missing of a part, the first five by name.
  public static func missing(_ part: ReadinessPart, _ subjects: [String], kinds: [String: Bilingual]) -> Bilingual {
    // A kind has a name only where the playbook is at hand.
    guard part != .resources || !kinds.isEmpty else {
      return subjects.isEmpty ? Bilingual(same: "") : Bilingual("\(subjects.count) missing", "缺 \(subjects.count) 项")
    }
    let named = subjects.prefix(5).map { subject(part, $0, kinds: kinds) }
    let rest = subjects.count - named.count
    return Bilingual(
      named.map(\.english).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : ""),
      named.map(\.chinese).joined(separator: "、") + (rest > 0 ? "等 \(subjects.count) 项" : ""))
  }

  /// `73.5`, and how that differs from before.
  public static func score(_ score: Double, before: Double?) -> Bilingual {
    let words = Bilingual("\(EvaluationText.score(score)) of 100", "\(EvaluationText.score(score)) 分（满分 100）")
    guard let before else { return words }
    let change = score - before
    if abs(change) < 0.05 { return words + Bilingual(", as in the last letter", "，与上次持平") }
    let points = EvaluationText.score(abs(change))
    return words
      + (change > 0
        ? Bilingual(", \(points) more than in the last letter", "，比上次高 \(points) 分")
        : Bilingual(", \(points) less than in the last letter", "，比上次低 \(points) 分"))
  }

  /// What would raise it most, in the order of what is gained: a line for each, no more than three.
  static func steps(_ letter: HouseReadiness.Letter) -> [Bilingual] {
    letter.parts.sorted { $0.gain > $1.gain }.prefix(3).compactMap { said in
      guard said.gain > 0, let part = ReadinessPart(rawValue: said.part) else { return nil }
      let points = EvaluationText.score(said.gain)
      let missing = missing(part, said.missing, kinds: [:])
      return part.name + Bilingual(" (+\(points)): ", "（可加 \(points) 分）：") + missing
        + Bilingual(same: " · " + advice(part))
    }
  }

  /// The month's letter as lines of a message.
  static func lines(_ letter: HouseReadiness.Letter) -> [Bilingual] {
    let steps = steps(letter)
    return
      (steps.isEmpty
      ? [Bilingual("Nothing is missing.", "没有缺项。")]
      : [Bilingual("What would raise it most:", "最能提升的事项：")]
        + steps.enumerated().map { Bilingual(same: "\($0.offset + 1). ") + $0.element })
  }

  /// The month's letter, one page.
  public static func document(_ letter: HouseReadiness.Letter, company: String, in language: Language, at date: Date)
    -> Document
  {
    func say(_ english: String, _ chinese: String) -> String { Bilingual(english, chinese)[language] }
    let steps = steps(letter).map { $0[language] }
    return Document(
      title: say("How ready we are: \(letter.month)", "应急准备情况：\(letter.month)"), language: language,
      subtitle: say("As of \(letter.day)", "截至 \(letter.day)"), issuer: company,
      confidentiality: say("Internal", "内部"), recipients: [Team.leadership.name[language]], date: date,
      blocks: [
        .paragraph(say("Readiness: ", "准备得分：") + score(letter.score, before: letter.before)[language]),
        .heading(1, say("What would raise it most", "最能提升的事项")),
        steps.isEmpty ? .paragraph(say("Nothing is missing.", "没有缺项。")) : .steps(steps),
        .heading(1, say("Part by part", "各项得分")),
        .table(
          Table(
            [say("Part", "项目"), say("Score", "得分"), say("To be gained", "可提升"), say("Missing", "缺项")],
            ReadinessPart.allCases.compactMap { part in
              letter.parts.first { $0.part == part.rawValue }.map {
                [
                  part.name[language], EvaluationText.score($0.score), EvaluationText.score($0.gain),
                  missing(part, $0.missing, kinds: [:])[language],
                ]
              }
            }, whenEmpty: say("Nothing.", "无。"))),
        .small(say("Every row behind it: levee readiness --part PART", "每项依据的记录：levee readiness --part 项目")),
      ])
  }
}
