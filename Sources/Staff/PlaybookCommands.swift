import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Papers
import Plan
import Wording
import Workflow

/// Reading the plan, and writing it anew.
enum PlaybookCommands {
  private static let version = Parameter.positional(
    "VERSION", Bilingual("for example 1; without it, the version in force", "如 1；不写则为现行预案"), required: false)

  static let list = Command(
    "playbook list", "预案列表", Bilingual("the versions of the playbook", "各版预案"), as: .everyone, to: .show
  ) {
    invocation in
    let playbooks = try await invocation.ledger.playbooks.list()
    let inForce = playbooks.last(where: \.isApproved)?.version
    return Reply(
      tables: [
        Reply.Table(
          "playbooks",
          columns: [
            ("version", Bilingual("Version", "第几版")), ("title", Bilingual("Title", "名称")),
            ("state", Bilingual("State", "状态")),
            ("proposed_by", Bilingual("Proposed by", "提出人")), ("approved_by", Bilingual("Approved by", "批准人")),
          ],
          rows: playbooks.map { playbook in
            let state: (String, Bilingual) =
              playbook.version == inForce
              ? ("in_force", Bilingual("in force", "现行"))
              : playbook.isApproved
                ? ("superseded", Bilingual("superseded", "已有新版"))
                : playbook.sentBack != nil
                  ? ("sent_back", Bilingual("sent back", "已退回")) : ("proposed", Bilingual("proposed", "待批准"))
            return [
              .number(playbook.version), .values(playbook.title.values, playbook.title), .named(state.0, state.1),
              playbook.proposedBy.isEmpty ? .none : .text(playbook.proposedBy),
              playbook.approvedBy.isEmpty
                ? .none
                : .values(
                  .array(playbook.approvedBy.map(JSONValue.string)),
                  Bilingual(same: playbook.approvedBy.joined(separator: ", "))),
            ]
          })
      ])
  }

  static let show = Command(
    "playbook show", "查看预案", Bilingual("read the plan, or one section of it", "查看预案全文或其中一部分"),
    [
      version, .option("section", "N", Bilingual("one section, 1 to 9", "只看其中一部分，1 至 9")), .paper,
    ], as: .everyone, to: .show
  ) { invocation in
    let playbook = try await PlaybookPage.version(invocation)
    let edition = try await PlaybookPage.edition(playbook, invocation.ledger)
    var section: PlanSection?
    if let typed = invocation["section"] {
      guard let number = Int(typed), PlanSection.allCases.indices.contains(number - 1) else {
        throw Failure(.usage, Bilingual("A section is a number from 1 to 9.", "请写第几部分，1 至 9。"))
      }
      section = PlanSection.allCases[number - 1]
    }
    if let path = invocation["out"], section == nil, let form = try? PaperForm(ofFile: path),
      form == .html || form == .pdf
    {
      let page = PlanPage.html(edition, invocation.language)
      try OutputFile.refuseExisting(path)
      let bytes =
        form == .html
        ? Array(page.utf8)
        : try await PaperPrinter.pdf(
          html: page, date: playbook.approvedAt ?? playbook.proposedAt, environment: ProcessInfo.processInfo.environment
        )
      try OutputFile.create(bytes, at: path)
      return written(path)
    }
    return try await PaperReply.reply(
      PlanDocument.document(edition, invocation.language, only: section), invocation,
      figures: ["version": .integer(playbook.version), "content": edition.content.json])
  }

  static let read = Command(
    "playbook read", "阅知预案", Bilingual("read a version, and say that you have", "阅读某一版预案并确认阅知"), [version],
    as: .staff,
    confirmation: Confirmation(Bilingual("Have you read it?", "已阅读并知悉？")) { invocation in
      let edition = try await PlaybookPage.edition(try await PlaybookPage.version(invocation), invocation.ledger)
      return Reply(verbatim: PlanDocument.document(edition, invocation.language).terminalText())
    }
  ) { invocation in
    let version = try await PlaybookPage.version(invocation).version
    if let at = try await invocation.ledger.playbookReadings.acknowledged(version) {
      let time = TimeFormat.local(at)
      return Reply(
        Bilingual("You acknowledged playbook \(version) at \(time).", "您已于 \(time) 确认阅知预案第 \(version) 版。"),
        values: ["version": .integer(version), "read_at": .string(TimeFormat.iso(at))])
    }
    try await invocation.ledger.playbookReadings.acknowledge(version)
    return Reply(
      Bilingual("You have read playbook \(version); that is on record.", "您已确认阅知预案第 \(version) 版。"),
      values: ["version": .integer(version)])
  }

  private static let outline = Parameter.option(
    "outline", "OUTLINE", Bilingual("how it is arranged (own)", "体例（默认九个部分）"), choices: .of(PlanOutline.allCases))

  private static func arranged(_ invocation: Invocation) -> PlanOutline {
    invocation["outline"].flatMap(PlanOutline.init(rawValue:)) ?? .own
  }

  private static func written(_ path: String) -> Reply {
    Reply(
      Bilingual("Written: \(path)", "已写入：\(path)"), fields: [Reply.Field("file", Bilingual("File", "文件"), .text(path))])
  }

  static let export = Command(
    "playbook export", "导出预案",
    Bilingual("write a version as one Markdown file, to be edited and proposed", "导出为一个 Markdown 文件，改好后再提出"),
    [
      version, outline,
      .option(
        "out", "FILE", Bilingual("a new file; without it, to the terminal", "写入新文件；不写则输出到终端"),
        holds: .newFile(["md"])),
    ],
    as: .everyone, to: .show
  ) { invocation in
    let playbook = try await PlaybookPage.version(invocation)
    let content = try await PlaybookPage.content(playbook.version, invocation.ledger)
    let text = PlanWriter.markdown(
      content, version: playbook.version, language: invocation.language, outline: arranged(invocation))
    guard let path = invocation["out"] else {
      return Reply(
        verbatim: String(text.dropLast()),
        figures: .object(["version": .integer(playbook.version), "markdown": .string(text)]))
    }
    try OutputFile.refuseExisting(path)
    try OutputFile.create(Array(text.utf8), at: path)
    return written(path)
  }

  static let check = Command(
    "playbook check", "检查预案",
    Bilingual("say what is wrong in an edited plan, line by line", "检查改过的预案，逐行指出问题"),
    [file], as: .everyone, to: .show
  ) { invocation in
    let edited = try await EditedPlan.read(invocation)
    guard edited.faults.isEmpty else { throw EditedPlan.failure(edited) }
    let warnings = PlainWords.warnings(edited.file.content).filter { $0.language == edited.file.language }
    let changes = PlaybookPage.comparison(from: edited.base, to: edited.file.content, invocation.language)
    return Reply(
      Bilingual(
        "Nothing is wrong. Propose it: levee playbook propose \(edited.path)",
        "没有问题。可提出：levee playbook propose \(edited.path)"),
      values: ["file": .string(edited.path), "written_from": .integer(edited.file.base)],
      fields: changes.fields, tables: changes.tables + [EditedPlan.table(warnings)])
  }

  static let propose = Command(
    "playbook propose", "提出预案",
    Bilingual("propose an edited plan to leadership, as the next version", "把改过的预案作为新的一版，提交领导小组批准"),
    [file], as: .administrator,
    confirmation: Confirmation(Bilingual("Propose this to leadership?", "确认提交领导小组？")) { invocation in
      let edited = try await EditedPlan.read(invocation)
      guard edited.faults.isEmpty else { throw EditedPlan.failure(edited) }
      try edited.refuseNothing()
      return PlaybookPage.comparison(from: edited.base, to: edited.file.content, invocation.language)
    }
  ) { invocation in
    let edited = try await EditedPlan.read(invocation)
    guard edited.faults.isEmpty else { throw EditedPlan.failure(edited) }
    try edited.refuseNothing()
    let version = try await invocation.ledger.playbooks.propose(edited.file.content, writtenFrom: edited.file.base)
    return Reply(
      Bilingual(
        "Playbook \(version) is proposed. Leadership approves it: levee-leadership approve-playbook \(version)",
        "预案第 \(version) 版已提出。请领导小组批准：levee-leadership approve-playbook \(version)"),
      fields: [Reply.Field("version", Bilingual("Version", "第几版"), .number(version))])
  }

  static let rebase = Command(
    "playbook rebase", "合并预案",
    Bilingual("bring one's changes into what somebody else proposed meanwhile", "把自己的改动并入他人已提出的新版"),
    [
      file,
      .option("out", "FILE", Bilingual("the new file", "写入新文件"), required: true, holds: .newFile(["md"])),
    ], as: .everyone, to: .show
  ) { invocation in
    let edited = try await EditedPlan.read(invocation)
    guard edited.file.faults.isEmpty else { throw EditedPlan.failure(edited) }
    let path = try invocation.value("out")
    let newest = edited.newest
    let theirs = try await PlaybookPage.content(newest, invocation.ledger)
    let merge = PlanMerge(base: edited.base, mine: edited.file.content, theirs: theirs)
    try OutputFile.refuseExisting(path)
    try OutputFile.create(
      Array(
        PlanWriter.markdown(
          merge.content, version: newest, language: edited.file.language, outline: edited.file.outline
        ).utf8), at: path)
    return Reply(
      Bilingual("Written from version \(newest): \(path)", "已按第 \(newest) 版合并：\(path)"),
      values: ["version": .integer(newest), "file": .string(path)],
      tables: [
        Reply.Table(
          "conflicts", Bilingual("Both changed this; your words were kept", "双方都改了，已保留您的改动"),
          columns: [("part", Bilingual("Part", "所在部分")), ("what", Bilingual("What", "内容"))],
          rows: merge.conflicts.map { [.code($0.part), .values($0.what.values, $0.what)] },
          whenEmpty: Bilingual("No conflict.", "没有冲突。")
        )
      ])
  }

  static let compare = Command(
    "playbook compare", "对照预案", Bilingual("what one version says otherwise than another", "对照两版预案的不同"),
    [
      .positional("FROM", Bilingual("the older version", "原来第几版")),
      .positional("VERSION", Bilingual("the newer version", "后来第几版")),
    ], as: .everyone, to: .show
  ) { invocation in
    guard let from = Int(try invocation.value("FROM")) else {
      throw Failure(.usage, Bilingual("A version is a number.", "请写第几版，如 1。"))
    }
    let to = try await PlaybookPage.version(invocation)
    return PlaybookPage.comparison(
      from: try await PlaybookPage.content(from, invocation.ledger),
      to: try await PlaybookPage.content(to.version, invocation.ledger),
      invocation.language)
  }

  static let bringIn = Command(
    "playbook import", "导入预案",
    Bilingual("bring in the prose of an existing plan from Word, section by section", "把现有的 Word 预案按部分导入正文"),
    [
      .positional("FILE", Bilingual("a .docx file", ".docx 文件"), holds: .file(["docx"])),
      outline,
      .option(
        "out", "FILE", Bilingual("the new plan, to be edited", "写入新的预案文件"), required: true,
        holds: .newFile(["md"])),
    ], as: .everyone, to: .show
  ) { invocation in
    let playbook = try await PlaybookPage.version(invocation)
    let content = try await PlaybookPage.content(playbook.version, invocation.ledger)
    let path = try invocation.value("out")
    try OutputFile.refuseExisting(path)
    let markdown = try await WordFile.markdown(
      try Input.bytes(try invocation.value("FILE")), environment: ProcessInfo.processInfo.environment)
    let placed = PlanImport(markdown, into: content, invocation.language)
    try OutputFile.create(
      Array(
        PlanWriter.markdown(
          placed.content, version: playbook.version, language: invocation.language, outline: arranged(invocation)
        ).utf8),
      at: path)
    return Reply(
      Bilingual(
        "Written: \(path). Edit it, then: levee playbook check \(path)",
        "已写入：\(path)。修改后请检查：levee playbook check \(path)"), values: ["file": .string(path)],
      tables: [
        Reply.Table(
          "placed", Bilingual("Placed", "已放入"),
          columns: [("heading", Bilingual("Heading", "原标题")), ("section", Bilingual("Section", "部分"))],
          rows: placed.placed.map { [.text($0.heading), .named($0.section.rawValue, $0.section.mention)] }),
        Reply.Table(
          "left", Bilingual("Not placed: put it where it belongs by hand", "未能放入，请自行添加"),
          columns: [("heading", Bilingual("Heading", "原标题")), ("lines", Bilingual("Lines", "行数"))],
          rows: placed.left.map { [.text($0.heading), .number($0.lines)] }),
      ])
  }

  private static let file = Parameter.positional(
    "FILE", Bilingual("the edited Markdown file; - is standard input", "改过的 Markdown 文件；- 为标准输入"),
    holds: .file(["md"]))
}
