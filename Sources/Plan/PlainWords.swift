import Markdown
public import Wording
public import Workflow

/// How plainly a plan speaks: long sentences, words of a trade that have plainer ones. It warns, and stops nothing.
public enum PlainWords {
  public struct Warning: Sendable, Hashable {
    public let section: PlanSection
    public let language: Language
    public let reason: Bilingual
  }

  /// The longest sentence that is read at one go: 60 characters of Chinese, 30 words of English.
  /// - Source: the plan's own demand (简洁明了，避免使用专业术语); for English the plain-language guides of public services, which
  ///   ask for 20 to 25 words and no more than 30.
  static let longest = (chinese: 60, english: 30)

  /// Words of a trade, each with a plainer one.
  static let jargon: [(word: String, plainer: String, language: Language)] =
    [
      ("抓手", "办法", .chinese), ("赋能", "帮助", .chinese), ("闭环", "做完并检查", .chinese), ("颗粒度", "详细程度", .chinese),
      ("底层逻辑", "原因", .chinese), ("打法", "做法", .chinese), ("对齐", "统一", .chinese), ("拉通", "一起商量", .chinese),
      ("组合拳", "几项措施", .chinese),
      ("触达", "告诉", .chinese), ("心智", "印象", .chinese), ("链路", "过程", .chinese), ("沉淀", "积累", .chinese),
      ("矩阵", "多个", .chinese), ("势能", "影响", .chinese), ("痛点", "问题", .chinese), ("倒逼", "促使", .chinese),
      ("兜底", "保证", .chinese),
      ("引爆", "引起关注", .chinese), ("私域", "自己的用户群", .chinese), ("声量", "信息量", .chinese), ("舆论场", "网上", .chinese),
      ("stakeholder", "people concerned", .english), ("leverage", "use", .english),
      ("synergy", "working together", .english),
      ("utilize", "use", .english), ("utilise", "use", .english), ("going forward", "from now on", .english),
      ("touch base", "talk", .english), ("deliverable", "result", .english),
      ("actionable", "that can be done", .english),
      ("facilitate", "help", .english), ("impactful", "strong", .english), ("holistic", "whole", .english),
      ("proactive", "early", .english),
      ("in the event of", "if", .english), ("prior to", "before", .english), ("commence", "begin", .english),
      ("terminate", "end", .english), ("optics", "how it looks", .english), ("messaging", "what we say", .english),
      ("bandwidth", "time", .english), ("cascade", "pass on", .english), ("learnings", "lessons", .english),
    ]

  /// Section by section, in each language.
  public static func warnings(_ content: PlaybookContent) -> [Warning] {
    let terms = Set(
      content["plan_term"].flatMap { [$0["term_en"]?.string ?? "", $0["term_zh"]?.string ?? ""] }.map {
        $0.lowercased()
      })
    return PlanSection.allCases.flatMap { section in
      Language.allCases.flatMap { language -> [Warning] in
        guard let body = PlanWriter.prose(content, section, language)?["body"]?.string else { return [] }
        let sentences = MarkdownReader.blocks(body).flatMap(texts).flatMap { Self.sentences($0, language) }
        return sentences.compactMap { tooLong($0, section, language) } + used(sentences, section, language, terms)
      }
    }
  }

  private static func texts(_ block: MarkdownBlock) -> [String] {
    switch block.content {
    case .paragraph(let words): PlanWriter.marked(words.plain) == nil ? [words.plain] : []
    case .heading(_, let words): [words.plain]
    case .list(_, let items): items.flatMap { $0.flatMap(texts) }
    case .quotation(let blocks): blocks.flatMap(texts)
    case .table(let table): table.rows.flatMap { $0.cells.map(\.plain) }
    case .code, .rule: []
    }
  }

  private static func sentences(_ text: String, _ language: Language) -> [String] {
    text.split { "。！？；\n".contains($0) || (language == .english && ".!?;".contains($0)) }.map {
      $0.trimmingCharacters()
    }
    .filter { !$0.isEmpty }
  }

  private static func tooLong(_ sentence: String, _ section: PlanSection, _ language: Language) -> Warning? {
    let length = language == .chinese ? sentence.count : sentence.split(whereSeparator: \.isWhitespace).count
    guard length > (language == .chinese ? longest.chinese : longest.english) else { return nil }
    let start = String(sentence.prefix(language == .chinese ? 20 : 40))
    return Warning(
      section: section, language: language,
      reason: Bilingual("a sentence of \(length) words: “\(start)…”", "一句有 \(length) 字：“\(start)……”"))
  }

  private static func used(_ sentences: [String], _ section: PlanSection, _ language: Language, _ terms: Set<String>)
    -> [Warning]
  {
    let text = sentences.joined(separator: "\n").lowercased()
    return jargon.filter { $0.language == language && text.contains($0.word) && !terms.contains($0.word) }.map {
      jargon in
      Warning(
        section: section, language: language,
        reason: Bilingual("“\(jargon.word)”: plainer is “\(jargon.plainer)”", "“\(jargon.word)”可改为“\(jargon.plainer)”"))
    }
  }
}
