/// A figure, a time, a day or a name that a text says: what has to be the same wherever a text hands on what is known.
public struct TextDetail: Sendable, Hashable {
  /// What is said, in a form that both languages share.
  public enum Value: Sendable, Hashable {
    /// A count with what it counts (`people`, `money`; "" where the text does not say), and whether it is said to be rough.
    case number(Double, unit: String, isRough: Bool)
    /// A share, in percent.
    case share(Double)
    /// A span, in seconds.
    case span(Double)
    /// A time of day, in minutes since midnight.
    case time(Int)
    /// A day of the year.
    case day(month: Int, day: Int)
    case name(String)
  }

  /// As it stands in the text.
  public let written: String
  public let value: Value

  public init(_ written: String, _ value: Value) {
    self.written = written
    self.value = value
  }
}

/// Reads the figures, times and days of a text, in Chinese and English; names are read by `NameReader`.
struct DetailReader {
  private let signs: [Character]
  private var place = 0
  private var found: [TextDetail] = []

  /// - Parameter text: of any length; a full-width digit or letter is its half-width one.
  init(_ text: String) {
    signs = text.map { Self.folded($0) }
  }

  private static func folded(_ sign: Character) -> Character {
    guard let scalar = sign.unicodeScalars.first, sign.unicodeScalars.count == 1 else { return sign }
    if (0xFF01...0xFF5E).contains(scalar.value), let half = Unicode.Scalar(scalar.value - 0xFEE0) {
      return Character(String(half).lowercased())
    }
    return scalar.isASCII ? Character(String(scalar).lowercased()) : sign
  }

  mutating func read() -> [TextDetail] {
    while place < signs.count {
      if skip() { continue }
      let start = place
      if let value = day() ?? time() ?? amount() {
        found.append(TextDetail(String(signs[start..<place]).trimmingSpaces, value))
      } else {
        place = max(place, start + 1)
      }
    }
    return found
  }

  // MARK: what is no figure

  /// Steps over addresses, codes with letters in them, numbers of telephones and of lists, and ordinals.
  private mutating func skip() -> Bool {
    let sign = signs[place]
    if isLetter(sign) || sign == "#" {
      var end = place
      while end < signs.count, isWordSign(signs[end]) || "@:/._-#".contains(signs[end]) { end += 1 }
      let word = String(signs[place..<end])
      if word.contains("://") || word.contains("@") || word.contains(where: \.isASCIIDigit) && !isSpelled(place) {
        place = end
        return true
      }
      if Words.months[word.trimmingDots] != nil || isSpelled(place) { return false }
      place = max(end, place + 1)
      return true
    }
    if sign == "第" {
      place += 1
      _ = integer()
      return true
    }
    if isDigit(sign) {
      var end = place
      while end < signs.count, isDigit(signs[end]) { end += 1 }
      // 400-820-1234; 12d; 1. at the beginning of a line.
      if end + 1 < signs.count, signs[end] == "-", isDigit(signs[end + 1]), !isISODay(place) || end - place > 10 {
        while end < signs.count, isDigit(signs[end]) || signs[end] == "-" { end += 1 }
        place = end
        return true
      }
      if end - place >= 9 {
        place = end
        return true
      }
      if end < signs.count, isLetter(signs[end]), Words.multiplier(signs, end) == nil, Words.unit(signs, end) == nil,
        !Words.isHalfDay(signs, end)
      {
        while end < signs.count, isWordSign(signs[end]) { end += 1 }
        place = end
        return true
      }
      if isAtLineStart, end - place <= 2, end < signs.count, ".、)".contains(signs[end]),
        !(signs[end] == "." && end + 1 < signs.count && isDigit(signs[end + 1]))
      {
        place = end + 1
        return true
      }
    }
    return false
  }

  private var isAtLineStart: Bool {
    var before = place - 1
    while before >= 0, signs[before] == " " || signs[before] == "(" { before -= 1 }
    return before < 0 || signs[before].isNewline
  }

  private func isISODay(_ start: Int) -> Bool {
    start + 9 < signs.count && signs[start + 4] == "-" && signs[start + 7] == "-"
      && [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy { isDigit(signs[start + $0]) }
  }

  // MARK: days and times

  private mutating func day() -> TextDetail.Value? {
    let start = place
    if isDigit(signs[place]), isISODay(place) {
      let month = Int(String(signs[(place + 5)..<(place + 7)])) ?? 0
      let day = Int(String(signs[(place + 8)..<(place + 10)])) ?? 0
      place += 10
      return checked(month, day)
    }
    if let month = Words.months[word(at: place).trimmingDots] {
      place += word(at: place).count
      spaces()
      if let day = integer(), (1...31).contains(day) { return .day(month: month, day: day) }
      place = start
      return nil
    }
    guard var month = integer() else { return nil }
    if here("年") {
      guard let next = integer() else {
        place = start
        return nil
      }
      month = next
    }
    spaces()
    if here("月") {
      spaces()
      if let day = integer() {
        spaces()
        if here("日") || here("号") { return checked(month, day) ?? restart(start) }
      }
    } else if let named = Words.months[word(at: place).trimmingDots], (1...31).contains(month) {
      place += word(at: place).count
      return .day(month: named, day: month)
    }
    return restart(start)
  }

  private func checked(_ month: Int, _ day: Int) -> TextDetail.Value? {
    (1...12).contains(month) && (1...31).contains(day) ? .day(month: month, day: day) : nil
  }

  private mutating func restart(_ start: Int) -> TextDetail.Value? {
    place = start
    return nil
  }

  private mutating func time() -> TextDetail.Value? {
    let start = place
    let isAfternoon = Words.afternoons.contains { isBefore(start, $0) }
    guard var hour = integer(), (0...24).contains(hour) else { return restart(start) }
    var minutes = 0
    spaces()
    if here(":") {
      guard let read = integer(), read < 60 else { return restart(start) }
      minutes = read
      if here(":") { _ = integer() }
    } else if here("点") || here("时") {
      spaces()
      let after = place
      if here("半") {
        minutes = 30
      } else if let read = integer(), read < 60 {
        spaces()
        minutes = read
        if !here("分") { place = after; minutes = 0 }
      }
    } else if !Words.isHalfDay(signs, place) {
      return restart(start)
    }
    spaces()
    if here("pm") || here("p.m.") {
      if hour < 12 { hour += 12 }
    } else if here("am") || here("a.m.") {
      if hour == 12 { hour = 0 }
    } else if isAfternoon, hour < 12 {
      hour += 12
    }
    return .time(hour % 24 * 60 + minutes)
  }

  // MARK: amounts

  private mutating func amount() -> TextDetail.Value? {
    let start = place
    let isRough = Words.rough.contains { isBefore(start, $0) }
    if here("百分之") {
      guard let number = decimal() else { return restart(start) }
      return .share(number)
    }
    let isChinese = !isDigit(signs[place]) && !isLetter(signs[place])
    guard var number = decimal() else { return restart(start) }
    let length = place - start
    spaces()
    var isMultiplied = false
    while let (factor, signs) = Words.multiplier(signs, place) {
      number *= factor
      place += signs
      isMultiplied = true
      spaces()
    }
    if here("%") || here("percent") || here("per cent") { return .share(number) }
    if isChinese || isDigit(signs[start]), here("成"), number < 10 { return .share(number * 10) }
    var isMore = false
    if here("多") || here("余") || here("+") { isMore = true }
    let unit = Words.unit(signs, place)
    // 一起, 十分, two: words that count nothing unless they say what they count.
    let isWord = isChinese || isLetter(signs[start])
    if isWord, unit == nil, !isMultiplied,
      length < 2 || !signs[start..<(start + length)].contains(where: "十百千万亿".contains)
    {
      return restart(start)
    }
    if isWord, unit == nil,
      ["十分", "千万", "万一", "百般", "千百"].contains(where: { String(signs[start..<min(start + 2, signs.count)]) == $0 })
    {
      return restart(start)
    }
    if isWord, number == 1, unit == nil || !isMultiplied { return restart(start) }
    guard let unit else {
      // A year says nothing of its own.
      if !isWord, !isMultiplied, length == 4, (1990...2100).contains(number), here("年") || !isMore {
        return restart(start, after: length)
      }
      return .number(number, unit: "", isRough: isRough || isMore)
    }
    place += unit.length
    if unit.seconds > 0 { return .span(number * unit.seconds) }
    return .number(number, unit: unit.name, isRough: isRough || isMore)
  }

  private mutating func restart(_ start: Int, after length: Int) -> TextDetail.Value? {
    place = start + length
    return nil
  }

  // MARK: numerals

  private mutating func integer() -> Int? {
    let start = place
    guard let value = decimal(), value == value.rounded(), abs(value) < 1e9 else {
      place = start
      return nil
    }
    return Int(value)
  }

  /// 40,000, 3.5, 三百二十, 四万二千, forty-two: what it stands for.
  private mutating func decimal() -> Double? {
    guard place < signs.count else { return nil }
    if isDigit(signs[place]) {
      var text = ""
      while place < signs.count {
        if isDigit(signs[place]) {
          text.append(signs[place])
        } else if signs[place] == ",", place + 3 < signs.count, (1...3).allSatisfy({ isDigit(signs[place + $0]) }),
          place + 4 >= signs.count || !isDigit(signs[place + 4]), !text.contains(".")
        {
        } else if signs[place] == ".", place + 1 < signs.count, isDigit(signs[place + 1]), !text.contains(".") {
          text.append(".")
        } else {
          break
        }
        place += 1
      }
      return Double(text)
    }
    return isLetter(signs[place]) ? spelled() : chinese()
  }

  private mutating func chinese() -> Double? {
    var total = 0.0
    var section = 0.0
    var digit: Double?
    let start = place
    while place < signs.count {
      if let value = Words.digits[signs[place]] {
        digit = (digit ?? 0) * (digit == nil ? 1 : 10) + value
      } else if let power = Words.powers[signs[place]], place > start || signs[place] == "十" {
        if power >= 10_000 {
          total = (total + section + (digit ?? 0)) * power
          section = 0
        } else {
          section += (digit ?? 1) * power
        }
        digit = nil
      } else {
        break
      }
      place += 1
    }
    return place == start ? nil : total + section + (digit ?? 0)
  }

  private mutating func spelled() -> Double? {
    var total: Double?
    while let value = Words.numbers[plainWord(at: place)] {
      total = (total ?? 0) + value
      place += plainWord(at: place).count
      guard place + 1 < signs.count, signs[place] == "-" || signs[place] == " ",
        Words.numbers[plainWord(at: place + 1)].map({ $0 < (total ?? 0) }) == true
      else { break }
      place += 1
    }
    return total
  }

  private func isSpelled(_ start: Int) -> Bool { Words.numbers[plainWord(at: start)] != nil }

  // MARK: signs

  private func isDigit(_ sign: Character) -> Bool { sign.isASCIIDigit }
  private func isLetter(_ sign: Character) -> Bool { ("a"..."z").contains(sign) }
  private func isWordSign(_ sign: Character) -> Bool { isDigit(sign) || isLetter(sign) }

  private func plainWord(at start: Int) -> String {
    var end = start
    while end < signs.count, isLetter(signs[end]) { end += 1 }
    return String(signs[min(start, signs.count)..<end])
  }

  private func word(at start: Int) -> String {
    let plain = plainWord(at: start)
    let end = start + plain.count
    return !plain.isEmpty && end < signs.count && signs[end] == "." ? plain + "." : plain
  }

  private mutating func spaces() { while place < signs.count, signs[place] == " " { place += 1 } }

  private mutating func here(_ words: String) -> Bool {
    guard Words.stands(words, signs, place) else { return false }
    place += words.count
    return true
  }

  /// Whether words stand right before a place, with at most one blank between.
  private func isBefore(_ start: Int, _ words: String) -> Bool {
    var end = start
    if end > 0, signs[end - 1] == " " { end -= 1 }
    return end >= words.count && String(signs[(end - words.count)..<end]) == words
  }
}

extension Character {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension String {
  var trimmingDots: String { hasSuffix(".") ? String(dropLast()) : self }
  var trimmingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
