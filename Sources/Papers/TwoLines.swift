import Pages
import Wording

/// Two lines of the same kind of case, one above the other, from the same beginning: what a team did, and what really happened.
public struct TwoLines: Sendable, Hashable, Codable {
  /// Something on a line, so many seconds after the beginning.
  public struct Point: Sendable, Hashable, Codable {
    public var at: Double
    public var label: String
    public init(_ at: Double, _ label: String) {
      self.at = at
      self.label = label
    }
  }

  public var caption: String
  /// What each line is called.
  public var upper: String
  public var lower: String
  public var above: [Point]
  public var below: [Point]

  public init(caption: String, upper: String, lower: String, above: [Point], below: [Point]) {
    self.caption = caption
    self.upper = upper
    self.lower = lower
    self.above = above.sorted { $0.at < $1.at }
    self.below = below.sorted { $0.at < $1.at }
  }

  /// `T+2:28`.
  public static func clock(_ seconds: Double) -> String {
    let minutes = Int((abs(seconds) / 60).rounded())
    return "T\(seconds < 0 ? "-" : "+")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
  }

  /// Both in lines of text.
  var texts: [String] {
    func words(_ points: [Point]) -> String {
      points.isEmpty ? "–" : points.map { Self.clock($0.at) + " " + $0.label }.joined(separator: " · ")
    }
    return [caption, upper + "  " + words(above), lower + "  " + words(below)]
  }
}

/// Two lines as SVG: one axis, what a team did above it, what really happened below.
enum TwoLinesDrawing {
  private static let left = 20.0
  private static let right = 706.0
  private static let row = 14.0

  static func svg(_ lines: TwoLines) -> Markup {
    let all = (lines.above + lines.below).map(\.at)
    let first = min(all.min() ?? 0, 0)
    let span = max((all.max() ?? 0) - first, 60)
    func x(_ at: Double) -> Double { left + (right - left) * (at - first) / span }
    let axis = 40 + row * Double(max(lines.above.count, 1))
    let bottom = axis + 26 + row * Double(max(lines.below.count, 1))
    var drawn = [
      DrawnText.box(left, 8, 11, 11, DrawnText.colors[0]), DrawnText.label(lines.upper, x: left + 16, y: 18),
      DrawnText.box(left + 40 + DrawnText.width(lines.upper), 8, 11, 11, DrawnText.colors[2]),
      DrawnText.label(lines.lower, x: left + 56 + DrawnText.width(lines.upper), y: 18),
      DrawnText.line(left, axis, right, axis, "#555", width: 1.5),
    ]
    // Each has a row of its own, so that no two labels meet; the earliest stands nearest to the axis.
    for (place, point) in lines.above.enumerated() {
      drawn += mark(point, x(point.at), axis, axis - 8 - row * Double(place), DrawnText.colors[0])
    }
    for (place, point) in lines.below.enumerated() {
      drawn += mark(point, x(point.at), axis, axis + 18 + row * Double(place), DrawnText.colors[2])
    }
    return DrawnText.drawing(height: bottom + 8, title: lines.caption, drawn)
  }

  private static func mark(_ point: TwoLines.Point, _ x: Double, _ axis: Double, _ y: Double, _ color: String)
    -> [Markup]
  {
    let words = TwoLines.clock(point.at) + " " + point.label
    let isFarRight = x + DrawnText.width(words) + 4 > right
    return [
      DrawnText.line(x, axis, x, y - 4, color), DrawnText.box(x - 2, axis - 2, 4, 4, color),
      DrawnText.label(words, x: isFarRight ? x - 4 : x + 4, y: y, anchor: isFarRight ? "end" : "start", color: color),
    ]
  }
}
