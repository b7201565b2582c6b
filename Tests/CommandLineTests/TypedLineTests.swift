import Testing

@testable import CommandLine

/// A line that is typed, and a screen that is drawn on.
@Suite struct TypedLineTests {
  /// What a row of a terminal shows after what was written to it: a wide character takes two cells.
  private struct Row {
    var cells: [String] = []
    var place = 0

    mutating func write(_ text: String) {
      for character in text {
        guard character != "\u{8}" else {
          place -= 1
          continue
        }
        for (index, cell) in [String(character), ""].prefix(Columns.width(of: character)).enumerated() {
          if place == cells.count { cells.append(" ") }
          cells[place] = index == 0 ? cell : ""
          place += 1
        }
      }
    }

    var shown: String { cells.joined().reversed().drop { $0 == " " }.reversed().map(String.init).joined() }
  }

  private func keys(_ bytes: String) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.take(Array(bytes.utf8)[...])
  }

  private static let left = "\u{1B}[D"
  private static let right = "\u{1B}[C"

  @Test(
    "What is typed, and what is drawn",
    arguments: [
      ("abc", "abc", 3), ("abc" + left + left + "x", "axbc", 2), ("abc\u{1B}[Hx", "xabc", 1),
      ("abc\u{1}x\u{5}y", "xabcy", 5),
      ("abc\u{1B}[1~\u{1B}[3~", "bc", 0), ("one two\u{17}x", "one x", 5), ("one two \u{17}\u{17}", "", 0),
      ("one two\u{1B}[D\u{15}", "o", 0), ("中文词" + left + left + "a", "中a文词", 3), ("中文词" + left + "\u{7F}", "中词", 2),
      ("中文\u{1B}OH\u{1B}[3~x", "x文", 1), ("中文" + left + left + left + right + "，", "中，文", 4),
      ("a\u{7F}\u{7F}b", "b", 1),
      ("one \u{4}two", "one two", 7), ("a\u{1B}[200~b", "ab", 2), ("é" + left + "e", "eé", 1),
    ])
  func typed(_ bytes: String, _ text: String, _ cell: Int) {
    var line = TypedLine()
    var row = Row()
    for key in keys(bytes) {
      let before = line
      #expect(line.take(key) == .goesOn)
      row.write(line.drawn(after: before))
    }
    #expect(String(line.text) == text)
    #expect(row.shown == text)
    #expect(row.place == cell)
  }

  @Test func aLineIsDoneOrLeft() {
    var line = TypedLine()
    #expect(line.take(.end) == .left)
    #expect(line.take(.character("a")) == .goesOn)
    #expect(line.take(.end) == .goesOn)
    #expect(line.take(.escape) == .left)
    #expect(line.take(.interrupt) == .left)
    #expect(line.take(.enter) == .done)
    // Nothing that moves the cursor or turns the writing becomes a part of it.
    for character in ["\u{202E}", "\u{2066}", "\u{85}"] as [Character] { _ = line.take(.character(character)) }
    #expect(String(line.text) == "a")
  }

  /// Random keys: what is drawn is what is held.
  @Test(arguments: 0..<40)
  func whateverIsTypedIsDrawn(_ seed: Int) {
    var state = UInt64(seed) &* 2_654_435_769 &+ 1
    func dice(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(sides))
    }
    let kinds: [Key] = [
      .character("a"), .character("中"), .character(" "), .character("文"), .character("é"), .left, .left, .right, .home,
      .endOfPage, .backspace, .delete, .eraseWord, .up, .tab,
    ]
    var line = TypedLine()
    var row = Row()
    for step in 0..<300 {
      let before = line
      _ = line.take(step % 97 == 96 ? .eraseToStart : kinds[dice(kinds.count)])
      row.write(line.drawn(after: before))
      let shown = String(line.text).reversed().drop { $0 == " " }.reversed().map(String.init).joined()
      #expect(row.shown == shown)
      #expect(row.place == line.text[..<line.cursor].reduce(0) { $0 + Columns.width(of: $1) })
    }
  }

  @Test func aLongLineFoldsAndIsCutWithAnEllipsis() {
    let line =
      "  1  in 12 min  I3  II  review the statement S4.2  A title that is rather long, and goes on for a while yet"
    let folded = LiveFrame.folded(line, to: 40, indent: 6, most: 4)
    #expect(folded.count == 4 && folded.allSatisfy { Columns.width(of: $0) <= 40 })
    #expect(folded.dropFirst().allSatisfy { $0.hasPrefix("      ") })
    let two = LiveFrame.folded(line, to: 40, indent: 6, most: 2)
    #expect(two.count == 2 && two[1].hasSuffix("…") && two.allSatisfy { Columns.width(of: $0) <= 40 })
    let chinese = "· 22:05:07 I3 审核声明 S4.2：已超时 6 小时 12 分，请尽快办理，领导小组等待结果，全部渠道都在等这一稿"
    let wide = LiveFrame.folded(chinese, to: 30, indent: 2, most: 4)
    #expect(wide.count == 4 && wide.allSatisfy { Columns.width(of: $0) <= 30 })
    #expect(LiveFrame.folded("short", to: 30, indent: 2, most: 2) == ["short"])
  }
}
