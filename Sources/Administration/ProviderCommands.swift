import CommandLine
import Desk
import Ledger
import SignOn
import Staff
import Wording

/// Identity providers of the company, and whose account is whose.
enum ProviderCommands {
  private static let issuer = Parameter.positional(
    "ISSUER", Bilingual("its address, as it calls itself: https://id.example.com", "签发者网址，如 https://id.example.com"))
  private static let keys = Parameter.option(
    "keys", "@FILE|URL",
    Bilingual("its JWK set; if not said, it is asked for it", "密钥集：@文件或网址；不写则向身份提供方获取"))
  private static let devices = Parameter.flag(
    "devices", Bilingual("end the devices that came in by it, too", "一并停用用它登记的设备"))

  static let add = Command(
    "provider add", "添加身份提供方",
    Bilingual(
      "let people enrol their browsers with an account of the company (OpenID Connect)", "让员工用公司账号登记浏览器（OpenID Connect）"
    ),
    [
      issuer,
      .option(
        "client-id", "ID", Bilingual("as what it knows Levee", "身份提供方给 Levee 的应用编号"), required: true),
      .option("title", "TEXT", Bilingual("what people call it", "员工看到的名称")),
      keys,
    ], as: .administrator
  ) { invocation in
    let issuer = try invocation.value("ISSUER")
    let taken = try await invocation.ledger.signOns.add(
      issuer, client: try invocation.value("client-id"), name: invocation["title"] ?? "SSO",
      keys: try await keySet(invocation, issuer))
    return reply(
      Bilingual(
        "\(issuer) is known. Bind accounts next: levee sign-on bind HANDLE --issuer \(issuer) --subject …",
        "已添加 \(issuer)。接着绑定账号：levee sign-on bind 账号 --issuer \(issuer) --subject …"), taken)
  }

  static let list = Command(
    "provider list", "身份提供方列表", Bilingual("identity providers, and their keys", "身份提供方及其密钥"), as: .everyone, to: .show
  ) { invocation in
    Reply(tables: [
      Reply.Table(
        "providers",
        columns: [
          ("issuer", Bilingual("Identity provider", "身份提供方")), ("name", Bilingual("Name", "名称")),
          ("client", Bilingual("Client id", "应用编号")), ("keys", Bilingual("Keys", "密钥")),
          ("ended", Bilingual("Ended", "停用于")),
        ],
        rows: try await invocation.ledger.signOns.providers().map {
          [
            .code($0.issuer), .text($0.name), .code($0.client), .code($0.keys.joined(separator: ", ")),
            $0.endedAt.map(Cell.time) ?? .none,
          ]
        },
        whenEmpty: Bilingual("There is none: levee provider add", "还没有：levee provider add"))
    ])
  }

  static let refresh = Command(
    "provider refresh", "更新身份提供方密钥",
    Bilingual("take over the keys that a provider signs with now; others are ended", "更新身份提供方的签名密钥，旧的停用"),
    [issuer, keys],
    as: .administrator
  ) { invocation in
    let issuer = try invocation.value("ISSUER")
    let taken = try await invocation.ledger.signOns.refresh(issuer, keys: try await keySet(invocation, issuer))
    return reply(Bilingual("The keys are those of now.", "密钥已更新。"), taken)
  }

  static let end = Command(
    "provider end", "停用身份提供方",
    Bilingual("let nobody sign on with a provider any more; what was bound at it ends", "停用身份提供方，其账号绑定一并解除"),
    [issuer, devices],
    as: .administrator,
    confirmation: Confirmation(Bilingual("End this provider?", "确认停用这个身份提供方？")) { invocation in
      let issuer = try invocation.value("ISSUER")
      let bound = try await invocation.ledger.signOns.accounts().filter { $0.issuer == issuer && $0.endedAt == nil }
      return Reply(fields: [
        Reply.Field("issuer", Bilingual("Identity provider", "身份提供方"), .code(issuer)),
        Reply.Field("accounts", Bilingual("Accounts bound", "已绑定账号"), .number(bound.count)),
      ])
    }
  ) { invocation in
    let issuer = try invocation.value("ISSUER")
    let ended = try await invocation.ledger.signOns.endProvider(issuer, devices: invocation.has("devices"))
    return Reply(
      Bilingual("Nobody signs on with \(issuer) any more.", "\(issuer) 已停用。"),
      fields: [Reply.Field("devices", Bilingual("Devices ended", "停用设备数"), .number(ended))])
  }

  static let bind = Command(
    "sign-on bind", "绑定公司账号",
    Bilingual("say whose a company account is; its person confirms it", "把公司账号绑定到人，由本人确认"),
    [
      .positional("HANDLE", Bilingual("whose", "员工账号")),
      .option("issuer", "ISSUER", Bilingual("at which identity provider", "身份提供方的签发者网址"), required: true),
      .option(
        "subject", "SUBJECT",
        Bilingual("what the provider calls the account in its tokens (sub)", "账号在身份提供方的标识（sub）"), required: true),
    ], as: .administrator
  ) { invocation in
    let (handle, subject) = (try invocation.value("HANDLE"), try invocation.value("subject"))
    try await invocation.ledger.signOns.bind(handle, at: try invocation.value("issuer"), subject: subject)
    return Reply(
      Bilingual(
        "\(handle) is told, and confirms with: levee sign-on confirm \(ShellWord.quoted(subject))",
        "已通知 \(handle)，由本人确认：levee sign-on confirm \(ShellWord.quoted(subject))"),
      values: ["handle": .string(handle), "subject": .string(subject)])
  }

  static let unbind = Command(
    "person end-sign-on", "解除员工公司账号",
    Bilingual("somebody's company account enrols no browser any more: it was taken", "某人的公司账号不再用于登记浏览器，例如有人盗用"),
    [.positional("HANDLE", Bilingual("whose", "员工账号")), devices], as: .administrator
  ) { invocation in
    SignOnCommands.ended(
      try await invocation.ledger.signOns.end(
        of: try invocation.value("HANDLE"), devices: invocation.has("devices")))
  }

  /// The key set that the line names, or that the provider tells.
  private static func keySet(_ invocation: Invocation, _ issuer: String) async throws -> String {
    guard let typed = invocation["keys"] else { return try await Provider.discover(issuer).keySet() }
    if typed.hasPrefix("http") { return try await Provider.keySet(at: typed) }
    return try Provider.keySet(Array(try invocation.text("keys").utf8))
  }

  private static func reply(_ sentence: Bilingual, _ taken: SignOns.Taken) -> Reply {
    Reply(
      sentence,
      fields: [
        Reply.Field("keys", Bilingual("Keys in use", "使用的密钥"), .number(taken.keys)),
        Reply.Field("ended", Bilingual("Keys ended", "停用的密钥"), .number(taken.ended)),
        Reply.Field("left-out", Bilingual("Keys for another purpose", "其他用途的密钥"), .number(taken.leftOut)),
      ])
  }
}
