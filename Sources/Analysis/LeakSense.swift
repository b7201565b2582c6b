/// Whether a word speaks of data that got out: dishwashers leak, and so do pictures of a new phone.
extension Passage {
  func meansLeak(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    let clause = clause(of: index)
    if classes.contains(.leakSure) { return true }
    if classes.contains(.darkWeb) { return any([.data, .personal, .sells, .steals, .leaks], in: sentence(of: index)) }
    if classes.contains(.breach) {
      return any([.data, .personal, .darkWeb, .steals, .leaks, .unit], in: sentence(of: index))
    }
    if classes.contains(.leaks) { return any([.data], in: clause) && !any([.spoil], in: clause) }
    if classes.contains(.steals) { return any([.data], in: clause) && !any([.spoil], in: clause) }
    // "I sent my details": who gives their own leaks nothing.
    if classes.contains(.sells), previous(index)?.classes.contains(.speaker) == true { return false }
    if classes.contains(.sells) {
      return any([.personal], in: clause) || any([.data], in: clause) && any([.owner], in: clause)
    }
    return classes.contains(.hacked) && any([.data, .thing], in: clause)
  }
}
