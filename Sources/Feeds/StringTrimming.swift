extension String {
  /// Without white space at both ends.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { return self }
    if !first.properties.isWhitespace, !last.properties.isWhitespace { return self }
    let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
    guard start < scalars.endIndex else { return "" }
    let end = scalars.lastIndex { !$0.properties.isWhitespace }.map(scalars.index(after:)) ?? scalars.endIndex
    return String(scalars[start..<end])
  }
}

extension String {
  /// Without control characters: an id or an address has none, and whoever shows one must not obey it.
  var withoutControls: String {
    let isControl: (UInt8) -> Bool = { $0 < 0x20 || $0 == 0x7F }
    return utf8.contains(where: isControl) ? String(decoding: utf8.filter { !isControl($0) }, as: UTF8.self) : self
  }
}
