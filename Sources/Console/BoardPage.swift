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
    let ledger = await sheet.visitor.ledger(.staff, .reader)
    let open = try await ledger.incidents.list(Incidents.Filter(isOpen: true))
    let order = Severity.allCases
    var rows: [[Cell]] = []
    for incident in open.sorted(by: {
      (order.firstIndex(of: $0.severity) ?? 0) < (order.firstIndex(of: $1.severity) ?? 0)
    }).prefix(20) {
      let next = try await ledger.duties.waiting(incident.reference).items.first { $0.dueAt != nil }
      rows.append([
        .code(incident.reference.description), .named(incident.severity.rawValue, incident.severity.name),
        .marked(key: "exercise", .drillMark(of: incident.isExercise), incident.title),
        .named(incident.stage.rawValue, incident.stage.name),
        next.map { .words($0.kind.name + Bilingual(" (", "（") + $0.team.name + Bilingual(")", "）")) } ?? .none,
        next?.timeLeft.map(Cell.span) ?? .none,
      ])
    }
    let table = Reply.Table(
      "open",
      columns: [
        ("incident", Bilingual("Id", "编号")), ("severity", Bilingual("Severity", "等级")),
        ("title", Bilingual("Title", "标题")),
        ("stage", Bilingual("Stage", "阶段")), ("next", Bilingual("Next deadline", "最近时限")),
        ("left", Bilingual("Time", "剩余")),
      ], rows: rows, whenEmpty: Bilingual("No incident is open.", "没有处置中的事件。"))
    let side = try await signals() + duty()
    return sheet.page(
      sheet.say("Board", "看板"),
      [
        .heading(1, sheet.say("Where things stand", "舆情态势")),
        .element("p", ["class": "small"], sheet.reply.inline(.time(sheet.request.now))),
        .element(
          "div", ["class": "grid"],
          [.element("section", [:], [sheet.reply.table(table)])]
            + (side.isEmpty ? [] : [.element("section", [:], side)])),
      ], isExercise: !open.isEmpty && open.allSatisfy(\.isExercise), isLive: true, isBoard: true)
  }

  private func signals() async throws -> [Markup] {
    guard sheet.visitor.person.teams.contains(.monitoring) else { return [] }
    return [.heading(2, sheet.say("Signals", "预警"))] + (try await sheet.lookIfAllowed("monitoring/signals"))
  }

  private func duty() async throws -> [Markup] {
    let roster = try await sheet.lookIfAllowed("staff/roster-show")
    return roster.isEmpty ? [] : [.heading(2, sheet.say("On duty", "值班"))] + roster
  }
}
