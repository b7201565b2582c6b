-- Where mentions come from: feeds and folders that are looked at, inboxes that others push to, and how each is.

-- Whether PostgreSQL knows a time zone of that name.
create function levee.is_time_zone(name text) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  perform timestamptz '2000-01-01 00:00:00+00' at time zone name;
  return true;
exception when invalid_parameter_value then
  return false;
end $$;

-- How a zone's clocks stood against UTC: from when on, and by how many seconds they are ahead; "" is the company's zone, and the
-- server's own until a company is there. From
-- 1970 to next year: what is older or newer is of no mention.
create function levee.zone_offsets(name text) returns table (since timestamptz, seconds int)
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  zone constant text := coalesce(nullif(name, ''), (select c.zone from company c), current_setting('TimeZone'));
begin
  perform enter('{monitoring}');
  return query with
    days as (
      select d, extract(epoch from (d at time zone zone) - (d at time zone 'UTC'))::int as ahead
      from generate_series(timestamptz '1970-01-01 00:00:00+00', clock_timestamp() + interval '1 year', '1 day') d),
    changes as (
      select d, ahead, lag(d) over (order by d) as before, lag(ahead) over (order by d) as was from days)
    select coalesce(t.at, c.d), c.ahead from changes c
    -- The quarter of an hour from which the clocks stand so.
    left join lateral (
      select q as at from generate_series(c.before, c.d, '15 minutes') q
      where extract(epoch from (q at time zone zone) - (q at time zone 'UTC'))::int = c.ahead order by q limit 1) t on true
    where c.ahead is distinct from c.was order by 1;
end $$;
grant execute on function levee.zone_offsets, levee.is_time_zone to levee_monitoring;
grant execute on function levee.is_time_zone to levee_admin;

create table levee.source (
  id bigint generated always as identity primary key,
  name text not null constraint source_name_once unique constraint source_has_a_name check (btrim(name) <> '' and octet_length(name) <= 400),
  -- A feed and a folder are looked at; to an inbox others push.
  kind text not null constraint source_kind_is_known check (kind in ('feed', 'folder', 'inbox')),
  location text not null constraint source_has_a_location check ((btrim(location) <> '') = (kind <> 'inbox')),
  -- Of tables: which column is which part of a mention; '' guesses by the headings.
  columns text not null default '',
  -- Whether addresses of the own network may be asked.
  reaches_private boolean not null default false,
  -- SHA-256 of the token that whoever pushes has to show.
  token bytea not null default '' constraint source_inbox_has_a_token check ((kind = 'inbox') = (token <> '')),
  -- In which zone its times are read that name none; '' in the company's.
  time_zone text not null default '' constraint source_time_zone_is_real check (time_zone = '' or levee.is_time_zone(time_zone)),
  -- How long nothing new may come before logistics is told; 0 for ever.
  silent_after interval not null default '1 day' constraint source_silence_is_sane check (silent_after between '0' and '1 year'),
  last_item_at timestamptz,
  -- Counts the times that it began to fail or to be silent; each is told once.
  episode int not null default 0,
  is_ill boolean not null default false,
  every interval not null default '5 minutes' constraint source_interval_is_sane check (every between interval '1 second' and interval '7 days'),
  etag text not null default '',
  last_modified text not null default '',
  failures int not null default 0,
  problem text not null default '',
  -- What was taken in with a doubt: rows that were refused beside good ones, ids that stand for several posts, odd times.
  doubt text not null default '',
  checked_at timestamptz,
  person text not null default levee.person(),
  added_at timestamptz not null default clock_timestamp());
grant select on levee.source to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (name, kind, location, every, columns, reaches_private, token, silent_after, time_zone),
  update (etag, last_modified, failures, problem, doubt, checked_at, every, last_item_at) on levee.source to levee_monitoring;
create trigger a_entrance before insert or update on levee.source when (current_user <> 'levee_owner') execute function levee.enter_house('');
-- People say which sources there are, and how often they are looked at; how each is, the service that looked says.
create function levee.check_source() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform enter(kind => 'person');
  elsif to_jsonb(new) - 'every'::text <> to_jsonb(old) - 'every'::text then
    perform enter(kind => 'service');
  end if;
  return new;
end $$;
create trigger b_check before insert or update on levee.source for each row when (current_user <> 'levee_owner')
  execute function levee.check_source();
-- Forgets a source, and what was to be asked of it. (No team has the right to delete rows: whoever has it may lock the whole
-- table.)
create function levee.remove_source(wanted text) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{monitoring}', null, 'person');
  delete from source s where s.name = wanted;
  return found;
end $$;
grant execute on function levee.remove_source to levee_monitoring;
create unique index source_by_token on levee.source (token) where kind = 'inbox';
create function levee.queue_poll() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.kind <> 'inbox' then
      insert into work (kind, subject, attempts_allowed) values ('poll', new.id, 1000000000);
    end if;
  else
    delete from work where kind = 'poll' and subject = old.id;
  end if;
  return null;
end $$;
create trigger z_event after insert or delete or update of every on levee.source
  for each row execute function levee.house_event('id', 'name', 'kind', 'every');
create trigger d_queue after insert or delete on levee.source for each row execute function levee.queue_poll();

-- Which sources are ill: they failed three times in a row, or nothing new came for as long as that may be.
create function levee.examine_sources() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform enter(kind => 'service');
  with found as (
    select s.id, s.failures >= 3 or (s.silent_after > '0'
      and coalesce(s.last_item_at, s.added_at) < clock_timestamp() - s.silent_after) as ill from source s)
  update source s set is_ill = f.ill, episode = s.episode + f.ill::int from found f
    where f.id = s.id and s.is_ill <> f.ill;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function levee.examine_sources to levee_monitoring, levee_logistics;
