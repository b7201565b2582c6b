import Glibc

/// What is usual for a series of counts, learnt row by row: a level, and by which factors the hours of a day, the days of a
/// week and the hours of a week differ from it.
///
/// A factor is what was counted over what was expected without it. How much of it is believed depends on how well it is
/// known: it counts as `prior / (prior + noise)`, where the noise is that of the counts behind it. An hour of the week that
/// was seen twice, or has three mentions, says little beside the hour of the day.
/// - Source: empirical Bayes as in B. Efron, C. Morris, "Stein's estimation rule and its competitors", JASA 68 (1973).
struct Usual: Sendable {
  private struct Cell {
    var count = 0.0
    /// What was expected without the factor.
    var expected = 0.0
    var rows = 0.0
  }

  /// How much factors differ from 1, as variances: hours of a day by about 0.7, days and hours of a week by about 0.3.
  private static let hourPrior = 0.5
  private static let weekPrior = 0.1
  /// A level is half forgotten in ten days: fast enough for a trend. What an hour or a day is like, in four weeks.
  private static let levelDays = 10.0
  private static let seasonWeeks = 4.0

  /// Rows in an hour.
  private let hour: Double
  private let keepLevel: Double
  private let keepHour: Double
  private let keepDay: Double
  private let keepHourOfWeek: Double
  private var levelCount = 0.5
  private var levelRows = 0.0
  private var hours = [Cell](repeating: Cell(), count: 24)
  private var days = [Cell](repeating: Cell(), count: 7)
  private var week = [Cell](repeating: Cell(), count: 168)
  /// How far the counts of an hour stray, as the square of their share; whoever judges them says it.
  var dispersion = 0.1

  /// - Parameter spacing: seconds between two rows.
  init(spacing: Double) {
    hour = max(1, 3600 / spacing)
    let rowsInDay = 86400 / spacing
    func keep(_ rows: Double) -> Double { exp2(-1 / max(1, rows)) }
    keepLevel = keep(Self.levelDays * rowsInDay)
    keepHour = keep(Self.seasonWeeks * 7 * hour)
    keepDay = keep(Self.seasonWeeks * rowsInDay)
    keepHourOfWeek = keep(Self.seasonWeeks * hour)
  }

  /// Between the middles of which two hours of the week a time lies, and how far.
  private struct Place {
    let first: Int
    let second: Int
    let share: Double
    let day: Int

    init(_ seconds: Double) {
      let hours = seconds / 3600 - 0.5
      let whole = hours.rounded(.down)
      first = Self.remainder(whole, 168)
      second = (first + 1) % 168
      share = hours - whole
      day = Self.remainder((seconds / 86400).rounded(.down), 7)
    }

    private static func remainder(_ value: Double, _ length: Int) -> Int {
      let rest = Int(value) % length
      return rest < 0 ? rest + length : rest
    }
  }

  private func noise(_ cell: Cell, visit: Double) -> Double {
    1 / max(cell.expected, 1e-6) + dispersion * visit / cell.rows
  }

  /// - Parameter visit: rows that come together, and stray together.
  private func factor(_ cell: Cell, prior: Double, visit: Double) -> Double {
    guard cell.rows > 0 else { return 1 }
    let weight = prior / (prior + noise(cell, visit: visit))
    return max(0.02, 1 + weight * (cell.count / max(cell.expected, 1e-9) - 1))
  }

  private struct Factors {
    let day: Double
    let hours: (Double, Double)
    let week: (Double, Double)
    let share: Double
    var together: Double { day * ((1 - share) * hours.0 * week.0 + share * hours.1 * week.1) }
  }

  private func factors(_ place: Place) -> Factors {
    func ofDay(_ hourOfWeek: Int) -> Double { factor(hours[hourOfWeek % 24], prior: Self.hourPrior, visit: hour) }
    func ofWeek(_ hourOfWeek: Int) -> Double { factor(week[hourOfWeek], prior: Self.weekPrior, visit: hour) }
    return Factors(
      day: factor(days[place.day], prior: Self.weekPrior, visit: 24 * hour),
      hours: (ofDay(place.first), ofDay(place.second)), week: (ofWeek(place.first), ofWeek(place.second)),
      share: place.share)
  }

  private var level: Double { levelCount / max(1, levelRows) }

  /// The count that is usual at a time, and how uncertain it still is, as the variance of its share: while hours of the day
  /// were never seen, much.
  /// - Parameter seconds: since 1970.
  func expected(at seconds: Double) -> (count: Double, doubt: Double) {
    let place = Place(seconds)
    let cell = hours[place.first % 24]
    let noise = cell.rows > 0 ? noise(cell, visit: hour) : .infinity
    let doubt = noise.isFinite ? Self.hourPrior * noise / (Self.hourPrior + noise) : Self.hourPrior
    return (level * factors(place).together, doubt + 1 / max(levelCount, 1))
  }

  /// - Parameter seconds: when the row began, since 1970.
  mutating func learn(_ count: Double, at seconds: Double) {
    let place = Place(seconds)
    let factors = factors(place)
    let usual = level * factors.together
    levelCount = levelCount * keepLevel + count
    levelRows = levelRows * keepLevel + factors.together
    func learn(_ cell: inout Cell, _ share: Double, _ factor: Double, _ keep: Double) {
      let kept = 1 - (1 - keep) * share
      cell.count = cell.count * kept + share * count
      cell.expected = cell.expected * kept + share * usual / factor
      cell.rows = cell.rows * kept + share
    }
    learn(&hours[place.first % 24], 1 - place.share, factors.hours.0, keepHour)
    learn(&hours[place.second % 24], place.share, factors.hours.1, keepHour)
    learn(&week[place.first], 1 - place.share, factors.week.0, keepHourOfWeek)
    learn(&week[place.second], place.share, factors.week.1, keepHourOfWeek)
    learn(&days[place.day], 1, factors.day, keepDay)
  }
}
