import FoundationEssentials
import Glibc
import Synchronization

/// Points of a service's step at which a test may end the process, as a power cut would: no clean-up, no farewell.
///
/// A debug build ends at the n-th pass of the point that `LEVEE_CRASH_AT` names (`after_claim`, `after_effect:3`); a
/// release build passes them all.
public enum CrashPoint: String, Sendable, CaseIterable {
  case beforeClaim = "before_claim"
  case afterClaim = "after_claim"
  /// The page is written, the message is taken; nothing of it is recorded.
  case afterEffect = "after_effect"
  /// The statement that records the step is about to be sent.
  case beforeCommit = "before_commit"
  case afterCommit = "after_commit"

  /// Passes the point.
  public func pass() {
    #if DEBUG
      guard let wanted = Self.wanted, wanted.point == self else { return }
      if Self.passes.add(1, ordering: .relaxed).newValue == wanted.pass { kill(getpid(), SIGKILL) }
    #endif
  }

  #if DEBUG
    private static let passes = Atomic(0)

    private static let wanted: (point: CrashPoint, pass: Int)? = {
      guard let text = ProcessInfo.processInfo.environment["LEVEE_CRASH_AT"] else { return nil }
      let parts = text.split(separator: ":")
      guard let point = CrashPoint(rawValue: String(parts[0])) else { return nil }
      return (point, parts.count == 2 ? Int(parts[1]) ?? 1 : 1)
    }()
  #endif
}
