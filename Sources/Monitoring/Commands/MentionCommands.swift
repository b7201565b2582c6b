import Analysis
import CommandLine
import Desk
import FoundationEssentials
import HTTP
import Ledger
import Wording
import Workflow

/// Taking mentions in, finding them, and the sources they come from.
enum MentionCommands {
  static let ingest = Command(
    "ingest", "收录", Bilingual("take mentions in from a file, a URL or standard input", "从文件、网址或标准输入收录信息"),
    [
      .positional(
        "INPUT",
        Bilingual(
          "JSON Lines, a table (.csv) or a feed; - is standard input, and it may be a URL",
          "JSON Lines、表格（.csv）或订阅源；- 为标准输入，也可填网址"),
        holds: .file(["csv", "jsonl", "json", "xml"])),
      .option("source", "NAME", Bilingual("the source of lines that name none", "未注明来源时使用的来源名称")),
      .option(
        "columns", "MAP", Bilingual("of a table: part=column, with commas between", "表格哪一列是什么：部分=列名，用逗号隔开")),
      .option(
        "time-zone", "ZONE",
        Bilingual(
          "of times that name none, for example Asia/Shanghai; the house's if not said",
          "时间没写时区时按哪个时区，如 Asia/Shanghai；默认为公司时区")),
      .flag(
        "reach-private", Bilingual("let the URL be of the own machine or network", "允许访问本机或内网地址"), holds: .ofMachine),
    ]
  ) { invocation in
    let input = try invocation.value("INPUT")
    let readers = Readers(ledger: invocation.ledger)
    var intake = Intake(
      ledger: invocation.ledger, source: invocation["source"] ?? (input == "-" ? "stdin" : input),
      dates: try await readers.dates(in: invocation["time-zone"] ?? ""), reader: try await readers.reader())
    intake.columns = invocation["columns"] ?? ""
    let outcome: Intake.Outcome
    if input.hasPrefix("http://") || input.hasPrefix("https://") {
      do {
        let response = try await Request(input, reachesPrivate: invocation.has("reach-private")).send()
        guard (200..<300).contains(response.status) else {
          throw Failure(
            .unavailable,
            Bilingual("\(input) answered HTTP \(response.status).", "\(input) 返回 HTTP \(response.status)。"))
        }
        outcome = try await intake.take(feed: response.body, from: input, charset: response.charset)
      } catch let fault as Request.Fault {
        throw Failure(
          .unavailable, Bilingual("\(input) cannot be fetched.", "无法获取 \(input)。"),
          advice: Bilingual("Check the address and the network.", "请检查地址和网络。"), detail: fault.description)
      }
    } else {
      outcome = try await intake.take(path: input)
    }
    var reply = Reply(
      Bilingual(
        "\(outcome.stored.new) new, \(outcome.stored.revised) revised, \(outcome.stored.known) known, \(outcome.rejected) refused.",
        "新增 \(outcome.stored.new) 条，改动 \(outcome.stored.revised) 条，已有 \(outcome.stored.known) 条，没有读入 \(outcome.rejected) 条。"
      ),
      fields: [
        Reply.Field("new", Bilingual("New", "新增"), .number(outcome.stored.new)),
        Reply.Field("revised", Bilingual("Revised", "改动"), .number(outcome.stored.revised)),
        Reply.Field("known", Bilingual("Known", "已有"), .number(outcome.stored.known)),
        Reply.Field("refused", Bilingual("Refused", "没有读入"), .number(outcome.rejected)),
      ])
    if outcome.rejected > 0 {
      reply.code = .data
      reply.tables = [
        Reply.Table(
          "problems",
          Bilingual(
            "Refused, kept for inspection (levee-monitoring rejected):", "没有读入的内容已保留（levee-monitoring rejected）："),
          columns: [("line", Bilingual("Line", "行")), ("reason", Bilingual("Reason", "原因"))],
          rows: outcome.problems.map { [.number($0.line), .text($0.reason)] })
      ]
    }
    if !outcome.doubts.isEmpty {
      reply.tables.append(
        Reply.Table(
          "doubts", Bilingual("What was mended, guessed or left out:", "修补、推断或未读入的内容："),
          columns: [
            ("line", Bilingual("Line", "行")), ("count", Bilingual("Count", "次数")), ("doubt", Bilingual("Doubt", "说明")),
          ],
          rows: outcome.doubts.list.map {
            [
              .number($0.line), .number($0.count),
              .values(.object(["kind": .string("\($0.kind)"), "example": .string($0.example)]), $0.sentence),
            ]
          }))
    }
    return reply
  }

  static let search = Command(
    "search", "查信息", Bilingual("find mentions that contain all words", "按关键词查信息（须同时出现）"),
    [
      .positional("WORD", Bilingual("a word", "词语"), required: false, repeats: true),
      .option("incident", "INCIDENT", Bilingual("only those attached to it", "仅限已关联的事件")),
      .option("most", "N", Bilingual("how many at most", "最多条数")),
    ], to: .show
  ) { invocation in
    let found = try await found(
      invocation.all("WORD"),
      of: invocation["incident"] == nil ? nil : try invocation.reference("incident", .incident),
      most: Int(min(max(try invocation.number("most") ?? 20, 1), 1000)), invocation.ledger)
    return Reply(
      tables: [
        Reply.Table(
          "mentions",
          columns: [
            ("mention", Bilingual("Id", "编号")), ("published_at", Bilingual("Published", "发布时间")),
            ("source", Bilingual("Source", "来源")), ("author", Bilingual("Author", "作者")),
            ("text", Bilingual("Text", "内容")),
          ],
          rows: found.map { id, mention in
            [
              .code("M\(id)"), mention.publishedAt.map(Cell.time) ?? .none, .text(mention.source),
              .text(mention.author),
              .text(mention.title.isEmpty ? mention.text : mention.title + " — " + mention.text),
            ]
          })
      ])
  }

  /// Mentions that contain all words, as they were typed.
  static func found(
    _ words: [String], of incident: Reference?, most: Int, _ ledger: Ledger
  ) async throws -> [(id: Int, mention: Mentions.Mention)] {
    try await ledger.mentions.search(Mentions.Search(SearchedWords(words)), incident: incident, most: most)
  }

  static let show = Command(
    "mention", "查看信息",
    Bilingual("one mention: what was read off it, and the words that decided it", "查看一条信息：系统读出了什么、根据哪些词"),
    [.positional("MENTION", Bilingual("for example M12", "如 M12"))], to: .show
  ) { invocation in
    let reference = try invocation.reference("MENTION", .mention)
    let mention = try await invocation.ledger.mentions.find(reference)
    let reading = mention.reading
    let sentiment = Sentiment(side: Int(reading.sentiment))
    let hundredths = Int((reading.score * 100).rounded())
    var fields = [
      Reply.Field("mention", Bilingual("Mention", "信息"), .code(reference.description)),
      Reply.Field("source", Bilingual("Source", "来源"), .text(mention.source)),
      Reply.Field("author", Bilingual("Author", "作者"), .text(mention.author)),
      Reply.Field("url", Bilingual("Address", "网址"), .text(mention.url)),
      Reply.Field("published_at", Bilingual("Published", "发布时间"), mention.publishedAt.map(Cell.time) ?? .none),
      Reply.Field("subject", Bilingual("Subject", "主体"), SignalText.subject(mention.subject)),
      Reply.Field("language", Bilingual("Language", "语言"), .code(mention.language)),
      Reply.Field(
        "sentiment", Bilingual("Sentiment", "情绪"),
        .values(
          .object(["side": .string(sentiment.rawValue), "score": .integer(hundredths)]),
          sentiment.name + Bilingual(same: " · \(hundredths > 0 ? "+" : "")\(hundredths)"))),
    ]
    if let kind = IncidentKind(rawValue: reading.kind) {
      fields.append(Reply.Field("kind", Bilingual("Kind", "类型"), .named(kind.rawValue, kind.name)))
    }
    let cues = ContentCue.set(Int(reading.cues)).map(\.rawValue)
    if !cues.isEmpty {
      fields.append(
        Reply.Field(
          "cues", Bilingual("Told at once", "须立即上报的情形"),
          .values(.array(cues.map(JSONValue.string)), .list(cues.map(SignalText.cue)))))
    }
    if reading.hurt > 0 {
      fields.append(Reply.Field("hurt", Bilingual("People hurt, as it says", "所称伤亡人数"), .number(Int(reading.hurt))))
    }
    fields.append(Reply.Field("title", Bilingual("Title", "标题"), .text(mention.title)))
    fields.append(Reply.Field("text", Bilingual("Text", "内容"), .block(mention.text)))
    let words = TextReader().explain(title: mention.title, text: mention.text)
    return Reply(fields: fields, tables: [decidingWords(words)])
  }

  private static func decidingWords(_ words: [TextReader.DecidingWord]) -> Reply.Table {
    Reply.Table(
      "words", Bilingual("Words that decided it:", "起作用的词语："),
      columns: [
        ("word", Bilingual("Word", "词语")), ("weight", Bilingual("Weight", "权重")), ("means", Bilingual("Means", "指向")),
      ],
      rows: words.map { word in
        let means = word.means.map { IncidentKind(rawValue: $0)?.name ?? SignalText.cue($0) }
        return [
          .text(word.word), word.weight.map { .code(Self.signed($0)) } ?? .none,
          .values(.array(word.means.map(JSONValue.string)), .list(means)),
        ]
      }, whenEmpty: Bilingual("None of the lexicon's.", "没有词表中的词语。"))
  }

  /// `+2.7`, `-1.5`.
  private static func signed(_ value: Float) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths < 0 ? "-" : "+")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  static let attach = Command(
    "attach", "关联信息", Bilingual("attach mentions to an incident", "把信息关联到事件"),
    [
      TeamCommands.incident,
      .positional("MENTION", Bilingual("for example M12", "如 M12"), repeats: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let count = try await invocation.ledger.mentions.attach(
      try invocation.references("MENTION", .mention), to: incident)
    return try await invocation.done(
      Bilingual("\(count) attached.", "已关联 \(count) 条。"), on: incident, values: ["attached": .integer(count)])
  }

  static let trend = Command(
    "trend", "趋势", Bilingual("mentions of an incident per quarter of an hour", "事件每刻钟的信息量"), [TeamCommands.incident],
    to: .show
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let points = try await invocation.ledger.mentions.trend(incident)
    let most = points.map(\.mentions).max() ?? 1
    return Reply(
      tables: [
        Reply.Table(
          "trend",
          columns: [
            ("from", Bilingual("From", "时段")), ("mentions", Bilingual("Mentions", "信息量")), ("bar", Bilingual(same: "")),
          ],
          rows: points.map {
            [
              .time($0.bucket), .number($0.mentions),
              .words(Bilingual(same: String(repeating: "█", count: max(1, $0.mentions * 40 / most)))),
            ]
          })
      ])
  }

  static let rejected = Command(
    "rejected", "未读入", Bilingual("input that was refused, kept for inspection", "查看没有读入的内容"), to: .show
  ) { invocation in
    let rejected = try await invocation.ledger.mentions.rejected(most: 50)
    return Reply(
      tables: [
        Reply.Table(
          "rejected",
          columns: [
            ("source", Bilingual("Source", "来源")), ("line", Bilingual("Line", "行")),
            ("reason", Bilingual("Reason", "原因")), ("raw", Bilingual("Input", "输入")),
          ],
          rows: rejected.map { [.text($0.source), .number($0.line), .text($0.reason), .text($0.raw)] })
      ])
  }
}

extension Mentions.Search {
  init(_ words: SearchedWords) {
    self.init(words: words.words, terms: words.terms, signs: words.signs, plain: words.plain)
  }
}
