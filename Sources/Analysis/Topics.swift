import CLexicon

/// What a text tells at once, however few say it.
public enum ContentCue: String, Sendable, CaseIterable {
  case death, injury, leak, regulator, recall, lawsuit, journalist
  /// Somebody denies one of these, or a rumour.
  case denial

  /// A set of cues as stored: one bit each, in the order of the cases.
  public static func set(_ bits: Int) -> [ContentCue] {
    allCases.enumerated().filter { bits & (1 << $0.offset) != 0 }.map(\.element)
  }

  /// The bit of this cue.
  public var bit: Int { 1 << (Self.allCases.firstIndex(of: self) ?? 0) }
}

/// What kind of incident a text is about, and what it tells at once.
public struct Topics: Sendable {
  private static let kinds = TopicWords(String(cString: levee_lexicon_kinds()), known: kindNames)
  private let reader: CueReader

  /// The kinds that words tell apart; the names are the playbook's. What none fits is `other`.
  public static let kindNames = [
    "product_quality", "service_outage", "data_breach", "user_complaint", "employee_conduct", "rumour", "regulatory",
    "negative_press",
  ]

  /// With the words that come with the program.
  /// - Parameter cues: what was learnt of cues; nil for the grammar alone.
  init(cues: CueModel? = .standard) {
    reader = CueReader(cues)
  }

  /// What was found.
  public struct Finding: Sendable {
    /// One of `kindNames`, or "" when nothing points anywhere.
    public var kind = ""
    /// `ContentCue.set` reads it.
    public var cues = 0
    /// How many people the text says are dead or hurt; 0 when it does not say.
    public var hurt = 0
  }

  /// The kind with the most words in the text (of several, the first in `kindNames`), and every cue that it tells.
  public func find(in text: FoldedText) -> Finding {
    var finding = Finding()
    var tally = KindTally()
    Self.kinds.scan(text) { _, _, bits in tally.add(bits) }
    if let most = tally.most { finding.kind = Self.kindNames[most] }
    let told = reader.read(text)
    for found in told.found { finding.cues |= found.cue.bit }
    finding.hurt = told.hurt
    return finding
  }

  /// The words that decided the kind and the cues, as they stand in the folded text.
  public func words(in text: FoldedText) -> [(word: String, means: [String])] {
    var found: [(String, [String])] = []
    Self.kinds.scan(text) { start, length, bits in
      guard bits != 0 else { return }
      let names = Self.kinds.names.enumerated().filter { bits & (1 << UInt32($0.offset)) != 0 }.map(\.element)
      found.append((text.excerpt(start, length), names))
    }
    return found + reader.read(text).found.map { (text.excerpt($0.start, $0.length), [$0.cue.rawValue]) }
  }
}

/// How many words of a text stand for each of eight kinds.
struct KindTally {
  private var counts = SIMD8<Int32>()

  mutating func add(_ bits: UInt32) {
    for index in 0..<8 where bits & (1 << UInt32(index)) != 0 { counts[index] += 1 }
  }

  /// The kind with the most, of several the first; nil when there are none.
  var most: Int? {
    let most = (0..<8).max { counts[$0] < counts[$1] || (counts[$0] == counts[$1] && $0 > $1) } ?? 0
    return counts[most] > 0 ? most : nil
  }
}

extension FoldedText {
  /// A piece of the folded text.
  func excerpt(_ start: Int, _ length: Int) -> String {
    var text = ""
    for scalar in scalars[start..<(start + length)] {
      if let scalar = Unicode.Scalar(scalar) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}
