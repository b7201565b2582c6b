import Ledger
import Plan
import Wording
import Workflow
import YAML

/// Carries a company's file out: changes what is different, in an order in which each thing finds what it rests on. What is
/// refused is named with its line, all of it at once.
struct CompanySetup {
  typealias Change = (what: Bilingual, name: String)

  private let company: CompanySettings
  private let ledger: Ledger
  private var done: [Change] = []
  private var faults: [YAMLNode.Fault] = []

  /// - Parameter ledger: whose calls are one transaction.
  /// - Throws: `CompanyFile.Faults`, after which nothing of it may stand.
  static func carryOut(_ company: CompanySettings, in ledger: Ledger) async throws -> [Change] {
    var setup = CompanySetup(company: company, ledger: ledger)
    try await setup.identity()
    try await setup.transports()
    try await setup.people()
    try await setup.contacts()
    try await setup.substitutes()
    try await setup.channels()
    try await setup.playbook()
    guard setup.faults.isEmpty else {
      throw CompanyFile.Faults(faults: setup.faults.sorted { $0.line < $1.line })
    }
    return setup.done
  }

  private init(company: CompanySettings, ledger: Ledger) {
    self.company = company
    self.ledger = ledger
  }

  /// Does one thing of the file; a refusal is kept with its line, and the next is tried.
  private mutating func attempt(_ line: Int, _ body: () async throws -> [Change]) async throws {
    do {
      done += try await body()
    } catch let error as LedgerError {
      switch error {
      case .refused, .invalidValue, .missing:
        faults.append(YAMLNode.Fault(line: line, reason: error.explanation.sentence))
      default: throw error
      }
    }
  }

  /// A seat of leadership that leadership itself has to give.
  private static func proposed(_ proposal: Int, _ name: String) -> Change {
    (
      Bilingual(
        "proposed to leadership (levee-leadership decide-seat \(proposal))",
        "已向领导小组提出（levee-leadership decide-seat \(proposal)）"),
      name
    )
  }

  private mutating func identity() async throws {
    guard let name = company.name, let zone = company.zone else { return }
    let known = try await ledger.company.read()
    let wanted = Company(
      name: name, nameInEnglish: company.nameInEnglish ?? (known?.name == name ? known?.nameInEnglish : nil) ?? name,
      contact: company.contact ?? known?.contact ?? "", zone: zone, mark: company.mark ?? known?.mark ?? "",
      pages: company.pages ?? known?.pages ?? "")
    try await attempt(company.line) { [ledger] in
      try await ledger.company.write(wanted) ? [(Bilingual("company", "公司"), name)] : []
    }
  }

  private mutating func transports() async throws {
    let known = try await ledger.transports.list()
    for (transport, line) in company.transports where !known.contains(transport) {
      try await attempt(line) { [ledger] in
        try await ledger.transports.put(transport)
        return [(Bilingual("transport", "通知方式"), transport.name)]
      }
    }
  }

  private mutating func people() async throws {
    let known = try await ledger.people.list()
    for person in company.people {
      let here = known.first { $0.handle == person.handle }
      if here?.isRemoved == true {
        faults.append(
          YAMLNode.Fault(
            line: person.line,
            reason: Bilingual(
              "\(person.handle) was removed; the same person comes back with: levee person return \(person.handle)",
              "\(person.handle) 已停用；本人回来请执行：levee person return \(person.handle)")))
        continue
      }
      try await attempt(person.line) { [ledger] in
        let teams = person.seats.map(\.team.rawValue)
        let seats = person.seats.map(\.seat)
        guard let here else {
          let proposal = try await ledger.people.add(
            handle: person.handle, displayName: person.name, teams: teams, seats: seats, language: person.language,
            isService: person.isService)
          let what = person.isService ? Bilingual("service", "服务") : Bilingual("person", "人员")
          return [(what, person.handle)] + (proposal.map { [Self.proposed($0, person.handle)] } ?? [])
        }
        guard !person.isService, Self.differs(here, from: person) else { return [] }
        let proposal = try await ledger.people.change(
          handle: person.handle, displayName: person.name, teams: teams, seats: seats, language: person.language)
        return [(Bilingual("person changed", "人员变更"), person.handle)]
          + (proposal.map { [Self.proposed($0, person.handle)] } ?? [])
      }
    }
  }

  private static func differs(_ here: People.Person, from person: CompanySettings.Person) -> Bool {
    var wanted = Set(person.seats.map { "\($0.team.rawValue):\($0.seat)" })
    // Whoever holds another seat is no mere member.
    if wanted.contains("leadership:legal") { wanted.remove("leadership:member") }
    return here.displayName != person.name || here.language != person.language || Set(here.seats) != wanted
  }

  private mutating func contacts() async throws {
    let known = Set(try await ledger.transports.contacts())
    for person in company.people {
      for way in person.reach {
        let contact = Transports.Contact(person: person.handle, transport: way.transport, address: way.address)
        guard !known.contains(contact) else { continue }
        try await attempt(person.line) { [ledger] in
          try await ledger.transports.put(contact)
          return [(Bilingual("contact", "联系方式"), "\(person.handle) \(way.transport)")]
        }
      }
    }
  }

  private mutating func substitutes() async throws {
    let known = Set(try await ledger.people.substitutes())
    for substitute in company.substitutes where !known.contains("\(substitute.seat):\(substitute.handle)") {
      let who = "\(substitute.seat) \(substitute.handle)"
      try await attempt(substitute.line) { [ledger] in
        let proposal = try await ledger.people.setSubstitute(substitute.handle, for: substitute.seat, stands: true)
        return [proposal.map { Self.proposed($0, who) } ?? (Bilingual("substitute", "固定代班人"), who)]
      }
    }
  }

  private mutating func channels() async throws {
    let known = try await ledger.deliveries.channels()
    for (channel, line) in company.channels where !known.contains(channel) {
      try await attempt(line) { [ledger] in
        try await ledger.deliveries.put(channel)
        return [(Bilingual("channel", "渠道"), channel.name)]
      }
    }
  }

  private mutating func playbook() async throws {
    guard let base = try await ledger.playbooks.list().last(where: { $0.sentBack == nil })?.version,
      let old = try await ledger.playbooks.content(version: base)
    else { return }
    let changes = PlaybookChanges(company)
    for name in changes.unknown(in: old) {
      faults.append(
        YAMLNode.Fault(
          line: company.playbookLine,
          reason: Bilingual("the playbook has no time for a step \(name)", "预案中没有“\(name)”这一步的时限")))
    }
    let new = changes.applied(to: old)
    guard !old.saysTheSame(as: new) else { return }
    let found = changes.faults(in: new)
    faults += found
    // A version that nobody could work by is not proposed.
    guard found.isEmpty else { return }
    try await attempt(company.playbookLine) { [ledger] in
      [
        (Bilingual("playbook version", "预案第几版"), String(try await ledger.playbooks.propose(new, writtenFrom: base)))
      ]
    }
  }
}
