-- What logistics keeps ready: the registry, how much of each kind a severity asks for, what an incident has taken of it, the contacts of
-- the media, counselling.
--
-- LAW-33: a tool is taken by one incident at a time, and is back once that incident is stood down.
-- LAW-34: of counselling only that it is there is known, and how many places it has: never who, or why.
-- LAW-22: what was said to somebody of the media about a restricted incident is read by its named people.

-- The kinds of resources that a playbook knows, and how often somebody looks whether each still is as the registry says.
create table levee.resource_kind (
  version int not null constraint resource_kind_is_of_a_playbook references levee.playbook,
  kind text not null constraint resource_kind_is_a_word check (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
  position int not null,
  en text not null constraint resource_kind_has_an_english_name check (btrim(en) <> '' and length(en) <= 200),
  zh text not null constraint resource_kind_has_a_chinese_name check (btrim(zh) <> '' and length(zh) <= 200),
  -- Which team works with it in an incident.
  team levee.team not null constraint resource_kind_is_for_a_team check (team in ('monitoring', 'leadership', 'response', 'logistics')),
  -- Whether several incidents may use one at the same time.
  shared boolean not null,
  -- What is counted besides the rows of the registry; or that they are offers of counselling.
  purpose text not null default '' constraint resource_kind_purpose_is_known check (purpose in ('', 'media', 'counselling')),
  verified_every interval not null default '1 month'
    constraint resource_kind_is_verified_at_times check (verified_every between '1 day' and '2 years'),
  primary key (version, kind));
call levee.add_playbook_part('resource_kind');
insert into levee.resource_kind (version, kind, position, en, zh, team, shared, purpose) values
  (1, 'monitoring-tools', 1, 'Monitoring tools and software', '监测工具', 'monitoring', false, ''),
  (1, 'statement-templates', 2, 'Statement templates', '声明模板', 'response', true, ''),
  (1, 'media-contacts', 3, 'Media contacts', '媒体联系信息', 'response', true, 'media'),
  (1, 'social-media-tools', 4, 'Social-media management tools', '社交媒体管理工具', 'response', false, ''),
  (1, 'publishing-platforms', 5, 'Publishing platforms', '发布平台', 'response', true, ''),
  (1, 'counselling', 6, 'Psychological counselling', '心理辅导', 'logistics', true, 'counselling');
-- What is required is of a kind; both are copied into a new version one after the other.
alter table levee.resource_requirement add constraint resource_requirement_is_of_a_kind foreign key (version, item)
  references levee.resource_kind (version, kind) deferrable initially deferred;

-- At which severities counselling is offered, and after how long on duty somebody is reminded that they may rest.
create table levee.counselling_rule (
  version int not null constraint counselling_rule_is_of_a_playbook references levee.playbook,
  severity levee.severity not null,
  long_shift interval not null constraint counselling_rule_shift_is_sane check (long_shift between '1 hour' and '48 hours'),
  primary key (version, severity));
call levee.add_playbook_part('counselling_rule');
insert into levee.counselling_rule (version, severity, long_shift) values (1, 'I', '8 hours'), (1, 'II', '8 hours'), (1, 'III', '10 hours');
grant select on levee.resource_kind, levee.counselling_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;
grant insert on levee.resource_kind, levee.counselling_rule to levee_admin;

-- The playbook that the house prepares by: the newest that is approved; before that, the newest.
create function levee.house_playbook() returns int
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce(newest_playbook(), (select max(p.version) from playbook p));
end $$;
grant execute on function levee.house_playbook, levee.newest_playbook to levee_admin, levee_staff, levee_ops, levee_monitoring,
  levee_leadership, levee_response, levee_logistics, levee_supervisor;

-- Who sees to it that there is enough of a kind; without one, logistics.
create table levee.kind_owner (
  kind text primary key,
  owner text not null constraint kind_owner_is_a_person references levee.person,
  person text not null,
  at timestamptz not null);
grant select on levee.kind_owner to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
grant insert (kind, owner), update (owner) on levee.kind_owner to levee_logistics;
create trigger a_entrance before insert or update on levee.kind_owner when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create trigger b_stamp before insert or update on levee.kind_owner for each row execute function levee.stamp_person_and_time();
create trigger z_event after insert or update on levee.kind_owner for each row execute function levee.house_event('kind', 'owner');

-- The registry.
create table levee.resource (
  id bigint generated always as identity constraint resource_number_once unique,
  name text primary key constraint resource_has_a_name check (btrim(name) <> '' and length(name) <= 200 and name !~ '[[:cntrl:]]'),
  item text not null,  -- the kind
  amount int not null default 1 constraint resource_amount_is_not_negative check (amount >= 0),
  owner text not null default session_user constraint resource_owner_is_a_person references levee.person,
  -- Where it is, and how to get at it.
  reach text not null default '' constraint resource_reach_is_not_too_long check (octet_length(reach) <= 2000),
  -- The last day of its licence or contract, and the last moment of the token that it is used with.
  valid_until date not null default 'infinity'
    constraint resource_day_is_sane check (valid_until = 'infinity' or valid_until between '1990-01-01' and '2200-01-01'),
  token_until timestamptz not null default 'infinity'
    constraint resource_token_time_is_sane check (token_until = 'infinity' or token_until between '1990-01-01' and '2200-01-01'),
  -- How many calls, messages or hours are left, and from how many on that is too few; -1 where nobody counts.
  quota_left int not null default -1 constraint resource_quota_is_sane check (quota_left >= -1),
  quota_floor int not null default -1 constraint resource_quota_floor_is_sane check (quota_floor >= -1),
  probe text not null default 'none'
    constraint resource_probe_is_known check (probe = 'none' or probe ~ '^(folder|http|https):'),
  -- By the law, of which nobody writes: how much is taken by incidents (of what is not shared), what its probes found, who looked last.
  taken int not null default 0,
  failures int not null default 0,
  fails_since timestamptz not null default 'infinity',
  episode int not null default 0,
  problem text not null default '',
  certificate_until timestamptz not null default 'infinity',
  verified_at timestamptz not null,
  verified_by text not null,
  retired_at timestamptz not null default 'infinity',
  person text not null,
  at timestamptz not null,
  constraint resource_is_taken_once check (taken between 0 and amount));
create index resource_of_kind on levee.resource (item, name);
create table levee.resource_check (
  id bigint generated always as identity primary key,
  name text not null constraint resource_check_is_of_a_resource references levee.resource,
  healthy boolean not null,
  detail text not null default '',
  -- What else the probe saw: until when the certificate is good, and how much of a quota is left.
  certificate_until timestamptz not null default 'infinity' constraint resource_check_time_is_sane
    check (certificate_until = 'infinity' or certificate_until between '1990-01-01' and '2200-01-01'),
  quota_left int not null default -1 constraint resource_check_quota_is_sane check (quota_left >= -1),
  at timestamptz not null default clock_timestamp());
create index resource_check_newest on levee.resource_check (name, at desc);
create trigger a_entrance before insert or update on levee.resource when (current_user <> 'levee_owner') execute function levee.enter_house('person');
create trigger a_entrance before insert on levee.resource_check when (current_user <> 'levee_owner') execute function levee.enter_house('');

-- What somebody of logistics writes down, they vouch for at that moment.
create function levee.stamp_resource() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not exists (select from resource_kind k where k.kind = new.item) then
    perform refuse('resource_is_of_a_kind', new.item);
  elsif exists (select from person p where p.handle = new.owner and (p.removed_at is not null or p.kind <> 'person')) then
    perform refuse('resource_owner_is_a_person', new.owner);
  end if;
  new.person := session_user;
  new.at := clock_timestamp();
  new.verified_by := session_user;
  new.verified_at := new.at;
  return new;
end $$;
create trigger b_stamp before insert or update of item, amount, owner, reach, valid_until, token_until, quota_left, quota_floor, probe
  on levee.resource for each row when (current_user <> 'levee_owner') execute function levee.stamp_resource();
create trigger z_event after insert or delete or update of item, amount, owner, reach, valid_until, token_until, quota_floor, probe,
    retired_at on levee.resource for each row execute function levee.house_event('id', 'name', 'item', 'amount', 'owner');
grant insert (name, item, amount, owner, reach, valid_until, token_until, quota_left, quota_floor, probe),
  update (item, amount, owner, reach, valid_until, token_until, quota_left, quota_floor, probe) on levee.resource to levee_logistics;
grant insert (name, healthy, detail, certificate_until, quota_left) on levee.resource_check to levee_logistics;
grant select on levee.resource to levee_monitoring, levee_leadership, levee_response, levee_logistics;
-- Where a thing is and how to get at it is for the teams.
grant select (id, name, item, amount, owner, valid_until, token_until, quota_left, quota_floor, probe, taken, failures, fails_since,
  problem, certificate_until, verified_at, verified_by, retired_at) on levee.resource to levee_admin, levee_ops, levee_supervisor;
grant select on levee.resource_check to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

-- A probe for every resource that has one.
create function levee.queue_probe() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.probe <> 'none' and new.retired_at = 'infinity' then
    insert into work (kind, name) values ('probe', new.name) on conflict (kind, subject, name) do nothing;
  end if;
  return null;
end $$;
create trigger d_queue after insert or update of probe on levee.resource for each row execute function levee.queue_probe();

-- Whether it can be used today.
create function levee.resource_works(r levee.resource) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return r.retired_at = 'infinity' and r.fails_since = 'infinity' and r.token_until > clock_timestamp()
    and r.certificate_until > clock_timestamp()
    and r.valid_until >= (clock_timestamp() at time zone company_zone())::date
    and not runs_low(r);
end $$;
create function levee.runs_low(r levee.resource) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return r.quota_floor >= 0 and r.quota_left between 0 and r.quota_floor;
end $$;

-- How often each kind is looked at, by the playbook that the house prepares by.
create function levee.look_is_owed_at(r levee.resource) returns timestamptz
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return r.verified_at + coalesce((select k.verified_every from resource_kind k
    where k.version = house_playbook() and k.kind = r.item), interval '1 month');
end $$;
-- When the first of what it needs runs out.
create function levee.resource_ends_at(r levee.resource) returns timestamptz
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return least(r.token_until, r.certificate_until, case when r.valid_until = 'infinity' then 'infinity'
    else (r.valid_until + 1)::timestamp at time zone company_zone() end);
end $$;
grant execute on function levee.resource_works, levee.runs_low, levee.look_is_owed_at, levee.resource_ends_at, levee.company_zone to levee_staff, levee_monitoring, levee_leadership,
  levee_response, levee_logistics;

-- The contacts of the media: personal data, for those who talk to them.
create table levee.media_contact (
  id bigint generated always as identity primary key,
  name text not null constraint media_contact_has_a_name check (btrim(name) <> '' and length(name) <= 200),
  outlet text not null default '' constraint media_contact_outlet_is_not_too_long check (length(outlet) <= 200),
  beat text not null default '' constraint media_contact_beat_is_not_too_long check (length(beat) <= 200),
  language levee.language not null default 'zh-CN',
  -- How they like to be reached, and where.
  prefers text not null default '' constraint media_contact_way_is_not_too_long check (length(prefers) <= 200),
  reach text not null default '' constraint media_contact_reach_is_not_too_long check (length(reach) <= 500),
  -- Who of the house knows them.
  known_by text not null default session_user constraint media_contact_is_known_by_a_person references levee.person,
  verified_at timestamptz not null,
  verified_by text not null,
  removed_at timestamptz not null default 'infinity',
  person text not null,
  at timestamptz not null,
  -- Of one name at one outlet there is one.
  constraint media_contact_once unique (name, outlet, removed_at));
create function levee.stamp_contact() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.person := session_user;
  new.at := clock_timestamp();
  new.verified_by := session_user;
  new.verified_at := new.at;
  return new;
end $$;
create trigger a_entrance before insert or update on levee.media_contact when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create trigger b_stamp before insert or update on levee.media_contact for each row when (current_user <> 'levee_owner')
  execute function levee.stamp_contact();
create trigger z_event after insert or update on levee.media_contact for each row execute function levee.house_event('id');
alter table levee.media_contact enable row level security;
create policy media_contact_is_read on levee.media_contact for select to levee_logistics, levee_response, levee_leadership using (true);
create policy media_contact_is_written on levee.media_contact for insert to levee_logistics, levee_response with check (true);
create policy media_contact_is_kept on levee.media_contact for update to levee_logistics, levee_response
  using (removed_at = 'infinity') with check (true);
grant select on levee.media_contact to levee_logistics, levee_response, levee_leadership;
grant insert (name, outlet, beat, language, prefers, reach, known_by), update (beat, language, prefers, reach, known_by)
  on levee.media_contact to levee_logistics, levee_response;

-- What was said to whom: in which incident, 0 where it was about none.
create table levee.media_talk (
  id bigint generated always as identity primary key,
  incident_id bigint not null default 0,
  contact_id bigint not null constraint media_talk_is_to_a_contact references levee.media_contact,
  said text not null constraint media_talk_says_something check (btrim(said) <> '')
    constraint media_talk_is_not_too_long check (octet_length(said) <= 20000),
  person text not null,
  at timestamptz not null);
create index media_talk_to on levee.media_talk (contact_id, id);
alter table levee.media_talk alter column said set statistics 0;
create function levee.check_media_talk() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.incident_id <> 0 and not exists (select from incident i where i.id = new.incident_id) then
    perform refuse('media_talk_is_of_an_incident', new.incident_id::text);
  elsif not may_read(new.incident_id) then
    perform refuse('incident_is_open_to_its_named_people', new.incident_id::text);
  elsif exists (select from media_contact c where c.id = new.contact_id and c.removed_at < 'infinity') then
    perform refuse('media_talk_is_to_a_contact', new.contact_id::text);
  end if;
  return new;
end $$;
create trigger a_entrance before insert on levee.media_talk when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create trigger b_check before insert on levee.media_talk for each row execute function levee.check_media_talk();
create trigger b_stamp before insert on levee.media_talk for each row execute function levee.stamp_person_and_time();
-- Erased with the contact, by the owner's function alone.
create trigger z_append_only before update or delete on levee.media_talk for each row execute function levee.append_only('said');
create trigger z_event after insert on levee.media_talk for each row execute function levee.house_event('incident_id', 'contact_id');
call levee.hide_from_outsiders('media_talk');
create policy media_talk_is_written on levee.media_talk for insert with check (true);
grant select, insert (incident_id, contact_id, said) on levee.media_talk to levee_logistics, levee_response, levee_leadership;

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
  elsif r.owner <> session_user collate "default" and not exists (select from seat s where s.handle = session_user collate "default"
      and s.team = 'logistics') then
    perform refuse('resource_is_verified_by_its_owner', r.owner);
  end if;
  update resource o set verified_at = clock_timestamp(), verified_by = session_user collate "default" where o.id = r.id;
  perform write_event(next_event(), 0, 'resource_verified', session_user, current_team()::text, clock_timestamp(),
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
  elsif known <> session_user collate "default" and not exists (select from seat s where s.handle = session_user collate "default"
      and s.team in ('logistics', 'response')) then
    perform refuse('resource_is_verified_by_its_owner', '');
  end if;
  update media_contact c set verified_at = clock_timestamp(), verified_by = session_user collate "default"
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
