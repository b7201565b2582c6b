import CommandLine
import Desk
import Drill
import Ledger
import Wording
import Workflow

/// What a scenario holds, before anybody plays it.
extension DrillCommands {
  static let check = Command(
    "drill check", "检查场景",
    Bilingual("read a scenario, name every fault, and show what comes when", "检查场景文件，指出每处错误并列出情景时间表"),
    [.positional("SCENARIO", Bilingual("its folder, or the name of one that comes with Levee", "场景目录，或随附场景的名称"))],
    as: .staff, to: .show
  ) { invocation in
    let scenario = try ScenarioFolder.read(try invocation.value("SCENARIO"))
    return Reply(
      Bilingual("The scenario can be used: \(scenario.title.english)", "场景可用：\(scenario.title.chinese)"),
      values: ["scenario": .string(scenario.name), "title": scenario.title.values],
      fields: [
        Reply.Field("kind", Bilingual("Kind", "类型"), .named(scenario.kind.rawValue, scenario.kind.name)),
        Reply.Field(
          "severity", Bilingual("Severity", "等级"), .named(scenario.severity.rawValue, scenario.severity.name)),
        Reply.Field("length", Bilingual("Length", "时长"), clock(scenario.length)),
      ],
      tables: [
        injects(scenario.injects),
        Reply.Table(
          "expectations", Bilingual("Expected", "预期行动"),
          columns: [
            ("code", Bilingual("No.", "编号")), ("text", Bilingual("What", "内容")), ("within", Bilingual("Within", "时限")),
            ("after", Bilingual("After", "起点")), ("weight", Bilingual("Weight", "权重")),
          ],
          rows: scenario.expectations.map {
            [
              .code($0.code), .values($0.text.values, $0.text), clock($0.within),
              .code($0.after.isEmpty ? "T+0" : $0.after), .number($0.weight),
            ]
          }),
        Reply.Table(
          "really", Bilingual("What really happened", "真实经过"),
          columns: [
            ("at", Bilingual("At", "时间")), ("text", Bilingual("What", "经过")), ("source", Bilingual("Source", "来源")),
          ],
          rows: scenario.really.map {
            [
              clock($0.at, after: "T+"), .values($0.text.values, $0.text),
              $0.source == 0
                ? .values(.null, Bilingual("reconstructed", "推定")) : .text(scenario.sources[$0.source - 1].title),
            ]
          }),
      ])
  }

  /// A span as the scenario has it; seconds for a program.
  private static func clock(_ seconds: Double, after mark: String = "") -> Cell {
    .values(.number(seconds), Bilingual(same: mark + Inject.clock(seconds)))
  }

  private static func injects(_ injects: [Inject]) -> Reply.Table {
    Reply.Table(
      "injects", Bilingual("What comes", "情景注入"),
      columns: [
        ("code", Bilingual("No.", "编号")), ("when", Bilingual("When", "时间")), ("kind", Bilingual("Kind", "种类")),
        ("title", Bilingual("What", "内容")),
      ],
      rows: injects.map {
        [
          .code($0.code), .values(.object($0.trigger.figures), $0.when), .named($0.kind.rawValue, $0.kind.name),
          .values($0.title.values, $0.title),
        ]
      })
  }
}
