-- Finding mentions among millions: the index of a partition, and the search that goes from the newest back.

-- The partitions, and whether each has its index for searching.
create function levee.mention_partitions() returns table (name text, number bigint, is_indexed boolean)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
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
  perform enter('{monitoring}', null, 'service');
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

-- Whether a mention holds all words, which are in small letters; `signs` are other writings of signs in them, each of which counts as
-- the one beside it in `plain`.
create function levee.holds_words(m levee.mention, words text[], signs text, plain text) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  said constant text := translate(lower(m.title || ' ' || m.text || ' ' || m.subject || ' ' || m.author), signs, plain);
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
create function levee.search_partition(name text, needed int[], words text[], signs text, plain text, top bigint, most int)
  returns setof levee.mention
language plpgsql stable security definer set search_path = levee, pg_temp set enable_indexscan = off set enable_seqscan = off as $$
begin
  perform enter_as_team();
  return query execute format('select m.* from levee.%I m where m.terms @> $1 and levee.holds_words(m, $2, $3, $4) and m.id + 0 <= $5
    order by m.id desc limit $6', name) using needed, words, signs, plain, top, most;
end $$;

-- The newest mentions that hold all words, by arrival. The terms that such a mention must have narrow the search to an
-- index; without any (a single ideograph), only the newest are looked through.
create function levee.search_mentions(needed int[], words text[], signs text, plain text, most int) returns setof levee.mention
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
  -- What is said often is among the newest, and reading those beats any index. What a drill's public says has no terms.
  return query select m.* from mention m
    where m.id > low and m.id <= top and m.terms @> needed and m.drill_incident = 0 and holds_words(m, words, signs, plain)
    order by m.id desc limit most;
  get diagnostics found_rows = row_count;
  if cardinality(needed) = 0 or top is null or low <= 0 then
    return;
  end if;
  for part in select p.name from mention_partitions() p where p.number <= low / mention_partition_size()
    order by p.number desc
  loop
    exit when found_rows >= most;
    return query select * from search_partition(part, needed, words, signs, plain, low, most - found_rows);
    get diagnostics n = row_count;
    found_rows := found_rows + n;
  end loop;
end $$;
grant execute on function levee.search_partition, levee.search_mentions to levee_monitoring, levee_leadership, levee_response;
