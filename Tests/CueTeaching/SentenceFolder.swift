public import Analysis
import FoundationEssentials

/// The sentences that teach what is told at once, where they stand in the project.
public struct SentenceFolder {
  public let sentences: [CueSentences.Sentence]
  /// Lines without a label, as `file: line`.
  public let unread: [String]
  /// `CueModel.source` of a model that they taught.
  public let source: UInt64

  /// - Parameter lexicon: the folder of word lists, in which they have a folder of their own.
  /// - Throws: what FoundationEssentials throws for what cannot be read.
  public init(lexicon: String) throws {
    var sentences: [CueSentences.Sentence] = []
    var unread: [String] = []
    var files: [[UInt8]] = []
    let folder = lexicon + "/sentences"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasSuffix(".txt") {
      let read = try Self.read(folder + "/" + name)
      sentences += read.sentences.sentences
      unread += read.sentences.unread.map { "\(name): \($0)" }
      files.append(read.bytes)
    }
    // The words by which sentences are seen.
    for name in ["cues.txt", "grammar.txt", "traditional.txt"] {
      files.append(Array(try Data(contentsOf: URL(filePath: lexicon + "/" + name))))
    }
    self.sentences = sentences
    self.unread = unread
    source = CueModel.source(of: sentences, in: files)
  }

  /// The sentences of one file, and its bytes.
  public static func read(_ path: String) throws -> (sentences: CueSentences, bytes: [UInt8]) {
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    var sentences = CueSentences()
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() { sentences.add(String(line), line: index + 1) }
    return (sentences, bytes)
  }
}
