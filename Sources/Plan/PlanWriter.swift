import Markdown
public import Wording
public import Workflow

/// Writes a version as one Markdown file: prose as prose, its numbers as tables that are read back.
public enum PlanWriter {
  /// - Parameters:
  ///   - version: which it is, so that a file that was edited names what it was written from.
  ///   - language: of the prose; rows that stand in both languages are written in both.
  public static func markdown(
    _ content: PlaybookContent, version: Int, language: Language, outline: PlanOutline = .own
  ) -> String {
    let named = outline == .own ? "" : "\noutline: \(outline.rawValue)"
    var pieces = [
      "---\nplaybook: \(version)\nlanguage: \(language.rawValue)\(named)\n---",
      "# " + content.title[language],
    ]
    for chapter in outline.chapters {
      if let title = chapter.title { pieces.append("# " + title[language]) }
      for section in chapter.sections {
        let title = prose(content, section, language)?["title"]?.string ?? ""
        pieces.append("## " + outline.ordinal(section)[language] + title)
        pieces += body(content, section, language)
      }
    }
    return pieces.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  /// What stands in a section: its prose, with the tables that it names, and those of its own that no prose names.
  private static func body(_ content: PlaybookContent, _ section: PlanSection, _ language: Language) -> [String] {
    let named = split(prose(content, section, language)?["body"]?.string ?? "").map { paragraph in
      marked(paragraph).map { text($0, content, language) } ?? paragraph
    }
    return named
      + unplaced(content, in: section, language).flatMap { part in
        ["### " + part.title[language], text(part.name, content, language)]
      }
  }

  static func prose(_ content: PlaybookContent, _ section: PlanSection, _ language: Language) -> PlaybookContent.Row? {
    content["plan_section"].first {
      $0["section"]?.string == section.rawValue && $0["language"]?.string == language.rawValue
    }
  }

  /// Prose in pieces: what stands between marks, and the marks.
  static func split(_ body: String) -> [String] {
    var pieces: [String] = []
    var lines: [Substring] = []
    for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
      if marked(String(line)) != nil {
        pieces += [lines.joined(separator: "\n").trimmingCharacters(), String(line)]
        lines = []
      } else {
        lines.append(line)
      }
    }
    return (pieces + [lines.joined(separator: "\n").trimmingCharacters()]).filter { !$0.isEmpty }
  }

  /// The part that a line `{part}` marks; nil for any other line.
  static func marked(_ line: String) -> String? {
    let line = line.trimmingCharacters()
    guard line.hasPrefix("{"), line.hasSuffix("}"), line.count > 2 else { return nil }
    let name = line.dropFirst().dropLast()
    return name.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x5F } ? String(name) : nil
  }

  /// Parts that no section names stand at the end of their own; what this program does not know, at the end of the annex.
  static func unplaced(
    _ content: PlaybookContent, in section: PlanSection, _ language: Language
  ) -> [PlanPart] {
    let named = PlanSection.allCases.flatMap {
      split(prose(content, $0, language)?["body"]?.string ?? "").compactMap(marked)
    }
    return content.parts.keys.sorted().map { PlanPart.named($0) ?? PlanPart(unknown: $0, rows: content[$0]) }.filter {
      $0.isInDocument && $0.section == section && !named.contains($0.name)
        && !(content[$0.name].isEmpty && $0.mayBeEmpty)
    }
  }

  private static func text(_ name: String, _ content: PlaybookContent, _ language: Language) -> String {
    let part = PlanPart.named(name) ?? PlanPart(unknown: name, rows: content[name])
    if case .templates = part.layout {
      return content[name].filter { $0["language"]?.string == language.rawValue }.map { row in
        let written = PlanTemplate.written(row, language)
        return MarkdownWriter.fenced(written.text, info: written.info)
      }.joined(separator: "\n\n")
    }
    guard content.parts[name] != nil else { return "" }
    let table = PlanRows(part: part, content: content).table(language)
    return MarkdownWriter.table(table.heading, table.rows)
  }
}

extension PlanPart {
  /// A part that this program has no words for: its own names, and text and numbers as they are.
  init(unknown name: String, rows: [PlaybookContent.Row]) {
    let names = Set(rows.flatMap(\.keys)).sorted()
    self.init(
      name, Bilingual(same: name), in: .annex, key: names,
      names.map { column in
        let cell: PlanCell =
          switch rows.first?[column] {
          case .integer: .number
          case .bool: .flag
          default: .optional
          }
        return Column(column, Bilingual(same: "\(name).\(column)"), cell)
      }, mayBeEmpty: true)
  }
}
