-- Stages 4 to 6: the response is declared over, everyone reports, the lessons are kept, the case is archived.
--
-- LAW-17: an incident closes with a stand-down, three reports received, a review with at least one improvement.

create table levee.response_over (
  incident_id bigint primary key constraint response_over_is_of_an_incident references levee.incident,
  reason text not null constraint response_over_has_a_reason check (btrim(reason) <> ''));
call levee.step('response_over', 'responding', 'responding', '{leadership}', '{}',
  texts => '{reason}');

create table levee.stand_down (
  incident_id bigint primary key constraint stand_down_is_of_an_incident references levee.incident,
  note text not null default '');
call levee.step('stand_down', 'reviewing', 'reviewing', '{logistics}', '{}',
  texts => '{note}');

create table levee.stand_down_item (
  incident_id bigint not null,
  item text not null,
  status text not null constraint stand_down_status_is_known check (status in ('done', 'not_needed')),
  note text not null default '',
  primary key (incident_id, item),
  constraint stand_down_item_is_of_a_stand_down foreign key (incident_id) references levee.stand_down (incident_id));
call levee.step('stand_down_item', 'reviewing', 'reviewing', '{logistics}', '{item,status}',
  texts => '{note}');

create table levee.result_report (
  incident_id bigint not null,
  for_team levee.team not null
    constraint result_report_is_of_a_reporting_team check (for_team in ('monitoring', 'response', 'logistics')),
  body text not null constraint result_report_says_something check (btrim(body) <> ''),
  primary key (incident_id, for_team));
call levee.step('result_report', 'reviewing', 'reviewing', '{monitoring,response,logistics}', '{for_team}',
  texts => '{body}');
alter table levee.result_report add constraint result_report_is_by_the_team_itself check (for_team = team);

create table levee.report_receipt (
  incident_id bigint not null,
  for_team levee.team not null,
  primary key (incident_id, for_team),
  constraint report_receipt_is_of_a_report foreign key (incident_id, for_team)
    references levee.result_report (incident_id, for_team));
call levee.step('report_receipt', 'reviewing', 'reviewing', '{leadership}', '{for_team}');

create table levee.after_action_review (
  incident_id bigint primary key,
  course text not null constraint after_action_review_tells_the_course check (btrim(course) <> ''),
  effectiveness text not null constraint after_action_review_judges check (btrim(effectiveness) <> ''),
  lessons text not null constraint after_action_review_has_lessons check (btrim(lessons) <> ''),
  monitoring levee.team not null default 'monitoring'
    constraint after_action_review_names_monitoring check (monitoring = 'monitoring'),
  response levee.team not null default 'response'
    constraint after_action_review_names_response check (response = 'response'),
  logistics levee.team not null default 'logistics'
    constraint after_action_review_names_logistics check (logistics = 'logistics'),
  constraint after_action_review_has_monitorings_report foreign key (incident_id, monitoring)
    references levee.report_receipt (incident_id, for_team),
  constraint after_action_review_has_responses_report foreign key (incident_id, response)
    references levee.report_receipt (incident_id, for_team),
  constraint after_action_review_has_logistics_report foreign key (incident_id, logistics)
    references levee.report_receipt (incident_id, for_team));
call levee.step('after_action_review', 'reviewing', 'reviewing', '{leadership}', '{}',
  '{monitoring,response,logistics}', texts => '{course,effectiveness,lessons}');

create table levee.improvement_action (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  title text not null constraint improvement_action_has_a_title check (btrim(title) <> ''),
  owner text not null constraint improvement_action_has_an_owner references levee.person,
  due_on levee.day not null,
  constraint improvement_action_of_incident unique (incident_id, id),
  constraint improvement_action_follows_a_review foreign key (incident_id)
    references levee.after_action_review (incident_id));
call levee.step('improvement_action', 'reviewing', 'reviewing', '{leadership}', '{id,owner,due_on}',
  texts => '{title}');

-- Leadership accepts the review. The key to one improvement makes sure that there is one.
create table levee.closure (
  incident_id bigint primary key,
  improvement_id bigint not null,
  note text not null default '',
  constraint closure_has_a_review foreign key (incident_id) references levee.after_action_review (incident_id),
  constraint closure_has_an_improvement foreign key (incident_id, improvement_id)
    references levee.improvement_action (incident_id, id),
  constraint closure_has_a_stand_down foreign key (incident_id) references levee.stand_down (incident_id));
call levee.step('closure', 'reviewing', 'reviewing', '{leadership}', '{improvement_id}',
  texts => '{note}');

-- Leadership stops an incident (false alarm, merged into another): an outcome with a reason, never a silent end. Before the
-- response has begun, and while nothing is out, the leader decides it alone, and it ends; from then on a second member of
-- leadership has to agree, and once the response has begun everyone still reports.
create table levee.stop (
  incident_id bigint primary key constraint stop_is_of_an_incident references levee.incident,
  outcome text not null constraint stop_outcome_is_known check (outcome in ('false_alarm', 'merged', 'other')),
  merged_into bigint not null default 0,
  reason text not null constraint stop_has_a_reason check (btrim(reason) <> ''),
  constraint stop_merges_into_another check ((outcome = 'merged') = (merged_into <> 0) and merged_into <> incident_id));
call levee.step('stop', 'assessing', 'reviewing', '{leadership}', '{outcome,merged_into}',
  texts => '{reason}');

alter table levee.stop add constraint stop_is_by_one unique (incident_id, person);

create table levee.stop_agreement (
  incident_id bigint primary key,
  stopped_by text not null,
  constraint stop_agreement_is_of_a_stop foreign key (incident_id, stopped_by) references levee.stop (incident_id, person));
call levee.step('stop_agreement', 'planning', 'reviewing', '{leadership}', '{stopped_by}', '{stopped_by}');
alter table levee.stop_agreement add constraint stop_agreement_is_by_another check (person <> stopped_by);

create function levee.check_stop_agreement() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  select s.person into new.stopped_by from stop s where s.incident_id = new.incident_id;
  if not found then
    perform refuse('stop_agreement_is_of_a_stop', new.incident_id::text);
  end if;
  return new;
end $$;
create trigger a_lock before insert on levee.stop_agreement for each row execute function levee.lock_incident();
create trigger c_check before insert on levee.stop_agreement for each row execute function levee.check_stop_agreement();

-- A stop that is in force: what waits to go out is given up; withdrawals and corrections are still carried out.
create function levee.apply_stop() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update incident i set stopping = true where i.id = new.incident_id
    and (tg_table_name = 'stop_agreement' or (i.stage < 'responding'
      and not exists (select from delivery_receipt r where r.incident_id = i.id)));
  if found then
    perform give_up(new.incident_id, 'stopped');
  end if;
  return null;
end $$;
create trigger d_apply after insert on levee.stop for each row execute function levee.apply_stop();
create trigger d_apply after insert on levee.stop_agreement for each row execute function levee.apply_stop();

-- LAW-17: the leader, or who holds that seat, ends the response, accepts the review, and stops an incident.
create function levee.leader_only() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not holds_seat(levee.person(), 'leader', new.incident_id) then
    perform refuse(tg_table_name || '_is_by_the_leader', levee.person());
  end if;
  return new;
end $$;
create trigger c_leader before insert on levee.response_over for each row execute function levee.leader_only();
create trigger c_leader before insert on levee.closure for each row execute function levee.leader_only();
create trigger c_leader before insert on levee.stop for each row execute function levee.leader_only();
-- Two incidents merged into each other at once: each takes both rows, the smaller number first.
create function levee.lock_both_incidents() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from incident where id in (new.incident_id, new.merged_into) order by id for no key update;
  return new;
end $$;
create trigger a_lock before insert on levee.stop for each row execute function levee.lock_both_incidents();
create function levee.stop_target_exists() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.merged_into <> 0 and not exists (select from incident i join incident me on me.id = new.incident_id
      where i.id = new.merged_into and i.exercise = me.exercise and i.stage <> 'closed'
        and not i.stopping) then
    perform refuse('stop_merges_into_another', new.merged_into::text);
  end if;
  if exists (select from open_correction c where c.incident_id = new.incident_id) then
    perform refuse('stop_leaves_no_correction_open', new.incident_id::text);
  end if;
  return new;
end $$;
create trigger c_target before insert on levee.stop for each row execute function levee.stop_target_exists();

create trigger c_item before insert on levee.stand_down_item for each row execute function levee.check_item();

create function levee.stand_down_is_complete() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  missing text;
begin
  select string_agg(c.item, ', ' order by c.position) into missing
    from checklist_item c join incident i on i.id = new.incident_id and i.playbook = c.version
    where c.list = 'stand_down' and not exists (
      select from stand_down_item r where r.incident_id = new.incident_id and r.item = c.item);
  if missing is not null then
    perform refuse('stand_down_lists_every_item', missing);
  end if;
  return null;
end $$;
create constraint trigger stand_down_complete after insert on levee.stand_down
  deferrable initially deferred for each row execute function levee.stand_down_is_complete();

create function levee.record_stand_down(incident bigint, note text, items text[], statuses text[], notes text[])
  returns void language plpgsql set search_path = levee, pg_temp as $$
begin
  insert into stand_down (incident_id, note) values (record_stand_down.incident, record_stand_down.note);
  insert into stand_down_item (incident_id, item, status, note)
    select record_stand_down.incident, u.item, u.status, u.note from unnest(items, statuses, notes) u(item, status, note);
end $$;
grant execute on function levee.record_stand_down to levee_logistics;

-- Receives the reports of some teams: those that are there and were not received yet.
create function levee.receive_reports(incident bigint, teams levee.team[]) returns setof levee.team
language plpgsql set search_path = levee, pg_temp as $$
begin
  return query insert into report_receipt (incident_id, for_team)
    select receive_reports.incident, r.for_team from result_report r where r.incident_id = receive_reports.incident
      and r.for_team = any (teams) and not exists (select from report_receipt x
        where x.incident_id = r.incident_id and x.for_team = r.for_team)
    order by r.for_team returning for_team;
end $$;

-- The review and its improvements belong together. The reports of `read` were read for it, and are received with it.
create function levee.record_review(incident bigint, course text, effectiveness text, lessons text, titles text[],
  owners text[], due date[], read levee.team[] default '{}') returns void language plpgsql set search_path = levee, pg_temp as $$
begin
  perform receive_reports(record_review.incident, record_review.read);
  insert into after_action_review (incident_id, course, effectiveness, lessons)
    values (record_review.incident, record_review.course, record_review.effectiveness, record_review.lessons);
  insert into improvement_action (incident_id, title, owner, due_on)
    select record_review.incident, u.title, u.owner, u.due from unnest(titles, owners, due) u(title, owner, due);
end $$;
grant execute on function levee.receive_reports, levee.record_review to levee_leadership;

-- The leader declares the response over, once nothing else is open: the supervisor says when (m0026).
insert into levee.duty_kind (name, team, gate, aim, tells, since, until, outlives_stop) values
  ('response_over', 'leadership', 'response_declared_over', true, 'team', 'responding', 'responding', false),
  ('declare_over', 'leadership', '', false, 'team', 'responding', 'responding', false),
  ('agree_to_stop', 'leadership', '', false, 'everyone', 'assessing', 'reviewing', false);
call levee.opens('stage_entry', 'response_over', condition => $$new.stage = 'responding'$$);
call levee.settles('response_over', '{response_over,declare_over,update}');
call levee.opens('stop', 'agree_to_stop');
call levee.settles('stop_agreement', '{agree_to_stop}');

-- Everyone reports, leadership receives the reports, and then the lessons are kept.
insert into levee.duty_kind (name, team, target, share, gate, aim, since, outlives_stop) values
  ('after_action', 'leadership', 'after_action', '', 'review_accepted', true, 'reviewing', false),
  ('report_received', null, '', '', 'reports_received', true, 'reviewing', true),
  ('report', null, 'report', '', '', false, 'reviewing', true),
  ('stand_down', 'logistics', 'report', '', 'stood_down', false, 'reviewing', false),
  ('receive_report', 'leadership', '', 'after_action', '', false, 'reviewing', true),
  ('review_incident', 'leadership', '', 'after_action', '', false, 'reviewing', false),
  ('close', 'leadership', '', 'after_action', '', false, 'reviewing', false);
-- Since when everyone owes a report: the response was declared over, or a stop was agreed on.
create function levee.reports_began(incident bigint) returns timestamptz
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select min(x.at) from (select o.at from response_over o where o.incident_id = reports_began.incident
    union all select s.at from stop_agreement s where s.incident_id = reports_began.incident) x);
end $$;
call levee.opens('stage_entry', 'after_action', condition => $$new.stage = 'reviewing'$$,
  more => 'started => reports_began(new.incident_id)');
call levee.opens('stage_entry', 'report', condition => $$new.stage = 'reviewing'$$,
  over => $$unnest('{monitoring,response,logistics}'::levee.team[]) t$$, more => 'team => t, started => reports_began(new.incident_id)');
call levee.opens('stage_entry', 'report_received', 't::text', $$new.stage = 'reviewing'$$, $$team => 'leadership'$$,
  $$unnest('{monitoring,response,logistics}'::levee.team[]) t$$);
call levee.opens('stage_entry', 'stand_down', condition => $$new.stage = 'reviewing'$$,
  more => 'started => reports_began(new.incident_id)');
call levee.settles('stand_down', '{stand_down}');
call levee.settles('result_report', '{report}', more => 'team => new.for_team');
call levee.opens('result_report', 'receive_report', 'new.for_team::text');
call levee.settles('report_receipt', '{receive_report,report_received}', 'new.for_team::text');
-- Counted under the incident's row: the last of three opens what follows.
create trigger a_lock before insert on levee.report_receipt for each row execute function levee.lock_incident();
call levee.opens('report_receipt', 'review_incident',
  condition => '(select count(*) = 3 from report_receipt r where r.incident_id = new.incident_id)');
call levee.settles('after_action_review', '{review_incident}');
call levee.opens('after_action_review', 'close');
call levee.settles('closure', '{close,after_action}');

-- An improvement is its owner's, after the case is archived: they say that it is done, and leadership accepts that, or sends it back.
create table levee.improvement_done (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  improvement_id bigint not null,
  result text not null constraint improvement_done_has_a_result check (btrim(result) <> ''),
  constraint improvement_done_of_incident unique (incident_id, improvement_id, id),
  constraint improvement_done_is_of_an_improvement foreign key (incident_id, improvement_id)
    references levee.improvement_action (incident_id, id));
call levee.step('improvement_done', 'closed', 'closed', '{monitoring,leadership,response,logistics,staff}', '{id,improvement_id}',
  texts => '{result}');
create table levee.improvement_judgement (
  incident_id bigint not null,
  improvement_id bigint not null,
  done_id bigint primary key,
  accepts boolean not null,
  reason text not null default '',
  constraint improvement_judgement_is_of_what_is_done foreign key (incident_id, improvement_id, done_id)
    references levee.improvement_done (incident_id, improvement_id, id),
  constraint improvement_judgement_sends_back_with_a_reason check (accepts or btrim(reason) <> ''));
call levee.step('improvement_judgement', 'closed', 'closed', '{leadership}', '{improvement_id,done_id,accepts}', texts => '{reason}');
create function levee.check_improvement() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  a record;
begin
  -- One at a time: what is done is judged before it is done again.
  select * into a from improvement_action i where i.incident_id = new.incident_id and i.id = new.improvement_id for no key update;
  if tg_table_name = 'improvement_done' then
    if a.owner is distinct from levee.person() then
      perform refuse('improvement_done_is_by_its_owner', coalesce(a.owner, ''));
    elsif not exists (select from duty d where d.incident_id = new.incident_id and d.kind = 'improve'
        and d.subject = 'V' || new.improvement_id and d.state = 'open') then
      perform refuse('improvement_done_once', new.improvement_id::text);
    end if;
  elsif a.owner = levee.person() then
    perform refuse('improvement_judgement_is_not_by_its_owner', a.owner);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.improvement_done for each row execute function levee.check_improvement();
create trigger c_check before insert on levee.improvement_judgement for each row execute function levee.check_improvement();

insert into levee.duty_kind (name, team, target, since, until) values
  ('improve', 'leadership', '', 'closed', 'closed'), ('accept_improvement', 'leadership', '', 'closed', 'closed');
call levee.opens('stage_entry', 'improve', $$'V' || a.id$$, $$new.stage = 'closed' and a.incident_id = new.incident_id$$,
  $$person => a.owner, due => a.due_on::timestamp at time zone 'UTC' + interval '1 day', target => 'improvement'$$,
  'improvement_action a');
call levee.settles('improvement_done', '{improve}', $$'V' || new.improvement_id$$);
call levee.opens('improvement_done', 'accept_improvement', $$'V' || new.improvement_id$$, more => 'not_by => array[new.person]');
call levee.settles('improvement_judgement', '{accept_improvement}', $$'V' || new.improvement_id$$);
call levee.opens('improvement_judgement', 'improve', $$'V' || new.improvement_id$$,
  'not new.accepts and a.incident_id = new.incident_id and a.id = new.improvement_id',
  $$person => a.owner, due => greatest(a.due_on::timestamp at time zone 'UTC', new.at) + interval '7 days', target => 'improvement'$$,
  'improvement_action a');

-- What a person of any department has to make better; and the incident of one of them, for who owns it.
create function levee.own_improvements() returns table (incident_id bigint, id bigint, title text, due_on text, time_left double precision)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter(kind => 'person');
  return query select a.incident_id, a.id, a.title, a.due_on::text,
      extract(epoch from d.due_at - levee.now(d.incident_id))::double precision
    from duty d join improvement_action a on a.incident_id = d.incident_id and 'V' || a.id = d.subject
    where d.kind = 'improve' and d.state = 'open' and d.person = levee.person() order by d.due_at, a.id;
end $$;
create function levee.finish_improvement(improvement bigint, result text) returns bigint
language plpgsql set search_path = levee, pg_temp as $$
declare
  owning bigint := improvement_incident(improvement);
begin
  insert into improvement_done (incident_id, improvement_id, result) values (owning, improvement, finish_improvement.result);
  return owning;
end $$;
create function levee.improvement_incident(improvement bigint) returns bigint
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  a record;
begin
  perform enter(kind => 'person');
  select * into a from improvement_action i where i.id = improvement;
  if not found then
    perform refuse('improvement_done_is_of_an_improvement', improvement::text);
  end if;
  if a.owner is distinct from levee.person() then
    perform refuse('improvement_done_is_by_its_owner', coalesce(a.owner, ''));
  end if;
  return a.incident_id;
end $$;
grant execute on function levee.own_improvements, levee.finish_improvement, levee.improvement_incident to levee_staff, levee_monitoring,
  levee_leadership, levee_response, levee_logistics;
create index duty_of_person on levee.duty (person) where state = 'open' and person <> '';
