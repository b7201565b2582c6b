-- The history: one event for each change, append-only, sealed into a chain per incident.
--
-- LAW-14: history is append-only, and sealed; of every text it keeps a digest, so that a changed text is found.

-- The payload holds the exact bytes that are hashed; ids and digests, never texts.
-- Chain 0 is the house itself (people, playbooks, channels); every other chain is one incident's.
create table levee.event (
  id bigint generated always as identity primary key,
  chain bigint not null,
  kind text not null,
  person text not null,
  team text not null,
  at timestamptz not null,
  payload text not null);
create index event_of_chain on levee.event (chain, id);

-- Events not yet sealed: a small table, so that sealing never scans history.
create table levee.unsealed (event_id bigint primary key, chain bigint not null);
create index unsealed_of_chain on levee.unsealed (chain, event_id);

create table levee.seal (
  chain bigint not null,
  sequence bigint not null constraint seal_sequence_starts_at_one check (sequence >= 1),
  event_id bigint not null constraint seal_is_of_an_event references levee.event,
  previous bytea not null,
  hash bytea not null constraint seal_hash_is_sha256 check (octet_length(hash) = 32),
  primary key (chain, sequence),
  constraint seal_event_once unique (event_id));
grant select on levee.event, levee.seal, levee.unsealed
  to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;

-- Which columns of a step are texts: they are hashed into its event, hidden from ops, and can be erased.
create table levee.text_kept (
  kind text primary key,
  columns text[] not null);
grant select on levee.text_kept to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- An erased text is this one sign; its salt is gone, so that its digest says nothing about what it was.
create function levee.erased() returns text
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return '␡';
end $$;

-- Blanking a text is a change to one row, decided and on record (levee.erase, m0028). The reason is a text itself, read by
-- leadership, and can be erased. Of the incident 0 are mentions that belong to none.
create table levee.erasure (
  id bigint generated always as identity primary key,
  incident_id bigint not null,
  kind text not null,
  target_event bigint not null constraint erasure_is_of_an_event references levee.event,
  reason text not null constraint erasure_has_a_reason check (btrim(reason) <> ''),
  person text not null,
  team levee.team not null,
  at timestamptz not null,
  event_id bigint not null,
  salt bytea not null,
  constraint erasure_once unique (target_event));
insert into levee.text_kept (kind, columns) values ('erasure', '{reason}');
alter table levee.erasure alter column reason set statistics 0;
grant select (id, incident_id, kind, target_event, person, team, at, event_id) on levee.erasure to levee_admin, levee_ops,
  levee_monitoring, levee_response, levee_logistics, levee_supervisor;
grant select on levee.erasure to levee_leadership;

-- Refuses every change of a row, but for the columns that the trigger names, which only functions of the owner's write, for
-- the blanking of its texts that an erasure ordered, and for a slip that whoever recorded it took back (m0044).
create function levee.append_only() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  texts text[];
begin
  if tg_op = 'UPDATE' then
    if tg_nargs > 0 and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
      return new;
    end if;
    select k.columns || '{salt}'::text[] into texts from text_kept k where k.kind = tg_table_name;
    if texts is not null and to_jsonb(new) - texts = to_jsonb(old) - texts
      and length(to_jsonb(new) ->> 'salt') <= 2
      and exists (select from erasure e where e.target_event = (to_jsonb(old) ->> 'event_id')::bigint)
      and not exists (select from unnest(texts) t where t <> 'salt'
        and to_jsonb(new) ->> t not in (erased(), '', '[]', '["' || erased() || '"]')) then
      return new;
    end if;
  end if;
  if tg_op = 'DELETE' and exists (select from undoing u where u.target_event = (to_jsonb(old) ->> 'event_id')::bigint) then
    return old;
  end if;
  perform refuse('history_is_append_only', tg_table_name);
  return null;
end $$;
create trigger event_append_only before update or delete on levee.event
  for each row execute function levee.append_only();
create trigger event_no_truncate before truncate on levee.event execute function levee.append_only();
create trigger seal_append_only before update or delete on levee.seal
  for each row execute function levee.append_only();
create trigger seal_no_truncate before truncate on levee.seal execute function levee.append_only();
create trigger erasure_append_only before update or delete on levee.erasure
  for each row execute function levee.append_only();
create trigger erasure_no_truncate before truncate on levee.erasure execute function levee.append_only();

-- Thirty-two random bytes, kept beside a text so that its digest says nothing about it to who does not have them.
create function levee.new_salt() returns bytea
language plpgsql volatile set search_path = levee, pg_temp as $$
begin
  return uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
end $$;

-- One field of a digest: its length in bytes, then its UTF-8 bytes. So no two contents run together.
create function levee.field(value text) returns bytea
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8');
end $$;

grant execute on function levee.field to levee_monitoring;

-- The digest of a step's texts: SHA-256 over its salt and each text in the order in which text_kept names them.
create function levee.text_digest(step jsonb, columns text[]) returns bytea
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  content bytea := field(step ->> 'salt');
  c text;
begin
  foreach c in array columns loop
    content := content || field(coalesce(step ->> c, ''));
  end loop;
  return sha256(content);
end $$;

-- The exact bytes of an event; one that came by a device of the person says by which. Whoever calls it has set TimeZone, DateStyle and floats, so that they are the same for every session.
create function levee.payload(event_id bigint, chain bigint, kind text, person text, team text, at timestamptz, data jsonb)
  returns text language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return (jsonb_build_object('id', event_id, 'chain', chain, 'kind', kind, 'person', person, 'team', team, 'at', at,
    'data', data) || case device_label() when '' then '{}' else jsonb_build_object('device', device_label()) end)::text;
end $$;

-- Writes one event that no row of its own stands for.
create function levee.write_event(event_id bigint, chain bigint, kind text, person text, team text, at timestamptz,
  data jsonb) returns void language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 as $$
begin
  insert into event (id, chain, kind, person, team, at, payload) overriding system value
    values (write_event.event_id, write_event.chain, write_event.kind, write_event.person, write_event.team,
      write_event.at, payload(write_event.event_id, write_event.chain, write_event.kind, write_event.person, write_event.team,
      write_event.at, write_event.data));
  insert into unsealed (event_id, chain) values (write_event.event_id, write_event.chain);
end $$;

create function levee.next_event() returns bigint
language plpgsql volatile security definer set search_path = levee, pg_temp as $$
begin
  -- By its name: to look it up in the catalog would cost each step more than the number does.
  return nextval('levee.event_id_seq');
end $$;

-- Each insert into a table of the law is one event, with the columns that are named and the digest of the row's texts. Its function
-- is written for the table, so that a row costs two inserts and nothing is looked up. A table without numbers of its own (`event_id`)
-- gets them here.
create procedure levee.records_events(name text, says text[], texts text[] default '{}')
language plpgsql set search_path = levee, pg_temp as $body$
declare
  relation constant regclass := ('levee.' || quote_ident(name))::regclass;
  numbered constant boolean := exists (select from pg_attribute a where a.attrelid = relation and a.attname = 'event_id');
  data text := coalesce((select string_agg(format('%L, new.%I', w, w), ', ') from unnest(says) w), '');
  content text;
begin
  if texts <> '{}' then
    -- As text_digest: each as JSON writes it.
    select 'field(new.salt::text)' || string_agg(format(' || field(coalesce(%s, %L))', case a.atttypid when 'text'::regtype
        then format('new.%I', a.attname) else format('to_jsonb(new.%I) #>> %L', a.attname, '{}') end, ''), '' order by t.n)
      into content from unnest(texts) with ordinality t (c, n) join pg_attribute a on a.attrelid = relation and a.attname = t.c;
    data := concat_ws(', ', nullif(data, ''), format('%L, encode(sha256(%s), %L)', 'text', content, 'hex'));
  end if;
  execute format($make$create function levee.%I() returns trigger
language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set bytea_output = 'hex' as $event$
declare
  event_id constant bigint := %s;
begin
  insert into event (id, chain, kind, person, team, at, payload) overriding system value
    values (event_id, new.incident_id, %L, new.person, new.team, new.at, payload(event_id, new.incident_id, %L, new.person,
      new.team::text, new.at, jsonb_build_object(%s)));
  insert into unsealed (event_id, chain) values (event_id, new.incident_id);
  return null;
end $event$$make$, 'event_of_' || name, case when numbered then 'new.event_id' else 'next_event()' end, name, name, data);
  execute format('create trigger z_event after insert on levee.%I for each row execute function levee.%I()', name,
    'event_of_' || name);
end $body$;

-- A change of the house: who did it, as which team or as an administrator, with the columns that the trigger names.
create function levee.house_event() returns trigger
language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set bytea_output = 'hex' as $$
declare
  j jsonb := to_jsonb(case tg_op when 'DELETE' then old else new end);
  i int;
  data jsonb := jsonb_build_object('change', lower(tg_op));
begin
  for i in 0 .. tg_nargs - 1 loop
    data := data || jsonb_build_object(tg_argv[i], j -> tg_argv[i]);
  end loop;
  perform write_event(next_event(), 0, tg_table_name, levee.person(),
    case when current_setting('role') ~ '^levee_(?!owner)' then substr(current_setting('role'), 7) else 'admin' end,
    clock_timestamp(), data);
  return null;
end $$;
