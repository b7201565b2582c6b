import CommandLine
import Ledger
import Wording
import Workflow

/// The page of `watch`, and what its keys do. Pure: what is known comes in, lines go out.
struct WatchPage: LiveContent {
  let language: Language
  /// Says that the notices were read, and what waits then.
  private let acknowledge: @Sendable () async throws -> Duties.Inbox
  private var inbox = Duties.Inbox(items: [], notices: [])
  /// What stands on the page, in the order of its keys: nothing moves under a hand. What is done keeps its place until the list is
  /// put in order anew; what is new stands at the end.
  private var rows: [Duties.Item] = []
  private var selected = 0
  private var hasLooked = false
  /// Whether the next look may put the list in order: nobody has it in view.
  private var mayMove = true
  /// Why the page may be out of date.
  var problem: Bilingual?

  init(language: Language, acknowledge: @escaping @Sendable () async throws -> Duties.Inbox) {
    self.language = language
    self.acknowledge = acknowledge
  }

  /// Takes in what waits now; what stands on the page keeps its key.
  mutating func show(_ new: Duties.Inbox) {
    inbox = new
    hasLooked = true
    problem = nil
    if mayMove || rows.allSatisfy(isDone) {
      order()
    } else {
      rows = rows.map { row in new.items.first { Self.isSame($0, row) } ?? row } + fresh
    }
  }

  /// The list as it is owed: the most urgent first.
  private mutating func order() {
    rows = inbox.items
    selected = max(0, min(selected, rows.count - 1))
    mayMove = false
  }

  private static func isSame(_ one: Duties.Item, _ other: Duties.Item) -> Bool {
    one.key == other.key
  }

  private func isDone(_ item: Duties.Item) -> Bool { !inbox.items.contains { Self.isSame($0, item) } }

  private var fresh: [Duties.Item] { inbox.items.filter { item in !rows.contains { Self.isSame($0, item) } } }

  /// Whether the list is otherwise than it would be in order.
  private var isMoved: Bool { rows.map(\.key) != inbox.items.map(\.key) }

  mutating func act(on key: Key) -> LiveStep<Duties.Inbox> {
    switch key {
    case .up, .character("k"): selected = max(0, selected - 1)
    case .down, .character("j"): selected = max(0, min(selected + 1, rows.count - 1))
    case .home, .pageUp: selected = 0
    case .endOfPage, .pageDown: selected = max(0, rows.count - 1)
    case .enter: return command(selected)
    case .character(let character):
      if character == "q" { return .leave }
      if character == "n" { return .perform(acknowledge) }
      if character == "r" { order() }
      if let number = character.wholeNumberValue { return command(number - 1) }
    case .escape, .interrupt, .end: return .leave
    case .left, .right, .backspace, .delete, .tab, .eraseToStart, .eraseWord: break
    }
    return .stay
  }

  /// What was done meanwhile is not done again, nor is what took its place.
  private mutating func command(_ index: Int) -> LiveStep<Duties.Inbox> {
    guard rows.indices.contains(index), !isDone(rows[index]) else { return .stay }
    mayMove = true
    return .run(rows[index].command?.arguments ?? ["inbox"])
  }

  /// The page, as high and as wide as the terminal at most.
  func lines(size: Terminal.Size) -> [String] {
    let head =
      Bilingual("Waiting for you", "待办事项")[language]
      + (hasLooked ? " · \(inbox.items.count)" : "")
      + (isMoved ? Bilingual(" · changed: r puts it in order", " · 有变化：按 r 重新排序")[language] : "")
    let keys = Bilingual(
      "↑↓ select · Enter do it · 1–9 do that one · n notices read · q leave", "↑↓ 选择 · 回车处理 · 1–9 直接处理 · n 提醒已阅 · q 退出")[
        language]
    var body: [String] = []
    if let problem { body += [LiveFrame.trouble(problem, language), ""] }
    if !hasLooked {
      body.append(LiveFrame.looking(language))
    } else if rows.isEmpty {
      body.append(Bilingual("Nothing waits for you.", "暂无待办。")[language])
    }
    let notices = noticeLines(width: size.columns, most: 5)
    // The list takes what the notices and the frame leave, and shows the part around what is selected.
    let room = max(1, size.rows - 4 - body.count - (notices.isEmpty ? 0 : notices.count + 1))
    body += shown(room: room, width: size.columns)
    if !notices.isEmpty { body += [""] + notices }
    return LiveFrame.lines([head, ""] + body, keys: keys, size: size)
  }

  /// The rows around the selected one, as many as there is room for; one that is wider than the page goes on below.
  private func shown(room: Int, width: Int) -> [String] {
    guard !rows.isEmpty else { return [] }
    let heads = Columns.align(rows.enumerated().map(row))
    let folded = rows.indices.map {
      LiveFrame.folded(heads[$0], to: width, indent: 6, most: $0 == selected ? 4 : 2)
    }
    var first = selected
    var last = selected
    var used = folded[selected].count
    // Outwards from what is selected, by turns, while the next one fits.
    while true {
      let before = first > 0 && used + folded[first - 1].count <= room
      if before {
        first -= 1
        used += folded[first].count
      }
      let after = last < rows.count - 1 && used + folded[last + 1].count <= room
      if after {
        last += 1
        used += folded[last].count
      }
      if !before, !after { break }
    }
    return Array(folded[first...last].joined().prefix(room))
  }

  private func row(_ index: Int, _ item: Duties.Item) -> [String] {
    [
      (index == selected ? "▶ " : "  ") + (index < 9 ? "\(index + 1)" : " "),
      isDone(item)
        ? Bilingual("✓ no longer owed", "✓ 已办")[language]
        : item.timeLeft.map { TimeFormat.left($0)[language] } ?? "–",
      item.place, item.severity.rawValue,
      item.kind.name[language] + (item.subject.isEmpty ? "" : " " + SafeText.line(item.about[language])),
      Bilingual.drillMark(of: item.isExercise)[language] + SafeText.line(item.title),
    ]
  }

  /// The newest notices; what there is no room for is counted.
  private func noticeLines(width: Int, most: Int) -> [String] {
    let notices = inbox.notices.filter { $0.reason != "waits" }
    var lines: [String] = []
    for (index, notice) in notices.enumerated() {
      let line = "· \(TimeFormat.clock(notice.at)) \(notice.incident) \(NoticeText.sentence(notice)[language])"
      let folded = LiveFrame.folded(line, to: width, indent: 2, most: 2)
      let isLast = index == notices.count - 1
      guard lines.count + folded.count + (isLast ? 0 : 1) <= most else {
        let rest = notices.count - index
        return lines + [Bilingual("… and \(rest) more", "……另有 \(rest) 条")[language]]
      }
      lines += folded
    }
    return lines
  }
}

extension Duties.Item {
  /// By which it is the same in two looks.
  fileprivate var key: String { "\(incident) \(kind) \(subject)" }
}
