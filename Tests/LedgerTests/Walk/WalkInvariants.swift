import Ledger

/// What must be so, whatever happened: asked of one incident, in SQL that shares nothing with the law's own functions.
/// Each row says which sentence is broken, and how.
enum WalkInvariants {
  static let sql = """
    with me as (select * from levee.incident where id = $i),
    steps as (
      select event_id, stage, 'fact' as t from levee.fact where incident_id = $i
      union all select event_id, stage, 'assessment' from levee.assessment where incident_id = $i
      union all select event_id, stage, 'decision' from levee.decision where incident_id = $i
      union all select event_id, stage, 'command' from levee.command where incident_id = $i
      union all select event_id, stage, 'submission' from levee.submission where incident_id = $i
      union all select event_id, stage, 'review' from levee.review where incident_id = $i
      union all select event_id, stage, 'delivery' from levee.delivery where incident_id = $i
      union all select event_id, stage, 'delivery_receipt' from levee.delivery_receipt where incident_id = $i
      union all select event_id, stage, 'feedback' from levee.feedback where incident_id = $i
      union all select event_id, stage, 'result_report' from levee.result_report where incident_id = $i
      union all select event_id, stage, 'closure' from levee.closure where incident_id = $i)
    select 'LAW-1 a stage was skipped' as broken from (
      select from_stage, to_stage, outcome, lag(to_stage) over (order by sequence) as before, sequence,
        row_number() over (order by sequence) as n from levee.transition where incident_id = $i) t
      where t.sequence <> t.n or (t.before is not null and t.before <> t.from_stage) or (t.before is null and t.from_stage <> 'assessing')
        or (t.outcome = 'advanced' and t.to_stage <> (enum_range(t.from_stage, null))[2])
    union all
    select 'LAW-1 the incident is not where its history says' from me
      where stage <> coalesce((select to_stage from levee.transition where incident_id = $i order by sequence desc limit 1), 'assessing')
    union all
    select 'LAW-2 a step in a stage that was never entered: ' || t from steps
      where stage not in ('assessing') and not exists (select from levee.transition where incident_id = $i and to_stage = steps.stage)
    union all
    select 'LAW-3 something was written after the end' from levee.event e
      where e.chain = $i and e.kind not in ('transition', 'erasure', 'escalation') and e.id > (
        select x.id from levee.event x where x.chain = $i and x.kind = 'transition'
          and x.payload::jsonb -> 'data' ->> 'to_stage' = 'closed')
    union all
    select 'LAW-6 a command without decision, receipt and assessment' from levee.command c
      where c.incident_id = $i and not exists (
        select from levee.decision d join levee.assessment_receipt r on r.incident_id = d.incident_id and r.revision = d.assessment_revision
        join levee.assessment a on a.incident_id = r.incident_id and a.revision = r.revision
        where d.incident_id = c.incident_id and d.id = c.decision_id)
    union all
    select 'LAW-6 a command that leaves a team out' from levee.command c
      where c.incident_id = $i and (select count(distinct for_team) from levee.assignment a
        where a.incident_id = c.incident_id and a.revision = c.revision) <> 3
    union all
    select 'LAW-7 something went out that nobody approved' from levee.delivery d
      where d.incident_id = $i and not exists (
        select from levee.submission s join levee.review v using (incident_id, kind, document_id, number)
        where s.incident_id = d.incident_id and s.kind = 'statement' and s.document_id = d.document_id and s.number = d.number
          and s.digest = d.digest and v.verdict = 'approve' and v.person <> s.author)
    union all
    select 'LAW-8 the author reviewed' from levee.review v join levee.revision r using (incident_id, kind, document_id, number)
      where v.incident_id = $i and v.person = r.person
    union all
    select 'LAW-8 who wrote words of it reviewed' from levee.review v join levee.revision r
        on r.incident_id = v.incident_id and r.kind = v.kind and r.document_id = v.document_id and r.number <= v.number
      where v.incident_id = $i and v.person = r.person
    union all
    select 'LAW-8 a service took a step: ' || t from steps
      where t not in ('delivery_receipt') and (select person from levee.event e where e.id = steps.event_id) like 'svc%'
    union all
    select 'LAW-9 a part came in after its text was handed in' from levee.submission s join levee.rendition d
        using (incident_id, kind, document_id, number) where s.incident_id = $i and d.event_id > s.event_id
    union all
    select 'LAW-6 a decision on an assessment that was not the newest' from levee.decision d join levee.assessment a
        on a.incident_id = d.incident_id and a.revision > d.assessment_revision and a.event_id < d.event_id
      where d.incident_id = $i
    union all
    select 'LAW-6 responding, and a team has acknowledged nothing' from levee.transition t
      where t.incident_id = $i and t.to_stage = 'responding' and (select count(distinct for_team) from levee.acknowledgement k
        where k.incident_id = $i) < 3
    union all
    select 'LAW-24 sent after its withdrawal was decided' from levee.delivery d join levee.delivery o
        on o.incident_id = d.incident_id and o.document_id = d.document_id and o.number = d.number
      join levee.withdrawal w on w.incident_id = o.incident_id and w.delivery_id = o.id
      join levee.approval a on a.incident_id = w.incident_id and a.kind = 'withdrawal' and a.document_id = w.document_id
      where d.incident_id = $i and d.event_id > a.event_id
    union all
    select 'LAW-17 stopped in the response by one person, or without the reports' from levee.transition t
      where t.incident_id = $i and t.outcome = 'stopped' and t.from_stage in ('responding', 'reviewing') and (
        not exists (select from levee.stop_agreement g join levee.stop s using (incident_id)
          where g.incident_id = $i and g.person <> s.person)
        or (t.to_stage = 'closed' and (select count(distinct for_team) from levee.report_receipt where incident_id = $i) < 3))
    union all
    select 'LAW-16 lowered without a period between' from me join levee.lowering l on l.incident_id = $i
      join levee.approval a on a.incident_id = l.incident_id and a.kind = 'lowering' and a.document_id = l.document_id
      where (select count(*) from levee.assessment x where x.incident_id = $i and x.event_id < a.event_id
        and x.trend in ('steady', 'falling')) < 2
        or (select max(x.at) - min(x.at) from levee.assessment x where x.incident_id = $i and x.event_id < a.event_id
          and x.trend in ('steady', 'falling')) < (select stable_period from levee.playbook where version = me.playbook)
    union all
    select 'LAW-9 approved with too few reviews' from levee.approval a
      where a.incident_id = $i and (select count(*) from levee.review v where v.incident_id = a.incident_id and v.kind = a.kind
          and v.document_id = a.document_id and v.number = a.number and v.verdict = 'approve')
        < (select min(reviews) from levee.review_rule r, me where r.version = me.playbook)
    union all
    select 'LAW-9 at severity I or II, approved without legal' from levee.approval a
      join levee.submission s using (incident_id, kind, document_id, number), me
      where a.incident_id = $i and me.severity >= 'II' and s.severity >= 'II'
        and not exists (select from levee.lowering l where l.incident_id = $i)
        and not exists (select from levee.review v where v.incident_id = a.incident_id and v.kind = a.kind
          and v.document_id = a.document_id and v.number = a.number and v.verdict = 'approve' and v.person = 'zhao')
    union all
    select 'LAW-10 a statement without a mandate that holds' from levee.statement s
      where s.incident_id = $i and not exists (select from levee.holding_mandate h where h.incident_id = $i and h.mandate_id = s.mandate_id)
        and not exists (select from levee.plan_mandate m join levee.approval a on a.incident_id = m.incident_id and a.kind = 'plan'
            and a.document_id = m.document_id and a.number = m.number and a.digest = m.digest
          join levee.readiness r on r.incident_id = m.incident_id where m.incident_id = $i and m.mandate_id = s.mandate_id)
    union all
    select 'LAW-11 an approval stands on a refuted fact' from levee.approval a join levee.citation c using (incident_id, kind, document_id, number)
      join levee.fact_check k on k.incident_id = c.incident_id and k.fact_id = c.fact_id and k.reliability = 'refuted'
      where a.incident_id = $i and k.at > a.at and not exists (select from levee.approval_void v where v.incident_id = a.incident_id
        and v.kind = a.kind and v.document_id = a.document_id and v.number = a.number)
    union all
    select 'LAW-12 an exercise went outside' from levee.delivery d join levee.channel c on c.name = d.channel, me
      where d.incident_id = $i and me.exercise and c.outside
    union all
    select 'LAW-13 a delivery is both out and given up' from levee.delivery_receipt r
      join levee.delivery_abandonment b using (incident_id, delivery_id) where r.incident_id = $i
        and not exists (select from levee.delivery_resumption u where u.incident_id = b.incident_id
          and u.delivery_id = b.delivery_id and u.occurrence = b.occurrence)
    union all
    select 'LAW-7 an answer was given whose approval did not stand' from levee.reply_from_answer x
      where x.incident_id = $i and (not exists (select from levee.statement s where s.incident_id = x.incident_id
          and s.document_id = x.document_id and s.sheet)
        or exists (select from levee.approval_void v where v.incident_id = x.incident_id and v.kind = 'statement'
          and v.document_id = x.document_id and v.number = x.number and v.event_id < x.event_id))
    union all
    select 'LAW-7 answers went out' from levee.delivery d join levee.statement s on s.incident_id = d.incident_id
      and s.document_id = d.document_id and s.sheet where d.incident_id = $i
    union all
    select 'LAW-13 taken up again without having been given up' from levee.delivery_resumption u
      join levee.delivery_abandonment b using (incident_id, delivery_id, occurrence) where u.incident_id = $i
        and u.event_id < b.event_id
    union all
    select 'LAW-13 done, and still to be done' from levee.delivery_receipt r join levee.work w on w.incident_id = r.incident_id
      and w.subject = r.delivery_id and w.kind in ('deliver', 'post') where r.incident_id = $i
    union all
    select 'LAW-14 a step without its event: ' || t from steps
      where not exists (select from levee.event e where e.id = steps.event_id and e.chain = $i and e.kind = steps.t)
    union all
    select 'LAW-16 a severity that nobody gave' from me
      where exists (select from levee.assessment where incident_id = $i)
        and severity not in (select severity from levee.assessment where incident_id = $i)
        and severity not in (select l.severity from levee.lowering l join levee.approval a using (incident_id, kind, document_id)
          where l.incident_id = $i)
    union all
    select 'LAW-17 archived, and something was still owed' from me
      where stage = 'closed' and outcome = 'accepted' and (
        exists (select from levee.feedback f left join levee.resolution r on r.incident_id = f.incident_id and r.feedback_id = f.id
          where f.incident_id = $i and r.feedback_id is null)
        or (select count(distinct for_team) from levee.report_receipt where incident_id = $i) <> 3
        or not exists (select from levee.stand_down where incident_id = $i)
        or not exists (select from levee.closure where incident_id = $i)
        or exists (select from levee.decision d left join levee.meeting_record m on m.incident_id = d.incident_id and m.decision_id = d.id
          where d.incident_id = $i and d.kind = 'urgent' and m.decision_id is null)
        or exists (select from levee.delivery d left join levee.delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
          left join levee.delivery_abandonment b on b.incident_id = d.incident_id and b.delivery_id = d.id
            and not exists (select from levee.delivery_resumption u where u.incident_id = b.incident_id
              and u.delivery_id = b.delivery_id and u.occurrence = b.occurrence)
          where d.incident_id = $i and r.delivery_id is null and b.delivery_id is null))
    union all
    select 'LAW-25 a wrong claim is out and nothing is owed for it' from levee.delivery_receipt r
      join levee.delivery d on d.incident_id = r.incident_id and d.id = r.delivery_id
      join levee.citation c on c.incident_id = d.incident_id and c.document_id = d.document_id and c.number = d.number
      join levee.fact f on f.incident_id = c.incident_id and f.id = c.fact_id and f.reliability = 'refuted'
      where r.incident_id = $i and not exists (select from levee.correction k where k.incident_id = r.incident_id
        and k.document_id = d.document_id and k.number = d.number and k.fact_id = f.id)
    """

  /// What is owed and what is waited for, as the steps tell it, beside what the table of duties says.
  static let duties = """
    select format('LAW-28 the duty %s %s of %s %s', d.kind, d.subject, d.team, d.fault) from (
      \(DutyAudit.differences("i.id = $i")) ) d
    union all
    select 'LAW-17 the end is offered while something else is waited for' from levee.duty d
      where d.incident_id = $i and d.kind = 'declare_over' and d.state = 'open'
        and exists (select from levee.gate g where g.incident_id = $i and not g.met and g.name <> 'response_declared_over')
    """
}
