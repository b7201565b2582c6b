-- LAW-12: an exercise is an exercise from the first row to the last: what the public says in it touches nothing real, and nothing real
--         comes into it.

-- The drill's incident that a mention belongs to; 0 for what was really said. Nobody but the law writes it.
alter table levee.mention add column drill_incident bigint not null default 0;
revoke insert on levee.mention from levee_monitoring;
do $$
begin
  execute (select format('grant insert (%s) on levee.mention to levee_monitoring', string_agg(quote_ident(a.attname), ', '))
    from pg_attribute a where a.attrelid = 'levee.mention'::regclass and a.attnum > 0 and not a.attisdropped
      and a.attname <> 'drill_incident');
end $$;

create function levee.keep_drills_apart() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  a record;
begin
  if not exists (select from drill) then
    return null;
  end if;
  select n.incident_id, m.drill_incident into a from added n join mention m on m.id = n.mention_id
    where (m.drill_incident <> 0 and m.drill_incident <> n.incident_id)
      or (m.drill_incident = 0 and exists (select from drill d where d.incident_id = n.incident_id)) limit 1;
  if found and a.drill_incident <> 0 then
    perform refuse('drill_mention_stays_in_its_drill', a.incident_id::text);
  elsif found then
    perform refuse('drill_takes_no_real_mention', a.incident_id::text);
  end if;
  return null;
end $$;
create trigger c_apart after insert on levee.incident_mention referencing new table as added
  for each statement execute function levee.keep_drills_apart();

create function levee.label_is_of_a_real_mention() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from mention m where m.id = new.mention_id and m.drill_incident <> 0) then
    perform refuse('sentiment_label_is_of_a_real_mention', new.mention_id::text);
  end if;
  return new;
end $$;
create trigger c_real before insert on levee.sentiment_label for each row execute function levee.label_is_of_a_real_mention();

-- A channel that fails in a drill takes nothing of it.
create function levee.channel_works_in_drill() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.exercise and exists (select from drill_outage o where o.incident_id = new.incident_id and o.channel = new.channel
    and o.until > levee.now(new.incident_id)) then
    perform refuse('drill_channel_fails', new.channel);
  end if;
  return new;
end $$;
create trigger c_works before insert on levee.delivery for each row execute function levee.channel_works_in_drill();
