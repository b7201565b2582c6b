import CommandLine
import Ledger
import Wording
import Workflow

/// Whom the company knows in the media, and what was said to them: for logistics and response; leadership reads.
public enum ContactCommands {
  private static let contact = Parameter.positional(
    "CONTACT", Bilingual("the contact, for example C3", "媒体联系人编号，如 C3"))

  public static let put = Command(
    "contact put", "登记媒体联系人", Bilingual("write down somebody of the media, or change what is said", "登记或更新媒体联系人"),
    [
      .positional("NAME", Bilingual("their name", "姓名")),
      .option("outlet", "OUTLET", Bilingual("for whom they write", "所属媒体"), required: true),
      .option("beat", "TEXT", Bilingual("what they write about", "关注领域")),
      .option("speaks", "LANGUAGE", Bilingual("their language; zh-CN if not said", "使用语言，默认中文"), choices: .languages),
      .option("prefers", "TEXT", Bilingual("how they like to be reached", "首选联系方式")),
      .option("address", "TEXT", Bilingual("where: a number, an address", "电话、微信或邮箱")),
      .option("known-by", "PERSON", Bilingual("who of the house knows them; you if not said", "公司对接人，默认为本人")),
    ]
  ) { invocation in
    let name = try invocation.value("NAME")
    let outlet = try invocation.value("outlet")
    let known = try await invocation.ledger.contacts.list().first { $0.entry.name == name && $0.entry.outlet == outlet }
    var entry = known?.entry ?? MediaContacts.Entry(name: name, outlet: outlet)
    entry.beat = invocation["beat"] ?? entry.beat
    entry.language = invocation["speaks"].flatMap(Language.init(rawValue:)) ?? entry.language
    entry.prefers = invocation["prefers"] ?? entry.prefers
    entry.reach = invocation["address"] ?? entry.reach
    entry.knownBy = invocation["known-by"] ?? entry.knownBy
    try await invocation.ledger.contacts.put(entry)
    let kept = try await invocation.ledger.contacts.list().first { $0.entry.name == name && $0.entry.outlet == outlet }
    return Reply(
      Bilingual("\(name) is on the list.", "\(name) 已登记。"),
      values: ["name": .string(name), "contact": kept.map { .id($0.reference) } ?? .null])
  }

  public static let list = Command(
    "contact list", "媒体联系人", Bilingual("contacts of the media, and how to reach them", "媒体联系人及联系方式"),
    [.option("word", "WORD", Bilingual("only those whose name, outlet or beat has it", "姓名、媒体或领域含有该词"))], to: .show
  ) { invocation in
    let word = invocation["word"]?.lowercased()
    let contacts = try await invocation.ledger.contacts.list().filter { contact in
      word.map { word in
        [contact.entry.name, contact.entry.outlet, contact.entry.beat].contains { $0.lowercased().contains(word) }
      } ?? true
    }
    return Reply(
      tables: [
        Reply.Table(
          "contacts",
          columns: [
            ("contact", Bilingual("Id", "编号")), ("name", Bilingual("Name", "姓名")),
            ("outlet", Bilingual("Outlet", "媒体")), ("beat", Bilingual("Beat", "领域")),
            ("language", Bilingual("Language", "语言")), ("prefers", Bilingual("Prefers", "首选方式")),
            ("reach", Bilingual("Reach", "联系方式")), ("known_by", Bilingual("Known by", "对接人")),
            ("verified", Bilingual("Looked at", "最近核对")), ("stale", Bilingual("Look again", "待核对")),
          ],
          rows: contacts.map {
            [
              .code($0.reference.description), .text($0.entry.name), .text($0.entry.outlet), .text($0.entry.beat),
              .code($0.entry.language.rawValue), .text($0.entry.prefers), .text($0.entry.reach),
              .code($0.entry.knownBy), .time($0.verifiedAt), .flag($0.lookIsOwed),
            ]
          },
          whenEmpty: Bilingual("There is none yet: levee-logistics contact put", "还没有媒体联系人：levee-logistics contact put")
        )
      ])
  }

  public static let say = Command(
    "contact talk", "媒体沟通", Bilingual("write down what was said to somebody of the media", "登记与媒体联系人的沟通内容"),
    [
      contact, .positional("WORDS", Bilingual("what was said", "沟通内容"), repeats: true),
      .option("incident", "INCIDENT", Bilingual("about which incident", "关于哪个事件")),
    ]
  ) { invocation in
    let incident = invocation["incident"] == nil ? nil : try invocation.reference("incident", .incident)
    let contact = try invocation.reference("CONTACT", .contact)
    try await invocation.ledger.contacts.say(try invocation.words("WORDS"), to: contact, about: incident)
    return Reply(
      Bilingual("It is written down.", "已登记。"),
      values: ["contact": .id(contact), "incident": incident.map { .id($0) } ?? .null])
  }

  public static let talks = Command(
    "contact talks", "沟通记录", Bilingual("what was said to whom of the media, the newest first", "与媒体的沟通记录，新的在前"),
    [
      .positional("CONTACT", Bilingual("to this one only, for example C3", "只看某位联系人，如 C3"), required: false),
      .option("incident", "INCIDENT", Bilingual("about this incident only", "仅该事件")),
    ], to: .show
  ) { invocation in
    let contact = invocation["CONTACT"] == nil ? nil : try invocation.reference("CONTACT", .contact)
    let talks = try await invocation.ledger.contacts.talks(
      to: contact,
      about: invocation["incident"] == nil ? nil : try invocation.reference("incident", .incident))
    // Of one who is off the list, what was said is still there.
    if let contact, talks.isEmpty,
      !(try await invocation.ledger.contacts.list().contains { $0.reference == contact })
    {
      throw LedgerError.unknown(contact)
    }
    return Reply(
      tables: [
        Reply.Table(
          "talks",
          columns: [
            ("at", Bilingual("When", "时间")), ("contact", Bilingual("Id", "编号")), ("name", Bilingual("Name", "姓名")),
            ("incident", Bilingual("Incident", "事件")), ("said", Bilingual("What was said", "沟通内容")),
            ("person", Bilingual("By", "登记人")),
          ],
          rows: talks.map {
            [
              .time($0.at), .code($0.contact.description), .text($0.name),
              $0.incident.map { .code($0.description) } ?? .none, .text($0.said), .code($0.person),
            ]
          })
      ])
  }

  public static let remove = Command(
    "contact remove", "移除媒体联系人", Bilingual("take somebody off the list who is there no more", "移除已不在岗的媒体联系人"), [contact]
  ) { invocation in
    let contact = try invocation.reference("CONTACT", .contact)
    try await invocation.ledger.contacts.remove(contact)
    return Reply(
      Bilingual(
        "\(contact) is off the list. To blank their name for good: levee-leadership erase \(contact)",
        "\(contact) 已移除。如需彻底删除个人信息：levee-leadership erase \(contact)"),
      values: ["contact": .id(contact)])
  }
}

/// A look: that something is as the registry says.
public enum VerifyCommand {
  /// For its owner, whoever they are.
  public static let staff = make(as: .staff)
  /// The same in a team's own program, where `watch` begins it.
  public static let team = make(as: .team)

  private static func make(as access: Ledger.Access) -> Command {
    Command(
      "verify", "核对", Bilingual("say that you looked, and it is as the registry says", "登记已核对，与清单一致"),
      [
        .positional(
          "WHAT", Bilingual("resources and contacts, for example Z3 or C2", "资源或媒体联系人编号，如 Z3、C2"), repeats: true)
      ], as: access
    ) { invocation in
      let references = try invocation.all("WHAT").map { typed in
        guard let reference = Reference(typed), [.resource, .contact].contains(reference.kind) else {
          throw Failure(
            .usage, Bilingual("\"\(typed)\" is neither a resource nor a contact.", "“\(typed)”不是资源或媒体联系人的编号。"),
            advice: Bilingual("A resource is Z3, a contact of the media C2.", "资源编号如 Z3，媒体联系人编号如 C2。"))
        }
        return reference
      }
      try await invocation.ledger.atomically { ledger in
        for reference in references { _ = try await ledger.resources.verify(reference) }
      }
      return Reply(
        Bilingual(
          "Looked at: \(references.map(\.description).joined(separator: ", ")).",
          "已核对：\(references.map(\.description).joined(separator: "、"))。"),
        values: ["verified": .array(references.map { .id($0) })])
    }
  }
}
