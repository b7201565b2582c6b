import Analysis
import Ledger
import Wording

/// A Q&A sheet as people write it: `Q: …` and `A: …` in English, `问：…` and `答：…` in Chinese; in brackets behind the first, whom the
/// answer is meant for, if not the public: `Q [media]: …`. An answer goes on until the next question.
enum AnswerSheet {
  /// One question with its answer. Questions of both languages are numbered apart: the third in each has the same number.
  struct Answer: Equatable {
    let number: Int
    let language: Language
    let audience: String
    let question: String
    let answer: String

    var name: String { "a\(number)-\(language.rawValue.lowercased())" }

    var rendition: Statements.Rendition {
      Statements.Rendition(
        name: name, channelKind: Answers.channelKind, audience: audience, language: language.rawValue, title: question,
        body: answer)
    }
  }

  /// - Throws: `Failure` that names the line that is neither question nor answer, or a question without an answer.
  static func read(_ text: String) throws -> [Answer] {
    var answers: [Answer] = []
    var open: (language: Language, audience: String, question: String, lines: [String]?)?
    func close() throws {
      guard let asked = open else { return }
      let answer = (asked.lines ?? []).joined(separator: "\n").trimmingCharacters()
      guard !answer.isEmpty else {
        throw Failure(
          .data, Bilingual("The question has no answer: \(asked.question)", "这个问题没有写答复：\(asked.question)"),
          advice: Bilingual("Write it below the question: A: …", "请在问题下一行写：答：……"))
      }
      answers.append(
        Answer(
          number: answers.count { $0.language == asked.language } + 1, language: asked.language,
          audience: asked.audience, question: asked.question, answer: answer))
      open = nil
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let (language, audience, question) = try asked(line) {
        try close()
        open = (language, audience, question, nil)
      } else if open != nil, open?.lines == nil, let answer = answered(line) {
        open?.lines = [answer]
      } else if open?.lines != nil {
        open?.lines?.append(line)
      } else if !line.trimmingCharacters().isEmpty {
        throw Failure(
          .data, Bilingual("This line is neither a question nor an answer: \(line)", "这一行既不是问题，也不是答复：\(line)"),
          advice: Bilingual("Begin with Q: and A:, each on a line of its own.", "请以“问：”和“答：”开头，各占一行。"))
      }
    }
    try close()
    return answers
  }

  /// As `read` reads it.
  static func text(of pieces: [Documents.Piece]) -> String {
    sorted(pieces).map { piece in
      let isChinese = piece.language == Language.chinese.rawValue
      let audience = piece.audience == "public" ? "" : " [\(piece.audience)]"
      return isChinese
        ? "问\(audience)：\(piece.title)\n答：\(piece.body)" : "Q\(audience): \(piece.title)\nA: \(piece.body)"
    }.joined(separator: "\n\n")
  }

  /// By language, then by number.
  static func sorted(_ pieces: [Documents.Piece]) -> [Documents.Piece] {
    pieces.sorted { ($0.language, number(of: $0) ?? 0, $0.name) < ($1.language, number(of: $1) ?? 0, $1.name) }
  }

  /// The number by which people name an answer.
  static func number(of piece: Documents.Piece) -> Int? {
    guard piece.name.hasPrefix("a") else { return nil }
    return piece.name.dropFirst().split(separator: "-").first.flatMap { Int($0) }
  }

  private static func asked(_ line: String) throws -> (Language, String, String)? {
    guard let (language, rest) = labelled(line, "Q", "问") else { return nil }
    var (audience, question) = ("public", rest)
    if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
      audience = String(rest[rest.index(after: rest.startIndex)..<end])
      question = rest[rest.index(after: end)...].drop { $0 == " " }
      guard Deliveries.Reach.knownAudiences.contains(audience) else {
        let list = Deliveries.Reach.knownAudiences.joined(separator: ", ")
        throw Failure(
          .data, Bilingual("\"\(audience)\" is none of these: \(list)", "“\(audience)”不在允许范围内：\(list)"))
      }
    }
    guard let colon = question.first, colon == ":" || colon == "：" else { return nil }
    let words = question.dropFirst().trimmingCharacters()
    return words.isEmpty ? nil : (language, audience, words)
  }

  private static func answered(_ line: String) -> String? {
    guard let (_, rest) = labelled(line, "A", "答"), let colon = rest.first, colon == ":" || colon == "：" else {
      return nil
    }
    return rest.dropFirst().trimmingCharacters()
  }

  private static func labelled(_ line: String, _ english: String, _ chinese: String) -> (Language, Substring)? {
    let line = line.drop { $0.isWhitespace }
    if line.hasPrefix(chinese) { return (.chinese, line.dropFirst().drop { $0 == " " }) }
    if line.hasPrefix(english) { return (.english, line.dropFirst().drop { $0 == " " }) }
    return nil
  }

  // MARK: what fits a message

  /// The answers that share the most words with a message, the best first; a word that many questions have counts for less.
  static func fitting(_ message: String, _ pieces: [Documents.Piece], most: Int = 3) -> [Documents.Piece] {
    let asked = Set(terms(message))
    let questions = pieces.map { Set(terms($0.title)) }
    var shared: [Int32: Int] = [:]
    for question in questions { for term in question { shared[term, default: 0] += 1 } }
    let scored = zip(pieces, questions).map { piece, question -> (piece: Documents.Piece, score: Double) in
      let inQuestion = question.intersection(asked).reduce(0.0) { $0 + 1 / Double(shared[$1] ?? 1) }
      let inAnswer = Set(terms(piece.body)).subtracting(question).intersection(asked).count
      return (piece, inQuestion + 0.2 * Double(min(inAnswer, 5)))
    }
    return scored.filter { $0.score >= 0.4 }.sorted { $0.score > $1.score }.prefix(most).map(\.piece)
  }

  /// The terms of the house's search, without words that every question has.
  private static func terms(_ text: String) -> [Int32] {
    var words = text.lowercased()
    for word in common { words = words.replacing(word, with: " ") }
    let kept = words.split { $0.isWhitespace || $0.isPunctuation }.filter { !ordinary.contains(String($0)) }
    return SearchTerms.of(FoldedText(kept.joined(separator: " ")))
  }

  private static let common = [
    "请问", "你们", "您们", "我们", "我的", "是不是", "是否", "什么", "怎么样", "怎么", "怎样", "如何", "为什么", "有没有", "能不能", "可以", "多少", "吗", "呢",
    "的", "了",
  ]
  private static let ordinary: Set = [
    "a", "about", "an", "and", "any", "are", "be", "been", "can", "did", "do", "does", "for", "from", "get", "has",
    "have", "how",
    "i", "if", "in", "is", "it", "me", "my", "of", "on", "or", "our", "that", "the", "there", "this", "to", "was", "we",
    "what",
    "when", "where", "which", "who", "why", "will", "with", "you", "your",
  ]
}
