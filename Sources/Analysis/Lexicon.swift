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
      for line in String(decoding: file, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let head = line[..<colon]
        let rest = line[line.index(after: colon)...]
        // Signs hold commas of no list, and are set apart by spaces.
        let isOfSigns = rest.contains("😊") || rest.contains("❤") || rest.contains("😞") || rest.contains("😠")
        for word in rest.split(separator: isOfSigns ? " " : ",") { add(word, head) }
      }
    }
  }

  private mutating func add(_ typed: Substring, _ head: Substring) {
    var word = typed[...]
    while word.first == " " { word.removeFirst() }
    let goesOn = word.count > 1 && word.last == "*"
    if goesOn { word.removeLast() }
    guard !word.isEmpty else { return }
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
    tree.add(FoldedText(String(word)).scalars, goesOn: goesOn) { known in
      var entry = known ?? Entry()
      entry.roles.formUnion(role)
      // Of two weights the graver one counts.
      if let weight, abs(weight) > abs(entry.weight) { entry.weight = weight }
      return entry
    }
  }
}
