import CommandLine
import Desk
import Drill
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// What came in a drill, and what was done: for who leads, evaluates and observes it; for all who took part, once it is over.
enum DrillRecord {
  static let timeline = Command(
    "drill timeline", "演练进程", Bilingual("what came in a drill, and what comes", "查看已注入和待注入的情景"), [DrillCommands.drill],
    as: .staff, to: .show
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    let injects = try await invocation.ledger.drills.timeline(drill)
    return Reply(tables: [
      Reply.Table(
        "injects",
        columns: [
          ("code", Bilingual("No.", "编号")), ("state", Bilingual("State", "状态")), ("at", Bilingual("At", "时间")),
          ("when", Bilingual("When", "条件")), ("kind", Bilingual("Kind", "种类")), ("title", Bilingual("What", "内容")),
        ],
        rows: try injects.map { inject in
          let content = try JSONDecoder().decode(JSONValue.self, from: Data(inject.content.utf8))
          let read = Self.read(inject)
          let title = content.said("title")
          return [
            .code(inject.code), .named(inject.state, Self.word(inject.state)), inject.at.map(Cell.time) ?? .none,
            .values(.object(read.trigger.figures), read.when),
            .named(inject.kind, Inject.Kind(rawValue: inject.kind)?.name ?? Bilingual(same: inject.kind)),
            .values(title.values, title),
          ]
        })
    ])
  }

  private static func read(_ inject: Drills.Inject) -> Inject {
    var read = Inject()
    let step = DrillStep(rawValue: inject.step) ?? .statement
    switch inject.trigger {
    case "at": read.trigger = .at(inject.wait)
    case "after": read.trigger = .after(step, wait: inject.wait)
    case "without": read.trigger = .without(step, within: inject.wait)
    default: read.trigger = .hand
    }
    return read
  }

  private static func word(_ state: String) -> Bilingual {
    switch state {
    case "delivered": Bilingual("came", "已注入")
    case "held": Bilingual("held", "暂缓")
    case "skipped": Bilingual("left out", "已跳过")
    case "needless": Bilingual("not needed", "无需注入")
    default: Bilingual("comes", "待注入")
    }
  }

  static let record = Command(
    "drill record", "演练记录",
    Bilingual("a drill's own record: what was expected and done, and what was observed", "演练记录：预期行动完成情况和观察记录"),
    [DrillCommands.drill], as: .staff, to: .show
  ) { invocation in
    let reference = try invocation.reference("DRILL", .drill)
    let drill = try await invocation.ledger.drills.find(reference)
    let expected = try await invocation.ledger.drills.expected(reference)
    let due = expected.filter { $0.dueAt != nil }
    let weight = due.reduce(0) { $0 + $1.weight }
    let inTime = due.filter(\.isInTime).reduce(0) { $0 + $1.weight }
    let notes = drill.role == .participant ? [] : try await invocation.ledger.drills.notes(reference)
    var tables = [
      Reply.Table(
        "expected", Bilingual("Expected", "预期行动"),
        columns: [
          ("code", Bilingual("No.", "编号")), ("text", Bilingual("What", "内容")), ("due", Bilingual("Until", "时限")),
          ("done", Bilingual("Done", "完成时间")), ("in_time", Bilingual("In time", "按时")),
          ("weight", Bilingual("Weight", "权重")),
        ],
        rows: expected.map {
          [
            .code($0.code), .values($0.text.values, $0.text), $0.dueAt.map(Cell.time) ?? .none,
            $0.doneAt.map(Cell.time) ?? .none,
            .flag($0.isInTime), .number($0.weight),
          ]
        })
    ]
    if !notes.isEmpty {
      tables.append(
        Reply.Table(
          "notes", Bilingual("Observed", "观察记录"),
          columns: [
            ("at", Bilingual("At", "时间")), ("objective", Bilingual("Objective", "目标")),
            ("mark", Bilingual("Mark", "评定")),
            ("text", Bilingual("What", "情况")), ("person", Bilingual("Who", "人员")),
          ],
          rows: notes.map { [.time($0.at), .code($0.objective), .code($0.rating), .text($0.reason), .text($0.person)] })
      )
    }
    let said = try await invocation.ledger.drills.afterwards(reference)
    if !said.isEmpty {
      tables.append(
        Reply.Table(
          "afterwards", Bilingual("Said afterwards", "演练后的意见"),
          columns: [
            ("what", Bilingual("What", "类别")), ("at", Bilingual("At", "时间")), ("person", Bilingual("Who", "人员")),
            ("text", Bilingual("Text", "内容")),
          ],
          rows: said.map {
            [
              .named($0.what, afterwards($0.what)), .time($0.at), .text($0.person),
              $0.text.isEmpty ? .named("none", Bilingual("says nothing", "不作自评")) : .text($0.text),
            ]
          }))
    }
    return Reply(
      fields: [
        Reply.Field("title", Bilingual("Drill", "演练"), .text(drill.title)),
        Reply.Field("state", Bilingual("State", "状态"), .named(drill.state.rawValue, drill.state.name)),
        Reply.Field("injects", Bilingual("Injects that came", "已注入情景"), .number(drill.delivered)),
        Reply.Field(
          "in_time", Bilingual("Expected, done in time (by weight)", "按时完成的预期行动（按权重）"),
          .values(
            .object(["weight": .integer(inTime), "of": .integer(weight)]), Bilingual(same: "\(inTime)/\(weight)"))),
        Reply.Field(
          "words_missing", Bilingual("Self-assessments missing", "未填自评"),
          .values(
            .array(drill.wordsMissing.map(JSONValue.string)),
            Bilingual(same: drill.wordsMissing.isEmpty ? "–" : drill.wordsMissing.joined(separator: ", ")))),
      ], tables: tables)
  }

  private static func afterwards(_ what: String) -> Bilingual {
    switch what {
    case "remark": Bilingual("remark", "点评")
    case "word": Bilingual("own word", "自评")
    default: Bilingual("evaluation", "评估组意见")
    }
  }
}
