public import FoundationEssentials
import Wording

/// The line of an incident: how much was said about it, where its stages began, and which targets were kept and missed.
public struct Course: Sendable, Hashable, Codable {
  /// A moment with a name: a stage, the first statement.
  public struct Mark: Sendable, Hashable, Codable {
    public var at: Date
    public var label: String
    public init(_ at: Date, _ label: String) {
      self.at = at
      self.label = label
    }
  }

  /// Something that had a time: since when, until when it was due, and when it was done.
  public struct Target: Sendable, Hashable, Codable {
    public var label: String
    public var start: Date
    public var due: Date
    /// nil: it was never done.
    public var done: Date?
    public var isKept: Bool
    public init(_ label: String, start: Date, due: Date, done: Date?, isKept: Bool) {
      self.label = label
      self.start = start
      self.due = due
      self.done = done
      self.isKept = isKept
    }
  }

  public var caption: String
  /// What the heat counts: `条/小时`.
  public var unit: String
  public var kept: String
  public var missed: String
  /// Posts in steps of one length, in order.
  public var heat: [Point]
  public var marks: [Mark]
  public var targets: [Target]
  public var start: Date
  public var end: Date

  /// A count at a moment.
  public struct Point: Sendable, Hashable, Codable {
    public var at: Date
    public var count: Double
    public init(_ at: Date, _ count: Double) {
      self.at = at
      self.count = count
    }
  }

  /// - Parameters:
  ///   - kept: what a target that was kept is called in the legend; `missed` the others.
  ///   - heat: moments with their counts, in order.
  public init(
    caption: String, unit: String, kept: String, missed: String, heat: [Point], marks: [Mark], targets: [Target]
  ) {
    self.caption = caption
    self.unit = unit
    self.kept = kept
    self.missed = missed
    let moments = marks.map(\.at) + targets.flatMap { [$0.start, $0.done ?? $0.due] }
    start = moments.min() ?? heat.first?.at ?? Date(timeIntervalSince1970: 0)
    end = max((moments + heat.map(\.at)).max() ?? start, start.addingTimeInterval(60))
    self.heat = heat.filter { [start] in $0.at >= start.addingTimeInterval(-3600) }
    self.marks = marks.sorted { $0.at < $1.at }
    self.targets = targets
  }

  /// The same in lines of text: what stands on the line, then each target.
  var lines: [String] {
    [caption] + marks.map { TimeFormat.local($0.at) + "  " + $0.label }
      + targets.map { target in
        (target.isKept ? "■ " : "□ ") + target.label + "  " + TimeFormat.local(target.due) + " → "
          + (target.done.map(TimeFormat.local) ?? "–") + "  " + (target.isKept ? kept : missed)
      }
  }
}

/// Scores over time: a line for each, by incident.
public struct ScoreLines: Sendable, Hashable, Codable {
  /// One line; a value is nil where there is no score.
  public struct Line: Sendable, Hashable, Codable {
    public var label: String
    public var values: [Double?]
    public init(_ label: String, _ values: [Double?]) {
      self.label = label
      self.values = values
    }
  }

  public var caption: String
  /// What stands under each place: the incidents, the oldest first.
  public var places: [String]
  public var lines: [Line]

  public init(caption: String, places: [String], lines: [Line]) {
    self.caption = caption
    self.places = places
    self.lines = lines
  }

  /// The same in lines of text.
  var texts: [String] {
    [caption]
      + lines.map { line in
        line.label + "  "
          + zip(places, line.values).map { "\($0) \($1.map { DrawnText.number($0) } ?? "–")" }.joined(separator: " · ")
      }
  }
}
