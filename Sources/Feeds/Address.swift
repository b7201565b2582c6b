import FoundationEssentials

/// Addresses as feeds give them: often relative to the document.
enum Address {
  /// - Source: RFC 3986, section 5.2.
  static func resolve(_ reference: String, against base: String) -> String {
    let reference = reference.trimmed
    guard !base.isEmpty, !hasScheme(reference) else { return reference }
    guard let schemeEnd = base.firstRange(of: "://"), hasScheme(base) else { return reference }
    if reference.isEmpty { return base }
    let scheme = base[..<schemeEnd.lowerBound]
    if reference.hasPrefix("//") { return "\(scheme):\(reference)" }
    let afterScheme = base[schemeEnd.upperBound...]
    let hostEnd = afterScheme.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? afterScheme.endIndex
    let origin = base[..<hostEnd]
    let whole = afterScheme[hostEnd...]
    let withoutFragment = whole.prefix { $0 != "#" }
    let path = withoutFragment.prefix { $0 != "?" }
    if reference.hasPrefix("#") { return "\(origin)\(withoutFragment)\(reference)" }
    if reference.hasPrefix("?") { return "\(origin)\(path)\(reference)" }
    let end = reference.firstIndex { $0 == "?" || $0 == "#" } ?? reference.endIndex
    let tail = reference[end...]
    let relative = reference[..<end]
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    let merged = relative.hasPrefix("/") ? String(relative) : "\(folder)\(relative)"
    return "\(origin)\(withoutDots(merged))\(tail)"
  }

  static func hasScheme(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isASCII, first.isLetter else {
      return false
    }
    return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
  }

  private static func withoutDots(_ path: String) -> String {
    var kept: [Substring] = []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      switch part {
      case ".": if isLast { kept.append("") }
      case "..":
        _ = kept.popLast()
        if isLast { kept.append("") }
      default: kept.append(part)
      }
    }
    return "/" + kept.joined(separator: "/")
  }
}
