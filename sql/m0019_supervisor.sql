-- The supervisor: its term, and the only function that opens a stage.
--
-- LAW-1:  a stage opens only through levee.advance, when every gate before it is met.
-- LAW-15: only the holder of the term may advance, seal, rescue or sweep; the database checks it in each transaction.

create table levee.term (
  only_row boolean primary key default true constraint term_is_one_row check (only_row),
  epoch bigint not null,
  holder uuid not null,
  host text not null,
  lease_until timestamptz not null,
  since timestamptz not null
) with (fillfactor = 50);
insert into levee.term (epoch, holder, host, lease_until, since)
  values (0, '00000000-0000-0000-0000-000000000000', '', '-infinity', clock_timestamp());
grant select on levee.term to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- Takes the term when it is free, renews it when it is held: the epoch, or NULL while another holds it.
create function levee.take_term(candidate uuid, host text, lease interval) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  won bigint;
begin
  if current_team() <> 'supervisor' then
    perform refuse('term_is_the_supervisors');
  end if;
  if lease not between interval '1 second' and interval '5 minutes' then
    perform refuse('work_lease_is_bounded', lease::text);
  end if;
  update term t set lease_until = clock_timestamp() + lease, host = take_term.host,
      epoch = case when t.holder = candidate and t.lease_until >= clock_timestamp() then t.epoch else t.epoch + 1 end,
      since = case when t.holder = candidate and t.lease_until >= clock_timestamp() then t.since else clock_timestamp() end,
      holder = candidate
    where t.lease_until < clock_timestamp() or t.holder = candidate
    returning t.epoch into won;
  return won;
end $$;

-- A supervisor that stops lets the next one in at once.
create function levee.yield_term(candidate uuid) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if current_team() <> 'supervisor' then
    perform refuse('term_is_the_supervisors');
  end if;
  update term set lease_until = '-infinity' where holder = candidate;
  return found;
end $$;

-- LAW-15: read in the transaction that acts, and kept until it ends.
create function levee.hold_term(candidate uuid, held bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if current_team() <> 'supervisor' then
    perform refuse('term_is_the_supervisors');
  end if;
  perform from term where holder = candidate and epoch = held and lease_until > clock_timestamp() for share;
  if not found then
    perform refuse('term_is_held', held::text);
  end if;
end $$;

-- Opens every stage whose gates are all met, and ends what leadership stopped. Set-wise: lock, look again, write.
--
-- `recent` looks only at incidents that have an event without a seal: nothing else can have changed since the last look at
-- all of them, as long as that one follows each sealing. With many open incidents most looks are then about a few.
create function levee.advance(candidate uuid, held bigint, most int default 200, recent boolean default false)
  returns table (incident_id bigint, from_stage levee.stage, to_stage levee.stage)
language plpgsql security definer set search_path = levee, pg_temp
  -- The gates are a large query: planned once a session, not at each look. Who waits for the plan is an incident.
  set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ready bigint[];
begin
  perform hold_term(candidate, held);
  select array_agg(x.id) into ready from (
    select i.id from incident i where i.stage <> 'closed'
      and (not recent or i.id = any (array(select distinct u.chain from unsealed u))) and (
      exists (select from stop s where s.incident_id = i.id)
      or (select bool_and(g.met) from gate g where g.incident_id = i.id))
    order by i.id limit most for update of i skip locked) x;
  if ready is null then
    return;
  end if;
  return query
    with moved as (
      insert into transition (incident_id, sequence, from_stage, to_stage, outcome, epoch, holder, person, team, at)
      select i.id, i.revision, i.stage,
        case when s.incident_id is not null then 'closed' else n.to_stage end,
        case when s.incident_id is not null then 'stopped' else 'advanced' end,
        held, candidate, session_user, 'supervisor', levee.now(i.id)
      from incident i
      left join stop s on s.incident_id = i.id
      left join lateral (select min(g.to_stage) as to_stage, bool_and(g.met) as met from gate g
        where g.incident_id = i.id) n on true
      where i.id = any (ready) and (s.incident_id is not null or n.met)
      returning incident_id, from_stage, to_stage, outcome, at),
    entered as (
      insert into stage_entry (incident_id, stage, at, epoch)
      select m.incident_id, m.to_stage, m.at, held from moved m),
    -- What was still to be done for an incident that was stopped is done no more.
    cleared as (
      delete from work w using moved m where w.incident_id = m.incident_id and m.to_stage = 'closed'),
    changed as (
      update incident i set stage = m.to_stage, revision = i.revision + 1,
        outcome = case when m.to_stage <> 'closed' then 'open' when m.outcome = 'stopped'
          then (select s.outcome from stop s where s.incident_id = i.id) else 'accepted' end
      from moved m where i.id = m.incident_id)
    select m.incident_id, m.from_stage, m.to_stage from moved m;
end $$;

-- Work whose holder is gone: the lease of the row itself decides, nothing else.
create function levee.rescue(candidate uuid, held bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform hold_term(candidate, held);
  update work w set state = case when w.attempt >= w.attempts_allowed then 'dead' else 'ready' end::work_state,
      token = null, lease_until = null, run_at = clock_timestamp(),
      reason = case when w.attempt >= w.attempts_allowed then 'lease ran out' else w.reason end
    where w.id = any (array(select r.id from work r where r.state = 'leased' and r.lease_until < clock_timestamp()
      order by r.lease_until limit 500 for update skip locked));
  get diagnostics n = row_count;
  return n;
end $$;

-- LAW-15: nothing waits for a transaction that somebody left open. A session of a person or service of this house that has
-- held an incident for longer than it may is ended, and named in the history of the house. Administrators' are not.
create function levee.end_blockers(candidate uuid, held bigint, patience interval default '30 seconds')
  returns table (pid int, person text) language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  blocker record;
begin
  perform hold_term(candidate, held);
  for blocker in
    select distinct a.pid, a.usename::text as person from pg_stat_activity a
    join pg_locks l on l.pid = a.pid and l.relation = 'levee.incident'::regclass and l.granted and l.mode <> 'AccessShareLock'
    join person p on p.handle = a.usename
    where a.datname = current_database() and a.pid <> pg_backend_pid()
      and a.xact_start < clock_timestamp() - patience
  loop
    perform pg_terminate_backend(blocker.pid);
    perform write_event(next_event(), 0, 'session_ended', session_user, 'supervisor', clock_timestamp(),
      jsonb_build_object('person', blocker.person, 'pid', blocker.pid));
    pid := blocker.pid;
    person := blocker.person;
    return next;
  end loop;
end $$;

-- One row a process: who is here, and when it was last heard.
create table levee.process (
  id uuid primary key,
  team levee.team not null,
  person text not null,
  host text not null,
  pid int not null,
  program int not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
) with (fillfactor = 50);
grant select on levee.process to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
create function levee.heartbeat(process uuid, host text, pid int, program int) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  -- An upgrade states the oldest program that it accepts; an older one stops here, before it does anything.
  if heartbeat.program < (select oldest_program from compatibility) then
    perform refuse('program_is_current', heartbeat.program::text);
  end if;
  insert into process as p (id, team, person, host, pid, program, started_at, seen_at)
    values (heartbeat.process, current_team(), session_user, heartbeat.host, heartbeat.pid, heartbeat.program,
      clock_timestamp(), clock_timestamp())
    on conflict (id) do update set seen_at = clock_timestamp() where p.person = session_user;
end $$;
create function levee.depart(process uuid) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  delete from process p where p.id = depart.process and p.person = session_user;
end $$;
create function levee.forget_processes(candidate uuid, held bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform hold_term(candidate, held);
  delete from process p where p.seen_at < clock_timestamp() - interval '1 day';
  get diagnostics n = row_count;
  return n;
end $$;

grant execute on function levee.take_term, levee.yield_term, levee.hold_term, levee.advance,
  levee.end_blockers, levee.rescue, levee.forget_processes to levee_supervisor;
grant execute on function levee.heartbeat, levee.depart
  to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
