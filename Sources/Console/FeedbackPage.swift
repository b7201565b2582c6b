import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// The feedback desk: what came in, entering more, and what may be answered.
struct FeedbackPage {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  /// The team in which this person works at the desk.
  private var team: Team { sheet.visitor.person.teams.contains(.response) ? .response : .monitoring }

  func list() async throws -> Server.Answer {
    let open = try await sheet.visitor.ledger(.staff, .reader).incidents.list(Incidents.Filter(isOpen: true))
    return sheet.page(
      sheet.say("Feedback", "反馈"),
      [
        .heading(1, sheet.say("Feedback", "反馈")),
        open.isEmpty
          ? .paragraph(sheet.say("No incident is open.", "没有处置中的事件。"), class: "empty")
          : .element(
            "ul", ["class": "cards"],
            open.map { incident in
              .element(
                "li", [:],
                [
                  .element(
                    "a", ["href": "/feedback/\(incident.reference)"],
                    [.element("b", [:], [.text("\(incident.reference)")]), .text(" " + incident.title)])
                ])
            }),
      ])
  }

  func answer(_ reference: Reference) async throws -> Server.Answer {
    let incident = try await sheet.visitor.ledger(.staff, .reader).incidents.find(reference)
    let ledger = await sheet.visitor.ledger(team)
    let skipped = max(0, Int(sheet.request.value("after")) ?? 0)
    let queue = try await ledger.feedback.open(reference, after: skipped, most: Self.most)
    let title = sheet.say("Feedback on \(reference)", "\(reference) 的反馈")
    var main: [Markup] = [
      .heading(1, title), .element("p", ["class": "lead"], [.link("/incident/\(reference)", incident.title)]),
    ]
    if let step = Catalogue.step(team.rawValue + "/feedback-add"), incident.stage != .closed {
      main += [.heading(2, sheet.say("Enter one", "登记一条")), try await form(step, reference)]
      main += try await many(reference)
    }
    main.append(.heading(2, sheet.say("To be answered (\(queue.open))", "待办结（\(queue.open)）")))
    main.append(
      queue.items.isEmpty
        ? .paragraph(sheet.say("Nothing waits.", "暂无。"), class: "empty")
        : .element("ul", ["class": "cards"], queue.items.map { card($0, now: incident.now) }))
    main += turning(reference, queue, skipped)
    if team == .response {
      let answers = try await sheet.lookIfAllowed("response/answers", ["INCIDENT": [reference.description]])
      main.append(
        .element("details", [:], [.element("summary", [:], [.text(sheet.say("The Q&A sheet", "问答口径"))])] + answers))
    }
    let done = queue.resolved
    if done > 0 { main.append(.paragraph(sheet.say("\(done) are resolved.", "已办结 \(done) 条。"), class: "small")) }
    return sheet.page(title, main, isExercise: incident.isExercise, isLive: true)
  }

  /// So many stand on one page: the most urgent first, whoever answers begins at the top.
  private static let most = 25

  /// Links to what comes before and after.
  private func turning(_ reference: Reference, _ queue: FeedbackQueue.Page, _ skipped: Int) -> [Markup] {
    func link(_ after: Int, _ words: String) -> Markup { .link("/feedback/\(reference)?after=\(after)", words) }
    let before = min(skipped, queue.open)
    let left = queue.open - skipped - queue.items.count
    var links: [Markup] = []
    if before > 0 { links.append(link(max(0, before - Self.most), sheet.say("\(before) before", "前面 \(before) 条"))) }
    if before > 0, left > 0 { links.append(.text(" · ")) }
    if left > 0 { links.append(link(skipped + Self.most, sheet.say("\(left) more", "后面 \(left) 条"))) }
    return links.isEmpty ? [] : [.element("p", [:], links)]
  }

  private func card(_ item: FeedbackQueue.Item, now: Date) -> Markup {
    let step = item.repliedAt == nil ? "reply" : "resolve"
    let words = item.repliedAt == nil ? sheet.say("Answer it", "答复") : sheet.say("Resolve it", "办结")
    var inside: [Markup] = [
      .element("b", [:], [.text("\(item.reference) " + SenderText.name(item.sender)[sheet.language])]), .text(" · "),
    ]
    inside += sheet.reply.inline(.time(item.at))
    if let due = item.dueAt { inside += [.text(" · ")] + sheet.reply.inline(.span(due.timeIntervalSince(now))) }
    if !item.contact.isEmpty { inside += [.text(" · "), .element("span", ["dir": "auto"], [.text(item.contact)])] }
    inside.append(.element("div", ["class": "text", "dir": "auto"], [.text(item.text)]))
    if team == .response {
      inside.append(.element("p", [:], [.link("/do/response/\(step)?FEEDBACK=\(item.reference)", words)]))
    }
    return .element("li", [:], [.element("div", [:], inside)])
  }

  /// Many at once, from a file or pasted.
  private func many(_ reference: Reference) async throws -> [Markup] {
    guard let step = Catalogue.step(team.rawValue + "/feedback-import") else { return [] }
    return [
      .element(
        "details", [:],
        [
          .element("summary", [:], [.text(sheet.say("Enter many", "批量登记"))]),
          .paragraph(step.summary[sheet.language], class: "help"), try await form(step, reference, mark: "m"),
        ])
    ]
  }

  private func form(_ step: Step, _ reference: Reference, mark: String = "s") async throws -> Markup {
    var filled = Step.Filled()
    filled.values["INCIDENT"] = [reference.description]
    return try await StepPage(sheet).blank(step, filled, fixed: ["INCIDENT"], mark: mark)
  }
}
