import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// Where things stand, for the wall: open incidents by severity, their next deadline, what is unusual, who is on duty. It shows what
/// everybody of the teams may know: no text, and of a restricted incident its code name.
struct BoardPage {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  func answer() async throws -> Server.Answer {
    let situation = try await sheet.visitor.ledger(.staff, .reader).situations.read()
    let board = Board(situation: situation, language: sheet.language, now: sheet.request.now) { Catalogue.target($0) }
    return sheet.page(
      sheet.say("Board", "看板"), board.markup, isExercise: board.isExercise, isLive: true, isBoard: true)
  }
}

/// The board as a screen on the wall shows it, which is nobody's and can go nowhere from here.
enum WallPage {
  static func answer(_ ledger: Ledger, _ language: Language, now: Date) async throws -> Server.Answer {
    let board = Board(situation: try await ledger.situations.read(), language: language, now: now) { _ in nil }
    var page = Page(
      language: language, title: Bilingual("Board", "看板")[language], style: Look.style, script: Look.script,
      main: board.markup)
    page.isExercise = board.isExercise
    page.isLive = true
    page.isBoard = true
    return Server.Answer(type: Sheet.type, page.html)
  }
}

/// What a board shows, whoever looks.
struct Board {
  let situation: Situations.Situation
  let language: Language
  let now: Date
  /// Where a code leads; nil where it leads nowhere.
  let target: @Sendable (_ code: String) -> String?

  private var reply: ReplyMarkup { ReplyMarkup(language, target: target) }
  private func say(_ english: String, _ chinese: String) -> String { Bilingual(english, chinese)[language] }

  var isExercise: Bool { !situation.incidents.isEmpty && situation.incidents.allSatisfy(\.isExercise) }

  var markup: [Markup] {
    [
      .element(
        "div", ["class": "top"],
        [
          .heading(1, say("Where things stand", "舆情态势")),
          .element("p", [:], reply.inline(.time(now))),
        ]),
      .element(
        "div", ["class": "grid"],
        [
          .element("section", ["aria-label": say("Open incidents", "处置中的事件")], incidents),
          .element("section", ["class": "side"], duty + signals + health),
        ]),
    ]
  }

  private var incidents: [Markup] {
    guard !situation.incidents.isEmpty else {
      return [.paragraph(say("No incident is open.", "没有处置中的事件。"), class: "calm")]
    }
    return [.element("ul", ["class": "rows"], situation.incidents.map(row))]
  }

  private func row(_ incident: Situations.Incident) -> Markup {
    let code = incident.reference.description
    let number = (Stage.allCases.firstIndex(of: incident.stage) ?? 0) + 1
    let mark = incident.isExercise ? Bilingual.drillMark(of: true)[language] : ""
    let title: Markup = .element(
      "b", ["dir": "auto"],
      [
        target(code).map { .link($0, code) } ?? .text(code),
        .text(" " + mark + incident.title),
      ])
    let stage: Markup = .element(
      "span", ["class": "stage"],
      [
        .element(
          "svg",
          ["class": "steps", "viewBox": "0 0 \(Stage.allCases.count * 12) 8", "aria-hidden": "true"],
          Stage.allCases.indices.map { index in
            .empty(
              "rect",
              [
                "x": String(index * 12), "y": "0", "width": "10", "height": "8",
                "class": index < number ? "past" : "",
              ])
          }),
        .text(" " + incident.stage.name[language]),
        .text(incident.isRestricted ? say(" · for its named people", " · 仅限知情人") : ""),
      ])
    var due: [Markup] = []
    if let next = incident.next {
      due = [
        .element("b", [:], reply.inline(.span(next.timeLeft))),
        .element(
          "span", ["class": "small"], [.text(next.kind.name[language] + say(", ", "，") + next.team.name[language])]),
      ]
    }
    return .element(
      "li", [:],
      [
        .element(
          "span", ["class": "level " + incident.severity.rawValue, "title": incident.severity.name[language]],
          [.text(incident.severity.rawValue)]),
        .element("div", ["class": "what"], [title, stage]), heat(incident),
        .element("div", ["class": "due"], due),
      ])
  }

  private func heat(_ incident: Situations.Incident) -> Markup {
    guard let newest = incident.heat.last else { return .element("span", ["class": "heat"], []) }
    let most = incident.heat.max() ?? 0
    return HeatLine.markup(
      incident.heat,
      words: say(
        "Mentions in 24 hours: \(incident.heat.reduce(0, +)), at most \(most) an hour, \(newest) in this hour",
        "24 小时信息量 \(incident.heat.reduce(0, +)) 条，每小时最多 \(most) 条，最近一小时 \(newest) 条"))
  }

  private var duty: [Markup] {
    let teams = Team.allCases.compactMap { team -> Markup? in
      let names = situation.onDuty.filter { $0.team == team }.map(\.name)
      guard !names.isEmpty else { return nil }
      return .element(
        "div", [:],
        [
          .element("dt", [:], [.text(team.name[language])]),
          .element("dd", ["dir": "auto"], [.text(names.joined(separator: say(", ", "、")))]),
        ])
    }
    return [
      .heading(2, say("On duty", "值班")),
      teams.isEmpty
        ? .paragraph(say("Nobody is on the roster now.", "当前无人值班。"), class: "empty") : .element("dl", [:], teams),
    ]
  }

  private var signals: [Markup] {
    [
      .heading(2, say("Signals", "预警")),
      situation.signals.isEmpty
        ? .paragraph(say("None is open.", "暂无预警。"), class: "empty")
        : .element(
          "ul", ["class": "signals"],
          situation.signals.prefix(6).map { signal in
            .element(
              "li", [:],
              [
                .element(
                  "b", ["dir": "auto"], [.text(signal.subject.isEmpty ? say("no subject", "未归类") : signal.subject)]),
                .text(" " + SignalCue.words(signal.cue)[language] + (signal.count > 1 ? " ×\(signal.count)" : "")),
              ])
          }),
    ]
  }

  private var health: [Markup] {
    let all = [
      (say("Sources", "信息来源"), situation.sources), (say("Channels", "发布渠道"), situation.channels),
      (say("Tools", "工具和平台"), situation.tools),
    ]
    return [
      .heading(2, say("Sources, channels and tools", "来源、渠道和工具")),
      .element(
        "dl", [:],
        all.filter { $0.1.count > 0 }.map { name, health in
          .element(
            "div", [:],
            [
              .element("dt", [:], [.text(name)]),
              .element(
                "dd", ["class": health.ill.isEmpty ? "well" : "late", "dir": "auto"],
                [
                  .text(
                    health.ill.isEmpty
                      ? say("all \(health.count) well", "\(health.count) 个，正常")
                      : say(
                        "\(health.ill.count) of \(health.count) ill: ", "\(health.count) 个，异常 \(health.ill.count) 个：")
                        + health.ill.prefix(3).joined(separator: say(", ", "、")))
                ]),
            ])
        }),
    ]
  }
}
