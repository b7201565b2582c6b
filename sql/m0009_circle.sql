-- Who is in the circle of an incident: named people, and whether it is restricted to them.
--
-- LAW-22: the texts of a restricted incident are read and written by its named people only.

-- Named people: who may read, who no longer may. Only somebody who may read can name others; only the leader or legal, who always
-- read, takes a name off.
create table levee.named_person (
  incident_id bigint not null constraint named_person_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  handle text not null constraint named_person_is_a_person references levee.person,
  may_read boolean not null default true);
call levee.step('named_person', 'assessing', 'reviewing', '{monitoring,leadership}', '{handle,may_read}');

create function levee.apply_named_person() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.may_read then
    insert into reader (incident_id, handle) values (new.incident_id, new.handle) on conflict do nothing;
    return null;
  end if;
  if not (new.team = 'leadership' and always_reads(new.incident_id, levee.person())) then
    perform refuse('named_person_is_taken_off_by_the_leader_or_legal', levee.person());
  elsif always_reads(new.incident_id, new.handle) then
    perform refuse('named_person_is_not_who_always_reads', new.handle);
  end if;
  delete from reader where incident_id = new.incident_id and handle = new.handle;
  return null;
end $$;
create trigger a_lock before insert on levee.named_person for each row execute function levee.lock_incident();
create trigger c_apply after insert on levee.named_person
  for each row execute function levee.apply_named_person();

-- Restricting is quick, by whoever opens or leads; lifting it is the leader's or legal's decision.
create table levee.restriction (
  incident_id bigint not null constraint restriction_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  restricted boolean not null,
  reason text not null constraint restriction_has_a_reason check (btrim(reason) <> ''));
call levee.step('restriction', 'assessing', 'reviewing', '{monitoring,leadership}', '{restricted}', texts => '{reason}');

create function levee.apply_restriction() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not new.restricted and not (new.team = 'leadership' and always_reads(new.incident_id, levee.person())) then
    perform refuse('restriction_is_lifted_by_the_leader_or_legal', levee.person());
  end if;
  update incident set restricted = new.restricted where id = new.incident_id;
  if new.restricted then
    insert into reader (incident_id, handle) values (new.incident_id, levee.person()) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger a_lock before insert on levee.restriction for each row execute function levee.lock_incident();
create trigger c_apply after insert on levee.restriction for each row execute function levee.apply_restriction();
