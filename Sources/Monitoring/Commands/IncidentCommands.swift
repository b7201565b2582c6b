import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// What monitoring does in an incident.
enum IncidentCommands {
  static let open = Command(
    "open", "登记事件", Bilingual("open an incident", "登记事件"),
    [
      .positional(
        "TITLE", Bilingual("what happened, in a line; a signal has one to offer", "一句话说明发生了什么；由预警登记时可不写"),
        required: false,
        repeats: true),
      .option(
        "signal", "SIGNAL",
        Bilingual("open it from a signal, with its stories as facts and its mentions", "由预警登记事件，带入话题（作为情况）和信息")),
      .option(
        "kind", "KIND", Bilingual("what it is about; a signal has one to offer", "事件类型；由预警登记时可不写"),
        choices: .of(IncidentKind.allCases)),
      .option(
        "severity", "LEVEL", Bilingual("provisional severity", "初步等级"), choices: .of(Severity.allCases)),
      .option(
        "report", "REPORT",
        Bilingual("open it from what somebody of the company told, and answer them", "由员工上报的线索登记事件，并答复上报人")),
      .option("detected-at", "TIME", Bilingual("when it was first seen", "首次发现时间")),
      .option(
        "jurisdiction", "CODE", Bilingual("where statutory clocks run: CN, EU, US", "适用法定时限的地区：CN、EU、US"),
        repeats: true),
      .option("after", "INCIDENT", Bilingual("the earlier incident that this one follows", "上一起事件（本事件是它的后续）")),
      .flag(
        "restricted",
        Bilingual("only named people read its texts; give it a code name as title", "限制知悉范围：只有知情人能看稿件；标题请用代号")),
      .option("name", "PERSON", Bilingual("a person named for a restricted incident", "知情人"), repeats: true),
      .flag("exercise", Bilingual("a drill: it can never be delivered outside", "演练：不能对外发布")),
      .option("rate", "FACTOR", Bilingual("how fast the clock of an exercise runs", "演练时钟走得多快")),
      .option("starts-at", "TIME", Bilingual("where the clock of an exercise starts", "演练时钟从何时开始")),
    ], questions: questions
  ) { invocation in
    let isExercise = invocation.has("exercise")
    if !isExercise, invocation["rate"] != nil || invocation["starts-at"] != nil {
      throw Failure(
        .usage, Bilingual("Only an exercise has a clock of its own.", "只有演练能用自己的时钟。"),
        advice: Bilingual("Add --exercise.", "请加 --exercise。"))
    }
    if invocation["signal"] != nil { return try await openFromSignal(invocation) }
    guard !invocation.all("TITLE").isEmpty, let kind = invocation["kind"].flatMap(IncidentKind.init(rawValue:)) else {
      throw Failure(
        .usage, Bilingual("An incident has a title and a kind.", "登记事件还缺标题或类型。"),
        advice: Bilingual(
          "Give TITLE and --kind, or --signal: levee-monitoring signals",
          "请写明标题和 --kind，或用 --signal 由预警登记：levee-monitoring signals"))
    }
    let report =
      invocation["report"] == nil
      ? nil : try await invocation.ledger.staffReports.find(try invocation.reference("report", .report))
    var opening = try opening(invocation, title: try invocation.words("TITLE"), kind: kind)
    opening.detectedAt = opening.detectedAt ?? report?.at
    let incident = try await invocation.ledger.incidents.open(opening)
    if let report {
      _ = try await invocation.ledger.facts.add(report.text, source: report.reference.description, to: incident)
      try await invocation.ledger.staffReports.answer(
        report.reference, words: taken(invocation.language), incident: incident)
    }
    return try await opened(invocation, incident, Bilingual("Incident \(incident) is open.", "事件 \(incident) 已登记。"))
  }

  /// What the line says of an incident that is to be opened.
  private static func opening(_ invocation: Invocation, title: String, kind: IncidentKind) throws -> Incidents.Opening {
    Incidents.Opening(
      title: title, kind: kind, severity: invocation["severity"].flatMap(Severity.init(rawValue:)) ?? .three,
      detectedAt: try invocation.date("detected-at"), jurisdictions: invocation.all("jurisdiction"),
      predecessor: invocation["after"] == nil ? nil : try invocation.reference("after", .incident),
      isRestricted: invocation.has("restricted"),
      exercise: invocation.has("exercise")
        ? Incidents.Exercise(startsAt: try invocation.date("starts-at"), rate: try invocation.number("rate") ?? 1) : nil
    )
  }

  /// Names who may read it, and says that it is open.
  private static func opened(
    _ invocation: Invocation, _ incident: Reference, _ sentence: Bilingual
  ) async throws -> Reply {
    if !invocation.all("name").isEmpty {
      try await invocation.ledger.incidents.name(invocation.all("name"), in: incident, mayRead: true)
    }
    return try await invocation.done(
      sentence, on: incident,
      fields: [Reply.Field("incident", Bilingual("Incident", "事件"), .code(incident.description))])
  }

  /// What a person is told of a report that became an incident.
  private static func taken(_ language: Language) -> String {
    let words = Bilingual("Thank you: it is being dealt with as an incident.", "谢谢您：已登记为事件，正在处置。")
    return language == .chinese ? words.chinese : words.english
  }

  private static func openFromSignal(_ invocation: Invocation) async throws -> Reply {
    let reference = try invocation.reference("signal", .signal)
    let signal = try await invocation.ledger.signals.find(reference)
    let title =
      invocation.all("TITLE").isEmpty ? SignalText.title(signal, invocation.language) : try invocation.words("TITLE")
    let kind = IncidentKind(rawValue: invocation["kind"] ?? signal.kind) ?? .other
    let incident = try await invocation.ledger.signals.open(
      reference, as: try opening(invocation, title: title, kind: kind))
    return try await opened(
      invocation, incident,
      Bilingual(
        "Incident \(incident) is open from \(reference), with its stories and mentions.",
        "已由预警 \(reference) 登记事件 \(incident)，话题和信息一并带入。"))
  }

  /// What a signal leaves open is asked, with what it has to offer as the answer that Enter gives.
  private static let questions = Questions(Bilingual("Open the incident?", "确认登记事件？")) { invocation in
    guard invocation["signal"] != nil, !invocation.has("exercise") else { return [] }
    let signal = try await invocation.ledger.signals.find(try invocation.reference("signal", .signal))
    return [
      Questions.Question("TITLE", SignalText.title(signal, invocation.language)),
      Questions.Question("kind", (IncidentKind(rawValue: signal.kind) ?? .other).rawValue),
      Questions.Question("severity", Severity.three.rawValue), Questions.Question("jurisdiction", ""),
    ]
  }

  static let fact = Command(
    "fact", "登记情况", Bilingual("add a claim to the fact ledger", "登记一条情况（未核实的也能登记）"),
    [
      TeamCommands.incident,
      .positional("CLAIM", Bilingual("one claim", "一句话写明情况"), repeats: true),
      .option("source", "SOURCE", Bilingual("where it comes from", "来源"), required: true),
      .flag("verified", Bilingual("it is verified already", "已核实")),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let source = try invocation.text("source")
    let fact = try await invocation.ledger.facts.add(try invocation.words("CLAIM"), source: source, to: incident)
    if invocation.has("verified") {
      try await invocation.ledger.facts.check(fact, reliability: .verified, reason: source)
    }
    return try await invocation.done(
      Bilingual("Fact \(fact) is recorded.", "情况 \(fact) 已登记。"), on: incident,
      fields: [Reply.Field("fact", Bilingual("Fact", "情况"), .code(fact.description))])
  }

  static let check = Command(
    "check", "核查", Bilingual("verify, refute or supersede a fact", "核查一条情况：已核实、查明不实或已更新"),
    [
      .positional("FACT", Bilingual("the fact, for example F3", "情况编号，如 F3")),
      .positional(
        "STATE", Bilingual("its state now", "现在的状态"), choices: .of(Reliability.allCases)),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ]
  ) { invocation in
    let fact = try invocation.reference("FACT", .fact)
    guard let state = Reliability(rawValue: try invocation.value("STATE")) else { return Reply() }
    let incident = try await invocation.ledger.incidents.owning(fact)
    let reason = try invocation.text("reason")
    if state == .refuted, try await invocation.ledger.incidents.find(incident).stage == .closed {
      let next = try await invocation.ledger.facts.refuteAfterClosing(fact, reason: reason)
      return try await invocation.done(
        Bilingual(
          "\(incident) is archived and stays as it was; \(next) is open, in which \(fact) is refuted and a correction is owed.",
          "\(incident) 已归档，保持原样。\(fact) 已查明不实，须发布更正：已登记关联事件 \(next)。"), on: next,
        fields: [Reply.Field("incident", Bilingual("Incident", "事件"), .code(next.description))])
    }
    try await invocation.ledger.facts.check(fact, reliability: state, reason: reason)
    let sentence =
      state == .refuted
      ? Bilingual(
        "Fact \(fact) is refuted; approvals of texts that cite it are void.", "情况 \(fact) 已查明不实。以它为依据的稿件批准已失效，须重新报审。")
      : Bilingual("Fact \(fact) is \(state.name.english).", "情况 \(fact) 的状态已更新。")
    return try await invocation.done(sentence, on: incident)
  }

  static let watch = Command(
    "watch-for", "关键词", Bilingual("attach new mentions that contain a word", "设置关键词：含有该词的新信息自动关联"),
    [TeamCommands.incident, .positional("WORD", Bilingual("the word", "关键词"), repeats: true)]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let word = try invocation.words("WORD")
    try await invocation.ledger.facts.watch(incident, word: word)
    return try await invocation.done(
      Bilingual("Watching for \"\(word)\".", "正在监测“\(word)”。"), on: incident, values: ["word": .string(word)])
  }

  static let assess = Command(
    "assess", "研判", Bilingual("submit an assessment to leadership", "向领导小组提交研判报告"),
    [
      TeamCommands.incident,
      .option(
        "severity", "LEVEL", Bilingual("how grave it is", "事件等级"), required: true,
        choices: .of(Severity.allCases)),
      .option("summary", "TEXT", Bilingual("what leadership has to know", "研判要点"), required: true),
      .option(
        "trend", "TREND", Bilingual("where it is going", "发展趋势"), choices: .of(Trend.allCases)),
      .option("options", "TEXT", Bilingual("what could be done", "可选对策")),
      .option(
        "because", "REASON", Bilingual("why it is two levels from what the mentions suggest", "与系统建议差两级时的理由")),
    ]
      + Factor.allCases.map {
        .option($0.rawValue, "0-4", $0.name + Bilingual(", 0 to 4", "，0 到 4"), choices: ["0", "1", "2", "3", "4"])
      }
      + [("brand", "品牌"), ("market", "市场"), ("legal", "法律"), ("morale", "员工士气")].map {
        .option(
          "risk-" + $0.0, "LEVEL", Bilingual("risk: \($0.0)", "\($0.1)风险"),
          choices: .levels)
      },
    draft: Draft(
      ["summary", "options"], note: Bilingual("What leadership has to know, in plain words.", "请用平实的话写明领导要了解的情况。")
    ) {
      invocation in
      let incident = try invocation.reference("INCIDENT", .incident)
      return [
        Draft.Section(
          "summary", Bilingual("what happened, how far it reaches, what is not known", "发生了什么、波及范围、尚不清楚的情况"),
          try await FactText.lines(of: incident, invocation)),
        Draft.Section("options", Bilingual("what could be done (may stay empty)", "可选对策（可留空）")),
      ]
    }
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let severity = Severity(rawValue: try invocation.value("severity")) else { return Reply() }
    var factors: [Factor: Int] = [:]
    for factor in Factor.allCases { factors[factor] = invocation[factor.rawValue].flatMap { Int($0) } }
    var risks: [String: String] = [:]
    for risk in ["brand", "market", "legal", "morale"] { risks[risk] = invocation["risk-" + risk] }
    let kind = try await invocation.ledger.incidents.find(incident).kind
    let proposal = SeverityProposal(try await invocation.ledger.pictures.of(incident), kind: kind)
    let revision = try await invocation.ledger.assessments.submit(
      Assessments.Assessment(
        severity: severity, summary: try invocation.text("summary"),
        trend: invocation["trend"].flatMap(Trend.init) ?? .unknown,
        factors: factors, risks: risks, options: try invocation.text("options", default: ""),
        // Without mentions there is nothing that suggests a level.
        proposed: proposal.picture.mentions > 0 ? proposal.severity : nil, departure: invocation["because"] ?? ""),
      to: incident)
    let score = SeverityScore(factors)
    return try await invocation.done(
      Bilingual("Assessment \(revision) is submitted.", "研判报告第 \(revision) 版已提交。"), on: incident,
      values: ["revision": .integer(revision)],
      fields: factors.isEmpty
        ? []
        : [
          Reply.Field(
            "score", Bilingual("The factors suggest", "系统建议"),
            .values(
              .object(["severity": .string(score.severity.rawValue), "score": .number(score.value)]),
              score.severity.name + Bilingual(same: " · \(Int(score.value.rounded()))")))
        ])
  }
}
