import FoundationEssentials
public import Ledger
import Synchronization

/// The claims that a service holds at this moment.
///
/// What a look could not end because the database went away is handed back before the next one, and what a stopping
/// service holds at its end: nobody waits for a lease to run out.
public final class Holding: Sendable {
  private let tokens = Mutex<Set<UUID>>([])

  public init() {}

  /// Claims that were just taken.
  public func add(_ claims: [Work.Claim]) { tokens.withLock { $0.formUnion(claims.map(\.token)) } }
  /// Claims that were ended in any way; of one that is not held nothing happens.
  public func remove(_ claims: [Work.Claim]) { tokens.withLock { $0.subtract(claims.map(\.token)) } }
  var all: [UUID] { tokens.withLock { Array($0) } }
  func removeAll() { tokens.withLock { $0 = [] } }
}
