-- What an incident uses of the registry.
--
-- LAW-33: a tool is taken by one incident at a time, and is back once that incident is stood down.

-- LAW-33: what an incident has taken.
create table levee.resource_use (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  resource_id bigint not null constraint resource_use_is_of_a_resource references levee.resource (id),
  for_team levee.team not null
    constraint resource_use_is_for_a_team check (for_team in ('monitoring', 'leadership', 'response', 'logistics')),
  amount int not null constraint resource_use_amount_is_positive check (amount > 0),
  -- Whether it is taken from others: not of what is shared, and never by an exercise.
  counted boolean not null,
  constraint resource_use_of_incident unique (incident_id, id));
call levee.step('resource_use', 'planning', 'responding', '{logistics}', '{id,resource_id,for_team,amount}', '{counted}');
create index resource_use_of on levee.resource_use (resource_id);
create table levee.resource_return (
  incident_id bigint not null,
  use_id bigint primary key,
  constraint resource_return_is_of_a_use foreign key (incident_id, use_id) references levee.resource_use (incident_id, id));
call levee.step('resource_return', 'planning', 'reviewing', '{logistics}', '{use_id}');
insert into levee.undoable (kind, stays) values ('resource_use', false), ('resource_return', false);

-- What is used at this moment: not handed back, by an incident that is not over.
create function levee.uses_of(incident bigint default null) returns setof levee.resource_use
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return query select u.* from resource_use u join incident i on i.id = u.incident_id
    where (uses_of.incident is null or u.incident_id = uses_of.incident) and i.stage <> 'closed' and not i.stopping
      and not exists (select from resource_return b where b.use_id = u.id);
end $$;

create function levee.take_resource() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  r resource;
begin
  select * into r from resource o where o.id = new.resource_id for no key update;
  if r.retired_at < 'infinity' then
    perform refuse('resource_is_in_the_registry', r.name);
  elsif new.amount + coalesce((select sum(u.amount) from uses_of(new.incident_id) u where u.resource_id = new.resource_id), 0)
      > r.amount then
    perform refuse('resource_is_taken_once', r.name);
  end if;
  select not i.exercise and not coalesce((select k.shared from resource_kind k where k.version = i.playbook and k.kind = r.item), false)
    into new.counted from incident i where i.id = new.incident_id;
  if new.counted then
    update resource o set taken = o.taken + new.amount where o.id = new.resource_id;
  end if;
  return new;
end $$;
create trigger c_take before insert on levee.resource_use for each row execute function levee.take_resource();
create function levee.give_resource_back() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  u resource_use;
begin
  if tg_table_name = 'resource_use' then
    u := old;
  else
    select * into u from resource_use o where o.id = coalesce(new.use_id, old.use_id);
  end if;
  if u.counted and exists (select from incident i where i.id = u.incident_id and i.stage <> 'closed' and not i.stopping) then
    update resource o set taken = o.taken + case when tg_table_name = 'resource_return' and tg_op = 'DELETE' then u.amount
      else -u.amount end where o.id = u.resource_id;
  end if;
  return null;
end $$;
create trigger c_give after delete on levee.resource_use for each row execute function levee.give_resource_back();
create trigger c_give after insert or delete on levee.resource_return for each row execute function levee.give_resource_back();
-- An incident that is archived or stopped keeps nothing.
create function levee.free_resources() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update resource o set taken = o.taken - f.amount
    from (select u.resource_id, sum(u.amount)::int as amount from resource_use u
      where u.incident_id = new.id and u.counted and not exists (select from resource_return b where b.use_id = u.id)
      group by u.resource_id) f where o.id = f.resource_id;
  return null;
end $$;
create trigger x_free after update of stage, stopping on levee.incident for each row
  when ((new.stage = 'closed' or new.stopping) and not (old.stage = 'closed' or old.stopping)) execute function levee.free_resources();
create function levee.hand_all_back() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into resource_return (incident_id, use_id) select u.incident_id, u.id from uses_of(new.incident_id) u order by u.id;
  return null;
end $$;
create trigger d_hand_back after insert on levee.stand_down for each row execute function levee.hand_all_back();

-- What was asked for, and what there was of it, as it was found at that moment.
create table levee.allocation (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  command_revision int not null,
  item text not null,
  required int not null,
  amount int not null constraint allocation_amount_is_not_negative check (amount >= 0),
  note text not null default '',
  constraint allocation_follows_a_command foreign key (incident_id, command_revision)
    references levee.command (incident_id, revision));
create trigger c_item before insert on levee.allocation for each row execute function levee.check_item();
create index allocation_of_incident on levee.allocation (incident_id, item);
call levee.step('allocation', 'planning', 'responding', '{logistics}', '{id,item,required,amount}',
  texts => '{note}');

-- Of each kind: what the playbook asks for at today's severity, what the incident uses, what else it could have; and why there is not more.
create function levee.incident_resources(incident bigint)
  returns table (kind text, en text, zh text, team levee.team, required int, in_use bigint, free bigint, contacts bigint,
    failing text, ended text, elsewhere text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter(incident => incident_resources.incident);
  return query
    select k.kind, k.en, k.zh, k.team, coalesce(q.amount, 0), r.in_use, r.free, c.there, r.failing, r.ended, r.elsewhere
    from incident i join playbook p on p.version = i.playbook join resource_kind k on k.version = i.playbook
    left join resource_requirement q on q.version = k.version and q.item = k.kind and q.company_size = p.company_size
      and q.severity = i.severity
    cross join lateral (select coalesce(sum(x.used), 0)::bigint as in_use,
        coalesce(sum(x.free) filter (where resource_works(w)), 0)::bigint as free,
        coalesce(string_agg(w.name, ', ' order by w.name) filter (where w.fails_since < 'infinity'), '') as failing,
        coalesce(string_agg(w.name, ', ' order by w.name) filter (where w.fails_since = 'infinity' and not resource_works(w)), '') as ended,
        coalesce(string_agg(w.name, ', ' order by w.name) filter (where x.free = 0 and w.amount > x.used), '') as elsewhere
      from resource w cross join lateral (select coalesce(sum(u.amount), 0) as used from uses_of(i.id) u where u.resource_id = w.id) v
      cross join lateral (select v.used, w.amount - case when i.exercise or k.shared then v.used else w.taken end as free) x
      where w.item = k.kind and w.retired_at = 'infinity') r
    cross join lateral (select count(*) as there from media_contact m where k.purpose = 'media' and m.removed_at = 'infinity') c
    where i.id = incident_resources.incident order by k.position, k.kind;
end $$;
-- What of a kind an incident could take, in order.
create function levee.free_for(incident bigint, kind text) returns table (resource_id bigint, free int)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter(incident => free_for.incident);
  return query select w.id, (w.amount - case when i.exercise or k.shared
      then coalesce((select sum(u.amount) from uses_of(i.id) u where u.resource_id = w.id), 0)::int else w.taken end)
    from incident i join resource_kind k on k.version = i.playbook and k.kind = free_for.kind
    join resource w on w.item = k.kind and resource_works(w)
    where i.id = free_for.incident order by w.name;
end $$;
grant execute on function levee.incident_resources, levee.free_for to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- Takes, for the teams that work with it, what the playbook asks for at today's severity, as far as it is there and nobody else has it.
create function levee.allocate(incident bigint) returns setof levee.allocation
language plpgsql set search_path = levee, pg_temp as $$
declare
  k record;
  f record;
  missing bigint;
begin
  for k in select * from incident_resources(allocate.incident) loop
    missing := k.required - k.in_use - k.contacts;
    for f in select * from free_for(allocate.incident, k.kind) loop
      exit when missing <= 0;
      if f.free > 0 then
        insert into resource_use (incident_id, resource_id, for_team, amount)
          values (allocate.incident, f.resource_id, k.team, least(missing, f.free));
        missing := missing - f.free;
      end if;
    end loop;
  end loop;
  return query insert into allocation (incident_id, command_revision, item, required, amount)
    select i.id, coalesce((select max(c.revision) from command c where c.incident_id = i.id), 0), s.kind, s.required,
      least(s.required, s.in_use + s.contacts)
    from incident i cross join incident_resources(i.id) s where i.id = allocate.incident and s.required > 0 returning *;
end $$;
grant execute on function levee.allocate to levee_logistics;

-- What an incident asked for and did not get, by its last allocation of each kind; and what was certified as a gap.
create function levee.shortfalls(incident bigint) returns table (kind text, en text, zh text, required int, amount int, note text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter(incident => shortfalls.incident);
  return query
    select k.kind, k.en, k.zh, coalesce(a.required, 0), coalesce(a.amount, 0), coalesce(g.note, '')
    from incident i join resource_kind k on k.version = i.playbook
    left join lateral (select o.required, o.amount from allocation o where o.incident_id = i.id and o.item = k.kind
      order by o.id desc limit 1) a on true
    left join readiness_item g on g.incident_id = i.id and g.item = k.kind and g.status = 'gap'
    where i.id = shortfalls.incident and (a.amount < a.required or g.item is not null) order by k.position;
end $$;
grant execute on function levee.shortfalls to levee_monitoring, levee_leadership, levee_response, levee_logistics;
