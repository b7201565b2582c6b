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
  private var selected = 0
  private var hasLooked = false
  /// Why the page may be out of date.
  var problem: Bilingual?

  init(language: Language, acknowledge: @escaping @Sendable () async throws -> Duties.Inbox) {
    self.language = language
    self.acknowledge = acknowledge
  }

  /// Takes in what waits now; what was selected stays selected if it is still there.
  mutating func show(_ new: Duties.Inbox) {
    let old = inbox.items.indices.contains(selected) ? inbox.items[selected] : nil
    inbox = new
    hasLooked = true
    problem = nil
    if let old,
      let index = new.items.firstIndex(where: {
        $0.incident == old.incident && $0.kind == old.kind && $0.subject == old.subject
      })
    {
      selected = index
    }
    selected = max(0, min(selected, new.items.count - 1))
  }

  mutating func act(on key: Key) -> LiveStep<Duties.Inbox> {
    switch key {
    case .up, .character("k"): selected = max(0, selected - 1)
    case .down, .character("j"): selected = max(0, min(selected + 1, inbox.items.count - 1))
    case .home, .pageUp: selected = 0
    case .endOfPage, .pageDown: selected = max(0, inbox.items.count - 1)
    case .enter: if inbox.items.indices.contains(selected) { return command(inbox.items[selected]) }
    case .character(let character):
      if character == "q" { return .leave }
      if character == "n" { return .perform(acknowledge) }
      if let number = character.wholeNumberValue, inbox.items.indices.contains(number - 1) {
        return command(inbox.items[number - 1])
      }
    case .escape, .interrupt, .end: return .leave
    case .backspace, .tab: break
    }
    return .stay
  }

  private func command(_ item: Duties.Item) -> LiveStep<Duties.Inbox> { .run(item.command?.arguments ?? ["inbox"]) }

  /// The page, as high and as wide as the terminal at most.
  func lines(size: Terminal.Size) -> [String] {
    let head =
      Bilingual("Waiting for you", "待办事项")[language]
      + (hasLooked ? " · \(inbox.items.count)" : "")
    let keys = Bilingual(
      "↑↓ select · Enter do it · 1–9 do that one · n notices read · q leave", "↑↓ 选择 · 回车处理 · 1–9 直接处理 · n 提醒已阅 · q 退出")[
        language]
    var body: [String] = []
    if let problem { body += [LiveFrame.trouble(problem, language), ""] }
    if !hasLooked {
      body.append(LiveFrame.looking(language))
    } else if inbox.items.isEmpty {
      body.append(Bilingual("Nothing waits for you.", "没有待办事项。")[language])
    }
    let notices = noticeLines
    // The list takes what the notices and the frame leave, and shows the part around what is selected.
    let room = max(1, size.rows - 4 - body.count - (notices.isEmpty ? 0 : min(notices.count, 5) + 1))
    let first = max(0, min(selected - room / 2, inbox.items.count - room))
    let rows = Columns.align(inbox.items.enumerated().map(row))
    body += rows.dropFirst(first).prefix(room)
    if !notices.isEmpty { body += [""] + notices.prefix(5) }
    return LiveFrame.lines([head, ""] + body, keys: keys, size: size)
  }

  private func row(_ index: Int, _ item: Duties.Item) -> [String] {
    [
      (index == selected ? "▶ " : "  ") + (index < 9 ? "\(index + 1)" : " "),
      item.timeLeft.map { TimeFormat.left($0)[language] } ?? "–", item.place, item.severity.rawValue,
      item.kind.name[language] + (item.subject.isEmpty ? "" : " " + SafeText.line(item.subject)),
      Bilingual.drillMark(of: item.isExercise)[language] + SafeText.line(item.title),
    ]
  }

  private var noticeLines: [String] {
    inbox.notices.filter { $0.reason != "waits" }.map { notice in
      "· \(TimeFormat.clock(notice.at)) \(notice.incident) \(NoticeText.sentence(notice)[language])"
    }
  }
}
