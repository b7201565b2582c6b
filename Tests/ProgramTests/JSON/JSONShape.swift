import FoundationEssentials
import Wording

/// What a command's JSON consists of: of each key, what stands under it.
struct JSONShape {
  private(set) var types: [String: Set<String>] = [:]

  mutating func take(_ value: JSONValue) { take(value, "") }

  private mutating func take(_ value: JSONValue, _ path: String) {
    if !path.isEmpty { types[path, default: []].insert(Self.type(of: value)) }
    switch value {
    case .object(let object):
      for (key, value) in object { take(value, path.isEmpty ? Self.general(key) : "\(path).\(Self.general(key))") }
    case .array(let values):
      for value in values { take(value, path + "[]") }
    default: break
    }
  }

  /// Keys that a case makes: the team of a report, the name of a rendition.
  private static func general(_ key: String) -> String {
    for prefix in ["piece-", "change-", "report-", "waits-"] where key.hasPrefix(prefix) { return prefix + "…" }
    return key
  }

  private static func type(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "yes/no"
    case .integer, .number: "number"
    case .array: "list"
    case .object: "object"
    case .string(let text) where isTime(text): "time"
    case .string(let text) where isReference(text): "id"
    case .string(let text) where isWord(text): "word"
    case .string: "text"
    }
  }

  static func isTime(_ text: String) -> Bool {
    text.count >= 20 && text.dropFirst(4).hasPrefix("-") && text.dropFirst(10).hasPrefix("T")
  }

  /// `I3`, `S4.1`.
  static func isReference(_ text: String) -> Bool {
    guard let first = text.first, first.isASCII, first.isUppercase, text.count > 1 else { return false }
    return text.dropFirst().split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber }
    }
  }

  /// A code: small letters, digits, and what joins them.
  private static func isWord(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("0"..."9").contains($0) || ["_", "-"].contains($0)
      }
  }

  /// One line for each key, in the order of their names. A column whose values are not all codes is text.
  var lines: [String] {
    types.sorted { $0.key < $1.key }.map { path, types in
      var types = types
      if types.contains("text") { types.subtract(["word", "id", "time"]) }
      return "  \(path): \(types.sorted().joined(separator: " or "))"
    }
  }
}
