import CommandLine
import Desk
import Drill
import FoundationEssentials
import Ledger
import Papers
import Wording
import Workflow

/// `levee evaluate`: how well an incident or an exercise was handled, and every row behind it.
enum EvaluateCommand {
  private static let forms: [Choice] = [
    Choice("report", Bilingual("the whole evaluation", "评估报告")),
    Choice("sheet", Bilingual("the evaluation form", "评估表")),
    Choice("review", Bilingual("the review, with shortcomings and improvements", "复盘报告")),
  ]

  static let evaluate = Command(
    "evaluate", "评估",
    Bilingual(
      "how well an incident or an exercise was handled: timeliness, accuracy, feedback, outcome",
      "评估处置情况：及时性、准确性、反馈处理、结果"),
    [
      .positional(
        "INCIDENT", Bilingual("the incident, for example I3; not with --trend", "事件编号，如 I3；与 --trend 不能同用"),
        required: false),
      .option("drill", "DRILL", Bilingual("of this drill, for example Y1, in place of the incident", "按演练编号评估，如 Y1")),
      .option("part", "PART", Bilingual("every row of this part", "查看该项的全部记录"), choices: .of(EvaluationPart.allCases)),
      .flag("mine", Bilingual("only what you did yourself", "只看本人办理的")),
      .flag("trend", Bilingual("the scores of all incidents over time", "历次得分走势")),
      .option("form", "FORM", Bilingual("what is printed", "输出的表式"), choices: forms), .paper,
    ], as: .reader, to: .show
  ) { invocation in
    if invocation.has("trend") { return try await trend(invocation) }
    let incident = try await incident(invocation)
    let file = try await invocation.ledger.cases.read(incident)
    let matching = try await HandoverMatching.read(file, invocation)
    let evaluation = try await invocation.ledger.evaluations.read(
      incident, handovers: matching.handovers, mine: invocation.has("mine"))
    if let part = invocation["part"].flatMap(EvaluationPart.init(rawValue:)) {
      return rows(evaluation, part, matching.differences)
    }
    if invocation.has("mine") { return rows(evaluation, nil, []) }
    let report = EvaluationReport(
      evaluation, file, differences: matching.differences,
      shortcomings: try await invocation.ledger.shortcomings.list(of: incident),
      improvements: try await invocation.ledger.improvements.list(of: incident), language: invocation.language,
      beside: try await invocation.ledger.drills.line(of: incident).flatMap { Self.beside($0, invocation.language) })
    let company = try await invocation.ledger.company.read()?.name(in: invocation.language) ?? ""
    let document =
      switch invocation["form"] {
      case "sheet": report.sheet(company: company)
      case "review": report.review(company: company)
      default: report.document(company: company)
      }
    return try await PaperReply.reply(document, invocation, figures: figures(evaluation))
  }

  /// What is evaluated: an incident, or that of a drill.
  private static func incident(_ invocation: Invocation) async throws -> Reference {
    guard invocation["drill"] != nil else { return try invocation.reference("INCIDENT", .incident) }
    let drill = try invocation.reference("drill", .drill)
    guard let incident = try await invocation.ledger.drills.find(drill).incident else {
      throw Failure(
        .data, Bilingual("\(drill) has not begun.", "\(drill) 还没有开始。"),
        advice: Bilingual("Begin it: levee drill start \(drill)", "请先开始：levee drill start \(drill)"))
    }
    return incident
  }

  /// The team's line and the real one, drawn and as a table; nil where the scenario does not say what really happened.
  private static func beside(_ line: Drills.Line, _ language: Language) -> (lines: TwoLines, table: Table)? {
    guard !line.real.isEmpty else { return nil }
    func say(_ english: String, _ chinese: String) -> String { Bilingual(english, chinese)[language] }
    let team = line.team.map {
      TwoLines.Point($0.at, (DrillStep(rawValue: $0.step)?.name ?? Bilingual(same: $0.step))[language])
    }
    let upper = say("this team", "参演队伍")
    let lower = say("what really happened", "真实经过")
    let rows =
      team.map { ($0.at, [TwoLines.clock($0.at), $0.label, "", ""]) }
      + line.real.map {
        (
          $0.at,
          [TwoLines.clock($0.at), "", $0.text[language], $0.source.isEmpty ? say("reconstructed", "推定") : $0.source]
        )
      }
    return (
      TwoLines(
        caption: say("The team's line beside the real one, from the same beginning", "参演队伍与真实事件的时间线，同一起点"),
        upper: upper,
        lower: lower, above: team, below: line.real.map { TwoLines.Point($0.at, $0.text[language]) }),
      Table(
        [say("At", "时间"), upper, lower, say("Source", "来源")], rows.sorted { $0.0 < $1.0 }.map(\.1), whenEmpty: "")
    )
  }

  /// The rows behind one part, or behind all.
  private static func rows(
    _ evaluation: Evaluations.Evaluation, _ part: EvaluationPart?, _ differences: [EvaluationReport.Difference]
  ) -> Reply {
    var fields: [Reply.Field] = []
    if let part, let score = evaluation.scores.first(where: { $0.part == part }) {
      fields = [
        Reply.Field("part", Bilingual("Part", "项目"), .named(part.rawValue, part.name)),
        Reply.Field("score", Bilingual("Score", "得分"), EvaluateCommand.score(score.score)),
        Reply.Field("coverage", Bilingual("Coverage", "覆盖率"), percent(score.coverage)),
      ]
    }
    var tables = [
      Reply.Table(
        "rows",
        columns: [
          ("what", Bilingual("What", "事项")), ("share", Bilingual("Share", "构成")), ("team", Bilingual("Team", "小组")),
          ("due_at", Bilingual("Due", "时限")), ("done_at", Bilingual("Done", "完成")),
          ("state", Bilingual("State", "情况")), ("weight", Bilingual("Weight", "权重")),
          ("counts", Bilingual("Counts", "计分")),
        ],
        rows: evaluation.items.filter { part == nil || $0.part == part }.map {
          [
            .named($0.subject, EvaluationText.subject($0)), .named($0.share.rawValue, $0.share.name),
            .named($0.team.rawValue, $0.team.name), $0.dueAt.map(Cell.time) ?? .none, $0.doneAt.map(Cell.time) ?? .none,
            .named($0.state, EvaluationText.state($0.state)), EvaluateCommand.score($0.weight),
            percent($0.value),
          ]
        }, whenEmpty: Bilingual("No row counts here.", "没有计分的记录。"))
    ]
    if part == .accuracy, !differences.isEmpty {
      tables.append(
        Reply.Table(
          "differences", Bilingual("In no fact:", "情况清单中没有的："),
          columns: [("text", Bilingual("Text", "材料")), ("unmatched", Bilingual("Figures, names, times", "数字、名称、时间"))],
          rows: differences.map {
            [
              .named($0.subject, EvaluationText.handover($0.subject)),
              .values(
                .array($0.unmatched.map(JSONValue.string)), Bilingual(same: $0.unmatched.joined(separator: " · "))),
            ]
          }))
    }
    return Reply(fields: fields, tables: tables)
  }

  private static func score(_ value: Double?) -> Cell {
    value.map { .values(.number($0), Bilingual(same: EvaluationText.score($0))) } ?? .none
  }

  /// A share from 0 to 1; a person reads it in hundredths.
  private static func percent(_ share: Double?) -> Cell {
    share.map { .values(.number($0), Bilingual(same: EvaluationText.percent($0))) } ?? .none
  }

  private static func figures(_ evaluation: Evaluations.Evaluation) -> [String: JSONValue] {
    func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
    var scores: [String: JSONValue] = [:]
    for score in evaluation.scores {
      scores[score.part.rawValue] = .object([
        "score": number(score.score), "coverage": .number(score.coverage), "rows": .integer(score.counted),
        "capped": .bool(score.isCapped),
      ])
    }
    return [
      "scores": .object(scores), "total": number(evaluation.total.score),
      "band": evaluation.total.band.map { .string($0.rawValue) } ?? .null,
    ]
  }

  /// The scores of the incidents that one may read, the oldest first: no more than a chart holds.
  private static func trend(_ invocation: Invocation) async throws -> Reply {
    let language = invocation.language
    var places: [(summary: Incidents.Summary, evaluation: Evaluations.Evaluation)] = []
    for summary in try await invocation.ledger.incidents.list(Incidents.Filter()).prefix(60) where places.count < 24 {
      guard summary.stage >= .reviewing, let file = try? await invocation.ledger.cases.read(summary.reference) else {
        continue
      }
      let matching = try await HandoverMatching.read(file, invocation)
      places.insert(
        (
          summary,
          try await invocation.ledger.evaluations.read(summary.reference, handovers: matching.handovers)
        ), at: 0)
    }
    func line(_ part: EvaluationPart) -> ScoreLines.Line {
      ScoreLines.Line(
        part.name[language], places.map { place in place.evaluation.scores.first { $0.part == part }?.score ?? nil })
    }
    let heading =
      [Bilingual("Incident", "事件"), Bilingual("Detected", "发现时间")] + EvaluationPart.allCases.map(\.name)
      + [Bilingual("In all", "总分"), Bilingual("Band", "等次")]
    let rows = places.map { place in
      [
        "\(place.summary.reference) " + Bilingual.drillMark(of: place.summary.isExercise)[language]
          + place.summary.title,
        TimeFormat.local(place.summary.detectedAt),
      ]
        + EvaluationPart.allCases.map { part in
          EvaluationText.score(place.evaluation.scores.first { $0.part == part }?.score ?? nil)
        } + [EvaluationText.score(place.evaluation.total.score), place.evaluation.total.band?.rawValue ?? "–"]
    }
    let document = Document(
      title: Bilingual("Scores over time", "历次评估得分")[language], language: language,
      date: places.last?.summary.now ?? Date.now,
      blocks: [
        .scores(
          ScoreLines(
            caption: Bilingual("The four scores and the whole, incident by incident", "四项得分与总分，按事件先后")[language],
            places: places.map { $0.summary.reference.description },
            lines: EvaluationPart.allCases.map(line) + [
              ScoreLines.Line(Bilingual("in all", "总分")[language], places.map(\.evaluation.total.score))
            ])),
        .table(
          Table(
            heading.map { $0[language] }, rows,
            whenEmpty: Bilingual("No incident has come so far.", "还没有进入总结阶段的事件。")[language])),
      ])
    return try await PaperReply.reply(
      document, invocation,
      figures: [
        "incidents": .array(
          places.map { place in
            .object(figures(place.evaluation).merging(["incident": .id(place.summary.reference)]) { $1 })
          })
      ])
  }
}
