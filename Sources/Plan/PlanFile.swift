import Markdown
public import Wording
public import Workflow

/// A version as somebody edited it: read from Markdown, with everything that is wrong in it.
public struct PlanFile: Sendable {
  /// What is wrong, and on which line.
  public struct Fault: Sendable, Hashable {
    public let line: Int
    public let reason: Bilingual
  }

  /// Larger files are no plans, and nothing of them is read.
  public static let largest = 4 << 20

  /// The version that it was written from.
  public let base: Int
  public let language: Language
  /// How it is arranged.
  public let outline: PlanOutline
  /// The version as this file has it; of the other language, what the base has.
  public internal(set) var content: PlaybookContent
  /// On which line each section begins.
  public internal(set) var lines: [PlanSection: Int]
  /// Where the tables of the parts begin.
  public internal(set) var tables: [String: Int]
  /// In the order of their lines; a file with any of them is not proposed.
  public internal(set) var faults: [Fault]

  /// What a file says of itself, before its base is known.
  public struct Head: Sendable {
    public let base: Int
    public let language: Language
    public let outline: PlanOutline
    /// How many lines it takes.
    let lines: Int

    /// - Throws: `Fault`, when the file is too large, or does not begin as an export does.
    public init(_ text: String) throws(PlanFileFault) {
      guard text.utf8.count <= PlanFile.largest else {
        throw PlanFileFault(
          Fault(line: 1, reason: Bilingual("the file is larger than 4 MB: that is no plan", "文件超过 4 MB，不是预案文件")))
      }
      let lines = text.split(separator: "\n", maxSplits: 20, omittingEmptySubsequences: false).map {
        $0.trimmingCharacters()
      }
      guard lines.first == "---", let end = lines.dropFirst().prefix(19).firstIndex(of: "---") else {
        throw PlanFileFault(
          Fault(
            line: 1,
            reason: Bilingual(
              "a plan begins with the lines of its export: ---, playbook:, language:, ---",
              "预案文件开头须保留导出时的几行：---、playbook、language、---")))
      }
      var values: [String: (text: String, line: Int)] = [:]
      for (index, line) in lines[1..<end].enumerated() {
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters() }
        if parts.count == 2 { values[parts[0]] = (parts[1], index + 2) }
      }
      guard let base = values["playbook"], let version = Int(base.text), version > 0 else {
        throw PlanFileFault(
          Fault(
            line: values["playbook"]?.line ?? 2,
            reason: Bilingual(
              "after playbook: stands the version that this was written from, like 1",
              "playbook 须写明依据第几版修改，如 1")))
      }
      guard let tongue = values["language"], let language = Language(rawValue: tongue.text) else {
        throw PlanFileFault(
          Fault(
            line: values["language"]?.line ?? 2, reason: Bilingual("language is zh-CN or en", "language 须为 zh-CN 或 en"))
        )
      }
      guard let outline = PlanOutline(rawValue: values["outline"]?.text ?? PlanOutline.own.rawValue) else {
        throw PlanFileFault(
          Fault(
            line: values["outline"]?.line ?? 2,
            reason: Bilingual("outline is own or public", "outline 须为 own 或 public")))
      }
      self.base = version
      self.language = language
      self.outline = outline
      self.lines = end + 1
    }
  }

  /// Reads a file.
  /// - Parameter base: what the version says that it was written from.
  public init(_ text: String, head: Head, base content: PlaybookContent) {
    self.base = head.base
    self.language = head.language
    self.outline = head.outline
    self.content = content
    lines = [:]
    tables = [:]
    faults = []
    let source = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
    }
    // The head's lines stay as empty ones, so that every line keeps its number.
    let body = [String](repeating: "", count: head.lines) + source.dropFirst(head.lines)
    read(body)
    faults.sort { $0.line < $1.line }
  }

  mutating func fault(_ line: Int, _ english: String, _ chinese: String) {
    faults.append(Fault(line: line, reason: Bilingual(english, chinese)))
  }

  private mutating func faultOfTitle(_ line: Int, _ words: String) {
    let chapters = outline.chapters.compactMap(\.title)
    if chapters.isEmpty {
      fault(line, "a plan has one title; its sections begin with ##", "预案只有一个标题，各部分以 ## 开头")
    } else {
      fault(
        line,
        "the chapters of this outline are \(chapters.map(\.english).joined(separator: ", ")); this is none: \(words)",
        "本体例各章为\(chapters.map(\.chinese).joined(separator: "、"))，没有这一章：\(words)")
    }
  }

  private mutating func faultOfSection(_ line: Int, _ words: String) {
    switch outline {
    case .own:
      fault(
        line, "a section's heading begins with its number, 1 to 9: \(words)", "各部分标题须以序号开头（一至九）：\(words)")
    case .public:
      let numbers = outline.chapters.flatMap(\.sections).map { outline.ordinal($0).english.trimmingCharacters() }
      fault(
        line, "a section's heading begins with its number, one of \(numbers.joined(separator: ", ")): \(words)",
        "各节标题须以序号开头（\(numbers.joined(separator: "、"))）：\(words)")
    }
  }

  private mutating func read(_ source: [String]) {
    let blocks = MarkdownReader.blocks(source.joined(separator: "\n"))
    var sections: [(section: PlanSection, title: String, line: Int, blocks: [MarkdownBlock])] = []
    var title: String?
    // Between a chapter's heading and its first section.
    var isBetween = false
    for block in blocks {
      let line = block.lines.lowerBound
      switch block.content {
      case .heading(1, let words) where outline.isChapter(words.plain): isBetween = true
      case .heading(1, let words) where title == nil && sections.isEmpty: title = words.plain.trimmingCharacters()
      case .heading(1, let words): faultOfTitle(line, words.plain)
      case .heading(2, let words):
        guard let named = outline.named(by: words.plain) else {
          faultOfSection(line, words.plain)
          continue
        }
        isBetween = false
        if let first = sections.first(where: { $0.section == named.section }) {
          let mention = outline.mention(named.section)
          fault(
            line, "\(mention.english) began in line \(first.line) already",
            "\(mention.chinese)在第 \(first.line) 行已有，重复")
        }
        sections.append((named.section, named.title, line, []))
      default:
        if sections.isEmpty {
          fault(line, "text before the first section belongs into a section", "第一部分之前不能有正文")
        } else if isBetween {
          fault(line, "text under a chapter's heading belongs into one of its sections", "章标题下的正文须写入其中一节")
        } else {
          sections[sections.count - 1].blocks.append(block)
        }
      }
    }
    guard let title, !title.isEmpty else {
      fault(1, "the title is missing: a line that begins with #", "缺少标题：以 # 开头的一行")
      return
    }
    content.settings[language == .chinese ? "title_zh" : "title_en"] = .string(title)
    for section in PlanSection.allCases where !sections.contains(where: { $0.section == section }) {
      let mention = outline.mention(section)
      fault(source.count, "\(mention.english) is missing", "缺少\(mention.chinese)")
    }
    var tables = PlanTables(language: language)
    var prose: [PlaybookContent.Row] = []
    for section in sections {
      lines[section.section] = section.line
      let body = tables.take(section.blocks, of: source)
      if section.title.isEmpty { fault(section.line, "the section has no title", "这一部分没有标题") }
      if body.isEmpty { fault(section.line, "the section says nothing", "这一部分没有内容") }
      prose.append([
        "section": .string(section.section.rawValue), "language": .string(language.rawValue),
        "title": .string(section.title),
        "body": .string(body),
      ])
    }
    content["plan_section"] = content["plan_section"].filter { $0["language"]?.string != language.rawValue } + prose
    tables.fill(&self)
  }
}

/// A file that is not read at all.
public struct PlanFileFault: Error {
  public let fault: PlanFile.Fault

  init(_ fault: PlanFile.Fault) { self.fault = fault }
}
