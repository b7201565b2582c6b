-- Mentions: what was found, once each, in partitions by the order of arrival; those of an incident, and their trend; and input
-- that was refused.

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
grant select on levee.mention_batch to levee_admin, levee_ops, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

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
