-- An incident, its clock, its stages, who may read it; and what makes a table a step of the law.
--
-- LAW-1:  a stage opens only through the supervisor's function, when every gate before it is met.
-- LAW-5:  nothing is borrowed from another incident: every key carries the incident.
-- LAW-12: an exercise is an exercise from the first row to the last.
-- LAW-22: the texts of a restricted incident are read and written by its named people only.
-- LAW-26: an incident keeps the gates that it was opened under.

-- Which gates a stage waits for is versioned (m0021): an upgrade adds a set, and changes none.
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
  detected_at levee.moment not null,
  predecessor bigint not null default 0,  -- 0: none; a later turn of events is a new, linked incident
  restricted boolean not null default false,
  playbook int not null constraint incident_playbook_is_approved references levee.playbook_approval (version),
  gates int not null constraint incident_has_its_gates references levee.gate_set (version),
  stage levee.stage not null default 'assessing',
  revision bigint not null default 1,
  outcome text not null default 'open',
  stopping boolean not null default false,  -- leadership's decision to stop it is in force (m0020)
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
insert into levee.text_kept (kind, columns) values ('incident', '{title}');

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
create trigger transition_event after insert on levee.transition
  for each row execute function levee.append_event('transition', 'from_stage', 'to_stage', 'outcome', 'epoch');

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
    or may_read(may_read.incident, session_user::text);
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

create function levee.open_incident() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  approved record;
begin
  perform enter(null, new.predecessor, 'person');
  new.person := session_user;
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
    insert into reader (incident_id, handle) values (new.id, session_user);
  end if;
  perform write_event(new.event_id, new.id, 'incident', new.person, new.team::text, new.at, jsonb_build_object(
    'kind', new.kind, 'exercise', new.exercise, 'severity', new.severity, 'detected_at', new.detected_at,
    'playbook', new.playbook, 'gates', new.gates, 'predecessor', new.predecessor, 'restricted', new.restricted,
    'text', encode(text_digest(to_jsonb(new), '{title}'), 'hex')));
  return null;
end $$;
create trigger incident_opened after insert on levee.incident
  for each row execute function levee.incident_opened();

-- LAW-4: every step is stamped with who, for which team, and when, by the incident's clock; the number of its event;
-- and the salt of its texts.
create function levee.stamp() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.person := session_user;
  new.team := current_team();
  new.at := levee.now(new.incident_id);
  new.event_id := next_event();
  if tg_nargs > 0 then
    new.salt := new_salt();
  end if;
  return new;
end $$;

-- LAW-4, LAW-8: a row that somebody writes passes the entrance, and is written by a person. What follows from a step by law is
-- written by the owner's functions, which passed it before; the triggers that ask are left out there.
create function levee.enter_step() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  return new;
end $$;

-- LAW-22: nor does anybody write into an incident that they may not read. Asked after the incident's row is locked.
create function levee.refuse_outsiders() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not may_read(new.incident_id) then
    perform refuse('incident_is_open_to_its_named_people', new.incident_id::text);
  end if;
  return new;
end $$;

-- LAW-3: too late is a trigger. It locks the incident, so that a step and the end of its stage cannot both win.
create function levee.refuse_late() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  now_in levee.stage;
begin
  select i.stage into now_in from incident i where i.id = new.incident_id for share;
  if now_in > tg_argv[0]::levee.stage then
    perform refuse(tg_table_name || '_is_not_too_late', now_in::text);
  end if;
  return new;
end $$;

-- A step that counts under the incident, or changes it, takes its row before anything else does: two sessions that both
-- hold it FOR SHARE and both want more would wait for each other.
create function levee.lock_incident() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from incident where id = new.incident_id for no key update;
  return new;
end $$;

-- How long several texts are together, in bytes.
create function levee.bytes_of(said text[]) returns int
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return coalesce((select sum(octet_length(t) + 1) from unnest(said) t), 0);
end $$;
create function levee.bytes_of(said bytea[]) returns int
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return coalesce((select sum(octet_length(b) + 1) from unnest(said) b), 0);
end $$;
grant execute on function levee.bytes_of(text[]), levee.bytes_of(bytea[]) to levee_monitoring,
  levee_leadership, levee_response, levee_logistics, levee_staff;

-- Makes a table a step of the law, in one line beside its definition:
--   LAW-2  its row cannot exist before its stage was entered (a key);
--   LAW-3  nor after the last stage it belongs to (a trigger);
--   LAW-4  who, which team and when are stamped, and in nobody's grant;
--   LAW-14 every row is an event; no row is changed or deleted;
--   LAW-22 its texts are for the named people of a restricted incident, and never for ops.
-- by_law names further columns that triggers set, `changes` those of them that triggers, and nobody else, change later; `says`
-- names the columns that the event keeps; `texts` those of which it keeps the digest, and of which the planner gathers no
-- statistics: what it estimates would tell of texts that row security hides.
create procedure levee.step(name text, opens levee.stage, closes levee.stage, teams levee.team[], says text[],
  by_law text[] default '{}', changes text[] default '{}', texts text[] default '{}')
language plpgsql set search_path = levee, pg_temp as $$
declare
  columns text;
  plain text;
  t levee.team;
  c text;
begin
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns from pg_attribute a
    where a.attrelid = ('levee.' || quote_ident(name))::regclass and a.attnum > 0 and not a.attisdropped
      and a.attidentity = '' and a.attgenerated = '' and a.attname <> all (by_law || changes);
  execute format('alter table levee.%1$I
    add column stage levee.stage not null default %2$L constraint %1$s_has_its_stage check (stage = %2$L),
    add column person text not null,
    add column team levee.team not null constraint %1$s_is_its_teams check (team = any (%3$L::levee.team[])),
    add column at timestamptz not null,
    add column event_id bigint not null,
    add constraint %1$s_is_not_too_early foreign key (incident_id, stage)
      references levee.stage_entry (incident_id, stage)', name, opens, teams);
  call levee.hide_from_outsiders(name);
  -- Who may write is asked by triggers, once the incident is locked.
  execute format('create policy %1$s_is_written on levee.%1$I for insert with check (true)', name);
  if texts <> '{}' then
    execute format('alter table levee.%1$I add column salt bytea not null', name);
    insert into text_kept (kind, columns) values (name, texts);
    foreach c in array texts loop
      execute format('alter table levee.%1$I alter column %2$I set statistics 0,
        add constraint %1$s_%2$s_is_not_too_long check (%3$s(%2$I) <= 200000)', name, c,
        case (select a.atttypid from pg_attribute a where a.attrelid = ('levee.' || quote_ident(name))::regclass
          and a.attname = c) when 'text'::regtype then 'octet_length' else 'levee.bytes_of' end);
    end loop;
  end if;
  execute format('create trigger a_entrance before insert on levee.%I
    for each row when (current_user <> ''levee_owner'') execute function levee.enter_step()', name);
  execute format('create trigger b_of_the_circle before insert on levee.%I
    for each row when (current_user <> ''levee_owner'') execute function levee.refuse_outsiders()', name);
  execute format('create trigger a_stamp before insert on levee.%I
    for each row execute function levee.stamp(%s)', name, case when texts <> '{}' then quote_literal('salt') else '' end);
  execute format('create trigger b_not_too_late before insert on levee.%I
    for each row execute function levee.refuse_late(%L)', name, closes);
  execute format('create trigger z_event after insert on levee.%I for each row execute function levee.append_event(%s)',
    name, (select string_agg(quote_literal(w), ', ') from unnest(array[name] || says) w));
  execute format('create trigger z_append_only before update or delete on levee.%I
    for each row execute function levee.append_only(%s)', name,
    (select string_agg(quote_literal(w), ', ') from unnest(changes) w));
  foreach t in array teams loop
    if columns is not null then
      execute format('grant insert (%s) on levee.%I to %I', columns, name, 'levee_' || t);
    end if;
  end loop;
  execute format('grant select on levee.%I to levee_monitoring, levee_leadership, levee_response, levee_logistics',
    name);
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into plain from pg_attribute a
    where a.attrelid = ('levee.' || quote_ident(name))::regclass and a.attnum > 0 and not a.attisdropped
      and a.attname <> all (texts || '{salt}'::text[]);
  execute format('grant select (%s) on levee.%I to levee_supervisor, levee_ops', plain, name);
end $$;

grant select on levee.incident, levee.stage_entry, levee.transition, levee.reader, levee.gate_set
  to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
grant insert (title, kind, exercise, clock_offset, clock_rate, severity, jurisdictions, detected_at, predecessor,
  restricted) on levee.incident to levee_monitoring;
grant execute on function levee.now, levee.may_read(bigint), levee.may_read(bigint, text) to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

-- Named people: who may read, who no longer may. Only somebody who may read can name others; only the leader or legal, who always
-- read, takes a name off.
create table levee.named_person (
  incident_id bigint not null constraint named_person_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  handle text not null constraint named_person_is_a_person references levee.person,
  may_read boolean not null default true);
call levee.step('named_person', 'assessing', 'reviewing', '{monitoring,leadership}', '{handle,may_read}');

create function levee.apply_named_person() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.may_read then
    insert into reader (incident_id, handle) values (new.incident_id, new.handle) on conflict do nothing;
    return null;
  end if;
  if not (new.team = 'leadership' and always_reads(new.incident_id, session_user)) then
    perform refuse('named_person_is_taken_off_by_the_leader_or_legal', session_user);
  elsif always_reads(new.incident_id, new.handle) then
    perform refuse('named_person_is_not_who_always_reads', new.handle);
  end if;
  delete from reader where incident_id = new.incident_id and handle = new.handle;
  return null;
end $$;
create trigger a_lock before insert on levee.named_person for each row execute function levee.lock_incident();
create trigger c_apply after insert on levee.named_person
  for each row execute function levee.apply_named_person();

-- Restricting is quick, by whoever opens or leads; lifting it is the leader's or legal's decision.
create table levee.restriction (
  incident_id bigint not null constraint restriction_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  restricted boolean not null,
  reason text not null constraint restriction_has_a_reason check (btrim(reason) <> ''));
call levee.step('restriction', 'assessing', 'reviewing', '{monitoring,leadership}', '{restricted}', texts => '{reason}');

create function levee.apply_restriction() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not new.restricted and not (new.team = 'leadership' and always_reads(new.incident_id, session_user)) then
    perform refuse('restriction_is_lifted_by_the_leader_or_legal', session_user);
  end if;
  update incident set restricted = new.restricted where id = new.incident_id;
  if new.restricted then
    insert into reader (incident_id, handle) values (new.incident_id, session_user) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger a_lock before insert on levee.restriction for each row execute function levee.lock_incident();
create trigger c_apply after insert on levee.restriction for each row execute function levee.apply_restriction();

-- Anyone in the company may report something; monitoring decides whether it is an incident.
create table levee.report (
  id bigint generated always as identity primary key,
  text text not null constraint report_says_something check (btrim(text) <> '')
    constraint report_text_is_not_too_long check (octet_length(text) <= 200000),
  person text not null,
  at timestamptz not null);
grant insert (text) on levee.report to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;
grant select on levee.report to levee_monitoring;
-- For rows that are no step of an incident: who wrote them, and when.
create function levee.stamp_person_and_time() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.person := session_user;
  new.at := clock_timestamp();
  return new;
end $$;
create trigger a_entrance before insert on levee.report when (current_user <> 'levee_owner') execute function levee.enter_house('person');
create trigger report_stamp before insert on levee.report for each row execute function levee.stamp_person_and_time();
