import Wording
import Workflow

/// How a value of a playbook is written in its document, and read from there.
enum PlanCell: Sendable {
  case text
  /// Text that may be empty.
  case optional
  case handle
  case number
  /// A number that may have a fraction.
  case decimal
  case span
  case flag
  case day
  case time
  case seats
  case choice([PlanChoice])
  /// A row of another part, by its key; shown by its name there (`title` for `title_en` and `title_zh`; "" for `en` and `zh`).
  case reference(String, String, String)

  /// What cannot stand in a cell, and why.
  struct Wrong: Error {
    let reason: Bilingual
  }

  /// What stands in the document.
  /// - Parameter content: where names of other rows are looked up.
  func text(_ value: JSONValue, in content: PlaybookContent, _ language: Language) -> String {
    switch self {
    case .number: value.integer.map(String.init) ?? ""
    case .decimal:
      switch value {
      case .integer(let number): String(number)
      case .number(let number): "\(number)"
      default: ""
      }
    case .flag: value == .bool(true) ? PlanChoice.yesOrNo[0].name[language] : PlanChoice.yesOrNo[1].name[language]
    case .span: value.string.flatMap(PlanSpan.init(iso:))?.text(language) ?? value.string ?? ""
    case .time: String((value.string ?? "").prefix(5))
    case .seats:
      (value.string ?? "").split(separator: " ").map { seat in
        PlanChoice.meant(by: String(seat), among: PlanChoice.seats)?.name[language] ?? String(seat)
      }.joined(separator: language == .chinese ? "、" : ", ")
    case .choice, .reference:
      choices(in: content).first { $0.code == value.string }?.name[language] ?? value.string ?? ""
    case .text, .optional, .handle, .day: value.string ?? ""
    }
  }

  /// Reads what stands in a cell.
  func value(_ typed: String, in content: PlaybookContent) throws(Wrong) -> JSONValue {
    let typed = typed.trimmingCharacters()
    switch self {
    case .text:
      guard !typed.isEmpty else { throw Wrong(reason: Bilingual("it is empty", "不能为空")) }
      return .string(typed)
    case .optional: return .string(typed)
    case .handle:
      guard !typed.isEmpty, typed.utf8.count <= 41,
        typed.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D || $0 == 0x5F })
      else {
        throw Wrong(
          reason: Bilingual("a code is small letters, digits, - and _: \(typed)", "代码只能用小写字母、数字、- 和 _：\(typed)"))
      }
      return .string(typed)
    case .number:
      guard let number = Int(typed), (0...1_000_000).contains(number) else {
        throw Wrong(reason: Bilingual("it is not a whole number: \(typed)", "应为整数：\(typed)"))
      }
      return .integer(number)
    case .decimal:
      guard let number = Double(typed), number.isFinite, (0...1_000_000).contains(number) else {
        throw Wrong(reason: Bilingual("it is not a number: \(typed)", "应为数字：\(typed)"))
      }
      return Int(exactly: number).map(JSONValue.integer) ?? .number(number)
    case .span:
      guard let span = PlanSpan(typed: typed), span.seconds > 0 else {
        throw Wrong(
          reason: Bilingual("it is not a length of time like 2 h or 30 min: \(typed)", "应为时长，如 2 小时、30 分钟：\(typed)"))
      }
      return .string(span.iso)
    case .flag:
      guard let choice = PlanChoice.meant(by: typed, among: PlanChoice.yesOrNo) else {
        throw Wrong(reason: Bilingual("it is neither yes nor no: \(typed)", "应为“是”或“否”：\(typed)"))
      }
      return .bool(choice.code == "true")
    case .day:
      guard TimeFormat.date(typed + "T00:00:00Z") != nil, typed.count == 10 else {
        throw Wrong(reason: Bilingual("it is not a day like 2026-11-26: \(typed)", "应为日期，如 2026-11-26：\(typed)"))
      }
      return .string(typed)
    case .time:
      let hands = typed.replacing("：", with: ":").split(separator: ":").map { Int($0) }
      guard hands.count == 2, let hour = hands[0], let minute = hands[1], (0..<24).contains(hour),
        (0..<60).contains(minute)
      else {
        throw Wrong(reason: Bilingual("it is not a time of day like 17:00: \(typed)", "应为时刻，如 17:00：\(typed)"))
      }
      return .string((hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute):00")
    case .seats:
      var seats: [String] = []
      for word in typed.split(whereSeparator: { "、，,;；".contains($0) }) {
        guard let seat = PlanChoice.meant(by: String(word), among: PlanChoice.seats) else {
          throw Wrong(reason: Self.unknown(String(word), PlanChoice.seats))
        }
        seats.append(seat.code)
      }
      guard !seats.isEmpty else { throw Wrong(reason: Bilingual("a post has a seat", "岗位须有职务")) }
      return .string(seats.joined(separator: " "))
    case .choice, .reference:
      let choices = choices(in: content)
      guard let choice = PlanChoice.meant(by: typed, among: choices) else {
        throw Wrong(reason: Self.unknown(typed, choices))
      }
      return .string(choice.code)
    }
  }

  private func choices(in content: PlaybookContent) -> [PlanChoice] {
    switch self {
    case .choice(let choices): choices
    case .reference(let part, let key, let title):
      content[part].map { row in
        let stem = title.isEmpty ? "" : title + "_"
        let code = row[key]?.string ?? ""
        return PlanChoice(code, Bilingual(row[stem + "en"]?.string ?? code, row[stem + "zh"]?.string ?? code))
      }
    default: []
    }
  }

  private static func unknown(_ typed: String, _ choices: [PlanChoice]) -> Bilingual {
    let names = Bilingual(
      choices.map(\.name.english).joined(separator: ", "), choices.map(\.name.chinese).joined(separator: "、"))
    return Bilingual("nothing here is called \(typed); known are: ", "没有“\(typed)”；可写：") + names
  }
}
