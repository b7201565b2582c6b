import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Papers
import Postgres
import Wording
import Workflow

/// What all pages for a person share: their navigation, their language, where codes lead.
struct Sheet: Sendable {
  static let type = "text/html; charset=utf-8"

  let request: Front.Request
  var visitor: Visitor { request.visitor }
  var language: Language { request.visitor.language }
  var reply: ReplyMarkup { ReplyMarkup(language, target: Catalogue.target) }

  func say(_ english: String, _ chinese: String) -> String { Bilingual(english, chinese)[language] }

  func page(
    _ title: String, _ main: [Markup], status: Int = 200, isExercise: Bool = false, isLive: Bool = false,
    isBoard: Bool = false
  ) -> Server.Answer {
    var page = Page(language: language, title: title, style: Look.style, script: Look.script, main: main)
    page.navigation = navigation
    page.more = more
    page.path = "/" + request.path.joined(separator: "/")
    page.person = visitor.person.name
    page.isExercise = isExercise
    page.isLive = isLive
    page.isBoard = isBoard
    return Server.Answer(status: status, type: Self.type, page.html)
  }

  private var navigation: [Page.Link] {
    let teams = visitor.person.teams
    var links = [Page.Link(Bilingual("Mine", "我的待办"), "/")]
    if !teams.isEmpty {
      links.append(Page.Link(Bilingual("Incidents", "事件"), "/incidents"))
    }
    if teams.contains(.monitoring) { links.append(Page.Link(Bilingual("Monitoring", "监测"), "/monitoring")) }
    if teams.contains(.response) || teams.contains(.monitoring) {
      links.append(Page.Link(Bilingual("Feedback", "反馈"), "/feedback"))
    }
    if !teams.isEmpty { links.append(Page.Link(Bilingual("Board", "看板"), "/board")) }
    if HousePage.isFor(visitor.person) { links.append(Page.Link(Bilingual("House", "管理"), "/house")) }
    return links + [
      Page.Link(Bilingual("Report", "上报"), "/do/staff/report"), Page.Link(Bilingual("Plan", "预案"), "/plan"),
    ]
  }

  /// What is not needed in the first hour.
  private var more: [Page.Link] {
    let ofTeams = [
      Page.Link(Bilingual("Evaluation", "评估"), "/evaluation"), Page.Link(Bilingual("Readiness", "准备度"), "/readiness"),
    ]
    return [
      Page.Link(Bilingual("Training", "培训"), "/training"), Page.Link(Bilingual("Your post", "职责卡"), "/role"),
      Page.Link(Bilingual("Drills", "演练"), "/drills"),
    ] + (visitor.person.teams.isEmpty ? [] : ofTeams) + [
      Page.Link(Bilingual("Improvements", "整改"), "/improvements"), Page.Link(Bilingual("All steps", "全部功能"), "/do"),
    ]
  }

  /// What every form needs to be taken, once.
  func formOwn() -> [FormField] {
    [.hidden("_token", visitor.credential.token), .hidden("_key", UUID().uuidString)]
  }

  func ledger(_ step: Step) async -> Ledger { await visitor.ledger(step.team, step.access) }

  func sitting(_ step: Step) async -> Step.Sitting {
    Step.Sitting(language: language, ledger: await ledger(step), now: request.now)
  }

  /// What a step shows.
  func look(_ path: String, _ values: [String: [String]] = [:], flags: Set<String> = []) async throws -> Reply {
    guard let step = Catalogue.step(path) else { return Reply() }
    var filled = Step.Filled()
    filled.values = values
    filled.flags = flags
    return try await step.look(filled, await sitting(step))
  }

  /// The same, where it adds to a page: nothing of it where this person may not see it.
  func lookIfAllowed(_ path: String, _ values: [String: [String]] = [:]) async throws -> [Markup] {
    do {
      return markup(try await look(path, values))
    } catch let error where Self.isOnlyMissing(error) {
      return []
    }
  }

  /// An answer of a command: a document as one, questions of a quiz as their form, everything else as fields and tables.
  func markup(_ reply: Reply, isDone: Bool = false) -> [Markup] {
    if let document = reply.content as? Document { return PaperMarkup(self).markup(document) }
    guard let quiz = reply.content as? TrainingSheet else { return self.reply.markup(reply, isDone: isDone) }
    var said = reply
    said.tables = reply.tables.filter { $0.key != "questions" }
    return self.reply.markup(said, isDone: isDone) + TrainingPages(self).quiz(quiz.questions)
  }

  /// Whether a page is whole without it: no right to it, or nothing there.
  static func isOnlyMissing(_ error: any Error) -> Bool {
    LedgerError.isMissingRight(error) || [.noPermission, .data, .noInput, .usage].contains(Failure(error).code)
  }

  /// Why something is not shown: a sentence, a list, a next step.
  func failure(_ failure: Failure, next: Reply.Next? = nil) -> [Markup] {
    var all: [Markup] = [.paragraph(failure.sentence[language])]
    if !failure.list.isEmpty {
      all.append(.element("ul", [:], failure.list.map { .element("li", [:], [.text($0[language])]) }))
    }
    if let advice = failure.advice { all.append(.paragraph(advice[language])) }
    return [.element("div", ["class": "failed", "role": "alert"], all)]
      + (next.map { $0.steps.isEmpty ? [] : reply.steps($0) } ?? [])
  }

  /// Whether a login is let in, and the house is there, is for the front to say.
  static func isOfTheHouse(_ error: any Error) -> Bool {
    if case LedgerError.postgres? = error as? LedgerError { return true }
    return error is PostgresError
  }

  /// A page for what could not be shown.
  func failed(_ error: any Error) throws -> Server.Answer {
    if case LedgerError.postgres(let error)? = error as? LedgerError { throw error }
    if Self.isOfTheHouse(error) { throw error }
    let failure = Failure(error)
    let status =
      switch failure.code {
      case .noInput: 404
      case .noPermission: 403
      case .temporary: 503
      case .software, .configuration: 500
      default: 422
      }
    return page(
      say("Not possible", "无法办理"), [.heading(1, say("Not possible", "无法办理"))] + self.failure(failure), status: status)
  }
}
