import Wording

/// Turns an answer into text for a person, or into JSON.
package struct Renderer: Sendable {
  package var language: Language
  let isVerbose: Bool
  /// Cells of a line, for what stands side by side.
  package var width = 100
  /// Whether differences are marked by reverse video.
  package var isColored = false
  /// Whether tables fold to the width; in a script each row is one line.
  package var foldsTables = false

  package init(language: Language, isVerbose: Bool) {
    self.language = language
    self.isVerbose = isVerbose
  }

  package func text(_ reply: Reply) -> String {
    if let verbatim = reply.verbatim { return verbatim }
    var lines: [String] = []
    if let sentence = reply.sentence { lines.append(SafeText.line(sentence[language])) }
    lines += fields(reply.fields)
    for table in reply.tables {
      if !lines.isEmpty { lines.append("") }
      if let title = table.title { lines.append(title[language]) }
      if table.rows.isEmpty {
        lines.append(table.whenEmpty[language])
      } else {
        lines += foldsTables ? folded(table) : aligned(table)
      }
    }
    if let next = reply.next { lines += self.next(next) }
    return lines.joined(separator: "\n")
  }

  private func aligned(_ table: Reply.Table) -> [String] {
    Columns.align(
      [table.columns.map { $0.label[language] }] + table.rows.map { $0.map { Columns.cut(text($0), to: 72) } })
  }

  private func folded(_ table: Reply.Table) -> [String] {
    TableLayout(
      columns: table.columns.indices.map { column in
        TableLayout.Column(
          label: table.columns[column].label[language], cells: table.rows.map { text($0[column]) },
          isText: table.rows.allSatisfy { $0[column].isText })
      }, width: width, colon: Bilingual(": ", "：")[language]
    ).lines
  }

  private func fields(_ fields: [Reply.Field]) -> [String] {
    var lines: [String] = []
    var short: [[String]] = []
    for field in fields {
      let label = field.label[language] + Bilingual(":", "：")[language]
      guard let block = block(field.value) else {
        short.append([label, text(field.value)])
        continue
      }
      lines += Columns.align(short) + [label] + block
      short = []
    }
    return lines + Columns.align(short)
  }

  /// The lines of a value that has several; nil for one that stands beside its label.
  private func block(_ cell: Cell) -> [String]? {
    switch cell {
    case .block(let text): indented(SafeText.block(text))
    case .passage(let text): indented(SafeText.block(text[language]))
    case .exact(let text): indented(SafeText.exact(text))
    case .comparison(let before, let after): SideBySide.lines(before, after, width: width, isColored: isColored)
    default: nil
    }
  }

  private func indented(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
  }

  private func text(_ cell: Cell) -> String {
    switch cell {
    case .text(let text), .block(let text), .exact(let text), .comparison(_, let text): SafeText.line(text)
    case .marked(_, let mark, let text): mark[language] + SafeText.line(text)
    case .words(let words): words[language]
    case .named(_, let name), .values(_, let name), .passage(let name): SafeText.line(name[language])
    case .code(let code): SafeText.line(code)
    case .number(let number): String(number)
    case .flag(let flag): (flag ? Bilingual("yes", "是") : Bilingual("no", "否"))[language]
    case .time(let date): TimeFormat.local(date)
    case .span(let seconds): TimeFormat.left(seconds)[language]
    case .none: "–"
    }
  }

  /// What happens next, and who owes it.
  private func next(_ next: Reply.Next) -> [String] {
    guard !next.steps.isEmpty else { return [next.whenEmpty[language]] }
    switch next.extent {
    case .all: return [Bilingual("Next:", "下一步：")[language]] + next.steps.flatMap(lines)
    case .first:
      let more = next.steps.count - 6
      return [Bilingual("Next:", "下一步：")[language]] + next.steps.prefix(6).flatMap(lines)
        + (more > 0 ? [Bilingual("  and \(more) more", "  另有 \(more) 项")[language]] : [])
    case .mine(let rest): return own(next.steps, rest)
    }
  }

  private func lines(_ step: Reply.Next.Step) -> [String] {
    ["  " + step.sentence[language]] + (step.command.map { ["      " + $0] } ?? [])
  }

  /// One line for each of the reader's own, one for the rest.
  private func own(_ steps: [Reply.Next.Step], _ rest: String) -> [String] {
    let mine = steps.filter(\.isMine)
    let others = steps.count - min(mine.count, 3)
    var lines: [String] = []
    if !mine.isEmpty {
      lines.append(Bilingual("Next for you:", "您的下一步：")[language])
      lines += Columns.align(mine.prefix(3).map { ["  " + $0.sentence[language], $0.command ?? ""] })
    }
    if others > 0 {
      lines.append(
        (mine.isEmpty
          ? Bilingual("Nothing for you now; \(others) for others: ", "您暂无待办；他人待办 \(others) 项：")
          : Bilingual("\(others) more, of others too: ", "另有 \(others) 项（含他人待办）："))[language] + rest)
    }
    return lines
  }

  /// The answer as values: the same whatever language a person reads.
  package func json(_ reply: Reply) throws -> String {
    if let figures = reply.figures { return try figures.text(pretty: true) }
    var object = reply.values
    for field in reply.fields { put(field.value, as: field.key, into: &object) }
    for table in reply.tables {
      object[table.key] = .array(
        table.rows.map { row in
          var values: [String: JSONValue] = [:]
          for (column, cell) in zip(table.columns, row) { put(cell, as: column.key, into: &values) }
          return .object(values)
        })
    }
    if let next = reply.next { object["next"] = .array(next.steps.map(\.figures)) }
    return try JSONValue.object(object).text(pretty: true)
  }

  private func put(_ cell: Cell, as key: String, into object: inout [String: JSONValue]) {
    if case .marked(let flag, let mark, _) = cell { object[flag] = .bool(!mark.english.isEmpty) }
    if let value = json(cell) { object[key] = value }
  }

  /// nil for what only a person reads.
  private func json(_ cell: Cell) -> JSONValue? {
    switch cell {
    case .text(let text), .block(let text), .exact(let text), .code(let text), .named(let text, _),
      .marked(_, _, let text):
      .string(text)
    case .comparison(let before, let after): .object(["before": .string(before), "after": .string(after)])
    case .words: nil
    case .values(let value, _): value
    case .passage(let text): text.values
    case .number(let number): .integer(number)
    case .flag(let flag): .bool(flag)
    case .time(let date): .string(TimeFormat.iso(date))
    case .span(let seconds): .number(seconds)
    case .none: .null
    }
  }

  /// A failure for a person.
  package func text(_ failure: Failure, next: Reply.Next? = nil) -> String {
    var lines = [SafeText.line(failure.sentence[language])] + failure.list.map { SafeText.line($0[language]) }
    if let next, !next.steps.isEmpty { lines += self.next(next) }
    if let advice = failure.advice { lines.append(SafeText.line(advice[language])) }
    if isVerbose, let detail = failure.detail, !detail.isEmpty { lines.append("[\(SafeText.line(detail))]") }
    return lines.joined(separator: "\n")
  }

  /// A failure for a program: its name, and the sentence in every language.
  package func json(_ failure: Failure, next: Reply.Next? = nil) throws -> String {
    try JSONValue.object([
      "error": .string(failure.name), "sentence": failure.sentence.values,
      "advice": failure.advice?.values ?? .null, "detail": failure.detail.map { .string($0) } ?? .null,
      "list": .array(failure.list.map(\.values)), "exit": .integer(Int(failure.code.rawValue)),
      "next": .array(next?.steps.map(\.figures) ?? []),
    ]).text(pretty: true)
  }
}
