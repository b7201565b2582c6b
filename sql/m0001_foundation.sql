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
      execute format('create role %I nologin noinherit', handle);
    end if;
  end loop;
  execute format('grant levee_owner to %I', current_user);
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
grant usage on type levee.stage, levee.team, levee.severity, levee.incident_kind, levee.reliability,
  levee.document_kind, levee.verdict, levee.language, levee.work_state to public;

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

-- Every refusal, as a sentence a person can act on. A test fails when a constraint has none.
create table levee.refusal (
  name text primary key,
  law text not null,
  en text not null,
  zh text not null);

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

-- The person is who logged in; the team is the role that was taken with SET ROLE. Neither can be chosen freely:
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

-- People and services. A handle is the login; it is never used again for somebody else.
create table levee.person (
  handle text primary key constraint person_handle_is_ascii check (handle ~ '^[a-z][a-z0-9_]{1,40}$'),
  display_name text not null constraint person_has_a_name check (btrim(display_name) <> ''),
  kind text not null default 'person' constraint person_kind_is_known check (kind in ('person', 'service')),
  language levee.language not null default 'en',
  added_at timestamptz not null default clock_timestamp(),
  removed_at timestamptz constraint person_leaves_after_arriving check (removed_at >= added_at));

-- Seats: who sits where. The leader's seat issues commands; the legal seat is asked where the playbook says so.
create table levee.seat (
  handle text not null constraint seat_is_a_persons references levee.person,
  team levee.team not null,
  seat text not null constraint seat_is_known check (seat in ('leader', 'deputy', 'legal', 'head', 'member')),
  primary key (handle, team),
  constraint seat_fits_its_team check (
    (team = 'leadership' and seat in ('leader', 'deputy', 'legal', 'member'))
    or (team <> 'leadership' and seat in ('head', 'member'))));

-- A deputy acts for the holder of a seat, for a bounded time, on the record.
create table levee.delegation (
  id bigint generated always as identity primary key,
  holder text not null constraint delegation_has_a_holder references levee.person,
  substitute text not null constraint delegation_has_a_substitute references levee.person,
  reason text not null constraint delegation_has_a_reason check (btrim(reason) <> ''),
  starts_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  constraint delegation_is_to_another check (holder <> substitute),
  constraint delegation_is_bounded check (ends_at > starts_at and ends_at <= starts_at + interval '31 days'));
grant select on levee.person, levee.seat, levee.delegation, levee.refusal, levee.migration, levee.compatibility
  to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
grant insert (handle, display_name, kind, language), update (display_name, language, removed_at)
  on levee.person to levee_admin;
grant insert, update (seat), delete on levee.seat to levee_admin;
grant insert (substitute, reason, ends_at) on levee.delegation to levee_leadership;

create function levee.stamp_delegation() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.holder := session_user;
  new.starts_at := clock_timestamp();
  if not exists (select from seat s join person p using (handle)
                 where s.handle = new.substitute and s.team = 'leadership' and p.removed_at is null) then
    perform refuse('delegation_is_to_leadership', new.substitute);
  end if;
  return new;
end $$;
create trigger delegation_stamp before insert on levee.delegation
  for each row execute function levee.stamp_delegation();

-- Whether a person holds a leadership seat today: their own, or one delegated to them.
create function levee.holds_seat(person text, wanted text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (
    select from seat s join person p using (handle)
    where p.removed_at is null and s.team = 'leadership' and s.seat = wanted
      and (s.handle = holds_seat.person or exists (
        select from delegation d where d.holder = s.handle and d.substitute = holds_seat.person
          and clock_timestamp() between d.starts_at and d.ends_at)));
end $$;

-- Adds a person: the login, its team roles, its seats. Run by an administrator who may create roles.
create function levee.add_person(handle text, display_name text, teams text[], seats text[] default '{}',
  language levee.language default 'en', kind text default 'person') returns void
language plpgsql set search_path = levee, pg_temp as $$
declare
  team text;
  i int := 0;
  had_role boolean;
begin
  insert into person (handle, display_name, kind, language)
    values (add_person.handle, add_person.display_name, add_person.kind, add_person.language);
  select exists (select from pg_roles where rolname = add_person.handle) into had_role;
  if not had_role then
    execute format('create role %I login noinherit', add_person.handle);
  end if;
  execute format('grant connect on database %I to %I', current_database(), add_person.handle);
  execute format('grant levee_staff to %I', add_person.handle);
  foreach team in array teams loop
    i := i + 1;
    execute format('grant %I to %I', 'levee_' || team, add_person.handle);
    if team in ('monitoring', 'leadership', 'response', 'logistics') and add_person.kind = 'person' then
      insert into seat (handle, team, seat)
        values (add_person.handle, team::levee.team, coalesce(seats[i], 'member'));
    end if;
  end loop;
end $$;

-- Removal keeps the record and takes the login away.
create function levee.remove_person(handle text) returns void
language plpgsql set search_path = levee, pg_temp as $$
begin
  update person p set removed_at = clock_timestamp()
    where p.handle = remove_person.handle and p.removed_at is null;
  if not found then
    perform refuse('person_is_known', remove_person.handle);
  end if;
  execute format('alter role %I nologin', remove_person.handle);
end $$;
grant execute on function levee.add_person, levee.remove_person to levee_admin;
grant execute on function levee.refuse, levee.current_team, levee.holds_seat to levee_admin, levee_staff,
  levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
