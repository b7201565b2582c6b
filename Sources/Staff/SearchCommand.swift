import Analysis
import CommandLine
import Desk
import Ledger
import Wording

/// `levee search`: over everything that was written of incidents and that one may read.
enum SearchCommand {
  static let search = Command(
    "search", "查找",
    Bilingual(
      "find words in incidents, facts, texts, decisions, feedback, reports, notes and mentions",
      "在事件、情况、稿件、决定、反馈、报告、备注和信息中查找"),
    [.positional("WORDS", Bilingual("all of them stand in what is found", "须同时包含的词"), repeats: true)], as: .reader,
    to: .show
  ) { invocation in
    let words = try invocation.words("WORDS").lowercased().split(separator: " ").map(String.init)
    let found = try await invocation.ledger.texts.find(words, most: 100)
    let mentions = try await mentions(invocation)
    return Reply(
      tables: [
        Reply.Table(
          "found",
          columns: [
            ("incident", Bilingual("Incident", "事件")), ("reference", Bilingual("Id", "编号")),
            ("kind", Bilingual("What", "内容")), ("text", Bilingual("Text", "原文")), ("person", Bilingual("Who", "人员")),
            ("at", Bilingual("When", "时间")),
          ],
          rows: found.map {
            [
              .code($0.incident.description), ($0.reference?.description).map(Cell.code) ?? .none,
              .named($0.kind, EventText.name($0.kind)), .text(excerpt($0.text, around: words[0])), .text($0.person),
              .time($0.at),
            ]
          }, whenEmpty: Bilingual("Nothing holds all of these words.", "没有同时包含这些词的内容。")),
        Reply.Table(
          "mentions", Bilingual("Mentions:", "信息："),
          columns: [
            ("mention", Bilingual("Id", "编号")), ("published_at", Bilingual("Published", "发布时间")),
            ("source", Bilingual("Source", "来源")), ("author", Bilingual("Author", "作者")),
            ("text", Bilingual("Text", "内容")),
          ],
          rows: mentions.map { id, mention in
            [
              .code("M\(id)"), mention.publishedAt.map(Cell.time) ?? .none, .text(mention.source),
              .text(mention.author),
              .text(
                excerpt(mention.title.isEmpty ? mention.text : mention.title + " — " + mention.text, around: words[0])),
            ]
          }, whenEmpty: Bilingual("No mention that you may read holds all of them.", "您可以查看的信息中没有同时包含这些词的。")),
      ])
  }

  /// The newest mentions that hold all words, by the index of their words; none for whoever may read no mentions.
  private static func mentions(_ invocation: Invocation) async throws -> [(id: Int, mention: Mentions.Mention)] {
    let words = SearchedWords(invocation.all("WORDS").flatMap { $0.split(separator: " ").map(String.init) })
    do {
      return try await invocation.ledger.mentions.search(
        Mentions.Search(words: words.words, terms: words.terms, signs: words.signs, plain: words.plain), incident: nil,
        most: 20)
    } catch LedgerError.notAllowed {
      return []
    }
  }

  /// The text around a word, on one line.
  private static func excerpt(_ text: String, around word: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first { $0.lowercased().contains(word) }.map(String.init) ?? text
    let lowered = line.lowercased()
    guard let place = lowered.firstRange(of: word) else { return String(line.prefix(80)) }
    let before = lowered.distance(from: lowered.startIndex, to: place.lowerBound)
    let start = line.index(line.startIndex, offsetBy: max(0, before - 20), limitedBy: line.endIndex) ?? line.startIndex
    return (start == line.startIndex ? "" : "…") + String(line[start...].prefix(80))
  }
}
