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
    if classes.contains(.others) { return isOfOthers(index) }
    if classes.contains(.scam) { return isKnownToSwindlers(index) }
    if classes.contains(.leaks) { return any([.data, .hacker], in: clause) && !any([.spoil], in: clause) }
    if classes.contains(.steals) {
      // Hackers who took 300 GB took data.
      return (any([.data], in: clause) || any([.hacker], in: sentence(of: index))) && !any([.spoil], in: clause)
    }
    // "I sent my details": who gives their own leaks nothing.
    if classes.contains(.sells), previous(index)?.classes.contains(.speaker) == true { return false }
    if classes.contains(.sells) {
      return any([.personal], in: clause) || any([.data], in: clause) && any([.owner, .hacker], in: clause)
    }
    return classes.contains(.hacked) && (any([.data, .thing], in: clause) || any([.beenDone], in: before(index, 2)))
  }

  /// Somebody sees or is sent what is another's: "I can see other people's orders", 显示别人的订单.
  private func isOfOthers(_ index: Int) -> Bool {
    any([.data, .holdings], in: after(index, 5)) && any([.sees, .sells, .steals, .leaks], in: sentence(of: index))
  }

  /// Swindlers know what only the company knew: 骗子连订单号都对得上.
  private func isKnownToSwindlers(_ index: Int) -> Bool {
    let around = surroundings(of: index)
    return any([.knows], in: around) && any([.data, .holdings], in: around)
  }
}
