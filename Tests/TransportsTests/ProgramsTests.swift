import FoundationEssentials
import TestHouse
import Testing

@testable import Transports

/// Programs that take messages: what an operator put there, and nothing else.
@Suite struct ProgramsTests {
  private let folder = "/tmp/levee-programs-\(UUID().uuidString)"
  private let message = Message(
    key: "k-1", address: "+86138", subject: "标题", text: "正文", event: "levee.test", values: [:])

  private func program(_ name: String, _ script: String) async throws -> Programs {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // Put there by another process: a file cannot be run while a child that was born meanwhile holds it open for writing.
    let put = try await Running.run(
      "/bin/sh",
      ["-c", "printf '#!/bin/sh\\n%s\\n' \"$2\" > \"$1\" && chmod 755 \"$1\"", "sh", folder + "/" + name, script])
    #expect(put.code == 0, "\(put.output)")
    return Programs(environment: ["LEVEE_PROGRAMS": folder, "SECRET": "s"])
  }

  @Test func itGetsTheAddressTheTextAndTheKeyAndNoOtherEnvironment() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let programs = try await program("sms", "{ echo \"$1|$LEVEE_KEY|$SECRET|$#\"; cat; } > \(folder)/out")
    try await programs.run("sms", message, asMail: false, within: 5)
    #expect(try String(contentsOf: URL(filePath: folder + "/out"), encoding: .utf8) == "+86138|k-1||1\n正文\n")
  }

  struct Ending: Sendable, CustomTestStringConvertible {
    let script: String
    let reason: String
    let isFinal: Bool
    var testDescription: String { script }
  }

  @Test(
    "How it ends is what it says",
    arguments: [
      Ending(script: "exit 75", reason: "the program ended with 75", isFinal: false),
      Ending(script: "exit 1", reason: "the program ended with 1", isFinal: false),
      Ending(script: "exit 64", reason: "the program ended with 64", isFinal: true),
      Ending(script: "kill -9 $$", reason: "the program was ended by signal 9", isFinal: false),
      // Of a signal that this process ignores, and of one that the thread it is started on blocks.
      Ending(script: "kill -PIPE $$; exit 3", reason: "the program was ended by signal 13", isFinal: false),
      Ending(script: "kill -TERM $$; exit 3", reason: "the program was ended by signal 15", isFinal: false),
      Ending(script: "exec tail -f /dev/null", reason: "the program did not end within 1 seconds", isFinal: false),
    ])
  func endings(_ ending: Ending) async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let programs = try await program("p", ending.script)
    do throws(TransportFault) {
      try await programs.run("p", message, asMail: false, within: 1)
      Issue.record("it took it")
    } catch {
      #expect(error.description == ending.reason)
      #expect(error.isFinal == ending.isFinal)
    }
  }

  @Test func itInheritsNoIgnoredAndNoBlockedSignal() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let programs = try await program("signals", "grep -E '^Sig(Blk|Ign)' /proc/self/status > \(folder)/out")
    try await programs.run("signals", message, asMail: false, within: 5)
    let lines = try String(contentsOf: URL(filePath: folder + "/out"), encoding: .utf8).split(separator: "\n")
    let sets = lines.compactMap { $0.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } }
    // glibc keeps the signals 32 and 33 for itself, and lets a child that it spawns ignore them.
    let ofTheLibrary: UInt64 = 0b11 << 31
    #expect(sets.map { $0 & ~ofTheLibrary } == [0, 0], "\(lines)")
  }

  @Test func aProgramThatReadsLateIsWaitedForAsLongAsItMay() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // More than a pipe takes: the rest is written once somebody reads.
    let long = Message(
      key: "k-1", address: "", subject: "s", text: String(repeating: "x", count: 200_000), event: "levee.test",
      values: [:])
    let programs = try await program("late", "sleep 1; wc -c > \(folder)/count")
    try await programs.run("late", long, asMail: false, within: 10)
    let count = try String(contentsOf: URL(filePath: folder + "/count"), encoding: .utf8)
    #expect(count.filter(\.isNumber) == "200001")
  }

  @Test("What is not in the folder is not run", arguments: ["none", "../../bin/sh", "sh"])
  func elsewhere(_ name: String) async throws {
    let programs = Programs(environment: ["LEVEE_PROGRAMS": folder])
    let fault = await #expect(throws: TransportFault.self) {
      try await programs.run(name, message, asMail: false, within: 1)
    }
    #expect(fault?.isFinal == true)
  }

  @Test func aSecretIsReadByNameAndAMissingOneIsNamed() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("abc\n".utf8).write(to: URL(filePath: folder + "/token"))
    let credentials = Credentials(environment: ["LEVEE_CREDENTIALS": folder])
    #expect(try credentials.fill("https://x/{token}/y?k={token}") == "https://x/abc/y?k=abc")
    let fault = #expect(throws: TransportFault.self) { try credentials.fill("https://x/{other}") }
    #expect(fault?.description == "the credential other is missing on this machine")
    // A name is no path.
    #expect(throws: TransportFault.self) { try credentials.fill("https://x/{../token}") }
  }
}
