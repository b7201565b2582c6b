import Desk
import HTTPServer
import Ledger
import Pages
import Secrets
import Wording
import Workflow

/// Passkeys on pages: what a form needs for the browser to sign an approval, and the page where one is made. The private half never
/// leaves the device; the script asks the browser for it (`navigator.credentials`), and the database verifies what comes.
struct Passkeys {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  /// What goes along with the form that approves a text, where the playbook asks this person to sign it.
  func signing(_ text: Reference, _ ledger: Ledger) async throws -> (fields: [FormField], note: [Markup]) {
    guard let wanted = try await ledger.signingKeys.wanted(text), wanted.isAsked else { return ([], []) }
    let keys = wanted.keys.filter { $0.kind == .passkey && $0.realm == sheet.request.host }
    guard !keys.isEmpty else {
      return (
        [],
        [
          .element(
            "p", ["class": "note"],
            [
              .text(
                sheet.say(
                  "At this level you sign what you approve, and no passkey of yours is good here. ",
                  "按预案，这一等级的批准须您本人签名。您在此处没有可用的通行密钥。")),
              .link("/keys", sheet.say("Your keys", "我的密钥")),
            ])
        ]
      )
    }
    return (
      [
        .hidden("_challenge", Base64URL.text(PasskeySignature.challenge(wanted.message))),
        .hidden("_realm", sheet.request.host),
        .hidden("_credentials", keys.map { Base64URL.text($0.credential) }.joined(separator: " ")),
        .hidden("_keys", keys.map { Base64URL.text(Digest.sha256($0.bytes)) }.joined(separator: " ")),
        .hidden("signature", ""),
      ],
      [
        .element(
          "p", ["class": "help"],
          [
            .text(
              sheet.say(
                "Approving asks for your fingerprint, face or code, and signs exactly this text.",
                "批准时须验证指纹、人脸或密码，对以上原文签名。"))
          ]), unsigned,
      ]
    )
  }

  /// Said by the script, where the browser gave no signature.
  private var unsigned: Markup {
    .element(
      "p", ["class": "failed unsigned", "role": "alert", "hidden": "hidden"],
      [
        .text(
          sheet.say(
            "Not signed, so nothing was recorded. Try again; or approve at a terminal.", "没有签名。未保存，未改动。请重试，或在终端批准。"))
      ])
  }

  /// `/keys`: one's own keys, and the form that makes a passkey on this device.
  func page() async throws -> Server.Answer {
    let form = FormMarkup(
      "/do/staff/key-add", isPosted: true,
      [
        FormField(
          "LABEL", label: sheet.say("What you call it", "密钥名"),
          help: sheet.say("small letters, digits and hyphens, for example: phone", "小写字母、数字和连字符，例如：phone"), kind: .line,
          values: [sheet.visitor.credential.login.split(separator: "~").dropFirst().last.map(String.init) ?? ""],
          isRequired: true),
        .hidden("key", ""), .hidden("_realm", sheet.request.host), .hidden("_create", sheet.visitor.person.handle),
      ] + sheet.formOwn(), button: sheet.say("Make a passkey on this device", "在此设备上生成通行密钥"), language: sheet.language)
    return sheet.page(
      sheet.say("Your keys", "我的密钥"),
      [
        .heading(1, sheet.say("Your keys", "我的密钥")),
        .paragraph(
          sheet.say(
            "With a passkey you sign what you approve: nobody else can make such an approval, whoever runs the server. It stays on this device; your fingerprint, face or code unlocks it.",
            "通行密钥用于批准时本人签名，服务器管理者也无法伪造。密钥保存在此设备中，由您的指纹、人脸或密码解锁。"), class: "lead"),
      ] + sheet.reply.markup(try await sheet.look("staff/key-list")) + [
        .heading(2, sheet.say("A passkey on this device", "在此设备上生成")),
        .paragraph(
          sheet.say(
            "Made within ten minutes of adding the device by a link from a terminal, it is good at once. Otherwise it waits until you confirm it at a terminal (levee key confirm), or an administrator does.",
            "凭终端给出的链接添加设备，十分钟内生成的，立即可用。其他的，须由您在终端确认（levee key confirm），或由管理员确认。")),
        form.markup, unsigned,
        .element("noscript", [:], [.paragraph(sheet.say("This needs JavaScript.", "此功能须要启用 JavaScript。"))]),
      ])
  }
}
