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

  private struct Key: Hashable {
    let mark: [UInt8]
    let team: Team
    let access: String
  }

  private struct Kept {
    let ledger: Ledger
    let made: ContinuousClock.Instant
    var used: ContinuousClock.Instant
  }

  private struct Known {
    let person: Visitor.Person
    let at: ContinuousClock.Instant
  }

  private var kept: [Key: Kept] = [:]
  private var people: [[UInt8]: Known] = [:]
  private let clock = ContinuousClock()

  /// - Parameter most: how many are kept at most; beyond it the one that was used least recently is closed.
  init(base: [String: String], provesPassword: Bool, most: Int = 48) {
    self.base = base
    self.provesPassword = provesPassword
    self.most = most
  }

  /// The tables as one login of one browser sees them.
  func ledger(_ credential: Credential, _ team: Team, _ access: Ledger.Access) async -> Ledger {
    await sweep()
    let key = Key(mark: credential.mark, team: team, access: "\(access)")
    let now = clock.now
    if var session = kept[key] {
      session.used = now
      kept[key] = session
      return session.ledger
    }
    let ledger = Ledger(
      team: team, access: access, connection: credential.connection(base), size: 2, provesPassword: provesPassword)
    kept[key] = Kept(ledger: ledger, made: now, used: now)
    // No browser keeps more than a few, however many roles its person has.
    await close(kept.filter { $0.key.mark == key.mark }.sorted { $0.value.used < $1.value.used }.dropLast(5).map(\.key))
    await close(kept.sorted { $0.value.used < $1.value.used }.dropLast(most).map(\.key))
    return ledger
  }

  /// Closes what nobody used for a minute, and what is ten minutes old: a login that was shut is asked for again.
  func sweep() async {
    let now = clock.now
    await close(kept.filter { now - $0.value.used > .seconds(60) || now - $0.value.made > .seconds(600) }.map(\.key))
    people = people.filter { now - $0.value.at < .seconds(60) }
  }

  private func close(_ keys: [Key]) async {
    let closing = keys.compactMap { kept.removeValue(forKey: $0)?.ledger }
    for ledger in closing { await ledger.close() }
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

  /// How many sessions are kept.
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
