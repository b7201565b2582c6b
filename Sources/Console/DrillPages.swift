import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// Drills: whoever leads one does it from here; whoever takes part sees what was said to them, and nothing of what is to come. The
/// database decides who reads what.
struct DrillPages {
  private let sheet: Sheet
  private var language: Language { sheet.language }

  init(_ sheet: Sheet) { self.sheet = sheet }

  func list() async throws -> Server.Answer {
    let title = sheet.say("Drills", "演练")
    return sheet.page(
      title,
      [.heading(1, title)] + sheet.reply.markup(try await sheet.look("staff/drill-list"))
        + FilePages(sheet).offer("staff/drill-list") + [
          sheet.links([("/do/staff/drill-plan", sheet.say("Plan a drill", "安排演练"))])
        ], isLive: true)
  }

  func answer(_ reference: Reference) async throws -> Server.Answer {
    let ledger = await sheet.visitor.ledger(.staff, .staff)
    let drill = try await ledger.drills.find(reference)
    let isOver = drill.state == .done || drill.state == .stopped
    let seesAll = drill.role.map { $0 != .participant } ?? false
    var main: [Markup] = [
      .heading(1, Bilingual.drillMark(of: true)[language] + "\(reference) \(drill.title)"),
      .element(
        "p", ["class": "note"],
        [
          .element("b", [:], [.text(sheet.say("This is a drill. ", "这是演练。"))]),
          .text(
            sheet.say(
              "Nothing of it is real, and nothing of it leaves the house.", "以下内容均为演练，不会对外发布。")),
        ]),
      .element("p", ["class": "lead"], [.text(lead(drill))]),
    ]
    if let incident = drill.incident {
      main.append(
        .element(
          "p", [:], [.link("/incident/\(incident)", sheet.say("To its incident \(incident)", "进入演练事件 \(incident)"))]))
    }
    if drill.role == .facilitator { main += try await leading(drill) }
    if drill.role != nil, !isOver { main += try await joining(drill, ledger) }
    if seesAll, drill.state != .planned { main += try await noting(drill, ledger) }
    if isOver { main += try await afterwards(drill) }
    if seesAll || isOver && drill.role != nil {
      main.append(.heading(2, sheet.say("What came, and what comes", "情景进程")))
      main += try await timeline(drill)
    }
    if seesAll || isOver && drill.role != nil {
      let record = try await sheet.look("staff/drill-record", subject(drill))
      main += [.heading(2, sheet.say("Record", "演练记录"))] + sheet.reply.markup(record)
    }
    if drill.role != nil {
      main +=
        [.heading(2, sheet.say("The drill", "演练情况"))]
        + sheet.reply.markup(try await sheet.look("staff/drill-show", subject(drill)))
    }
    main.append(.element("p", ["class": "small"], [.link("/drills", sheet.say("To all drills", "回到演练列表"))]))
    return sheet.page("\(reference) \(drill.title)", main, isExercise: true, isLive: true)
  }

  private func subject(_ drill: Drills.Summary) -> [String: [String]] { ["DRILL": [drill.reference.description]] }

  private func lead(_ drill: Drills.Summary) -> String {
    var words = [drill.kind.name[language], drill.state.name[language]]
    if let role = drill.role { words.append(sheet.say("you: ", "您的角色：") + role.name[language]) }
    if drill.state == .running {
      words.append(sheet.say("its clock: ", "演练时钟：") + TimeFormat.local(drill.now))
      words.append(
        drill.rate == 0
          ? sheet.say("stands still", "已暂停") : sheet.say("\(figure(drill.rate))×", "\(figure(drill.rate)) 倍"))
    } else if drill.state == .planned {
      words.append(sheet.say("planned for ", "计划时间：") + TimeFormat.local(drill.plannedAt))
    }
    return words.joined(separator: " · ")
  }

  private func figure(_ rate: Double) -> String { rate == rate.rounded() ? String(Int(rate)) : String(rate) }

  // MARK: who leads it

  /// Its clock, what is said to all, what is added on the spot, its end.
  private func leading(_ drill: Drills.Summary) async throws -> [Markup] {
    switch drill.state {
    case .planned:
      return [
        .heading(2, sheet.say("Begin", "开始")),
        sheet.buttons("staff/drill-start", subject(drill), [Sheet.Button(sheet.say("Begin the drill", "开始演练"))]),
      ]
    case .running:
      let moves =
        drill.rate == 0
        ? Sheet.Button(sheet.say("Let the clock go on", "继续"), path: "staff/drill-resume")
        : Sheet.Button(sheet.say("Stop the clock", "暂停"), path: "staff/drill-pause")
      var all: [Markup] = [
        .heading(2, sheet.say("Lead it", "导调")), sheet.buttons(moves.path, subject(drill), [moves]),
      ]
      for (path, title, left) in [
        ("drill-say", sheet.say("A message to all", "向所有人发送消息"), []),
        ("drill-jump", sheet.say("Let the clock jump", "往前拨时钟"), ["reason"]),
        ("drill-rate", sheet.say("Another rate", "调整倍率"), ["reason"]),
        ("drill-inject", sheet.say("Add something on the spot", "临时增加情景"), ["INJECT"]),
        ("drill-end", sheet.say("End it", "结束演练"), []),
      ] {
        guard let step = Catalogue.step("staff/" + path) else { continue }
        all.append(
          details(
            title, [try await StepPage(sheet).blank(step, filled(drill), fixed: Set(["DRILL"] + left), mark: path)],
            isOpen: path == "drill-say"))
      }
      return all
    case .done, .stopped: return []
    }
  }

  private func filled(_ drill: Drills.Summary) -> Step.Filled {
    var filled = Step.Filled()
    filled.values = subject(drill)
    return filled
  }

  private func details(_ title: String, _ content: [Markup], isOpen: Bool = false) -> Markup {
    let inside: [Markup] = [.element("summary", [:], [.text(title)])] + content
    return isOpen ? .element("details", ["open": "open"], inside) : .element("details", [:], inside)
  }

  /// What came and comes. Of what is still to come, whoever leads has the buttons beside it.
  private func timeline(_ drill: Drills.Summary) async throws -> [Markup] {
    let reply = try await sheet.look("staff/drill-timeline", subject(drill))
    guard let table = reply.tables.first, !table.rows.isEmpty else { return sheet.reply.markup(reply) }
    return [
      .element(
        "ol", ["class": "cards"],
        table.rows.map { row in
          // Number, state, time, condition, kind, title: as the command has them.
          guard case .code(let code) = row[0], case .named(let state, _) = row[1] else { return .text("") }
          var inside: [Markup] = [.element("b", [:], [.text(code)]), .text(" ")]
          inside += sheet.reply.inline(row[5])
          inside += [
            .empty("br", [:]), .element("span", ["class": "small"], joined([row[1], row[4], row[3], row[2]])),
          ]
          if drill.role == .facilitator, drill.state == .running { inside += steering(drill, code, state) }
          return .element("li", ["class": state == "delivered" ? "past" : ""], [.element("div", [:], inside)])
        })
    ]
  }

  private func joined(_ cells: [Cell]) -> [Markup] {
    cells.enumerated().flatMap { place, cell in (place > 0 ? [.text(" · ")] : []) + sheet.reply.inline(cell) }
  }

  private func steering(_ drill: Drills.Summary, _ code: String, _ state: String) -> [Markup] {
    let now = Sheet.Button(sheet.say("Now", "立即注入"), path: "staff/drill-inject", about: code)
    let skip = Sheet.Button(sheet.say("Skip", "跳过"), path: "staff/drill-skip", about: code)
    let hold = Sheet.Button(sheet.say("Hold", "暂缓"), path: "staff/drill-hold", about: code)
    let release = Sheet.Button(sheet.say("Release", "恢复"), path: "staff/drill-release", about: code)
    let buttons: [Sheet.Button] =
      switch state {
      case "waits": [now, hold, skip]
      case "held": [now, release, skip]
      case "skipped": [now, release]
      default: []
      }
    guard let first = buttons.first else { return [] }
    return [sheet.buttons(first.path, subject(drill).merging(["INJECT": [code]]) { $1 }, buttons)]
  }

  // MARK: who is in it

  private func joining(_ drill: Drills.Summary, _ ledger: Ledger) async throws -> [Markup] {
    let people = try await ledger.drills.people(drill.reference)
    guard let own = people.first(where: { $0.handle == sheet.visitor.person.handle }), own.joinedAt == nil else {
      return []
    }
    return [
      sheet.buttons("staff/drill-join", subject(drill), [Sheet.Button(sheet.say("Sign in to the drill", "演练签到"))])
    ]
  }

  /// What an observer notes, against an objective.
  private func noting(_ drill: Drills.Summary, _ ledger: Ledger) async throws -> [Markup] {
    guard let step = Catalogue.step("staff/drill-note") else { return [] }
    let objectives = try await ledger.drills.objectives(drill.reference)
    return [
      .heading(2, sheet.say("Note what you see", "观察记录")),
      .element(
        "ul", ["class": "small"],
        objectives.map { .element("li", [:], [.element("b", [:], [.text($0.code)]), .text(" " + $0.text[language])]) }),
      try await StepPage(sheet).blank(
        step, filled(drill), fixed: ["DRILL"], mark: "note",
        choices: ["objective": objectives.map { ($0.code, $0.code + " " + $0.text[language]) }]),
    ]
  }

  /// Remarks, then everybody's own word, then the evaluators' judgement: each form for whoever owes it.
  private func afterwards(_ drill: Drills.Summary) async throws -> [Markup] {
    var forms: [Markup] = []
    let isMissing = drill.wordsMissing.contains(sheet.visitor.person.handle)
    for (path, isMine, title) in [
      ("drill-remark", drill.role == .facilitator || drill.role == .evaluator, sheet.say("Your remarks", "点评")),
      ("drill-word", isMissing, sheet.say("Your own word", "自评")),
      ("drill-evaluate", drill.role == .evaluator, sheet.say("The evaluators' judgement", "评估组意见")),
    ] where isMine {
      guard let step = Catalogue.step("staff/" + path) else { continue }
      forms.append(
        details(
          title, [try await StepPage(sheet).blank(step, filled(drill), fixed: ["DRILL"], mark: path)],
          isOpen: path == "drill-word"))
    }
    let evaluation: [Markup] =
      drill.incident.map {
        [
          .element(
            "p", [:], [.link("/evaluation/\($0)", sheet.say("Scores, and the real case beside yours", "评估得分，并与真实事件对照"))]
          )
        ]
      } ?? []
    return [.heading(2, sheet.say("Afterwards", "演练之后"))] + forms + evaluation
  }
}
