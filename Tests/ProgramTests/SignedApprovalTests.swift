import FoundationEssentials
import Ledger
import TestHouse
import Testing
import Workflow

/// LAW-39 at a terminal, from the key to the evidence that somebody else verifies.
@Suite(.aFewAtATime) struct SignedApprovalTests {
  private func wang(_ house: House, _ home: String, _ program: String, _ words: String...) throws -> Typing {
    try Typing(
      program, words,
      environment: [
        "PGDATABASE": house.database.name, "PGUSER": "wang", "LEVEE_LANGUAGE": "en", "XDG_STATE_HOME": house.drafts,
        "HOME": home,
      ])
  }

  @Test func whoApprovesAtATerminalSignsAndAnybodyVerifiesIt() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let (ssh, stranger) = (try await SSHSigner(), try await SSHSigner())
    let folder = "/tmp/levee-evidence-\(UUID().uuidString)"
    defer {
      ssh.remove()
      stranger.remove()
      try? FileManager.default.removeItem(atPath: folder)
    }
    _ = try await house.database.ledger("zhou", .response).statements.draft(
      Reference(.incident, 1), holding: nil, purpose: "",
      renditions: [.init(name: "web", language: "en", title: "T", body: "B")], facts: [], submit: true)
    let added = try wang(house, ssh.folder, "levee", "key", "add", "laptop")
    #expect(try await added.wait() == 0, "\(added.screen)")
    #expect(added.screen.contains("SHA256:"))
    // A script has no key: it is told how to sign elsewhere.
    let script = try await Running.run(
      "levee-leadership", ["approve", "S2.1", "--yes", "--language", "en", "--database", house.database.string("wang")])
    #expect(script.code == 65 && script.output.contains("sign what you approve"), "\(script.code) \(script.output)")
    // At another machine without that key nothing is recorded, and it says what to do.
    let elsewhere = try wang(house, stranger.folder, "levee-leadership", "approve", "S2.1", "--yes")
    #expect(try await elsewhere.wait() != 0)
    #expect(elsewhere.screen.contains("ssh-keygen could not make it with: laptop"), "\(elsewhere.screen)")
    let approved = try wang(house, ssh.folder, "levee-leadership", "approve", "S2.1", "--yes")
    #expect(try await approved.wait() == 0, "\(approved.screen)")
    // What was signed elsewhere is handed in as a file.
    let zhao = try await SSHSigner("ecdsa")
    defer { zhao.remove() }
    func asZhao(_ program: String, _ words: String...) async throws -> Running.Result {
      try await Running.run(program, words + ["--language", "en", "--database", house.database.string("zhao")])
    }
    #expect(try await asZhao("levee", "key", "add", "token", "--key", zhao.line).code == 0)
    let message = try await asZhao("levee-leadership", "to-sign", "S2.1")
    try Data(try await zhao.sign(message.output).utf8).write(to: URL(filePath: zhao.folder + "/sig"))
    let second = try await asZhao("levee-leadership", "approve", "S2.1", "--signature", "@\(zhao.folder)/sig", "--yes")
    #expect(second.code == 0 && second.output.contains("approved"), "\(second.output)")

    try await house.advance()
    let verified = try await asZhao("levee", "audit", "verify", "I1", "--json")
    #expect(verified.code == 0 && verified.output.contains("\"signatures\" : 2"), "\(verified.output)")
    let exported = try await asZhao("levee", "audit", "export", "I1", "--out", folder)
    #expect(exported.code == 0, "\(exported.output)")
    func python(_ words: String...) async throws -> Running.Result { try await Running.run("/usr/bin/python3", words) }
    let evidence = folder + "/evidence.json"
    let whole = try await python(folder + "/verify.py", evidence)
    #expect(whole.code == 0 && whole.output.contains("2 signed approvals"), "\(whole.output)")
    let original = try Data(contentsOf: URL(filePath: evidence))
    for (change, fault) in [
      ("s[0]['key'] = s[0]['key'][:-2] + '00'", "signature_false"), ("s[0]['key'] = s[1]['key']", "signature_false"),
      ("del s[1]", "signature_false"), ("s[1]['kind'] = 'passkey'", "signature_false"),
    ] {
      try original.write(to: URL(filePath: evidence))
      let edit = try await python(
        "-c",
        "import json,sys; p=sys.argv[1]; b=json.load(open(p)); s=b['signatures']; \(change); json.dump(b, open(p,'w'))",
        evidence)
      #expect(edit.code == 0, "\(edit.output)")
      let found = try await python(folder + "/verify.py", evidence)
      #expect(found.code == 1 && found.output.contains("FAULT \(fault)"), "\(change): \(found.output)")
    }
  }
}
