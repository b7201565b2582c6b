import CommandLine
import Wording
import Workflow

/// Asks for a company, one question a line, and writes its file: the answers can be read, mended and applied again.
struct SetupQuestions {
  let terminal: Terminal
  let language: Language
  /// What the steps of the newest playbook before the first statement take at severity I, in seconds; 0 where nobody knows.
  var secondsBeforeFirstStatement = 0

  /// - Returns: the YAML.
  func ask() throws -> String {
    say(
      Bilingual(
        "A few questions; Enter takes what stands in brackets. Nothing is changed before the last answer.",
        "请回答几个问题，按回车采用方括号里的内容。答完最后一问才会保存。"))
    let name = try question(Bilingual("Name of the company, as the public reads it", "公司名称（对外显示）"), "") {
      CompanyFile.isName($0)
    }
    let zone = try question(Bilingual("Time zone", "时区"), language == .chinese ? "Asia/Shanghai" : "Europe/London") {
      CompanyFile.isZone($0)
    }
    let size = try question(
      Bilingual("Size of the company: so many people, or small, medium, large", "公司规模：人数，或 small、medium、large"),
      "medium"
    ) { CompanyFile.size($0) != nil }
    var lines = [
      "company:", "  name: \(Self.quoted(name))", "  zone: \(zone)", "  size: \(size)",
      "  language: \(language.rawValue)", "", "people:",
    ]
    let people = try askPeople()
    lines += yaml(people)
    let folder = try question(
      Bilingual("Folder of the newsroom's pages (empty: no newsroom)", "官网通报页的目录（留空：没有）"), "/var/lib/levee/newsroom"
    ) { $0.isEmpty || $0.hasPrefix("/") }
    lines += ["", "channels:"]
    if !folder.isEmpty {
      lines.append(
        "  newsroom: {kind: newsroom, title: \(language == .chinese ? "官方通报" : "Newsroom"), folder: \(Self.quoted(folder))}"
      )
    }
    lines.append("  social: {kind: manual, title: \(language == .chinese ? "社交账号" : "Social account")}")
    let steps = TimeFormat.span(Double(secondsBeforeFirstStatement))
    let first = try question(
      Bilingual("First statement at severity I within", "一级事件首次回应时限"), "150 min",
      otherwiseSay: Bilingual(
        "Write it like 150 min; the steps before it take \(steps.english), and you may shorten them in the file later.",
        "请写作 150 min。首次回应前各步合计 \(steps.chinese)，以后可在文件中缩短。")
    ) { typed in CompanyFile.span(typed).map { Int($0.inSeconds) >= secondsBeforeFirstStatement } ?? false }
    lines += ["", "targets:", "  first_statement: {I: \(first)}", ""]
    return lines.joined(separator: "\n")
  }

  private struct Person {
    let handle: String
    let name: String
    var seats: [String]
    /// "" for none.
    let mail: String
  }

  /// Asks who holds each seat; for the name of somebody who holds several only once.
  private func askPeople() throws -> [Person] {
    var people: [Person] = []
    for (seat, words) in Self.seats {
      var isFirst = true
      while true {
        let suffix =
          isFirst && seat.isRequired
          ? Bilingual(same: "") : Bilingual(" (empty: nobody, or nobody more)", "（留空：无，或不再添加）")
        let handle = try question(words + Bilingual(": login", "：账号") + suffix, "") { text in
          text.isEmpty ? !(isFirst && seat.isRequired) : CompanyFile.isHandle(text)
        }
        if handle.isEmpty { break }
        isFirst = false
        if let known = people.firstIndex(where: { $0.handle == handle }) {
          people[known].seats.append(seat.name)
        } else {
          let name = try question(Bilingual("  their name", "  姓名"), handle) { !$0.isEmpty }
          let mail = try question(Bilingual("  their mail address (empty: none)", "  邮箱（留空：无）"), "") {
            $0.isEmpty || $0.contains("@")
          }
          people.append(Person(handle: handle, name: name, seats: [seat.name], mail: mail))
        }
        if seat.isSingle { break }
      }
    }
    return people
  }

  /// The people, the services, and what follows from who they are: substitutes, and mail where somebody has an address.
  private func yaml(_ people: [Person]) -> [String] {
    var lines: [String] = []
    for person in people {
      let way = person.mail.isEmpty ? "" : ", reach: {mail: \(Self.quoted(person.mail))}"
      let seats = person.seats.map(Self.quoted).joined(separator: ", ")
      lines.append("  \(person.handle): {name: \(Self.quoted(person.name)), seats: [\(seats)]\(way)}")
    }
    let substitutes = people.filter { $0.seats.contains("leadership:deputy") }.map(\.handle)
    for team in Team.working + [.supervisor] {
      lines.append(
        "  svc_\(team.rawValue): {name: \(Self.quoted(team.name[language])), service: true, seats: \(team.rawValue)}")
    }
    if !substitutes.isEmpty { lines += ["", "substitutes:", "  leader: [\(substitutes.joined(separator: ", "))]"] }
    if people.contains(where: { !$0.mail.isEmpty }) {
      lines += ["", "transports:", "  mail: {format: mail, program: sendmail}"]
    }
    return lines
  }

  private struct Seat {
    let name: String
    var isRequired = false
    var isSingle = false
  }

  private static let seats: [(Seat, Bilingual)] = [
    (
      Seat(name: "leadership:leader", isRequired: true, isSingle: true),
      Bilingual("Leader (the general manager)", "组长（总经理）")
    ),
    (Seat(name: "leadership:deputy"), Bilingual("Deputy leader", "副组长")),
    (Seat(name: "leadership:legal", isRequired: true), Bilingual("Legal counsel", "法务")),
    (Seat(name: "monitoring:head", isRequired: true, isSingle: true), Bilingual("Head of monitoring", "信息小组负责人")),
    (Seat(name: "response:head", isRequired: true, isSingle: true), Bilingual("Head of response", "响应小组负责人")),
    (Seat(name: "logistics:head", isRequired: true, isSingle: true), Bilingual("Head of logistics", "后勤小组负责人")),
  ]

  private func say(_ words: Bilingual) { terminal.write(words[language] + "\n") }

  private func question(
    _ words: Bilingual, _ otherwise: String,
    otherwiseSay refusal: Bilingual = Bilingual("That is not possible here.", "这里不能这样填。"), isGood: (String) -> Bool
  ) throws -> String {
    while true {
      terminal.write(words[language] + (otherwise.isEmpty ? ": " : " [\(otherwise)]: "))
      guard let line = terminal.line() else {
        throw Failure(.unhealthy, Bilingual("Given up; nothing was changed.", "已放弃。未保存，未改动。"))
      }
      let answer = line.filter { !$0.isNewline }
      let trimmed = answer.drop { $0 == " " }
      let value = trimmed.isEmpty ? otherwise : String(trimmed)
      if isGood(value) { return value }
      say(refusal)
    }
  }

  /// A YAML string: in double quotes, with what is special there escaped.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
