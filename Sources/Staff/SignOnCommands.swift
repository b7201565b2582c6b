import CommandLine
import Desk
import Ledger
import Wording

/// One's own account of the company, with which a browser becomes one's own.
package enum SignOnCommands {
  static let confirm = Command(
    "sign-on confirm", "确认公司账号",
    Bilingual("confirm that a company account is yours: it then enrols your browsers", "确认公司账号是您的，之后可用它登记浏览器"),
    [.positional("SUBJECT", Bilingual("the account, as the notice and the list name it", "账号标识，见提醒或列表"))], as: .staff,
    confirmation: Confirmation(
      Bilingual("Is this your own account, and nobody else's?", "这是您本人的账号吗？")
    ) { invocation in
      let subject = try invocation.value("SUBJECT")
      return Reply(tables: [table(try await invocation.ledger.signOns.accounts().filter { $0.subject == subject })])
    }
  ) { invocation in
    let subject = try invocation.value("SUBJECT")
    try await invocation.ledger.signOns.confirm(subject)
    return Reply(
      Bilingual("Your company account enrols your browsers from now on.", "公司账号已确认，今后可用它登记浏览器。"),
      values: ["subject": .string(subject)])
  }

  static let list = Command(
    "sign-on list", "公司账号列表",
    Bilingual("company accounts that are bound: your own; for an administrator, everybody's", "已绑定的公司账号：本人的；管理员可看全部"),
    as: .everyone, to: .show
  ) { invocation in
    Reply(tables: [table(try await invocation.ledger.signOns.accounts())])
  }

  static let end = Command(
    "sign-on end", "解除公司账号", Bilingual("your company account enrols no browser any more", "公司账号不再用于登记浏览器"),
    [.flag("devices", Bilingual("end the devices that came in by it, too", "一并停用用它登记的设备"))], as: .staff
  ) { invocation in
    ended(try await invocation.ledger.signOns.end(devices: invocation.has("devices")))
  }

  /// What is said of an end.
  package static func ended(_ devices: [String]) -> Reply {
    Reply(
      Bilingual("The company account enrols no browser any more.", "该公司账号不再用于登记浏览器。")
        + (devices.isEmpty
          ? Bilingual(same: "")
          : Bilingual(
            " Ended with it: \(devices.joined(separator: ", "))", "一并停用：\(devices.joined(separator: "、"))")),
      values: ["devices": .array(devices.map { .string($0) })])
  }

  private static func table(_ accounts: [SignOns.Account]) -> Reply.Table {
    Reply.Table(
      "accounts",
      columns: [
        ("person", Bilingual("Person", "人员")), ("subject", Bilingual("Account", "账号标识")),
        ("issuer", Bilingual("Identity provider", "身份提供方")), ("by", Bilingual("Bound by", "绑定人")),
        ("since", Bilingual("Bound", "绑定于")), ("confirmed", Bilingual("Confirmed", "确认于")),
        ("ended", Bilingual("Ended", "解除于")),
      ],
      rows: accounts.map {
        [
          .code($0.person), .code($0.subject), .code($0.issuer), .code($0.boundBy), .time($0.boundAt),
          $0.confirmedAt.map(Cell.time) ?? .none, $0.endedAt.map(Cell.time) ?? .none,
        ]
      },
      whenEmpty: Bilingual("There is none. An administrator binds them.", "还没有。由管理员绑定。"))
  }
}
