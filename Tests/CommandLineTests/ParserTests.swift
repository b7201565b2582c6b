import Testing
import Wording
@testable import CommandLine

@Suite struct ParserTests {
  private let parser = Parser(
    ProgramSyntax(
      name: "levee-test", summary: Bilingual("a program", "程序"),
      commands: [
        CommandSyntax(
          name: "open", summary: Bilingual("open", "登记事件"),
          parameters: [
            .positional("TITLE", Bilingual("title", "标题"), repeats: true),
            .option("severity", "LEVEL", Bilingual("level", "等级"), required: true, choices: ["I", "II"]),
            .option("jurisdiction", "CODE", Bilingual("where", "法域"), repeats: true),
            .flag("exercise", Bilingual("drill", "演练")),
          ]),
        CommandSyntax(name: "source add", summary: Bilingual("add", "添加"), parameters: []),
        CommandSyntax(name: "source list", summary: Bilingual("list", "列表"), parameters: []),
      ],
      common: [
        .flag("json", Bilingual("print JSON", "输出 JSON")), .flag("help", Bilingual("show this help", "显示帮助")),
        .option("language", "LANGUAGE", Bilingual("zh-CN or en", "zh-CN 或 en"), choices: ["en", "zh-CN"]),
      ]))

  @Test func aLineIsReadInAnyOrder() throws {
    let line = try parser.parse([
      "open", "--severity", "I", "two", "--exercise", "words", "--jurisdiction=CN", "--jurisdiction", "EU",
    ])
    #expect(line.values == ["TITLE": ["two", "words"], "severity": ["I"], "jurisdiction": ["CN", "EU"]])
    #expect(line.flags == ["exercise"])
    #expect(try parser.parse(["source", "add"]).command.name == "source add")
    // Options may stand before the command, with their values.
    let before = try parser.parse(["--json", "--language", "en", "--severity", "I", "open", "words"])
    #expect(before.command.name == "open" && before.flags == ["json"])
    #expect(before.values == ["TITLE": ["words"], "severity": ["I"], "language": ["en"]])
    #expect(try parser.parse(["--language=en", "source", "list"]).command.name == "source list")
    #expect(
      try parser.parse(["open", "--severity", "I", "--", "--not-an-option"]).values["TITLE"] == ["--not-an-option"])
  }

  struct Wrong: Sendable {
    let arguments: [String]
    let sentence: String
    let advice: String?
  }

  @Test(
    "A wrong line is told what is wrong and what was meant",
    arguments: [
      Wrong(arguments: ["opne"], sentence: "There is no command \"opne\".", advice: "Did you mean: levee-test open"),
      Wrong(
        arguments: ["source", "lits"], sentence: "There is no command \"source lits\".",
        advice: "Did you mean: levee-test source list"),
      Wrong(
        arguments: ["source"], sentence: "There is no command \"source\".", advice: "There is: source add, source list"),
      Wrong(
        arguments: ["open", "t", "--severty", "I"], sentence: "There is no option --severty.",
        advice: "Did you mean: --severity"),
      Wrong(
        arguments: ["open", "t", "--severity", "3"], sentence: "severity cannot be \"3\"; it is one of: I, II.",
        advice: nil),
      Wrong(arguments: ["open", "t"], sentence: "Missing: --severity, level", advice: "See: levee-test open --help"),
      Wrong(
        arguments: ["open", "--severity", "I"], sentence: "Missing: TITLE, title", advice: "See: levee-test open --help"
      ),
      Wrong(
        arguments: ["open", "t", "--severity"], sentence: "--severity needs a value.",
        advice: "See: levee-test open --help"),
      Wrong(
        arguments: ["open", "t", "--severity", "I", "--severity", "II"], sentence: "--severity is given twice.",
        advice: "See: levee-test open --help"),
      Wrong(
        arguments: ["source", "add", "x"], sentence: "There is one word too many: x",
        advice: "See: levee-test source add --help"),
    ])
  func wrongLines(_ wrong: Wrong) throws {
    let failure = try #require(throws: Failure.self) { try parser.parse(wrong.arguments) }
    #expect(failure.code == .usage)
    #expect(failure.sentence.english == wrong.sentence)
    #expect(failure.advice?.english == wrong.advice)
    #expect(failure.sentence.chinese.unicodeScalars.contains { $0.value > 0x2E80 })
  }

  @Test func helpIsReadWithoutTheRequiredValues() throws {
    #expect(try parser.parse(["open", "--help"]).flags.contains("help"))
  }

  @Test func distancesCountSwapsOnce() {
    #expect(Suggestion.distance("opne", "open") == 1)
    #expect(Suggestion.distance("", "abc") == 3)
    #expect(Suggestion.closest(to: "zzzzzz", among: ["open"]) == nil)
  }
}
