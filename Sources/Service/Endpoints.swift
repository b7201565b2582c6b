import Desk
import HTTPServer
import Ledger
import Workflow

/// The pages that every service serves: whether it lives, whether it is ready, and its figures.
struct Endpoints: Sendable {
  let team: Team
  let vitals: Vitals
  let every: Duration
  let figures: @Sendable (inout Exposition) async -> Void
  let pages: [String: @Sendable () async -> Server.Answer]

  /// The port of each team's service when nothing else is said.
  static func port(of team: Team) -> Int {
    switch team {
    case .monitoring: 9411
    case .leadership: 9412
    case .response: 9413
    case .logistics: 9414
    default: 9410
    }
  }

  func answer(_ path: String) async -> Server.Answer? {
    switch path {
    case "/livez":
      let hanging = vitals.hanging
      return hanging.isEmpty
        ? Server.Answer("ok\n")
        : Server.Answer(status: 503, hanging.map { "\($0): the loop does not turn\n" }.joined())
    case "/readyz":
      let problems = vitals.problems(lookingEvery: every)
      return problems.isEmpty
        ? Server.Answer("ok\n") : Server.Answer(status: 503, problems.map { $0 + "\n" }.joined())
    case "/metrics":
      var page = Exposition()
      page.add(
        "levee_build_info", .gauge, "1; the labels say what runs.",
        [
          .init(
            1,
            [
              "team": team.rawValue, "version": Release.name, "program": "\(Installation.program)",
              "schema": Installation.newest,
            ])
        ])
      vitals.write(into: &page)
      await figures(&page)
      return Server.Answer(type: Exposition.contentType, page.text)
    case "/":
      return Server.Answer((["/livez", "/metrics", "/readyz"] + pages.keys).sorted().map { $0 + "\n" }.joined())
    default:
      return await pages[path]?()
    }
  }
}
