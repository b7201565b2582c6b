import Service
import Synchronization

/// What the console has answered since it started, for `/metrics`: no names, no addresses, no texts.
final class Traffic: Sendable {
  private struct Answered: Hashable {
    let page: String
    let status: Int
  }

  private struct State {
    var answered: [Answered: Int] = [:]
    var spans: [String: Histogram] = [:]
    var loginsRefused = 0
  }

  private let state = Mutex(State())

  /// Pages that are counted by their names; any other path is one of many.
  private static let pages: Set = [
    "board", "devices", "do", "drill", "drills", "enrol", "evaluation", "feedback", "house", "improvements", "incident",
    "incidents", "keys", "leave", "live", "me", "monitoring", "plan", "readiness", "role", "text", "training", "wall",
  ]

  /// What a path is counted under.
  static func page(of path: String) -> String {
    guard let first = path.split(separator: "/").first else { return "mine" }
    return pages.contains(String(first)) ? String(first) : "other"
  }

  func answered(_ page: String, status: Int, after seconds: Double) {
    state.withLock { state in
      state.answered[Answered(page: page, status: status), default: 0] += 1
      state.spans[page, default: Histogram()].observe(seconds)
      if status == 401 { state.loginsRefused += 1 }
    }
  }

  func write(into page: inout Exposition) {
    let state = state.withLock { $0 }
    page.add(
      "levee_console_requests_total", .counter, "Requests that were answered, by page and status.",
      state.answered.sorted { ($0.key.page, $0.key.status) < ($1.key.page, $1.key.status) }.map {
        .init(Double($0.value), ["page": $0.key.page, "status": String($0.key.status)])
      })
    page.add(
      "levee_console_request_duration_seconds", "How long an answer took to make, by page.",
      state.spans.sorted { $0.key < $1.key }.map { ($0.value, [("page", $0.key)]) })
    page.add(
      "levee_console_logins_refused_total", .counter, "Requests of browsers that are nobody's.",
      Double(state.loginsRefused))
  }
}
