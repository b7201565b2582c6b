import FoundationEssentials

/// How long a receiver wants to hear nothing: HTTP's `Retry-After`, which is seconds or a date (RFC 9110, sections 5.6.7 and 10.2.3).
enum RetryAfter {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  /// Nobody is waited for longer.
  private static let longest = 86400.0

  /// - Parameter now: seconds since 1970, which a date is read against.
  /// - Returns: seconds from now, from 0 to a day; nil where the header says nothing that can be read.
  static func seconds(_ header: String, now: Double) -> Double? {
    let text = header.filter { !$0.isWhitespace }
    if let seconds = Double(text), seconds.isFinite { return min(max(seconds, 0), longest) }
    return date(header).map { min(max($0 - now, 0), longest) }
  }

  /// The three forms of HTTP's dates: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and
  /// `Sun Nov  6 08:49:37 1994`.
  private static func date(_ text: String) -> Double? {
    let words = text.lowercased().split { " ,-".contains($0) }.map(String.init)
    guard let month = words.lazy.compactMap({ months.firstIndex(of: $0) }).first,
      let clock = words.first(where: { $0.contains(":") })
    else { return nil }
    let numbers = words.compactMap { Int($0) }
    let time = clock.split(separator: ":").compactMap { Int($0) }
    guard numbers.count == 2, time.count == 3, (1...31).contains(numbers[0]), (0..<24).contains(time[0]),
      (0..<60).contains(time[1]), (0...60).contains(time[2]), (0...9999).contains(numbers[1])
    else { return nil }
    // Two digits of a year: the one that is no more than fifty years ahead.
    let year = numbers[1] < 70 ? 2000 + numbers[1] : numbers[1] < 100 ? 1900 + numbers[1] : numbers[1]
    return 86400 * Double(days(year, month + 1, numbers[0])) + Double(time[0] * 3600 + time[1] * 60 + time[2])
  }

  /// Days since 1970 of a date of the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let ofEra = shifted - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}
