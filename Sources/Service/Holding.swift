public import FoundationEssentials
import Synchronization

/// The claims that a service holds at this moment, so that it can hand them back when it is asked to stop.
public final class Holding: Sendable {
  private let tokens = Mutex<Set<UUID>>([])

  public init() {}

  public func add(_ token: UUID) { tokens.withLock { _ = $0.insert(token) } }
  public func remove(_ token: UUID) { tokens.withLock { _ = $0.remove(token) } }
  public var all: [UUID] { tokens.withLock { Array($0) } }
}
