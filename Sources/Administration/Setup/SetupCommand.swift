import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording

/// `levee setup`: a company from one file, or from a few questions that write that file. Run again with a changed file, it
/// changes what is different and nothing else.
enum SetupCommand {
  static let setup = Command(
    "setup", "公司设置", Bilingual("set a company up: from a YAML file, or by questions", "设置公司：读取 YAML 文件，或逐项提问"),
    [
      .positional("FILE", Bilingual("the YAML file; without it you are asked", "YAML 文件；不填则逐项提问"), required: false),
      .flag("check", Bilingual("only say what is wrong with the file", "仅检查文件")),
      .flag("example", Bilingual("print a file to begin from", "输出示例文件")),
      .option(
        "out", "FILE", Bilingual("where the answers are written; levee.yaml if not said", "问答结果写入的文件，默认 levee.yaml")),
    ], as: .administrator
  ) { invocation in
    if invocation.has("example") { return Reply(verbatim: CompanyExample.text(invocation.language)) }
    let path: String
    if let given = invocation["FILE"] {
      path = given
    } else if let terminal = invocation.terminal {
      path = invocation["out"] ?? "levee.yaml"
      let answers = try SetupQuestions(terminal: terminal, language: invocation.language).ask()
      try OutputFile.write(Array(answers.utf8), to: path)
    } else {
      throw Failure(
        .usage, Bilingual("Name the company's YAML file.", "请指定公司的 YAML 文件。"),
        advice: Bilingual(
          "Begin from: levee setup --example > levee.yaml", "可从示例开始：levee setup --example > levee.yaml"))
    }
    let company = try read(path)
    if invocation.has("check") {
      return Reply(Bilingual("\(path) is in order.", "\(path) 没有问题。"))
    }
    let done = try await apply(company, invocation)
    return Reply(
      done.isEmpty
        ? Bilingual("Nothing to change: all of \(path) is so already.", "不用改：\(path) 的内容都已生效。")
        : Bilingual("The company is set up from \(path).", "已按 \(path) 完成设置。"),
      tables: [
        Reply.Table(
          "changes",
          columns: [("what", Bilingual("What", "内容")), ("name", Bilingual("Name", "名称"))],
          rows: done.map { [.words($0.what), .code($0.name)] }, whenEmpty: Bilingual(same: ""))
      ]
        + [
          Reply.Table(
            "then", Bilingual("Then:", "接下来："), columns: [("command", Bilingual("Command", "命令"))],
            rows: next(done).map { [.code($0)] })
        ])
  }

  private static func read(_ path: String) throws -> CompanySettings {
    do {
      return try CompanyFile.read(try Input.bytes(path))
    } catch let faults as CompanyFile.Faults {
      let lines = faults.faults.map { fault in
        Bilingual(same: "\(path):\(fault.line): ") + fault.reason
      }
      throw Failure(
        .data,
        Bilingual(
          lines.map(\.english).joined(separator: "; "), lines.map(\.chinese).joined(separator: "；")),
        advice: Bilingual(
          "Nothing was changed. Mend the file and run it again.", "未保存，未改动。请改好文件再执行。"))
    }
  }

  private typealias Change = (what: Bilingual, name: String)

  /// A seat of leadership that leadership itself has to give.
  private static func proposed(_ proposal: Int, _ name: String) -> Change {
    (
      Bilingual(
        "proposed to leadership (levee-leadership decide-seat \(proposal))",
        "已向领导小组提出（levee-leadership decide-seat \(proposal)）"),
      name
    )
  }

  /// Changes what is different, in an order in which each thing finds what it rests on.
  private static func apply(_ company: CompanySettings, _ invocation: Invocation) async throws -> [Change] {
    let ledger = invocation.ledger
    var done: [Change] = []
    if let name = company.name, let zone = company.zone {
      let known = try await ledger.company.read()
      let wanted = Company(
        name: name, nameInEnglish: company.nameInEnglish ?? (known?.name == name ? known?.nameInEnglish : nil) ?? name,
        contact: company.contact ?? known?.contact ?? "", zone: zone, mark: company.mark ?? known?.mark ?? "")
      if try await ledger.company.write(wanted) { done.append((Bilingual("company", "公司"), name)) }
    }
    let transports = try await ledger.transports.list()
    for (transport, _) in company.transports where !transports.contains(transport) {
      try await ledger.transports.put(transport)
      done.append((Bilingual("transport", "通知方式"), transport.name))
    }
    let people = try await ledger.people.list()
    for person in company.people {
      let teams = person.seats.map(\.team.rawValue)
      let seats = person.seats.map(\.seat)
      guard let known = people.first(where: { $0.handle == person.handle }) else {
        let proposal = try await ledger.people.add(
          handle: person.handle, displayName: person.name, teams: teams, seats: seats, language: person.language,
          isService: person.isService)
        done.append((person.isService ? Bilingual("service", "服务") : Bilingual("person", "人员"), person.handle))
        if let proposal { done.append(proposed(proposal, person.handle)) }
        continue
      }
      let wanted = Set(person.seats.map { "\($0.team.rawValue):\($0.seat)" })
      guard !person.isService, !known.isRemoved,
        known.displayName != person.name || known.language != person.language || Set(known.seats) != wanted
      else { continue }
      let proposal = try await ledger.people.change(
        handle: person.handle, displayName: person.name, teams: teams, seats: seats, language: person.language)
      done.append((Bilingual("person changed", "人员变更"), person.handle))
      if let proposal { done.append(proposed(proposal, person.handle)) }
    }
    let contacts = Set(try await ledger.transports.contacts())
    for person in company.people {
      for way in person.reach {
        let contact = Transports.Contact(person: person.handle, transport: way.transport, address: way.address)
        guard !contacts.contains(contact) else { continue }
        try await ledger.transports.put(contact)
        done.append((Bilingual("contact", "联系方式"), "\(person.handle) \(way.transport)"))
      }
    }
    let substitutes = Set(try await ledger.people.substitutes())
    for substitute in company.substitutes where !substitutes.contains("\(substitute.seat):\(substitute.handle)") {
      let proposal = try await ledger.people.setSubstitute(substitute.handle, for: substitute.seat, stands: true)
      let who = "\(substitute.seat) \(substitute.handle)"
      done.append(proposal.map { proposed($0, who) } ?? (Bilingual("substitute", "固定代班人"), who))
    }
    let channels = try await ledger.deliveries.channels()
    for (channel, _) in company.channels where !channels.contains(channel) {
      try await ledger.deliveries.put(channel)
      done.append((Bilingual("channel", "渠道"), channel.name))
    }
    if let version = try await ledger.playbooks.propose(changes: try changes(company)) {
      done.append((Bilingual("playbook version", "预案第几版"), String(version)))
    }
    return done
  }

  /// What the file says of the playbook, as `levee.propose_playbook` reads it.
  private static func changes(_ company: CompanySettings) throws -> String {
    var changes: [String: JSONValue] = [
      "targets": .array(
        company.targets.map {
          .object([
            "name": .string($0.name), "severity": .string($0.severity.rawValue),
            "within": .string("\(Int($0.within.inSeconds)) seconds"),
          ])
        }),
      "review_rules": .array(
        company.reviews.map {
          .object([
            "severity": .string($0.severity.rawValue), "reviews": .integer($0.reviews), "legal": .bool($0.legal),
          ])
        }),
    ]
    if let size = company.size { changes["company_size"] = .string(size) }
    if let title = company.title {
      changes["title_en"] = .string(title.english)
      changes["title_zh"] = .string(title.chinese)
    }
    return try JSONValue.object(changes).text(pretty: false)
  }

  private static func next(_ done: [Change]) -> [String] {
    let version = done.first { $0.what.english == "playbook version" }?.name
    return (version.map { ["levee-leadership approve-playbook \($0)"] } ?? []) + ["levee doctor"]
  }
}
