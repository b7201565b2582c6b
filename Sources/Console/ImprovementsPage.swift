import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// What is to be better next time: by what it waits for, the oldest first, each with the forms of whoever reads it.
struct ImprovementsPage {
  private let sheet: Sheet
  private var language: Language { sheet.language }

  init(_ sheet: Sheet) { self.sheet = sheet }

  func answer() async throws -> Server.Answer {
    let title = sheet.say("Improvements", "整改台账")
    var main: [Markup] = [.heading(1, title), .heading(2, sheet.say("Yours", "由您负责"))]
    let own = try await sheet.visitor.ledger(.staff, .staff).improvements.own()
    main.append(
      own.isEmpty
        ? .paragraph(sheet.say("You owe none.", "暂无由您负责的整改措施。"), class: "empty")
        : .element("ul", ["class": "cards"], own.map(card)))
    if sheet.visitor.person.teams.contains(.leadership) {
      let all = try await sheet.visitor.ledger(.leadership).improvements.list(of: nil)
      for (states, heading) in [
        (["done"], sheet.say("Wait to be accepted", "待验收")),
        (["todo", "came_back"], sheet.say("To be done", "待整改")),
        (["accepted"], sheet.say("Done, to be tried again", "已整改，待复查")),
      ] {
        let some = all.filter { states.contains($0.state) }
        guard !some.isEmpty else { continue }
        main += [
          .heading(2, "\(heading)\(sheet.say(" (\(some.count))", "（\(some.count)）"))"),
          .element("ul", ["class": "cards"], some.map(card)),
        ]
      }
      if all.isEmpty {
        main.append(.paragraph(sheet.say("Nothing waits in the house.", "公司没有待办的整改措施。"), class: "empty"))
      }
    }
    return sheet.page(title, main, isLive: true)
  }

  private func card(_ item: Improvements.Own) -> Markup {
    .element(
      "li", [:],
      [
        .element(
          "div", [:],
          [
            .element("span", ["class": "when"], sheet.reply.inline(.span(item.timeLeft))),
            .element("b", [:], [.text("\(item.reference) ")]), .element("span", ["dir": "auto"], [.text(item.title)]),
            .empty("br", [:]),
            .element(
              "span", ["class": "small"],
              [.text(sheet.say("by \(item.dueOn) · of ", "期限 \(item.dueOn) · 来自事件 "))]
                + sheet.reply.inline(.code(item.incident.description))),
            sheet.links([
              ("/do/staff/improvement-done?IMPROVEMENT=\(item.reference)", sheet.say("It is done", "整改完成"))
            ]),
          ])
      ])
  }

  private func card(_ item: Improvements.Item) -> Markup {
    var inside: [Markup] = [
      .element("b", [:], [.text("\(item.reference) ")]), .element("span", ["dir": "auto"], [.text(item.title)]),
      .empty("br", [:]),
      .element(
        "span", ["class": "small"],
        [
          .text(
            ImprovementCommands.state(item)[language] + " · " + item.owner
              + sheet.say(
                " · by \(item.dueOn) · \(item.age) days old · of ", " · 期限 \(item.dueOn) · 已过 \(item.age) 天 · 来自事件 "))
        ] + sheet.reply.inline(.code(item.incident.description))),
    ]
    if let result = item.result {
      inside.append(.element("div", ["class": "text", "dir": "auto"], [.text(result)]))
    }
    for change in item.changes {
      inside.append(.paragraph(sheet.say("Wants changed: ", "拟改动：") + "\(change.what): \(change.text)", class: "small"))
    }
    let query = "?IMPROVEMENT=\(item.reference)"
    switch item.state {
    case "done":
      inside.append(
        sheet.links([
          ("/do/leadership/improvement-accept" + query, sheet.say("Accept", "验收")),
          ("/do/leadership/improvement-return" + query, sheet.say("Send back", "退回")),
        ]))
    case "accepted":
      inside.append(
        sheet.links([("/do/leadership/improvement-retest" + query, sheet.say("How it did when tried again", "登记复查结果"))])
      )
    default: break
    }
    return .element("li", [:], [.element("div", [:], inside)])
  }
}
