public import FoundationEssentials
public import Ledger
import Synchronization
public import Workflow

/// The claims that one loop of a service holds at this moment.
///
/// What a look could not end because the database went away is handed back before the next one, and what a stopping
/// service holds at its end: nobody waits for a lease to run out.
public final class Holding: Sendable {
  private let loop: String
  private let ledger: Ledger
  private let vitals: Vitals
  private let tokens = Mutex<Set<UUID>>([])
  private let claimed = Mutex(false)

  init(loop: String, ledger: Ledger, vitals: Vitals) {
    self.loop = loop
    self.ledger = ledger
    self.vitals = vitals
  }

  /// Claims work that is due; it is held until it is ended (`remove`).
  /// - Parameters:
  ///   - most: how many pieces at most.
  ///   - lease: for how long nobody else gets them.
  public func claim(_ kind: WorkKind, most: Int, lease: Duration) async throws -> [Work.Claim] {
    turn()
    let claims = try await ledger.work.claim(kind, most: most, lease: lease)
    tokens.withLock { $0.formUnion(claims.map(\.token)) }
    if !claims.isEmpty { claimed.withLock { $0 = true } }
    return claims
  }

  /// A long look has got on with something: it does not hang.
  public func turn() { vitals.turn(loop) }

  /// Claims that were ended in any way; of one that is not held nothing happens.
  public func remove(_ claims: [Work.Claim]) { remove(tokens: claims.map(\.token)) }
  /// The same of claims that came another way than by `claim`, by their tokens.
  public func remove(tokens ended: [UUID]) { tokens.withLock { $0.subtract(ended) } }
  public func add(tokens more: [UUID]) {
    tokens.withLock { $0.formUnion(more) }
    claimed.withLock { $0 = true }
  }

  /// Hands back everything that is held; it comes again later each time.
  func handBack() async throws {
    try await ledger.work.handBack(tokens.withLock { Array($0) })
    removeAll()
  }

  /// Whether anything was claimed since this was asked last.
  func hasClaimed() -> Bool {
    claimed.withLock { claimed in
      defer { claimed = false }
      return claimed
    }
  }

  func removeAll() { tokens.withLock { $0 = [] } }
}
