public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// How well the house is prepared before a crisis: a score with its parts, the rows that they are made of, and how it stood day by day.
public struct HouseReadiness: Sendable {
  let ledger: Ledger

  /// One part.
  public struct Part: Sendable {
    public let part: ReadinessPart
    public let weight: Double
    /// 0 to 100.
    public let score: Double
    /// Points that the whole would gain if nothing of this part were missing.
    public let gain: Double
    /// How many rows it rests on.
    public let counted: Int
    /// What its rows are about that are not wholly there.
    public let missing: [String]
  }

  /// One row that counts.
  public struct Item: Sendable {
    public let part: ReadinessPart
    /// A seat, a login, a kind of resource and a severity, a tool, a kind of drill, an improvement, a language; "" for none.
    public let subject: String
    /// 0 to 1.
    public let value: Double
    /// Beside the others of its part.
    public let weight: Double
    /// How much is there, of how much; nil where nothing is counted.
    public let have: Double?
    public let want: Double?
    /// When it was so, or until when it is; nil where there is no such time.
    public let at: Date?
  }

  /// A day as it was recorded.
  public struct Day: Sendable {
    /// `2026-12-01`.
    public let day: String
    public let score: Double
  }

  /// The whole at this moment.
  public struct Reading: Sendable {
    /// 0 to 100.
    public let score: Double
    /// Those that apply to this house, in the order of the page.
    public let parts: [Part]
    public let items: [Item]
    /// The days recorded lately, the oldest first.
    public let days: [Day]
    /// The playbook whose weights these are.
    public let playbook: Int
    /// Names of the kinds of resources.
    public let kinds: [String: Bilingual]
    public let now: Date
  }

  /// Everything in one round trip.
  public func read() async throws -> Reading {
    let rows = try await ledger.batch([
      "select * from levee.readiness_parts()", "select * from levee.readiness_items()",
      """
      select d.day::text as day, d.score from (select * from levee.readiness_day order by day desc limit 90) d order by d.day
      """,
      "select kind, en, zh from levee.resource_kind where version = levee.house_playbook()",
      "select coalesce(levee.house_playbook(), 0) as version, clock_timestamp() as now",
    ])
    return Reading(
      score: try rows[0].last?["score"] ?? 0, parts: try rows[0].dropLast().map(Self.part),
      items: try rows[1].map(Self.item),
      days: try rows[2].map { Day(day: try $0["day"], score: try $0["score"]) }, playbook: try rows[4][0]["version"],
      kinds: Dictionary(
        uniqueKeysWithValues: try rows[3].map { (try $0["kind"] as String, Bilingual(try $0["en"], try $0["zh"])) }),
      now: try rows[4][0]["now"])
  }

  static func part(_ row: Row) throws -> Part {
    Part(
      part: try row["part"], weight: try row["weight"], score: try row["score"], gain: try row["gain"],
      counted: try row["counted"], missing: try row["missing"])
  }

  private static func item(_ row: Row) throws -> Item {
    Item(
      part: try row["part"], subject: try row["subject"], value: try row["value"], weight: try row["weight"],
      have: try row["have"], want: try row["want"], at: try row["at"])
  }

  /// What leadership was told of a month.
  public struct Letter: Sendable, Decodable {
    public struct Part: Sendable, Decodable {
      public let part: String
      public let score: Double
      public let gain: Double
      public let missing: [String]
    }
    /// `2026-12`.
    public let month: String
    /// The day that it tells of.
    public let day: String
    public let score: Double
    /// Of the letter before; nil for the first.
    public let before: Double?
    /// What would raise it most comes first.
    public let parts: [Part]

    /// - Parameter text: JSON, as the database says it.
    public init?(_ text: String) {
      guard let read = try? JSONDecoder().decode(Letter.self, from: Data(text.utf8)) else { return nil }
      self = read
    }
  }

  /// The letter of a month (`2026-12`); nil where none was sent.
  public func letter(of month: String) async throws -> Letter? {
    let text: String? = try await ledger.read("select levee.readiness_letter_of(\(month))::text as said")[0]["said"]
    return text.flatMap { Letter($0) }
  }

  /// Months of which there is a letter, the newest first.
  public func letters() async throws -> [String] {
    try await ledger.read("select month from levee.readiness_letter order by month desc").map { try $0["month"] }
  }

  /// Records how it stands today, once a day, and writes leadership the month's letter.
  /// - Returns: whether this was the first time today.
  public func keep() async throws -> Bool {
    try await ledger.commit("select levee.keep_readiness() as kept", bells: [])[0]["kept"]
  }

  /// Somebody restored a backup, to see whether that works.
  /// - Parameter day: `2026-12-01`; nil for today, where the company lives.
  public func record(restore worked: Bool, minutes: Int, on day: String?, note: String) async throws {
    try await ledger.commit(
      """
      insert into levee.restore_trial (tried_on, minutes, worked, note)
      values (coalesce(\(day)::date, (clock_timestamp() at time zone levee.company_zone())::date), \(minutes), \(worked), \(note))
      """)
  }

  /// The person agrees to be called at night, between two times of the company's day (`22:30`), as a test; nil withdraws it.
  public func agree(toBeWoken hours: (since: String, until: String)?) async throws {
    if let hours {
      try await ledger.commit("select levee.agree_to_wake(\(hours.since)::time, \(hours.until)::time)")
    } else {
      try await ledger.commit("select levee.withdraw_wake()")
    }
  }

  /// Calls somebody who agreed to it.
  /// - Throws: `LedgerError.refused` where they did not (`wake_test_is_agreed`), at another time, too often, or in a crisis.
  public func wake(_ person: String) async throws {
    try await ledger.commit("select levee.test_wake(\(person))", bells: [.logistics])
  }

  /// Answers a test call.
  /// - Returns: minutes since it was made.
  public func answer() async throws -> Double {
    try await ledger.commit("select levee.answer_wake() as minutes")[0]["minutes"]
  }
}

extension Ledger {
  public var houseReadiness: HouseReadiness { HouseReadiness(ledger: self) }
}

extension ReadinessPart: PostgresDecodable {}
