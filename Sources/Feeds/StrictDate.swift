/// `2023-11-08T04:05:00Z`, `2023-11-08T04:05:00.5+11:00`, `2023-11-08 04:05:00`: the form of almost every date, read without
/// a detour.
enum StrictDate {
  /// nil for every other form.
  static func read(_ text: String) -> CivilTime? {
    var text = text
    return text.withUTF8(read)
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CivilTime? {
    func number(_ start: Int, _ count: Int) -> Int? {
      guard start + count <= bytes.count else { return nil }
      var value = 0
      for place in start..<(start + count) {
        guard Markup.isDigit(bytes[place]) else { return nil }
        value = value * 10 + Int(bytes[place] - 0x30)
      }
      return value
    }
    guard bytes.count >= 19, bytes.count <= 60, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2)
    else { return nil }
    var place = 19
    var fraction = 0.0
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      var unit = 0.1
      place += 1
      while place < bytes.count, Markup.isDigit(bytes[place]) {
        fraction += Double(bytes[place] - 0x30) * unit
        unit /= 10
        place += 1
      }
    }
    var civil = CivilTime(
      year: year, month: month, day: day,
      clock: ClockTime(hour: hour, minute: minute, second: Double(second) + fraction))
    guard place < bytes.count else { return civil }
    switch bytes[place] {
    case UInt8(ascii: "Z"):
      guard place + 1 == bytes.count else { return nil }
      civil.zone = 0
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard place + 6 == bytes.count, bytes[place + 3] == UInt8(ascii: ":"), let hours = number(place + 1, 2),
        let minutes = number(place + 4, 2), hours < 16, minutes < 60
      else { return nil }
      civil.zone = (hours * 60 + minutes) * (bytes[place] == UInt8(ascii: "-") ? -1 : 1)
    default: return nil
    }
    return civil
  }
}
