public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// The standing plan, in versions.
public struct Playbooks: Sendable {
  let ledger: Ledger

  /// One version, approved or proposed.
  public struct Playbook: Sendable {
    public let version: Int
    public let title: Bilingual
    /// The login of who proposed it, and when; "" for the one that came with the installation.
    public let proposedBy: String
    public let proposedAt: Date
    /// The logins of those whose reviews made it the approved one; none while it is not approved.
    public let approvedBy: [String]
    public let approvedAt: Date?
    /// Why leadership sent it back; nil where it did not.
    public let sentBack: String?
    /// The time of day, in the house's zone, at which the daily brief is drafted: `17:00`.
    public let briefAt: String

    public var isApproved: Bool { approvedAt != nil }
  }

  /// A text of the playbook.
  public struct Template: Sendable {
    public let name: String
    public let title: String
    public let body: String

    public init(name: String, title: String, body: String) {
      self.name = name
      self.title = title
      self.body = body
    }
  }

  /// Why the plan in force has to be looked at again.
  public struct Cause: Sendable {
    /// `review_day`, `seat`, `risk`, `resource`, `drill` or `case`.
    public let cause: String
    public let subject: String
    public let at: Date
  }

  /// With whom a version has to be filed.
  public struct Filing: Sendable {
    public let code: String
    public let authority: Bilingual
    public let filedBy: String
    public let filedAt: Date?
    public let receipt: String
  }

  /// All versions, the oldest first.
  public func list() async throws -> [Playbook] {
    try await ledger.read(
      """
      select p.version, p.title_en, p.title_zh,
        coalesce((select o.handle from levee.person o where o.handle = p.person), '') as person, p.proposed_at, array(select r.person from levee.playbook_review r
          where r.version = a.version and r.digest = a.digest order by r.at, r.person) as approved_by, a.at as approved_at,
        b.reason as sent_back, to_char(p.brief_at, 'HH24:MI') as brief_at
      from levee.playbook p left join levee.playbook_approval a using (version) left join levee.playbook_return b using (version)
      order by p.version
      """
    ).map {
      Playbook(
        version: try $0["version"], title: Bilingual(try $0["title_en"], try $0["title_zh"]),
        proposedBy: try $0["person"],
        proposedAt: try $0["proposed_at"], approvedBy: try $0["approved_by"], approvedAt: try $0["approved_at"],
        sentBack: try $0["sent_back"], briefAt: try $0["brief_at"])
    }
  }

  /// Everything that a version says; nil for one that is not there.
  public func content(version: Int) async throws -> PlaybookContent? {
    let rows = try await ledger.read(
      "select levee.playbook_content(version)::text as content from levee.playbook where version = \(version)")
    guard let row = rows.first else { return nil }
    let text: String = try row["content"]
    return PlaybookContent(json: try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
  }

  /// Sections of a version whose text in one language was changed in an earlier version than the other's.
  public func olderProse(version: Int) async throws -> [(section: String, language: Language)] {
    try await ledger.read(
      """
      with prose as (
        select s.version, s.section, s.language, s.body is distinct from lag(s.body) over w as changed
        from levee.plan_section s where s.version <= \(version)
          and (s.version = \(version) or not exists (select from levee.playbook_return r where r.version = s.version))
        window w as (partition by s.section, s.language order by s.version)),
      newest as (select section, language, max(version) filter (where changed) as version from prose group by 1, 2)
      select n.section, n.language from newest n join newest o on o.section = n.section and o.version > n.version order by 1
      """
    ).map { (try $0["section"], try $0["language"]) }
  }

  /// Proposes a version.
  /// - Parameter base: the version that it was written from.
  /// - Returns: its number.
  /// - Throws: `LedgerError.refused` where a newer version than the base is there, or the database takes a value for wrong.
  public func propose(_ content: PlaybookContent, writtenFrom base: Int) async throws -> Int {
    try await ledger.commit(
      "select levee.propose_playbook(\(base), \(JSONText(try content.json.text(pretty: false)))::jsonb) as version")[0][
        "version"]
  }

  /// Gives the review of the person at the keyboard.
  /// - Returns: whether this was the last one needed, so that the playbook is approved now.
  public func approve(version: Int) async throws -> Bool {
    try await ledger.commit("insert into levee.playbook_review (version) values (\(version))")
    return try await ledger.read(
      "select exists (select from levee.playbook_approval where version = \(version)) as approved")[0]["approved"]
  }

  /// Sends a proposed version back.
  public func sendBack(version: Int, reason: String) async throws {
    try await ledger.commit("insert into levee.playbook_return (version, reason) values (\(version), \(reason))")
  }

  /// Why the plan has to be looked at again, the oldest first; none where it has not.
  public func causes() async throws -> [Cause] {
    try await ledger.read(
      "select cause, subject, at from levee.plan_cause where answered_at = 'infinity' order by id"
    ).map { Cause(cause: try $0["cause"], subject: try $0["subject"], at: try $0["at"]) }
  }

  /// Leadership looked at what is open, and the plan stays as it is.
  /// - Returns: how many causes that answers.
  public func keep(why: String) async throws -> Int {
    try await ledger.commit("select levee.keep_plan(\(why)) as n")[0]["n"]
  }

  /// Whether the day of the next review is near: then it is a duty of leadership. For its service.
  public func lookAtReviewDay() async throws {
    try await ledger.commit("select levee.look_at_plan()")
  }

  /// With whom a version is to be filed, and where it was.
  public func filings(version: Int) async throws -> [Filing] {
    try await ledger.read(
      """
      select f.filing, f.authority_en, f.authority_zh, coalesce(d.person, '') as person, d.at, coalesce(d.receipt, '') as receipt
      from levee.filing f left join levee.playbook_filing d using (version, filing) where f.version = \(version) order by f.filing
      """
    ).map {
      Filing(
        code: try $0["filing"], authority: Bilingual(try $0["authority_en"], try $0["authority_zh"]),
        filedBy: try $0["person"],
        filedAt: try $0["at"], receipt: try $0["receipt"])
    }
  }

  /// Records that an approved version was filed.
  public func file(version: Int, with filing: String, receipt: String) async throws {
    try await ledger.commit(
      "insert into levee.playbook_filing (version, filing, receipt) values (\(version), \(filing), \(receipt))")
  }

  /// The templates of a kind that an incident's playbook has, in one language.
  public func templates(_ kind: String, of incident: Reference, language: Language) async throws -> [Template] {
    try await ledger.read(
      """
      select t.name, t.title, t.body from levee.incident i join levee.template t on t.version = i.playbook
      where i.id = \(incident.number) and t.kind = \(kind) and t.language = \(language.rawValue)::levee.language
      order by t.name
      """
    ).map { Template(name: try $0["name"], title: try $0["title"], body: try $0["body"]) }
  }
}

extension Ledger {
  public var playbooks: Playbooks { Playbooks(ledger: self) }
}
