import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// What a person owes, in whatever team, the most urgent first; one tap opens it.
struct MinePage {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  func answer() async throws -> Server.Answer {
    var items: [Duties.Item] = []
    var notices: [Duties.Notice] = []
    for team in sheet.visitor.person.teams where team != .supervisor {
      let inbox = try await sheet.visitor.ledger(team).duties.inbox()
      for item in inbox.items where !items.contains(where: { Self.isSame($0, item) }) { items.append(item) }
      notices += inbox.notices.filter { notice in
        !notices.contains {
          $0.incident == notice.incident && $0.reason == notice.reason && $0.subject == notice.subject
            && $0.at == notice.at
        }
      }
    }
    items.sort { Self.urgency($0) < Self.urgency($1) }
    var main: [Markup] = [.heading(1, sheet.say("What waits for you", "我的待办"))]
    main.append(
      items.isEmpty
        ? .paragraph(sheet.say("Nothing waits for you.", "暂无待办。"), class: "empty")
        : .element("ul", ["class": "cards"], items.map(card)))
    if let notice = self.notices(notices, items) { main.append(notice) }
    main += try await own()
    return sheet.page(
      sheet.say("What waits for you", "我的待办"), main, isExercise: !items.isEmpty && items.allSatisfy(\.isExercise),
      isLive: true)
  }

  /// Real seconds until it is due; what has no deadline comes last.
  private static func urgency(_ item: Duties.Item) -> Double { item.timeLeft.map { $0 / item.rate } ?? .infinity }

  private static func isSame(_ one: Duties.Item, _ other: Duties.Item) -> Bool {
    one.incident == other.incident && one.kind == other.kind && one.subject == other.subject && one.team == other.team
  }

  private func card(_ item: Duties.Item) -> Markup {
    let language = sheet.language
    var inside: [Markup] = []
    if let left = item.timeLeft { inside.append(.element("span", ["class": "when"], sheet.reply.inline(.span(left)))) }
    inside.append(.element("b", [:], [.text(item.kind.name[language])]))
    // What somebody owes about themselves says so already.
    if !item.subject.isEmpty, item.subject != sheet.visitor.person.handle {
      inside.append(.text(" " + item.about[language]))
    }
    var about: [Markup] = []
    if item.incident.number != 0 {
      about.append(.element("span", ["class": "level " + item.severity.rawValue], [.text(item.severity.rawValue)]))
      about.append(.text(" "))
      if item.isExercise {
        about.append(.element("b", ["class": "drill"], [.text(Bilingual.drillMark(of: true)[language])]))
      }
      about.append(.text("\(item.incident) \(item.title)"))
      about.append(.text(" · "))
    }
    about.append(.text(item.team.name[language]))
    inside.append(.empty("br", [:]))
    inside.append(.element("span", ["class": "small"], about))
    guard let target = item.command.flatMap({ Catalogue.target($0.line) }) else {
      return .element("li", [:], [.element("div", [:], inside)])
    }
    return .element("li", [:], [.element("a", ["href": target], inside)])
  }

  /// What they were told of and is in no list above.
  private func notices(_ notices: [Duties.Notice], _ items: [Duties.Item]) -> Markup? {
    let table = TeamCommands.notices(Duties.Inbox(items: items, notices: notices))
    guard let table else { return nil }
    return .element(
      "details", [:],
      [
        .element("summary", [:], [.text(sheet.say("Notices (\(table.rows.count))", "提醒（\(table.rows.count)）"))]),
        sheet.reply.table(table),
      ])
  }

  /// What everybody has: tasks that were given to them, and what they reported.
  private func own() async throws -> [Markup] {
    var all: [Markup] = []
    for (path, title) in [
      ("staff/task-list", sheet.say("Tasks given to you", "交办给您的工作")),
      ("staff/reports", sheet.say("What you reported", "您上报的线索")),
    ] {
      guard let reply = try? await sheet.look(path),
        reply.tables.contains(where: { !$0.rows.isEmpty })
      else {
        continue
      }
      all += [.heading(2, title)] + reply.tables.map { sheet.reply.table($0) }
    }
    return all
  }
}
