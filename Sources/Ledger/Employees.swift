public import FoundationEssentials
import Postgres
public import Wording

/// People of the company without a seat and, most of them, without a login.
public struct Employees: Sendable {
  let ledger: Ledger

  /// What a list of staff says of one of them.
  public struct Entry: Sendable, Hashable {
    /// What the company knows them by: a staff number, or their address.
    public var number: String
    public var name: String
    public var department: String
    public var post: String
    public var language: Language
    /// Whether they head their department.
    public var isHead: Bool
    /// How they are reached, and under which address there; "" for not at all.
    public var transport: String
    public var address: String
    /// Their login; "" for none.
    public var login: String

    public init(
      number: String, name: String, department: String, post: String = "", language: Language, isHead: Bool = false,
      transport: String = "", address: String = "", login: String = ""
    ) {
      self.number = number
      self.name = name
      self.department = department
      self.post = post
      self.language = language
      self.isHead = isHead
      self.transport = transport
      self.address = address
      self.login = login
    }
  }

  /// One of them, as the table has them.
  public struct Employee: Sendable {
    public let id: Int
    public let entry: Entry
    public let since: Date
    /// nil while they are here.
    public let leftAt: Date?
    /// Why the last message did not reach them; "" when it did.
    public let problem: String
    /// The newest version that they acknowledged, and when.
    public let read: (version: Int, at: Date)?
  }

  /// What an import did, by numbers of people.
  public struct Outcome: Sendable {
    public let added: Int
    public let changed: Int
    public let returned: Int
    /// Who is here and not in the list: they left, where that was asked for.
    public let missing: Int
    public let unchanged: Int
  }

  /// Takes in a whole list, in one statement: all of it or nothing.
  /// - Parameters:
  ///   - leavers: whether who is not in the list leaves.
  ///   - rehearses: whether nothing of it stays.
  public func take(_ entries: [Entry], leavers: Bool, rehearses: Bool = false) async throws -> Outcome {
    try await ledger.atomically(rehearses: rehearses) { ledger in
      let row = try await ledger.commit(
        """
        select * from levee.import_employees(\(entries.map(\.number))::text[], \(entries.map(\.name))::text[],
          \(entries.map(\.department))::text[], \(entries.map(\.post))::text[],
          \(entries.map(\.language.rawValue))::text[]::levee.language[], \(entries.map(\.isHead))::boolean[],
          \(entries.map(\.transport))::text[], \(entries.map(\.address))::text[], \(entries.map(\.login))::text[], \(leavers))
        """)[0]
      return Outcome(
        added: try row["added"], changed: try row["changed"], returned: try row["returned"],
        missing: try row["missing"], unchanged: try row["unchanged"])
    }
  }

  /// Those who are here, or all; by department and name.
  public func list(department: String? = nil, whoLeft: Bool = false) async throws -> [Employee] {
    try await ledger.read(
      """
      select e.*, coalesce(c.transport, '') as transport, coalesce(c.address, '') as address, coalesce(c.problem, '') as problem,
        coalesce(l.handle, '') as login, k.version as read_version, k.at as read_at
      from levee.employee e left join levee.employee_contact c on c.employee_id = e.id
      left join levee.employee_login l on l.employee_id = e.id
      left join lateral (select r.version, r.at from (select r.version, r.at from levee.employee_reading r where r.employee_id = e.id
        union all select r.version, r.at from levee.playbook_reading r where r.handle = l.handle) r
        order by r.version desc, r.at limit 1) k on true
      where (e.left_at = 'infinity' or \(whoLeft)) and (\(department)::text is null or e.department = \(department))
      order by e.left_at < 'infinity', e.department, e.name, e.number
      """
    ).map(Self.employee)
  }

  /// The one with a staff number; nil when there is none.
  public func find(_ number: String) async throws -> Employee? {
    try await list(whoLeft: true).first { $0.entry.number == number }
  }

  /// They leave: nobody is told anything any more, and what they read stays on record.
  /// - Returns: false when they are not here.
  public func dismiss(_ number: String) async throws -> Bool {
    let rows = try await ledger.commit(
      """
      select levee.dismiss_employees(array(select id from levee.employee where number = \(number) and left_at = 'infinity')) as gone
      """)
    return try rows[0]["gone"] as Int > 0
  }

  /// What is known of them goes for good.
  /// - Returns: false when there is no such employee.
  public func erase(_ number: String, reason: String) async throws -> Bool {
    try await !ledger.commit(
      """
      insert into levee.employee_erasure (employee_id, reason) select id, \(reason) from levee.employee where number = \(number)
      returning employee_id
      """
    ).isEmpty
  }

  /// Logins of people who are here.
  public func logins() async throws -> Set<String> {
    Set(
      try await ledger.read("select handle from levee.person where kind = 'person' and removed_at is null").map {
        try $0["handle"]
      })
  }

  private static func employee(_ row: Row) throws -> Employee {
    let left: Date = try row["left_at"]
    let version: Int? = try row["read_version"]
    return Employee(
      id: try row["id"],
      entry: Entry(
        number: try row["number"], name: try row["name"], department: try row["department"], post: try row["post"],
        language: try row["language"], isHead: try row["is_head"], transport: try row["transport"],
        address: try row["address"], login: try row["login"]),
      since: try row["since"], leftAt: left == .distantFuture ? nil : left, problem: try row["problem"],
      read: try version.map { ($0, try row["read_at"]) })
  }
}

extension Ledger {
  public var employees: Employees { Employees(ledger: self) }
}
