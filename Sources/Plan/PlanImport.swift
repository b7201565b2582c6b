import Markdown
public import Wording
public import Workflow

/// A company's existing plan as prose of the sections: by its headings, and only where a heading can mean one section. What cannot be
/// placed is listed, and nothing of it is guessed.
public struct PlanImport: Sendable {
  public private(set) var content: PlaybookContent
  /// Which headings went where.
  public private(set) var placed: [(heading: String, section: PlanSection)] = []
  /// What did not, with how many lines of text.
  public private(set) var left: [(heading: String, lines: Int)] = []

  /// The words by which the headings of such plans are known.
  /// - Source: the outline that China's public emergency plans share (总则、组织体系、运行机制、应急保障、监督管理), and the seven parts of the
  ///   plan on paper.
  private static let words: [(PlanSection, [String])] = [
    (.purpose, ["总则", "目标", "目的", "适用范围", "工作原则", "编制依据", "goal", "purpose", "scope", "principles", "general"]),
    (.risks, ["风险", "事件分级", "分级标准", "risk"]),
    (.organisation, ["组织体系", "组织机构", "组织架构", "组织指挥", "职责", "organisation", "organization", "roles"]),
    (.workflow, ["运行机制", "响应流程", "应急响应", "预警", "监测", "处置", "流程", "workflow", "process", "procedure", "response"]),
    (.resources, ["保障", "资源", "resources", "support"]),
    (.evaluation, ["评估", "演练", "总结", "改进", "evaluation", "drill", "review"]),
    (.spreading, ["宣传", "培训", "监督管理", "修订", "备案", "training", "maintenance"]),
    (.annex, ["附件", "附录", "附表", "annex", "appendix"]),
    (.making, ["编制说明", "修订记录", "revision history"]),
  ]

  /// - Parameter markdown: headings of the first two levels begin its parts.
  public init(_ markdown: String, into content: PlaybookContent, _ language: Language) {
    self.content = content
    let source = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var parts: [(heading: String, level: Int, text: [String])] = []
    // The titles of this playbook under their numbers mean its sections: somebody wrote on in what was exported.
    func exported(_ heading: String) -> PlanSection? {
      PlanOutline.allCases.compactMap { $0.named(by: heading) }.first {
        !$0.title.isEmpty && PlanWriter.prose(content, $0.section, language)?["title"]?.string == $0.title
      }?.section
    }
    for block in MarkdownReader.blocks(markdown) {
      let lines = source[(block.lines.lowerBound - 1)..<min(block.lines.upperBound, source.count)]
      if case .heading(let level, let words) = block.content, level <= 2 {
        parts.append((words.plain.trimmingCharacters(), level, []))
      } else if case .heading(_, let words) = block.content {
        if parts.isEmpty { parts.append(("", 1, [])) }
        parts[parts.count - 1].text.append("### " + words.plain)
      } else if let own = Self.own(block, language) {
        left.append(own)
      } else {
        if parts.isEmpty { parts.append(("", 1, [])) }
        parts[parts.count - 1].text.append(lines.joined(separator: "\n"))
      }
    }
    var bodies: [PlanSection: [String]] = [:]
    var above: (level: Int, section: PlanSection)?
    for part in parts {
      if let section = exported(part.heading) {
        above = (part.level, section)
        placed.append((part.heading, section))
        bodies[section, default: []] += part.text
        continue
      }
      // The headings of chapters are the outline's own.
      if PlanOutline.public.isChapter(part.heading), part.text.isEmpty {
        above = nil
        continue
      }
      let own = Self.section(of: part.heading)
      // A part within a part that was placed stays with it.
      let section = above.flatMap { part.level > $0.level ? $0.section : nil } ?? own
      if let section {
        if above.map({ part.level <= $0.level }) ?? true { above = (part.level, section) }
        placed.append((part.heading, section))
        bodies[section, default: []] += ["### " + part.heading] + part.text
      } else {
        above = nil
        if !part.heading.isEmpty || !part.text.isEmpty {
          left.append((part.heading, part.text.reduce(0) { $0 + $1.split(separator: "\n").count }))
        }
      }
    }
    for index in self.content["plan_section"].indices {
      let row = self.content["plan_section"][index]
      guard row["language"]?.string == language.rawValue,
        let section = row["section"]?.string.flatMap(PlanSection.init(rawValue:)),
        let body = bodies[section]
      else { continue }
      let marks = PlanWriter.split(row["body"]?.string ?? "").filter { PlanWriter.marked($0) != nil }
      self.content["plan_section"][index]["body"] = .string((body + marks).joined(separator: "\n\n"))
    }
  }

  /// A table or a template of the playbook itself: no prose, and it has its place already.
  private static func own(_ block: MarkdownBlock, _ language: Language) -> (heading: String, lines: Int)? {
    switch block.content {
    case .table(let table):
      PlanTables.part(of: table.heading.map { $0.plain.trimmingCharacters() }).map {
        ($0.0.title[language], table.rows.count)
      }
    case .code(let info, let text) where PlanTemplate.isOne(info: info):
      (info, text.split(separator: "\n").count)
    default: nil
    }
  }

  private static func section(of heading: String) -> PlanSection? {
    let heading = heading.lowercased()
    let meant = words.filter { $0.1.contains { heading.contains($0) } }
    return meant.count == 1 ? meant[0].0 : nil
  }
}
