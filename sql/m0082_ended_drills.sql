-- A drill that ended before its review showed something all the same. Those who evaluate it say what is to be better; it is done, accepted
-- and tried again like any other improvement. That the drill was stopped, and does not count as held, stays as it is.
--
-- LAW-32: an improvement comes of a review; or of the evaluation of a drill that ended before one. Of nothing else.

-- What improvements rest on. Written by the law.
create table levee.improvement_ground (
  incident_id bigint not null constraint improvement_ground_is_of_an_incident references levee.incident,
  basis text not null constraint improvement_ground_basis_is_known check (basis in ('review', 'evaluation')),
  primary key (incident_id, basis));
call levee.hide_from_outsiders('improvement_ground');
grant select on levee.improvement_ground to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- A slip that is taken back (m0044) takes its ground along.
create function levee.ground_of_review() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    delete from improvement_ground g where g.incident_id = old.incident_id and g.basis = 'review';
  else
    insert into improvement_ground (incident_id, basis) values (new.incident_id, 'review');
  end if;
  return null;
end $$;
create trigger c_ground after insert or delete on levee.after_action_review for each row execute function levee.ground_of_review();
create function levee.ground_of_evaluation() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into improvement_ground (incident_id, basis)
    select i.id, 'evaluation' from drill d join incident i on i.id = d.incident_id
    where d.id = new.drill_id and i.stopping and not exists (select from after_action_review a where a.incident_id = i.id);
  return null;
end $$;
create trigger x_ground after insert on levee.drill_evaluation for each row execute function levee.ground_of_evaluation();

-- Both ways have one table: of a review in its stage by leadership, of an evaluation once the drill's incident is in the archive.
do $$
declare
  t text;
begin
  foreach t in array '{improvement_action,shortcoming,shortcoming_improved}'::text[] loop
    execute format('alter table levee.%1$I add column basis text not null default ''review'',
      drop constraint %1$s_has_its_stage, drop constraint %1$s_is_its_teams,
      add constraint %1$s_has_its_stage check (stage = case basis when ''review'' then ''reviewing''::levee.stage else ''closed'' end),
      add constraint %1$s_is_its_teams check (team = ''leadership'' or basis = ''evaluation'')', t);
    execute format('grant select (basis) on levee.%I to levee_supervisor, levee_ops', t);
    execute format('drop trigger b_step_by_law on levee.%1$I', t);
    execute format('create trigger b_step_by_law before insert on levee.%1$I for each row when (current_user = ''levee_owner'')
      execute function levee.take_step(''closed'', ''by_law'', %2$L)', t, case t when 'improvement_action' then 'salted' else '' end);
  end loop;
end $$;
alter table levee.improvement_action drop constraint improvement_action_follows_a_review,
  add constraint improvement_action_follows_a_review foreign key (incident_id, basis)
    references levee.improvement_ground (incident_id, basis);
alter table levee.shortcoming drop constraint shortcoming_is_found_in_a_review,
  add constraint shortcoming_is_found_in_a_review foreign key (incident_id, basis)
    references levee.improvement_ground (incident_id, basis);

-- Of a review its improvements are owed once the case is closed (m0024); here they are at once.
call levee.opens('improvement_action', 'improve', $$'V' || new.id$$, $$new.basis = 'evaluation'$$,
  $$person => new.owner, due => new.due_on::timestamp at time zone 'UTC' + interval '1 day', target => 'improvement'$$);

-- Who judges a drill: those who evaluate it; whoever leads it, where nobody does.
create function levee.judge_drill(drill bigint) returns levee.drill
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  return lead_drill(judge_drill.drill, case when exists (select from drill_person p where p.drill_id = judge_drill.drill
    and p.role = 'evaluator') then '{evaluator}'::text[] else '{facilitator}' end);
end $$;

-- What a drill showed, and which improvement answers it: for who judges it.
create function levee.drill_shortcomings(drill bigint) returns table (kind text, subject text, times int, improvement bigint)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  d levee.drill;
begin
  perform enter('{staff}', null, 'person');
  d := judge_drill(drill_shortcomings.drill);
  if d.incident_id <> 0 then
    return query select f.kind, f.subject, f.times, coalesce((select min(m.improvement_id) from shortcoming_improved m
        where m.incident_id = d.incident_id and m.kind = f.kind and m.subject = f.subject), 0)
      from shortcoming_facts(d.incident_id) f;
  end if;
end $$;

-- One improvement that comes of a drill which ended before its review; with the shortcomings that it answers, `kind` or `kind/subject`.
create function levee.improve_after_drill(drill bigint, title text, owner text, due date, answers text[] default '{}') returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
  made bigint;
  wrong text;
begin
  perform enter('{staff}', null, 'person');
  d := judge_drill(improve_after_drill.drill);
  insert into improvement_action (incident_id, title, owner, due_on, basis, stage)
    values (d.incident_id, btrim(improve_after_drill.title), improve_after_drill.owner, improve_after_drill.due, 'evaluation', 'closed')
    returning id into made;
  select string_agg(a, ', ') into wrong from unnest(improve_after_drill.answers) a
    where not exists (select from shortcoming_facts(d.incident_id) f where a in (f.kind, f.kind || '/' || f.subject));
  if wrong is not null then
    perform refuse('shortcoming_is_of_its_drill', wrong);
  end if;
  insert into shortcoming (incident_id, kind, subject, times, basis, stage)
    select d.incident_id, f.kind, f.subject, f.times, 'evaluation', 'closed' from shortcoming_facts(d.incident_id) f
    where f.kind = any (improve_after_drill.answers) or f.kind || '/' || f.subject = any (improve_after_drill.answers)
    on conflict do nothing;
  insert into shortcoming_improved (incident_id, kind, subject, improvement_id, basis, stage)
    select s.incident_id, s.kind, s.subject, made, 'evaluation', 'closed' from shortcoming s where s.incident_id = d.incident_id
      and (s.kind = any (improve_after_drill.answers) or s.kind || '/' || s.subject = any (improve_after_drill.answers));
  return made;
end $$;
grant execute on function levee.drill_shortcomings, levee.improve_after_drill to levee_staff;
