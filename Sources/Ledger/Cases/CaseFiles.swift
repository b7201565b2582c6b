import Postgres
import Wording
public import Workflow

/// Incidents as a whole, for whoever reads them: reports, briefs, the archive.
public struct CaseFiles: Sendable {
  let ledger: Ledger

  /// Reads everything that is on record of an incident, in one round trip.
  /// - Throws: `LedgerError.unknown`; `.notAllowed` by a role that sees no texts; `.refused`
  ///   (`incident_is_open_to_its_named_people`) of a restricted incident by anybody else.
  public func read(_ incident: Reference) async throws -> CaseFile {
    let rows = try await ledger.batch(Self.statements(incident.number))
    guard let head = rows[0].first else { throw LedgerError.unknown(incident) }
    guard try head["may_read"] else { throw try await closed(incident) }
    return try CaseFile(head, rows)
  }

  /// Why a restricted incident is not read by somebody who is not named.
  func closed(_ incident: Reference) async throws -> LedgerError {
    let sentence = try await ledger.read(
      "select law, en, zh from levee.refusal where name = 'incident_is_open_to_its_named_people'")[0]
    return .refused(
      .init(
        name: "incident_is_open_to_its_named_people", law: try sentence["law"],
        sentence: Bilingual(try sentence["en"], try sentence["zh"]), detail: incident.description,
        isOfNothing: false))
  }

  /// What each team reported at the end.
  static func reports(_ id: Int) -> Statement {
    """
    select r.for_team, r.body, r.person, r.at, k.person as received_by, k.at as received_at from levee.result_report r
    left join levee.report_receipt k using (incident_id, for_team) where r.incident_id = \(id) order by r.for_team
    """
  }

  private static func statements(_ id: Int) -> [Statement] {
    heads(id) + leaderships(id) + texts(id) + others(id) + ends(id)
  }

  /// 0 to 2: the incident and whether it may be read, people, stages.
  private static func heads(_ id: Int) -> [Statement] {
    [
      """
      select i.*, levee.now(i.id) as now, levee.may_read(i.id) as may_read,
        (select count(*) from levee.seal s where s.chain = i.id) as sealed,
        coalesce((select encode(s.hash, 'hex') from levee.seal s where s.chain = i.id order by s.sequence desc limit 1), '') as seal
      from levee.incident i where i.id = \(id)
      """,
      "select handle, display_name from levee.person",
      "select stage, at from levee.stage_entry where incident_id = \(id) order by at, stage",
    ]
  }

  /// 3 to 7: assessments, decisions, commands, assignments, tasks.
  private static func leaderships(_ id: Int) -> [Statement] {
    [
      """
      select a.*, r.person as received_by, r.at as received_at from levee.assessment a
      left join levee.assessment_receipt r using (incident_id, revision) where a.incident_id = \(id) order by a.revision
      """,
      """
      select d.kind, d.sentence, coalesce(m.attendees, d.attendees) as attendees, coalesce(m.record, d.record) as record,
        d.person, d.at
      from levee.decision d left join levee.meeting_record m on m.incident_id = d.incident_id and m.decision_id = d.id
      where d.incident_id = \(id) order by d.id
      """,
      "select revision, text, person, at from levee.command where incident_id = \(id) order by revision",
      """
      select a.revision, a.for_team, a.text, k.person, k.at from levee.assignment a
      left join levee.acknowledgement k using (incident_id, revision, for_team)
      where a.incident_id = \(id) order by a.revision, a.for_team
      """,
      """
      select t.id, t.for_team, t.owner, t.title, t.due_at, d.at as done_at, coalesce(d.result, '') as result from levee.task t
      left join levee.task_done d on d.incident_id = t.incident_id and d.task_id = t.id where t.incident_id = \(id) order by t.id
      """,
    ]
  }

  /// 8 and 9: what was approved, and what went where.
  private static func texts(_ id: Int) -> [Statement] {
    [
      """
      select levee.reference(a.kind, a.document_id, a.number) as reference, r.person as author, r.note, a.at, v.at as void_at,
        l.severity, array(select w.person from levee.review w where w.incident_id = a.incident_id and w.kind = a.kind
          and w.document_id = a.document_id and w.number = a.number and w.verdict = 'approve' order by w.at) as reviewers
      from levee.approval a join levee.revision r using (incident_id, kind, document_id, number)
      left join levee.approval_void v using (incident_id, kind, document_id, number)
      left join levee.lowering l on l.incident_id = a.incident_id and l.document_id = a.document_id
      where a.incident_id = \(id) order by a.at, a.document_id
      """,
      """
      select d.id, d.document_id, d.number, coalesce(nullif(c.title, ''), c.name) as channel, d.language::text, r.title, r.body,
        d.person, d.at, p.posted_at, coalesce(p.address, '') as address, w.at as withdrawn_at,
        coalesce((select v.note from levee.revision v where v.incident_id = w.incident_id and v.kind = w.kind
          and v.document_id = w.document_id and v.number = w.number), '') as withdrawn_for, coalesce(g.reason, '') as given_up_for,
        array(select distinct s.corrected from levee.correcting_statement s where s.incident_id = d.incident_id
          and s.document_id = d.document_id order by 1) as corrects
      from levee.delivery d join levee.channel c on c.name = d.channel
      join levee.rendition r on r.incident_id = d.incident_id and r.kind = d.kind and r.document_id = d.document_id
        and r.number = d.number and r.name = d.rendition
      left join levee.delivery_receipt p on p.incident_id = d.incident_id and p.delivery_id = d.id
      left join levee.withdrawal_receipt w on w.incident_id = d.incident_id and w.delivery_id = d.id
      left join levee.delivery_abandonment g on g.incident_id = d.incident_id and g.delivery_id = d.id
      where d.incident_id = \(id) order by d.document_id, d.number, d.rendition, d.id
      """,
    ]
  }

  /// 10 to 14: facts, their checks, feedback, what was owed, who was told.
  private static func others(_ id: Int) -> [Statement] {
    [
      "select id, claim, source, reliability, person, at from levee.fact where incident_id = \(id) order by id",
      "select fact_id, reliability, reason, person, at from levee.fact_check where incident_id = \(id) order by id",
      """
      select f.id, f.sender, f.text, f.at, r.person as replied_by, r.at as replied_at, o.person as resolved_by,
        o.at as resolved_at, coalesce(o.outcome, '') as outcome, coalesce(o.satisfied, '') as satisfied,
        (select nullif(d.due_at, 'infinity') from levee.duty d where d.incident_id = f.incident_id and d.kind = 'reply'
          and d.subject = 'Q' || f.id order by d.id limit 1) as reply_due_at
      from levee.feedback f left join levee.reply r on r.incident_id = f.incident_id and r.feedback_id = f.id
      left join levee.resolution o on o.incident_id = f.incident_id and o.feedback_id = f.id
      where f.incident_id = \(id) order by f.id
      """,
      """
      select d.kind, d.subject, d.team, d.started_at, d.due_at, nullif(d.ended_at, 'infinity') as ended_at, d.state = 'moot' as moot,
        c.title_en, c.title_zh, c.source_en, c.source_zh
      from levee.duty d left join lateral (select c.* from levee.statutory_clock c
        join levee.incident i on i.id = d.incident_id and i.playbook = c.version
        where d.kind = 'notify_authority' and c.name = d.subject limit 1) c on true
      where d.incident_id = \(id) and d.due_at < 'infinity' and d.kind <> 'feedback_resolution'
      order by d.due_at, d.id
      """,
      """
      select n.recipient, count(*) as notices, count(n.acknowledged_at) as acknowledged from levee.notice n
      where n.incident_id = \(id) group by 1 order by 1
      """,
    ]
  }

  /// 15 to 21: authorities, the ends, reports, the review, forms, answers in own words.
  private static func ends(_ id: Int) -> [Statement] {
    [
      "select clock, reference, person, at from levee.authority_notice where incident_id = \(id) order by at",
      """
      select 'over' as what, reason, person, at from levee.response_over where incident_id = \(id)
      union all select 'stop', reason, person, at from levee.stop where incident_id = \(id)
      union all select 'ready', '', person, at from levee.readiness_certificate where incident_id = \(id)
      union all select 'down', '', person, at from levee.stand_down where incident_id = \(id)
      union all select 'accepted', note, person, at from levee.closure where incident_id = \(id)
      """,
      reports(id),
      "select course, effectiveness, lessons, person, at from levee.after_action_review where incident_id = \(id)",
      "select title, owner, due_on::text from levee.improvement_action where incident_id = \(id) order by id",
      OutgoingForms.statement(incident: id),
      OwnWords.statement(incident: id),
    ]
  }
}

extension Ledger {
  public var cases: CaseFiles { CaseFiles(ledger: self) }
}
