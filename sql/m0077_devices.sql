-- Devices: a browser of a person's has a login of its own.
--
-- LAW-37: a device acts for the one person who enrolled it, as long as it is on record, and for nobody else. What is recorded by it
--         says so. Whoever removes the person ends it.

-- levee_devices marks the logins of devices, for pg_hba.conf: they prove a password, always. levee_console is the console's own login
-- (without a password; the system's user of that name comes in), which may turn a code into a device, and nothing else.
-- levee_enroller makes their logins; nobody is a member of it, and all that it does are the two functions below, which only functions
-- of the owner's may call.
reset role;
do $$
begin
  perform pg_advisory_xact_lock(hashtext('levee.roles'));
  if not exists (select from pg_roles where rolname = 'levee_devices') then
    create role levee_devices nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'levee_console') then
    create role levee_console login noinherit connection limit 20;
  end if;
  if not exists (select from pg_roles where rolname = 'levee_enroller') then
    create role levee_enroller nologin noinherit createrole;
  end if;
  execute format('grant connect on database %I to levee_console', current_database());
end $$;
set local role levee_owner;
grant usage on schema levee to levee_console, levee_enroller;
grant execute on function levee.is_own_login, levee.refuse to levee_enroller;
grant select on levee.refusal to levee_enroller;

create domain levee.device_label as text
  constraint device_label_is_short check (value ~ '^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$');
grant usage on type levee.device_label to public;
create table levee.device (
  login text primary key,
  handle text not null constraint device_is_of_a_person references levee.person,
  label levee.device_label not null,
  enrolled_at timestamptz not null,
  invited_on text not null,  -- the device on which its code was shown; '' is a terminal; '~code' is six digits (m0085)
  valid_until timestamptz not null,
  ended_at timestamptz not null default 'infinity',
  ended_by text not null default '',
  constraint device_login_names_its_person check (login = handle || '~' || label),
  constraint device_is_bounded check (valid_until > enrolled_at and valid_until <= enrolled_at + interval '366 days'),
  constraint device_has_an_end check (ended_at >= enrolled_at));
create index device_of_person on levee.device (handle);

-- A code that was shown to a person: whoever brings it within ten minutes becomes a device of theirs, once. Only its digest is here.
create table levee.device_invitation (
  digest bytea primary key constraint device_invitation_digest_is_sha256 check (octet_length(digest) = 32),
  handle text not null constraint device_invitation_is_of_a_person references levee.person,
  label levee.device_label not null,
  made_at timestamptz not null,
  made_on text not null,
  expires_at timestamptz not null constraint device_invitation_is_short check (expires_at = made_at + interval '10 minutes'));
create index device_invitation_of on levee.device_invitation (handle);

alter table levee.device enable row level security;
alter table levee.device_invitation enable row level security;
create policy device_of_ones_own on levee.device to levee_staff, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor using (handle = levee.person());
create policy device_for_administrators on levee.device to levee_admin, levee_ops using (true);
grant select on levee.device to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor,
  levee_admin, levee_ops;
create trigger z_event after insert or update on levee.device
  for each row execute function levee.house_event('handle', 'label', 'invited_on', 'valid_until', 'ended_at', 'ended_by');

-- The two things that are done with the right to make roles: a login for one device of one person of this house, and its end.
reset role;
grant levee_enroller to current_user;
grant create on schema levee to levee_enroller;
set local role levee_enroller;
create function levee.make_device_login(handle text, label text, verifier text, valid_until timestamptz) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  login constant text := handle || '~' || label;
begin
  if verifier !~ '^SCRAM-SHA-256[$][0-9]+:[A-Za-z0-9+/=]+[$][A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
    perform refuse('device_proves_a_secret', '');
  elsif not is_own_login(handle) then
    perform refuse('device_is_of_a_login_of_levee', handle);
  end if;
  if exists (select from pg_roles r where r.rolname = login) then
    if not is_own_login(login) then
      perform refuse('device_is_of_a_login_of_levee', login);
    end if;
    execute format('alter role %I login inherit connection limit 8 password %L valid until %L', login, verifier, valid_until);
  else
    execute format('create role %I login inherit connection limit 8 password %L valid until %L', login, verifier, valid_until);
    execute format('comment on role %I is %L', login, 'levee');
  end if;
  execute format('grant %I, levee_devices to %I', handle, login);
end $$;
create function levee.shut_device_login(handle text, label text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  login constant text := handle || '~' || label;
begin
  if is_own_login(login) then
    execute format('alter role %I nologin password null', login);
    execute format('revoke %I from %I', handle, login);
  end if;
end $$;
revoke execute on function levee.make_device_login, levee.shut_device_login from public;
grant execute on function levee.make_device_login, levee.shut_device_login to levee_owner;
reset role;
revoke create on schema levee from levee_enroller;
revoke levee_enroller from current_user;
set local role levee_owner;

-- Ends sessions of a device that is on record as ended.
create function levee.end_device_sessions(login text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform pg_terminate_backend(a.pid) from pg_stat_activity a join device d on d.login = a.usename and d.ended_at < 'infinity'
    where a.usename = end_device_sessions.login and a.pid <> pg_backend_pid();
end $$;

-- Whether somebody has as many devices as anybody may have.
create function levee.has_many_devices(handle text) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return (select count(*) >= 10 from device d where d.handle = has_many_devices.handle and d.ended_at = 'infinity'
    and d.valid_until > clock_timestamp());
end $$;

-- Tells a person of something of the house that is theirs, each time anew. Returns the notice.
create function levee.tell_again(handle text, reason text, subject text, at timestamptz) returns bigint
language plpgsql set search_path = levee, pg_temp as $$
declare
  told bigint;
begin
  insert into notice (recipient, incident_id, reason, subject, percent, at)
    values (tell_again.handle, 0, tell_again.reason, tell_again.subject,
      (select count(*) from notice n where n.recipient = tell_again.handle and n.reason = tell_again.reason), tell_again.at)
    returning id into told;
  return told;
end $$;

-- A code is shown to whoever asks: of a device of their own, within bounds. What was asked for before and not used is void.
create function levee.invite_device(label text, digest bytea) returns timestamptz
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
begin
  perform enter(kind => 'person');
  perform from person p where p.handle = levee.person() for no key update;
  if exists (select from device d where d.login = levee.person() || '~' || invite_device.label and d.ended_at = 'infinity'
      and d.valid_until > present) then
    perform refuse('device_label_is_free', label);
  elsif has_many_devices(levee.person()) then
    perform refuse('devices_are_few', levee.person());
  elsif not is_own_login(levee.person()) then
    perform refuse('device_is_of_a_login_of_levee', levee.person());
  end if;
  delete from device_invitation i where i.handle = levee.person() or i.expires_at < present;
  insert into device_invitation (digest, handle, label, made_at, made_on, expires_at)
    values (invite_device.digest, levee.person(), invite_device.label, present, levee.device_label(), present + interval '10 minutes');
  return present + interval '10 minutes';
end $$;

-- Makes a browser a device of a person's. The secret is the browser's; what is told here is what the server checks it by. The person is told
-- on every way that reaches them.
create function levee.add_device(handle text, label text, invited_on text, verifier text) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
begin
  -- Two that are added at once are added one after the other: so they are counted.
  perform from person p where p.handle = add_device.handle for no key update;
  if has_many_devices(handle) then
    perform refuse('devices_are_few', handle);
  end if;
  insert into device as d (login, handle, label, enrolled_at, invited_on, valid_until)
    values (add_device.handle || '~' || add_device.label, add_device.handle, add_device.label, present, add_device.invited_on,
      present + interval '90 days')
    on conflict on constraint device_pkey do update set enrolled_at = excluded.enrolled_at, invited_on = excluded.invited_on,
      valid_until = excluded.valid_until,
      ended_at = 'infinity', ended_by = '' where d.ended_at < 'infinity' or d.valid_until < excluded.enrolled_at;
  if not found then
    perform refuse('device_label_is_free', label);
  end if;
  perform make_device_login(handle, label, verifier, present + interval '90 days');
  perform tell_again(handle, 'device', label, present);
  return handle || '~' || label;
end $$;

-- A code becomes a device: for the console, which knows nothing of whom it is.
create function levee.enrol_device(code text, verifier text) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i record;
begin
  perform see_what_is_committed();
  delete from device_invitation v where v.digest = sha256(convert_to(enrol_device.code, 'UTF8')) returning v.* into i;
  if not found or i.expires_at < clock_timestamp()
    or not exists (select from person p where p.handle = i.handle and p.kind = 'person' and p.removed_at is null) then
    perform refuse('device_code_is_good', '');
  end if;
  return add_device(i.handle, i.label, i.made_on, verifier);
end $$;
grant execute on function levee.enrol_device to levee_console;

-- Ends a device of somebody, or all where none is named. It is nobody from this moment, in sessions that are open too. Returns what
-- they were called.
create function levee.shut_devices(handle text, label text) returns text[]
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d record;
  ended text[] := '{}';
begin
  for d in update device o set ended_at = clock_timestamp(), ended_by = levee.person()
      where o.handle = shut_devices.handle and shut_devices.label in ('', o.label) and o.ended_at = 'infinity' returning o.* loop
    perform shut_device_login(d.handle, d.label);
    perform end_device_sessions(d.login);
    ended := ended || d.label;
  end loop;
  return ended;
end $$;

-- Whether what stands in somebody's name is the caller's to end or to confirm: one's own; an administrator's, anybody's.
create function levee.answers_for(handle text) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return handle = levee.person()
    or (current_setting('role') in ('none', 'levee_admin') and pg_has_role(levee.person(), 'levee_admin', 'member'));
end $$;

-- One ends one's own; an administrator anybody's. What asks to become one ends as well.
create function levee.end_devices(handle text, label text) returns text[]
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  ended text[];
begin
  perform enter_as_team();
  if not answers_for(handle) then
    perform refuse('device_is_ended_by_its_person', handle);
  end if;
  ended := array(select distinct l from unnest(end_code_requests(handle, label) || shut_devices(handle, label)) l order by l);
  if ended = '{}' then
    perform refuse('device_is_on_record', label);
  end if;
  return ended;
end $$;
grant execute on function levee.invite_device to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor, levee_admin;
grant execute on function levee.end_devices to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor, levee_admin;

-- Whoever leaves the house leaves with all their devices; codes that were shown to them are void.
create function levee.end_devices_of() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  delete from device_invitation i where i.handle = new.handle;
  delete from code_request r where r.handle = new.handle;
  perform forget_codes();
  perform shut_devices(new.handle, '');
  return null;
end $$;
create trigger c_devices after update of removed_at on levee.person
  for each row when (new.removed_at is not null) execute function levee.end_devices_of();
