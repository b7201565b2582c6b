public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// Who has read the playbook in force, and who is told that they have not.
public struct PlaybookReadings: Sendable {
  let ledger: Ledger

  /// A department: how many its people are, and how many of them have read the version in force.
  public struct Department: Sendable {
    public let version: Int
    /// "" for people with seats who are in no list of staff.
    public let name: String
    public let people: Int
    public let haveRead: Int
    public let missing: Int
    /// Since when the first of them owes it; nil when nobody does.
    public let missingSince: Date?
    /// Of those who are missing: who was sent a link, and who cannot be reached.
    public let told: Int
    public let unreachable: Int
  }

  /// Somebody who has not read it.
  public struct Missing: Sendable {
    public let name: String
    /// "" for none.
    public let login: String
    public let department: String
    public let since: Date
    /// Messages that went out to them.
    public let told: Int
    public let problem: String
  }

  /// When the caller acknowledged a version; nil when they have not.
  public func acknowledged(_ version: Int) async throws -> Date? {
    try await ledger.read(
      """
      select at from levee.playbook_reading where version = \(version) and handle = levee.person()
      """
    ).first?["at"]
  }

  /// The caller has read a version.
  public func acknowledge(_ version: Int) async throws {
    try await ledger.commit("insert into levee.playbook_reading (version) values (\(version))")
  }

  /// Those departments that the caller may see.
  public func departments() async throws -> [Department] {
    try await ledger.read("select * from levee.readings_by_department()").map {
      Department(
        version: try $0["version"], name: try $0["department"], people: try $0["people"], haveRead: try $0["have_read"],
        missing: try $0["missing"], missingSince: try $0["missing_since"], told: try $0["told"],
        unreachable: try $0["unreachable"])
    }
  }

  /// Those of whom the caller may know that they are missing.
  public func missing() async throws -> [Missing] {
    try await ledger.read("select * from levee.readers_missing()").map {
      Missing(
        name: try $0["name"], login: try $0["handle"], department: try $0["department"], since: try $0["owed_since"],
        told: try $0["told"], problem: try $0["problem"])
    }
  }

  /// Counts of the whole house: nobody's name.
  public struct Counts: Sendable {
    public let readers: Int
    public let haveRead: Int
    public let missing: Int
    public let unreachable: Int
    /// People with a seat, and of them who has not read the version in force, whose training counts, ran out, or never was.
    public let seated: Int
    public let seatedUnread: Int
    public let trained: Int
    public let ranOut: Int
    public let untrained: Int
    public let attempts: Int
    public let passed: Int
    public let openLinks: Int

    public init(
      readers: Int, haveRead: Int, missing: Int, unreachable: Int, seated: Int, seatedUnread: Int, trained: Int,
      ranOut: Int, untrained: Int, attempts: Int, passed: Int, openLinks: Int
    ) {
      self.readers = readers
      self.haveRead = haveRead
      self.missing = missing
      self.unreachable = unreachable
      self.seated = seated
      self.seatedUnread = seatedUnread
      self.trained = trained
      self.ranOut = ranOut
      self.untrained = untrained
      self.attempts = attempts
      self.passed = passed
      self.openLinks = openLinks
    }

    init(_ row: Row) throws {
      readers = try row["readers"]
      haveRead = try row["have_read"]
      missing = try row["missing"]
      unreachable = try row["unreachable"]
      seated = try row["seated"]
      seatedUnread = try row["seated_unread"]
      trained = try row["seated_trained"]
      ranOut = try row["seated_ran_out"]
      untrained = try row["seated_untrained"]
      attempts = try row["attempts"]
      passed = try row["passed"]
      openLinks = try row["links_open"]
    }
  }

  public func counts() async throws -> Counts {
    try Counts(try await ledger.read("select * from levee.knowing()")[0])
  }

  // MARK: behind a link

  /// What became of a link, or is with it.
  public enum LinkState: String, Sendable, PostgresDecodable {
    case open, used, expired, over, unknown, busy
    public init?(postgresText text: String) { self.init(rawValue: text) }
  }

  /// What a link shows.
  public struct Link: Sendable {
    public let state: LinkState
    public let version: Int
    public let name: String
    public let language: Language
    public let validUntil: Date
  }

  /// What a version says, for the page behind a link.
  public struct Text: Sendable {
    public let content: PlaybookContent
    public let company: Bilingual
    public let approvedAt: Date
    /// The names of those who approved it.
    public let approvedBy: [String]
  }

  /// Looks at a link; that uses nothing up.
  public func look(at code: String) async throws -> (link: Link, text: Text?) {
    let rows = try await ledger.batch([
      "select * from levee.reading_by_code(\(code))", "select * from levee.text_by_code(\(code))",
    ])
    let row = rows[0][0]
    let link = Link(
      state: try row["state"], version: try row["version"], name: try row["name"], language: try row["language"],
      validUntil: try row["valid_until"])
    let text = try rows[1].first.flatMap { row -> Text? in
      let json = try JSONDecoder().decode(JSONValue.self, from: Data((try row["content"] as String).utf8))
      guard let content = PlaybookContent(json: json) else { return nil }
      return Text(
        content: content, company: Bilingual(try row["company_en"], try row["company"]),
        approvedAt: try row["approved_at"],
        approvedBy: try row["approved_by"])
    }
    return (link, text)
  }

  /// The owner of a link has read it: `open` when it is recorded by this.
  public func acknowledge(code: String) async throws -> LinkState {
    try await ledger.commit("select levee.acknowledge_by_code(\(code)) as state", bells: [.logistics])[0]["state"]
  }

  // MARK: logistics' service

  /// A message to one employee.
  public struct Telling: Sendable {
    /// What it is about: a version to read, with a code; or who is missing in the department that they head.
    public enum Subject: Sendable {
      case reading(code: String, validUntil: Date)
      case department(String, missing: [String])
    }

    public let version: Int
    public let employee: Int
    public let subject: Subject
    let about: String
    let token: UUID
    /// Messages that went out before.
    public let before: Int
    public let name: String
    public let language: Language
    public let transport: Transport
    public let address: String
    public let title: Bilingual
    public let company: Bilingual
  }

  /// Puts into the list whoever has to be told and is not in it.
  public func queue() async throws {
    _ = try await ledger.read("select levee.queue_tellings()")
  }

  /// Claims what may go out now.
  public func claim(lease: Duration, most: Int) async throws -> [Telling] {
    try await ledger.read("select * from levee.claim_tellings(\(lease)::interval, \(most))").map { row in
      let about: String = try row["about"]
      return Telling(
        version: try row["version"], employee: try row["employee_id"],
        subject: about == "reading"
          ? .reading(code: try row["code"], validUntil: try row["valid_until"])
          : .department(try row["department"], missing: try row["missing"]),
        about: about, token: try row["token"], before: try row["count"], name: try row["name"],
        language: try row["language"],
        transport: Transport(
          name: try row["transport"], kind: try row["kind"], format: try row["format"],
          address: try row["transport_address"], secret: try row["secret"]),
        address: try row["address"], title: Bilingual(try row["title_en"], try row["title_zh"]),
        company: Bilingual(try row["company_en"], try row["company"]))
    }
  }

  /// Records that a message is out.
  @discardableResult
  public func recordSent(_ telling: Telling) async throws -> Bool {
    try await ledger.commit(
      """
      select levee.record_telling(\(telling.version), \(telling.employee), \(telling.about), \(telling.token)::uuid) as held
      """, bells: [])[0]["held"]
  }

  /// Records that it did not get through.
  /// - Parameters:
  ///   - how: `final`, `passing` or `busy`.
  ///   - pause: seconds for which the receiver wants to hear nothing.
  public func recordFailed(_ telling: Telling, reason: String, how: String, pause: Double?) async throws {
    try await ledger.commit(
      """
      select levee.fail_telling(\(telling.version), \(telling.employee), \(telling.about), \(telling.token)::uuid, \(reason),
        \(how), \(pause.map { Interval.seconds($0) })::interval)
      """, bells: [])
  }

  /// Seconds until the next message is due; nil when none is.
  public func nextTelling() async throws -> Double? {
    try await ledger.read("select levee.next_telling_in() as seconds")[0]["seconds"]
  }

  /// Opens the duty of those whose training runs out.
  @discardableResult
  public func renewTraining() async throws -> Int {
    try await ledger.read("select levee.renew_training() as people")[0]["people"]
  }
}

extension Ledger {
  public var playbookReadings: PlaybookReadings { PlaybookReadings(ledger: self) }
}
