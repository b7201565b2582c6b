import Wording

/// HTML and SVG as values. Text and the values of attributes escape themselves where they are written; there is no way to put
/// markup into a text.
public indirect enum Markup: Sendable {
  /// The attributes of an element, in their order.
  public typealias Attributes = KeyValuePairs<String, String>

  case text(String)
  case element(String, Attributes, [Markup])
  /// An element that has no content, and no end.
  case empty(String, Attributes)
  /// A stylesheet of the program: the only text that is not escaped.
  case style(StaticString)

  /// Text whose line breaks stay.
  public static func lines(_ text: String) -> [Markup] {
    var pieces: [Markup] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { pieces.append(.empty("br", [:])) }
      pieces.append(.text(String(line)))
    }
    return pieces
  }

  /// What a file holds.
  public var written: String {
    var text = ""
    write(into: &text)
    return text
  }

  private func write(into text: inout String) {
    switch self {
    case .text(let words): text += SafeText.html(words)
    case .style(let sheet): text += "<style>\n\(sheet)\n</style>"
    case .empty(let name, let attributes): text += "<" + name + Self.written(attributes) + "/>"
    case .element(let name, let attributes, let content):
      text += "<" + name + Self.written(attributes) + ">"
      for piece in content { piece.write(into: &text) }
      text += "</" + name + ">"
      if Self.endLines.contains(name) { text += "\n" }
    }
  }

  private static func written(_ attributes: Attributes) -> String {
    attributes.map { " \($0)=\"\(SafeText.html($1))\"" }.joined()
  }

  /// Elements after which a line ends, so that a person can read the file.
  private static let endLines: Set = [
    "head", "title", "header", "section", "h1", "h2", "h3", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr",
    "blockquote", "figure", "svg", "footer", "body", "html",
  ]
}
