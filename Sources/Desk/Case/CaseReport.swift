import FoundationEssentials
public import Ledger
public import Papers
public import Wording
import Workflow

/// What is on record of an incident as one document that a board of directors reads; and its parts, for shorter documents. Pure:
/// the file of the case comes in, blocks go out.
public struct CaseReport: Sendable {
  let file: CaseFile
  let language: Language
  /// What the incident's clock says.
  var now: Date { file.summary.now }

  public init(_ file: CaseFile, language: Language) {
    self.file = file
    self.language = language
  }

  /// The whole of it.
  /// - Parameter company: whose document it is; "" where nobody said.
  public func document(company: String = "") -> Document {
    let summary = file.summary
    let mark = Bilingual.drillMark(of: summary.isExercise)[language]
    return Document(
      title: mark + say("Incident report: ", "舆情事件处置报告：") + summary.title, language: language,
      subtitle: say(
        "\(summary.reference) · \(summary.kind.name.english) · as of \(time(now))",
        "事件编号 \(summary.reference) · \(summary.kind.name.chinese) · 截至 \(time(now))"),
      issuer: company, confidentiality: summary.isRestricted ? say("Restricted", "限制知悉范围") : say("Internal", "内部"),
      date: now, blocks: parts.flatMap { [Block.heading(1, $0.heading)] + $0.blocks } + [footnote])
  }

  private var parts: [(heading: String, blocks: [Block])] {
    var parts: [(String, [Block])] = [
      (say("In short", "概要"), [.list(shortly), facts]), (say("What happened", "经过"), [timeline]),
      (say("Severity over time", "研判与等级变化"), [assessments]),
      (say("What was decided, and by whom", "决定与指令"), decisions), (say("What was said, and where", "对外发布"), texts),
      (say("What is known", "情况核实"), [knowledge]), (say("How people were answered", "反馈与答复"), feedback),
      (say("Deadlines kept and missed", "时限执行"), deadlines),
    ]
    if !file.forms.isEmpty { parts.append((say("Forms handed in", "对外文书"), forms)) }
    if !file.tasks.isEmpty { parts.append((say("Tasks", "交办事项"), [tasks])) }
    if !file.reports.isEmpty { parts.append((say("What the teams report", "处置情况报告"), reports)) }
    if let review = file.review { parts.append((say("What is learned", "复盘与整改"), lessons(review))) }
    parts.append((say("Who was told, and who has read it", "通知与阅知"), [told]))
    return parts
  }

  // MARK: words

  func say(_ english: String, _ chinese: String) -> String { language == .english ? english : chinese }
  func say(_ words: Bilingual) -> String { words[language] }
  func time(_ date: Date) -> String { TimeFormat.local(date) }
  func name(_ handle: String) -> String { file.name(handle) }
  func names(_ handles: [String]) -> String { handles.map(name).joined(separator: say(", ", "、")) }
  func span(_ seconds: Double) -> String { say(TimeFormat.span(seconds)) }
  func signed(_ mark: CaseFile.Mark) -> String { "\(time(mark.at)) \(name(mark.person))" }
  /// `陈敏 11-25 22:05`, or a dash.
  func signed(_ mark: CaseFile.Mark?) -> String { mark.map(signed) ?? "–" }
  var none: String { say("None.", "无。") }

  // MARK: in short

  /// What a reader has to know who reads nothing else.
  public var shortly: [String] {
    let summary = file.summary
    var lines: [String] = []
    let gravest = (file.assessments.map(\.severity) + [summary.severity]).max() ?? summary.severity
    lines.append(
      say(
        "Detected \(time(summary.detectedAt)), logged \(time(summary.openedAt)) by \(name(file.openedBy)). The gravest level was \(gravest.name.english); it is \(summary.severity.name.english) now.",
        "\(time(summary.detectedAt)) 发现，\(time(summary.openedAt)) 由\(name(file.openedBy))登记。最高等级 \(gravest.name.chinese)，当前 \(summary.severity.name.chinese)。"
      ))
    if let first = file.firstStatementAt {
      let after = span(first.timeIntervalSince(summary.detectedAt))
      lines.append(
        say(
          "The first statement was out \(after) after detection, at \(time(first)).",
          "发现后 \(after)首次回应，时间为 \(time(first))。"))
    } else {
      lines.append(say("No statement has gone out.", "尚未对外发布。"))
    }
    let out = file.published
    let corrections = Set(out.filter { !$0.corrects.isEmpty }.map(\.statement.number)).count
    let withdrawn = out.filter { $0.withdrawnAt != nil }.count
    lines.append(
      say(
        "\(counted(Set(out.map(\.statement.number)).count, "text")) went out on \(counted(Set(out.map(\.channel)).count, "channel")); \(counted(corrections, "correction")), \(counted(withdrawn, "withdrawal")).",
        "对外发布 \(Set(out.map(\.statement.number)).count) 份稿件，用了 \(Set(out.map(\.channel)).count) 个渠道；更正 \(corrections) 次，撤回 \(withdrawn) 条。"
      ))
    let answered = file.feedback.filter { $0.replied != nil }.count
    lines.append(
      say(
        "\(counted(file.feedback.count, "person")) wrote; \(answered) were answered, \(file.feedback.filter { $0.resolved != nil }.count) are resolved.",
        "收到反馈 \(file.feedback.count) 条，已答复 \(answered) 条，已办结 \(file.feedback.filter { $0.resolved != nil }.count) 条。"))
    let judged = file.duties.compactMap { $0.wasKept(at: now) }
    let missed = judged.filter { !$0 }.count
    lines.append(
      say(
        "Of \(judged.count) deadlines \(judged.count - missed) were kept and \(missed) missed.",
        "有时限的事项 \(judged.count) 项，按时 \(judged.count - missed) 项，超时 \(missed) 项。"))
    return lines + [end]
  }

  /// How it stands, or how it ended.
  private var end: String {
    let summary = file.summary
    if summary.stage == .closed, let closed = file.stages.last(where: { $0.stage == .closed })?.at {
      let how =
        switch summary.outcome {
        case "false_alarm": Bilingual("as a false alarm", "按误报结案")
        case "merged": Bilingual("as part of another incident", "并入其他事件")
        case "accepted": Bilingual("with its review accepted", "复盘报告已审定")
        default: Bilingual("stopped by leadership", "由领导小组终止")
        }
      return say("Archived at \(time(closed)), \(how.english).", "\(time(closed)) 归档，\(how.chinese)。")
    }
    return say(
      "It is still open: \(summary.stage.name.english).", "尚未结案，当前阶段：\(summary.stage.name.chinese)。")
  }

  /// The incident's own data.
  private var facts: Block {
    let summary = file.summary
    var all = [
      Definition(say("Incident", "事件编号"), summary.reference.description),
      Definition(say("Kind", "类型"), say(summary.kind.name)),
      Definition(say("Playbook", "依据预案"), say("version \(summary.playbook)", "第 \(summary.playbook) 版")),
    ]
    if !file.openedAs.isEmpty, file.openedAs != summary.title {
      all.append(Definition(say("Opened as", "登记时的标题"), file.openedAs))
    }
    for (stage, at) in file.stages { all.append(Definition(say(stage.name), time(at))) }
    if let stop = file.stop {
      all.append(Definition(say("Stopped", "终止"), signed(stop.by) + say(": ", "：") + stop.reason))
    }
    return .definitions(all)
  }

  private var footnote: Block {
    let seal = file.sealed == 0 ? "–" : String(file.seal.prefix(16))
    return .small(
      say(
        "All times are by the incident's clock. The history behind this report has \(file.sealed) sealed records; the newest seal is \(seal)…. To verify it: levee audit export \(file.summary.reference)",
        "时间均按事件时钟。本报告依据 \(file.sealed) 条存证记录，最新存证值 \(seal)…。核对方法：levee audit export \(file.summary.reference)"
      ))
  }
}
