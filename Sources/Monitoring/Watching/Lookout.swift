import Analysis
import FoundationEssentials
import Ledger

/// What monitoring's service has in mind: the newest texts, and what is usual for each series of counts. All of it can be
/// read again from the tables, and is when anything went wrong.
///
/// Time is an argument; nothing here reads a clock or a table.
struct Lookout {
  /// Five minutes: what a row of counts covers.
  static let bucket = 300.0
  /// How far back what is usual is learnt from.
  static let memory = 28 * 86400.0
  /// Older news is learnt and not told: a replay of the past raises no alarm.
  static let freshness = 2 * 3600.0
  /// Subjects that are watched, the busiest.
  static let subjects = 200
  /// Series that are watched; each takes about 40 kB.
  static let mostSeries = 800
  /// Texts among which copies are looked for.
  static let texts = 200_000

  private struct Series: Hashable {
    var subject: String
    var part: String
  }

  private struct Watched {
    var detector = BurstDetector(spacing: Lookout.bucket)
    /// The bucket that comes next, since 1970.
    var next: Double
    /// Rows in a row that were nothing special.
    var quiet = 1000
    /// When the present burst began.
    var since: Double?
  }

  private var stories = StoryIndex(capacity: Self.texts)
  private var series: [Series: Watched] = [:]
  /// Counts that are not judged yet, by series and bucket.
  private var waiting: [Series: [Double: Int]] = [:]

  /// The last judged bucket of everything.
  private(set) var judgedTo: Double

  /// - Parameter now: since 1970.
  init(now: Double) { judgedTo = Self.start(of: now - Self.memory) }

  static func start(of seconds: Double) -> Double { (seconds / bucket).rounded(.down) * bucket }

  // MARK: stories

  mutating func remember(_ item: Analyses.Item, story: Int) {
    stories.add(Int64(story), Fingerprint(bits: item.reading.bits, sketch: item.reading.sketch))
  }

  /// The copies among new mentions: each with the first mention of its story. The first is named with its first copy.
  mutating func copies(_ items: [Analyses.Item]) -> [(mention: Int, story: Int)] {
    var copies: [(mention: Int, story: Int)] = []
    for item in items where !item.isRevision {
      let story = Int(
        stories.story(of: Int64(item.id), Fingerprint(bits: item.reading.bits, sketch: item.reading.sketch)))
      if story != item.id {
        copies.append((story, story))
        copies.append((item.id, story))
      }
    }
    return copies
  }

  // MARK: bursts

  /// Takes in counts of buckets that are over. Each bucket is given once.
  mutating func count(_ counts: [Analyses.Count]) {
    for count in counts where count.mentions > 0 {
      waiting[Series(subject: count.subject, part: count.part), default: [:]][count.bucket.timeIntervalSince1970] =
        count.mentions
    }
  }

  /// What is unusual in the buckets up to `end`, which are over.
  /// - Parameters:
  ///   - end: where the first bucket that is not over begins.
  ///   - partial: counts so far of the bucket that is not over.
  ///   - now: since 1970.
  mutating func judge(
    to end: Double, partial: [Analyses.Count], now: Double
  ) -> (notices: [Analyses.Notice], goingOn: [(subject: String, cue: String)]) {
    var found: [Finding] = []
    for key in waiting.keys.sorted(by: { $0.part.utf8.count < $1.part.utf8.count })
    where series[key] == nil && (key.part.isEmpty || key.part == "negative" || series.count < Self.mostSeries) {
      // A series begins with the first that is known of it.
      let first = waiting[key]?.keys.min() ?? end
      series[key] = Watched(next: max(judgedTo, min(first, end)))
    }
    for (key, var watched) in series {
      let counts = waiting[key] ?? [:]
      var next = watched.next
      while next < end {
        let count = Double(counts[next] ?? 0)
        let judged = watched.detector.judge(count, at: next)
        watched.quiet = judged.rarity > 0 ? 0 : watched.quiet + 1
        if judged.rarity > 0 {
          watched.since = watched.since ?? next
        } else if watched.quiet > 12 {
          watched.since = nil
        }
        if judged.score >= BurstDetector.threshold, next >= now - Self.freshness {
          found.append(Finding(key, watched.since ?? next, judged, Int(count)))
        }
        next += Self.bucket
      }
      watched.next = end
      series[key] = watched
    }
    waiting = [:]
    judgedTo = end
    // The bucket that is not over can already be unusual; it is judged by a copy, and again when it is over.
    for count in partial {
      let key = Series(subject: count.subject, part: count.part)
      guard var detector = series[key]?.detector else { continue }
      let judged = detector.judge(Double(count.mentions), at: end)
      if judged.score >= BurstDetector.threshold {
        found.append(Finding(key, series[key]?.since ?? end, judged, count.mentions))
      }
    }
    let goingOn = series.filter { $0.value.quiet < 12 && ($0.key.part.isEmpty || $0.key.part == "negative") }.map {
      (subject: $0.key.subject, cue: $0.key.part == "negative" ? "negative" : "volume")
    }
    return (Self.notices(found), goingOn)
  }

  private struct Finding {
    let series: Series
    let since: Double
    let judged: BurstDetector.Judgement
    let count: Int

    init(_ series: Series, _ since: Double, _ judged: BurstDetector.Judgement, _ count: Int) {
      self.series = series
      self.since = since
      self.judged = judged
      self.count = count
    }
  }

  /// One notice for a subject: what is unusual of it is its reason. The negative side is a notice of its own only where the
  /// whole is not unusual.
  private static func notices(_ found: [Finding]) -> [Analyses.Notice] {
    Dictionary(grouping: found, by: \.series.subject).sorted { $0.key < $1.key }.compactMap { subject, findings in
      let isNegativeOnly = findings.allSatisfy { $0.series.part == "negative" }
      guard let rarest = findings.max(by: { $0.judged.score < $1.judged.score }) else { return nil }
      // A few more of what hardly ever comes are no crisis.
      guard rarest.count >= 5 else { return nil }
      return Analyses.Notice(
        subject: subject, cue: isNegativeOnly ? "negative" : "volume",
        since: Date(timeIntervalSince1970: findings.map(\.since).min() ?? rarest.since), rarity: rarest.judged.score,
        usual: rarest.judged.usual, counted: rarest.count,
        reasons: Set(findings.map { $0.series.part.isEmpty ? "volume" : $0.series.part }).sorted())
    }
  }

  // MARK: cues

  /// What is told at once: the first mention of each cue and subject among new mentions.
  static func cues(_ items: [Analyses.Item], now: Double, alerting names: Set<String>) -> [Analyses.Notice] {
    var found: [String: Analyses.Notice] = [:]
    for item in items where item.publishedAt.timeIntervalSince1970 >= now - freshness {
      var cues = ContentCue.set(Int(item.reading.cues)).map(\.rawValue)
      if names.contains(item.subject) { cues.append("name") }
      for cue in cues where found[item.subject + "\n" + cue] == nil {
        found[item.subject + "\n" + cue] = Analyses.Notice(
          subject: item.subject, cue: cue, since: item.publishedAt, counted: Int(item.reading.hurt),
          reasons: item.reading.hurt > 0 ? [cue, "hurt:\(item.reading.hurt)"] : [cue], firstMention: item.id)
      }
    }
    return found.values.sorted { ($0.subject, $0.cue) < ($1.subject, $1.cue) }
  }
}
