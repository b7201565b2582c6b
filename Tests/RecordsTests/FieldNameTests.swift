import Testing

@testable import Records

/// What crawlers and platforms really write.
@Suite struct FieldNameTests {
  struct Case: Sendable {
    let line: String
    let id: String
    let author: String
    let text: String
    var title = ""
    var url = ""
  }

  static let cases = [
    Case(  // Weibo's own interface
      line: #"""
        {"id": 5100000000000001, "mid": "5100000000000001", "mblogid": "O1abcDEf", "created_at": "Thu Nov 26 14:44:44 +0800 2026", "text": "<a href='x'>@诺瓦</a> 断网", "text_raw": "@诺瓦 断网了", "source": "iPhone客户端", "user": {"id": 1, "screen_name": "小王"}}
        """#, id: "5100000000000001", author: "小王", text: "@诺瓦 断网了"),
    Case(  // Weibo, mobile
      line: #"""
        {"card_type": 9, "mblog": {"id": "51", "mid": "51", "bid": "O1", "created_at": "Thu Nov 26 14:44:44 +0800 2026", "text": "断网了<br />真的", "source": "HUAWEI Mate 60", "user": {"screen_name": "小王"}}}
        """#, id: "51", author: "小王", text: "断网了 真的"),
    Case(  // X, version 1.1
      line: #"""
        {"created_at": "Thu Nov 26 06:44:44 +0000 2026", "id": 1861300000000000123, "id_str": "1861300000000000123", "full_text": "it is down again", "truncated": false, "source": "<a href=\"https://x\">Twitter for iPhone</a>", "user": {"name": "Ann", "screen_name": "ann"}}
        """#, id: "1861300000000000123", author: "ann", text: "it is down again"),
    Case(  // Reddit
      line: #"""
        {"kind": "t3", "data": {"id": "1abc", "name": "t3_1abc", "title": "Nova is down", "selftext": "since noon", "author": "bob", "created_utc": 1795675484.0, "permalink": "/r/nova/comments/1abc/x/", "url": "https://i.example/x.png"}}
        """#, id: "1abc", author: "bob", text: "since noon", title: "Nova is down",
      url: "https://www.reddit.com/r/nova/comments/1abc/x/"),
    Case(  // Zhihu
      line: #"""
        {"id": 77, "type": "answer", "question": {"id": 5, "title": "诺瓦怎么样"}, "author": {"name": "老李"}, "content": "<p>不好用</p>", "created_time": 1795675484, "url": "https://zhihu.example/77"}
        """#, id: "77", author: "老李", text: "不好用", title: "诺瓦怎么样", url: "https://zhihu.example/77"),
    Case(  // Douyin
      line: #"""
        {"type": 1, "aweme_info": {"aweme_id": "7300000000000000001", "desc": "别买", "create_time": 1795675484, "author": {"nickname": "阿强", "uid": "3"}, "share_url": "https://douyin.example/1"}}
        """#, id: "7300000000000000001", author: "阿强", text: "别买", url: "https://douyin.example/1"),
    Case(  // Xiaohongshu, by a crawler
      line: #"""
        {"note_id": "65abc", "type": "normal", "title": "避雷", "desc": "诺瓦别买", "time": 1795675484, "user_id": "u", "nickname": "小红", "note_url": "https://xhs.example/65abc"}
        """#, id: "65abc", author: "小红", text: "诺瓦别买", title: "避雷", url: "https://xhs.example/65abc"),
    Case(  // A comment of a note is not the note
      line: #"{"comment_id": "c1", "note_id": "n1", "content": "同感", "create_time": 1795675484, "nickname": "甲"}"#,
      id: "c1", author: "甲", text: "同感"),
    Case(  // WeChat
      line:
        #"{"msgid": 100, "公众号": "诺瓦观察", "标题": "事故", "正文": "全文在此", "发布时间": "2026-11-26 14:44:44", "原文链接": "https://mp.example/s"}"#,
      id: "100", author: "诺瓦观察", text: "全文在此", title: "事故", url: "https://mp.example/s"),
    Case(  // Traditional, full-width, upper case
      line: #"{"ＩＤ": "9", "發佈時間": "2026-11-26 14:44:44", "發佈者": "陳", "內容": "當機", "連結": "https://tw.example/9"}"#,
      id: "9", author: "陳", text: "當機", url: "https://tw.example/9"),
    Case(  // Elastic
      line:
        #"{"_index": "posts", "_id": "e1", "_source": {"content": "down", "pubDate": "2026-11-26T06:44:44Z", "author": "eve"}}"#,
      id: "e1", author: "eve", text: "down"),
    Case(  // Camels
      line: #"{"postId": "p1", "postedAt": "2026-11-26T06:44:44Z", "userName": "carl", "message": "down"}"#, id: "p1",
      author: "carl", text: "down"),
  ]

  @Test(arguments: cases)
  func theNamesThatCrawlersWriteAreRead(_ wanted: Case) throws {
    let found = try Found(wanted.line)
    let record = try #require(found.records.first)
    #expect(record.id == wanted.id)
    #expect(record.author == wanted.author)
    #expect(record.text == wanted.text)
    #expect(record.title == wanted.title)
    if !wanted.url.isEmpty { #expect(record.url == wanted.url) }
    #expect(record.published != nil)
    #expect(record.source == "")
    #expect(found.doubts[.guessed] != nil)
  }

  @Test func headingsAreReadByTheSameNames() throws {
    let found = try Found(
      "微博ID,用户昵称,微博正文,发布时间（北京时间）,来源,点赞数\n51,小王,断网了,2026-11-26 14:44:44,iPhone 15 Pro,3\n", .table)
    let record = try #require(found.records.first)
    #expect(record.id == "51")
    #expect(record.author == "小王")
    #expect(record.text == "断网了")
    #expect(record.published != nil)
    #expect(record.source == "")
    #expect(record.extra == #"{"来源":"iPhone 15 Pro","点赞数":"3"}"#)
    #expect(found.doubts[.sourceKept]?.count == 1)
  }

  @Test(arguments: [
    (#"{"text": "a", "source": "forum"}"#, "forum"), (#"{"text": "a", "source": "小米社区"}"#, "小米社区"),
    (#"{"text": "a", "source": "iPhone 客户端"}"#, ""), (#"{"text": "a", "source": "HUAWEI Mate 60 Pro"}"#, ""),
    (#"{"text": "a", "source": "小米13"}"#, ""), (#"{"text": "a", "来源": "forum"}"#, ""),
    (#"{"text": "a", "source": "forum", "created_at": "2026-11-26"}"#, ""),
    (#"{"text": "a", "source": "forum", "author": "x", "name": "y", "likes": {"id": 3}}"#, "forum"),
  ])
  func aPhoneIsNoSource(_ line: String, _ source: String) throws {
    let found = try Found(line)
    #expect(found.records[0].source == source)
    // What does not count is kept and said.
    #expect((found.doubts[.sourceKept] == nil) == !source.isEmpty)
    if source.isEmpty { #expect(found.records[0].extra.utf8.count > 10) }
  }

  @Test func whatAnUnknownObjectHoldsIsNoPartOfADocumentedRecord() throws {
    let record = try Found(#"{"text": "a", "data": {"id": 5, "name": "n", "text": "other"}, "label": {"id": 1}}"#)
      .records[0]
    #expect(record.id == "")
    #expect(record.author == "")
    #expect(record.text == "a")
  }
}
