-- What monitoring collects: sources that are polled, mentions found there, and input that was refused.

create table levee.source (
  id bigint generated always as identity primary key,
  name text not null constraint source_name_once unique constraint source_has_a_name check (btrim(name) <> ''),
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
  silent_after interval not null default '1 day' constraint source_silence_is_not_negative check (silent_after >= '0'),
  last_item_at timestamptz,
  -- Counts the times that it began to fail or to be silent; each is told once.
  episode int not null default 0,
  is_ill boolean not null default false,
  every interval not null default '5 minutes' constraint source_interval_is_sane check (every >= interval '1 second'),
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
  update (etag, last_modified, failures, problem, checked_at, every, last_item_at), delete on levee.source to levee_monitoring;
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
create trigger z_event after insert or delete on levee.source
  for each row execute function levee.house_event('id', 'name', 'kind');
create trigger d_queue after insert or delete on levee.source for each row execute function levee.queue_poll();

-- Which sources are ill: they failed three times in a row, or nothing new came for as long as that may be.
create function levee.examine_sources() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  with found as (
    select s.id, s.failures >= 3 or (s.silent_after > '0'
      and coalesce(s.last_item_at, s.added_at) < clock_timestamp() - s.silent_after) as ill from source s)
  update source s set is_ill = f.ill, episode = s.episode + f.ill::int from found f
    where f.id = s.id and s.is_ill <> f.ill;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function levee.examine_sources to levee_monitoring, levee_logistics;

-- Ids are drawn one by one, so that partitions by id fill evenly and in the order of arrival.
create sequence levee.mention_id as bigint;
grant usage, select on sequence levee.mention_id to levee_monitoring;

-- What is known already: one row for each mention, whatever partition holds it.
create table levee.mention_key (
  source text collate "C" not null,
  external_id text collate "C" not null,
  mention_id bigint not null,
  constraint mention_once_per_source primary key (source, external_id));

create table levee.mention (
  id bigint not null default nextval('levee.mention_id'),
  source text not null,
  external_id text not null,
  published_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  language text not null default '',
  subject text not null default '',
  author text not null default '',
  url text not null default '',
  title text not null default '',
  text text not null,
  extra jsonb not null default '{}',  -- unknown keys of the input, kept
  -- What was read off the text when it was taken in.
  sentiment smallint not null default 0 constraint mention_sentiment_is_a_side check (sentiment in (-1, 0, 1)),
  score real not null default 0 constraint mention_score_is_bounded check (score between -1 and 1),
  kind text not null default '',    -- an incident kind that its words point to
  cues int not null default 0,      -- what is told at once: one bit each (Analysis, ContentCue)
  hurt int not null default 0,      -- how many people it says are hurt
  bits bigint not null default 0,   -- by these two near copies are known (Analysis, Fingerprint)
  sketch bigint not null default 0,
  terms int[] not null default '{}',  -- pairs of ideographs and words, as numbers (Analysis, SearchTerms)
  constraint mention_has_an_id primary key (id)) partition by range (id);
grant select, insert on levee.mention to levee_monitoring;
grant select on levee.mention to levee_leadership, levee_response;

-- Batches that were taken in and not yet counted, grouped and looked at by monitoring's service.
create table levee.mention_batch (
  id bigint generated always as identity primary key,
  ids int8multirange not null,
  at timestamptz not null default clock_timestamp());
grant select, delete on levee.mention_batch to levee_monitoring;
grant select on levee.mention_batch to levee_ops, levee_supervisor;

-- How many ids a partition holds.
create function levee.mention_partition_size() returns bigint
language sql immutable set search_path = levee, pg_temp as 'select 262144::bigint';

-- The partition for an id, and the next one, so that nobody waits for it later.
create function levee.open_mention_partition(id bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  size constant bigint := mention_partition_size();
  number bigint;
  name text;
begin
  -- Only one session makes it; the lock carries no authority.
  perform pg_advisory_xact_lock(7246371);
  for number in select n from generate_series(id / size, id / size + 1) n loop
    name := 'mention_' || number;
    continue when to_regclass('levee.' || name) is not null;
    execute format('create table levee.%I (like levee.mention including defaults including constraints)', name);
    execute format('alter table levee.mention attach partition levee.%I for values from (%s) to (%s)', name,
      number * size, (number + 1) * size);
    execute format('alter table levee.%I set (autovacuum_vacuum_insert_scale_factor = 0.5)', name);
  end loop;
end $$;
select levee.open_mention_partition(0);

-- Which of a batch are new: the id that each gets, 0 for what is known. The caller stores them in the same transaction.
create function levee.admit_mentions(sources text[], ids text[]) returns bigint[]
language plpgsql security definer set search_path = levee, pg_temp
set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  drawn bigint[];
  fresh bigint[];
begin
  if current_team() <> 'monitoring' then
    perform refuse('mentions_are_taken_in_by_monitoring');
  end if;
  -- An array keeps the order that unnest gives.
  drawn := array(select case when not exists (select from mention_key k where k.source = u.source and k.external_id = u.id)
      then nextval('mention_id') end from unnest(sources, ids) u (source, id));
  with put as (
    insert into mention_key (source, external_id, mention_id)
      select u.source, u.id, u.drawn from unnest(sources, ids, drawn) u (source, id, drawn) where u.drawn is not null
      on conflict do nothing returning mention_id)
  select array_agg(mention_id) into fresh from put;
  if fresh is null then
    return array_fill(0::bigint, array[cardinality(ids)]);
  end if;
  -- Another session was faster with some of them.
  if cardinality(fresh) < cardinality(array_remove(drawn, null)) then
    drawn := array(select f from unnest(drawn) with ordinality d (id, place) left join unnest(fresh) f on f = d.id
      order by place);
  end if;
  if to_regclass('levee.mention_' || fresh[cardinality(fresh)] / mention_partition_size()) is null
    or to_regclass('levee.mention_' || fresh[1] / mention_partition_size()) is null
  then
    perform open_mention_partition(fresh[1]);
  end if;
  insert into mention_batch (ids) select range_agg(int8range(f, f + 1)) from unnest(fresh) f;
  return array(select coalesce(d.id, 0) from unnest(drawn) with ordinality d (id, place) order by d.place);
end $$;
grant execute on function levee.admit_mentions to levee_monitoring;

-- The partitions, and whether each has its index for searching.
create function levee.mention_partitions() returns table (name text, number bigint, is_indexed boolean)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return query select c.relname::text, (regexp_match(c.relname, '^mention_([0-9]+)$'))[1]::bigint,
      to_regclass('levee.' || c.relname || '_terms') is not null
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'mention'::regclass;
end $$;
grant execute on function levee.mention_partitions to levee_monitoring, levee_leadership, levee_response;

-- The index for searching is built when a partition is full, or quiet: while a flood runs in, nothing is slowed by it.
-- One partition a call. Returns its name; NULL when all is indexed.
create function levee.index_mentions() returns text
language plpgsql security definer set search_path = levee, pg_temp set maintenance_work_mem = '128MB' as $$
declare
  name text;
begin
  if current_team() <> 'monitoring' then
    perform refuse('mentions_are_taken_in_by_monitoring');
  end if;
  select p.name into name from mention_partitions() p
    where not p.is_indexed and (p.number < (select last_value from mention_id) / mention_partition_size()
      or (not exists (select from mention_batch b where b.at > clock_timestamp() - interval '20 seconds')
        and exists (select from mention m where m.id >= p.number * mention_partition_size()
          and m.id < (p.number + 1) * mention_partition_size())))
    order by p.number desc limit 1;
  if name is not null then
    execute format('create index %I on levee.%I using gin (terms)', name || '_terms', name);
    execute format('analyze levee.%I (id, published_at)', name);
  end if;
  return name;
end $$;
grant execute on function levee.index_mentions to levee_monitoring;

-- Whether a mention holds all words, which are in small letters.
create function levee.holds_words(m levee.mention, words text[]) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  said constant text := lower(m.title || ' ' || m.text || ' ' || m.subject || ' ' || m.author);
  word text;
begin
  foreach word in array words loop
    if strpos(said, word) = 0 then
      return false;
    end if;
  end loop;
  return true;
end $$;
grant execute on function levee.mention_partition_size, levee.holds_words to levee_monitoring, levee_leadership, levee_response;

-- The newest mentions of one partition up to an id that have all terms and hold all words. Only by the index of its terms,
-- if it has one: a planner that hopes to find enough on the way back from the newest reads all of what holds none. (A
-- partition has no grants of its own: who may call this may read mentions.)
create function levee.search_partition(name text, needed int[], words text[], top bigint, most int)
  returns setof levee.mention
language plpgsql stable security definer set search_path = levee, pg_temp set enable_indexscan = off set enable_seqscan = off as $$
begin
  return query execute format('select m.* from levee.%I m where m.terms @> $1 and levee.holds_words(m, $2) and m.id + 0 <= $3
    order by m.id desc limit $4', name) using needed, words, top, most;
end $$;

-- The newest mentions that hold all words, by arrival. The terms that such a mention must have narrow the search to an
-- index; without any (a single ideograph), only the newest are looked through.
create function levee.search_mentions(needed int[], words text[], most int) returns setof levee.mention
language plpgsql stable set search_path = levee, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  top bigint;
  low bigint;
  found_rows int;
  n int;
  part text;
begin
  select max(m.id) into top from mention m;
  low := top - case when cardinality(needed) = 0 then mention_partition_size() else 5000 end;
  -- What is said often is among the newest, and reading those beats any index.
  return query select m.* from mention m
    where m.id > low and m.id <= top and m.terms @> needed and holds_words(m, words) order by m.id desc limit most;
  get diagnostics found_rows = row_count;
  if cardinality(needed) = 0 or top is null or low <= 0 then
    return;
  end if;
  for part in select p.name from mention_partitions() p where p.number <= low / mention_partition_size()
    order by p.number desc
  loop
    exit when found_rows >= most;
    return query select * from search_partition(part, needed, words, low, most - found_rows);
    get diagnostics n = row_count;
    found_rows := found_rows + n;
  end loop;
end $$;
grant execute on function levee.search_partition, levee.search_mentions to levee_monitoring, levee_leadership, levee_response;

create table levee.incident_mention (
  incident_id bigint not null constraint incident_mention_is_of_an_incident references levee.incident,
  mention_id bigint not null constraint incident_mention_is_of_a_mention references levee.mention,
  primary key (incident_id, mention_id));
create trigger b_not_too_late before insert on levee.incident_mention
  for each row execute function levee.refuse_late('reviewing');
alter table levee.incident_mention enable row level security;
create policy incident_mention_is_read_by_its_people on levee.incident_mention for select
  using (levee.may_read(incident_id));
create policy incident_mention_is_written_by_its_people on levee.incident_mention for insert
  with check (levee.may_read(incident_id));
grant insert, select on levee.incident_mention to levee_monitoring;
grant select on levee.incident_mention to levee_leadership, levee_response, levee_logistics;

-- LAW-27: what somebody wrote is blanked, and with it who they are; that it was there, and the digest, stays.
create function levee.erase_mention(mention bigint, reason text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  m record;
begin
  if current_team() <> 'leadership' or not (holds_seat(session_user, 'leader') or holds_seat(session_user, 'legal')) then
    perform refuse('erasure_is_by_the_leader_or_legal', session_user);
  end if;
  if btrim(reason) = '' then
    perform refuse('erasure_has_a_reason');
  end if;
  select * into m from mention w where w.id = erase_mention.mention for update;
  if not found then
    perform refuse('erasure_is_of_a_text', mention::text);
  end if;
  update mention w set author = '', url = '', subject = '', title = '', text = erased(), extra = '{}', terms = '{}',
    bits = 0, sketch = 0 where w.id = m.id;
  perform write_event(next_event(), 0, 'mention_erased', session_user, 'leadership', clock_timestamp(),
    jsonb_build_object('id', m.id, 'reason', reason));
end $$;
grant execute on function levee.erase_mention to levee_leadership;

-- The trend of an open incident: attached mentions per quarter of an hour.
create table levee.trend (
  incident_id bigint not null constraint trend_is_of_an_incident references levee.incident,
  bucket timestamptz not null,
  mentions int not null,
  primary key (incident_id, bucket)) with (fillfactor = 70);
grant select on levee.trend to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_ops;

create function levee.count_trend() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into trend as t (incident_id, bucket, mentions)
    select a.incident_id, date_bin('15 minutes', m.published_at, timestamptz '2000-01-01 00:00:00+00'), count(*)
    from added a join mention m on m.id = a.mention_id group by 1, 2
    on conflict (incident_id, bucket) do update set mentions = t.mentions + excluded.mentions;
  return null;
end $$;
create trigger d_trend after insert on levee.incident_mention referencing new table as added
  for each statement execute function levee.count_trend();

-- Attaches fresh mentions to the open incidents whose watch words they contain.
create function levee.attach_watched(fresh bigint[]) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  insert into incident_mention (incident_id, mention_id)
    select distinct w.incident_id, m.id
    from watch w join incident i on i.id = w.incident_id and i.stage <> 'closed'
    join mention m on m.id = any (fresh)
      and position(lower(w.keyword) in lower(m.title || ' ' || m.text || ' ' || m.subject)) > 0
    on conflict do nothing;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function levee.attach_watched to levee_monitoring;

-- Input that could not be read, kept for inspection with its place and the reason.
create table levee.rejected_input (
  id bigint generated always as identity primary key,
  source text not null,
  line bigint not null,
  reason text not null,
  raw text not null,
  at timestamptz not null default clock_timestamp());
grant insert (source, line, reason, raw) on levee.rejected_input to levee_monitoring;
grant select on levee.rejected_input to levee_monitoring, levee_ops;
