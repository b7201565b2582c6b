-- What logistics keeps ready: the kinds that the playbook knows, and the registry.

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
  owner text not null default levee.person() constraint resource_owner_is_a_person references levee.person,
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
  new.person := levee.person();
  new.at := clock_timestamp();
  new.verified_by := levee.person();
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
