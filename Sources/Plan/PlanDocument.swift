import FoundationEssentials
import Markdown
public import Papers
public import Wording
import Workflow

/// A version as a document for a terminal and for Word: without pictures, and without what only an editor needs.
public enum PlanDocument {
  /// - Parameter only: one section; nil for all.
  public static func document(_ edition: PlanEdition, _ language: Language, only: PlanSection? = nil) -> Document {
    var blocks: [Block] = []
    for section in PlanSection.allCases where only == nil || only == section {
      let row = PlanWriter.prose(edition.content, section, language)
      blocks.append(.heading(1, section.ordinal[language] + (row?["title"]?.string ?? "")))
      if let note = edition.note(on: section, language) { blocks.append(.small(note)) }
      for piece in PlanBody.pieces(edition.content, section, language) {
        switch piece {
        case .prose(let markdown): blocks += markdown.flatMap(block)
        case .title(let title): blocks.append(.heading(2, title))
        case .table(let heading, let rows):
          blocks.append(.table(Table(heading, rows, whenEmpty: Bilingual("None.", "无。")[language])))
        case .template(let title, let body):
          blocks.append(.quotation(Quotation(title + "\n\n" + body, language: language)))
        }
      }
    }
    if only == nil || only == .organisation {
      blocks += RoleCard.all(edition.content).flatMap { $0.blocks(language) }
    }
    return Document(
      title: edition.content.title[language], language: language,
      subtitle: edition.marks(language).joined(separator: " · "),
      date: edition.approval?.at ?? Date(timeIntervalSince1970: 0), blocks: blocks)
  }

  private static func block(_ block: MarkdownBlock) -> [Block] {
    switch block.content {
    case .heading(_, let words): [.heading(2, words.plain)]
    case .paragraph(let words): [.paragraph(words.plain)]
    case .list(nil, let items): [.list(items.map(text))]
    case .list(_, let items): [.steps(items.map(text))]
    case .quotation(let blocks): blocks.flatMap(Self.block)
    case .code(_, let text): [.paragraph(text)]
    case .table(let table):
      [.table(Table(table.heading.map(\.plain), table.rows.map { $0.cells.map(\.plain) }, whenEmpty: ""))]
    case .rule: []
    }
  }

  private static func text(_ item: [MarkdownBlock]) -> String {
    item.map { block in
      switch block.content {
      case .paragraph(let words), .heading(_, let words): words.plain
      case .list(_, let items): items.map(text).joined(separator: "\n")
      case .quotation(let blocks): text(blocks)
      case .code(_, let text): text
      case .table, .rule: ""
      }
    }.joined(separator: "\n")
  }
}
