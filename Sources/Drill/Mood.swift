import Glibc
public import Wording

/// The parameters of a drill's public: how it is stirred, and what calms it.
///
/// It is a model for practice: its numbers are a scenario's choice, and it predicts nothing. The volume is a self-exciting (Hawkes)
/// process; what the team does acts on its intensity. docs/drills.md says what each parameter means.
public struct Mood: Sendable, Equatable, Codable {
  /// Posts a minute on a quiet day.
  public var usual = 0.02
  /// How many further posts each one causes, on average: the branching ratio, below 1, so that what is not fed dies down.
  public var echo = 0.5
  /// After how many minutes, on average.
  public var delay = 20.0
  /// Posts a minute at most: what the platforms show.
  public var ceiling = 20.0
  /// Minutes of silence that the public bears.
  public var patience = 60.0
  /// How much silence beyond that feeds the outrage: 1 doubles what comes, at the most.
  public var anger = 1.0
  /// The share of what comes that a prompt, honest statement with full reach takes away in the end.
  public var calm = 0.6
  /// In how many minutes two thirds of that are reached.
  public var settling = 45.0
  /// How much a claim that turns out wrong, or a post that vanishes, feeds the outrage.
  public var outrage = 0.8
  /// The share of negative posts before anybody has said anything.
  public var negative = 0.7

  public init() {}

  /// Why a scenario's parameters cannot be used; nil when they can.
  public var fault: Bilingual? {
    if !(0..<0.95).contains(echo) {
      return Bilingual("echo is at least 0 and below 0.95: else the crowd never ends", "echo 应在 0 到 0.95 之间，否则声量不会回落")
    }
    if usual < 0 || delay <= 0 || ceiling <= 0 || ceiling > 200 || patience <= 0 || settling <= 0 {
      return Bilingual(
        "times are greater than 0, ceiling is 200 at most", "时间参数须大于 0，ceiling 最大 200")
    }
    if !(0...1).contains(calm) || !(0...1).contains(negative) || !(0...5).contains(anger) || !(0...5).contains(outrage)
    {
      return Bilingual(
        "calm and negative are 0 to 1, anger and outrage 0 to 5", "calm、negative 为 0 到 1，anger、outrage 为 0 到 5")
    }
    return nil
  }

  func json(lines: [Scenario.Line]) -> JSONValue {
    .object([
      "usual": .number(usual), "echo": .number(echo), "delay": .number(delay), "ceiling": .number(ceiling),
      "patience": .number(patience), "anger": .number(anger), "calm": .number(calm), "settling": .number(settling),
      "outrage": .number(outrage), "negative": .number(negative), "lines": .array(lines.map(\.json)),
    ])
  }
}

/// What stirs a drill's public: an inject that came with a crowd. Times in minutes since the drill's beginning.
public struct Shock: Sendable, Codable {
  public var at: Double
  /// Posts a minute at first.
  public var size: Double
  /// Minutes until a third is left.
  public var fade: Double

  public init(at: Double, size: Double, fade: Double) {
    self.at = at
    self.size = size
    self.fade = fade
  }
}

/// What the team said, and what became of it. Times in minutes since the drill's beginning.
public struct Said: Sendable, Codable {
  public var at: Double
  public var channels: Int
  /// How many facts it cites, and how many of them were verified when it went out.
  public var cited: Int
  public var verified: Int
  /// When one of them was refuted; when the post was taken down.
  public var refuted: Double?
  public var deleted: Double?

  public init(at: Double, channels: Int, cited: Int, verified: Int, refuted: Double? = nil, deleted: Double? = nil) {
    self.at = at
    self.channels = channels
    self.cited = cited
    self.verified = verified
    self.refuted = refuted
    self.deleted = deleted
  }

  /// How honest it reads: the share of verified facts; a text that rests on nothing counts a little.
  var honesty: Double { cited == 0 ? 0.4 : 0.4 + 0.6 * Double(verified) / Double(cited) }
  /// One channel reaches six in ten, each further one a part of the rest.
  var reach: Double { channels < 1 ? 0 : 1 - 0.4 * pow(0.5, Double(channels - 1)) }
}

extension Mood {
  /// What share of its intensity is left at a time, by what was said before: 1 for nothing.
  func calmed(by said: [Said], at time: Double) -> Double {
    said.reduce(1) { left, text in
      let end = min(text.refuted ?? .infinity, text.deleted ?? .infinity)
      guard text.at <= time, time < end else { return left }
      // Said after the public's patience is over, it calms less.
      let prompt = 1 / (1 + max(0, text.at - patience) / patience)
      let effect = calm * text.honesty * text.reach * (0.5 + 0.5 * prompt)
      return left * (1 - effect * (1 - exp(-(time - text.at) / settling)))
    }
  }

  /// By how much what happened is blown up at a time: silence beyond patience, claims that proved wrong, posts that vanished.
  func blown(by said: [Said], since stirred: Double?, at time: Double) -> Double {
    guard let stirred else { return 1 }
    let first = said.map(\.at).min() ?? .infinity
    let silent = max(0, min(time, first) - stirred - patience)
    // Once something is said, the anger at the silence goes as the statement settles.
    let passed = first <= time ? exp(-(time - first) / settling) : 1
    let wrong = said.count { min($0.refuted ?? .infinity, $0.deleted ?? .infinity) <= time }
    return 1 + anger * min(1, silent / patience) * passed + outrage * Double(wrong)
  }

  /// The share of negative posts at a time.
  public func negativity(_ said: [Said], since stirred: Double?, at time: Double) -> Double {
    min(
      0.98, negative * calmed(by: said, at: time).squareRoot() * (0.7 + 0.3 * blown(by: said, since: stirred, at: time))
    )
  }
}
