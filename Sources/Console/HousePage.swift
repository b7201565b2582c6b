import Desk
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// The house itself, for whoever answers for a team or for all of it: who is here, who is on duty, how people and readers are reached,
/// what there is. What a browser may change it offers as a form; what makes logins or sends secrets is done at a terminal.
struct HousePage {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  private struct Part {
    let code: String
    let name: Bilingual
    let about: Bilingual
    /// Commands whose answer it shows; of several that a person may take, the first of each command's name.
    let shown: [String]
    let steps: [String]
    /// What is done about it at a terminal.
    var atTerminal: [String] = []
  }

  private static let parts: [Part] = [
    Part(
      code: "people", name: Bilingual("People and seats", "人员和职务"),
      about: Bilingual("who is here, and what they answer for", "员工、所在小组和职务"),
      shown: ["staff/person-list", "leadership/seats"], steps: ["staff/who", "leadership/decide-seat"],
      atTerminal: ["levee person add", "levee person seat", "levee person sign-out", "levee person remove"]),
    Part(
      code: "roster", name: Bilingual("Roster", "值班表"), about: Bilingual("who is on duty, and when", "谁在什么时候值班"),
      shown: ["staff/roster-show"],
      steps: [
        "staff/roster-set", "staff/roster-rotate", "staff/roster-remove", "staff/roster-swap", "staff/roster-leave",
        "staff/roster-import", "staff/roster-export",
      ]),
    Part(
      code: "ways", name: Bilingual("Ways to reach people", "通知方式"),
      about: Bilingual("whether each works, and what waits for it", "各通知方式是否正常，有什么未发出"), shown: ["logistics/ways"],
      steps: ["logistics/retry-way", "logistics/reached"],
      atTerminal: ["levee transport add", "levee transport test", "levee contact add"]),
    Part(
      code: "channels", name: Bilingual("Channels", "发布渠道"),
      about: Bilingual("where statements go out", "声明在哪里发布"), shown: ["staff/channel-list"], steps: [],
      atTerminal: ["levee channel add"]),
    Part(
      code: "resources", name: Bilingual("Resources", "资源"),
      about: Bilingual("what there is, whose it is, whether it is enough", "现有资源、负责人、是否够用"),
      shown: ["logistics/resources", "logistics/tools"],
      steps: [
        "logistics/resource-list", "logistics/resource-put", "logistics/resource-owner", "logistics/resource-retire",
        "logistics/resource-import", "logistics/resource-export", "logistics/contact-import",
        "logistics/contact-export",
      ]
    ),
    Part(
      code: "screens", name: Bilingual("Screens on the wall", "看板大屏"),
      about: Bilingual("which screens show the board", "哪些大屏在显示看板"), shown: ["staff/board-links"],
      steps: ["staff/board-link", "staff/board-end"]),
    Part(
      code: "health", name: Bilingual("Readiness and health", "准备情况和运行状态"),
      about: Bilingual("whether the house could meet a crisis today", "今天出事，能不能应对"),
      shown: ["staff/readiness", "supervisor/status"], steps: [],
      atTerminal: ["levee doctor", "levee-supervisor health"]),
  ]

  /// Who is led here by the navigation. It shows nothing that they could not see otherwise.
  static func isFor(_ person: Visitor.Person) -> Bool {
    person.isAdministrator || !person.ranks.isDisjoint(with: ["head", "leader", "deputy"])
  }

  func answer() -> Server.Answer? {
    guard Self.isFor(sheet.visitor.person) else { return nil }
    return sheet.page(
      sheet.say("The house", "内部管理"),
      [
        .heading(1, sheet.say("The house", "内部管理")),
        .element(
          "ul", ["class": "cards"],
          Self.parts.map { part in
            .element(
              "li", [:],
              [
                .element(
                  "a", ["href": "/house/" + part.code],
                  [
                    .element("b", [:], [.text(part.name[sheet.language])]), .empty("br", [:]),
                    .element("span", ["class": "small"], [.text(part.about[sheet.language])]),
                  ])
              ])
          }),
        .element("p", [:], [.link("/devices", sheet.say("Your own devices", "我的设备"))]),
      ])
  }

  func answer(_ code: String) async throws -> Server.Answer? {
    guard Self.isFor(sheet.visitor.person), let part = Self.parts.first(where: { $0.code == code }) else { return nil }
    var main: [Markup] = [
      .heading(1, part.name[sheet.language]), .paragraph(part.about[sheet.language], class: "lead"),
    ]
    var isShown = false
    for path in part.shown {
      let shown = try await sheet.lookIfAllowed(path)
      isShown = isShown || !shown.isEmpty
      main += shown
    }
    if !isShown {
      main.append(.paragraph(sheet.say("This is for another team to see.", "由其他小组查看。"), class: "empty"))
    }
    let teams = sheet.visitor.person.teams + [.staff]
    let steps = part.steps.compactMap(Catalogue.step).filter { teams.contains($0.team) }
    if !steps.isEmpty {
      main += [
        .heading(2, sheet.say("What may be done", "可以办理")),
        .element(
          "ul", ["class": "steps"],
          steps.map { step in
            .element(
              "li", [:],
              [
                .link("/do/" + step.path, step.title[sheet.language]),
                .element("span", ["class": "small"], [.text(" " + step.summary[sheet.language])]),
              ])
          }),
      ]
    }
    if !part.atTerminal.isEmpty {
      main += [
        .heading(2, sheet.say("At an administrator's terminal", "由管理员在终端办理")),
        .paragraph(
          sheet.say(
            "A browser makes no login and holds no secret of the house, so that a lost phone cannot either.",
            "浏览器不能建立账号，也不保存公司密钥，手机丢了也不会出问题。"), class: "help"),
        .element("ul", [:], part.atTerminal.map { .element("li", [:], [.element("code", [:], [.text($0)])]) }),
      ]
    }
    main.append(.element("p", ["class": "small"], [.link("/house", sheet.say("To the house", "回到内部管理"))]))
    return sheet.page(part.name[sheet.language], main)
  }
}
