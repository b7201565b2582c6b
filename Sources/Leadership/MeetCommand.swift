import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Calling the meeting at which leadership decides.
enum MeetCommand {
  static let meet = Command(
    "meet", "召集会议",
    Bilingual("call the meeting on an incident: leadership, and whom you name, are told", "召集研判会：通知领导小组和您写明的人"),
    [
      TeamCommands.incident,
      .option("at", "TIME", Bilingual("when it begins", "开始时间"), required: true),
      .option("place", "TEXT", Bilingual("a room, or a link", "会议室或链接"), required: true),
      .option("invite", "PERSON", Bilingual("who is to come beside leadership", "领导小组以外的参会人"), repeats: true),
      .option("agenda", "TEXT", Bilingual("the agenda; drafted from the assessment if not said", "议程，默认按研判报告草拟")),
    ],
    draft: Draft(["agenda"], note: Bilingual("The agenda, drafted from the assessment.", "会议议程，已按研判报告草拟。")) {
      invocation in
      [Draft.Section("agenda", Bilingual("agenda", "议程"), try await agenda(invocation))]
    }
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await DecisionCommands.checkPeople(invocation.all("invite"), invocation)
    guard let startsAt = try invocation.date("at") else { return Reply() }
    let said = try invocation.text("agenda", default: "")
    let people = try await invocation.ledger.meetings.call(
      incident, at: startsAt, place: try invocation.text("place"),
      agenda: said.isEmpty ? try await agenda(invocation) : said, inviting: invocation.all("invite"))
    let names = people.joined(separator: ", ")
    return try await invocation.done(
      Bilingual(
        "The meeting is called; told: \(names). Who comes signs in with: levee sign-in \(incident)",
        "已召集会议，已通知：\(names)。到会请签到：levee sign-in \(incident)"), on: incident,
      values: ["people": .array(people.map(JSONValue.string))])
  }

  /// What the assessment leaves to be decided: what is known, the risks, what is not known yet, the options.
  private static func agenda(_ invocation: Invocation) async throws -> String {
    let incident = try invocation.reference("INCIDENT", .incident)
    let language = invocation.language
    var lines = [Bilingual("1. What is known", "一、情况")[language]]
    guard let newest = try await invocation.ledger.assessments.newest(incident) else { return lines[0] }
    let assessment = newest.assessment
    lines.append(assessment.severity.name[language] + Bilingual(". ", "。")[language] + assessment.summary)
    let facts = try await invocation.ledger.facts.list(incident)
    let open =
      Factor.allCases.filter { assessment.factors[$0] == nil }.map(\.name)
      + facts.filter { $0.reliability == .unverified }.map { Bilingual(same: "\($0.reference) \($0.claim)") }
    lines += ["", Bilingual("2. Risks", "二、风险")[language], RiskText.words(assessment.risks)[language]]
    lines += ["", Bilingual("3. Not known yet", "三、尚待查明")[language]]
    lines += open.isEmpty ? [Bilingual("Nothing.", "无。")[language]] : open.map { "- " + $0[language] }
    lines += ["", Bilingual("4. Options", "四、对策")[language]]
    lines.append(
      assessment.options.isEmpty
        ? Bilingual("None was written; to be discussed.", "研判报告没有写，请会上讨论。")[language] : assessment.options)
    lines += ["", Bilingual("5. Decision, and what each team does", "五、决定与各组任务")[language]]
    return lines.joined(separator: "\n")
  }
}
