-- A slip is taken back: a step that one recorded oneself, at once or not at all.
--
-- LAW-30: what one recorded oneself can be taken back for two minutes, until a next step rests on it; never an approval, a delivery or
--         a receipt. The history keeps both: that it was recorded, and that it was taken back.

-- Which steps can be taken back; and which of those that are recorded with them stay (that an assessment was read stays true).
create table levee.undoable (
  kind text primary key,
  stays boolean not null default false);
insert into levee.undoable (kind, stays) values
  ('watch', false), ('fact', false), ('incident_link', false), ('authority_notice', false), ('feedback', false),
  ('resolution', false), ('decision', false), ('meeting_record', false), ('command', false), ('assignment', false), ('task', false),
  ('task_done', false), ('readiness_certificate', false), ('readiness_item', false), ('readiness', false), ('allocation', false),
  ('counselling_offer', false), ('response_over', false), ('stand_down', false), ('stand_down_item', false),
  ('result_report', false), ('note', false), ('attachment', false), ('improvement_done', false), ('after_action_review', false), ('improvement_action', false),
  ('assessment_receipt', true), ('acknowledgement', true), ('report_receipt', true);
grant select on levee.undoable to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor, levee_staff;

create table levee.undoing (
  incident_id bigint not null constraint undoing_is_of_an_incident references levee.incident,
  target_event bigint not null constraint undoing_is_of_an_event references levee.event,
  what text not null constraint undoing_is_of_a_step references levee.undoable,
  constraint undoing_once unique (target_event));
call levee.step('undoing', 'assessing', 'closed', '{monitoring,leadership,response,logistics,staff}', '{target_event,what}');
revoke insert (incident_id, target_event, what) on levee.undoing from levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_staff;
create index undoing_of_incident on levee.undoing (incident_id);

-- The last thing that the person recorded, as one act: what one transaction wrote of an incident. Of the newest events only: it was
-- just now, or it is no slip any more.
create function levee.last_act() returns table (event_id bigint, incident_id bigint, kind text, at timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  newest bigint;
begin
  perform enter(kind => 'person');
  select e.id into newest from (select * from event order by id desc limit 2000) e
    where e.person = levee.person() and e.chain <> 0 order by e.id desc limit 1;
  return query select e.id, e.chain, e.kind, e.at from event e join event n on n.id = newest
    where e.id > newest - 2000 and e.id <= newest and e.chain = n.chain and e.person = n.person and e.xmin = n.xmin order by e.id;
end $$;

-- Takes that act back: its rows go, what they settled is owed again, what they opened is not. What rests on one of them (a key), another
-- step of its kind or a stage since then, or two minutes of the incident's clock have sealed it.
create function levee.take_back(target bigint) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i incident;
  act bigint[];
  gone record;
begin
  perform enter(kind => 'person');
  select v.* into i from last_act() a join incident v on v.id = a.incident_id where a.event_id = take_back.target
    for no key update of v;
  act := array(select a.event_id from last_act() a);
  if i.id is null or take_back.target <> all (act) then
    perform refuse('undoing_is_of_ones_last_step', take_back.target::text);
  elsif not may_read(i.id) then
    perform refuse('incident_is_open_to_its_named_people', i.id::text);
  end if;
  select e.kind into gone from event e where e.id = any (act) and not exists (select from undoable u where u.kind = e.kind) limit 1;
  if found then
    perform refuse('undoing_is_of_a_step', gone.kind);
  elsif not exists (select from event e join undoable u on u.kind = e.kind and not u.stays where e.id = any (act)) then
    perform refuse('undoing_is_of_a_step', (select e.kind from event e where e.id = act[1]));
  elsif exists (select from event e where e.id = any (act)
      and levee.now(i.id) - e.at > interval '2 minutes' * case when i.exercise then greatest(i.clock_rate, 1) else 1 end) then
    perform refuse('undoing_is_soon_or_never', act[1]::text);
  elsif exists (select from event e where e.chain = i.id and e.id > act[1] and e.id <> all (act) and (e.kind = 'transition'
      or e.kind in (select o.kind from event o join undoable u on u.kind = o.kind and not u.stays where o.id = any (act))))
    or exists (select from duty d where d.incident_id = i.id and d.opened_by = any (act) and d.state <> 'open'
      and d.ended_by <> all (act)) then
    perform refuse('undoing_comes_before_the_next_step', act[1]::text);
  end if;
  insert into undoing (incident_id, target_event, what) select i.id, e.id, e.kind from event e join undoable u on u.kind = e.kind
    where e.id = any (act) and not u.stays order by e.id;
  begin
    for gone in select u.target_event, u.what from undoing u where u.target_event = any (act) order by u.target_event desc loop
      execute format('delete from levee.%I where incident_id = $1 and event_id = $2', gone.what) using i.id, gone.target_event;
    end loop;
  exception when foreign_key_violation then
    perform refuse('undoing_comes_before_the_next_step', act[1]::text);
  end;
  delete from duty d where d.incident_id = i.id and exists (select from undoing u where u.target_event = d.opened_by);
  update duty d set state = 'open', ended_at = 'infinity', ended_by = 0, reason = '',
      next_at = next_look(i, d.target, d.started_at, d.due_at, d.lapses_at, d.fired)
    where d.incident_id = i.id and exists (select from undoing u where u.target_event = d.ended_by);
  return i.id;
end $$;
grant execute on function levee.last_act, levee.take_back to levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_staff;
