import FoundationEssentials

/// What an element of text says. RSS does not say whether a text is HTML; Atom does.
enum ElementText {
  /// The text that a reader would see; "" for an image and the like.
  static func read(_ element: XMLElement) -> String {
    let whole = element.attribute("type")?.lowercased() ?? ""
    let type = String(whole.prefix { $0 != ";" }).trimmed
    let mode = element.attribute("mode")?.lowercased()
    if mode == "base64" || isBase64(type), element.elements.isEmpty {
      switch decoded(element.text, isSaid: mode == "base64", type: type) {
      case .text(let text): return type == "text/plain" ? Markup.fold(text.utf8) : markedOrNot(text)
      case .binary: return ""
      case .notEncoded: return markedOrNot(element.text)
      }
    }
    switch type {
    case "text", "text/plain": return Markup.fold(element.text.utf8)
    // Atom 0.3 may carry XHTML as escaped text.
    case let type where isXML(type) && mode != "escaped": return Markup.plain(element.markup)
    default: return element.elements.isEmpty ? markedOrNot(element.text) : Markup.plain(element.markup)
    }
  }

  private static func markedOrNot(_ text: String) -> String {
    Markup.isLikely(text) ? Markup.plain(text) : Markup.fold(text.utf8)
  }

  private static func isXML(_ type: String) -> Bool {
    type == "xhtml" || type.hasSuffix("+xml") || type.hasSuffix("/xml")
  }

  /// Whether a type of content is carried in base 64: what is neither text nor XML.
  /// - Source: RFC 4287, section 4.1.3.3.
  private static func isBase64(_ type: String) -> Bool {
    type.contains("/") && !type.hasPrefix("text/") && !isXML(type)
  }

  private enum Decoded {
    case text(String), binary, notEncoded
  }

  private static func decoded(_ text: String, isSaid: Bool, type: String) -> Decoded {
    if ["image/", "audio/", "video/", "font/"].contains(where: type.hasPrefix) { return .binary }
    var letters = text.utf8.filter { $0 > 0x20 }
    if isSaid { letters += Array(repeating: UInt8(ascii: "="), count: (4 - letters.count % 4) % 4) }
    guard let data = Data(base64Encoded: Data(letters)) else { return isSaid ? .binary : .notEncoded }
    guard let decoded = String(validating: data, as: UTF8.self),
      // What no text holds: a file, then.
      !decoded.utf8.contains(where: { $0 < 0x20 && ![9, 10, 12, 13].contains($0) })
    else { return .binary }
    return .text(decoded)
  }
}
