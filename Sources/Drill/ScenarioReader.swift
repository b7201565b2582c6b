import FoundationEssentials
import Wording
import Workflow
import YAML

/// Reads a scenario's folder: `scenario.yaml`, and beside it in both languages `background` (said to who takes part) and `knows` (for the
/// facilitator), as Markdown.
public struct ScenarioReader {
  private var fields = ScenarioFields(file: "scenario.yaml")
  private var scenario = Scenario()

  /// A scenario that cannot be used: everything that is wrong with it.
  public struct Faults: Error, Sendable {
    public let faults: [ScenarioFault]
  }

  /// - Parameters:
  ///   - name: of the folder.
  ///   - file: the bytes of a file of the folder; nil where there is none.
  public static func read(_ name: String, file: (String) throws -> [UInt8]?) throws -> Scenario {
    var reader = ScenarioReader()
    reader.scenario.name = name
    guard let bytes = try file("scenario.yaml") else {
      throw Faults(faults: [
        ScenarioFault(
          file: "scenario.yaml", line: 1, reason: Bilingual("there is no scenario.yaml", "没有 scenario.yaml"))
      ])
    }
    let root: YAMLNode
    do throws(YAMLNode.Fault) { root = try YAMLNode.read(bytes) } catch {
      throw Faults(faults: [ScenarioFault(file: "scenario.yaml", line: error.line, reason: error.reason)])
    }
    reader.top(root)
    let parts: [(String, WritableKeyPath<Scenario, Bilingual>)] = [("background", \.background), ("knows", \.knows)]
    for (part, keep) in parts {
      var texts: [String] = []
      for language in ["en", "zh-CN"] {
        let path = "\(part).\(language).md"
        let text = try file(path).map { String(decoding: $0, as: UTF8.self).trimmingCharacters() } ?? ""
        if text.isEmpty {
          reader.fields.faults.append(
            ScenarioFault(file: path, line: 1, reason: Bilingual("this text is missing", "缺少这份文字")))
        }
        texts.append(text)
      }
      reader.scenario[keyPath: keep] = Bilingual(texts[0], texts[1])
    }
    guard reader.fields.faults.isEmpty else {
      throw Faults(faults: reader.fields.faults.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
    }
    return reader.scenario
  }

  private mutating func top(_ root: YAMLNode) {
    let map = fields.map(
      root,
      [
        "title", "kind", "severity", "size", "starts_at", "length", "jurisdictions", "roles", "objectives", "injects",
        "expectations", "public", "really", "sources",
      ])
    let line = root.line
    scenario.title = fields.words(map["title"]) ?? missing("title", line)
    scenario.kind = fields.choice(map["kind"], line: line, "kind", of: IncidentKind.self, else: .other)
    scenario.severity = fields.choice(map["severity"], line: line, "severity", of: Severity.self, else: .three)
    if let size = map["size"] {
      scenario.size = fields.choice(size, line: line, "size", of: Size.self, else: .medium).rawValue
    }
    scenario.length = fields.span(map["length"], line: line, "length")
    if map["starts_at"] != nil {
      let text = fields.text(map["starts_at"], line: line, "starts_at")
      if TimeFormat.date(text, now: Date(timeIntervalSince1970: 0)) == nil || !text.contains("T") {
        fields.fault(
          map["starts_at"]?.line ?? line, "starts_at is a time with its zone: 2023-11-08T04:38:00+11:00",
          "starts_at 应为带时区的时间：2023-11-08T04:38:00+11:00")
      }
      scenario.startsAt = text
    }
    scenario.jurisdictions = fields.list(map["jurisdictions"]).map { fields.text($0, line: $0.line, "jurisdictions") }
    scenario.roles = fields.list(map["roles"]).map { fields.words($0) ?? Bilingual(same: "") }
    for node in fields.list(map["sources"]) {
      let source = fields.map(node, ["title", "url"])
      scenario.sources.append(
        .init(
          title: fields.text(source["title"], line: node.line, "title"),
          url: source["url"].map { fields.text($0, line: node.line, "url") } ?? ""))
    }
    if scenario.sources.isEmpty { fields.fault(line, "sources are missing", "缺少 sources（来源）") }
    mood(map["public"])
    objectives(map["objectives"], line)
    for node in fields.list(map["injects"]) { inject(node) }
    if scenario.injects.isEmpty { fields.fault(line, "injects are missing", "缺少 injects（情景注入）") }
    for node in fields.list(map["expectations"]) { expectation(node) }
    for node in fields.list(map["really"]) { happened(node) }
    if scenario.injects.contains(where: { $0.crowd > 0 }) && scenario.lines.isEmpty
      && !scenario.injects.contains(where: { !$0.lines.isEmpty })
    {
      fields.fault(map["public"]?.line ?? line, "a crowd needs lines to say", "有 crowd 就要有 lines（说什么）")
    }
  }

  private enum Size: String, CaseIterable { case small, medium, large }

  private mutating func missing(_ key: String, _ line: Int) -> Bilingual {
    fields.fault(line, "\(key) is missing", "缺少 \(key)")
    return Bilingual(same: "")
  }

  private mutating func mood(_ node: YAMLNode?) {
    guard let node else { return }
    let keys = ["usual", "echo", "delay", "ceiling", "patience", "anger", "calm", "settling", "outrage", "negative"]
    let map = fields.map(node, keys + ["lines"])
    var mood = Mood()
    let all: [WritableKeyPath<Mood, Double>] = [
      \.usual, \.echo, \.delay, \.ceiling, \.patience, \.anger, \.calm, \.settling, \.outrage, \.negative,
    ]
    for (key, path) in zip(keys, all) {
      mood[keyPath: path] = fields.number(map[key], key, in: 0...100_000, else: mood[keyPath: path])
    }
    if let fault = mood.fault { fields.fault(node.line, fault.english, fault.chinese) }
    scenario.mood = mood
    scenario.lines = lines(map["lines"])
  }

  private mutating func lines(_ node: YAMLNode?) -> [Scenario.Line] {
    fields.list(node).map { node in
      let map = fields.map(node, ["en", "zh", "negative", "source"])
      let isNegative = map["negative"].map { fields.text($0, line: node.line, "negative") } ?? "true"
      if isNegative != "true" && isNegative != "false" {
        fields.fault(node.line, "negative is true or false", "negative 应为 true 或 false")
      }
      return Scenario.Line(
        text: fields.words(map, line: node.line), isNegative: isNegative == "true",
        source: map["source"].map { fields.text($0, line: node.line, "source") } ?? "social")
    }
  }

  private mutating func objectives(_ node: YAMLNode?, _ line: Int) {
    for node in fields.list(node) {
      let map = fields.map(node, ["code", "en", "zh"])
      let code = code(map["code"], node.line, "O-", scenario.objectives.map(\.code))
      scenario.objectives.append(.init(code: code, text: fields.words(map, line: node.line)))
    }
    if scenario.objectives.isEmpty { fields.fault(node?.line ?? line, "objectives are missing", "缺少 objectives（演练目标）") }
  }

  /// A number of a kind, once: `V-06`.
  private mutating func code(_ node: YAMLNode?, _ line: Int, _ prefix: String, _ taken: [String]) -> String {
    let code = fields.text(node, line: line, "code")
    let digits = code.dropFirst(prefix.count)
    if !code.hasPrefix(prefix) || digits.isEmpty || digits.count > (prefix == "O-" ? 2 : 3)
      || (prefix != "O-" && digits.count < 2) || !digits.allSatisfy({ $0.isASCII && $0.isNumber })
    {
      let example = prefix + (prefix == "O-" ? "1" : "01")
      fields.fault(node?.line ?? line, "\(code) is not a code such as \(example)", "\(code) 不是编号，写法如 \(example)")
    } else if taken.contains(code) {
      fields.fault(node?.line ?? line, "\(code) is here twice", "\(code) 重复出现")
    }
    return code
  }

  private mutating func inject(_ node: YAMLNode) {
    let map = fields.map(
      node,
      [
        "code", "kind", "at", "after", "without", "by", "title", "text", "to", "crowd", "fade", "mentions", "lines",
        "sender", "contact", "channel", "seat", "minutes",
      ])
    let line = node.line
    var inject = Inject()
    inject.code = code(map["code"], line, "V-", scenario.injects.map(\.code))
    inject.kind = fields.choice(map["kind"], line: line, "kind", of: Inject.Kind.self, else: .mentions)
    inject.title = fields.words(map["title"]) ?? missing("title", line)
    inject.trigger = trigger(map, line)
    inject.text = fields.words(map["text"]) ?? Bilingual(same: "")
    inject.teams = fields.list(map["to"]).map {
      fields.choice($0, line: $0.line, "to", of: Team.self, else: .response)
    }
    inject.crowd = fields.number(map["crowd"], "crowd", in: 0...100, else: 0)
    inject.fade = fields.number(map["fade"], "fade", in: 1...10_000, else: 60)
    inject.mentions = lines(map["mentions"])
    inject.lines = lines(map["lines"])
    inject.minutes = Int(fields.number(map["minutes"], "minutes", in: 1...10_000, else: 60))
    for (key, path) in [
      ("sender", \Inject.sender), ("contact", \.contact), ("channel", \.channel), ("seat", \.seat),
    ] where map[key] != nil {
      inject[keyPath: path] = fields.text(map[key], line: line, key)
    }
    check(inject, map, line)
    scenario.injects.append(inject)
  }

  private mutating func trigger(_ map: [String: YAMLNode], _ line: Int) -> Inject.Trigger {
    let given = ["at", "after", "without", "by"].filter { map[$0] != nil }
    guard given.count == 1, let key = given.first, let node = map[key] else {
      fields.fault(line, "one of at, after, without, by says when it comes", "用 at、after、without、by 之一写明何时注入")
      return .hand
    }
    switch key {
    case "at": return .at(fields.span(node, line: line, "at"))
    case "by":
      if fields.text(node, line: line, "by") != "hand" { fields.fault(node.line, "by: hand", "应写 by: hand") }
      return .hand
    case "after":
      let map = fields.map(node, ["step", "wait"])
      let step = fields.choice(map["step"], line: node.line, "step", of: DrillStep.self, else: .command)
      return .after(step, wait: map["wait"].map { fields.span($0, line: node.line, "wait") } ?? 0)
    default:
      let map = fields.map(node, ["step", "within"])
      let step = fields.choice(map["step"], line: node.line, "step", of: DrillStep.self, else: .statement)
      return .without(step, within: fields.span(map["within"], line: node.line, "within"))
    }
  }

  /// What a kind of inject needs besides.
  private mutating func check(_ inject: Inject, _ map: [String: YAMLNode], _ line: Int) {
    let needsText: [Inject.Kind] = [.leak, .fact, .refutation, .feedback, .call, .tool]
    if needsText.contains(inject.kind) && map["text"] == nil {
      fields.fault(
        line, "\(inject.code): \(inject.kind.rawValue) needs a text",
        "\(inject.code)：\(inject.kind.name.chinese)要有 text")
    }
    if [.mentions, .rumour].contains(inject.kind) && inject.crowd == 0 && inject.mentions.isEmpty {
      fields.fault(line, "\(inject.code): posts need mentions or a crowd", "\(inject.code)：要有 mentions 或 crowd")
    }
    if [.feedback, .call].contains(inject.kind)
      && !["customer", "journalist", "regulator", "employee", "investor"].contains(inject.sender)
    {
      fields.fault(
        map["sender"]?.line ?? line,
        "\(inject.code): sender is customer, journalist, regulator, employee or investor",
        "\(inject.code)：sender 为 customer、journalist、regulator、employee、investor 之一")
    }
    if inject.kind == .absent && !["leader", "deputy", "legal"].contains(inject.seat) {
      fields.fault(
        map["seat"]?.line ?? line, "\(inject.code): seat is leader, deputy or legal",
        "\(inject.code)：seat 为 leader、deputy、legal 之一")
    }
    if inject.kind == .channel && inject.channel.isEmpty {
      fields.fault(line, "\(inject.code): channel names what fails", "\(inject.code)：channel 写明哪个渠道故障")
    }
    if case .at(let at) = inject.trigger, at > scenario.length {
      fields.fault(map["at"]?.line ?? line, "\(inject.code) comes after the drill's length", "\(inject.code) 晚于演练时长")
    }
  }

  private mutating func expectation(_ node: YAMLNode) {
    let map = fields.map(node, ["code", "objective", "step", "after", "within", "weight", "en", "zh"])
    let line = node.line
    let code = code(map["code"], line, "E-", scenario.expectations.map(\.code))
    let objective = fields.text(map["objective"], line: line, "objective")
    if !scenario.objectives.contains(where: { $0.code == objective }) {
      fields.fault(map["objective"]?.line ?? line, "\(objective) is not an objective", "\(objective) 不是演练目标")
    }
    let after = map["after"].map { fields.text($0, line: line, "after") } ?? ""
    if !after.isEmpty && !scenario.injects.contains(where: { $0.code == after }) {
      fields.fault(map["after"]?.line ?? line, "\(after) is not an inject", "\(after) 不是情景注入的编号")
    }
    let within = fields.span(map["within"], line: line, "within")
    if within == 0 && map["within"] != nil { fields.fault(line, "within is greater than 0", "within 须大于 0") }
    scenario.expectations.append(
      .init(
        code: code, objective: objective,
        step: fields.choice(map["step"], line: line, "step", of: DrillStep.self, else: .command), after: after,
        within: within, weight: Int(fields.number(map["weight"], "weight", in: 1...100, else: 1)),
        text: fields.words(map, line: line)))
  }

  private mutating func happened(_ node: YAMLNode) {
    let map = fields.map(node, ["at", "en", "zh", "source"])
    let source = Int(fields.number(map["source"], "source", in: 0...100, else: 0))
    if source > scenario.sources.count {
      fields.fault(map["source"]?.line ?? node.line, "there is no source \(source)", "没有第 \(source) 个来源")
    }
    scenario.really.append(
      .init(
        at: fields.span(map["at"], line: node.line, "at", negative: true), text: fields.words(map, line: node.line),
        source: source))
  }
}
