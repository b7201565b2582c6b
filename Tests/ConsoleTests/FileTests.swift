import Foundation
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// Files on pages: handed over, kept, offered again; in both languages, by whoever may and whoever may not.
@Suite(.aFewAtATime) struct FileTests {
  private func file(_ bytes: [UInt8]) throws -> String {
    let path = "/tmp/levee-upload-" + UUID().uuidString
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  private func count(_ house: House, _ what: String) async throws -> Int {
    try await house.database.run("postgres", nil, Statement(unsafeSQL: "select count(*)::int as n from \(what)"))[0][
      "n"]
  }

  /// Sends a form with files as a browser does. Each part as curl's `-F` takes it.
  private func send(
    _ browsers: Browsers, _ person: String, _ path: String, token: String, key: String = UUID().uuidString,
    _ parts: [String], _ more: [String] = []
  ) async throws -> (status: String, body: String) {
    try await browsers.post(
      person, path, [],
      more: (["_token=" + token, "_key=" + key] + parts).flatMap { ["-F", $0] } + more)
  }

  private func token(_ browsers: Browsers, _ person: String) async throws -> String {
    try browsers.hidden("_token", in: try await browsers.get(person, "/do/staff/report").body)
  }

  @Test func aFileIsKeptOnceListedAndHandedOverToWhoMayReadIt() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.asOwner("update levee.person set language = 'zh-CN' where handle = 'chen'")
    let browsers = try await Browsers(house)
    let form = try await browsers.get("sun", "/incident/I1")
    for needed in ["enctype=\"multipart/form-data\"", "type=\"file\"", "Files (0)", "20 MB at most"] {
      #expect(form.body.contains(needed), "\(needed): \(form.body)")
    }
    let path = try file(Array("<script>alert(1)</script>".utf8))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let parts = ["INCIDENT=I1", "note=what they posted", "FILE=@\(path);filename=\"../../etc/截图 一.html\""]
    let (token, key) = (try browsers.hidden("_token", in: form.body), UUID().uuidString)
    // A double tap: both are answered, one is recorded.
    async let one = send(browsers, "sun", "/do/staff/attach", token: token, key: key, parts)
    async let other = send(browsers, "sun", "/do/staff/attach", token: token, key: key, parts)
    let answers = [try await one, try await other]
    #expect(answers.map(\.status) == ["200", "200"], "\(answers)")
    #expect(answers.filter { $0.body.contains("recorded already") }.count == 1, "\(answers)")
    #expect(try await count(house, "levee.attachment where name = '截图 一.html' and person = 'sun'") == 1)
    // It is listed, in both languages, and leads to its bytes.
    for (person, words) in [("sun", "Files (1)"), ("chen", "附件（1）")] {
      let page = try await browsers.get(person, "/incident/I1")
      #expect(page.body.contains(words) && page.body.contains("href=\"/attachment/E1\""), "\(page.body)")
    }
    let taken = try await browsers.get("chen", "/attachment/E1", ["-i"])
    #expect(taken.body.hasSuffix("<script>alert(1)</script>"), "\(taken)")
    for needed in [
      "Content-Type: application/octet-stream", "X-Content-Type-Options: nosniff", "default-src 'none'; sandbox",
      "attachment; filename=\"__ _.html\"; filename*=UTF-8''%E6%88%AA%E5%9B%BE%20%E4%B8%80.html",
    ] {
      #expect(taken.body.contains(needed), "\(needed): \(taken)")
    }
    // Nobody else's form is taken, and a form is of one browser.
    let strange = [
      try await send(browsers, "sun", "/do/staff/attach", token: "x", parts),
      try await send(browsers, "wang", "/do/staff/attach", token: token, parts),
      try await send(browsers, "sun", "/do/staff/attach", token: token, parts, ["-H", "Sec-Fetch-Site: cross-site"]),
    ]
    #expect(strange.allSatisfy { $0.status == "403" }, "\(strange)")
    // Who has no team may not; who is not of a restricted incident's circle finds nothing.
    let own = try await self.token(browsers, "he")
    #expect(try await send(browsers, "he", "/do/staff/attach", token: own, parts).status == "422")
    try await house.database.run(
      "wang", .leadership, "insert into levee.restriction (incident_id, restricted, reason) values (1, true, 'r')")
    try await house.asOwner("delete from levee.reader where handle in ('wu')")
    for (person, expected) in [("wang", ["200"]), ("wu", ["404"]), ("he", ["403", "404"])] {
      for path in ["/attachment/E1", "/do/staff/attachment-save?ATTACHMENT=E1"] {
        let answer = try await browsers.get(person, path)
        #expect(expected.contains(answer.status), "\(person) \(path): \(answer)")
        #expect(answer.body.contains("alert(1)") == (person == "wang"), "\(person) \(path): \(answer)")
      }
    }
    #expect(try await count(house, "levee.attachment") == 1)
  }

  @Test func aBrokenUploadRecordsNothingAndKeepsWhatWasTyped() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.asOwner("update levee.person set language = 'zh-CN' where handle = 'chen'")
    let browsers = try await Browsers(house)
    let token = try await token(browsers, "sun")
    func raw(_ body: String, _ type: String = "multipart/form-data; boundary=boundary") async throws -> (
      status: String, body: String
    ) {
      let path = try file(Array(body.utf8))
      defer { try? FileManager.default.removeItem(atPath: path) }
      return try await browsers.post(
        "sun", "/do/staff/attach", [], more: ["--data-binary", "@" + path, "-H", "Content-Type: " + type])
    }
    func field(_ name: String, _ value: String) -> String {
      "--boundary\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    let fields = field("_token", token) + field("_key", UUID().uuidString) + field("INCIDENT", "I1")
    let upload = "--boundary\r\nContent-Disposition: form-data; name=\"FILE\"; filename=\"a.txt\"\r\n\r\nhello\r\n"
    for (body, type) in [
      (fields + upload, "multipart/form-data; boundary=boundary"),  // it does not end
      (fields + upload + "--boundary--\r\n", "multipart/form-data"),
      (fields + upload + "--boundary--\r\n", "multipart/form-data; boundary=\(String(repeating: "b", count: 9000))"),
      (fields + upload + "--boundary--\r\n", "multipart/form-data; boundary=other"),
      (field("x", "a\0b") + fields + upload + "--boundary--\r\n", "multipart/form-data; boundary=boundary"),
      (
        "--boundary\r\nContent-Disposition: form-data; name=\"\(String(repeating: "n", count: 20_000))\"\r\n\r\nx\r\n--b--\r\n",
        ""
      ),
      (String(repeating: field("x", "y"), count: 500) + fields + upload + "--boundary--\r\n", ""),
      (field("note", String(repeating: "long ", count: 120_000)) + fields + upload + "--boundary--\r\n", ""),
      ("", ""),
    ] {
      let status = try await raw(body, type.isEmpty ? "multipart/form-data; boundary=boundary" : type).status
      #expect(["400", "403", "413"].contains(status), "\(type.prefix(60)): \(status) \(body.prefix(200))")
    }
    #expect(try await count(house, "levee.attachment") == 0)
    let whole = try await raw(fields + upload + "--boundary--\r\n")
    #expect(whole.status == "200", "the same, whole: \(whole)")
    // No file, an empty one, or one that is too large: the form is there again, with what was typed.
    let (empty, large) = (try file([]), try file([UInt8](repeating: 7, count: 20_000_001)))
    defer { for path in [empty, large] { try? FileManager.default.removeItem(atPath: path) } }
    for (person, part, words) in [
      ("sun", "FILE=;filename=", "Missing"), ("sun", "FILE=@\(large);filename=a.png", "larger than 20 MB"),
      ("chen", "FILE=@\(large);filename=a.png", "超过 20 MB"),
    ] {
      let answer = try await send(
        browsers, person, "/do/staff/attach", token: try await self.token(browsers, person),
        ["INCIDENT=I1", "note=typed with care", part])
      #expect(answer.status == "422" && answer.body.contains(words), "\(part): \(answer)")
      #expect(answer.body.contains("typed with care"), "\(part): \(answer)")
    }
    let huge = try file([UInt8](repeating: 7, count: 67_200_000))
    defer { try? FileManager.default.removeItem(atPath: huge) }
    let refused = try await send(
      browsers, "sun", "/do/staff/attach", token: token, ["INCIDENT=I1", "FILE=@\(huge)"],
      ["-H", "Accept-Language: zh-CN"])
    #expect(refused.status == "413" && refused.body.contains("20 MB"), "\(refused)")
    #expect(try await count(house, "levee.attachment") == 1)
    // A file of the server is none of the form's.
    let path = try await send(
      browsers, "sun", "/do/staff/attach", token: token, ["INCIDENT=I1", "FILE=/etc/passwd"])
    #expect(path.status == "422", "\(path)")
    let two = try await send(
      browsers, "sun", "/do/monitoring/feedback-import", token: token,
      ["INCIDENT=I1", "from=customer", "FILE=@/etc/hostname;filename=/etc/passwd", "paste:FILE=a"])
    #expect(two.status == "422" && two.body.contains("Do one of both"), "\(two)")
    #expect(try await count(house, "levee.feedback") == 0)
  }

  @Test func manyRowsAreTakenFromAFileOrPasted() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.asOwner("update levee.person set language = 'zh-CN' where handle = 'wu'")
    let browsers = try await Browsers(house)
    let token = try await token(browsers, "zhou")
    #expect(try await browsers.get("zhou", "/feedback/I1").body.contains("Enter many"))
    func feedback(_ parts: [String]) async throws -> (status: String, body: String) {
      try await send(
        browsers, "zhou", "/do/response/feedback-import", token: token, ["INCIDENT=I1", "from=customer"] + parts)
    }
    let pasted = try await feedback(["paste:FILE=Where is my refund?\n\n我的手机什么时候退款\n"])
    #expect(pasted.status == "200" && pasted.body.contains("2 messages registered"), "\(pasted)")
    let table = try file(Array("\u{FEFF}内容,来源,联系方式\r\n\"两行\n文字\",记者,a@example.com\r\n第二条,,\r\n".utf8))
    let broken = try file(Array("内容,来源\n甲,谁\n乙,\n,记者\n".utf8))
    defer { for path in [table, broken] { try? FileManager.default.removeItem(atPath: path) } }
    #expect(try await feedback(["FILE=@\(table);filename=t.csv"]).status == "200")
    let refused = try await feedback(["FILE=@\(broken);filename=t.csv"])
    #expect(refused.status == "422" && refused.body.contains("line 2") && refused.body.contains("line 4"), "\(refused)")
    let kept = try await house.database.run(
      "postgres", nil, "select sender, contact, text from levee.feedback order by id")
    #expect(try kept.map { try $0["sender"] as String } == ["customer", "customer", "journalist", "customer"])
    #expect(try kept[2]["text"] == "两行\n文字" && kept[2]["contact"] == "a@example.com")
    // The same at a terminal.
    let typed = try await Running.run(
      "levee-monitoring", ["feedback", "import", "I1", table, "--from", "employee", "--language", "en"],
      environment: ["PGUSER": "sun", "PGDATABASE": house.database.name])
    #expect(typed.code == 0 && typed.output.contains("2 messages registered"), "\(typed)")
    // Of many, the page shows the most urgent, and leads to the rest.
    #expect(
      try await feedback(["paste:FILE=\((1...25).map { "complaint \($0)" }.joined(separator: "\n"))"]).status == "200")
    let first = try await browsers.get("zhou", "/feedback/I1").body
    let rest = try await browsers.get("zhou", "/feedback/I1?after=25").body
    #expect(first.contains("To be answered (31)") && first.contains("/feedback/I1?after=25"), "\(first)")
    #expect(!first.contains("complaint 25") && rest.contains("complaint 25") && rest.contains("25 before"), "\(rest)")
    // Contacts and mentions, each by its own team alone; a broken line is named in the reader's language.
    let logistics = try await self.token(browsers, "wu")
    let contacts = try await send(
      browsers, "wu", "/do/logistics/contact-import", token: logistics, ["paste:FILE=姓名,语言\n王记者,中文\n"])
    #expect(contacts.status == "200" && contacts.body.contains("读入 1 行"), "\(contacts)")
    let wrong = try await send(
      browsers, "wu", "/do/logistics/contact-import", token: logistics, ["paste:FILE=姓名,语言\n李记者,法语\n"])
    #expect(wrong.status == "422" && wrong.body.contains("第 2 行") && wrong.body.contains("李记者"), "\(wrong)")
    // Whoever is not of the team that does it, is refused, and records nothing.
    let steps: [(path: String, parts: [String], by: String, table: String)] = [
      ("response/feedback-import", ["INCIDENT=I1", "from=customer", "paste:FILE=m"], "zhou", "feedback"),
      ("monitoring/feedback-import", ["INCIDENT=I1", "from=customer", "paste:FILE=m"], "sun", "feedback"),
      ("logistics/resource-import", ["paste:FILE=类别,名称\n监测工具,甲\n"], "wu", "resource"),
      (
        "monitoring/ingest", ["source=paste", "paste:INPUT={\"id\": \"1\", \"text\": \"a\"}\n{\"id\"\n"], "sun",
        "mention"
      ),
    ]
    for person in ["wang", "sun", "zhou", "wu", "he"] {
      let token = try await self.token(browsers, person)
      for step in steps {
        let before = try await count(house, "levee." + step.table)
        let answer = try await send(browsers, person, "/do/" + step.path, token: token, step.parts)
        let isAllowed = person == step.by
        #expect(answer.status == (isAllowed ? "200" : "422"), "\(person) \(step.path): \(answer)")
        #expect(
          try await count(house, "levee." + step.table) == before + (isAllowed ? 1 : 0), "\(person) \(step.path)")
      }
    }
  }

  @Test func whatACommandMakesIsOfferedAsAFile() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.asOwner("update levee.person set language = 'zh-CN' where handle = 'chen'")
    // The program that makes paper is the test's own: what it makes goes out as it is.
    let maker = try file(Array("#!/bin/sh\nfor last; do :; done\nprintf %%PDF-paper > \"$last\"\n".utf8))
    defer { try? FileManager.default.removeItem(atPath: maker) }
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: maker)
    let browsers = try await Browsers(
      ["--database", "dbname=\(house.database.name) user=postgres", "--trust"],
      environment: ["LEVEE_WEASYPRINT": maker])
    #expect(try await browsers.get("wang", "/incident/I1/history").body.contains("INCIDENT=I1&amp;_as=docx"))
    for (person, path, type, begins) in [
      ("wang", "staff/incident-report?INCIDENT=I1&_as=html", "application/octet-stream", "<!DOCTYPE html>"),
      ("chen", "staff/incident-report?INCIDENT=I1&_as=md", "text/markdown", "# "),
      ("wang", "staff/incident-report?INCIDENT=I1&_as=pdf", "application/pdf", "%PDF-paper"),
      ("he", "staff/playbook-export?_as=md", "text/markdown", "---\nplaybook: 1"),
      ("wu", "logistics/contact-export?_as=csv", "text/csv", "\u{FEFF}Name"),
      ("wang", "staff/roster-export?_as=ics", "text/calendar", "BEGIN:VCALENDAR"),
    ] {
      let answer = try await browsers.get(person, "/do/" + path, ["-i"])
      #expect(
        answer.status == "200" && answer.body.contains("Content-Type: " + type), "\(path): \(answer.body.prefix(2000))")
      #expect(answer.body.contains("\r\n\r\n" + begins), "\(path): \(answer.body.prefix(2000))")
      #expect(answer.body.contains("Content-Disposition: attachment"), "\(path)")
      if person == "chen" { #expect(answer.body.contains("filename*=UTF-8''%E"), "\(answer.body.prefix(1500))") }
    }
    // No other form, nobody else's rows, and nothing where there is no right to it.
    for (person, path, status) in [
      ("wang", "staff/incident-report?INCIDENT=I1&_as=exe", "422"),
      ("wang", "staff/incident-report?INCIDENT=I1&_as=../x", "422"),
      ("wang", "staff/incident-report?INCIDENT=I9&_as=md", "404"),
      ("he", "staff/incident-report?INCIDENT=I1&_as=md", "403"),
      ("sun", "logistics/contact-export?_as=csv", "403"),
    ] {
      let answer = try await browsers.get(person, "/do/" + path)
      #expect(answer.status == status && !answer.body.contains("attachment;"), "\(person) \(path): \(answer)")
    }
    // A plan that was edited: what is wrong in it, line by line; nothing is recorded by looking.
    let plan = try await browsers.get("he", "/do/staff/playbook-export?_as=md").body
    let path = try file(Array(plan.utf8))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let token = try await token(browsers, "he")
    let form = try await browsers.get("he", "/do/staff/playbook-check")
    #expect(form.body.contains("accept=\".md\"") && form.body.contains("paste:FILE"), "\(form)")
    let same = try await send(browsers, "he", "/do/staff/playbook-check", token: token, ["FILE=@\(path);filename=p.md"])
    #expect(same.status == "200" && same.body.contains("Nothing is wrong"), "\(same.body.prefix(3000))")
    let merged = try await send(
      browsers, "he", "/do/staff/playbook-rebase", token: token, ["FILE=@\(path);filename=p.md"])
    #expect(
      merged.status == "200" && merged.body.contains("href=\"data:application/octet-stream;base64,"), "\(merged.status)"
    )
    let none = try await send(browsers, "he", "/do/staff/playbook-check", token: token, ["paste:FILE=no plan"])
    #expect(none.status == "422" && none.body.contains("no plan"), "\(none)")
  }
}
