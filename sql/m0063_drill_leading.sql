-- A drill is planned, led and ended.

-- When a step was first done in an incident after a time, by its clock; NULL when it was not.
create function levee.drill_step_at(incident bigint, step text, since timestamptz default '-infinity') returns timestamptz
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return case step
    when 'refuted' then (select min(f.at) from fact_check f where f.incident_id = incident and f.reliability = 'refuted' and f.at >= since)
    when 'verified' then (select min(f.at) from fact_check f where f.incident_id = incident and f.reliability = 'verified' and f.at >= since)
    else (select min(e.at) from event e where e.chain = incident and e.at >= since and e.kind = case step
      when 'received' then 'assessment_receipt' when 'acknowledged' then 'acknowledgement' when 'ready' then 'readiness'
      when 'statement' then 'delivery_receipt' when 'resolved' then 'resolution' when 'correction' then 'correcting_statement'
      when 'authority' then 'authority_notice' when 'over' then 'response_over' else step end) end;
end $$;

-- Who leads a drill, evaluates or observes it; or who takes part.
create function levee.drill_role(drill bigint, person text) returns text
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return coalesce((select p.role from drill_person p where p.drill_id = drill_role.drill and p.handle = drill_role.person), '');
end $$;
-- The drill, locked, for one of the roles.
create function levee.lead_drill(drill bigint, roles text[]) returns levee.drill
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  select * into d from levee.drill v where v.id = lead_drill.drill for no key update;
  if not found then
    perform refuse('drill_is_there', lead_drill.drill::text);
  elsif drill_role(d.id, levee.person()) <> all (roles) then
    perform refuse('drill_is_led_by_its_facilitator', levee.person());
  end if;
  return d;
end $$;

create function levee.put_injects(drill bigint, injects jsonb) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into drill_inject (drill_id, code, kind, trigger, step, wait, content, person, at)
    select put_injects.drill, j ->> 'code', j ->> 'kind', j ->> 'trigger', coalesce(j ->> 'step', ''),
      make_interval(secs => coalesce((j ->> 'wait')::double precision, 0)), j -> 'content', levee.person(), clock_timestamp()
    from jsonb_array_elements(injects) j;
end $$;

-- Plans a drill from a scenario that was read and checked. Whoever plans it leads it. Those who take part are told, unless they are
-- not to know before it begins.
create function levee.plan_drill(kind text, language levee.language, planned timestamptz, rate double precision, seed bigint,
  handles text[], roles text[], scenario jsonb) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  planned_drill bigint;
  stranger text;
begin
  perform enter('{staff}', null, 'person');
  if not exists (select from seat s where s.handle = levee.person()) then
    perform refuse('drill_is_planned_by_a_team', levee.person());
  end if;
  select h into stranger from unnest(handles) h where not exists (
    select from person p where p.handle = h and p.kind = 'person' and p.removed_at is null) limit 1;
  if found then
    perform refuse('drill_person_is_of_the_house', stranger);
  elsif kind = 'team' and (select count(distinct s.team) from unnest(handles, roles) u (h, r) join seat s on s.handle = u.h
      where u.r = 'participant' and s.team <> 'leadership') > 1 then
    perform refuse('drill_of_a_team_is_of_one');
  end if;
  insert into drill (kind, scenario, title, language, incident_kind, severity, content, seed, planned_at, rate, person, at)
    values (plan_drill.kind, plan_drill.scenario ->> 'name', plan_drill.scenario -> 'title' ->> plan_drill.language::text,
      plan_drill.language, (plan_drill.scenario ->> 'kind')::incident_kind, (plan_drill.scenario ->> 'severity')::severity,
      plan_drill.scenario - '{injects,objectives,expectations}'::text[], plan_drill.seed, plan_drill.planned,
      case plan_drill.kind when 'tabletop' then 0 else plan_drill.rate end, levee.person(), clock_timestamp())
    returning id into planned_drill;
  insert into drill_person (drill_id, handle, role)
    select distinct on (u.h) planned_drill, u.h, u.r from (select levee.person() as h, 'facilitator' as r
      union all select * from unnest(handles, roles)) u (h, r) order by u.h, u.r <> 'facilitator';
  perform put_injects(planned_drill, plan_drill.scenario -> 'injects');
  insert into drill_objective (drill_id, code, en, zh)
    select planned_drill, o ->> 'code', o ->> 'en', o ->> 'zh' from jsonb_array_elements(plan_drill.scenario -> 'objectives') o;
  insert into drill_expectation (drill_id, code, objective, step, after, within, weight, en, zh)
    select planned_drill, e ->> 'code', coalesce(e ->> 'objective', ''), e ->> 'step', coalesce(e ->> 'after', ''),
      make_interval(secs => (e ->> 'within')::double precision), (e ->> 'weight')::int, e ->> 'en', e ->> 'zh'
    from jsonb_array_elements(plan_drill.scenario -> 'expectations') e;
  perform tell_drill(planned_drill, case plan_drill.kind when 'blind' then '{facilitator,evaluator,observer}'::text[]
    else '{facilitator,participant,evaluator,observer}' end, 0, '', clock_timestamp());
  perform end_duties(0, '{plan_drill}', plan_drill.kind, 0, clock_timestamp());
  return planned_drill;
end $$;

-- Tells some of a drill's people to look: of the drill, or of one thing in it.
create function levee.tell_drill(drill bigint, roles text[], incident bigint, what text, at timestamptz, teams levee.team[] default '{}')
  returns void language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into notice (recipient, incident_id, reason, subject, at)
    select p.handle, tell_drill.incident, 'drill', btrim('Y' || tell_drill.drill || ' ' || tell_drill.what), tell_drill.at
    from drill_person p where p.drill_id = tell_drill.drill and p.role = any (roles) and p.handle <> levee.person()
      and (teams = '{}' or p.role <> 'participant' or exists (select from seat s where s.handle = p.handle and s.team = any (teams)))
    on conflict do nothing;
end $$;

-- Opens the drill's incident, with its clock; everybody is told that it has begun.
create function levee.start_drill(drill bigint) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
  opened bigint;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(start_drill.drill, '{facilitator}');
  if d.state <> 'planned' then
    perform refuse('drill_begins_once', d.state);
  end if;
  insert into incident (title, kind, exercise, clock_offset, clock_rate, severity, jurisdictions, detected_at)
    values (d.title, d.incident_kind, true, case when d.content ->> 'starts_at' is null then interval '0'
        else (d.content ->> 'starts_at')::timestamptz - clock_timestamp() end, d.rate, d.severity,
      array(select jsonb_array_elements_text(coalesce(d.content -> 'jurisdictions', '[]'))), null)
    returning id into opened;
  update levee.drill v set state = 'running', incident_id = opened, started_at = (select i.at from incident i where i.id = opened)
    where v.id = d.id;
  perform tell_drill(d.id, '{participant,evaluator,observer}', opened, '', levee.now(opened));
  return opened;
end $$;

-- Ends it. One that is done has brought everything that was to come; else it is stopped, and does not count as held. What its incident
-- still waits for is owed no more, unless its review has begun.
create function levee.end_drill(drill bigint, done boolean, reason text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
  i incident;
  missing text;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(end_drill.drill, '{facilitator}');
  if d.state not in ('planned', 'running') then
    perform refuse('drill_has_not_ended', d.state);
  elsif not done and btrim(reason) = '' then
    perform refuse('drill_stops_with_a_reason');
  elsif done then
    select string_agg(w.code, ', ' order by w.code) into missing from drill_waiting(d.id) w where w.comes;
    if d.state = 'planned' or missing is not null then
      perform refuse('drill_is_done_when_all_has_come', coalesce(missing, ''));
    end if;
  end if;
  select * into i from incident v where v.id = d.incident_id for no key update;
  update levee.drill v set state = case when end_drill.done then 'done' else 'stopped' end, reason = end_drill.reason,
      ended_at = case when i.id is null then clock_timestamp() else levee.now(i.id) end,
      started_at = v.started_at
    where v.id = d.id;
  if i.id is not null and i.stage <> 'closed' and (i.stage < 'reviewing' or not done) then
    update incident v set stopping = true where v.id = i.id;
    perform give_up(i.id, 'stopped');
    update duty o set state = 'moot', ended_at = levee.now(i.id), next_at = 'infinity', reason = 'stopped'
      where o.incident_id = i.id and o.state = 'open';
  end if;
  perform tell_drill(d.id, '{participant,evaluator,observer}', d.incident_id, 'end', case when i.id is null then clock_timestamp()
    else levee.now(i.id) end);
end $$;

-- What has not come yet, and whether it will: what is skipped, what waits for a hand, and what a step made needless comes no more.
create function levee.drill_waiting(drill bigint) returns table (code text, comes boolean, is_due boolean, steered text, due_at timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select j.code,
      coalesce(s.what, '') <> 'skip' and (j.trigger = 'at' or (j.trigger = 'without' and not coalesce(x.step_at <= d.started_at + j.wait, false))
        or (j.trigger = 'after' and x.step_at is not null) or coalesce(s.what, '') = 'now'),
      d.state = 'running' and case coalesce(s.what, '') when 'skip' then false when 'hold' then false when 'now' then true else case j.trigger
        when 'at' then d.started_at + j.wait <= n.now
        when 'after' then coalesce(x.step_at + j.wait <= n.now, false)
        when 'without' then d.started_at + j.wait <= n.now and not coalesce(x.step_at <= d.started_at + j.wait, false)
        else false end end,
      coalesce(s.what, ''),
      case j.trigger when 'hand' then null when 'after' then x.step_at + j.wait when 'at' then nullif(d.started_at, 'infinity') + j.wait
        when 'without' then nullif(d.started_at, 'infinity') + j.wait end
    from levee.drill d join drill_inject j on j.drill_id = d.id
    cross join lateral (select case when d.incident_id = 0 then clock_timestamp() else levee.now(d.incident_id) end as now) n
    left join lateral (select drill_step_at(d.incident_id, j.step) as step_at) x on j.step <> ''
    left join lateral (select t.what from drill_steer t where t.drill_id = j.drill_id and t.code = j.code order by t.id desc limit 1) s on true
    where d.id = drill_waiting.drill and not exists (select from drill_delivered v where v.drill_id = j.drill_id and v.code = j.code)
    order by 5 nulls last, 1;
end $$;

-- The facilitator's hand on what comes, and what they add on the spot; a red team's own counts as that.
create function levee.steer_inject(drill bigint, code text, what text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(steer_inject.drill, '{facilitator}');
  if d.state in ('done', 'stopped') then
    perform refuse('drill_has_not_ended', d.state);
  elsif exists (select from drill_delivered v where v.drill_id = d.id and v.code = steer_inject.code) then
    perform refuse('drill_delivered_pkey', steer_inject.code);
  end if;
  insert into drill_steer (drill_id, code, what, person, at)
    values (d.id, steer_inject.code, steer_inject.what, levee.person(), clock_timestamp());
end $$;
create function levee.add_inject(drill bigint, inject jsonb) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
  fresh text;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(add_inject.drill, '{facilitator}');
  if d.state in ('done', 'stopped') then
    perform refuse('drill_has_not_ended', d.state);
  end if;
  select 'V-' || lpad((1 + max(substr(j.code, 3)::int))::text, 2, '0') into fresh from drill_inject j where j.drill_id = d.id;
  perform put_injects(d.id, jsonb_build_array(inject || jsonb_build_object('code', coalesce(fresh, 'V-01'))));
  return coalesce(fresh, 'V-01');
end $$;

create function levee.say_in_drill(drill bigint, text text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
  message bigint;
  shown timestamptz;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(say_in_drill.drill, '{facilitator}');
  shown := case when d.incident_id = 0 then clock_timestamp() else levee.now(d.incident_id) end;
  insert into drill_message (drill_id, text, shown_at, person, at) values (d.id, say_in_drill.text, shown, levee.person(), clock_timestamp())
    returning id into message;
  perform tell_drill(d.id, '{participant,evaluator,observer}', d.incident_id, '#' || message, shown);
end $$;

create function levee.join_drill(drill bigint) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(join_drill.drill, '{facilitator,participant,evaluator,observer}');
  if d.state in ('done', 'stopped') or (d.kind = 'blind' and d.state = 'planned' and drill_role(d.id, levee.person()) = 'participant') then
    perform refuse('drill_is_there', join_drill.drill::text);
  end if;
  update drill_person p set joined_at = clock_timestamp()
    where p.drill_id = d.id and p.handle = levee.person() and p.joined_at = 'infinity';
  if found then
    perform write_event(next_event(), 0, 'drill_person', levee.person(), 'staff', clock_timestamp(),
      jsonb_build_object('drill', d.id, 'handle', levee.person()));
  end if;
  return drill_role(d.id, levee.person());
end $$;

create function levee.note_in_drill(drill bigint, objective text, rating text, reason text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(note_in_drill.drill, '{facilitator,evaluator,observer}');
  if objective <> '' and not exists (select from drill_objective o where o.drill_id = d.id and o.code = note_in_drill.objective) then
    perform refuse('drill_note_is_of_an_objective', note_in_drill.objective);
  end if;
  insert into drill_note (drill_id, objective, rating, reason, shown_at, person, at)
    values (d.id, note_in_drill.objective, note_in_drill.rating, note_in_drill.reason,
      case when d.incident_id = 0 then clock_timestamp() else levee.now(d.incident_id) end, levee.person(), clock_timestamp());
end $$;

-- Afterwards: what each participant says of it themselves, once; '' says nothing, and says so.
create function levee.word_on_drill(drill bigint, text text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(word_on_drill.drill, '{participant}');
  if d.state not in ('done', 'stopped') then
    perform refuse('drill_word_comes_afterwards', d.state);
  end if;
  insert into drill_word (drill_id, handle, declined, text, at)
    values (d.id, levee.person(), btrim(word_on_drill.text) = '', btrim(word_on_drill.text), clock_timestamp());
end $$;
-- Who took part and has not said anything yet; the evaluation opens when there is nobody.
create function levee.drill_words_missing(drill bigint) returns text[]
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return array(select p.handle from drill_person p where p.drill_id = drill_words_missing.drill and p.role = 'participant'
    and p.joined_at < 'infinity' and not exists (select from drill_word w where w.drill_id = p.drill_id and w.handle = p.handle) order by 1);
end $$;
