import HTTPServer
import Ledger
import Service
import Workflow

/// The house's figures for `/metrics` and `/status`, read when they are asked for; at most one reading at a time.
///
/// A database that is away or hangs keeps nobody waiting: the reading before is served with its age, for a minute.
actor HouseFigures {
  private let ledger: Ledger
  private var overview: Operations.Overview?
  private var readAt: ContinuousClock.Instant?
  private var reading: Task<Void, Never>?
  private var failures = 0

  /// How long who asks waits for a new reading.
  private static let patience = Duration.seconds(2)
  /// How long a reading is worth showing.
  private static let worth = Duration.seconds(60)

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// The newest reading and its age; nil when there is none that is worth showing.
  private func current() async -> (overview: Operations.Overview, age: Duration)? {
    if reading == nil {
      reading = Task {
        let result = try? await ledger.operations.overview()
        finish(result)
      }
    }
    let deadline = ContinuousClock.now + Self.patience
    while reading != nil, .now < deadline { try? await Task.sleep(for: .milliseconds(2)) }
    guard let overview, let readAt, .now - readAt < Self.worth else { return nil }
    return (overview, .now - readAt)
  }

  private func finish(_ result: Operations.Overview?) {
    if let result {
      overview = result
      readAt = .now
    } else {
      failures += 1
    }
    reading = nil
  }

  /// The page as JSON; 503 while there is no reading.
  func status() async -> Server.Answer {
    guard let (overview, _) = await current(), let text = try? StatusPage.figures(overview).text(pretty: true) else {
      return Server.Answer(
        status: 503, type: "application/json", "{\"message\": \"The database cannot be read.\"}\n")
    }
    return Server.Answer(type: "application/json", text + "\n")
  }

  func write(into page: inout Exposition) async {
    let current = await current()
    page.add(
      "levee_house_readings_failed_total", .counter, "Readings of the house's figures that failed.", Double(failures))
    guard let (overview, age) = current else { return }
    page.add(
      "levee_house_reading_age_seconds", .gauge, "Age of the house's figures on this page.",
      age.inSeconds)
    Self.write(overview, into: &page)
  }

  /// Who has read the playbook in force, and who is trained: counts, of nobody by name.
  private static func write(_ counts: PlaybookReadings.Counts, into page: inout Exposition) {
    page.add(
      "levee_reading_people", .gauge, "Whom the playbook in force concerns, by whether they have read it.",
      [
        .init(Double(counts.haveRead), ["state": "read"]), .init(Double(counts.missing), ["state": "missing"]),
      ])
    page.add(
      "levee_reading_seats_missing", .gauge, "People with a seat who have not read the playbook in force.",
      Double(counts.seatedUnread))
    page.add(
      "levee_reading_unreachable", .gauge, "Employees who have not read it and cannot be told.",
      Double(counts.unreachable))
    page.add("levee_reading_links_open", .gauge, "Links that were sent and are good.", Double(counts.openLinks))
    page.add(
      "levee_training_people", .gauge, "People with a seat, by their training.",
      [
        .init(Double(counts.trained), ["state": "trained"]), .init(Double(counts.ranOut), ["state": "ran_out"]),
        .init(Double(counts.untrained), ["state": "never"]),
      ])
    page.add("levee_training_attempts_total", .counter, "Attempts that were finished.", Double(counts.attempts))
    page.add("levee_training_passed_total", .counter, "Attempts that were passed.", Double(counts.passed))
  }

  private static func write(_ overview: Operations.Overview, into page: inout Exposition) {
    write(overview.knowing, into: &page)
    if let score = overview.readinessScore, let age = overview.readinessAge {
      page.add("levee_readiness_score", .gauge, "How well the house is prepared, 0 to 100, as last recorded.", score)
      page.add(
        "levee_readiness_part_score", .gauge, "The same of each part.",
        overview.readiness.map { .init($0.score, ["part": $0.part.rawValue]) })
      page.add("levee_readiness_age_seconds", .gauge, "How long ago that was recorded.", age)
    }
    page.add("levee_term_held", .gauge, "Whether a supervisor leads: 1 or 0.", overview.term.isHeld ? 1 : 0)
    page.add(
      "levee_term_epoch", .gauge, "The term's number; it grows with each new leader.", Double(overview.term.epoch))
    page.add(
      "levee_term_info", .gauge, "1; the labels say who leads, or led last.",
      [.init(1, ["host": overview.term.host, "process": overview.term.holder.uuidString])])
    page.add(
      "levee_term_start_time_seconds", .gauge, "When the term began, since 1970.",
      overview.term.since.timeIntervalSince1970)
    page.add(
      "levee_services", .gauge, "Processes that were heard lately, by team.",
      (Team.working + [.supervisor]).map { team in
        .init(Double(overview.processes.filter { $0.team == team && $0.isHere }.count), ["team": team.rawValue])
      })
    page.add(
      "levee_incidents_open", .gauge, "Open incidents, by stage and severity; drills apart.",
      overview.open.map {
        .init(
          Double($0.count.count),
          ["stage": $0.stage.rawValue, "severity": $0.count.severity.rawValue, "exercise": "\($0.count.isExercise)"])
      })
    page.add(
      "levee_deadlines_overdue", .gauge, "Deadlines that are overdue, by severity; drills apart.",
      Severity.allCases.flatMap { severity in
        [false, true].map { isExercise -> Exposition.Sample in
          let count = overview.overdueDeadlines.first { $0.severity == severity && $0.isExercise == isExercise }
          return .init(Double(count?.count ?? 0), ["severity": severity.rawValue, "exercise": "\(isExercise)"])
        }
      })
    if let longest = overview.longest {
      page.add(
        "levee_longest_wait_seconds", .gauge,
        "How long the duty that waits longest has waited, by its incident's clock; the labels say on whom.",
        [
          .init(
            longest.waited,
            ["team": longest.owner.rawValue, "target": longest.kind.rawValue, "incident": longest.incident.description])
        ])
    }
    page.add(
      "levee_work_items", .gauge, "Machine work, by kind and state.",
      overview.queues.map { .init(Double($0.count), ["kind": $0.kind.rawValue, "state": $0.state.rawValue]) })
    page.add(
      "levee_work_oldest_seconds", .gauge, "How long the first of the work that is ready has been due, by kind.",
      overview.queues.filter { $0.state == .ready }.map { .init($0.oldest, ["kind": $0.kind.rawValue]) })
    page.add("levee_notices_unreached", .gauge, "Notices that reached nobody.", Double(overview.unreached))
    page.add("levee_events_unsealed", .gauge, "Events of the log that are not sealed yet.", Double(overview.unsealed))
    page.add(
      "levee_sealing_lag_seconds", .gauge, "Age of the first event that is not sealed, by its incident's clock.",
      overview.sealingLag)
    page.add(
      "levee_notification_queue_usage_ratio", .gauge, "Share of PostgreSQL's notification queue in use, 0 to 1.",
      overview.notificationQueue)
    page.add("levee_database_standbys", .gauge, "Standby servers that stream.", Double(overview.standbys))
    page.add(
      "levee_schema_info", .gauge, "1; the label is the newest migration applied.",
      [.init(1, ["schema": overview.schema])])
  }
}
