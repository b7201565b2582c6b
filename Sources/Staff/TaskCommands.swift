import CommandLine
import Desk
import Ledger
import Wording

/// Tasks, as people of any department see them: their own, and nothing else of the incident.
enum TaskCommands {
  static let list = Command("task list", "我的事项", Bilingual("the tasks that you owe", "您的交办事项"), as: .staff, to: .show) {
    invocation in
    let tasks = try await invocation.ledger.commands.ownTasks()
    return Reply(
      tables: [
        Reply.Table(
          "tasks",
          columns: [
            ("task", Bilingual("Id", "编号")), ("time_left", Bilingual("Time", "时限")), ("for", Bilingual("For", "分派小组")),
            ("title", Bilingual("What", "内容")), ("command", Bilingual("When done", "完成后执行")),
          ],
          rows: tasks.map {
            [
              .code($0.reference.description), .span($0.timeLeft), .named($0.team.rawValue, $0.team.name),
              .marked(key: "exercise", .drillMark(of: $0.isExercise), $0.title),
              .code("levee task done \($0.reference) …"),
            ]
          }, whenEmpty: Bilingual("You owe nothing.", "您暂无交办事项。"))
      ])
  }

  static let done = Command(
    "task done", "办完事项", Bilingual("say that your task is done, and how", "登记交办事项已完成及结果"),
    [
      .positional("TASK", Bilingual("for example T3", "如 T3")),
      .positional("RESULT", Bilingual("what came of it", "结果"), repeats: true),
    ], as: .staff
  ) { invocation in
    let task = try invocation.reference("TASK", .task)
    try await invocation.ledger.commands.finishTask(task, result: try invocation.words("RESULT"))
    return Reply(
      Bilingual("Task \(task) is done. Thank you.", "交办事项 \(task) 已完成，谢谢。"), values: ["task": .id(task)])
  }
}
