-- Who may touch what, and the words everything else is written in.
--
-- LAW-4:  every record carries the true person, team and time; nobody writes them by hand.
-- LAW-19: each step is taken by the team whose step it is.
--
-- The installer is a superuser or the owner of the database with CREATEROLE. Everything below belongs to
-- levee_owner, who cannot log in: people and services own nothing.

do $$
declare
  handle text;
begin
  -- Two installations may start at once on one cluster; roles are shared by its databases.
  perform pg_advisory_xact_lock(hashtext('levee.roles'));
  foreach handle in array array['levee_owner', 'levee_admin', 'levee_staff', 'levee_ops', 'levee_monitoring',
    'levee_leadership', 'levee_response', 'levee_logistics', 'levee_supervisor'] loop
    if not exists (select from pg_roles where rolname = handle) then
      execute format('create role %I nologin %s', handle, case handle when 'levee_owner' then 'inherit' else 'noinherit' end);
    end if;
  end loop;
  execute format('grant levee_owner to %I', current_user);
  -- One function of the owner's (levee.end_blockers) sees who holds an incident for too long, and ends that session.
  if not pg_has_role('levee_owner', 'pg_signal_backend', 'member') then
    alter role levee_owner inherit;
    grant pg_read_all_stats, pg_signal_backend to levee_owner;
  end if;
end $$;

create schema levee authorization levee_owner;
set local role levee_owner;

-- PUBLIC gets nothing by default: every function is granted by name, beside its definition.
alter default privileges for role levee_owner revoke execute on functions from public;
alter default privileges for role levee_owner revoke usage on types from public;
grant usage on schema levee to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

create type levee.stage as enum ('assessing', 'commanding', 'planning', 'responding', 'reviewing', 'closed');
create type levee.team as enum ('monitoring', 'leadership', 'response', 'logistics', 'supervisor', 'staff', 'admin');
create type levee.severity as enum ('IV', 'III', 'II', 'I');  -- in rising order: 'I' is the greatest
create type levee.incident_kind as enum ('product_quality', 'negative_press', 'user_complaint', 'data_breach',
  'service_outage', 'employee_conduct', 'rumour', 'regulatory', 'other');
create type levee.reliability as enum ('unverified', 'verified', 'refuted', 'superseded');
create type levee.document_kind as enum ('plan', 'statement', 'waiver', 'lowering', 'withdrawal');
create type levee.verdict as enum ('approve', 'return', 'propose');
create type levee.language as enum ('zh-CN', 'en');
create type levee.work_state as enum ('ready', 'leased', 'dead');
create type levee.audience as enum ('public', 'customers', 'employees', 'partners', 'investors', 'media', 'regulators');
-- A time or a day that somebody gives, and a span by which a clock is moved: finite, and within what a calendar of work can
-- mean. What is computed from them cannot overflow.
create domain levee.moment as timestamptz
  constraint moment_is_sane check (value between timestamptz '1990-01-01 00:00:00+00' and timestamptz '2200-01-01 00:00:00+00');
create domain levee.day as date constraint day_is_sane check (value between date '1990-01-01' and date '2200-01-01');
create domain levee.span as interval
  constraint span_is_sane check (value between interval '-30 years' and interval '30 years');
grant usage on type levee.stage, levee.team, levee.severity, levee.incident_kind, levee.reliability,
  levee.document_kind, levee.verdict, levee.language, levee.work_state, levee.audience, levee.moment, levee.day, levee.span
  to public;

-- Which files made this schema. The programs refuse a schema older than themselves and one that
-- states a newer minimum than theirs.
create table levee.migration (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp());
create table levee.compatibility (
  only_row boolean primary key default true constraint compatibility_is_one_row check (only_row),
  oldest_program int not null);
insert into levee.compatibility (oldest_program) values (1);

-- Every refusal, as a sentence a person can act on. A test fails when a constraint has none. Some refuse nothing that was done, but
-- say that what was named is not there.
create table levee.refusal (
  name text primary key,
  law text not null,
  en text not null,
  zh text not null,
  is_of_nothing boolean not null default false);

-- Raises a refusal by its name, as a constraint would: the name travels in the error's constraint field.
create function levee.refuse(name text, detail text default '') returns void
language plpgsql set search_path = levee, pg_temp as $$
declare
  said record;
begin
  select r.law, r.en into said from refusal r where r.name = refuse.name;
  raise exception '%', coalesce(said.en, name)
    using errcode = 'LV001', constraint = name, schema = 'levee', detail = coalesce(detail, ''),
      hint = coalesce(said.law, '');
end $$;

-- Asked by whatever decides by what it reads: with a snapshot of the session's own choice it would read what was true before.
create function levee.see_what_is_committed() returns void
language plpgsql set search_path = levee, pg_temp as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    perform refuse('guards_see_what_is_committed', current_setting('transaction_isolation'));
  end if;
end $$;

-- Who a login stands for: a person's own stands for itself. A login with a tilde, HANDLE~LABEL, is a device of theirs (m0077), and
-- stands for them as long as it is on record; what it is of otherwise is nobody of this house. Every stamp and every rule asks this.
create function levee.person_of_device(login text) returns text
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return coalesce((select d.handle from device d join person p on p.handle = d.handle and p.removed_at is null
    where d.login = person_of_device.login and d.ended_at = 'infinity' and d.valid_until > clock_timestamp()), login);
end $$;
-- Its names are bound here and not looked up later, so the planner may put it in place.
create function levee.person() returns text
language sql stable return case when pg_catalog.strpos(session_user::text, '~') = 0 then session_user::text
  else levee.person_of_device(session_user::text) end collate "default";
-- The label of the device that is asking, or ''.
create function levee.device_label() returns text
language sql stable return case when pg_catalog.strpos(session_user::text, '~') = 0 then ''
  else pg_catalog.substr(session_user::text, pg_catalog.strpos(session_user::text, '~') + 1) end collate "default";
grant execute on function levee.person_of_device, levee.person, levee.device_label to levee_admin, levee_staff, levee_ops,
  levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;

-- The person is whose login it is; the team is the role that was taken with SET ROLE. Neither can be chosen freely:
-- SET ROLE needs membership, and a definer function changes neither.
create function levee.current_team() returns levee.team
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  case current_setting('role')
    when 'levee_monitoring' then return 'monitoring';
    when 'levee_leadership' then return 'leadership';
    when 'levee_response' then return 'response';
    when 'levee_logistics' then return 'logistics';
    when 'levee_supervisor' then return 'supervisor';
    when 'levee_staff' then return 'staff';
    when 'levee_admin' then return 'admin';
    else perform refuse('team_is_taken', current_setting('role'));
  end case;
end $$;

-- The entrance. Every row that somebody writes passes it (a trigger of the table), and every function that runs with the
-- owner's rights passes it first:
--   the isolation level: with a snapshot of the session's own choice, a guard would look at what was true before;
--   the person: of this house today; a person's step is no service's, and a service's work no person's (`kind`);
--   the seat: who left a team leaves it also in a session that took its role before;
--   the team whose function it is (`teams`), and the circle of a restricted incident. Services do their machine work there.
create function levee.enter(teams levee.team[] default null, incident bigint default null, kind text default null)
  returns void language plpgsql volatile set search_path = levee, pg_temp as $$
declare
  taken constant levee.team := current_team();
  actor record;
begin
  perform see_what_is_committed();
  select p.kind, p.kind = 'service' or taken in ('staff', 'admin', 'supervisor')
      or exists (select from seat s where s.handle = p.handle and s.team = taken) as is_seated into actor
    from person p where p.handle = levee.person() and p.removed_at is null;
  if not found then
    perform refuse('person_is_of_this_house', levee.person());
  elsif enter.kind = 'person' and actor.kind <> 'person' then
    perform refuse('step_is_by_a_person', levee.person());
  elsif enter.kind = 'service' and actor.kind <> 'service' then
    perform refuse('work_is_by_a_service', levee.person());
  elsif not actor.is_seated then
    perform refuse('team_is_where_one_sits', levee.person());
  elsif taken <> all (enter.teams) then
    perform refuse('function_is_its_teams', taken::text);
  elsif actor.kind = 'person' and coalesce(enter.incident, 0) <> 0 and not may_read(enter.incident) then
    perform refuse('incident_is_open_to_its_named_people', enter.incident::text);
  end if;
end $$;

-- The entrance of what ops and administrators may do too, who need not be people of the house: a team's people are asked.
create function levee.enter_as_team() returns void
language plpgsql volatile set search_path = levee, pg_temp as $$
begin
  if current_setting('role') ~ '^levee_(monitoring|leadership|response|logistics|supervisor|staff)$' then
    perform enter();
  end if;
end $$;

-- The entrance of a table of the house, for rows that people or services write: `person`, or '' for both. What functions of the
-- owner's write passed before; the triggers that ask are left out there.
create function levee.enter_house() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => nullif(tg_argv[0], ''));
  return null;
end $$;

grant select on levee.refusal, levee.migration, levee.compatibility to levee_admin, levee_staff, levee_ops,
  levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
grant execute on function levee.refuse, levee.current_team to levee_admin, levee_staff, levee_monitoring,
  levee_leadership, levee_response, levee_logistics, levee_supervisor;
