import FoundationEssentials
public import Ledger
public import Papers
public import Wording
import Workflow

/// The evaluation of an incident or an exercise as a document, and as the form that companies file. Pure: what was read comes in,
/// blocks go out.
public struct EvaluationReport: Sendable {
  /// A text whose figures, names or times stand in no fact.
  public struct Difference: Sendable {
    public let subject: String
    public let unmatched: [String]
    public init(subject: String, unmatched: [String]) {
      self.subject = subject
      self.unmatched = unmatched
    }
  }

  let evaluation: Evaluations.Evaluation
  let file: CaseFile
  let differences: [Difference]
  let shortcomings: [Shortcomings.Shortcoming]
  let improvements: [Improvements.Item]
  let language: Language
  /// The team's line beside the real case's; nil of what was no drill.
  var beside: (lines: TwoLines, table: Table)?

  public init(
    _ evaluation: Evaluations.Evaluation, _ file: CaseFile, differences: [Difference],
    shortcomings: [Shortcomings.Shortcoming], improvements: [Improvements.Item], language: Language,
    beside: (lines: TwoLines, table: Table)? = nil
  ) {
    self.beside = beside
    self.shortcomings = shortcomings
    self.improvements = improvements
    self.evaluation = evaluation
    self.file = file
    self.differences = differences
    self.language = language
  }

  /// The whole of it.
  public func document(company: String = "") -> Document {
    frame(say("Evaluation: ", "处置评估报告："), company, blocks)
  }

  /// The evaluation form (演练评估表、处置评估表): one table that is signed.
  public func sheet(company: String = "") -> Document {
    let isDrill = file.summary.isExercise
    return frame(
      isDrill ? say("Exercise evaluation form: ", "演练评估表：") : say("Evaluation form: ", "处置评估表："), company,
      [.definitions(head), .table(formTable), .paragraph(verdict), .definitions(signatures), source])
  }

  /// The review as companies file it (复盘报告): what happened, how it was handled, what was found, what is learnt, what becomes of it.
  public func review(company: String = "") -> Document {
    let report = CaseReport(file, language: language)
    var blocks: [Block] = [
      .heading(1, say("1. In short", "一、事件概况")), .definitions(head), .list(report.shortly),
      .heading(1, say("2. The course of events", "二、处置经过")),
      .paragraph(file.review?.course ?? say("Not written yet.", "尚未撰写。")), .course(course),
      .heading(1, say("3. Evaluation", "三、评估结果")), .table(scores), .paragraph(verdict),
    ]
    if let effectiveness = file.review?.effectiveness { blocks.append(.paragraph(effectiveness)) }
    blocks += [
      .heading(1, say("4. What could have gone better", "四、存在的不足")), .table(found),
      .heading(1, say("5. What is learnt", "五、经验教训")),
      .paragraph(file.review?.lessons ?? say("Not written yet.", "尚未撰写。")),
      .heading(1, say("6. What is done about it", "六、整改措施")), .table(improving), .definitions(signatures), source,
    ]
    return frame(say("Review: ", "复盘报告："), company, blocks)
  }

  private var found: Table {
    Table(
      [say("Shortcoming", "不足"), say("Times", "次数"), say("Answer", "答复")],
      shortcomings.map { [say(ShortcomingText.name($0)), rows($0.times), say(ShortcomingText.answer($0))] },
      whenEmpty: say("Nothing was found.", "没有发现不足。"))
  }

  private var improving: Table {
    Table(
      [say("Improvement", "整改措施"), say("Owner", "负责人"), say("By", "时限"), say("State", "状态")],
      improvements.map {
        ["\($0.reference) \($0.title)", file.name($0.owner), $0.dueOn, say(ImprovementCommands.state($0))]
      }, whenEmpty: say("None yet.", "尚无。"))
  }

  func frame(_ title: String, _ company: String, _ blocks: [Block]) -> Document {
    let summary = file.summary
    return Document(
      title: Bilingual.drillMark(of: summary.isExercise)[language] + title + summary.title, language: language,
      subtitle: say(
        "\(summary.reference) · \(summary.kind.name.english) · as of \(TimeFormat.local(summary.now))",
        "事件编号 \(summary.reference) · \(summary.kind.name.chinese) · 截至 \(TimeFormat.local(summary.now))"),
      issuer: company, confidentiality: summary.isRestricted ? say("Restricted", "限制知悉范围") : say("Internal", "内部"),
      date: summary.now, blocks: blocks)
  }

  private var blocks: [Block] {
    var blocks: [Block] = [.heading(1, say("Scores", "评估得分")), .table(scores), .paragraph(verdict), .course(course)]
    if let beside {
      blocks += [
        .heading(1, say("Beside what really happened", "与真实事件对照")), .lines(beside.lines), .table(beside.table),
      ]
    }
    blocks += [.heading(1, say("What the scores are made of", "得分构成")), .table(shares)]
    blocks += [.heading(1, say("What was due", "时限执行")), .table(table(of: .timeliness))]
    if !differences.isEmpty {
      blocks += [.heading(1, say("Hand-overs that differ from the facts", "与情况清单不一致的交接材料")), .table(differing)]
    }
    blocks += [.heading(1, say("How it was talked about", "舆论走势")), .definitions(heat)]
    if !evaluation.goals.isEmpty { blocks += [.heading(1, say("Goals of the command", "指令目标")), .table(goals)] }
    blocks += [.heading(1, say("By team", "各组情况")), .table(teams)]
    if !evaluation.outside.isEmpty {
      blocks += [.heading(1, say("Published outside the system", "系统外发布")), .table(outside)]
    }
    if !evaluation.refused.isEmpty {
      blocks += [.heading(1, say("Attempts that were refused", "未获放行的操作")), .table(refused)]
    }
    blocks += [.heading(1, say("What could have gone better", "发现的不足")), .table(found)]
    return blocks + [source]
  }

  // MARK: words

  func say(_ english: String, _ chinese: String) -> String { language == .english ? english : chinese }
  func say(_ words: Bilingual) -> String { words[language] }
  private func time(_ date: Date?) -> String { date.map(TimeFormat.local) ?? "–" }
  private func rows(_ count: Int) -> String { say("\(count)", "\(count)") }

  /// The whole, in a sentence.
  var verdict: String {
    guard let score = evaluation.total.score, let band = evaluation.total.band else {
      return say("Nothing can be measured yet.", "目前还没有可评估的内容。")
    }
    let cap =
      evaluation.total.isCapped
      ? say(" One part is so low that the whole is M at most.", "有一项得分过低，总评最高为合格（M）。") : ""
    return say(
      "In all \(EvaluationText.score(score)) of 100: \(band.name.english). \(EvaluationText.percent(evaluation.total.coverage)) of the weight rests on rows.",
      "总分 \(EvaluationText.score(score))，\(band.name.chinese)。有记录支撑的权重占 \(EvaluationText.percent(evaluation.total.coverage))。"
    ) + cap
  }

  // MARK: tables

  private var head: [Definition] {
    [
      Definition(say("Incident", "事件"), "\(file.summary.reference) \(file.summary.title)"),
      Definition(say("Level", "等级"), say(file.summary.severity.name)),
      Definition(say("Detected", "发现时间"), time(file.summary.detectedAt)),
      Definition(say("First statement", "首次回应"), time(evaluation.heat.statedAt)),
      Definition(
        say("Measured by", "评估依据"), say("playbook version \(file.summary.playbook)", "第 \(file.summary.playbook) 版预案")),
    ]
  }

  private var scores: Table {
    Table(
      [
        say("Part", "项目"), say("Weight", "权重"), say("Score", "得分"), say("Coverage", "覆盖率"), say("Rows", "记录数"),
        say("Note", "说明"),
      ],
      evaluation.scores.map {
        [
          say($0.part.name), EvaluationText.percent($0.weight), EvaluationText.score($0.score),
          EvaluationText.percent($0.coverage), rows($0.counted), say(EvaluationText.note($0)),
        ]
      }, whenEmpty: say("Nothing.", "无。"))
  }

  private var shares: Table {
    Table(
      [
        say("Part", "项目"), say("Share", "构成"), say("Weight", "权重"), say("Value", "达成率"), say("Rows", "记录数"),
        say("Not due", "未到期"),
      ],
      evaluation.shares.map {
        [
          say($0.part.name), say($0.share.name), EvaluationText.percent($0.weight),
          $0.value == nil && $0.pending == 0 ? say("not applicable", "不适用") : EvaluationText.percent($0.value),
          rows($0.counted), rows($0.pending),
        ]
      }, whenEmpty: "")
  }

  /// Every row of one part.
  public func table(of part: EvaluationPart) -> Table {
    Table(
      [
        say("What", "事项"), say("Share", "构成"), say("Team", "责任小组"), say("Due", "时限"), say("Done", "完成"),
        say("State", "情况"), say("Counts", "计分"),
      ],
      evaluation.items.filter { $0.part == part }.map {
        [
          say(EvaluationText.subject($0)), say($0.share.name), say($0.team.name), time($0.dueAt), time($0.doneAt),
          say(EvaluationText.state($0.state)),
          $0.value.map { EvaluationText.percent($0) } ?? "–",
        ]
      }, whenEmpty: say("Nothing was due.", "没有到期事项。"))
  }

  private var differing: Table {
    Table(
      [say("Text", "材料"), say("In no fact", "情况清单中没有的")],
      differences.map { [say(EvaluationText.handover($0.subject)), $0.unmatched.joined(separator: say(", ", "、"))] },
      whenEmpty: say("None.", "无。"))
  }

  private var goals: Table {
    Table(
      [say("Goal", "目标"), say("Met", "是否达成"), say("Why", "理由")],
      evaluation.goals.map {
        ["\($0.number) \($0.text)", say(EvaluationText.state($0.met)), $0.reason.isEmpty ? "–" : $0.reason]
      }, whenEmpty: "")
  }

  private var teams: Table {
    Table(
      [say("Team", "小组"), say("Part", "项目"), say("Score", "得分"), say("Rows", "记录数"), say("Fully", "完全达成")],
      evaluation.teams.map {
        [say($0.team.name), say($0.part.name), EvaluationText.score($0.score), rows($0.counted), rows($0.kept)]
      }, whenEmpty: say("Nothing was due.", "没有到期事项。"))
  }

  private var outside: Table {
    Table(
      [say("When", "时间"), say("Where", "在哪里"), say("What", "内容"), say("Recorded by", "登记人")],
      evaluation.outside.map { [time($0.at), $0.place, $0.text, file.name($0.person)] }, whenEmpty: "")
  }

  private var refused: Table {
    Table(
      [say("Rule", "规则"), say("Team", "小组"), say("Times", "次数")],
      evaluation.refused.map { [$0.name, say($0.team.name), rows($0.times)] }, whenEmpty: "")
  }

  private var heat: [Definition] {
    let heat = evaluation.heat
    guard heat.mentions > 0 else {
      return [
        Definition(say("Posts", "信息量"), say("none counted: heat and sentiment are not applicable", "没有统计到信息，热度和情绪不适用"))
      ]
    }
    let others = evaluation.comparison
    func beside(_ own: String, _ median: String?) -> String {
      guard let median, others.others > 0 else { return own }
      return own
        + say(" (median of \(others.others) others of its kind: \(median))", "（同类 \(others.others) 起的中位数：\(median)）")
    }
    func span(_ seconds: Double?) -> String? { seconds.map { say(TimeFormat.span($0)) } }
    var all = [
      Definition(say("Posts", "信息量"), "\(heat.mentions)"),
      Definition(
        say("Peak an hour", "每小时峰值"),
        beside(
          EvaluationText.score(heat.peak) + " · " + time(heat.peakAt), others.peak.map { EvaluationText.score($0) })),
      Definition(
        say("Half of it after", "降到一半用时"), beside(span(heat.halvedAfter) ?? "–", span(others.halvedAfter))),
      Definition(
        say("An hour at the end", "衡量时每小时"),
        beside(EvaluationText.score(heat.heat), others.heat.map { EvaluationText.score($0) })),
      Definition(
        say("Negative before, at worst, at the end", "负面占比：事前、最高、衡量时"),
        [heat.negativeBefore, heat.negativeWorst, heat.negativeAfter].map(EvaluationText.percent).joined(
          separator: " · ")),
      Definition(say("Measured at", "衡量时间"), time(heat.measuredAt)),
    ]
    if let second = heat.secondWaveAt { all.append(Definition(say("Second wave", "第二波"), time(second))) }
    return all
  }

  /// Heat by the hour, stages, and the targets.
  private var course: Course {
    var hours: [Date: Double] = [:]
    for count in evaluation.counts {
      let hour = Date(timeIntervalSince1970: (count.at.timeIntervalSince1970 / 3600).rounded(.down) * 3600)
      hours[hour, default: 0] += Double(count.mentions)
    }
    let targets = evaluation.items.filter { $0.part == .timeliness && $0.value != nil }.prefix(24).compactMap {
      item -> Course.Target? in
      guard let start = item.startedAt, let due = item.dueAt else { return nil }
      let label = say(EvaluationText.subject(item))
      let fits = language == .english ? 24 : 13
      return Course.Target(
        label.count > fits ? label.prefix(fits - 1) + "…" : label, start: start, due: due, done: item.doneAt,
        isKept: item.state == "kept")
    }
    return Course(
      caption: say("The line of the incident: posts an hour, stages, targets", "处置走势：每小时信息量、阶段、时限"),
      unit: say("posts an hour", "条/小时"), kept: say("in time", "按时"), missed: say("late or not done", "超时或未办"),
      heat: hours.sorted { $0.key < $1.key }.map { Course.Point($0.key, $0.value) },
      marks: file.stages.map { Course.Mark($0.at, say($0.stage.name)) }
        + (evaluation.heat.statedAt.map { [Course.Mark($0, say("first statement", "首次回应"))] } ?? []),
      targets: Array(targets))
  }

  private var formTable: Table {
    Table(
      [
        say("Item", "评估项目"), say("What is looked at", "评估内容"), say("Weight", "权重"), say("Result", "达成情况"),
        say("Score", "得分"), say("Remark", "评语"),
      ],
      evaluation.scores.flatMap { score in
        evaluation.shares.filter { $0.part == score.part }.enumerated().map { place, share in
          [
            place == 0 ? say(score.part.name) + " " + EvaluationText.percent(score.weight) : "", say(share.share.name),
            EvaluationText.percent(share.weight),
            share.value == nil && share.pending == 0
              ? say("not applicable", "不适用") : EvaluationText.percent(share.value),
            place == 0 ? EvaluationText.score(score.score) : "", "",
          ]
        }
      }, whenEmpty: "")
  }

  private var signatures: [Definition] {
    [
      Definition(say("Evaluated by", "评估人"), "________________"),
      Definition(say("Checked by", "复核人"), "________________"),
      Definition(say("Date", "日期"), "________________"),
    ]
  }

  private var source: Block {
    .small(
      say(
        "The formula, its weights, bands and caps are part of the playbook: levee playbook show \(file.summary.playbook). What was due and not done counts 0; what does not apply is left out and the others share its weight. Every number opens to its rows: levee evaluate \(file.summary.reference) --part timeliness. Letters P, S, M, U: HSEEP.",
        "公式、权重、等次和封顶都写在预案中：levee playbook show \(file.summary.playbook)。到期未办计 0 分；不适用的不计，权重由其他项分担。每个数字都能查到所依据的记录：levee evaluate \(file.summary.reference) --part timeliness。等次 P、S、M、U 取自 HSEEP。"
      ))
  }
}
