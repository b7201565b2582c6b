-- What must be so after a campaign, asked by plain SQL of the tables and of the channels' own records. It uses no function of
-- Levee's and shares no code with the services. Each row of `violation` is a rule that was broken, and by what.
--
-- The script that runs it has made three temporary tables:
--   accepted (incident, step)      what the database said yes to, as the people saw it
--   took (key, path, digest)       what the webhook's receiver took, a row for each post
--   page (name)                    what lies in the newsroom

create temporary view violation as
with
step as materialized (
  select incident_id, event_id, stage::text, person, 'fact' as kind from levee.fact
  union all select incident_id, event_id, stage::text, person, 'fact_check' from levee.fact_check
  union all select incident_id, event_id, stage::text, person, 'assessment' from levee.assessment
  union all select incident_id, event_id, stage::text, person, 'assessment_receipt' from levee.assessment_receipt
  union all select incident_id, event_id, stage::text, person, 'decision' from levee.decision
  union all select incident_id, event_id, stage::text, person, 'command' from levee.command
  union all select incident_id, event_id, stage::text, person, 'acknowledgement' from levee.acknowledgement
  union all select incident_id, event_id, stage::text, person, 'submission' from levee.submission
  union all select incident_id, event_id, stage::text, person, 'readiness' from levee.readiness
  union all select incident_id, event_id, stage::text, person, 'review' from levee.review
  union all select incident_id, event_id, stage::text, person, 'approval' from levee.approval
  union all select incident_id, event_id, stage::text, person, 'delivery' from levee.delivery
  union all select incident_id, event_id, stage::text, person, 'delivery_receipt' from levee.delivery_receipt
  union all select incident_id, event_id, stage::text, person, 'feedback' from levee.feedback
  union all select incident_id, event_id, stage::text, person, 'reply' from levee.reply
  union all select incident_id, event_id, stage::text, person, 'resolution' from levee.resolution
  union all select incident_id, event_id, stage::text, person, 'response_over' from levee.response_over
  union all select incident_id, event_id, stage::text, person, 'stand_down' from levee.stand_down
  union all select incident_id, event_id, stage::text, person, 'result_report' from levee.result_report
  union all select incident_id, event_id, stage::text, person, 'report_receipt' from levee.report_receipt
  union all select incident_id, event_id, stage::text, person, 'after_action_review' from levee.after_action_review
  union all select incident_id, event_id, stage::text, person, 'meeting_record' from levee.meeting_record
  union all select incident_id, event_id, stage::text, person, 'closure' from levee.closure),
-- What the people's steps are called, and the row that each must have left.
wanted as (
  select a.incident, a.step,
    case
      when a.step like 'acknowledgement\_%' then 'acknowledgement'
      when a.step like 'result\_report\_%' then 'result_report'
      when a.step in ('plan', 'statement') then 'submission'
      when a.step like '%\_review\_%' and a.step not like 'after%' then 'review'
      else a.step end as kind,
    case when a.step like '%\_review\_%' and a.step not like 'after%' then split_part(a.step, '_review_', 2) end as who
  from accepted a),
moved as materialized (
  select e.chain as incident_id, e.id, e.payload::jsonb -> 'data' ->> 'to_stage' as stage
  from levee.event e where e.kind = 'transition'),
approved as (
  select s.incident_id, s.document_id, s.number, s.digest from levee.submission s
  where s.kind = 'statement'
    and (select count(distinct v.person) from levee.review v where v.incident_id = s.incident_id and v.kind = s.kind
      and v.document_id = s.document_id and v.number = s.number and v.verdict = 'approve' and v.person <> s.author) >= 2
    and exists (select from levee.review v where v.incident_id = s.incident_id and v.kind = s.kind
      and v.document_id = s.document_id and v.number = s.number and v.verdict = 'approve' and v.person = 'zhao')),
-- How each delivery is called by the channel that it went to.
sent as (
  select d.incident_id, d.id, d.document_id, d.number, d.digest, d.channel, c.kind as channel_kind,
    -- By the day, in UTC, on which the statement had its last review.
    to_char((select max(v.at) from levee.review v where v.incident_id = d.incident_id and v.kind = 'statement'
        and v.document_id = d.document_id and v.number = d.number and v.verdict = 'approve') at time zone 'UTC', 'YYYY-MM-DD')
      || '-S' || d.document_id || '.' || d.number || '-' || d.rendition || '_en.html' as page,
    'S' || d.document_id || '.' || d.number || '-' || d.rendition || '-' || d.channel || '-'
      || left(encode(d.digest, 'hex'), 16) || '-published' as key
  from levee.delivery d join levee.channel c on c.name = d.channel),
received as (select t.key, count(*) as times, count(distinct t.digest) as texts from took t
  where t.path = '/statements' group by t.key),
mark as (
  select d.*, r.percent, d.started_at + (d.due_at - d.started_at) * r.percent / 100.0 as at, i.clock_rate,
    nullif(d.ended_at, 'infinity') as ended
  from levee.duty d join levee.incident i on i.id = d.incident_id
  join levee.escalation_rule r on r.version = i.playbook
  where d.target <> '' and d.due_at < 'infinity'),
-- Steps that end what one owes: the step's event, and the kinds of duty that it may have ended.
ending as (
  select incident_id, event_id, 'receive' as kind from levee.assessment_receipt
  union all select incident_id, event_id, 'acknowledge' from levee.acknowledgement
  union all select incident_id, event_id, 'command' from levee.command where revision = 1
  union all select incident_id, event_id, 'ready' from levee.readiness
  union all select incident_id, event_id, 'reply' from levee.reply
  union all select incident_id, event_id, 'resolve' from levee.resolution
  union all select incident_id, event_id, 'deliver' from levee.delivery_receipt
  union all select incident_id, event_id, 'record_meeting' from levee.meeting_record
  union all select incident_id, event_id, 'stand_down' from levee.stand_down
  union all select incident_id, event_id, 'report' from levee.result_report
  union all select incident_id, event_id, 'receive_report' from levee.report_receipt
  union all select incident_id, event_id, 'close' from levee.closure)

select 'an accepted fact is not there' as rule, w.step || ' of I' || w.incident as detail from wanted w
where w.kind <> 'incident' and not exists (select from step s where s.incident_id = w.incident and s.kind = w.kind
  and (w.who is null or s.person = w.who))
union all
select 'an accepted fact is not there', 'I' || w.incident from wanted w
where w.kind = 'incident' and not exists (select from levee.incident i where i.id = w.incident)

union all
select 'a fact was doubled', s.kind || ' of I' || s.incident_id from step s
where s.kind in ('assessment', 'command', 'response_over', 'stand_down', 'after_action_review', 'closure')
group by s.kind, s.incident_id having count(*) > 1
union all
select 'a step has no event, or several', s.kind || ' of I' || s.incident_id from step s
left join levee.event e on e.id = s.event_id and e.chain = s.incident_id and e.kind = s.kind
group by s.kind, s.incident_id, s.event_id having count(e.id) <> 1 or count(*) <> 1

union all
select 'a stage was skipped', 'I' || t.incident_id || ' ' || t.from_stage || ' → ' || t.to_stage from (
  select x.*, lag(x.to_stage) over w as before, row_number() over w as n from levee.transition x
  window w as (partition by x.incident_id order by x.sequence)) t
where t.sequence <> t.n or t.from_stage <> coalesce(t.before, 'assessing')
  or t.to_stage <> case t.outcome when 'stopped' then 'closed' else (enum_range(t.from_stage, null))[2] end
union all
select 'an incident is not where its history says', 'I' || i.id from levee.incident i
where i.stage::text <> coalesce((select m.stage from moved m where m.incident_id = i.id order by m.id desc limit 1), 'assessing')
union all
select 'a step came before its stage', s.kind || ' of I' || s.incident_id from step s
where s.stage <> 'assessing' and not exists (
  select from moved m where m.incident_id = s.incident_id and m.stage = s.stage and m.id < s.event_id)
union all
select 'a step came after the end', e.kind || ' of I' || e.chain from levee.event e
join moved m on m.incident_id = e.chain and m.stage = 'closed' and m.id < e.id
where e.kind not in ('transition', 'escalation')

union all
select 'something left the house that nobody approved', 'D' || d.id || ' of I' || d.incident_id from levee.delivery d
where not exists (select from approved a where a.incident_id = d.incident_id and a.document_id = d.document_id
  and a.number = d.number and a.digest = d.digest)
union all
select 'something left the house that nobody approved', r.key from received r
where not exists (select from sent s join approved a using (incident_id, document_id, number, digest) where s.key = r.key)
union all
select 'something left the house that nobody approved', p.name from page p
where p.name like '%-S%' and p.name not like 'verify-%' and not exists (
  select from sent s join approved a using (incident_id, document_id, number, digest) where s.page = p.name)
union all
select 'an exercise left the house', 'D' || d.id from levee.delivery d join levee.incident i on i.id = d.incident_id
join levee.channel c on c.name = d.channel where i.exercise and c.outside

union all
select 'a text changed after it was handed in', s.kind || ' ' || s.document_id || '.' || s.number from levee.submission s
join (select incident_id, kind, document_id, number, event_id from levee.rendition
  union all select incident_id, kind, document_id, number, event_id from levee.plan_part
  union all select incident_id, kind, document_id, number, event_id from levee.citation) p
  using (incident_id, kind, document_id, number)
where p.event_id > s.event_id
union all
select 'who wrote it reviewed it', v.kind || ' ' || v.document_id || '.' || v.number || ' by ' || v.person from levee.review v
join levee.revision r on r.incident_id = v.incident_id and r.kind = v.kind and r.document_id = v.document_id and r.number <= v.number
where r.person = v.person
union all
select 'a service did what a person does', s.kind || ' of I' || s.incident_id || ' by ' || s.person from step s
join levee.person p on p.handle = s.person and p.kind = 'service'
where s.kind <> 'delivery_receipt'
  -- What a drill's script sends in, its service brings.
  and not (s.kind = 'feedback' and exists (select from levee.incident i where i.id = s.incident_id and i.exercise))
union all
select 'a text went to other readers than it was for', 'D' || d.id from levee.delivery d
left join levee.rendition r on r.incident_id = d.incident_id and r.document_id = d.document_id and r.number = d.number
  and r.name = d.rendition
left join levee.channel_reach c on c.channel = d.channel and c.channel_kind = r.channel_kind and c.audience = r.audience
  and c.language = r.language
where c.channel is null
union all
select 'a team responds without having acknowledged', 'I' || m.incident_id || ' ' || t from moved m
cross join unnest('{monitoring,response,logistics}'::levee.team[]) t
where m.stage = 'responding' and not exists (select from levee.acknowledgement k
  where k.incident_id = m.incident_id and k.for_team = t and k.event_id < m.id)
union all
select 'a decision rests on an assessment that was not the newest', 'I' || d.incident_id from levee.decision d
join levee.assessment a on a.incident_id = d.incident_id and a.revision > d.assessment_revision and a.event_id < d.event_id
union all
select 'a fact is held for more than anybody checked', 'F' || f.id from levee.fact f
where f.reliability <> 'unverified' and not exists (select from levee.fact_check k where k.incident_id = f.incident_id
  and k.fact_id = f.id and k.reliability = f.reliability)
union all
select 'work died without a trace', w.kind || ' ' || w.subject from levee.work w
where w.state = 'dead' and not exists (select from levee.event e where e.chain = 0 and e.kind = 'work_dead'
  and (e.payload::jsonb -> 'data' ->> 'work')::bigint = w.id)

union all
select 'a delivery has no receipt', 'D' || d.id || ' of I' || d.incident_id from levee.delivery d
left join levee.delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id where r.delivery_id is null
union all
select 'two deliveries have one key', s.key from sent s group by s.key having count(*) > 1
union all
select 'a delivery has two receipts', 'D' || r.delivery_id from levee.delivery_receipt r
group by r.delivery_id having count(*) > 1
union all
select 'a receipt is not what the channel knows', 'D' || s.id || ' ' || r.address from sent s
join levee.delivery_receipt r on r.incident_id = s.incident_id and r.delivery_id = s.id
where case s.channel_kind
  when 'webhook' then r.address not like 'webhook:%/' || s.key or not exists (select from received x where x.key = s.key)
  when 'newsroom' then r.address not like '%/' || s.page or not exists (select from page p where p.name = s.page)
  else true end
union all
select 'two texts went out under one key', r.key from received r where r.texts > 1
union all
select 'two notices went out under one key', t.key from took t where t.path = '/notices'
group by t.key having count(distinct t.digest) > 1
union all
select 'a notice went out that nobody wrote', t.key from took t
where t.path = '/notices' and not exists (select from levee.notice n where t.key like 'notice-' || n.id || '-%')
union all
select 'a notice has no end', 'N' || n.id from levee.notice n join levee.contact c on c.handle = n.recipient
where n.acknowledged_at is null and not exists (select from levee.notice_receipt r where r.notice_id = n.id)
  and exists (select from levee.work w where w.kind = 'notify' and w.subject = n.id)

union all
select 'a chain does not verify', 'chain ' || x.chain || ' at ' || x.sequence from (
  select s.chain, s.sequence, s.hash, s.previous, e.payload,
    lag(s.hash) over w as before, row_number() over w as n, e.chain as of
  from levee.seal s left join levee.event e on e.id = s.event_id
  window w as (partition by s.chain order by s.sequence)) x
where x.payload is null or x.of <> x.chain or x.sequence <> x.n
  or x.previous <> coalesce(x.before, sha256(int4send(5) || 'levee'::bytea))
  or x.hash <> sha256(x.previous || int4send(length(x.sequence::text)) || x.sequence::text::bytea
    || int4send(octet_length(convert_to(x.payload, 'UTF8'))) || convert_to(x.payload, 'UTF8'))
union all
select 'an event is not sealed, or twice', 'event ' || e.id from levee.event e left join levee.seal s on s.event_id = e.id
group by e.id having count(s.event_id) <> 1

union all
select 'a duty is not what the steps say', d.kind || ' ' || d.subject || ' of I' || d.incident_id from (
  (select f.incident_id, f.kind, f.subject, f.team::text from duty_fact f
    except select d.incident_id, d.kind, d.subject, d.team::text from levee.duty d where d.state = 'open'
    except select g.incident_id, 'gate', g.name, null from levee.gate g where not g.met)
  union all
  (select d.incident_id, d.kind, d.subject, d.team::text from levee.duty d
    where d.state = 'open' and d.incident_id <> 0 and d.kind <> 'declare_over'
    except select f.incident_id, f.kind, f.subject, f.team::text from duty_fact f)) d
union all
select 'a step ended nothing that was owed', x.kind || ' of I' || x.incident_id from ending x
where not exists (select from levee.duty d where d.incident_id = x.incident_id and d.ended_by = x.event_id and d.state = 'done'
  and (d.kind = x.kind or (x.kind = 'deliver' and d.kind in ('post', 'repair'))))
union all
select 'an escalation happened twice', f.kind || ' ' || f.subject || ' ' || f.percent || ' of I' || f.incident_id
from levee.escalation f group by f.duty_id, f.incident_id, f.kind, f.subject, f.percent having count(*) > 1
union all
select 'an escalation has no event, or several', f.kind || ' ' || f.percent || ' of I' || f.incident_id
from levee.escalation f
left join levee.event e on e.chain = f.incident_id and e.kind = 'escalation'
  and (e.payload::jsonb -> 'data' ->> 'duty_id')::bigint = f.duty_id
  and (e.payload::jsonb -> 'data' ->> 'percent')::int = f.percent
group by f.duty_id, f.incident_id, f.kind, f.percent having count(e.id) <> 1
union all
select 'a duty escalated before its time', m.kind || ' ' || m.percent || ' of I' || m.incident_id from mark m
join levee.escalation f on f.duty_id = m.id and f.percent = m.percent where f.at < m.at - interval '1 millisecond' * m.clock_rate
union all
-- A supervisor that is away for longer than this is a fault of its own, and shows as such.
select 'a duty did not escalate', m.kind || ' ' || m.subject || ' ' || m.percent || ' of I' || m.incident_id from mark m
where m.ended - m.at > interval '90 seconds' * m.clock_rate and not exists (
  select from levee.escalation f where f.duty_id = m.id and f.percent = m.percent)

union all
select 'a term had two holders', 'epoch ' || t.epoch from levee.transition t group by t.epoch having count(distinct t.holder) > 1
union all
-- In the order in which they were committed, as far as their rows tell it: by their events.
select 'a supervisor acted after its term', 'I' || x.incident_id || ', epoch ' || x.epoch || ' after ' || x.highest from (
  select t.incident_id, t.epoch, max(t.epoch) over (order by m.id rows between unbounded preceding and 1 preceding) as highest
  from levee.transition t join moved m on m.incident_id = t.incident_id and m.stage = t.to_stage::text) x
where x.epoch < x.highest

union all
select 'an incident has not finished', 'I' || i.id || ' ' || i.stage from levee.incident i where i.stage <> 'closed'
union all
select 'work is left', w.kind || ' ' || w.subject || ' ' || w.state || ' ' || w.reason from levee.work w
where w.kind in ('deliver', 'post', 'retract', 'unpost', 'notify')
union all
select 'events wait for their seal', count(*)::text from levee.unsealed having count(*) > 0;
