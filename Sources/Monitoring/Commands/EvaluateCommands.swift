import Analysis
import CommandLine
import Desk
import Feeds
import FoundationEssentials
import Wording

/// How well Levee reads, judges and notices, measured on files that say what is right.
enum EvaluateCommands {
  static let bursts = Command(
    "evaluate bursts", "检验预警", Bilingual("score series of counts as the service would", "按系统的方法给信息量的序列评分"),
    [
      .positional(
        "DIR", Bilingual("a folder of CSV files: timestamp,value", "CSV 文件目录：timestamp,value"), holds: .ofMachine),
      .option(
        "out", "DIR", Bilingual("where the scores are written: timestamp,score", "评分输出目录：timestamp,score"),
        required: true, holds: .ofMachine),
    ], to: .runAtTerminals
  ) { invocation in
    let source = try invocation.value("DIR")
    let target = try invocation.value("out")
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: source) else {
      throw UnreadableInput(path: source, reason: "the folder cannot be read")
    }
    try OutputFile.makeFolder(target)
    var rows: [[Cell]] = []
    for name in names.sorted() where name.hasSuffix(".csv") && !name.hasPrefix(".") {
      let series = try VolumeSeries(path: source + "/" + name)
      let judged = series.judge()
      try OutputFile.write(Array(series.scored(judged).utf8), to: target + "/" + name)
      rows.append([
        .text(name), .number(series.rows.count), .number(judged.count { $0 >= BurstDetector.threshold }),
      ])
    }
    return Reply(
      Bilingual(
        "Scored; a score from 3.936 is a signal: once in thirty days of five minutes.",
        "评分完成。达到 3.936 就预警：按五分钟一个时段，平时三十天遇到一次。"),
      tables: [
        Reply.Table(
          "series",
          columns: [
            ("file", Bilingual("File", "文件")), ("rows", Bilingual("Rows", "行数")),
            ("signals", Bilingual("Signals", "预警")),
          ], rows: rows,
          whenEmpty: Bilingual("There is no .csv file in \(source).", "\(source) 中没有 .csv 文件。"))
      ], code: rows.isEmpty ? .noInput : .success)
  }

  static let sentiment = Command(
    "evaluate sentiment", "检验情绪", Bilingual("judge labelled texts, and say how often rightly", "判断已标明正负面的文字，并统计判断准确率"),
    [
      .positional(
        "FILE", Bilingual("JSON Lines with text and label.sentiment", "JSON Lines，含 text 与 label.sentiment"),
        holds: .file(["jsonl"])),
      .option(
        "learn", "FILE",
        Bilingual(
          "learn from this file first; the same file: five parts, each judged by what the others teach",
          "先用该文件训练；如果是同一文件，就分五份轮流检验"),
        repeats: true, holds: .file(["jsonl"])),
    ], to: .runAtTerminals
  ) { invocation in
    let path = try invocation.value("FILE")
    let examples = try LabelledTexts(path: path)
    var evaluation = SentimentEvaluation()
    let teachers = invocation.all("learn")
    if teachers.isEmpty {
      evaluation.judge(examples.labels) { SentimentRules.standard.judge($0) }
    } else if teachers == [path] {
      for part in 0..<5 {
        let taught = examples.labels.enumerated().filter { $0.offset % 5 != part }.map(\.element)
        let model = SentimentModel(learning: taught)
        evaluation.judge(examples.labels.enumerated().filter { $0.offset % 5 == part }.map(\.element)) {
          model.judge($0)
        }
      }
    } else {
      var labels: [SentimentModel.Label] = []
      for teacher in teachers { labels += try LabelledTexts(path: teacher).labels }
      let model = SentimentModel(learning: labels)
      evaluation.judge(examples.labels) { model.judge($0) }
    }
    return evaluation.reply(skipped: examples.skipped)
  }

  static let cues = Command(
    "evaluate cues", "检验敏感内容",
    Bilingual("read labelled sentences for what is told at once, and say how often rightly", "检验已注明内容的句子，统计敏感内容的识别准确率"),
    [
      .positional(
        "FILE",
        Bilingual(
          "a sentence a line: \"death+injury: …\"; \"-: …\" tells nothing", "每行一句：“death+injury: …”；“-: …”为无敏感内容"),
        holds: .file(["txt"]))
    ], to: .runAtTerminals
  ) { invocation in
    try CueEvaluation(CueSentences(path: invocation.value("FILE")), by: TextReader()).reply()
  }

  static let feed = Command(
    "evaluate feed", "检验订阅源", Bilingual("show what is read of a feed, without keeping it", "显示从订阅源读出的内容，不保存"),
    [
      .positional(
        "FILE", Bilingual("RSS, Atom, CDF or JSON Feed", "RSS、Atom、CDF 或 JSON Feed"), holds: .file(["xml", "json"])),
      .option("address", "URL", Bilingual("where it was fetched, for relative addresses", "抓取地址，用于解析相对地址")),
      .option("charset", "NAME", Bilingual("the encoding that the server named", "服务器声明的编码")),
    ], to: .runAtTerminals
  ) { invocation in
    let path = try invocation.value("FILE")
    let feed: Feed
    do {
      feed = try Feed(
        try Input.bytes(path), from: invocation["address"] ?? "", charset: invocation["charset"],
        dates: DateReader(now: Date()))
    } catch let fault as Feed.Fault {
      throw Failure(.data, Bilingual("\(path) is no feed.", "\(path) 不是订阅源。"), detail: fault.description)
    }
    return Reply(
      fields: [
        Reply.Field("title", Bilingual("Title", "标题"), .text(feed.title)),
        Reply.Field("link", Bilingual("Address", "地址"), .text(feed.link)),
      ],
      tables: [
        Reply.Table(
          "entries",
          columns: [
            ("id", Bilingual("Id", "编号")), ("title", Bilingual("Title", "标题")), ("link", Bilingual("Address", "地址")),
            ("author", Bilingual("Author", "作者")), ("published", Bilingual("Published", "发布时间")),
            ("summary", Bilingual("Summary", "内容提要")), ("content", Bilingual("Content", "正文")),
          ],
          rows: feed.entries.map {
            [
              .text($0.id), .text($0.title), .text($0.link), .text($0.author), $0.published.map(Cell.time) ?? .none,
              .text($0.summary), .text($0.content),
            ]
          })
      ])
  }
}
