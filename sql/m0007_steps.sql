-- What makes a table a step of the law.
--
-- LAW-2:  a step's row cannot exist before its stage was entered.
-- LAW-3:  nor after the last stage that it belongs to.
-- LAW-4:  who, for which team, and when are stamped, and in nobody's grant.
-- LAW-14: every step is an event.

-- LAW-3, LAW-4, LAW-22: a step locks its incident, so that it and the end of its stage cannot both win; too late is refused; so is
-- who may not read the incident, where somebody writes the row; and it is stamped with who, for which team, and when, by the
-- incident's clock; with the number of its event, and the salt of its texts. All of it from one look at the incident.
create function levee.take_step() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  closes constant levee.stage := tg_argv[0];
  i record;
begin
  select v.stage, v.restricted, v.exercise into i from incident v where v.id = new.incident_id for share;
  if i.stage > closes then
    perform refuse(tg_table_name || '_is_not_too_late', i.stage::text);
  elsif i.restricted and tg_argv[1] = 'asked' and not may_read(new.incident_id) then
    perform refuse('incident_is_open_to_its_named_people', new.incident_id::text);
  end if;
  new.person := levee.person();
  new.team := current_team();
  new.at := case when i.exercise then levee.now(new.incident_id) else clock_timestamp() end;
  new.event_id := next_event();
  if tg_argv[2] = 'salted' then
    new.salt := new_salt();
  end if;
  return new;
end $$;

-- A step that counts under the incident, or changes it, takes its row before anything else does: two sessions that both
-- hold it FOR SHARE and both want more would wait for each other.
create function levee.lock_incident() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from incident where id = new.incident_id for no key update;
  return new;
end $$;

-- How long several texts are together, in bytes.
create function levee.bytes_of(said text[]) returns int
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return coalesce((select sum(octet_length(t) + 1) from unnest(said) t), 0);
end $$;
create function levee.bytes_of(said bytea[]) returns int
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return coalesce((select sum(octet_length(b) + 1) from unnest(said) b), 0);
end $$;
grant execute on function levee.bytes_of(text[]), levee.bytes_of(bytea[]) to levee_monitoring,
  levee_leadership, levee_response, levee_logistics, levee_staff;

-- Makes a table a step of the law, in one line beside its definition:
--   LAW-2  its row cannot exist before its stage was entered (a key);
--   LAW-3  nor after the last stage it belongs to (a trigger);
--   LAW-4  who, which team and when are stamped, and in nobody's grant;
--   LAW-14 every row is an event; no row is changed or deleted;
--   LAW-22 its texts are for the named people of a restricted incident, and never for ops.
-- by_law names further columns that triggers set, `changes` those of them that triggers, and nobody else, change later; `says`
-- names the columns that the event keeps; `texts` those of which it keeps the digest, and of which the planner gathers no
-- statistics: what it estimates would tell of texts that row security hides.
create procedure levee.step(name text, opens levee.stage, closes levee.stage, teams levee.team[], says text[],
  by_law text[] default '{}', changes text[] default '{}', texts text[] default '{}')
language plpgsql set search_path = levee, pg_temp as $$
declare
  columns text;
  plain text;
  asked text;
  t levee.team;
  c text;
begin
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns from pg_attribute a
    where a.attrelid = ('levee.' || quote_ident(name))::regclass and a.attnum > 0 and not a.attisdropped
      and a.attidentity = '' and a.attgenerated = '' and a.attname <> all (by_law || changes);
  execute format('alter table levee.%1$I
    add column stage levee.stage not null default %2$L constraint %1$s_has_its_stage check (stage = %2$L),
    add column person text not null,
    add column team levee.team not null constraint %1$s_is_its_teams check (team = any (%3$L::levee.team[])),
    add column at timestamptz not null,
    add column event_id bigint not null,
    add constraint %1$s_is_not_too_early foreign key (incident_id, stage)
      references levee.stage_entry (incident_id, stage)', name, opens, teams);
  call levee.hide_from_outsiders(name);
  -- Who may write is asked by triggers, once the incident is locked.
  execute format('create policy %1$s_is_written on levee.%1$I for insert with check (true)', name);
  if texts <> '{}' then
    execute format('alter table levee.%1$I add column salt bytea not null', name);
    insert into text_kept (kind, columns) values (name, texts);
    foreach c in array texts loop
      execute format('alter table levee.%1$I alter column %2$I set statistics 0,
        add constraint %1$s_%2$s_is_not_too_long check (%3$s(%2$I) <= 200000)', name, c,
        case (select a.atttypid from pg_attribute a where a.attrelid = ('levee.' || quote_ident(name))::regclass
          and a.attname = c) when 'text'::regtype then 'octet_length' else 'levee.bytes_of' end);
    end loop;
  end if;
  execute format('create trigger a_entrance before insert on levee.%I when (current_user <> ''levee_owner'')
    execute function levee.enter_house(''person'')', name);
  foreach asked in array array['asked', 'by_law'] loop
    execute format('create trigger b_step_%1$s before insert on levee.%2$I for each row when (current_user %3$s ''levee_owner'')
      execute function levee.take_step(%4$L, %1$L, %5$L)', asked, name, case asked when 'asked' then '<>' else '=' end, closes,
      case when texts <> '{}' then 'salted' else '' end);
  end loop;
  call levee.records_events(name, says, texts);
  execute format('create trigger z_append_only before update or delete on levee.%I
    for each row execute function levee.append_only(%s)', name,
    (select string_agg(quote_literal(w), ', ') from unnest(changes) w));
  foreach t in array teams loop
    if columns is not null then
      execute format('grant insert (%s) on levee.%I to %I', columns, name, 'levee_' || t);
    end if;
  end loop;
  execute format('grant select on levee.%I to levee_monitoring, levee_leadership, levee_response, levee_logistics',
    name);
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into plain from pg_attribute a
    where a.attrelid = ('levee.' || quote_ident(name))::regclass and a.attnum > 0 and not a.attisdropped
      and a.attname <> all (texts || '{salt}'::text[]);
  execute format('grant select (%s) on levee.%I to levee_supervisor, levee_ops', plain, name);
end $$;
