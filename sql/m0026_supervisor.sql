-- The supervisor: its term, and the only function that opens a stage.
--
-- LAW-1:  a stage opens only through levee.advance, when every gate before it is met.
-- LAW-15: only the holder of the term may advance, seal, rescue or sweep; the database checks it in each transaction. Nobody's open
--         transaction stops the others: who blocks a service for long is ended, and named.

-- What one installation sets for itself, and nobody but its owner reads or locks.
create table levee.house (
  only_row boolean primary key default true constraint house_is_one_row check (only_row),
  -- For how long a session may keep others, or an incident, waiting.
  patience interval not null default '30 seconds'
    constraint house_patience_is_sane check (patience between '1 second' and '5 minutes'),
  -- Goes into the digest by which an erased mention is known again (m0032).
  salt bytea not null default levee.new_salt());
insert into levee.house default values;

create table levee.term (
  only_row boolean primary key default true constraint term_is_one_row check (only_row),
  epoch bigint not null,
  holder uuid not null,    -- levee.public_id of the holder's secret
  person text not null,    -- the login that took it
  host text not null,      -- as the holder says, and where the server sees it
  address text not null,
  lease_until timestamptz not null,
  since timestamptz not null
) with (fillfactor = 50);
insert into levee.term (epoch, holder, person, host, address, lease_until, since)
  values (0, '00000000-0000-0000-0000-000000000000', '', '', '', '-infinity', clock_timestamp());
grant select on levee.term to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- What everybody may know of a process: a digest of the secret by which it speaks.
create function levee.public_id(secret uuid) returns uuid
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return encode(substr(sha256(uuid_send(secret)), 1, 16), 'hex')::uuid;
end $$;
-- Where the server sees the session come from.
create function levee.client_address() returns text
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce(host(inet_client_addr()), 'local');
end $$;

-- Takes the term when it is free, renews it when it is held: the epoch, or NULL while another holds it. `candidate` is the
-- caller's secret.
create function levee.take_term(candidate uuid, host text, lease interval) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  won bigint;
begin
  perform enter('{supervisor}', null, 'service');
  if (lease between interval '1 second' and interval '5 minutes') is not true then
    perform refuse('work_lease_is_bounded', lease::text);
  end if;
  update term t set lease_until = clock_timestamp() + lease, host = left(take_term.host, 255), address = client_address(),
      epoch = case when t.holder = public_id(candidate) and t.lease_until >= clock_timestamp() then t.epoch else t.epoch + 1 end,
      since = case when t.holder = public_id(candidate) and t.lease_until >= clock_timestamp() then t.since
        else clock_timestamp() end,
      holder = public_id(candidate), person = levee.person()
    -- Who is taking it at this moment is not waited for.
    where t.only_row = (select f.only_row from term f for update skip locked)
      and (t.lease_until < clock_timestamp() or (t.holder = public_id(candidate) and t.person = levee.person()))
    returning t.epoch into won;
  return won;
end $$;

-- A supervisor that stops lets the next one in at once.
create function levee.yield_term(candidate uuid) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{supervisor}', null, 'service');
  update term set lease_until = '-infinity' where holder = public_id(candidate) and person = levee.person();
  return found;
end $$;

-- LAW-15: read in the transaction that acts, and kept until it ends. The entrance of everything that the supervisor does.
create function levee.hold_term(candidate uuid, held bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{supervisor}', null, 'service');
  perform from term where holder = public_id(candidate) and person = levee.person() and epoch = held
    and lease_until > clock_timestamp() for share;
  if not found then
    perform refuse('term_is_held', held::text);
  end if;
end $$;

-- An incident whose row makes a look at it fail is set aside, named in the history of the house, and looked at again later; all
-- others go on.
create table levee.set_aside (
  incident_id bigint not null,
  what text not null,
  reason text not null,
  since timestamptz not null default clock_timestamp(),
  tried_at timestamptz not null default clock_timestamp(),
  primary key (incident_id, what));
grant select on levee.set_aside to levee_admin, levee_ops, levee_supervisor;

create function levee.put_aside(incident bigint, what text, reason text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not exists (select from set_aside a where a.incident_id = put_aside.incident and a.what = put_aside.what) then
    perform write_event(next_event(), 0, 'set_aside', levee.person(), 'supervisor', clock_timestamp(),
      jsonb_build_object('incident', put_aside.incident, 'what', put_aside.what));
  end if;
  insert into set_aside (incident_id, what, reason) values (put_aside.incident, put_aside.what, left(put_aside.reason, 500))
    on conflict on constraint set_aside_pkey do update set reason = excluded.reason, tried_at = clock_timestamp();
end $$;
-- Whether an incident is set aside from this, and not due for another try.
create function levee.is_aside(incident bigint, what text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from set_aside a where a.incident_id = is_aside.incident and a.what = is_aside.what
    and a.tried_at > clock_timestamp() - interval '5 minutes');
end $$;

-- Opens every stage whose gates are all met, and ends what leadership stopped. Set-wise: find, lock, look again, write.
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
  suspect bigint;
begin
  perform hold_term(candidate, held);
  begin
    return query select * from advance_some(candidate, held, most, recent, null);
  exception when data_exception or integrity_constraint_violation or program_limit_exceeded or sqlstate 'LV001' then
    for suspect in select i.id from incident i where i.stage <> 'closed' and not is_aside(i.id, 'advance') order by i.id loop
      begin
        return query select * from advance_some(candidate, held, 1, false, suspect);
      exception when data_exception or integrity_constraint_violation or program_limit_exceeded or sqlstate 'LV001' then
        perform put_aside(suspect, 'advance', sqlerrm);
      end;
    end loop;
  end;
end $$;

-- The same for one incident that has been passed by for a while: this time it is waited for, so that those who hold it one after
-- the other have to let the supervisor in between.
create function levee.advance_held(candidate uuid, held bigint)
  returns table (incident_id bigint, from_stage levee.stage, to_stage levee.stage)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  oldest bigint;
begin
  perform enter('{supervisor}', null, 'service');
  select p.incident_id into oldest from passed_by p, house h where p.since < clock_timestamp() - h.patience / 3
    order by p.since limit 1;
  if oldest is null then
    return;
  end if;
  -- The term is asked for afterwards, so that it is not held while this waits.
  perform from incident i where i.id = oldest for update;
  perform hold_term(candidate, held);
  return query select * from advance_some(candidate, held, 1, false, oldest);
  delete from passed_by p where p.incident_id = oldest;
end $$;

create function levee.advance_some(candidate uuid, held bigint, most int, recent boolean, only_incident bigint)
  returns table (incident_id bigint, from_stage levee.stage, to_stage levee.stage)
language plpgsql security definer set search_path = levee, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  open constant bigint[] := array(
    select i.id from incident i where i.stage <> 'closed' and (only_incident is null or i.id = only_incident)
      and (not recent or i.id = any (array(select distinct u.chain from unsealed u)))
      and not is_aside(i.id, 'advance') order by i.id);
  ready bigint[] := (wait_for_nothing(open))[:most];
  locked bigint[];
begin
  perform offer_the_end(open, ready);
  if ready = '{}' then
    return;
  end if;
  locked := array(select x.id from (select i.id from incident i where i.id = any (ready) order by i.id for update skip locked) x);
  if cardinality(locked) < cardinality(ready) then
    insert into passed_by as p (incident_id) select r from unnest(ready) r where r <> all (locked) order by r
      on conflict on constraint passed_by_pkey do update set seen_at = clock_timestamp(),
        since = case when p.seen_at < clock_timestamp() - interval '10 seconds' then clock_timestamp() else p.since end,
        held_by = case when p.seen_at < clock_timestamp() - interval '10 seconds' then '{}' else p.held_by end;
  end if;
  -- Asked again, now that nobody can change the answer.
  locked := wait_for_nothing(locked);
  return query
    with moved as (
      insert into transition (incident_id, sequence, from_stage, to_stage, outcome, epoch, holder, person, team, at)
      select i.id, i.revision, i.stage, case when i.stopping and drill_is_over(i.id) then 'closed' else stage_after(i.stage, i.stopping) end,
        case when i.stopping then 'stopped' else 'advanced' end,
        held, public_id(candidate), levee.person(), 'supervisor', levee.now(i.id)
      from incident i where i.id = any (locked)
      returning incident_id, from_stage, to_stage, outcome, at),
    entered as (
      insert into stage_entry (incident_id, stage, at, epoch)
      select m.incident_id, m.to_stage, m.at, held from moved m),
    changed as (
      update incident i set stage = m.to_stage, revision = i.revision + 1,
        outcome = case when m.to_stage <> 'closed' then 'open' when m.outcome = 'stopped'
          then coalesce((select s.outcome from stop s where s.incident_id = i.id), 'other') else 'accepted' end
      from moved m where i.id = m.incident_id),
    gone as (delete from passed_by p using moved m where p.incident_id = m.incident_id)
    select m.incident_id, m.from_stage, m.to_stage from moved m;
end $$;

-- Of a response that waits for nothing any more but its leader's word, that word is owed. It is owed anew when something else was
-- opened and settled in between.
create function levee.offer_the_end(open bigint[], ready bigint[]) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  ending bigint[] := array(select d.incident_id from duty d where d.kind = 'response_over' and d.state = 'open'
    and d.incident_id = any (open) and d.incident_id <> all (ready) and not exists (select from duty o
      where o.incident_id = d.incident_id and o.kind = 'declare_over' and o.state = 'open'));
begin
  ending := wait_for_nothing(ending, 'response_declared_over');
  if ending <> '{}' then
    ending := wait_for_nothing(array(select x.id from (select i.id from incident i where i.id = any (ending) and not i.stopping
      order by i.id for update skip locked) x), 'response_declared_over');
    perform open_duty(e, 'declare_over', '', 0, levee.now(e)) from unnest(ending) e;
  end if;
end $$;

-- Work whose holder is gone: the lease of the row itself decides, nothing else. Each rescue is on record. What is left of a case
-- that is archived is done no more.
create function levee.rescue(candidate uuid, held bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform hold_term(candidate, held);
  delete from work w where w.id = any (array(select r.id from work r join incident i on i.id = r.incident_id and i.stage = 'closed'
    where r.incident_id <> 0 and r.state <> 'leased' limit 500 for update of r skip locked));
  with taken as (
    update work w set state = case when w.attempt >= w.attempts_allowed then 'dead' else 'ready' end::work_state,
        token = null, lease_until = null, run_at = clock_timestamp(),
        reason = case when w.attempt >= w.attempts_allowed then 'lease ran out' else w.reason end
      where w.id = any (array(select r.id from work r where r.state = 'leased' and r.lease_until < clock_timestamp()
        order by r.lease_until limit 500 for update skip locked))
      returning w)
  select count(*), count(work_event(case (t.w).state when 'dead' then 'work_dead' else 'work_rescued' end, t.w)) into n from taken t;
  return n;
end $$;

-- One row a process: who is here, and when it was last heard. Only services have one; where each is, the server sees.
create table levee.process (
  id uuid primary key,  -- levee.public_id of what the process calls itself
  team levee.team not null,
  person text not null,
  host text not null,
  address text not null,
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
  perform enter(kind => 'service');
  -- An upgrade states the oldest program that it accepts; an older one stops here, before it does anything.
  if heartbeat.program < (select oldest_program from compatibility) then
    perform refuse('program_is_current', heartbeat.program::text);
  end if;
  insert into process as p (id, team, person, host, address, pid, program, started_at, seen_at)
    values (public_id(heartbeat.process), current_team(), levee.person(), left(heartbeat.host, 255), client_address(), heartbeat.pid,
      heartbeat.program, clock_timestamp(), clock_timestamp())
    on conflict (id) do update set seen_at = clock_timestamp() where p.person = levee.person();
end $$;
create function levee.depart(process uuid) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'service');
  delete from process p where p.id = public_id(depart.process) and p.person = levee.person();
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

grant execute on function levee.take_term, levee.yield_term, levee.hold_term, levee.advance, levee.advance_held,
  levee.rescue, levee.forget_processes to levee_supervisor;
grant execute on function levee.heartbeat, levee.depart
  to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
