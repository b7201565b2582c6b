import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import QRCode
import Wording

/// One's own browsers: which there are, ending one, adding another.
struct DevicesPage {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  func answer() async throws -> Server.Answer {
    let handle = sheet.visitor.person.handle
    let asked = try await asked()
    let ledger = await sheet.visitor.ledger(.staff, .staff)
    let own = try await ledger.devices.list().filter {
      $0.person == handle && $0.endedAt == nil && $0.validUntil > sheet.request.now
    }
    var main: [Markup] =
      [
        .heading(1, sheet.say("Your devices", "我的设备")),
        .paragraph(
          sheet.say(
            "Each comes in as you. End at once what you no longer have.", "每台设备都能以您的身份进入。不在手上的请马上停用。"), class: "lead"),
        own.isEmpty
          ? .paragraph(sheet.say("There is none.", "还没有设备。"), class: "empty")
          : .element("ul", ["class": "cards"], own.map(card)),
      ] + asked
    if let add = Catalogue.step("staff/device-add") {
      main += [
        .heading(2, sheet.say("Add another", "再添加一台")),
        try await StepPage(sheet).blank(add, Step.Filled(), fixed: []),
        .paragraph(
          sheet.say(
            "You get a square to scan with it, and a link: good once, for ten minutes.", "会显示二维码和链接，十分钟内有效，只能用一次。"),
          class: "help"),
      ]
    }
    return sheet.page(sheet.say("Your devices", "我的设备"), main)
  }

  /// What asked to come in as this person by a code, and has not become a device: whoever did not ask says so here.
  func asked() async throws -> [Markup] {
    let requests = try await sheet.visitor.ledger(.staff, .staff).deviceCodes.requests()
    let shown = requests.filter { $0.state != .used && $0.state != .disowned }
    guard !shown.isEmpty else { return [] }
    return [
      .heading(2, sheet.say("Asked to be enrolled by a code", "用验证码申请登记")),
      .element(
        "ul", ["class": "cards"],
        shown.map { request in
          .element(
            "li", [:],
            [
              .element(
                "div", [:],
                [
                  .element("b", [:], [.text(request.label)]), .text(" "), .text(came(of: request)),
                  .empty("br", [:]),
                  .element(
                    "span", ["class": "small"],
                    sheet.reply.inline(.time(request.askedAt))
                      + [.text(request.whence.isEmpty ? "" : sheet.say(", from ", "，来自 ") + request.whence)]),
                  revoke(request.label, sheet.say("This was not me", "不是本人操作")),
                ])
            ])
        }),
      .paragraph(
        sheet.say(
          "If you say so, it ends, and nobody is sent a code for you for a day.", "确认后申请作废，一天内不再为您发送验证码。"),
        class: "help"),
    ]
  }

  private func came(of request: DeviceCodes.Request) -> String {
    switch request.state {
    case .open where request.expiresAt > sheet.request.now: sheet.say("waits for its code", "等待输入验证码")
    case .refused: sheet.say("your post needs a terminal or a second device", "您的岗位须用终端或第二台设备登记")
    case .unreached: sheet.say("no way of your own is known", "没有登记只发给您本人的联系方式")
    case .wrong: sheet.say("five wrong codes", "五次输错")
    case .open, .used, .disowned: sheet.say("the time is over", "已过期")
    }
  }

  private func revoke(_ label: String, _ button: String) -> Markup {
    FormMarkup(
      "/do/staff/device-revoke", isPosted: true,
      [.hidden("LABEL", label)] + StepPage(sheet).hidden([], key: ""), button: button,
      language: sheet.language, look: "return"
    ).markup
  }

  private func card(_ device: Devices.Device) -> Markup {
    let isThis = sheet.visitor.credential.login == device.person + "~" + device.label
    let isNew = device.isByCode && device.enrolledAt > sheet.request.now - 86400
    let end =
      if isThis {
        sheet.say("End it, and leave", "停用并退出")
      } else if isNew {
        sheet.say("This was not me: end it", "不是本人操作，停用")
      } else {
        sheet.say("End it", "停用")
      }
    return .element(
      "li", [:],
      [
        .element(
          "div", [:],
          [
            .element("b", [:], [.text(device.label)]),
            .text(isThis ? sheet.say(" (this browser)", "（此浏览器）") : ""), .empty("br", [:]),
            .element(
              "span", ["class": "small"],
              [.text(sheet.say("since ", "添加于 "))] + sheet.reply.inline(.time(device.enrolledAt))
                + [.text(sheet.say(", until ", "，有效至 "))] + sheet.reply.inline(.time(device.validUntil))),
            .element(
              "span", ["class": "small"],
              device.isByCode ? [.text(sheet.say(" By a code.", "，凭验证码登记"))] : []), revoke(device.label, end),
          ])
      ])
  }
}

/// A link as a square that a camera reads.
enum QRMarkup {
  static func markup(_ address: String, words: String) -> Markup? {
    guard let code = QRCode(address) else { return nil }
    let margin = 4
    let side = code.size + 2 * margin
    var path = ""
    for row in 0..<code.size {
      var column = 0
      while column < code.size {
        guard code.isDark(column: column, row: row) else {
          column += 1
          continue
        }
        let start = column
        while code.isDark(column: column, row: row) { column += 1 }
        path += "M\(start + margin) \(row + margin)h\(column - start)v1H\(start + margin)z"
      }
    }
    return .element(
      "svg",
      [
        "class": "code", "viewBox": "0 0 \(side) \(side)", "role": "img", "aria-label": words,
        "shape-rendering": "crispEdges",
      ],
      [
        .empty("rect", ["width": String(side), "height": String(side), "fill": "#fff"]),
        .empty("path", ["d": path, "fill": "#000"]),
      ])
  }
}
