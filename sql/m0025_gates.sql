-- What each stage waits for: its gates. One is met when no duty of it is open.
--
-- LAW-1:  a stage opens when every gate before it is met.
-- LAW-26: an incident keeps the gates that it was opened under: an upgrade adds a set, with a version of its own.

create table levee.gate_rule (
  version int not null constraint gate_rule_is_of_a_set references levee.gate_set,
  stage levee.stage not null,
  name text not null,
  -- What an incident waits for that leadership has stopped: that an urgent decision has its meeting's record; that nothing is on
  -- its way, still to be taken down, put right or answered; and, once the response had begun, for the reports.
  stopped boolean not null,
  owed_by levee.team not null,
  position int not null,
  primary key (version, stage, stopped, name));
create trigger z_append_only before update or delete on levee.gate_rule
  for each row execute function levee.append_only();
insert into levee.gate_rule (version, stage, stopped, position, name, owed_by)
select 1, g.stage::levee.stage, s.stopped, g.position, g.name, g.owed_by::levee.team from (values
  ('assessing', 1, 'assessment_submitted', 'monitoring', false),
  ('commanding', 1, 'assessment_received', 'leadership', false),
  ('commanding', 2, 'decision_recorded', 'leadership', false),
  ('commanding', 3, 'command_issued', 'leadership', false),
  ('commanding', 9, 'meeting_recorded', 'leadership', true),
  ('planning', 1, 'plan_submitted', 'response', false),
  ('planning', 2, 'plan_approved', 'leadership', false),
  ('planning', 3, 'readiness_there', 'logistics', false),
  ('planning', 4, 'command_acknowledged', 'response', false),
  ('planning', 5, 'deliveries_settled', 'response', true),
  ('planning', 6, 'feedback_resolved', 'response', true),
  ('planning', 7, 'withdrawals_carried_out', 'response', true),
  ('planning', 8, 'corrections_delivered', 'response', true),
  ('planning', 9, 'meeting_recorded', 'leadership', true),
  ('responding', 1, 'statement_delivered', 'response', false),
  ('responding', 2, 'deliveries_settled', 'response', false),
  ('responding', 3, 'feedback_resolved', 'response', false),
  ('responding', 4, 'command_acknowledged', 'response', false),
  ('responding', 5, 'withdrawals_carried_out', 'response', false),
  ('responding', 6, 'corrections_delivered', 'response', false),
  ('responding', 7, 'response_declared_over', 'leadership', false),
  ('reviewing', 2, 'deliveries_settled', 'response', null),
  ('reviewing', 3, 'feedback_resolved', 'response', null),
  ('reviewing', 5, 'withdrawals_carried_out', 'response', null),
  ('reviewing', 6, 'corrections_delivered', 'response', null),
  ('reviewing', 7, 'stood_down', 'logistics', false),
  ('reviewing', 8, 'reports_received', 'leadership', null),
  ('reviewing', 9, 'meeting_recorded', 'leadership', null),
  ('reviewing', 10, 'review_accepted', 'leadership', false)) g (stage, position, name, owed_by, stopped)
-- NULL: whether it is stopped or not.
cross join (values (false), (true)) s (stopped) where coalesce(g.stopped, s.stopped) = s.stopped;

-- The stage that follows; of an incident that is stopped, the end, once everyone has reported.
create function levee.stage_after(stage levee.stage, stopping boolean) returns levee.stage
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return case when stopping and stage <> 'responding' then 'closed' else (enum_range(stage_after.stage, null))[2] end;
end $$;

-- What the next stage waits for: one row a gate, whether it is met, and which team can still meet it.
create view levee.gate as
select i.id as incident_id, i.stage, r.position, levee.stage_after(i.stage, i.stopping) as to_stage, r.name,
  coalesce(w.team, r.owed_by) as owed_by, w.team is null as met
from levee.incident i
join levee.gate_rule r on r.version = i.gates and r.stage = i.stage and r.stopped = i.stopping
left join lateral (select min(d.team) as team from levee.duty d where d.incident_id = i.id and d.state = 'open' and d.gate = r.name)
  w on true;
grant execute on function levee.stage_after, levee.reviews_suffice, levee.decided_withdrawal to levee_admin, levee_ops,
  levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
grant select on levee.gate, levee.gate_rule to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- Which of some incidents wait for nothing any more but for this one gate; or, without one, for nothing at all.
create function levee.wait_for_nothing(incidents bigint[], but text default '') returns bigint[]
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return array(select i.id from incident i where i.id = any (incidents) and i.stage <> 'closed' and not exists (
    select from duty d join gate_rule r on r.version = i.gates and r.stage = i.stage and r.stopped = i.stopping and r.name = d.gate
    where d.incident_id = i.id and d.state = 'open' and d.gate <> but) order by i.id);
end $$;

-- What somebody owes, as they are told of it: what can be done now. Seen by who may read the incident.
create view levee.owed with (security_invoker = true) as
select d.id, d.incident_id, d.kind, d.subject, d.team, d.person, d.not_by, d.opened_at, nullif(d.due_at, 'infinity') as due_at,
  coalesce(i.title, '') as title, coalesce(i.severity, 'IV') as severity, coalesce(i.exercise, false) as exercise,
  coalesce(nullif(i.clock_rate, 0), 1) as clock_rate,
  case when i.exercise then levee.now(d.incident_id) else clock_timestamp() end as now,
  coalesce(i.restricted, false) as restricted
from levee.duty d join levee.duty_kind k on k.name = d.kind
left join levee.incident i on i.id = d.incident_id
where d.state = 'open' and not d.aim and (d.incident_id = 0 or i.stage >= k.since);
grant select on levee.owed to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

-- What waits for the person who asks: of their team, and of nobody else. A function, since row security asks of every open duty in the
-- house who may read it before anything else may be compared; here the team's are found first, by their index.
create function levee.inbox() returns setof levee.owed
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  mine constant levee.team := current_team();
begin
  perform enter();
  return query select o.* from owed o
    where (o.team = mine or (o.kind in ('improve', 'verify_resource', 'renew_resource', 'fill_gap', 'agree_to_exchange')
        and o.person = levee.person())) and o.person in ('', levee.person()) and levee.person() <> all (o.not_by)
      and (not o.restricted or may_read(o.incident_id));
end $$;
grant execute on function levee.inbox to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;

-- What one incident waits for, for whoever may see it there: asked once, and not of each duty.
create function levee.owed_on(incident bigint) returns setof levee.owed
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
  return query select o.* from owed o where o.incident_id = owed_on.incident
    and (current_setting('role') in ('levee_admin', 'levee_ops', 'levee_supervisor') or may_read(owed_on.incident));
end $$;
grant execute on function levee.owed_on to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
