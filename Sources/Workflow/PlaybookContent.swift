public import Wording

/// Everything that one version of the playbook says: of each part of it (a table of the database) its rows, each column by name.
public struct PlaybookContent: Sendable, Hashable {
  public typealias Row = [String: JSONValue]

  /// By the name of the part: `target`, `template`, `plan_section`.
  public var parts: [String: [Row]]

  public init(parts: [String: [Row]]) { self.parts = parts }

  /// The rows of a part; none for one that is not there.
  public subscript(part: String) -> [Row] {
    get { parts[part] ?? [] }
    set { parts[part] = newValue }
  }

  /// The one row about the version itself.
  public var settings: Row {
    get { self["playbook"].first ?? [:] }
    set { self["playbook"] = [newValue] }
  }

  /// Its title, in both languages.
  public var title: Bilingual {
    Bilingual(settings["title_en"]?.string ?? "", settings["title_zh"]?.string ?? "")
  }

  /// From the JSON of `levee.playbook_content`; nil for anything else.
  public init?(json: JSONValue) {
    guard case .object(let parts) = json else { return nil }
    self.parts = parts.mapValues { rows in
      guard case .array(let rows) = rows else { return [] }
      return rows.compactMap { if case .object(let row) = $0 { row } else { nil } }
    }
  }

  /// As `levee.propose_playbook` reads it.
  public var json: JSONValue { .object(parts.mapValues { .array($0.map(JSONValue.object)) }) }
}
