import FoundationEssentials

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
    let cues = label == "-" ? [] : label.split(separator: "+").map { ContentCue(rawValue: String($0)) }
    let sentence = parts.count == 2 ? String(parts[1].drop(while: \.isWhitespace)) : ""
    guard !sentence.isEmpty, !label.isEmpty, !cues.contains(nil) else {
      unread.append(line)
      return
    }
    sentences.append(Sentence(line: line, text: sentence, cues: Set(cues.compactMap { $0 })))
  }
}

// MARK: those that come with the program

extension CueSentences {
  /// The sentences of all files of a folder, in the order of their names, with a digest of them and of the word lists beside
  /// the folder by which their words are known. `CueModel.source` is this of the sentences that taught it.
  /// - Throws: what FoundationEssentials throws for a folder or a file that cannot be read.
  public static func ofFolder(_ folder: String) throws -> (sentences: CueSentences, digest: UInt64) {
    var read = CueSentences()
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    func bytes(_ path: String) throws -> Data {
      let bytes = try Data(contentsOf: URL(filePath: path))
      for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      return bytes
    }
    for list in ["cues.txt", "grammar.txt"] { _ = try bytes("\(folder)/../\(list)") }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasSuffix(".txt") {
      let text = String(decoding: try bytes("\(folder)/\(name)"), as: UTF8.self)
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        read.add(String(line), line: index + 1)
      }
    }
    return (read, digest)
  }
}
