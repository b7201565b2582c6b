/// The languages in which everything that a person reads exists.
public enum Language: String, Sendable, Codable, CaseIterable {
  case english = "en"
  case chinese = "zh-CN"

  /// The language that a locale's name (`zh_CN.UTF-8`, `en`, `C`) asks for; nil when it asks for neither.
  public init?(locale: String) {
    if locale.hasPrefix("zh") {
      self = .chinese
    } else if locale.hasPrefix("en") {
      self = .english
    } else {
      return nil
    }
  }
}

/// One text in both languages.
public struct Bilingual: Sendable, Hashable {
  public let english: String
  public let chinese: String

  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// A text that is the same in both languages: a name, an identifier, what somebody wrote.
  public init(same text: String) { self.init(text, text) }

  /// The text in one language.
  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }

  /// Both texts, each followed by the other's.
  public static func + (left: Bilingual, right: Bilingual) -> Bilingual {
    Bilingual(left.english + right.english, left.chinese + right.chinese)
  }
}

extension Bilingual {
  /// Several in a row, each language with its own comma.
  public static func list(_ items: [Bilingual]) -> Bilingual {
    Bilingual(items.map(\.english).joined(separator: ", "), items.map(\.chinese).joined(separator: "、"))
  }
}

/// A value of the domain that has a name people read.
public protocol Named: Sendable {
  var name: Bilingual { get }
  /// What people write for it, where its name in a list says more than that.
  var word: Bilingual { get }
  /// Other words that people write for it.
  var otherWords: [String] { get }
}

extension Named {
  public var word: Bilingual { name }
  public var otherWords: [String] { [] }
}

extension StringProtocol {
  /// Without white space and line breaks at both ends.
  public func trimmingCharacters() -> String {
    var slice = Substring(self)
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    while let first = slice.first, first.isWhitespace { slice.removeFirst() }
    return String(slice)
  }
}
