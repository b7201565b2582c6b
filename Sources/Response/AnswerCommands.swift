import CommandLine
import Desk
import Ledger
import Wording

/// The Q&A sheet: what everybody who replies may say.
enum AnswerCommands {
  static let show = Command(
    "answers", "口径", Bilingual("the approved answers of an incident, for all who reply", "事件的问答口径（已审定）"),
    [TeamCommands.incident], to: .show
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let sheet = try await invocation.ledger.answers.approved(of: incident)
    let newest = try await invocation.ledger.answers.newest(of: incident)
    return Reply(
      sentence(sheet, newest),
      values: [
        "sheet": (sheet?.reference).map(JSONValue.id) ?? .null,
        "newest": (newest?.reference).map(JSONValue.id) ?? .null,
        "hindrance": (sheet?.hindrance?.name).map(JSONValue.string) ?? .null,
      ],
      tables: [table(sheet.map { AnswerSheet.sorted($0.answers) } ?? [])])
  }

  /// Which sheet it is, and whether a newer one is on its way.
  private static func sentence(_ sheet: Answers.Sheet?, _ newest: Documents.Revision?) -> Bilingual {
    let newer = newest.flatMap { $0.reference == sheet?.reference ? nil : $0.reference }
    let waits = newer.map { Bilingual(" \($0) is being written or reviewed.", "\($0) 正在起草或审核。") } ?? Bilingual(same: "")
    guard let sheet else {
      return Bilingual("No Q&A sheet stands approved.", "还没有审定的问答口径。")
        + (newer == nil
          ? Bilingual(" Write it with: levee-response answers write INCIDENT", "请用：levee-response answers write 事件编号")
          : waits)
    }
    if let hindrance = sheet.hindrance {
      return Bilingual("\(sheet.reference) cannot be used now. ", "\(sheet.reference) 现在不能使用。") + hindrance.sentence
        + waits
    }
    return Bilingual(
      "The approved answers, \(sheet.reference). Use one with: reply FEEDBACK --answer N.",
      "审定的口径（\(sheet.reference)）。使用其中一条：reply 反馈编号 --answer 序号。") + waits
  }

  static func table(_ answers: [Documents.Piece], _ title: Bilingual? = nil) -> Reply.Table {
    Reply.Table(
      "answers", title ?? Bilingual("Answers:", "口径："),
      columns: [
        ("number", Bilingual("No.", "序号")), ("language", Bilingual("Language", "语言")),
        ("audience", Bilingual("For", "受众")), ("question", Bilingual("Question", "问题")),
        ("answer", Bilingual("Answer", "答复")),
      ],
      rows: answers.map {
        [
          AnswerSheet.number(of: $0).map(Cell.number) ?? .none, .code($0.language), .code($0.audience), .text($0.title),
          .text($0.body),
        ]
      }, whenEmpty: Bilingual("No answers.", "暂无口径。"))
  }

  static let write = Command(
    "answers write", "撰写口径", Bilingual("write the Q&A sheet of an incident, or its next revision", "撰写事件的问答口径，或其下一稿"),
    [
      TeamCommands.incident,
      .option(
        "text", "TEXT",
        Bilingual(
          "all of it, as lines Q: … and A: …; Q [media]: … is for journalists only; from a file: @FILE",
          "全部问答，每条写作“问：……”“答：……”；只答记者的写“问 [media]：……”；@文件 从文件读取")),
      .option("fact", "FACT", Bilingual("a fact that it cites, for example F3", "依据的情况，如 F3"), repeats: true),
      .flag("submit", Bilingual("hand it in for review at once", "写完立即报审")),
    ],
    draft: Draft(
      ["text"],
      note: Bilingual(
        "The Q&A sheet: Q: and A: in English, 问： and 答： in Chinese. Q [media]: is for journalists only; so are customers, regulators, employees, investors.",
        "问答口径：中文写“问：”“答：”，英文写 Q: 和 A:。只答某一类人的，写“问 [media]：”（记者），或 customers（用户）、regulators（监管）、employees（员工）、investors（投资者）。"
      )
    ) { invocation in
      let incident = try invocation.reference("INCIDENT", .incident)
      let facts = try await invocation.ledger.facts.list(incident)
      let newest = try await invocation.ledger.answers.newest(of: incident)
      let notes = (newest?.reviews ?? []).filter { !$0.reason.isEmpty }.map {
        Draft.Section("note", Bilingual("\($0.person) says", "\($0.person) 的意见"), $0.reason)
      }
      return [StatementDraft.factSection(facts)] + notes + [
        Draft.Section(
          "text", Bilingual("questions and answers", "问与答"),
          newest.map { AnswerSheet.text(of: $0.pieces) } ?? begun(invocation.language))
      ]
    }
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let answers = try AnswerSheet.read(try invocation.text("text"))
    let sheet = try await invocation.ledger.answers.write(
      incident, answers: answers.map(\.rendition), facts: try StatementDraft.facts(invocation),
      submit: invocation.has("submit"))
    let field = Reply.Field("statement", Bilingual("Q&A sheet", "问答口径"), .code(sheet.description))
    return try await invocation.done(
      invocation.has("submit")
        ? Bilingual("The Q&A sheet \(sheet) is submitted for review.", "问答口径 \(sheet) 已报审。")
        : Bilingual(
          "The Q&A sheet \(sheet) is saved; hand it in with: levee-response submit \(sheet)",
          "问答口径 \(sheet) 已保存。报审：levee-response submit \(sheet)"),
      on: incident, fields: [field])
  }

  private static func begun(_ language: Language) -> String {
    Bilingual("Q: What happened?\nA: ", "问：发生了什么？\n答：")[language]
  }
}
