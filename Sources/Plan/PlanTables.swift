import Markdown
import Wording
import Workflow

/// The tables and templates of a document that are the playbook's own: taken out of its prose, where a mark stays in their place.
struct PlanTables {
  private struct Found {
    let part: PlanPart
    let line: Int
    let rows: [(line: Int, cells: [String])]
  }

  let language: Language
  private var found: [Found] = []
  private var templates: [PlaybookContent.Row] = []
  private var templateLine: Int?
  private var wrong: [PlanRows.Wrong] = []
  /// What the base has besides the parts that this program knows.
  private var unknown: [(line: Int, heading: [String], rows: [(line: Int, cells: [String])])] = []

  init(language: Language) { self.language = language }

  /// Takes a section's tables.
  /// - Returns: its prose, with a mark for each of them.
  mutating func take(_ blocks: [MarkdownBlock], of source: [String]) -> String {
    var pieces: [String] = []
    for block in blocks {
      switch block.content {
      case .table(let table):
        if let name = take(table, at: block.lines.lowerBound, of: source) {
          pieces.append("{\(name)}")
          continue
        }
      case .code(let info, let text) where PlanTemplate.isOne(info: info):
        if let row = PlanTemplate.read(
          info: info, text: text, language: language, line: block.lines.lowerBound, wrong: &wrong)
        {
          if templates.contains(where: { $0["name"] == row["name"] }) {
            wrong.append(
              (
                block.lines.lowerBound, Bilingual("there is such a template already", "已有同名模板"),
              ))
          }
          templates.append(row)
        }
        templateLine = templateLine ?? block.lines.lowerBound
        if pieces.last != "{template}" { pieces.append("{template}") }
        continue
      case .paragraph(let words) where words.plain.hasPrefix("|"): noticeBroken(words.plain, at: block.lines.lowerBound)
      default: break
      }
      let last = min(block.lines.upperBound, source.count)
      pieces.append(source[(block.lines.lowerBound - 1)..<last].joined(separator: "\n").trimmingTrailing())
    }
    return pieces.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// - Returns: the name of the part whose table it is; nil for a table of the prose.
  private mutating func take(_ table: MarkdownTable, at line: Int, of source: [String]) -> String? {
    let heading = table.heading.map { $0.plain.trimmingCharacters() }
    let rows = table.rows.map { row in (line: row.line, cells: row.cells.map(\.plain)) }
    if heading.allSatisfy({ $0.contains(".") }), let name = heading.first?.split(separator: ".").first {
      unknown.append((line, heading, rows))
      return String(name)
    }
    guard let (part, order) = Self.part(of: heading) else {
      if let (part, missing) = Self.nearest(to: heading) {
        wrong.append(
          (
            line,
            Bilingual(
              "this looks like the table “\(part.title.english)”, without its column: \(missing[.english])",
              "这像是“\(part.title.chinese)”表，但缺少这一列：\(missing[.chinese])")
          ))
        return part.name
      }
      return nil
    }
    if let first = found.first(where: { $0.part.name == part.name }) {
      wrong.append(
        (
          line,
          Bilingual(
            "the table “\(part.title.english)” stands in line \(first.line) already",
            "“\(part.title.chinese)”表在第 \(first.line) 行已有")
        ))
      return part.name
    }
    for row in rows where row.line <= source.count {
      let cells = Self.cells(source[row.line - 1])
      if cells != heading.count {
        wrong.append(
          (
            row.line,
            Bilingual(
              "this row has \(cells) cells, and the heading has \(heading.count)",
              "这一行有 \(cells) 格，表头有 \(heading.count) 格")
          ))
      }
    }
    found.append(Found(part: part, line: line, rows: rows.map { row in (row.line, order.map { row.cells[$0] }) }))
    return part.name
  }

  /// How many cells a row of the source has: what stands between bars that are not escaped.
  static func cells(_ line: String) -> Int {
    var bars = 0
    var isEscaped = false
    let line = line.trimmingCharacters()
    for character in line {
      if character == "|", !isEscaped { bars += 1 }
      isEscaped = character == "\\" && !isEscaped
    }
    return bars + 1 - (line.hasPrefix("|") ? 1 : 0)
      - (line.count > 1 && line.hasSuffix("|") && !line.hasSuffix("\\|") ? 1 : 0)
  }

  /// The part whose heading this is, its columns in any order.
  static func part(of heading: [String]) -> (PlanPart, order: [Int])? {
    for part in PlanPart.known {
      for language in Language.allCases {
        let columns = part.heading(language)
        guard !columns.isEmpty, columns.count == heading.count else { continue }
        let order = columns.compactMap { heading.firstIndex(of: $0) }
        if order.count == columns.count, Set(order).count == order.count { return (part, order) }
      }
    }
    return nil
  }

  /// A part whose first column this has, and most others.
  private static func nearest(to heading: [String]) -> (PlanPart, missing: Bilingual)? {
    for part in PlanPart.known {
      for language in Language.allCases {
        let columns = part.heading(language)
        guard columns.count > 1, heading.first == columns.first,
          columns.filter(heading.contains).count * 2 >= columns.count,
          let missing = columns.firstIndex(where: { !heading.contains($0) })
        else { continue }
        return (part, Bilingual(part.heading(.english)[missing], part.heading(.chinese)[missing]))
      }
    }
    return nil
  }

  private mutating func noticeBroken(_ text: String, at line: Int) {
    let first = text.split(separator: "\n").first.map(String.init) ?? text
    let heading = first.split(separator: "|").map { $0.trimmingCharacters() }
    for part in PlanPart.known {
      for language in Language.allCases where !part.heading(language).isEmpty {
        let columns = part.heading(language)
        if columns.filter(heading.contains).count * 2 >= columns.count {
          wrong.append(
            (
              line,
              Bilingual(
                "the table “\(part.title.english)” is broken: its second line has to be | --- | with as many cells as its first",
                "“\(part.title.chinese)”表格式有误：第二行须为 | --- |，格数与第一行相同")
            ))
          return
        }
      }
    }
  }

  /// Puts what was found into the file: those first whose names others use.
  mutating func fill(_ file: inout PlanFile) {
    let ranks = ["post": 0, "resource_kind": 1]
    for table in found.sorted(by: { (ranks[$0.part.name] ?? 9, $0.line) < (ranks[$1.part.name] ?? 9, $1.line) }) {
      let before = file.content[table.part.name].first ?? [:]
      file.tables[table.part.name] = table.line
      var rows = PlanRows.read(table.part, table.rows, in: file.content, wrong: &wrong)
      if case .settings = table.part.layout {
        for (key, value) in before where rows[0][key] == nil { rows[0][key] = value }
      }
      if rows.isEmpty, !table.part.mayBeEmpty {
        wrong.append(
          (
            table.line,
            Bilingual("the table “\(table.part.title.english)” has no rows", "“\(table.part.title.chinese)”表没有内容"),
          ))
      }
      file.content[table.part.name] = rows
    }
    let others = file.content["template"].filter { $0["language"]?.string != language.rawValue }
    if let templateLine { file.tables["template"] = templateLine }
    file.content["template"] = others + templates
    for table in unknown { fillUnknown(table, &file) }
    for (name, rows) in file.content.parts where file.tables[name] == nil {
      let part = PlanPart.named(name) ?? PlanPart(unknown: name, rows: rows)
      guard part.isInDocument, !part.mayBeEmpty || !rows.isEmpty else { continue }
      wrong.append(
        (
          file.lines[part.section] ?? 1,
          Bilingual(
            "the table “\(part.title.english)” is missing in this section; a part that is not wanted keeps its heading and loses its rows",
            "这一部分缺少“\(part.title.chinese)”表；不需要的表请保留表头，删去各行")
        ))
    }
    for fault in wrong { file.fault(fault.line, fault.reason.english, fault.reason.chinese) }
  }

  private mutating func fillUnknown(
    _ table: (line: Int, heading: [String], rows: [(line: Int, cells: [String])]), _ file: inout PlanFile
  ) {
    let name = String(table.heading[0].prefix { $0 != "." })
    let part = PlanPart(unknown: name, rows: file.content[name])
    let expected = part.columns.map { $0.heading.english }
    guard file.content.parts[name] != nil, Set(expected) == Set(table.heading) else {
      wrong.append(
        (
          table.line, Bilingual("nothing of a playbook is called \(name) with these columns", "预案中没有名为 \(name)、列为这些的表"),
        ))
      return
    }
    let order = expected.compactMap { table.heading.firstIndex(of: $0) }
    file.tables[name] = table.line
    file.content[name] = PlanRows.read(
      part, table.rows.map { row in (row.line, order.map { row.cells[$0] }) }, in: file.content, wrong: &wrong)
  }
}

extension String {
  /// Without white space at its end.
  fileprivate func trimmingTrailing() -> String {
    var slice = Substring(self)
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    return String(slice)
  }
}
