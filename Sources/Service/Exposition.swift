/// Figures in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4).
///
/// Names follow its conventions: base units, `_total` for what only grows, `_seconds`, `_bytes`, `_ratio`.
public struct Exposition: Sendable {
  /// Prometheus' kinds: what only grows while the process lives, what goes up and down, and what is sorted by size.
  public enum Kind: String, Sendable { case counter, gauge, histogram }

  /// The content type that a scraper expects.
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// One figure of a family, and what it is of.
  public struct Sample: Sendable {
    let value: Double
    let labels: [(String, String)]

    public init(_ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
      self.value = value
      self.labels = labels.map { ($0.key, $0.value) }
    }
  }

  /// The page as far as it is made; each line ends with a line feed.
  public private(set) var text = ""

  public init() {}

  /// Adds one family: its help, its kind, and a sample for each set of labels.
  public mutating func add(
    _ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]
  ) {
    head(name, kind, help)
    for sample in samples { line(name, sample.labels, sample.value) }
  }

  /// Adds a family without labels.
  public mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    add(name, kind, help, [Sample(value)])
  }

  /// Adds a histogram: how many were at most each bound, and the sum of all.
  mutating func add(_ name: String, _ help: String, _ histogram: Histogram) { add(name, help, [(histogram, [])]) }

  /// Adds several histograms of one family, and what each is of.
  public mutating func add(
    _ name: String, _ help: String, _ histograms: [(Histogram, [(String, String)])]
  ) {
    head(name, .histogram, help)
    for (histogram, labels) in histograms {
      var seen = 0
      for (bound, count) in zip(Histogram.bounds, histogram.counts) {
        seen += count
        line(name + "_bucket", labels + [("le", Self.number(bound))], Double(seen))
      }
      line(name + "_bucket", labels + [("le", "+Inf")], Double(histogram.count))
      line(name + "_sum", labels, histogram.sum)
      line(name + "_count", labels, Double(histogram.count))
    }
  }

  private mutating func head(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  private mutating func line(_ name: String, _ labels: [(String, String)], _ value: Double) {
    text += name
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0.0)=\"\(Self.escape($0.1, quotes: true))\"" }.joined(separator: ",") + "}"
    }
    text += " \(Self.number(value))\n"
  }

  private static func number(_ value: Double) -> String {
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return String(value)
  }

  private static func escape(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}

/// How long something took, sorted into a few spans; in seconds.
public struct Histogram: Sendable {
  /// From a look that finds nothing to one that waits for a receiver which hangs.
  static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
  private(set) var counts = [Int](repeating: 0, count: Histogram.bounds.count)
  private(set) var count = 0
  private(set) var sum = 0.0

  /// None yet.
  public init() {}

  /// One more, of so many seconds.
  public mutating func observe(_ seconds: Double) {
    count += 1
    sum += seconds
    if let index = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts[index] += 1 }
  }
}
