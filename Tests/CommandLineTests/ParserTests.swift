import Testing
import Wording
@testable import CommandLine

@Suite struct ParserTests {
  private let parser = Parser(
    ProgramSyntax(
      name: "levee-test", summary: Bilingual("a program", "程序"),
      commands: [
        CommandSyntax(
          name: "open", chinese: "登记事件", summary: Bilingual("open", "登记事件"),
          parameters: [
            .positional("TITLE", Bilingual("title", "标题"), repeats: true),
            .option("severity", "LEVEL", Bilingual("level", "等级"), required: true, choices: ["I", "II"]),
            .option("jurisdiction", "CODE", Bilingual("where", "地区"), repeats: true),
            .option(
              "from", "WHO", Bilingual("who", "来源"),
              choices: [Choice("journalist", Bilingual("journalist", "记者"), or: ["媒体"]), "x"]),
            .flag("exercise", Bilingual("drill", "演练")),
          ]),
        CommandSyntax(name: "source add", chinese: "添加信息源", summary: Bilingual("add", "添加"), parameters: []),
        CommandSyntax(name: "source list", chinese: "信息源列表", summary: Bilingual("list", "列表"), parameters: []),
      ],
      common: [
        .flag("json", Bilingual("print JSON", "输出 JSON")), .flag("help", Bilingual("show this help", "显示帮助")),
        .option("language", "LANGUAGE", Bilingual("zh-CN or en", "zh-CN 或 en"), choices: ["en", "zh-CN"]),
      ], optionWords: ["severity": "等级", "from": "来源", "exercise": "演练", "language": "语言"]))

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

  /// Commands, options and values have Chinese words; the command is given the value, whichever word was written.
  @Test func aLineIsReadInChinese() throws {
    let line = try parser.parse(["登记事件", "断网", "--等级", "II", "--来源=记者", "--演练"])
    #expect(line.command.name == "open" && line.flags == ["exercise"])
    #expect(line.values == ["TITLE": ["断网"], "severity": ["II"], "from": ["journalist"]])
    for word in ["journalist", "Journalist", "媒体"] {
      #expect(try parser.parse(["open", "t", "--severity", "I", "--from", word]).values["from"] == ["journalist"])
    }
    #expect(try parser.parse(["--语言", "en", "信息源列表"]).command.name == "source list")
  }

  @Test(
    "A wrong word is told what was meant, in Chinese too",
    arguments: [
      (["登记事项"], "没有“登记事项”这个命令。", "您是否想输入：levee-test 登记事件"),
      (["open", "t", "--等极", "I"], "没有 --等极 这个选项。", "您是否想输入：--等级"),
      (["open", "t", "--from", "记这"], "from 不能是“记这”，可以是：journalist（记者）、x。", "您是否想输入：记者"),
    ])
  func wrongWords(_ arguments: [String], _ sentence: String, _ advice: String) throws {
    let failure = try #require(throws: Failure.self) { try parser.parse(arguments) }
    #expect(failure.sentence.chinese == sentence && failure.advice?.chinese == advice)
  }

  @Test func helpShowsWordsBesideValuesToWhoReadsThem() {
    let program = parser.program
    let chinese = Help(program, language: .chinese)
    #expect(chinese.overview.contains("open         登记事件"))
    let text = chinese.text(for: program.commands[0])
    #expect(text.contains("levee-test open TITLE…") && text.contains("levee-test 登记事件 TITLE…"))
    #expect(text.contains("--from／--来源 WHO") && text.contains("(journalist（记者）、x)"))
    let english = Help(program, language: .english).text(for: program.commands[0])
    #expect(english.contains("--from WHO") && english.contains("(journalist, x)"))
    #expect(!english.contains("登记"))
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
