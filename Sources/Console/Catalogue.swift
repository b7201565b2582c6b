import Administration
import Desk
import Leadership
import Logistics
import Monitoring
import Response
import Supervisor
import Workflow

/// Every step that a person may take on a page: those of all programs.
enum Catalogue {
  static let programs: [Program] = [
    Administration.program, Monitoring.program, Leadership.program, Response.program, Logistics.program,
    Supervisor.program,
  ]

  private static let steps: [String: Step] = Dictionary(
    programs.flatMap(\.steps).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })

  /// By its path, `leadership/approve`.
  static func step(_ path: String) -> Step? { steps[path] }

  /// Those of a team, in the order of its help.
  static func steps(of team: Team) -> [Step] { programs.first { $0.steps.first?.team == team }?.steps ?? [] }

  /// Where a command line or a short id leads; nil where it leads nowhere.
  @Sendable static func target(_ code: String) -> String? {
    if let reference = Reference(code) { return target(reference) }
    for program in programs {
      guard let (step, filled) = program.step(of: code) else { continue }
      return target(step, filled)
    }
    return nil
  }

  static func target(_ reference: Reference) -> String? {
    if reference.kind == .incident { return reference.number == 0 ? nil : "/incident/\(reference)" }
    if reference.kind.documentKind != nil { return "/text/\(reference)" }
    switch reference.kind {
    case .signal, .mention: return "/monitoring/\(reference)"
    case .drill: return "/drill/\(reference)"
    case .attachment: return "/attachment/\(reference)"
    case .improvement: return "/improvements"
    case .report: return "/do/monitoring/answer?REPORT=\(reference)"
    default: return nil
    }
  }

  /// The form of a step, with what is known already; of a text under review its own page.
  static func target(_ step: Step, _ filled: Step.Filled) -> String {
    if ["examine", "approve", "read"].contains(step.name), let text = filled.values["TEXT"]?.first,
      Reference(text) != nil
    {
      return "/text/" + text
    }
    if let page = page(step, filled) { return page }
    let query = query(filled)
    return "/do/" + step.path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
  }

  /// What is known of a step, as an address says it.
  static func query(_ filled: Step.Filled) -> [String] {
    filled.values.sorted { $0.key < $1.key }.flatMap { name, values in
      values.filter { !$0.isEmpty }.map { name + "=" + URLText.encoded($0) }
    } + filled.flags.sorted().filter { filled.values[$0] == nil }.map { $0 + "=yes" }
  }

  /// The page that has a step's form among other things; nil where its form stands alone.
  private static func page(_ step: Step, _ filled: Step.Filled) -> String? {
    let path = step.path
    if path == "staff/training-take" { return "/training" }
    if path == "staff/readiness" { return "/readiness" }
    if path == "staff/drill-list" { return "/drills" }
    if path.hasPrefix("staff/drill-"), let drill = filled.values["DRILL"]?.first.flatMap({ Reference($0) }),
      drill.kind == .drill
    {
      return target(drill)
    }
    if path == "staff/evaluate", let incident = filled.values["INCIDENT"]?.first.flatMap({ Reference($0) }) {
      return "/evaluation/\(incident)"
    }
    return nil
  }
}
