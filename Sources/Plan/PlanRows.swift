import Wording
import Workflow

/// The rows of a part as a table of its document, and back.
struct PlanRows: Sendable {
  let part: PlanPart
  let content: PlaybookContent

  /// The heading and the lines.
  func table(_ language: Language) -> (heading: [String], rows: [[String]]) {
    let heading = part.heading(language)
    switch part.layout {
    case .rows:
      return (heading, sorted.map { row in part.columns.map { text(row, $0, language) } })
    case .settings:
      return (
        heading, part.columns.map { [$0.heading[language], text(content[part.name].first ?? [:], $0, language)] }
      )
    case .bySeverity(let values):
      let keys = part.columns.filter { !values.contains($0.name) }
      let cells = part.columns.filter { values.contains($0.name) }
      var lines: [[JSONValue]] = []
      for row in sorted {
        let line = keys.map { row[$0.name] ?? .null }
        if !lines.contains(line) { lines.append(line) }
      }
      return (
        heading,
        lines.map { line in
          let rows = content[part.name].filter { row in keys.map { row[$0.name] ?? .null } == line }
          return zip(keys, line).map { $0.cell.text($1, in: content, language) }
            + PlanChoice.severities.map { severity in
              guard let row = rows.first(where: { $0["severity"]?.string == severity.code }) else { return "" }
              return cells.map { text(row, $0, language) }.joined(separator: " / ")
            }
        }
      )
    case .templates, .prose, .elsewhere: return ([], [])
    }
  }

  private func text(_ row: PlaybookContent.Row, _ column: PlanPart.Column, _ language: Language) -> String {
    column.cell.text(row[column.name] ?? .null, in: content, language)
  }

  /// By the order that the rows have, or by that of their columns: named values as their list has them.
  private var sorted: [PlaybookContent.Row] {
    func rank(_ row: PlaybookContent.Row) -> [(Int, String)] {
      var ranks: [(Int, String)] = []
      if let position = part.position {
        if !position.within.isEmpty { ranks.append(place(row, position.within)) }
        ranks.append((row[position.name]?.integer ?? 0, ""))
      }
      return ranks + part.columns.map { place(row, $0.name) }
    }
    return content[part.name].map { (rank($0), $0) }.sorted { left, right in
      for (one, other) in zip(left.0, right.0) where one != other { return one < other }
      return false
    }.map(\.1)
  }

  private func place(_ row: PlaybookContent.Row, _ column: String) -> (Int, String) {
    let value = row[column] ?? .null
    if let number = value.integer { return (number, "") }
    if case .choice(let choices) = part.columns.first(where: { $0.name == column })?.cell {
      return (choices.firstIndex { $0.code == value.string } ?? choices.count, value.string ?? "")
    }
    return (0, value.string ?? "")
  }

  /// What is wrong in a table, with its line.
  typealias Wrong = (line: Int, reason: Bilingual)

  /// Reads the lines of a table.
  /// - Parameters:
  ///   - rows: the cells in the order of the part's columns.
  ///   - content: what other tables of the document say, for names.
  ///   - wrong: what is wrong is added to it.
  static func read(
    _ part: PlanPart, _ rows: [(line: Int, cells: [String])], in content: PlaybookContent, wrong: inout [Wrong]
  ) -> [PlaybookContent.Row] {
    var all: [PlaybookContent.Row] = []
    var lines: [[JSONValue]: Int] = [:]
    func take(_ row: PlaybookContent.Row, _ line: Int) {
      let key = part.key.map { row[$0] ?? .null }
      if let first = lines[key], !key.isEmpty {
        wrong.append((line, Bilingual("the same stands in line \(first) already", "与第 \(first) 行重复")))
      } else {
        lines[key] = line
        all.append(row)
      }
    }
    func value(_ column: PlanPart.Column, _ text: String, _ line: Int) -> JSONValue? {
      do throws(PlanCell.Wrong) {
        return try column.cell.value(text, in: content)
      } catch {
        wrong.append(
          (
            line,
            Bilingual(
              "\(column.heading.english): \(error.reason.english)", "\(column.heading.chinese)：\(error.reason.chinese)")
          ))
        return nil
      }
    }
    switch part.layout {
    case .rows:
      for (line, cells) in rows {
        var row: PlaybookContent.Row = [:]
        for (column, text) in zip(part.columns, cells) { row[column.name] = value(column, text, line) }
        if row.count == part.columns.count { take(row, line) }
      }
    case .settings:
      var row: PlaybookContent.Row = [:]
      for (line, cells) in rows where cells.count == 2 {
        let name = cells[0].trimmingCharacters()
        guard let column = part.columns.first(where: { $0.heading.english == name || $0.heading.chinese == name })
        else {
          wrong.append((line, Bilingual("there is no setting \(name)", "没有“\(name)”这项设置")))
          continue
        }
        if row[column.name] != nil { wrong.append((line, Bilingual("\(name) stands here twice", "“\(name)”重复"))) }
        row[column.name] = value(column, cells[1], line)
      }
      for column in part.columns where row[column.name] == nil && wrong.isEmpty {
        wrong.append(
          (
            rows.last?.line ?? 1,
            Bilingual("the setting \(column.heading.english) is missing", "缺少设置“\(column.heading.chinese)”")
          ))
      }
      all = [row]
    case .bySeverity(let values):
      let keys = part.columns.filter { !values.contains($0.name) }
      let inCells = part.columns.filter { values.contains($0.name) }
      for (line, cells) in rows {
        var shared: PlaybookContent.Row = [:]
        for (column, text) in zip(keys, cells) { shared[column.name] = value(column, text, line) }
        guard shared.count == keys.count else { continue }
        for (severity, cell) in zip(PlanChoice.severities, cells.dropFirst(keys.count)) {
          let texts = cell.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
          guard texts.count == inCells.count else {
            wrong.append(
              (
                line,
                Bilingual(
                  "\(severity.name.english): \(inCells.count) values are needed, with / between them: \(cell)",
                  "\(severity.name.chinese)：须写 \(inCells.count) 个值，用 / 隔开：\(cell)")
              ))
            continue
          }
          var row = shared
          row["severity"] = .string(severity.code)
          for (column, text) in zip(inCells, texts) { row[column.name] = value(column, text, line) }
          if row.count == keys.count + 1 + inCells.count { take(row, line) }
        }
      }
    case .templates, .prose, .elsewhere: break
    }
    if let position = part.position {
      var counts: [JSONValue: Int] = [:]
      for index in all.indices {
        let group = all[index][position.within] ?? .null
        counts[group, default: 0] += 1
        all[index][position.name] = .integer(counts[group] ?? 0)
      }
    }
    return all
  }
}
