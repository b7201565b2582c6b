import CommandLine
import Desk
import Ledger
import Wording

/// A quiet test call at night: who agrees to it, and their answer.
enum NightCommands {
  static let nightTest = Command(
    "night-test", "夜间测试",
    Bilingual("agree to be called at night as a test, or not any more", "同意接受夜间叫醒测试，或取消"),
    [
      .option("since", "TIME", Bilingual("from when on: 22:30", "几点起，如 22:30")),
      .option("until", "TIME", Bilingual("until when: 06:00", "几点止，如 06:00")),
      .flag("no-longer", Bilingual("agree no more", "不再接受")),
    ]
  ) { invocation in
    if invocation.has("no-longer") {
      try await invocation.ledger.houseReadiness.agree(toBeWoken: nil)
      return Reply(Bilingual("Nobody calls you as a test.", "不再对您做叫醒测试。"), values: ["agreed": .bool(false)])
    }
    func time(_ name: String, default usual: String) throws -> String {
      let typed = invocation[name] ?? usual
      let parts = typed.split(separator: ":").compactMap { Int($0) }
      guard parts.count == 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else {
        throw Failure(.usage, Bilingual("\(typed) is no time of day.", "\(typed) 不是时刻。"))
      }
      return typed
    }
    let hours = (since: try time("since", default: "23:00"), until: try time("until", default: "06:00"))
    try await invocation.ledger.houseReadiness.agree(toBeWoken: hours)
    return Reply(
      Bilingual(
        "Logistics may call you as a test between \(hours.since) and \(hours.until). Answer with: levee-leadership awake",
        "后勤小组可在 \(hours.since) 至 \(hours.until) 之间对您做叫醒测试。收到后请执行：levee-leadership awake"),
      values: ["agreed": .bool(true), "since": .string(hours.since), "until": .string(hours.until)])
  }

  static let awake = Command(
    "awake", "已醒", Bilingual("answer a test call", "应答叫醒测试")
  ) { invocation in
    let minutes = try await invocation.ledger.houseReadiness.answer()
    return Reply(
      Bilingual("Thank you: \(minutes) minutes. Good night.", "谢谢，用时 \(minutes) 分钟，请继续休息。"),
      values: ["minutes": .number(minutes)])
  }
}
