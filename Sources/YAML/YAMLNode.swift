import CYAML
public import Wording

/// A YAML document as a tree in which everything knows its line, read with libyaml.
///
/// Only what a settings file needs: no aliases, no second document, no key twice, sixteen levels, a megabyte.
public struct YAMLNode: Sendable {
  /// What stands there.
  public enum Content: Sendable {
    case scalar(String)
    case list([YAMLNode])
    case map([(key: String, line: Int, value: YAMLNode)])
  }

  /// From 1.
  public let line: Int
  public let content: Content

  /// What is wrong, and where.
  public struct Fault: Error, Sendable {
    public let line: Int
    public let reason: Bilingual

    public init(line: Int, reason: Bilingual) {
      self.line = line
      self.reason = reason
    }
  }

  /// Reads one document.
  public static func read(_ bytes: [UInt8]) throws(Fault) -> YAMLNode {
    guard bytes.count <= 1 << 20 else {
      throw Fault(line: 1, reason: Bilingual("the file is larger than a megabyte", "文件超过 1 MB"))
    }
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { throw Fault(line: 1, reason: Bilingual("out of memory", "内存不足")) }
    defer { yaml_parser_delete(&parser) }
    return try bytes.withUnsafeBufferPointer { buffer throws(Fault) in
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      return try withUnsafeMutablePointer(to: &parser) { pointer throws(Fault) in
        var reader = Reader(parser: pointer)
        return try reader.document()
      }
    }
  }

  private struct Reader {
    let parser: UnsafeMutablePointer<yaml_parser_t>

    enum Event {
      case scalar(String), listBegins, listEnds, mapBegins, mapEnds, documentEnds, streamEnds, other
    }

    mutating func next() throws(Fault) -> (event: Event, line: Int) {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "?"
        throw Fault(
          line: Int(parser.pointee.problem_mark.line) + 1,
          reason: Bilingual("this is not YAML: \(problem)", "不是有效的 YAML：\(problem)"))
      }
      defer { yaml_event_delete(&event) }
      let line = Int(event.start_mark.line) + 1
      switch event.type {
      case YAML_SCALAR_EVENT:
        let bytes = UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length)
        return (.scalar(String(decoding: bytes, as: UTF8.self)), line)
      case YAML_SEQUENCE_START_EVENT: return (.listBegins, line)
      case YAML_SEQUENCE_END_EVENT: return (.listEnds, line)
      case YAML_MAPPING_START_EVENT: return (.mapBegins, line)
      case YAML_MAPPING_END_EVENT: return (.mapEnds, line)
      case YAML_DOCUMENT_END_EVENT: return (.documentEnds, line)
      case YAML_STREAM_END_EVENT: return (.streamEnds, line)
      case YAML_ALIAS_EVENT:
        throw Fault(line: line, reason: Bilingual("aliases (*name) are not read here", "不支持别名（*name）"))
      default: return (.other, line)
      }
    }

    mutating func document() throws(Fault) -> YAMLNode {
      while true {
        let (event, line) = try next()
        switch event {
        case .other: continue
        case .streamEnds: throw Fault(line: line, reason: Bilingual("the file is empty", "文件为空"))
        default:
          let node = try self.node(event, line, depth: 0)
          // The document's end, then the stream's.
          _ = try next()
          guard case (.streamEnds, _) = try next() else {
            throw Fault(line: node.line, reason: Bilingual("there is more than one document", "文件包含多个文档"))
          }
          return node
        }
      }
    }

    private mutating func node(_ event: Event, _ line: Int, depth: Int) throws(Fault) -> YAMLNode {
      guard depth < 16 else { throw Fault(line: line, reason: Bilingual("this is nested too deeply", "嵌套过深")) }
      switch event {
      case .scalar(let text): return YAMLNode(line: line, content: .scalar(text))
      case .listBegins:
        var items: [YAMLNode] = []
        while true {
          let (event, line) = try next()
          if case .listEnds = event { break }
          items.append(try node(event, line, depth: depth + 1))
        }
        return YAMLNode(line: line, content: .list(items))
      case .mapBegins:
        var entries: [(key: String, line: Int, value: YAMLNode)] = []
        while true {
          let (event, keyLine) = try next()
          if case .mapEnds = event { break }
          guard case .scalar(let key) = event else {
            throw Fault(line: keyLine, reason: Bilingual("a key is one word", "冒号前应写一个词"))
          }
          if entries.contains(where: { $0.key == key }) {
            throw Fault(line: keyLine, reason: Bilingual("\(key) is here twice", "\(key) 重复出现"))
          }
          let (value, valueLine) = try next()
          entries.append((key, keyLine, try node(value, valueLine, depth: depth + 1)))
        }
        return YAMLNode(line: line, content: .map(entries))
      default: throw Fault(line: line, reason: Bilingual("something is missing here", "此处缺少内容"))
      }
    }
  }
}
