import CommandLine
import Pages
import Papers
import Wording
import Workflow

/// Drawings of a plan, made from its data: the organisation chart and the flow of the six steps, as SVG.
enum PlanFigures {
  /// Who leads, and the three teams with their posts.
  static func organisation(_ content: PlaybookContent, _ language: Language) -> Markup {
    let posts = content["post"].sorted { ($0["position"]?.integer ?? 0) < ($1["position"]?.integer ?? 0) }
    func names(_ team: Team) -> [String] {
      posts.flatMap { post in
        (post["seats"]?.string ?? "").split(separator: " ").filter { $0.hasPrefix(team.rawValue + ":") }.map { seat in
          let title = post[language == .chinese ? "title_zh" : "title_en"]?.string ?? ""
          let rank = String(seat.dropFirst(team.rawValue.count + 1))
          return (
            order: ["leader", "head", "deputy", "legal", "member"].firstIndex(of: rank) ?? 9,
            text: Self.rank(rank)[language] + title
          )
        }
      }.sorted { ($0.order, $0.text) < ($1.order, $1.text) }.map(\.text)
    }
    // A chart has to fit on a page; the table of the posts has all.
    func shown(_ team: Team) -> [String] {
      let all = names(team)
      guard all.count > most else { return all }
      let rest = all.count - most + 1
      return all.prefix(most - 1) + [Bilingual("and \(rest) more", "另有 \(rest) 个岗位")[language]]
    }
    let width = 232.0
    var drawn: [Markup] = []
    let top = Box(x: 244, y: 8, width: width, title: Team.leadership.name[language], lines: shown(.leadership))
    drawn += top.drawn
    let base = top.y + top.height + 40
    var lowest = base
    let middle = top.x + width / 2
    drawn.append(line(middle, top.y + top.height, middle, base - 20))
    drawn.append(line(8 + width / 2, base - 20, 480 + width / 2, base - 20))
    for (index, team) in Team.assigned.enumerated() {
      let box = Box(x: 8 + 236 * Double(index), y: base, width: width, title: team.name[language], lines: shown(team))
      drawn.append(line(box.x + width / 2, base - 20, box.x + width / 2, base))
      drawn += box.drawn
      lowest = max(lowest, box.y + box.height)
    }
    return svg(Bilingual("Organisation chart", "组织架构图")[language], height: lowest + 8, drawn)
  }

  /// How many posts of a team are drawn.
  private static let most = 12

  private static func rank(_ rank: String) -> Bilingual {
    switch rank {
    case "leader": Bilingual("Leader: ", "组长：")
    case "deputy": Bilingual("Deputy: ", "副组长：")
    case "legal": Bilingual("Legal: ", "法务审核：")
    case "head": Bilingual("Head: ", "负责人：")
    default: Bilingual("Member: ", "成员：")
    }
  }

  /// The six steps, who works in each, by when, and what lets the next begin.
  static func flow(_ content: PlaybookContent, _ language: Language) -> Markup {
    var drawn: [Markup] = []
    var y = 8.0
    for (index, step) in steps.enumerated() {
      let times = step.targets.flatMap { target -> [String] in
        let within = PlanChoice.severities.map { severity in
          content["target"].first { $0["name"]?.string == target && $0["severity"]?.string == severity.code }?[
            "within"]?.string
            .flatMap(PlanSpan.init(iso:))?.text(language) ?? "—"
        }
        return [TargetText.name(target)[language] + Bilingual(": ", "：")[language] + within.joined(separator: " / ")]
      }
      let number = Bilingual("Step \(index + 1): ", "步骤" + "一二三四五六".map(String.init)[index] + "：")[language]
      let box = Box(
        x: 60, y: y, width: 600,
        title: number + step.stage.name[language] + Bilingual(" (", "（")[language] + step.who[language]
          + Bilingual(")", "）")[language],
        lines: times)
      drawn += box.drawn
      y = box.y + box.height
      if index < steps.count - 1 {
        drawn += arrow(360, y, y + 34, step.until[language])
        y += 34
      }
    }
    return svg(
      Bilingual("The six steps (I / II / III / IV)", "六步流程图（一级 / 二级 / 三级 / 四级）")[language], height: y + 8, drawn)
  }

  /// From a first sign to an incident.
  static func warning(_ language: Language) -> Markup {
    let boxes = [
      Bilingual("Monitoring finds a rise, or a grave message; or an employee tells", "监测发现信息量异常或严重内容；或员工上报线索"),
      Bilingual("The information team looks at it, with what was said and where", "信息小组核对：说了什么、在哪里、传播多快"),
      Bilingual("An incident is opened, with a level; or it is noted why not", "登记事件并定级；或注明为什么不登记"),
      Bilingual("Leadership and the teams are told, and the clocks run", "通知领导小组和各组，开始计时"),
    ]
    var drawn: [Markup] = []
    var y = 8.0
    for (index, words) in boxes.enumerated() {
      let box = Box(x: 60, y: y, width: 600, title: words[language], lines: [])
      drawn += box.drawn
      y = box.y + box.height
      if index < boxes.count - 1 {
        drawn += arrow(360, y, y + 24, "")
        y += 24
      }
    }
    return svg(Bilingual("From a warning to an incident", "预警处置流程图")[language], height: y + 8, drawn)
  }

  private static let steps: [(stage: Stage, who: Bilingual, targets: [String], until: Bilingual)] = [
    (.assessing, Team.monitoring.name, ["acknowledge", "assess"], Bilingual("the assessment is submitted", "研判报告已提交")),
    (.commanding, Team.leadership.name, ["report_up", "command"], Bilingual("the command is issued", "应急指令已下达")),
    (
      .planning, Team.response.name + Bilingual(", ", "、") + Team.logistics.name, ["plan", "ready"],
      Bilingual("the plan is approved, readiness certified", "方案已批准，保障已到位")
    ),
    (
      .responding, Team.response.name, ["first_statement", "update", "feedback_reply"],
      Bilingual("the response is declared over", "已终止响应")
    ),
    (
      .reviewing, Bilingual("all teams", "各组"), ["report", "after_action"],
      Bilingual("the review is accepted", "复盘报告已审定")
    ),
    (.closed, Team.leadership.name, [], Bilingual("", "")),
  ]

  /// A frame with a title and lines, as high as they need.
  private struct Box {
    let x: Double
    let y: Double
    let width: Double
    let title: [String]
    let lines: [String]

    init(x: Double, y: Double, width: Double, title: String, lines: [String]) {
      self.x = x
      self.y = y
      self.width = width
      let cells = Int((width - 16) / 6.8)
      self.title = Columns.wrap(title, to: cells)
      self.lines = lines.flatMap { Columns.wrap($0, to: cells) }
    }

    var height: Double { 14 + 19 * Double(title.count) + 17 * Double(lines.count) }

    var drawn: [Markup] {
      var drawn: [Markup] = [
        .empty(
          "rect",
          [
            "x": DrawnText.number(x), "y": DrawnText.number(y), "width": DrawnText.number(width),
            "height": DrawnText.number(height), "rx": "4",
            "fill": "#f5f8fb",
            "stroke": "#5b7ea3",
          ])
      ]
      var baseline = y + 20
      for text in title {
        drawn.append(label(text, x: x + width / 2, y: baseline, weight: "bold", anchor: "middle"))
        baseline += 19
      }
      for text in lines {
        drawn.append(label(text, x: x + 10, y: baseline, weight: "normal", anchor: "start"))
        baseline += 17
      }
      return drawn
    }
  }

  private static func arrow(_ x: Double, _ from: Double, _ to: Double, _ words: String) -> [Markup] {
    [
      line(x, from, x, to - 6),
      .empty(
        "path",
        [
          "d":
            "M \(DrawnText.number(x - 5)) \(DrawnText.number(to - 7)) L \(DrawnText.number(x + 5)) \(DrawnText.number(to - 7)) L \(DrawnText.number(x)) \(DrawnText.number(to)) z",
          "fill": "#5b7ea3",
        ]),
    ] + (words.isEmpty ? [] : [label(words, x: x + 12, y: (from + to) / 2 + 3, weight: "normal", anchor: "start")])
  }

  private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
    .empty(
      "line",
      [
        "x1": DrawnText.number(x1), "y1": DrawnText.number(y1), "x2": DrawnText.number(x2), "y2": DrawnText.number(y2),
        "stroke": "#5b7ea3",
      ])
  }

  private static func label(_ words: String, x: Double, y: Double, weight: String, anchor: String) -> Markup {
    .element(
      "text",
      [
        "x": DrawnText.number(x), "y": DrawnText.number(y), "text-anchor": anchor, "font-weight": weight,
        "fill": "#1a1a1a",
      ],
      [.text(words)])
  }

  private static func svg(_ title: String, height: Double, _ drawn: [Markup]) -> Markup {
    .element(
      "figure", [:],
      [
        .element(
          "svg",
          [
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 720 \(DrawnText.number(height))", "width": "720",
            "height": DrawnText.number(height),
            "role": "img", "aria-label": title,
            "font-family": "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
            "font-size": "13",
          ], drawn),
        .element("figcaption", [:], [.text(title)]),
      ])
  }
}
