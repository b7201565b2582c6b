import Papers
public import Pages
public import Wording
import Workflow

/// A chapter of a version for whoever reads it on a slow line, one at a time: a section, or the role cards.
public struct PlanChapter: Sendable {
  /// What its address calls it.
  public let code: String
  /// With its number.
  public let title: String
  /// What it says, without its title.
  public let markup: [Markup]

  /// All chapters of a version, in their order.
  public static func all(_ edition: PlanEdition, _ language: Language) -> [PlanChapter] {
    PlanSection.allCases.map { section in
      let title = PlanWriter.prose(edition.content, section, language)?["title"]?.string ?? ""
      return PlanChapter(
        code: section.rawValue, title: section.ordinal[language] + title,
        markup: PlanPage.said(edition, section, language))
    } + [
      PlanChapter(
        code: "cards", title: Bilingual("Role cards", "职责卡")[language],
        markup: RoleCard.all(edition.content).map { PlanPage.card($0, language) })
    ]
  }

  /// What stands below the version's title: number, approval, next review.
  public static func marks(_ edition: PlanEdition, _ language: Language) -> [String] { edition.marks(language) }

  /// Paragraphs, items and rows of tables that hold these words, as far as `most`.
  public func passages(holding words: String, most: Int) -> [String] {
    let wanted = words.lowercased()
    return Array(
      markup.lazy.flatMap { $0.passages }.filter { $0.lowercased().contains(wanted) }.prefix(most))
  }
}
