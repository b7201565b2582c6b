import CommandLine
import Desk
import Ledger
import Wording

/// Who said it first (首发账号), and the accounts that carry it on (传播节点).
enum VoiceTable {
  static let title = Bilingual("First account, and those who carry it on:", "首发账号与传播节点：")

  static let columns: [(key: String, title: Bilingual)] = [
    ("role", Bilingual("Role", "角色")), ("account", Bilingual("Account", "账号")), ("source", Bilingual("Source", "来源")),
    ("first", Bilingual("First", "首次")), ("mentions", Bilingual("Mentions", "信息量")),
    ("followers", Bilingual("Followers", "粉丝")), ("reposts", Bilingual("Reposts", "转发")),
  ]

  static func table(_ voices: Pictures.Voices) -> Reply.Table {
    Reply.Table(
      "voices", title, columns: columns,
      rows: accounts(voices).map { role, account in
        [
          .named(role.english == first.english ? "first" : "carrier", role), .text(account.author),
          .text(account.source), .time(account.first), .number(account.mentions),
          account.audience.followers.map(Cell.number) ?? .values(.null, unknown),
          account.audience.reposts.map(Cell.number) ?? .values(.null, unknown),
        ]
      }, whenEmpty: Bilingual("No mentions are attached.", "还没有关联信息。"))
  }

  private static let first = Bilingual("first", "首发")

  static let unknown = Bilingual("unknown", "未知")

  /// The first account, then the others.
  static func accounts(_ voices: Pictures.Voices) -> [(role: Bilingual, account: Pictures.Voices.Account)] {
    (voices.firstAccount.map { [(first, $0)] } ?? [])
      + voices.carriers.map { (Bilingual("carries it", "传播"), $0) }
  }
}
