import CommandLine
import FoundationEssentials

/// Dates as feeds write them: RFC 822 in RSS (`Wed, 08 Nov 2023 04:05:00 +1100`), RFC 3339 in Atom.
enum FeedDate {
  static func parse(_ text: String) -> Date? {
    TimeFormat.date(text) ?? rfc822(text)
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  /// Minutes east of Greenwich.
  /// - Source: RFC 822, section 5.1.
  private static let zones: [Substring: Int] = [
    "GMT": 0, "UT": 0, "UTC": 0, "Z": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420,
  ]

  private static func rfc822(_ text: String) -> Date? {
    var words = text.split { $0 == " " || $0 == "," }[...]
    if let first = words.first, Int(first) == nil { words.removeFirst() }
    guard words.count >= 4, let day = Int(words[words.startIndex]),
      let month = months.firstIndex(of: String(words[words.startIndex + 1].prefix(3)).lowercased()),
      let year = Int(words[words.startIndex + 2])
    else { return nil }
    let time = words[words.startIndex + 3].split(separator: ":").compactMap { Int($0) }
    guard time.count >= 2 else { return nil }
    let zone = words.count > 4 ? offset(words[words.startIndex + 4]) : 0
    func pad(_ n: Int, _ width: Int = 2) -> String {
      String(repeating: "0", count: max(0, width - String(n).count)) + String(n)
    }
    let fullYear = year < 100 ? year + (year < 70 ? 2000 : 1900) : year
    let iso =
      "\(pad(fullYear, 4))-\(pad(month + 1))-\(pad(day))T\(pad(time[0])):\(pad(time[1])):\(pad(time.count > 2 ? time[2] : 0))Z"
    return TimeFormat.date(iso)?.addingTimeInterval(Double(-(zone ?? 0) * 60))
  }

  private static func offset(_ zone: Substring) -> Int? {
    if let named = zones[zone] { return named }
    guard let sign = zone.first, sign == "+" || sign == "-", let digits = Int(zone.dropFirst()) else { return nil }
    let minutes = digits / 100 * 60 + digits % 100
    return sign == "-" ? -minutes : minutes
  }
}
