import Feeds
import Ledger
import Wording

/// Which column of a table is which part of a mention.
struct ColumnMap: Sendable {
  /// By the part's name.
  private let columns: [String: String]

  /// The parts that a mention has, and the headings that other tools give them.
  static let parts: [(part: String, headings: [String])] = [
    ("id", ["id", "编号", "post_id", "tweet_id", "mid"]), ("source", ["source", "来源", "site", "站点", "平台", "media"]),
    ("published_at", ["published_at", "date", "time", "created_at", "发布时间", "时间", "日期", "timestamp", "datetime"]),
    ("language", ["language", "lang", "语言"]), ("subject", ["subject", "brand", "product", "主体", "品牌", "产品"]),
    ("author", ["author", "user", "username", "name", "作者", "用户", "昵称", "账号"]),
    ("url", ["url", "link", "链接", "网址"]), ("title", ["title", "headline", "标题"]),
    ("text", ["text", "content", "body", "message", "正文", "内容", "文本", "review", "评论", "comment"]),
  ]

  /// - Parameter mapping: `part=column` with commas between; "" guesses by the headings.
  /// - Throws: `Failure` that names what is not a part, or that no column holds the text.
  init(_ mapping: String, heading: [String]) throws {
    var columns: [String: String] = [:]
    for pair in mapping.split(separator: ",") {
      let sides = pair.split(separator: "=", maxSplits: 1).map { String($0).trimmingCharacters() }
      guard sides.count == 2, Self.parts.contains(where: { $0.part == sides[0] }) else {
        throw Failure(
          .usage, Bilingual("\"\(pair)\" does not map a column.", "“\(pair)”不是列映射。"),
          advice: Bilingual(
            "Write part=column; the parts are \(Self.parts.map(\.part).joined(separator: ", ")).",
            "请写作 部分=列名；可用的部分有 \(Self.parts.map(\.part).joined(separator: "、"))。"))
      }
      guard heading.contains(sides[1]) else {
        throw Failure(
          .data, Bilingual("There is no column \"\(sides[1])\".", "没有名为“\(sides[1])”的列。"),
          advice: Bilingual("There is: \(heading.joined(separator: ", "))", "现有的列：\(heading.joined(separator: "、"))"))
      }
      columns[sides[0]] = sides[1]
    }
    for (part, headings) in Self.parts where columns[part] == nil {
      columns[part] = heading.first { column in headings.contains(column.lowercased()) }
    }
    guard columns["text"] != nil || columns["title"] != nil else {
      throw Failure(
        .data, Bilingual("No column holds the text.", "没有找到正文所在的列。"),
        advice: Bilingual(
          "Name it: --columns text=COLUMN. There is: \(heading.joined(separator: ", "))",
          "请指明：--columns text=列名。现有的列：\(heading.joined(separator: "、"))"))
    }
    self.columns = columns
  }

  /// - Throws: `JSONLine.Fault`: why a record is no mention.
  func mention(_ record: CSVRows.Record, source: String) throws(JSONLine.Fault) -> Mentions.Mention {
    if let fault = record.fault { throw JSONLine.Fault(description: fault) }
    func value(_ part: String) -> String {
      columns[part].flatMap { record.fields[$0] }.map(JSONLine.normalised) ?? ""
    }
    let text = value("text")
    guard !text.isEmpty || !value("title").isEmpty else { throw JSONLine.Fault(description: "no text") }
    var mention = Mentions.Mention(
      source: value("source").isEmpty ? source : value("source"), externalID: value("id"), publishedAt: nil,
      language: value("language"), subject: value("subject"), author: value("author"), url: value("url"),
      title: value("title"), text: text)
    let time = value("published_at")
    if !time.isEmpty {
      guard let date = FeedDate.parse(time) else { throw JSONLine.Fault(description: "published_at is not a time") }
      mention.publishedAt = date
    }
    let used = Set(columns.values)
    let extra = record.fields.filter { !used.contains($0.key) && !$0.value.isEmpty }
    if !extra.isEmpty,
      let kept = try? JSONValue.object(extra.mapValues { .string(JSONLine.normalised($0)) }).text(pretty: false)
    {
      mention.extra = kept
    }
    return mention
  }
}
