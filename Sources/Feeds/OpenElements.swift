/// The elements that are open at a place of a broken document, found by their names without a search.
struct OpenElements {
  struct Element {
    /// As it is written.
    let name: String
    /// In small letters.
    let whole: String
    /// In small letters, without the prefix.
    let local: String
    let isEntry: Bool
    /// Name spaces that it declares.
    let spaces: Int

    init(_ name: String, spaces: Int) {
      self.name = name
      self.spaces = spaces
      let small = name.lowercased()
      whole = small
      local = small.lastIndex(of: ":").map { String(small[small.index(after: $0)...]) } ?? small
      isEntry = local == "item" || local == "entry"
    }
  }

  private var stack: [Element] = []
  private var places: [String: [Int]] = [:]
  private var entries: [Int] = []
  /// Name spaces that are declared by what is open.
  private(set) var spaces = 0

  var count: Int { stack.count }
  var last: Element? { stack.last }
  /// Where the innermost entry stands.
  var entry: Int? { entries.last }

  /// Where the innermost element of a name stands.
  func place(_ whole: String) -> Int? { places[whole]?.last }

  mutating func append(_ element: Element) {
    places[element.whole, default: []].append(stack.count)
    if element.isEntry { entries.append(stack.count) }
    spaces += element.spaces
    stack.append(element)
  }

  mutating func popLast() -> Element? {
    guard let element = stack.popLast() else { return nil }
    places[element.whole]?.removeLast()
    if element.isEntry { entries.removeLast() }
    spaces -= element.spaces
    return element
  }
}
