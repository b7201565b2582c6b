-- Who decides: changes of leadership's seats.
--
-- LAW-29: from the first approved playbook on, who sits in leadership, and who stands in there, is leadership's decision; an
--         administrator proposes it.

-- From the first approved playbook on, who sits in leadership, and who stands in there, is leadership's own decision: of the
-- leader, or, where no leader is left, of legal and one more. An administrator proposes it.
create table levee.seat_change (
  id bigint generated always as identity primary key,
  handle text not null constraint seat_change_is_of_a_person references levee.person,
  what text not null constraint seat_change_is_known check (what in ('seat', 'substitute')),
  -- What the person is in leadership from then on ('' leaves it), or the seat that they stand in for.
  seat text not null constraint seat_change_seat_is_known
    check (seat in ('leader', 'deputy', 'legal', 'member', 'deputy legal', 'leader legal', '')),
  -- Of a substitute: whether they stand in from now on, or no longer.
  stands boolean not null default true,
  outcome text not null default 'open' constraint seat_change_outcome_is_known check (outcome in ('open', 'done', 'refused')),
  person text not null default levee.person(),
  at timestamptz not null default clock_timestamp(),
  constraint seat_change_of_a_proposer unique (id, person));
create index seat_change_open on levee.seat_change (id) where outcome = 'open';
create table levee.seat_decision (
  change_id bigint not null,
  proposer text not null,
  agrees boolean not null,
  as_leader boolean not null,
  as_legal boolean not null,
  person text not null,
  at timestamptz not null,
  primary key (change_id, person),
  constraint seat_decision_is_of_a_change foreign key (change_id, proposer) references levee.seat_change (id, person),
  constraint seat_decision_is_not_by_the_proposer check (person <> proposer));
grant select on levee.seat_change, levee.seat_decision to levee_admin, levee_leadership;
grant insert (change_id, agrees) on levee.seat_decision to levee_leadership;

create trigger z_event after insert or update of outcome on levee.seat_change
  for each row execute function levee.house_event('id', 'handle', 'what', 'seat', 'outcome');
create trigger z_event after insert on levee.seat_decision
  for each row execute function levee.house_event('change_id', 'agrees', 'as_leader', 'as_legal');

-- Whether leadership has begun to decide for itself: a playbook is approved.
create function levee.leadership_is_seated() returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from playbook_approval);
end $$;

-- Asked before a seat of leadership is changed: at the isolation level of all guards, and under a lock that the approval of a
-- playbook excludes, so that no seat comes in behind it from an open transaction.
create function levee.ask_for_leadership() returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform see_what_is_committed();
  perform from house for share;
  return leadership_is_seated();
end $$;

-- Nobody changes a seat of leadership beside that decision, administrators and superusers included; what a decision brings
-- about, a function of the owner's does. Nor does somebody who was removed come back into leadership.
create function levee.guard_leadership() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  rows constant jsonb := jsonb_build_array(to_jsonb(old), to_jsonb(new));
  is_seated constant boolean := ask_for_leadership();
begin
  if is_seated and (case tg_table_name
      when 'seat' then rows @> '[{"team": "leadership"}]'
      when 'standing_substitute' then true
      else exists (select from seat s where s.handle = rows -> 0 ->> 'handle' and s.team = 'leadership') end) then
    perform refuse('seat_of_leadership_is_decided_by_leadership', coalesce(rows -> 1 ->> 'handle', rows -> 0 ->> 'handle', ''));
  end if;
  return coalesce(new, old);
end $$;
create trigger b_leadership before insert or update or delete on levee.seat
  for each row when (current_user <> 'levee_owner') execute function levee.guard_leadership();
create trigger b_leadership before insert or update or delete on levee.standing_substitute
  for each row when (current_user <> 'levee_owner') execute function levee.guard_leadership();
create trigger b_leadership before update of removed_at on levee.person
  for each row when (current_user <> 'levee_owner') execute function levee.guard_leadership();

create function levee.stamp_seat_decision() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  change record;
begin
  perform enter('{leadership}', null, 'person');
  -- One at a time: the last of two makes it so.
  select c.person, c.outcome into change from seat_change c where c.id = new.change_id for no key update;
  if not found or change.outcome <> 'open' then
    perform refuse('seat_decision_is_of_a_change', new.change_id::text);
  end if;
  new.proposer := change.person;
  new.person := levee.person();
  new.as_leader := holds_seat(levee.person(), 'leader');
  new.as_legal := holds_seat(levee.person(), 'legal');
  new.at := clock_timestamp();
  return new;
end $$;
create trigger a_stamp before insert on levee.seat_decision for each row execute function levee.stamp_seat_decision();

-- Makes a change of leadership's seats so, whoever decided it; what the columns of seat_change mean, the arguments mean.
create function levee.carry_out_seat_change(handle text, what text, wanted text, stands boolean) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if what = 'substitute' and stands then
    insert into standing_substitute (seat, substitute) values (wanted, handle) on conflict do nothing;
  elsif what = 'substitute' then
    delete from standing_substitute u where u.seat = wanted and u.substitute = carry_out_seat_change.handle;
  else
    delete from seat s where s.handle = carry_out_seat_change.handle and s.team = 'leadership'
      and s.seat <> all (string_to_array(wanted, ' '));
    insert into seat (handle, team, seat)
      select p.handle, 'leadership', w from unnest(string_to_array(wanted, ' ')) w
      join person p on p.handle = carry_out_seat_change.handle and p.removed_at is null
      on conflict on constraint seat_pkey do nothing;
    -- Only who sits in leadership stands in there.
    delete from standing_substitute u where u.substitute = carry_out_seat_change.handle and wanted = '';
  end if;
end $$;

create function levee.apply_seat_decision() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  change record;
  has_leader constant boolean := exists (select from seat s join person p using (handle)
    where s.team = 'leadership' and s.seat = 'leader' and p.removed_at is null);
  given record;
begin
  select bool_or(d.as_leader and has_leader) as leader, bool_or(d.as_legal) as legal, count(*) as people into given
    from seat_decision d where d.change_id = new.change_id and d.agrees = new.agrees;
  if not (given.leader or (not has_leader and given.legal and given.people >= 2)) then
    return null;
  end if;
  update seat_change c set outcome = case when new.agrees then 'done' else 'refused' end where c.id = new.change_id
    returning * into change;
  if new.agrees then
    perform carry_out_seat_change(change.handle, change.what, change.seat, change.stands);
  end if;
  return null;
end $$;
create trigger c_apply after insert on levee.seat_decision for each row execute function levee.apply_seat_decision();
create trigger z_append_only before update or delete on levee.seat_change
  for each row execute function levee.append_only('outcome');
create trigger z_append_only before update or delete on levee.seat_decision
  for each row execute function levee.append_only();

-- Puts somebody into seats of leadership (as `leadership_of` writes them; '' takes them out), or makes them a standing substitute for one; at once before the
-- first approved playbook, afterwards as a proposal to leadership.
-- Returns the number of the proposal; NULL when it is done.
create function levee.seat_in_leadership(handle text, wanted text) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  change bigint;
  is_seated constant boolean := ask_for_leadership();
begin
  if wanted <> coalesce((select string_agg(s.seat, ' ' order by s.seat) from seat s
      where s.handle = seat_in_leadership.handle and s.team = 'leadership'), '') then
    if is_seated then
      select c.id into change from seat_change c where c.handle = seat_in_leadership.handle and c.what = 'seat'
        and c.seat = wanted and c.outcome = 'open';
      if change is null then
        insert into seat_change (handle, what, seat) values (seat_in_leadership.handle, 'seat', wanted) returning id into change;
      end if;
    else
      perform carry_out_seat_change(seat_in_leadership.handle, 'seat', wanted, true);
    end if;
  end if;
  return change;
end $$;
create function levee.substitute_in_leadership(handle text, wanted text, stands boolean) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  change bigint;
  is_seated constant boolean := ask_for_leadership();
begin
  if stands = exists (select from standing_substitute u where u.seat = wanted and u.substitute = substitute_in_leadership.handle)
  then
    return null;
  elsif is_seated then
    select c.id into change from seat_change c where c.handle = substitute_in_leadership.handle and c.what = 'substitute'
      and c.seat = wanted and c.stands = substitute_in_leadership.stands and c.outcome = 'open';
    if change is null then
      insert into seat_change (handle, what, seat, stands)
        values (substitute_in_leadership.handle, 'substitute', wanted, substitute_in_leadership.stands) returning id into change;
    end if;
  else
    perform carry_out_seat_change(substitute_in_leadership.handle, 'substitute', wanted, substitute_in_leadership.stands);
  end if;
  return change;
end $$;
grant execute on function levee.seat_in_leadership, levee.substitute_in_leadership to levee_admin;
