import CommandLine
public import Ledger
import Wording
import Workflow

/// Words for notices: in an inbox, and in the message that leaves the house.
public enum NoticeText {
  static func reason(_ notice: Duties.Notice) -> Bilingual {
    reason(notice.reason, percent: notice.percent, left: nil)
  }

  static func target(_ notice: Duties.Notice) -> Bilingual {
    target(notice.kind, reason: notice.reason, about: notice.clock?.name ?? Bilingual(same: notice.subject))
  }

  /// What it is about, as a cell of an inbox.
  static func about(_ notice: Duties.Notice) -> Cell {
    .values(
      .object(["kind": notice.kind.map { .string($0.rawValue) } ?? .null, "subject": .string(notice.subject)]),
      target(notice))
  }

  /// What it is about, and why it is told, in one.
  static func sentence(_ notice: Duties.Notice) -> Bilingual { sentence(target(notice), reason(notice)) }

  private static func sentence(_ target: Bilingual, _ reason: Bilingual) -> Bilingual {
    target + Bilingual(": ", "：") + reason
  }

  /// - Parameter left: seconds until the deadline, where the message has no other line that says them.
  private static func reason(_ reason: String, percent: Int, left: Double?) -> Bilingual {
    switch reason {
    case "deadline" where percent < 100: Bilingual("\(percent) % of the time is over", "时限已用 \(percent)%")
    case "deadline": left.flatMap { $0 < 0 ? TimeFormat.left($0) : nil } ?? Bilingual("overdue", "已超时")
    case "source":
      Bilingual("fails or is silent; see: levee-monitoring source list", "出错或长时间没有新内容，请查看：levee-monitoring source list")
    case "note": Bilingual("you are named in a note; see: levee notes", "有备注提到您，请查看：levee notes")
    case "drill": Bilingual("drill; see: levee drill show", "演练，请查看：levee drill show")
    case "brief": Bilingual("please read", "请阅")
    case "resource": Bilingual("fails; logistics sees to it", "出现异常，后勤小组正在处理")
    case "counselling":
      Bilingual(
        "is open to everybody; nobody records who comes. See: levee counselling",
        "已为大家安排，谁来不作记录。请查看：levee counselling")
    case "rest":
      Bilingual(
        "you have been at it for long: hand over and rest; somebody to talk to: levee counselling",
        "您已连续工作较长时间，请交班休息；如需辅导，请查看：levee counselling")
    case "device":
      Bilingual(
        "was added; if that was not you: levee device revoke", "已添加。如非本人操作，请停用：levee device revoke")
    case "device_code":
      Bilingual(
        "asks to come in as you; if that was not you: levee device revoke",
        "申请以您的身份登记。如非本人操作，请停止：levee device revoke")
    case "signing_key":
      Bilingual("was added; if that was not you: levee key end", "已添加。如非本人操作，请停用：levee key end")
    case "sign_on":
      Bilingual(
        "was bound to you. If it is yours, confirm: levee sign-on confirm; if not, tell your administrator",
        "已绑定到您名下。是您的请确认：levee sign-on confirm；不是请告知管理员")
    case "meeting": Bilingual("please come; see: levee meeting", "请您参加，请查看：levee meeting")
    case "letter": Bilingual("please read; see: levee readiness", "请阅，请查看：levee readiness")
    case "wake": Bilingual("as agreed; answer with: levee-leadership awake", "按您的约定，收到请执行：levee-leadership awake")
    case "answer": Bilingual("is answered: levee reports", "已答复，请查看：levee reports")
    case "signal": Bilingual("please look: levee-monitoring signals", "请查看：levee-monitoring signals")
    default: Bilingual("waits for you", "请您办理")
    }
  }

  private static func target(_ kind: DutyKind?, reason: String, about: Bilingual) -> Bilingual {
    let name: Bilingual =
      switch reason {
      case "source": Bilingual("source", "信息源")
      case "answer": Bilingual("what you told", "您上报的线索")
      case "note": Bilingual("incident", "事件")
      case "meeting": Bilingual("meeting on", "研判会")
      case "device": Bilingual("a device of yours", "您的设备")
      case "device_code": Bilingual("a device", "设备")
      case "signing_key": Bilingual("a signing key of yours", "您的签名密钥")
      case "sign_on": Bilingual("a company account", "公司账号")
      case "letter": Bilingual("how ready we are", "应急准备情况")
      case "wake": Bilingual("a test call at night", "夜间叫醒测试")
      case "brief": Reference.Kind.brief.name
      case "drill": Reference.Kind.drill.name
      case "resource": Bilingual("tool", "工具")
      case "counselling": Bilingual("counselling", "心理辅导")
      case "rest": Bilingual("a rest", "休息")
      default: kind?.name ?? Bilingual("signal", "预警")
      }
    return about.english.isEmpty || reason == "rest" ? name : name + Bilingual(same: " ") + about
  }
}

/// The messages that leave the house.
extension NoticeText {
  /// One line that says the first thing, for a telephone's lock screen, and how many more there are.
  public static func subject(_ notice: Notices.Outgoing) -> String {
    let more = notice.parts.count - 1
    return line(notice.parts[0], notice.language)
      + (more == 0 ? "" : Bilingual(" (and \(more) more)", "（另有 \(more) 条）")[notice.language])
  }

  /// The whole message. Of each notice: what, how grave, of which incident; until when, and who owes it where others do; the
  /// command to type.
  /// - Parameter room: bytes that it may have. What does not fit is counted, and where to read it is said.
  public static func message(_ notice: Notices.Outgoing, room: Int) -> String {
    let language = notice.language
    var text = ""
    for (index, part) in notice.parts.enumerated() {
      let block = block(part, notice)
      // The first is never left out: a title is cut where it is long.
      guard index == 0 || text.utf8.count + block.utf8.count + 2 <= room else {
        let rest = notice.parts.count - index
        let place = workingTeam(notice).map { ": levee-\($0.rawValue) inbox" } ?? ""
        text += "\n\n" + Bilingual("… and \(rest) more", "……另有 \(rest) 条")[language] + place
        break
      }
      text += (index == 0 ? "" : "\n\n") + block
    }
    return text
  }

  private static func block(_ part: Notices.Part, _ notice: Notices.Outgoing) -> String {
    var lines = [line(part, notice.language)]
    if part.reason == "device_code" { lines += enrolment(part).map { $0[notice.language] } }
    if part.reason == "letter", let letter = HouseReadiness.Letter(part.detail) {
      lines += ReadinessText.lines(letter).map { SafeText.line($0[notice.language]) }
    }
    if let team = part.team, !owes(part, notice) {
      lines.append(Bilingual("owed by: \(team.name.english)", "由\(team.name.chinese)办理")[notice.language])
    }
    if let dueAt = part.dueAt, let left = part.timeLeft {
      let until = TimeFormat.zoned(dueAt)
      let left = TimeFormat.left(left)
      lines.append(Bilingual("until \(until) (\(left.english))", "时限 \(until)（\(left.chinese)）")[notice.language])
    }
    if let command = command(part, notice) { lines.append(command) }
    if !notice.pages.isEmpty { lines.append(notice.pages + page(of: part)) }
    return lines.joined(separator: "\n")
  }

  /// The six digits by which a browser becomes a device of the reader's, or why there are none; from where they were asked for. They stand
  /// below the first line, which a locked screen shows.
  private static func enrolment(_ part: Notices.Part) -> [Bilingual] {
    guard let told = DeviceCodes.Told(part.detail) else { return [] }
    var lines: [Bilingual] = []
    if told.refused {
      lines.append(
        Bilingual(
          "There is no code: your post needs a terminal or a second device (levee device add).",
          "不发验证码：按预案，您的岗位须用终端或第二台设备登记（levee device add）。"))
    } else if told.code.isEmpty {
      lines.append(Bilingual("The code is good no more. Ask for another.", "验证码已失效，请重新获取。"))
    } else {
      lines += [
        Bilingual("Code: \(told.code)", "验证码：\(told.code)"),
        Bilingual(
          "Good for ten minutes, in the browser that asked for it and nowhere else.",
          "十分钟内有效，只能在提出申请的浏览器中输入。"),
      ]
    }
    if !told.whence.isEmpty {
      let whence = SafeText.line(told.whence)
      lines.append(Bilingual("Asked for from: \(whence)", "申请来自：\(whence)"))
    }
    let label = SafeText.line(part.subject)
    lines.append(
      Bilingual(
        "Nobody will ask you for it: pass it on to nobody. If you did not ask: levee device revoke \(label)",
        "没有人会向您索要，请勿告诉任何人。如非本人操作：levee device revoke \(label)"))
    return lines
  }

  /// The page of the console where it is done: the text itself where that waits, or else its incident, or what one owes.
  private static func page(of part: Notices.Part) -> String {
    if let text = Reference(part.subject), text.kind.documentKind != nil, text.revision != nil {
      return "/text/\(text)"
    }
    if part.reason == "device_code" || part.reason == "device" { return "/devices" }
    return part.incident.number == 0 ? "/" : "/incident/\(part.incident)"
  }

  /// Whether the recipient is of the team that owes it, or owes it alone.
  private static func owes(_ part: Notices.Part, _ notice: Notices.Outgoing) -> Bool {
    part.team.map { notice.teams.contains($0) || notice.teams.isEmpty } ?? true || isOwners(part)
  }

  /// Whether it waits for the owner of a resource, of whatever team they are.
  private static func isOwners(_ part: Notices.Part) -> Bool {
    guard let kind = part.kind, part.reason == "waits" else { return false }
    return [.verifyResource, .renewResource, .fillGap].contains(kind)
  }

  private static func workingTeam(_ notice: Notices.Outgoing) -> Team? {
    notice.teams.first { $0 == .leadership } ?? notice.teams.first { Team.working.contains($0) }
  }

  /// What to type: the command of the team that owes it, for who is of that team; a person of no team does a task; others look.
  private static func command(_ part: Notices.Part, _ notice: Notices.Outgoing) -> String? {
    if part.reason == "answer" { return "levee reports" }
    if part.reason == "drill" { return "levee drill show \(part.subject.split(separator: " ").first ?? "")" }
    if part.reason == "counselling" || part.reason == "rest" { return "levee counselling" }
    if part.reason == "meeting" { return "levee sign-in \(part.subject)" }
    if part.reason == "letter" { return "levee readiness --letter \(part.subject)" }
    if part.reason == "wake" { return "levee-leadership awake" }
    if part.reason == "device_code" { return nil }
    if part.reason == "sign_on" { return "levee sign-on confirm \(ShellWord.quoted(part.subject))" }
    if part.reason == "brief" { return "levee brief show \(part.subject)" }
    if let signal = part.signals.first { return "levee-monitoring signal \(signal)" }
    guard let kind = part.kind, let team = part.team else {
      return workingTeam(notice).map { "levee-\($0.rawValue) inbox" }
    }
    if notice.teams.contains(team),
      let command = kind.command(team: team, incident: part.incident, subject: part.subject)
    {
      return command.line
    }
    if kind == .verifyResource, isOwners(part) { return "levee verify \(part.subject)" }
    if kind == .agreeToExchange {
      return kind.command(team: team, incident: part.incident, subject: part.subject)?.line
    }
    if kind == .task, part.reason == "waits" { return "levee task done \(part.subject) …" }
    return part.incident.number == 0 ? nil : "levee incident show \(part.incident)"
  }

  /// What it is: how grave, of which incident, what is owed, and why it is told.
  private static func line(_ part: Notices.Part, _ language: Language) -> String {
    let drill = Bilingual.drillMark(of: part.isExercise)
    let head =
      part.incident.number == 0
      ? Bilingual("[Levee] ", "【Levee】")
      : Bilingual("[\(part.severity.rawValue)] \(part.incident) ", "【\(part.severity.name.chinese)】\(part.incident) ")
    return (drill + head)[language] + (part.signals.isEmpty ? owed(part, language) : signals(part, language))
  }

  private static func owed(_ part: Notices.Part, _ language: Language) -> String {
    let title = SafeText.line(part.title)
    let subject = SafeText.line(part.subject)
    let detail = SafeText.line(part.detail)
    let about =
      part.clock.map { Bilingual(SafeText.line($0.name.english), SafeText.line($0.name.chinese)) }
      ?? Bilingual(same: subject)
    let sentence: Bilingual =
      switch (part.kind, part.reason) {
      case (.mendWay, _):
        Bilingual("\(subject) fails: \(detail); ", "\(subject) 故障：\(detail)；")
          + Bilingual(
            part.waiting == 1 ? "1 notice waits" : "\(part.waiting) notices wait", "\(part.waiting) 条提醒等着发送")
          + (part.reason == "deadline"
            ? Bilingual("; ", "；") + reason(part.reason, percent: part.percent, left: part.timeLeft)
            : Bilingual(same: ""))
      case (_, "letter"):
        Bilingual("how ready we are, \(subject): ", "\(subject) 应急准备情况：")
          + (HouseReadiness.Letter(part.detail).map { ReadinessText.score($0.score, before: $0.before) }
            ?? Bilingual("please read", "请阅"))
      case (_, "meeting"):
        Bilingual("meeting: \(detail); please come", "研判会：\(detail)，请您参加")
      case (_, "device_code"):
        Bilingual("the device \(subject) asks to come in as you", "设备 \(subject) 申请以您的身份登记")
      case (_, "source"):
        Bilingual("source \(subject) fails or is silent", "信息源 \(subject) 出错或长时间没有新内容")
          + Bilingual(same: detail.isEmpty ? "" : ": " + Columns.cut(detail, to: 120))
      case (_, "resource"):
        Bilingual("tool \(subject) fails", "工具 \(subject) 异常")
          + Bilingual(same: detail.isEmpty ? "" : ": " + Columns.cut(detail, to: 120))
          + Bilingual("; logistics sees to it", "；后勤小组正在处理")
      case (_, "counselling"):
        sentence(target(nil, reason: part.reason, about: about), reason(part.reason, percent: part.percent, left: nil))
          + Bilingual(same: detail.isEmpty ? "" : " " + Columns.cut(detail, to: 200))
      default:
        sentence(
          target(part.kind, reason: part.reason, about: about),
          reason(part.reason, percent: part.percent, left: part.timeLeft))
      }
    return Columns.cut(title, to: 60) + (title.isEmpty ? "" : Bilingual(". ", "。")[language]) + sentence[language]
  }

  /// What is unusual, of what, and its story.
  private static func signals(_ part: Notices.Part, _ language: Language) -> String {
    let subject = Columns.cut(SafeText.line(part.subject), to: 60)
    let cues = part.cues.reduce(into: [String]()) { seen, cue in
      let words = SignalCue.words(cue)[language]
      if !seen.contains(words) { seen.append(words) }
    }
    let story = Columns.cut(SafeText.line(part.title), to: 120)
    let name = subject.isEmpty ? Bilingual("(no subject)", "（未归类）")[language] : subject
    return name + Bilingual(": ", "：")[language] + cues.joined(separator: Bilingual(", ", "、")[language])
      + Bilingual(" (\(part.signals.joined(separator: ", "))).", "（\(part.signals.joined(separator: "、"))）。")[language]
      + (story.isEmpty ? "" : Bilingual(" “\(story)”", "“\(story)”")[language])
      + Bilingual(
        " Mentions: \(part.mentions), negative: \(part.negative)", " 信息 \(part.mentions) 条，负面 \(part.negative) 条")[
        language]
  }
}
