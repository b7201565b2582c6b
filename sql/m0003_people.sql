-- People and services, their seats, and who acts for whom.
--
-- LAW-4:  every record carries the true person, team and time; nobody writes them by hand.
-- LAW-21: a seat of leadership may be delegated, for a bounded time; a standing substitute holds it while its holder is
--         away, or once a step of leadership is overdue. Each is on record, and nobody gives away what they do not hold.

-- A handle is the login; it is never used again for somebody else. Companies' own logins have dots and hyphens. What begins
-- with pg_ is PostgreSQL's own, as are the two words.
create table levee.person (
  handle text primary key constraint person_handle_is_ascii check (length(handle) between 2 and 41
    and handle ~ '^[a-z][a-z0-9_]*([.-][a-z0-9_]+)*$' and handle !~ '^pg_' and handle not in ('public', 'none')),
  display_name text not null constraint person_has_a_name check (btrim(display_name) <> '' and length(display_name) <= 200),
  kind text not null default 'person' constraint person_kind_is_known check (kind in ('person', 'service')),
  language levee.language not null default 'en',
  added_at timestamptz not null default clock_timestamp(),
  removed_at timestamptz constraint person_leaves_after_arriving check (removed_at >= added_at));

-- Seats: who sits where. The leader's seat issues commands; the legal seat is asked where the playbook says so. In a team
-- somebody has one rank; in leadership they may be legal besides, and count as one person all the same.
create table levee.seat (
  handle text not null constraint seat_is_a_persons references levee.person,
  team levee.team not null,
  seat text not null constraint seat_is_known check (seat in ('leader', 'deputy', 'legal', 'head', 'member')),
  primary key (handle, team, seat),
  constraint seat_fits_its_team check (
    (team = 'leadership' and seat in ('leader', 'deputy', 'legal', 'member'))
    or (team <> 'leadership' and seat in ('head', 'member'))));
create unique index seat_is_one_rank on levee.seat (handle, team, (seat = 'legal'));

-- Somebody acts for the holder of a seat, for a bounded time, on the record. The holder may end it earlier.
create table levee.delegation (
  id bigint generated always as identity primary key,
  holder text not null constraint delegation_has_a_holder references levee.person,
  substitute text not null constraint delegation_has_a_substitute references levee.person,
  reason text not null constraint delegation_has_a_reason check (btrim(reason) <> ''),
  starts_at timestamptz not null default clock_timestamp(),
  ends_at levee.moment not null,
  constraint delegation_is_to_another check (holder <> substitute),
  constraint delegation_is_bounded check (ends_at > starts_at and ends_at <= starts_at + interval '31 days'));
create index delegation_to on levee.delegation (substitute, ends_at);

-- Who stands in for a seat, named beforehand.
create table levee.standing_substitute (
  seat text not null constraint standing_substitute_is_of_a_seat check (seat in ('leader', 'deputy', 'legal')),
  substitute text not null constraint standing_substitute_is_a_person references levee.person,
  primary key (seat, substitute));

-- A holder says that they cannot be reached until a time.
create table levee.absence (
  id bigint generated always as identity primary key,
  handle text not null constraint absence_is_of_a_person references levee.person,
  starts_at timestamptz not null default clock_timestamp(),
  ends_at levee.moment not null,
  constraint absence_is_bounded check (ends_at > starts_at and ends_at <= starts_at + interval '92 days'));
create index absence_of on levee.absence (handle, ends_at);

-- How a message leaves the house: a webhook (HTTP POST), or a program of the machine that sends. A row names what is secret
-- and does not hold it: `secret`, and each {name} in the address, is a credential that the sending service reads from a
-- file. A program is named too, not given by its path: only what an operator put into the service's own folder is run.
create table levee.transport (
  name text primary key constraint transport_name_is_a_handle check (name ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  kind text not null constraint transport_kind_is_known check (kind in ('webhook', 'command')),
  format text not null,
  address text not null,
  secret text not null default ''
    constraint transport_secret_is_a_name check (secret = '' or secret ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$'),
  person text not null default levee.person(),
  at timestamptz not null default clock_timestamp(),
  constraint transport_is_of_one_kind unique (name, kind),
  constraint transport_format_fits_its_kind check (
    (kind = 'webhook' and format in ('generic', 'dingtalk', 'feishu', 'wecom', 'slack'))
    or (kind = 'command' and format in ('mail', 'text'))),
  constraint transport_address_fits_its_kind check (case kind
    when 'webhook' then address ~ '^https?://[^[:space:]/?#]+[^[:space:]]*$'
    else address ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$' end));

-- By which transports a person is reached, and under which address there: a mail address, a telephone number, the id that
-- a chat group knows them by.
create table levee.contact (
  handle text not null constraint contact_is_of_a_person references levee.person,
  transport text not null constraint contact_uses_a_transport references levee.transport,
  address text not null default ''
    constraint contact_address_is_one_word check (address ~ '^[^[:space:][:cntrl:]<>,;"]{0,200}$'),
  primary key (handle, transport));
create index contact_by_transport on levee.contact (transport);

-- Who can be reached how is for administrators, and for the service that holds a notice to send (m0029).
grant select, insert (name, kind, format, address, secret), update (kind, format, address, secret), delete
  on levee.transport to levee_admin;
grant select, insert, update (address), delete on levee.contact to levee_admin;

grant select on levee.person, levee.seat, levee.delegation, levee.standing_substitute, levee.absence
  to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
grant insert (handle, display_name, kind, language), update (display_name, language, removed_at)
  on levee.person to levee_admin;
grant insert, update (seat), delete on levee.seat to levee_admin;
grant insert, delete on levee.standing_substitute to levee_admin;
create trigger a_entrance before insert on levee.delegation when (current_user <> 'levee_owner') execute function levee.enter_house('person');
create trigger a_entrance before insert on levee.absence when (current_user <> 'levee_owner') execute function levee.enter_house('person');
grant insert (substitute, reason, ends_at) on levee.delegation to levee_leadership;
grant insert (ends_at) on levee.absence to levee_leadership;

create trigger z_event after insert or update or delete on levee.person
  for each row execute function levee.house_event('handle', 'kind', 'removed_at');
create trigger z_event after insert or update or delete on levee.seat
  for each row execute function levee.house_event('handle', 'team', 'seat');
create trigger z_event after insert or update or delete on levee.delegation
  for each row execute function levee.house_event('id', 'holder', 'substitute', 'starts_at', 'ends_at');
create trigger z_event after insert or update or delete on levee.standing_substitute
  for each row execute function levee.house_event('seat', 'substitute');
create trigger z_event after insert or update or delete on levee.transport
  for each row execute function levee.house_event('name', 'kind', 'format');
create trigger z_event after insert or update or delete on levee.contact
  for each row execute function levee.house_event('handle', 'transport');
create trigger z_event after insert or update or delete on levee.absence
  for each row execute function levee.house_event('handle', 'starts_at', 'ends_at');

-- Whether somebody is a person of this house today, and sits in leadership.
create function levee.sits_in_leadership(person text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from seat s join person p using (handle)
    where s.handle = sits_in_leadership.person and s.team = 'leadership' and p.kind = 'person' and p.removed_at is null);
end $$;

create function levee.stamp_delegation() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.holder := levee.person();
  new.starts_at := clock_timestamp();
  if not sits_in_leadership(new.holder) then
    perform refuse('delegation_is_by_the_holder', new.holder);
  end if;
  if not sits_in_leadership(new.substitute) then
    perform refuse('delegation_is_to_leadership', new.substitute);
  end if;
  return new;
end $$;
create trigger a_stamp before insert on levee.delegation
  for each row execute function levee.stamp_delegation();

create function levee.stamp_absence() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.handle := levee.person();
  new.starts_at := clock_timestamp();
  return new;
end $$;
create trigger a_stamp before insert on levee.absence for each row execute function levee.stamp_absence();

-- Whoever holds a seat does not stand in for it: their absence would be filled by themselves.
create function levee.check_standing_substitute() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  -- Of a seat that is given to them, and of their standing in for it, one comes after the other.
  perform from person p where p.handle = new.substitute for no key update;
  if exists (select from seat s where s.team = 'leadership' and s.seat = new.seat and s.handle = new.substitute) then
    perform refuse('substitute_is_another', new.substitute);
  end if;
  if not sits_in_leadership(new.substitute) then
    perform refuse('delegation_is_to_leadership', new.substitute);
  end if;
  return new;
end $$;
create trigger b_check before insert on levee.standing_substitute
  for each row execute function levee.check_standing_substitute();
create function levee.end_substitute_of_own_seat() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from person p where p.handle = new.handle for no key update;
  delete from standing_substitute u where u.seat = new.seat and u.substitute = new.handle;
  return null;
end $$;
create trigger c_substitute after insert or update on levee.seat
  for each row when (new.team = 'leadership') execute function levee.end_substitute_of_own_seat();

-- Ends what the caller delegated or announced, from now on.
create function levee.return_to_duty() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  ended int;
  more int;
begin
  perform enter('{leadership}', null, 'person');
  update delegation d set ends_at = clock_timestamp() where d.holder = levee.person() and d.ends_at > clock_timestamp();
  get diagnostics ended = row_count;
  update absence a set ends_at = clock_timestamp() where a.handle = levee.person() and a.ends_at > clock_timestamp();
  get diagnostics more = row_count;
  return ended + more;
end $$;

-- Whether something that leadership owes is overdue on an incident, by the incident's clock; what it owes to an authority has a time
-- of its own.
create function levee.leadership_is_overdue(incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from duty d where d.incident_id = leadership_is_overdue.incident and d.state = 'open'
    and d.team = 'leadership' and d.kind <> 'notify_authority' and d.due_at < levee.now(d.incident_id));
end $$;

-- Whether a person holds a leadership seat now, for an incident: their own; one delegated to them; or, as a standing
-- substitute, one whose holders are all away (in a drill: cannot be reached), or that has kept the incident waiting
-- beyond its time.
create function levee.holds_seat(person text, wanted text, incident bigint default 0) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  if not sits_in_leadership(holds_seat.person) or is_absent_in_drill(holds_seat.incident, holds_seat.person) then
    return false;
  end if;
  -- Their own first: most who are asked for hold it, and each further question costs each step.
  if exists (select from seat s where s.team = 'leadership' and s.seat = wanted and s.handle = holds_seat.person) then
    return true;
  elsif exists (select from delegation d join seat s on s.handle = d.holder and s.team = 'leadership' and s.seat = wanted
      join person p on p.handle = s.handle and p.removed_at is null where d.substitute = holds_seat.person
        and d.starts_at <= clock_timestamp() and d.ends_at > clock_timestamp()) then
    return true;
  elsif not exists (select from standing_substitute u where u.seat = wanted and u.substitute = holds_seat.person) then
    return false;
  end if;
  return leadership_is_overdue(holds_seat.incident)
    or not exists (
      select from seat s join person p using (handle)
      where p.removed_at is null and s.team = 'leadership' and s.seat = wanted and not exists (
        select from absence a where a.handle = s.handle
          and a.starts_at <= clock_timestamp() and a.ends_at > clock_timestamp())
        and not is_absent_in_drill(holds_seat.incident, s.handle));
end $$;

-- What somebody is to be in leadership, of seats that are given in pairs with their teams: each once, in the order of their
-- names, as in `seat_change`; '' for nothing. Who holds another seat is no mere member.
create function levee.leadership_of(teams text[], seats text[]) returns text
language sql immutable set search_path = levee, pg_temp as $$
  select coalesce(string_agg(distinct w.seat, ' ' order by w.seat), '')
  from (select coalesce(u.seat, 'member') as seat, count(*) filter (where coalesce(u.seat, 'member') <> 'member') over () as others
    from unnest(teams, seats) u (team, seat) where u.team = 'leadership') w
  where w.seat <> 'member' or w.others = 0
$$;
grant execute on function levee.leadership_of to levee_admin;

-- Whether a login is one that Levee made, and that nobody gave the server's own rights: only such a login is a person's, and
-- is shut with them. Roles belong to the cluster, and so does the mark: an operator who made a login beforehand gives it to
-- Levee with: comment on role NAME is 'levee'.
create function levee.is_own_login(handle text) returns boolean
language sql stable set search_path = levee, pg_temp as $$
  select coalesce((select shobj_description(r.oid, 'pg_authid') = 'levee'
      and not (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls)
    from pg_roles r where r.rolname = is_own_login.handle), false)
$$;
grant execute on function levee.is_own_login to levee_admin;

-- Adds a person: the login, its team roles, its seats. Run by an administrator who may create roles. A role without its seat
-- takes no step. Returns the number of the proposal, where a seat of leadership is one; else NULL.
create function levee.add_person(handle text, display_name text, teams text[], seats text[] default '{}',
  language levee.language default 'en', kind text default 'person') returns bigint
language plpgsql set search_path = levee, pg_temp as $$
declare
  team text;
  proposal bigint;
begin
  insert into person (handle, display_name, kind, language)
    values (add_person.handle, add_person.display_name, add_person.kind, add_person.language);
  if not exists (select from pg_roles where rolname = add_person.handle) then
    execute format('create role %I login noinherit connection limit %s', add_person.handle,
      case add_person.kind when 'service' then 100 else 20 end);
    execute format('comment on role %I is %L', add_person.handle, 'levee');
  elsif not is_own_login(add_person.handle) then
    perform refuse('person_login_is_of_levee', add_person.handle);
  end if;
  execute format('grant connect on database %I to %I', current_database(), add_person.handle);
  execute format('grant levee_staff to %I', add_person.handle);
  foreach team in array teams loop
    execute format('grant %I to %I', 'levee_' || team, add_person.handle);
  end loop;
  if add_person.kind = 'person' then
    proposal := seat_in_leadership(add_person.handle, leadership_of(teams, seats));
    insert into seat (handle, team, seat)
      select distinct add_person.handle, u.team::levee.team, coalesce(u.seat, 'member') from unnest(teams, seats) u (team, seat)
      where u.team <> 'leadership';
  end if;
  return proposal;
end $$;

-- Changes the name, language and seats of somebody who is here: exactly these seats from now on. A team that they leave
-- is left with its role. Returns the number of the proposal, where a change of leadership is one; else NULL.
create function levee.change_person(handle text, display_name text, teams text[], seats text[], language levee.language)
  returns bigint language plpgsql set search_path = levee, pg_temp as $$
#variable_conflict use_variable
declare
  team text;
  proposal bigint;
begin
  update person p set display_name = change_person.display_name, language = change_person.language
    where p.handle = change_person.handle and p.removed_at is null
      and (p.display_name, p.language) <> (change_person.display_name, change_person.language);
  proposal := seat_in_leadership(change_person.handle, leadership_of(teams, seats));
  for team in select s.team::text from seat s where s.handle = change_person.handle and s.team::text <> all (teams)
      and s.team <> 'leadership' loop
    delete from seat s where s.handle = change_person.handle and s.team = team::levee.team;
    execute format('revoke %I from %I', 'levee_' || team, change_person.handle);
  end loop;
  delete from seat s where s.handle = change_person.handle and s.team <> 'leadership' and not exists (
    select from unnest(teams, seats) u (team, seat) where u.team = s.team::text and coalesce(u.seat, 'member') = s.seat);
  insert into seat (handle, team, seat)
    select distinct change_person.handle, u.team::levee.team, coalesce(u.seat, 'member') from unnest(teams, seats) u (team, seat)
    where u.team <> 'leadership'
    on conflict on constraint seat_pkey do nothing;
  foreach team in array teams loop
    execute format('grant %I to %I', 'levee_' || team, change_person.handle);
  end loop;
  return proposal;
end $$;

-- Ends whatever sessions somebody who was removed still has open.
create function levee.end_sessions_of(handle text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from person p where p.handle = end_sessions_of.handle and p.removed_at is not null) then
    perform pg_terminate_backend(a.pid) from pg_stat_activity a join pg_roles r on r.oid = a.usesysid and not r.rolsuper
      where a.usename = end_sessions_of.handle and a.pid <> pg_backend_pid();
  end if;
end $$;
grant execute on function levee.end_sessions_of to levee_admin;

-- Removal keeps the record, takes the login away and ends its sessions; one that comes in at this moment can do nothing: every
-- step asks whether its person is still here. Who sits in leadership leaves that seat first, by leadership's decision: then the number
-- of the proposal is returned, and nobody is removed yet; else NULL.
create function levee.remove_person(handle text) returns bigint
language plpgsql set search_path = levee, pg_temp as $$
declare
  proposal bigint;
  team text;
begin
  -- First whose login it is: no other is ever shut.
  if not exists (select from person p where p.handle = remove_person.handle and p.removed_at is null) then
    perform refuse('person_is_known', remove_person.handle);
  elsif exists (select from pg_roles where rolname = remove_person.handle) and not is_own_login(remove_person.handle) then
    perform refuse('person_login_is_of_levee', remove_person.handle);
  end if;
  proposal := seat_in_leadership(remove_person.handle, '');
  if proposal is not null then
    return proposal;
  end if;
  delete from seat s where s.handle = remove_person.handle and s.team <> 'leadership';
  update person p set removed_at = clock_timestamp()
    where p.handle = remove_person.handle and p.removed_at is null;
  if exists (select from pg_roles where rolname = remove_person.handle) then
    for team in select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid
        where m.member = to_regrole(quote_ident(remove_person.handle)) and r.rolname ~ '^levee_' loop
      execute format('revoke %I from %I', team, remove_person.handle);
    end loop;
    execute format('alter role %I nologin', remove_person.handle);
    perform end_sessions_of(remove_person.handle);
  end if;
  return null;
end $$;

-- Brings back the same person under their login, without a seat: those are given anew. Their record goes on.
create function levee.return_person(handle text) returns void
language plpgsql set search_path = levee, pg_temp as $$
begin
  update person p set removed_at = null where p.handle = return_person.handle and p.removed_at is not null;
  if not found then
    perform refuse('person_was_removed', return_person.handle);
  end if;
  if exists (select from pg_roles where rolname = return_person.handle) and not is_own_login(return_person.handle) then
    perform refuse('person_login_is_of_levee', return_person.handle);
  elsif not exists (select from pg_roles where rolname = return_person.handle) then
    execute format('create role %I login noinherit connection limit 20', return_person.handle);
    execute format('comment on role %I is %L', return_person.handle, 'levee');
  else
    execute format('alter role %I login', return_person.handle);
  end if;
  execute format('grant connect on database %I to %I', current_database(), return_person.handle);
  execute format('grant levee_staff to %I', return_person.handle);
end $$;
grant execute on function levee.add_person, levee.change_person, levee.remove_person, levee.return_person to levee_admin;
grant execute on function levee.holds_seat, levee.sits_in_leadership to levee_admin, levee_staff, levee_monitoring,
  levee_leadership, levee_response, levee_logistics, levee_supervisor;
grant execute on function levee.return_to_duty to levee_leadership;

-- Everybody chooses by themselves in which language they read.
create function levee.read_in(language levee.language) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  update person p set language = read_in.language where p.handle = levee.person();
end $$;
grant execute on function levee.read_in to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor, levee_admin;
