-- For scripts/bench coordination: what stands in pgbench's script where the drill waits for the supervisor and for the service.
-- They call what those call, until the incident has got on; each call is a transaction of its own.
create schema bench;
grant usage on schema bench to public;

create procedure bench.advance(incident bigint, wanted levee.stage) language plpgsql as $$
declare
  held bigint;
begin
  select epoch into held from levee.term;
  loop
    -- One supervisor moves incidents, not each client. The secret is that with which scripts/coordination took the term.
    perform pg_advisory_xact_lock(hashtext('bench.advance'));
    perform levee.advance('22222222-2222-2222-2222-222222222222', held, 200, true);
    commit;
    exit when exists (select from levee.incident i where i.id = advance.incident and i.stage = wanted);
    perform pg_sleep(0.0005);
  end loop;
end $$;

create procedure bench.deliver(incident bigint) language plpgsql as $$
begin
  loop
    perform levee.record_receipt(c.subject, c.token, 'file:x') from levee.claim('deliver', 20, '30 seconds') c;
    commit;
    exit when not exists (select from levee.work w where w.incident_id = deliver.incident and w.kind = 'deliver');
    perform pg_sleep(0.0005);
  end loop;
end $$;

-- `copies` incidents more, each with the rows of one that is there: ids shifted, all else the same.
create procedure bench.copy_incident(pattern bigint, copies int) language plpgsql as $$
declare
  stride bigint := 1000000;
  t record;
  columns text;
  shifted text;
begin
  set local session_replication_role = replica;
  for t in
    select c.oid::regclass as name, case when c.relname = 'incident' then 'id' when c.relname in ('event', 'seal') then 'chain'
        else 'incident_id' end as key
    from pg_class c where c.relnamespace = 'levee'::regnamespace and c.relkind = 'r'
      and c.relname not in ('unsealed', 'work', 'process')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and a.attname = case when c.relname = 'incident' then 'id' when c.relname in ('event', 'seal') then 'chain' else 'incident_id' end)
  loop
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum),
      string_agg(case
        -- What is numbered: an incident by its copy, every other row by a stride that no row of the pattern reaches.
        when a.attname = t.key then format('x.%I + n::bigint * %s', a.attname, stride)
        when a.atttypid = 'bigint'::regtype and (a.attname = 'id' or a.attname ~ '_id$') and a.attname <> 'only_incident'
          then format('case when x.%1$I = 0 then 0 else x.%1$I + n::bigint * %2$s end', a.attname, stride)
        else format('x.%I', a.attname) end, ', ' order by a.attnum)
      into columns, shifted
      from pg_attribute a where a.attrelid = t.name and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
    execute format('insert into %s (%s) overriding system value select %s from %s x cross join generate_series(1, %s) n where x.%I = %s',
      t.name, columns, shifted, t.name, copies, t.key, pattern);
  end loop;
end $$;
