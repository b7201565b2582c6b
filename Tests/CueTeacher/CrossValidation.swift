import Analysis

/// How well sentences are read by what the others teach, each of five parts by the other four; without the quick look that
/// decides what is read at all.
struct CrossValidation {
  private static let parts = 5
  private let examples: [CueSentences.Sentence]
  private var margins: [SIMD8<Float>]
  /// What the grammar finds by itself.
  private let grammar: [Set<ContentCue>]

  init(_ examples: [CueSentences.Sentence]) {
    self.examples = examples
    let reader = TextReader(cues: nil)
    grammar = examples.map { Set(ContentCue.set(reader.read(title: "", text: $0.text).cues)) }
    margins = [SIMD8<Float>](repeating: .zero, count: examples.count)
    for part in 0..<Self.parts {
      let model = CueModel(learning: examples.indices.filter { $0 % Self.parts != part }.map { examples[$0] })
      for index in examples.indices where index % Self.parts == part {
        margins[index] = model.margins(of: examples[index].text)
      }
    }
  }

  /// Prints, for both languages, what is found and what is raised wrongly, by the grammar, the model, and both.
  func report() {
    for isChinese in [false, true] {
      let rows = examples.indices.filter { Self.isChinese(examples[$0].text) == isChinese }
      print(isChinese ? "Chinese" : "English")
      print("  grammar alone: \(share(rows) { grammar[$0] })")
      for step in -2...6 {
        let threshold = Float(step) / 10
        print(
          "  from \(threshold): learnt \(share(rows) { told($0, threshold, trust: 0) }), with the grammar \(share(rows) { told($0, threshold, trust: CueModel.trust) })"
        )
      }
      for cue in ContentCue.allCases {
        let of = rows.filter { examples[$0].cues.contains(cue) }
        let wrong = rows.count { examples[$0].cues.isEmpty && told($0).contains(cue) }
        print("  \(cue): \(of.count { told($0).contains(cue) }) of \(of.count) found, \(wrong) raised")
      }
    }
  }

  private func told(
    _ row: Int, _ threshold: Float = CueModel.threshold, trust: Float = CueModel.trust
  ) -> Set<ContentCue> {
    Set(
      ContentCue.allCases.enumerated().filter { index, cue in
        margins[row][index] + (grammar[row].contains(cue) ? trust : 0) >= threshold
      }.map(\.element))
  }

  private func share(_ rows: [Int], _ read: (Int) -> Set<ContentCue>) -> String {
    var shares = CueShares()
    for row in rows { shares.add(told: examples[row].cues, read: read(row)) }
    func percent(_ part: Int, _ whole: Int) -> String {
      let tenths = whole == 0 ? 0 : (part * 1000 + whole / 2) / whole
      return "\(tenths / 10).\(tenths % 10) %"
    }
    return "\(percent(shares.found, shares.telling)) found, \(percent(shares.raised, shares.harmless)) raised"
  }

  private static func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }
}
