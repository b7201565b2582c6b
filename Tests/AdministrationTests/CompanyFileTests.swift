import Ledger
import TestHouse
import Testing
import Wording
import YAML
@testable import Administration

struct CompanyFileTests {
  @Test("The example is in order", arguments: Language.allCases)
  func example(_ language: Language) throws {
    let company = try CompanyFile.read(Array(CompanyExample.text(language).utf8))
    #expect(company.people.count == 10)
    #expect(company.people.first { $0.handle == "li" }?.seats.map(\.seat) == ["deputy", "head"])
    #expect(company.people.filter(\.isService).count == 5)
    #expect(company.people[0].language == language)
    #expect(company.people[0].reach[0].address == "wang@example.com")
    #expect(company.substitutes.map(\.handle) == ["li", "chen"])
    #expect(company.channels.map(\.channel.kind) == [.newsroom, .manual])
    #expect(company.targets[1].within.inSeconds == 7200)
  }

  /// What the file makes of the playbook is looked at like an edited plan, each finding on the line that is its cause.
  @Test func thePlaybookOfAFileIsOneThatPeopleCanWorkBy() async throws {
    let database = try await TestDatabase()
    let base = try #require(try await database.ledger("sun", .monitoring).playbooks.content(version: 1))
    func faults(_ yaml: String) throws -> [YAMLNode.Fault] {
      let changes = PlaybookChanges(try CompanyFile.read(Array(yaml.utf8)))
      return changes.faults(in: changes.applied(to: base))
    }
    for language in Language.allCases { #expect(try faults(CompanyExample.text(language)).isEmpty) }
    let found = try faults(
      "targets:\n  command:\n    II: 1 h\n    III: 9 h\n  plan: {II: 2 h}\n  review_plan: {IV: 3 h}\n")
    #expect(found.map(\.line) == [5, 4, 6])
    #expect(found.first?.reason.chinese == "II 级（重大，橙）：首次回应前各步合计 4 小时 30 分钟，超过首次回应时限 4 小时")
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    let yaml: String
    let line: Int
    let english: String
    var testDescription: String { english }
  }

  @Test(
    "What is wrong is named with its line",
    arguments: [
      Wrong(yaml: "", line: 1, english: "the file is empty"),
      Wrong(yaml: "people:\n  wang: [", line: 3, english: "this is not YAML: did not find expected node content"),
      Wrong(yaml: "people: &a\n  b: *a\n", line: 2, english: "aliases (*name) are not read here"),
      Wrong(
        yaml: "company:\n  size: huge\n", line: 2,
        english: "a company is small, medium or large, or so many people: 120"),
      Wrong(
        yaml: "company:\n  contact: a@b.c\n", line: 2,
        english: "the company needs a name: it stands on every page that goes out"),
      Wrong(
        yaml: "company:\n  name: 星河\n", line: 2, english: "the company needs a zone, for example Asia/Shanghai"),
      Wrong(
        yaml: "company:\n  name: 星河\n  zone: CST\n", line: 3,
        english: "\"CST\" is no time zone; name a place, for example Asia/Shanghai"),
      Wrong(
        yaml: "peeple:\n  a: b\n", line: 1,
        english:
          "peeple is not known here; known are: company, people, substitutes, transports, channels, targets, reviews"),
      Wrong(yaml: "people:\n  wang: {name: a}\n  wang: {name: b}\n", line: 3, english: "wang is here twice"),
      Wrong(
        yaml: "people:\n  wang:\n    seats: [leadership:boss]\n", line: 3,
        english: "leadership has no seat \"boss\"; it has: leader, deputy, legal, member"),
      Wrong(
        yaml: "people:\n  wang:\n    seats: sales\n", line: 3,
        english: "\"sales\" is no team; teams: monitoring, leadership, response, logistics"),
      Wrong(
        yaml: "people:\n  a1: {seats: \"leadership:leader\"}\n  b1: {seats: \"leadership:leader\"}\n", line: 3,
        english: "a1 is the leader already; a second one is a deputy"),
      Wrong(
        yaml: "people:\n  a1: {name: a}\nsubstitutes:\n  leader: nobody\n", line: 4,
        english: "nobody is not among the people of this file"),
      Wrong(
        yaml: "people:\n  a1: {seats: \"leadership:leader\"}\nsubstitutes:\n  leader: a1\n", line: 4,
        english: "a1 holds the seat leader, and does not stand in for it"),
      Wrong(
        yaml: "people:\n  a1: {seats: response}\nsubstitutes:\n  leader: a1\n", line: 4,
        english: "a1 does not sit in leadership; only who does stands in there"),
      Wrong(
        yaml: "people:\n  a1: {seats: [\"response:head\", response]}\n", line: 2,
        english: "a1 is head and member in response; one of them, and legal besides"),
      Wrong(
        yaml: "transports:\n  chat: {format: dingtalk}\n", line: 2,
        english: "the webhook chat needs a url that begins with https://"),
      Wrong(
        yaml: "transports:\n  sms: {format: text, program: /bin/sh}\n", line: 2,
        english: "sms needs a program: its name in the service's folder, or sendmail; no path"),
      Wrong(
        yaml: "channels:\n  web: {kind: newsroom, folder: pages}\n", line: 2,
        english: "the newsroom web needs a folder: a whole path"),
      Wrong(
        yaml: "targets:\n  command: {I: soon}\n", line: 2,
        english: "\"soon\" is no span of time; write 30 min, 4 h or 3 d"),
      Wrong(yaml: "reviews:\n  I: {reviews: 0}\n", line: 2, english: "a text needs one review or more"),
      Wrong(yaml: "a: 1\n---\nb: 2\n", line: 1, english: "there is more than one document"),
    ])
  func wrong(_ wrong: Wrong) {
    do throws(CompanyFile.Faults) {
      _ = try CompanyFile.read(Array(wrong.yaml.utf8))
      Issue.record("this was read")
    } catch {
      #expect(error.faults.first?.line == wrong.line)
      #expect(error.faults.first?.reason.english == wrong.english)
      let chinese = error.faults.first?.reason.chinese ?? ""
      #expect(chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }
  }

  @Test("Logins", arguments: ["wang", "wang.fang", "wang-fang", "w1", "a_b.c_d", "levee_svc_response"])
  func handles(_ text: String) { #expect(CompanyFile.isHandle(text)) }

  @Test(
    "No logins",
    arguments: [
      "", "w", "Wang", "wang fang", ".wang", "wang.", "wang..fang", "1wang", "王芳", "wang'; drop role x; --", "wang\"",
      "pg_x",
      "public", "none", "wang@x", "-wang", String(repeating: "a", count: 42), "wang\u{0}", "wаng",
    ])
  func noHandles(_ text: String) { #expect(!CompanyFile.isHandle(text)) }

  @Test func everyFaultIsNamedAtOnce() {
    do throws(CompanyFile.Faults) {
      _ = try CompanyFile.read(Array("company: {size: huge}\ntargets:\n  x: {I: soon, V: 1 h}\n".utf8))
    } catch {
      #expect(error.faults.map(\.line) == [1, 3, 3])
    }
  }

  @Test("Sizes", arguments: [("12", "small"), ("100", "medium"), ("300", "large"), ("small", "small")])
  func sizes(_ text: String, _ size: String) { #expect(CompanyFile.size(text) == size) }

  @Test("No sizes", arguments: ["0", "-1", "huge", "1.5", ""])
  func noSizes(_ text: String) { #expect(CompanyFile.size(text) == nil) }

  @Test(
    "Spans", arguments: [("90 min", 5400.0), ("2h", 7200), ("1 d 12 h", 129_600), ("30 分钟", 1800), ("1.5 h", 5400)])
  func spans(_ text: String, _ seconds: Double) { #expect(CompanyFile.span(text)?.inSeconds == seconds) }

  @Test("No spans", arguments: ["", "h", "12", "-3 h", "0 h", "3 weeks", "9999999999 d"])
  func noSpans(_ text: String) { #expect(CompanyFile.span(text) == nil) }
}
