/// Notices what is unusual in a series of counts, looking at no later row: the one that scores what the service sees, and
/// what `levee-monitoring evaluate bursts` reads.
///
/// A row is judged at two paces, by itself and with the hour before it: a sudden peak shows in the first, a swelling in the
/// second. Its rarity is the mean of the two, a power of ten: 3 is expected once in a thousand rows. A burst is announced
/// once: what is no rarer than something of the last day and a half belongs to what was announced then, and scores 0.
public struct BurstDetector: Sendable {
  /// What a row is.
  public struct Judgement: Sendable, Equatable {
    /// A power of ten: how many rows pass between two of this kind. 0 when it is nothing special.
    public var rarity: Double
    /// The rarity where it is news, 0 where it belongs to a burst that was announced.
    public var score: Double
    /// The count that is usual at this time.
    public var usual: Double
  }

  /// A score from which a burst is worth telling somebody.
  ///
  /// Chosen on six series of tweet volumes; docs/monitoring.md says how, and what leaving each out in turn gave.
  public static let threshold = 2.9

  private var rows: Baseline
  private var hours: Baseline
  private var rowTail = Tail()
  private var hourTail = Tail()
  private var recent: [Double] = []
  private var next = 0
  private let hour: Int
  private let memory: Int
  /// Candidates for the rarest of the last day and a half, by row, falling.
  private var peaks: [(row: Int, rarity: Double)] = []
  private var row = 0

  /// Rows that are learnt from before anything is told.
  public static let warmUp = 24

  /// - Parameter spacing: seconds between two rows.
  public init(spacing: Double = 300) {
    hour = max(1, Int((3600 / spacing).rounded()))
    memory = max(1, Int((36 * 3600 / spacing).rounded()))
    rows = Baseline(spacing: spacing)
    hours = Baseline(spacing: spacing)
  }

  /// Judges the next row, then learns it.
  /// - Parameter seconds: when the row began, since 1970.
  public mutating func judge(_ count: Double, at seconds: Double) -> Judgement {
    if recent.count < hour { recent.append(count) } else { recent[next] = count }
    next = (next + 1) % hour
    let usual = rows.usual(at: seconds)
    let byRow = rowTail.rarity(of: rows.excess(of: count, at: seconds))
    let byHour = hourTail.rarity(of: hours.excess(of: recent.reduce(0, +), at: seconds))
    let rarity = row < Self.warmUp ? 0 : (byRow + byHour) / 2
    peaks.removeAll { $0.row < row - memory }
    let isNews = rarity > (peaks.first?.rarity ?? 0)
    while let last = peaks.last, last.rarity <= rarity { peaks.removeLast() }
    if rarity > 0 { peaks.append((row, rarity)) }
    row += 1
    return Judgement(rarity: rarity, score: isNews ? rarity : 0, usual: usual)
  }
}
