import Analysis
import FoundationEssentials

/// What is raised by texts of which nobody said what they tell: most of them tell nothing.
struct Trial {
  private struct Line: Decodable {
    let text: String
  }
  private static let shown = 60
  private let path: String
  private let texts: [String]
  private let model: CueModel

  init(path: String, _ model: CueModel) {
    self.path = path
    self.model = model
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { fail("\(path) cannot be read") }
    let decoder = JSONDecoder()
    texts = text.split(separator: "\n").compactMap { try? decoder.decode(Line.self, from: Data($0.utf8)).text }
  }

  /// Prints how many raise each cue, by the grammar and with what was learnt, and the first texts on which the two differ.
  func report() {
    let both = TextReader(cues: model)
    let grammar = TextReader(cues: nil)
    let readings = texts.map { text in
      (
        with: Set(ContentCue.set(both.read(title: "", text: text).cues)),
        without: Set(ContentCue.set(grammar.read(title: "", text: text).cues)), text: text
      )
    }
    for reading in readings.filter({ $0.with != $0.without }).prefix(Self.shown) {
      let more = reading.with.subtracting(reading.without).map { "+\($0)" }
      let fewer = reading.without.subtracting(reading.with).map { "-\($0)" }
      let line = reading.text.prefix(120).split(whereSeparator: \.isNewline).joined(separator: " ")
      print("  \((more + fewer).sorted().joined(separator: " ")): \(line)")
    }
    print("\(path): \(texts.count) texts")
    for cue in ContentCue.allCases {
      let (with, without) = (readings.count { $0.with.contains(cue) }, readings.count { $0.without.contains(cue) })
      print("  \(cue): \(without) by the grammar, \(with) with what was learnt")
    }
  }
}
