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
  /// An element whose attributes are put together by a program; without content it has no end.
  case tagged(String, [(String, String)], [Markup]?)
  /// What somebody typed, as a form gives it back: every character stays.
  case typed(String)
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

  /// What a reader sees of it, without any element.
  public var plain: String {
    switch self {
    case .text(let words), .typed(let words): words
    case .style: ""
    case .empty(let name, _): name == "br" ? " " : ""
    case .tagged(_, _, let content): (content ?? []).map(\.plain).joined()
    case .element(let name, _, let content):
      content.map(\.plain).joined(separator: name == "tr" || name == "tbody" || name == "thead" ? " · " : "")
    }
  }

  /// The paragraphs, items and rows in it, each as a reader sees it.
  public var passages: [String] {
    guard case .element(let name, _, let content) = self else { return [] }
    if ["p", "li", "tr", "h3", "h4", "pre", "figcaption"].contains(name) { return [plain] }
    return content.flatMap(\.passages)
  }

  private func write(into text: inout String) {
    switch self {
    case .text(let words): text += SafeText.html(words)
    case .typed(let words): text += Self.escaped(words)
    case .style(let sheet): text += "<style>\n\(sheet)\n</style>"
    case .empty(let name, let attributes): text += "<" + name + Self.written(attributes) + "/>"
    case .tagged(let name, let attributes, let content):
      text += "<" + name + attributes.map(Self.written).joined()
      guard let content else {
        text += "/>"
        return
      }
      text += ">"
      end(name, content, &text)
    case .element(let name, let attributes, let content):
      text += "<" + name + Self.written(attributes) + ">"
      end(name, content, &text)
    }
  }

  private func end(_ name: String, _ content: [Markup], _ text: inout String) {
    for piece in content { piece.write(into: &text) }
    text += "</" + name + ">"
    if Self.endLines.contains(name) { text += "\n" }
  }

  private static func written(_ attributes: Attributes) -> String {
    attributes.map { written($0.key, $0.value) }.joined()
  }

  private static func written(_ name: String, _ value: String) -> String {
    " \(name)=\"\(name == "value" ? escaped(value) : SafeText.html(value))\""
  }

  /// What a field holds goes back as it came; of either line break a browser makes the same.
  private static func escaped(_ text: String) -> String {
    SafeText.markup(text).unicodeScalars.reduce(into: "") { written, scalar in
      if "\n\r\t".unicodeScalars.contains(scalar) {
        written += "&#\(scalar.value);"
      } else {
        written.unicodeScalars.append(scalar)
      }
    }
  }

  /// Elements after which a line ends, so that a person can read the file.
  private static let endLines: Set = [
    "head", "title", "header", "section", "h1", "h2", "h3", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr",
    "blockquote", "figure", "svg", "footer", "body", "html",
  ]
}
