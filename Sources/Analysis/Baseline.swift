import Glibc

/// What is usual for a series of counts, learnt row by row: a slow level, and how the hours of a day and the days of a
/// week differ from it.
///
/// Counts are looked at on a scale on which a Poisson count has about the same spread whatever its mean.
/// - Source: F. J. Anscombe, "The transformation of Poisson, binomial and negative-binomial data", Biometrika 35 (1948).
struct Baseline: Sendable {
  /// Rows in an hour.
  private let hour: Double
  private var level = 0.0
  private var rows = 0.0
  private var hours = [Double](repeating: 0, count: 24)
  private var hourRows = [Double](repeating: 0, count: 24)
  private var days = [Double](repeating: 0, count: 7)
  private var dayRows = [Double](repeating: 0, count: 7)

  /// The level is half renewed in two weeks; what an hour of the day is like, in two weeks of that hour.
  private let pace: Double
  private let hourPace: Double
  /// A row moves what is usual by no more than this many standard deviations of a Poisson count: a crisis that lasts for
  /// days does not become what is usual.
  private static let most = 6.0

  /// - Parameter spacing: seconds between two rows.
  init(spacing: Double) {
    hour = max(1, 3600 / spacing)
    pace = 1 - exp2(-1 / (14 * 24 * hour))
    hourPace = 1 - exp2(-1 / (14 * hour))
  }

  static func scale(_ count: Double) -> Double { 2 * (max(0, count) + 0.375).squareRoot() }

  /// How far a count lies over what is usual at this time, in standard deviations of a Poisson count; then the count is
  /// learnt.
  /// - Parameter seconds: since 1970.
  mutating func excess(of count: Double, at seconds: Double) -> Double {
    let value = Self.scale(count)
    let hourOfDay = Int(seconds / 3600) % 24
    let dayOfWeek = Int(seconds / 86400) % 7
    if rows == 0 { level = value }
    let expected = level + season(hourOfDay, dayOfWeek)
    let excess = value - expected
    // At first what was seen is simply averaged: there is nothing slow about a level that is not known yet.
    level += max(1 / (rows + 1), pace) * (rows < 100 ? value - level : clipped(excess))
    rows += 1
    hourRows[hourOfDay] += 1
    hours[hourOfDay] +=
      max(1 / hourRows[hourOfDay], hourPace) * clipped(value - level - hours[hourOfDay])
    dayRows[dayOfWeek] += 1
    days[dayOfWeek] +=
      max(1 / dayRows[dayOfWeek], hourPace / 24)
      * clipped(value - level - hourly(hourOfDay) - days[dayOfWeek])
    return excess
  }

  /// The count that is usual at a time.
  func usual(at seconds: Double) -> Double {
    let root = (level + season(Int(seconds / 3600) % 24, Int(seconds / 86400) % 7)) / 2
    return max(0, root * abs(root) - 0.375)
  }

  /// An hour counts in full once it was seen on many days, a day of the week once it was seen in many weeks.
  private func season(_ hourOfDay: Int, _ dayOfWeek: Int) -> Double {
    hourly(hourOfDay) + weight(dayRows[dayOfWeek], 4 * 24 * hour) * days[dayOfWeek]
  }

  private func hourly(_ hourOfDay: Int) -> Double { weight(hourRows[hourOfDay], 2 * hour) * hours[hourOfDay] }

  private func weight(_ seen: Double, _ enough: Double) -> Double { seen / (seen + enough) }
  private func clipped(_ step: Double) -> Double { max(-Self.most, min(Self.most, step)) }
}
