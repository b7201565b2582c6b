import CommandLine
import Desk
import Ledger
import Wording

/// What logistics tries before a crisis: restoring a backup, and waking up a leader who agreed to it.
enum PreparingCommands {
  static let restoreTried = Command(
    "restore-tried", "备份恢复",
    Bilingual("say that restoring a backup was tried, and how that went", "登记试过恢复备份，结果如何"),
    [
      .option("minutes", "N", Bilingual("how many minutes it took", "用了多少分钟"), required: true),
      .option("at", "DAY", Bilingual("on which day (today)", "哪一天（默认今天）")),
      .flag("failed", Bilingual("it did not work", "没有成功")),
      .option("note", "TEXT", Bilingual("what was seen", "情况说明")),
    ]
  ) { invocation in
    let failed = invocation.has("failed")
    let day = try invocation.date("at").map { String(TimeFormat.local($0).prefix(10)) }
    try await invocation.ledger.houseReadiness.record(
      restore: !failed, minutes: Int(try invocation.number("minutes") ?? 0), on: day,
      note: try invocation.text("note", default: ""))
    return Reply(
      failed
        ? Bilingual("It is on record that it did not work.", "已登记：恢复没有成功。")
        : Bilingual("It is on record that it worked.", "已登记：恢复成功。"), values: ["worked": .bool(!failed)])
  }

  static let wake = Command(
    "wake", "叫醒测试",
    Bilingual("call somebody of leadership who agreed to it, at night, as a test", "对本人同意的领导小组成员做夜间叫醒测试"),
    [.positional("PERSON", Bilingual("a login", "账号"))]
  ) { invocation in
    let person = try invocation.value("PERSON")
    try await invocation.ledger.houseReadiness.wake(person)
    return Reply(
      Bilingual(
        "\(person) is called. How long it takes counts in: levee readiness", "已呼叫 \(person)，用时计入：levee readiness"),
      values: ["person": .string(person)])
  }
}
