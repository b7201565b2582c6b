import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// What becomes of deliveries: the manual channel, what failed, what is given up, what is taken down.
enum DeliveryCommands {
  private static let delivery = Parameter.positional("DELIVERY", Bilingual("for example D3", "如 D3"))

  static let claim = Command(
    "claim", "认领", Bilingual("claim a manual delivery and get exactly the approved text", "认领人工发布任务，取得批准的原文"),
    [delivery, .option("minutes", "N", Bilingual("how long you need; 30 if not said", "所需分钟数，默认 30"))]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    let minutes = try invocation.number("minutes") ?? 30
    let token = try await invocation.ledger.deliveries.claim(delivery, lease: .seconds(minutes * 60))
    let text = try await invocation.ledger.deliveries.text(of: delivery, token: token)
    return try await invocation.done(
      Bilingual(
        "\(delivery) is yours for \(Int(minutes)) minutes. Post exactly this, then: levee-response receipt \(delivery) --address URL",
        "\(delivery) 由您认领，\(Int(minutes)) 分钟内有效。请一字不改地发布，再执行：levee-response receipt \(delivery) --address 网址"),
      on: text.incident, values: ["delivery": .id(delivery)],
      fields: [
        Reply.Field("channel", Bilingual("Channel", "渠道"), .text(text.channel)),
        Reply.Field("digest", Bilingual("Checksum", "校验码"), .code(text.digest)),
        Reply.Field("title", Bilingual("Title", "标题"), .block(text.title)),
        Reply.Field("body", Bilingual("Text", "正文"), .block(text.body)),
      ])
  }

  static let receipt = Command(
    "receipt", "发布记录", Bilingual("record where and when you posted a delivery", "登记发布记录：地址、时间、截图"),
    [
      delivery, .option("address", "URL", Bilingual("where it can be seen", "发布地址"), required: true),
      .option("posted-at", "TIME", Bilingual("when; now if not said", "发布时间，默认现在")),
      .option(
        "screenshot", "FILE", Bilingual("a picture, of which the SHA-256 is kept", "截图文件，登记它的校验码（SHA-256）"),
        holds: .file(["png", "jpg", "jpeg"])),
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
      Bilingual("\(delivery) is delivered; the receipt is recorded.", "\(delivery) 已发布，发布记录已登记。"),
      on: try await invocation.ledger.incidents.owning(delivery), values: ["delivery": .id(delivery)])
  }

  static let retry = Command(
    "retry", "重新发布", Bilingual("put a delivery that failed for good back to work", "重新发布没有发成的稿件"), [delivery]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    try await invocation.ledger.deliveries.retry(delivery)
    return try await invocation.done(
      Bilingual("\(delivery) is tried again.", "\(delivery) 将重新发布。"),
      on: try await invocation.ledger.incidents.owning(delivery), values: ["delivery": .id(delivery)])
  }

  static let abandon = Command(
    "abandon", "取消发布", Bilingual("give up a delivery that is not out", "取消发布：稿件还没有发出"),
    [delivery, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    try await invocation.ledger.deliveries.abandon(delivery, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("\(delivery) is given up; it does not go out.", "\(delivery) 已取消发布。"),
      on: try await invocation.ledger.incidents.owning(delivery), values: ["delivery": .id(delivery)])
  }

  static let resume = Command(
    "resume", "恢复发布", Bilingual("take up again a delivery that was given up by mistake", "恢复误取消的发布"),
    [delivery, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    try await invocation.ledger.deliveries.resume(delivery, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("\(delivery) is taken up again; it goes out.", "\(delivery) 已恢复，将照常发布。"),
      on: try await invocation.ledger.incidents.owning(delivery), values: ["delivery": .id(delivery)])
  }

  static let takeDown = Command(
    "take-down", "认领撤回", Bilingual("claim an approved withdrawal: what to take down, and where", "认领已批准的撤回：删除哪条原帖、在哪里"),
    [delivery, .option("minutes", "N", Bilingual("how long you need; 30 if not said", "所需分钟数，默认 30"))]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    let minutes = try invocation.number("minutes") ?? 30
    _ = try await invocation.ledger.deliveries.claim(delivery, .unpost, lease: .seconds(minutes * 60))
    return try await invocation.done(
      Bilingual(
        "\(delivery) is yours for \(Int(minutes)) minutes. Take it down there, then: levee-response taken-down \(delivery)",
        "\(delivery) 由您认领，\(Int(minutes)) 分钟内有效。请删除原帖，再执行：levee-response taken-down \(delivery)"),
      on: try await invocation.ledger.incidents.owning(delivery), values: ["delivery": .id(delivery)],
      fields: [
        Reply.Field(
          "address", Bilingual("Address", "地址"),
          .text(try await invocation.ledger.deliveries.address(of: delivery) ?? ""))
      ])
  }

  static let takenDown = Command(
    "taken-down", "已删原帖", Bilingual("record that you have taken a delivery down", "登记原帖已删除"), [delivery]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    guard let token = try await invocation.ledger.deliveries.heldToken(delivery, .unpost) else {
      throw unclaimed(delivery, "take-down")
    }
    let incident = try await invocation.ledger.deliveries.recordTakenDown(delivery, token: token)
    return try await invocation.done(
      Bilingual("\(delivery) is withdrawn; the record stays.", "\(delivery) 已撤回，发布记录保留。"), on: incident,
      values: ["delivery": .id(delivery)])
  }

  private static func unclaimed(_ delivery: Reference, _ command: String) -> Failure {
    Failure(
      .data, Bilingual("You hold no claim on \(delivery).", "\(delivery) 不是您认领的，或认领已过期。"),
      advice: Bilingual(
        "Claim it first: levee-response \(command) \(delivery)", "请先认领：levee-response \(command) \(delivery)"))
  }
}
