import Desk
import HTTPServer
import Pages
import Wording
import Workflow

/// A person's own page, and the list of every step that they are offered.
struct OwnPage {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  /// The step by which a person changes the language of their pages.
  static let language = "staff/language"

  func answer() async throws -> Server.Answer {
    let person = sheet.visitor.person
    let teams = person.teams.map { $0.name[sheet.language] }.joined(separator: sheet.say(", ", "、"))
    return sheet.page(
      person.name,
      [
        .heading(1, person.name),
        .paragraph(
          sheet.say(
            "Login of this browser: \(sheet.visitor.credential.login)", "此浏览器的登录：\(sheet.visitor.credential.login)")),
        .paragraph(
          teams.isEmpty ? sheet.say("You sit in no team.", "您不在任何小组。") : sheet.say("Teams: \(teams)", "所在小组：\(teams)")),
        .element("p", [:], [.link("/keys", sheet.say("Your signing keys", "我的签名密钥"))]),
        .element("p", [:], [.link("/devices", sheet.say("Your devices", "我的设备"))]),
        // In the words of who looks for it.
        FormMarkup(
          "/do/" + Self.language, isPosted: true,
          [.hidden("LANGUAGE", sheet.language == .chinese ? "en" : "zh-CN")] + sheet.formOwn(),
          button: sheet.language == .chinese ? "Read in English" : "改用中文", language: sheet.language, look: "return"
        ).markup,
      ] + (try await DevicesPage(sheet).asked()) + [
        FormMarkup(
          "/leave", isPosted: true, [.hidden("_token", sheet.visitor.credential.token)],
          button: sheet.say("Leave on this browser", "退出此浏览器"), language: sheet.language, look: "return"
        ).markup
      ])
  }

  func steps() -> Server.Answer {
    let teams = [Team.staff] + sheet.visitor.person.teams
    return sheet.page(
      sheet.say("All steps", "全部功能"),
      [.heading(1, sheet.say("All steps", "全部功能"))]
        + teams.flatMap { team -> [Markup] in
          [
            .heading(2, team.name[sheet.language]),
            .element(
              "ul", [:],
              Catalogue.steps(of: team).map { step in
                .element(
                  "li", [:],
                  [
                    .link("/do/" + step.path, step.title[sheet.language]),
                    .element("span", ["class": "small"], [.text(" " + step.summary[sheet.language])]),
                  ])
              }),
          ]
        })
  }
}
