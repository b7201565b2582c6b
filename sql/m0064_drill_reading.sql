-- What is read of a drill, by whom.

-- The drills that somebody may know of: planned blind ones only by those who lead, evaluate or observe them.
create function levee.drills() returns table (id bigint, kind text, scenario text, title text, state text, planned_at timestamptz,
  incident_id bigint, rate double precision, role text, people int, joined int, waiting int, delivered int, words_missing text[],
  seed bigint, shown timestamptz, started_at timestamptz, standing boolean)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter();
  return query select d.id, d.kind, d.scenario, d.title, d.state, d.planned_at::timestamptz, d.incident_id,
      coalesce(i.clock_rate, d.rate), drill_role(d.id, levee.person()),
      (select count(*)::int from drill_person p where p.drill_id = d.id and p.role = 'participant'),
      (select count(*)::int from drill_person p where p.drill_id = d.id and p.role = 'participant' and p.joined_at < 'infinity'),
      (select count(*)::int from drill_waiting(d.id) w where w.comes), (select count(*)::int from drill_delivered v where v.drill_id = d.id),
      case when d.state in ('done', 'stopped') then drill_words_missing(d.id) else '{}' end, d.seed,
      case when d.incident_id = 0 then clock_timestamp() else levee.now(d.incident_id) end, d.started_at,
      coalesce(i.clock_rate = 0, false)
    from levee.drill d left join incident i on i.id = d.incident_id
    where not (d.kind = 'blind' and d.state = 'planned' and drill_role(d.id, levee.person()) not in ('facilitator', 'evaluator', 'observer'))
    order by d.id desc limit 200;
end $$;

-- What came and comes, with what was done about it: for those who lead, evaluate and observe; once it has ended, for all who took part.
create function levee.drill_timeline(drill bigint) returns table (code text, kind text, trigger text, step text, wait interval,
  content jsonb, state text, at timestamptz)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  d levee.drill;
begin
  perform enter('{staff}', null, 'person');
  select * into d from levee.drill v where v.id = drill_timeline.drill;
  if not found then
    perform refuse('drill_is_there', drill_timeline.drill::text);
  elsif drill_role(drill_timeline.drill, levee.person()) not in ('facilitator', 'evaluator', 'observer')
    and (d.state in ('done', 'stopped') and drill_role(d.id, levee.person()) = 'participant') is not true then
    perform refuse('drill_is_led_by_its_facilitator', levee.person());
  end if;
  return query select j.code, j.kind, j.trigger, j.step, j.wait, j.content,
      case when v.code is not null then 'delivered' when w.steered = 'skip' then 'skipped' when w.steered = 'hold' then 'held'
        when d.state in ('done', 'stopped') or not w.comes and j.trigger = 'without' then 'needless' else 'waits' end,
      coalesce(v.at, w.due_at)
    from drill_inject j left join drill_delivered v on v.drill_id = j.drill_id and v.code = j.code
    left join drill_waiting(d.id) w on w.code = j.code where j.drill_id = d.id order by 8 nulls last, 1;
end $$;

-- What was expected, and when it was done: by the clock of the drill, from the inject after which it is expected.
create function levee.drill_expected(drill bigint) returns table (code text, objective text, step text, en text, zh text, weight int,
  due_at timestamptz, done_at timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter();
  if drill_role(drill_expected.drill, levee.person()) = '' or (drill_role(drill_expected.drill, levee.person()) = 'participant'
      and not exists (select from levee.drill d where d.id = drill_expected.drill and d.state in ('done', 'stopped'))) then
    perform refuse('drill_is_led_by_its_facilitator', levee.person());
  end if;
  return query select e.code, e.objective, e.step, e.en, e.zh, e.weight, b.began + e.within,
      case when b.began is not null then drill_step_at(d.incident_id, e.step, b.began) end
    from levee.drill d join drill_expectation e on e.drill_id = d.id
    cross join lateral (select case e.after when '' then nullif(d.started_at, 'infinity')
      else (select v.at from drill_delivered v where v.drill_id = d.id and v.code = e.after) end as began) b
    where d.id = drill_expected.drill order by e.code;
end $$;

-- What was said to the one who asks, of one drill: by the facilitator, and by what came for their team.
create function levee.drill_messages(drill bigint) returns table (code text, text text, shown_at timestamptz, person text)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  mine constant text := drill_role(drill_messages.drill, levee.person());
begin
  perform enter('{staff}', null, 'person');
  return query select m.code, m.text, m.shown_at, m.person from drill_message m where m.drill_id = drill_messages.drill
      and case mine when '' then false when 'participant' then not m.crew and (m.teams = '{}' or exists (select from seat s
        where s.handle = levee.person() and s.team = any (m.teams))) else true end
    order by m.id;
end $$;

-- The scenario's words for one who leads or takes part: what the facilitator knows, and what really happened, only for those who lead,
-- until it has ended.
create function levee.drill_content(drill bigint) returns jsonb
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
  mine text;
begin
  perform enter('{staff}', null, 'person');
  select * into d from levee.drill v where v.id = drill_content.drill;
  mine := drill_role(d.id, levee.person());
  if mine = '' or (mine = 'participant' and d.kind = 'blind' and d.state = 'planned') then
    perform refuse('drill_is_there', drill_content.drill::text);
  end if;
  return case when mine = 'participant' and d.state not in ('done', 'stopped')
    then d.content - '{knows,really,public,sources}'::text[] else d.content end;
end $$;
create function levee.drill_people(drill bigint) returns table (handle text, role text, joined_at timestamptz, said text)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{staff}', null, 'person');
  if drill_role(drill_people.drill, levee.person()) = '' then
    perform refuse('drill_is_there', drill_people.drill::text);
  end if;
  return query select p.handle, p.role, p.joined_at, case when w.declined then 'declined' when w.handle is not null then 'said' else '' end
    from drill_person p left join drill_word w on w.drill_id = p.drill_id and w.handle = p.handle
    where p.drill_id = drill_people.drill order by p.role, p.handle;
end $$;
create function levee.drill_notes(drill bigint) returns table (objective text, rating text, reason text, shown_at timestamptz, person text)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{staff}', null, 'person');
  if drill_role(drill_notes.drill, levee.person()) not in ('facilitator', 'evaluator', 'observer') then
    perform refuse('drill_is_led_by_its_facilitator', levee.person());
  end if;
  return query select n.objective, n.rating, n.reason, n.shown_at, n.person from drill_note n where n.drill_id = drill_notes.drill order by n.id;
end $$;
grant execute on function levee.plan_drill, levee.start_drill, levee.end_drill, levee.steer_inject, levee.add_inject, levee.say_in_drill,
  levee.join_drill, levee.note_in_drill, levee.word_on_drill, levee.drills, levee.drill_timeline, levee.drill_expected,
  levee.drill_messages, levee.drill_content, levee.drill_people, levee.drill_notes to levee_staff;
grant execute on function levee.drills to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
