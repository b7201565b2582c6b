import FoundationEssentials
public import Wording

// A document as JSON: what is kept of one that was filed, and what `--json` shows.

extension Document {
  /// The document's own bytes: the same document gives the same text.
  public var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.dateEncodingStrategy = .iso8601
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  /// Reads a document that was kept.
  /// - Throws: `DecodingError` for anything else.
  public init(json: String) throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    self = try decoder.decode(Document.self, from: Data(json.utf8))
  }

  /// The same as values.
  public var values: JSONValue {
    get throws { try JSONDecoder().decode(JSONValue.self, from: Data(try json.utf8)) }
  }
}

extension Block: Codable {
  private enum Key: String, CodingKey { case kind, level, text, items, content }
  private enum Kind: String, Codable {
    case heading, paragraph, list, steps, table, definitions, quotation, chart, course, scores, lines, small
  }

  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    func write(_ kind: Kind) throws { try object.encode(kind, forKey: .kind) }
    switch self {
    case .heading(let level, let text):
      try write(.heading)
      try object.encode(level, forKey: .level)
      try object.encode(text, forKey: .text)
    case .paragraph(let text):
      try write(.paragraph)
      try object.encode(text, forKey: .text)
    case .small(let text):
      try write(.small)
      try object.encode(text, forKey: .text)
    case .list(let items):
      try write(.list)
      try object.encode(items, forKey: .items)
    case .steps(let items):
      try write(.steps)
      try object.encode(items, forKey: .items)
    case .definitions(let all):
      try write(.definitions)
      try object.encode(all, forKey: .items)
    case .table(let table):
      try write(.table)
      try object.encode(table, forKey: .content)
    case .quotation(let quotation):
      try write(.quotation)
      try object.encode(quotation, forKey: .content)
    case .chart(let chart):
      try write(.chart)
      try object.encode(chart, forKey: .content)
    case .course(let course):
      try write(.course)
      try object.encode(course, forKey: .content)
    case .scores(let scores):
      try write(.scores)
      try object.encode(scores, forKey: .content)
    case .lines(let lines):
      try write(.lines)
      try object.encode(lines, forKey: .content)
    }
  }

  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    func text() throws -> String { try object.decode(String.self, forKey: .text) }
    switch try object.decode(Kind.self, forKey: .kind) {
    case .heading: self = .heading(try object.decode(Int.self, forKey: .level), try text())
    case .paragraph: self = .paragraph(try text())
    case .small: self = .small(try text())
    case .list: self = .list(try object.decode([String].self, forKey: .items))
    case .steps: self = .steps(try object.decode([String].self, forKey: .items))
    case .definitions: self = .definitions(try object.decode([Definition].self, forKey: .items))
    case .table: self = .table(try object.decode(Table.self, forKey: .content))
    case .quotation: self = .quotation(try object.decode(Quotation.self, forKey: .content))
    case .chart: self = .chart(try object.decode(Chart.self, forKey: .content))
    case .course: self = .course(try object.decode(Course.self, forKey: .content))
    case .scores: self = .scores(try object.decode(ScoreLines.self, forKey: .content))
    case .lines: self = .lines(try object.decode(TwoLines.self, forKey: .content))
    }
  }
}
