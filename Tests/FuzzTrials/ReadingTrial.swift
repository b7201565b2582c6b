import Analysis

/// What must hold of whatever is read off a text.
enum ReadingTrial {
  private static let reader = TextReader(names: TrackedNames([]))

  static func complaints(_ text: String) -> [String] {
    let reading = reader.read(title: "", text: text, author: "an author")
    var complaints: [String] = []
    if !(-1...1).contains(reading.score) { complaints.append("a score of \(reading.score)") }
    if !(0...2_000_000_000).contains(reading.hurt) { complaints.append("\(reading.hurt) people are hurt") }
    if zip(reading.terms, reading.terms.dropFirst()).contains(where: { $0 >= $1 }) {
      complaints.append("terms are not in order, each once")
    }
    let words = reader.explain(title: "", text: text)
    let cues = Set(words.flatMap(\.means)).intersection(ContentCue.allCases.map(\.rawValue))
    if cues != Set(ContentCue.set(reading.cues).map(\.rawValue)) { complaints.append("a cue that no word explains") }
    // Where words stand is looked for in texts that a person reads.
    if text.utf8.count < 2000, TextReader.marked(text, words).map(\.text).joined() != text {
      complaints.append("the text with its words marked is another")
    }
    return complaints
  }
}
