import Testing
import Wording
@testable import CommandLine

@Suite struct SafeTextTests {
  @Test(
    "Nothing from outside reaches the terminal as a command",
    arguments: [
      "\u{1B}[2Jcleared", "\u{1B}]0;title\u{7}", "a\rb", "\u{9B}31m", "over\u{8}\u{8}written", "\u{202E}gnp.exe",
      "bell\u{7}",
      "line\u{2028}break", "tag\u{E0041}", "null\0",
    ])
  func hostileText(_ text: String) {
    for safe in [SafeText.line(text), SafeText.block(text)] {
      #expect(
        !safe.unicodeScalars.contains { scalar in
          (scalar.value < 0x20 && scalar.value != 0x0A) || (0x7F...0x9F).contains(scalar.value)
            || (0x202A...0x202E).contains(scalar.value) || (0xE0000...0xE007F).contains(scalar.value)
        })
      #expect(!safe.contains("\u{2028}"))
    }
  }

  @Test func ordinaryTextStaysAsItIs() {
    #expect(SafeText.line("服务中断 🙂 naïve") == "服务中断 🙂 naïve")
    #expect(SafeText.block("one\ntwo") == "one\ntwo")
    #expect(SafeText.line("one\ntwo") == "one two")
  }

  @Test(
    "Chinese and emoji take two cells",
    arguments: [
      ("abc", 3), ("舆情", 4), ("🙂", 2), ("e\u{301}", 1), ("，", 2), ("", 0),
    ])
  func widths(_ text: String, _ width: Int) {
    #expect(Columns.width(of: text) == width)
  }

  @Test func columnsLineUpInBothScripts() {
    #expect(Columns.align([["舆情", "x"], ["abc", "y"]]) == ["舆情  x", "abc   y"])
    #expect(Columns.cut("舆情危机", to: 5) == "舆情…")
  }
}
