import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording

/// Pages of a sentence and a next step, for whoever is not known, or whose request is not taken.
enum Notice {
  /// - Parameter failed: why what was asked for was not done, above all else.
  static func page(
    _ status: Int, _ title: Bilingual, failed: Bilingual? = nil, _ sentences: [Bilingual], _ language: Language,
    more: [Markup] = [], headers: [(name: String, value: String)] = []
  ) -> Server.Answer {
    Server.Answer(
      status: status, type: Sheet.type,
      Page(
        language: language, title: title[language], style: Look.style, script: Look.script,
        main: [.heading(1, title[language])]
          + (failed.map { [.element("p", ["class": "failed", "role": "alert"], [.text($0[language])])] } ?? [])
          + sentences.map { .paragraph($0[language]) } + more
      ).html, headers: headers)
  }

  /// What it means that a browser is enrolled.
  static let actsAsYou = Bilingual(
    "From then on whoever holds this phone or computer acts as you. Do it on your own, with a lock on its screen.",
    "登记后，持有此手机或电脑的人就能以您的身份操作。请只在自己的、有锁屏的设备上登记。")

  /// What ends with it.
  static func ends(_ isKnown: Bool) -> [Bilingual] {
    isKnown ? [Bilingual("This browser is somebody's already. That ends with it.", "此浏览器已登记过，重新登记后原登记不再使用。")] : []
  }

  private static func codeLink(_ language: Language) -> Markup {
    .element("p", [:], [.link("/enrol", Bilingual("Have a code sent to you", "获取验证码")[language])])
  }

  /// - Parameter signsOn: whether an account of the company enrols a browser here.
  static func unknown(_ language: Language, forgets: Bool = false, signsOn: Bool = false) -> Server.Answer {
    page(
      401, Bilingual("This browser is nobody's yet", "此浏览器尚未登记"),
      [
        Bilingual(
          "Open the link that Levee gave you for this browser. It is good once, for ten minutes.",
          "请在此浏览器中打开 Levee 给您的登记链接。链接十分钟内有效，只能用一次。"),
        Bilingual(
          "Whoever has a terminal gets one there: levee device add phone. Otherwise have a code sent to you, or ask your administrator.",
          "有终端的，可执行 levee device add phone 取得。没有终端的，可获取验证码，或联系管理员。"),
      ], language,
      more: (signsOn ? [SignOnNotice.link(language)] : [])
        + [codeLink(language)],
      headers: forgets ? [("Set-Cookie", Credential.forgetting)] : [])
  }

  /// The browser leaves the cookie out where another site led here; a page of this house that leads on is none.
  static func onceMore(_ request: Server.Request, _ language: Language) -> Server.Answer {
    let query = request.query.sorted { $0.key < $1.key }.flatMap { name, values in
      values.map { URLText.encoded(name) + "=" + URLText.encoded($0) }
    }
    let path = "/" + request.path.split(separator: "/").map { URLText.encoded(String($0)) }.joined(separator: "/")
    let target = query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    return leading(to: target, language)
  }

  /// A page that leads on by itself.
  static func leading(
    to target: String, _ language: Language, headers: [(name: String, value: String)] = []
  ) -> Server.Answer {
    let words = Bilingual("Go on", "继续")[language]
    let markup: Markup = .element(
      "html", ["lang": language.rawValue],
      [
        .element(
          "head", [:],
          [
            .empty("meta", ["charset": "utf-8"]),
            .empty("meta", ["http-equiv": "refresh", "content": "0;url=" + target]),
            .element("title", [:], [.text("Levee")]),
          ]), .element("body", [:], [.link(target, words)]),
      ])
    return Server.Answer(type: Sheet.type, "<!DOCTYPE html>\n" + markup.written, headers: headers)
  }

  static func strange(_ language: Language) -> Server.Answer {
    page(
      403, Bilingual("This form is not taken", "不接受此表单"),
      [
        Bilingual(
          "It does not come from a page of this house, or this browser was enrolled anew since. Nothing was recorded.",
          "表单不是从本站页面提交的，或此浏览器已重新登记。未保存，未改动。"),
        Bilingual("Go back, load the page again, and send it once more.", "请返回并刷新页面，再提交一次。"),
      ], language, more: [home(language)])
  }

  static func unreadable(_ language: Language) -> Server.Answer {
    page(
      400, Bilingual("This cannot be read", "无法读取"),
      [Bilingual("What was sent is no form of this house. Nothing was recorded.", "提交的内容不是本站的表单。未保存，未改动。")], language,
      more: [home(language)])
  }

  static func tooLarge(_ language: Language) -> Server.Answer {
    page(
      413, Bilingual("This is too large", "提交的内容太大"),
      [
        Bilingual(
          "A form takes 512 KB of text, and files of 20 MB. Nothing was recorded.",
          "一个表单最多 512 KB 文字、20 MB 文件。未保存，未改动。"),
        Bilingual("Go back: what you typed is still there. Send less, or a smaller file.", "请返回，填写的内容还在。请减少内容或换较小的文件。"),
      ], language, more: [home(language)])
  }

  static func busy(_ language: Language) -> Server.Answer {
    page(
      503, Bilingual("Too many ask at once", "访问过多"),
      [Bilingual("Nothing was recorded. Please try again in a moment.", "未保存，未改动。请稍后再试。")], language,
      headers: [("Retry-After", "2")])
  }

  static func away(_ language: Language) -> Server.Answer {
    page(
      503, Bilingual("The house cannot be reached", "暂时无法连接"),
      [
        Bilingual(
          "It is not sure whether what you sent was recorded. Send the same form again: it is recorded once at most.",
          "您提交的内容不一定已保存。请再提交一次同一表单，最多只记一次。")
      ], language, more: [home(language)], headers: [("Retry-After", "5")])
  }

  static func left(_ language: Language) -> Server.Answer {
    page(
      200, Bilingual("This browser is nobody's any more", "此浏览器已退出"),
      [
        Bilingual(
          "Its login is still there until you end it, on another browser or at a terminal.",
          "它的登录还在，请在其他设备或终端注销。")
      ], language, headers: [("Set-Cookie", Credential.forgetting)])
  }

  static func noCode(_ language: Language) -> Server.Answer {
    page(
      404, Bilingual("There is no such link", "没有这个链接"),
      [Bilingual("Please open the link exactly as you got it.", "请原样打开收到的链接。")], language,
      more: [codeLink(language)])
  }

  static func enrolling(
    _ kind: Enrolment.Kind, _ code: String, isKnown: Bool, _ language: Language
  ) -> Server.Answer {
    let (title, meaning) =
      switch kind {
      case .device:
        (
          Bilingual("Enrol this browser", "登记此浏览器"),
          actsAsYou
        )
      case .wall:
        (
          Bilingual("Show the board on this screen", "在此大屏显示看板"),
          Bilingual(
            "This screen shows the board from then on, and nothing else. It is nobody's: whoever stands before it reads it.",
            "此后这块大屏只显示看板，不属于任何人。站在屏幕前的人都能看到。")
        )
      }
    let form = FormMarkup(
      "/\(kind.rawValue)/" + code, isPosted: true, [], button: title[language], language: language
    ).markup
    return page(
      200, title, [meaning] + ends(isKnown), language, more: [form])
  }

  static func boardOnly(_ language: Language) -> Server.Answer {
    page(
      403, Bilingual("This screen shows the board only", "此大屏只显示看板"),
      [Bilingual("For anything else use a browser of your own.", "办理其他事项请用本人的浏览器。")], language,
      more: [.element("p", [:], [.link("/board", Bilingual("To the board", "回到看板")[language])])])
  }

  static func enrolled(
    _ credential: Credential, _ language: Language, headers: [(name: String, value: String)] = []
  ) -> Server.Answer {
    let login = credential.login
    if credential.isOfWall {
      return page(
        200, Bilingual("This screen shows the board", "此大屏已可显示看板"),
        [Bilingual("Leave the page open: it keeps itself up to date.", "请保持页面打开，内容会自动更新。")], language,
        more: [.element("p", [:], [.link("/board", Bilingual("To the board", "打开看板")[language])])],
        headers: [("Set-Cookie", credential.setting)])
    }
    return page(
      200, Bilingual("This browser is enrolled", "此浏览器已登记"),
      [
        Bilingual(
          "It acts as \(login) from now on. If that is not you, leave at once.",
          "此浏览器从现在起以 \(login) 的身份操作。如果不是您本人，请立即退出。")
      ], language,
      more: [
        .element("p", [:], [.link("/", Bilingual("What waits for you", "查看待办")[language])]),
        .element(
          "p", [:],
          [
            .link(
              "/keys",
              Bilingual("Whoever approves texts: make a passkey now", "须审批稿件的人员：请现在生成通行密钥")[language])
          ]),
      ],
      headers: [("Set-Cookie", credential.setting)] + headers)
  }

  static func refused(_ refusal: LedgerError.Refusal, _ language: Language) -> Server.Answer {
    page(
      410, Bilingual("This link does not work any more", "链接已失效"), [refusal.sentence], language)
  }

  private static func home(_ language: Language) -> Markup {
    .element("p", [:], [.link("/", Bilingual("To the beginning", "回到首页")[language])])
  }
}
