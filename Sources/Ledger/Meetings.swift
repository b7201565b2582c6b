public import FoundationEssentials
import Postgres
public import Workflow

/// The meeting at which leadership decides: called, with an agenda; those who came sign in. A decision needs none.
public struct Meetings: Sendable {
  let ledger: Ledger

  public struct Meeting: Sendable {
    public let startsAt: Date
    /// A room, or a link.
    public let place: String
    public let agenda: String
    public let calledBy: String
    /// Who is to come: logins.
    public let people: [String]
    /// Who came, in the order in which they signed in.
    public let present: [String]
    /// Whether a decision or another meeting followed it, or its time is long past.
    public let isOver: Bool
  }

  /// Calls a meeting: all of leadership, and who is named, are told.
  /// - Returns: who is to come.
  public func call(
    _ incident: Reference, at startsAt: Date, place: String, agenda: String, inviting people: [String]
  ) async throws -> [String] {
    try await ledger.commit(
      """
      insert into levee.meeting (incident_id, starts_at, invited, place, agenda)
      values (\(incident.number), \(startsAt), \(people)::text[], \(place), \(agenda)) returning people
      """)[0]["people"]
  }

  /// The newest meeting of an incident; nil before the first.
  public func newest(of incident: Reference) async throws -> Meeting? {
    try await ledger.read(
      """
      select m.starts_at::timestamptz as starts_at, m.place, m.agenda, m.person, m.people,
        array(select s.handle from levee.sign_in s where s.incident_id = m.incident_id and s.meeting_id = m.id
          order by s.at, s.handle) as present,
        levee.meeting_now(m.incident_id) <> m.id as over
      from levee.meeting m where m.incident_id = \(incident.number) order by m.id desc limit 1
      """
    ).first.map {
      Meeting(
        startsAt: try $0["starts_at"], place: try $0["place"], agenda: try $0["agenda"], calledBy: try $0["person"],
        people: try $0["people"], present: try $0["present"], isOver: try $0["over"])
    }
  }

  /// Says that people came to the meeting that is not over.
  public func signIn(_ people: [String], to incident: Reference) async throws {
    try await ledger.commit(
      """
      insert into levee.sign_in (incident_id, meeting_id, handle)
      select \(incident.number), levee.meeting_now(\(incident.number)), p from unnest(\(people)::text[]) p
      """)
  }
}

extension Ledger {
  public var meetings: Meetings { Meetings(ledger: self) }
}
