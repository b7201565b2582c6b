import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// The page that an analyst keeps open all day. Pure: what is known comes in, lines go out.
struct BoardPage: LiveContent {
  let language: Language
  var problem: Bilingual?
  private var board = Boards.Board()
  private var hasLooked = false
  private var selected = 0
  /// What was selected is gone: keys act on nothing until something else is.
  private var isGone = false

  init(language: Language) { self.language = language }

  mutating func show(_ new: Boards.Board) {
    let old = board.signals.indices.contains(selected) ? board.signals[selected].id : nil
    board = new
    hasLooked = true
    problem = nil
    if let old {
      let index = new.signals.firstIndex { $0.id == old }
      isGone = index == nil
      selected = index ?? selected
    }
    selected = max(0, min(selected, new.signals.count - 1))
  }

  private mutating func select(_ index: Int) {
    selected = max(0, min(index, board.signals.count - 1))
    isGone = false
  }

  mutating func act(on key: Key) -> LiveStep<Boards.Board> {
    switch key {
    case .up, .character("k"): select(selected - 1)
    case .down, .character("j"): select(selected + 1)
    case .home, .pageUp: select(0)
    case .endOfPage, .pageDown: select(board.signals.count - 1)
    case .enter: return onSelected { ["signal", $0] }
    case .character("o"): return onSelected { ["open", "--signal", $0] }
    case .character("s"): return onSelected { ["snooze", $0] }
    case .character("d"): return onSelected { ["dismiss", $0] }
    case .character("l"): return .run(["signals", "--all"])
    case .character("f"): return .run(["source", "list"])
    case .character("q"), .escape, .interrupt, .end: return .leave
    case .character, .left, .right, .backspace, .delete, .tab, .eraseToStart, .eraseWord: break
    }
    return .stay
  }

  private func onSelected(_ command: (String) -> [String]) -> LiveStep<Boards.Board> {
    guard !isGone, board.signals.indices.contains(selected) else { return .stay }
    return .run(command(board.signals[selected].reference.description))
  }

  func lines(size: Terminal.Size) -> [String] {
    let keys = Bilingual(
      "↑↓ select · Enter look · o open · s snooze · d dismiss · f sources · q leave",
      "↑↓ 选择 · 回车查看 · o 登记事件 · s 推迟 · d 排除 · f 信息源 · q 退出")[language]
    var body: [String] = []
    if let problem { body.append(LiveFrame.trouble(problem, language)) }
    if !hasLooked {
      body.append(LiveFrame.looking(language))
    } else {
      body += sections(room: size.rows - 2 - body.count, columns: size.columns)
    }
    return LiveFrame.lines([head] + body, keys: keys, size: size)
  }

  /// How everything is, in a line.
  private var head: String {
    guard hasLooked else { return Bilingual("Board", "监测看板")[language] }
    let ill = board.sources.filter(\.isIll)
    var parts = [
      Bilingual("Board", "监测看板"),
      Bilingual("signals \(board.signals.count)", "预警 \(board.signals.count)"),
      Bilingual("incidents \(board.incidents.count)", "事件 \(board.incidents.count)"),
    ]
    if ill.isEmpty {
      parts.append(Bilingual("sources \(board.sources.count), all well", "信息源 \(board.sources.count)，全部正常"))
    } else {
      let names = ill.prefix(3).map { SafeText.line($0.name) }
      parts.append(
        Bilingual(
          "sources ill: \(names.joined(separator: ", "))\(ill.count > 3 ? " …" : "")",
          "异常信息源：\(names.joined(separator: "、"))\(ill.count > 3 ? "……" : "")"))
    }
    if board.waiting > 0 { parts.append(Bilingual("\(board.waiting) batches wait", "\(board.waiting) 批待分析")) }
    parts.append(Bilingual(same: TimeFormat.clock(board.now)))
    return parts.map { $0[language] }.joined(separator: " · ")
  }

  /// What is most urgent has its room first; the rest share what is left.
  private func sections(room: Int, columns: Int) -> [String] {
    let signals = signalRows
    let incidents = incidentRows
    let trends = trendRows(columns: columns)
    let stories = storyRows
    var left = room - 8  // a heading and an empty line for each of the four
    func share(_ wanted: Int, _ most: Int) -> Int {
      let given = max(1, min(wanted, most, left))
      left -= given
      return given
    }
    let forSignals = share(signals.count, max(3, room / 3))
    let forIncidents = share(incidents.count, max(2, room / 6))
    let forTrends = share(trends.count, max(3, room / 4))
    let forStories = max(1, left)
    let first = max(0, min(selected - forSignals / 2, signals.count - forSignals))
    return section(
      Bilingual("Signals", "预警"), Array(signals.dropFirst(first).prefix(forSignals)),
      Bilingual("Nothing is unusual.", "没有异常。"))
      + section(Bilingual("Open incidents", "处置中的事件"), Array(incidents.prefix(forIncidents)), Bilingual("None.", "无。"))
      + section(
        Bilingual("Mentions in two hours", "近两小时信息量"), Array(trends.prefix(forTrends)), Bilingual("None.", "无。"))
      + section(
        Bilingual("Newest negative stories", "最新负面话题"), Array(stories.prefix(forStories)), Bilingual("None.", "无。"))
  }

  private func section(_ title: Bilingual, _ rows: [String], _ empty: Bilingual) -> [String] {
    ["", "── " + title[language]] + (rows.isEmpty ? ["  " + empty[language]] : rows)
  }

  private var signalRows: [String] {
    Columns.align(
      board.signals.enumerated().map { index, signal in
        let others = board.joined[signal.id] ?? []
        let cues = ([signal] + others).map { SignalText.cue($0.cue)[language] }
          .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return [
          (index == selected && !isGone ? "▶ " : "  ") + signal.reference.description
            + (others.isEmpty ? "" : " +\(others.count)"), subject(signal.subject),
          cues.joined(separator: Bilingual(", ", "、")[language])
            + (signal.state == "snoozed" ? Bilingual(" (snoozed)", "（已推迟）")[language] : ""),
          TimeFormat.clock(signal.since), "\(signal.mentions)", "−\(signal.negative)",
          SignalText.rarity(signal.rarity)[language],
        ]
      })
  }

  private var incidentRows: [String] {
    Columns.align(
      board.incidents.map { incident in
        [
          "  " + incident.reference.description, incident.severity.rawValue, incident.stage.name[language],
          Bilingual.drillMark(of: incident.isExercise)[language] + SafeText.line(incident.title),
        ]
      })
  }

  private func trendRows(columns: Int) -> [String] {
    let steps = Array("▁▂▃▄▅▆▇█")
    return Columns.align(
      board.lines.map { line in
        let most = max(line.counts.max() ?? 0, 1)
        let spark = String(
          line.counts.map { $0 == 0 ? "·" : steps[min(steps.count - 1, $0 * steps.count / (most + 1))] })
        let percent = line.mentions == 0 ? 0 : line.negative * 100 / line.mentions
        return [
          "  " + subject(line.subject), spark, "\(line.mentions)",
          Bilingual("\(percent) % negative", "负面 \(percent)%")[language],
        ]
      })
  }

  private var storyRows: [String] {
    Columns.align(
      board.stories.map { story in
        ["  M\(story.id)", "×\(story.copies)", SafeText.line(story.source), SafeText.line(story.line)]
      })
  }

  private func subject(_ subject: String) -> String {
    subject.isEmpty ? Bilingual("(none)", "（未归类）")[language] : Columns.cut(SafeText.line(subject), to: 16)
  }
}
