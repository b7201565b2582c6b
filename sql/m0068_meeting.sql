-- The meeting of step 2: who is to come, when and where, what is to be talked about, and who came.
--
-- LAW-6: a meeting is not needed for a decision; where one was called, the decision that it makes names those who signed in.
-- LAW-28: who is to come is told of it; nobody is any more once it is over.

create table levee.meeting (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  starts_at levee.moment not null,
  -- Logins of the house beside those who sit in leadership; and everybody who is told, in the end.
  invited text[] not null default '{}',
  people text[] not null,
  -- A room, or a link.
  place text not null constraint meeting_has_a_place check (btrim(place) <> ''),
  agenda text not null constraint meeting_has_an_agenda check (btrim(agenda) <> ''),
  constraint meeting_of_incident unique (incident_id, id));
call levee.step('meeting', 'commanding', 'responding', '{leadership}', '{id,starts_at,people}', '{people}',
  texts => '{place,agenda}');
create index meeting_of_an_incident on levee.meeting (incident_id, id);

-- Who came: each says so themselves, or somebody of leadership who keeps the record says it of them.
create table levee.sign_in (
  incident_id bigint not null,
  meeting_id bigint not null,
  handle text not null constraint sign_in_is_of_a_person references levee.person,
  primary key (incident_id, meeting_id, handle),
  constraint sign_in_is_of_a_meeting foreign key (incident_id, meeting_id) references levee.meeting (incident_id, id));
call levee.step('sign_in', 'commanding', 'responding', '{monitoring,leadership,response,logistics,staff}', '{meeting_id,handle}');

-- Over is a meeting that another follows, that a decision followed, or that began twelve hours ago.
create function levee.meeting_is_over(meeting bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  m record;
begin
  select v.incident_id, v.id, v.at, v.starts_at into m from meeting v where v.id = meeting_is_over.meeting;
  return not found or m.starts_at + interval '12 hours' < levee.now(m.incident_id)
    or exists (select from meeting o where o.incident_id = m.incident_id and o.id > m.id)
    or exists (select from decision d where d.incident_id = m.incident_id and d.at >= m.at)
    or exists (select from incident i where i.id = m.incident_id and i.stage > 'responding');
end $$;

-- The meeting of an incident that is not over; 0 where there is none.
create function levee.meeting_now(incident bigint) returns bigint
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter(null, meeting_now.incident, 'person');
  return coalesce((select m.id from meeting m where m.incident_id = meeting_now.incident and not meeting_is_over(m.id)
    order by m.id desc limit 1), 0);
end $$;
grant execute on function levee.meeting_now to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_staff;

-- Those who sit in leadership and whoever is invited beside them, of those who may read the incident.
create function levee.invite_to_meeting() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  stray text;
begin
  select h.handle into stray from unnest(new.invited) h(handle) where not exists (select from person p where p.handle = h.handle
    and p.kind = 'person' and p.removed_at is null and may_read(new.incident_id, p.handle)) limit 1;
  if found then
    perform refuse('meeting_invites_who_may_read', stray);
  end if;
  new.people := array(select distinct p.handle from person p where p.kind = 'person' and p.removed_at is null
    and may_read(new.incident_id, p.handle)
    and (p.handle = any (new.invited) or exists (select from seat s where s.handle = p.handle and s.team = 'leadership')) order by 1);
  return new;
end $$;
create trigger c_people before insert on levee.meeting for each row execute function levee.invite_to_meeting();
create function levee.tell_of_meeting() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into notice (recipient, incident_id, reason, subject, percent, at)
    select p, new.incident_id, 'meeting', 'I' || new.incident_id, new.id, new.at from unnest(new.people) p where p <> new.person;
  return null;
end $$;
create trigger y_tell after insert on levee.meeting for each row execute function levee.tell_of_meeting();

create function levee.check_sign_in() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if meeting_is_over(new.meeting_id) then
    perform refuse('sign_in_is_of_a_meeting', new.meeting_id::text);
  elsif new.team <> 'leadership' and new.handle <> levee.person() then
    perform refuse('sign_in_is_by_oneself_or_leadership', new.handle);
  elsif new.team <> 'leadership' and not exists (select from meeting m where m.id = new.meeting_id
      and new.handle = any (m.people)) then
    perform refuse('sign_in_is_of_who_was_invited', new.handle);
  elsif not may_read(new.incident_id, new.handle) then
    perform refuse('meeting_invites_who_may_read', new.handle);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.sign_in for each row execute function levee.check_sign_in();

-- The people of the house whom a meeting's decision names are those who signed in, all of them; guests stand beside them.
create function levee.decide_in_meeting() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  called bigint;
  stray text;
begin
  select m.id into called from meeting m where m.incident_id = new.incident_id and not meeting_is_over(m.id) order by m.id desc limit 1;
  if new.kind <> 'meeting' or called is null then
    return new;
  end if;
  select a.handle into stray from unnest(new.attendees) a(handle) where strpos(a.handle, ':') = 0
    and not exists (select from sign_in s where s.meeting_id = called and s.handle = a.handle) limit 1;
  if found then
    perform refuse('decision_attendees_signed_in', stray);
  end if;
  new.attendees := array(select s.handle from sign_in s where s.incident_id = new.incident_id and s.meeting_id = called order by s.at, s.handle)
    || array(select a.handle from unnest(new.attendees) a(handle) where strpos(a.handle, ':') > 0);
  return new;
end $$;
create trigger d_meeting before insert on levee.decision for each row execute function levee.decide_in_meeting();
