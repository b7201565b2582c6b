import HTTPServer
import Ledger
import Pages
import Service
import SignOn
import Wording

/// The way to an account of the company and back.
extension Front {
  /// - Parameter path: what follows `/enrol/sign-on`.
  func signOn(
    _ path: [String], _ request: Server.Request, _ isPosted: Bool, _ fields: [String: [String]], isKnown: Bool,
    _ language: Language
  ) async -> Server.Answer {
    guard let signOn else { return SignOnNotice.none(language) }
    let isBack = path == ["back"] && !isPosted
    guard isBack || path.isEmpty else { return Notice.noCode(language) }
    guard isBack || isPosted else { return SignOnNotice.asking(signOn.issuer, isKnown: isKnown, language) }
    guard await signOn.gate.enter() else { return Notice.busy(language) }
    defer { Task { await signOn.gate.leave() } }
    do {
      if isBack {
        let way = CompanySignOn.Way(cookies: request.headers["cookie"] ?? "")
        let credential = try await signOn.finish(way, query: request.query)
        log.info("enrolled", ["login": credential.login, "by": signOn.issuer])
        return Notice.enrolled(credential, language, headers: [("Set-Cookie", CompanySignOn.Way.forgetting)])
      }
      let way = CompanySignOn.Way()
      let target = try await signOn.begin(way, label: fields["label"]?.last ?? "")
      return Notice.leading(to: target, language, headers: [("Set-Cookie", way.setting)])
    } catch let fault as CompanySignOn.Fault {
      return SignOnNotice.failed(fault, language)
    } catch let fault as SignOnFault {
      log.warning("sign_on_failed", ["reason": fault.sentence.english + " " + (fault.explanation.detail ?? "")])
      return SignOnNotice.failed(fault, language)
    } catch LedgerError.refused(let refusal) {
      log.info("sign_on_refused", ["reason": refusal.name])
      return SignOnNotice.refused(refusal, language)
    } catch {
      log.warning("sign_on_failed", ["reason": Service.describe(error)])
      return Notice.away(language)
    }
  }
}

/// Pages of a sentence and a next step, for whoever signs on with an account of the company.
enum SignOnNotice {
  private static let path = "/enrol/sign-on"

  /// From where nobody is known.
  static func link(_ language: Language) -> Markup {
    .element(
      "p", [:],
      [.link(path, Bilingual("Enrol this browser with the company's account", "用公司账号登记此浏览器")[language])])
  }

  static func asking(_ issuer: String, isKnown: Bool, _ language: Language) -> Server.Answer {
    let title = Bilingual("Enrol this browser with the company's account", "用公司账号登记此浏览器")
    let form = FormMarkup(
      path, isPosted: true,
      [
        FormField(
          "label", label: Bilingual("What you call this browser", "此浏览器的名称")[language],
          help: Bilingual("Small letters, digits, hyphens", "小写字母、数字、连字符")[language], kind: .line,
          values: ["browser"], isRequired: true)
      ], button: Bilingual("Sign on", "去登录")[language], language: language
    ).markup
    return Notice.page(
      200, title,
      [
        Notice.actsAsYou,
        Bilingual(
          "You sign on at \(issuer) and come back here. It takes an account that is bound to you, and that you confirmed.",
          "接下来到 \(issuer) 登录，再回到这里。账号须已绑定到您，并经您确认。"),
      ] + Notice.ends(isKnown), language, more: [form])
  }

  static func none(_ language: Language) -> Server.Answer {
    Notice.page(
      404, Bilingual("Company accounts enrol no browser here", "此处不能用公司账号登记"),
      [
        Bilingual(
          "Open the link that Levee gave you for this browser, or ask your administrator.",
          "请打开 Levee 给您的登记链接，或联系管理员。")
      ], language)
  }

  static func failed(_ fault: CompanySignOn.Fault, _ language: Language) -> Server.Answer {
    let sentence: Bilingual =
      switch fault {
      case .strange:
        Bilingual(
          "This did not begin in this browser, or more than ten minutes ago. Begin again, and stay in one browser.",
          "登录不是从此浏览器开始的，或已超过十分钟。请重新开始，并在同一浏览器完成。")
      case .denied:
        Bilingual(
          "The identity provider said no: you cancelled, or your account may not use Levee. Try again, or ask who looks after accounts.",
          "身份提供方未同意：您取消了登录，或该账号无权使用 Levee。请重试，或联系账号管理员。")
      case .refused(let code):
        Bilingual(
          "The identity provider could not sign you on (\(code)). Try again; if it stays so, tell your administrator.",
          "身份提供方未能完成登录（\(code)）。请重试；仍不行请告知管理员。")
      }
    return failed(403, [sentence], language)
  }

  static func failed(_ fault: SignOnFault, _ language: Language) -> Server.Answer {
    failed(
      502,
      [
        fault.sentence, fault.advice,
        Bilingual(
          "Whoever has a terminal gets a link there: levee device add phone", "有终端的，可执行 levee device add phone 取得链接。"),
      ], language)
  }

  /// What the law says; of an account that nobody here has, what it is called, so that an administrator can bind it.
  static func refused(_ refusal: LedgerError.Refusal, _ language: Language) -> Server.Answer {
    let isOfAccount = ["sign_on_subject_is_bound", "sign_on_is_confirmed"].contains(refusal.name)
    return failed(
      403,
      [refusal.sentence]
        + (isOfAccount ? [Bilingual("Your account (sub): \(refusal.detail)", "您的账号标识（sub）：\(refusal.detail)")] : []),
      language)
  }

  private static func failed(_ status: Int, _ sentences: [Bilingual], _ language: Language) -> Server.Answer {
    Notice.page(
      status, Bilingual("This browser was not enrolled", "此浏览器未登记"), sentences, language,
      more: [.element("p", [:], [.link(path, Bilingual("Begin again", "重新开始")[language])])],
      headers: [("Set-Cookie", CompanySignOn.Way.forgetting)])
  }
}
