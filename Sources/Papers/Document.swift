public import FoundationEssentials
public import Wording

/// A document that people file, as values: what it says, and nothing of how it looks. Every form of it (a terminal's text,
/// Markdown, HTML, PDF, Word) is made from these; all text is plain text, and each form escapes it by itself.
public struct Document: Sendable, Hashable, Codable {
  /// What it is, and of what: `舆情快报：手机充电起火`.
  public var title: String
  public var language: Language
  /// One line under the title; "" for none.
  public var subtitle: String
  /// The company whose document it is; "" where nobody said.
  public var issuer: String
  /// `第 3 期`, `No. 3`; "" for a document that is not numbered.
  public var number: String
  /// `内部`, `internal`; "" where it is not said.
  public var confidentiality: String
  /// Who gets it, in the order in which it is said.
  public var recipients: [String]
  /// When it was made.
  public var date: Date
  public var blocks: [Block]

  public init(
    title: String, language: Language, subtitle: String = "", issuer: String = "", number: String = "",
    confidentiality: String = "", recipients: [String] = [], date: Date, blocks: [Block]
  ) {
    self.title = title
    self.language = language
    self.subtitle = subtitle
    self.issuer = issuer
    self.number = number
    self.confidentiality = confidentiality
    self.recipients = recipients
    self.date = date
    self.blocks = blocks
  }
}

/// One piece of a document.
public enum Block: Sendable, Hashable {
  /// The heading of a part: level 1, or of a part within it: level 2.
  case heading(Int, String)
  /// Text of one or several lines.
  case paragraph(String)
  case list([String])
  /// A list whose order matters.
  case steps([String])
  case table(Table)
  /// Names, and what they stand for.
  case definitions([Definition])
  case quotation(Quotation)
  case chart(Chart)
  /// The line of an incident: heat, stages, targets.
  case course(Course)
  /// Scores over time.
  case scores(ScoreLines)
  /// A team's line beside that of the real case.
  case lines(TwoLines)
  /// Small print: where something comes from, and what it leaves out.
  case small(String)
}

/// Rows under a heading.
public struct Table: Sendable, Hashable, Codable {
  public var heading: [String]
  public var rows: [[String]]
  /// What is said when there are no rows.
  public var whenEmpty: String

  public init(_ heading: [String], _ rows: [[String]], whenEmpty: String) {
    self.heading = heading
    self.rows = rows
    self.whenEmpty = whenEmpty
  }
}

/// A name and what it stands for.
public struct Definition: Sendable, Hashable, Codable {
  public var term: String
  public var text: String

  public init(_ term: String, _ text: String) {
    self.term = term
    self.text = text
  }
}

/// Somebody's words as they were said.
public struct Quotation: Sendable, Hashable, Codable {
  /// Several lines stay several lines.
  public var text: String
  /// Its own, which is not always the document's.
  public var language: Language
  /// Who said it, or where it stood; "" for none.
  public var source: String

  public init(_ text: String, language: Language, source: String = "") {
    self.text = text
    self.language = language
    self.source = source
  }
}
