import FoundationEssentials
import Postgres
import TestHouse
import Testing
import Wording
import Workflow

/// `--json` holds values, never words of a language; and what it holds of each command is written down. `LEVEE_RECORD=1` writes
/// that anew, and still fails that run: a key that changes breaks somebody's program.
@Suite(.aFewAtATime) struct JSONTests {
  /// One house in one language, and what was answered there.
  private struct Answers: Sendable {
    var values: [JSONValue?] = []
    var faults: [String] = []
  }

  private static var folder: String {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
      + "/Golden/json"
  }

  @Test func theSameCaseGivesTheSameValuesInBothLanguagesAndTheyAreWrittenDown() async throws {
    async let english = answers(in: .english)
    async let chinese = answers(in: .chinese)
    let (one, other) = try await (english, chinese)
    #expect(one.faults.isEmpty, "\(one.faults.joined(separator: "\n"))")
    #expect(other.faults.isEmpty, "\(other.faults.joined(separator: "\n"))")
    var shapes: [String: [String: JSONShape]] = [:]
    for (index, line) in JSONCase.lines.enumerated() {
      guard index < one.values.count, index < other.values.count, let left = one.values[index],
        let right = other.values[index]
      else { continue }
      let words = Self.words(of: line)
      // How two houses are at this moment is not the same, nor what is drawn for a person's training or device, nor a digest with its salt, nor how a Word file in one
      // language is cut; what is said of it is.
      let isSame =
        ["status", "health"].contains(words[2])
        || ["training take", "playbook import", "device add", "to-sign S4.3"].contains(
          words[2...].prefix(2).joined(separator: " "))
        || plain(left) == plain(right)
      #expect(isSame, "\(line)\n\(difference(plain(left), plain(right)))")
      let isRefused = line.hasPrefix("!")
      let (program, name) = isRefused ? ("every program", "what is refused") : try await command(words)
      for value in [left, right] {
        guard case .object(var object) = value else { continue }
        if case .array(let owed)? = object["next"] {
          for item in owed { shapes["every program", default: [:]]["next[]", default: JSONShape()].take(item) }
          object["next"] = .array([])
        }
        shapes[program, default: [:]][name, default: JSONShape()].take(.object(object))
      }
    }
    for (program, commands) in shapes.sorted(by: { $0.key < $1.key }) {
      let text =
        commands.sorted { $0.key < $1.key }.map { "\($0.key)\n" + $0.value.lines.joined(separator: "\n") }
        .joined(separator: "\n\n") + "\n"
      try expect(text, in: "\(Self.folder)/\(program.replacing(" ", with: "-")).txt")
    }
    let seen = Set(shapes.flatMap { program, commands in commands.keys.map { "\(program) \($0)" } })
    for program in [
      "levee", "levee-monitoring", "levee-leadership", "levee-response", "levee-logistics", "levee-supervisor",
    ] {
      for name in try await names(of: program) where !seen.contains("\(program) \(name)") {
        let isLeftOut = ["completion", "manual"].contains(name) || JSONCase.without.contains("\(program) \(name)")
        #expect(isLeftOut, "the case does not type: \(program) \(name)")
      }
    }
  }

  /// What only reads answers the same in the same house, whoever asks in which language.
  @Test func theSameHouseAnswersTheSameInBothLanguages() async throws {
    let house = try await House(at: .closed, clockRate: 1)
    for (person, line) in [
      ("sun", "levee incident list"), ("sun", "levee incident show I1"), ("sun", "levee incident timeline I1"),
      ("wang", "levee-leadership inbox"), ("wang", "levee-leadership read S2.1"), ("zhou", "levee-response send S2.1"),
      ("sun", "levee playbook show 1"), ("sun", "levee playbook list"), ("sun", "levee-monitoring propose I1"),
      ("he", "levee training take"), ("wang", "levee training questions 1"), ("sun", "levee evaluate I1"),
      ("wang", "levee-leadership shortcomings I1"), ("sun", "levee drill check optus-2023"),
      ("svc_supervisor", "levee-supervisor status"), ("svc_supervisor", "levee-supervisor why I2"),
      ("postgres", "levee doctor --all"),
      ("wang", "levee-leadership improvements"), ("zhou", "levee-response feedback list I1"),
      ("zhou", "levee-response command-that-is-none"), ("zhou", "levee-response read S99"),
    ] {
      let words = line.split(separator: " ").map(String.init)
      let said = try await [Language.english, .chinese].asyncMap { language in
        try await Running.run(
          words[0], Array(words.dropFirst()) + ["--json", "--language", language.rawValue],
          environment: ["PGUSER": person, "PGDATABASE": house.database.name])
      }
      #expect(said[0].code == said[1].code)
      let values = try said.map { plain(try JSONDecoder().decode(JSONValue.self, from: Data($0.output.utf8))) }
      let isSame = values[0] == values[1]
      #expect(isSame, "\(line)\n\(difference(values[0], values[1]))")
    }
  }

  // MARK: the case

  private func answers(in language: Language) async throws -> Answers {
    let house = try await House(at: .assessing, clockRate: 1)
    let folder = "/tmp/levee-json-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try JSONFiles.write(to: folder)
    let mark = "new_" + UUID().uuidString.lowercased().prefix(6)
    var answers = Answers()
    for line in JSONCase.lines {
      switch line {
      case "advance":
        try await house.advance()
        answers.values.append(nil)
        continue
      case "edit":
        try JSONFiles.edit(folder)
        answers.values.append(nil)
        continue
      case "deliver":
        try await house.deliver()
        answers.values.append(nil)
        continue
      default: break
      }
      let words = Self.words(of: line)
      let typed = words.dropFirst(2).map { $0.replacing("DIR", with: folder).replacing("NEW", with: mark) }
      let said = try await Running.run(
        words[1], typed + ["--json", "--language", language.rawValue],
        environment: ["PGUSER": words[0], "PGDATABASE": house.database.name, "HOME": folder, "LEVEE_ZONE": "UTC"])
      let output = said.output.replacing(folder, with: "DIR").replacing(mark, with: "NEW")
      let value = try? JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
      answers.values.append(value)
      guard case .object(let object)? = value, (object["sentence"] != nil) == line.hasPrefix("!") else {
        answers.faults.append("\(line): \(said.code) \(said.output.replacing("\n", with: " "))")
        continue
      }
    }
    return answers
  }

  /// Person, program and words of a line.
  private static func words(of line: String) -> [String] {
    var words: [String] = []
    for (index, piece) in line.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
      if index.isMultiple(of: 2) {
        words += piece.split(separator: " ").map(String.init)
      } else {
        words.append(String(piece))
      }
    }
    return words.first == "!" ? Array(words.dropFirst()) : words
  }

  private func command(_ words: [String]) async throws -> (program: String, name: String) {
    let names = try await names(of: words[1])
    let two = words.dropFirst(2).prefix(2).joined(separator: " ")
    return (words[1], names.contains(two) ? two : words[2])
  }

  private func names(of program: String) async throws -> [String] {
    let help = try await Running.run(program, ["--help", "--language", "en"]).output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0 == "Commands:" } ?? lines.endIndex
    return lines[start...].dropFirst().prefix { !$0.isEmpty }.compactMap { line in
      line.dropFirst(2).firstRange(of: "  ").map { String(line.dropFirst(2)[..<$0.lowerBound]) }
    }
  }

  // MARK: comparison

  /// A value without what differs between any two runs, times, spans and checksums; and without the documents and drafts that are
  /// texts in one language.
  private func plain(_ value: JSONValue, _ key: String = "") -> JSONValue {
    switch value {
    case .object where key == "document": return "a document"
    case .object(var object):
      // Of a brief: the language of its text.
      if key == "data" { object["language"] = nil }
      return .object(Dictionary(uniqueKeysWithValues: object.map { ($0.key, plain($0.value, $0.key)) }))
    case .array(let values): return .array(values.map { plain($0, key) })
    case .number: return "a number"
    case .integer where ["seconds_left", "time_left", "pid"].contains(key): return "a number"
    // A text that the program began for somebody, in their language.
    case .string where key == "draft": return "a draft"
    // A file in the language of whoever asks for it, and what it holds.
    case .string where ["markdown", "csv", "heading"].contains(key): return "a text"
    case .string(let text) where text.contains("Flash brief") || text.contains("舆情快报"): return "the title of a brief"
    // Of a drill: as who planned it read it.
    case .string("Nationwide outage of mobile and internet services"), .string("全国移动与宽带服务中断"): return "a drill"
    case .string(let text):
      if JSONShape.isTime(text) { return "a time" }
      if text.count >= 32, text.drop(while: { "\\x".contains($0) }).allSatisfy(\.isHexDigit) { return "a checksum" }
      if ["process", "token", "host"].contains(key) { return "a secret" }
      return value
    default: return value
    }
  }

  /// The first place where two values differ.
  private func difference(_ one: JSONValue, _ other: JSONValue, _ path: String = "") -> String {
    switch (one, other) {
    case (.object(let left), .object(let right)):
      for key in Set(left.keys).union(right.keys).sorted() where left[key] != right[key] {
        return difference(left[key] ?? "(nothing)", right[key] ?? "(nothing)", "\(path).\(key)")
      }
    case (.array(let left), .array(let right)) where left.count == right.count:
      for (index, pair) in zip(left, right).enumerated() where pair.0 != pair.1 {
        return difference(pair.0, pair.1, "\(path)[\(index)]")
      }
    default: break
    }
    return "\(path): \(one) / \(other)"
  }

  private func expect(_ text: String, in path: String) throws {
    let golden = (try? String(contentsOf: URL(filePath: path), encoding: .utf8)) ?? ""
    if text != golden, ProcessInfo.processInfo.environment["LEVEE_RECORD"] == "1" {
      try FileManager.default.createDirectory(
        atPath: Self.folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: path))
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let kept = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let place = zip(lines, kept).enumerated().first { $0.element.0 != $0.element.1 }
    let isSame = text == golden
    #expect(
      isSame,
      "\(path) differs\(place.map { " in line \($0.offset + 1): \($0.element.0) was \($0.element.1)" } ?? " in length")"
    )
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
