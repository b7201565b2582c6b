import FoundationEssentials
import TestHouse
import Testing
import Wording

/// What every command says of itself and of a wrong line, in both languages, word for word. `LEVEE_RECORD=1` writes the
/// files anew, and still fails that run: somebody has to look at the difference.
@Suite(.aFewAtATime) struct GoldenTests {
  private static let programs = [
    "levee", "levee-monitoring", "levee-leadership", "levee-response", "levee-logistics", "levee-supervisor",
    "levee-console",
  ]

  private static var folder: String {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Golden"
  }

  @Test("Help and errors of every command", arguments: programs, Language.allCases)
  func everyCommand(_ program: String, _ language: Language) async throws {
    func say(_ words: [String]) async throws -> String {
      // No database: what is asked here is answered before one is needed, or says that there is none.
      let run = try await Running.run(
        program, words, environment: ["LEVEE_LANGUAGE": language.rawValue, "PGHOST": "/nonexistent", "COLUMNS": "80"])
      return "$ \(program) \(words.joined(separator: " "))\n\(run.output)[\(run.code)]\n"
    }
    let overview = try await say(["--help"])
    var pieces = [overview, try await say(["nonsense"]), try await say(["inbx"])]
    for command in commands(overview) {
      let words = command.split(separator: " ").map(String.init)
      pieces.append(try await say(words + ["--help"]))
      pieces.append(try await say(words + ["--nonsense"]))
      // What asks for nothing goes on to the database, runs for ever, or says all of this again.
      if !["serve", "watch", "manual"].contains(command) { pieces.append(try await say(words)) }
    }
    let said = pieces.joined(separator: "\n")
    let path = Self.folder + "/\(program).\(language.rawValue).txt"
    let golden = (try? String(contentsOf: URL(filePath: path), encoding: .utf8)) ?? ""
    if said != golden, ProcessInfo.processInfo.environment["LEVEE_RECORD"] == "1" {
      try Data(said.utf8).write(to: URL(filePath: path))
    }
    #expect(said == golden, "\(path) differs: \(firstDifference(said, golden))")
  }

  private func commands(_ overview: String) -> [String] {
    let lines = overview.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0 == "Commands:" || $0 == "命令：" } ?? lines.endIndex
    return lines[start...].dropFirst().prefix { !$0.isEmpty }.compactMap { line in
      line.dropFirst(2).firstRange(of: "  ").map { String(line.dropFirst(2)[..<$0.lowerBound]) }
    }
  }

  private func firstDifference(_ a: String, _ b: String) -> String {
    let one = a.split(separator: "\n", omittingEmptySubsequences: false)
    let other = b.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in one.enumerated() where index >= other.count || other[index] != line {
      return "line \(index + 1): \(line)"
    }
    return "the file has more lines"
  }

  @Test("Completion is what the shell reads", arguments: ["bash", "zsh", "fish"], Language.allCases)
  func completion(_ shell: String, _ language: Language) async throws {
    for program in Self.programs {
      let script = "/tmp/levee-completion-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: script) }
      let printed = try await Running.run(program, ["completion", shell, "--language", language.rawValue])
      #expect(printed.code == 0, "\(printed.output)")
      try Data(printed.output.utf8).write(to: URL(filePath: script))
      let check = try await Running.run("/usr/bin/env", [shell, "-n", script])
      // A shell that is not installed here cannot be asked.
      if check.code == 127 { continue }
      #expect(check.code == 0, "\(shell) \(program): \(check.output)")
    }
  }

  @Test func bashCompletesCommandsOptionsAndValues() async throws {
    func complete(_ line: String, _ language: String = "en") async throws -> [String] {
      let printed = try await Running.run("levee-monitoring", ["completion", "bash", "--language", language])
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      let list = words.map { "'\($0)'" }.joined(separator: " ")
      let program =
        printed.output + """

          COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _levee_monitoring
          printf '%s\\n' "${COMPREPLY[@]}"
          """
      return try await Running.run("/bin/bash", ["-c", program]).output.split(separator: "\n").map(String.init)
    }
    #expect(try await complete("levee-monitoring as") == ["assess"])
    #expect(try await complete("levee-monitoring source l") == ["list"])
    #expect(try await complete("levee-monitoring assess I1 --sev") == ["--severity"])
    #expect(try await complete("levee-monitoring assess I1 --severity I") == ["I", "II", "III", "IV"])
    #expect(try await complete("levee-monitoring open x --kind data") == ["data_breach"])
    #expect(try await complete("levee-monitoring 研", "zh-CN") == ["研判"])
    #expect(try await complete("levee-monitoring 研判 I1 --等", "zh-CN") == ["--等级"])
    #expect(try await complete("levee-monitoring 研判 I1 --等级 重", "zh-CN") == ["重大"])
    #expect(try await complete("levee-monitoring assess I1 --trend 上", "zh-CN") == ["上升"])
  }
}
