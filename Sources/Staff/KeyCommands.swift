import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording

/// One's own keys for signing what one approves.
package enum KeyCommands {
  private static let label = Parameter.positional(
    "LABEL", Bilingual("what you call it, for example laptop", "密钥名，例如 laptop"))

  static let add = Command(
    "key add", "添加密钥",
    Bilingual(
      "sign what you approve with a key of yours: an ssh key, or a passkey on a page", "添加签名密钥，批准时本人签名：SSH 密钥，或网页上的通行密钥"
    ),
    [
      label,
      .option(
        "key", "TEXT",
        Bilingual(
          "the public half: a line of a .pub file, or @FILE; if not said, the first of your own ssh keys",
          "公钥：.pub 文件的内容或 @FILE；不写则取您的第一个 SSH 密钥")),
    ], as: .staff
  ) { invocation in
    let label = try invocation.value("LABEL")
    let text = invocation["key"] == nil ? OwnKeyFiles.first() : try invocation.text("key")
    guard let text, let key = NewSigningKey(text) else {
      throw Failure(
        .data, Bilingual("This is no public key.", "这不是公钥。"),
        advice: Bilingual(
          "Give a .pub file: --key @~/.ssh/id_ed25519.pub; ssh-keygen -t ed25519 makes one.",
          "请给出 .pub 文件：--key @~/.ssh/id_ed25519.pub。生成方法：ssh-keygen -t ed25519"))
    }
    try await invocation.ledger.signingKeys.bind(label, key)
    let bound = try await invocation.ledger.signingKeys.list().first { $0.label == label }
    let isConfirmed = bound?.confirmedAt != nil
    return Reply(
      isConfirmed
        ? Bilingual("\(label) signs for you from now on.", "\(label) 已启用，今后可用来签名。")
        : Bilingual(
          "\(label) waits to be confirmed: by you at a terminal, with levee key confirm \(label), or by an administrator to whom you read the fingerprint.",
          "\(label) 待确认。请在终端执行 levee key confirm \(label)，或请管理员核对密钥指纹后确认。"),
      fields: [
        Reply.Field("label", Bilingual("Key", "密钥"), .text(label)),
        Reply.Field("fingerprint", Bilingual("Fingerprint", "指纹"), .code(bound?.fingerprint ?? "")),
        Reply.Field("confirmed", Bilingual("Confirmed", "已确认"), .flag(isConfirmed)),
      ])
  }

  static let list = Command(
    "key list", "我的密钥", Bilingual("the keys with which you sign what you approve", "您用来签名的密钥"), as: .staff, to: .show
  ) { invocation in
    Reply(tables: [table(try await invocation.ledger.signingKeys.list())])
  }

  static let confirm = Command(
    "key confirm", "确认密钥",
    Bilingual("confirm a key that you added on a device; at a terminal", "在终端确认您在设备上添加的密钥"), [label], as: .staff,
    confirmation: Confirmation(
      Bilingual("Is this the fingerprint that your device shows?", "指纹与设备上显示的一致吗？")
    ) { invocation in
      let label = try invocation.value("LABEL")
      return Reply(tables: [table(try await invocation.ledger.signingKeys.list().filter { $0.label == label })])
    }
  ) { invocation in
    let label = try invocation.value("LABEL")
    try await invocation.ledger.signingKeys.confirm(label)
    return Reply(
      Bilingual("\(label) signs for you from now on.", "\(label) 已启用，今后可用来签名。"), values: ["label": .string(label)])
  }

  static let end = Command(
    "key end", "停用密钥", Bilingual("sign with a key of yours no more; what it signed stands", "停用自己的密钥；已签的仍有效"),
    [label], as: .staff
  ) { invocation in
    let label = try invocation.value("LABEL")
    try await invocation.ledger.signingKeys.end(label)
    return Reply(
      Bilingual("\(label) signs no more; what it signed stands.", "\(label) 已停用，已签的仍有效。"),
      values: ["label": .string(label)])
  }

  /// Keys, as their person and an administrator see them.
  package static func table(_ keys: [SigningKeys.Key]) -> Reply.Table {
    Reply.Table(
      "keys",
      columns: [
        ("label", Bilingual("Key", "密钥")), ("kind", Bilingual("Kind", "类型")),
        ("fingerprint", Bilingual("Fingerprint", "指纹")), ("since", Bilingual("Since", "添加于")),
        ("confirmed", Bilingual("Confirmed", "确认于")), ("ended", Bilingual("Ended", "停用于")),
      ],
      rows: keys.map {
        [
          .text($0.label),
          .named(
            $0.kind.rawValue, $0.kind == .ssh ? Bilingual("ssh key", "SSH 密钥") : Bilingual("passkey", "通行密钥")),
          .code($0.fingerprint), .time($0.boundAt), $0.confirmedAt.map(Cell.time) ?? .none,
          $0.endedAt.map(Cell.time) ?? .none,
        ]
      },
      whenEmpty: Bilingual("There is none: levee key add laptop", "还没有密钥：levee key add laptop"))
  }
}
