-- What monitoring makes of the mentions: counts over time, and stories, which are near copies grouped; and the names that a
-- company wants to hear about. What it makes of those is m0035_signals.

-- Mentions per five minutes, subject, kind and source: what trends, boards and the search for bursts read, instead of the
-- mentions themselves.
create table levee.mention_count (
  bucket timestamptz not null,
  subject text collate "C" not null,
  kind text collate "C" not null,
  source text collate "C" not null,
  mentions int not null,
  negative int not null,
  constraint mention_count_once primary key (bucket, subject, kind, source)) with (fillfactor = 80);
create index mention_count_of_subject on levee.mention_count (subject, bucket);
grant select on levee.mention_count to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_ops;

-- A story is known by its first mention, and comes into being with the second copy.
create table levee.story (
  id bigint not null constraint story_is_known_by_its_first_mention primary key,
  subject text not null,
  kind text not null,
  cues int not null,
  copies int not null default 0,
  negative int not null default 0,
  sources int not null default 0,
  first_seen timestamptz not null,
  last_seen timestamptz not null) with (fillfactor = 80);
create index story_newest on levee.story (last_seen desc);
create index story_of_subject on levee.story (subject, last_seen desc);
create table levee.story_mention (
  mention_id bigint not null constraint story_mention_is_in_one_story primary key,
  story_id bigint not null);
create index story_mention_of_story on levee.story_mention (story_id, mention_id);
create table levee.story_source (
  story_id bigint not null,
  source text not null,
  constraint story_source_once primary key (story_id, source));
grant select on levee.story, levee.story_mention, levee.story_source to levee_monitoring, levee_leadership,
  levee_response, levee_logistics;

-- What a company wants to hear about, each with the words that stand for it.
create table levee.tracked_name (
  name text constraint tracked_name_once primary key
    constraint tracked_name_is_said check (btrim(name) <> '' and octet_length(name) <= 400),
  kind text not null constraint tracked_name_kind_is_known check (kind in ('company', 'product', 'service', 'person')),
  words text[] not null constraint tracked_name_has_words check (cardinality(words) > 0),
  -- Whoever says a name that alerts is told of at once.
  alerts boolean not null default false,
  person text not null default levee.person(),
  at timestamptz not null default clock_timestamp());
grant select, insert (name, kind, words, alerts), update (kind, words, alerts) on levee.tracked_name to levee_monitoring;
create trigger a_entrance before insert or update on levee.tracked_name when (current_user <> 'levee_owner') execute function levee.enter_house('person');
create function levee.untrack(wanted text) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{monitoring}', null, 'person');
  delete from tracked_name t where t.name = wanted;
  return found;
end $$;
grant execute on function levee.untrack to levee_monitoring;
grant select on levee.tracked_name to levee_leadership, levee_response, levee_logistics;
create trigger z_event after insert or update or delete on levee.tracked_name
  for each row execute function levee.house_event('kind', 'alerts');

-- The one piece of work of the service that looks at what was taken in: only who holds it may write what follows.
insert into levee.work (kind, name, attempts_allowed) values ('analyse', 'mentions', 1000000000);

-- Which process looked last: another has to read again what it has in mind.
create table levee.analyst (
  only_row boolean primary key default true constraint analyst_is_one_row check (only_row),
  process uuid not null);
insert into levee.analyst (process) values ('00000000-0000-0000-0000-000000000000');

create function levee.hold_analysis(held uuid) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{monitoring}', null, 'service');
  perform from work w where w.kind = 'analyse' and w.token = held and w.holder = levee.person()
    and w.lease_until > clock_timestamp() for share;
  if not found then
    perform refuse('analysis_is_by_who_holds_it');
  end if;
end $$;

-- A process begins to look. Returns whether it was the last that did; another tries again what that one could not look at.
create function levee.sit_down(held uuid, who uuid) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  was uuid;
begin
  perform hold_analysis(held);
  select a.process into was from analyst a for update;
  if was <> who then
    update analyst set process = who;
    update mention_batch b set problem = '' where b.problem <> '';
  end if;
  return was = who;
end $$;
grant execute on function levee.sit_down to levee_monitoring;

-- Puts aside a batch that cannot be looked at, with the reason: the others are not to wait for it. It stays in the list.
create function levee.put_batch_aside(held uuid, batch bigint, why text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform hold_analysis(held);
  update mention_batch b set problem = left(coalesce(nullif(why, ''), 'unknown'), 500) where b.id = put_batch_aside.batch;
end $$;
grant execute on function levee.put_batch_aside to levee_monitoring;

-- Counts the batches, groups their copies and takes them off the list, all at once. Copies come as pairs: a mention, and
-- the first mention of its story, which begins with the first of its copies. A later wording of a mention is not one more.
create function levee.absorb(held uuid, batches bigint[], copies bigint[], stories bigint[]) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  absorbed int;
  ids int8multirange;
  begun bigint[];
begin
  perform hold_analysis(held);
  with gone as (delete from mention_batch b where b.id = any (batches) returning b.ids)
  select range_agg(g.ids) into ids from gone g;
  with counted as (
    select date_bin('5 minutes', m.published_at, timestamptz '2000-01-01 00:00:00+00') as bucket, m.subject, m.kind, m.source,
      count(*)::int as mentions, (count(*) filter (where m.sentiment < 0))::int as negative
    from mention m where m.id >= lower(ids) and m.id < upper(ids) and m.id <@ ids and m.revises = 0
    group by 1, 2, 3, 4),
  added as (
    insert into mention_count as c (bucket, subject, kind, source, mentions, negative)
      select * from counted order by bucket, subject, kind, source
      on conflict (bucket, subject, kind, source) do update
        set mentions = c.mentions + excluded.mentions, negative = c.negative + excluded.negative
      returning 1)
  select coalesce(sum(mentions), 0) into absorbed from counted;
  perform attach_watched(ids);
  if cardinality(copies) > 0 then
    with new_story as (
      insert into story (id, subject, kind, cues, first_seen, last_seen)
        select m.id, m.subject, m.kind, m.cues, m.published_at, m.published_at
        from (select distinct s from unnest(stories) s where not exists (select from story k where k.id = s)) t join mention m on m.id = t.s
        on conflict do nothing returning id)
    select coalesce(array_agg(id), '{}') into begun from new_story;
    with fresh as (
      insert into story_mention (mention_id, story_id) select * from unnest(copies || begun, stories || begun) on conflict do nothing
        returning mention_id, story_id),
    of_fresh as materialized (
      select f.story_id, m.sentiment, m.cues, m.published_at, m.source from fresh f join mention m on m.id = f.mention_id),
    new_sources as (
      insert into story_source (story_id, source) select distinct story_id, source from of_fresh on conflict do nothing returning story_id),
    -- Added up in one pass: a crowd of stories is joined with itself nowhere.
    grown as (
      select g.story_id, sum(g.copies)::int as copies, sum(g.negative)::int as negative, bit_or(g.cues) as cues,
        min(g.first_seen) as first_seen, max(g.last_seen) as last_seen, sum(g.sources)::int as sources
      from (
        select story_id, count(*) as copies, count(*) filter (where sentiment < 0) as negative, bit_or(cues) as cues,
          min(published_at) as first_seen, max(published_at) as last_seen, 0 as sources from of_fresh group by 1
        union all select story_id, 0, 0, 0, null, null, 1 from new_sources) g
      group by 1)
    update story s set copies = s.copies + g.copies, negative = s.negative + g.negative, cues = s.cues | g.cues,
        first_seen = least(s.first_seen, g.first_seen), last_seen = greatest(s.last_seen, g.last_seen), sources = s.sources + g.sources
      from grown g where s.id = g.story_id;
  end if;
  return absorbed;
end $$;
grant execute on function levee.absorb to levee_monitoring;
