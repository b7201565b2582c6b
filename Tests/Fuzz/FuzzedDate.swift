public import Dice

/// A time as some source writes it, or something like one.
public struct FuzzedDate: Sendable {
  public let text: String
  /// Seconds since 1970, as whoever wrote it meant it, where the reader's own zone is UTC and nobody named a language; nil where
  /// it was broken.
  public let meant: Double?

  /// - Parameter now: what some times are told from, in seconds since 1970.
  public init(_ dice: inout Dice, now: Double = 1_800_000_000) {
    let (text, meant) = Self.written(&dice, now: now)
    guard dice.once(in: 2) else {
      self.text = text
      self.meant = meant
      return
    }
    self.text = String(decoding: Mutation.broken(Array(text.utf8), pieces: Self.pieces, &dice), as: UTF8.self)
    self.meant = nil
  }

  private static let pieces = [
    " ", ":", "-", "/", ".", ",", "+", "0", "9", "99", "T", "Z", "年", "月", "日", "时", "点", "分", "前", "昨天", "上午", "下午",
    "半", "两",
    "上周", "星期三", "ago", "an", "half", "hours", "yesterday", "am", "p.m.", "Nov", "may", "GMT", "CST", "+0800", "(CST)",
    "[Asia/Shanghai]",
    "Etc/GMT+5", "오전", "午後", "−", "\u{3000}", "１２", "e", "E+12", "-0", "60", "24:00", "24:60", "23:59:60", "0000",
    "9999", "10000",
  ]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Days from 1970, counted one by one.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    func isLeap(_ year: Int) -> Bool { year % 4 == 0 && year % 100 != 0 || year % 400 == 0 }
    var days = day - 1
    for year in 1970..<year { days += isLeap(year) ? 366 : 365 }
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for month in 1..<month { days += lengths[month - 1] }
    return days
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func written(_ dice: inout Dice, now: Double) -> (String, Double) {
    let (year, month, day) = (dice.number(1974...2026), dice.number(1...12), dice.number(1...28))
    let (hour, minute, second) = (dice.number(0...23), dice.number(0...59), dice.number(0...59))
    let date = Double(days(year, month, day)) * 86400
    let whole = date + Double(hour * 3600 + minute * 60)
    let instant = whole + Double(second)
    let (mm, dd, clock) = (two(month), two(day), "\(two(hour)):\(two(minute))")
    let offset = dice.number(-11...13)
    let zone = "\(offset < 0 ? "-" : "+")\(two(abs(offset)))"
    let ago = dice.number(2...50)
    switch dice.number(0...17) {
    case 0: return ("\(year)-\(mm)-\(dd)T\(clock):\(two(second))Z", instant)
    case 1: return ("\(year)-\(mm)-\(dd)T\(clock):\(two(second)).5\(zone):00", instant + 0.5 - Double(offset * 3600))
    case 2: return ("Wed, \(dd) \(months[month - 1]) \(year) \(clock):\(two(second)) GMT", instant)
    case 3: return ("\(day) \(months[month - 1]) \(year) \(clock) \(zone)00", whole - Double(offset * 3600))
    case 4: return ("Mon \(months[month - 1]) \(day) \(clock):\(two(second)) UTC \(year)", instant)
    case 5: return ("\(year)年\(month)月\(day)日 \(clock)", whole - 28800)
    case 6:
      return ("\(year)年\(mm)月\(dd)日 \(hour < 12 ? "上午" : "下午")\((hour + 11) % 12 + 1):\(two(minute))", whole - 28800)
    case 7: return ("\(year)년 \(month)월 \(day)일 \(clock)", whole - 32400)
    case 8: return ("\(year)/\(mm)/\(dd) \(clock):\(two(second))", instant)
    case 9: return ("\(Int(instant))", instant)
    case 10:
      // Milliseconds have thirteen digits since 2001; twelve may as well be a day and a time, and are read as these.
      let late = instant < 1e9 ? instant + 1e9 : instant
      return ("\(Int(late))\(two(second))0", late + Double(second) / 100)
    case 11: return ("\(year)\(mm)\(dd)\(two(hour))\(two(minute))\(two(second))", instant)
    case 12: return ("\(months[month - 1]) \(day), \(year)", date)
    case 13: return ("\(year)-\(mm)-\(dd)", date)
    case 14: return ("\(ago)分钟前", now - Double(ago * 60))
    case 15: return ("\(ago) hours ago", now - Double(ago * 3600))
    case 16: return ("\(year)-\(mm)-\(dd) \(clock)", whole)
    default: return ("发布于 \(year)-\(mm)-\(dd) \(clock) 来自 iPhone", whole)
    }
  }
}
