-- The roster: who is on duty for which team, from when until when. What waits for a team is told first to who is on duty there; where
-- nobody is, to all of the team.
--
-- LAW-28: who owes something is told where they are.
-- LAW-35: a roster is made by the head of the team or by logistics; two people exchange what is theirs, when both say so.

create table levee.shift (
  id bigint generated always as identity primary key,
  team levee.team not null
    constraint shift_is_of_a_team check (team in ('monitoring', 'leadership', 'response', 'logistics')),
  handle text not null constraint shift_is_a_persons references levee.person,
  starts_at levee.moment not null,
  ends_at levee.moment not null,
  -- By what a calendar calls it, so that it is read in once.
  uid text not null default '' constraint shift_uid_is_short check (octet_length(uid) <= 300),
  person text not null,
  at timestamptz not null,
  constraint shift_is_bounded check (ends_at > starts_at and ends_at <= starts_at + interval '31 days'),
  constraint shift_once unique (team, handle, starts_at));
create index shift_now on levee.shift (team, ends_at);
create unique index shift_of_a_calendar on levee.shift (team, uid) where uid <> '';

-- When somebody is not there: their shifts count for nobody then, and a rotation leaves them out.
create table levee.leave (
  id bigint generated always as identity primary key,
  handle text not null constraint leave_is_of_a_person references levee.person,
  starts_at levee.moment not null,
  ends_at levee.moment not null,
  person text not null,
  at timestamptz not null,
  constraint leave_is_bounded check (ends_at > starts_at and ends_at <= starts_at + interval '400 days'));
create index leave_of on levee.leave (handle, ends_at);

-- One of two people wants to exchange; open until the other says so too.
create table levee.shift_exchange (
  id bigint generated always as identity primary key,
  offered bigint not null constraint shift_exchange_is_of_a_shift references levee.shift on delete cascade,
  wanted bigint not null constraint shift_exchange_is_for_a_shift references levee.shift on delete cascade,
  person text not null,
  other text not null,
  at timestamptz not null,
  constraint shift_exchange_is_of_two check (offered <> wanted and person <> other),
  constraint shift_exchange_once unique (offered, wanted));
grant select on levee.shift, levee.leave, levee.shift_exchange to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;
create trigger z_event after insert or update or delete on levee.shift
  for each row execute function levee.house_event('id', 'team', 'handle', 'starts_at', 'ends_at');
create trigger z_event after insert or delete on levee.leave for each row execute function levee.house_event('handle', 'starts_at', 'ends_at');
create trigger z_event after insert on levee.shift_exchange for each row execute function levee.house_event('offered', 'wanted');

create function levee.is_on_leave(person text, moment timestamptz) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from leave l where l.handle = is_on_leave.person and l.starts_at <= is_on_leave.moment
    and l.ends_at > is_on_leave.moment);
end $$;

-- Who is on duty for a team at a moment: with a shift, a seat there, and not on leave.
create function levee.on_duty(team levee.team, moment timestamptz default clock_timestamp()) returns setof text
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return query select distinct s.handle from shift s join person p on p.handle = s.handle and p.removed_at is null
    join seat t on t.handle = s.handle and t.team = s.team
    where s.team = on_duty.team and s.ends_at > on_duty.moment and s.starts_at <= on_duty.moment
      and not is_on_leave(s.handle, on_duty.moment);
end $$;

-- Whether somebody makes the roster of a team: its head, the leader or a deputy of leadership; and logistics, for all.
create function levee.makes_roster(person text, team levee.team) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from seat s where s.handle = makes_roster.person
    and (s.team = 'logistics' or (s.team = makes_roster.team and s.seat in ('head', 'leader', 'deputy'))));
end $$;
create function levee.enter_roster(team levee.team) returns void
language plpgsql set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  if not makes_roster(levee.person(), enter_roster.team) then
    perform refuse('roster_is_made_by_the_head', enter_roster.team::text);
  end if;
end $$;

-- Puts one shift into the roster. Of a calendar's event that is known, it becomes what the calendar says now. Returns whether anything is
-- otherwise than before.
create function levee.put_shift(team levee.team, handle text, starts timestamptz, ends timestamptz, uid text default '') returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  perform enter_roster(put_shift.team);
  if not exists (select from person p where p.handle = put_shift.handle) then
    perform refuse('shift_is_a_persons', put_shift.handle);
  elsif not exists (select from seat s join person p using (handle) where s.handle = put_shift.handle and s.team = put_shift.team
      and p.removed_at is null) then
    perform refuse('shift_is_of_who_sits_there', put_shift.handle);
  end if;
  if put_shift.uid <> '' then
    update shift s set handle = put_shift.handle, starts_at = starts, ends_at = ends, person = levee.person(), at = clock_timestamp()
      where s.team = put_shift.team and s.uid = put_shift.uid
        and (s.handle, s.starts_at, s.ends_at) is distinct from (put_shift.handle, starts::levee.moment, ends::levee.moment);
    if found then
      return true;
    elsif exists (select from shift s where s.team = put_shift.team and s.uid = put_shift.uid) then
      return false;
    end if;
  end if;
  insert into shift (team, handle, starts_at, ends_at, uid, person, at)
    values (put_shift.team, put_shift.handle, starts, ends, put_shift.uid, levee.person(), clock_timestamp())
    on conflict on constraint shift_once do update set ends_at = excluded.ends_at,
      uid = case when excluded.uid = '' then shift.uid else excluded.uid end
      where (shift.ends_at, shift.uid) is distinct from (excluded.ends_at,
        case when excluded.uid = '' then shift.uid else excluded.uid end);
  return found;
end $$;

-- A weekly rotation: from a day on, so many weeks, each person a week, in order, handing over at a time of day in the house's zone. Who
-- is on leave when a week begins is passed over, and the order goes on. What stood there of the team from that moment on is replaced.
create function levee.rotate(team levee.team, people text[], first date, handover time, weeks int) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  week int;
  turn int := 0;
  tried int;
  starts timestamptz;
  ends timestamptz;
  made int := 0;
begin
  perform enter(kind => 'person');
  perform enter_roster(rotate.team);
  if cardinality(people) = 0 or weeks not between 1 and 520 then
    perform refuse('rotation_is_bounded', weeks::text);
  end if;
  starts := (first + handover) at time zone company_zone();
  delete from shift s where s.team = rotate.team and s.starts_at >= starts;
  update shift s set ends_at = starts where s.team = rotate.team and s.starts_at < starts and s.ends_at > starts;
  for week in 0 .. weeks - 1 loop
    -- By the calendar: a week is seven days, also where the clock is changed.
    starts := (first + week * 7 + handover) at time zone company_zone();
    ends := (first + (week + 1) * 7 + handover) at time zone company_zone();
    tried := 0;
    while tried < cardinality(people) and is_on_leave(people[1 + (turn + tried) % cardinality(people)], starts) loop
      tried := tried + 1;
    end loop;
    if tried < cardinality(people) then
      made := made + put_shift(rotate.team, people[1 + (turn + tried) % cardinality(people)], starts, ends)::int;
      turn := turn + tried + 1;
    end if;
  end loop;
  return made;
end $$;

create function levee.remove_shift(shift bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  s shift;
begin
  perform enter(kind => 'person');
  select * into s from shift o where o.id = remove_shift.shift;
  if not found then
    perform refuse('shift_is_in_the_roster', remove_shift.shift::text);
  end if;
  perform enter_roster(s.team);
  delete from shift o where o.id = s.id;
end $$;

-- Two shifts change their people: at once where the head says so; else when both of the two have said it. Returns whether it is done.
create function levee.swap_shifts(mine bigint, theirs bigint) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  a shift;
  b shift;
begin
  perform enter(kind => 'person');
  perform from shift s where s.id in (mine, theirs) order by s.id for update;
  select * into a from shift s where s.id = mine;
  select * into b from shift s where s.id = theirs;
  if a.id is null or b.id is null or a.ends_at <= clock_timestamp() or b.ends_at <= clock_timestamp() then
    perform refuse('shift_is_in_the_roster', case when a.id is null or a.ends_at <= clock_timestamp() then mine else theirs end::text);
  elsif a.team <> b.team or a.handle = b.handle then
    perform refuse('shift_exchange_is_of_two', b.handle);
  elsif levee.person() not in (a.handle, b.handle) and not makes_roster(levee.person(), a.team) then
    perform refuse('roster_is_made_by_the_head', a.team::text);
  end if;
  if not makes_roster(levee.person(), a.team) and not exists (select from shift_exchange x
      where least(x.offered, x.wanted) = least(a.id, b.id) and greatest(x.offered, x.wanted) = greatest(a.id, b.id)
        and x.other = levee.person()) then
    if levee.person() = b.handle then
      a := b;
      select * into b from shift s where s.id = mine;
    end if;
    insert into shift_exchange (offered, wanted, person, other, at) values (a.id, b.id, a.handle, b.handle, clock_timestamp())
      on conflict do nothing;
    perform open_duty(0, 'agree_to_exchange', 'H' || a.id || ' H' || b.id, 0, clock_timestamp(), team => a.team, person => b.handle,
      due => least(a.starts_at, b.starts_at)) where least(a.starts_at, b.starts_at) > clock_timestamp();
    return false;
  end if;
  perform end_duties(0, '{agree_to_exchange}', 'H' || x.offered || ' H' || x.wanted, 0, clock_timestamp()) from shift_exchange x
    where x.offered in (a.id, b.id) or x.wanted in (a.id, b.id);
  delete from shift_exchange x where x.offered in (a.id, b.id) or x.wanted in (a.id, b.id);
  -- What a calendar calls it goes with the time, not with the person.
  update shift s set handle = case s.id when a.id then b.handle else a.handle end, person = levee.person(), at = clock_timestamp()
    where s.id in (a.id, b.id);
  return true;
end $$;
insert into levee.duty_kind (name, team) values ('agree_to_exchange', null);

create function levee.announce_leave(who text, starts timestamptz, ends timestamptz) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  if not exists (select from person p where p.handle = who) then
    perform refuse('leave_is_of_a_person', who);
  elsif who <> levee.person() and not exists (select from seat s where s.handle = who and makes_roster(levee.person(), s.team)) then
    perform refuse('roster_is_made_by_the_head', who);
  end if;
  insert into leave (handle, starts_at, ends_at, person, at) values (who, starts, ends, levee.person(), clock_timestamp());
end $$;

-- Hours without a rest, by the incident's clock: since the first of a person's steps that lie less than four hours apart; and of a shift
-- that is a day at most, since it began.
create function levee.on_for(incident bigint) returns table (handle text, since timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  now constant timestamptz := levee.now(on_for.incident);
begin
  return query
    with step as (
      select e.person, e.at, coalesce(e.at - lag(e.at) over (partition by e.person order by e.at) > interval '4 hours', true) as begins
      from event e join person p on p.handle = e.person and p.kind = 'person' and p.removed_at is null
      where e.chain = on_for.incident and e.at > now - interval '3 days' and e.at <= now)
    select s.person, least(max(s.at) filter (where s.begins), (select min(h.starts_at) from shift h join incident i on i.id = on_for.incident
        where not i.exercise and h.handle = s.person and h.starts_at <= now and h.ends_at > now
          and h.ends_at <= h.starts_at + interval '24 hours'))
    from step s group by s.person having max(s.at) > now - interval '4 hours';
end $$;

-- Who has been at it for longer than the playbook wants is told that they may rest, and that somebody is there to talk to: they alone,
-- once for each such span.
create function levee.remind_of_rest() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  told int;
begin
  insert into notice (recipient, incident_id, reason, subject, percent, at)
    select o.handle, i.id, 'rest', to_char(o.since at time zone 'UTC', 'YYYY-MM-DD HH24:MI'),
      (extract(epoch from levee.now(i.id) - o.since) / extract(epoch from c.long_shift))::numeric::int, levee.now(i.id)
    from incident i join counselling_rule c on c.version = i.playbook and c.severity = i.severity
    cross join lateral on_for(i.id) o
    where i.stage between 'commanding' and 'reviewing' and not i.stopping and o.since + c.long_shift <= levee.now(i.id)
      and not exists (select from notice n where n.recipient = o.handle and n.reason = 'rest' and n.incident_id = i.id
        and n.at > levee.now(i.id) - c.long_shift)
    on conflict do nothing;
  get diagnostics told = row_count;
  return told;
end $$;
grant execute on function levee.put_shift, levee.rotate, levee.remove_shift, levee.swap_shifts, levee.announce_leave to levee_staff,
  levee_monitoring, levee_leadership, levee_response, levee_logistics;
