import FoundationEssentials

/// Times as numbers: seconds since 1970, or thousandths, millionths or thousand-millionths of them.
enum EpochDate {
  /// `1764139484`, `1764139484.5`, `1.764139484E+12`; nil for what is no such number.
  static func number(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard bytes.count <= 40, let first = bytes.first, Markup.isDigit(first) else { return nil }
    var place = 0
    func digits() -> Int {
      let start = place
      while place < bytes.count, Markup.isDigit(bytes[place]) { place += 1 }
      return place - start
    }
    _ = digits()
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      place += 1
      guard digits() > 0 else { return nil }
    }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      if place < bytes.count, bytes[place] == UInt8(ascii: "+") { place += 1 }
      guard (1...2).contains(digits()) else { return nil }
    }
    return place == bytes.count ? Double(text) : nil
  }

  /// Which unit a number counts is plain from its size: no feed is older than 1973. What is ahead by half a century is a
  /// number of another kind.
  static func date(_ number: Double, now: Date) -> Date? {
    let seconds: Double
    switch number {
    case 1e8..<1e11: seconds = number
    case 1e11..<1e14: seconds = number / 1e3
    case 1e14..<1e17: seconds = number / 1e6
    case 1e17..<1e20: seconds = number / 1e9
    default: return nil
    }
    let date = Date(timeIntervalSince1970: seconds)
    return date < now + 50 * 365 * 86400 ? date : nil
  }

  /// `202611260644`, `20261126064444`, `20261126064444123`: a day of a year that is near, and a time; nil for other numbers.
  static func compact(_ text: String) -> CivilTime? {
    guard [12, 14, 17].contains(text.utf8.count), let value = Int(text) else { return nil }
    let digits = text.utf8.count
    let thousandths = digits == 17 ? value % 1000 : 0
    let whole = digits == 17 ? value / 1000 : digits == 12 ? value * 100 : value
    let (day, time) = (whole / 1_000_000, whole % 1_000_000)
    let civil = CivilTime(
      year: day / 10_000, month: day / 100 % 100, day: day % 100,
      clock: ClockTime(
        hour: time / 10_000, minute: time / 100 % 100, second: Double(time % 100) + Double(thousandths) / 1000))
    return (1970...2099).contains(civil.year) && civil.seconds != nil ? civil : nil
  }
}
