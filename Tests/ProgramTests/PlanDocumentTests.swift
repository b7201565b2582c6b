import FoundationEssentials
import Glibc
import TestHouse
import Testing
import Workflow

/// The plan through the programs: out, edited, checked, proposed, brought together, approved or sent back, and published by itself.
@Suite(.aFewAtATime) struct PlanDocumentTests {
  private let folder = "/tmp/levee-plan-\(UUID().uuidString)"

  private func run(_ house: House, _ person: String, _ program: String, _ words: String...) async throws
    -> Running.Result
  {
    try await Running.run(
      program, words + ["--language", "en"], environment: ["PGUSER": person, "PGDATABASE": house.database.name])
  }

  private func edit(_ path: String, _ changes: (String, String)..., to new: String? = nil) throws {
    var text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    for (before, after) in changes {
      #expect(text.contains(before), "\(before)")
      text = text.replacing(before, with: after)
    }
    try Data(text.utf8).write(to: URL(filePath: new ?? path))
  }

  @Test func aCompanyMakesItsOwnPlanAndItIsPublished() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let house = try await House(at: .assessing)
    let (one, two, both) = (folder + "/one.md", folder + "/two.md", folder + "/both.md")
    #expect(try await run(house, "he", "levee", "playbook", "export", "--out", one).code == 0)
    // Nothing changed, and what is wrong, are said before anything is proposed.
    #expect(try await run(house, "postgres", "levee", "playbook", "propose", one, "--yes").code == 65)
    try edit(one, ("| submit the assessment | 2 | 20 min |", "| submit the assessment | 2 | soon |"), to: two)
    let wrong = try await run(house, "he", "levee", "playbook", "check", two)
    #expect(wrong.code == 65 && wrong.output.contains("two.md:") && wrong.output.contains("soon"), "\(wrong.output)")
    try edit(one, ("| submit the assessment | 2 | 20 min |", "| submit the assessment | 2 | 15 min |"), to: two)
    try edit(one, ("People's safety and interests come first", "People come first"))
    let checked = try await run(house, "he", "levee", "playbook", "check", one)
    #expect(checked.code == 0 && checked.output.contains("People come first"), "\(checked.output)")
    // Only an administrator proposes; the second of two is told.
    #expect(try await run(house, "he", "levee", "playbook", "propose", one, "--yes").code == 77)
    #expect(try await run(house, "postgres", "levee", "playbook", "propose", one, "--yes").code == 0)
    let late = try await run(house, "postgres", "levee", "playbook", "propose", two, "--yes")
    #expect(late.code == 65 && late.output.contains("rebase"), "\(late.output)")
    #expect(try await run(house, "he", "levee", "playbook", "rebase", two, "--out", both).code == 0)
    #expect(try await run(house, "postgres", "levee", "playbook", "propose", both, "--yes").code == 0)
    let compared = try await run(house, "he", "levee", "playbook", "compare", "1", "3")
    #expect(compared.output.contains("15 min") && compared.output.contains("People come first"), "\(compared.output)")
    #expect(compared.output.contains("section 1 (Chinese)"), "\(compared.output)")
    // Who is who: people with a seat, not everybody of the company.
    let who = try await run(house, "sun", "levee", "who", "leadership")
    #expect(who.code == 0 && who.output.contains("wang") && !who.output.contains("svc_"), "\(who.output)")
    #expect(try await run(house, "he", "levee", "who").code == 77)
    #expect(try await run(house, "sun", "levee", "who", "nobody of that name").code == 66)
    // Sent back, nobody approves it; what is proposed after it is approved by two.
    #expect(
      try await run(house, "wang", "levee-leadership", "return-playbook", "2", "--reason", "too early", "--yes").code
        == 0)
    #expect(try await run(house, "wang", "levee-leadership", "approve-playbook", "2", "--yes").code == 65)
    for person in ["wang", "zhao"] {
      #expect(try await run(house, person, "levee-leadership", "approve-playbook", "3", "--yes").code == 0)
    }
    // Published by itself, in both languages, and mended when somebody takes a page away.
    // Paper is the page itself here: what makes true paper is tried elsewhere, and takes a busy machine minutes.
    let maker = folder + "/maker"
    try Data("#!/bin/sh\nfor last; do :; done\ncat > \"$last\"\n".utf8).write(to: URL(filePath: maker))
    chmod(maker, 0o700)
    let service = try house.service(.leadership, ["LEVEE_PLAN": folder + "/site", "LEVEE_WEASYPRINT": maker])
    let paper = folder + "/site/v3/plan.zh-CN.pdf"
    try await awaitUntil("the plan is published") { FileManager.default.fileExists(atPath: paper) }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
    let page = String(decoding: try Data(contentsOf: URL(filePath: folder + "/site/en.html")), as: UTF8.self)
    #expect(page.contains("People come first") && page.contains("approved") && page.contains("href=\"zh-CN.html\""))
    for name in ["index.html", "zh-CN.html", "search.js", "v3/en.html", "v3/plan.en.pdf"] {
      #expect(FileManager.default.fileExists(atPath: folder + "/site/" + name), "\(name)")
    }
    // Only the English text was brought up to date, and the Chinese page says so.
    let chinese = String(decoding: try Data(contentsOf: URL(filePath: folder + "/site/zh-CN.html")), as: UTF8.self)
    #expect(chinese.contains("中文正文尚未随之修改") && !page.contains("is newer than this one"))
    // The same version on paper is the same, byte for byte.
    let again = folder + "/again.pdf"
    #expect(
      try await Running.run(
        "levee", ["playbook", "show", "3", "--out", again, "--language", "zh-CN"],
        environment: ["PGUSER": "he", "PGDATABASE": house.database.name, "LEVEE_WEASYPRINT": maker]
      ).code == 0)
    #expect(try Data(contentsOf: URL(filePath: again)) == Data(contentsOf: URL(filePath: paper)))
  }

  @Test func anExistingPlanInWordIsBroughtIn() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let house = try await House(at: .assessing)
    let (word, plan) = (folder + "/plan.docx", folder + "/plan.md")
    func chinese(_ words: String...) async throws -> Running.Result {
      try await Running.run(
        "levee", ["playbook"] + words + ["--language", "zh-CN"],
        environment: ["PGUSER": "he", "PGDATABASE": house.database.name])
    }
    // A document whose headings say where it belongs, but for its title.
    #expect(try await chinese("show", "--section", "9", "--out", word).code == 0)
    let imported = try await chinese("import", word, "--out", plan)
    #expect(imported.code == 0 && imported.output.contains("九、编制说明"), "\(imported.output)")
    let checked = try await chinese("check", plan)
    #expect(checked.code == 0, "\(checked.output)")
    try Data("no document".utf8).write(to: URL(filePath: word))
    #expect(try await run(house, "he", "levee", "playbook", "import", word, "--out", folder + "/x.md").code == 65)
    #expect(!FileManager.default.fileExists(atPath: folder + "/x.md"))
  }
}
