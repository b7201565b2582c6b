import CommandLine
import Desk
import Wording

/// Drills: every command of theirs, and what they share. Each subject has a file of its own beside this one.
enum DrillCommands {
  static let all = [
    check, plan, start, pause, resume, rate, jump, inject, hold, release, skip, say, end, join, note, remark, word,
    evaluate, improve, list, show,
    DrillRecord.timeline, DrillRecord.record,
  ]

  static let drill = Parameter.positional("DRILL", Bilingual("the drill, Y1", "演练编号，如 Y1"))
  static let code = Parameter.positional("INJECT", Bilingual("its number, V-06", "情景编号，如 V-06"))
  static let text = Parameter.positional("TEXT", Bilingual("what is said", "内容"), repeats: true)
}
