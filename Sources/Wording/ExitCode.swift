/// Exit codes of every program, after BSD's sysexits: the same mistake has the same code, whatever command it was made with.
///
/// What the line alone shows to be wrong is `usage`. What it names and is not there is `noInput`: a file, an incident, a person, an
/// item. What is there and does not do is `data`: the contents of a file, or a step that the law refuses as things stand.
public enum ExitCode: Int32, Sendable, CaseIterable {
  case success = 0
  /// A check found something, or a person left without doing it.
  case unhealthy = 1
  /// `health` found what needs somebody now (the monitoring plugins' CRITICAL).
  case critical = 2
  /// `health` could not find out (the monitoring plugins' UNKNOWN).
  case unknown = 3
  /// The line is wrong, whatever the house holds: no such command, a value missing, or none that can be read.
  case usage = 64
  /// What was read does not do, or the law refuses the step as things stand.
  case data = 65
  /// What the line names is not there, or is a file that cannot be read.
  case noInput = 66
  /// What Levee needs from outside cannot be had: the database, a server, a program of the machine.
  case unavailable = 69
  /// Something went wrong inside.
  case software = 70
  /// A file cannot be written.
  case cannotCreate = 73
  /// Try again: the connection was lost, or somebody else was first.
  case temporary = 75
  /// This person may not do this.
  case noPermission = 77
  /// The installation or a setting is wrong.
  case configuration = 78

  /// As JSON calls it: `no_input`.
  public var name: String {
    "\(self)".reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }

  /// What a manual says of it.
  public var meaning: Bilingual {
    switch self {
    case .success: Bilingual("done", "完成")
    case .unhealthy:
      Bilingual(
        "a check found something (health: WARNING), or you left without doing it", "检查发现问题（health 为 WARNING），或您中途退出")
    case .critical: Bilingual("health: CRITICAL", "health 为 CRITICAL")
    case .unknown: Bilingual("health: UNKNOWN", "health 为 UNKNOWN")
    case .usage:
      Bilingual("the line is wrong: no such command, a value missing or unreadable", "命令写错了：没有这个命令，缺一项，或有一项看不懂")
    case .data:
      Bilingual("the text or file does not do, or the law refuses the step now", "文字或文件不合要求，或按规定现在还不能办这一步")
    case .noInput:
      Bilingual("what the line names is not there, or cannot be read", "命令中写的对象不存在，或文件无法读取")
    case .unavailable:
      Bilingual("the database, a server or a program cannot be had", "连不上数据库或服务器，或缺少要用的程序")
    case .software: Bilingual("something went wrong inside", "程序内部出错")
    case .cannotCreate: Bilingual("a file cannot be written", "文件无法写入")
    case .temporary: Bilingual("try again", "请重试")
    case .noPermission: Bilingual("you may not do this", "无权执行")
    case .configuration: Bilingual("the installation or a setting is wrong", "安装或配置有误")
    }
  }
}
