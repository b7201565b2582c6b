import Testing

@testable import Records

@Suite struct DocumentTests {
  @Test(arguments: [
    #"[{"text": "a"}, {"text": "b"}, {"text": "c"}]"#,
    "[\n  {\n    \"text\": \"a\"\n  },\n  {\n    \"text\": \"b\"\n  },\n  {\n    \"text\": \"c\"\n  },\n]\n",
    #"{"data": [{"text": "a"}, {"text": "b"}, {"text": "c"}], "meta": 1}"#,
    #"{"ok": 1, "statuses": [{"text": "a"}, {"text": "b"}, {"text": "c"}]}"#,
    "{\n\"items\": [\n{\"text\": \"a\"},\n{\"text\": \"b\"},\n{\"text\": \"c\"}\n]\n}",
    #"{"data": {"cards": [{"mblog": {"text": "a"}}, {"mblog": {"text": "b"}}, {"mblog": {"text": "c"}}]}}"#,
    "{\"data\": [{\"text\": \"a\"}]}\n{\"data\": [{\"text\": \"b\"}, {\"text\": \"c\"}]}\n",
    "{\n\"text\": \"a\"\n}\n{\n\"text\": \"b\"\n}\n{\"text\": \"c\"}\n",
    #"{"text": "a"} {"text": "b"}{"text": "c"}"#,
    #"[[{"text": "a"}], [{"text": "b"}, {"text": "c"}]]"#,
  ])
  func listsAreRead(_ document: String) throws {
    let found = try Found(document)
    #expect(found.texts == ["a", "b", "c"])
    #expect(found.refused.isEmpty)
  }

  @Test func aBrokenElementIsRefusedByItself() throws {
    for broken in [
      #"{"text": "x" oops}"#, "{\"text\": \"x\n}", "12", #"{"id": 3}"#, #"{"text": ["x"}"#, #"{"text" "x"}"#,
    ] {
      let found = try Found("[{\"text\": \"a\"},\n\(broken),\n{\"text\": \"b\"}]")
      #expect(found.texts == ["a", "b"], "\(broken)")
      #expect(found.refused.count == 1, "\(broken)")
      #expect(found.refused.first?.line == 2)
    }
  }

  @Test func aListThatIsCutSaysSo() throws {
    let found = try Found(#"[{"text": "a"}, {"text": "b"}, {"te"#)
    #expect(found.texts == ["a", "b"])
    #expect(found.refused.count == 1)
    #expect(found.doubts[.looseJSON] != nil)
    let object = try Found(#"{"data": [{"text": "a"}, {"text": "b"}, {"te"#)
    #expect(object.texts == ["a", "b"])
    #expect(object.refused.count == 1)
  }

  @Test func aLongListOnOneLineIsReadInBoundedMemory() throws {
    let element = #"{"id": "i", "text": "hello there, this is an element of some length"}"#
    for (before, after) in [("[", "]"), (#"{"meta": {"a": [1]}, "data": ["#, #"], "includes": {"x": [{"y": 1}]}}"#)] {
      let document = before + Array(repeating: element, count: 5000).joined(separator: ",") + after
      let found = try Found(document, longest: 10_000)
      #expect(found.records.count == 5000)
      #expect(found.refused.isEmpty)
      #expect((found.doubts[.besideTheList] != nil) == (before != "["))
    }
  }

  @Test func whatStandsBesideAListIsSaid() throws {
    let found = try Found(#"{"data": [{"text": "a"}], "includes": {"users": [{"name": "u"}]}}"#)
    #expect(found.texts == ["a"])
    #expect(found.doubts[.besideTheList]?.example == "includes")
    #expect(try Found(#"{"data": [{"text": "a"}], "count": 1}"#).doubts[.besideTheList] == nil)
  }

  @Test func aRecordWithAListIsOneRecord() throws {
    let found = try Found(#"{"text": "a", "comments": [{"text": "b"}], "entities": {"urls": [{"url": "u"}]}}"#)
    #expect(found.texts == ["a"])
  }

  @Test func theFormatIsSeen() {
    func format(_ text: String, _ name: String = "") -> InputFormat { InputFormat(Array(text.utf8)[...], name: name) }
    #expect(format("<?xml version='1.0'?><rss/>") == .feed)
    #expect(format("{\n \"version\": \"https://jsonfeed.org/version/1\", \"items\": []}") == .feed)
    #expect(format(#"{"text": "I read jsonfeed.org"}"#) == .lines)
    #expect(format("{\"text\": \"cut\n{\"text\": \"b\"}") == .lines)
    #expect(format("{\n \"text\": \"a\"}") == .document)
    #expect(format("x\n{\"text\": \"b\"}") == .lines)
    #expect(format("id,text\n1,a", "x.CSV") == .table)
    #expect(format("id,text\n1,a") == .table)
    #expect(format("微博正文\t发布时间\n好\t2026-11-26") == .table)
  }
}
