/// Words of judgement, English and Chinese, and signs of any language, with what each does to the sentences around it.
///
/// The words stand in `Lexicon/*.txt`, written for Levee.
struct Lexicon: Sendable {
  /// What a word does.
  struct Role: OptionSet, Sendable {
    let rawValue: UInt8
    static let not = Role(rawValue: 1)
    static let very = Role(rawValue: 2)
    static let little = Role(rawValue: 4)
    static let but = Role(rawValue: 8)
    static let ask = Role(rawValue: 16)
    static let wish = Role(rawValue: 32)
  }

  struct Entry: Sendable {
    /// From -4 to 4.
    var weight: Float = 0
    var roles: Role = []
  }

  private(set) var tree = WordTree<Entry>()

  static let standard = Lexicon([
    PackageResources.english_txt, PackageResources.chinese_txt, PackageResources.signs_txt,
  ])

  init(_ files: [[UInt8]]) {
    for file in files {
      for (head, rest) in Self.lines(file) {
        // Signs hold commas of no list, and are set apart by spaces.
        let isOfSigns = rest.contains("😊") || rest.contains("❤") || rest.contains("😞") || rest.contains("😠")
        for word in rest.split(separator: isOfSigns ? " " : ",") { add(word, head) }
      }
    }
  }

  /// The lines of a lexicon, `head: rest`; what begins with `#` is a comment.
  static func lines(_ file: [UInt8]) -> [(head: Substring, rest: Substring)] {
    String(decoding: file, as: UTF8.self).split(separator: "\n").compactMap { line in
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { return nil }
      return (line[..<colon], line[line.index(after: colon)...])
    }
  }

  private mutating func add(_ entry: Substring, _ head: Substring) {
    let weight = Float(head)
    let role: Role =
      switch head {
      case "not": .not
      case "very": .very
      case "little": .little
      case "but": .but
      case "ask": .ask
      case "wish": .wish
      default: []
      }
    tree.add(entry: entry) { known in
      var entry = known ?? Entry()
      entry.roles.formUnion(role)
      // Of two weights the graver one counts.
      if let weight, abs(weight) > abs(entry.weight) { entry.weight = weight }
      return entry
    }
  }
}
