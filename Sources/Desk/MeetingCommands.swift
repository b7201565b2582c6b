import CommandLine
import Ledger
import Wording
import Workflow

/// The meeting of an incident, as everybody sees it who may read the incident; and the sign-in.
public enum MeetingCommands {
  /// When and where it is, what is talked about, who is to come and who came.
  public static let show = Command(
    "meeting", "会议", Bilingual("the meeting of an incident: when, where, the agenda, who came", "查看研判会：时间、地点、议程和签到"),
    [TeamCommands.incident], as: .reader, to: .show
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let meeting = try await invocation.ledger.meetings.newest(of: incident) else {
      throw Failure(
        .data, Bilingual("No meeting was called on \(incident).", "\(incident) 没有召集会议。"),
        advice: Bilingual(
          "Leadership calls one with: levee-leadership meet \(incident)", "领导小组可召集：levee-leadership meet \(incident)"))
    }
    return Reply(fields: fields(of: meeting, incident))
  }

  static func fields(of meeting: Meetings.Meeting, _ incident: Reference) -> [Reply.Field] {
    [
      Reply.Field("incident", Bilingual("Incident", "事件"), .code(incident.description)),
      Reply.Field("starts_at", Bilingual("Begins", "时间"), .time(meeting.startsAt)),
      Reply.Field("place", Bilingual("Where", "地点"), .text(meeting.place)),
      Reply.Field("called_by", Bilingual("Called by", "召集人"), .text(meeting.calledBy)),
      Reply.Field("people", Bilingual("To come", "应到"), list(meeting.people)),
      Reply.Field("present", Bilingual("Came", "已签到"), list(meeting.present)),
      Reply.Field("over", Bilingual("Over", "已结束"), .flag(meeting.isOver)),
      Reply.Field("agenda", Bilingual("Agenda", "议程"), .block(meeting.agenda)),
    ]
  }

  private static func list(_ people: [String]) -> Cell {
    .values(
      .array(people.map(JSONValue.string)),
      people.isEmpty ? Bilingual("nobody yet", "暂无") : .list(people.map { Bilingual(same: $0) }))
  }

  /// For everyone who was invited, of whatever department: they themselves.
  public static let signIn = Command(
    "sign-in", "签到", Bilingual("say that you came to the meeting of an incident", "签到：您已参加该事件的研判会"),
    [TeamCommands.incident], as: .staff
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let own = try await invocation.ledger.people.own()
    try await invocation.ledger.meetings.signIn([own], to: incident)
    return Reply(
      Bilingual("You are signed in.", "已签到。"), values: ["incident": .id(incident), "present": .array([.string(own)])])
  }

  /// For leadership: whoever keeps the record says who came.
  public static let signInOthers = Command(
    "sign-in", "签到", Bilingual("say who came to the meeting; without a name, you yourself", "会议签到：不写姓名即本人"),
    [
      TeamCommands.incident,
      .positional("PERSON", Bilingual("who came", "到会人员"), required: false, repeats: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let named = invocation.all("PERSON")
    let people = named.isEmpty ? [try await invocation.ledger.people.own()] : named
    try await invocation.ledger.meetings.signIn(people, to: incident)
    let names = people.joined(separator: ", ")
    return try await invocation.done(
      Bilingual("Signed in: \(names).", "已签到：\(names)。"), on: incident,
      values: ["present": .array(people.map(JSONValue.string))])
  }
}
