/// A span of time as PostgreSQL keeps it: months and days have no fixed length in seconds.
public struct Interval: Sendable, Hashable, PostgresEncodable {
  /// Each can be negative, and none is carried into another: 25 hours are not a day and an hour.
  public var months: Int
  public var days: Int
  public var microseconds: Int64

  public init(months: Int = 0, days: Int = 0, microseconds: Int64 = 0) {
    self.months = months
    self.days = days
    self.microseconds = microseconds
  }

  /// A span of seconds.
  public static func seconds(_ seconds: Double) -> Interval {
    Interval(microseconds: Int64((seconds * 1_000_000).rounded()))
  }

  /// Length in seconds, counting a day as 24 hours and a month as 30 days, as PostgreSQL does when it compares.
  public var seconds: Double {
    Double(months) * 2_592_000 + Double(days) * 86_400 + Double(microseconds) / 1_000_000
  }

  public var postgresText: String { "\(months) months \(days) days \(microseconds) microseconds" }

  /// Reads the ISO 8601 form that every connection of this library asks for (`P1Y2M3DT4H5M6.7S`).
  public init?(postgresText text: String) {
    var months = 0
    var days = 0
    var microseconds: Int64 = 0
    var inTime = false
    var number = ""
    for character in text.dropFirst() {
      switch character {
      case "T": inTime = true
      case "0"..."9", "-", ".": number.append(character)
      default:
        guard let value = Double(number) else { return nil }
        number = ""
        switch (character, inTime) {
        case ("Y", false): months += Int(value) * 12
        case ("M", false): months += Int(value)
        case ("W", false): days += Int(value) * 7
        case ("D", false): days += Int(value)
        case ("H", true): microseconds += Int64(value) * 3_600_000_000
        case ("M", true): microseconds += Int64(value) * 60_000_000
        case ("S", true): microseconds += Int64((value * 1_000_000).rounded())
        default: return nil
        }
      }
    }
    guard text.first == "P", number.isEmpty else { return nil }
    self.init(months: months, days: days, microseconds: microseconds)
  }
}

/// A span of fixed length; a column's days count as 24 hours and its months as 30 days.
extension Duration: PostgresEncodable, PostgresDecodable {
  public var postgresText: String { Interval.seconds(timeInterval).postgresText }

  public init?(postgresText text: String) {
    guard let interval = Interval(postgresText: text) else { return nil }
    self = .seconds(interval.seconds)
  }
}
