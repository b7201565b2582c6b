import FoundationEssentials
import Ledger
import Wording
import Workflow

/// Judges whether a company is ready for a crisis. Pure: what was read goes in, findings come out, the gravest first.
struct Doctor {
  enum Grade: Int, Sendable { case missing, stale, fine }

  struct Finding: Sendable {
    let grade: Grade
    /// What is found, for a program; and of what, "" of the house.
    let code: String
    let about: String
    let what: Bilingual
    /// What to do about it: a command, where there is one.
    let advice: Bilingual?
  }

  /// What only this machine can tell.
  struct Machine: Sendable {
    /// Migrations that are pending.
    let pending: Int
    /// Whether a folder can be written here; nil when it is not on this machine.
    let isWritable: @Sendable (String) -> Bool?
    let hasCredential: @Sendable (String) -> Bool
  }

  private var findings: [Finding] = []

  static func findings(_ reading: Readings.Reading, on machine: Machine) -> [Finding] {
    var doctor = Doctor()
    doctor.schema(machine)
    doctor.playbook(reading)
    doctor.people(reading)
    doctor.knowing(reading)
    doctor.reach(reading, machine)
    doctor.channels(reading, machine)
    doctor.services(reading)
    doctor.practice(reading)
    doctor.readiness(reading)
    return doctor.findings.enumerated().sorted {
      ($0.element.grade.rawValue, $0.offset) < ($1.element.grade.rawValue, $1.offset)
    }.map(\.element)
  }

  /// All that can be said of a schema that is behind.
  static func pending(_ machine: Machine) -> [Finding] {
    var doctor = Doctor()
    doctor.schema(machine)
    return doctor.findings
  }

  private mutating func add(
    _ grade: Grade, _ code: String, about: String = "", _ english: String, _ chinese: String, _ advice: Bilingual? = nil
  ) {
    findings.append(
      Finding(grade: grade, code: code, about: about, what: Bilingual(english, chinese), advice: advice))
  }

  private static func command(_ line: String) -> Bilingual { Bilingual(same: line) }
  private static let year = 365.0 * 86_400
  private static let month = 30.0 * 86_400

  private mutating func schema(_ machine: Machine) {
    if machine.pending > 0 {
      add(
        .missing, "schema_behind", "The schema is \(machine.pending) migration(s) behind this program.",
        "数据库版本比本程序旧，还差 \(machine.pending) 个升级步骤。", Self.command("levee database upgrade"))
    } else {
      add(.fine, "schema", "The schema is up to date.", "数据库版本已是最新。")
    }
  }

  private mutating func playbook(_ reading: Readings.Reading) {
    guard let playbook = reading.playbook else {
      add(
        .missing, "no_playbook", "No playbook is approved: no incident can be opened.", "没有已批准的预案，还不能登记事件。",
        reading.proposedPlaybook.map { Self.command("levee-leadership approve-playbook \($0)") })
      return
    }
    if reading.now.timeIntervalSince(playbook.approvedAt) > Self.year {
      add(
        .stale, "playbook_old", about: String(playbook.version),
        "Playbook \(playbook.version) was approved more than a year ago.", "预案第 \(playbook.version) 版批准已超过一年。",
        Self.command("levee playbook show \(playbook.version)"))
    } else {
      add(
        .fine, "playbook", about: String(playbook.version), "Playbook \(playbook.version) is approved.",
        "预案第 \(playbook.version) 版已批准。")
    }
    if let proposed = reading.proposedPlaybook {
      add(
        .stale, "playbook_waits", about: String(proposed), "Playbook \(proposed) waits for leadership's approval.",
        "预案第 \(proposed) 版等待领导小组批准。",
        Self.command("levee-leadership approve-playbook \(proposed)"))
    }
    for language in Language.allCases where !reading.holdingLanguages.contains(language.rawValue) {
      add(
        .missing, "no_holding_template", about: language.rawValue,
        "There is no holding template in \(language.rawValue).", "没有 \(language.rawValue) 的首发稿模板。")
    }
  }

  /// Whether those who act on the plan have read it and know it.
  private mutating func knowing(_ reading: Readings.Reading) {
    guard let playbook = reading.playbook else { return }
    let counts = reading.knowing
    if counts.seatedUnread > 0 {
      add(
        .stale, "plan_unread",
        "\(counts.seatedUnread) of \(counts.seated) with a seat have not read playbook \(playbook.version).",
        "\(counts.seated) 名任职人员中，\(counts.seatedUnread) 人未阅知预案第 \(playbook.version) 版。",
        Self.command("levee readings --names"))
    }
    let untrained = counts.seated - counts.trained
    if untrained > 0 {
      add(
        .stale, "untrained",
        "\(untrained) of \(counts.seated) with a seat have no training that counts; of \(counts.ranOut) it ran out or its questions changed.",
        "\(counts.seated) 名任职人员中，\(untrained) 人没有有效培训，其中 \(counts.ranOut) 人已过期或题目已变。", Self.command("levee readings"))
    }
    if counts.seatedUnread == 0, untrained == 0, counts.seated > 0 {
      add(.fine, "plan_known", "Everybody with a seat has read the playbook and is trained.", "任职人员均已阅知预案并通过培训。")
    }
    if counts.unreachable > 0 {
      add(
        .stale, "employees_unreachable", "\(counts.unreachable) employees cannot be told to read the playbook.",
        "有 \(counts.unreachable) 名员工通知不到，无法阅知预案。",
        Self.command("levee readings --names"))
    }
  }

  private mutating func people(_ reading: Readings.Reading) {
    let wanted: [(seat: String, words: Bilingual)] = [
      ("leadership:leader", Bilingual("leader", "组长")), ("leadership:deputy", Bilingual("deputy leader", "副组长")),
      ("leadership:legal", Bilingual("legal counsel", "法务")),
      ("monitoring:head", Bilingual("head of monitoring", "信息小组负责人")),
      ("response:head", Bilingual("head of response", "响应小组负责人")),
      ("logistics:head", Bilingual("head of logistics", "后勤小组负责人")),
    ]
    for (seat, words) in wanted where reading.seats[seat, default: 0] == 0 {
      add(
        .missing, "seat_empty", about: seat, "Nobody is \(words.english).", "没有\(words.chinese)。",
        Self.command("levee person seat HANDLE \(seat)"))
    }
    for (seat, words) in [("leader", wanted[0].words), ("legal", wanted[2].words)]
    where reading.seats["leadership:" + seat] == 1 && !reading.substituted.contains(seat) {
      add(
        .stale, "no_substitute", about: seat, "The \(words.english) has no standing substitute.",
        "\(words.chinese)没有固定代班人。",
        Self.command("levee person substitute HANDLE --for \(seat)"))
    }
    // Whoever writes a text does not review it.
    if reading.reviewers < reading.reviewsNeeded + 1 {
      add(
        .missing, "too_few_reviewers",
        "\(reading.reviewers) people can review, and the gravest texts need \(reading.reviewsNeeded) besides their author.",
        "可审核者 \(reading.reviewers) 人，而最高等级的稿件需起草人以外 \(reading.reviewsNeeded) 人审核。",
        Self.command("levee person seat HANDLE leadership:member"))
    }
    for away in reading.away where !reading.substituted.contains(away.seat) {
      add(
        .missing, "seat_away", about: away.seat, "\(away.person) is away, and nobody holds the seat \(away.seat).",
        "\(away.person) 缺席，\(away.seat) 职务没有人代行。",
        Self.command("levee person substitute HANDLE --for \(away.seat)"))
    }
    for person in reading.withoutLogin {
      add(
        .missing, "no_login", about: person, "\(person) cannot log in.", "\(person) 无法登录。",
        Self.command("psql -c 'alter role \"\(person)\" login'"))
    }
  }

  private mutating func reach(_ reading: Readings.Reading, _ machine: Machine) {
    if !reading.unreachable.isEmpty {
      let names = reading.unreachable.joined(separator: ", ")
      add(
        .missing, "unreachable", about: names, "No notice reaches: \(names).", "提醒通知不到：\(names)。",
        Self.command("levee contact add PERSON --by TRANSPORT --address ADDRESS"))
    }
    for transport in reading.transports {
      let test = Self.command("levee transport test \(transport.name) --address ADDRESS")
      if let took = transport.lastTook {
        if reading.now.timeIntervalSince(took) > Self.month {
          add(
            .stale, "transport_quiet", about: transport.name,
            "\(transport.name) took its last message more than 30 days ago.",
            "\(transport.name) 上次成功送达已超过 30 天。", test)
        }
      } else {
        add(
          .stale, "transport_untried", about: transport.name, "\(transport.name) has never taken a message.",
          "\(transport.name) 从未成功送达。", test)
      }
      if !transport.secret.isEmpty, !machine.hasCredential(transport.secret) {
        add(
          .stale, "no_credential", about: transport.secret,
          "The credential \(transport.secret) of \(transport.name) is not on this machine.",
          "本机没有 \(transport.name) 的密钥 \(transport.secret)。",
          Bilingual("It belongs where logistics' and response's services run.", "请把密钥放在运行后勤小组和响应小组服务的机器上。"))
      }
      if ["access_token=", "key=", "/hook/", "/services/"].contains(where: transport.address.contains),
        !transport.address.contains("{")
      {
        add(
          .stale, "secret_in_clear", about: transport.name,
          "The address of \(transport.name) holds its secret in the clear.", "\(transport.name) 的地址里直接写了密钥。",
          Bilingual(
            "Put the secret into a credential's file and {NAME} into the address.", "请把密钥放入密钥文件，地址里写 {名称}。"))
      }
    }
    if reading.unreached > 0 {
      add(
        .missing, "notices_unreached", "\(reading.unreached) notice(s) reached nobody.",
        "\(reading.unreached) 条提醒没通知到人。",
        Self.command("levee-logistics inbox"))
    }
  }

  private mutating func channels(_ reading: Readings.Reading, _ machine: Machine) {
    if !reading.channels.contains(where: \.isOutside) {
      add(
        .missing, "no_public_channel", "There is no channel that the public sees.", "没有面向公众的渠道。",
        Self.command("levee channel add NAME --kind manual --title TITLE"))
    }
    for channel in reading.channels where channel.kind.needs == .folder && machine.isWritable(channel.folder) == false {
      add(
        .missing, "folder_unwritable", about: channel.name,
        "The folder of \(channel.name) cannot be written: \(channel.folder)",
        "\(channel.name) 的目录无法写入：\(channel.folder)"
      )
    }
  }

  private mutating func services(_ reading: Readings.Reading) {
    let expected = (Team.working + [.supervisor]).map(\.rawValue)
    for team in expected where !reading.services.contains(team) {
      add(
        .missing, "no_service", about: team, "The service of \(team) is not running.", "\(team) 的服务未运行。",
        Self.command("levee-\(team) serve"))
    }
    if reading.services.contains("supervisor"), !reading.isTermHeld {
      add(
        .missing, "no_supervisor", "No supervisor leads: nothing advances.", "流程监督没有运行，流程不会推进。",
        Self.command("levee-supervisor status"))
    }
    for source in reading.sources {
      if source.failures > 0 {
        add(
          .stale, "source_fails", about: source.name, "The source \(source.name) fails: \(source.problem)",
          "信息源 \(source.name) 出错：\(source.problem)",
          Self.command("levee-monitoring source list"))
      } else if let checked = source.checkedAt, reading.now.timeIntervalSince(checked) > 86_400 {
        add(
          .stale, "source_unasked", about: source.name, "The source \(source.name) was not asked for a day.",
          "信息源 \(source.name) 已一天没有查看。")
      }
    }
    if reading.sources.isEmpty {
      add(
        .stale, "no_source", "Monitoring has no source.", "信息小组没有信息源。",
        Self.command("levee-monitoring source add NAME URL"))
    }
    for resource in reading.failingResources {
      add(
        .stale, "resource_fails", about: resource.name, "The resource \(resource.name) fails: \(resource.detail)",
        "资源 \(resource.name) 异常：\(resource.detail)",
        Self.command("levee-logistics resource list"))
    }
    if reading.resources == 0 {
      add(
        .stale, "no_inventory", "Logistics has no inventory.", "后勤小组没有资源清单。",
        Self.command("levee-logistics resource put --help"))
    }
    if reading.deadWork > 0 {
      add(
        .missing, "dead_work", "\(reading.deadWork) piece(s) of work failed for good.",
        "\(reading.deadWork) 项系统任务已停止重试。",
        Self.command("levee-response inbox"))
    }
  }

  /// One number for all of it, and what would raise it most.
  private mutating func readiness(_ reading: Readings.Reading) {
    guard reading.playbook != nil else { return }
    let best = reading.readiness.parts.filter { $0.gain > 0 }.sorted { $0.gain > $1.gain }.prefix(2)
    let parts = Bilingual(
      best.map(\.part.name.english).joined(separator: ", "), best.map(\.part.name.chinese).joined(separator: "、"))
    let score = Int(reading.readiness.score.rounded())
    if best.isEmpty {
      add(.fine, "readiness", "Readiness is \(score) of 100.", "应急准备得分 \(score)。")
    } else {
      add(
        score < 60 ? .stale : .fine, "readiness",
        "Readiness is \(score) of 100; what would raise it most: \(parts.english).",
        "应急准备得分 \(score)；最能提升的是：\(parts.chinese)。", Self.command("levee readiness"))
    }
  }

  private mutating func practice(_ reading: Readings.Reading) {
    if reading.lastExercise.map({ reading.now.timeIntervalSince($0) > Self.year / 2 }) ?? true {
      add(
        .stale, "no_exercise", "No exercise was archived within half a year.", "半年内没有完成的演练。",
        Self.command("levee-monitoring open TITLE --kind other --exercise"))
    }
    for kind in reading.overdueDrills {
      add(
        .stale, "drill_overdue", "The playbook's \(kind.name.english) is overdue.", "预案规定的\(kind.name.chinese)已超期。",
        Self.command("levee drill plan SCENARIO --kind \(kind.rawValue) --at TIME --people LOGIN"))
    }
  }
}
