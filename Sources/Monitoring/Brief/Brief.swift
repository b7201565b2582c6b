import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Papers
import Wording
import Workflow

/// A brief of an incident (舆情快报、日报、专报、复盘报告): how it stands, what is said and by whom, what is known and what is not, what
/// the company did and what it should do. Pure: what is known comes in, a document goes out.
struct Brief {
  /// What it is made of.
  struct Material {
    let file: CaseFile
    let proposal: SeverityProposal
    /// What the last brief of this kind counted, and when; nil for the first.
    let last: (figures: Briefs.Figures, at: Date)?
    /// The analyst's own words; where there are none, the figures speak.
    var points: [String] = []
    var advice: [String] = []
  }

  let kind: BriefKind
  let material: Material
  let language: Language

  private var file: CaseFile { material.file }
  private var summary: Incidents.Summary { material.file.summary }
  private var picture: Pictures.Picture { material.proposal.picture }
  private var parts: CaseReport { CaseReport(file, language: language) }

  func say(_ english: String, _ chinese: String) -> String { language == .english ? english : chinese }
  func say(_ words: Bilingual) -> String { words[language] }

  var title: String {
    let mark = Bilingual.drillMark(of: summary.isExercise)[language]
    return mark + say(kind.name) + say(": ", "：") + summary.title
  }

  /// The document, without its number and its recipients, which filing gives it.
  func document(company: String = "") -> Document {
    Document(
      title: title, language: language,
      subtitle: say(
        "\(summary.reference) · \(summary.kind.name.english) · as of \(TimeFormat.local(summary.now))",
        "事件编号 \(summary.reference) · \(summary.kind.name.chinese) · 截至 \(TimeFormat.local(summary.now))"),
      issuer: company, date: summary.now, blocks: kind == .flash ? [.list(flash)] : sections)
  }

  /// What the next brief of this kind compares with.
  var figures: Briefs.Figures {
    var figures = Briefs.Figures()
    figures.mentions = picture.mentions
    figures.negative = picture.negative
    figures.sources = picture.sources
    figures.severity = summary.severity.rawValue
    figures.stage = summary.stage.rawValue
    figures.published = Set(file.published.map(\.statement)).count
    figures.feedback = file.feedback.count
    figures.answered = file.feedback.filter { $0.replied != nil }.count
    figures.verified = file.facts.filter { $0.reliability == .verified }.count
    figures.refuted = file.facts.filter { $0.reliability == .refuted }.count
    return figures
  }

  // MARK: ten lines

  /// At most ten lines, the first thing first.
  var flash: [String] {
    var lines = [
      say(
        "\(summary.severity.name.english), \(summary.stage.name.english). Detected \(TimeFormat.local(summary.detectedAt)).",
        "等级 \(summary.severity.name.chinese)，阶段：\(summary.stage.name.chinese)。\(TimeFormat.local(summary.detectedAt)) 发现。"
      )
    ]
    lines += material.points.prefix(2)
    if let story = picture.stories.first {
      lines.append(
        say("What is said: ", "主要说法：") + Columns.cut(story.line, to: 120)
          + say(" (\(counted(story.copies, "time")), not verified)", "（转载 \(story.copies) 条，未核实）"))
    }
    lines.append(volume)
    lines.append(carried)
    if let first = picture.voices.firstAccount {
      lines.append(
        say("First said by ", "首发：") + [first.author, first.source].filter { !$0.isEmpty }.joined(separator: " · ")
          + say(" at \(TimeFormat.local(first.first))", "，\(TimeFormat.local(first.first))"))
    }
    lines.append(
      say(
        "Known: \(figures.verified) facts verified, \(figures.refuted) found untrue, \(file.facts.count - figures.verified - figures.refuted) open.",
        "情况核实：已核实 \(figures.verified) 条，查明不实 \(figures.refuted) 条，待核实 \(file.facts.count - figures.verified - figures.refuted) 条。"
      ))
    lines.append(say("What we did: ", "我方处置：") + (did.last ?? say("nothing has gone out yet", "尚未对外回应")))
    if let advised = advice.first { lines.append(say("What we advise: ", "建议：") + advised) }
    if let next = parts.openDeadlines.first { lines.append(say("Next deadline: ", "最近时限：") + next) }
    return Array(lines.prefix(10))
  }

  private var volume: String {
    let percent = picture.mentions == 0 ? 0 : picture.negative * 100 / picture.mentions
    return say(
      "\(counted(picture.mentions, "mention")) in \(counted(picture.sources, "source")), \(percent) % of them negative. \(material.proposal.trend.sentence.english).",
      "\(picture.sources) 个平台共 \(picture.mentions) 条信息，负面占 \(percent)%。\(material.proposal.trend.sentence.chinese)。")
  }

  private var carried: String {
    let outlets = picture.voices.outlets.prefix(5).map(\.name)
    return outlets.isEmpty
      ? say("No outlet of the company's list carries it.", "名单内媒体尚未报道。")
      : say("Outlets that carry it: ", "已报道媒体：") + outlets.joined(separator: say(", ", "、"))
  }

  // MARK: the longer forms

  private var sections: [Block] {
    var blocks: [Block] = []
    func part(_ english: String, _ chinese: String, _ content: Block...) {
      blocks += [.heading(1, say(english, chinese))] + content
    }
    part("Main points", "要点", .list(material.points.isEmpty ? parts.shortly : material.points))
    part("How it stands", "总体情况", standing)
    if let last = material.last {
      part("What changed since \(TimeFormat.local(last.at))", "较上期变化（上期 \(TimeFormat.local(last.at))）", .list(changes))
    }
    part("Where it goes", "传播趋势", .paragraph(volume), .chart(chart))
    part("What is said", "主要说法", stories)
    part("What the media say", "媒体观点", side(picture.media))
    part("What the public says", "公众观点", side(picture.everybody))
    part("First account, and those who carry it on", "首发账号与传播节点", voices)
    part("What is known", "情况核实", parts.knowledge)
    if !questions.isEmpty { part("Open questions", "尚待查明", .list(questions)) }
    part("What we did", "我方处置", .list(did.isEmpty ? [say("Nothing yet.", "尚无。")] : did))
    if kind != .daily { part("How people were answered", "反馈与答复", parts.feedbackCounts) }
    if kind == .special { part("Severity, factor by factor", "等级依据", factors) }
    if kind == .closing {
      blocks += [.heading(1, say("What the teams report", "处置情况报告"))] + parts.reports
      blocks += [.heading(1, say("What is learned", "复盘与整改"))] + parts.lessons
    } else {
      part(
        "Deadlines that run", "在办时限",
        .list(parts.openDeadlines.isEmpty ? [say("None.", "无。")] : Array(parts.openDeadlines.prefix(12))))
    }
    if !advice.isEmpty { part("What we advise", "下一步建议", .steps(advice)) }
    return blocks + [
      .small(
        say(
          "Counts are of what Levee has collected and attached to the incident; sentiment is judged by machine.",
          "数据为系统采集并归入本事件的信息；正负面由机器判断，供参考。"))
    ]
  }

  private var standing: Block {
    .definitions([
      Definition(say("Level", "等级"), say(summary.severity.name)),
      Definition(say("Stage", "阶段"), say(summary.stage.name)),
      Definition(say("Detected", "发现时间"), TimeFormat.local(summary.detectedAt)),
      Definition(say("First statement", "首次回应"), file.firstStatementAt.map(TimeFormat.local) ?? say("not yet", "尚未回应")),
    ])
  }

  /// By how much the counts moved.
  private var changes: [String] {
    guard let old = material.last?.figures else { return [] }
    let new = figures
    func moved(_ words: Bilingual, _ before: Int, _ after: Int) -> String? {
      let by = "\(after > before ? "+" : "")\(after - before)"
      return before == after
        ? nil : say(words) + say(": ", "：") + "\(before) → \(after)" + say(" (\(by))", "（\(by)）")
    }
    var lines = [
      moved(Bilingual("Mentions", "信息量"), old.mentions, new.mentions),
      moved(Bilingual("negative ones", "其中负面"), old.negative, new.negative),
      moved(Bilingual("Sources", "平台数"), old.sources, new.sources),
      moved(Bilingual("Facts verified", "已核实情况"), old.verified, new.verified),
      moved(Bilingual("Facts found untrue", "查明不实"), old.refuted, new.refuted),
      moved(Bilingual("Texts out", "对外发布稿件"), old.published, new.published),
      moved(Bilingual("Feedback", "收到反馈"), old.feedback, new.feedback),
      moved(Bilingual("answered", "已答复"), old.answered, new.answered),
    ].compactMap { $0 }
    if let before = Severity(rawValue: old.severity), before != summary.severity {
      lines.append(say("Level: ", "等级：") + say(before.name) + " → " + say(summary.severity.name))
    }
    if let before = Stage(rawValue: old.stage), before != summary.stage {
      lines.append(say("Stage: ", "阶段：") + say(before.name) + " → " + say(summary.stage.name))
    }
    return lines.isEmpty ? [say("Nothing of note.", "无明显变化。")] : lines
  }

  private var chart: Chart {
    Chart(
      caption: say("Mentions over time", "信息量走势"), whole: say("all mentions", "全部信息"), part: say("negative", "其中负面"),
      unit: { say("per \(TimeFormat.span($0).english)", "条／\(TimeFormat.span($0).chinese)") },
      points: picture.trend.map { ($0.bucket, count: $0.mentions, part: $0.negative) }, until: picture.now,
      shortest: 900)
  }

  private var stories: Block {
    .table(
      Table(
        [say("Story", "说法"), say("Copies", "转载量"), say("Sources", "平台数"), say("First seen", "首次出现")],
        picture.stories.map {
          [Columns.cut($0.line, to: 160), "\($0.copies)", "\($0.sources)", TimeFormat.local($0.firstSeen)]
        }, whenEmpty: say("Nothing is attached yet.", "尚未归入信息。")))
  }

  private func side(_ side: Pictures.Side) -> Block {
    guard side.mentions > 0 else { return .paragraph(say("Nothing yet.", "暂无。")) }
    let shares = say(
      "\(counted(side.mentions, "mention")), \(side.negative) negative, \(side.positive) positive.",
      "共 \(side.mentions) 条，负面 \(side.negative) 条，正面 \(side.positive) 条。")
    return .list(
      [shares]
        + side.stories.map {
          Columns.cut($0.line, to: 160)
            + say(" (\($0.source), \(counted($0.copies, "time")))", "（\($0.source)，\($0.copies) 条）")
        })
  }

  private var voices: Block {
    .table(
      Table(
        VoiceTable.columns.map { say($0.title) },
        VoiceTable.accounts(picture.voices).map { role, account in
          [
            say(role), account.author, account.source, TimeFormat.local(account.first), "\(account.mentions)",
            account.audience.followers.map(String.init) ?? say(VoiceTable.unknown),
            account.audience.reposts.map(String.init) ?? say(VoiceTable.unknown),
          ]
        }, whenEmpty: say("Nothing is attached yet.", "尚未归入信息。")))
  }

  private var questions: [String] {
    OpenQuestions.of(material.proposal, file).map { $0[language] }
  }

  /// Decisions and texts, in their order.
  private var did: [String] {
    file.decisions.map { "\(TimeFormat.local($0.by.at)) " + say("Decided: ", "决定：") + $0.sentence } + parts.published
  }

  /// The analyst's; without it, what the newest assessment says leadership could do.
  private var advice: [String] {
    guard material.advice.isEmpty else { return material.advice }
    return (file.assessments.last?.options ?? "").split(separator: "\n").map(String.init).filter { !$0.isEmpty }
  }

  private var factors: Block {
    .table(
      Table(
        [say("Factor", "因素"), "0–4", say("Because", "依据")],
        material.proposal.factors.map { factor, judged in
          [say(factor.name), judged.value.map(String.init) ?? say("unknown", "未知"), say(judged.reason)]
        }, whenEmpty: ""))
  }
}
