public import FoundationEssentials

/// Dates as people and programs write them: RFC 822 and what goes for it, RFC 3339 and the shorter forms of ISO 8601,
/// `asctime`, Chinese, Korean and European habits. What names no zone is taken for UTC, what names no hour for midnight.
public enum FeedDate {
  /// nil when the text is no date.
  public static func parse(_ text: String) -> Date? {
    if let date = strict(text) { return date }
    let text = text.trimmed
    guard text.utf8.count >= 4, text.utf8.count <= 80 else { return nil }
    return iso(text) ?? wordy(text) ?? eastern(text) ?? afterWeekday(text)
  }

  /// `2023-11-08T04:05:00Z`, `2023-11-08T04:05:00.5+11:00`: the form of almost every date, without a detour.
  private static func strict(_ text: String) -> Date? {
    var text = text
    return text.withUTF8 { bytes -> Date? in
      func number(_ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var value = 0
        for place in start..<(start + count) {
          guard Markup.isDigit(bytes[place]) else { return nil }
          value = value * 10 + Int(bytes[place] - 0x30)
        }
        return value
      }
      guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
        bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
        let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
        let minute = number(14, 2), let second = number(17, 2), hour < 24, minute < 60, second <= 60
      else { return nil }
      var place = 19
      var fraction = 0.0
      if bytes[place] == UInt8(ascii: ".") {
        var unit = 0.1
        place += 1
        while place < bytes.count, Markup.isDigit(bytes[place]) {
          fraction += Double(bytes[place] - 0x30) * unit
          unit /= 10
          place += 1
        }
      }
      guard place < bytes.count else { return nil }
      var zone = 0
      switch bytes[place] {
      case UInt8(ascii: "Z"): guard place + 1 == bytes.count else { return nil }
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        guard place + 6 == bytes.count, bytes[place + 3] == UInt8(ascii: ":"), let hours = number(place + 1, 2),
          let minutes = number(place + 4, 2), hours < 24, minutes < 60
        else { return nil }
        zone = (hours * 60 + minutes) * (bytes[place] == UInt8(ascii: "-") ? -1 : 1)
      default: return nil
      }
      return date(year, month, day, Double(hour * 3600 + minute * 60 + second) + fraction, zone)
    }
  }

  /// `Fri, 2006/09/15 08:19:53 EDT`; `06-09-15`.
  private static func afterWeekday(_ text: String) -> Date? {
    if let comma = text.firstIndex(of: ","), text[..<comma].allSatisfy(\.isLetter) {
      return iso(String(text[text.index(after: comma)...]).trimmed)
    }
    let parts = text.split(separator: "-")
    guard parts.count == 3, parts.allSatisfy({ $0.count == 2 }), let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    return date(century(year), month, day)
  }

  /// - Source: W3C, "Date and Time Formats"; ISO 8601 for days of the year and compact forms.
  private static func iso(_ text: String) -> Date? {
    var scanner = DateScanner(text)
    guard let year = scanner.number(4...4) else { return nil }
    var month = 1
    var day = 1
    var dayOfYear: Int?
    if scanner.isAtEnd { return date(year, 1, 1) }
    if scanner.skip("-") || scanner.skip("/") || scanner.skip(".") {
      if let three = scanner.exactly(3) {
        dayOfYear = three
      } else if let number = scanner.number(1...2) {
        month = number
        if scanner.skip("-") || scanner.skip("/") || scanner.skip(".") {
          guard let number = scanner.number(1...2) else { return nil }
          day = number
        }
      } else if let name = scanner.letters(), let number = self.month(name) {
        month = number
        guard scanner.skip("-"), let number = scanner.number(1...2) else { return nil }
        day = number
      } else {
        return nil
      }
    } else if let four = scanner.exactly(4) {
      month = four / 100
      day = four % 100
    } else if let three = scanner.exactly(3) {
      dayOfYear = three
    } else if let two = scanner.exactly(2) {
      month = two
    } else {
      return nil
    }
    var seconds = 0.0
    var zone = 0
    if !scanner.isAtEnd {
      guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" ") || scanner.skip("_") else { return nil }
      scanner.skipSpaces()
      if !scanner.isAtEnd {
        let isAfternoon = scanner.skipAny(["오후", "下午", "晚上", "PM"])
        let isMorning = !isAfternoon && scanner.skipAny(["오전", "上午", "早上", "AM"])
        scanner.skipSpaces()
        guard let time = scanner.time() else { return nil }
        seconds = halfDay(time, isAfternoon: isAfternoon, isMorning: isMorning)
        scanner.skipSpaces()
        let isKorean = text.contains("오")
        guard let offset = scanner.isAtEnd && isKorean ? 540 : scanner.zone() else { return nil }
        zone = offset
      }
    }
    if let dayOfYear {
      guard (1...366).contains(dayOfYear), let start = date(year, 1, 1) else { return nil }
      return start + Double(dayOfYear - 1) * 86400 + seconds - Double(zone * 60)
    }
    return date(year, month, day, seconds, zone)
  }

  /// `Wed, 08 Nov 2023 04:05:00 +1100`, `Nov 8, 2023`, `Wed Nov  8 04:05:00 UTC 2023`, in any order.
  /// - Source: RFC 822, section 5.1; RFC 2822 for the year.
  private static func wordy(_ text: String) -> Date? {
    var year: Int?
    var month: Int?
    var day: Int?
    var seconds: Double?
    var zone: Int?
    var isAfternoon = false
    var isMorning = false
    let separators: Set<Character> = [" ", ",", "\t", "\n", "\u{A0}"]
    for word in text.split(whereSeparator: { separators.contains($0) }) {
      if seconds == nil, word.contains(":") {
        var scanner = DateScanner(String(word))
        guard let time = scanner.time() else { return nil }
        seconds = time
        if !scanner.isAtEnd {
          guard let offset = scanner.zone() else { return nil }
          zone = offset
        }
      } else if let number = Int(word), word.first != "+", word.first != "-" {
        if word.count == 4, seconds == nil || year == nil, !(1...31).contains(number) {
          year = year ?? number
        } else if day == nil, (0...31).contains(number), word.count <= 2 {
          day = number
        } else if year == nil, word.count <= 4 {
          year = word.count == 2 ? century(number) : number
        } else {
          return nil
        }
      } else if let number = self.month(String(word)), month == nil {
        month = number
      } else if let joined = joined(word) {
        (day, month, year) = joined
      } else if let first = word.first, first.isNumber, let number = Int(word.prefix { $0.isNumber }), day == nil,
        ["st", "nd", "rd", "th", "."].contains(word.drop { $0.isNumber })
      {
        day = number
      } else if word.uppercased() == "PM" {
        isAfternoon = true
      } else if word.uppercased() == "AM" {
        isMorning = true
      } else if zone == nil, seconds != nil {
        var scanner = DateScanner(String(word))
        if let offset = scanner.zone() { zone = offset }
      }
    }
    guard let year, let month else { return nil }
    let time = halfDay(seconds ?? 0, isAfternoon: isAfternoon, isMorning: isMorning)
    return date(year, month, day ?? 1, time, zone ?? 0)
  }

  /// `08-Nov-2023`, `8-Nov-23`.
  private static func joined(_ word: Substring) -> (Int?, Int?, Int?)? {
    let parts = word.split(separator: "-")
    guard parts.count == 3, let day = Int(parts[0]), let month = month(String(parts[1])), let year = Int(parts[2])
    else { return nil }
    return (day, month, parts[2].count == 2 ? century(year) : year)
  }

  /// `2023年11月8日 04:05`, `2023년 11월 8일 오후 04:05`; `11/8/2023 4:05 PM`.
  private static func eastern(_ text: String) -> Date? {
    var scanner = DateScanner(text)
    guard let first = scanner.number(1...4) else { return nil }
    for marks in [("年", "月", "日"), ("년", "월", "일")] where scanner.skip(marks.0) {
      scanner.skipSpaces()
      guard let month = scanner.number(1...2), scanner.skip(marks.1) else { return nil }
      scanner.skipSpaces()
      guard let day = scanner.number(1...2), scanner.skip(marks.2) || scanner.skip("号") else { return nil }
      scanner.skipSpaces()
      let isAfternoon = scanner.skipAny(["오후", "下午", "晚上"])
      _ = scanner.skipAny(["오전", "上午", "早上", "凌晨", "中午"])
      scanner.skipSpaces()
      let time = scanner.isAtEnd ? 0 : scanner.time(hourMark: "时", minuteMark: "分") ?? -1
      guard time >= 0 else { return nil }
      // Who writes so without a zone lives in one: nine hours east in Korea, eight in China.
      scanner.skipSpaces()
      let zone = scanner.isAtEnd ? (marks.0 == "年" ? 480 : 540) : scanner.zone() ?? 0
      return date(first, month, day, halfDay(time, isAfternoon: isAfternoon, isMorning: false), zone)
    }
    guard scanner.skip("/"), let second = scanner.number(1...2), scanner.skip("/"), let year = scanner.number(2...4)
    else { return nil }
    scanner.skipSpaces()
    var time = scanner.isAtEnd ? 0 : scanner.time() ?? -1
    guard time >= 0 else { return nil }
    scanner.skipSpaces()
    if scanner.skipAny(["PM", "pm"]), time < 43200 { time += 43200 }
    if scanner.skipAny(["AM", "am"]), time >= 43200 { time -= 43200 }
    return first > 12
      ? date(year < 100 ? 2000 + year : year, second, first, time, 0)
      : date(year < 100 ? 2000 + year : year, first, second, time, 0)
  }

  /// A time of a clock of twelve hours, in seconds since midnight.
  private static func halfDay(_ seconds: Double, isAfternoon: Bool, isMorning: Bool) -> Double {
    if isAfternoon, seconds < 43200 { return seconds + 43200 }
    return isMorning && seconds >= 43200 ? seconds - 43200 : seconds
  }

  /// A year of two digits.
  private static func century(_ year: Int) -> Int { year < 70 ? 2000 + year : 1900 + year }

  /// - Returns: nil when there is no such day or time.
  private static func date(_ year: Int, _ month: Int, _ day: Int, _ seconds: Double = 0, _ zone: Int = 0) -> Date? {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= days(month, year), seconds <= 86401
    else { return nil }
    // Days since 1970 in the proleptic Gregorian calendar.
    // Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return Date(timeIntervalSince1970: Double(days) * 86400 + seconds - Double(zone * 60))
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func month(_ name: String) -> Int? {
    let name = name.lowercased()
    guard name.unicodeScalars.count >= 3 else { return nil }
    for (index, beginnings) in months.enumerated() where beginnings.contains(where: name.hasPrefix) { return index + 1 }
    return nil
  }

  /// How the names of the months begin, in English, German, French, Spanish, Italian, Portuguese, Dutch, Hungarian, Greek
  /// and Russian.
  private static let months: [[String]] = [
    ["jan", "ene", "gen", "jän", "ιαν", "янв"], ["feb", "fév", "fev", "φεβ", "фев"],
    ["mar", "mär", "maa", "mrt", "már", "μάρ", "μαρ", "мар"], ["apr", "abr", "avr", "ápr", "απρ", "апр"],
    ["may", "mai", "mag", "mei", "máj", "μάι", "μαϊ", "май", "мая"],
    ["jun", "jún", "giu", "juin", "ιούν", "ιουν", "июн"],
    ["jul", "júl", "lug", "juil", "ιούλ", "ιουλ", "июл"], ["aug", "ago", "aoû", "aou", "αύγ", "αυγ", "авг"],
    ["sep", "set", "szept", "σεπ", "сен"], ["oct", "okt", "ott", "out", "οκτ", "окт"],
    ["nov", "νοέ", "νοε", "ноя"], ["dec", "dez", "dic", "déc", "δεκ", "дек"],
  ]
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    var slice = self[...]
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    while let first = slice.first, first.isWhitespace { slice.removeFirst() }
    return String(slice)
  }
}
