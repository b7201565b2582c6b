import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Papers
import Wording
import Workflow

/// `brief`: makes a brief of one of the forms, shows it, and files it.
enum BriefCommand {
  private static let recipients = "leadership"

  static let brief = Command(
    "brief", "简报", Bilingual("make a brief of an incident, and file it under its number", "编写并报送舆情简报（快报、日报、专报、复盘报告）"),
    [
      TeamCommands.incident,
      .option(
        "kind", "KIND", Bilingual("flash (ten lines), daily, special or closing", "快报（十行以内）、日报、专报或复盘报告"),
        required: true,
        choices: .of(BriefKind.allCases)),
      .option("point", "TEXT", Bilingual("a main point, in your words; may be repeated", "要点，可多次填写"), repeats: true),
      .option("advice", "TEXT", Bilingual("what you advise; may be repeated", "建议，可多次填写"), repeats: true),
      .option(
        "to", "RECIPIENT",
        Bilingual("who gets it: a team, a login or a name; leadership if not said", "报送对象：小组、账号或名称，默认领导小组"),
        repeats: true),
      .option(
        "confidentiality", "LEVEL", Bilingual("internal if not said", "密级，默认内部"),
        choices: .of(Confidentiality.allCases)),
      .flag("preview", Bilingual("show it only; nothing is filed", "仅预览，不报送")),
      .flag("draft", Bilingual("what the service drafted, instead of a new one", "使用系统起草的草稿")), .paper,
    ],
    confirmation: Confirmation(Bilingual("File it?", "确认报送？")) { invocation in
      guard !invocation.has("preview") else { return nil }
      return Reply(verbatim: try await made(invocation).document.terminalText())
    }
  ) { invocation in
    let (document, figures) = try await made(invocation)
    if invocation.has("preview") { return try await PaperReply.reply(document, invocation) }
    if let path = invocation["out"] {
      // A brief that cannot be written is not filed either.
      _ = try PaperForm(ofFile: path)
      try OutputFile.refuseExisting(path)
    }
    let incident = try invocation.reference("INCIDENT", .incident)
    let level = invocation["confidentiality"].flatMap(Confidentiality.init(rawValue:)) ?? .internal
    let reference = try await invocation.ledger.briefs.file(
      Briefs.Filing(
        kind: try kind(invocation), language: invocation.language, confidentiality: level, title: document.title,
        recipients: invocation.all("to").isEmpty ? [recipients] : invocation.all("to"), paper: try document.json,
        figures: figures), of: incident)
    let filed = try await invocation.ledger.briefs.find(reference)
    if let path = invocation["out"] {
      try await FiledBrief.document(filed).write(to: path, environment: ProcessInfo.processInfo.environment)
    }
    return try await invocation.done(
      Bilingual(
        "Filed as \(reference): \(FiledBrief.number(filed, .english)).",
        "已报送，编号 \(reference)：\(FiledBrief.number(filed, .chinese))。"),
      on: incident,
      fields: [
        Reply.Field("brief", Bilingual("Brief", "简报"), .code(reference.description)),
        Reply.Field("number", Bilingual("Number", "期号"), FiledBrief.number(filed)),
        Reply.Field("recipients", Bilingual("To", "报送"), FiledBrief.recipients(filed)),
      ] + (invocation["out"].map { [Reply.Field("file", Bilingual("File", "文件"), .text($0))] } ?? []))
  }

  private static func kind(_ invocation: Invocation) throws -> BriefKind {
    let typed = try invocation.value("kind")
    return BriefKind(rawValue: typed) ?? .daily
  }

  /// The document as it stands, and what it counts.
  private static func made(_ invocation: Invocation) async throws -> (document: Document, figures: Briefs.Figures) {
    let incident = try invocation.reference("INCIDENT", .incident)
    let kind = try kind(invocation)
    var material = try await Brief.Material.read(kind, of: incident, invocation.ledger)
    material.points = invocation.all("point")
    material.advice = invocation.all("advice")
    let brief = Brief(kind: kind, material: material, language: invocation.language)
    guard invocation.has("draft") else {
      let company = try await invocation.ledger.company.read()?.name(in: invocation.language) ?? ""
      return (brief.document(company: company), brief.figures)
    }
    guard let draft = try await invocation.ledger.briefs.drafted(kind, of: incident), !draft.paper.isEmpty else {
      throw Failure(
        .noInput, Bilingual("There is no draft of this form.", "没有这种简报的草稿。"),
        advice: Bilingual("Without --draft a new one is made.", "不加 --draft 即重新编写。"))
    }
    return (try Document(json: draft.paper), brief.figures)
  }
}
