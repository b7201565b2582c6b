extension Array where Element: Comparable {
  /// Sorts, and keeps each value once.
  mutating func sortEachOnce() {
    sort()
    var kept = 0
    for index in indices where index == 0 || self[index] != self[kept - 1] {
      self[kept] = self[index]
      kept += 1
    }
    removeLast(count - kept)
  }
}
