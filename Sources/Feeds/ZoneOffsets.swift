public import FoundationEssentials

/// How a zone's clocks stood against UTC, as PostgreSQL knows it.
public struct ZoneOffsets: Sendable, Equatable {
  private struct Change: Sendable, Equatable {
    let from: Double
    let seconds: Int
  }
  /// In the order of time.
  private let changes: [Change]

  /// - Parameter changes: from when on the clocks are ahead of UTC, and by how many seconds. Before the first they stand
  ///   as from the first on; without any they show UTC.
  public init(_ changes: [(from: Date, seconds: Int)]) {
    self.changes = changes.map { Change(from: $0.from.timeIntervalSince1970, seconds: $0.seconds) }
      .sorted { $0.from < $1.from }
  }

  public static let utc = ZoneOffsets([])

  /// By how many seconds the clocks are ahead of UTC at an instant.
  public func seconds(at date: Date) -> Int {
    changes.isEmpty ? 0 : changes[index(at: date.timeIntervalSince1970)].seconds
  }

  /// Whether the clocks never show anything but UTC: either nobody set a zone, or it is UTC.
  var isUTC: Bool { changes.allSatisfy { $0.seconds == 0 } }

  /// The period in which an instant lies.
  private func index(at instant: Double) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].from <= instant { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// The instant, in seconds since 1970, at which the clocks on the wall show a time that is given as if they showed UTC.
  ///
  /// A time that the zone skips is read by the clocks as they stood before: half past two becomes half past three. A time
  /// that it repeats is the second of the two, after the clocks were set back.
  /// - Source: PostgreSQL's manual, appendix B.2, "Handling of Invalid or Ambiguous Timestamps"; so a time means the same
  ///   here and there.
  func instant(ofWallClock shown: Double) -> Double {
    guard let first = changes.first else { return shown }
    if changes.count == 1 { return shown - Double(first.seconds) }
    // No zone is further from UTC than 15 hours, so only these periods can show it.
    let earliest = index(at: shown - 54_000)
    var latest = index(at: shown + 54_000)
    while latest > earliest {
      let instant = shown - Double(changes[latest].seconds)
      if instant >= changes[latest].from { return instant }
      latest -= 1
    }
    return shown - Double(changes[earliest].seconds)
  }
}
