import Dispatch
import FuzzTrials
import HTTPServer
import Testing

/// Forms with files that browsers send, and that nobody's browser would.
@Suite struct FormTests {
  /// Sending waits for a server of this process, and must hold none of the threads that answer.
  private func aside<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: body()) }
    }
  }

  @Test func whateverIsSentIsTakenWithinBoundsOrRefused() async {
    let complaints = await aside {
      (1...200 as ClosedRange<UInt64>).flatMap { seed in
        Trial(.form, seed: seed).read().map { "scripts/fuzz --subject form --seed \(seed) --count 1 --show: \($0)" }
      }
    }
    #expect(complaints == [])
  }

  @Test func whatIsTooMuchIsRefusedAndItsRoomGivenBack() async throws {
    let server = try Server(
      at: try #require(Address("127.0.0.1:0")), limit: 500,
      uploads: Server.Uploads(files: 5000, form: 9000, all: 3000)
    ) { request in
      let parts = request.parts.map { "\($0.name) \($0.bytes.count) \($0.isWhole)" }
      return Server.Answer("\(request.arrival) " + parts.joined(separator: ", "))
    }
    defer { server.stop() }
    let port = server.address.port
    func send(_ file: Int, _ field: Int) async -> String {
      func part(_ name: String, _ count: Int, _ more: String = "") -> String {
        "--form\r\nContent-Disposition: form-data; name=\"\(name)\"\(more)\r\n\r\n\(String(repeating: "x", count: count))\r\n"
      }
      let body = Array((part("a", field) + part("f", file, "; filename=\"f\"") + "--form--\r\n").utf8)
      let answer = await aside { RawPost.send(body, type: "multipart/form-data; boundary=form", to: "/", port: port) }
      return String(answer.split(separator: "\r\n").last ?? "")
    }
    for _ in 1...3 {
      #expect(await send(2000, 1) == "whole a 1 true, f 2000 true")
      #expect(await send(4000, 1) == "tooMuch ")
      #expect(await send(9000, 1) == "tooLarge ")
      #expect(await send(10, 600) == "tooLarge ")
    }
  }
}
