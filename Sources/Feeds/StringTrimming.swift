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
