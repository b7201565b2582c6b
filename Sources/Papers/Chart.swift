public import FoundationEssentials
import Pages
import Wording

/// Counts over time, in steps of one length: all of them, and a part of them within. Drawn as bars.
public struct Chart: Sendable, Hashable, Codable {
  public var caption: String
  /// What the bars count, and what the darker part of each is: the legend.
  public var whole: String
  public var part: String
  /// What the count axis counts, with the length of a step: `条 / 15 分钟`.
  public var unit: String
  /// Where the first step begins, and how long each is, in seconds.
  public var start: Date
  public var step: Double
  /// Where the axis ends: a quiet end shows as empty.
  public var end: Date
  public var counts: [Int]
  /// Of each step; never more than its count.
  public var parts: [Int]

  /// - Parameters:
  ///   - points: moments with their counts, in any order; what lies beyond the end is left out.
  ///   - shortest: no step is shorter, in seconds. Long spans are drawn in steps of several times that.
  public init(
    caption: String, whole: String, part: String, unit: (Double) -> String, points: [(Date, count: Int, part: Int)],
    until end: Date, shortest: Double
  ) {
    let start = points.map(\.0).min() ?? end
    let last = max(end, start.addingTimeInterval(shortest))
    let span = last.timeIntervalSince(start)
    step = shortest * max(1, (span / shortest / 96).rounded(.up))
    let steps = max(1, Int((span / step).rounded(.up)))
    var counts = [Int](repeating: 0, count: steps)
    var parts = counts
    for (moment, count, part) in points where moment <= last {
      let place = min(steps - 1, max(0, Int(moment.timeIntervalSince(start) / step)))
      counts[place] += count
      parts[place] += part
    }
    self.caption = caption
    self.whole = whole
    self.part = part
    self.unit = unit(step)
    self.start = start
    self.end = last
    self.counts = counts
    self.parts = parts
  }

  /// The same in a line of text: a bar for each step, at most `width` of them.
  func line(width: Int) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    let each = max(1, (counts.count + width - 1) / width)
    let sums = stride(from: 0, to: counts.count, by: each).map {
      counts[$0..<min($0 + each, counts.count)].reduce(0, +)
    }
    let most = max(sums.max() ?? 0, 1)
    return String(sums.map { $0 == 0 ? "·" : bars[min(bars.count - 1, $0 * bars.count / (most + 1))] })
  }

  /// The line's ends, and its highest step, in words of no language.
  var ends: String {
    "\(TimeFormat.local(start)) – \(TimeFormat.local(end)); \(whole) \(counts.reduce(0, +)), \(part) \(parts.reduce(0, +)), max \(counts.max() ?? 0) \(unit)"
  }
}

/// A chart as SVG.
enum ChartDrawing {
  private static let width = 720.0
  private static let height = 240.0
  private static let left = 46.0
  private static let right = 712.0
  private static let top = 34.0
  private static let base = 212.0

  static func svg(_ chart: Chart) -> Markup {
    let most = max(chart.counts.max() ?? 0, 1)
    var drawn: [Markup] = [.element("title", [:], [.text(chart.caption)])]
    drawn += legend(chart)
    for count in ticks(most) {
      let y = y(count, most)
      drawn.append(
        .empty(
          "line",
          [
            "x1": DrawnText.number(left), "x2": DrawnText.number(right), "y1": DrawnText.number(y),
            "y2": DrawnText.number(y), "stroke": "#d0d0d0",
          ]))
      drawn.append(DrawnText.label("\(count)", x: left - 6, y: y + 4, anchor: "end"))
    }
    let each = (right - left) / Double(max(chart.counts.count, 1))
    for (place, count) in chart.counts.enumerated() where count > 0 {
      let x = left + each * Double(place) + each * 0.1
      drawn.append(bar(x, each * 0.8, y(count, most), "#8fb3d9"))
      if chart.parts[place] > 0 { drawn.append(bar(x, each * 0.8, y(chart.parts[place], most), "#b5382a")) }
    }
    drawn.append(DrawnText.label(TimeFormat.local(chart.start), x: left, y: base + 18, anchor: "start"))
    drawn.append(DrawnText.label(TimeFormat.local(chart.end), x: right, y: base + 18, anchor: "end"))
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 720 240", "width": "720", "height": "240", "role": "img",
        "font-family": "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif", "font-size": "11",
      ], drawn)
  }

  /// What is what, above the bars.
  private static func legend(_ chart: Chart) -> [Markup] {
    var drawn: [Markup] = []
    var x = left
    for (color, words) in [("#8fb3d9", chart.whole), ("#b5382a", chart.part)] {
      drawn.append(.empty("rect", ["x": DrawnText.number(x), "y": "8", "width": "11", "height": "11", "fill": color]))
      drawn.append(DrawnText.label(words, x: x + 16, y: 18, anchor: "start"))
      x += 40 + words.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E7F ? 11.5 : 6.5) }
    }
    drawn.append(DrawnText.label(chart.unit, x: right, y: 18, anchor: "end"))
    return drawn
  }

  /// Zero, the highest count, and the half where it is whole.
  private static func ticks(_ most: Int) -> [Int] { most > 1 ? [0, most / 2, most] : [0, most] }

  private static func y(_ count: Int, _ most: Int) -> Double { base - (base - top) * Double(count) / Double(most) }

  private static func bar(_ x: Double, _ wide: Double, _ y: Double, _ color: String) -> Markup {
    .empty(
      "rect",
      [
        "x": DrawnText.number(x), "y": DrawnText.number(y), "width": DrawnText.number(max(wide, 0.5)),
        "height": DrawnText.number(base - y), "fill": color,
      ])
  }
}
