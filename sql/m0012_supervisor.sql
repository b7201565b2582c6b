-- The supervisor: its term, the gates it acts on, and the only functions that open a stage.
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

-- What the next stage waits for: one row a gate, whether it is met, and which team can still meet it.
create view levee.gate as
select i.id as incident_id, i.stage, g.position, g.to_stage, g.name, g.owed_by, g.met
from levee.incident i cross join lateral (
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
  select 1, 'responding', 'plan_submitted', 'response',
    exists (select from levee.submission s where s.incident_id = i.id and s.kind = 'plan')
    where i.stage = 'planning'
  union all
  select 2, 'responding', 'plan_approved', 'leadership',
    exists (select from levee.approval a where a.incident_id = i.id and a.kind = 'plan'
      and not exists (select from levee.approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
        and v.document_id = a.document_id and v.number = a.number))
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
  select 2, 'reviewing', 'deliveries_settled', 'response',
    not exists (select from levee.delivery d where d.incident_id = i.id and not exists (
      select from levee.delivery_receipt r where r.incident_id = i.id and r.delivery_id = d.id))
    where i.stage = 'responding'
  union all
  select case when i.stage = 'responding' then 3 else 1 end,
    case when i.stage = 'responding' then 'reviewing' else 'closed' end::levee.stage, 'feedback_resolved', 'response',
    not exists (select from levee.feedback f where f.incident_id = i.id and not exists (
      select from levee.resolution r where r.incident_id = i.id and r.feedback_id = f.id))
    where i.stage in ('responding', 'reviewing')
  union all
  select 4, 'reviewing', 'response_declared_over', 'leadership',
    exists (select from levee.response_over o where o.incident_id = i.id)
    where i.stage = 'responding'
  union all
  select 2, 'closed', 'stood_down', 'logistics',
    exists (select from levee.stand_down s where s.incident_id = i.id)
    where i.stage = 'reviewing'
  union all
  select 3, 'closed', 'reports_received', 'leadership',
    (select count(*) = 3 from levee.report_receipt r where r.incident_id = i.id)
    where i.stage = 'reviewing'
  union all
  select 4, 'closed', 'review_accepted', 'leadership',
    exists (select from levee.closure c where c.incident_id = i.id)
    where i.stage = 'reviewing'
) g (position, to_stage, name, owed_by, met)
where i.stage <> 'closed';
grant select on levee.gate to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- Opens every stage whose gates are all met, and ends what leadership stopped. Set-wise: lock, look again, write.
create function levee.advance(candidate uuid, held bigint, most int default 200)
  returns table (incident_id bigint, from_stage levee.stage, to_stage levee.stage)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  ready bigint[];
begin
  perform hold_term(candidate, held);
  select array_agg(x.id) into ready from (
    select i.id from incident i where i.stage <> 'closed' and (
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
    changed as (
      update incident i set stage = m.to_stage, revision = i.revision + 1,
        outcome = case when m.to_stage <> 'closed' then 'open' when m.outcome = 'stopped'
          then (select s.outcome from stop s where s.incident_id = i.id) else 'accepted' end
      from moved m where i.id = m.incident_id)
    select m.incident_id, m.from_stage, m.to_stage from moved m;
end $$;

-- LAW-14: chains what is committed, incident by incident, in the order in which it is found. An event whose
-- transaction is still open takes a later place; it holds no chain up.
create function levee.seal_events(candidate uuid, held bigint, most int default 1000) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  e record;
  head record;
  chain_now bigint := -1;
  link bytea;
  n bigint;
  sealed int := 0;
begin
  perform hold_term(candidate, held);
  for e in
    select v.id, v.chain, v.payload from unsealed u join event v on v.id = u.event_id
    order by v.chain, v.id limit most
  loop
    if e.chain <> chain_now then
      select s.sequence, s.hash into head from seal s where s.chain = e.chain order by s.sequence desc limit 1;
      chain_now := e.chain;
      n := coalesce(head.sequence, 0);
      link := coalesce(head.hash, sha256(field('levee')));
    end if;
    n := n + 1;
    insert into seal (chain, sequence, event_id, previous, hash)
      values (e.chain, n, e.id, link, sha256(link || field(n::text) || field(e.payload)))
      returning hash into link;
    delete from unsealed where event_id = e.id;
    sealed := sealed + 1;
  end loop;
  return sealed;
end $$;

-- Everything the seals say, computed again: one row for each fault, named.
create function levee.verify(wanted bigint default null)
  returns table (chain bigint, sequence bigint, event_id bigint, fault text)
language plpgsql stable security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
begin
  return query
    select x.chain, x.sequence, x.event_id, x.fault from (
      select s.chain, s.sequence, s.event_id,
        case
          when e.id is null then 'missing'
          when s.sequence <> 1 + coalesce(lag(s.sequence) over w, 0) then 'gap'
          when s.previous <> coalesce(lag(s.hash) over w, sha256(field('levee'))) then 'chain_broken'
          when s.hash <> sha256(s.previous || field(s.sequence::text) || field(e.payload)) then
            case when exists (select from event o where o.chain = s.chain and o.id <> e.id
              and s.hash = sha256(s.previous || field(s.sequence::text) || field(o.payload))) then 'reordered'
              else 'edited' end
          when e.payload::jsonb ->> 'id' <> e.id::text or e.payload::jsonb ->> 'chain' <> e.chain::text
            or e.payload::jsonb ->> 'kind' <> e.kind or e.payload::jsonb ->> 'person' <> e.person
            or e.payload::jsonb ->> 'team' <> e.team or (e.payload::jsonb ->> 'at')::timestamptz <> e.at then 'edited'
        end as fault
      from seal s left join event e on e.id = s.event_id
      where wanted is null or s.chain = wanted
      window w as (partition by s.chain order by s.sequence)) x
    where x.fault is not null
    union all
    select e.chain, null::bigint, e.id, 'inserted' from event e
    where (wanted is null or e.chain = wanted)
      and not exists (select from seal s where s.event_id = e.id)
      and not exists (select from unsealed u where u.event_id = e.id)
    order by 1, 2;
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

grant execute on function levee.take_term, levee.yield_term, levee.hold_term, levee.advance, levee.seal_events,
  levee.rescue, levee.forget_processes to levee_supervisor;
grant execute on function levee.verify to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant execute on function levee.heartbeat, levee.depart
  to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
