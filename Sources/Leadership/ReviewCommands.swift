import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Reviews of texts: statements, plans, waivers, lowerings of severity, withdrawals.
enum ReviewCommands {
  static let text = Parameter.positional(
    "TEXT", Bilingual("the text, for example S3.1 or P2.1", "稿件编号，如 S3.1 或 P2.1"))

  static let read = Command(
    "read", "阅读", Bilingual("read a text exactly as it would go out", "逐字阅读待审稿件"), [text, DocumentReply.against],
    to: .show
  ) { invocation in
    try await DocumentReply.make(invocation, try invocation.document("TEXT"))
  }

  static let examine = Command(
    "examine", "审稿",
    Bilingual("read a text with what changed, and give your verdict with one key", "阅读稿件及改动，一键批准或退回"), [text], to: .show
  ) { invocation in
    let reference = try invocation.document("TEXT")
    // Read once: what is shown is what the verdict is about, whatever is handed in meanwhile.
    let revision = try await invocation.ledger.documents.read(reference)
    let shown = revision.reference
    // What says where it goes goes there with the last approval; unless somebody holds it.
    let hold = revision.channels.isEmpty ? Bilingual(same: "") : Bilingual(" · h approve, but hold it", " · h 只批准，暂不发布")
    let page = try await DocumentReply.make(invocation, shown, comparing: true)
    guard let terminal = invocation.terminal else { return page }
    let exact = shown.description
    terminal.write(invocation.shown(page) + "\n\n")
    while true {
      terminal.write(
        (Bilingual("\(exact): a approve", "\(exact)：a 批准") + hold
          + Bilingual(" · r return · p propose other words · q leave ", " · r 退回修改 · p 建议修改 · q 退出 "))[
            invocation.language])
      let key = terminal.key()
      terminal.write("\n")
      switch key {
      case .character("a"):
        // The page above was the question; the key is the answer.
        await invocation.perform(["approve", exact, "--yes"])
      case .character("h") where !revision.channels.isEmpty:
        await invocation.perform(["approve", exact, "--yes", "--hold"])
      case .character("r"): await invocation.perform(["return", exact])
      case .character("p"): await invocation.perform(["propose", exact])
      case .character("q"), .escape, .interrupt, .end: break
      default: continue
      }
      return Reply()
    }
  }

  static let approve = Command(
    "approve", "批准",
    Bilingual(
      "approve exactly one revision; with the last approval it goes where it says", "批准指定的一稿；审批齐备后按所列渠道发布"),
    [
      text,
      .flag("hold", Bilingual("approve, but let somebody send it: it does not go out by itself", "只批准，不自动发布")),
      .option(
        "signature", "TEXT",
        Bilingual(
          "your signature of what to-sign prints, where it was made elsewhere: @FILE", "在别处对 to-sign 内容所作的签名：@FILE")),
    ],
    confirmation: Confirmation(
      Bilingual("Approve exactly this, to go out as it stands?", "批准以上原文，一字不改地发布？")
    ) { invocation in
      try await DocumentReply.make(invocation, try exactly(invocation), comparing: true)
    }
  ) { invocation in
    try await verdict(.approve, reason: "", invocation)
  }

  static let `return` = Command(
    "return", "退回", Bilingual("return a text to its author, with a reason", "退回修改，并说明原因"),
    [text, .option("reason", "TEXT", Bilingual("what has to change", "需要修改的内容"), required: true)]
  ) { invocation in
    try await verdict(.return, reason: try invocation.text("reason"), invocation)
  }

  static let propose = Command(
    "propose", "建议修改", Bilingual("return a text with the words that you propose instead", "退回修改，并附上建议的文字"),
    [
      text, .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
      .option(
        "piece", "NAME",
        Bilingual(
          "which rendition (its name), part of a plan (1 to 4), or reason (note)", "改哪一处：渠道稿名称、方案部分（1 至 4）或理由（note）"),
        repeats: true),
      .option(
        "words", "TEXT", Bilingual("the words for it, in the same order", "相应文字，次序一致"), repeats: true),
      .option("title", "TEXT", Bilingual("its title, if that changes too", "标题（如需修改）"), repeats: true),
    ],
    draft: Draft(
      ["reason", "piece", "words", "title"],
      note: Bilingual("Change the words; what stays as it is is not proposed.", "请直接修改文字；未改动的部分不作为建议。")
    ) { invocation in
      let revision = try await invocation.ledger.documents.read(try exactly(invocation))
      return [Draft.Section("reason", Bilingual("why", "理由"))]
        + revision.pieces.flatMap { piece in
          (piece.title.isEmpty ? [] : [Draft.Section("title/" + piece.name, Bilingual("title", "标题"), piece.title)])
            + [Draft.Section("words/" + piece.name, Bilingual("words", "文字"), piece.body)]
        }
    }
  ) { invocation in
    let reference = try exactly(invocation)
    if !invocation.drafted.isEmpty {
      let revision = try await invocation.ledger.documents.read(reference)
      let changed = revision.pieces.compactMap { piece -> (name: String, title: String, body: String)? in
        let title = invocation.drafted["title/" + piece.name] ?? piece.title
        let body = invocation.drafted["words/" + piece.name] ?? piece.body
        // A reason is stored as the revision's note.
        let name = piece.name == "reason" ? "note" : piece.name
        return title == piece.title && body == piece.body ? nil : (name, title, body)
      }
      guard !changed.isEmpty else {
        throw Failure(.usage, Bilingual("No words were changed; nothing was proposed.", "文字没有改动。未保存，未改动。"))
      }
      return try await propose(reference, reason: try invocation.text("reason"), changed, invocation)
    }
    let pieces = invocation.all("piece")
    let words = try invocation.all("words").map { try Input.text($0) }
    let titles = invocation.all("title")
    guard !pieces.isEmpty, pieces.count == words.count, titles.isEmpty || titles.count == pieces.count else {
      throw Failure(
        .usage, Bilingual("Give --words (and --title) once for each --piece.", "每个 --piece 要有对应的 --words（和 --title）。"))
    }
    return try await propose(
      reference, reason: try invocation.text("reason"),
      pieces.indices.map { (pieces[$0], titles.isEmpty ? "" : titles[$0], words[$0]) }, invocation)
  }

  private static func propose(
    _ reference: Reference, reason: String, _ texts: [(name: String, title: String, body: String)],
    _ invocation: Invocation
  ) async throws -> Reply {
    try await invocation.ledger.documents.propose(reference, reason: reason, texts: texts)
    return try await invocation.done(
      Bilingual(
        "Your words for \(reference) are proposed; who adopts them is the author, and you may review that revision.",
        "您对 \(reference) 的修改建议已发出。谁采纳谁是作者，您可以审核那一稿。"),
      on: try await invocation.ledger.incidents.owning(reference))
  }

  static let revoke = Command(
    "revoke", "撤销批准", Bilingual("take an approval back", "撤销批准"),
    [text, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let reference = try exactly(invocation)
    try await invocation.ledger.documents.revoke(reference, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual(
        "The approval of \(reference) is taken back; what is out already is withdrawn or corrected.",
        "\(reference) 的批准已撤销。已发布的内容须撤回或更正。"),
      on: try await invocation.ledger.incidents.owning(reference))
  }

  static func exactly(_ invocation: Invocation) throws -> Reference {
    let reference = try invocation.document("TEXT")
    guard reference.revision != nil else {
      throw Failure(
        .usage, Bilingual("Say which revision, for example \(reference).1.", "请写明第几稿，如 \(reference).1。"),
        advice: Bilingual("An approval is of exactly one revision.", "批准只对写明的那一稿有效。"))
    }
    return reference
  }

  /// What went out with the last approval; or that it waits, though it says where it goes.
  private static func sent(_ reference: Reference, _ invocation: Invocation) async throws -> Bilingual {
    let revision = try await invocation.ledger.documents.read(reference)
    guard !revision.channels.isEmpty else { return Bilingual(same: "") }
    let channels = revision.channels
    guard !revision.deliveries.isEmpty else {
      return Bilingual(
        " It waits to be sent: levee-response send \(reference)", "等待发布：levee-response send \(reference)")
    }
    return Bilingual(
      " It goes out to \(channels.joined(separator: ", ")).", "正在发往：\(channels.joined(separator: "、"))。")
  }

  private static func verdict(_ verdict: Verdict, reason: String, _ invocation: Invocation) async throws -> Reply {
    let reference = try exactly(invocation)
    let signature = verdict == .approve ? try await SignedApproval.signature(of: reference, invocation) : nil
    let isApproved =
      if let signature {
        try await invocation.ledger.documents.approve(reference, signature: signature, holds: invocation.has("hold"))
      } else {
        try await invocation.ledger.documents.review(
          reference, verdict: verdict, reason: reason, holds: invocation.has("hold"))
      }
    let incident = try await invocation.ledger.incidents.owning(reference)
    let sentence =
      if isApproved {
        Bilingual("\(reference) is approved: this was the last review needed.", "\(reference.called.chinese)已批准，会签已齐。")
          + (try await sent(reference, invocation))
      } else if verdict == .approve {
        Bilingual(
          "Your review of \(reference) is recorded; more are needed.", "\(reference.called.chinese)您已签，还要其他人会签。")
      } else {
        Bilingual("\(reference) is returned to its author.", "\(reference.called.chinese)已退回作者修改。")
      }
    return try await invocation.done(
      sentence, on: incident,
      values: [
        "text": .id(reference), "verdict": .string(verdict.rawValue), "approved": .bool(isApproved),
        "signed": .bool(signature != nil),
      ])
  }

  static let waive = Command(
    "waive", "批准先行", Bilingual("propose to go on without the readiness certificate", "提请批准先行：保障确认单后补"),
    [TeamCommands.incident, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let waiver = try await invocation.ledger.documents.waive(incident, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("Waiver \(waiver) waits for review.", "批准先行 \(waiver) 已报审，等领导小组审核。"), on: incident,
      values: ["waiver": .id(waiver)])
  }

  static let lower = Command(
    "lower", "降级", Bilingual("propose a lower severity", "提请降级"),
    [
      TeamCommands.incident,
      .option(
        "severity", "LEVEL", Bilingual("the new level", "新等级"), required: true,
        choices: .of(Severity.allCases)),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let severity = Severity(rawValue: try invocation.value("severity")) else { return Reply() }
    let lowering = try await invocation.ledger.documents.lower(
      incident, to: severity, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("Lowering \(lowering) waits for review.", "降级 \(lowering) 已报审，等领导小组审核。"), on: incident,
      values: ["lowering": .id(lowering)])
  }
}
