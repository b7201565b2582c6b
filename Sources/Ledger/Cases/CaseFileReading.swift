import FoundationEssentials
import Postgres
import Wording
import Workflow

// The rows of `CaseFiles.read`, in the order of its statements.

extension CaseFile {
  init(_ head: Row, _ rows: [Rows]) throws {
    summary = try Incidents.summary(head)
    openedAs = try head["opened_as"]
    openedBy = try head["person"]
    sealed = try head["sealed"]
    seal = try head["seal"]
    names = Dictionary(
      try rows[1].map { (try $0["handle"], try $0["display_name"]) }, uniquingKeysWith: { first, _ in first })
    stages = try rows[2].map { (try $0["stage"], try $0["at"]) }
    try readLeadership(rows)
    try readTexts(rows)
    try readFacts(rows)
    duties = try rows[13].map(Self.duty)
    told = try rows[14].map {
      Told(person: try $0["recipient"], notices: try $0["notices"], acknowledged: try $0["acknowledged"])
    }
    try readEnds(rows)
    forms = try OutgoingForms.forms(rows[20])
    ownWords = try OwnWords.answers(rows[21])
  }

  private static func mark(_ row: Row) throws -> Mark { Mark(person: try row["person"], at: try row["at"]) }

  private static func mark(_ row: Row, _ person: String, _ at: String) throws -> Mark? {
    guard let who: String = try row[person], let when: Date = try row[at] else { return nil }
    return Mark(person: who, at: when)
  }

  private mutating func readLeadership(_ rows: [Rows]) throws {
    assessments = try rows[3].map { row in
      var factors: [Factor: Int] = [:]
      for factor in Factor.allCases { factors[factor] = try row[factor.rawValue] as Int? }
      return Assessment(
        revision: try row["revision"], severity: try row["severity"], trend: try row["trend"],
        summary: try row["summary"],
        factors: factors, options: try row["options"], by: try Self.mark(row),
        received: try Self.mark(row, "received_by", "received_at"))
    }
    decisions = try rows[4].map {
      Decision(
        sentence: try $0["sentence"], isUrgent: try $0["kind"] as String == "urgent", attendees: try $0["attendees"],
        record: try $0["record"], by: try Self.mark($0))
    }
    let assignments = Dictionary(
      grouping: try rows[6].map {
        (
          revision: try $0["revision"] as Int,
          assignment: Assignment(
            team: try $0["for_team"], text: try $0["text"], acknowledged: try Self.mark($0, "person", "at"))
        )
      }, by: \.revision)
    commands = try rows[5].map {
      let revision: Int = try $0["revision"]
      return Command(
        revision: revision, text: try $0["text"], by: try Self.mark($0),
        assignments: (assignments[revision] ?? []).map(\.assignment))
    }
    tasks = try rows[7].map {
      Task(
        reference: Reference(.task, try $0["id"]), team: try $0["for_team"], owner: try $0["owner"],
        title: try $0["title"],
        dueAt: try $0["due_at"], doneAt: try $0["done_at"], result: try $0["result"])
    }
  }

  private mutating func readTexts(_ rows: [Rows]) throws {
    approvals = try rows[8].compactMap {
      guard let reference = Reference(try $0["reference"] as String) else { return nil }
      return Approval(
        reference: reference, author: try $0["author"], reviewers: try $0["reviewers"], at: try $0["at"],
        voidAt: try $0["void_at"], note: try $0["note"], severity: try $0["severity"])
    }
    deliveries = try rows[9].map {
      let corrects: [Int] = try $0["corrects"]
      return Delivery(
        reference: Reference(.delivery, try $0["id"]),
        statement: Reference(.statement, try $0["document_id"], revision: try $0["number"]), channel: try $0["channel"],
        language: try $0["language"], title: try $0["title"], body: try $0["body"], sent: try Self.mark($0),
        postedAt: try $0["posted_at"], address: try $0["address"], withdrawnAt: try $0["withdrawn_at"],
        withdrawnFor: try $0["withdrawn_for"], givenUpFor: try $0["given_up_for"],
        corrects: corrects.map { Reference(.statement, $0) })
    }
  }

  private mutating func readFacts(_ rows: [Rows]) throws {
    let checks = Dictionary(
      grouping: try rows[11].map {
        (
          fact: try $0["fact_id"] as Int,
          check: Check(reliability: try $0["reliability"], reason: try $0["reason"], by: try Self.mark($0))
        )
      }, by: \.fact)
    facts = try rows[10].map {
      let id: Int = try $0["id"]
      return Fact(
        reference: Reference(.fact, id), claim: try $0["claim"], source: try $0["source"],
        reliability: try $0["reliability"],
        by: try Self.mark($0), checks: (checks[id] ?? []).map(\.check))
    }
    feedback = try rows[12].map {
      Feedback(
        reference: Reference(.feedback, try $0["id"]), sender: try $0["sender"], text: try $0["text"], at: try $0["at"],
        replied: try Self.mark($0, "replied_by", "replied_at"), replyDueAt: try $0["reply_due_at"],
        resolved: try Self.mark($0, "resolved_by", "resolved_at"), outcome: try $0["outcome"],
        satisfied: try $0["satisfied"])
    }
  }

  private static func duty(_ row: Row) throws -> Duty {
    Duty(
      kind: try row["kind"], subject: try row["subject"], team: try row["team"], startedAt: try row["started_at"],
      dueAt: try row["due_at"], endedAt: try row["ended_at"], isMoot: try row["moot"],
      clock: try (row["title_en"] as String?).map {
        StatutoryClock(
          code: try row["subject"], title: Bilingual($0, try row["title_zh"]),
          source: Bilingual(try row["source_en"], try row["source_zh"]))
      })
  }

  static func reports(_ rows: Rows) throws -> [Report] {
    try rows.map {
      Report(
        team: try $0["for_team"], body: try $0["body"], by: try mark($0),
        received: try mark($0, "received_by", "received_at"))
    }
  }

  private mutating func readEnds(_ rows: [Rows]) throws {
    authorities = try rows[15].map { (try $0["clock"], try $0["reference"], try Self.mark($0)) }
    var accepted: Mark?
    for row in rows[16] {
      let end = End(reason: try row["reason"], by: try Self.mark(row))
      switch try row["what"] as String {
      case "over": responseOver = end
      case "stop": stop = end
      case "ready": ready = end.by
      case "down": stoodDown = end.by
      default: accepted = end.by
      }
    }
    reports = try Self.reports(rows[17])
    let improvements = try rows[19].map {
      Improvement(title: try $0["title"], owner: try $0["owner"], dueOn: try $0["due_on"])
    }
    review = try rows[18].first.map {
      Review(
        course: try $0["course"], effectiveness: try $0["effectiveness"], lessons: try $0["lessons"],
        by: try Self.mark($0), accepted: accepted, improvements: improvements)
    }
  }
}
