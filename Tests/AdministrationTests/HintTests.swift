import CommandLine
import Desk
import FoundationEssentials
import Leadership
import Logistics
import Monitoring
import Response
import Supervisor
import Testing
import Workflow

@testable import Administration
@testable import Ledger

/// Whatever a program tells a person to type is there: the command, and each of its options.
struct HintTests {
  private static let programs: [String: ProgramSyntax] = Dictionary(
    uniqueKeysWithValues: [
      Administration.program, Monitoring.program, Leadership.program, Response.program, Logistics.program,
      Supervisor.program,
    ].map { ($0.syntax.name, $0.syntax) })

  @Test func whateverIsAFileOrAPlaceIsKnownAsSuch() {
    for (name, program) in Self.programs {
      for command in program.commands {
        for parameter in command.parameters
        where ["DIR", "FILE", "FOLDER", "PATH"].contains(parameter.placeholder) {
          #expect(parameter.content != .words, "\(name) \(command.name) \(parameter.name)")
        }
      }
    }
  }

  /// A hint as it stands in a text: the program, the words after it, and the options among what follows.
  private struct Hint {
    let program: String
    let words: [String]
    let options: [String]
    let place: String
  }

  private static var root: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  private static func files(_ folder: String, _ ending: String) throws -> [(name: String, lines: [Substring])] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: root.path() + folder)
    return try all.filter { $0.hasSuffix(ending) }.sorted().map {
      let text = String(decoding: try Data(contentsOf: URL(filePath: root.path() + folder + "/" + $0)), as: UTF8.self)
      return ($0, text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  private static func hints(_ name: String, _ lines: [Substring], comment: String) -> [Hint] {
    var hints: [Hint] = []
    for (number, line) in lines.enumerated()
    where !line.drop(while: { $0 == " " }).hasPrefix(comment) {
      for match in line.matches(
        of: #/(^|[^\w.\/-])(levee(?:-[a-z]+)?) ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?([^"。；，;,()（）]*)/#)
      {
        let rest = match.output.5.prefix(
          upTo: match.output.5.firstRange(of: "levee")?.lowerBound ?? match.output.5.endIndex)
        hints.append(
          Hint(
            program: String(match.output.2),
            words: [match.output.3, match.output.4].compactMap { $0.map(String.init) },
            options: rest.matches(of: #/--([a-z-]+)/#).map { String($0.output.1) }, place: "\(name):\(number + 1)"))
      }
    }
    return hints
  }

  private static func fault(_ hint: Hint) -> String? {
    guard let program = programs[hint.program] else { return "\(hint.place): there is no program \(hint.program)" }
    // `levee response …` runs the team's own.
    if hint.program == "levee", Team(rawValue: hint.words[0]) != nil { return nil }
    let names = [hint.words.joined(separator: " "), hint.words[0]]
    guard let command = names.lazy.compactMap({ name in program.commands.first { $0.name == name } }).first else {
      return "\(hint.place): \(hint.program) has no command \(names[0])"
    }
    let known = Set((command.parameters + program.common).map(\.name))
    return hint.options.first { !known.contains($0) }.map {
      "\(hint.place): \(hint.program) \(command.name) has no --\($0)"
    }
  }

  @Test func everyCommandThatAProgramNamesIsThere() throws {
    let sources = try Self.files("Sources", ".swift").flatMap { Self.hints($0.name, $0.lines, comment: "//") }
    #expect(sources.count > 100)
    #expect(sources.compactMap(Self.fault) == [])
  }

  @Test func everyCommandThatARefusalNamesIsThere() throws {
    let refusals = try Self.files("sql", ".sql").filter { $0.name.hasSuffix("_refusals.sql") }
      .flatMap { Self.hints($0.name, $0.lines, comment: "--") }
    #expect(refusals.count > 20)
    #expect(refusals.compactMap(Self.fault) == [])
  }

  /// Of a house where nothing is in order: each hint is a whole line that the program takes.
  @Test func everyHintOfTheDoctorIsALineThatIsUnderstood() throws {
    var hints: [String] = []
    for approved in [false, true] {
      let findings = Doctor.findings(Self.ill(approved: approved), on: Self.bare)
      #expect(findings.count > 20)
      hints += findings.compactMap { $0.advice?.english }.filter { $0.hasPrefix("levee") }
    }
    hints += Doctor.pending(Self.bare).compactMap { $0.advice?.english }
    #expect(hints.contains("levee-leadership approve-playbook 7"))
    for hint in hints {
      let words = hint.split(separator: " ").map(String.init)
      let program = try #require(Self.programs[words[0]], "\(hint)")
      let parser = Parser(program)
      do {
        let line = try parser.parse(Array(words.dropFirst()))
        if !line.flags.contains("help") { try parser.require(line) }
      } catch {
        Issue.record("\(hint): \(error)")
      }
    }
  }

  private static let bare = Doctor.Machine(pending: 1) { _ in
    false
  } hasCredential: { _ in
    false
  }

  private static func ill(approved: Bool) -> Readings.Reading {
    let now = Date(timeIntervalSince1970: 1_700_000_000)
    let old = now.addingTimeInterval(-500 * 86_400)
    return Readings.Reading(
      now: now, playbook: approved ? (3, old) : nil, proposedPlaybook: 7, seats: ["leadership:leader": 1],
      reviewers: 1, reviewsNeeded: 2, substituted: [], unreachable: ["wang"], away: [("wang", "leader")],
      transports: [("chat", "https://x/send?key=1", "secret", nil), ("mail", "sendmail", "", old)],
      channels: [("newsroom", .newsroom, "/nowhere", false)], services: ["supervisor"], isTermHeld: false,
      sources: approved ? [("press", 3, "404", old), ("wire", 0, "", old)] : [], failingResources: [("web", "500")],
      resources: 0,
      deadWork: 1, unreached: 1, lastExercise: nil, overdueDrills: [], holdingLanguages: [], withoutLogin: ["wang"],
      knowing: .init(
        readers: 9, haveRead: 1, missing: 8, unreachable: 2, seated: 4, seatedUnread: 3, trained: 1, ranOut: 1,
        untrained: 2,
        attempts: 5, passed: 1, openLinks: 2), readiness: (12, []))
  }
}
