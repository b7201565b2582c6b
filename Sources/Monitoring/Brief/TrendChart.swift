import FoundationEssentials
import Ledger
import Wording

/// A chart of mentions over time as SVG: all of them as bars, the negative ones darker within. Figures and words of the
/// program only; no text from outside is drawn but what is escaped.
enum TrendChart {
  private static let width = 720.0
  private static let height = 220.0
  private static let left = 44.0
  private static let bottom = 26.0
  private static let top = 14.0

  static func svg(_ picture: Pictures.Picture, _ language: Language) -> String {
    let title = Bilingual("Mentions per quarter of an hour; negative ones are dark", "每刻钟提及数；深色为负面")[language]
    guard let first = picture.trend.first?.bucket, let last = picture.trend.last?.bucket else {
      let none = Bilingual("No mentions are attached.", "尚未关联提及。")[language]
      return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 40\" role=\"img\"><title>\(title)</title>"
        + "<text x=\"12\" y=\"24\" font-size=\"13\">\(none)</text></svg>"
    }
    // Long incidents are drawn in wider steps, so that no bar is thinner than a line.
    let span = last.timeIntervalSince(first) + 900
    let step = 900 * max(1, (span / 900 / 120).rounded(.up))
    // A short one is drawn to the left: a bar that fills the page says nothing.
    let bars = max(12, Int((span / step).rounded(.up)))
    var all = [Int](repeating: 0, count: bars)
    var negative = [Int](repeating: 0, count: bars)
    for point in picture.trend {
      let bar = min(bars - 1, Int(point.bucket.timeIntervalSince(first) / step))
      all[bar] += point.mentions
      negative[bar] += point.negative
    }
    let most = Double(max(all.max() ?? 1, 1))
    let inner = width - left - 8
    let each = inner / Double(bars)
    let base = height - bottom
    func y(_ count: Int) -> Double { base - (base - top) * Double(count) / most }
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 220\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\">",
      "<title>\(title)</title>",
    ]
    for share in [0.0, 0.5, 1.0] {
      let count = Int((most * share).rounded())
      let line = number(y(count))
      parts.append(
        "<line x1=\"\(number(left))\" x2=\"\(number(width - 8))\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"#ccc\"/>"
          + "<text x=\"\(number(left - 6))\" y=\"\(number(y(count) + 4))\" text-anchor=\"end\" fill=\"#555\">\(count)</text>"
      )
    }
    for bar in 0..<bars where all[bar] > 0 {
      let x = number(left + each * Double(bar) + each * 0.1)
      let wide = number(max(each * 0.8, 0.5))
      parts.append(
        "<rect x=\"\(x)\" y=\"\(number(y(all[bar])))\" width=\"\(wide)\" height=\"\(number(base - y(all[bar])))\" fill=\"#8fb3d9\"/>"
      )
      if negative[bar] > 0 {
        parts.append(
          "<rect x=\"\(x)\" y=\"\(number(y(negative[bar])))\" width=\"\(wide)\" height=\"\(number(base - y(negative[bar])))\" fill=\"#b5382a\"/>"
        )
      }
    }
    parts.append(
      "<text x=\"\(number(left))\" y=\"\(number(height - 8))\" fill=\"#555\">\(TimeFormat.local(first))</text>")
    let end = first.addingTimeInterval(step * Double(bars))
    parts.append(
      "<text x=\"\(number(width - 8))\" y=\"\(number(height - 8))\" text-anchor=\"end\" fill=\"#555\">\(TimeFormat.local(end))</text></svg>"
    )
    return parts.joined(separator: "\n")
  }

  /// One digit after the point is finer than a pixel.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
  }
}
