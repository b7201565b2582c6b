-- The clock of an exercise: who leads it pauses, slows and jumps it.
--
-- LAW-20: the clock of an exercise runs forward; each move is kept. Deadlines follow.
-- LAW-28: notices of an exercise follow its clock, and are held back by real time.

-- Each piece of an exercise's clock: from when on, what it showed, and how fast it ran. The last one is also in the incident's row,
-- where `levee.now` reads it.
create table levee.clock_segment (
  incident_id bigint not null constraint clock_segment_is_of_an_incident references levee.incident,
  sequence int not null,
  began_at timestamptz not null,  -- by the database's clock
  shown_at timestamptz not null,
  rate double precision not null constraint clock_segment_runs_forward check (rate = 0 or rate between 0.1 and 3600),
  what text not null constraint clock_segment_what_is_known check (what in ('opened', 'pause', 'resume', 'rate', 'jump', 'rest')),
  reason text not null default '' constraint clock_segment_reason_is_not_too_long check (octet_length(reason) <= 2000),
  person text not null,
  team levee.team not null,
  at timestamptz not null,
  primary key (incident_id, sequence));
create trigger z_append_only before update or delete on levee.clock_segment for each row execute function levee.append_only();
call levee.records_events('clock_segment', '{sequence,began_at,shown_at,rate,what}');
call levee.hide_from_outsiders('clock_segment');
grant select on levee.clock_segment to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

alter table levee.incident drop constraint incident_clock_runs_forward;
alter table levee.incident add constraint incident_clock_runs_forward check (clock_rate = 0 or clock_rate between 0.1 and 3600);
-- A drill's incident is opened by its start; every other one by monitoring.
alter table levee.incident drop constraint incident_is_opened_by_monitoring;
alter table levee.incident add constraint incident_is_opened_by_monitoring check (team = 'monitoring' or (exercise and team = 'staff'));
create index incident_exercise_running on levee.incident (id) where exercise and stage <> 'closed' and clock_rate > 0;

-- Whether somebody leads an exercise: the facilitators of its drill; without a drill, whoever opened it.
create function levee.leads_exercise(incident bigint, person text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from drill d join drill_person p on p.drill_id = d.id and p.handle = leads_exercise.person
      and p.role = 'facilitator' where d.incident_id = leads_exercise.incident)
    or exists (select from incident i where i.id = leads_exercise.incident and i.exercise and i.person = leads_exercise.person
      and not exists (select from drill d where d.incident_id = i.id));
end $$;

-- Appends a segment, and sets the incident's clock by it.
create function levee.set_clock(incident bigint, what text, rate double precision, ahead interval, reason text) returns timestamptz
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  real constant timestamptz := clock_timestamp();
  i incident;
  shown timestamptz;
  last int;
begin
  select * into i from incident v where v.id = set_clock.incident for no key update;
  shown := levee.now(i.id) + ahead;
  select coalesce(max(s.sequence), 0) into last from clock_segment s where s.incident_id = i.id;
  if last = 0 then
    insert into clock_segment (incident_id, sequence, began_at, shown_at, rate, what, person, team, at)
      values (i.id, 1, i.clock_started_at, i.clock_started_at + i.clock_offset, i.clock_rate, 'opened', i.person, i.team, i.at);
    last := 1;
  end if;
  insert into clock_segment (incident_id, sequence, began_at, shown_at, rate, what, reason, person, team, at)
    values (i.id, last + 1, real, shown, set_clock.rate, set_clock.what, set_clock.reason, levee.person(), current_team(), shown);
  update incident v set clock_started_at = real, clock_offset = shown - real, clock_rate = set_clock.rate where v.id = i.id;
  return shown;
end $$;

-- Pauses, resumes, slows or jumps the clock of an exercise. `ahead` is what a jump adds; a rate of 0 keeps the one before the pause.
create function levee.move_clock(incident bigint, what text, rate double precision, ahead interval, reason text) returns timestamptz
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i incident;
  before double precision;
begin
  perform enter('{staff,monitoring}', null, 'person');
  select * into i from incident v where v.id = move_clock.incident for no key update;
  if not found then
    perform refuse('clock_is_of_an_incident', move_clock.incident::text);
  elsif not i.exercise then
    perform refuse('incident_clock_is_real', i.id::text);
  elsif not leads_exercise(i.id, levee.person()) then
    perform refuse('clock_is_moved_by_the_facilitator', levee.person());
  elsif i.stage = 'closed' then
    perform refuse('clock_of_an_ended_drill_stands', i.id::text);
  elsif ahead < '0' or (what = 'jump' and ahead not between '1 second' and '30 days') or (what <> 'jump' and ahead <> '0') then
    perform refuse('clock_segment_goes_forward', ahead::text);
  end if;
  before := case when i.clock_rate > 0 then i.clock_rate else coalesce((select s.rate from clock_segment s
    where s.incident_id = i.id and s.rate > 0 order by s.sequence desc limit 1), 1) end;
  case what
    when 'pause' then return set_clock(i.id, what, 0, '0', reason);
    when 'resume' then return set_clock(i.id, what, coalesce(nullif(rate, 0), before), '0', reason);
    when 'rate' then return set_clock(i.id, what, rate, '0', reason);
    when 'jump' then return set_clock(i.id, what, i.clock_rate, ahead, reason);
    else perform refuse('clock_segment_what_is_known', what);
  end case;
end $$;
grant execute on function levee.move_clock to levee_staff, levee_monitoring;

-- How long nobody may act in an exercise before its clock rests: four hours of its own time, but never less than two minutes of real
-- time, nor more than a quarter of an hour.
create function levee.patience(rate double precision) returns interval
language sql immutable set search_path = levee, pg_temp as $$
  select greatest(least(interval '4 hours' / greatest(rate, 0.1), interval '15 minutes'), interval '2 minutes') $$;

-- When a person last did something in an exercise, by the database's clock; its last segment counts, whoever made it.
create function levee.acted_at(i levee.incident) returns timestamptz
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return greatest(i.clock_started_at, (select real_time(i, e.at) from event e join person p on p.handle = e.person and p.kind = 'person'
    where e.chain = i.id order by e.id desc limit 1));
end $$;

-- Exercises in which nobody acts rest: their clocks stand until somebody who leads them resumes.
create function levee.rest_exercises() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i incident;
  n int := 0;
begin
  for i in select v.* from incident v where v.exercise and v.stage <> 'closed' and v.clock_rate > 0
    and acted_at(v) < clock_timestamp() - patience(v.clock_rate) order by v.id for no key update skip locked
  loop
    perform set_clock(i.id, 'rest', 0, '0', '');
    n := n + 1;
  end loop;
  return n;
end $$;
