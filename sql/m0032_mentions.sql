-- Mentions: what was found, once each, in partitions by the order of arrival; those of an incident, and their trend; and input
-- that was refused.

-- Ids are drawn one by one, so that partitions by id fill evenly and in the order of arrival.
create sequence levee.mention_id as bigint;
grant usage, select on sequence levee.mention_id to levee_monitoring;

-- What is known already: one row for each mention, whatever partition holds it. An id does not always stand for one post: a
-- spreadsheet rounds ids, a feed gives the same to all, an author edits. So the key knows what was said, and where.
create table levee.mention_key (
  source text collate "C" not null,
  external_id text collate "C" not null,
  mention_id bigint not null,
  content bigint not null,  -- a hash of title and text
  link bigint not null,     -- a hash of the address; 0 where there is none
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
  -- How far it is heard, where the input says so.
  followers bigint constraint mention_followers_are_counted check (followers between 0 and 1e12),
  reads bigint constraint mention_reads_are_counted check (reads between 0 and 1e12),
  reposts bigint constraint mention_reposts_are_counted check (reposts between 0 and 1e12),
  hot_rank int constraint mention_hot_rank_is_a_place check (hot_rank > 0),
  bits bigint not null default 0,   -- by these two near copies are known (Analysis, Fingerprint)
  sketch bigint not null default 0,
  revises bigint not null default 0,  -- the mention that this is a later wording of
  terms int[] not null default '{}',  -- pairs of ideographs and words, as numbers (Analysis, SearchTerms)
  -- What is counted or looked up by fits into an index; nothing is longer than a person would read.
  constraint mention_fits check (octet_length(source) <= 400 and octet_length(external_id) <= 1000
    and octet_length(subject) <= 400 and octet_length(kind) <= 100 and octet_length(language) <= 100
    and octet_length(author) <= 2000 and octet_length(url) <= 8000 and octet_length(title) <= 20000
    and octet_length(text) <= 400000),
  constraint mention_has_an_id primary key (id)) partition by range (id);
-- What stands in its place when it is erased is the owner's to write: nobody else changes a mention.
grant select, insert on levee.mention to levee_monitoring;
grant select on levee.mention to levee_leadership, levee_response;
create trigger a_entrance before insert on levee.mention when (current_user <> 'levee_owner') execute function levee.enter_house('');

-- Batches that were taken in and not yet counted, grouped and looked at by monitoring's service.
-- `keys` is a digest of what was admitted: at commit, exactly that has to be there. So nobody makes a post known that nobody stored.
create table levee.mention_batch (
  id bigint generated always as identity primary key,
  ids int8multirange not null,
  keys bytea not null,
  xact xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  problem text not null default '');  -- why it could not be looked at; it is tried again by the next process that looks
grant select (id, ids, at, problem) on levee.mention_batch to levee_monitoring, levee_admin, levee_ops, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- A digest of what was admitted or stored: of each mention its id and key, with the house's salt.
create function levee.batch_digest(keys text) returns bytea
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select sha256(h.salt || convert_to(batch_digest.keys, 'UTF8')) from house h);
end $$;

create function levee.batch_is_stored() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.keys is distinct from (
    select batch_digest(string_agg(m.id || chr(10) || m.source || chr(10) || m.external_id, chr(11) order by m.id))
    from mention m where m.id >= lower(new.ids) and m.id < upper(new.ids) and m.id <@ new.ids) then
    perform refuse('mentions_are_stored_as_admitted', new.ids::text);
  end if;
  return null;
end $$;
-- Nor is a mention stored that was not admitted in the same transaction: its id is nobody's to choose.
create function levee.mention_is_admitted() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  admitted constant int8multirange := (select range_agg(r) from mention_batch b, unnest(b.ids) r
    where b.xact = pg_current_xact_id());
begin
  if exists (select from added a where a.id <@ admitted is not true) then
    perform refuse('mentions_are_stored_as_admitted');
  end if;
  return null;
end $$;
create trigger y_admitted after insert on levee.mention referencing new table as added for each statement
  when (current_user <> 'levee_owner') execute function levee.mention_is_admitted();
create constraint trigger batch_is_stored after insert on levee.mention_batch deferrable initially deferred
  for each row execute function levee.batch_is_stored();

-- What was erased is known again by this, and by nothing else: a digest with the house's own salt.
create table levee.erased_key (digest bytea primary key);
create function levee.erased_key_of(source text, external_id text) returns bytea
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select sha256(h.salt || field(erased_key_of.source) || field(erased_key_of.external_id)) from house h);
end $$;

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
  -- Only one session makes it. The lock is on a row that no login can lock.
  perform from house for update;
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

-- What mentions are about, each under one spelling: the first that came. Case, width and outer blanks make no difference.
create table levee.subject (
  key text collate "C" constraint subject_once primary key,
  name text not null constraint subject_fits check (octet_length(name) <= 400));
create function levee.subject_key(said text) returns text
language sql immutable set search_path = levee, pg_temp as $$select lower(normalize(btrim(said), nfkc))$$;

-- The spelling of each, in their order.
create function levee.subject_names(said text[]) returns text[]
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{monitoring}');
  insert into subject (key, name) select distinct on (1) subject_key(w), w from unnest(said) w order by 1, 2 desc on conflict do nothing;
  return array(select s.name from unnest(said) with ordinality u (w, place) join subject s on s.key = subject_key(u.w)
    order by u.place);
end $$;
grant execute on function levee.subject_names to levee_monitoring;

-- The key of another post, or of a later wording, under an id that is known.
create function levee.version_key(id text, content bigint) returns text
language sql immutable set search_path = levee, pg_temp as $$select id || chr(31) || to_hex(content)$$;

-- Later wordings of a mention that are kept: a page that counts its own readers has a new one at each look.
create function levee.most_wordings() returns int
language sql immutable set search_path = levee, pg_temp as 'select 20';

-- Which of a batch are new, each with the id that it gets (0 for what is known), the key under which it is kept, and the
-- mention that it revises (both null when no id stands for more than one text). The caller stores them in the same transaction, as they are given.
-- Known is what was said under the same id before. Another text at the same address, or with none to compare, is a later
-- wording; at another address it is another post. `beside`: the batch has stood beside others of the same ids in one document,
-- which does not hold two wordings of one post: only the same address makes one of them.
create function levee.admit_mentions(sources text[], ids text[], contents bigint[], links bigint[], beside boolean default false,
  out admitted bigint[], out keys text[], out revised bigint[])
language plpgsql security definer set search_path = levee, pg_temp
set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  drawn bigint[];
  fresh bigint[];
begin
  perform enter('{monitoring}');
  keys := ids;
  -- An array keeps the order that unnest gives. 0: the id is known, with another text.
  drawn := array(select case when k.mention_id is null then nextval('mention_id') when k.content <> u.content then 0 end
      from unnest(sources, ids, contents) u (source, id, content)
      left join mention_key k on k.source = u.source and k.external_id = u.id);
  if 0 = any (drawn) then
    select array_agg(case when u.drawn <> 0 then u.drawn when v.is_wanted then nextval('mention_id') end order by u.place),
        array_agg(coalesce(v.key, u.id) order by u.place), array_agg(coalesce(v.revises, 0) order by u.place)
      into drawn, keys, revised
      from unnest(sources, ids, contents, links, drawn) with ordinality u (source, id, content, link, drawn, place)
      left join lateral (
        select n.key, n.revises, not exists (select from mention_key o where o.source = u.source and o.external_id = n.key)
            and not exists (select from erased_key e where e.digest = erased_key_of(u.source, u.id))
            and (n.revises = 0 or most_wordings() > (select count(*) from mention_key o where o.source = u.source
              and o.external_id > u.id || chr(31) and o.external_id < u.id || chr(32))) as is_wanted
        from mention_key k, lateral (select version_key(u.id, u.content) as key,
          case when u.link <> k.link and (beside or u.link <> 0 and k.link <> 0) or beside and u.link = 0
            then 0 else k.mention_id end as revises) n
        where u.drawn = 0 and k.source = u.source and k.external_id = u.id) v on true;
  end if;
  if exists (select from erased_key) then
    drawn := array(select case when exists (select from erased_key e where e.digest = erased_key_of(u.source, u.id)) then null
      else u.drawn end from unnest(sources, keys, drawn) with ordinality u (source, id, drawn, place) order by u.place);
  end if;
  with put as (
    insert into mention_key (source, external_id, mention_id, content, link)
      select u.source, u.id, u.drawn, u.content, u.link
      from unnest(sources, keys, drawn, contents, links) u (source, id, drawn, content, link) where u.drawn is not null
      on conflict do nothing returning mention_id)
  select array_agg(mention_id) into fresh from put;
  if fresh is null then
    keys := null;
    revised := null;
    admitted := array_fill(0::bigint, array[cardinality(ids)]);
    return;
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
  insert into mention_batch (ids, keys)
    select range_agg(int8range(u.drawn, u.drawn + 1)),
      batch_digest(string_agg(u.drawn || chr(10) || u.source || chr(10) || u.id, chr(11) order by u.drawn))
    from unnest(sources, admit_mentions.keys, drawn) u (source, id, drawn) where u.drawn is not null;
  -- What a service takes in is its daily work; what a person does is on record.
  if not is_service() then
    perform write_event(next_event(), 0, 'mentions_taken_in', levee.person(), 'monitoring', clock_timestamp(),
      jsonb_build_object('mentions', cardinality(fresh), 'from', (select min(f) from unnest(fresh) f),
        'to', (select max(f) from unnest(fresh) f)));
  end if;
  if revised is null then
    keys := null;
  end if;
  admitted := array(select coalesce(d.id, 0) from unnest(drawn) with ordinality d (id, place) order by d.place);
end $$;
grant execute on function levee.admit_mentions to levee_monitoring;

-- What belongs to an incident, with a salted digest of what it said when it was attached. Each statement that attaches some is
-- one event, with a digest of their digests. Levee attaches by watch words, also where the person who takes mentions in may not
-- know that they are watched for: then they learn nothing of it.
create table levee.incident_mention (
  incident_id bigint not null constraint incident_mention_is_of_an_incident references levee.incident,
  mention_id bigint not null constraint incident_mention_is_of_a_mention references levee.mention,
  event_id bigint not null default 0,
  salt bytea not null default '',
  digest bytea not null default '',
  primary key (incident_id, mention_id));
create index incident_mention_of_mention on levee.incident_mention (mention_id);

-- A digest of everything that a mention says, and of where it was found.
create function levee.mention_digest(m levee.mention, salt bytea) returns bytea
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return sha256(mention_digest.salt || field(m.source) || field(m.external_id) || field(m.author) || field(m.url) || field(m.subject)
    || field(m.title) || field(m.text) || field(m.extra::text));
end $$;
-- The digest over what one event attached.
create function levee.attached_digest(incident bigint, event bigint) returns text
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select encode(sha256(string_agg(field(a.mention_id::text) || a.digest, ''::bytea order by a.mention_id)), 'hex')
    from incident_mention a where a.incident_id = attached_digest.incident and a.event_id = attached_digest.event);
end $$;

create trigger a_entrance before insert on levee.incident_mention when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
-- LAW-3, LAW-22: not to an incident that is closed; nor, where somebody writes it, to one that they may not read. Once a statement.
create function levee.check_attached() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i record;
begin
  for i in select v.id, v.stage, v.restricted from incident v where v.id in (select a.incident_id from added a) order by v.id for share
  loop
    if i.stage > 'reviewing' then
      perform refuse('incident_mention_is_not_too_late', i.stage::text);
    elsif i.restricted and tg_argv[0] = 'asked' and not may_read(i.id) then
      perform refuse('incident_is_open_to_its_named_people', i.id::text);
    end if;
  end loop;
  return null;
end $$;
create trigger b_check_asked after insert on levee.incident_mention referencing new table as added
  for each statement when (current_user <> 'levee_owner') execute function levee.check_attached('asked');
create trigger b_check_by_law after insert on levee.incident_mention referencing new table as added
  for each statement when (current_user = 'levee_owner') execute function levee.check_attached('by_law');
create trigger z_append_only before update or delete on levee.incident_mention
  for each row execute function levee.append_only('event_id', 'salt', 'digest');
call levee.hide_from_outsiders('incident_mention');
create policy incident_mention_is_written on levee.incident_mention for insert with check (true);
grant insert (incident_id, mention_id), select on levee.incident_mention to levee_monitoring;
grant select on levee.incident_mention to levee_leadership, levee_response, levee_logistics;

-- LAW-27: texts that are of no incident: what somebody wrote is blanked, and with it who they are, and where; that it was there, and
-- a digest, stays.
create table levee.house_erasure (
  kind text not null constraint house_erasure_is_of_a_text check (kind in ('mention', 'report', 'signal', 'rejected_input', 'delegation', 'contact')),
  target bigint not null,
  incident_id bigint not null default 0 constraint house_erasure_is_of_the_house check (incident_id = 0),
  reason text not null constraint house_erasure_has_a_reason check (btrim(reason) <> '')
    constraint house_erasure_reason_is_not_too_long check (octet_length(reason) <= 200000),
  person text not null,
  team levee.team not null,
  at timestamptz not null,
  event_id bigint not null,
  salt bytea not null,
  primary key (kind, target));
insert into levee.text_kept (kind, columns) values ('house_erasure', '{reason}');
alter table levee.house_erasure alter column reason set statistics 0;
grant select on levee.house_erasure to levee_leadership;
create trigger z_append_only before update or delete on levee.house_erasure
  for each row execute function levee.append_only();

create function levee.erase_of_house(kind text, target bigint, reason text) returns void
language plpgsql security definer set search_path = levee, pg_temp set bytea_output = 'hex' as $$
declare
  m mention;
  e house_erasure;
begin
  perform enter('{leadership}', null, 'person');
  if not always_reads(0, levee.person()) then
    perform refuse('erasure_is_by_the_leader_or_legal', levee.person());
  end if;
  insert into house_erasure (kind, target, reason, person, team, at, event_id, salt)
    values (erase_of_house.kind, erase_of_house.target, erase_of_house.reason, levee.person(), 'leadership', clock_timestamp(),
      next_event(), new_salt())
    returning * into e;
  case e.kind
    when 'mention' then
      select * into m from mention w where w.id = e.target for update;
      if not found then
        perform refuse('erasure_is_of_a_text', e.target::text);
      end if;
      insert into erased_key (digest) values (erased_key_of(m.source, m.external_id)) on conflict do nothing;
      delete from mention_key k where k.source = m.source and k.external_id = m.external_id;
      update incident_mention a set salt = '' where a.mention_id = m.id;
      delete from subject s where s.key = subject_key(m.subject);
      update mention w set external_id = '', author = '', url = '', subject = '', title = '', text = erased(), extra = '{}',
        terms = '{}', bits = 0, sketch = 0 where w.id = m.id;
    when 'report' then update report r set text = erased() where r.id = e.target;
    when 'signal' then update signal g set subject = erased() || g.id, reasons = '{}',
      reason = case when g.reason = '' then '' else erased() end where g.id = e.target;
    when 'rejected_input' then update rejected_input r set raw = erased(), reason = erased() where r.id = e.target;
    when 'delegation' then update delegation d set reason = erased() where d.id = e.target;
    when 'contact' then
      update media_talk t set said = erased() where t.contact_id = e.target;
      update media_contact c set name = erased(), outlet = '', beat = '', prefers = '', reach = '', removed_at = clock_timestamp()
        where c.id = e.target;
  end case;
  if not found then
    perform refuse('erasure_is_of_a_text', e.target::text);
  end if;
  perform write_event(e.event_id, 0, 'house_erasure', e.person, e.team::text, e.at, jsonb_strip_nulls(jsonb_build_object(
    'kind', e.kind, 'target', e.target, 'digest', case when m.id is not null then encode(mention_digest(m, new_salt()), 'hex') end,
    'text', encode(text_digest(to_jsonb(e), '{reason}'), 'hex'))));
end $$;
grant execute on function levee.erase_of_house to levee_leadership;

-- The trend of an open incident: attached mentions per quarter of an hour.
create table levee.trend (
  incident_id bigint not null constraint trend_is_of_an_incident references levee.incident,
  bucket timestamptz not null,
  mentions int not null,
  primary key (incident_id, bucket)) with (fillfactor = 70);
grant select on levee.trend to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_ops;
call levee.hide_from_outsiders('trend');

-- After each statement that attaches mentions: their digests, one event an incident, and the counts.
create function levee.mentions_attached() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i record;
begin
  for i in select a.incident_id, count(*) as mentions, next_event() as event_id, new_salt() as salt from added a
    group by 1 order by 1
  loop
    update incident_mention a set event_id = i.event_id, salt = i.salt, digest = mention_digest(m, i.salt)
      from added n join mention m on m.id = n.mention_id
      where n.incident_id = i.incident_id and a.incident_id = i.incident_id and a.mention_id = n.mention_id;
    perform write_event(i.event_id, i.incident_id, 'mentions_attached', levee.person(), current_team()::text, levee.now(i.incident_id),
      jsonb_build_object('mentions', i.mentions, 'text', attached_digest(i.incident_id, i.event_id)));
  end loop;
  insert into trend as t (incident_id, bucket, mentions)
    select a.incident_id, date_bin('15 minutes', m.published_at, timestamptz '2000-01-01 00:00:00+00'), count(*)
    from added a join mention m on m.id = a.mention_id group by 1, 2
    on conflict (incident_id, bucket) do update set mentions = t.mentions + excluded.mentions;
  return null;
end $$;
create trigger d_attached after insert on levee.incident_mention referencing new table as added
  for each statement execute function levee.mentions_attached();

-- Attaches mentions to the open incidents whose watch words they contain: by the service that looks at what was taken in, not by who
-- took it in, who would learn from it what is watched for.
create function levee.attach_watched(fresh int8multirange) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int := 0;
begin
  if exists (select from watch w join incident i on i.id = w.incident_id and i.stage <> 'closed') then
    insert into incident_mention (incident_id, mention_id)
      select distinct w.incident_id, m.id
      from watch w join incident i on i.id = w.incident_id and i.stage <> 'closed'
        and not exists (select from drill d where d.incident_id = i.id)
      join mention m on m.id >= lower(fresh) and m.id < upper(fresh) and m.id <@ fresh
        and position(lower(w.keyword) in lower(m.title || ' ' || m.text || ' ' || m.subject)) > 0
      on conflict do nothing;
    get diagnostics n = row_count;
  end if;
  return n;
end $$;

-- Input that could not be read, kept for inspection with its place and the reason.
create table levee.rejected_input (
  id bigint generated always as identity primary key,
  source text not null,
  line bigint not null,
  reason text not null,
  raw text not null,
  at timestamptz not null default clock_timestamp());
grant insert (source, line, reason, raw) on levee.rejected_input to levee_monitoring;
create trigger a_entrance before insert on levee.rejected_input when (current_user <> 'levee_owner') execute function levee.enter_house('');
grant select on levee.rejected_input to levee_monitoring;
