/// Holds a text beside what is known: which of its figures, times and names stand in no fact. Pure; both languages read each other's
/// numbers (4 万名用户, 40,000 users).
///
/// It finds differences, not errors: a figure that nobody recorded as a fact is one, and so is a promise for tomorrow. It reads no
/// meaning: the right number said of the wrong thing passes.
public struct FactMatcher: Sendable {
  /// What a text is for: one that orders something sets times and spans, which are no facts.
  public enum Purpose: Sendable {
    /// An assessment, a statement: what happened.
    case report
    /// A command, a plan: what is to be done.
    case order
  }

  private let known: [TextDetail.Value]
  private let texts: [String]
  private let names: [String]

  /// - Parameters:
  ///   - facts: what is known, as it was recorded.
  ///   - context: what else everybody knows: the incident's title, the company, its people and channels. Names are looked for there too.
  ///   - names: what is a name wherever it stands, such as those that the house tracks.
  public init(facts: [String], context: [String] = [], names: [String] = []) {
    known = facts.flatMap { Self.figures(in: $0) }.map(\.value)
    texts = (facts + context).map { $0.lowercased() }
    self.names = names
  }

  /// Everything in a text that could be right or wrong, in its order, each once.
  public func details(in text: String, for purpose: Purpose = .report) -> [TextDetail] {
    var seen: Set<TextDetail.Value> = []
    return (Self.figures(in: text) + NameReader.names(in: text, tracked: names)).filter { detail in
      switch detail.value {
      case .time, .day, .span: purpose == .report && seen.insert(detail.value).inserted
      default: seen.insert(detail.value).inserted
      }
    }
  }

  /// Of those, what no fact says.
  public func unmatched(in text: String, for purpose: Purpose = .report) -> [TextDetail] {
    details(in: text, for: purpose).filter { !isKnown($0.value) }
  }

  private static func figures(in text: String) -> [TextDetail] {
    var reader = DetailReader(text)
    return reader.read()
  }

  private func isKnown(_ value: TextDetail.Value) -> Bool {
    if case .name(let name) = value { return texts.contains { $0.contains(name.lowercased()) } }
    return known.contains { Self.agree(value, $0) }
  }

  /// Whether two say the same. A number without a unit agrees with any; one that is said to be rough, within a twentieth.
  static func agree(_ one: TextDetail.Value, _ other: TextDetail.Value) -> Bool {
    switch (one, other) {
    case (.number(let a, let unit, let isRough), .number(let b, let otherUnit, let otherIsRough)):
      let tolerance = isRough || otherIsRough ? 0.05 * max(abs(a), abs(b)) : 1e-9 * max(abs(a), 1)
      return abs(a - b) <= tolerance && (unit.isEmpty || otherUnit.isEmpty || unit == otherUnit)
    case (.share(let a), .share(let b)): return abs(a - b) < 1e-9
    case (.span(let a), .span(let b)): return abs(a - b) < 1e-9
    default: return one == other
    }
  }
}

/// Names that stand out by how they are written: in title marks or quotation marks, in capitals, with digits in them.
enum NameReader {
  static func names(in text: String, tracked: [String]) -> [TextDetail] {
    var found = quoted(text) + capitalised(text)
    let lowered = text.lowercased()
    found += tracked.filter { !$0.isEmpty && lowered.contains($0.lowercased()) }
    return found.map { TextDetail($0, .name($0)) }
  }

  private static let marks: [Character: Character] = ["《": "》", "“": "”", "「": "」"]

  private static func quoted(_ text: String) -> [String] {
    var found: [String] = []
    var open: (close: Character, words: String)?
    for sign in text {
      if let current = open {
        if sign == current.close {
          if (2...24).contains(current.words.count) { found.append(current.words) }
          open = nil
        } else if sign.isNewline {
          open = nil
        } else {
          open = (current.close, current.words + String(sign))
        }
      } else if let close = marks[sign] {
        open = (close, "")
      }
    }
    return found
  }

  /// Words that begin a sentence, or a title, without being a name.
  private static let plain: Set = [
    "I", "We", "You", "It", "He", "She", "They", "The", "A", "An", "This", "That", "These", "Those", "Our", "Your",
    "If", "In", "On",
    "At", "Of", "For", "From", "To", "And", "But", "Or", "As", "By", "No", "Not", "All", "What", "When", "Who", "Why",
    "How", "Where",
    "Please", "Thank", "Update", "Statement", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "AM",
    "PM", "Q", "FAQ", "OK", "CEO", "PR", "UTC", "CST", "GMT", "URL", "ID",
  ]

  private static func capitalised(_ text: String) -> [String] {
    var found: [String] = []
    var run: [String] = []
    var beginsSentence = true
    func end(_ startsSentence: Bool) {
      defer { run = [] }
      // One capital at the beginning of a sentence is grammar.
      guard !run.isEmpty,
        run.count > 1 || !startsSentence || run[0].dropFirst().contains(where: { $0.isUppercase || $0.isNumber })
      else { return }
      found.append(run.joined(separator: " "))
    }
    var runStarts = false
    var word = ""
    func take() {
      defer { word = "" }
      guard !word.isEmpty else { return }
      let isName =
        (word.first?.isUppercase == true || word.dropFirst().contains(where: \.isUppercase) || hasBoth(word))
        && !plain.contains(word) && DetailReader.Words.months[word.lowercased()] == nil && word.count > 1
        && word.first?.isNumber != true
      if isName {
        if run.isEmpty { runStarts = beginsSentence }
        run.append(word)
      } else {
        end(runStarts)
      }
      beginsSentence = false
    }
    for sign in text + "\n" {
      if sign.isASCII, sign.isLetter || sign.isNumber {
        word.append(sign)
      } else {
        take()
        if sign != " " {
          end(runStarts)
          if ".!?:。！？：\n".contains(sign) || sign.isNewline || !sign.isASCII { beginsSentence = true }
        }
      }
    }
    return found
  }

  private static func hasBoth(_ word: String) -> Bool {
    word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
  }
}
