import FoundationEssentials
import Glibc
import HTTP
import TestHouse
import Testing

@Suite struct RequestTests {
  private func pause(_ header: String) async throws -> Double? {
    let server = try WebServer { _ in
      "HTTP/1.1 503 Service Unavailable\r\n\(header)Content-Length: 0\r\nConnection: close\r\n\r\n"
    }
    defer { server.stop() }
    return try await Request("http://127.0.0.1:\(server.port)/").send().retryAfter
  }

  @Test func retryAfterIsSecondsOrADateAndADayAtMost() async throws {
    #expect(try await pause("") == nil)
    #expect(try await pause("Retry-After: soon\r\n") == nil)
    #expect(try await pause("Retry-After: 120\r\n") == 120)
    #expect(try await pause("Retry-After: 999999999\r\n") == 86400)
    #expect(try await pause("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n") == nil)
    var later = time(nil) + 3600
    var parts = tm()
    gmtime_r(&later, &parts)
    var text = [CChar](repeating: 0, count: 64)
    let length = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    let date = String(decoding: text[..<length].map(UInt8.init), as: UTF8.self)
    let told = try #require(try await pause("Retry-After: \(date)\r\n"))
    #expect((3000...3600).contains(told))
  }
}
