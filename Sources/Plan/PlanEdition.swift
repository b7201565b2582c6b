public import FoundationEssentials
public import Wording
public import Workflow

/// One version as it is published: what it says, and what it says of itself.
public struct PlanEdition: Sendable {
  public var content: PlaybookContent
  public var version: Int
  /// The company; "" where it has not said its name.
  public var company: Bilingual
  /// When it was approved, and by whom; nil for one that is only proposed.
  public var approval: (at: Date, by: [String])?
  /// The day of its next review.
  public var nextReview: Date?

  /// Sections whose text in one language was written before the other's: nobody brought it up to date.
  public var older: [PlanSection: Language] = [:]

  public init(
    content: PlaybookContent, version: Int, company: Bilingual, approval: (at: Date, by: [String])?, nextReview: Date?,
    older: [PlanSection: Language] = [:]
  ) {
    self.older = older
    self.content = content
    self.version = version
    self.company = company
    self.approval = approval
    self.nextReview = nextReview
  }

  /// What stands above and below it: company, number of issue, version, approval, next review.
  func marks(_ language: Language) -> [String] {
    var marks = [company[language], content.settings["issue_number"]?.string ?? ""]
    marks.append(Bilingual("version \(version)", "第 \(version) 版")[language])
    if let approval {
      let (day, names) = (Self.day(approval.at), approval.by)
      marks.append(
        Bilingual(
          "approved \(day) by \(names.joined(separator: ", "))", "\(day) 批准，签发：\(names.joined(separator: "、"))")[
            language])
    } else {
      marks.append(Bilingual("proposed, not in force", "报审稿，尚未生效")[language])
    }
    if let nextReview {
      marks.append(Bilingual("next review \(Self.day(nextReview))", "下次修订：\(Self.day(nextReview))")[language])
    }
    return marks.filter { !$0.isEmpty }
  }

  /// What is said above a section whose text is older than the other language's; nil above the others.
  func note(on section: PlanSection, _ language: Language) -> String? {
    guard older[section] == language else { return nil }
    return Bilingual(
      "The Chinese text of this section is newer than this one.", "本部分的英文正文更新，中文正文尚未随之修改。")[language]
  }

  private static func day(_ date: Date) -> String { String(TimeFormat.iso(date).prefix(10)) }
}
