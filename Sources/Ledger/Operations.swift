public import FoundationEssentials
import Postgres
public import Workflow

/// Which processes are here, who leads, what waits, what is queued: what ops look at. No text of an incident is among it.
public struct Operations: Sendable {
  let ledger: Ledger

  /// A service's process that was heard within the last day.
  public struct Process: Sendable {
    public let team: Team
    /// The login that it came in with.
    public let person: String
    public let host: String
    /// On its own machine.
    public let pid: Int
    /// Seconds since it was last heard.
    public let silentFor: Double
    /// Teams whose service is not heard for this long count as missing, in seconds: four heartbeats.
    public static let silence = 20.0
    /// Whether it was heard lately enough to count as running.
    public var isHere: Bool { silentFor < Self.silence }
  }

  /// How many, of what severity, in earnest or as an exercise.
  public struct Count: Sendable {
    public let severity: Severity
    public let isExercise: Bool
    public let count: Int
  }

  /// Open incidents in one stage.
  public struct Open: Sendable {
    public let stage: Stage
    public let count: Count
  }

  /// Machine work of one kind in one state.
  public struct Queue: Sendable {
    public let kind: WorkKind
    public let state: WorkState
    public let count: Int
    /// Seconds since the first of it was due; 0 when nothing is due yet.
    public let oldest: Double
  }

  /// The duty that has waited longest, on any open incident.
  public struct Duty: Sendable {
    public let incident: Reference
    public let severity: Severity
    public let owner: Team
    public let kind: DutyKind
    /// The short id, team or number that it is about.
    public let subject: String
    /// Seconds of the incident's clock since it began to wait.
    public let waited: Double
    /// Seconds of the incident's clock until it is due; negative when it is overdue.
    public let timeLeft: Double
  }

  /// How the house stands at one moment.
  public struct Overview: Sendable {
    public let term: Term.State
    /// By team; of each team the one heard last comes first.
    public let processes: [Process]
    public let open: [Open]
    /// Open duties whose deadline has passed, by the clock of their incident.
    public let overdueDeadlines: [Count]
    public let queues: [Queue]
    /// nil when no duty with a deadline is open.
    public let longest: Duty?
    /// Notices that reached nobody.
    public let unreached: Int
    /// Who has read the playbook in force, and who is trained.
    public let knowing: PlaybookReadings.Counts
    /// How well the house was prepared on the newest day that was recorded; empty before the first. And how long ago that was, in seconds.
    public let readiness: [(part: ReadinessPart, score: Double)]
    public let readinessScore: Double?
    public let readinessAge: Double?
    /// Events that are not sealed yet.
    public let unsealed: Int
    /// Seconds since the first event that is not sealed was written; 0 when all are.
    public let sealingLag: Double
    /// Share of the server's notification queue that is in use, 0 to 1.
    public let notificationQueue: Double
    /// The newest migration that is applied.
    public let schema: String
    /// Standby servers that stream from this one.
    public let standbys: Int
    /// The database's clock, when this was read.
    public let now: Date

    /// How many incidents are open, in all stages.
    public var openIncidents: Int { open.reduce(0) { $0 + $1.count.count } }
    /// How many deadlines have passed, at all severities.
    public var overdue: Int { overdueDeadlines.reduce(0) { $0 + $1.count } }
    /// Work that failed for good, but for notices: those are counted as unreached.
    public var deadWork: Int { count { $0.state == .dead && $0.kind != .notify } }
    /// How many pieces of work the queues that match hold together.
    public func count(where matches: (Queue) -> Bool) -> Int { queues.filter(matches).reduce(0) { $0 + $1.count } }

    /// Teams that no process serves at this moment.
    public var missing: [Team] {
      (Team.working + [.supervisor]).filter { team in !processes.contains { $0.team == team && $0.isHere } }
    }
  }

  /// Says that a process is here. Only a service can.
  /// - Parameters:
  ///   - process: what it calls itself, for this start. A secret: others see a digest of it.
  ///   - host: the name of its machine.
  ///   - pid: its number there.
  /// - Throws: `LedgerError.refused` when the schema wants a newer program (`program_is_current`), or the login is not a
  ///   service of this house.
  public func heartbeat(process: UUID, host: String, pid: Int) async throws {
    _ = try await ledger.read("select levee.heartbeat(\(process), \(host), \(pid), \(Installation.program))")
  }

  /// Says that a process leaves, so that nobody misses it. Nothing happens when it was never heard.
  public func depart(process: UUID) async throws {
    _ = try await ledger.read("select levee.depart(\(process))")
  }

  /// Everything in one round trip.
  public func overview() async throws -> Overview {
    try Self.overview(try await ledger.batch(Self.questions))
  }

  /// What an overview asks, in the order in which `overview` reads the answers.
  private static let questions: [Statement] = [
    "select *, lease_until > clock_timestamp() as held from levee.term",
    """
    select team, person, host, pid, extract(epoch from clock_timestamp() - seen_at)::double precision as silent
    from levee.process where seen_at > clock_timestamp() - interval '1 day' order by team, seen_at desc
    """,
    """
    select stage, severity, exercise, count(*) as count from levee.incident where stage <> 'closed'
    group by stage, severity, exercise order by stage, severity, exercise
    """,
    """
    select i.severity, i.exercise, count(*) as count
    from levee.duty d join levee.incident i on i.id = d.incident_id
    where d.state = 'open' and d.target <> '' and d.due_at < levee.now(i.id)
    group by i.severity, i.exercise order by i.severity, i.exercise
    """,
    """
    select kind, state, count(*) as count, greatest(0, coalesce(extract(epoch from clock_timestamp() -
      min(run_at)), 0))::double precision as oldest
    from (
      select kind, state::text, run_at from levee.work where kind <> 'analyse' or state <> 'ready'
      -- The look at mentions is always due; what waits for it are the batches.
      union all select 'analyse', 'ready', at from levee.mention_batch) w
    group by kind, state order by kind, state
    """,
    """
    select d.incident_id, i.severity, d.team, d.kind, d.subject,
      extract(epoch from n.now - d.started_at)::double precision as waited,
      extract(epoch from d.due_at - n.now)::double precision as left
    from levee.duty d join levee.incident i on i.id = d.incident_id
    cross join lateral (select levee.now(i.id) as now) n
    where d.state = 'open' and d.target <> '' and isfinite(d.started_at) and isfinite(d.due_at)
    order by n.now - d.started_at desc, d.incident_id limit 1
    """,
    """
    select (select count(*) from levee.unreached) as unreached,
      (select count(*) from levee.unsealed) as unsealed,
      coalesce((select extract(epoch from case e.chain when 0 then clock_timestamp() else levee.now(e.chain) end - e.at)
        from levee.event e where e.id = (select min(u.event_id) from levee.unsealed u)), 0)::double precision as lag,
      pg_notification_queue_usage() as queue, (select max(name) from levee.migration) as schema,
      (select count(*) from pg_stat_replication) as standbys, clock_timestamp() as now
    """,
    "select * from levee.knowing()",
    """
    select d.score as total, extract(epoch from clock_timestamp() - d.at)::double precision as age, p.part, p.score
    from levee.readiness_day d join levee.readiness_day_part p on p.day = d.day
    where d.day = (select max(n.day) from levee.readiness_day n) order by p.part
    """,
  ]

  private static func overview(_ rows: [Rows]) throws -> Overview {
    let term = rows[0][0]
    let house = rows[6][0]
    return Overview(
      term: Term.State(
        epoch: try term["epoch"], holder: try term["holder"], host: try term["host"], since: try term["since"],
        isHeld: try term["held"]),
      processes: try rows[1].map {
        Process(
          team: try $0["team"], person: try $0["person"], host: try $0["host"], pid: try $0["pid"],
          silentFor: try $0["silent"])
      },
      open: try rows[2].map {
        Open(
          stage: try $0["stage"],
          count: Count(severity: try $0["severity"], isExercise: try $0["exercise"], count: try $0["count"]))
      },
      overdueDeadlines: try rows[3].map {
        Count(severity: try $0["severity"], isExercise: try $0["exercise"], count: try $0["count"])
      },
      queues: try rows[4].map {
        Queue(kind: try $0["kind"], state: try $0["state"], count: try $0["count"], oldest: try $0["oldest"])
      },
      longest: try rows[5].first.map {
        Duty(
          incident: Reference(.incident, try $0["incident_id"]), severity: try $0["severity"], owner: try $0["team"],
          kind: try $0["kind"], subject: try $0["subject"], waited: try $0["waited"], timeLeft: try $0["left"])
      },
      unreached: try house["unreached"], knowing: try PlaybookReadings.Counts(rows[7][0]),
      readiness: try rows[8].map { (try $0["part"], try $0["score"]) }, readinessScore: try rows[8].first?["total"],
      readinessAge: try rows[8].first?["age"], unsealed: try house["unsealed"], sealingLag: try house["lag"],
      notificationQueue: try house["queue"], schema: try house["schema"], standbys: try house["standbys"],
      now: try house["now"])
  }
}

extension Ledger {
  public var operations: Operations { Operations(ledger: self) }
}
