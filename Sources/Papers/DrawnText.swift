import FoundationEssentials
import Pages
import Wording

/// What every drawing is made of.
public enum DrawnText {
  static let colors = ["#1f5fa8", "#2f8f4e", "#b5772a", "#8a4fa0", "#444444"]
  static let kept = "#2f8f4e"
  static let missed = "#b5382a"

  /// One digit after the point is finer than a pixel.
  public static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
  }

  static func label(_ words: String, x: Double, y: Double, anchor: String = "start", color: String = "#444") -> Markup {
    .element("text", ["x": number(x), "y": number(y), "text-anchor": anchor, "fill": color], [.text(words)])
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String, width: Double = 1) -> Markup
  {
    .empty(
      "line",
      [
        "x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2), "stroke": color,
        "stroke-width": number(width),
      ])
  }

  static func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ color: String) -> Markup {
    .empty(
      "rect",
      [
        "x": number(x), "y": number(y), "width": number(max(width, 1)), "height": number(height), "fill": color,
      ])
  }

  static func path(_ points: [(x: Double, y: Double)], _ color: String, fill: String = "none", width: Double = 2)
    -> Markup
  {
    .empty(
      "polyline",
      [
        "points": points.map { number($0.x) + "," + number($0.y) }.joined(separator: " "), "fill": fill,
        "stroke": color, "stroke-width": number(width),
      ])
  }

  static func drawing(height: Double, title: String, _ drawn: [Markup]) -> Markup {
    .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 720 \(number(height))", "width": "720",
        "height": number(height), "role": "img",
        "font-family": "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif", "font-size": "11",
      ], [.element("title", [:], [.text(title)])] + drawn)
  }

  /// How wide words are drawn, about.
  static func width(_ words: String) -> Double {
    words.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E7F ? 11.5 : 6.5) }
  }
}

/// The line of an incident as SVG: heat above, a bar for each target below, stages as lines through both.
enum CourseDrawing {
  private static let left = 170.0
  private static let right = 706.0
  private static let base = 150.0
  private static let top = 44.0
  private static let row = 16.0

  static func svg(_ course: Course) -> Markup {
    let span = max(course.end.timeIntervalSince(course.start), 1)
    func x(_ date: Date) -> Double {
      left + (right - left) * min(max(date.timeIntervalSince(course.start) / span, 0), 1)
    }
    let bottom = base + 26 + row * Double(course.targets.count)
    var drawn: [Markup] = [
      DrawnText.box(left, 8, 11, 11, DrawnText.kept), DrawnText.label(course.kept, x: left + 16, y: 18),
      DrawnText.box(left + 30 + DrawnText.width(course.kept), 8, 11, 11, DrawnText.missed),
      DrawnText.label(course.missed, x: left + 46 + DrawnText.width(course.kept), y: 18),
      DrawnText.label(course.unit, x: right, y: 18, anchor: "end"),
      DrawnText.line(left, base, right, base, "#999"),
    ]
    let most = course.heat.map(\.count).max() ?? 0
    if most > 0 {
      let points = course.heat.map { (x: x($0.at), y: base - (base - top - 14) * $0.count / most) }
      drawn.append(
        DrawnText.path(
          [(points[0].x, base)] + points + [(points[points.count - 1].x, base)], "#8fb3d9", fill: "#dbe8f5", width: 1.5)
      )
      drawn.append(DrawnText.label(DrawnText.number(most), x: left - 6, y: top + 18, anchor: "end"))
    }
    for (place, mark) in course.marks.enumerated() {
      let at = x(mark.at)
      drawn.append(DrawnText.line(at, top - 8, at, bottom - 18, "#bbb"))
      let isFarRight = at + DrawnText.width(mark.label) > right
      drawn.append(
        DrawnText.label(
          mark.label, x: isFarRight ? at - 3 : at + 3, y: top - 2 + Double(place % 3) * 12,
          anchor: isFarRight ? "end" : "start"))
    }
    for (place, target) in course.targets.enumerated() {
      let y = base + 14 + row * Double(place)
      let color = target.isKept ? DrawnText.kept : DrawnText.missed
      let from = x(target.start)
      drawn.append(DrawnText.label(target.label, x: left - 6, y: y + 8, anchor: "end"))
      drawn.append(DrawnText.box(from, y, x(target.done ?? course.end) - from, 9, color))
      drawn.append(DrawnText.line(x(target.due), y - 2, x(target.due), y + 11, "#000", width: 1.5))
    }
    drawn.append(DrawnText.label(TimeFormat.local(course.start), x: left, y: bottom))
    drawn.append(DrawnText.label(TimeFormat.local(course.end), x: right, y: bottom, anchor: "end"))
    return DrawnText.drawing(height: bottom + 8, title: course.caption, drawn)
  }
}

/// Scores of 0 to 100 over time as SVG.
enum ScoreDrawing {
  private static let left = 40.0
  private static let right = 700.0
  private static let top = 34.0
  private static let base = 212.0

  static func svg(_ chart: ScoreLines) -> Markup {
    var drawn: [Markup] = []
    for tick in [0.0, 40, 60, 75, 90, 100] {
      let y = y(tick)
      drawn.append(DrawnText.line(left, y, right, y, "#ddd"))
      drawn.append(DrawnText.label(DrawnText.number(tick), x: left - 6, y: y + 4, anchor: "end"))
    }
    let each = (right - left) / Double(max(chart.places.count, 1))
    func x(_ place: Int) -> Double { left + each * (Double(place) + 0.5) }
    let every = max(1, (chart.places.count + 15) / 16)
    for (place, words) in chart.places.enumerated() where place % every == 0 {
      drawn.append(DrawnText.label(words, x: x(place), y: base + 18, anchor: "middle"))
    }
    var legend = left
    for (number, line) in chart.lines.enumerated() {
      let color = DrawnText.colors[number % DrawnText.colors.count]
      drawn.append(DrawnText.box(legend, 8, 11, 11, color))
      drawn.append(DrawnText.label(line.label, x: legend + 16, y: 18))
      legend += 34 + DrawnText.width(line.label)
      let points = line.values.enumerated().compactMap { place, value in value.map { (x: x(place), y: y($0)) } }
      if points.count > 1 { drawn.append(DrawnText.path(points, color)) }
      for point in points { drawn.append(DrawnText.box(point.x - 2, point.y - 2, 4, 4, color)) }
    }
    return DrawnText.drawing(height: 240, title: chart.caption, drawn)
  }

  private static func y(_ score: Double) -> Double { base - (base - top) * score / 100 }
}
