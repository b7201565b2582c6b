public import Wording

/// The sections of a plan, in their order: the seven of the paper plan, its annexes, and how it was made.
public enum PlanSection: String, Sendable, CaseIterable {
  case purpose, risks, organisation, workflow, resources, evaluation, spreading, annex, making

  private var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// What stands before its title: `三、`, `3. `.
  public var ordinal: Bilingual {
    Bilingual("\(number). ", "一二三四五六七八九".map(String.init)[number - 1] + "、")
  }

  /// The section that a heading begins, and its title without the ordinal; nil for a heading without one.
  static func named(by heading: String) -> (section: PlanSection, title: String)? {
    let heading = heading.trimmingCharacters()
    for section in allCases {
      for ordinal in [
        section.ordinal.chinese, section.ordinal.english.trimmingCharacters(), "\(section.number)、",
        "\(section.number)．",
      ]
      where heading.hasPrefix(ordinal) {
        return (section, heading.dropFirst(ordinal.count).trimmingCharacters())
      }
    }
    return nil
  }

  /// How a person names it in a sentence: `section 3`, `第三部分`.
  public var mention: Bilingual {
    Bilingual("section \(number)", "第" + "一二三四五六七八九".map(String.init)[number - 1] + "部分")
  }
}
