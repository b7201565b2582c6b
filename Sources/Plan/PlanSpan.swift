import Wording

/// A length of time as a plan writes it, by its units: `72 小时` is not `3 天`, and a month is a month.
public struct PlanSpan: Sendable, Hashable {
  enum Unit: CaseIterable {
    case year, month, day, hour, minute, second

    /// In seconds; of a year and a month as PostgreSQL counts them where it has to compare.
    var seconds: Int {
      switch self {
      case .year: 31_557_600
      case .month: 2_592_000
      case .day: 86_400
      case .hour: 3600
      case .minute: 60
      case .second: 1
      }
    }

    var designator: String {
      switch self {
      case .year: "Y"
      case .month, .minute: "M"
      case .day: "D"
      case .hour: "H"
      case .second: "S"
      }
    }

    var isOfADay: Bool { self == .hour || self == .minute || self == .second }

    var words: Bilingual {
      switch self {
      case .year: Bilingual("years", "年")
      case .month: Bilingual("months", "个月")
      case .day: Bilingual("days", "天")
      case .hour: Bilingual("h", "小时")
      case .minute: Bilingual("min", "分钟")
      case .second: Bilingual("s", "秒")
      }
    }

    static func typed(_ word: String) -> Unit? {
      switch word.lowercased() {
      case "y", "year", "years", "年": .year
      case "mo", "month", "months", "个月", "月": .month
      case "d", "day", "days", "天", "日": .day
      case "h", "hour", "hours", "小时", "时": .hour
      case "m", "min", "minute", "minutes", "分钟", "分": .minute
      case "s", "sec", "second", "seconds", "秒": .second
      default: nil
      }
    }
  }

  let parts: [(count: Int, unit: Unit)]

  /// For comparing.
  public var seconds: Int { parts.reduce(0) { $0 + $1.count * $1.unit.seconds } }

  /// Reads ISO 8601: `P1Y`, `PT2H30M`; nil for anything else.
  public init?(iso: String) {
    guard iso.first == "P" else { return nil }
    var parts: [(Int, Unit)] = []
    var isOfADay = false
    var digits = ""
    for character in iso.dropFirst() {
      if character == "T" {
        isOfADay = true
      } else if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        guard let count = Int(digits), count < 1_000_000,
          let unit = Unit.allCases.first(where: { $0.isOfADay == isOfADay && $0.designator == String(character) })
        else { return nil }
        parts.append((count, unit))
        digits = ""
      }
    }
    guard digits.isEmpty, !parts.isEmpty else { return nil }
    self.parts = parts
  }

  /// Reads what people type: `2 h 30 min`, `150 分钟`, `1 年`; nil for anything else, and for nothing.
  public init?(typed: String) {
    var parts: [(Int, Unit)] = []
    var digits = ""
    var word = ""
    func taken() -> Bool {
      guard let count = Int(digits), count < 1_000_000, let unit = Unit.typed(word),
        parts.allSatisfy({ $0.1.seconds > unit.seconds })
      else { return false }
      parts.append((count, unit))
      digits = ""
      word = ""
      return true
    }
    for character in typed where !character.isWhitespace {
      if let digit = character.wholeNumberValue, character.unicodeScalars.first?.properties.numericType == .decimal {
        if !word.isEmpty, !taken() { return nil }
        digits += String(digit)
      } else {
        word.append(character)
      }
    }
    guard taken() else { return nil }
    self.parts = parts
  }

  public var iso: String {
    let days = parts.filter { !$0.unit.isOfADay }.map { "\($0.count)\($0.unit.designator)" }.joined()
    let times = parts.filter(\.unit.isOfADay).map { "\($0.count)\($0.unit.designator)" }.joined()
    return "P" + days + (times.isEmpty ? "" : "T" + times)
  }

  /// `2 h 30 min`, `2 小时 30 分钟`, `1 year`.
  public func text(_ language: Language) -> String {
    parts.map { part in
      let word = part.unit.words[language]
      return "\(part.count) "
        + (part.count == 1 && language == .english && word.count > 3 ? String(word.dropLast()) : word)
    }.joined(separator: " ")
  }

  public static func == (left: PlanSpan, right: PlanSpan) -> Bool { left.seconds == right.seconds }
  public func hash(into hasher: inout Hasher) { hasher.combine(seconds) }
}
