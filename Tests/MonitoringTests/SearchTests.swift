import Analysis
import Feeds
import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing

@testable import Monitoring

@Suite struct SearchTests {
  private static let parts = ["断网", "退款", "客服", "手机发烫", "nationwide outage", "refund", "delayed flight", "好吃"]

  private func text(_ number: Int) -> String {
    let parts = Self.parts
    // Rare words are in old mentions only.
    let rare = number == 3 ? " 鲲鹏展翅 zebra" : ""
    return "\(parts[number % parts.count])，\(parts[number * 7 % parts.count]) \(number)\(rare)"
  }

  @Test func theSameIsFoundWithAndWithoutAnIndexInAnyPartOfHistory() async throws {
    let database = try await TestDatabase()
    let ledger = database.ledger("svc_monitoring", .monitoring)
    // Partitions of a few hundred mentions, so that the history has many.
    try await database.run(
      "postgres", nil,
      "create or replace function levee.mention_partition_size() returns bigint language sql immutable set search_path = levee, pg_temp as 'select 512::bigint'"
    )
    try await database.run("postgres", nil, "alter table levee.mention detach partition levee.mention_0")
    try await database.run("postgres", nil, "alter table levee.mention detach partition levee.mention_1")
    try await database.run("postgres", nil, "drop table levee.mention_0, levee.mention_1")
    try await database.run("postgres", nil, "select levee.open_mention_partition(0)")
    let path = "/tmp/levee-search-\(UUID().uuidString).jsonl"
    defer { unlink(path) }
    let intake = Intake(
      ledger: ledger, source: "file", dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000)))
    for batch in 0..<30 {
      let lines = (0..<400).map { #"{"id": "\#(batch * 400 + $0)", "text": "\#(text(batch * 400 + $0))"}"# }
      try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
      #expect(try await intake.take(path: path).stored.new == 400)
    }
    let searches = [
      ["断网"], ["客服", "退款"], ["鲲鹏"], ["zebra"], ["zeb"], ["nationw"], ["OUTAGE"], ["手机发烫"], ["11999"],
      ["nothing of the kind"], ["好"],
    ]
    func search(_ words: [String]) async throws -> [String] {
      try await ledger.mentions.search(
        .init(SearchedWords(words)), incident: nil, most: 15
      ).map(\.mention.externalID)
    }
    var before: [[String]] = []
    for words in searches { before.append(try await search(words)) }
    #expect(before[2] == ["3"] && before[3] == ["3"] && before[4] == [] || before[4] == ["3"])
    #expect(before[0].count == 15 && before[9].isEmpty && before[10].count == 15)
    try await database.run("postgres", nil, "update levee.mention_batch set at = at - interval '1 minute'")
    var indexed = 0
    while try await ledger.analyses.index() != nil { indexed += 1 }
    #expect(indexed >= 23)
    for (words, found) in zip(searches, before) { #expect(try await search(words) == found, "\(words)") }
    // What is rare is found by the index.
    let connection = try await database.connect("postgres")
    try await connection.execute(script: "set enable_seqscan = off; set search_path = levee")
    let terms = SearchTerms.needed(for: FoldedText("鲲鹏"))
    let plan = try await connection.run(
      "explain select * from levee.mention where terms @> \(terms.map(Int.init))::int[] and id > 0 and id <= 512"
    ).map { try $0["QUERY PLAN"] as String }.joined(separator: "\n")
    #expect(plan.contains("_terms"), "\(plan)")
  }

  @Test func eitherWritingFindsBoth() async throws {
    let database = try await TestDatabase()
    let ledger = database.ledger("sun", .monitoring)
    let path = "/tmp/levee-writings-\(UUID().uuidString).jsonl"
    defer { unlink(path) }
    let lines = [
      #"{"id": "t", "text": "用戶資料外洩，請注意"}"#, #"{"id": "s", "text": "用户资料外泄，请注意"}"#,
      #"{"id": "w", "text": "ＮＯＶＡ support’s answer"}"#, #"{"id": "n", "text": "Nova support's answer"}"#,
      #"{"id": "o", "text": "别的事情"}"#,
    ]
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    _ = try await Intake(
      ledger: ledger, source: "file", dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000))
    ).take(path: path)
    func search(_ words: [String]) async throws -> Set<String> {
      Set(
        try await ledger.mentions.search(
          .init(SearchedWords(words)), incident: nil, most: 15
        ).map(\.mention.externalID))
    }
    #expect(try await search(["资料外泄"]) == ["t", "s"])
    #expect(try await search(["資料外洩"]) == ["t", "s"])
    #expect(try await search(["洩"]) == ["t", "s"])
    #expect(try await search(["nova"]) == ["w", "n"])
    #expect(try await search(["ｎｏｖａ", "Support's"]) == ["w", "n"])
    #expect(try await search(["资料", "Nova"]).isEmpty)
  }

  @Test func twoWritersOfTheSameMentionsStoreEachOnce() async throws {
    let database = try await TestDatabase()
    let path = "/tmp/levee-twice-\(UUID().uuidString).jsonl"
    defer { unlink(path) }
    let lines = (0..<3000).map { #"{"id": "\#($0)", "text": "mention \#($0)"}"# }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    let new = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try await Intake(
            ledger: database.ledger("sun", .monitoring), source: "file",
            dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000))
          ).take(path: path).stored.new
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(new == 3000)
    #expect(try await database.run("postgres", nil, "select 1 from levee.mention").count == 3000)
    let listed: Int = try await database.run(
      "postgres", nil,
      "select coalesce(sum(upper(r) - lower(r)), 0)::int as n from levee.mention_batch, unnest(ids) r")[0]["n"]
    #expect(listed == 3000)
  }
}
