import Markdown
import Wording
import Workflow

/// What stands in a section for whoever reads it: prose, and where it is marked, the rows of a part in the reader's language.
enum PlanBody {
  enum Piece {
    case prose([MarkdownBlock])
    /// Of a table that no prose names.
    case title(String)
    case table([String], [[String]])
    case template(title: String, body: String)
  }

  static func pieces(_ content: PlaybookContent, _ section: PlanSection, _ language: Language) -> [Piece] {
    var pieces: [Piece] = []
    for text in PlanWriter.split(PlanWriter.prose(content, section, language)?["body"]?.string ?? "") {
      if let name = PlanWriter.marked(text) {
        pieces += part(name, content, language)
      } else {
        pieces.append(.prose(MarkdownReader.blocks(text)))
      }
    }
    for part in PlanWriter.unplaced(content, in: section, language) {
      pieces.append(.title(part.title[language]))
      pieces += self.part(part.name, content, language)
    }
    return pieces
  }

  private static func part(_ name: String, _ content: PlaybookContent, _ language: Language) -> [Piece] {
    guard content.parts[name] != nil else { return [] }
    let part = PlanPart.named(name) ?? PlanPart(unknown: name, rows: content[name])
    if case .templates = part.layout {
      return content[name].filter { $0["language"]?.string == language.rawValue }.map { row in
        let kind = PlanChoice.templateKinds.first { $0.code == row["kind"]?.string }?.name[language] ?? ""
        return .template(
          title: kind + Bilingual(": ", "：")[language] + (row["title"]?.string ?? ""), body: row["body"]?.string ?? "")
      }
    }
    let heading: [String]
    var rows: [[String]]
    (heading, rows) = PlanRows(part: part, content: content).table(language)
    let isShown = shown(part, language, count: heading.count)
    func pick(_ cells: [String]) -> [String] { zip(cells, isShown).filter(\.1).map(\.0) }
    // What nobody has said yet is for editors.
    if case .settings = part.layout { rows.removeAll { $0.last?.isEmpty ?? true } }
    return [.table(pick(heading).map { plain($0) }, rows.map(pick))]
  }

  /// Codes are for editors, and of a text in both languages a reader needs one.
  private static func shown(_ part: PlanPart, _ language: Language, count: Int) -> [Bool] {
    switch part.layout {
    case .rows: part.columns.map { isShown($0, language) }
    case .bySeverity(let values):
      part.columns.filter { !values.contains($0.name) }.map { isShown($0, language) }
        + PlanChoice.severities.map { _ in true }
    case .settings, .templates, .prose, .elsewhere: [Bool](repeating: true, count: count)
    }
  }

  private static func isShown(_ column: PlanPart.Column, _ language: Language) -> Bool {
    if case .handle = column.cell { return false }
    return !column.isForEditors && (column.language == nil || column.language == language)
  }

  /// `包括（中文）` is `包括` where only Chinese is shown.
  private static func plain(_ heading: String) -> String {
    for mark in ["（中文）", "（英文）", " (Chinese)", " (English)"] where heading.hasSuffix(mark) {
      return String(heading.dropLast(mark.count))
    }
    return heading
  }
}
