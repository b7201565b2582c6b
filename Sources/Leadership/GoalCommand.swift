import CommandLine
import Desk
import Wording
import Workflow

/// Whether what the command wanted was reached, goal by goal: leadership's judgement in the review.
enum GoalCommand {
  static let judge = Command(
    "judge", "评判目标", Bilingual("judge whether a goal of the command was met", "评判指令目标是否达成"),
    [
      TeamCommands.incident, .positional("NUMBER", Bilingual("the goal, for example 1", "第几个目标，如 1")),
      .option(
        "met", "ANSWER", Bilingual("whether it was met", "是否达成"), required: true,
        choices: [
          Choice("yes", Bilingual("met", "达成")), Choice("partly", Bilingual("in part", "部分达成")),
          Choice("no", Bilingual("not met", "未达成")),
        ]),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let goal = Int(try invocation.value("NUMBER")), goal > 0 else {
      throw Failure(.usage, Bilingual("A goal is a number: 1.", "目标请写编号，如 1。"))
    }
    let met = try invocation.value("met")
    try await invocation.ledger.evaluations.judge(
      goal: goal, of: incident, met: met, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("Goal \(goal) is judged.", "目标 \(goal) 已评判。"), on: incident,
      values: ["goal": .integer(goal), "met": .string(met)])
  }
}
