-- An incident, its clock, its stages, and who may read it.
--
-- LAW-1:  a stage opens only through the supervisor's function, when every gate before it is met.
-- LAW-5:  nothing is borrowed from another incident: every key carries the incident.
-- LAW-12: an exercise is an exercise from the first row to the last.
-- LAW-22: the texts of a restricted incident are read and written by its named people only.
-- LAW-26: an incident keeps the gates that it was opened under.

-- Which gates a stage waits for is versioned (m0025): an upgrade adds a set, and changes none.
create table levee.gate_set (
  version int primary key,
  since timestamptz not null default clock_timestamp());
insert into levee.gate_set (version) values (1);

create table levee.incident (
  id bigint generated always as identity primary key,
  -- Everyone with a role of the house sees titles: a restricted incident gets a code name.
  title text not null constraint incident_has_a_title check (btrim(title) <> '' and length(title) <= 300),
  kind levee.incident_kind not null,
  exercise boolean not null default false,
  clock_started_at timestamptz not null default clock_timestamp(),  -- set by the law
  clock_offset levee.span not null default '0',
  clock_rate double precision not null default 1,
  severity levee.severity not null default 'III',  -- provisional until the first assessment
  severity_at timestamptz not null default '-infinity',  -- when it last rose
  jurisdictions text[] not null default '{}',
  -- Title, kind and jurisdictions may be said anew (m0010); what it was opened as stays, and so do the clocks that ran.
  opened_as text not null default '',
  clocks text[] not null default '{}',
  detected_at levee.moment not null,
  predecessor bigint not null default 0,  -- 0: none; a later turn of events is a new, linked incident
  restricted boolean not null default false,
  playbook int not null constraint incident_playbook_is_approved references levee.playbook_approval (version),
  gates int not null constraint incident_has_its_gates references levee.gate_set (version),
  stage levee.stage not null default 'assessing',
  revision bigint not null default 1,
  outcome text not null default 'open',
  stopping boolean not null default false,  -- leadership's decision to stop it is in force (m0024)
  person text not null,
  team levee.team not null constraint incident_is_opened_by_monitoring check (team = 'monitoring'),
  at timestamptz not null,
  event_id bigint not null,
  salt bytea not null,
  constraint incident_clock_is_real check (exercise or (clock_rate = 1 and clock_offset = '0')),
  constraint incident_clock_runs_forward check (clock_rate between 0.1 and 3600),
  constraint incident_outcome_is_known check (outcome in ('open', 'accepted', 'false_alarm', 'merged', 'other')),
  constraint incident_has_an_outcome_when_closed check ((stage = 'closed') = (outcome <> 'open')),
  constraint incident_is_real_or_exercise unique (id, exercise),
  constraint incident_has_one_predecessor unique (id, predecessor),
  constraint incident_has_one_playbook unique (id, playbook)
) with (fillfactor = 80);
create index incident_open on levee.incident (id) where stage <> 'closed';
insert into levee.text_kept (kind, columns) values ('incident', '{opened_as}');

-- The only clock of the law: the database's, moved and scaled for an exercise when it was created, never later.
create function levee.now(incident bigint) returns timestamptz
language plpgsql volatile security definer set search_path = levee, pg_temp as $$
declare
  i record;
begin
  if incident = 0 then
    return clock_timestamp();
  end if;
  select exercise, clock_started_at, clock_offset, clock_rate into i from incident where id = now.incident;
  if not found or not i.exercise then
    return clock_timestamp();
  end if;
  -- In seconds, and held within the years 1970 to 9999: whatever a row says, this function answers.
  return to_timestamp(least(greatest(extract(epoch from i.clock_started_at) + extract(epoch from i.clock_offset)
    + (extract(epoch from clock_timestamp()) - extract(epoch from i.clock_started_at))::double precision * i.clock_rate, 0),
    253402300000));
end $$;

-- The stages an incident has entered. Only the opening of the incident and levee.advance insert here.
create table levee.stage_entry (
  incident_id bigint not null constraint stage_entry_is_of_an_incident references levee.incident,
  stage levee.stage not null,
  at timestamptz not null,
  epoch bigint not null,
  primary key (incident_id, stage));

create table levee.transition (
  incident_id bigint not null,
  sequence bigint not null,
  from_stage levee.stage not null,
  to_stage levee.stage not null,
  outcome text not null default 'advanced',
  epoch bigint not null,
  holder uuid not null,
  person text not null,
  team levee.team not null,
  at timestamptz not null,
  primary key (incident_id, sequence),
  constraint transition_leaves_an_entered_stage
    foreign key (incident_id, from_stage) references levee.stage_entry (incident_id, stage),
  constraint transition_is_an_allowed_step check (
    (from_stage, to_stage) in (('assessing', 'commanding'), ('commanding', 'planning'), ('planning', 'responding'),
      ('responding', 'reviewing'), ('reviewing', 'closed'))
    or (outcome = 'stopped' and from_stage <> 'closed' and to_stage = 'closed')),
  constraint transition_outcome_is_known check (outcome in ('advanced', 'stopped')),
  constraint transition_reaches_a_stage_once unique (incident_id, to_stage));
create trigger transition_append_only before update or delete on levee.transition
  for each row execute function levee.append_only();
create trigger stage_entry_append_only before update or delete on levee.stage_entry
  for each row execute function levee.append_only();
call levee.records_events('transition', '{from_stage,to_stage,outcome,epoch}');

-- LAW-22: who may read a restricted incident. Kept by the steps named_person and restriction.
create table levee.reader (
  incident_id bigint not null constraint reader_is_of_an_incident references levee.incident,
  handle text not null constraint reader_is_a_person references levee.person,
  primary key (incident_id, handle));

-- Whether a person may read an incident. The leader and legal always may: nobody is locked out by one person's word.
create function levee.may_read(incident bigint, person text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return not exists (select from incident i where i.id = may_read.incident and i.restricted)
    or exists (select from reader r join person p using (handle) where r.incident_id = may_read.incident
      and r.handle = may_read.person and p.removed_at is null)
    or always_reads(may_read.incident, may_read.person);
end $$;
-- Row security asks this of every row of an incident. It costs nothing, as far as the planner knows: whatever else a query asks of a
-- row, this is asked first, so that nobody learns of a row from how a comparison of their own came out, or was counted.
create function levee.may_read(incident bigint) returns boolean
language plpgsql stable security definer cost 0.000001 set search_path = levee, pg_temp as $$
begin
  return not exists (select from incident i where i.id = may_read.incident and i.restricted)
    or may_read(may_read.incident, levee.person());
end $$;
create function levee.always_reads(incident bigint, person text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return holds_seat(always_reads.person, 'leader', always_reads.incident)
    or holds_seat(always_reads.person, 'legal', always_reads.incident);
end $$;

-- Who of the teams is not in the circle of a restricted incident sees neither what happens there, nor when; ops and the supervisor
-- see that, and no text.
create procedure levee.hide_from_outsiders(name text, owning text default 'incident_id')
language plpgsql set search_path = levee, pg_temp as $$
begin
  execute format('alter table levee.%I enable row level security', name);
  execute format('create policy %1$s_is_read_by_its_people on levee.%1$I for select to levee_monitoring, levee_leadership,
    levee_response, levee_logistics, levee_staff using (levee.may_read(%2$I))', name, owning);
  execute format('create policy %1$s_is_read_by_ops on levee.%1$I for select to levee_admin, levee_ops, levee_supervisor
    using (true)', name);
end $$;
call levee.hide_from_outsiders('event', 'chain');
call levee.hide_from_outsiders('unsealed', 'chain');
call levee.hide_from_outsiders('seal', 'chain');
call levee.hide_from_outsiders('erasure');
call levee.hide_from_outsiders('stage_entry');
call levee.hide_from_outsiders('transition');
call levee.hide_from_outsiders('reader');

-- The same time of day, so many business days of a place later: neither Saturday, Sunday nor a holiday that the playbook names.
-- Days are those of the house's zone.
create function levee.business_day(version int, jurisdiction text, since timestamptz, days int) returns timestamptz
language plpgsql stable set search_path = levee, pg_temp as $$
declare
  zone constant text := coalesce((select c.zone from company c), 'UTC');
  local constant timestamp := since at time zone zone;
begin
  return (select (d.day + local::time) at time zone zone from (
      select (local::date + n) as day from generate_series(1, 14 + days * 3) n) d
    where extract(isodow from d.day) < 6 and not exists (select from holiday h where h.version = business_day.version
      and h.jurisdiction = business_day.jurisdiction and h.day = d.day)
    order by d.day limit 1 offset days - 1);
end $$;

-- The statutory clocks of a playbook that run for an incident of this kind there, each by its shortest time.
create function levee.statutory_clocks(playbook int, kind levee.incident_kind, jurisdictions text[], severity levee.severity,
  detected timestamptz) returns table (name text, due timestamptz)
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return query select c.name, min(case when c.business_days > 0
      then business_day(c.version, c.jurisdiction, detected, c.business_days) else detected + c.within end)
    from statutory_clock c join playbook p on p.version = c.version
    where c.version = statutory_clocks.playbook and c.kind = statutory_clocks.kind
      and c.jurisdiction = any (statutory_clocks.jurisdictions) and c.at_least <= statutory_clocks.severity
      and c.operator in ('', p.operator) group by c.name;
end $$;

create function levee.open_incident() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  approved record;
begin
  perform enter(null, new.predecessor, 'person');
  new.person := levee.person();
  new.team := current_team();
  new.clock_started_at := clock_timestamp();
  new.stage := 'assessing';
  new.revision := 1;
  new.outcome := 'open';
  new.stopping := false;
  new.severity_at := '-infinity';
  new.at := clock_timestamp() + new.clock_offset;
  new.event_id := next_event();
  new.salt := new_salt();
  new.gates := (select max(version) from gate_set);
  select a.version, p.horizon into approved from playbook_approval a join playbook p using (version)
    order by a.version desc limit 1;
  if not found then
    perform refuse('incident_playbook_is_approved');
  end if;
  new.playbook := approved.version;
  new.opened_as := new.title;
  new.clocks := array(select c.name from statutory_clocks(new.playbook, new.kind, new.jurisdictions, new.severity,
    coalesce(new.detected_at, new.at)) c order by c.name);
  if new.detected_at is null then
    new.detected_at := new.at;
  end if;
  if new.detected_at > new.at then
    perform refuse('incident_is_detected_before_it_is_opened', new.detected_at::text);
  elsif new.detected_at < new.at - approved.horizon then
    perform refuse('incident_is_detected_within_the_horizon', new.detected_at::text);
  end if;
  if new.predecessor <> 0 and not exists (select from incident p where p.id = new.predecessor and p.exercise = new.exercise) then
    perform refuse('incident_predecessor_is_known', new.predecessor::text);
  end if;
  return new;
end $$;
create trigger incident_opening before insert on levee.incident
  for each row execute function levee.open_incident();

create function levee.incident_opened() returns trigger
language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set bytea_output = 'hex' as $$
begin
  insert into stage_entry (incident_id, stage, at, epoch) values (new.id, 'assessing', new.at, 0);
  if new.restricted then
    insert into reader (incident_id, handle) values (new.id, levee.person());
  end if;
  perform write_event(new.event_id, new.id, 'incident', new.person, new.team::text, new.at, jsonb_build_object(
    'kind', new.kind, 'exercise', new.exercise, 'severity', new.severity, 'detected_at', new.detected_at,
    'playbook', new.playbook, 'gates', new.gates, 'predecessor', new.predecessor, 'restricted', new.restricted,
    'text', encode(text_digest(to_jsonb(new), '{opened_as}'), 'hex')));
  return null;
end $$;
create trigger incident_opened after insert on levee.incident
  for each row execute function levee.incident_opened();

grant select on levee.incident, levee.stage_entry, levee.transition, levee.reader, levee.gate_set
  to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
grant insert (title, kind, exercise, clock_offset, clock_rate, severity, jurisdictions, detected_at, predecessor,
  restricted) on levee.incident to levee_monitoring;
grant execute on function levee.now, levee.may_read(bigint), levee.may_read(bigint, text) to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;
