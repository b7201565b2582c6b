/// How much was said in each of several equal spans, as a row of bars. Everything about it is an attribute: a page may run no style in place.
public enum HeatLine {
  private static let width = 10
  private static let height = 40

  /// - Parameters:
  ///   - counts: the oldest first.
  ///   - words: what it shows, for whoever does not see it.
  public static func markup(_ counts: [Int], words: String) -> Markup {
    let most = max(counts.max() ?? 0, 4)
    return .element(
      "svg",
      [
        "class": counts.allSatisfy { $0 == 0 } ? "heat none" : "heat",
        "viewBox": "0 0 \(counts.count * width) \(height)", "preserveAspectRatio": "none",
        "role": "img", "aria-label": words,
      ],
      counts.enumerated().map { index, count in
        // What is nothing is still a line: the span was looked at.
        let tall = count == 0 ? 1 : max(3, count * height / most)
        return .empty(
          "rect",
          [
            "x": String(index * width), "y": String(height - tall), "width": String(width - 2), "height": String(tall),
            "class": index == counts.count - 1 ? "last" : "",
          ])
      })
  }
}
