public import Wording

/// In which order, and under which headings, a version is written as a file. What it says is the same.
public enum PlanOutline: String, Sendable, CaseIterable, Named {
  /// Levee's own: nine sections, `## 1. Goal`.
  case own
  /// As public plans are kept in China: 总则、组织体系、运行机制、应急保障、监督管理、附则、附件. Chapters are `# 1 总则`, and sections in them `## 1.1 …`,
  /// so that the headings within a section stand as they stand in the other outline.
  /// - Source: 国办发〔2024〕5号, the contents of a plan, and the national plans that are built like this.
  case `public`

  public var name: Bilingual {
    switch self {
    case .own: Bilingual("as Levee has it, in nine sections", "九个部分")
    case .public: Bilingual("as public plans have it", "公开预案体例")
    }
  }

  public var word: Bilingual {
    switch self {
    case .own: Bilingual("own", "自有体例")
    case .public: Bilingual("public", "公开体例")
    }
  }

  /// Sections that stand together.
  struct Chapter: Sendable {
    /// Nil where sections stand in no chapter.
    let title: Bilingual?
    let sections: [PlanSection]
  }

  var chapters: [Chapter] {
    switch self {
    case .own: [Chapter(title: nil, sections: PlanSection.allCases)]
    case .public:
      [
        Chapter(title: Bilingual("1 General provisions", "1 总则"), sections: [.purpose, .risks]),
        Chapter(title: Bilingual("2 Organisation", "2 组织体系"), sections: [.organisation]),
        Chapter(title: Bilingual("3 Operation", "3 运行机制"), sections: [.workflow]),
        Chapter(title: Bilingual("4 Support", "4 应急保障"), sections: [.resources]),
        Chapter(title: Bilingual("5 Supervision", "5 监督管理"), sections: [.evaluation, .spreading]),
        Chapter(title: Bilingual("6 Closing provisions", "6 附则"), sections: [.making]),
        Chapter(title: Bilingual("7 Annexes", "7 附件"), sections: [.annex]),
      ]
    }
  }

  /// What stands before a section's title: `三、`, `3. `; `2.1 `.
  func ordinal(_ section: PlanSection) -> Bilingual {
    switch self {
    case .own: section.ordinal
    case .public: Bilingual(same: number(section) + " ")
    }
  }

  /// How a person names a section of such a file in a sentence.
  func mention(_ section: PlanSection) -> Bilingual {
    switch self {
    case .own: section.mention
    case .public: Bilingual("section \(number(section))", "第 \(number(section)) 节")
    }
  }

  /// The section that a heading begins, and its title without the number; nil for a heading without one.
  func named(by heading: String) -> (section: PlanSection, title: String)? {
    guard self == .public else { return PlanSection.named(by: heading) }
    let heading = heading.trimmingCharacters()
    for section in PlanSection.allCases where heading.hasPrefix(number(section)) {
      let title = heading.dropFirst(number(section).count)
      // `1.10` and `1.1.1` are other numbers.
      if let next = title.first, next.isNumber || next == "." { continue }
      return (section, title.trimmingCharacters())
    }
    return nil
  }

  /// Whether a heading is one of the chapters', in either language.
  func isChapter(_ heading: String) -> Bool {
    let words = heading.filter { !$0.isWhitespace }
    return chapters.compactMap(\.title).contains { title in
      Language.allCases.contains { title[$0].filter { !$0.isWhitespace } == words }
    }
  }

  private func number(_ section: PlanSection) -> String {
    for (chapter, within) in chapters.enumerated() {
      if let place = within.sections.firstIndex(of: section) { return "\(chapter + 1).\(place + 1)" }
    }
    return ""
  }
}
