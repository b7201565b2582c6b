/// Finds for a text the story that it copies, among those of late.
///
/// Holds so many of the newest texts and forgets the oldest: what is copied is copied within days. Texts that share a number
/// of their sketches are candidates; their bits decide.
public struct StoryIndex: Sendable {
  private struct Entry: Sendable {
    var story: Int64 = 0
    var bits: UInt64 = 0
    /// The entries before this one that share a number of the sketch, by place of the number.
    var previous: SIMD4<Int64> = SIMD4(repeating: -1)
  }

  private let capacity: Int
  private var entries: [Entry]
  /// The newest entry of each number.
  private var heads: [Int64]
  private var count: Int64 = 0
  /// Candidates that are looked at for one number: a crowd that shares it hides none of the newest.
  private static let mostCandidates = 48

  /// - Parameter capacity: how many texts it holds before it forgets the oldest.
  public init(capacity: Int = 200_000) {
    self.capacity = capacity
    entries = []
    heads = [Int64](repeating: -1, count: 4 << 16)
  }

  /// The story that a text copies: the id of its first mention. A text that copies none is the first of its own.
  public mutating func story(of id: Int64, _ fingerprint: Fingerprint) -> Int64 {
    guard fingerprint.bits != 0 else { return id }
    let story = find(fingerprint) ?? id
    add(story, fingerprint)
    return story
  }

  /// Takes in a text whose story is known.
  public mutating func add(_ story: Int64, _ fingerprint: Fingerprint) {
    guard fingerprint.bits != 0 else { return }
    var entry = Entry(story: story, bits: fingerprint.bits)
    for (place, band) in fingerprint.bands.enumerated() {
      entry.previous[place] = heads[Int(band)]
      heads[Int(band)] = count
    }
    if entries.count < capacity { entries.append(entry) } else { entries[Int(count) % capacity] = entry }
    count += 1
  }

  private func find(_ fingerprint: Fingerprint) -> Int64? {
    var best: (distance: Int, story: Int64)?
    for (place, band) in fingerprint.bands.enumerated() {
      var next = heads[Int(band)]
      var looked = 0
      while next >= 0, next >= count - Int64(capacity), looked < Self.mostCandidates {
        let entry = entries[Int(next) % capacity]
        let distance = Fingerprint.distance(entry.bits, fingerprint.bits)
        if distance <= Fingerprint.tolerance, distance < best?.distance ?? .max {
          best = (distance, entry.story)
          if distance == 0 { return entry.story }
        }
        next = entry.previous[place]
        looked += 1
      }
    }
    return best?.story
  }
}
