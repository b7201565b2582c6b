import FoundationEssentials
import Testing

@testable import Postgres

@Suite struct FormatTests {
  @Test(
    "An array literal reads back as the elements it was made of",
    arguments: [
      [], ["a"], ["", "NULL", "a,b", "{x}", "quote\"", "back\\slash", "中文", "new\nline"],
    ])
  func arrays(_ elements: [String]) {
    #expect(ArrayLiteral.elements(of: ArrayLiteral.text(of: elements)) == elements.map { $0 })
  }

  @Test func nullElementsAreKeptApartFromTheWordNull() {
    #expect(ArrayLiteral.elements(of: "{NULL,\"NULL\"}") == [nil, "NULL"])
    #expect(NullableArray<Int>([1, nil]).postgresText == "{\"1\",NULL}")
  }

  @Test("What is no one-dimensional array is refused", arguments: ["", "{", "a,b", "{{1},{2}}", "{\"open}"])
  func brokenArrays(_ text: String) {
    #expect(ArrayLiteral.elements(of: text) == nil)
  }

  @Test(
    "Timestamps are read in every form that PostgreSQL writes in ISO style",
    arguments: [
      ("1970-01-01 00:00:00+00", 0.0), ("2023-11-08 04:05:00+11", 1_699_376_700.0),
      ("2023-11-08 04:05:00.25+05:30", 1_699_396_500.25), ("1969-12-31 23:59:59.5+00", -0.5),
      ("2000-02-29", 951_782_400.0), ("0001-12-31 00:00:00+00 BC", -62_135_683_200.0),
    ])
  func timestamps(_ text: String, _ seconds: Double) {
    #expect(Timestamp.date(from: text)?.timeIntervalSince1970 == seconds)
  }

  @Test func aTimestampWrittenIsTheTimestampRead() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let date = Date(
        timeIntervalSince1970: Double(Int64.random(in: -5_000_000_000...5_000_000_000, using: &generator)))
      #expect(Timestamp.date(from: Timestamp.text(of: date)) == date)
    }
    #expect(Timestamp.date(from: "yesterday") == nil)
  }

  @Test(
    "Intervals are read in ISO 8601 style",
    arguments: [
      ("P1Y2M3DT4H5M6.7S", Interval(months: 14, days: 3, microseconds: 14_706_700_000)),
      ("PT-90S", Interval(microseconds: -90_000_000)), ("PT0S", Interval()),
    ])
  func intervals(_ text: String, _ interval: Interval) {
    #expect(Interval(postgresText: text) == interval)
  }

  @Test func interpolationBindsAndNeverSplices() {
    let hostile = "'; drop table x; --"
    let statement: Statement = "select \(hostile), \(1), \(String?.none) from \(identifier: "a\"b")"
    #expect(statement.sql == "select $1, $2, $3 from \"a\"\"b\"")
    #expect(statement.parameters == [hostile, "1", nil])
  }

  @Test func backoffDoublesUpToItsLimitAndJitters() {
    var backoff = Backoff(first: .milliseconds(100), longest: .milliseconds(350))
    #expect((0..<4).map { _ in backoff.next(random: 1) } == [100, 200, 350, 350].map(Duration.milliseconds))
    backoff.reset()
    #expect(backoff.next(random: 0) == .milliseconds(50))
  }

  @Test func aServerErrorsDescriptionHoldsNoValues() {
    let error = ServerError(
      sqlState: "23505", message: "duplicate key", detail: "Key (name)=(secret) exists", hint: nil, constraint: "c",
      table: nil, column: nil, routine: nil)
    #expect("\(error)" == "PostgreSQL 23505 (c)")
    #expect("\(PostgresError.server(error))".contains("secret") == false)
  }
}
