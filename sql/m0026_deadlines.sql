-- Deadlines are rows. Overdue is a query; each escalation fires exactly once.
--
-- LAW-20: each rule of each deadline fires once; what came due while everything was down fires once, marked late.

create table levee.deadline (
  incident_id bigint not null constraint deadline_is_of_an_incident references levee.incident,
  target text not null,
  subject text not null,
  statutory boolean not null default false,
  owner levee.team not null,
  started_at timestamptz not null,
  due_at timestamptz not null constraint deadline_is_after_its_start check (due_at >= started_at),
  met_at timestamptz,
  source text not null,
  primary key (incident_id, target, subject)
) with (fillfactor = 80);
create index deadline_open on levee.deadline (due_at) where met_at is null;

create table levee.deadline_firing (
  incident_id bigint not null,
  target text not null,
  subject text not null,
  percent int not null,
  at timestamptz not null,
  late boolean not null,
  person text not null,
  team levee.team not null,
  primary key (incident_id, target, subject, percent),
  constraint deadline_firing_is_of_a_deadline foreign key (incident_id, target, subject)
    references levee.deadline (incident_id, target, subject));
create trigger z_event after insert on levee.deadline_firing for each row
  execute function levee.append_event('deadline_fired', 'target', 'subject', 'percent', 'late');

call levee.hide_from_outsiders('deadline');
call levee.hide_from_outsiders('deadline_firing');
grant select on levee.deadline, levee.deadline_firing to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

-- Notices that reached nobody: every attempt of at least one transport failed for good, and none got through.
create view levee.unreached as
select n.id as notice_id, n.incident_id, n.recipient, n.reason, n.target, n.subject, n.at,
  string_agg(w.name || ': ' || w.reason, '; ' order by w.name) as problem
from levee.work w join levee.notice n on n.id = w.subject
where w.kind = 'notify' and w.state = 'dead' and n.acknowledged_at is null
  and not exists (select from levee.notice_receipt r where r.notice_id = n.id)
group by n.id;
create index work_dead on levee.work (kind, subject) where state = 'dead';
grant select on levee.unreached to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- Since when everyone owes a report: the response was declared over, or a stop was agreed on.
create view levee.reports_began as
select x.incident_id, min(x.at) as at from (
  select o.incident_id, o.at from levee.response_over o
  union all
  select s.incident_id, s.at from levee.stop_agreement s) x
group by x.incident_id;

-- When each target of the playbook starts and stops, for every open incident (doctrine, "Targets").
create view levee.milestone as
select i.id as incident_id, m.target, m.subject, m.team, m.started_at, m.stopped_at
from levee.incident i cross join lateral (
  select 'acknowledge', '', 'monitoring'::levee.team, i.detected_at, i.at
  union all
  select 'assess', '', 'monitoring', i.at, (select min(a.at) from levee.assessment a where a.incident_id = i.id)
  union all
  select 'report_up', '', 'leadership', min(a.at),
      (select min(r.at) from levee.assessment_receipt r where r.incident_id = i.id)
    from levee.assessment a where a.incident_id = i.id
  union all
  select 'command', '', 'leadership', min(r.at), (select min(c.at) from levee.command c where c.incident_id = i.id)
    from levee.assessment_receipt r where r.incident_id = i.id
  union all
  select 'meeting_record', d.id::text, 'leadership', d.at, m.at
    from levee.decision d left join levee.meeting_record m on m.incident_id = d.incident_id and m.decision_id = d.id
    where d.incident_id = i.id and d.kind = 'urgent'
  union all
  -- Acknowledging a later command acknowledges what it replaced.
  select 'acknowledge_command', a.for_team || '-' || a.revision, a.for_team, a.at,
      (select min(k.at) from levee.acknowledgement k where k.incident_id = a.incident_id
        and k.revision >= a.revision and k.for_team = a.for_team)
    from levee.assignment a where a.incident_id = i.id
  union all
  select 'ready', '', 'logistics', min(c.at), (select min(r.at) from levee.readiness r where r.incident_id = i.id)
    from levee.command c where c.incident_id = i.id
  union all
  select 'plan', '', 'response', min(c.at),
      (select min(s.at) from levee.submission s where s.incident_id = i.id and s.kind = 'plan')
    from levee.command c where c.incident_id = i.id
  union all
  select case s.kind when 'statement' then 'review_statement' else 'review_plan' end,
      levee.reference(s.kind, s.document_id, s.number), 'leadership', s.at,
      coalesce(a.at, (select min(r.at) from levee.review r where r.incident_id = s.incident_id and r.kind = s.kind
        and r.document_id = s.document_id and r.number = s.number and r.verdict <> 'approve'),
        -- A newer revision was handed in before anybody said a word.
        (select min(t.at) from levee.submission t where t.incident_id = s.incident_id and t.kind = s.kind
          and t.document_id = s.document_id and t.number > s.number))
    from levee.submission s left join levee.approval a using (incident_id, kind, document_id, number)
    where s.incident_id = i.id
  union all
  select 'first_statement', '', 'response', i.detected_at,
    (select min(r.at) from levee.delivery_receipt r where r.incident_id = i.id)
  union all
  -- The next text is due within the cadence after each that went out, until the response is over.
  select 'update', 'S' || d.document_id, 'response', d.at,
      coalesce(lead(d.at) over (order by d.at, d.document_id),
        (select o.at from levee.response_over o where o.incident_id = i.id))
    from (select e.document_id, min(r.at) as at from levee.delivery e
      join levee.delivery_receipt r on r.incident_id = e.incident_id and r.delivery_id = e.id
      where e.incident_id = i.id group by e.document_id) d
  union all
  select 'correction', 'S' || c.document_id || '-F' || c.fact_id, 'response', c.at,
      case when not exists (select from levee.open_correction o where o.incident_id = c.incident_id
          and o.correction_id = c.id)
        then coalesce((select max(r.at) from levee.correcting_statement s
          join levee.delivery e on e.incident_id = s.incident_id and e.document_id = s.document_id
          join levee.delivery_receipt r on r.incident_id = e.incident_id and r.delivery_id = e.id
          where s.incident_id = c.incident_id and s.correction_id = c.id), c.at) end
    from levee.correction c where c.incident_id = i.id
  union all
  select 'feedback_reply', 'Q' || f.id, 'response', f.at, r.at
    from levee.feedback f left join levee.reply r on r.incident_id = f.incident_id and r.feedback_id = f.id
    where f.incident_id = i.id
  union all
  select 'feedback_resolution', 'Q' || f.id, 'response', f.at, r.at
    from levee.feedback f left join levee.resolution r on r.incident_id = f.incident_id and r.feedback_id = f.id
    where f.incident_id = i.id
  union all
  select 'report', t.team::text, t.team, o.at, r.at
    from levee.reports_began o
    cross join unnest('{monitoring,response,logistics}'::levee.team[]) t (team)
    left join levee.result_report r on r.incident_id = o.incident_id and r.for_team = t.team
    where o.incident_id = i.id
  union all
  -- A notice whose every way to its recipient failed, until they are reached, have acknowledged it, or need not know any
  -- more. No notice of such a notice: that would not end.
  select 'reach', 'N' || n.id, 'logistics', n.at,
      case when not exists (select from levee.unreached u where u.notice_id = n.id)
        then coalesce(n.acknowledged_at, (select min(r.at) from levee.notice_receipt r where r.notice_id = n.id),
          levee.now(i.id)) end
    from levee.notice n where n.incident_id = i.id and n.target <> 'reach'
      and (exists (select from levee.unreached u where u.notice_id = n.id)
        or exists (select from levee.deadline d where d.incident_id = i.id and d.target = 'reach'
          and d.subject = 'N' || n.id and d.met_at is null))
  union all
  select 'after_action', '', 'leadership', o.at, (select c.at from levee.closure c where c.incident_id = o.incident_id)
    from levee.response_over o where o.incident_id = i.id
) m (target, subject, team, started_at, stopped_at)
where m.started_at is not null;

-- Whether a person is in a ring of an escalation: owner, substitute, leader, all heads. A ring with nobody in it is the
-- next one's; a leader who is away is whoever holds that seat.
create function levee.is_in_ring(person text, ring text, owner levee.team, incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return case ring
    when 'owner' then exists (select from seat s where s.handle = is_in_ring.person and s.team = is_in_ring.owner)
    when 'substitute' then
      exists (select from seat s where s.handle = is_in_ring.person and s.team = 'leadership' and s.seat = 'deputy')
      or exists (select from standing_substitute u where u.substitute = is_in_ring.person and u.seat = 'leader')
      or (not exists (select from seat s join person p using (handle)
            where s.team = 'leadership' and s.seat = 'deputy' and p.removed_at is null)
          and not exists (select from standing_substitute u where u.seat = 'leader')
          and is_in_ring(is_in_ring.person, 'leader', is_in_ring.owner, is_in_ring.incident))
    when 'leader' then holds_seat(is_in_ring.person, 'leader', is_in_ring.incident)
    else exists (select from seat s where s.handle = is_in_ring.person and s.seat in ('leader', 'deputy', 'head'))
  end;
end $$;

-- Sets, meets, tightens and fires deadlines of all open incidents. One whose row makes that fail is set aside, and holds up none.
create function levee.sweep_deadlines(candidate uuid, held bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  fired int := 0;
  suspect bigint;
begin
  perform hold_term(candidate, held);
  begin
    return sweep_some(null);
  exception when data_exception or integrity_constraint_violation or program_limit_exceeded or sqlstate 'LV001' then
    for suspect in select i.id from incident i where i.stage <> 'closed' and not is_aside(i.id, 'sweep') order by i.id loop
      begin
        fired := fired + sweep_some(suspect);
      exception when data_exception or integrity_constraint_violation or program_limit_exceeded or sqlstate 'LV001' then
        perform put_aside(suspect, 'sweep', sqlerrm);
      end;
    end loop;
    return fired;
  end;
end $$;

-- Of all open incidents that are not set aside, or of one: each in one statement.
create function levee.sweep_some(only_incident bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  swept constant bigint[] := array(select i.id from incident i where i.stage <> 'closed' and not is_aside(i.id, 'sweep')
    and (only_incident is null or i.id = only_incident));
  fired int;
begin
  insert into deadline as d (incident_id, target, subject, owner, started_at, due_at, met_at, source)
    select m.incident_id, m.target, m.subject, m.team, m.started_at, m.started_at + coalesce(w.within, t.within),
      m.stopped_at, 'playbook ' || i.playbook
    from incident i join milestone m on m.incident_id = i.id
    join target t on t.version = i.playbook and t.name = m.target and t.severity = i.severity
    -- Feedback has a time of its own for each kind of sender.
    left join lateral (select case m.target when 'feedback_reply' then ft.reply else ft.resolution end as within
      from feedback f join feedback_target ft on ft.version = i.playbook and ft.sender = f.sender
        and ft.severity = i.severity
      where m.target in ('feedback_reply', 'feedback_resolution') and f.incident_id = i.id
        and 'Q' || f.id = m.subject) w on true
    where i.id = any (swept)
    on conflict (incident_id, target, subject) do update
      set met_at = coalesce(d.met_at, excluded.met_at), due_at = least(d.due_at, excluded.due_at)
      where d.met_at is null and (excluded.met_at is not null or excluded.due_at < d.due_at);
  insert into deadline as d (incident_id, target, subject, statutory, owner, started_at, due_at, met_at, source)
    select i.id, 'statutory', c.name, true, 'leadership', i.detected_at, i.detected_at + min(c.within), min(n.at),
      min(c.source)
    from incident i join statutory_clock c on c.version = i.playbook and c.kind = i.kind
      and c.jurisdiction = any (i.jurisdictions)
    left join authority_notice n on n.incident_id = i.id and n.clock = c.name
    where i.id = any (swept) group by i.id, c.name
    on conflict (incident_id, target, subject) do update set met_at = excluded.met_at
      where d.met_at is null and excluded.met_at is not null;
  with due as (
    select d.incident_id, d.target, d.subject, r.percent, n.now, d.owner, r.recipients,
      (n.now - (d.started_at + (d.due_at - d.started_at) * r.percent / 100.0)) / i.clock_rate > interval '1 minute' as late
    from deadline d join incident i on i.id = d.incident_id and i.id = any (swept)
    cross join lateral (select levee.now(i.id) as now) n
    cross join lateral (
      select e.percent, e.recipients from escalation_rule e where e.version = i.playbook
      union all
      -- Beyond the last rule: every further 50 %, to all heads. Of those that came due while everything was down, the
      -- newest: what it says includes the others.
      select x.percent, 'all_heads' from (
        select (least(floor(extract(epoch from n.now - d.started_at)
          / nullif(extract(epoch from d.due_at - d.started_at), 0) * 2), 1000000) * 50)::int as percent) x
      where x.percent > (select max(e.percent) from escalation_rule e where e.version = i.playbook)) r
    where d.met_at is null and d.started_at + (d.due_at - d.started_at) * r.percent / 100.0 <= n.now
      and not exists (select from deadline_firing f where f.incident_id = d.incident_id and f.target = d.target
        and f.subject = d.subject and f.percent = r.percent)),
  firing as (
    insert into deadline_firing (incident_id, target, subject, percent, at, late, person, team)
    select u.incident_id, u.target, u.subject, u.percent, u.now, u.late, session_user, 'supervisor' from due u
    on conflict do nothing returning incident_id, target, subject, percent),
  told as (
    insert into notice (recipient, incident_id, reason, target, subject, percent, at)
    select distinct p.handle, u.incident_id, 'deadline', u.target, u.subject, u.percent, u.now
    from firing f join due u using (incident_id, target, subject, percent)
    join person p on p.kind = 'person' and p.removed_at is null
    where is_in_ring(p.handle, u.recipients, u.owner, u.incident_id) and may_read(u.incident_id, p.handle)
    on conflict do nothing)
  select count(*) into fired from firing;
  return fired;
end $$;
grant execute on function levee.sweep_deadlines to levee_supervisor;
