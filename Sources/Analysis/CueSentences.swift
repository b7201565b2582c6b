/// Sentences of which somebody said what they tell at once: a line each, `death+injury: …`, or `-: …` for one that tells nothing.
public struct CueSentences: Sendable {
  public struct Sentence: Sendable {
    /// The line of the file.
    public let line: Int
    public let text: String
    public let cues: Set<ContentCue>
  }

  public private(set) var sentences: [Sentence] = []
  /// Lines that have no label, or one that is no cue.
  public private(set) var unread: [Int] = []

  public init() {}

  /// Reads one more line; an empty one is passed over.
  public mutating func add(_ text: String, line: Int) {
    guard !text.allSatisfy(\.isWhitespace) else { return }
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == ":" || $0 == "：" }
    let label = parts[0].filter { !$0.isWhitespace }
    let cues =
      label == "-"
      ? [] : label.split(separator: "+", omittingEmptySubsequences: false).map { ContentCue(rawValue: String($0)) }
    let sentence = parts.count == 2 ? String(parts[1].drop(while: \.isWhitespace)) : ""
    guard !sentence.isEmpty, !cues.contains(nil) else {
      refuse(line: line)
      return
    }
    sentences.append(Sentence(line: line, text: sentence, cues: Set(cues.compactMap { $0 })))
  }

  /// Notes a line that cannot be read as a whole.
  public mutating func refuse(line: Int) { unread.append(line) }
}

/// How often what is told at once is read off sentences as somebody said.
public struct CueShares: Sendable, Equatable {
  /// Sentences that tell something; those of them of which all is read; and those of which more is read than they tell.
  public private(set) var telling = 0
  public private(set) var found = 0
  public private(set) var excessive = 0
  /// Sentences that tell nothing, and those of them that raise something.
  public private(set) var harmless = 0
  public private(set) var raised = 0

  public init() {}

  /// - Returns: whether all is read that is told, and nothing where nothing is.
  @discardableResult
  public mutating func add(told: Set<ContentCue>, read: Set<ContentCue>) -> Bool {
    if told.isEmpty {
      harmless += 1
      raised += read.isEmpty ? 0 : 1
      return read.isEmpty
    }
    telling += 1
    found += told.isSubset(of: read) ? 1 : 0
    excessive += read.isSubset(of: told) ? 0 : 1
    return told.isSubset(of: read)
  }
}
