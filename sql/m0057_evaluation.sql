-- Evaluation: how well an incident, or an exercise, was handled. One formula for both, over duties, facts, feedback and counts.
--
-- LAW-18: its weights, bands and caps are a part of the playbook; an incident is measured by the version that it was opened under.
-- LAW-31: what was due and was not done counts nothing, whoever looks; a number is made of rows that everybody can look up.

-- Weights add up to 1 within their part; what does not apply to an incident is left out, and the others share its weight.
create table levee.evaluation_rule (
  version int not null constraint evaluation_rule_is_of_a_playbook references levee.playbook,
  name text not null constraint evaluation_rule_is_known check (name in (
    'total_timeliness', 'total_accuracy', 'total_feedback', 'total_outcome',
    'claims_stand', 'handovers_match', 'claims_verified',
    'first_replies', 'resolved_in_time', 'resolved', 'satisfied',
    'heat_fallen', 'sentiment_recovered', 'goals_met', 'no_second_crisis',
    'band_p', 'band_s', 'band_m', 'cap_low_part', 'cap_outside',
    'heat_hours', 'heat_window', 'heat_calm', 'usual_negative', 'negative_tolerance', 'wave_low', 'wave_high', 'wave_least')),
  value numeric not null constraint evaluation_rule_is_not_negative check (value between 0 and 1000),
  title_en text not null,
  title_zh text not null,
  primary key (version, name));
grant select on levee.evaluation_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert, update (value, title_en, title_zh) on levee.evaluation_rule to levee_admin;
call levee.add_playbook_part('evaluation_rule');
insert into levee.evaluation_rule (version, name, value, title_en, title_zh) values
  (1, 'total_timeliness', 0.30, 'timeliness', '及时性'),
  (1, 'total_accuracy', 0.30, 'accuracy of information', '信息准确性'),
  (1, 'total_feedback', 0.20, 'handling of feedback', '反馈处理'),
  (1, 'total_outcome', 0.20, 'outcome', '处置结果'),
  (1, 'claims_stand', 0.5, 'published claims that were never refuted or corrected', '已发布的说法没有查明不实或更正'),
  (1, 'handovers_match', 0.3, 'hand-overs whose figures, names and times are in the list of facts', '交接材料的数字、名称、时间与情况清单一致'),
  (1, 'claims_verified', 0.2, 'claims that were verified when they were published', '发布时所依据的情况已核实'),
  (1, 'first_replies', 0.4, 'first replies in time', '按时首次回复'),
  (1, 'resolved_in_time', 0.3, 'resolved in time', '按时办结'),
  (1, 'resolved', 0.2, 'resolved', '已办结'),
  (1, 'satisfied', 0.1, 'satisfied', '表示满意'),
  (1, 'heat_fallen', 0.35, 'heat has fallen back', '热度回落'),
  (1, 'sentiment_recovered', 0.25, 'sentiment is back where it was', '负面占比回到事前水平'),
  (1, 'goals_met', 0.2, 'goals of the command are met', '指令目标达成'),
  (1, 'no_second_crisis', 0.2, 'no secondary crisis', '没有次生舆情'),
  (1, 'band_p', 90, 'P (performed) from', '优秀（P）起点'),
  (1, 'band_s', 75, 'S (some challenges) from', '良好（S）起点'),
  (1, 'band_m', 60, 'M (major challenges) from', '合格（M）起点'),
  (1, 'cap_low_part', 40, 'a part below this caps the whole at M', '任一项低于此分，总评最高为合格（M）'),
  (1, 'cap_outside', 60, 'most of accuracy and outcome after a publication outside the system', '有系统外发布时，准确性和结果的最高分'),
  (1, 'heat_hours', 72, 'hours after the first statement at which heat is measured', '首次回应后多少小时衡量热度'),
  (1, 'heat_window', 6, 'hours over which that is averaged', '热度取多少小时的平均值'),
  (1, 'heat_calm', 0.1, 'share of the peak at which heat counts as fallen back', '降到峰值的多大比例算已回落'),
  (1, 'usual_negative', 0.2, 'negative share before, where fewer than five posts tell it', '事前信息不足五条时采用的负面占比'),
  (1, 'negative_tolerance', 0.05, 'how far above its level before counts as back', '高出事前多少以内算恢复'),
  (1, 'wave_low', 0.3, 'share of the peak below which the first wave is over', '低于峰值多大比例算第一波结束'),
  (1, 'wave_high', 0.6, 'share of the peak from which there is a second wave', '再到峰值多大比例算出现第二波'),
  (1, 'wave_least', 5, 'fewest posts an hour that make a wave', '每小时至少多少条才算一波');

-- What the command wants to be reached, one by one; leadership judges each in the review.
create table levee.command_goal (
  incident_id bigint not null,
  number int not null,
  command_revision int not null,
  text text not null constraint command_goal_says_something check (btrim(text) <> ''),
  primary key (incident_id, number),
  constraint command_goal_is_of_a_command foreign key (incident_id, command_revision) references levee.command (incident_id, revision));
call levee.step('command_goal', 'commanding', 'responding', '{leadership}', '{number,command_revision}', '{number}', texts => '{text}');
create function levee.number_goal() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from incident i where i.id = new.incident_id for no key update;
  new.number := 1 + (select count(*) from command_goal g where g.incident_id = new.incident_id);
  return new;
end $$;
create trigger a_number before insert on levee.command_goal for each row execute function levee.number_goal();

create table levee.goal_judgement (
  incident_id bigint not null,
  goal int not null,
  met text not null constraint goal_judgement_met_is_known check (met in ('yes', 'partly', 'no')),
  reason text not null constraint goal_judgement_has_a_reason check (btrim(reason) <> ''),
  primary key (incident_id, goal),
  constraint goal_judgement_is_of_a_goal foreign key (incident_id, goal) references levee.command_goal (incident_id, number));
call levee.step('goal_judgement', 'reviewing', 'reviewing', '{leadership}', '{goal,met}', texts => '{reason}');

-- Something was said in the company's name and not through here: on a private account, by telephone, by another department.
create table levee.outside_publication (
  incident_id bigint not null constraint outside_publication_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  text text not null constraint outside_publication_says_something check (btrim(text) <> ''),
  place text not null constraint outside_publication_has_a_location check (btrim(place) <> ''),
  published_at levee.moment not null);
call levee.step('outside_publication', 'assessing', 'reviewing', '{monitoring,leadership,response}', '{id,published_at}',
  texts => '{text,place}');
create index outside_publication_of_incident on levee.outside_publication (incident_id);

-- What the law refused. A refused transaction leaves nothing, so the program of whoever was refused says it afterwards, in a
-- transaction of its own, and only of them. It does not see what was tried without the programs: psql's refusals stand in the server's log.
create table levee.refused_attempt (
  incident_id bigint not null,  -- 0: the program could not tell of which
  name text not null constraint refused_attempt_is_of_a_refusal references levee.refusal,
  person text not null,
  minute timestamptz not null,
  team levee.team not null,
  at timestamptz not null,
  primary key (incident_id, name, person, minute));
call levee.hide_from_outsiders('refused_attempt');
grant select on levee.refused_attempt to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_ops, levee_supervisor;
create trigger z_append_only before update or delete on levee.refused_attempt for each row execute function levee.append_only();

-- Once a minute for each person and rule: who tries a thousand times writes one row. What is no rule of the law is no attempt to
-- break it, and is left out; so is a review that was not complete yet (LAW-32).
create function levee.record_refused(incident bigint, name text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  owning bigint := coalesce((select i.id from incident i where i.id = record_refused.incident), 0);
begin
  perform enter(kind => 'person');
  if not may_read(owning) then
    owning := 0;
  end if;
  insert into refused_attempt (incident_id, name, person, minute, team, at)
    select owning, r.name, levee.person(), date_trunc('minute', clock_timestamp()), current_team(), levee.now(owning)
    from refusal r where r.name = record_refused.name and r.law not in ('', 'LAW-32')
    on conflict do nothing;
end $$;
grant execute on function levee.record_refused to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- A number of the playbook; 0 where a version does not have it.
create function levee.evaluation_number(version int, name text) returns numeric
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce((select r.value from evaluation_rule r where r.version = evaluation_number.version and r.name = evaluation_number.name), 0);
end $$;

-- How an incident was talked about: posts an hour, up to where it is measured: so many hours after the first statement, or when it
-- was archived, if that was before.
create type levee.heat_curve as (
  detected_at timestamptz, stated_at timestamptz, measured_at timestamptz, is_due boolean, mentions bigint, peak numeric,
  peak_at timestamptz, halved_after interval, heat numeric, fallen numeric, negative_before numeric, negative_worst numeric,
  negative_after numeric, recovered numeric, second_wave_at timestamptz);
grant usage on type levee.heat_curve to public;

create function levee.heat_facts(incident bigint) returns levee.heat_curve
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  i incident;
  h heat_curve;
  owed_until timestamptz;
  owed_state duty_state;
  owed_ended timestamptz;
  window_hours numeric;
  least_posts numeric;
  origin constant timestamptz := timestamptz '2000-01-01 00:00:00+00';
begin
  select * into i from incident v where v.id = heat_facts.incident;
  h.detected_at := i.detected_at;
  select min(r.at) into h.stated_at from delivery_receipt r where r.incident_id = i.id;
  if h.stated_at is null then
    -- It was owed and did not come: so long after it was due, the outcome is what it is.
    select d.due_at, d.state, d.ended_at into owed_until, owed_state, owed_ended from duty d where d.incident_id = i.id and d.kind = 'first_statement'
      order by d.occurrence desc limit 1;
    if owed_until is null or (owed_state = 'moot' and owed_ended <= owed_until) then
      return h;
    end if;
  end if;
  h.measured_at := least(coalesce(h.stated_at, owed_until) + evaluation_number(i.playbook, 'heat_hours') * interval '1 hour',
    (select min(e.at) from stage_entry e where e.incident_id = i.id and e.stage = 'closed'));
  h.is_due := h.measured_at <= levee.now(i.id);
  window_hours := greatest(evaluation_number(i.playbook, 'heat_window'), 1);
  least_posts := evaluation_number(i.playbook, 'wave_least');
  select coalesce(sum(t.mentions), 0) into h.mentions from trend t where t.incident_id = i.id and t.bucket <= h.measured_at;
  if h.mentions = 0 then
    return h;
  end if;
  with hours as materialized (
    select g.hour, coalesce(sum(t.mentions), 0)::numeric as posts
    from generate_series(date_bin('1 hour', greatest((select min(t.bucket) from trend t where t.incident_id = i.id),
        i.detected_at - interval '7 days'), origin), h.measured_at, interval '1 hour') g (hour)
    left join trend t on t.incident_id = i.id and t.bucket >= g.hour and t.bucket < g.hour + interval '1 hour' and t.bucket <= h.measured_at
    group by 1),
  top as (select x.hour, x.posts from hours x order by x.posts desc, x.hour limit 1),
  calm as (select min(x.hour) as hour from hours x, top where x.hour > top.hour
    and x.posts <= top.posts * evaluation_number(i.playbook, 'wave_low'))
  select top.posts, top.hour, (select min(x.hour) from hours x where x.hour > top.hour and x.posts * 2 <= top.posts) - top.hour,
      (select min(x.hour) from hours x, calm where x.hour > calm.hour and x.posts >= least_posts
        and x.posts >= top.posts * evaluation_number(i.playbook, 'wave_high'))
    into h.peak, h.peak_at, h.halved_after, h.second_wave_at from top;
  select coalesce(sum(t.mentions), 0) / window_hours into h.heat from trend t
    where t.incident_id = i.id and t.bucket <= h.measured_at and t.bucket > h.measured_at - window_hours * interval '1 hour';
  h.fallen := case when h.peak > 0 then
    least(greatest((1 - h.heat / h.peak) / (1 - least(evaluation_number(i.playbook, 'heat_calm'), 0.99)), 0), 1) end;
  -- Who spoke badly of it: before it was detected, until the first statement, and at the end.
  select case when count(*) filter (where m.published_at < h.detected_at) >= 5
      then avg((m.sentiment < 0)::int) filter (where m.published_at < h.detected_at)
      else evaluation_number(i.playbook, 'usual_negative') end,
      coalesce(avg((m.sentiment < 0)::int) filter (where m.published_at >= h.detected_at
        and m.published_at <= coalesce(h.stated_at, h.measured_at)), avg((m.sentiment < 0)::int)),
      coalesce(avg((m.sentiment < 0)::int) filter (where m.published_at > h.measured_at - window_hours * interval '1 hour'), 0)
    into h.negative_before, h.negative_worst, h.negative_after
    from incident_mention a join mention m on m.id = a.mention_id
    where a.incident_id = i.id and m.published_at <= h.measured_at;
  h.recovered := case
    when h.negative_after <= h.negative_before + evaluation_number(i.playbook, 'negative_tolerance') then 1
    when h.negative_worst <= h.negative_after then 0
    else least(greatest((h.negative_worst - h.negative_after) / nullif(h.negative_worst - h.negative_before, 0), 0), 1) end;
  return h;
end $$;

-- Every row that an evaluation is made of: to which part and which share of it it belongs, what it is about, what it counts (1 kept or
-- true, 0 not; between for what was late; NULL: not due yet, and left out), and how much beside the others of its share.
-- `handovers`: what the programs found when they held the texts beside the facts: [{"subject", "team", "matches"}].
create type levee.evaluation_item as (
  part text, share text, subject text, team levee.team, weight numeric, value numeric, state text, started_at timestamptz,
  due_at timestamptz, done_at timestamptz, event_id bigint);
grant usage on type levee.evaluation_item to public;

create function levee.evaluation_facts(incident bigint, handovers jsonb default '[]') returns setof levee.evaluation_item
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  i incident;
  h heat_curve;
  now constant timestamptz := levee.now(evaluation_facts.incident);
  reviewed boolean;
begin
  select * into i from incident v where v.id = evaluation_facts.incident;
  reviewed := exists (select from after_action_review a where a.incident_id = i.id);
  -- Timeliness: what had a time of the playbook's or of the law's. Feedback is measured by itself; of receiving and commanding, which
  -- have one time, the decision counts only where no command came of it.
  return query select 'timeliness', 'duties', d.kind || case d.subject when '' then '' else ' ' || d.subject end
      || case when d.occurrence > 1 then ' #' || d.occurrence else '' end, d.team, coalesce(t.weight, 1)::numeric,
    case when d.state = 'done' and d.ended_at <= d.due_at then 1
      when d.state = 'done' and d.due_at > d.started_at then
        round(greatest(0, 1 - extract(epoch from d.ended_at - d.due_at) / extract(epoch from d.due_at - d.started_at)), 4)
      when d.state = 'open' and d.due_at > now then null
      else 0 end,
    case when d.state = 'done' and d.ended_at <= d.due_at then 'kept' when d.state = 'done' then 'late'
      when d.state = 'open' and d.due_at > now then 'pending' else 'missed' end,
    d.started_at, d.due_at, nullif(d.ended_at, 'infinity'), d.ended_by
    from duty d left join target t on t.version = i.playbook and t.name = d.target and t.severity = i.severity
    where d.incident_id = i.id and isfinite(d.due_at) and (t.name is not null or d.target = 'statutory')
      and d.target not in ('feedback_reply', 'feedback_resolution')
      and (d.state <> 'moot' or d.ended_at > d.due_at) and not (d.kind = 'decide' and d.state = 'done')
    order by d.started_at, d.id;
  -- Accuracy: each claim of a text that is out; and whether it was verified when it went out.
  return query with out as (
      select d.document_id, d.number, min(r.event_id) as event_id, min(r.at) as at from delivery d
      join delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
      where d.incident_id = i.id and not is_sheet(i.id, d.document_id) group by 1, 2),
    claim as (
      select reference('statement', o.document_id, o.number) || ' F' || c.fact_id as subject, o.at, o.event_id,
        f.reliability <> 'refuted'
          and not exists (select from correction k where k.incident_id = i.id and k.document_id = o.document_id
            and k.number = o.number and k.fact_id = c.fact_id)
          and not exists (select from late_refutation l where l.predecessor = i.id and l.fact_id = c.fact_id) as stands,
        coalesce((select k.reliability = 'verified' from fact_check k where k.incident_id = i.id and k.fact_id = c.fact_id
          and k.event_id < o.event_id order by k.event_id desc limit 1), false) as verified
      from out o join citation c on c.incident_id = i.id and c.document_id = o.document_id and c.number = o.number
      join fact f on f.incident_id = i.id and f.id = c.fact_id)
    select 'accuracy', s.share, c.subject, 'response'::team, 1::numeric, s.holds::int::numeric,
      case when s.holds then 'yes' else 'no' end, null::timestamptz, null::timestamptz, c.at, c.event_id
    from claim c cross join lateral (values ('claims_stand', c.stands), ('claims_verified', c.verified)) s (share, holds)
    order by 2, c.event_id, 3;
  return query select 'accuracy', 'handovers_match', x.subject, x.team, 1::numeric, x.matches::int::numeric,
      case when x.matches then 'yes' else 'no' end, null::timestamptz, null::timestamptz, null::timestamptz, 0::bigint
    from jsonb_to_recordset(handovers) x (subject text, team team, matches boolean);
  -- Feedback: everything that was received; what is not due yet is left out.
  return query select 'feedback', s.share, 'Q' || f.id, 'response'::team, 1::numeric, s.value::numeric,
      case when s.value = 1 then 'yes' when s.value = 0 then 'no' else 'pending' end, f.at, s.due_at, s.done_at, s.event_id
    from feedback f
    left join reply r on r.incident_id = i.id and r.feedback_id = f.id
    left join resolution z on z.incident_id = i.id and z.feedback_id = f.id
    left join lateral (select d.due_at, d.state = 'moot' and d.ended_at <= d.due_at as spared from duty d where d.incident_id = i.id
      and d.kind = 'reply' and d.subject = 'Q' || f.id order by d.occurrence desc limit 1) dr on true
    left join lateral (select d.due_at, d.state = 'moot' and d.ended_at <= d.due_at as spared from duty d where d.incident_id = i.id
      and d.kind = 'feedback_resolution' and d.subject = 'Q' || f.id order by d.occurrence desc limit 1) dz on true
    cross join lateral (values
      ('first_replies', case when r.at <= dr.due_at then 1 when dr.due_at <= now and not dr.spared then 0 end, dr.due_at, r.at, r.event_id),
      ('resolved_in_time', case when z.at <= dz.due_at then 1 when dz.due_at <= now and not dz.spared then 0 end, dz.due_at, z.at, z.event_id),
      ('resolved', case when z.at is not null then 1 when dz.due_at <= now and not dz.spared then 0 end, dz.due_at, z.at, z.event_id),
      ('satisfied', case when z.satisfied = 'yes' then 1 when z.at is not null or (dz.due_at <= now and not dz.spared) then 0 end,
        dz.due_at, z.at, z.event_id)) s (share, value, due_at, done_at, event_id)
    where f.incident_id = i.id order by 2, f.id;
  -- Outcome: measured once, when it is due.
  h := heat_facts(i.id);
  return query select 'outcome', s.share, s.subject, 'leadership'::team, 1::numeric, case when h.is_due then s.value end,
      case when not h.is_due then 'pending' when s.value = 1 then 'yes' when s.value = 0 then 'no' else 'partly' end,
      null::timestamptz, h.measured_at, case when h.is_due then h.measured_at end, 0::bigint
    from (values
      ('heat_fallen', 'posts', case when h.stated_at is null then 0 else round(h.fallen, 4) end, h.mentions > 0 or h.stated_at is null),
      ('sentiment_recovered', 'posts', case when h.stated_at is null then 0 else round(h.recovered, 4) end,
        h.mentions > 0 or h.stated_at is null),
      ('no_second_crisis', 'posts', (h.second_wave_at is null and not exists (
        select from incident n where n.predecessor = i.id))::int::numeric, true)) s (share, subject, value, applies)
    where h.measured_at is not null and s.applies;
  return query select 'outcome', 'goals_met', 'goal ' || g.number, 'leadership'::team, 1::numeric,
      case j.met when 'yes' then 1 when 'partly' then 0.5 when 'no' then 0 else case when reviewed then 0 end end,
      coalesce(j.met, case when reviewed then 'unjudged' else 'pending' end), g.at, null::timestamptz, j.at, coalesce(j.event_id, 0)
    from command_goal g left join goal_judgement j on j.incident_id = i.id and j.goal = g.number
    where g.incident_id = i.id order by g.number;
end $$;

-- The rows, for whoever may read the incident; `mine`: only what the person who asks did or owes themselves. Nobody is shown what
-- somebody else did by name: a team answers for its steps, and a person sees their own.
create function levee.evaluation_items(incident bigint, handovers jsonb default '[]', mine boolean default false)
  returns setof levee.evaluation_item
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  if not may_read(evaluation_items.incident) then
    perform refuse('incident_is_open_to_its_named_people', evaluation_items.incident::text);
  end if;
  return query select e.* from evaluation_facts(evaluation_items.incident, handovers) e
    where not mine or exists (select from event v where v.id = e.event_id and e.event_id <> 0 and v.person = levee.person());
end $$;

-- The shares of each part: what each weighs, what it came to, and on how many rows it rests.
create function levee.evaluation_shares(playbook int, items levee.evaluation_item[])
  returns table (part text, share text, weight numeric, value numeric, counted bigint, pending bigint)
language plpgsql stable set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select s.part, s.share, case s.share when 'duties' then 1 else evaluation_number(playbook, s.share) end,
      sum(e.weight * e.value) filter (where e.value is not null) / nullif(sum(e.weight) filter (where e.value is not null), 0),
      count(e.value), count(e.part) - count(e.value)
    from (values (1, 'timeliness', 'duties'), (2, 'accuracy', 'claims_stand'), (3, 'accuracy', 'handovers_match'),
      (4, 'accuracy', 'claims_verified'), (5, 'feedback', 'first_replies'), (6, 'feedback', 'resolved_in_time'),
      (7, 'feedback', 'resolved'), (8, 'feedback', 'satisfied'), (9, 'outcome', 'heat_fallen'), (10, 'outcome', 'sentiment_recovered'),
      (11, 'outcome', 'goals_met'), (12, 'outcome', 'no_second_crisis')) s (position, part, share)
    left join unnest(items) e on e.part = s.part and e.share = s.share
    group by s.position, s.part, s.share order by s.position;
end $$;

-- The parts, and the whole as the last row: T, A, F, O, E of 0 to 100; NULL where nothing applies yet. `coverage`: how much of the
-- part's weight rests on rows. `cap`: what keeps it down. The band is the whole's.
create function levee.evaluation_scores(incident bigint, items levee.evaluation_item[])
  returns table (part text, weight numeric, score numeric, coverage numeric, counted bigint, pending bigint, cap text, band text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  book constant int := (select i.playbook from incident i where i.id = evaluation_scores.incident);
  outside constant boolean := exists (select from outside_publication o where o.incident_id = evaluation_scores.incident);
begin
  return query with part as materialized (
    select s.part, evaluation_number(book, 'total_' || s.part) as weight,
      round(100 * sum(s.weight * s.value) / nullif(sum(s.weight) filter (where s.value is not null), 0), 1) as raw,
      case s.part when 'timeliness' then (select sum(e.weight) filter (where e.value is not null) / nullif(sum(e.weight), 0)
          from unnest(items) e where e.part = 'timeliness')
        else sum(s.weight * case when s.counted + s.pending = 0 then 0 else s.counted::numeric / (s.counted + s.pending) end)
          / nullif(sum(s.weight), 0) end as coverage,
      sum(s.counted)::bigint as counted, sum(s.pending)::bigint as pending
    from evaluation_shares(book, items) s group by s.part),
  capped as materialized (
    select p.*, outside and p.part in ('accuracy', 'outcome') and p.raw > evaluation_number(book, 'cap_outside') as held,
      case when outside and p.part in ('accuracy', 'outcome') and p.raw > evaluation_number(book, 'cap_outside')
        then evaluation_number(book, 'cap_outside') else p.raw end as score
    from part p),
  whole as materialized (
    select round(sum(c.weight * c.score) / nullif(sum(c.weight) filter (where c.score is not null), 0), 1) as score,
      sum(c.weight * coalesce(c.coverage, 0)) / nullif(sum(c.weight), 0) as coverage, sum(c.counted)::bigint as counted,
      sum(c.pending)::bigint as pending, coalesce(bool_or(c.score < evaluation_number(book, 'cap_low_part')), false) as low
    from capped c)
  select y.part, y.weight, y.score, y.coverage, y.counted, y.pending, y.cap, y.band from (
    select array_position('{timeliness,accuracy,feedback,outcome}'::text[], c.part) as place, c.part, c.weight, c.score,
      round(coalesce(c.coverage, 0), 2) as coverage, c.counted, c.pending, case when c.held then 'outside' else '' end as cap, '' as band
    from capped c
    union all
    select 5, 'total', 1, w.score, round(coalesce(w.coverage, 0), 2), w.counted, w.pending,
      case when w.low and w.score >= evaluation_number(book, 'band_s') then 'low_part' else '' end,
      case when w.score is null then '' when w.score < evaluation_number(book, 'band_m') then 'U'
        when w.score < evaluation_number(book, 'band_s') or w.low then 'M' when w.score < evaluation_number(book, 'band_p') then 'S'
        else 'P' end
    from whole w) y order by y.place;
end $$;

create function levee.evaluation(incident bigint, handovers jsonb default '[]')
  returns table (part text, weight numeric, score numeric, coverage numeric, counted bigint, pending bigint, cap text, band text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query select * from evaluation_scores(evaluation.incident,
    array(select e from evaluation_items(evaluation.incident, handovers) e));
end $$;

-- The same of one team's rows, or of the asking person's own: no number of anybody else.
create function levee.evaluation_by_team(incident bigint, handovers jsonb default '[]')
  returns table (team levee.team, part text, score numeric, counted bigint, kept bigint)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  book constant int := (select i.playbook from incident i where i.id = evaluation_by_team.incident);
begin
  perform enter_as_team();
  return query with item as materialized (select e from evaluation_items(evaluation_by_team.incident, handovers) e)
    select t, s.part, round(100 * sum(s.weight * s.value) / nullif(sum(s.weight) filter (where s.value is not null), 0), 1),
      sum(s.counted)::bigint, (select count(*) from item x where (x.e).team = t and (x.e).part = s.part and (x.e).value = 1)
    from unnest('{monitoring,leadership,response,logistics}'::team[]) t
    cross join lateral evaluation_shares(book, array(select x.e from item x where (x.e).team = t)) s
    where s.part <> 'outcome' group by t, s.part having sum(s.counted) > 0 order by t, min(array_position(
      '{timeliness,accuracy,feedback}'::text[], s.part));
end $$;

-- How it was talked about; and in the middle of others like it, incidents and exercises, that the asking person may read.
create function levee.heat(incident bigint) returns levee.heat_curve
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
  if not may_read(heat.incident) then
    perform refuse('incident_is_open_to_its_named_people', heat.incident::text);
  end if;
  return heat_facts(heat.incident);
end $$;
create function levee.comparable_heat(incident bigint) returns table (others bigint, peak numeric, halved_after interval, heat numeric)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query select count(*), percentile_cont(0.5) within group (order by c.peak::double precision)::numeric,
      percentile_cont(0.5) within group (order by c.halved_after), percentile_cont(0.5) within group (order by c.heat::double precision)::numeric
    from (select o.id from incident o join incident i on i.id = comparable_heat.incident and o.kind = i.kind and o.id <> i.id
      where o.stage = 'closed' and may_read(o.id) order by o.id desc limit 50) o
    cross join lateral heat_facts(o.id) c where c.mentions > 0 and c.is_due;
end $$;
grant execute on function levee.evaluation_items, levee.evaluation, levee.evaluation_by_team, levee.heat, levee.comparable_heat,
  levee.evaluation_number, levee.evaluation_shares to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;

-- A slip in one of them is taken back like any other (m0044).
insert into levee.undoable (kind, stays) values ('command_goal', false), ('goal_judgement', false), ('outside_publication', false);
