-- Deadlines are rows. Overdue is a query; each escalation fires exactly once.
--
-- LAW-20: each rule of each deadline fires once; what came due while everything was down fires once, marked late.

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
  select 'acknowledge_command', a.for_team || '-' || a.revision, a.for_team, a.at, k.at
    from levee.assignment a left join levee.acknowledgement k using (incident_id, revision, for_team)
    where a.incident_id = i.id
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
        and r.document_id = s.document_id and r.number = s.number and r.verdict <> 'approve'))
    from levee.submission s left join levee.approval a using (incident_id, kind, document_id, number)
    where s.incident_id = i.id
  union all
  select 'first_statement', '', 'response', i.detected_at,
    (select min(r.at) from levee.delivery_receipt r where r.incident_id = i.id)
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
    from levee.response_over o
    cross join unnest('{monitoring,response,logistics}'::levee.team[]) t (team)
    left join levee.result_report r on r.incident_id = o.incident_id and r.for_team = t.team
    where o.incident_id = i.id
  union all
  select 'after_action', '', 'leadership', o.at, (select c.at from levee.closure c where c.incident_id = o.incident_id)
    from levee.response_over o where o.incident_id = i.id
) m (target, subject, team, started_at, stopped_at)
where m.started_at is not null;

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

create table levee.notice (
  id bigint generated always as identity primary key,
  recipient text not null,
  incident_id bigint not null,
  reason text not null constraint notice_reason_is_known check (reason in ('deadline', 'decision_waits', 'stand_in')),
  target text not null,
  subject text not null,
  percent int not null default 0,
  at timestamptz not null,
  seen_at timestamptz,
  constraint notice_once unique (recipient, incident_id, reason, target, subject, percent));
create index notice_unseen on levee.notice (recipient, id) where seen_at is null;
grant select on levee.deadline, levee.deadline_firing to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;
grant select on levee.notice to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_ops,
  levee_supervisor;

-- Sets, meets, tightens and fires deadlines of all open incidents, each in one statement.
create function levee.sweep_deadlines(candidate uuid, held bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  fired int;
begin
  perform hold_term(candidate, held);
  insert into deadline as d (incident_id, target, subject, owner, started_at, due_at, met_at, source)
    select m.incident_id, m.target, m.subject, m.team, m.started_at, m.started_at + t.within, m.stopped_at,
      'playbook ' || i.playbook
    from incident i join milestone m on m.incident_id = i.id
    join target t on t.version = i.playbook and t.name = m.target and t.severity = i.severity
    where i.stage <> 'closed'
    on conflict (incident_id, target, subject) do update
      set met_at = coalesce(d.met_at, excluded.met_at), due_at = least(d.due_at, excluded.due_at)
      where d.met_at is null and (excluded.met_at is not null or excluded.due_at < d.due_at);
  insert into deadline (incident_id, target, subject, statutory, owner, started_at, due_at, source)
    select i.id, 'statutory', c.name, true, 'leadership', i.detected_at, i.detected_at + c.within, c.source
    from incident i join statutory_clock c on c.version = i.playbook and c.kind = i.kind
      and c.jurisdiction = any (i.jurisdictions)
    where i.stage <> 'closed' on conflict do nothing;
  with due as (
    select d.incident_id, d.target, d.subject, r.percent, n.now, d.owner, r.recipients,
      (n.now - (d.started_at + (d.due_at - d.started_at) * r.percent / 100.0)) / i.clock_rate > interval '1 minute' as late
    from deadline d join incident i on i.id = d.incident_id and i.stage <> 'closed'
    cross join lateral (select levee.now(i.id) as now) n
    cross join lateral (
      select e.percent, e.recipients from escalation_rule e where e.version = i.playbook
      union all  -- beyond the last rule: every further 50 %, to all heads
      select x.percent, 'all_heads' from generate_series(200, 1000, 50) x (percent)) r
    where d.met_at is null and d.started_at + (d.due_at - d.started_at) * r.percent / 100.0 <= n.now
      and not exists (select from deadline_firing f where f.incident_id = d.incident_id and f.target = d.target
        and f.subject = d.subject and f.percent = r.percent)),
  firing as (
    insert into deadline_firing (incident_id, target, subject, percent, at, late, person, team)
    select u.incident_id, u.target, u.subject, u.percent, u.now, u.late, session_user, 'supervisor' from due u
    on conflict do nothing returning incident_id, target, subject, percent),
  told as (
    insert into notice (recipient, incident_id, reason, target, subject, percent, at)
    select distinct s.handle, u.incident_id, 'deadline', u.target, u.subject, u.percent, u.now
    from firing f join due u using (incident_id, target, subject, percent)
    join seat s on case u.recipients when 'owner' then s.team = u.owner
        when 'leader' then s.team = 'leadership' and s.seat in ('leader', 'deputy')
        else s.seat in ('leader', 'deputy', 'head') end
    on conflict do nothing)
  select count(*) into fired from firing;
  return fired;
end $$;
grant execute on function levee.sweep_deadlines to levee_supervisor;

-- What is owed now: by which team, by which person if only they can, about what, until when. One branch for each thing
-- that can be owed; a branch is planned only when an incident is in its stage and its team is asked for, since planning
-- them all would cost a command more than running them.
create function levee.owed(wanted levee.team, only_incident bigint)
  returns table (incident_id bigint, team levee.team, person text, action text, subject text, since timestamptz,
    target text, target_subject text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  open levee.stage[];
begin
  select array_agg(distinct i.stage) into open from incident i
    where i.stage <> 'closed' and (only_incident is null or i.id = only_incident);
  if open is null then
    return;
  end if;
  if open && '{assessing}' and coalesce(wanted, 'monitoring') = 'monitoring' then
    return query
      select i.id, 'monitoring'::levee.team, '', 'assess', '', i.at, 'assess', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'assessing'
          and not exists (select from levee.assessment a where a.incident_id = i.id);
  end if;
  if open && '{commanding,planning,responding}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select a.incident_id, 'leadership'::levee.team, '', 'receive', a.revision::text, a.at, 'report_up', ''
        from levee.incident i join lateral (select * from levee.assessment x where x.incident_id = i.id
          order by x.revision desc limit 1) a on true
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('commanding', 'planning', 'responding') and not exists (
        select from levee.assessment_receipt r where r.incident_id = a.incident_id and r.revision = a.revision);
  end if;
  if open && '{commanding}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select i.id, 'leadership'::levee.team, '', 'decide', '', i.at, 'command', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'commanding'
          and exists (select from levee.assessment_receipt r where r.incident_id = i.id)
          and not exists (select from levee.decision d where d.incident_id = i.id)
      union all
      select i.id, 'leadership'::levee.team, '', 'command', '', i.at, 'command', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'commanding'
          and exists (select from levee.decision d where d.incident_id = i.id)
          and not exists (select from levee.command c where c.incident_id = i.id);
  end if;
  if open && '{planning,responding}' then
    return query
      select a.incident_id, a.for_team, '', 'acknowledge', '', a.at, 'acknowledge_command', a.for_team || '-' || a.revision
        from levee.incident i join levee.assignment a on a.incident_id = i.id
        where (only_incident is null or i.id = only_incident) and (wanted is null or a.for_team = wanted)
          and i.stage in ('planning', 'responding')
          and a.revision = (select max(c.revision) from levee.command c where c.incident_id = i.id)
          and not exists (select from levee.acknowledgement k where k.incident_id = a.incident_id
            and k.revision = a.revision and k.for_team = a.for_team)
      union all
      select s.incident_id, r.team, s.author, 'revise', levee.reference(s.kind, s.document_id, s.number), r.at,
          case s.kind when 'statement' then 'first_statement' when 'plan' then 'plan' else 'ready' end, ''
        from levee.incident i join levee.submission s on s.incident_id = i.id
        join lateral (select s.team, v.at from levee.review v where v.incident_id = s.incident_id and v.kind = s.kind
          and v.document_id = s.document_id and v.number = s.number and v.verdict <> 'approve'
          order by v.at limit 1) r on true
        where (only_incident is null or i.id = only_incident) and (wanted is null or r.team = wanted)
          and i.stage in ('planning', 'responding') and not exists (select from levee.submission t
          where t.incident_id = s.incident_id and t.kind = s.kind and t.document_id = s.document_id and t.number > s.number);
  end if;
  if open && '{planning}' and coalesce(wanted, 'response') = 'response' then
    return query
      select i.id, 'response'::levee.team, '', 'plan', '', i.at, 'plan', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'planning'
          and not exists (select from levee.submission s where s.incident_id = i.id and s.kind = 'plan');
  end if;
  if open && '{planning}' and coalesce(wanted, 'logistics') = 'logistics' then
    return query
      select i.id, 'logistics'::levee.team, '', 'ready', '', i.at, 'ready', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'planning'
          and not exists (select from levee.readiness r where r.incident_id = i.id);
  end if;
  if open && '{planning,responding,reviewing}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select s.incident_id, 'leadership'::levee.team, p.handle, 'review', levee.reference(s.kind, s.document_id, s.number), s.at,
          case s.kind when 'statement' then 'review_statement' else 'review_plan' end,
          levee.reference(s.kind, s.document_id, s.number)
        from levee.incident i join levee.submission s on s.incident_id = i.id
        join levee.seat p on p.team = 'leadership' and p.handle <> s.author
        join levee.person q on q.handle = p.handle and q.removed_at is null
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding', 'reviewing')
          and not exists (select from levee.approval a where a.incident_id = s.incident_id and a.kind = s.kind
            and a.document_id = s.document_id and a.number = s.number)
          and not exists (select from levee.submission t where t.incident_id = s.incident_id and t.kind = s.kind
            and t.document_id = s.document_id and t.number > s.number)
          and not exists (select from levee.review r where r.incident_id = s.incident_id and r.kind = s.kind
            and r.document_id = s.document_id and r.number = s.number
            and (r.person = p.handle or r.verdict <> 'approve'));
  end if;
  if open && '{planning,responding}' and coalesce(wanted, 'response') = 'response' then
    return query
      select r.incident_id, 'response'::levee.team, r.person, 'submit', levee.reference(r.kind, r.document_id, r.number), r.at,
          'first_statement', ''
        from levee.incident i join levee.revision r on r.incident_id = i.id and r.kind = 'statement'
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding') and not exists (select from levee.submission s
          where s.incident_id = r.incident_id and s.kind = r.kind and s.document_id = r.document_id and s.number >= r.number)
          and not exists (select from levee.revision t where t.incident_id = r.incident_id and t.kind = r.kind
            and t.document_id = r.document_id and t.number > r.number)
      union all
      select a.incident_id, 'response'::levee.team, '', 'send', levee.reference(a.kind, a.document_id, a.number), a.at,
          'first_statement', ''
        from levee.incident i join levee.approval a on a.incident_id = i.id and a.kind = 'statement'
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding')
          and not exists (select from levee.delivery d where d.incident_id = a.incident_id
            and d.document_id = a.document_id and d.number = a.number)
          and not exists (select from levee.approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
            and v.document_id = a.document_id and v.number = a.number);
  end if;
  if open && '{responding}' and coalesce(wanted, 'response') = 'response' then
    return query
      select i.id, 'response'::levee.team, '', 'statement', '', i.at, 'first_statement', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'responding'
          and not exists (select from levee.statement s where s.incident_id = i.id);
  end if;
  if coalesce(wanted, 'response') = 'response' then
    return query
      select w.incident_id, 'response'::levee.team, case w.state when 'leased' then w.holder else '' end,
          case when w.state = 'dead' then 'repair' when w.kind = 'post' then 'post' else 'deliver' end, 'D' || w.subject,
          w.run_at, 'first_statement', ''
        from levee.work w join levee.incident i on i.id = w.incident_id and i.stage <> 'closed'
        where (only_incident is null or i.id = only_incident) and w.kind in ('deliver', 'post');
  end if;
  if open && '{planning,responding,reviewing}' and coalesce(wanted, 'response') = 'response' then
    return query
      select f.incident_id, 'response'::levee.team, '', 'reply', 'Q' || f.id, f.at, 'feedback_reply', 'Q' || f.id
        from levee.incident i join levee.feedback f on f.incident_id = i.id
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding', 'reviewing') and not exists (
        select from levee.reply r where r.incident_id = f.incident_id and r.feedback_id = f.id)
      union all
      select f.incident_id, 'response'::levee.team, '', 'resolve', 'Q' || f.id, r.at, 'feedback_resolution', 'Q' || f.id
        from levee.incident i join levee.feedback f on f.incident_id = i.id
        join levee.reply r on r.incident_id = f.incident_id and r.feedback_id = f.id
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding', 'reviewing') and not exists (
        select from levee.resolution x where x.incident_id = f.incident_id and x.feedback_id = f.id);
  end if;
  if open && '{planning,responding,reviewing}' then
    return query
      select t.incident_id, t.for_team, t.owner, 'task', 'T' || t.id, t.at, '', ''
        from levee.incident i join levee.task t on t.incident_id = i.id
        where (only_incident is null or i.id = only_incident) and (wanted is null or t.for_team = wanted)
          and i.stage in ('planning', 'responding', 'reviewing') and not exists (
        select from levee.task_done x where x.incident_id = t.incident_id and x.task_id = t.id);
  end if;
  if open && '{responding}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select i.id, 'leadership'::levee.team, '', 'declare_over', '', i.at, '', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'responding'
          and not exists (select from levee.response_over o where o.incident_id = i.id)
          and not exists (select from levee.gate g where g.incident_id = i.id and not g.met
            and g.name <> 'response_declared_over');
  end if;
  if open && '{reviewing}' and coalesce(wanted, 'logistics') = 'logistics' then
    return query
      select i.id, 'logistics'::levee.team, '', 'stand_down', '', o.at, 'report', 'logistics'
        from levee.incident i join levee.response_over o on o.incident_id = i.id where (only_incident is null or i.id = only_incident)
          and i.stage = 'reviewing'
          and not exists (select from levee.stand_down s where s.incident_id = i.id);
  end if;
  if open && '{reviewing}' then
    return query
      select i.id, t.team, '', 'report', '', o.at, 'report', t.team::text
        from levee.incident i join levee.response_over o on o.incident_id = i.id
        cross join unnest('{monitoring,response,logistics}'::levee.team[]) t (team)
        where (only_incident is null or i.id = only_incident) and (wanted is null or t.team = wanted)
          and i.stage = 'reviewing' and not exists (
        select from levee.result_report r where r.incident_id = i.id and r.for_team = t.team);
  end if;
  if open && '{reviewing}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select r.incident_id, 'leadership'::levee.team, '', 'receive_report', r.for_team::text, r.at, 'after_action', ''
        from levee.incident i join levee.result_report r on r.incident_id = i.id
        where (only_incident is null or i.id = only_incident)
          and i.stage = 'reviewing' and not exists (
        select from levee.report_receipt x where x.incident_id = r.incident_id and x.for_team = r.for_team)
      union all
      select i.id, 'leadership'::levee.team, '', 'review_incident', '', i.at, 'after_action', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'reviewing'
          and (select count(*) = 3 from levee.report_receipt r where r.incident_id = i.id)
          and not exists (select from levee.after_action_review a where a.incident_id = i.id)
      union all
      select i.id, 'leadership'::levee.team, '', 'close', '', a.at, 'after_action', ''
        from levee.incident i join levee.after_action_review a on a.incident_id = i.id
        where (only_incident is null or i.id = only_incident)
          and i.stage = 'reviewing' and not exists (select from levee.closure c where c.incident_id = i.id);
  end if;
  if coalesce(wanted, 'supervisor') = 'supervisor' then
    return query
      select i.id, 'supervisor'::levee.team, '', 'advance', '', i.at, '', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage <> 'closed'
          and (select bool_and(g.met) from levee.gate g where g.incident_id = i.id);
  end if;
end $$;

-- The same with its deadline.
create function levee.obligations(wanted levee.team default null, only_incident bigint default null)
  returns table (incident_id bigint, team levee.team, person text, action text, subject text, since timestamptz,
    due_at timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select o.incident_id, o.team, o.person, o.action, o.subject, o.since, d.due_at
    from owed(wanted, only_incident) o
    left join deadline d on d.incident_id = o.incident_id and d.target = o.target
      and d.subject = o.target_subject and d.met_at is null;
end $$;
grant execute on function levee.obligations to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

-- Leadership's service: a notice for each leader of what waits; when it is overdue, one to the deputies, who stand in.
create function levee.remind_leaders() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  if current_team() <> 'leadership' then
    perform refuse('work_is_the_teams', 'remind');
  end if;
  insert into notice (recipient, incident_id, reason, target, subject, at)
    select distinct s.handle, o.incident_id, case s.seat when 'deputy' then 'stand_in' else 'decision_waits' end,
      o.action, o.subject, levee.now(o.incident_id)
    from obligations('leadership') o join seat s on s.team = 'leadership' and (o.person = s.handle
      or (o.person = '' and s.seat = 'leader')
      or (s.seat = 'deputy' and o.due_at < levee.now(o.incident_id)))
    join person p on p.handle = s.handle and p.removed_at is null
    on conflict do nothing;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function levee.remind_leaders to levee_leadership;

-- Who read their notices.
create function levee.see_notices() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  update notice set seen_at = clock_timestamp() where recipient = session_user and seen_at is null;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function levee.see_notices to levee_monitoring, levee_leadership, levee_response, levee_logistics;
