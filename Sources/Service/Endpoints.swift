import Desk
public import HTTPServer
import Ledger
import Workflow

/// The pages that every service serves: whether it lives, whether it is ready, and its figures.
struct Endpoints: Sendable {
  /// What its figures call it.
  let name: String
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
              "team": name, "version": Release.name, "program": "\(Installation.program)",
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

extension Server {
  /// The same pages for a process that is no team's service: it lives, it hears its bell, its figures.
  /// - Parameters:
  ///   - name: what its figures call it.
  ///   - figures: adds what is no figure of the process itself.
  public static func endpoints(
    at address: Address, name: String, vitals: Vitals, figures: @escaping @Sendable (inout Exposition) async -> Void
  ) throws(Fault) -> Server {
    let endpoints = Endpoints(name: name, vitals: vitals, every: .seconds(30), figures: figures, pages: [:])
    return try Server(at: address) { await endpoints.answer($0) }
  }
}
