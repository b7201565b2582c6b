import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Plan
import Wording
import Workflow

/// What everybody has of the plan: what they have to read, the card of their post, the quiz, their certificate.
struct TrainingPages {
  private let sheet: Sheet
  private var language: Language { sheet.language }

  init(_ sheet: Sheet) { self.sheet = sheet }

  func answer() async throws -> Server.Answer {
    let title = sheet.say("Reading and training", "阅知与培训")
    var main: [Markup] = [.heading(1, title)] + (try await reading())
    main.append(.element("p", [:], [.link("/role", sheet.say("The card of your post", "我的职责卡"))]))
    main += [
      .heading(2, sheet.say("The quiz", "测验")),
      .paragraph(
        sheet.say(
          "Questions of the plan in force. What you answered stays; today's attempt can be gone on with.",
          "题目出自现行预案。已答的题会保留，当天可以接着答。")),
      sheet.buttons(
        "staff/training-take", [:], [Sheet.Button(sheet.say("Begin, or go on", "开始或继续测验"))]),
    ]
    let results = try await sheet.look("staff/training-results")
    main += [.heading(2, sheet.say("Results", "成绩"))] + sheet.reply.markup(results)
    main.append(sheet.links([("/do/staff/training-certificate", sheet.say("Your certificate", "培训证书"))]))
    return sheet.page(title, main)
  }

  private func reading() async throws -> [Markup] {
    let ledger = await sheet.visitor.ledger(.staff, .everyone)
    guard let playbook = try await ledger.playbooks.list().last(where: \.isApproved) else {
      return [.paragraph(sheet.say("No plan is in force yet.", "还没有现行预案。"), class: "empty")]
    }
    let at = try await sheet.visitor.ledger(.staff, .staff).playbookReadings.acknowledged(playbook.version)
    let number = playbook.version
    return [
      .heading(2, sheet.say("What you have to read", "要阅读的内容")),
      .element(
        "p", [:],
        [
          .link("/plan", sheet.say("The plan, version \(number)", "预案第 \(number) 版")), .text(" · "),
        ]
          + (at.map {
            [.text(sheet.say("you have read it: ", "您已阅知："))] + sheet.reply.inline(.time($0))
          } ?? [.element("b", ["class": "soon"], [.text(sheet.say("not read yet", "尚未阅知"))])])),
    ]
      + (at == nil
        ? [sheet.links([("/do/staff/playbook-read?VERSION=\(number)", sheet.say("Read it and say so", "阅读并确认阅知"))])]
        : [])
  }

  /// The cards of the posts whose seats this person holds.
  func role() async throws -> Server.Answer {
    let title = sheet.say("The card of your post", "我的职责卡")
    let ledger = await sheet.visitor.ledger(.staff, .everyone)
    let seats = Set(try await ledger.people.ofThisSession()?.seats ?? [])
    let playbooks = try await ledger.playbooks.list()
    var main: [Markup] = [.heading(1, title)]
    if let playbook = playbooks.last(where: \.isApproved) ?? playbooks.last {
      let content = try await PlaybookPage.content(playbook.version, ledger)
      let cards = RoleCard.all(content).filter { !seats.isDisjoint(with: $0.codes) }
      main += cards.flatMap { card in card.blocks(language).flatMap { PaperMarkup(sheet).markup($0, language) } }
      if cards.isEmpty {
        main.append(
          .paragraph(
            sheet.say(
              "You hold no post of the plan. What everybody does stands in the plan.", "您没有担任预案中的岗位。全体员工的职责见预案。"),
            class: "empty"))
      }
    }
    main.append(
      sheet.links([
        ("/plan", sheet.say("The whole plan", "查看预案全文")), ("/training", sheet.say("Reading and training", "阅知与培训")),
      ]))
    return sheet.page(title, main)
  }

  // MARK: the quiz

  /// A field's name before the number of its question.
  static let answer = "answer:"

  /// What is still to be answered, as a form; what is chosen is recorded by the same command.
  func quiz(_ questions: [Trainings.Question]) -> [Markup] {
    guard !questions.isEmpty else { return [] }
    let fields: [Markup] = questions.map { question in
      let asked = TrainingText.asked(question)
      let name = Self.answer + "\(question.number)"
      let id = "a\(question.number)"
      var inside: [Markup] = [
        .element("legend", [:], [.element("b", [:], [.text("\(question.number). " + asked.question[language])])]),
        .element("span", ["class": "small"], [.text(asked.section[language])]),
      ]
      if let story = asked.story { inside.append(.paragraph(story[language])) }
      if asked.isOrder {
        inside.append(
          .element("ol", [:], asked.options.map { .element("li", [:], [.text($0[language])]) }))
        inside += [
          .element(
            "label", ["for": id],
            [.text(sheet.say("Their numbers in the right order, with blanks between", "按先后顺序写出编号，用空格隔开"))]),
          .empty("input", ["type": "text", "id": id, "name": name, "inputmode": "numeric", "autocomplete": "off"]),
        ]
      } else {
        inside += asked.options.enumerated().map { place, option in
          .element(
            "p", ["class": "flag"],
            [
              .empty(
                "input",
                [
                  "type": asked.isMultiple ? "checkbox" : "radio", "id": "\(id)-\(place)", "name": name,
                  "value": "\(place + 1)",
                ]), .text(" "), .element("label", ["for": "\(id)-\(place)"], [.text(option[language])]),
            ])
        }
      }
      return .element("fieldset", ["class": "piece"], inside)
    }
    return [
      .heading(2, sheet.say("Still to answer: \(questions.count)", "未答：\(questions.count) 题")),
      .element(
        "form", ["method": "post", "action": "/do/staff/training-take", "accept-charset": "utf-8"],
        fields + sheet.once.map { .empty("input", ["type": "hidden", "name": $0.name, "value": $0.values[0]]) }
          + [
            .element(
              "p", ["class": "send"],
              [.element("button", ["type": "submit"], [.text(sheet.say("Hand in these answers", "提交所选答案"))])])
          ]),
    ]
  }
}
