import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Sending approved texts: first where they may go, then exactly what goes there.
enum SendCommand {
  static let send = Command(
    "send", "发布", Bilingual("send an approved statement to channels", "发布已批准的声明"),
    [
      .positional("STATEMENT", Bilingual("for example S3.1", "如 S3.1")),
      .option(
        "to", "CHANNEL",
        Bilingual("a channel; if not said, what goes where is shown, and nothing is sent", "渠道；不填则只列出各渠道情况，不发布"),
        repeats: true),
      .option(
        "rendition", "NAME",
        Bilingual("only this text of it; if not said, each goes where it fits", "只发这份渠道稿；不写时，每份发到合适的渠道"), repeats: true),
    ],
    confirmation: Confirmation(Bilingual("Send exactly this, there?", "把以上原文一字不改地发布到这些渠道？")) {
      try await sendingPage($0)
    },
    questions: Questions { try await channelQuestion($0) }
  ) { try await sendStatement($0) }

  /// What is asked about before a statement goes out: every byte of it, what goes where, who sees it.
  private static func sendingPage(_ invocation: Invocation) async throws -> Reply? {
    guard invocation["to"] != nil else { return nil }
    let statement = try invocation.reference("STATEMENT", .statement)
    var page = try await DocumentReply.make(invocation, statement)
    let wanted = invocation.all("to")
    let only = invocation.all("rendition")
    let fits = try await invocation.ledger.deliveries.fitting(statement, channels: wanted).filter {
      only.isEmpty || only.contains($0.rendition)
    }
    page.tables.append(
      Reply.Table(
        "fits", Bilingual("What goes where:", "哪份渠道稿发到哪里："),
        columns: [
          ("rendition", Bilingual("Text", "渠道稿")), ("audience", Bilingual("For", "受众")),
          ("language", Bilingual("Language", "语言")), ("channel", Bilingual("Goes to", "发到")),
        ],
        rows: fits.map {
          [
            .code($0.rendition), .code($0.audience), .code($0.language),
            $0.channel.map(Cell.code)
              ?? .values(.null, Bilingual("nowhere: no channel here takes it", "无处可发：所选渠道都不接收")),
          ]
        }))
    page.tables.append(
      Reply.Table(
        "channels", Bilingual("To:", "发到："),
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
    guard !channels.isEmpty else { return overview(try await invocation.ledger.deliveries.waysOut(of: statement)) }
    let deliveries = try await invocation.ledger.deliveries.send(
      statement, renditions: invocation.all("rendition"), channels: channels)
    let fits = try await invocation.ledger.deliveries.fitting(statement, channels: channels)
    guard !deliveries.isEmpty else {
      if fits.isEmpty { throw LedgerError.unknown(statement) }
      let list = channels.joined(separator: ", ")
      throw Failure(
        .data, Bilingual("No text of \(statement) fits \(list).", "\(statement) 没有适合 \(list) 的渠道稿。"),
        advice: Bilingual(
          "A text goes to a channel that takes its audience, language and kind: levee channel list",
          "渠道稿的受众、语言和类型要和发布渠道一致：levee channel list"))
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
      fields: [
        Reply.Field(
          "deliveries", Bilingual("Deliveries", "发布"),
          .values(.array(deliveries.map(JSONValue.id)), Bilingual(same: names)))
      ])
  }

  // MARK: what goes where

  /// At a terminal the table comes first, then the question where to; where nothing can be sent, nothing is asked.
  private static func channelQuestion(_ invocation: Invocation) async throws -> [Questions.Question] {
    guard invocation["to"] == nil, let terminal = invocation.terminal else { return [] }
    let ways = try await invocation.ledger.deliveries.waysOut(of: try invocation.reference("STATEMENT", .statement))
    guard ways.hindrance == nil, let first = ways.ways.first(where: { $0.state == .fits }) else { return [] }
    terminal.write(invocation.shown(overview(ways)) + "\n\n")
    return [Questions.Question("to", first.channel)]
  }

  /// Every rendition beside every channel: first what can be sent, then what was, then what does not go there.
  private static func overview(_ ways: WaysOut) -> Reply {
    let sorted =
      ways.ways.filter { $0.state == .fits } + ways.ways.filter { $0.delivery != nil }
      + ways.ways.filter { $0.state != .fits && $0.delivery == nil }
    let table = Reply.Table(
      "ways", Bilingual("What goes where:", "各渠道稿的去向："),
      columns: [
        ("rendition", Bilingual("Text", "渠道稿")), ("audience", Bilingual("For", "受众")),
        ("language", Bilingual("Language", "语言")), ("channel", Bilingual("Channel", "渠道")),
        ("outside", Bilingual("The public sees it", "公众可见")), ("delivery", Bilingual("Delivery", "发布编号")),
        ("state", Bilingual("There", "情况")),
      ],
      rows: sorted.map {
        [
          .code($0.rendition), .code($0.audience), .code($0.language), .code($0.channel), .flag($0.isOutside),
          $0.delivery.map { .code($0.description) } ?? .none, .named($0.state.rawValue, words(of: $0, ways.hindrance)),
        ]
      },
      whenEmpty: Bilingual(
        "There is no channel. An administrator adds one with: levee channel add", "还没有渠道。请管理员执行：levee channel add"))
    return Reply(
      sentence(of: ways), values: ["hindrance": (ways.hindrance?.name).map(JSONValue.string) ?? .null], tables: [table])
  }

  private static func sentence(of ways: WaysOut) -> Bilingual {
    if let hindrance = ways.hindrance {
      return Bilingual("\(ways.statement) cannot be sent now. ", "\(ways.statement) 现在不能发布。") + hindrance.sentence
    }
    let channels = ways.ways.filter { $0.state == .fits }.map(\.channel).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    guard !channels.isEmpty else {
      return Bilingual(
        "\(ways.statement) is wherever it can be; there is no further channel for it.", "\(ways.statement) 已无其他渠道可发。")
    }
    let line = "levee-response send \(ways.statement)" + channels.map { " --to \($0)" }.joined()
    return Bilingual("Nothing is sent yet. To send all that fits: \(line)", "尚未发布。如需发往全部适合的渠道：\(line)")
  }

  private static func words(of way: WaysOut.Way, _ hindrance: LedgerError.Refusal?) -> Bilingual {
    switch way.state {
    case .fits: hindrance == nil ? Bilingual("can be sent", "可发布") : Bilingual("fits", "适合")
    case .out: Bilingual("is out", "已发布")
    case .waits: Bilingual("on its way", "待发布")
    case .failed: Bilingual("failed for good: retry", "发布失败，请重试（retry）")
    case .givenUp: Bilingual("given up: resume", "已取消，可恢复（resume）")
    case .takenDown: Bilingual("was out, taken down", "发布后已撤回")
    case .otherKind:
      Bilingual("no: takes other kinds of text than \(way.channelKind)", "不发：该渠道不接收此类稿件（\(way.channelKind)）")
    case .otherAudience: Bilingual("no: reaches other people", "不发：受众不同")
    case .otherLanguage: Bilingual("no: takes another language", "不发：语言不同")
    case .outside: Bilingual("no: an exercise stays inside", "不发：演练不对外")
    }
  }
}
