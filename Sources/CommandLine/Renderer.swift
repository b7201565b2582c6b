import Ledger
import Workflow

/// Turns an answer into text for a person, or into JSON.
struct Renderer {
  var language: Language
  let isVerbose: Bool
  /// Cells of a line, for what stands side by side.
  var width = 100
  /// Whether differences are marked by reverse video.
  var isColored = false

  func text(_ reply: Reply) -> String {
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
        lines += Columns.align(
          [table.columns.map { $0.label[language] }] + table.rows.map { $0.map { Columns.cut(text($0), to: 72) } })
      }
    }
    if let next = reply.next { lines += self.next(next) }
    return lines.joined(separator: "\n")
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
    case .words(let words): words[language]
    case .code(let code): SafeText.line(code)
    case .number(let number): String(number)
    case .flag(let flag): (flag ? Bilingual("yes", "是") : Bilingual("no", "否"))[language]
    case .time(let date): TimeFormat.local(date)
    case .span(let seconds): TimeFormat.left(seconds)[language]
    case .none: "–"
    }
  }

  /// What happens next, and who owes it.
  func next(_ items: [Duties.Item]) -> [String] {
    guard !items.isEmpty else {
      return [Bilingual("Next: nothing is owed on this incident.", "下一步：本事件没有待办事项。")[language]]
    }
    var lines = [Bilingual("Next:", "下一步：")[language]]
    for item in items.prefix(6) {
      var line = "  " + item.team.name[language]
      if !item.people.isEmpty { line += " (" + item.people.joined(separator: ", ") + ")" }
      line += Bilingual(": ", "：")[language] + item.kind.name[language]
      if !item.subject.isEmpty { line += " " + item.subject }
      if let left = item.timeLeft { line += Bilingual(", ", "，")[language] + TimeFormat.left(left)[language] }
      lines.append(line)
      if let command = item.command { lines.append("      " + command.line) }
    }
    if items.count > 6 {
      lines.append(Bilingual("  and \(items.count - 6) more", "  另有 \(items.count - 6) 项")[language])
    }
    return lines
  }

  func json(_ reply: Reply) throws -> String {
    if let figures = reply.figures { return try figures.text(pretty: true) }
    var object: [String: JSONValue] = [:]
    if let sentence = reply.sentence { object["message"] = .string(sentence[language]) }
    for field in reply.fields { object[field.key] = json(field.value) }
    for table in reply.tables {
      object[table.key] = .array(
        table.rows.map { row in
          .object(Dictionary(zip(table.columns.map(\.key), row.map(json)), uniquingKeysWith: { first, _ in first }))
        })
    }
    if let next = reply.next { object["next"] = .array(next.map(Self.json)) }
    return try JSONValue.object(object).text(pretty: true)
  }

  private func json(_ cell: Cell) -> JSONValue {
    switch cell {
    case .text(let text), .block(let text), .exact(let text), .code(let text): .string(text)
    case .comparison(let before, let after): .object(["before": .string(before), "after": .string(after)])
    case .words(let words): .string(words[language])
    case .number(let number): .integer(number)
    case .flag(let flag): .bool(flag)
    case .time(let date): .string(TimeFormat.iso(date))
    case .span(let seconds): .number(seconds)
    case .none: .null
    }
  }

  static func json(_ item: Duties.Item) -> JSONValue {
    .object([
      "incident": .string(item.place), "team": .string(item.team.rawValue),
      "people": .array(item.people.map(JSONValue.string)), "kind": .string(item.kind.rawValue),
      "subject": .string(item.subject), "due_at": item.dueAt.map { .string(TimeFormat.iso($0)) } ?? .null,
      "seconds_left": item.timeLeft.map { .number($0) } ?? .null,
      "command": item.command.map { .string($0.line) } ?? .null,
    ])
  }

  /// A failure for a person.
  func text(_ failure: Failure, owed: [Duties.Item]) -> String {
    var lines = [SafeText.line(failure.sentence[language])] + failure.list.map { SafeText.line($0[language]) }
    if !owed.isEmpty { lines += next(owed) }
    if let advice = failure.advice { lines.append(SafeText.line(advice[language])) }
    if isVerbose, let detail = failure.detail, !detail.isEmpty { lines.append("[\(SafeText.line(detail))]") }
    return lines.joined(separator: "\n")
  }

  func json(_ failure: Failure, owed: [Duties.Item]) throws -> String {
    try JSONValue.object([
      "error": .string(failure.sentence[language]), "advice": failure.advice.map { .string($0[language]) } ?? .null,
      "detail": failure.detail.map { .string($0) } ?? .null,
      "list": .array(failure.list.map { .string($0[language]) }), "exit": .integer(Int(failure.code.rawValue)),
      "next": .array(owed.map(Self.json)),
    ]).text(pretty: true)
  }
}
