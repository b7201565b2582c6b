import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Service
import Wording

/// `/enrol`: whoever has neither a link nor a terminal says who they are, and types the code that reaches them elsewhere.
///
/// Whoever asks is told the same, after the same time, whoever they ask for: nobody learns here who works in this house.
struct CodePages: Sendable {
  let enrolment: Enrolment
  let language: Language
  /// Whether this browser is somebody's already.
  let isKnown: Bool
  /// Whether an account of the company enrols one, too.
  let signsOn: Bool
  let log: Log

  /// What a request for a code, and a wrong code, take at least: longer than the database needs for a true one.
  static let pause = Duration.milliseconds(400)

  /// What a browser that asked for a code holds until it typed it.
  private static let cookie = Cookie(name: "__Host-levee-code")

  func answer(_ request: Server.Request, _ fields: [String: [String]], isPosted: Bool) async throws -> Server.Answer {
    // What is no secret of this page's is none at all.
    let secret = Self.cookie.value(in: request.headers["cookie"] ?? "").flatMap {
      $0.utf8.count == 43 ? String($0) : nil
    }
    func value(_ name: String) -> String { fields[name]?.last ?? "" }
    guard isPosted else {
      return secret == nil || !value("anew").isEmpty ? asking() : typing()
    }
    do {
      if let secret, fields["code"] != nil {
        guard let credential = try await enrolment.enrol(typed: value("code"), secret: secret) else {
          return typing(
            wrong: Bilingual(
              "This code is not right, or not any more. Five wrong ones end the request: then ask for another.",
              "验证码不对或已失效。输错五次须重新获取。"))
        }
        log.info("enrolled", ["login": credential.login])
        return Notice.enrolled(credential, language, headers: [("Set-Cookie", Self.cookie.forgetting)])
      }
      let made = try await enrolment.ask(
        for: value("handle"), label: value("label"), whence: Whence.words(request.headers))
      return typing(headers: [("Set-Cookie", Self.cookie.setting(made, seconds: 600))])
    } catch LedgerError.refused(let refusal) {
      return asking(handle: value("handle"), label: value("label"), refused: refusal.sentence)
    }
  }

  private func asking(handle: String = "", label: String = "", refused: Bilingual? = nil) -> Server.Answer {
    Notice.page(
      refused == nil ? 200 : 422, Bilingual("Enrol this browser", "登记此浏览器"), failed: refused,
      [
        Bilingual(
          "You have a link, or a square to scan? Open that instead. Otherwise a code of six digits can be sent to you.",
          "有登记链接或二维码的，请直接打开。没有的，可以获取六位验证码。"),
        Notice.actsAsYou,
      ] + Notice.ends(isKnown), language,
      more: [
        FormMarkup(
          "/enrol", isPosted: true,
          [
            FormField(
              "handle", label: Bilingual("Your login", "您的账号")[language],
              help: Bilingual("as your administrator gave it to you, for example wang", "管理员告诉您的账号，例如 wang")[language],
              kind: .line, values: [handle], isRequired: true),
            FormField(
              "label", label: Bilingual("What you call this device", "设备名")[language],
              help: Bilingual("small letters, digits and hyphens, for example phone", "小写字母、数字和连字符，例如 phone")[
                language], kind: .line, values: [label.isEmpty ? "phone" : label], isRequired: true),
          ], button: Bilingual("Send me a code", "获取验证码")[language], language: language
        ).markup
      ] + (signsOn ? [SignOnNotice.link(language)] : []))
  }

  private func typing(wrong: Bilingual? = nil, headers: [(name: String, value: String)] = []) -> Server.Answer {
    Notice.page(
      wrong == nil ? 200 : 422, Bilingual("Type the code", "输入验证码"), failed: wrong,
      [
        Bilingual(
          "If this login may be enrolled by a code, one is on its way: by mail, text message, or whatever else reaches you alone.",
          "如果此账号可以用验证码登记，验证码正在发送：邮件、短信或其他只发给您本人的方式。"),
        Bilingual(
          "It is good for ten minutes, once, and in this browser only. Nobody will ask you for it: pass it on to nobody.",
          "十分钟内有效，只能在此浏览器使用一次。没有人会向您索要，请勿告诉任何人。"),
      ], language,
      more: [
        FormMarkup(
          "/enrol", isPosted: true,
          [FormField("code", label: Bilingual("The six digits", "六位数字")[language], kind: .digits, isRequired: true)],
          button: Bilingual("Enrol this browser", "登记此浏览器")[language], language: language
        ).markup,
        .paragraph(
          Bilingual(
            "Nothing comes? Ask your administrator by which way you are reached, or get a link at a terminal: levee device add phone",
            "没有收到？请问管理员您的联系方式是否已登记，或在终端取得链接：levee device add phone")[language], class: "help"),
        .element("p", [:], [.link("/enrol?anew=1", Bilingual("Ask for another code", "重新获取")[language])]),
      ], headers: headers)
  }
}

/// From where somebody asks, in words that a person can compare with where they are: the address, as the web server before the console says
/// it, and which browser on what. None of it is proved.
enum Whence {
  static func words(_ headers: [String: String]) -> String {
    let address = (headers["x-real-ip"] ?? "").trimmingCharacters()
    let isAddress =
      (2...45).contains(address.utf8.count)
      && address.utf8.allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
    let agent = headers["user-agent"] ?? ""
    let browser = named(
      agent,
      [
        ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Lark", "Feishu"), ("Edg", "Edge"),
        ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
      ])
    let system = named(
      agent,
      [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"),
        ("Linux", "Linux"),
      ])
    return ([isAddress ? address : nil, browser, system].compactMap { $0 }).joined(separator: ", ")
  }

  private static func named(_ agent: String, _ names: [(mark: String, name: String)]) -> String? {
    names.first { agent.contains($0.mark) }?.name
  }
}
