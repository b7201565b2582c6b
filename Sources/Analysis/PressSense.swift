/// Whether somebody of the press asks: reporters also gather, praise, and play in films.
extension Passage {
  func meansJournalist(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    let sentence = sentence(of: index)
    if classes.contains(.asksPress) { return true }
    guard classes.contains(.press) else { return false }
    if tokens[index].isIdeographic {
      return any([.iAm], in: before(index)) || any([.askedBy], in: after(index))
    }
    return any([.iAm], in: sentence.lowerBound..<index) || any([.askedBy], in: after(index))
  }
}
