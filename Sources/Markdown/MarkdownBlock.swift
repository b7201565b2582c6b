/// One block of a Markdown document, with the lines on which it stands.
public struct MarkdownBlock: Sendable, Hashable {
  public indirect enum Content: Sendable, Hashable {
    case heading(Int, [MarkdownInline])
    case paragraph([MarkdownInline])
    /// - Parameter start: the first number of an ordered list; nil for one without numbers.
    case list(start: Int?, [[MarkdownBlock]])
    case quotation([MarkdownBlock])
    /// - Parameter info: what stands behind the opening fence.
    case code(info: String, String)
    case table(MarkdownTable)
    case rule
  }

  public let content: Content
  /// From 1, both ends included.
  public let lines: ClosedRange<Int>

  public init(_ content: Content, lines: ClosedRange<Int>) {
    self.content = content
    self.lines = lines
  }
}

/// Rows of cells. A row has as many cells as the heading.
public struct MarkdownTable: Sendable, Hashable {
  public let heading: [[MarkdownInline]]
  public let rows: [(line: Int, cells: [[MarkdownInline]])]

  public static func == (left: MarkdownTable, right: MarkdownTable) -> Bool {
    left.heading == right.heading && left.rows.map(\.cells) == right.rows.map(\.cells)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(heading)
    hasher.combine(rows.map(\.cells))
  }
}

/// A piece of a line.
public indirect enum MarkdownInline: Sendable, Hashable {
  case text(String)
  case code(String)
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case link([MarkdownInline], to: String)
  case lineBreak

  /// What a reader sees of it, without any markup.
  public var plain: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let parts), .strong(let parts), .link(let parts, _): parts.plain
    case .lineBreak: "\n"
    }
  }
}

extension [MarkdownInline] {
  /// What a reader sees of these, without any markup.
  public var plain: String { map(\.plain).joined() }
}
