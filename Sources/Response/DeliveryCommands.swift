import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// Sending approved texts, and the manual channel.
enum DeliveryCommands {
  private static let delivery = Parameter.positional("DELIVERY", Bilingual("for example D3", "如 D3"))

  static let send = Command(
    "send", Bilingual("send an approved statement to channels", "将已批准的声明发布到渠道"),
    [
      .positional("STATEMENT", Bilingual("for example S3.1", "如 S3.1")),
      .option(
        "to", "CHANNEL", Bilingual("a channel; see: levee channel list", "渠道；见 levee channel list"), required: true,
        repeats: true),
      .option(
        "rendition", "NAME",
        Bilingual("only this rendition; if not said, each goes where it fits", "仅此版本；缺省时各版本发往适合的渠道"), repeats: true),
    ],
    confirmation: Confirmation(Bilingual("Send exactly this, there?", "将以上原文发布到这些渠道？")) { try await sendingPage($0) }
  ) { try await sendStatement($0) }

  /// What is asked about before a statement goes out: every byte of it, what goes where, who sees it.
  private static func sendingPage(_ invocation: Invocation) async throws -> Reply {
    let statement = try invocation.reference("STATEMENT", .statement)
    var page = try await DocumentReply.make(invocation, statement)
    let wanted = invocation.all("to")
    let only = invocation.all("rendition")
    let fits = try await invocation.ledger.deliveries.fitting(statement, channels: wanted).filter {
      only.isEmpty || only.contains($0.rendition)
    }
    page.tables.append(
      Reply.Table(
        "fits", Bilingual("What goes where:", "各版本去向："),
        columns: [
          ("rendition", Bilingual("Rendition", "版本")), ("audience", Bilingual("For", "受众")),
          ("language", Bilingual("Language", "语言")), ("channel", Bilingual("Goes to", "发往")),
        ],
        rows: fits.map {
          [
            .code($0.rendition), .code($0.audience), .code($0.language),
            $0.channel.map(Cell.code) ?? .words(Bilingual("nowhere: no channel here takes it", "无处可发：所选渠道均不接收")),
          ]
        }))
    page.tables.append(
      Reply.Table(
        "channels", Bilingual("To:", "发往："),
        columns: [
          ("channel", Bilingual("Channel", "渠道")), ("title", Bilingual("Name", "名称")),
          ("outside", Bilingual("The public sees it", "公众可见")),
        ],
        rows: try await invocation.ledger.deliveries.channels().filter { wanted.contains($0.name) }.map {
          [.code($0.name), .text($0.title), .flag($0.isOutside)]
        }))
    return page
  }

  /// - Throws: `LedgerError.unknown` where there is no such statement, `Failure` where nothing of it fits a channel.
  private static func sendStatement(_ invocation: Invocation) async throws -> Reply {
    let statement = try invocation.reference("STATEMENT", .statement)
    let channels = invocation.all("to")
    let deliveries = try await invocation.ledger.deliveries.send(
      statement, renditions: invocation.all("rendition"), channels: channels)
    let fits = try await invocation.ledger.deliveries.fitting(statement, channels: channels)
    guard !deliveries.isEmpty else {
      if fits.isEmpty { throw LedgerError.unknown(statement) }
      let list = channels.joined(separator: ", ")
      throw Failure(
        .data, Bilingual("No rendition of \(statement) fits \(list).", "\(statement) 没有适合 \(list) 的版本。"),
        advice: Bilingual(
          "A rendition goes to a channel that takes its audience, language and kind: levee channel list",
          "版本只能发往接收其受众、语言和类型的渠道：levee channel list"))
    }
    let left = invocation.all("rendition").isEmpty ? fits.filter { $0.channel == nil }.map(\.rendition) : []
    let names = deliveries.map(\.description).joined(separator: ", ")
    return try await invocation.done(
      Bilingual("On its way: \(names).", "正在发布：\(names)。")
        + (left.isEmpty
          ? Bilingual(same: "")
          : Bilingual(
            " Not sent, since no channel here takes it: \(left.joined(separator: ", ")).",
            "未发布（所选渠道均不接收）：\(left.joined(separator: "、"))。")),
      on: try await invocation.ledger.incidents.owning(statement),
      fields: [Reply.Field("deliveries", Bilingual("Deliveries", "发布"), .code(names))])
  }

  static let claim = Command(
    "claim", Bilingual("claim a manual delivery and get exactly the approved text", "领取人工发布任务，取得批准的原文"),
    [delivery, .option("minutes", "N", Bilingual("how long you need; 30 if not said", "所需分钟数，默认 30"))]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    let minutes = try invocation.number("minutes") ?? 30
    let token = try await invocation.ledger.deliveries.claim(delivery, lease: .seconds(minutes * 60))
    let text = try await invocation.ledger.deliveries.text(of: delivery, token: token)
    return try await invocation.done(
      Bilingual(
        "\(delivery) is yours for \(Int(minutes)) minutes. Post exactly this, then: levee-response receipt \(delivery) --address URL",
        "\(delivery) 由您领取，\(Int(minutes)) 分钟内有效。请原样发布，然后执行：levee-response receipt \(delivery) --address 网址"),
      on: text.incident,
      fields: [
        Reply.Field("channel", Bilingual("Channel", "渠道"), .text(text.channel)),
        Reply.Field("digest", Bilingual("Digest", "摘要"), .code(text.digest)),
        Reply.Field("title", Bilingual("Title", "标题"), .block(text.title)),
        Reply.Field("body", Bilingual("Text", "正文"), .block(text.body)),
      ])
  }

  static let receipt = Command(
    "receipt", Bilingual("record where and when you posted a delivery", "登记人工发布的地址、时间与截图"),
    [
      delivery, .option("address", "URL", Bilingual("where it can be seen", "发布地址"), required: true),
      .option("posted-at", "TIME", Bilingual("when; now if not said", "发布时间，默认现在")),
      .option("screenshot", "FILE", Bilingual("a picture, of which the SHA-256 is kept", "截图文件，登记其 SHA-256")),
    ]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    guard let token = try await invocation.ledger.deliveries.heldToken(delivery) else {
      throw unclaimed(delivery, "claim")
    }
    try await invocation.ledger.deliveries.record(
      delivery, token: token, address: try invocation.value("address"), postedAt: try invocation.date("posted-at"),
      screenshot: try invocation["screenshot"].map { try Input.bytes($0) })
    return try await invocation.done(
      Bilingual("\(delivery) is delivered; the receipt is recorded.", "\(delivery) 已发布，回执已登记。"),
      on: try await invocation.ledger.incidents.owning(delivery))
  }

  static let retry = Command(
    "retry", Bilingual("put a delivery that failed for good back to work", "重新发布已失败的任务"), [delivery]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    try await invocation.ledger.deliveries.retry(delivery)
    return try await invocation.done(
      Bilingual("\(delivery) is tried again.", "\(delivery) 将重新发布。"),
      on: try await invocation.ledger.incidents.owning(delivery))
  }

  static let abandon = Command(
    "abandon", Bilingual("give up a delivery that is not out", "放弃尚未发布的任务"),
    [delivery, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    try await invocation.ledger.deliveries.abandon(delivery, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("\(delivery) is given up; it does not go out.", "\(delivery) 已放弃，不再发布。"),
      on: try await invocation.ledger.incidents.owning(delivery))
  }

  static let takeDown = Command(
    "take-down", Bilingual("claim an approved withdrawal: what to take down, and where", "领取已批准的撤回：需撤下的内容与地址"),
    [delivery, .option("minutes", "N", Bilingual("how long you need; 30 if not said", "所需分钟数，默认 30"))]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    let minutes = try invocation.number("minutes") ?? 30
    _ = try await invocation.ledger.deliveries.claim(delivery, .unpost, lease: .seconds(minutes * 60))
    return try await invocation.done(
      Bilingual(
        "\(delivery) is yours for \(Int(minutes)) minutes. Take it down there, then: levee-response taken-down \(delivery)",
        "\(delivery) 由您领取，\(Int(minutes)) 分钟内有效。请在该处撤下，然后执行：levee-response taken-down \(delivery)"),
      on: try await invocation.ledger.incidents.owning(delivery),
      fields: [
        Reply.Field(
          "address", Bilingual("Address", "地址"),
          .text(try await invocation.ledger.deliveries.address(of: delivery) ?? ""))
      ])
  }

  static let takenDown = Command(
    "taken-down", Bilingual("record that you have taken a delivery down", "登记已撤下的发布"), [delivery]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    guard let token = try await invocation.ledger.deliveries.heldToken(delivery, .unpost) else {
      throw unclaimed(delivery, "take-down")
    }
    let incident = try await invocation.ledger.deliveries.recordTakenDown(delivery, token: token)
    return try await invocation.done(
      Bilingual("\(delivery) is withdrawn; the record stays.", "\(delivery) 已撤回，记录保留。"), on: incident)
  }

  private static func unclaimed(_ delivery: Reference, _ command: String) -> Failure {
    Failure(
      .temporary, Bilingual("You hold no claim on \(delivery).", "您没有领取 \(delivery)。"),
      advice: Bilingual(
        "Claim it first: levee-response \(command) \(delivery)", "请先领取：levee-response \(command) \(delivery)"))
  }
}
