public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// Drills: planned from a scenario, led by a facilitator, played through an exercise incident, and kept.
public struct Drills: Sendable {
  let ledger: Ledger

  /// One drill, as lists show it.
  public struct Summary: Sendable {
    public let reference: Reference
    public let kind: DrillKind
    public let scenario: String
    public let title: String
    public let state: DrillState
    public let plannedAt: Date
    /// Its incident; nil before it has begun.
    public let incident: Reference?
    /// How many times as fast as real time it runs now; 0 while its clock stands.
    public let rate: Double
    /// What the person at the keyboard is in it; nil for nothing.
    public let role: DrillRole?
    public let participants: Int
    public let joined: Int
    /// Injects still to come, and those that came.
    public let waiting: Int
    public let delivered: Int
    /// Logins of participants who have said nothing of it yet, once it is over.
    public let wordsMissing: [String]
    public let seed: Int
    /// What its clock shows, and showed at its beginning.
    public let now: Date
    public let startedAt: Date?
  }

  /// One inject, with what became of it.
  public struct Inject: Sendable {
    public let code: String
    public let kind: String
    public let trigger: String
    public let step: String
    /// Seconds.
    public let wait: Double
    /// Its title and text, as JSON.
    public let content: String
    /// `delivered`, `waits`, `held`, `skipped`, `needless`.
    public let state: String
    /// By the drill's clock; when it came, or will come as far as that is known.
    public let at: Date?
  }

  /// Something that was expected.
  public struct Expected: Sendable {
    public let code: String
    public let objective: String
    public let step: String
    public let text: Bilingual
    public let weight: Int
    /// nil before its inject came.
    public let dueAt: Date?
    public let doneAt: Date?

    /// Whether it was done in time.
    public var isInTime: Bool { if let dueAt, let doneAt { doneAt <= dueAt } else { false } }
  }

  /// What was said in it to the person at the keyboard.
  public struct Message: Sendable {
    public let code: String
    public let text: String
    public let at: Date
    public let person: String
  }

  /// Somebody in it.
  public struct Member: Sendable {
    public let handle: String
    public let role: DrillRole
    public let joinedAt: Date?
    /// `said`, `declined`, or "".
    public let word: String
  }

  /// What an observer noted.
  public struct Note: Sendable {
    public let objective: String
    /// `P`, `S`, `M`, `U`, or "".
    public let rating: String
    public let reason: String
    public let at: Date
    public let person: String
  }

  /// When the next drill of a kind is due, by the playbook.
  public struct Due: Sendable {
    public let kind: DrillKind
    public let team: Team
    public let at: Date
    public let isPlanned: Bool
  }

  /// Plans one; whoever does leads it.
  /// - Parameter scenario: as `Scenario.json` writes it.
  public func plan(
    _ kind: DrillKind, scenario: JSONValue, language: Language, at: Date, rate: Double, seed: Int,
    people: [(handle: String, role: DrillRole)]
  ) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      select levee.plan_drill(\(kind.rawValue), \(language.rawValue)::levee.language, \(at), \(rate), \(seed),
        \(people.map(\.handle))::text[], \(people.map(\.role.rawValue))::text[], \(try scenario.text(pretty: false))::jsonb) as id
      """)
    return Reference(.drill, try rows[0]["id"])
  }

  /// Begins: opens its incident.
  public func start(_ drill: Reference) async throws -> Reference {
    Reference(.incident, try await ledger.commit("select levee.start_drill(\(drill.number)) as id")[0]["id"])
  }

  /// How a clock is moved.
  public enum Move: Sendable {
    case pause, resume
    case rate(Double)
    /// Seconds.
    case jump(Double)
  }

  /// Moves the clock of an exercise.
  /// - Returns: what it shows then.
  @discardableResult
  public func move(_ incident: Reference, _ move: Move, reason: String = "") async throws -> Date {
    let (what, rate, ahead): (String, Double, Double) =
      switch move {
      case .pause: ("pause", 0, 0)
      case .resume: ("resume", 0, 0)
      case .rate(let rate): ("rate", rate, 0)
      case .jump(let seconds): ("jump", 0, seconds)
      }
    return try await ledger.commit(
      """
      select levee.move_clock(\(incident.number), \(what), \(rate), make_interval(secs => \(ahead)), \(reason)) as shown
      """)[0]["shown"]
  }

  /// `now`, `hold`, `release` or `skip`.
  public func steer(_ drill: Reference, _ code: String, _ what: String) async throws {
    try await ledger.commit("select levee.steer_inject(\(drill.number), \(code), \(what))")
  }

  /// Adds one on the spot.
  /// - Returns: its code.
  public func add(_ drill: Reference, _ inject: JSONValue) async throws -> String {
    try await ledger.commit(
      "select levee.add_inject(\(drill.number), \(try inject.text(pretty: false))::jsonb) as code")[0]["code"]
  }

  public func say(_ drill: Reference, _ text: String) async throws {
    try await ledger.commit("select levee.say_in_drill(\(drill.number), \(text))")
  }

  /// Signs in.
  public func join(_ drill: Reference) async throws -> DrillRole {
    try await ledger.commit("select levee.join_drill(\(drill.number)) as role")[0]["role"]
  }

  public func note(_ drill: Reference, objective: String, rating: String, reason: String) async throws {
    try await ledger.commit("select levee.note_in_drill(\(drill.number), \(objective), \(rating), \(reason))")
  }

  /// Says what one thinks of one's own part, once; "" says nothing.
  public func word(_ drill: Reference, _ text: String) async throws {
    try await ledger.commit("select levee.word_on_drill(\(drill.number), \(text))")
  }

  public func end(_ drill: Reference, isDone: Bool, reason: String) async throws {
    try await ledger.commit("select levee.end_drill(\(drill.number), \(isDone), \(reason))")
  }

  public func list() async throws -> [Summary] {
    try await ledger.read("select * from levee.drills()").map {
      let incident: Int = try $0["incident_id"]
      let role: String = try $0["role"]
      return Summary(
        reference: Reference(.drill, try $0["id"]), kind: try $0["kind"], scenario: try $0["scenario"],
        title: try $0["title"], state: try $0["state"], plannedAt: try $0["planned_at"],
        incident: incident == 0 ? nil : Reference(.incident, incident), rate: try $0["rate"],
        role: DrillRole(rawValue: role), participants: try $0["people"], joined: try $0["joined"],
        waiting: try $0["waiting"], delivered: try $0["delivered"], wordsMissing: try $0["words_missing"],
        seed: try $0["seed"], now: try $0["shown"], startedAt: incident == 0 ? nil : try $0["started_at"])
    }
  }

  /// - Throws: `LedgerError.unknown`, also of one that the person may not know of.
  public func find(_ drill: Reference) async throws -> Summary {
    guard let found = try await list().first(where: { $0.reference == drill }) else { throw LedgerError.unknown(drill) }
    return found
  }

  public func timeline(_ drill: Reference) async throws -> [Inject] {
    try await ledger.read(
      """
      select code, kind, trigger, step, extract(epoch from wait)::double precision as wait, content::text as content, state, at
      from levee.drill_timeline(\(drill.number))
      """
    ).map {
      Inject(
        code: try $0["code"], kind: try $0["kind"], trigger: try $0["trigger"], step: try $0["step"],
        wait: try $0["wait"],
        content: try $0["content"], state: try $0["state"], at: try $0["at"])
    }
  }

  public func expected(_ drill: Reference) async throws -> [Expected] {
    try await ledger.read("select * from levee.drill_expected(\(drill.number))").map {
      Expected(
        code: try $0["code"], objective: try $0["objective"], step: try $0["step"],
        text: Bilingual(try $0["en"], try $0["zh"]), weight: try $0["weight"], dueAt: try $0["due_at"],
        doneAt: try $0["done_at"])
    }
  }

  public func messages(_ drill: Reference) async throws -> [Message] {
    try await ledger.read("select * from levee.drill_messages(\(drill.number))").map {
      Message(code: try $0["code"], text: try $0["text"], at: try $0["shown_at"], person: try $0["person"])
    }
  }

  public func people(_ drill: Reference) async throws -> [Member] {
    try await ledger.read(
      """
      select handle, role, nullif(joined_at, 'infinity') as joined_at, said from levee.drill_people(\(drill.number))
      """
    ).map {
      Member(handle: try $0["handle"], role: try $0["role"], joinedAt: try $0["joined_at"], word: try $0["said"])
    }
  }

  public func notes(_ drill: Reference) async throws -> [Note] {
    try await ledger.read("select * from levee.drill_notes(\(drill.number))").map {
      Note(
        objective: try $0["objective"], rating: try $0["rating"], reason: try $0["reason"], at: try $0["shown_at"],
        person: try $0["person"])
    }
  }

  /// The scenario's words as JSON: of who takes part without what only the facilitator knows, until it has ended.
  public func content(_ drill: Reference) async throws -> String {
    try await ledger.read("select levee.drill_content(\(drill.number))::text as content")[0]["content"]
  }

  /// What it is held for: of each objective its code and its words.
  /// - Throws: `LedgerError.refused` of whoever takes part, until it has ended.
  public func objectives(_ drill: Reference) async throws -> [(code: String, text: Bilingual)] {
    try await ledger.read("select * from levee.drill_objectives(\(drill.number))").map {
      (try $0["code"], Bilingual(try $0["en"], try $0["zh"]))
    }
  }

  public func dues() async throws -> [Due] {
    try await ledger.read("select * from levee.drill_dues()").map {
      Due(kind: try $0["kind"], team: try $0["team"], at: try $0["due"], isPlanned: try $0["planned"])
    }
  }

  // MARK: the service's part

  /// Brings what is due, of every drill that runs.
  /// - Returns: of each what it was, and whether it could be brought.
  public func deliver() async throws -> [(drill: Reference, code: String, isDelivered: Bool)] {
    try await ledger.commit("select * from levee.deliver_injects()").map {
      (Reference(.drill, try $0["drill"]), try $0["code"], try $0["delivered"])
    }
  }

  /// What the public of a drill reacts to; JSON where it is a list or has many values.
  public struct Public: Sendable {
    public let drill: Reference
    public let seed: Int
    /// Minutes reckoned so far, and how stirred it was then.
    public let tick: Int
    public let stir: Double
    /// Minutes since its beginning.
    public let elapsed: Double
    public let language: Language
    public let parameters: String
    public let shocks: String
    public let statements: String
    public let startedAt: Date
  }

  public func publics() async throws -> [Public] {
    try await ledger.read(
      """
      select drill, seed, tick, stir, elapsed, language, parameters::text as parameters, shocks::text as shocks,
        statements::text as statements, started_at from levee.drill_publics()
      """
    ).map {
      Public(
        drill: Reference(.drill, try $0["drill"]), seed: try $0["seed"], tick: try $0["tick"], stir: try $0["stir"],
        elapsed: try $0["elapsed"], language: try $0["language"], parameters: try $0["parameters"],
        shocks: try $0["shocks"], statements: try $0["statements"], startedAt: try $0["started_at"])
    }
  }

  /// One post of a drill's public.
  public struct Post: Sendable {
    public let at: Date
    public let source: String
    public let author: String
    public let text: String
    public let isNegative: Bool

    public init(at: Date, source: String, author: String, text: String, isNegative: Bool) {
      self.at = at
      self.source = source
      self.author = author
      self.text = text
      self.isNegative = isNegative
    }
  }

  /// Keeps what the public said from one minute to another, if nobody has kept it.
  public func answer(
    _ drill: Reference, since: Int, until: Int, stir: Double, posts: [Post]
  ) async throws -> Bool {
    let said = JSONValue.array(
      posts.map {
        .object([
          "at": .string($0.at.ISO8601Format()), "source": .string($0.source), "author": .string($0.author),
          "text": .string($0.text), "negative": .bool($0.isNegative),
        ])
      })
    return try await ledger.commit(
      """
      select levee.public_answers(\(drill.number), \(since), \(until), \(stir), \(try said.text(pretty: false))::jsonb) as kept
      """, bells: posts.isEmpty ? [] : [.monitoring])[0]["kept"]
  }
}

extension Ledger {
  public var drills: Drills { Drills(ledger: self) }
}

extension DrillKind: PostgresDecodable {}
extension DrillRole: PostgresDecodable {}
extension DrillState: PostgresDecodable {}
