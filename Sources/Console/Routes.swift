import Desk
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// Which page a path is.
struct Routes {
  let request: Front.Request
  private let sheet: Sheet

  init(_ request: Front.Request) {
    self.request = request
    sheet = Sheet(request: request)
  }

  func answer() async throws -> Server.Answer {
    do {
      if let answer = try await page() { return answer }
      return sheet.page(
        sheet.say("There is no such page", "没有这个页面"),
        [
          .heading(1, sheet.say("There is no such page", "没有这个页面")),
          .element("p", [:], [.link("/", sheet.say("To what waits for you", "回到我的待办"))]),
        ], status: 404)
    } catch {
      return try sheet.failed(error)
    }
  }

  private func page() async throws -> Server.Answer? {
    let path = request.path
    if path.first == "do", path.count == 3 { return try await StepPage(sheet).answer(path[1] + "/" + path[2]) }
    guard !request.isPosted else { return nil }
    switch (path.first, path.count) {
    case (nil, _): return try await MinePage(sheet).answer()
    case ("me", 1): return try await OwnPage(sheet).answer()
    case ("keys", 1): return try await Passkeys(sheet).page()
    case ("do", 1): return OwnPage(sheet).steps()
    case ("incidents", 1): return try await IncidentPage(sheet).list()
    case ("incident", 2):
      guard let incident = Reference(path[1], expecting: .incident) else { return nil }
      return try await IncidentPage(sheet).answer(incident)
    case ("incident", 3) where path[2] == "history":
      guard let incident = Reference(path[1], expecting: .incident) else { return nil }
      return try await IncidentPage(sheet).history(incident)
    case ("text", 2):
      guard let text = Reference(path[1]), text.kind.documentKind != nil else { return nil }
      return try await TextPage(sheet).answer(text)
    case ("feedback", 1): return try await FeedbackPage(sheet).list()
    case ("feedback", 2):
      guard let incident = Reference(path[1], expecting: .incident) else { return nil }
      return try await FeedbackPage(sheet).answer(incident)
    case ("attachment", 2):
      guard let file = Reference(path[1], expecting: .attachment), let step = Catalogue.step("staff/attachment-save")
      else { return nil }
      var filled = Step.Filled()
      filled.values["ATTACHMENT"] = [file.description]
      return try await FilePages(sheet).download(step, filled)
    case ("devices", 1): return try await DevicesPage(sheet).answer()
    case ("house", 1): return HousePage(sheet).answer()
    case ("house", 2): return try await HousePage(sheet).answer(path[1])
    case ("monitoring", 1): return try await MonitoringPage(sheet).answer()
    case ("monitoring", 2):
      if let signal = Reference(path[1], expecting: .signal) { return try await MonitoringPage(sheet).signal(signal) }
      if let mention = Reference(path[1], expecting: .mention) {
        return try await MonitoringPage(sheet).mention(mention)
      }
      return nil
    case ("drills", 1): return try await DrillPages(sheet).list()
    case ("drill", 2):
      guard let drill = Reference(path[1], expecting: .drill) else { return nil }
      return try await DrillPages(sheet).answer(drill)
    case ("evaluation", 1): return try await EvaluationPages(sheet).list()
    case ("evaluation", 2):
      guard let incident = Reference(path[1], expecting: .incident) else { return nil }
      return try await EvaluationPages(sheet).answer(incident)
    case ("readiness", 1): return try await EvaluationPages(sheet).readiness()
    case ("improvements", 1): return try await ImprovementsPage(sheet).answer()
    case ("training", 1): return try await TrainingPages(sheet).answer()
    case ("role", 1): return try await TrainingPages(sheet).role()
    case ("board", 1): return try await BoardPage(sheet).answer()
    case ("plan", _): return try await PlanPages(sheet).answer(Array(path.dropFirst()))
    default: return nil
    }
  }
}
