-- Where mentions come from: feeds and folders that are looked at, inboxes that others push to, and how each is.

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
  checked_at timestamptz,
  person text not null default session_user,
  added_at timestamptz not null default clock_timestamp());
grant select on levee.source to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (name, kind, location, every, columns, reaches_private, token, silent_after),
  update (etag, last_modified, failures, problem, checked_at, every, last_item_at) on levee.source to levee_monitoring;
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
