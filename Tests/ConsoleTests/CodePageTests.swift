import Foundation
import Ledger
import TestHouse
import Testing
import Workflow

/// Whoever has no terminal becomes somebody at a browser: by a code that reaches them elsewhere.
@Suite(.aFewAtATime) struct CodePageTests {
  private let label = "b" + UUID().uuidString.lowercased().prefix(8)

  private func send(
    _ browsers: Browsers, _ fields: [(String, String)], cookie: String = ""
  ) async throws -> (status: String, body: String) {
    try await Running.get(
      browsers.address, "/enrol",
      [
        "-i", "-H", "Origin: http://\(browsers.address)", "-H", "Accept-Language: en", "-H", "X-Real-IP: 192.0.2.7",
        "-H", "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "-H", "Cookie: \(cookie)",
      ] + fields.flatMap { ["--data-urlencode", "\($0.0)=\($0.1)"] })
  }

  /// What a browser is given to keep.
  private func kept(_ name: String, _ answer: (status: String, body: String)) throws -> String {
    let found = answer.body.firstMatch(
      of: try Regex("Set-Cookie: (\(name)=[A-Za-z0-9_-]+); Path=/; Max-Age=[0-9]+; Secure; HttpOnly; SameSite=Strict"))
    return String(try #require(found?[1].substring, "\(answer)"))
  }

  /// What a page shows, without what is said around it.
  private func page(_ answer: (status: String, body: String)) -> String {
    answer.status + (answer.body.split(separator: "<!DOCTYPE html>").last ?? "")
  }

  @Test func aCodeThatCameByTextMessageEnrolsTheBrowserThatAsked() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let folder = "/tmp/levee-codes-\(house.database.name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("#!/bin/sh\ncat >>\(folder)/got\n".utf8).write(to: URL(filePath: folder + "/sms"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/sms")
    try await house.asOwner(
      """
      insert into levee.transport (name, kind, format, address) values ('sms', 'command', 'text', 'sms');
      insert into levee.contact (handle, transport, address) values ('he', 'sms', '1');
      """)
    let logistics = try house.service(.logistics, ["LEVEE_PROGRAMS": folder])
    let browsers = try await Browsers(house)
    // Whoever is nobody is led there, and sees a form.
    let stranger = try await Running.get(browsers.address, "/", ["-H", "Accept-Language: en"])
    #expect(stranger.status == "401" && stranger.body.contains("href=\"/enrol\""), "\(stranger)")
    let form = try await Running.get(browsers.address, "/enrol", ["-H", "Accept-Language: en"])
    #expect(form.status == "200" && form.body.contains("name=\"handle\""), "\(form)")
    // Whoever is asked for, whether there is such a person or not: one answer.
    let asked = try await send(browsers, [("handle", " He "), ("label", label)])
    let began = ContinuousClock.now
    let nobody = try await send(browsers, [("handle", "nobody"), ("label", label)])
    #expect(ContinuousClock.now - began >= .milliseconds(400), "whom nobody knows takes no less time")
    let leader = try await send(browsers, [("handle", "wang"), ("label", label)])
    #expect(asked.status == "200" && page(asked) == page(nobody) && page(asked) == page(leader), "\(asked)\n\(nobody)")
    let badly = try await send(browsers, [("handle", "nobody"), ("label", "My phone!")])
    #expect(badly.status == "422" && badly.body.contains("small letters"), "\(badly)")

    try await awaitUntil("the code has come") { FileManager.default.fileExists(atPath: folder + "/got") }
    var message = ""
    try await awaitUntil("the message is whole") {
      message = try String(contentsOf: URL(filePath: folder + "/got"), encoding: .utf8)
      return message.contains("levee device revoke \(label)")
    }
    let code = String(try #require(message.firstMatch(of: /Code: ([0-9]{6})\n/)?.1, "\(message)"))
    #expect(message.contains("Asked for from: 192.0.2.7, Firefox, Linux"), "\(message)")
    #expect(message.hasPrefix("[Levee] the device \(label) asks to come in as you\n"), "\(message)")

    // A wrong code, and one of a request that is none, are one answer too.
    let secret = try kept("__Host-levee-code", asked)
    let wrong = try await send(browsers, [("code", "12345")], cookie: secret)
    let none = try await send(browsers, [("code", code)], cookie: try kept("__Host-levee-code", nobody))
    #expect(wrong.status == "422" && page(wrong) == page(none), "\(wrong)\n\(none)")
    let done = try await send(browsers, [("code", " \(code.prefix(3)) \(code.dropFirst(3))")], cookie: secret)
    let device = try kept("__Host-levee", done)
    #expect(done.body.contains("Set-Cookie: __Host-levee-code=; Path=/; Max-Age=0;"), "\(done)")
    let own = try await Running.get(browsers.address, "/me", ["-H", "Cookie: \(device)"])
    #expect(own.status == "200" && own.body.contains("he~\(label)"), "\(own)")
    for log in [logistics.printed, browsers.printed] { #expect(!log.contains(code)) }

    // On another device its person sees it, and ends it: it was not them.
    let seen = try await browsers.get("he", "/devices")
    #expect(seen.body.contains(label) && seen.body.contains("This was not me: end it"), "\(seen)")
    let ended = try await browsers.post(
      "he", "/do/staff/device-revoke",
      [
        ("LABEL", label), ("_meant", "yes"), ("_token", try browsers.hidden("_token", in: seen.body)),
        ("_key", UUID().uuidString),
      ])
    #expect(ended.status == "200" && ended.body.contains("class=\"done\""), "\(ended)")
    #expect(try await Running.get(browsers.address, "/me", ["-H", "Cookie: \(device)"]).status != "200")
    logistics.kill(SIGTERM)
    #expect(await logistics.wait() == 0)
  }
}
