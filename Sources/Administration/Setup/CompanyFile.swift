import Desk
import FoundationEssentials
import Ledger
import Transports
import Wording
import Workflow
import YAML

/// Reads a company from its YAML file. Pure; everything that is wrong is found before anything is changed, and named with
/// its line.
struct CompanyFile {
  /// Every fault of the file, in the order of its lines.
  struct Faults: Error {
    let faults: [YAMLNode.Fault]
  }

  var company = CompanySettings()
  private var faults: [YAMLNode.Fault] = []
  var language = Language.english

  static func read(_ bytes: [UInt8]) throws(Faults) -> CompanySettings {
    let root: YAMLNode
    do throws(YAMLNode.Fault) { root = try YAMLNode.read(bytes) } catch { throw Faults(faults: [error]) }
    var file = CompanyFile()
    file.top(root)
    file.checkTogether()
    guard file.faults.isEmpty else { throw Faults(faults: file.faults.sorted { $0.line < $1.line }) }
    return file.company
  }

  mutating func fault(_ line: Int, _ english: String, _ chinese: String) {
    faults.append(YAMLNode.Fault(line: line, reason: Bilingual(english, chinese)))
  }

  // MARK: pieces of YAML

  /// The entries of a map, of which only these keys are known.
  mutating func map(
    _ node: YAMLNode, _ known: [String]? = nil
  ) -> [(key: String, line: Int, value: YAMLNode)] {
    guard case .map(let entries) = node.content else {
      fault(node.line, "here belongs a list of names with values, each on a line of its own", "此处应为若干“名称: 值”，每行一项")
      return []
    }
    guard let known else { return entries }
    return entries.filter { entry in
      if known.contains(entry.key) { return true }
      fault(
        entry.line, "\(entry.key) is not known here; known are: \(known.joined(separator: ", "))",
        "此处没有 \(entry.key) 这一项；可用：\(known.joined(separator: "、"))")
      return false
    }
  }

  mutating func text(_ node: YAMLNode) -> String {
    guard case .scalar(let text) = node.content else {
      fault(node.line, "here belongs one value", "此处应为一个值")
      return ""
    }
    return text
  }

  private mutating func texts(_ node: YAMLNode) -> [(text: String, line: Int)] {
    if case .list(let items) = node.content { return items.map { (text($0), $0.line) } }
    return [(text(node), node.line)]
  }

  mutating func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ line: Int, _ type: Value.Type
  ) -> Value? {
    if let value = Value(rawValue: text) { return value }
    fault(
      line, "\"\(text)\" is not one of: \(Value.allCases.map(\.rawValue).joined(separator: ", "))",
      "“\(text)”不在可选值中：\(Value.allCases.map(\.rawValue).joined(separator: "、"))")
    return nil
  }

  private mutating func flag(_ node: YAMLNode) -> Bool {
    switch text(node).lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      fault(node.line, "here belongs true or false", "此处应为 true 或 false")
      return false
    }
  }

  // MARK: the file

  private mutating func top(_ root: YAMLNode) {
    let entries = map(root, ["company", "people", "substitutes", "transports", "channels", "targets", "reviews"])
    // The company's language is everybody's unless they say otherwise, wherever it stands in the file.
    for entry in entries where entry.key == "company" { readCompany(entry.value) }
    for entry in entries {
      switch entry.key {
      case "people": for person in map(entry.value) { readPerson(person.key, person.line, person.value) }
      case "substitutes":
        for seat in map(entry.value, ["leader", "deputy", "legal"]) {
          for (handle, line) in texts(seat.value) { company.substitutes.append((seat.key, handle, line)) }
        }
      case "transports":
        for transport in map(entry.value) { readTransport(transport.key, transport.line, transport.value) }
      case "channels": for channel in map(entry.value) { readChannel(channel.key, channel.line, channel.value) }
      case "targets":
        company.playbookLine = entry.line
        for target in map(entry.value) { readTarget(target.key, target.value) }
      case "reviews":
        company.playbookLine = entry.line
        for rule in map(entry.value) { readReviews(rule.key, rule.line, rule.value) }
      default: break
      }
    }
  }

  private mutating func readPerson(_ handle: String, _ line: Int, _ node: YAMLNode) {
    var person = CompanySettings.Person(
      handle: handle, name: handle, language: language, seats: [], isService: false, reach: [], line: line)
    if !Self.isHandle(handle) {
      fault(
        line, "\"\(handle)\" is no login: small letters, digits, underscores, and dots between them, 2 to 41",
        "“\(handle)”不能作账号：用小写字母、数字、下划线，中间可以有点号，共 2 至 41 位")
    }
    for entry in map(node, ["name", "seats", "language", "service", "reach"]) {
      switch entry.key {
      case "name":
        person.name = text(entry.value)
        if !Self.isName(person.name) {
          fault(entry.value.line, "a name is one line of up to 200 characters", "姓名写成一行，最多 200 字")
        }
      case "language": person.language = choice(text(entry.value), entry.value.line, Language.self) ?? language
      case "service": person.isService = flag(entry.value)
      case "reach":
        for way in map(entry.value) {
          let address = Transports.Contact(person: handle, transport: way.key, address: text(way.value)).address
          if !Self.isAddress(address) {
            fault(
              way.line, "\"\(address)\" is no address: one word, a mail address, a number or a chat id",
              "“\(address)”不是地址：写邮箱、电话号码或聊天用户标识，中间没有空格")
          }
          person.reach.append((way.key, address))
        }
      default:
        for (seat, line) in texts(entry.value) { if let seat = readSeat(seat, line) { person.seats.append(seat) } }
      }
    }
    for team in Team.allCases {
      let ranks = person.seats.filter { $0.team == team && $0.seat != "legal" }.map(\.seat)
      if Set(ranks).count > 1 {
        fault(
          line, "\(handle) is \(ranks.joined(separator: " and ")) in \(team.rawValue); one of them, and legal besides",
          "\(handle) 在 \(team.rawValue) 同时是 \(ranks.joined(separator: "、"))；只能是其中一个，可以兼任 legal")
      }
    }
    company.people.append(person)
  }

  private mutating func readSeat(_ text: String, _ line: Int) -> (team: Team, seat: String)? {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let team = parts.first.flatMap(Team.init(rawValue:)), Team.working.contains(team) || team == .supervisor
    else {
      fault(
        line, "\"\(parts.first ?? "")\" is no team; teams: monitoring, leadership, response, logistics",
        "没有“\(parts.first ?? "")”这个小组；可写：monitoring、leadership、response、logistics")
      return nil
    }
    let seat = parts.count == 2 ? parts[1] : "member"
    let known = team == .leadership ? ["leader", "deputy", "legal", "member"] : ["head", "member"]
    guard known.contains(seat) else {
      fault(
        line, "\(team.rawValue) has no seat \"\(seat)\"; it has: \(known.joined(separator: ", "))",
        "\(team.rawValue) 没有“\(seat)”这个职务；可写：\(known.joined(separator: "、"))")
      return nil
    }
    return (team, seat)
  }

  private mutating func readTransport(_ name: String, _ line: Int, _ node: YAMLNode) {
    var format = ""
    var address = ""
    var secret = ""
    for entry in map(node, ["format", "url", "program", "secret"]) {
      switch entry.key {
      case "format": format = text(entry.value)
      case "secret": secret = text(entry.value)
      default: address = text(entry.value)
      }
    }
    guard let kind = Transport.Kind(format: format) else {
      let webhooks = WebhookFormat.allCases.map(\.rawValue)
      fault(
        line, "\(name) needs a format: \(webhooks.joined(separator: ", ")), mail or text",
        "\(name) 需要 format：\(webhooks.joined(separator: "、"))、mail 或 text")
      return
    }
    switch kind {
    case .webhook where !address.hasPrefix("https://") && !address.hasPrefix("http://"):
      fault(
        line, "the webhook \(name) needs a url that begins with https://", "群机器人 \(name) 需要以 https:// 开头的 url")
    case .command where address.isEmpty || address.contains("/"):
      fault(
        line, "\(name) needs a program: its name in the service's folder, or sendmail; no path",
        "\(name) 需要 program：服务目录中的程序名或 sendmail，不含路径")
    default: break
    }
    company.transports.append(
      (Transport(name: name, kind: kind, format: format, address: address, secret: secret), line))
  }

  private mutating func readChannel(_ name: String, _ line: Int, _ node: YAMLNode) {
    var kind = ""
    var title = name
    var folder = ""
    var address = ""
    var transport: String?
    var isOutside = true
    var reach: [String: [String]] = [:]
    for entry in map(
      node, ["kind", "title", "folder", "address", "transport", "outside", "audience", "languages", "takes"])
    {
      switch entry.key {
      case "audience", "languages", "takes":
        reach[entry.key] = text(entry.value).split { $0 == " " || $0 == "," }.map(String.init)
      case "kind": kind = text(entry.value)
      case "title": title = text(entry.value)
      case "folder": folder = text(entry.value)
      case "address": address = text(entry.value)
      case "transport": transport = text(entry.value)
      default: isOutside = flag(entry.value)
      }
    }
    let known = ChannelKind(rawValue: kind)
    switch known?.needs {
    case .folder:
      if !folder.hasPrefix("/") {
        fault(line, "the newsroom \(name) needs a folder: a whole path", "官网通报页 \(name) 还缺 folder：完整路径")
      }
    case .transport:
      if transport == nil { fault(line, "the channel \(name) needs a transport", "渠道 \(name) 需要 transport") }
    case .nothing: break
    case nil:
      let kinds = ChannelKind.allCases.map(\.rawValue).joined(separator: ", ")
      fault(line, "\(name) needs a kind, one of these: \(kinds)", "\(name) 需要 kind，可选：\(kinds)")
    }
    for (key, known) in [
      ("audience", Deliveries.Reach.knownAudiences),
      ("languages", Language.allCases.map(\.rawValue)),
    ] {
      for word in reach[key, default: []] where !known.contains(word) {
        let list = known.joined(separator: ", ")
        fault(line, "\"\(word)\" is none of these: \(list)", "“\(word)”不在允许范围内：\(list)")
      }
    }
    company.channels.append(
      (
        Deliveries.Channel(
          name: name, kind: known ?? .manual, isOutside: isOutside, title: title, folder: folder,
          address: address, transport: transport,
          reach: Deliveries.Reach(
            kinds: reach["takes", default: []], audiences: reach["audience", default: []],
            languages: reach["languages", default: []])), line
      ))
  }

  private mutating func readTarget(_ name: String, _ node: YAMLNode) {
    for entry in map(node, Severity.allCases.map(\.rawValue)) {
      guard let severity = Severity(rawValue: entry.key) else { continue }
      let value = text(entry.value)
      guard let within = Self.span(value) else {
        fault(
          entry.value.line, "\"\(value)\" is no span of time; write 30 min, 4 h or 3 d",
          "“\(value)”不是时长；请写作 30 min、4 h 或 3 d")
        continue
      }
      company.targets.append((name, severity, within, entry.line))
    }
  }

  private mutating func readReviews(_ severity: String, _ line: Int, _ node: YAMLNode) {
    guard let severity = choice(severity, line, Severity.self) else { return }
    var reviews = 0
    var legal = false
    for entry in map(node, ["reviews", "legal"]) {
      if entry.key == "legal" {
        legal = flag(entry.value)
      } else {
        reviews = Int(text(entry.value)) ?? 0
      }
    }
    if reviews < 1 { fault(line, "a text needs one review or more", "稿件至少需要一人审核") }
    company.reviews.append((severity, reviews, legal))
  }

  /// What only the whole file can show.
  private mutating func checkTogether() {
    let handles = Set(company.people.map(\.handle))
    for substitute in company.substitutes where !company.people.isEmpty && !handles.contains(substitute.handle) {
      fault(
        substitute.line, "\(substitute.handle) is not among the people of this file", "本文件的人员中没有 \(substitute.handle)")
    }
    for substitute in company.substitutes {
      guard let seats = company.people.first(where: { $0.handle == substitute.handle })?.seats else { continue }
      if seats.contains(where: { $0.team == .leadership && $0.seat == substitute.seat }) {
        fault(
          substitute.line, "\(substitute.handle) holds the seat \(substitute.seat), and does not stand in for it",
          "\(substitute.handle) 就是 \(substitute.seat) 本人，不能做自己的固定代班人")
      } else if !seats.contains(where: { $0.team == .leadership }) {
        fault(
          substitute.line, "\(substitute.handle) does not sit in leadership; only who does stands in there",
          "\(substitute.handle) 不在领导小组；固定代班人须是领导小组成员")
      }
    }
    let leaders = company.people.filter { $0.seats.contains { $0.team == .leadership && $0.seat == "leader" } }
    if let second = leaders.dropFirst().first {
      fault(
        second.line, "\(leaders[0].handle) is the leader already; a second one is a deputy",
        "\(leaders[0].handle) 已是组长；第二位请设为副组长（deputy）")
    }
  }
}
