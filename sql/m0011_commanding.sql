-- Stage 2, commanding: leadership receives, decides, commands; the teams acknowledge.
--
-- LAW-6: receipt, decision, command, assignment, acknowledgement: each has a key to the one before.
-- LAW-20: a duty set by law has its clock; who was told, and when, stops it.

create table levee.assessment_receipt (
  incident_id bigint not null,
  revision int not null,
  primary key (incident_id, revision),
  constraint assessment_receipt_is_of_an_assessment
    foreign key (incident_id, revision) references levee.assessment (incident_id, revision));
call levee.step('assessment_receipt', 'commanding', 'responding', '{leadership}', '{revision}');

create table levee.decision (
  incident_id bigint not null,
  id bigint generated always as identity,
  assessment_revision int not null,
  kind text not null constraint decision_kind_is_known check (kind in ('meeting', 'urgent')),
  sentence text not null constraint decision_says_something check (btrim(sentence) <> ''),
  attendees text[] not null default '{}',
  record text not null default '',
  primary key (incident_id, id),
  constraint decision_is_of_one_kind unique (incident_id, id, kind),
  constraint decision_meeting_has_attendees check ((kind = 'meeting') = (cardinality(attendees) >= 1)),
  constraint decision_rests_on_a_received_assessment foreign key (incident_id, assessment_revision)
    references levee.assessment_receipt (incident_id, revision));
call levee.step('decision', 'commanding', 'responding', '{leadership}', '{id,kind,assessment_revision}',
  texts => '{sentence,attendees,record}');

-- An urgent decision is one leader's; the meeting that should have made it is recorded afterwards, within the playbook's
-- time, and the case is not archived without it.
create table levee.meeting_record (
  incident_id bigint not null,
  decision_id bigint not null,
  decision_kind text not null default 'urgent'
    constraint meeting_record_is_of_an_urgent_decision check (decision_kind = 'urgent'),
  attendees text[] not null constraint meeting_record_has_attendees check (cardinality(attendees) >= 1),
  record text not null constraint meeting_record_says_something check (btrim(record) <> ''),
  primary key (incident_id, decision_id),
  constraint meeting_record_follows_a_decision foreign key (incident_id, decision_id, decision_kind)
    references levee.decision (incident_id, id, kind));
call levee.step('meeting_record', 'commanding', 'reviewing', '{leadership}', '{decision_id}', '{decision_kind}',
  texts => '{attendees,record}');

-- A decision, and the command that follows it, rest on the newest assessment: what monitoring has said since is received first.
create function levee.refuse_stale_assessment() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  rests_on int;
  newest int;
begin
  perform from incident where id = new.incident_id for share;
  rests_on := case tg_table_name when 'decision' then (to_jsonb(new) ->> 'assessment_revision')::int
    else (select d.assessment_revision from decision d where d.incident_id = new.incident_id
      and d.id = (to_jsonb(new) ->> 'decision_id')::bigint) end;
  select max(a.revision) into newest from assessment a where a.incident_id = new.incident_id;
  if rests_on < newest then
    perform refuse(tg_table_name || '_rests_on_the_newest_assessment', newest::text);
  end if;
  return new;
end $$;
create trigger c_newest before insert on levee.decision for each row execute function levee.refuse_stale_assessment();

-- A decision by whoever has read the assessment of this revision: where nobody has received it yet, it is received with it.
create function levee.record_decision(incident bigint, revision int, kind text, sentence text, attendees text[], record text)
  returns void language plpgsql set search_path = levee, pg_temp as $$
begin
  insert into assessment_receipt (incident_id, revision) select record_decision.incident, record_decision.revision
    where not exists (select from assessment_receipt r where r.incident_id = record_decision.incident
      and r.revision = record_decision.revision);
  insert into decision (incident_id, assessment_revision, kind, sentence, attendees, record)
    values (record_decision.incident, record_decision.revision, record_decision.kind, record_decision.sentence,
      record_decision.attendees, record_decision.record);
end $$;
grant execute on function levee.record_decision to levee_leadership;

create table levee.command (
  incident_id bigint not null,
  revision int not null,
  decision_id bigint not null,
  text text not null constraint command_says_something check (btrim(text) <> ''),
  primary key (incident_id, revision),
  constraint command_follows_a_decision foreign key (incident_id, decision_id)
    references levee.decision (incident_id, id));
call levee.step('command', 'commanding', 'responding', '{leadership}', '{revision,decision_id}', '{revision}',
  texts => '{text}');

create trigger c_newest before insert on levee.command for each row execute function levee.refuse_stale_assessment();

create table levee.assignment (
  incident_id bigint not null,
  revision int not null,
  for_team levee.team not null
    constraint assignment_is_for_a_team check (for_team in ('monitoring', 'response', 'logistics')),
  text text not null constraint assignment_says_something check (btrim(text) <> ''),
  primary key (incident_id, revision, for_team),
  constraint assignment_is_of_a_command foreign key (incident_id, revision)
    references levee.command (incident_id, revision));
call levee.step('assignment', 'commanding', 'responding', '{leadership}', '{revision,for_team}',
  texts => '{text}');

create table levee.acknowledgement (
  incident_id bigint not null,
  revision int not null,
  for_team levee.team not null,
  primary key (incident_id, revision, for_team),
  constraint acknowledgement_is_of_an_assignment foreign key (incident_id, revision, for_team)
    references levee.assignment (incident_id, revision, for_team));
call levee.step('acknowledgement', 'planning', 'reviewing', '{monitoring,response,logistics}',
  '{revision,for_team}');
alter table levee.acknowledgement add constraint acknowledgement_is_by_the_team_itself check (for_team = team);

-- The team has read its assignment of this command, and does what follows from it: that acknowledges it, if nothing did. 0: read none.
create function levee.acknowledge_read(incident bigint, revision int) returns void
language plpgsql set search_path = levee, pg_temp as $$
begin
  insert into acknowledgement (incident_id, revision, for_team)
    select acknowledge_read.incident, acknowledge_read.revision, current_team()
    where acknowledge_read.revision > 0 and not exists (select from acknowledgement a
      where a.incident_id = acknowledge_read.incident and a.revision = acknowledge_read.revision and a.for_team = current_team());
end $$;
grant execute on function levee.acknowledge_read to levee_monitoring, levee_response, levee_logistics;

create table levee.task (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  revision int not null,
  for_team levee.team not null,
  owner text not null constraint task_has_an_owner references levee.person,
  title text not null constraint task_has_a_title check (btrim(title) <> ''),
  due_at levee.moment not null,
  constraint task_of_incident unique (incident_id, id),
  constraint task_is_of_an_assignment foreign key (incident_id, revision, for_team)
    references levee.assignment (incident_id, revision, for_team));
call levee.step('task', 'planning', 'responding', '{monitoring,response,logistics}',
  '{id,revision,for_team,owner,due_at}', texts => '{title}');
alter table levee.task add constraint task_is_of_the_teams_own_assignment check (for_team = team);

create table levee.task_done (
  incident_id bigint not null,
  task_id bigint not null,
  result text not null constraint task_done_has_a_result check (btrim(result) <> ''),
  primary key (incident_id, task_id),
  constraint task_done_is_of_a_task foreign key (incident_id, task_id) references levee.task (incident_id, id));
call levee.step('task_done', 'planning', 'reviewing', '{monitoring,response,logistics,staff}', '{task_id}',
  texts => '{result}');

-- The owner of a task may be of any department; in a restricted incident they have to be named first.
create function levee.check_task() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not exists (select from person p where p.handle = new.owner and p.kind = 'person' and p.removed_at is null) then
    perform refuse('task_has_an_owner', new.owner);
  elsif not may_read(new.incident_id, new.owner) then
    perform refuse('task_owner_is_named', new.owner);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.task for each row execute function levee.check_task();

-- A task is done by its owner, or by the team that gave it.
create function levee.check_task_done() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not exists (select from task t where t.incident_id = new.incident_id and t.id = new.task_id
      and (t.owner = levee.person() or t.for_team = new.team)) then
    perform refuse('task_done_is_by_its_owner', new.task_id::text);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.task_done for each row execute function levee.check_task_done();

-- What a person of any department owes: their own tasks, and nothing else of the incident.
create function levee.own_tasks() returns table (incident_id bigint, id bigint, for_team levee.team, title text,
  due_at timestamptz, now timestamptz, exercise boolean)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter(kind => 'person');
  return query select t.incident_id, t.id, t.for_team, t.title, t.due_at::timestamptz, levee.now(t.incident_id), i.exercise
    from task t join incident i on i.id = t.incident_id and i.stage <> 'closed'
    where t.owner = levee.person() and may_read(t.incident_id) and not exists (select from task_done d
      where d.incident_id = t.incident_id and d.task_id = t.id) order by t.due_at, t.id;
end $$;
create function levee.finish_task(task bigint, result text) returns bigint
language plpgsql set search_path = levee, pg_temp as $$
declare
  owning bigint := task_incident(finish_task.task);
begin
  insert into task_done (incident_id, task_id, result) values (owning, finish_task.task, finish_task.result);
  return owning;
end $$;
-- The incident of a task, for who owns it or whose team gave it.
create function levee.task_incident(task bigint) returns bigint
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  owning bigint;
begin
  perform enter(kind => 'person');
  select t.incident_id into owning from task t where t.id = task_incident.task
    and (t.owner = levee.person() or t.for_team = current_team()) and may_read(t.incident_id);
  if not found then
    if not exists (select from task t where t.id = task_incident.task) then
      perform refuse('task_done_is_of_a_task', task_incident.task::text);
    end if;
    perform refuse('task_done_is_by_its_owner', task_incident.task::text);
  end if;
  return owning;
end $$;
grant execute on function levee.own_tasks, levee.finish_task, levee.task_incident to levee_staff, levee_monitoring,
  levee_response, levee_logistics;
create index task_of_owner on levee.task (owner);

create function levee.number_command() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from incident where id = new.incident_id for no key update;
  if not holds_seat(levee.person(), 'leader', new.incident_id) then
    perform refuse('command_is_issued_by_the_leader', levee.person());
  end if;
  new.revision := 1 + (select count(*) from command where incident_id = new.incident_id);
  return new;
end $$;
create trigger a_number before insert on levee.command for each row execute function levee.number_command();

-- A command leaves no team without an assignment. Checked at commit: the command row comes first.
create function levee.command_is_complete() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  missing text;
begin
  select string_agg(t::text, ', ') into missing from unnest('{monitoring,response,logistics}'::levee.team[]) t
    where not exists (select from assignment a
      where a.incident_id = new.incident_id and a.revision = new.revision and a.for_team = t);
  if missing is not null then
    perform refuse('command_assigns_every_team', missing);
  end if;
  return null;
end $$;
create constraint trigger command_complete after insert on levee.command deferrable initially deferred
  for each row execute function levee.command_is_complete();

-- Issues a command with its assignments, with the caller's own rights.
create function levee.issue_command(incident bigint, decision bigint, text text, monitoring text, response text,
  logistics text) returns int language plpgsql set search_path = levee, pg_temp as $$
declare
  number int;
begin
  insert into command (incident_id, decision_id, text) values (issue_command.incident, decision, issue_command.text)
    returning revision into number;
  insert into assignment (incident_id, revision, for_team, text) values
    (issue_command.incident, number, 'monitoring', issue_command.monitoring),
    (issue_command.incident, number, 'response', issue_command.response),
    (issue_command.incident, number, 'logistics', issue_command.logistics);
  return number;
end $$;
grant execute on function levee.issue_command to levee_leadership;

-- Leadership says when an authority was told, and under which reference: it stops that statutory clock.
create table levee.authority_notice (
  incident_id bigint not null constraint authority_notice_is_of_an_incident references levee.incident,
  clock text not null,
  reference text not null constraint authority_notice_has_a_reference check (btrim(reference) <> ''),
  primary key (incident_id, clock));
call levee.step('authority_notice', 'assessing', 'closed', '{leadership}', '{clock}', texts => '{reference}');

create function levee.check_authority_notice() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not exists (select from incident i where i.id = new.incident_id and new.clock = any (i.clocks)) then
    perform refuse('authority_notice_is_of_a_clock_that_runs', new.clock);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.authority_notice
  for each row execute function levee.check_authority_notice();

-- Two incidents belong together. Both are exercises, or neither is.
create table levee.incident_link (
  incident_id bigint not null,
  exercise boolean not null,
  other bigint not null,
  relation text not null constraint incident_link_relation_is_known
    check (relation in ('related', 'caused_by', 'same_source')),
  primary key (incident_id, other),
  constraint incident_link_is_to_another check (other <> incident_id),
  constraint incident_link_knows_the_exercise foreign key (incident_id, exercise) references levee.incident (id, exercise),
  constraint incident_link_is_of_one_kind foreign key (other, exercise) references levee.incident (id, exercise));
call levee.step('incident_link', 'assessing', 'reviewing', '{monitoring,leadership}', '{other,relation}');

-- Leadership decides on what it has received, and commands; whoever did not wait for the meeting owes its record.
insert into levee.duty_kind (name, team, target, gate, aim, since, until, outlives_stop) values
  ('decision_made', 'leadership', '', 'decision_recorded', true, 'commanding', 'commanding', false),
  ('command_given', 'leadership', '', 'command_issued', true, 'commanding', 'commanding', false),
  ('decide', 'leadership', 'command', '', false, 'commanding', 'commanding', false),
  ('command', 'leadership', 'command', '', false, 'commanding', 'commanding', false),
  ('record_meeting', 'leadership', 'meeting_record', 'meeting_recorded', false, 'commanding', 'reviewing', true);
call levee.opens('stage_entry', 'decision_made', condition => $$new.stage = 'commanding'$$);
call levee.opens('stage_entry', 'command_given', condition => $$new.stage = 'commanding'$$);
call levee.settles('assessment_receipt', '{receive}', 'new.revision::text');
call levee.opens('assessment_receipt', 'decide',
  condition => $$new.revision = (select max(a.revision) from assessment a where a.incident_id = new.incident_id)
    and not exists (select from command c where c.incident_id = new.incident_id)$$,
  more => 'started => (select min(r.at) from assessment_receipt r where r.incident_id = new.incident_id)');
call levee.settles('decision', '{decide,decision_made}');
call levee.opens('decision', 'command',
  condition => 'not exists (select from command c where c.incident_id = new.incident_id)',
  more => 'started => (select min(r.at) from assessment_receipt r where r.incident_id = new.incident_id)');
call levee.opens('decision', 'record_meeting', 'new.id::text', $$new.kind = 'urgent'$$);
call levee.settles('meeting_record', '{record_meeting}', 'new.decision_id::text');
call levee.settles('command', '{decide,command,command_given}');
call levee.settles('authority_notice', '{notify_authority}', 'new.clock');

-- Each team acknowledges the newest command.
insert into levee.duty_kind (name, target, gate, since, until, outlives_stop) values
  ('acknowledge', 'acknowledge_command', 'command_acknowledged', 'planning', 'responding', false);
call levee.settles('assignment', '{acknowledge}', more => 'team => new.for_team', moot => 'superseded');
call levee.opens('assignment', 'acknowledge', 'new.revision::text', more => 'team => new.for_team');
call levee.settles('acknowledgement', '{acknowledge}', 'new.revision::text', more => 'team => new.for_team');

-- A task is its owner's, of whatever department.
insert into levee.duty_kind (name, since) values ('task', 'planning');
call levee.opens('task', 'task', $$'T' || new.id$$, more => 'team => new.for_team, person => new.owner, due => new.due_at');
call levee.settles('task_done', '{task}', $$'T' || new.task_id$$);
