-- Counselling.
--
-- LAW-34: of counselling only that it is there is known, and how many places it has: never who, or why.

-- LAW-34: that counselling is there.
create table levee.counselling_offer (
  incident_id bigint not null constraint counselling_offer_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  availability text not null constraint counselling_offer_says_when check (btrim(availability) <> ''),
  places int not null constraint counselling_offer_has_places check (places > 0));
call levee.step('counselling_offer', 'planning', 'reviewing', '{logistics}', '{id,places}', texts => '{availability}');

-- Whoever works on the incident is told, and all others of the house: the same words to everyone, so that they say nothing of anyone.
create function levee.tell_counselling() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into notice (recipient, incident_id, reason, subject, percent, at)
    select p.handle, new.incident_id, 'counselling', '', new.id, new.at from person p
    where p.kind = 'person' and p.removed_at is null and may_read(new.incident_id, p.handle)
    on conflict do nothing;
  return null;
end $$;
create trigger x_tell after insert on levee.counselling_offer for each row execute function levee.tell_counselling();

-- At the severities that the playbook says, what the registry has is offered when readiness is certified, unless somebody offered already.
create function levee.offer_by_rule() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into counselling_offer (incident_id, availability, places)
    select i.id, string_agg(coalesce(nullif(r.reach, ''), r.name), '; ' order by r.name), sum(r.amount)
    from incident i join counselling_rule c on c.version = i.playbook and c.severity = i.severity
    join resource_kind k on k.version = i.playbook and k.purpose = 'counselling'
    join resource r on r.item = k.kind and r.amount > 0 and resource_works(r)
    where i.id = new.incident_id and not exists (select from counselling_offer o where o.incident_id = i.id)
    group by i.id;
  return null;
end $$;
create trigger d_offer after insert on levee.readiness_certificate for each row execute function levee.offer_by_rule();

-- What is open to everybody of the house.
create function levee.open_counselling() returns table (incident_id bigint, availability text, places int, at timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter(kind => 'person');
  return query select o.incident_id, o.availability, o.places, o.at from counselling_offer o join incident i on i.id = o.incident_id
    where i.stage <> 'closed' and may_read(o.incident_id) order by o.id desc limit 50;
end $$;
grant execute on function levee.open_counselling to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;
