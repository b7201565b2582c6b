import Testing

@testable import Records

@Suite struct JSONLinesTests {
  @Test func aPlainLine() throws {
    let found = try Found(
      #"{"id": 7, "source": "forum", "published_at": "2023-11-08T04:12:00+11:00", "text": " down ", "likes": 3}"#)
    #expect(found.texts == ["down"])
  }
}
