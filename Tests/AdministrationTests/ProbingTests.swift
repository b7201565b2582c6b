import FoundationEssentials
import TestHouse
import Testing
import Wording

@testable import Logistics

/// What a probe reads of a page beside whether it answers.
@Suite struct ProbingTests {
  @Test(arguments: [
    ("Dec 17 21:22:10 2026 GMT", "2026-12-17T21:22:10.000Z"), ("Nov  7 12:00:00 2026 GMT", "2026-11-07T12:00:00.000Z"),
    ("2026-11-07 12:00:00 GMT", "2026-11-07T12:00:00.000Z"), ("Dec 31 23:59:59 9999 GMT", ""), ("", ""),
    ("Foo 17 21:22:10 2026 GMT", ""), ("soon", ""),
  ])
  func theEndOfACertificateIsReadAsEitherLibraryPrintsIt(_ text: String, _ expected: String) {
    #expect(CertificateTime.date(text).map(TimeFormat.iso) ?? "" == expected)
  }

  @Test func whatAServiceSaysIsLeftIsRead() async throws {
    let server = try WebServer { request in
      request.contains("GET /down")
        ? "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"
        : "HTTP/1.1 200 OK\r\nX-RateLimit-Remaining: 17\r\nContent-Length: 0\r\n\r\n"
    }
    defer { server.stop() }
    let found = await Probing.run("http://127.0.0.1:\(server.port)/")
    #expect(found == .init(isHealthy: true, quotaLeft: 17))
    #expect(await Probing.run("http://127.0.0.1:\(server.port)/down") == .init(isHealthy: false, detail: "HTTP 503"))
    #expect(await Probing.run("none") == .init(isHealthy: true))
    #expect(await Probing.run("folder:/nonexistent").isHealthy == false)
  }
}
