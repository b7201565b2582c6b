import Testing

@testable import Records

@Suite struct AudienceTests {
  private func audience(_ extra: String) -> [Int?] {
    let read = Audience(extra: extra)
    return [read.followers, read.reads, read.reposts, read.hotRank]
  }

  @Test func figuresHaveManyNames() {
    #expect(audience("{}") == [nil, nil, nil, nil])
    #expect(audience(#"{"粉丝数":"1.2万","阅读量":"3,456","转发数":"12","热搜排名":"3"}"#) == [12000, 3456, 12, 3])
    #expect(audience(#"{"reposts_count":7,"user":{"followers_count":1500,"id":3}}"#) == [1500, nil, 7, nil])
    #expect(audience(#"{"public_metrics":{"retweet_count":9,"impression_count":"2.5M"}}"#) == [nil, 2_500_000, 9, nil])
    #expect(audience(#"{"statistics":{"play_count":100,"share_count":4}}"#) == [nil, 100, 4, nil])
  }

  @Test func whatIsOfAnotherPostOrNoCountIsLeftOut() {
    #expect(audience(#"{"retweeted_status":{"reposts_count":9000},"reposts_count":1}"#) == [nil, nil, 1, nil])
    #expect(audience(#"{"quoted_status":{"user":{"followers_count":9000}}}"#) == [nil, nil, nil, nil])
    #expect(audience(#"{"views":"many","shares":-4,"followers":true,"hot_rank":0}"#) == [nil, nil, nil, nil])
    #expect(
      audience(#"{"views":1e300,"followers":"999999999999999999999"}"#)
        == [1_000_000_000_000, nil, nil, nil].map { $0 })
    #expect(audience("not JSON at all") == [nil, nil, nil, nil])
  }

  @Test(
    "Counts as platforms write them",
    arguments: [
      ("12,345", 12345), ("1.2万", 12000), ("3亿+", 300_000_000), ("12k", 12000), ("1.5M", 1_500_000), ("10w+", 100_000),
      ("0", 0),
    ])
  func number(_ text: String, _ value: Int) { #expect(Audience.number(text) == value) }

  @Test func noCounts() {
    for text in ["", "万", "k", "-3", "many", "nan", "0x10", "1.2.3", "infinity"] {
      #expect(Audience.number(text) == nil, "\(text)")
    }
  }
}
