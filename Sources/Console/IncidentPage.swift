import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// One incident: where it stands, what it waits for, the clocks, and every step that this person may take.
struct IncidentPage {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  private func reader() async -> Ledger {
    await sheet.visitor.ledger(.staff, .reader)
  }

  func list() async throws -> Server.Answer {
    let all = try await reader().incidents.list(Incidents.Filter())
    let open = all.filter { $0.stage != .closed }
    var main: [Markup] = [.heading(1, sheet.say("Incidents", "事件"))]
    main +=
      open.isEmpty
      ? [.paragraph(sheet.say("No incident is open.", "没有处置中的事件。"), class: "empty")] : [Self.cards(open, sheet)]
    if sheet.visitor.person.teams.contains(.monitoring) {
      main.append(.element("p", [:], [.link("/do/monitoring/open", sheet.say("Open an incident", "登记事件"))]))
    }
    let closed = all.filter { $0.stage == .closed }
    if !closed.isEmpty {
      main.append(
        .element(
          "details", [:],
          [
            .element("summary", [:], [.text(sheet.say("Archived (\(closed.count))", "已归档（\(closed.count)）"))]),
            Self.cards(closed, sheet),
          ]))
    }
    return sheet.page(sheet.say("Incidents", "事件"), main, isLive: true)
  }

  /// The gravest first.
  static func cards(_ incidents: [Incidents.Summary], _ sheet: Sheet) -> Markup {
    let order = Severity.allCases
    let sorted = incidents.sorted {
      (order.firstIndex(of: $0.severity) ?? 0, -$0.id) < (order.firstIndex(of: $1.severity) ?? 0, -$1.id)
    }
    return .element(
      "ul", ["class": "cards"],
      sorted.map { incident in
        .element(
          "li", [:],
          [
            .element(
              "a", ["href": "/incident/\(incident.reference)"],
              [
                .element("span", ["class": "level " + incident.severity.rawValue], [.text(incident.severity.rawValue)]),
                .text(" "),
                .element("b", [:], [.text("\(incident.reference) ")]),
              ]
                + (incident.isExercise
                  ? [.element("b", ["class": "drill"], [.text(Bilingual.drillMark(of: true)[sheet.language])])] : [])
                + [
                  .text(incident.title), .empty("br", [:]),
                  .element("span", ["class": "small"], [.text(incident.stage.name[sheet.language])]),
                ])
          ])
      })
  }

  func answer(_ reference: Reference) async throws -> Server.Answer {
    let ledger = await reader()
    let incident = try await ledger.incidents.find(reference)
    let shown = try await sheet.look("staff/incident-show", ["INCIDENT": [reference.description]])
    guard let waiting = shown.content as? Duties.Waiting else {
      return try sheet.failed(LedgerError.unknown(reference))
    }
    let mark = incident.isExercise ? Bilingual.drillMark(of: true)[sheet.language] : ""
    var main: [Markup] = [
      .heading(1, "\(reference) \(mark)\(incident.title)"),
      .element(
        "p", ["class": "lead"],
        [
          .element("span", ["class": "level " + incident.severity.rawValue], [.text(incident.severity.rawValue)]),
          .text(" \(incident.severity.name[sheet.language]) · \(incident.kind.name[sheet.language])"),
        ] + (incident.isRestricted ? [.text(sheet.say(" · for its named people only", " · 仅限知情人"))] : [])),
      Self.stages(incident.stage, sheet),
    ]
    main += steps(reference, waiting.items) + gates(waiting.gates) + clocks(waiting.items)
    var told = shown
    // What stands above is not said twice.
    told.fields = told.fields.filter {
      !["incident", "title", "kind", "severity", "stage", "restricted"].contains($0.key)
    }
    told.next = nil
    told.tables = told.tables.filter { !$0.rows.isEmpty }
    main += [.heading(2, sheet.say("What is known and what was decided", "情况与决定"))] + sheet.reply.markup(told)
    if let notes = try? await sheet.look("staff/notes", ["INCIDENT": [reference.description]]),
      notes.tables.contains(where: { !$0.rows.isEmpty })
    {
      main.append(
        .element(
          "details", [:],
          [.element("summary", [:], [.text(sheet.say("Notes", "备注"))])] + notes.tables.map { sheet.reply.table($0) }))
    }
    if sheet.visitor.person.teams.contains(.response) {
      // There may be hundreds, and they have a page.
      main.append(
        .element("p", [:], [.link("/feedback/\(reference)", sheet.say("Feedback, with its answers", "反馈及回复"))]))
    }
    main += try await files(incident)
    main.append(
      .element("p", [:], [.link("/incident/\(reference)/history", sheet.say("What happened, in order", "处置经过"))]))
    main += all(reference)
    return sheet.page(
      "\(reference) \(incident.title)", main, isExercise: incident.isExercise, isLive: true)
  }

  /// The files of an incident, and the form that keeps another.
  private func files(_ incident: Incidents.Summary) async throws -> [Markup] {
    let about = ["INCIDENT": [incident.reference.description]]
    guard let kept = try? await sheet.look("staff/attachments", about).tables.first else { return [] }
    var inside: [Markup] = [
      .element("summary", [:], [.text(sheet.say("Files (\(kept.rows.count))", "附件（\(kept.rows.count)）"))])
    ]
    if !kept.rows.isEmpty { inside.append(sheet.reply.table(kept)) }
    if let step = Catalogue.step("staff/attach") {
      var filled = Step.Filled()
      filled.values = about
      inside.append(try await StepPage(sheet).blank(step, filled, fixed: ["INCIDENT"], mark: "a"))
    }
    return kept.rows.isEmpty && inside.count == 1 ? [] : [.element("details", [:], inside)]
  }

  static func stages(_ now: Stage, _ sheet: Sheet) -> Markup {
    .element(
      "ol", ["class": "stages", "aria-label": sheet.say("Stages", "阶段")],
      Stage.allCases.map { stage in
        let name = stage.name[sheet.language]
        return stage == now
          ? .element("li", ["class": "now", "aria-current": "step"], [.text(name)])
          : .element("li", ["class": stage < now ? "past" : ""], [.text(name)])
      })
  }

  /// What is owed: this person's own as links to their forms, then what others owe.
  private func steps(_ reference: Reference, _ items: [Duties.Item]) -> [Markup] {
    let teams = sheet.visitor.person.teams
    let handle = sheet.visitor.person.handle
    guard !items.isEmpty else { return [.paragraph(sheet.say("Nothing is owed now.", "暂无待办。"), class: "empty")] }
    func isMine(_ item: Duties.Item) -> Bool {
      teams.contains(item.team) && (item.people.isEmpty || item.people.contains(handle))
    }
    func line(_ item: Duties.Item) -> Markup {
      let isMine = isMine(item)
      var words = item.kind.name[sheet.language]
      if !item.subject.isEmpty { words += " " + item.about[sheet.language] }
      let owner = item.people.isEmpty ? item.team.name[sheet.language] : item.people.joined(separator: ", ")
      let head: Markup =
        isMine
        ? item.command.flatMap { Catalogue.target($0.line) }.map { .link($0, words) } ?? .text(words) : .text(words)
      let left: [Markup] = item.timeLeft.map { [.text(" · ")] + sheet.reply.inline(.span($0)) } ?? []
      return .element(
        "li", ["class": isMine ? "mine" : ""], [head] + (isMine ? [] : [.text(" · " + owner)]) + left)
    }
    /// The first of many; what is left is said.
    func list(_ title: String, _ items: [Duties.Item]) -> [Markup] {
      guard !items.isEmpty else { return [] }
      let more = items.count - Self.most
      let rest: [Markup] =
        more > 0 ? [.element("li", [:], [.text(sheet.say("and \(more) more", "另有 \(more) 项"))])] : []
      return [.heading(2, title), .element("ul", ["class": "steps"], items.prefix(Self.most).map(line) + rest)]
    }
    return list(sheet.say("Next for you", "您的下一步"), items.filter(isMine))
      + list(sheet.say("Others owe", "等待他人"), items.filter { !isMine($0) })
  }

  /// So many duties of one's own, and of others, stand on the page: nobody reads more of them here.
  private static let most = 20

  private func gates(_ gates: [Duties.GateState]) -> [Markup] {
    guard !gates.isEmpty else { return [] }
    return [
      .heading(2, sheet.say("Before the next stage", "进入下一阶段的条件")),
      .element(
        "ul", ["class": "gates"],
        gates.map { gate in
          .element(
            "li", ["class": gate.isMet ? "met" : "open"],
            [
              .text((gate.isMet ? "✓ " : "○ ") + gate.gate.name[sheet.language]),
              .text(gate.isMet ? "" : " · " + gate.owedBy.name[sheet.language]),
            ])
        }),
    ]
  }

  /// Statutory clocks stand apart: they are not the house's own.
  private func clocks(_ items: [Duties.Item]) -> [Markup] {
    let clocks = items.filter { $0.clock != nil }
    guard !clocks.isEmpty else { return [] }
    return [
      .heading(2, sheet.say("Clocks of the law", "法定时限")),
      .element(
        "ul", ["class": "steps"],
        clocks.map { item in
          .element(
            "li", [:],
            [.text(item.about[sheet.language] + " · ")] + (item.timeLeft.map { sheet.reply.inline(.span($0)) } ?? []))
        }),
    ]
  }

  /// Every step of this person's teams that is about an incident.
  private func all(_ reference: Reference) -> [Markup] {
    let teams = sheet.visitor.person.teams + [.staff]
    return [
      .element(
        "details", [:],
        [.element("summary", [:], [.text(sheet.say("All steps on this incident", "本事件的全部操作"))])]
          + teams.flatMap { team -> [Markup] in
            let steps = Catalogue.steps(of: team).filter(\.isAboutAnIncident)
            guard !steps.isEmpty else { return [] }
            return [
              .heading(3, team.name[sheet.language]),
              .element(
                "ul", [:],
                steps.map { step in
                  .element(
                    "li", [:],
                    [
                      .link("/do/\(step.path)?INCIDENT=\(reference)", step.title[sheet.language]),
                      .element("span", ["class": "small"], [.text(" " + step.summary[sheet.language])]),
                    ])
                }),
            ]
          })
    ]
  }

  func history(_ reference: Reference) async throws -> Server.Answer {
    let incident = try await reader().incidents.find(reference)
    let title = sheet.say("What happened on \(reference)", "\(reference) 处置经过")
    return sheet.page(
      title,
      [.heading(1, title)]
        + FilePages(sheet).offer(
          "staff/incident-report", ["INCIDENT=\(reference)"], lead: Bilingual("The case report: ", "处置报告："))
        + sheet.reply.markup(try await sheet.look("staff/incident-timeline", ["INCIDENT": [reference.description]]))
        + [
          .element("p", [:], [.link("/incident/\(reference)", sheet.say("Back to the incident", "回到事件"))])
        ], isExercise: incident.isExercise)
  }
}
