import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Papers
import Wording
import Workflow

/// How well cases were handled, and how well the house is prepared: scores that open to the rows they are made of. Nobody is ranked.
struct EvaluationPages {
  private let sheet: Sheet
  private var language: Language { sheet.language }

  init(_ sheet: Sheet) { self.sheet = sheet }

  // MARK: cases

  func list() async throws -> Server.Answer {
    let title = sheet.say("Evaluation", "处置评估")
    var main: [Markup] = [.heading(1, title)]
    if sheet.request.value("trend") == "yes" {
      main += sheet.markup(try await sheet.look("staff/evaluate", flags: ["trend"]))
      main.append(.element("p", [:], [.link("/evaluation", sheet.say("To all incidents", "回到事件列表"))]))
      return sheet.page(title, main)
    }
    let all = try await sheet.visitor.ledger(.staff, .reader).incidents.list(Incidents.Filter())
    main.append(sheet.links([("/evaluation?trend=yes", sheet.say("Scores over time", "历次得分走势"))]))
    main.append(
      all.isEmpty
        ? .paragraph(sheet.say("No incident has come so far.", "还没有事件。"), class: "empty")
        : .element(
          "ul", ["class": "cards"],
          all.map { incident in
            .element(
              "li", [:],
              [
                .element(
                  "a", ["href": "/evaluation/\(incident.reference)"],
                  [
                    .element("b", [:], [.text("\(incident.reference) ")]),
                    .text(Bilingual.drillMark(of: incident.isExercise)[language] + incident.title),
                    .empty("br", [:]), .element("span", ["class": "small"], [.text(incident.stage.name[language])]),
                  ])
              ])
          }))
    return sheet.page(title, main)
  }

  func answer(_ reference: Reference) async throws -> Server.Answer {
    let incident = try await sheet.visitor.ledger(.staff, .reader).incidents.find(reference)
    let part = EvaluationPart(rawValue: sheet.request.value("part"))
    let isMine = sheet.request.value("mine") == "yes"
    var values = ["INCIDENT": [reference.description]]
    if let part { values["part"] = [part.rawValue] }
    let reply = try await sheet.look("staff/evaluate", values, flags: isMine ? ["mine"] : [])
    let mark = Bilingual.drillMark(of: incident.isExercise)[language]
    let title = sheet.say("Evaluation of \(reference)", "\(reference) 处置评估")
    var main: [Markup] = [
      .heading(1, mark + title), .element("p", ["class": "lead"], [.link("/incident/\(reference)", incident.title)]),
      ways(
        "/evaluation/\(reference)",
        [("", sheet.say("The whole", "总览"))]
          + EvaluationPart.allCases.map { ("?part=" + $0.rawValue, $0.name[language]) }
          + [("?mine=yes", sheet.say("What you did yourself", "本人办理的"))],
        at: part.map { "?part=" + $0.rawValue } ?? (isMine ? "?mine=yes" : "")),
    ]
    main += sheet.markup(reply)
    if part == nil, !isMine {
      main += FilePages(sheet).offer("staff/evaluate", ["INCIDENT=\(reference)"])
    }
    main.append(
      sheet.links([
        ("/do/staff/evaluate?INCIDENT=\(reference)&form=sheet", sheet.say("The form to be signed", "评估表")),
        ("/do/staff/evaluate?INCIDENT=\(reference)&form=review", sheet.say("The review", "复盘报告")),
        ("/evaluation", sheet.say("Other incidents", "其他事件")),
      ]))
    return sheet.page(title, main, isExercise: incident.isExercise)
  }

  /// One page's own parts, of which one is shown.
  private func ways(_ path: String, _ all: [(query: String, words: String)], at query: String) -> Markup {
    .element(
      "ul", ["class": "ways"],
      all.map { way in
        .element(
          "li", [:],
          [
            way.query == query
              ? .element("a", ["href": path + way.query, "aria-current": "true"], [.text(way.words)])
              : .link(path + way.query, way.words)
          ])
      })
  }

  // MARK: readiness

  func readiness() async throws -> Server.Answer {
    let title = sheet.say("How ready we are", "应急准备情况")
    let part = ReadinessPart(rawValue: sheet.request.value("part"))
    let reply = try await sheet.look("staff/readiness", part.map { ["part": [$0.rawValue]] } ?? [:])
    var main: [Markup] = [
      .heading(1, title),
      ways(
        "/readiness",
        [("", sheet.say("The whole", "总览"))]
          + ReadinessPart.allCases.map { ("?part=" + $0.rawValue, $0.name[language]) },
        at: part.map { "?part=" + $0.rawValue } ?? ""),
    ]
    if let document = reply.content as? Document {
      main += PaperMarkup(sheet).markup(document, titled: false)
    } else {
      main += sheet.reply.markup(reply)
    }
    if part == nil { main += FilePages(sheet).offer("staff/readiness") }
    return sheet.page(title, main)
  }
}
