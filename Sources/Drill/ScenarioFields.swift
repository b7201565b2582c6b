import Wording
import Workflow
import YAML

/// Something that is wrong with a scenario, and where.
public struct ScenarioFault: Sendable {
  public let file: String
  /// From 1.
  public let line: Int
  public let reason: Bilingual
}

/// A node of a scenario's file, and how its values are read; what is wrong is gathered, so that a person sees all of it at once.
struct ScenarioFields {
  let file: String
  var faults: [ScenarioFault] = []

  mutating func fault(_ line: Int, _ english: String, _ chinese: String) {
    faults.append(ScenarioFault(file: file, line: line, reason: Bilingual(english, chinese)))
  }

  /// A map's values by their keys; keys that are not known are named.
  mutating func map(_ node: YAMLNode, _ known: [String]) -> [String: YAMLNode] {
    guard case .map(let entries) = node.content else {
      fault(node.line, "there should be lines of KEY: VALUE here", "此处应为若干行“键: 值”")
      return [:]
    }
    for entry in entries where !known.contains(entry.key) {
      let list = known.joined(separator: ", ")
      fault(entry.line, "\(entry.key) is not known here; known are: \(list)", "不认识 \(entry.key)；可用：\(list)")
    }
    return Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
  }

  mutating func list(_ node: YAMLNode?) -> [YAMLNode] {
    guard let node else { return [] }
    guard case .list(let items) = node.content else {
      fault(node.line, "there should be a list here (lines with -)", "此处应为列表（每行以 - 开头）")
      return []
    }
    return items
  }

  mutating func text(_ node: YAMLNode?, line: Int, _ key: String) -> String {
    guard let node else {
      fault(line, "\(key) is missing", "缺少 \(key)")
      return ""
    }
    guard case .scalar(let text) = node.content else {
      fault(node.line, "\(key) is a text", "\(key) 应为文字")
      return ""
    }
    if text.trimmingCharacters().isEmpty { fault(node.line, "\(key) is empty", "\(key) 为空") }
    return text.trimmingCharacters()
  }

  /// `en` and `zh` of a map; both, or it is a fault.
  mutating func words(_ map: [String: YAMLNode], line: Int) -> Bilingual {
    Bilingual(text(map["en"], line: line, "en"), text(map["zh"], line: line, "zh"))
  }

  /// A value that may be left out, in both languages.
  mutating func words(_ node: YAMLNode?) -> Bilingual? {
    guard let node else { return nil }
    return words(map(node, ["en", "zh"]), line: node.line)
  }

  mutating func number(_ node: YAMLNode?, _ key: String, in range: ClosedRange<Double>, else value: Double) -> Double {
    guard let node else { return value }
    guard case .scalar(let text) = node.content, let number = Double(text), range.contains(number) else {
      fault(
        node.line, "\(key) is a number from \(range.lowerBound) to \(range.upperBound)",
        "\(key) 应为 \(range.lowerBound) 到 \(range.upperBound) 之间的数")
      return value
    }
    return number
  }

  /// One of the values of the domain, by its code.
  mutating func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode?, line: Int, _ key: String, of type: Value.Type, else value: Value
  ) -> Value {
    let text = text(node, line: line, key)
    guard !text.isEmpty else { return value }
    guard let found = Value(rawValue: text) else {
      let list = Value.allCases.map(\.rawValue).joined(separator: ", ")
      fault(node?.line ?? line, "\(key): \(text) is none of \(list)", "\(key)：\(text) 不是可选值；可选：\(list)")
      return value
    }
    return found
  }

  /// `18m`, `1h30m`, `2d`, `-20m`: seconds.
  mutating func span(_ node: YAMLNode?, line: Int, _ key: String, negative: Bool = false) -> Double {
    let said = text(node, line: line, key)
    guard !said.isEmpty else { return 0 }
    guard let span = Self.span(said), negative || span >= 0 else {
      fault(
        node?.line ?? line, "\(key): \(said) is not a span, such as 18m, 1h30m, 2d",
        "\(key)：\(said) 不是时长，写法如 18m、1h30m、2d")
      return 0
    }
    return span
  }

  static func span(_ text: String) -> Double? { ScenarioSpan.seconds(text) }
}

/// A span as a scenario writes it: `18m`, `1h30m`, `2d`.
public enum ScenarioSpan {
  /// Nil when it is no span.
  public static func seconds(_ text: String) -> Double? {
    var seconds = 0.0
    var number = ""
    var rest = text[...]
    let sign: Double = rest.first == "-" ? -1 : 1
    if sign < 0 { rest = rest.dropFirst() }
    guard !rest.isEmpty else { return nil }
    for character in rest {
      if character.isASCII, character.isNumber {
        number.append(character)
      } else {
        guard let value = Double(number), value < 1e6, let unit = ["s": 1.0, "m": 60, "h": 3600, "d": 86400][character]
        else { return nil }
        seconds += value * unit
        number = ""
      }
    }
    return number.isEmpty ? sign * seconds : nil
  }
}
