/// Reads a date from left to right.
struct DateScanner {
  private var rest: Substring
  private let text: String

  init(_ text: String) {
    self.text = text
    rest = self.text[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skipSpaces() { rest = rest.drop { $0 == " " || $0 == "\t" } }

  mutating func skip(_ word: String) -> Bool {
    guard rest.hasPrefix(word) else { return false }
    rest.removeFirst(word.count)
    return true
  }

  mutating func skipAny(_ words: [String]) -> Bool { words.contains { skip($0) } }

  mutating func letters() -> String? {
    let word = rest.prefix { $0.isLetter }
    guard !word.isEmpty else { return nil }
    rest = rest[word.endIndex...]
    return String(word)
  }

  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    let found = rest.prefix(digits.upperBound).prefix { $0.isASCII && $0.isNumber }
    guard found.count >= digits.lowerBound else { return nil }
    rest = rest[found.endIndex...]
    return Int(found)
  }

  /// A number of just so many digits, no more.
  mutating func exactly(_ digits: Int) -> Int? {
    let found = rest.prefix { $0.isASCII && $0.isNumber }
    guard found.count == digits else { return nil }
    rest = rest[found.endIndex...]
    return Int(found)
  }

  /// `04:05`, `04:05:06.7`, `0405`, `4`: seconds since midnight.
  mutating func time(hourMark: String = ":", minuteMark: String = ":") -> Double? {
    if let four = exactly(4) {
      return four / 100 < 24 && four % 100 < 60 ? Double(four / 100 * 3600 + four % 100 * 60) : nil
    }
    guard let hour = number(1...2), hour <= 24 else { return nil }
    var seconds = Double(hour * 3600)
    guard skip(":") || skip(hourMark) || skip(".") else { return seconds }
    guard let minute = number(1...2), minute < 60 else { return nil }
    seconds += Double(minute * 60)
    guard skip(":") || skip(minuteMark) else { return seconds }
    guard let second = number(1...2), second <= 60 else { return isAtEnd ? seconds : nil }
    seconds += Double(second)
    if skip(".") || skip(",") {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest[digits.endIndex...]
      seconds += Double("0." + digits) ?? 0
    }
    _ = skip("秒")
    return seconds
  }

  /// Minutes east of Greenwich; 0 at the end of the text, nil for what is no zone.
  mutating func zone() -> Int? {
    if rest.isEmpty { return 0 }
    var word = rest.drop { $0 == "(" }
    while word.last == ")" { word.removeLast() }
    if let named = Self.zones[word.uppercased()] {
      rest = ""
      return named
    }
    for name in ["GMT", "UTC", "UT"] where word.uppercased().hasPrefix(name) { word = word.dropFirst(name.count) }
    if word.uppercased().hasPrefix("ETC/") { return 0 }
    guard let sign = word.first, sign == "+" || sign == "-" || sign == "−" else { return nil }
    let digits = word.dropFirst().filter { $0 != ":" }.prefix { $0.isASCII && $0.isNumber }
    guard let value = Int(digits), digits.count <= 4 else { return nil }
    let minutes = digits.count <= 2 ? value * 60 : value / 100 * 60 + value % 100
    rest = ""
    return sign == "+" ? minutes : -minutes
  }

  /// Minutes east of Greenwich.
  /// - Source: RFC 822, section 5.1; CST is Central's there, and stays so here.
  private static let zones: [String: Int] = [
    "GMT": 0, "UT": 0, "UTC": 0, "Z": 0, "WET": 0, "EST": -300, "EDT": -240, "ET": -300, "CST": -360, "CDT": -300,
    "CT": -360,
    "MST": -420, "MDT": -360, "MT": -420, "PST": -480, "PDT": -420, "PT": -480, "AKST": -540, "AKDT": -480, "HST": -600,
    "AST": -240, "AT": -240, "ADT": -180, "NST": -210, "BST": 60, "CET": 60, "MEZ": 60, "MET": 60, "CEST": 120,
    "MESZ": 120,
    "EET": 120, "EEST": 180, "MSK": 180, "IST": 330, "HKT": 480, "SGT": 480, "AWST": 480, "JST": 540, "KST": 540,
    "ACST": 570, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "A": -60, "M": -720, "N": 60, "Y": 720,
  ]
}
