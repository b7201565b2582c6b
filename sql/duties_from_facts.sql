-- What is owed, told by the steps alone: the second opinion about levee.duty, asked by `levee audit duties`, by the random walk and by
-- the faults campaign. One row for each duty that should be open, and (kind 'gate') for each gate that should not be met. It uses no
-- function that opens or settles a duty. `declare_over` is not here: the supervisor offers it. Who asks begins with `with asked as (…)`,
-- the incidents that they ask about.
-- Whether it waits, at this moment, for what is on its way to be settled.
open as (
  select i.*, i.stage = 'reviewing' or i.stage = (case when i.stopping then 'planning' else 'responding' end)::levee.stage as settles
  from asked i where i.stage <> 'closed'),
text as (
  select s.incident_id, s.kind, s.document_id, s.number, s.author, s.team,
    case s.kind when 'plan' then 'P' when 'statement' then 'S' when 'waiver' then 'W' when 'lowering' then 'L' else 'X' end
      || s.document_id || '.' || s.number as said,
    a.number is not null as approved, a.expires_at, v.reason as void,
    (select r.verdict from levee.review r where r.incident_id = s.incident_id and r.kind = s.kind and r.document_id = s.document_id
      and r.number = s.number and r.verdict <> 'approve' order by r.event_id limit 1) as returned,
    (select count(*) filter (where r.verdict = 'approve') >= max(w.reviews) and count(*) filter (where r.verdict <> 'approve') = 0
        and (not bool_or(w.legal) or bool_or(r.verdict = 'approve' and r.as_legal))
      from levee.review r join levee.review_rule w on w.version = i.playbook and w.severity = i.severity
      where r.incident_id = s.incident_id and r.kind = s.kind and r.document_id = s.document_id and r.number = s.number) is true as enough,
    exists (select from levee.delivery d where d.incident_id = s.incident_id and d.document_id = s.document_id
      and d.number = s.number) as sent,
    exists (select from levee.delivery d join levee.delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
      where d.incident_id = s.incident_id and d.document_id = s.document_id and d.number = s.number) as out,
    exists (select from levee.withdrawal w join levee.withdrawal_receipt r on r.incident_id = w.incident_id
      and r.delivery_id = w.delivery_id where w.incident_id = s.incident_id and w.document_id = s.document_id) as carried_out,
    exists (select from levee.statement z where z.incident_id = s.incident_id and z.document_id = s.document_id and z.sheet) as sheet
  from levee.submission s
  left join levee.approval a using (incident_id, kind, document_id, number)
  left join levee.approval_void v using (incident_id, kind, document_id, number)
  join open i on i.id = s.incident_id
  where not exists (select from levee.submission t where t.incident_id = s.incident_id and t.kind = s.kind
      and t.document_id = s.document_id and t.number > s.number)),
-- Once the response is over, or the incident is stopped, something comes of corrections and withdrawals only.
live as (
  select d.incident_id, d.id as document_id from open i join levee.document d on d.incident_id = i.id
  where (i.stage < 'reviewing' and not i.stopping) or d.kind = 'withdrawal'
    or exists (select from levee.correcting_statement c where c.incident_id = d.incident_id and c.document_id = d.id)
    or exists (select from levee.late_correction c where c.incident_id = d.incident_id and c.document_id = d.id)),
plan as (
  select i.id as incident_id from open i where exists (
    select from levee.approval a
    join lateral (select count(*) filter (where r.verdict = 'approve') as given, bool_or(r.verdict <> 'approve') as returned,
        bool_or(r.verdict = 'approve' and r.as_legal) as legal
      from levee.review r where r.incident_id = a.incident_id and r.kind = a.kind and r.document_id = a.document_id
        and r.number = a.number) g on true
    join levee.review_rule w on w.version = i.playbook and w.severity = i.severity
    where a.incident_id = i.id and a.kind = 'plan' and g.given >= w.reviews and not g.returned and (g.legal or not w.legal)
      and not exists (select from levee.approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
        and v.document_id = a.document_id and v.number = a.number))),
-- Work on what is to go out, or to be taken down by a decision that was not taken back.
work as (
  select w.incident_id, w.state, w.kind, 'D' || w.subject as said from levee.work w join open i on i.id = w.incident_id
  where w.kind in ('deliver', 'post') or (w.kind in ('retract', 'unpost') and exists (
    select from levee.withdrawal x join levee.approval a on a.incident_id = x.incident_id and a.kind = 'withdrawal'
      and a.document_id = x.document_id
    where x.incident_id = w.incident_id and x.delivery_id = w.subject and not exists (select from levee.approval_void v
      where v.incident_id = a.incident_id and v.kind = a.kind and v.document_id = a.document_id and v.number = a.number)))),
newest as (
  select i.id as incident_id, i.stage, i.stopping, (select max(a.revision) from levee.assessment a where a.incident_id = i.id) as assessment,
    (select max(c.revision) from levee.command c where c.incident_id = i.id) as command
  from open i),
teams as (select unnest('{monitoring,response,logistics}'::levee.team[]) as team)

select i.id as incident_id, 'assess' as kind, '' as subject, 'monitoring'::levee.team as team from open i
  where i.stage = 'assessing' and not i.stopping and not exists (select from levee.assessment a where a.incident_id = i.id)
union all
-- Forms that go out: read, handed in, written anew, answered.
select f.incident_id, case when r.form_id is null then 'review_form' when r.verdict = 'return' then 'rewrite_form' else 'submit_form' end,
    'U' || f.id, case when r.form_id is null then 'leadership' else f.team end
  from open i join levee.form f on f.incident_id = i.id
  left join levee.form_review r on r.incident_id = f.incident_id and r.form_id = f.id
  where not exists (select from levee.form g where g.incident_id = f.incident_id and g.instead_of = f.id)
    and not exists (select from levee.form_submission s left join levee.form_outcome o using (incident_id, form_id, attempt)
      where s.incident_id = f.incident_id and s.form_id = f.id and o.answer is distinct from 'refused')
union all
select s.incident_id, 'form_receipt', 'U' || s.form_id, s.team from open i join levee.form_submission s on s.incident_id = i.id
  where not exists (select from levee.form_outcome o where o.incident_id = s.incident_id and o.form_id = s.form_id and o.attempt = s.attempt)
union all
select i.id, 'first_statement', '', 'response' from open i where i.stage <= 'responding' and not i.stopping
  and not exists (select from levee.delivery_receipt r where r.incident_id = i.id)
union all
select i.id, 'notify_authority', c.name, 'leadership'::levee.team from asked i cross join unnest(i.clocks) c (name)
  where (i.stage <> 'closed' or not i.exercise) and not exists (select from levee.authority_notice n where n.incident_id = i.id and n.clock = c.name)
union all
select n.incident_id, 'receive', n.assessment::text, 'leadership' from newest n
  where n.assessment is not null and n.stage <= 'responding' and not n.stopping and not exists (
    select from levee.assessment_receipt r where r.incident_id = n.incident_id and r.revision = n.assessment)
union all
select i.id, 'decision_made', '', 'leadership' from open i where i.stage = 'commanding' and not i.stopping
  and not exists (select from levee.decision d where d.incident_id = i.id)
union all
select n.incident_id, 'command_given', '', 'leadership' from newest n
  where n.stage = 'commanding' and not n.stopping and n.command is null
union all
select n.incident_id, case when exists (select from levee.decision d where d.incident_id = n.incident_id
    and d.assessment_revision = n.assessment) then 'command' else 'decide' end, '', 'leadership' from newest n
  where n.stage = 'commanding' and not n.stopping and n.command is null and exists (
    select from levee.assessment_receipt r where r.incident_id = n.incident_id and r.revision = n.assessment)
union all
select d.incident_id, 'record_meeting', d.id::text, 'leadership' from open i join levee.decision d on d.incident_id = i.id
  where d.kind = 'urgent' and not exists (select from levee.meeting_record m where m.incident_id = i.id and m.decision_id = d.id)
union all
select n.incident_id, 'acknowledge', n.command::text, t.team from newest n cross join teams t
  where n.command is not null and n.stage <= 'responding' and not n.stopping and not exists (
    select from levee.acknowledgement k where k.incident_id = n.incident_id and k.revision = n.command and k.for_team = t.team)
union all
select t.incident_id, 'task', 'T' || t.id, t.for_team from open i join levee.task t on t.incident_id = i.id
  where not exists (select from levee.task_done d where d.incident_id = i.id and d.task_id = t.id)
union all
select i.id, 'file_brief', d.kind, 'monitoring' from open i join levee.brief_draft d on d.incident_id = i.id
  where not exists (select from levee.brief_draft o where o.incident_id = i.id and o.event_id > d.event_id)
    and not exists (select from levee.brief b where b.incident_id = i.id and b.kind = d.kind and b.event_id > d.event_id)
union all
-- What a leader remarks on the last brief of a case is done after it is archived.
select r.incident_id, 'remark', 'K' || r.id, r.for_team from asked i join levee.remark r on r.incident_id = i.id
  where not exists (select from levee.remark_done d where d.incident_id = i.id and d.remark_id = r.id)
union all
select n.incident_id, 'plan', '', 'response' from newest n where n.stage = 'planning' and not n.stopping and not exists (
  select from levee.submission s where s.incident_id = n.incident_id and s.kind = 'plan')
union all
select n.incident_id, 'plan_approved', '', 'leadership' from newest n where n.stage = 'planning' and not n.stopping
  and not exists (select from plan p where p.incident_id = n.incident_id)
union all
select n.incident_id, 'ready', '', 'logistics' from newest n where n.stage = 'planning' and not n.stopping and not exists (
  select from levee.readiness r where r.incident_id = n.incident_id)
union all
select r.incident_id, 'submit', 'S' || r.document_id || '.' || r.number, 'response' from live l
  join levee.revision r on r.incident_id = l.incident_id and r.document_id = l.document_id and r.kind = 'statement'
  where not exists (select from levee.submission s where s.incident_id = r.incident_id and s.kind = r.kind
      and s.document_id = r.document_id and s.number >= r.number)
    and not exists (select from levee.discard x where x.incident_id = r.incident_id and x.kind = r.kind
      and x.document_id = r.document_id and x.number = r.number)
    and not exists (select from levee.revision t where t.incident_id = r.incident_id and t.kind = r.kind
      and t.document_id = r.document_id and t.number > r.number and not exists (select from levee.discard x
        where x.incident_id = t.incident_id and x.kind = t.kind and x.document_id = t.document_id and x.number = t.number))
union all
select t.incident_id, 'review', t.said, 'leadership' from text t join live l using (incident_id, document_id)
  where t.returned is null and (not t.approved or (t.kind <> 'lowering' and not t.enough and t.void is null and not t.out
    and not t.carried_out))
union all
select t.incident_id, case t.returned when 'propose' then 'adopt' else 'revise' end, t.said, t.team
  from text t join live l using (incident_id, document_id) where t.returned is not null and not t.out
union all
select t.incident_id, case when t.void = 'fact_refuted' or t.kind = 'plan' then 'revise' else 'renew' end, t.said, 'response'
  from text t join live l using (incident_id, document_id)
  where t.void <> 'returned' and t.kind in ('plan', 'statement') and not t.out
union all
select t.incident_id, case when t.expires_at <= levee.now(t.incident_id) then 'renew' else 'send' end, t.said, 'response'
  from text t join live l using (incident_id, document_id)
  where t.kind = 'statement' and t.approved and t.void is null and not t.sent and not t.sheet
union all
select i.id, 'statement', '', 'response' from open i where i.stage = 'responding' and not i.stopping
  and not exists (select from levee.statement s join levee.revision r on r.incident_id = s.incident_id and r.kind = s.kind
      and r.document_id = s.document_id
    where s.incident_id = i.id and not s.sheet and not exists (select from levee.discard x where x.incident_id = r.incident_id
      and x.kind = r.kind and x.document_id = r.document_id and x.number = r.number))
union all
select w.incident_id, case w.state when 'dead' then 'repair' else w.kind end, w.said, 'response' from work w
union all
select * from (
  select distinct on (i.id) i.id, 'update', 'S' || d.document_id, 'response'::levee.team from open i
  join levee.delivery_receipt r on r.incident_id = i.id join levee.delivery d on d.incident_id = i.id and d.id = r.delivery_id
  where i.stage <= 'responding' and not i.stopping and not exists (select from levee.response_over o where o.incident_id = i.id)
    and not exists (select from levee.delivery e join levee.delivery_receipt x on x.incident_id = e.incident_id
      and x.delivery_id = e.id where e.incident_id = i.id and e.document_id = d.document_id and x.event_id < r.event_id)
  order by i.id, r.event_id desc) u
union all
select c.incident_id, 'corrected', 'S' || c.document_id || '-F' || c.fact_id, 'response' from open i
  join levee.open_correction c on c.incident_id = i.id
union all
select distinct c.incident_id, 'correct', case c.document_id when 0 then 'F' || c.fact_id else 'S' || c.document_id end,
  'response'::levee.team from open i join levee.open_correction c on c.incident_id = i.id
  -- While a text that corrects is written or on its way, that is what is owed.
  where not exists (
    select from (select s.document_id from levee.correcting_statement s where s.incident_id = i.id and s.correction_id = c.correction_id
      union all select s.document_id from levee.late_correction s where c.document_id = 0 and s.incident_id = i.id
        and s.fact_id = c.fact_id) w
    where not exists (select from levee.delivery d join levee.delivery_receipt r on r.incident_id = d.incident_id
        and r.delivery_id = d.id where d.incident_id = i.id and d.document_id = w.document_id)
      and (not exists (select from levee.delivery d where d.incident_id = i.id and d.document_id = w.document_id)
        or exists (select from levee.delivery d where d.incident_id = i.id and d.document_id = w.document_id and not exists (
          select from levee.delivery_abandonment b left join levee.delivery_resumption u using (incident_id, delivery_id,
            occurrence) where b.incident_id = i.id and b.delivery_id = d.id and u.occurrence is null))))
union all
select f.incident_id, x.kind, 'Q' || f.id, 'response' from open i join levee.feedback f on f.incident_id = i.id
  left join levee.reply r on r.incident_id = f.incident_id and r.feedback_id = f.id
  cross join lateral (select 'feedback_resolution' as kind union all
    select case when r.feedback_id is null then 'reply' else 'resolve' end) x
  where not exists (select from levee.resolution z where z.incident_id = f.incident_id and z.feedback_id = f.id)
union all
-- Answers in own words: read, and put right.
select w.incident_id, case when r.verdict is null then 'review_reply' else 'correct_reply' end, 'Q' || w.feedback_id,
    (case when r.verdict is null then 'leadership' else 'response' end)::levee.team
  from open i join levee.reply_in_own_words w on w.incident_id = i.id
  left join levee.reply_review r on r.incident_id = w.incident_id and r.feedback_id = w.feedback_id
  where r.verdict is null or (r.verdict = 'wrong' and not exists (select from levee.reply_correction c
    where c.incident_id = w.incident_id and c.feedback_id = w.feedback_id))
union all
select i.id, 'response_over', '', 'leadership' from open i where i.stage = 'responding' and not i.stopping
  and not exists (select from levee.response_over o where o.incident_id = i.id)
union all
select i.id, 'agree_to_stop', '', 'leadership' from open i join levee.stop s on s.incident_id = i.id where not i.stopping
union all
select i.id, 'after_action', '', 'leadership' from open i where i.stage = 'reviewing' and not i.stopping
  and not exists (select from levee.closure c where c.incident_id = i.id)
union all
select i.id, 'stand_down', '', 'logistics' from open i where i.stage = 'reviewing' and not i.stopping
  and not exists (select from levee.stand_down s where s.incident_id = i.id)
union all
select i.id, 'report', '', t.team from open i cross join teams t where i.stage = 'reviewing'
  and not exists (select from levee.result_report r where r.incident_id = i.id and r.for_team = t.team)
union all
select i.id, 'report_received', t.team::text, 'leadership' from open i cross join teams t where i.stage = 'reviewing'
  and not exists (select from levee.report_receipt r where r.incident_id = i.id and r.for_team = t.team)
union all
select r.incident_id, 'receive_report', r.for_team::text, 'leadership' from open i join levee.result_report r on r.incident_id = i.id
  where not exists (select from levee.report_receipt x where x.incident_id = i.id and x.for_team = r.for_team)
union all
select i.id, case when exists (select from levee.after_action_review a where a.incident_id = i.id) then 'close'
    else 'review_incident' end, '', 'leadership' from open i
  where i.stage = 'reviewing' and not i.stopping and not exists (select from levee.closure c where c.incident_id = i.id)
    and (select count(*) = 3 from levee.report_receipt r where r.incident_id = i.id)
union all
select u.incident_id, 'reach', 'N' || min(u.notice_id), 'logistics' from levee.unreached u
  where u.is_owed and u.incident_id in (select i.id from open i) group by u.incident_id, u.recipient

union all
select i.id, 'gate', g.name, null from open i cross join lateral (
  select 'assessment_submitted', not i.stopping and i.stage = 'assessing'
    and not exists (select from levee.assessment a where a.incident_id = i.id)
  union all
  select 'assessment_received', not i.stopping and i.stage = 'commanding'
    and not exists (select from levee.assessment_receipt r where r.incident_id = i.id)
  union all
  select 'decision_recorded', not i.stopping and i.stage = 'commanding'
    and not exists (select from levee.decision d where d.incident_id = i.id)
  union all
  select 'command_issued', not i.stopping and i.stage = 'commanding'
    and not exists (select from levee.command c where c.incident_id = i.id)
  union all
  select 'command_acknowledged', not i.stopping and i.stage in ('planning', 'responding')
    and (select count(*) < 3 from levee.acknowledgement k where k.incident_id = i.id
      and k.revision = (select n.command from newest n where n.incident_id = i.id))
  union all
  select 'plan_submitted', not i.stopping and i.stage = 'planning'
    and not exists (select from levee.submission s where s.incident_id = i.id and s.kind = 'plan')
  union all
  select 'plan_approved', not i.stopping and i.stage = 'planning' and not exists (select from plan p where p.incident_id = i.id)
  union all
  select 'readiness_there', not i.stopping and i.stage = 'planning'
    and not exists (select from levee.readiness r where r.incident_id = i.id)
  union all
  select 'statement_delivered', not i.stopping and i.stage = 'responding'
    and not exists (select from levee.delivery_receipt r where r.incident_id = i.id)
  union all
  select 'deliveries_settled', i.settles and exists (select from levee.delivery d where d.incident_id = i.id
      and not exists (select from levee.delivery_receipt r where r.incident_id = i.id and r.delivery_id = d.id)
      and not exists (select from levee.delivery_abandonment b left join levee.delivery_resumption u using (incident_id, delivery_id,
            occurrence) where b.incident_id = i.id and b.delivery_id = d.id and u.occurrence is null))
  union all
  select 'withdrawals_carried_out', i.settles and exists (
      select from levee.withdrawal w join levee.approval a on a.incident_id = w.incident_id and a.kind = 'withdrawal'
        and a.document_id = w.document_id
      where w.incident_id = i.id and not exists (select from levee.approval_void v where v.incident_id = a.incident_id
          and v.kind = a.kind and v.document_id = a.document_id and v.number = a.number)
        and not exists (select from levee.withdrawal_receipt r where r.incident_id = i.id and r.delivery_id = w.delivery_id))
  union all
  select 'corrections_delivered', i.settles and exists (select from levee.open_correction c where c.incident_id = i.id)
  union all
  select 'feedback_resolved', i.settles and exists (select from levee.feedback f where f.incident_id = i.id
      and not exists (select from levee.resolution r where r.incident_id = i.id and r.feedback_id = f.id)
      union all select from levee.reply_review r where r.incident_id = i.id and r.verdict = 'wrong'
        and not exists (select from levee.reply_correction c where c.incident_id = i.id and c.feedback_id = r.feedback_id))
  union all
  select 'response_declared_over', not i.stopping and i.stage = 'responding'
    and not exists (select from levee.response_over o where o.incident_id = i.id)
  union all
  select 'stood_down', not i.stopping and i.stage = 'reviewing'
    and not exists (select from levee.stand_down s where s.incident_id = i.id)
  union all
  select 'reports_received', i.stage = 'reviewing'
    and (select count(*) < 3 from levee.report_receipt r where r.incident_id = i.id)
  union all
  select 'meeting_recorded', (i.stage = 'reviewing' or (i.stopping and i.stage in ('commanding', 'planning')))
    and exists (select from levee.decision d where d.incident_id = i.id and d.kind = 'urgent' and not exists (
      select from levee.meeting_record m where m.incident_id = i.id and m.decision_id = d.id))
  union all
  select 'review_accepted', not i.stopping and i.stage = 'reviewing'
    and not exists (select from levee.closure c where c.incident_id = i.id)) g (name, waits)
where g.waits
union all
-- After the archive: what was to be made better, until it is done and accepted.
select a.incident_id, case when last.done and last.accepts is null then 'accept_improvement' else 'improve' end, 'V' || a.id, 'leadership'
from asked i join levee.improvement_action a on a.incident_id = i.id
left join lateral (select true as done, j.accepts and not exists (select from levee.improvement_retest t
    where t.incident_id = d.incident_id and t.done_id = d.id and not t.held) as accepts from levee.improvement_done d
  left join levee.improvement_judgement j on j.incident_id = d.incident_id and j.done_id = d.id
  where d.incident_id = a.incident_id and d.improvement_id = a.id order by d.id desc limit 1) last on true
where i.stage = 'closed' and last.accepts is not true
