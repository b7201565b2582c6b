public import Wording
public import Workflow

/// What a version says otherwise than another: section by section, row by row, number by number.
public enum PlanDifference {
  public struct Change: Sendable, Hashable {
    public let section: PlanSection
    /// What changed: `各步时限：提交研判报告，II 级：时限`; of prose the section's title.
    public let what: Bilingual
    /// What stood there, and what stands there now; "" where there was, or is, nothing.
    public let before: Bilingual
    public let after: Bilingual
    /// Whether it is text of several lines.
    public let isProse: Bool
  }

  public static func changes(from old: PlaybookContent, to new: PlaybookContent) -> [Change] {
    var changes: [Change] = []
    for name in Set(old.parts.keys).union(new.parts.keys) {
      let part = PlanPart.named(name) ?? PlanPart(unknown: name, rows: old[name] + new[name])
      switch part.layout {
      case .prose: changes += prose(old, new)
      case .templates: changes += templates(old, new)
      case .settings:
        changes += difference(part, old, old[name].first, new, new[name].first, nil)
        for tongue in Language.allCases where name == "playbook" && old.title[tongue] != new.title[tongue] {
          changes.append(
            Change(
              section: .purpose, what: Bilingual("title (\(tongue.rawValue))", "标题（\(tongue.rawValue)）"),
              before: Bilingual(same: old.title[tongue]), after: Bilingual(same: new.title[tongue]), isProse: false))
        }
      case .rows, .bySeverity, .elsewhere: changes += rows(part, old, new)
      }
    }
    let order = PlanSection.allCases
    return changes.enumerated().sorted {
      let left = (order.firstIndex(of: $0.element.section) ?? 0, $0.element.isProse ? 0 : 1, $0.element.what.english)
      let right = (order.firstIndex(of: $1.element.section) ?? 0, $1.element.isProse ? 0 : 1, $1.element.what.english)
      return left < right
    }.map(\.element)
  }

  /// Sections of which only one language's text changed: by the section, the language that is older now.
  public static func older(from old: PlaybookContent, to new: PlaybookContent) -> [PlanSection: Language] {
    var older: [PlanSection: Language] = [:]
    for section in PlanSection.allCases {
      let changed = Language.allCases.filter {
        PlanWriter.prose(old, section, $0)?["body"] != PlanWriter.prose(new, section, $0)?["body"]
      }
      guard changed.count == 1, let other = Language.allCases.first(where: { $0 != changed[0] }),
        PlanWriter.prose(new, section, other) != nil
      else { continue }
      older[section] = other
    }
    return older
  }

  private static func prose(_ old: PlaybookContent, _ new: PlaybookContent) -> [Change] {
    PlanSection.allCases.flatMap { section in
      Language.allCases.compactMap { tongue in
        let rows = [old, new].map { PlanWriter.prose($0, section, tongue) }
        let texts = rows.map { row in
          row.map {
            "## " + section.ordinal[tongue] + ($0["title"]?.string ?? "") + "\n\n" + ($0["body"]?.string ?? "")
          } ?? ""
        }
        guard texts[0] != texts[1] else { return nil }
        return Change(
          section: section,
          what: section.mention + Bilingual(" (\(tongue.rawValue))", "（\(tongue.rawValue)）"),
          before: Bilingual(same: texts[0]), after: Bilingual(same: texts[1]), isProse: true)
      }
    }
  }

  /// A template is shown in its own language.
  private static func templates(_ old: PlaybookContent, _ new: PlaybookContent) -> [Change] {
    func texts(_ content: PlaybookContent) -> [String: String] {
      Dictionary(
        content["template"].map { row in
          let language = row["language"]?.string ?? ""
          return (
            "\(row["name"]?.string ?? "") (\(language))",
            PlanTemplate.written(row, Language(rawValue: language) ?? .english).text
          )
        }, uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (texts(old), texts(new))
    return Set(before.keys).union(after.keys).compactMap { name in
      guard before[name] != after[name] else { return nil }
      return Change(
        section: .annex, what: Bilingual("template \(name)", "模板 \(name)"), before: Bilingual(same: before[name] ?? ""),
        after: Bilingual(same: after[name] ?? ""), isProse: true)
    }
  }

  private static func rows(_ part: PlanPart, _ old: PlaybookContent, _ new: PlaybookContent) -> [Change] {
    func keyed(_ content: PlaybookContent) -> [[JSONValue]: PlaybookContent.Row] {
      Dictionary(
        content[part.name].map { row in (part.key.map { row[$0] ?? .null }, row) },
        uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (keyed(old), keyed(new))
    return Set(before.keys).union(after.keys).flatMap { key in
      difference(part, old, before[key], new, after[key], name(part, key, old, new))
    }
  }

  /// A row by its key, in words.
  private static func name(
    _ part: PlanPart, _ key: [JSONValue], _ old: PlaybookContent, _ new: PlaybookContent
  ) -> Bilingual {
    let words = zip(part.key, key).map { column, value in
      let cell: PlanCell =
        column == "severity"
        ? .choice(PlanChoice.severities) : part.columns.first { $0.name == column }?.cell ?? .optional
      let content = cell.text(value, in: new, .english) == value.string ? old : new
      return Bilingual(cell.text(value, in: content, .english), cell.text(value, in: content, .chinese))
    }
    return Bilingual.list(words)
  }

  private static func difference(
    _ part: PlanPart, _ old: PlaybookContent, _ before: PlaybookContent.Row?, _ new: PlaybookContent,
    _ after: PlaybookContent.Row?, _ row: Bilingual?
  ) -> [Change] {
    let what = row.map { part.title + Bilingual(": ", "：") + $0 } ?? part.title
    func text(_ column: PlanPart.Column, _ row: PlaybookContent.Row, _ content: PlaybookContent) -> Bilingual {
      let value = row[column.name] ?? .null
      return Bilingual(column.cell.text(value, in: content, .english), column.cell.text(value, in: content, .chinese))
    }
    func line(_ row: PlaybookContent.Row, _ content: PlaybookContent) -> Bilingual {
      let texts = part.columns.filter { !part.key.contains($0.name) }.map { text($0, row, content) }
      return Bilingual(
        texts.map(\.english).joined(separator: " · "), texts.map(\.chinese).joined(separator: " · "))
    }
    guard let before, let after else {
      return [
        Change(
          section: part.section, what: what, before: before.map { line($0, old) } ?? Bilingual(same: ""),
          after: after.map { line($0, new) } ?? Bilingual(same: ""), isProse: false)
      ]
    }
    return part.columns.filter { !part.key.contains($0.name) && !same(before[$0.name], after[$0.name], $0.cell) }.map {
      column in
      Change(
        section: part.section, what: what + Bilingual(": ", "：") + column.heading,
        before: text(column, before, old), after: text(column, after, new), isProse: false)
    }
  }

  /// Spans are the same by their length, however they are written.
  private static func same(_ one: JSONValue?, _ other: JSONValue?, _ cell: PlanCell) -> Bool {
    if case .span = cell, let one = one?.string, let other = other?.string {
      return PlanSpan(iso: one) == PlanSpan(iso: other)
    }
    return one == other
  }
}

extension PlaybookContent {
  /// Whether two versions say the same, however their times are written.
  public func saysTheSame(as other: PlaybookContent) -> Bool {
    PlanDifference.changes(from: self, to: other).isEmpty
      && PlanPart.known.allSatisfy { part in
        part.position.map { position in
          Set(self[part.name].map { [$0[part.key.last ?? ""], $0[position.name]] })
            == Set(other[part.name].map { [$0[part.key.last ?? ""], $0[position.name]] })
        } ?? true
      }
  }
}
