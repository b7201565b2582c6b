/// A set of words and phrases, each with a meaning, found in a text in one pass: at every place the longest that fits.
///
/// A tree over Unicode scalars; its branches lie in one hash table, so that a step costs one look.
struct WordTree<Meaning: Sendable>: Sendable {
  private var keys: [UInt64]
  private var targets: [Int32]
  private var mask: Int
  private var used = 0
  private var nodes: Int32 = 1
  /// By node: the index of its meaning, or -1; and whether a word may go on after it.
  private var meaning: [Int32] = [-1]
  private var goesOn: [Bool] = [false]
  private(set) var meanings: [Meaning] = []
  /// Which signs begin a word, a bit each, by their lowest 16 bits: most places of a text are passed by this look.
  private var beginnings = [UInt64](repeating: 0, count: 1024)

  /// Whether "Nova's" holds the word "Nova".
  private let endsAtPossessive: Bool

  init(endsAtPossessive: Bool = false) {
    self.endsAtPossessive = endsAtPossessive
    keys = [UInt64](repeating: 0, count: 1 << 12)
    targets = [Int32](repeating: 0, count: 1 << 12)
    mask = (1 << 12) - 1
  }

  /// Adds a word, or changes what it means.
  mutating func add(_ word: [UInt32], goesOn: Bool, _ change: (Meaning?) -> Meaning) {
    if let first = word.first { beginnings[Int(first >> 6 & 0x3FF)] |= 1 << UInt64(first & 63) }
    var node: Int32 = 0
    for scalar in word {
      let key = Self.key(node, scalar)
      var slot = Self.slot(key, mask)
      while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
      if keys[slot] == 0 {
        keys[slot] = key
        targets[slot] = nodes
        meaning.append(-1)
        self.goesOn.append(false)
        node = nodes
        nodes += 1
        used += 1
        if used * 2 > mask { grow() }
      } else {
        node = targets[slot]
      }
    }
    if meaning[Int(node)] >= 0 {
      meanings[Int(meaning[Int(node)])] = change(meanings[Int(meaning[Int(node)])])
    } else {
      meaning[Int(node)] = Int32(meanings.count)
      meanings.append(change(nil))
    }
    if goesOn { self.goesOn[Int(node)] = true }
  }

  /// Adds a word as a lexicon writes it: spaces around it do not count, and a `*` at its end stands for any that begins so.
  mutating func add(entry: Substring, _ change: (Meaning?) -> Meaning) {
    var word = entry
    while word.first == " " { word.removeFirst() }
    while word.last == " " { word.removeLast() }
    let goesOn = word.count > 1 && word.last == "*"
    if goesOn { word.removeLast() }
    guard !word.isEmpty else { return }
    add(FoldedText(String(word)).scalars, goesOn: goesOn, change)
  }

  /// Calls `found` with the place, the length and the meaning's index of each match, the longest at each place first taken.
  func scan(_ text: [UInt32], _ found: (_ start: Int, _ length: Int, _ meaning: Int) -> Void) {
    text.withUnsafeBufferPointer { text in
      keys.withUnsafeBufferPointer { keys in
        targets.withUnsafeBufferPointer { targets in
          var start = 0
          var afterWordSign = false
          while start < text.count {
            let first = text[start]
            let isWordSign = FoldedText.isWordSign(first)
            // A word of letters is found where it begins, not in the middle of another.
            if isWordSign, afterWordSign {
              start += 1
              continue
            }
            if beginnings[Int(first >> 6 & 0x3FF)] & (1 << UInt64(first & 63)) == 0 {
              // A mark of quotation before a word is no part of it: 'no truth'.
              afterWordSign = isWordSign && !(endsAtPossessive && first == 0x27)
              start += 1
              continue
            }
            var node: Int32 = 0
            var length = 0
            var best: Int32 = -1
            var place = start
            while place < text.count {
              let key = Self.key(node, text[place])
              var slot = Self.slot(key, mask)
              while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
              if keys[slot] == 0 { break }
              node = targets[slot]
              place += 1
              let here = meaning[Int(node)]
              if here >= 0 {
                let endsInside =
                  place < text.count && FoldedText.isWordSign(text[place]) && FoldedText.isWordSign(text[place - 1])
                if !endsInside || goesOn[Int(node)] || endsAtPossessive && Self.isPossessive(text, place) {
                  best = here
                  length = place - start
                }
              }
            }
            if best >= 0 {
              found(start, length, Int(best))
              start += length
            } else {
              start += 1
            }
            afterWordSign =
              start > 0 && FoldedText.isWordSign(text[start - 1])
              && !(best < 0 && endsAtPossessive && first == 0x27 && !afterWordSign)
          }
        }
      }
    }
  }

  /// Whether `'s` or `'` stands at a place, and a word ends after it.
  private static func isPossessive(_ text: UnsafeBufferPointer<UInt32>, _ place: Int) -> Bool {
    guard text[place] == 0x27 else { return false }
    let next = place + 1 < text.count && text[place + 1] == 0x73 ? place + 2 : place + 1
    return next >= text.count || !FoldedText.isWordSign(text[next])
  }

  /// The meaning's index of the first match whose beginning and end the caller accepts, the longest of those that begin there;
  /// nil when there is none.
  func first(
    in text: [UInt32], isBeginning: (_ start: Int) -> Bool, isEnd: (_ start: Int, _ end: Int) -> Bool
  ) -> Meaning? {
    for start in text.indices {
      let sign = text[start]
      guard beginnings[Int(sign >> 6 & 0x3FF)] & (1 << UInt64(sign & 63)) != 0 else { continue }
      var node: Int32 = 0
      var place = start
      var best: Int32 = -1
      while place < text.count {
        let key = Self.key(node, text[place])
        var slot = Self.slot(key, mask)
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
        if keys[slot] == 0 { break }
        node = targets[slot]
        place += 1
        let here = meaning[Int(node)]
        if here >= 0, isEnd(start, place) { best = here }
      }
      if best >= 0, isBeginning(start) { return meanings[Int(best)] }
    }
    return nil
  }

  private static func key(_ node: Int32, _ scalar: UInt32) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar) | 1 << 31
  }

  private static func slot(_ key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
  }

  private mutating func grow() {
    let old = zip(keys, targets).filter { $0.0 != 0 }
    mask = (mask + 1) * 2 - 1
    keys = [UInt64](repeating: 0, count: mask + 1)
    targets = [Int32](repeating: 0, count: mask + 1)
    for (key, target) in old {
      var slot = Self.slot(key, mask)
      while keys[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = key
      targets[slot] = target
    }
  }
}
