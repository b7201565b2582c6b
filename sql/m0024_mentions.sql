-- What monitoring collects: sources that are polled, mentions found there, and input that was refused.

create table levee.source (
  id bigint generated always as identity primary key,
  name text not null constraint source_name_once unique constraint source_has_a_name check (btrim(name) <> ''),
  kind text not null constraint source_kind_is_known check (kind in ('feed', 'folder')),
  location text not null constraint source_has_a_location check (btrim(location) <> ''),
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
grant insert (name, kind, location, every), update (etag, last_modified, failures, problem, checked_at, every), delete
  on levee.source to levee_monitoring;
create function levee.queue_poll() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into work (kind, subject, attempts_allowed) values ('poll', new.id, 1000000000);
  else
    delete from work where kind = 'poll' and subject = old.id;
  end if;
  return null;
end $$;
create trigger z_event after insert or delete on levee.source
  for each row execute function levee.house_event('id', 'name', 'kind');
create trigger d_queue after insert or delete on levee.source for each row execute function levee.queue_poll();

create table levee.mention (
  id bigint generated always as identity primary key,
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
  constraint mention_once_per_source unique (source, external_id));
create index mention_published on levee.mention (published_at desc, id desc);
create index mention_received on levee.mention (received_at);
grant select, insert (source, external_id, published_at, language, subject, author, url, title, text, extra)
  on levee.mention to levee_monitoring;
grant select on levee.mention to levee_leadership, levee_response;

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
  update mention w set author = '', url = '', subject = '', title = '', text = erased(), extra = '{}' where w.id = m.id;
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

-- Stores a batch: what is new, and how many were attached to incidents that watch for them. One transaction.
create function levee.store_mentions(sources text[], ids text[], published timestamptz[], languages text[],
  subjects text[], authors text[], urls text[], titles text[], texts text[], extras jsonb[]) returns bigint[]
language plpgsql set search_path = levee, pg_temp as $$
declare
  fresh bigint[];
begin
  with stored as (
    insert into mention (source, external_id, published_at, language, subject, author, url, title, text, extra)
    select u.source, case when u.id <> '' then u.id
        else 'sha256:' || encode(sha256(field(u.author) || field(u.url) || field(u.title) || field(u.text)), 'hex') end,
      coalesce(u.at, clock_timestamp()), u.language, u.subject, u.author, u.url, u.title, u.text, u.extra
    from unnest(sources, ids, published, languages, subjects, authors, urls, titles, texts, extras)
      u (source, id, at, language, subject, author, url, title, text, extra)
    on conflict (source, external_id) do nothing returning id)
  select array_agg(id) into fresh from stored;
  return array[coalesce(cardinality(fresh), 0), case when fresh is null then 0 else attach_watched(fresh) end];
end $$;
grant execute on function levee.store_mentions to levee_monitoring;
