import CommandLine
public import Ledger
import Wording
import Workflow

/// Words for notices: in an inbox, and in the message that leaves the house.
public enum NoticeText {
  static func reason(_ notice: Duties.Notice) -> Bilingual {
    reason(notice.reason, percent: notice.percent)
  }

  static func target(_ notice: Duties.Notice) -> Bilingual {
    target(notice.kind, reason: notice.reason, subject: notice.subject)
  }

  /// What it is about, and why it is told, in one.
  static func sentence(_ notice: Duties.Notice) -> Bilingual { sentence(target(notice), reason(notice)) }

  private static func sentence(_ target: Bilingual, _ reason: Bilingual) -> Bilingual {
    target + Bilingual(": ", "：") + reason
  }

  private static func reason(_ reason: String, percent: Int) -> Bilingual {
    switch reason {
    case "deadline": Bilingual("deadline, \(percent) % of the time is over", "时限已过 \(percent)%")
    case "source":
      Bilingual("fails or is silent; see: levee-monitoring source list", "失败或长时间无内容；请查看：levee-monitoring source list")
    case "signal": Bilingual("please look: levee-monitoring signals", "请查看：levee-monitoring signals")
    default: Bilingual("waits for you", "等待您处理")
    }
  }

  private static func target(_ kind: DutyKind?, reason: String, subject: String) -> Bilingual {
    let name =
      kind?.name ?? (reason == "source" ? Bilingual("source", "信息源") : Bilingual("signal", "预警信号"))
    return subject.isEmpty ? name : name + Bilingual(same: " " + subject)
  }

  /// One line that says everything, for a telephone's lock screen.
  public static func subject(_ notice: Notices.Outgoing) -> String {
    let drill = Bilingual.drillMark(of: notice.isExercise)
    let head =
      notice.incident.number == 0
      ? Bilingual("[Levee] ", "【Levee】")
      : Bilingual(
        "[\(notice.severity.rawValue)] \(notice.incident) ", "【\(notice.severity.name.chinese)】\(notice.incident) ")
    let title = SafeText.line(notice.title)
    let sentence = sentence(
      target(notice.kind, reason: notice.reason, subject: notice.subject),
      reason(notice.reason, percent: notice.percent))
    return (drill + head)[notice.language] + Columns.cut(title, to: 60)
      + (title.isEmpty ? "" : Bilingual(". ", "。")[notice.language]) + SafeText.line(sentence[notice.language])
  }

  /// The whole message: the line, what is left of the time, and the command to type.
  public static func message(_ notice: Notices.Outgoing) -> String {
    var lines = [subject(notice)]
    if let left = notice.timeLeft { lines.append(TimeFormat.left(left)[notice.language]) }
    if let command = notice.kind?.command(team: notice.team, incident: notice.incident, subject: notice.subject) {
      lines.append(command.line)
    } else if Team.working.contains(notice.team) {
      lines.append("levee-\(notice.team.rawValue) inbox")
    }
    return lines.joined(separator: "\n")
  }
}
