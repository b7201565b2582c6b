-- After a drill, in the order of the standards: remarks (点评), each participant's own word (自评), the evaluators' judgement (评估组), and
-- only then the review that decides what is to be better.
--
-- LAW-32: each comes after the one before by a key; the evaluation opens when everybody who signed in has said their word, or said no.

create table levee.drill_remark (
  drill_id bigint primary key constraint drill_remark_is_of_a_drill references levee.drill,
  text text not null constraint drill_remark_says_something check (btrim(text) <> '')
    constraint drill_remark_is_not_too_long check (octet_length(text) <= 20000),
  person text not null,
  at timestamptz not null);
alter table levee.drill_word add constraint drill_word_follows_the_remark foreign key (drill_id) references levee.drill_remark;

-- Nobody who took part has still to say their word. Written by the law.
create table levee.drill_worded (
  drill_id bigint primary key constraint drill_worded_follows_the_remark references levee.drill_remark,
  at timestamptz not null);
create table levee.drill_evaluation (
  drill_id bigint primary key constraint drill_evaluation_follows_the_words references levee.drill_worded,
  text text not null constraint drill_evaluation_says_something check (btrim(text) <> '')
    constraint drill_evaluation_is_not_too_long check (octet_length(text) <= 20000),
  person text not null,
  at timestamptz not null);
create trigger z_append_only before update or delete on levee.drill_remark for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.drill_worded for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.drill_evaluation for each row execute function levee.append_only();
create trigger z_event after insert on levee.drill_remark for each row execute function levee.house_event('drill_id');
create trigger z_event after insert on levee.drill_evaluation for each row execute function levee.house_event('drill_id');

-- Counted under the drill's row, which whoever says a word has locked.
create function levee.note_words() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if drill_words_missing(new.drill_id) = '{}' then
    insert into drill_worded (drill_id, at) values (new.drill_id, clock_timestamp()) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger x_words after insert on levee.drill_remark for each row execute function levee.note_words();
create trigger x_words after insert on levee.drill_word for each row execute function levee.note_words();

create function levee.remark_on_drill(drill bigint, text text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(remark_on_drill.drill, '{facilitator,evaluator}');
  if d.state not in ('done', 'stopped') then
    perform refuse('drill_word_comes_afterwards', d.state);
  end if;
  insert into drill_remark (drill_id, text, person, at) values (d.id, btrim(remark_on_drill.text), levee.person(), clock_timestamp());
  perform tell_drill(d.id, '{participant}', d.incident_id, 'word', case when d.incident_id = 0 then clock_timestamp()
    else levee.now(d.incident_id) end);
end $$;

-- By those who evaluate it; by whoever leads it, where nobody does.
create function levee.evaluate_drill(drill bigint, text text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  perform enter('{staff}', null, 'person');
  d := lead_drill(evaluate_drill.drill, case when exists (select from drill_person p where p.drill_id = evaluate_drill.drill
    and p.role = 'evaluator') then '{evaluator}'::text[] else '{facilitator}' end);
  if d.state not in ('done', 'stopped') then
    perform refuse('drill_word_comes_afterwards', d.state);
  end if;
  insert into drill_evaluation (drill_id, text, person, at) values (d.id, btrim(evaluate_drill.text), levee.person(), clock_timestamp());
end $$;

-- What was said afterwards, in its order: for all who were in it. Of the participants' own words, how many there are.
create function levee.drill_afterwards(drill bigint) returns table (what text, text text, person text, at timestamptz)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{staff}', null, 'person');
  if drill_role(drill_afterwards.drill, levee.person()) = '' then
    perform refuse('drill_is_there', drill_afterwards.drill::text);
  end if;
  return query select 'remark', r.text, r.person, r.at from drill_remark r where r.drill_id = drill_afterwards.drill
    union all
    select 'word', case when w.declined then '' else w.text end, w.handle, w.at from drill_word w where w.drill_id = drill_afterwards.drill
      and (w.handle = levee.person() or drill_role(w.drill_id, levee.person()) in ('facilitator', 'evaluator'))
    union all
    select 'evaluation', e.text, e.person, e.at from drill_evaluation e where e.drill_id = drill_afterwards.drill
    order by 4;
end $$;
grant execute on function levee.remark_on_drill, levee.evaluate_drill, levee.drill_afterwards to levee_staff;

-- A drill that is over is reviewed once it was evaluated; what is to be better comes of the review.
create function levee.drill_is_evaluated_first() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from drill d where d.incident_id = new.incident_id and d.state in ('done', 'stopped')
      and not exists (select from drill_evaluation e where e.drill_id = d.id)) then
    perform refuse('review_follows_the_evaluation_of_its_drill', new.incident_id::text);
  end if;
  return new;
end $$;
create trigger c_drill before insert on levee.after_action_review for each row execute function levee.drill_is_evaluated_first();

-- The team's line and that of the real case, in seconds since the scenario's beginning: for whoever may read the incident, once the drill
-- is over; before that only for those who lead, evaluate or observe it.
create function levee.drill_line(incident bigint)
  returns table (drill bigint, started_at timestamptz, of_team boolean, at double precision, step text, en text, zh text, source text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  d levee.drill;
begin
  perform enter_as_team();
  if not may_read(drill_line.incident) then
    perform refuse('incident_is_open_to_its_named_people', drill_line.incident::text);
  end if;
  select * into d from levee.drill v where v.incident_id = drill_line.incident and v.incident_id <> 0;
  if not found or (d.state not in ('done', 'stopped') and drill_role(d.id, levee.person()) not in ('facilitator', 'evaluator', 'observer')) then
    return;
  end if;
  return query
    select d.id, d.started_at, true, extract(epoch from x.done - d.started_at)::double precision, s.step, '', '', ''
      from unnest('{assessment,received,decision,command,acknowledged,plan,ready,statement,refuted,correction,authority,reply,over}'::text[])
        s (step) cross join lateral (select drill_step_at(d.incident_id, s.step, d.started_at) as done) x
      where x.done is not null
    union all
    select d.id, d.started_at, false, (r ->> 'at')::double precision, '', coalesce(r -> 'text' ->> 'en', ''), coalesce(r -> 'text' ->> 'zh-CN', ''),
      coalesce(d.content -> 'sources' -> ((r ->> 'source')::int - 1) ->> 'title', '')
      from jsonb_array_elements(coalesce(d.content -> 'really', '[]')) r
    order by 4, 3;
end $$;
grant execute on function levee.drill_line to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
