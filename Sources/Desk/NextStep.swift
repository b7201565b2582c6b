public import CommandLine
public import Ledger
public import Wording

extension Reply.Next {
  /// What is owed on an incident, the most urgent first.
  /// - Parameter isOver: whether the stage has all that it waits for: the next one begins by itself, and with it what is owed then.
  init(_ items: [Duties.Item], _ extent: Extent, isOver: Bool = false) {
    self.init(
      items.map(Step.init), extent,
      whenEmpty: isOver
        ? Bilingual("Next: this stage has all it waits for; the next one begins in a moment.", "下一步：本阶段条件已齐，即将进入下一步。")
        : Bilingual("Next: nothing is owed on this incident.", "下一步：本事件暂无待办。"))
  }
}

extension Reply.Next.Step {
  /// Who owes it, what, about which text, and how much time is left; of one's own only what.
  init(_ item: Duties.Item) {
    let isMine = item.isMine && item.command != nil
    let people = item.people.isEmpty ? "" : " (" + item.people.joined(separator: ", ") + ")"
    let owner = isMine ? Bilingual(same: "") : item.team.name + Bilingual(people + ": ", people + "：")
    var sentence = owner + item.kind.name
    if !item.subject.isEmpty { sentence = sentence + Bilingual(same: " ") + item.about }
    if let left = item.timeLeft { sentence = sentence + Bilingual(", ", "，") + TimeFormat.left(left) }
    self.init(
      sentence, command: item.command?.line, isMine: isMine,
      figures: .object([
        "incident": .string(item.place), "team": .string(item.team.rawValue),
        "people": .array(item.people.map(JSONValue.string)), "mine": .bool(isMine), "kind": .string(item.kind.rawValue),
        "subject": .string(item.subject), "due_at": item.dueAt.map { .string(TimeFormat.iso($0)) } ?? .null,
        "seconds_left": item.timeLeft.map { .number($0) } ?? .null,
        "command": item.command.map { .string($0.line) } ?? .null,
      ]))
  }
}

extension Reply {
  /// An answer that ends with everything that is owed on the incident.
  public init(
    _ sentence: Bilingual? = nil, values: [String: JSONValue] = [:], fields: [Field] = [], tables: [Table] = [],
    owed: [Duties.Item]
  ) {
    self.init(sentence, values: values, fields: fields, tables: tables, next: Next(owed, .all))
  }
}
