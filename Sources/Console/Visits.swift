import FoundationEssentials
import Ledger
import Wording
import Workflow

/// The sessions with the database that are kept between two requests: each of one browser's own login, opened with its secret. There is
/// no other way to the tables here.
actor Visits {
  /// How the database is reached, without login and password.
  private let base: [String: String]
  /// Whether a session counts only where the server asked for the secret.
  private let provesPassword: Bool
  private let most: Int

  private struct Kept {
    let sessions: Ledger.Sessions
    let made: ContinuousClock.Instant
    var used: ContinuousClock.Instant
  }

  private struct Known {
    let person: Visitor.Person
    let at: ContinuousClock.Instant
  }

  /// By the mark of the browser.
  private var kept: [[UInt8]: Kept] = [:]
  private var people: [[UInt8]: Known] = [:]
  private let clock = ContinuousClock()

  /// - Parameter most: of how many browsers they are kept at most; beyond it those that were used least recently are closed.
  init(base: [String: String], provesPassword: Bool, most: Int) {
    self.base = base
    self.provesPassword = provesPassword
    self.most = most
  }

  /// The tables as one login of one browser sees them.
  func ledger(_ credential: Credential, _ team: Team, _ access: Ledger.Access) async -> Ledger {
    await sweep()
    let now = clock.now
    // A page asks for a few things at once, and never for more.
    var mine =
      kept[credential.mark]
      ?? Kept(
        sessions: Ledger.Sessions(
          connection: credential.connection(base), applicationName: "levee-console", size: 2,
          provesPassword: provesPassword), made: now, used: now)
    mine.used = now
    kept[credential.mark] = mine
    if kept.count > most {
      await close(kept.sorted { $0.value.used < $1.value.used }.dropLast(most).map(\.key))
    }
    return Ledger(team: team, access: access, on: mine.sessions)
  }

  /// Closes what nobody used for a minute, and what is ten minutes old: a login that was shut is asked for again.
  func sweep() async {
    let now = clock.now
    await close(kept.filter { now - $0.value.used > .seconds(60) || now - $0.value.made > .seconds(600) }.map(\.key))
    people = people.filter { now - $0.value.at < .seconds(60) }
  }

  private func close(_ marks: [[UInt8]]) async {
    let closing = marks.compactMap { kept.removeValue(forKey: $0)?.sessions }
    for sessions in closing { await sessions.close() }
  }

  /// Who a browser's person is.
  /// - Throws: `PostgresError.loginRefused` where the database does not let it in.
  func visitor(_ credential: Credential) async throws -> Visitor {
    if let known = people[credential.mark], clock.now - known.at < .seconds(60) {
      return Visitor(credential: credential, person: known.person, visits: self)
    }
    let ledger = await ledger(credential, .staff, .everyone)
    guard let found = try await ledger.people.ofThisSession(), !found.isRemoved else { throw NobodyOfThisHouse() }
    let teams = found.seats.compactMap { seat in seat.split(separator: ":").first.flatMap { Team(rawValue: String($0)) }
    }
    let person = Visitor.Person(
      handle: found.handle, name: found.displayName, language: found.language,
      teams: Team.allCases.filter { teams.contains($0) },
      ranks: Set(found.seats.compactMap { $0.split(separator: ":").last.map(String.init) }),
      isAdministrator: try await ledger.people.isAdministrator())
    people[credential.mark] = Known(person: person, at: clock.now)
    return Visitor(credential: credential, person: person, visits: self)
  }

  /// Who its person is, is asked anew.
  func forget(_ credential: Credential) { people[credential.mark] = nil }

  /// Of how many browsers sessions are kept.
  var count: Int { kept.count }

  func closeAll() async { await close(Array(kept.keys)) }
}

/// The login is let in by the database, and is no person's.
struct NobodyOfThisHouse: Error {}

/// Who asks for a page.
struct Visitor: Sendable {
  struct Person: Sendable {
    let handle: String
    let name: String
    let language: Language
    /// The teams in which they sit: which pages they are offered. What they may do, the database decides.
    let teams: [Team]
    /// What they are there: `head`, `leader`, …
    let ranks: Set<String>
    let isAdministrator: Bool
  }

  let credential: Credential
  let person: Person
  let visits: Visits

  var language: Language { person.language }

  func ledger(_ team: Team, _ access: Ledger.Access = .team) async -> Ledger {
    await visits.ledger(credential, team, access)
  }
}
