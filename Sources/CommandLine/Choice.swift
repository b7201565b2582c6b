public import Wording

/// One of the few values that a parameter takes, and the words that people may write in its place: `journalist`, or 记者.
public struct Choice: Sendable, Hashable, ExpressibleByStringLiteral {
  /// What the command is given, whichever word was written.
  public let value: String
  /// What people call it.
  package let name: Bilingual
  /// What some people call it.
  package let words: [String]

  /// - Parameter words: other words that mean it, such as 二级 beside 重大.
  public init(_ value: String, _ name: Bilingual, or words: [String] = []) {
    self.value = value
    self.name = name
    self.words = words
  }

  /// A value that is its own name: a number, a format.
  public init(stringLiteral value: String) { self.init(value, Bilingual(same: value)) }

  /// Everything that means it, the value first.
  package var meanings: [String] {
    ([value, name.chinese, name.english] + words).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func isMeant(by typed: String) -> Bool {
    meanings.contains { $0 == typed || $0.lowercased() == typed.lowercased() }
  }

  /// The value, and beside it the Chinese word for whoever reads Chinese: `journalist（记者）`.
  package func shown(_ language: Language) -> String {
    language == .chinese && name.chinese != value ? "\(value)（\(name.chinese)）" : value
  }
}

extension [Choice] {
  /// Values of the domain, under the names that it has for them.
  public static func of<Value: Named & RawRepresentable<String>>(_ values: [Value]) -> [Choice] {
    values.map { Choice($0.rawValue, $0.word, or: $0.otherWords) }
  }

  /// The value that a word means; nil when it means none.
  package func value(of typed: String) -> String? {
    // A value means itself, even where another is called so.
    contains { $0.value == typed } ? typed : first { $0.isMeant(by: typed) }?.value
  }

  func shown(_ language: Language) -> String {
    map { $0.shown(language) }.joined(separator: language == .chinese ? "、" : ", ")
  }

  /// What a shell may complete, words without blanks: the values, and for whoever reads Chinese the words beside them.
  func completions(_ language: Language) -> [String] {
    flatMap { [$0.value] + (language == .chinese && $0.name.chinese != $0.value ? [$0.name.chinese] : []) }
      .filter { !$0.contains(" ") }
  }
}
