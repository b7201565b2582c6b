public import Postgres
public import Wording

// What the errors of the tables and of their server mean to a person, and what to do next.

extension LedgerError: Explained {
  public var explanation: Failure {
    switch self {
    case .refused(let refusal):
      Failure(
        refusal.code,
        refusal.detail.isEmpty ? refusal.sentence : refusal.sentence + Bilingual(same: " (\(refusal.detail))"),
        detail: [refusal.law, refusal.name].filter { !$0.isEmpty }.joined(separator: " · "), name: refusal.name)
    case .notAllowed:
      Failure(
        .noPermission,
        Bilingual("You may not do this with this program: it belongs to another team.", "这件事由其他小组办理，您用本程序办不了。"),
        advice: Bilingual(
          "Use your own team's program, or ask an administrator: levee person list",
          "请使用您所在小组的程序，或联系管理员：levee person list"
        ))
    case .invalidValue(let message):
      Failure(
        .usage, Bilingual("A value could not be understood.", "有一项内容无法识别。"),
        advice: Bilingual("Look at the allowed values with --help.", "请用 --help 查看允许的取值。"), detail: message)
    case .missing(let column):
      Failure(.usage, Bilingual("A value is missing: \(column).", "缺少一项：\(column)。"))
    case .busy:
      Failure(
        .temporary, Bilingual("Somebody else is changing the same thing; nothing was recorded.", "有人正在修改同一内容。未保存，未改动。"),
        advice: Bilingual("Run the command again.", "请重新执行命令。"))
    case .schemaMissing:
      Failure(
        .configuration,
        Bilingual("Levee is not installed in this database, or not up to date.", "该数据库还没有安装 Levee，或版本太旧。"),
        advice: Bilingual("An administrator runs: levee database install", "请管理员执行：levee database install"))
    case .unknown(let reference):
      Failure(
        .noInput, Bilingual("There is no \(reference).", "没有 \(reference)。"),
        advice: Bilingual("See what there is: levee incident list", "请先查看待办（inbox），或查看事件列表：levee incident list"))
    case .postgres(let error): error.explanation
    }
  }
}

extension LedgerError.Refusal {
  /// What a program exits with: who may not, what is not there, a program that is too old; else the law, as things stand.
  var code: ExitCode {
    if isAboutTheActor { return .noPermission }
    if name == "program_is_current" { return .configuration }
    return isOfNothing ? .noInput : .data
  }
}

extension PostgresError: Explained {
  public var explanation: Failure {
    switch self {
    case .cannotConnect(let reason):
      Failure(
        .unavailable, Bilingual("The database cannot be reached.", "无法连接数据库。"),
        advice: Bilingual(
          "Check PGHOST, PGUSER and PGDATABASE, or --database; then run the command again. Nothing was recorded.",
          "未保存，未改动。请检查 PGHOST、PGUSER、PGDATABASE 或 --database，然后重试。"), detail: reason)
    case .loginRefused(let refusal): refusal.explanation
    case .connectionLost(let reason):
      Failure(
        .temporary,
        Bilingual(
          "The connection was lost; the step may or may not be recorded.", "连接中断，这一步可能已保存，也可能没有。"),
        advice: Bilingual(
          "Look before you repeat it: levee incident timeline INCIDENT", "重试前请先查看：levee incident timeline INCIDENT"),
        detail: reason)
    case .noSuchRole: LedgerError.schemaMissing.explanation
    case .closed: Failure(.temporary, Bilingual("The connection was closed.", "连接已关闭。"))
    // A statement that was prepared on another session, or twice on one: sessions are shared behind this program's back.
    case .server(let error) where ["26000", "42P05"].contains(error.sqlState): .pooled
    case .server(let error) where error.endsSession:
      Failure(
        .temporary, Bilingual("The database is shutting down or restarting.", "数据库正在关闭或重启。"),
        advice: Bilingual("Wait a moment and run the command again.", "请稍候重试。"), detail: error.description)
    case .server(let error):
      Failure(
        .software, Bilingual("The database reported an error.", "数据库报告了错误。"),
        advice: Bilingual("Run it again with --verbose and tell ops.", "请加 --verbose 重新运行，并告知运维人员。"),
        detail: "\(error.description) \(error.message)")
    }
  }
}

extension LoginRefusal: Explained {
  public var explanation: Failure {
    let ask = Bilingual(
      "Ask an administrator who you are here: levee person list. Say who you are with PGUSER, or user= in --database.",
      "请向管理员确认您的账号（levee person list），并用 PGUSER 或 --database 中的 user= 指定。")
    return switch sqlState {
    case "3D000":
      Failure(
        .configuration, Bilingual("There is no such database on this server.", "这台服务器上没有这个数据库。"),
        advice: Bilingual(
          "Name it with PGDATABASE, or dbname= in --database; a new one is made with: createdb levee",
          "请用 PGDATABASE 或 --database 中的 dbname= 指定；新建数据库：createdb levee"), detail: reason)
    case "42501":
      Failure(
        .noPermission, Bilingual("The login \(login) may not use this database.", "账号 \(login) 无权使用这个数据库。"),
        advice: ask, detail: reason)
    case "28P01":
      Failure(
        .noPermission,
        Bilingual("The server does not take the password of \(login).", "服务器不接受账号 \(login) 的密码。"),
        advice: Bilingual(
          "Check the password file (~/.pgpass, or passfile=); an administrator sets a new one.",
          "请检查密码文件（~/.pgpass 或 passfile=）；新密码由管理员设置。"), detail: reason)
    default:
      Failure(
        .noPermission,
        Bilingual(
          "The server does not know the login \(login), or does not let it in from here.",
          "服务器不认识账号 \(login)，或不允许它从这里登录。"), advice: ask, detail: reason)
    }
  }
}

extension ListenerFault: Explained {
  public var explanation: Failure {
    switch self {
    case .proxied: .pooled
    }
  }
}

extension DecodingFault: Explained {
  public var explanation: Failure {
    Failure(
      .software, Bilingual("The database answered in an unexpected form.", "数据库返回的内容不符合预期。"),
      advice: Bilingual(
        "Check that program and schema fit: levee database status", "请检查程序和数据库版本是否一致：levee database status"),
      detail: description)
  }
}

extension Installation.Fault: Explained {
  public var explanation: Failure {
    switch self {
    case .changed(let name):
      Failure(
        .configuration, Bilingual("The file \(name) was changed after it was applied.", "文件 \(name) 在升级之后有改动。"),
        advice: Bilingual("Use the release that installed this database.", "请使用当初安装该数据库的版本。"))
    case .programTooOld(let name):
      Failure(
        .configuration,
        Bilingual("The database has \(name), which this program does not know.", "数据库包含本程序不认识的 \(name)。"),
        advice: Bilingual("Use a newer release of Levee.", "请使用更新的 Levee 版本。"))
    case .notInstalled:
      Failure(
        .configuration, Bilingual("Nothing is installed yet.", "尚未安装。"),
        advice: Bilingual("Run: levee database install", "请执行：levee database install"))
    case .alreadyInstalled:
      Failure(
        .configuration, Bilingual("Levee is installed here already.", "此处已安装 Levee。"),
        advice: Bilingual("Run: levee database upgrade", "请执行：levee database upgrade"))
    }
  }
}

extension Failure {
  /// Between this program and PostgreSQL stands something that hands one session to many.
  fileprivate static let pooled = Failure(
    .configuration,
    Bilingual(
      "LISTEN does not work through this connection: a pooling proxy in transaction mode, or a standby, is in between.",
      "此连接收不到数据库通知（LISTEN）。中间有事务模式的连接池，或连到了备用数据库。"),
    advice: Bilingual(
      "Connect to PostgreSQL itself, or through a pool in session mode (pgbouncer: pool_mode = session).",
      "请直接连接 PostgreSQL，或使用会话模式的连接池（pgbouncer：pool_mode = session）。"))
}
