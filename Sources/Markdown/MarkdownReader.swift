import CCmark

/// Reads GitHub's Markdown (tables included) by libcmark-gfm, into values that hold no markup: raw HTML is text, pictures are their
/// words, and links lead to the web, to a mail address or within the page.
public enum MarkdownReader {
  /// What a document may nest: quotations in lists in quotations. Beyond it, text stays and structure goes.
  static let deepest = 24

  /// - Parameter text: UTF-8; NUL is replaced, as CommonMark asks for.
  public static func blocks(_ text: String) -> [MarkdownBlock] {
    let options = Int32(CMARK_OPT_DEFAULT)
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(options) else { return [] }
    defer { cmark_parser_free(parser) }
    if let tables = cmark_find_syntax_extension("table") { cmark_parser_attach_syntax_extension(parser, tables) }
    var copy = text
    copy.withUTF8 { buffer in
      buffer.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = cmark_parser_finish(parser) else { return [] }
    defer { cmark_node_free(root) }
    return children(root).compactMap { block($0, depth: 0) }
  }

  private typealias Node = OpaquePointer

  private static func children(_ node: Node) -> [Node] {
    var all: [Node] = []
    var next = cmark_node_first_child(node)
    while let node = next {
      all.append(node)
      next = cmark_node_next(node)
    }
    return all
  }

  private static func type(_ node: Node) -> String {
    cmark_node_get_type_string(node).map { String(cString: $0) } ?? ""
  }

  private static func literal(_ node: Node) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  private static func lines(_ node: Node) -> ClosedRange<Int> {
    let first = max(1, Int(cmark_node_get_start_line(node)))
    return first...max(first, Int(cmark_node_get_end_line(node)))
  }

  private static func block(_ node: Node, depth: Int) -> MarkdownBlock? {
    guard depth < deepest else { return nil }
    let content: MarkdownBlock.Content
    switch type(node) {
    case "heading": content = .heading(Int(cmark_node_get_heading_level(node)), inlines(node))
    case "paragraph": content = .paragraph(inlines(node))
    case "block_quote": content = .quotation(children(node).compactMap { block($0, depth: depth + 1) })
    case "list":
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      content = .list(
        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
        children(node).map { item in children(item).compactMap { block($0, depth: depth + 1) } })
    case "code_block":
      let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
      content = .code(info: info, literal(node))
    case "html_block":
      content = .paragraph([.text(literal(node).hasSuffix("\n") ? String(literal(node).dropLast()) : literal(node))])
    case "thematic_break": content = .rule
    case "table":
      let rows = children(node)
      guard let heading = rows.first else { return nil }
      content = .table(
        MarkdownTable(
          heading: children(heading).map(inlines),
          rows: rows.dropFirst().map { (lines($0).lowerBound, children($0).map(inlines)) }))
    default: return nil
    }
    return MarkdownBlock(content, lines: lines(node))
  }

  private static func inlines(_ node: Node) -> [MarkdownInline] { inlines(node, depth: 0) }

  private static func inlines(_ node: Node, depth: Int) -> [MarkdownInline] {
    guard depth < deepest else { return [] }
    var all: [MarkdownInline] = []
    for child in children(node) {
      switch type(child) {
      case "text": all.append(.text(literal(child)))
      case "code": all.append(.code(literal(child)))
      case "softbreak": all.append(.text(joint(all)))
      case "linebreak": all.append(.lineBreak)
      case "html_inline":
        // The only way to begin a line within a table's cell.
        let tag = literal(child).lowercased().filter { $0 != " " }
        all.append(tag == "<br>" || tag == "<br/>" ? .lineBreak : .text(literal(child)))
      case "emph": all.append(.emphasis(inlines(child, depth: depth + 1)))
      case "strong": all.append(.strong(inlines(child, depth: depth + 1)))
      case "link":
        let target = cmark_node_get_url(child).map { String(cString: $0) } ?? ""
        let words = inlines(child, depth: depth + 1)
        all += isHarmless(target) ? [.link(words, to: target)] : words
      default: all += inlines(child, depth: depth + 1)
      }
    }
    return all
  }

  /// A line that is broken in the source goes on; between Chinese characters without a space.
  private static func joint(_ before: [MarkdownInline]) -> String {
    guard let last = before.last?.plain.unicodeScalars.last else { return "" }
    return last.value >= 0x2E80 ? "" : " "
  }

  private static func isHarmless(_ target: String) -> Bool {
    let lower = target.lowercased()
    return ["https://", "http://", "mailto:", "#"].contains { lower.hasPrefix($0) }
  }
}
