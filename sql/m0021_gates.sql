-- What each stage waits for: its gates, defined once. The supervisor acts on this view and explains from it.
--
-- LAW-1:  a stage opens when every gate before it is met.
-- LAW-26: an incident keeps the gates that it was opened under: an upgrade adds a set, with a version of its own.

create table levee.gate_rule (
  version int not null constraint gate_rule_is_of_a_set references levee.gate_set,
  stage levee.stage not null,
  name text not null,
  primary key (version, stage, name));
create trigger z_append_only before update or delete on levee.gate_rule
  for each row execute function levee.append_only();
insert into levee.gate_rule (version, stage, name)
select 1, g.stage::levee.stage, g.name from (values
  ('assessing', 'assessment_submitted'),
  ('commanding', 'assessment_received'), ('commanding', 'decision_recorded'), ('commanding', 'command_issued'),
  ('planning', 'command_acknowledged'), ('planning', 'plan_submitted'), ('planning', 'plan_approved'),
  ('planning', 'readiness_there'),
  ('responding', 'command_acknowledged'), ('responding', 'statement_delivered'), ('responding', 'deliveries_settled'), ('responding', 'feedback_resolved'),
  ('responding', 'withdrawals_carried_out'), ('responding', 'corrections_delivered'),
  ('responding', 'response_declared_over'),
  ('reviewing', 'deliveries_settled'), ('reviewing', 'feedback_resolved'), ('reviewing', 'withdrawals_carried_out'),
  ('reviewing', 'corrections_delivered'), ('reviewing', 'stood_down'), ('reviewing', 'reports_received'),
  ('reviewing', 'meeting_recorded'), ('reviewing', 'review_accepted')) g (stage, name);

-- Of an incident that leadership has stopped, a stage waits only for this: that an urgent decision has its meeting's record; that
-- nothing is on its way, still to be taken down, put right or answered; and, once the response had begun, for the reports.
create function levee.gate_of_a_stop(stage levee.stage, name text) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return (stage in ('commanding', 'planning', 'reviewing') and name = 'meeting_recorded')
    or (stage in ('planning', 'reviewing') and name in ('deliveries_settled', 'withdrawals_carried_out', 'corrections_delivered',
      'feedback_resolved'))
    or (stage = 'reviewing' and name = 'reports_received');
end $$;

-- What the next stage waits for: one row a gate, whether it is met, and which team can still meet it.
create view levee.gate as
select i.id as incident_id, i.stage, g.position, g.to_stage, g.name, g.owed_by, g.met
from levee.incident i
cross join lateral (select case when i.stage = 'responding' then 'reviewing' else 'closed' end::levee.stage) n (stage)
cross join lateral (
  select 1, 'commanding'::levee.stage, 'assessment_submitted', 'monitoring'::levee.team,
    exists (select from levee.assessment a where a.incident_id = i.id)
    where i.stage = 'assessing'
  union all
  select 1, 'planning', 'assessment_received', 'leadership',
    exists (select from levee.assessment_receipt r where r.incident_id = i.id)
    where i.stage = 'commanding'
  union all
  select 2, 'planning', 'decision_recorded', 'leadership',
    exists (select from levee.decision d where d.incident_id = i.id)
    where i.stage = 'commanding'
  union all
  select 3, 'planning', 'command_issued', 'leadership',
    exists (select from levee.command c where c.incident_id = i.id)
    where i.stage = 'commanding'
  union all
  select 4, case when i.stage = 'planning' then 'responding' else n.stage end, 'command_acknowledged', coalesce((
      select min(t) from unnest('{monitoring,response,logistics}'::levee.team[]) t where not exists (
        select from levee.acknowledgement k where k.incident_id = i.id and k.for_team = t and k.revision = c.revision)), 'response'),
      (select count(*) = 3 from levee.acknowledgement k where k.incident_id = i.id and k.revision = c.revision)
    from (select max(x.revision) as revision from levee.command x where x.incident_id = i.id) c
    where i.stage in ('planning', 'responding')
  union all
  select 1, 'responding', 'plan_submitted', 'response',
    exists (select from levee.submission s where s.incident_id = i.id and s.kind = 'plan')
    where i.stage = 'planning'
  union all
  select 2, 'responding', 'plan_approved', 'leadership',
    exists (select from levee.approval a where a.incident_id = i.id and a.kind = 'plan'
      and not exists (select from levee.approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
        and v.document_id = a.document_id and v.number = a.number)
      and levee.reviews_suffice(a.incident_id, a.kind, a.document_id, a.number))
    where i.stage = 'planning'
  union all
  select 3, 'responding', 'readiness_there', 'logistics',
    exists (select from levee.readiness r where r.incident_id = i.id)
    where i.stage = 'planning'
  union all
  select 1, 'reviewing', 'statement_delivered', 'response',
    exists (select from levee.delivery_receipt r where r.incident_id = i.id)
    where i.stage = 'responding'
  union all
  select 2, n.stage, 'deliveries_settled', 'response',
    not exists (select from levee.delivery d where d.incident_id = i.id
      and not exists (select from levee.delivery_receipt r where r.incident_id = i.id and r.delivery_id = d.id)
      and not exists (select from levee.delivery_abandonment b where b.incident_id = i.id and b.delivery_id = d.id))
    where i.stage in ('responding', 'reviewing') or i.stopping
  union all
  select 5, n.stage, 'withdrawals_carried_out', 'response',
    not exists (select from levee.withdrawal w
      where w.incident_id = i.id and levee.decided_withdrawal(w.incident_id, w.delivery_id) is not null and not exists (select from levee.withdrawal_receipt r
        where r.incident_id = w.incident_id and r.delivery_id = w.delivery_id))
    where i.stage in ('responding', 'reviewing') or i.stopping
  union all
  select 6, n.stage, 'corrections_delivered', 'response',
    not exists (select from levee.open_correction c where c.incident_id = i.id)
    where i.stage in ('responding', 'reviewing') or i.stopping
  union all
  select 3, n.stage, 'feedback_resolved', 'response',
    not exists (select from levee.feedback f where f.incident_id = i.id and not exists (
      select from levee.resolution r where r.incident_id = i.id and r.feedback_id = f.id))
    where i.stage in ('responding', 'reviewing') or i.stopping
  union all
  select 7, 'reviewing', 'response_declared_over', 'leadership',
    exists (select from levee.response_over o where o.incident_id = i.id)
    where i.stage = 'responding'
  union all
  select 7, 'closed', 'stood_down', 'logistics',
    exists (select from levee.stand_down s where s.incident_id = i.id)
    where i.stage = 'reviewing'
  union all
  select 8, 'closed', 'reports_received', 'leadership',
    (select count(*) = 3 from levee.report_receipt r where r.incident_id = i.id)
    where i.stage = 'reviewing'
  union all
  select 9, 'closed', 'meeting_recorded', 'leadership',
    not exists (select from levee.decision d where d.incident_id = i.id and d.kind = 'urgent' and not exists (
      select from levee.meeting_record m where m.incident_id = d.incident_id and m.decision_id = d.id))
    where i.stage = 'reviewing' or i.stopping
  union all
  select 10, 'closed', 'review_accepted', 'leadership',
    exists (select from levee.closure c where c.incident_id = i.id)
    where i.stage = 'reviewing'
) g (position, to_stage, name, owed_by, met)
where i.stage <> 'closed' and case when i.stopping then levee.gate_of_a_stop(i.stage, g.name)
  else exists (select from levee.gate_rule r where r.version = i.gates and r.stage = i.stage and r.name = g.name) end;
grant execute on function levee.gate_of_a_stop, levee.reviews_suffice, levee.decided_withdrawal to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant select on levee.gate, levee.gate_rule to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
