-- Machine work: claimed, leased and fenced, by services; what dies or is rescued leaves a trace.
--
-- LAW-13: a claim is its token and the login that made it together.

-- ready → leased → done (the row goes; what it left behind stays). After the last attempt: dead, with the reason.
create table levee.work (
  id bigint generated always as identity primary key,
  kind text not null constraint work_kind_is_known check (kind in (
    'deliver', 'post', 'retract', 'unpost', 'poll', 'analyse', 'probe', 'notify')),
  incident_id bigint not null default 0,
  subject bigint not null default 0,  -- a delivery, a source, or a notice
  name text not null default '',      -- a resource, or a transport
  state levee.work_state not null default 'ready',
  run_at timestamptz not null default clock_timestamp(),
  attempt int not null default 0,
  attempts_allowed int not null default 8,
  token uuid,
  lease_until timestamptz,
  holder text not null default '',
  reason text not null default '',
  constraint work_lease_has_a_token check ((state = 'leased') = (token is not null)),
  constraint work_lease_ends check ((state = 'leased') = (lease_until is not null)),
  constraint work_dead_has_a_reason check (state <> 'dead' or reason <> ''),
  constraint work_once unique (kind, subject, name)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
create index work_ready on levee.work (kind, run_at, id) where state = 'ready';
create index work_to_tell on levee.work (name, run_at) where kind = 'notify' and state = 'ready';
create index work_leased on levee.work (lease_until) where state = 'leased';
-- A token is seen by its holder alone, as the answer to the claim.
grant select (id, kind, incident_id, subject, name, state, run_at, attempt, attempts_allowed, lease_until, holder, reason)
  on levee.work to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

-- Whether a service of the house asks.
create function levee.is_service() returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from person p where p.handle = levee.person() and p.kind = 'service' and p.removed_at is null);
end $$;

grant execute on function levee.is_service to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- Which machine work belongs to which team.
create function levee.work_team(kind text) returns levee.team
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return case when kind is null then null when kind in ('poll', 'analyse') then 'monitoring' when kind in ('probe', 'notify') then 'logistics'
    else 'response' end::team;
end $$;

-- What happens to work beside its ordinary end is on record: which piece, and when. Why is a text from outside, and stays beside
-- the work.
create function levee.work_event(what text, w levee.work) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform write_event(next_event(), 0, what, levee.person(), current_team()::text, clock_timestamp(), jsonb_build_object(
    'work', w.id, 'of', w.kind, 'incident', w.incident_id, 'subject', w.subject, 'name', w.name, 'attempt', w.attempt));
end $$;

-- A claim that is forgotten is free again within an hour.
create function levee.bound_lease(lease interval) returns void
language plpgsql set search_path = levee, pg_temp as $$
begin
  if (lease between interval '1 second' and interval '1 hour') is not true then
    perform refuse('work_lease_is_bounded', lease::text);
  end if;
end $$;

-- Claims up to `most` rows that are due, in one statement: a fresh token, a lease by the database's clock. Machine work is a
-- service's; its token and its login together are the claim.
create function levee.claim(wanted text, most int, lease interval)
  returns table (id bigint, incident_id bigint, subject bigint, name text, token uuid, attempt int)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  -- A value, so that the index can be asked for it: work that waits for later is not looked at.
  now constant timestamptz := clock_timestamp();
begin
  perform enter(kind => 'service');
  if current_team() is distinct from work_team(wanted) then
    perform refuse('work_is_the_teams', wanted);
  elsif wanted in ('post', 'unpost') then
    perform refuse('step_is_by_a_person', wanted);
  elsif wanted = 'notify' then
    perform refuse('notices_keep_the_pace_of_their_way');
  end if;
  perform bound_lease(lease);
  return query update work w
    set state = 'leased', token = gen_random_uuid(), lease_until = now + lease,
      attempt = w.attempt + 1, holder = levee.person()
    where w.id = any (array(select r.id from work r where r.kind = wanted and r.state = 'ready'
      and r.run_at <= now order by r.run_at, r.id limit least(most, 1000) for update skip locked))
    returning w.id, w.incident_id, w.subject, w.name, w.token, w.attempt;
end $$;

-- LAW-13: refuses whoever does not hold a running claim of a delivery: by its token, and by the login that made it.
create function levee.hold_claim(incident bigint, delivery bigint, held uuid, kinds text[]) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from work w where w.kind = any (kinds) and w.subject = delivery and w.incident_id = hold_claim.incident
    and w.token = held and w.holder = levee.person() and w.lease_until > clock_timestamp() for update;
  if not found then
    perform refuse('delivery_receipt_holds_the_claim', delivery::text);
  end if;
end $$;

-- Work without a row of its own (polls, probes, the look at mentions) goes back to the queue for its next time, within a week.
create function levee.finish(work bigint, held uuid, again_in interval) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'service');
  if (again_in between interval '0' and interval '7 days') is not true then
    perform refuse('work_comes_again_within_a_week', again_in::text);
  end if;
  update work w set state = 'ready', token = null, lease_until = null, attempt = 0, reason = '',
      run_at = clock_timestamp() + again_in
    where w.id = finish.work and w.token = held and w.holder = levee.person() and w.kind in ('poll', 'probe', 'analyse');
  return found;
end $$;

-- A failed attempt: back to the queue with growing delay, or dead with the reason after the last one. A delivery whose text is
-- erased, or whose incident is stopped, is given up instead: nobody can mend that.
create function levee.fail(work bigint, held uuid, why text, forever boolean default false) returns levee.work_state
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  w work;
begin
  perform enter(kind => 'service');
  update work o set
      state = case when forever or o.attempt >= o.attempts_allowed then 'dead' else 'ready' end::work_state,
      token = null, lease_until = null, reason = left(coalesce(nullif(why, ''), 'unknown'), 500),
      run_at = clock_timestamp() + least(interval '1 second' * (2 ^ least(o.attempt, 10)), interval '10 minutes')
    where o.id = fail.work and o.token = held and o.holder = levee.person() returning * into w;
  if w.state = 'dead' then
    perform work_event('work_dead', w);
    if w.kind = 'deliver' and w.reason in ('delivery_is_not_of_an_erased_text', 'delivery_is_of_an_open_incident') then
      insert into delivery_abandonment (incident_id, delivery_id, reason) values (w.incident_id, w.subject, w.reason);
    end if;
  end if;
  return w.state;
end $$;

-- A service hands back what it holds and could not end: nobody else need wait for the lease. The attempt counts: what is handed
-- back again and again comes later each time, and ends as dead.
create function levee.hand_back(held uuid[]) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform enter(kind => 'service');
  update work w set state = 'ready', token = null, lease_until = null,
      run_at = clock_timestamp() + case when w.attempt > 1 then least(interval '1 second' * 2 ^ least(w.attempt, 6), interval '1 minute')
        else interval '0' end
    where w.token = any (held) and w.holder = levee.person();
  get diagnostics n = row_count;
  return n;
end $$;

-- A holder that gets on with much needs longer. Returns which claims are still theirs.
create function levee.extend_lease(held uuid[], lease interval) returns setof bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'service');
  perform bound_lease(lease);
  return query update work w set lease_until = clock_timestamp() + lease
    where w.token = any (held) and w.holder = levee.person() and w.lease_until > clock_timestamp() returning w.id;
end $$;

-- What cannot be done yet goes back until it can; the attempt does not count.
create function levee.postpone(work bigint, held uuid, span interval) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'service');
  update work w set state = 'ready', token = null, lease_until = null, attempt = greatest(w.attempt - 1, 0),
      run_at = clock_timestamp() + least(greatest(postpone.span, '0'), interval '1 hour')
    where w.id = postpone.work and w.token = held and w.holder = levee.person();
  return found;
end $$;

-- What is dead is tried again when somebody of its team says so, of whatever kind it is.
create function levee.revive(kinds text[], subject bigint, name text default '') returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  w work;
begin
  perform enter(kind => 'person');
  update work o set state = 'ready', attempt = 0, run_at = clock_timestamp()
    where o.kind = any (kinds) and o.subject = revive.subject and o.name = revive.name and o.state = 'dead'
      and work_team(o.kind) = current_team() and may_read(o.incident_id) returning * into w;
  if not found then
    return false;
  end if;
  perform work_event('work_revived', w);
  return true;
end $$;
grant execute on function levee.claim, levee.finish, levee.fail, levee.hand_back, levee.extend_lease, levee.postpone, levee.revive
  to levee_monitoring, levee_response, levee_logistics;

-- Work that is dead is owed as a repair, or as a person to reach; work that is tried again, as what it was.
create function levee.duties_of_work() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  incident constant bigint := old.incident_id;
  said constant text := case when old.kind in ('deliver', 'post', 'retract', 'unpost') then 'D' || old.subject
    when old.kind = 'notify' then 'N' || old.subject else 'K' || old.id end;
  now constant timestamptz := levee.now(old.incident_id);
begin
  if old.kind = 'notify' then
    perform reconsider_reach(old.subject);
  elsif tg_op = 'UPDATE' and new.state = 'dead' then
    if old.kind in ('deliver', 'post', 'retract', 'unpost') then
      -- What was given back meanwhile is nobody's to repair.
      if exists (select from duty d where d.incident_id = incident and d.kind = old.kind and d.subject = said and d.state = 'open') then
        perform end_duties(incident, array[old.kind], said, 0, now, 'moot', 'failed');
        perform open_duty(incident, 'repair', said, 0, now, gate => (select k.gate from duty_kind k where k.name = old.kind));
      end if;
    else
      perform open_duty(0, 'repair_work', said, 0, now, team => work_team(old.kind));
    end if;
  elsif old.kind in ('deliver', 'post', 'retract', 'unpost') then
    if tg_op = 'UPDATE' then
      perform end_duties(incident, '{repair}', said, 0, now);
      perform open_duty(incident, old.kind, said, 0, now);
    end if;  -- what takes it away (a receipt, a decision) settles it
  else
    perform end_duties(0, '{repair_work}', said, 0, now);
  end if;
  return null;
end $$;
create trigger y_duties after update of state on levee.work for each row
  when (old.state <> new.state and 'dead' in (old.state, new.state)) execute function levee.duties_of_work();
create trigger y_duties_gone after delete on levee.work for each row
  when (old.state = 'dead') execute function levee.duties_of_work();
