-- The audit: sealing, verification, checkpoints, erasure.
--
-- LAW-14: history is sealed; what is edited, missing, inserted or reordered, in events or in texts, is found and named.
-- LAW-27: a text is erased only by a decision of the leader or of legal, with a reason; its digest stays, and says so.

-- LAW-14: chains what is committed, incident by incident, in the order in which it is found. An event whose
-- transaction is still open takes a later place; it holds no chain up.
create function levee.seal_events(candidate uuid, held bigint, most int default 1000) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  e record;
  chain_now bigint := -1;
  link bytea;
  n bigint;
  chains bigint[] := '{}';
  sequences bigint[] := '{}';
  events bigint[] := '{}';
  links bytea[] := '{}';
  hashes bytea[] := '{}';
begin
  perform hold_term(candidate, held);
  for e in
    -- Each limit is a fence: what waits is looked up one by one, whatever the statistics say of a table that is never the same.
    select u.event_id as id, u.chain, v.payload, head.sequence, head.hash
    from (select w.event_id, w.chain from unsealed w order by w.chain, w.event_id limit most) u
    cross join lateral (select w.payload from event w where w.id = u.event_id limit 1) v
    left join lateral (select s.sequence, s.hash from seal s where s.chain = u.chain order by s.sequence desc limit 1) head on true
    order by u.chain, u.event_id
  loop
    if e.chain <> chain_now then
      chain_now := e.chain;
      n := coalesce(e.sequence, 0);
      link := coalesce(e.hash, sha256(field('levee')));
    end if;
    n := n + 1;
    chains := chains || e.chain;
    sequences := sequences || n;
    events := events || e.id;
    links := links || link;
    link := sha256(link || field(n::text) || field(e.payload));
    hashes := hashes || link;
  end loop;
  insert into seal (chain, sequence, event_id, previous, hash)
    select * from unnest(chains, sequences, events, links, hashes);
  delete from unsealed u where u.event_id = any (events);
  return cardinality(events);
end $$;

-- The texts of the rows beside their events: a row that is missing, one that no event knows, one whose text is not what
-- was hashed, and those that were erased.
create function levee.verify_texts(wanted bigint default null)
  returns table (chain bigint, sequence bigint, event_id bigint, fault text)
language plpgsql stable security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set bytea_output = 'hex' as $$
#variable_conflict use_column
declare
  kept record;
begin
  for kept in select k.kind, k.columns, case k.kind when 'incident' then 'id' else 'incident_id' end as owning
    from text_kept k order by k.kind
  loop
    return query execute format($q$
      select x.chain, s.sequence, x.id, x.fault from (
        select e.chain, e.id, case
            when r.event_id is null then
              case when not exists (select from levee.undoing u where u.target_event = e.id) then 'row_missing' end
            when octet_length(r.salt) = 0 then
              case when exists (select from levee.erasure w where w.target_event = e.id) then 'erased' else 'text_edited' end
            when encode(levee.text_digest(to_jsonb(r), $2), 'hex') is distinct from e.payload::jsonb -> 'data' ->> 'text'
              then 'text_edited' end as fault
          from levee.event e left join levee.%1$I r on r.event_id = e.id and r.%2$I = e.chain
          where e.kind = %1$L and ($1 is null or e.chain = $1)
        union all
        select r.%2$I, r.event_id, 'row_without_event' from levee.%1$I r
          where ($1 is null or r.%2$I = $1)
            and not exists (select from levee.event e where e.id = r.event_id and e.kind = %1$L and e.chain = r.%2$I)) x
      left join levee.seal s on s.event_id = x.id
      where x.fault is not null $q$, kept.kind, kept.owning) using wanted, kept.columns;
  end loop;
  -- What an incident is called is what it was called last.
  return query
    select i.id, l.sequence, c.event_id, 'text_edited' from incident i
    cross join lateral (select coalesce(r.title, i.opened_as) as title, coalesce(r.event_id, i.event_id) as event_id
      from (select) one left join lateral (select n.title, n.event_id from reclassification n where n.incident_id = i.id
        order by n.id desc limit 1) r on true) c
    left join seal l on l.event_id = c.event_id
    where (wanted is null or i.id = wanted) and i.title <> c.title;
  -- What was approved and sent as a whole: the digest of everything that a revision says. An erased row stands in it with the
  -- digest that its event kept, so that nothing beside it escapes.
  return query
    select s.incident_id, l.sequence, s.event_id, 'text_edited' from submission s
    left join seal l on l.event_id = s.event_id
    where (wanted is null or s.incident_id = wanted)
      and (s.digest <> content_digest(s.incident_id, s.kind, s.document_id, s.number)
        or exists (select from event e where e.id = s.event_id
          and substr(e.payload::jsonb -> 'data' ->> 'digest', 3) <> encode(s.digest, 'hex')));
  -- Mentions that belong to an incident, as they were when they were attached.
  return query
    select a.incident_id, l.sequence, a.event_id, case when a.salt = '' then
        case when exists (select from house_erasure w where w.kind = 'mention' and w.target = a.mention_id) then 'erased' else 'text_edited' end
      else 'text_edited' end
    from incident_mention a join mention m on m.id = a.mention_id left join seal l on l.event_id = a.event_id
    where (wanted is null or a.incident_id = wanted) and (a.salt = '' or a.digest <> mention_digest(m, a.salt));
  return query
    select e.chain, l.sequence, e.id, 'text_edited' from event e left join seal l on l.event_id = e.id
    where e.kind = 'mentions_attached' and (wanted is null or e.chain = wanted)
      and e.payload::jsonb -> 'data' ->> 'text' is distinct from attached_digest(e.chain, e.id);
  -- A playbook is as its reviewers read it.
  if coalesce(wanted, 0) = 0 then
    return query select 0::bigint, null::bigint, (select max(e.id) from event e where e.chain = 0 and e.kind = 'playbook_approval'
        and e.payload::jsonb -> 'data' ->> 'version' = a.version::text), 'playbook_edited' from playbook_approval a
      where a.digest <> playbook_digest(a.version);
  end if;
end $$;

-- A payload as what it says; NULL when it is no JSON, which nothing of Levee's writes.
create function levee.said_in(payload text) returns jsonb
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return payload::jsonb;
exception when data_exception then
  return null;
end $$;

-- Everything the seals say, computed again: one row for each fault, named. `erased` is no fault.
create function levee.verify(wanted bigint default null)
  returns table (chain bigint, sequence bigint, event_id bigint, fault text)
language plpgsql stable security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
begin
  return query
    select x.chain, x.sequence, x.event_id, x.fault from (
      select s.chain, s.sequence, s.event_id,
        case
          when e.id is null then 'missing'
          when s.sequence <> 1 + coalesce(lag(s.sequence) over w, 0) then 'gap'
          when s.previous <> coalesce(lag(s.hash) over w, sha256(field('levee'))) then 'chain_broken'
          when s.hash <> sha256(s.previous || field(s.sequence::text) || field(e.payload)) then
            case when exists (select from event o where o.chain = s.chain and o.id <> e.id
              and s.hash = sha256(s.previous || field(s.sequence::text) || field(o.payload))) then 'reordered'
              else 'edited' end
          when (y.said ->> 'id', y.said ->> 'chain', y.said ->> 'kind', y.said ->> 'person', y.said ->> 'team', y.said -> 'at')
            is distinct from (e.id::text, e.chain::text, e.kind, e.person, e.team, to_jsonb(e.at)) then 'edited'
        end as fault
      from seal s left join event e on e.id = s.event_id left join lateral (select said_in(e.payload) as said) y on true
      where wanted is null or s.chain = wanted
      window w as (partition by s.chain order by s.sequence)) x
    where x.fault is not null
    union all
    select e.chain, null::bigint, e.id, 'inserted' from event e
    where (wanted is null or e.chain = wanted)
      and not exists (select from seal s where s.event_id = e.id)
      and not exists (select from unsealed u where u.event_id = e.id)
    union all
    select t.chain, t.sequence, t.event_id, t.fault from verify_texts(wanted) t
    union all
    select g.chain, g.sequence, g.event_id, g.fault from verify_signatures(wanted) g
    order by 1, 2, 3;
end $$;

-- A checkpoint says where the chains stood: the heads that changed since the one before, and one code over all of it and
-- the code before. Kept outside the database, it finds a chain that was rewritten as a whole.
create table levee.checkpoint (
  id bigint primary key,
  at timestamptz not null,
  person text not null,
  previous bytea not null,
  code bytea not null constraint checkpoint_code_is_sha256 check (octet_length(code) = 32));
create table levee.checkpoint_head (
  id bigint not null constraint checkpoint_head_is_of_a_checkpoint references levee.checkpoint
    deferrable initially deferred,  -- the code, which the checkpoint holds, is made from its heads
  chain bigint not null,
  sequence bigint not null,
  hash bytea not null,
  primary key (id, chain));
create index checkpoint_head_of_chain on levee.checkpoint_head (chain, id desc);
grant select on levee.checkpoint, levee.checkpoint_head to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;
create trigger z_append_only before update or delete on levee.checkpoint
  for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.checkpoint_head
  for each row execute function levee.append_only();

-- The code of a checkpoint: its number, the code before, and the heads in the order of their chains.
create function levee.checkpoint_code(wanted bigint, previous bytea) returns bytea
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return sha256(field(wanted::text) || checkpoint_code.previous || coalesce((
    select string_agg(field(h.chain::text) || field(h.sequence::text) || h.hash, ''::bytea order by h.chain)
    from checkpoint_head h where h.id = wanted), ''::bytea));
end $$;

create function levee.take_checkpoint() returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  last record;
  before bytea;
  fresh bigint;
begin
  perform enter_as_team();
  lock table checkpoint in exclusive mode;
  select * into last from checkpoint order by id desc limit 1;
  fresh := coalesce(last.id, 0) + 1;
  before := coalesce(last.code, sha256(field('levee')));
  insert into checkpoint_head (id, chain, sequence, hash)
    select fresh, s.chain, s.sequence, s.hash from (
      select distinct on (s.chain) s.chain, s.sequence, s.hash from seal s order by s.chain, s.sequence desc) s
    where not exists (select from checkpoint_head h where h.chain = s.chain and h.sequence = s.sequence);
  insert into checkpoint (id, at, person, previous, code)
    values (fresh, clock_timestamp(), levee.person(), before, checkpoint_code(fresh, before));
  return fresh;
end $$;

-- Whether the chains still say what a checkpoint said: one row for each head that they do not, and one (chain NULL) for
-- a record of checkpoints that does not lead to the code.
create function levee.verify_checkpoint(wanted_code bytea, chains bigint[], sequences bigint[], hashes bytea[])
  returns table (chain bigint, sequence bigint, fault text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  known bigint := (select c.id from checkpoint c where c.code = wanted_code);
begin
  if known is null or exists (select from checkpoint c where c.id <= known and (
      c.code <> checkpoint_code(c.id, c.previous)
      or c.previous <> coalesce((select p.code from checkpoint p where p.id = c.id - 1), sha256(field('levee'))))) then
    return query select null::bigint, null::bigint, 'checkpoint_unknown';
  end if;
  return query
    select h.chain, h.sequence, 'rewritten' from (
      select u.chain, u.sequence, u.hash from unnest(chains, sequences, hashes) u (chain, sequence, hash)
      union
      select k.chain, k.sequence, k.hash from checkpoint_head k where k.id <= known) h
    where not exists (select from seal s where s.chain = h.chain and s.sequence = h.sequence and s.hash = h.hash)
    order by 1, 2;
end $$;
grant execute on function levee.seal_events to levee_supervisor;
grant execute on function levee.verify, levee.verify_checkpoint, levee.take_checkpoint to levee_admin, levee_ops,
  levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;

-- LAW-27: blanks the texts and the salt of one row, named by its event. The event, and with it the digest, stays.
create function levee.erase(incident bigint, kind text, target bigint, reason text) returns void
language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set bytea_output = 'hex' as $$
declare
  texts text[] := (select k.columns from text_kept k where k.kind = erase.kind);
  blank text;
  e erasure;
  n int;
begin
  perform enter('{leadership}', erase.incident, 'person');
  if not always_reads(erase.incident, levee.person()) then
    perform refuse('erasure_is_by_the_leader_or_legal', levee.person());
  end if;
  if texts is null or erase.kind in ('house_erasure') then
    perform refuse('erasure_is_of_a_text', erase.kind);
  end if;
  e.salt := new_salt();
  insert into erasure (incident_id, kind, target_event, reason, person, team, at, event_id, salt)
    values (erase.incident, erase.kind, target, erase.reason, levee.person(), current_team(), levee.now(erase.incident),
      next_event(), e.salt) returning * into e;
  select string_agg(format(case a.atttypid when 'text[]'::regtype then '%I = array[erased()]'
      when 'bytea[]'::regtype then '%I = ''{}''' else '%I = case when %1$I = '''' then '''' else erased() end' end,
      a.attname), ', ') into blank
    from pg_attribute a where a.attrelid = ('levee.' || quote_ident(erase.kind))::regclass and a.attname = any (texts);
  execute format('update levee.%I set %s, salt = '''' where %I = $1 and event_id = $2', erase.kind, blank,
    case erase.kind when 'incident' then 'id' else 'incident_id' end)
    using erase.incident, target;
  get diagnostics n = row_count;
  if n = 0 then
    perform refuse('erasure_is_of_a_text', target::text);
  end if;
  -- What an incident is called now is what it was called last.
  if erase.kind in ('incident', 'reclassification') then
    update incident i set title = erased() where i.id = erase.incident and target = coalesce(
      (select r.event_id from reclassification r where r.incident_id = i.id order by r.id desc limit 1), i.event_id);
  end if;
  -- What waits to go out with it does not go out.
  if erase.kind = 'rendition' then
    perform give_up(erase.incident, 'erased', r.document_id, r.number) from rendition r where r.incident_id = erase.incident
      and r.event_id = target;
  end if;
  perform write_event(e.event_id, e.incident_id, 'erasure', e.person, e.team::text, e.at, jsonb_build_object(
    'kind', e.kind, 'target', e.target_event, 'text', encode(text_digest(to_jsonb(e), '{reason}'), 'hex')));
end $$;
grant execute on function levee.erase to levee_leadership;

-- The texts of an incident with their salts, for an evidence bundle: with the caller's own rights.
create function levee.evidence_texts(incident bigint)
  returns table (event_id bigint, kind text, salt text, columns text[], contents text[])
language plpgsql stable set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set bytea_output = 'hex' as $$
#variable_conflict use_column
declare
  kept record;
begin
  for kept in select k.kind, k.columns, case k.kind when 'incident' then 'id' else 'incident_id' end as owning
    from text_kept k where has_table_privilege('levee.' || quote_ident(k.kind), 'select') order by k.kind
  loop
    return query execute format($q$
      select r.event_id, %1$L::text, to_jsonb(r) ->> 'salt', $2,
        array(select coalesce(to_jsonb(r) ->> c, '') from unnest($2) with ordinality u (c, n) order by n)
      from levee.%1$I r where r.%2$I = $1 $q$, kept.kind, kept.owning) using incident, kept.columns;
  end loop;
end $$;
grant execute on function levee.evidence_texts to levee_monitoring, levee_leadership, levee_response, levee_logistics;
