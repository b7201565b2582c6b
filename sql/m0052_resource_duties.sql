-- What is owed of the registry: what probes find, and what a clock alone makes due.

-- What a probe found: since when it fails, and what it saw.
create function levee.note_check() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update resource r set failures = case when new.healthy then 0 else r.failures + 1 end,
      fails_since = case when new.healthy then 'infinity' else least(r.fails_since, new.at) end,
      -- One answer that is missing is none yet: of two in a row people are told.
      episode = r.episode + (not new.healthy and r.failures = 1)::int,
      problem = case when new.healthy then '' else new.detail end,
      certificate_until = case when new.healthy then new.certificate_until else r.certificate_until end,
      quota_left = case when new.quota_left >= 0 then new.quota_left else r.quota_left end
    where r.name = new.name and r.retired_at = 'infinity' and (r.failures, r.problem, r.certificate_until, r.quota_left)
      is distinct from (case when new.healthy then 0 else r.failures + 1 end, case when new.healthy then '' else new.detail end,
        new.certificate_until, case when new.quota_left >= 0 then new.quota_left else r.quota_left end);
  return null;
end $$;
create trigger d_note after insert on levee.resource_check for each row execute function levee.note_check();

-- What is owed of the registry, by whom: a look, a renewal, a repair, and what is missing. The owner, where they are still here.
insert into levee.duty_kind (name, team) values ('verify_resource', 'logistics'), ('renew_resource', 'logistics'),
  ('mend_resource', 'logistics'), ('fill_gap', 'logistics');
create function levee.present_owner(owner text) returns text
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce((select p.handle from person p where p.handle = present_owner.owner and p.removed_at is null), '');
end $$;

create function levee.duties_of_resource() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := 'Z' || new.id;
  clock constant timestamptz := clock_timestamp();
  gone constant boolean := new.retired_at < 'infinity';
begin
  if gone or look_is_owed_at(new) > clock then
    perform end_duties(0, '{verify_resource}', said, 0, clock, case when gone then 'moot' else 'done' end::duty_state);
  end if;
  if gone or (resource_ends_at(new) > clock + interval '30 days' and not runs_low(new)) then
    perform end_duties(0, '{renew_resource}', said, 0, clock, case when gone then 'moot' else 'done' end::duty_state);
  end if;
  if new.fails_since = 'infinity' then
    perform end_duties(0, '{mend_resource}', said, 0, clock);
  elsif new.failures = 2 and old.failures = 1 then
    perform open_duty(0, 'mend_resource', said, 0, clock, started => new.fails_since, span => '1 hour');
    -- Who relies on it: the teams that use it at this moment; without any, those that its kind is for.
    insert into notice (recipient, incident_id, reason, subject, percent, at)
      select distinct s.handle, 0, 'resource', new.name, new.episode, clock from seat s
      join person p on p.handle = s.handle and p.kind = 'person' and p.removed_at is null
      where s.team <> 'logistics' and case when exists (select from uses_of() u where u.resource_id = new.id)
        then s.team in (select u.for_team from uses_of() u where u.resource_id = new.id)
        else s.team = (select k.team from resource_kind k where k.version = house_playbook() and k.kind = new.item) end
      on conflict do nothing;
  end if;
  return null;
end $$;
create trigger y_duties after update on levee.resource for each row execute function levee.duties_of_resource();

create function levee.duties_of_contact() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.removed_at < 'infinity' or new.verified_at > old.verified_at then
    perform end_duties(0, '{verify_resource}', 'C' || new.id, 0, clock_timestamp());
  end if;
  return null;
end $$;
create trigger y_duties after update on levee.media_contact for each row execute function levee.duties_of_contact();

-- What of a kind is missing at some severity is owed no more once it is there.
create function levee.close_gaps() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from duty d where d.incident_id = 0 and d.kind = 'fill_gap' and d.state = 'open') then
    perform end_duties(0, '{fill_gap}', g.kind, 0, clock_timestamp()) from gaps() g where g.missing <= 0;
  end if;
  return null;
end $$;
create function levee.gaps() returns table (kind text, missing bigint, owner text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select s.kind, max(s.required - s.healthy), min(s.owner) from resource_standing() s group by s.kind;
end $$;
create trigger y_gaps after insert or update on levee.resource for each statement execute function levee.close_gaps();
create trigger y_gaps after insert or update on levee.media_contact for each statement execute function levee.close_gaps();

-- By the clock: a look is owed, something runs out in thirty days (the last seven of them are told again), a kind has too little. Once
-- a playbook is approved.
create function levee.sweep_resources() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  clock constant timestamptz := clock_timestamp();
  before bigint;
begin
  perform enter('{logistics}', null, 'service');
  if newest_playbook() is null then
    return 0;
  end if;
  select count(*) into before from duty d where d.incident_id = 0 and d.state = 'open';
  perform open_duty(0, 'verify_resource', 'Z' || r.id, 0, clock, person => present_owner(r.owner), target => 'resource',
      started => look_is_owed_at(r), due => greatest(look_is_owed_at(r) + interval '7 days', clock + interval '1 day'))
    from resource r where r.retired_at = 'infinity' and look_is_owed_at(r) <= clock
      and not exists (select from duty d where d.incident_id = 0 and d.kind = 'verify_resource' and d.subject = 'Z' || r.id
        and d.state = 'open');
  perform open_duty(0, 'verify_resource', 'C' || m.id, 0, clock, person => present_owner(m.known_by), target => 'resource',
      started => m.verified_at + k.verified_every, due => greatest(m.verified_at + k.verified_every + interval '7 days', clock + interval '1 day'))
    from media_contact m join resource_kind k on k.version = house_playbook() and k.purpose = 'media'
    where m.removed_at = 'infinity' and m.verified_at + k.verified_every <= clock
      and not exists (select from duty d where d.incident_id = 0 and d.kind = 'verify_resource' and d.subject = 'C' || m.id
        and d.state = 'open');
  -- Three quarters of four weeks are over when one week is left.
  perform open_duty(0, 'renew_resource', 'Z' || r.id, 0, clock, person => present_owner(r.owner), target => 'resource',
      started => least(clock, resource_ends_at(r) - interval '28 days'), due => greatest(resource_ends_at(r), clock))
    from resource r where r.retired_at = 'infinity' and resource_ends_at(r) <= clock + interval '30 days'
      and not exists (select from duty d where d.incident_id = 0 and d.kind = 'renew_resource' and d.subject = 'Z' || r.id
        and d.state = 'open');
  -- What of a quota is too little is renewed, too.
  perform open_duty(0, 'renew_resource', 'Z' || r.id, 0, clock, person => present_owner(r.owner), target => 'resource', span => '7 days')
    from resource r where r.retired_at = 'infinity' and runs_low(r)
      and not exists (select from duty d where d.incident_id = 0 and d.kind = 'renew_resource' and d.subject = 'Z' || r.id
        and d.state = 'open');
  perform open_duty(0, 'fill_gap', g.kind, 0, clock, person => present_owner(g.owner), target => 'resource', span => '14 days')
    from gaps() g where g.missing > 0 and not exists (select from duty d where d.incident_id = 0 and d.kind = 'fill_gap'
      and d.subject = g.kind and d.state = 'open');
  perform end_duties(0, '{fill_gap}', d.subject, 0, clock) from duty d left join gaps() g on g.kind = d.subject
    where d.incident_id = 0 and d.kind = 'fill_gap' and d.state = 'open' and coalesce(g.missing, 0) <= 0;
  return (select count(*) from duty d where d.incident_id = 0 and d.state = 'open') - before + remind_of_rest();
end $$;
grant execute on function levee.sweep_resources to levee_logistics;
