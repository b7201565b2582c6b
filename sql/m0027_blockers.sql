-- Who keeps others waiting.
--
-- LAW-15: nobody's open transaction, nor several that take turns, stops the others: who does that for long is ended, and named.

-- Incidents that were ready and could not be locked: since when, and whose sessions were found to hold them.
create table levee.passed_by (
  incident_id bigint primary key,
  since timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  held_by text[] not null default '{}',
  named_at timestamptz);
grant select on levee.passed_by to levee_admin, levee_ops, levee_supervisor;

-- Sessions that were found to keep somebody or an incident waiting, each in one transaction of theirs.
create unlogged table levee.blocker (
  pid int not null,
  began timestamptz not null,
  first_seen timestamptz not null default clock_timestamp(),
  primary key (pid, began));

-- Logins that were found waiting for half a second and more, and what for: since when, and behind whom, how often. One that is kept
-- out by several who take turns never waits long for any of them.
create unlogged table levee.kept_waiting (
  login text not null,
  object text not null,
  since timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  behind jsonb not null default '{}',
  named_at timestamptz,
  primary key (login, object));
grant select on levee.kept_waiting to levee_admin, levee_ops, levee_supervisor;

-- Whose transactions hold the row of an incident at this moment.
create function levee.holders_of(incident bigint) returns int[]
language plpgsql volatile security definer set search_path = levee, pg_temp as $$
declare
  mark xid := (select i.xmax from incident i where i.id = holders_of.incident);
  holders int[];
begin
  holders := array(select l.pid from pg_locks l where l.locktype = 'transactionid' and l.granted and l.transactionid = mark);
  if holders = '{}' and mark <> '0' then
    -- Several share it: then the mark is the number of a group.
    begin
      holders := array(select distinct l.pid from pg_get_multixact_members(mark) m
        join pg_locks l on l.locktype = 'transactionid' and l.granted and l.transactionid = m.xid);
    exception when others then
      null;  -- it is of a transaction that is over
    end;
  end if;
  return holders;
end $$;

-- Who waits for a lock for half a second and more, for which object, and behind whom at the root of it.
create function levee.waits() returns table (pid int, login text, object text, roots int[])
language plpgsql volatile security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query
    with recursive waiter as (
      select l.pid, a.usename::text as login, coalesce(
          -- Who waits for the transaction that holds a row holds the place in its queue.
          (select t.relation::regclass || ' ' || t.page || ' ' || t.tuple from pg_locks t
            where t.pid = l.pid and t.locktype = 'tuple' and t.granted limit 1),
          case l.locktype when 'advisory' then 'advisory ' || l.classid || ' ' || l.objid when 'transactionid' then 'transaction'
            when 'tuple' then l.relation::regclass || ' ' || l.page || ' ' || l.tuple
            else l.locktype || ' ' || coalesce(l.relation::regclass::text, '') end) as object
      from pg_locks l join pg_stat_activity a on a.pid = l.pid and a.datname = current_database()
      where not l.granted and l.waitstart < clock_timestamp() - interval '500 milliseconds'),
    behind (pid, root) as (
      select w.pid, unnest(pg_blocking_pids(w.pid)) from waiter w
      union
      select b.pid, unnest(pg_blocking_pids(b.root)) from behind b)
    select w.pid, w.login, w.object, array(select b.root from behind b where b.pid = w.pid and pg_blocking_pids(b.root) = '{}')
    from waiter w;
end $$;

-- LAW-15: nothing waits for a transaction that somebody left open. Whoever keeps others waiting, for whatever lock, or an incident
-- from being advanced, is remembered; a session that does so for longer than the house's patience in one transaction is ended, and
-- named in the history of the house. So are those who take turns at it: once somebody has been kept waiting for as long for one
-- thing, whoever is found at the root of it for the third time is ended, and all are named. Who only waits behind them is not; nor
-- is an administrator.
create function levee.end_blockers(candidate uuid, held bigint)
  returns table (pid int, person text) language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  patience constant interval := (select h.patience from house h);
  passed record;
  kept record;
  holders int[];
  roots int[] := '{}';
  again int[] := '{}';
  guilty record;
begin
  perform hold_term(candidate, held);
  delete from kept_waiting k where k.seen_at < clock_timestamp() - interval '10 seconds';
  for kept in select w.login, w.object, array_agg(r) as roots, array_agg(distinct a.usename::text) as names from waits() w
    cross join unnest(w.roots) r join pg_stat_activity a on a.pid = r group by w.login, w.object
  loop
    roots := roots || kept.roots;
    insert into kept_waiting as k (login, object, behind)
      select kept.login, kept.object, jsonb_object_agg(n, 1) from unnest(kept.names) n
      on conflict on constraint kept_waiting_pkey do update set seen_at = clock_timestamp(), behind = k.behind || (
        select jsonb_object_agg(n, coalesce((k.behind ->> n)::int, 0) + 1) from unnest(kept.names) n);
  end loop;
  for kept in select k.* from kept_waiting k where k.since < clock_timestamp() - patience
    and k.seen_at > clock_timestamp() - interval '2 seconds' loop
    again := again || array(select a.pid from pg_stat_activity a where a.pid = any (roots)
      and (kept.behind ->> a.usename::text)::int >= 3);
    if coalesce(kept.named_at < clock_timestamp() - patience, true) then
      perform write_event(next_event(), 0, 'kept_waiting', levee.person(), 'supervisor', clock_timestamp(),
        jsonb_build_object('login', kept.login, 'behind', kept.behind));
      update kept_waiting k set named_at = clock_timestamp() where k.login = kept.login and k.object = kept.object;
    end if;
  end loop;
  for passed in select p.* from passed_by p where p.seen_at > clock_timestamp() - interval '10 seconds' loop
    holders := holders_of(passed.incident_id);
    roots := roots || holders;
    update passed_by p set held_by = array(select distinct h from unnest(p.held_by || array(
        select a.usename::text from pg_stat_activity a where a.pid = any (holders))) h order by h)
      where p.incident_id = passed.incident_id;
    if passed.since < clock_timestamp() - patience
      and coalesce(passed.named_at < clock_timestamp() - patience, true) then
      perform write_event(next_event(), 0, 'incident_passed_by', levee.person(), 'supervisor', clock_timestamp(),
        (select jsonb_build_object('incident', p.incident_id, 'held_by', p.held_by) from passed_by p
          where p.incident_id = passed.incident_id));
      update passed_by p set named_at = clock_timestamp() where p.incident_id = passed.incident_id;
    end if;
  end loop;
  delete from blocker b where not exists (select from pg_stat_activity a where a.pid = b.pid and a.xact_start = b.began);
  insert into blocker (pid, began) select a.pid, a.xact_start from pg_stat_activity a
    where a.pid = any (roots) and a.xact_start is not null on conflict do nothing;
  for guilty in
    select distinct a.pid, a.usename::text as person from pg_stat_activity a
    left join blocker b on b.pid = a.pid and b.began = a.xact_start
    join person p on p.handle = a.usename join pg_roles r on r.rolname = a.usename and not r.rolsuper
    where a.datname = current_database() and a.pid <> pg_backend_pid()
      and ((a.pid = any (roots) and b.first_seen <= clock_timestamp() - patience) or a.pid = any (again))
  loop
    perform pg_terminate_backend(guilty.pid);
    perform write_event(next_event(), 0, 'session_ended', levee.person(), 'supervisor', clock_timestamp(),
      jsonb_build_object('person', guilty.person, 'pid', guilty.pid));
    pid := guilty.pid;
    person := guilty.person;
    return next;
  end loop;
end $$;
grant execute on function levee.end_blockers to levee_supervisor;
