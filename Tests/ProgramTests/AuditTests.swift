import FoundationEssentials
import Postgres
import TestHouse
import Testing

/// The evidence of a case, verified by somebody who has neither Levee nor the database.
@Suite(.aFewAtATime) struct EvidenceTests {
  private func levee(_ house: House, _ person: String, _ words: String...) async throws -> Running.Result {
    try await Running.run("levee", words + ["--language", "en", "--database", house.database.string(person)])
  }

  private func folder() -> String { "/tmp/levee-evidence-\(UUID().uuidString)" }

  private func python(_ words: String...) async throws -> Running.Result {
    try await Running.run("/usr/bin/python3", words)
  }

  @Test func theBundleVerifiesWithoutADatabaseAndEveryTamperingIsNamed() async throws {
    let house = try await House(at: .closed)
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let checkpoint = folder + ".checkpoint"
    defer { try? FileManager.default.removeItem(atPath: checkpoint) }
    let taken = try await levee(house, "sun", "audit", "checkpoint", "--out", checkpoint)
    #expect(taken.code == 0, "\(taken.output)")
    let exported = try await levee(house, "sun", "audit", "export", "I1", "--out", folder)
    #expect(exported.code == 0, "\(exported.output)")
    let evidence = folder + "/evidence.json"
    let script = folder + "/verify.py"
    let verified = try await python(script, evidence, checkpoint)
    #expect(verified.code == 0, "\(verified.output)")
    #expect(verified.output.contains("unchanged"))
    #expect(verified.output.contains("1 statements"))
    let page = try String(decoding: Data(contentsOf: URL(filePath: folder + "/evidence.html")), as: UTF8.self)
    #expect(page.contains("<dd>down</dd>"))

    let original = try String(decoding: Data(contentsOf: URL(filePath: evidence)), as: UTF8.self)
    for (change, fault) in [
      ("e[3]['payload'] = e[3]['payload'].replace('sun', 'wu')", "edited"),
      ("del e[3]", "missing"),
      ("e[3]['payload'], e[4]['payload'] = e[4]['payload'], e[3]['payload']", "reordered"),
      ("e.insert(3, dict(e[3], id=9999))", "edited"),
      ("b['texts'].append(dict(b['texts'][0], event=9999))", "inserted"),
      ("[t for t in b['texts'] if t['kind'] == 'rendition'][0]['contents'][1] = 'nothing happened'", "text_edited"),
      ("[t for t in b['texts'] if t['kind'] == 'fact'][0]['salt'] = '\\\\x'", "text_edited"),
      ("del e[-3:]", "rewritten"),
    ] {
      try Data(original.utf8).write(to: URL(filePath: evidence))
      let edit = try await python(
        "-c",
        "import json,sys; p=sys.argv[1]; b=json.load(open(p)); e=b['events']; \(change); json.dump(b, open(p,'w'))",
        evidence)
      #expect(edit.code == 0, "\(edit.output)")
      let found = try await python(script, evidence, checkpoint)
      #expect(found.code == 1, "\(change): \(found.output)")
      #expect(found.output.contains("FAULT \(fault)"), "\(change): \(found.output)")
    }
    let unreadable = try await python(script, folder + "/evidence.html")
    #expect(unreadable.code == 2)
  }

  @Test func anErasedTextVerifiesAsErased() async throws {
    let house = try await House(at: .closed)
    let erased = try await Running.run(
      "levee-leadership",
      [
        "erase", "F1", "--reason", "asked for", "--yes", "--database", house.database.string("zhao"), "--language",
        "en",
      ])
    #expect(erased.code == 0, "\(erased.output)")
    try await house.advance()
    let verified = try await levee(house, "sun", "audit", "verify", "I1")
    #expect(verified.code == 0, "\(verified.output)")
    #expect(verified.output.contains("Texts erased by decision:  2"))
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try await levee(house, "sun", "audit", "export", "I1", "--out", folder).code == 0)
    let script = try await python(folder + "/verify.py", folder + "/evidence.json")
    #expect(script.code == 0, "\(script.output)")
    #expect(script.output.contains("(2 erased)"))
  }

  @Test func aCheckpointIsMailedAndItsCodeAloneVerifies() async throws {
    let house = try await House(at: .planning)
    let box = folder()
    defer { try? FileManager.default.removeItem(atPath: box) }
    let sendmail = box + ".sh"
    defer { try? FileManager.default.removeItem(atPath: sendmail) }
    try Data("#!/bin/sh\ncat > \(box)\n".utf8).write(to: URL(filePath: sendmail))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: sendmail)
    let mailed = try await Running.run(
      "levee",
      ["audit", "checkpoint", "--mail", "auditor@example.com", "--json", "--database", house.database.string("wang")],
      environment: ["LEVEE_SENDMAIL": sendmail])
    #expect(mailed.code == 0, "\(mailed.output)")
    let mail = try String(decoding: Data(contentsOf: URL(filePath: box)), as: UTF8.self)
    #expect(mail.hasPrefix("To: auditor@example.com\n"))
    let subject = try #require(mail.split(separator: "\n").first { $0.hasPrefix("Subject: ") })
    let code = String(subject.suffix(64))
    #expect(try await levee(house, "sun", "audit", "verify", "--code", code).code == 0)
    #expect(try await levee(house, "sun", "audit", "verify", "--code", String(repeating: "0", count: 64)).code == 1)
    #expect(try await levee(house, "sun", "audit", "verify", "--code", "12").code == 64)
    let unmailed = try await Running.run(
      "levee",
      [
        "audit", "checkpoint", "--mail", "x@example.com\nBcc: y@example.com", "--database",
        house.database.string("wang"),
      ])
    #expect(unmailed.code == 64)
  }
}
