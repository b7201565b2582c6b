/// The words by which figures and times are read.
extension DetailReader {
  enum Words {
    static let months: [String: Int] = {
      var months: [String: Int] = [:]
      let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
      ]
      for (place, name) in names.enumerated() {
        months[name] = place + 1
        months[String(name.prefix(3))] = place + 1
      }
      months["sept"] = 9
      return months
    }()

    static let digits: [Character: Double] = [
      "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    static let powers: [Character: Double] = ["十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000]

    static let numbers: [String: Double] = [
      "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
      "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
      "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
      "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    ]

    private static let multipliers: [(String, Double)] = [
      ("亿", 100_000_000), ("万", 10_000), ("千", 1000), ("百", 100), ("hundred", 100), ("thousand", 1000),
      ("million", 1_000_000), ("billion", 1_000_000_000), ("k", 1000), ("m", 1_000_000), ("bn", 1_000_000_000),
    ]

    /// Said before a number, it is not exact.
    static let rough = [
      "约", "大约", "近", "将近", "逾", "超", "超过", "上", "about", "around", "nearly", "almost", "over", "than", "some",
      "approximately", "roughly",
    ]
    static let afternoons = ["下午", "晚上", "傍晚", "晚", "夜里", "中午"]

    /// What is counted; the spans have seconds.
    private static let units: [(words: [String], name: String, seconds: Double)] = [
      (
        [
          "名用户", "位用户", "个用户", "名客户", "位客户", "名员工", "人次", "人", "名", "位", "用户", "客户", "people", "persons", "users",
          "customers", "employees", "subscribers", "passengers", "patients", "accounts", "个账户", "个账号",
        ], "people", 0
      ),
      (["万元", "元", "块钱", "yuan", "rmb", "dollars", "usd", "euros", "美元", "欧元"], "money", 0),
      (
        ["台", "部", "辆", "件", "套", "批", "units", "devices", "phones", "cars", "vehicles", "products"], "things", 0
      ),
      (["起", "例", "cases", "incidents"], "cases", 0),
      (["条", "封", "posts", "messages", "complaints", "records"], "texts", 0),
      (["家", "个城市", "stores", "shops", "cities"], "places", 0), (["次", "times"], "times", 0),
      (["个小时", "小时", "hours", "hour", "hrs"], "", 3600), (["分钟", "minutes", "minute", "mins"], "", 60),
      (["秒", "seconds", "second"], "", 1), (["天", "days", "day"], "", 86_400),
      (["周", "星期", "weeks", "week"], "", 604_800),
    ]

    /// By how much what stands there multiplies, and how many signs it has.
    static func multiplier(_ signs: [Character], _ place: Int) -> (factor: Double, length: Int)? {
      for (word, factor) in multipliers where stands(word, signs, place) { return (factor, word.count) }
      return nil
    }

    /// The unit that stands there, perhaps after blanks; with how many signs both have.
    static func unit(_ signs: [Character], _ place: Int) -> (name: String, seconds: Double, length: Int)? {
      var start = place
      while start < signs.count, signs[start] == " " { start += 1 }
      for unit in units {
        for word in unit.words where stands(word, signs, start) {
          return (unit.name, unit.seconds, start - place + word.count)
        }
      }
      return nil
    }

    static func isHalfDay(_ signs: [Character], _ place: Int) -> Bool {
      var start = place
      while start < signs.count, signs[start] == " " { start += 1 }
      return ["am", "pm", "a.m.", "p.m."].contains { stands($0, signs, start) }
    }

    /// Whether a word stands at a place; one of letters ends there.
    static func stands(_ word: String, _ signs: [Character], _ place: Int) -> Bool {
      let end = place + word.count
      guard place >= 0, end <= signs.count, signs[place..<end].elementsEqual(word) else { return false }
      guard let last = word.last, last.isASCII, last.isLetter, end < signs.count else { return true }
      return !(signs[end].isASCII && (signs[end].isLetter || signs[end].isNumber))
    }
  }
}
