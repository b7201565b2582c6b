import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Transports
import Wording
import Workflow

/// How messages leave the house, and where each person is reached.
enum TransportCommands {
  private static let name = Parameter.positional("NAME", Bilingual("a short name", "简短名称"))

  private static let formats = (WebhookFormat.allCases.map(\.rawValue) + Transport.Kind.programFormats).map { format in
    let chinese = ["generic": "通用", "dingtalk": "钉钉", "feishu": "飞书", "wecom": "企业微信", "mail": "邮件", "text": "脚本"]
    return Choice(format, Bilingual(format, chinese[format] ?? format))
  }

  static let add = Command(
    "transport add", "添加通知方式", Bilingual("add a way to reach people, or change it", "添加或修改通知方式"),
    [
      name,
      .option(
        "format", "FORMAT",
        Bilingual(
          "a webhook's: generic, dingtalk, feishu, wecom, slack; a program's: mail, text",
          "群机器人（Webhook）：generic、dingtalk、feishu、wecom、slack；程序：mail、text"), required: true,
        choices: formats),
      .option(
        "url", "URL",
        Bilingual(
          "where a webhook is posted to; {NAME} stands for a credential of the service",
          "群机器人（Webhook）地址；{名称} 代表密钥文件")),
      .option(
        "program", "NAME",
        Bilingual("a program in the service's folder, or sendmail", "服务目录中的程序名，或 sendmail")),
      .option(
        "secret", "NAME", Bilingual("the credential that a webhook is signed with", "签名用的密钥名称")),
    ], as: .administrator
  ) { invocation in
    let name = try invocation.value("NAME")
    let format = try invocation.value("format")
    guard let kind = Transport.Kind(format: format) else { return Reply() }
    guard let address = kind == .webhook ? invocation["url"] : invocation["program"] else {
      throw Failure(
        .usage,
        kind == .webhook
          ? Bilingual("A webhook needs --url.", "群机器人还缺 --url（地址）。")
          : Bilingual("A program needs --program.", "还缺 --program（程序名）。"))
    }
    try await invocation.ledger.transports.put(
      Transport(name: name, kind: kind, format: format, address: address, secret: invocation["secret"] ?? ""))
    return Reply(
      Bilingual(
        "Transport \(name) is there. Try it with: levee transport test \(name) --address ADDRESS",
        "通知方式 \(name) 已登记。可试发：levee transport test \(name) --address 地址"))
  }

  static let list = Command(
    "transport list", "通知方式列表", Bilingual("the ways to reach people", "全部通知方式"), as: .administrator, to: .show
  ) { invocation in
    let transports = try await invocation.ledger.transports.list()
    return Reply(
      tables: [
        Reply.Table(
          "transports",
          columns: [
            ("name", Bilingual("Name", "名称")), ("kind", Bilingual("Kind", "类型")), ("format", Bilingual("Format", "格式")),
            ("address", Bilingual("Address", "地址")), ("secret", Bilingual("Credential", "密钥")),
          ],
          rows: transports.map {
            [.code($0.name), .code($0.kind.rawValue), .code($0.format), .text($0.address), .code($0.secret)]
          })
      ])
  }

  static let test = Command(
    "transport test", "试发", Bilingual("send a test message from this machine", "从本机试发一条消息"),
    [name, .option("address", "ADDRESS", Bilingual("the recipient's address there", "收件人地址"))], as: .administrator
  ) { invocation in
    let name = try invocation.value("NAME")
    guard let transport = try await invocation.ledger.transports.list().first(where: { $0.name == name }) else {
      throw Failure(
        .noInput, Bilingual("There is no transport \(name).", "没有通知方式 \(name)。"),
        advice: Bilingual("See: levee transport list", "请查看：levee transport list"))
    }
    let text = Bilingual(
      "This is a test of Levee. If you read it, notices reach you here.", "这是 Levee 的测试消息。您能看到它，说明提醒可以送达此处。")
    let message = Message(
      key: "test-\(UUID().uuidString.lowercased())", address: invocation["address"] ?? "",
      subject: Bilingual("Levee: test", "Levee：测试")[invocation.language], text: text[invocation.language],
      event: "levee.test", values: [:])
    do throws(TransportFault) {
      try await Sender(environment: ProcessInfo.processInfo.environment)
        .send(message, over: transport, now: Date.now.timeIntervalSince1970)
    } catch {
      throw Failure(
        .unavailable, Bilingual("\(name) did not take it: \(error.description)", "\(name) 没有发出去：\(error.description)"),
        advice: Bilingual(
          "Check the address, the credential's file (LEVEE_CREDENTIALS) and the network; then try again.",
          "请检查地址、密钥文件（LEVEE_CREDENTIALS）和网络，然后重试。"))
    }
    return Reply(Bilingual("\(name) took the message.", "消息已由 \(name) 发出。"))
  }

  static let addContact = Command(
    "contact add", "添加联系方式", Bilingual("say where a person is reached", "登记某人的联系方式"),
    [
      .positional("PERSON", Bilingual("the login", "账号")),
      .option("by", "TRANSPORT", Bilingual("over which transport", "通知方式"), required: true),
      .option(
        "address", "ADDRESS",
        Bilingual("their address there: a mail address, a number, a chat id", "对应地址：邮箱、号码或聊天用户标识")),
    ], as: .administrator
  ) { invocation in
    let person = try invocation.value("PERSON")
    let transport = try invocation.value("by")
    try await invocation.ledger.transports.put(
      Transports.Contact(person: person, transport: transport, address: invocation["address"] ?? ""))
    return Reply(Bilingual("\(person) is reached by \(transport).", "可通过 \(transport) 联系 \(person)。"))
  }

  static let removeContact = Command(
    "contact remove", "移除联系方式", Bilingual("a person is no longer reached there", "取消某人的联系方式"),
    [
      .positional("PERSON", Bilingual("the login", "账号")),
      .option("by", "TRANSPORT", Bilingual("over which transport", "通知方式"), required: true),
    ], as: .administrator
  ) { invocation in
    let person = try invocation.value("PERSON")
    let transport = try invocation.value("by")
    guard try await invocation.ledger.transports.removeContact(person, transport) else {
      throw Failure(.noInput, Bilingual("\(person) is not reached by \(transport).", "\(person) 没有 \(transport) 联系方式。"))
    }
    return Reply(Bilingual("\(person) is no longer reached by \(transport).", "已取消通过 \(transport) 联系 \(person)。"))
  }

  static let listContacts = Command(
    "contact list", "联系方式", Bilingual("where everyone is reached", "全部联系方式"), as: .administrator, to: .show
  ) { invocation in
    let contacts = try await invocation.ledger.transports.contacts()
    return Reply(
      tables: [
        Reply.Table(
          "contacts",
          columns: [
            ("person", Bilingual("Person", "人员")), ("transport", Bilingual("By", "通知方式")),
            ("address", Bilingual("Address", "地址")),
          ],
          rows: contacts.map { [.code($0.person), .code($0.transport), .text($0.address)] })
      ])
  }
}
