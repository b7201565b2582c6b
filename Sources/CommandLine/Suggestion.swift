/// "Did you mean": the candidate nearest to what was typed.
enum Suggestion {
  /// The candidate with the smallest edit distance, if that is small for its length; nil otherwise.
  static func closest(to typed: String, among candidates: [String]) -> String? {
    let ranked = candidates.map { ($0, distance(typed, $0)) }.min { $0.1 < $1.1 }
    guard let (candidate, distance) = ranked, distance <= max(1, typed.count / 3), distance < typed.count else {
      return nil
    }
    return candidate
  }

  /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each count one.
  static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a)
    let b = Array(b)
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      before = last
      last = row
    }
    return last[b.count]
  }
}
