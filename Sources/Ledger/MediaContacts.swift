public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// Whom the company knows in the media, and what was said to them: read by logistics, response and leadership alone.
public struct MediaContacts: Sendable {
  let ledger: Ledger

  /// What is known of somebody, as somebody writes it down.
  public struct Entry: Sendable, Equatable {
    public var name: String
    public var outlet: String
    public var beat: String
    public var language: Language
    /// How they like to be reached: by telephone, WeChat, mail.
    public var prefers: String
    public var reach: String
    /// A login; "" is whoever writes it down.
    public var knownBy: String

    public init(
      name: String, outlet: String = "", beat: String = "", language: Language = .chinese, prefers: String = "",
      reach: String = "", knownBy: String = ""
    ) {
      self.name = name
      self.outlet = outlet
      self.beat = beat
      self.language = language
      self.prefers = prefers
      self.reach = reach
      self.knownBy = knownBy
    }
  }

  /// Somebody of the media.
  public struct Contact: Sendable {
    public let reference: Reference
    public let entry: Entry
    public let verifiedAt: Date
    public let verifiedBy: String
    public let lookIsOwed: Bool
  }

  /// Something that was said to a contact.
  public struct Talk: Sendable {
    public let contact: Reference
    public let name: String
    /// nil where it was about none.
    public let incident: Reference?
    public let said: String
    public let person: String
    public let at: Date
  }

  /// Writes somebody down, or what is otherwise with them than before: of one name at one outlet there is one.
  /// - Returns: whether anything is.
  @discardableResult
  public func put(_ entry: Entry) async throws -> Bool {
    let rows = try await ledger.commit(
      """
      with said as (select \(entry.name) as name, \(entry.outlet) as outlet, \(entry.beat) as beat,
          \(entry.language.rawValue)::levee.language as language, \(entry.prefers) as prefers, \(entry.reach) as reach,
          nullif(\(entry.knownBy), '') as known_by),
      changed as (
        update levee.media_contact c set beat = s.beat, language = s.language, prefers = s.prefers, reach = s.reach,
          known_by = coalesce(s.known_by, c.known_by)
        from said s where c.name = s.name and c.outlet = s.outlet and c.removed_at = 'infinity'
          and (c.beat, c.language, c.prefers, c.reach, c.known_by) is distinct from (s.beat, s.language, s.prefers, s.reach,
            coalesce(s.known_by, c.known_by))
        returning c.id),
      added as (
        insert into levee.media_contact (name, outlet, beat, language, prefers, reach, known_by)
        select s.name, s.outlet, s.beat, s.language, s.prefers, s.reach, coalesce(s.known_by, levee.person())
        from said s where not exists (select from levee.media_contact c where c.name = s.name and c.outlet = s.outlet
          and c.removed_at = 'infinity') returning id)
      select id from changed union all select id from added
      """)
    return !rows.isEmpty
  }

  /// Those who are still there, by outlet and name.
  public func list() async throws -> [Contact] {
    try await ledger.read(
      """
      select c.*, c.verified_at + coalesce((select min(k.verified_every) from levee.resource_kind k
        where k.version = levee.house_playbook() and k.purpose = 'media'), interval '1 month') <= clock_timestamp() as stale
      from levee.media_contact c where c.removed_at = 'infinity' order by c.outlet, c.name, c.id
      """
    ).map { row in
      let language: String = try row["language"]
      return Contact(
        reference: Reference(.contact, try row["id"]),
        entry: Entry(
          name: try row["name"], outlet: try row["outlet"], beat: try row["beat"],
          language: Language(rawValue: language) ?? .chinese, prefers: try row["prefers"], reach: try row["reach"],
          knownBy: try row["known_by"]),
        verifiedAt: try row["verified_at"], verifiedBy: try row["verified_by"], lookIsOwed: try row["stale"])
    }
  }

  /// Writes down what was said to somebody.
  public func say(_ said: String, to contact: Reference, about incident: Reference?) async throws {
    try await ledger.commit(
      """
      insert into levee.media_talk (incident_id, contact_id, said)
      values (\(incident?.number ?? 0), \(contact.number), \(said))
      """)
  }

  /// What was said: to one, about one incident, or all of it; the newest first.
  public func talks(to contact: Reference?, about incident: Reference?) async throws -> [Talk] {
    try await ledger.read(
      """
      select t.contact_id, c.name, nullif(t.incident_id, 0) as incident_id, t.said, t.person, t.at
      from levee.media_talk t join levee.media_contact c on c.id = t.contact_id
      where coalesce(t.contact_id = \(contact?.number)::bigint, true) and coalesce(t.incident_id = \(incident?.number)::bigint, true)
      order by t.id desc limit 500
      """
    ).map { row in
      let incident: Int? = try row["incident_id"]
      return Talk(
        contact: Reference(.contact, try row["contact_id"]), name: try row["name"],
        incident: incident.map { Reference(.incident, $0) }, said: try row["said"], person: try row["person"],
        at: try row["at"])
    }
  }

  /// Takes somebody off the list: they are there no more. Their name goes only when leadership erases it.
  public func remove(_ contact: Reference) async throws {
    try await ledger.commit("select levee.remove_contact(\(contact.number))")
  }
}

extension Ledger {
  public var contacts: MediaContacts { MediaContacts(ledger: self) }
}
