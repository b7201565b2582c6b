import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Plan
import Wording
import Workflow

/// The plan for everybody: the version in force, or another one, as it is published.
struct PlanPages {
  private let sheet: Sheet
  private static let search = Look.path("search", ".js", PlanPage.searchScript)
  private static let style = Look.path("plan", ".css", PlanPage.sheet)

  init(_ sheet: Sheet) { self.sheet = sheet }

  static func file(_ path: String) -> Server.Answer? {
    switch path {
    case search: Look.file(PlanPage.searchScript, "text/javascript; charset=utf-8")
    case style: Look.file(PlanPage.sheet, "text/css; charset=utf-8")
    default: nil
    }
  }

  /// - Parameter version: `v2`, or nil for the one in force.
  func answer(_ version: String?) async throws -> Server.Answer? {
    let ledger = await sheet.visitor.ledger(.staff, .everyone)
    let all = try await ledger.playbooks.list()
    let playbook =
      version.map { named in all.first { "v\($0.version)" == named } } ?? (all.last(where: \.isApproved) ?? all.last)
    guard let playbook else { return nil }
    let language = sheet.request.fields["language"]?.last.flatMap(Language.init(rawValue:)) ?? sheet.language
    let other: Language = language == .chinese ? .english : .chinese
    let path = "/" + sheet.request.path.joined(separator: "/")
    let html = PlanPage.html(
      try await PlaybookPage.edition(playbook, ledger), language,
      links: PlanPage.Links(
        translation: path + "?language=" + other.rawValue, script: Self.search, style: Self.style),
      opening: [
        .element("p", ["class": "elsewhere"], [.link("/", Bilingual("To what waits for you", "回到我的待办")[language])])
      ])
    return Server.Answer(type: Sheet.type, html)
  }
}
