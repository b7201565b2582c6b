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
  /// Older news is learnt and not told: a replay of the past raises no alarm. For as long a bucket is judged again when it
  /// grows; then it is learnt.
  static let freshness = Arrivals.latest
  /// Subjects that are watched, the busiest.
  static let subjects = 200
  /// Series that are watched; each takes about 8 kB.
  static let mostSeries = 800
  /// Texts among which copies are looked for.
  static let texts = 200_000

  private struct Series: Hashable {
    var subject: String
    var part: String
  }

  private var stories = StoryIndex(capacity: Self.texts)
  private var series: [Series: WatchedSeries] = [:]
  /// How late the mentions of each subject, and of each of its sources, become known.
  private var arrivals: [Series: Arrivals] = [:]

  /// The first bucket that is not learnt yet: those before it are settled.
  private(set) var settledTo: Double

  /// - Parameter now: since 1970.
  init(now: Double) { settledTo = Self.start(of: now - Self.memory) }

  static func start(of seconds: Double) -> Double { (seconds / bucket).rounded(.down) * bucket }

  // MARK: stories

  mutating func remember(_ item: Analyses.Item, story: Int) {
    stories.add(Int64(story), Fingerprint(bits: item.reading.bits, sketch: item.reading.sketch))
  }

  /// The copies among new mentions: each with the first mention of its story.
  mutating func copies(_ items: [Analyses.Item]) -> [(mention: Int, story: Int)] {
    var copies: [(mention: Int, story: Int)] = []
    for item in items where !item.isRevision {
      let story = Int(
        stories.story(of: Int64(item.id), Fingerprint(bits: item.reading.bits, sketch: item.reading.sketch)))
      if story != item.id { copies.append((item.id, story)) }
    }
    return copies
  }

  // MARK: bursts

  /// Learns how late mentions become known.
  mutating func time(_ items: [Analyses.Item]) {
    for item in items where !item.isRevision {
      let delay = item.receivedAt.timeIntervalSince(item.publishedAt)
      for part in ["", "source:" + item.source] {
        let key = Series(subject: item.subject, part: part)
        // A source of a thousand subjects is no series that is watched.
        guard arrivals[key] != nil || arrivals.count < 2 * Self.mostSeries else { continue }
        arrivals[key, default: Arrivals()].learn(delay: delay)
      }
    }
  }

  /// Takes in counts of buckets from `settledTo` on. What is given again takes the place of what was given before.
  mutating func count(_ counts: [Analyses.Count], now: Double) {
    let end = Self.start(of: now) + Self.bucket
    // The whole of a subject and its negative side come first.
    for count in counts.sorted(by: { $0.part.utf8.count < $1.part.utf8.count }) where count.mentions > 0 {
      let bucket = count.bucket.timeIntervalSince1970
      guard bucket >= settledTo, bucket < end else { continue }
      let key = Series(subject: count.subject, part: count.part)
      let isMain = count.part.isEmpty || count.part == "negative"
      guard series[key] != nil || isMain || series.count < Self.mostSeries else { continue }
      series[key, default: WatchedSeries(first: bucket)].take(count.mentions, bucket)
    }
  }

  /// What is unusual in the buckets that grew; those that are settled are learnt.
  /// - Parameter now: since 1970.
  mutating func judge(now: Double) -> (notices: [Analyses.Notice], goingOn: [(subject: String, cue: String)]) {
    var found: [Finding] = []
    let settled = max(settledTo, Self.start(of: now - Self.freshness))
    for key in Array(series.keys) {
      series[key]?.settle(to: settled)
      guard series[key]?.hasGrown == true else { continue }
      let arrivals = arrivals[key] ?? arrivals[Series(subject: key.subject, part: "")] ?? Arrivals()
      for (since, judged) in series[key]?.judge(now: now, arrivals) ?? [] { found.append(Finding(key, since, judged)) }
    }
    settledTo = settled
    let goingOn = series.filter {
      ($0.key.part.isEmpty || $0.key.part == "negative") && $0.value.goesOn(now: now)
    }.map { (subject: $0.key.subject, cue: $0.key.part == "negative" ? "negative" : "volume") }
    return (Self.notices(found), goingOn)
  }

  private struct Finding {
    let series: Series
    let since: Double
    let judged: BurstDetector.Judgement

    init(_ series: Series, _ since: Double, _ judged: BurstDetector.Judgement) {
      self.series = series
      self.since = since
      self.judged = judged
    }
  }

  /// One notice for a subject: what is unusual of it is its reason. The negative side is a notice of its own only where the
  /// whole is not unusual.
  private static func notices(_ found: [Finding]) -> [Analyses.Notice] {
    Dictionary(grouping: found, by: \.series.subject).sorted { $0.key < $1.key }.compactMap { subject, findings in
      let isNegativeOnly = findings.allSatisfy { $0.series.part == "negative" }
      guard let rarest = findings.max(by: { $0.judged.rarity < $1.judged.rarity }) else { return nil }
      return Analyses.Notice(
        subject: subject, cue: isNegativeOnly ? "negative" : "volume",
        since: Date(timeIntervalSince1970: findings.map(\.since).min() ?? rarest.since), rarity: rarest.judged.rarity,
        span: Double(rarest.judged.rows) * bucket, usual: rarest.judged.usual, counted: Int(rarest.judged.counted),
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
