import CommandLine
import Desk
import Ledger
import Papers
import Wording
import Workflow

/// Briefs that were filed: anyone who may read the incident.
enum BriefCommands {
  static let list = Command(
    "brief list", "简报列表", Bilingual("the briefs that were filed, the newest first", "已报送的简报，最新的在前"),
    [.positional("INCIDENT", Bilingual("only of this incident", "仅看该事件"), required: false)], as: .reader, to: .show
  ) { invocation in
    let incident = invocation["INCIDENT"] == nil ? nil : try invocation.reference("INCIDENT", .incident)
    let briefs = try await invocation.ledger.briefs.list(incident)
    return Reply(
      tables: [
        Reply.Table(
          "briefs",
          columns: [
            ("brief", Bilingual("Id", "编号")), ("incident", Bilingual("Incident", "事件")),
            ("number", Bilingual("Number", "期号")), ("confidentiality", Bilingual("Level", "密级")),
            ("at", Bilingual("Filed", "报送时间")), ("person", Bilingual("By", "报送人")),
            ("remarks", Bilingual("Remarks", "批示")), ("title", Bilingual("Title", "标题")),
          ],
          rows: briefs.map { brief in
            [
              .code(brief.reference.description), .code(brief.incident.description),
              FiledBrief.number(brief),
              .named(brief.confidentiality.rawValue, brief.confidentiality.name), .time(brief.at),
              .text(brief.personName), .number(brief.remarks.count), .text(brief.title),
            ]
          }, whenEmpty: Bilingual("No brief was filed.", "尚无已报送的简报。"))
      ])
  }

  static let show = Command(
    "brief show", "查看简报", Bilingual("one brief as it was filed, with leaders' remarks", "查看一份已报送的简报及领导批示"),
    [.positional("BRIEF", Bilingual("for example B3", "如 B3")), .paper], as: .reader, to: .show
  ) { invocation in
    let brief = try await invocation.ledger.briefs.find(try invocation.reference("BRIEF", .brief))
    return try await PaperReply.reply(
      try FiledBrief.document(brief), invocation,
      figures: [
        "brief": .string(brief.reference.description), "kind": .string(brief.kind.rawValue),
        "year": .integer(brief.year),
        "number": .integer(brief.number), "confidentiality": .string(brief.confidentiality.rawValue),
        "filed_by": .string(brief.person), "filed_at": .string(TimeFormat.iso(brief.at)),
      ])
  }
}
