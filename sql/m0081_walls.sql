-- The board, and the screens on a wall that show it.
--
-- LAW-37: a screen on a wall is a device of nobody's. It reads the board and nothing else: no text, nothing of a restricted incident,
--         no name but of who is on duty; as long as it is on record.

reset role;
do $$
begin
  perform pg_advisory_xact_lock(hashtext('levee.roles'));
  if not exists (select from pg_roles where rolname = 'levee_wall') then
    create role levee_wall nologin noinherit;
  end if;
  execute format('grant connect on database %I to levee_wall', current_database());
end $$;
set local role levee_owner;
grant usage on schema levee to levee_wall;
grant execute on function levee.refuse to levee_wall;
grant select on levee.refusal to levee_wall;

-- Before the tilde of its login stands nobody.
create table levee.wall (
  login text primary key,
  label levee.device_label not null,
  person text not null constraint wall_is_made_by_a_person references levee.person,
  enrolled_at timestamptz not null,
  valid_until timestamptz not null,
  ended_at timestamptz not null default 'infinity',
  ended_by text not null default '',
  constraint wall_is_nobodys check (login = '~' || label),
  constraint wall_is_bounded check (valid_until > enrolled_at and valid_until <= enrolled_at + interval '366 days'),
  constraint wall_has_an_end check (ended_at >= enrolled_at));
-- A link that was made: whoever opens it within the hour makes that screen the wall's, once. Only its digest is here.
create table levee.wall_invitation (
  digest bytea primary key constraint wall_invitation_digest_is_sha256 check (octet_length(digest) = 32),
  label levee.device_label not null,
  person text not null constraint wall_invitation_is_by_a_person references levee.person,
  made_at timestamptz not null,
  expires_at timestamptz not null constraint wall_invitation_is_short check (expires_at = made_at + interval '1 hour'),
  valid_until timestamptz not null,
  constraint wall_invitation_is_bounded check (valid_until > expires_at and valid_until <= made_at + interval '366 days'));
grant select on levee.wall to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor,
  levee_admin, levee_ops;
create trigger z_event after insert or update on levee.wall
  for each row execute function levee.house_event('label', 'person', 'valid_until', 'ended_at', 'ended_by');

reset role;
grant levee_enroller to current_user;
grant create on schema levee to levee_enroller;
set local role levee_enroller;
create function levee.make_wall_login(label text, verifier text, valid_until timestamptz) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  login constant text := '~' || label;
begin
  if verifier !~ '^SCRAM-SHA-256[$][0-9]+:[A-Za-z0-9+/=]+[$][A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
    perform refuse('device_proves_a_secret', '');
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
  execute format('grant levee_wall, levee_devices to %I', login);
end $$;
create function levee.shut_wall_login(label text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  login constant text := '~' || label;
begin
  if is_own_login(login) then
    execute format('alter role %I nologin password null', login);
    execute format('revoke levee_wall from %I', login);
  end if;
end $$;
revoke execute on function levee.make_wall_login, levee.shut_wall_login from public;
grant execute on function levee.make_wall_login, levee.shut_wall_login to levee_owner;
reset role;
revoke create on schema levee from levee_enroller;
revoke levee_enroller from current_user;
set local role levee_owner;

-- A wall is made, and ended, by who answers for what is seen of a team, or of the house: heads, the leader and deputies, administrators.
create function levee.keeps_walls() returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return exists (select from seat s where s.handle = levee.person() and s.seat in ('head', 'leader', 'deputy'))
    or pg_has_role(levee.person(), 'levee_admin', 'member');
end $$;

-- A link for one screen. What was made for this label before and not used is void. Returns until when the link is good.
create function levee.invite_wall(label text, digest bytea, valid_until timestamptz) returns timestamptz
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
begin
  perform enter(kind => 'person');
  if not keeps_walls() then
    perform refuse('wall_is_made_by_a_head', levee.person());
  elsif exists (select from wall w where w.login = '~' || invite_wall.label and w.ended_at = 'infinity' and w.valid_until > present) then
    perform refuse('wall_label_is_free', label);
  elsif not coalesce(invite_wall.valid_until between present + interval '1 hour' and present + interval '366 days', false) then
    perform refuse('wall_is_bounded', coalesce(invite_wall.valid_until::text, ''));
  end if;
  delete from wall_invitation i where i.label = invite_wall.label or i.expires_at < present;
  insert into wall_invitation (digest, label, person, made_at, expires_at, valid_until)
    values (invite_wall.digest, invite_wall.label, levee.person(), present, present + interval '1 hour', invite_wall.valid_until);
  return present + interval '1 hour';
end $$;

-- A link becomes a screen on the wall: for the console, which knows nothing of who made it. Whoever made it has to be of the house still.
create function levee.enrol_wall(code text, verifier text) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
  i record;
begin
  perform see_what_is_committed();
  delete from wall_invitation v where v.digest = sha256(convert_to(enrol_wall.code, 'UTF8')) returning v.* into i;
  if not found or i.expires_at < present
    or not exists (select from person p where p.handle = i.person and p.kind = 'person' and p.removed_at is null) then
    perform refuse('wall_code_is_good', '');
  end if;
  insert into wall as w (login, label, person, enrolled_at, valid_until)
    values ('~' || i.label, i.label, i.person, present, i.valid_until)
    on conflict on constraint wall_pkey do update set person = excluded.person, enrolled_at = excluded.enrolled_at,
      valid_until = excluded.valid_until, ended_at = 'infinity', ended_by = ''
      where w.ended_at < 'infinity' or w.valid_until < excluded.enrolled_at;
  if not found then
    perform refuse('wall_label_is_free', i.label);
  end if;
  perform make_wall_login(i.label, verifier, i.valid_until);
  return '~' || i.label;
end $$;
grant execute on function levee.enrol_wall to levee_console;

-- It shows nothing from this moment, in sessions that are open too.
create function levee.end_wall(label text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  if not keeps_walls() then
    perform refuse('wall_is_made_by_a_head', levee.person());
  end if;
  update wall w set ended_at = clock_timestamp(), ended_by = levee.person()
    where w.login = '~' || end_wall.label and w.ended_at = 'infinity';
  if not found then
    perform refuse('wall_is_on_record', label);
  end if;
  perform shut_wall_login(label);
  perform pg_terminate_backend(a.pid) from pg_stat_activity a where a.usename = '~' || end_wall.label and a.pid <> pg_backend_pid();
end $$;
grant execute on function levee.invite_wall, levee.end_wall to levee_staff, levee_admin;

-- Who reads the board: whoever has a team, or a screen that is on record.
create function levee.is_wall() returns boolean
language sql stable set search_path = levee, pg_temp as $$ select levee.person() like '~%' $$;
create function levee.enter_board() returns void
language plpgsql set search_path = levee, pg_temp as $$
begin
  if not is_wall() then
    perform enter();
  elsif not exists (select from wall w where w.login = levee.person() and w.ended_at = 'infinity'
      and w.valid_until > clock_timestamp()) then
    perform refuse('wall_is_on_record', levee.person());
  end if;
end $$;

-- Open incidents, the gravest first: where each stands, what is due next there, and its mentions in each of the last 24 hours. What is
-- counted of a restricted one is for its circle; the wall has nothing of it.
create function levee.board_incidents() returns table (id bigint, title text, severity levee.severity, stage levee.stage,
  exercise boolean, restricted boolean, duty text, team levee.team, time_left double precision, heat int[])
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_board();
  return query
    select i.id, i.title, i.severity, i.stage, i.exercise, i.restricted, coalesce(n.kind, ''), coalesce(n.team, 'staff'),
      coalesce(extract(epoch from n.due_at - n.now), 0)::double precision,
      case when i.restricted and not may_read(i.id) then '{}' else array(
        select coalesce(sum(t.mentions), 0)::int
        from generate_series(date_bin('1 hour', c.now, timestamptz '2000-01-01 00:00:00+00') - interval '23 hours', c.now, interval '1 hour') h
        left join (select r.bucket, r.mentions from trend r where r.incident_id = i.id and r.bucket > c.now - interval '25 hours') t
          on t.bucket >= h and t.bucket < h + interval '1 hour'
        group by h order by h) end
    from incident i cross join lateral (select levee.now(i.id) as now) c
    left join lateral (select o.kind, o.team, o.due_at, o.now from owed o where o.incident_id = i.id and o.due_at is not null
      order by o.due_at, o.id limit 1) n on true
    where i.stage <> 'closed' and not (i.restricted and is_wall())
    order by i.severity desc, i.id desc limit 50;
end $$;

-- What is unusual: of each subject the newest, and how many are open of it.
create function levee.board_signals() returns table (subject text, cue text, raised_at timestamptz, signals int)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_board();
  return query
    select s.subject, (array_agg(s.cue order by s.raised_at desc, s.id desc))[1], max(s.raised_at), count(*)::int
    from signal s where s.state = 'open' group by s.subject order by 3 desc, 1 limit 20;
end $$;

-- Whether the house hears and can speak: sources that are ill, channels on which something failed for good, tools that do not answer.
create function levee.board_health() returns table (sources int, sources_ill text[], channels int, channels_failed text[], tools int,
  tools_failing text[])
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_board();
  return query select
    (select count(*) from source)::int, array(select s.name from source s where s.is_ill order by 1),
    (select count(*) from channel)::int,
    array(select distinct c.title from work w join delivery d on d.id = w.subject and d.incident_id = w.incident_id
      join channel c on c.name = d.channel join incident i on i.id = d.incident_id and i.stage <> 'closed' and not i.restricted
      where w.kind in ('deliver', 'post') and w.state = 'dead' order by 1),
    (select count(*) from resource r where r.probe <> 'none' and r.retired_at = 'infinity')::int,
    array(select r.name from resource r where r.fails_since < 'infinity' and r.retired_at = 'infinity' order by 1);
end $$;

create function levee.board_duty() returns table (team levee.team, name text, until timestamptz)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_board();
  return query
    select s.team, p.display_name, max(s.ends_at)::timestamptz from shift s join person p on p.handle = s.handle
    where s.starts_at <= clock_timestamp() and s.ends_at > clock_timestamp() and s.handle in (select on_duty(s.team))
    group by s.team, p.handle order by 1, 2;
end $$;
grant execute on function levee.board_incidents, levee.board_signals, levee.board_health, levee.board_duty to levee_wall,
  levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
