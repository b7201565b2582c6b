import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Papers
import Wording
import Workflow

/// `levee readiness`: how well the house is prepared before a crisis, what would raise that most, and every row behind it.
enum ReadinessCommand {
  static let readiness = Command(
    "readiness", "准备度",
    Bilingual("how well the house is prepared before a crisis, and what would raise that most", "应急准备得分、构成，以及最能提升的事项"),
    [
      .option("part", "PART", Bilingual("every row of this part", "查看该项的全部记录"), choices: .of(ReadinessPart.allCases)),
      .option("letter", "MONTH", Bilingual("the month's letter to leadership: 2026-12", "某月致领导小组的通报，如 2026-12")),
      .paper,
    ], as: .reader, to: .show
  ) { invocation in
    let readiness = invocation.ledger.houseReadiness
    let company = try await invocation.ledger.company.read()?.name(in: invocation.language) ?? ""
    if let month = invocation["letter"] {
      guard let letter = try await readiness.letter(of: month) else {
        throw Failure(
          .noInput, Bilingual("There is no letter of \(month).", "没有 \(month) 的通报。"),
          advice: Bilingual(
            "It is written on the first day of a month that is recorded.", "每月第一次记录准备得分时自动生成。"))
      }
      return try await PaperReply.reply(
        ReadinessText.document(letter, company: company, in: invocation.language, at: Date.now), invocation)
    }
    let reading = try await readiness.read()
    if let part = invocation["part"].flatMap(ReadinessPart.init(rawValue:)) { return rows(reading, part) }
    return try await PaperReply.reply(
      document(reading, company: company, in: invocation.language), invocation,
      figures: [
        "score": .number(reading.score), "playbook": .integer(reading.playbook),
        "parts": .array(
          reading.parts.map {
            .object([
              "part": .string($0.part.rawValue), "weight": .number($0.weight), "score": .number($0.score),
              "gain": .number($0.gain), "rows": .integer($0.counted),
              "missing": .array($0.missing.map(JSONValue.string)),
            ])
          }),
        "days": .array(
          reading.days.map { .object(["day": .string($0.day), "score": .number($0.score)]) }),
      ])
  }

  private static func rows(_ reading: HouseReadiness.Reading, _ part: ReadinessPart) -> Reply {
    let whole = reading.parts.first { $0.part == part }
    return Reply(
      fields: [
        Reply.Field("part", Bilingual("Part", "项目"), .named(part.rawValue, part.name)),
        Reply.Field("score", Bilingual("Score", "得分"), figure(whole?.score)),
        Reply.Field("gain", Bilingual("The whole would gain", "总分可提升"), figure(whole?.gain)),
        Reply.Field("advice", Bilingual("Do this", "处理方法"), .code(ReadinessText.advice(part))),
      ],
      tables: [
        Reply.Table(
          "rows",
          columns: [
            ("subject", Bilingual("What", "事项")), ("counts", Bilingual("Counts", "计分")),
            ("have", Bilingual("There", "实有")), ("want", Bilingual("Wanted", "应有")), ("at", Bilingual("When", "时间")),
            ("weight", Bilingual("Weight", "权重")),
          ],
          rows: reading.items.filter { $0.part == part }.sorted { $0.value < $1.value }.map {
            [
              .named($0.subject, ReadinessText.subject(part, $0.subject, kinds: reading.kinds)),
              .values(.number($0.value), Bilingual(same: EvaluationText.percent($0.value))), figure($0.have),
              figure($0.want), $0.at.map(Cell.time) ?? .none, figure($0.weight),
            ]
          }, whenEmpty: Bilingual("This does not apply here.", "本项不适用。"))
      ])
  }

  private static func figure(_ value: Double?) -> Cell {
    value.map { .values(.number($0), Bilingual(same: EvaluationText.score($0))) } ?? .none
  }

  static func document(_ reading: HouseReadiness.Reading, company: String, in language: Language) -> Document {
    func say(_ english: String, _ chinese: String) -> String { Bilingual(english, chinese)[language] }
    let best = reading.parts.filter { $0.gain > 0 }.sorted { $0.gain > $1.gain }.prefix(5)
    var blocks: [Block] = [
      .paragraph(say("Readiness: ", "准备得分：") + ReadinessText.score(reading.score, before: nil)[language]),
      .heading(1, say("What would raise it most", "最能提升的事项")),
      best.isEmpty
        ? .paragraph(say("Nothing is missing.", "没有缺项。"))
        : .steps(
          best.map { part in
            let points = EvaluationText.score(part.gain)
            return
              (part.part.name + Bilingual(" (+\(points)): ", "（可加 \(points) 分）：")
              + ReadinessText.missing(part.part, part.missing, kinds: reading.kinds)
              + Bilingual(same: " · " + ReadinessText.advice(part.part)))[language]
          }),
      .heading(1, say("Part by part", "各项得分")),
      .table(
        Table(
          [
            say("Part", "项目"), say("Weight", "权重"), say("Score", "得分"), say("To be gained", "可提升"),
            say("Rows", "记录数"),
          ],
          reading.parts.map {
            [
              $0.part.name[language], EvaluationText.score($0.weight), EvaluationText.score($0.score),
              EvaluationText.score($0.gain), "\($0.counted)",
            ]
          }, whenEmpty: say("Nothing.", "无。"))),
    ]
    if reading.days.count > 1 {
      blocks.append(
        .scores(
          ScoreLines(
            caption: say("Readiness, day by day", "准备得分走势"), places: reading.days.map { String($0.day.suffix(5)) },
            lines: [ScoreLines.Line(say("readiness", "准备得分"), reading.days.map(\.score))])))
    }
    blocks.append(
      .small(
        say(
          "Weights and bounds are part of the playbook (version \(reading.playbook)). What is missing counts 0; what does not apply is left out, and the others share its weight. Every number opens to its rows: levee readiness --part PART",
          "权重和界限写在预案中（第 \(reading.playbook) 版）。缺的计 0 分；不适用的不计，权重由其他项分担。每个数字都能查到依据：levee readiness --part 项目"
        )))
    return Document(
      title: say("How ready we are", "应急准备情况"), language: language,
      subtitle: say("As of \(TimeFormat.local(reading.now))", "截至 \(TimeFormat.local(reading.now))"), issuer: company,
      confidentiality: say("Internal", "内部"), date: reading.now, blocks: blocks)
  }
}
