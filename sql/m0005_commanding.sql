-- Stage 2, commanding: leadership receives, decides, commands; the teams acknowledge.
--
-- LAW-6: receipt, decision, command, assignment, acknowledgement: each has a key to the one before.

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
  constraint decision_meeting_has_attendees check ((kind = 'meeting') = (cardinality(attendees) >= 1)),
  constraint decision_rests_on_a_received_assessment foreign key (incident_id, assessment_revision)
    references levee.assessment_receipt (incident_id, revision));
call levee.step('decision', 'commanding', 'responding', '{leadership}', '{id,kind,assessment_revision}');

create table levee.command (
  incident_id bigint not null,
  revision int not null,
  decision_id bigint not null,
  text text not null constraint command_says_something check (btrim(text) <> ''),
  primary key (incident_id, revision),
  constraint command_follows_a_decision foreign key (incident_id, decision_id)
    references levee.decision (incident_id, id));
call levee.step('command', 'commanding', 'responding', '{leadership}', '{revision,decision_id}', '{revision}');

create table levee.assignment (
  incident_id bigint not null,
  revision int not null,
  for_team levee.team not null
    constraint assignment_is_for_a_team check (for_team in ('monitoring', 'response', 'logistics')),
  text text not null constraint assignment_says_something check (btrim(text) <> ''),
  primary key (incident_id, revision, for_team),
  constraint assignment_is_of_a_command foreign key (incident_id, revision)
    references levee.command (incident_id, revision));
call levee.step('assignment', 'commanding', 'responding', '{leadership}', '{revision,for_team}');

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

create table levee.task (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  revision int not null,
  for_team levee.team not null,
  owner text not null constraint task_has_an_owner references levee.person,
  title text not null constraint task_has_a_title check (btrim(title) <> ''),
  due_at timestamptz not null,
  constraint task_of_incident unique (incident_id, id),
  constraint task_is_of_an_assignment foreign key (incident_id, revision, for_team)
    references levee.assignment (incident_id, revision, for_team));
call levee.step('task', 'planning', 'responding', '{monitoring,response,logistics}',
  '{id,revision,for_team,owner,due_at}');
alter table levee.task add constraint task_is_of_the_teams_own_assignment check (for_team = team);

create table levee.task_done (
  incident_id bigint not null,
  task_id bigint not null,
  result text not null constraint task_done_has_a_result check (btrim(result) <> ''),
  primary key (incident_id, task_id),
  constraint task_done_is_of_a_task foreign key (incident_id, task_id) references levee.task (incident_id, id));
call levee.step('task_done', 'planning', 'reviewing', '{monitoring,response,logistics,staff}', '{task_id}');

create function levee.number_command() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not holds_seat(session_user, 'leader') then
    perform refuse('command_is_issued_by_the_leader', session_user);
  end if;
  perform from incident where id = new.incident_id for no key update;
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
