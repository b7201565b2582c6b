-- An incident, its clock, its stages, and its history.
--
-- LAW-1:  a stage opens only through the supervisor's function, when every gate before it is met.
-- LAW-5:  nothing is borrowed from another incident: every key carries the incident.
-- LAW-12: an exercise is an exercise from the first row to the last.
-- LAW-14: history is append-only, and sealed.

create table levee.incident (
  id bigint generated always as identity primary key,
  title text not null constraint incident_has_a_title check (btrim(title) <> ''),
  kind levee.incident_kind not null,
  exercise boolean not null default false,
  clock_started_at timestamptz not null default clock_timestamp(),  -- set by the law
  clock_offset interval not null default '0',
  clock_rate double precision not null default 1,
  severity levee.severity not null default 'III',  -- provisional until the first assessment
  jurisdictions text[] not null default '{}',
  detected_at timestamptz not null,
  predecessor bigint not null default 0,  -- 0: none; a later turn of events is a new, linked incident
  playbook int not null constraint incident_playbook_is_approved references levee.playbook_approval (version),
  stage levee.stage not null default 'assessing',
  revision bigint not null default 1,
  outcome text not null default 'open',
  person text not null,
  team levee.team not null constraint incident_is_opened_by_monitoring check (team = 'monitoring'),
  at timestamptz not null,
  constraint incident_clock_is_real check (exercise or (clock_rate = 1 and clock_offset = '0')),
  constraint incident_clock_runs_forward check (clock_rate between 0.1 and 3600),
  constraint incident_outcome_is_known check (outcome in ('open', 'accepted', 'false_alarm', 'merged', 'other')),
  constraint incident_has_an_outcome_when_closed check ((stage = 'closed') = (outcome <> 'open')),
  constraint incident_is_real_or_exercise unique (id, exercise),
  constraint incident_has_one_playbook unique (id, playbook)
) with (fillfactor = 80);
create index incident_open on levee.incident (id) where stage <> 'closed';

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
  return i.clock_started_at + i.clock_offset + (clock_timestamp() - i.clock_started_at) * i.clock_rate;
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

-- The history. The payload holds the exact bytes that are hashed; ids and digests, never texts.
-- Chain 0 is the house itself (people, playbooks); every other chain is one incident's.
create table levee.event (
  id bigint generated always as identity primary key,
  chain bigint not null,
  kind text not null,
  person text not null,
  team text not null,
  at timestamptz not null,
  payload text not null);
create index event_of_chain on levee.event (chain, id);

-- Events not yet sealed: a small table, so that sealing never scans history.
create table levee.unsealed (event_id bigint primary key, chain bigint not null);

create table levee.seal (
  chain bigint not null,
  sequence bigint not null constraint seal_sequence_starts_at_one check (sequence >= 1),
  event_id bigint not null constraint seal_is_of_an_event references levee.event,
  previous bytea not null,
  hash bytea not null constraint seal_hash_is_sha256 check (octet_length(hash) = 32),
  primary key (chain, sequence),
  constraint seal_event_once unique (event_id));

create function levee.append_only() returns trigger
language plpgsql set search_path = levee, pg_temp as $$
begin
  perform refuse('history_is_append_only', tg_table_name);
  return null;
end $$;
create trigger event_append_only before update or delete on levee.event
  for each row execute function levee.append_only();
create trigger event_no_truncate before truncate on levee.event execute function levee.append_only();
create trigger seal_append_only before update or delete on levee.seal
  for each row execute function levee.append_only();
create trigger seal_no_truncate before truncate on levee.seal execute function levee.append_only();
create trigger transition_append_only before update or delete on levee.transition
  for each row execute function levee.append_only();

-- Writes one event. Its own TimeZone, DateStyle and float settings make the bytes the same for every session.
create function levee.write_event(chain bigint, kind text, person text, team text, at timestamptz, data jsonb)
  returns void language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 as $$
declare
  new_id bigint := nextval(pg_get_serial_sequence('levee.event', 'id'));
  body text;
begin
  body := jsonb_build_object('id', new_id, 'chain', write_event.chain, 'kind', write_event.kind, 'person',
    write_event.person, 'team', write_event.team, 'at', write_event.at, 'data', write_event.data)::text;
  insert into event (id, chain, kind, person, team, at, payload) overriding system value
    values (new_id, write_event.chain, write_event.kind, write_event.person, write_event.team, write_event.at, body);
  insert into unsealed (event_id, chain) values (new_id, write_event.chain);
end $$;

-- After each insert into a table of the law: one event, with the columns that the trigger names.
create function levee.append_event() returns trigger
language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set bytea_output = 'hex' as $$
declare
  j jsonb := to_jsonb(new);
  i int;
  data jsonb := '{}';
begin
  for i in 1 .. tg_nargs - 1 loop
    data := data || jsonb_build_object(tg_argv[i], j -> tg_argv[i]);
  end loop;
  perform write_event((j ->> 'incident_id')::bigint, tg_argv[0], j ->> 'person', j ->> 'team', (j ->> 'at')::timestamptz,
    data);
  return null;
end $$;

-- Every step is stamped with who, for which team, and when, by the incident's clock.
create function levee.stamp() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.person := session_user;
  new.team := current_team();
  new.at := levee.now(new.incident_id);
  return new;
end $$;

create function levee.open_incident() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.person := session_user;
  new.team := current_team();
  new.clock_started_at := clock_timestamp();
  new.stage := 'assessing';
  new.revision := 1;
  new.outcome := 'open';
  new.at := clock_timestamp() + new.clock_offset;
  if new.playbook is null then
    new.playbook := (select max(version) from playbook_approval);
  end if;
  if new.playbook is null then
    perform refuse('incident_playbook_is_approved');
  end if;
  if new.detected_at is null then
    new.detected_at := new.at;
  end if;
  if new.detected_at > new.at then
    perform refuse('incident_is_detected_before_it_is_opened', new.detected_at::text);
  end if;
  if new.predecessor <> 0 and not exists (select from incident p where p.id = new.predecessor and p.exercise = new.exercise) then
    perform refuse('incident_predecessor_is_known', new.predecessor::text);
  end if;
  return new;
end $$;
create trigger incident_opening before insert on levee.incident
  for each row execute function levee.open_incident();

create function levee.incident_opened() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into stage_entry (incident_id, stage, at, epoch) values (new.id, 'assessing', new.at, 0);
  perform write_event(new.id, 'incident_opened', new.person, new.team::text, new.at, jsonb_build_object(
    'kind', new.kind, 'exercise', new.exercise, 'severity', new.severity, 'detected_at', new.detected_at,
    'playbook', new.playbook, 'predecessor', new.predecessor));
  return null;
end $$;
create trigger incident_opened after insert on levee.incident
  for each row execute function levee.incident_opened();

-- LAW-3: too late is a trigger. It locks the incident, so that a step and the end of its stage cannot both win.
create function levee.refuse_late() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  current levee.stage;
begin
  select stage into current from incident where id = new.incident_id for share;
  if current > tg_argv[0]::levee.stage then
    perform refuse(tg_table_name || '_is_not_too_late', current::text);
  end if;
  return new;
end $$;

-- Makes a table a step of the law, in one line beside its definition:
--   LAW-2  its row cannot exist before its stage was entered (a key);
--   LAW-3  nor after the last stage it belongs to (a trigger);
--   LAW-4  who, which team and when are stamped, and in nobody's grant;
--   LAW-14 every row is an event; no row is changed or deleted.
-- A table that is not frozen has columns that triggers, and nobody else, may change.
-- by_law names further columns that triggers set; `says` names the columns that the event keeps.
create procedure levee.step(name text, opens levee.stage, closes levee.stage, teams levee.team[], says text[],
  by_law text[] default '{}', frozen boolean default true)
language plpgsql set search_path = levee, pg_temp as $$
declare
  columns text;
  t levee.team;
begin
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns from pg_attribute a
    where a.attrelid = ('levee.' || quote_ident(name))::regclass and a.attnum > 0 and not a.attisdropped
      and a.attidentity = '' and a.attgenerated = '' and a.attname <> all (by_law);
  execute format('alter table levee.%1$I
    add column stage levee.stage not null default %2$L constraint %1$s_has_its_stage check (stage = %2$L),
    add column person text not null,
    add column team levee.team not null constraint %1$s_is_its_teams check (team = any (%3$L::levee.team[])),
    add column at timestamptz not null,
    add constraint %1$s_is_not_too_early foreign key (incident_id, stage)
      references levee.stage_entry (incident_id, stage)', name, opens, teams);
  execute format('create trigger a_stamp before insert on levee.%I
    for each row execute function levee.stamp()', name);
  execute format('create trigger b_not_too_late before insert on levee.%I
    for each row execute function levee.refuse_late(%L)', name, closes);
  execute format('create trigger z_event after insert on levee.%I for each row execute function levee.append_event(%s)',
    name, (select string_agg(quote_literal(w), ', ') from unnest(array[name] || says) w));
  if frozen then
    execute format('create trigger z_append_only before update or delete on levee.%I
      for each row execute function levee.append_only()', name);
  end if;
  foreach t in array teams loop
    if columns is not null then
      execute format('grant insert (%s) on levee.%I to %I', columns, name, 'levee_' || t);
    end if;
  end loop;
  execute format('grant select on levee.%I to levee_monitoring, levee_leadership, levee_response, levee_logistics,
    levee_supervisor', name);
end $$;

create trigger transition_event after insert on levee.transition
  for each row execute function levee.append_event('transition', 'from_stage', 'to_stage', 'outcome', 'epoch');

grant select on levee.incident, levee.stage_entry, levee.transition, levee.event, levee.seal, levee.unsealed
  to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
grant insert (title, kind, exercise, clock_offset, clock_rate, severity, jurisdictions, detected_at, predecessor)
  on levee.incident to levee_monitoring;
grant execute on function levee.now to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- Anyone in the company may report something; monitoring decides whether it is an incident.
create table levee.report (
  id bigint generated always as identity primary key,
  text text not null constraint report_says_something check (btrim(text) <> ''),
  person text not null,
  at timestamptz not null);
grant insert (text) on levee.report to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;
grant select on levee.report to levee_monitoring;
create function levee.stamp_report() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.person := session_user;
  new.at := clock_timestamp();
  return new;
end $$;
create trigger report_stamp before insert on levee.report for each row execute function levee.stamp_report();
