import FoundationEssentials
import Postgres
import TestHouse
import Testing

/// The archived case can be read: by whoever may read the incident, and by nobody else.
@Suite(.aFewAtATime) struct CaseReportTests {
  private func levee(_ house: House, _ person: String, _ words: [String], language: String = "en") async throws
    -> Running.Result
  {
    try await Running.run("levee", words + ["--language", language, "--database", house.database.string(person)])
  }

  @Test func theReportOfAnArchivedCaseHasItWhole() async throws {
    let house = try await House(at: .closed)
    let english = try await levee(house, "li", ["incident", "report", "I1"])
    #expect(english.code == 0, "\(english.output)")
    for words in [
      "Incident report: Outage", "Decided at once: go", "Command 1, ", "act", "Statement S2.1", "B",
      "F1 down", "verified: noc", "What the teams report", "done", "better", "2027-01-01", "with its review accepted",
      "Set by law", "Who was told, and who has read it", "sealed records",
    ] {
      #expect(english.output.contains(words), "\(words)")
    }
    let chinese = try await levee(house, "wu", ["incident", "report", "I1"], language: "zh-CN")
    #expect(chinese.output.contains("【演练】舆情事件处置报告：Outage"), "\(chinese.output)")
    #expect(chinese.output.contains("整改措施") && chinese.output.contains("时限执行"))
    let json = try await levee(house, "sun", ["incident", "report", "I1", "--json"])
    #expect(json.output.contains("\"kind\" : \"heading\""), "\(json.output.prefix(300))")
  }

  @Test func aFileIsWrittenOnceAndInFourForms() async throws {
    let house = try await House(at: .responding)
    let folder = "/tmp/levee-report-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for form in ["md", "html", "pdf", "docx"] {
      let path = "\(folder)/I1.\(form)"
      let written = try await levee(house, "sun", ["incident", "report", "I1", "--out", path])
      #expect(written.code == 0, "\(written.output)")
      #expect(FileManager.default.fileExists(atPath: path))
      #expect(try await levee(house, "sun", ["incident", "report", "I1", "--out", path]).code == 73)
    }
    #expect(try await levee(house, "sun", ["incident", "report", "I1", "--out", folder + "/x.odt"]).code == 64)
  }

  /// Ops see no texts; of a restricted incident nobody does who is not named.
  @Test func whoMayNotReadIsToldSo() async throws {
    let house = try await House(at: .responding)
    let ops = try await levee(house, "svc_supervisor", ["incident", "report", "I1"])
    #expect(ops.code == 77, "\(ops.output)")
    #expect(try await levee(house, "svc_supervisor", ["incident", "show", "I1"]).code == 0)
    try await house.database.run(
      "sun", .monitoring, "insert into levee.restriction (incident_id, restricted, reason) values (1, true, 'quiet')")
    let outsider = try await levee(house, "wu", ["incident", "report", "I1"])
    #expect(outsider.code == 77, "\(outsider.output)")
    #expect(!outsider.output.contains("down"))
    #expect(try await levee(house, "sun", ["incident", "report", "I1"]).code == 0)
    let shown = try await levee(house, "wu", ["incident", "show", "I1"])
    #expect(shown.code == 0 && !shown.output.contains("down"), "\(shown.output)")
  }

  @Test func anIncidentIsShownWithWhatWasDecidedSaidAndReported() async throws {
    let house = try await House(at: .closed)
    try await house.advance()
    let shown = try await levee(house, "sun", ["incident", "show", "I1"])
    for words in ["Decision:", "go", "Texts:", "S2.1", "Feedback:", "Reports:", "monitoring"] {
      #expect(shown.output.contains(words), "\(words) in \(shown.output)")
    }
  }

  @Test func theEvidenceBeginsWithASummaryAndNamesPeople() async throws {
    let house = try await House(at: .closed)
    let folder = "/tmp/levee-evidence-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try await levee(house, "sun", ["audit", "export", "I1", "--out", folder]).code == 0)
    let page = try String(decoding: Data(contentsOf: URL(filePath: folder + "/evidence.html")), as: UTF8.self)
    let name: String = try await house.database.run(
      "postgres", nil, "select display_name from levee.person where handle = 'wang'")[0]["display_name"]
    #expect(page.contains("\(name) (wang)"), "\(page.prefix(2500))")
    #expect(page.split(separator: "<table>")[0].contains("Detected "))
  }
}
