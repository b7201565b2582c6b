import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Monitoring
import Pages
import Wording
import Workflow

/// What the information team keeps in view: what is unusual, what is said, how the sources are; and every step on it.
struct MonitoringPage {
  private let sheet: Sheet
  private var language: Language { sheet.language }

  init(_ sheet: Sheet) { self.sheet = sheet }

  func answer() async throws -> Server.Answer {
    let ledger = await sheet.visitor.ledger(.monitoring)
    let board = try await ledger.boards.read()
    let words = sheet.request.value("WORD").split(separator: " ").map(String.init)
    let incident = Reference(sheet.request.value("incident"), expecting: .incident)
    var main: [Markup] = [.heading(1, sheet.say("Monitoring", "监测"))]
    main.append(.element("p", ["class": "lead"], state(board)))
    main.append(.heading(2, sheet.say("Signals", "预警")))
    main.append(
      board.signals.isEmpty
        ? .paragraph(sheet.say("Nothing is unusual.", "没有异常。"), class: "empty")
        : .element("ul", ["class": "cards"], board.signals.map { card($0, board.joined[$0.id] ?? []) }))
    main += [.heading(2, sheet.say("Find mentions", "查信息")), search(words, incident)]
    if !words.isEmpty || incident != nil {
      let found = try await ShownMention.search(words, of: incident, most: 20, ledger)
      main.append(
        found.isEmpty
          ? .paragraph(sheet.say("None has all these words.", "没有同时包含这些词的信息。"), class: "empty")
          : .element("ul", ["class": "cards"], found.enumerated().map { card($1, $0) }))
    }
    main += [.heading(2, sheet.say("Newest negative stories", "最新负面话题")), stories(board.stories)]
    if !board.lines.isEmpty {
      main += [.heading(2, sheet.say("Mentions in two hours", "近两小时信息量")), lines(board.lines)]
    }
    main += [.heading(2, sheet.say("Sources", "信息源"))] + (try await sheet.lookIfAllowed("monitoring/source-list"))
    main.append(.heading(2, sheet.say("More", "更多")))
    main.append(
      sheet.links([
        ("/do/monitoring/open", sheet.say("Open an incident", "登记事件")),
        ("/do/monitoring/reports", sheet.say("What staff reported", "员工上报的线索")),
        ("/do/monitoring/signals?all=yes", sheet.say("All signals", "全部预警")),
        ("/do/monitoring/ingest", sheet.say("Take in a file", "从文件收录")),
        ("/do/monitoring/rejected", sheet.say("Input that was refused", "没有读入的内容")),
        ("/do/monitoring/name-list", sheet.say("Names that are watched", "监测名单")),
      ]))
    return sheet.page(sheet.say("Monitoring", "监测"), main, isLive: words.isEmpty && incident == nil)
  }

  /// How everything is, in a line.
  private func state(_ board: Boards.Board) -> [Markup] {
    let ill = board.sources.count(where: \.isIll)
    var words =
      ill == 0
      ? sheet.say("\(board.sources.count) source(s), all well", "信息源 \(board.sources.count) 个，全部正常")
      : sheet.say("\(ill) of \(board.sources.count) source(s) ill", "信息源 \(board.sources.count) 个，\(ill) 个异常")
    if board.waiting > 0 { words += sheet.say(" · \(board.waiting) batches wait", " · \(board.waiting) 批待分析") }
    return [.text(words + " · ")] + sheet.reply.inline(.time(board.now))
  }

  // MARK: signals

  private func card(_ signal: Signals.Signal, _ others: [Signals.Signal]) -> Markup {
    let cues = ([signal] + others).map { SignalText.cue($0.cue)[language] }
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    var inside: [Markup] = [
      .element("b", [:], [.link("/monitoring/\(signal.reference)", signal.reference.description)]), .text(" "),
    ]
    inside += sheet.reply.inline(SignalText.subject(signal.subject))
    inside.append(.text(" · " + cues.joined(separator: sheet.say(", ", "、"))))
    if signal.state == "snoozed" { inside.append(.text(" · " + SignalText.state(signal.state)[language])) }
    let counted = sheet.say(
      "\(signal.mentions) mentions, \(signal.negative) negative", "信息 \(signal.mentions) 条，负面 \(signal.negative) 条")
    inside += [
      .empty("br", [:]),
      .element(
        "span", ["class": "small"],
        [.text(counted + " · " + SignalText.rarity(signal.rarity)[language] + " · ")]
          + sheet.reply.inline(.time(signal.since))),
      actions(signal),
    ]
    return .element("li", [:], [.element("div", [:], inside)])
  }

  private func actions(_ signal: Signals.Signal) -> Markup {
    sheet.links([
      ("/monitoring/\(signal.reference)", sheet.say("What it rests on", "预警依据")),
      ("/do/monitoring/open?signal=\(signal.reference)", sheet.say("Open an incident", "登记事件")),
      ("/do/monitoring/snooze?SIGNAL=\(signal.reference)", sheet.say("Put off", "推迟")),
      ("/do/monitoring/dismiss?SIGNAL=\(signal.reference)", sheet.say("It is nothing", "排除")),
    ])
  }

  /// One signal: what it rests on, and the form that opens an incident from it.
  func signal(_ reference: Reference) async throws -> Server.Answer {
    let signal = try await sheet.visitor.ledger(.monitoring).signals.find(reference)
    let title = sheet.say("Signal \(reference)", "预警 \(reference)")
    var main: [Markup] = [.heading(1, title)]
    main += sheet.reply.markup(try await sheet.look("monitoring/signal", ["SIGNAL": [reference.description]]))
    if signal.state == "open" || signal.state == "snoozed" {
      if let step = Catalogue.step("monitoring/open") {
        var filled = Step.Filled()
        filled.values["signal"] = [reference.description]
        main += [
          .heading(2, sheet.say("Open an incident from it", "由此登记事件")),
          try await StepPage(sheet).blank(step, filled, fixed: ["signal"]),
        ]
      }
      main.append(actions(signal))
    }
    main.append(home)
    return sheet.page(title, main)
  }

  // MARK: mentions

  private func search(_ words: [String], _ incident: Reference?) -> Markup {
    FormMarkup(
      "/monitoring", isPosted: false,
      [
        FormField(
          "WORD", label: sheet.say("Words", "关键词"), help: sheet.say("all of them; with blanks between", "须同时出现，用空格隔开"),
          kind: .line, values: [words.joined(separator: " ")]),
        FormField(
          "incident", label: sheet.say("Attached to the incident", "已关联的事件"), kind: .line,
          values: [incident?.description ?? ""]),
      ], button: sheet.say("Find", "查找"), language: language, mark: "w"
    ).markup
  }

  /// - Parameter place: where it stands among others: tells their forms apart.
  private func card(_ mention: ShownMention, _ place: Int) -> Markup {
    .element("li", [:], [.element("div", [:], body(mention))])
  }

  private func body(_ mention: ShownMention, withKeys: Bool = false) -> [Markup] {
    var inside: [Markup] = [
      .element("b", [:], [.link("/monitoring/\(mention.reference)", mention.reference.description)]), .text(" · "),
      .element(
        "span", ["dir": "auto"], [.text(mention.source + (mention.author.isEmpty ? "" : " · " + mention.author))]),
    ]
    if let at = mention.publishedAt { inside += [.text(" · ")] + sheet.reply.inline(.time(at)) }
    inside.append(.text(" · " + sheet.say("read as ", "系统判为") + mention.sentiment.name[language]))
    if !mention.cues.isEmpty {
      inside.append(.element("b", ["class": "late"], [.text(" · " + Bilingual.list(mention.cues)[language])]))
    }
    if !mention.title.isEmpty {
      inside.append(.element("p", ["dir": "auto"], [.element("b", [:], stretches(mention.title))]))
    }
    inside.append(.element("div", ["class": "text", "dir": "auto"], stretches(mention.text)))
    inside.append(label(mention, withKeys: withKeys))
    return inside
  }

  /// What decided something is marked, and says of what it speaks.
  private func stretches(_ stretches: [ShownMention.Stretch]) -> [Markup] {
    stretches.map { stretch in
      stretch.means.map { .element("mark", ["title": $0[language]], [.text(stretch.text)]) } ?? .text(stretch.text)
    }
  }

  /// One button for each answer; alone on its page, each has a key.
  private func label(_ mention: ShownMention, withKeys: Bool) -> Markup {
    sheet.buttons(
      "monitoring/mentions-label", ["MENTION": [mention.reference.description]],
      ShownMention.sentiments.enumerated().map { place, sentiment in
        Sheet.Button(
          sentiment.name[language], name: "SENTIMENT", value: sentiment.code, key: withKeys ? "\(place + 1)" : "",
          about: mention.reference.description)
      }, lead: sheet.say("It is:", "人工校正为："))
  }

  /// One mention: what was read off it, the words that decided it, and what a person says.
  func mention(_ reference: Reference) async throws -> Server.Answer {
    let found = try await sheet.visitor.ledger(.monitoring).mentions.find(reference)
    let title = sheet.say("Mention \(reference)", "信息 \(reference)")
    var reply = try await sheet.look("monitoring/mention", ["MENTION": [reference.description]])
    // What stands above it is not said twice.
    reply.fields = reply.fields.filter { !["mention", "title", "text", "source", "author"].contains($0.key) }
    let shown = ShownMention(reference.number, found)
    return sheet.page(
      title,
      [.heading(1, title)] + body(shown, withKeys: true) + [
        .paragraph(
          sheet.say(
            "Keys: your browser's access key with 1, 2 and 3.", "快捷键：浏览器的访问键加 1、2、3。"), class: "small")
      ] + sheet.reply.markup(reply) + [
        sheet.links([
          ("/do/monitoring/attach?MENTION=\(reference)", sheet.say("Attach it to an incident", "关联到事件"))
        ]), home,
      ])
  }

  private var home: Markup {
    .element("p", ["class": "small"], [.link("/monitoring", sheet.say("To monitoring", "回到监测"))])
  }

  // MARK: what is said

  private func stories(_ stories: [Signals.Story]) -> Markup {
    sheet.reply.table(
      Reply.Table(
        "stories", Bilingual("Newest negative stories", "最新负面话题"),
        columns: [
          ("mention", Bilingual("First", "首条")), ("copies", Bilingual("Copies", "转载量")),
          ("source", Bilingual("Source", "来源")), ("first_seen", Bilingual("First seen", "首次出现")),
          ("text", Bilingual("Text", "内容")),
        ],
        rows: stories.map {
          [
            .code("M\($0.id)"), .number($0.copies), .text($0.source), .time($0.firstSeen),
            .text($0.line.count > 120 ? $0.line.prefix(120) + "…" : $0.line),
          ]
        }, whenEmpty: Bilingual("None.", "无。")))
  }

  private func lines(_ lines: [Boards.Line]) -> Markup {
    sheet.reply.table(
      Reply.Table(
        "lines", Bilingual("Mentions in two hours", "近两小时信息量"),
        columns: [
          ("subject", Bilingual("Subject", "主体")), ("mentions", Bilingual("Mentions", "信息量")),
          ("negative", Bilingual("Negative", "负面")), ("latest", Bilingual("In the last quarter", "近一刻钟")),
        ],
        rows: lines.map {
          [
            SignalText.subject($0.subject), .number($0.mentions), .number($0.negative),
            .number($0.counts.suffix(3).reduce(0, +)),
          ]
        }))
  }
}
