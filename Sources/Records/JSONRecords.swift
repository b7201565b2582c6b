import Wording

/// Reads records from JSON values: an object is a record, or holds a list of records; a list is one.
struct JSONRecords {
  private var maker: RecordMaker
  var doubts = Doubts()
  private var names = NameMemory()

  /// Lists in lists of a single line are followed this deep.
  private static let deepestList = 3

  init(maker: RecordMaker) { self.maker = maker }

  /// Reads one value.
  /// - Parameters:
  ///   - element: which one of a list it is, from 1; nil outside.
  ///   - found: what was read is appended.
  /// - Returns: whether it is JSON.
  @discardableResult
  mutating func read(_ bytes: ArraySlice<UInt8>, line: Int, element: Int? = nil, into found: inout [Reading]) -> Bool {
    let (text, isMended) = LineText.mended(bytes)
    if isMended { doubts.add(.bytesMended, line: line) }
    var isJSON = false
    do throws(Fault) {
      if let plain = PlainObject(text, &names), plain.known[.text] != nil || plain.known[.title] != nil {
        isJSON = true
        found.append(.record(try record(plain, line: line)))
      } else {
        let node = try parse(text, line: line)
        isJSON = true
        try read(node, line: line, depth: 0, into: &found)
      }
    } catch {
      found.append(.refused(Refusal(line: line, reason: Self.reason(error, element), raw: text)))
    }
    return isJSON
  }

  static func reason(_ fault: Fault, _ element: Int?) -> Bilingual {
    guard let element else { return fault.reason }
    return fault.reason + Bilingual(" (element \(element))", "（第 \(element) 个元素）")
  }

  /// Whether a value reads as a record with a text.
  static func hasText(_ bytes: ArraySlice<UInt8>) -> Bool {
    let node = bytes.withUnsafeBufferPointer { bytes -> JSONNode? in
      var parser = JSONParser(bytes)
      return try? parser.document()
    }
    return node.map(hasText) ?? false
  }

  private static func hasText(_ node: JSONNode) -> Bool {
    if case .object(let members) = node { JSONFields(members).hasText } else { false }
  }

  private mutating func parse(_ text: ArraySlice<UInt8>, line: Int) throws(Fault) -> JSONNode {
    let result = text.withUnsafeBufferPointer { bytes -> Result<(JSONNode, JSONParser), Fault> in
      var parser = JSONParser(bytes)
      do throws(Fault) {
        let node = try parser.document()
        return .success((node, parser))
      } catch {
        return .failure(error)
      }
    }
    let (node, parser) = try result.get()
    if !parser.looseness.isEmpty { doubts.add(.looseJSON, line: line, example: parser.looseness) }
    if !parser.repeated.isEmpty { doubts.add(.repeatedKey, line: line, example: parser.repeated) }
    if parser.isMended { doubts.add(.bytesMended, line: line) }
    return node
  }

  private mutating func record(_ plain: PlainObject, line: Int) throws(Fault) -> Record {
    var values = RecordMaker.Values()
    values.isDocumented = true
    values.countsSource = true
    values.parts = plain.known
    if let time = plain.known[.published], time.utf8.contains(where: { $0 > 0x20 }) { values.times = [time] }
    var record = try maker.record(values, line: line, doubts: &doubts).record
    record.extra = plain.extra
    if let source = values.parts[.source], record.source.isEmpty, !RecordMaker.trimmed(source).isEmpty {
      var extra: [UInt8] = Array(#"{"source":"#.utf8)
      JSONNode.string(source).append(to: &extra)
      extra += plain.extra.utf8.count > 2 ? Array(",".utf8) + plain.extra.utf8.dropFirst() : Array("}".utf8)
      record.extra = String(decoding: extra, as: UTF8.self)
    }
    if plain.extra != "{}" { doubts.add(.unknownNames, line: line, example: plain.extra) }
    return record
  }

  private mutating func read(
    _ node: JSONNode, line: Int, depth: Int, into found: inout [Reading]
  ) throws(Fault) {
    switch node {
    case .object(let members):
      let fields = JSONFields(members)
      if fields.hasText {
        found.append(.record(try record(members, fields, line: line)))
      } else if depth < Self.deepestList, let list = Self.list(in: members, level: 0) {
        noteBesides(list, members, line: line)
        readAll(list.values, line: line, depth: depth + 1, into: &found)
      } else if Self.hasEmptyList(members, level: 0), !fields.hasPlaceForText {
        doubts.add(.empty, line: line)
      } else if fields.hasPlaceForText {
        throw .noText
      } else {
        let keys = members.prefix(12).map(\.key).joined(separator: ", ")
        throw Fault("no text; the keys are: \(SafeText.line(keys))", "没有正文；现有的字段：\(SafeText.line(keys))")
      }
    case .array(let values) where values.isEmpty: doubts.add(.empty, line: line)
    case .array(let values) where depth < Self.deepestList && values.contains(where: Self.isObject):
      readAll(values, line: line, depth: depth + 1, into: &found)
    default: throw .notObject
    }
  }

  private mutating func readAll(_ values: [JSONNode], line: Int, depth: Int, into found: inout [Reading]) {
    for (place, value) in values.enumerated() {
      do throws(Fault) {
        try read(value, line: line, depth: depth, into: &found)
      } catch {
        var raw: [UInt8] = []
        value.append(to: &raw)
        found.append(.refused(Refusal(line: line, reason: Self.reason(error, place + 1), raw: raw)))
      }
    }
  }

  private mutating func record(_ members: [JSONMember], _ fields: JSONFields, line: Int) throws(Fault) -> Record {
    let choice = fields.choice()
    let (made, time) = try maker.record(choice.values, line: line, doubts: &doubts)
    var record = made
    var used = choice.paths
    if let time { used.append((.published, choice.times[time].path, choice.times[time].isDirect)) }
    let isSourceLeft = record.source.isEmpty
    let taken = used.filter { $0.isDirect && !($0.part == .source && isSourceLeft) }.map(\.path)
    let rest = Self.without(taken[...], members)
    if !rest.isEmpty {
      var extra: [UInt8] = []
      JSONNode.object(rest).append(to: &extra)
      record.extra = String(decoding: extra, as: UTF8.self)
      doubts.add(
        .unknownNames, line: line, example: rest.prefix(12).map(\.key).joined(separator: ", "))
    }
    if !choice.values.isDocumented {
      doubts.add(
        .guessed, line: line,
        example: used.map { "\($0.part.rawValue)=\($0.path.joined(separator: "."))" }.joined(separator: ", "))
    }
    return record
  }

  /// The members without the values that became parts.
  private static func without(_ paths: ArraySlice<[String]>, _ members: [JSONMember]) -> [JSONMember] {
    members.compactMap { member in
      let here = paths.filter { $0.first == member.key }
      if here.isEmpty { return member }
      if here.contains(where: { $0.count == 1 }) { return nil }
      guard case .object(let inner) = member.value else { return member }
      let rest = without(here.map { Array($0.dropFirst()) }[...], inner)
      return rest.isEmpty ? nil : JSONMember(key: member.key, value: .object(rest))
    }
  }

  private static func isObject(_ node: JSONNode) -> Bool { if case .object = node { true } else { false } }

  /// The list of records in an object that is none: the first whose objects have texts.
  private static func list(in members: [JSONMember], level: Int) -> (values: [JSONNode], key: String)? {
    for member in members {
      if case .array(let values) = member.value, holdsRecords(values, level: level) { return (values, member.key) }
    }
    guard level < 4 else { return nil }
    for member in members {
      if case .object(let inner) = member.value, let found = list(in: inner, level: level + 1) {
        return (found.values, member.key)
      }
    }
    return nil
  }

  private static func holdsRecords(_ values: [JSONNode], level: Int) -> Bool {
    values.prefix(20).contains { value in
      guard case .object(let inner) = value else { return false }
      return JSONFields(inner).hasText || level < 4 && list(in: inner, level: level + 1) != nil
    }
  }

  private static func hasEmptyList(_ members: [JSONMember], level: Int) -> Bool {
    members.contains { member in
      switch member.value {
      case .array(let values): values.isEmpty
      case .object(let inner): level < 3 && hasEmptyList(inner, level: level + 1)
      default: false
      }
    }
  }

  private mutating func noteBesides(_ list: (values: [JSONNode], key: String), _ members: [JSONMember], line: Int) {
    let others = members.filter { member in
      guard member.key != list.key else { return false }
      if case .array(let values) = member.value { return !values.isEmpty }
      return Self.isObject(member.value)
    }
    guard !others.isEmpty else { return }
    doubts.add(.besideTheList, line: line, example: others.map(\.key).joined(separator: ", "))
  }
}
