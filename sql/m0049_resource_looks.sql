-- Looks: somebody saw that a resource, or a contact, is as the registry says; and what the playbook asks for beside what is there.

-- Somebody looked, and it is as the registry says: whoever owns it, or anybody of logistics; of a contact, who talks to the media.
create function levee.verify_resource(resource bigint) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  r resource;
begin
  perform enter(kind => 'person');
  select * into r from resource o where o.id = verify_resource.resource for update;
  if not found or r.retired_at < 'infinity' then
    perform refuse('resource_is_in_the_registry', verify_resource.resource::text);
  elsif r.owner <> levee.person() and not exists (select from seat s where s.handle = levee.person()
      and s.team = 'logistics') then
    perform refuse('resource_is_verified_by_its_owner', r.owner);
  end if;
  update resource o set verified_at = clock_timestamp(), verified_by = levee.person() where o.id = r.id;
  perform write_event(next_event(), 0, 'resource_verified', levee.person(), current_team()::text, clock_timestamp(),
    jsonb_build_object('id', r.id));
  return r.name;
end $$;
create function levee.verify_contact(contact bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  known text;
begin
  perform enter(kind => 'person');
  select c.known_by into known from media_contact c where c.id = verify_contact.contact and c.removed_at = 'infinity' for update;
  if not found then
    perform refuse('media_talk_is_to_a_contact', verify_contact.contact::text);
  elsif known <> levee.person() and not exists (select from seat s where s.handle = levee.person()
      and s.team in ('logistics', 'response')) then
    perform refuse('resource_is_verified_by_its_owner', '');
  end if;
  update media_contact c set verified_at = clock_timestamp(), verified_by = levee.person()
    where c.id = verify_contact.contact;
end $$;
create function levee.remove_contact(contact bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{logistics,response}', null, 'person');
  update media_contact c set removed_at = clock_timestamp() where c.id = remove_contact.contact and c.removed_at = 'infinity';
  if not found then
    perform refuse('media_talk_is_to_a_contact', remove_contact.contact::text);
  end if;
end $$;
-- It is there no more; its past stays.
create function levee.retire_resource(resource bigint) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  r resource;
begin
  perform enter('{logistics}', null, 'person');
  update resource o set retired_at = clock_timestamp(), probe = 'none', failures = 0, fails_since = 'infinity', problem = ''
    where o.id = retire_resource.resource and o.retired_at = 'infinity' returning * into r;
  if not found then
    perform refuse('resource_is_in_the_registry', retire_resource.resource::text);
  end if;
  return r.name;
end $$;
grant execute on function levee.verify_resource, levee.verify_contact to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;
grant execute on function levee.remove_contact to levee_logistics, levee_response;
grant execute on function levee.retire_resource to levee_logistics;

-- What a playbook asks for at each severity, for a company of its size, beside what is there, what of it works, and what is owed a look.
create function levee.resource_standing()
  returns table (kind text, en text, zh text, severity levee.severity, required int, there bigint, healthy bigint, stale bigint, owner text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  used constant int := house_playbook();
begin
  perform enter_as_team();
  return query
    select k.kind, k.en, k.zh, s.severity, coalesce(q.amount, 0), r.there + c.there, r.healthy + c.there, r.stale + c.stale,
      coalesce(o.owner, '')
    from resource_kind k join playbook p on p.version = k.version
    cross join unnest(enum_range(null::severity)) s (severity)
    left join resource_requirement q on q.version = k.version and q.item = k.kind and q.company_size = p.company_size
      and q.severity = s.severity
    left join kind_owner o on o.kind = k.kind
    cross join lateral (select coalesce(sum(w.amount), 0)::bigint as there,
        coalesce(sum(w.amount) filter (where resource_works(w)), 0)::bigint as healthy,
        count(*) filter (where w.verified_at + k.verified_every <= clock_timestamp()) as stale
      from resource w where w.item = k.kind and w.retired_at = 'infinity') r
    cross join lateral (select count(*) as there, count(*) filter (where m.verified_at + k.verified_every <= clock_timestamp()) as stale
      from media_contact m where k.purpose = 'media' and m.removed_at = 'infinity') c
    where k.version = used order by k.position, k.kind, s.severity;
end $$;
grant execute on function levee.resource_standing to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
