-- The contacts of the media, and what was said to them.
--
-- LAW-22: what was said to somebody of the media about a restricted incident is read by its named people.

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
  known_by text not null default levee.person() constraint media_contact_is_known_by_a_person references levee.person,
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
  new.person := levee.person();
  new.at := clock_timestamp();
  new.verified_by := levee.person();
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
