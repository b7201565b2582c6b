import CommandLine
import Desk
import FoundationEssentials
import Ledger
import QRCode
import Secrets
import Wording

/// One's own browsers: each becomes a device by a code that is shown here once.
enum DeviceCommands {
  private static let label = Parameter.positional(
    "LABEL", Bilingual("what you call it, for example phone", "设备名，例如 phone"))

  static let add = Command(
    "device add", "添加设备", Bilingual("let a phone or a browser come in as you", "让手机或浏览器以您的身份进入"), [label], as: .staff
  ) { invocation in
    let label = try invocation.value("LABEL")
    let code = code()
    let until = try await invocation.ledger.devices.invite(label, code: code)
    return invitation(
      label: label, path: "/enrol/\(code)", until: until,
      pages: try await invocation.ledger.company.read()?.pages ?? "",
      Bilingual("Open on it", "在该设备上打开"), invocation.language)
  }

  /// What is shown once of a code: its link, and on a terminal a square that a camera reads.
  /// - Parameter pages: where the house's pages are; "" where nobody said so.
  static func invitation(
    label: String, path: String, until: Date, pages: String, _ open: Bilingual, _ language: Language
  ) -> Reply {
    let address = pages + path
    var reply = Reply(fields: [
      Reply.Field("label", Bilingual("Device", "设备"), .text(label)),
      Reply.Field("link", open, .code(address)),
      Reply.Field("until", Bilingual("Good until", "有效至"), .time(until)),
    ])
    if address.hasPrefix("/") {
      reply.sentence = Bilingual(
        "Open this path on the address of your console. Whoever sets Levee up can say that address: company.pages",
        "请在页面服务的网址后加上此路径打开。管理员可在公司设置的 company.pages 写明网址。")
    } else if let picture = QRCode(address) {
      reply.verbatim =
        (picture.lines + [
          "",
          Bilingual(
            "Scan this with the device, or open there: \(address)", "请用该设备扫码，或打开：\(address)")[language],
          Bilingual(
            "It is good until \(TimeFormat.zoned(until)), once. Show it to nobody.",
            "\(TimeFormat.zoned(until)) 前有效，只能用一次，请勿给他人看。")[language],
        ]).joined(separator: "\n") + "\n"
    }
    return reply
  }

  /// 160 bits of chance, in signs that stand in an address.
  static func code() -> String { Chance.text(32, of: "abcdefghijkmnpqrstuvwxyz23456789") }

  static let list = Command(
    "device list", "我的设备", Bilingual("phones and browsers that come in as you", "以您的身份进入的手机和浏览器"), as: .staff, to: .show
  ) { invocation in
    Reply(tables: [table(try await invocation.ledger.devices.list())])
  }

  static let revoke = Command(
    "device revoke", "停用设备",
    Bilingual("let a device of yours, or what asks to be one, come in no more", "停用自己的设备或作废登记申请"), [label], as: .staff
  ) { invocation in
    let label = try invocation.value("LABEL")
    try await invocation.ledger.devices.end(label)
    return Reply(
      Bilingual("\(label) comes in no more.", "\(label) 已停用。"), values: ["label": .string(label)])
  }

  private static func table(_ devices: [Devices.Device]) -> Reply.Table {
    Reply.Table(
      "devices",
      columns: [
        ("label", Bilingual("Device", "设备")), ("since", Bilingual("Since", "添加于")),
        ("until", Bilingual("Until", "有效至")), ("ended", Bilingual("Ended", "停用于")),
      ],
      rows: devices.map {
        [.text($0.label), .time($0.enrolledAt), .time($0.validUntil), $0.endedAt.map(Cell.time) ?? .none]
      },
      whenEmpty: Bilingual("There is none: levee device add phone", "还没有设备：levee device add phone"))
  }
}
