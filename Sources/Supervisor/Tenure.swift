import Synchronization

/// The term as this process remembers it: a hint, by which a look need not ask for it. The database decides.
final class Tenure: Sendable {
  private let held = Mutex<(epoch: Int, renewed: ContinuousClock.Instant)?>(nil)

  /// The epoch, if it was renewed lately.
  func epoch(renewedWithin span: Duration) -> Int? {
    held.withLock { held in
      guard let held, .now - held.renewed < span else { return nil }
      return held.epoch
    }
  }

  /// The epoch, however long ago it was renewed; nil after it ended.
  var epoch: Int? { held.withLock { $0?.epoch } }

  func renew(_ epoch: Int, at renewed: ContinuousClock.Instant) { held.withLock { $0 = (epoch, renewed) } }
  func end() { held.withLock { $0 = nil } }
}
