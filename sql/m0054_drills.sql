-- Drills: scenarios that are played through the same tables and the same law, by a clock that the facilitator moves.
--
-- LAW-12: an exercise is an exercise from the first row to the last: what the public says in it touches nothing real, and nothing
--         real comes into it.
-- LAW-20: the clock of an exercise runs forward; who leads it pauses, slows and jumps it, and each move is kept. Deadlines follow.
-- LAW-28: notices of an exercise follow its clock, and are held back by real time.

-- ---- The clock of an exercise --------------------------------------------------------------------------------------------

-- Each piece of an exercise's clock: from when on, what it showed, and how fast it ran. The last one is also in the incident's row,
-- where `levee.now` reads it.
create table levee.clock_segment (
  incident_id bigint not null constraint clock_segment_is_of_an_incident references levee.incident,
  sequence int not null,
  began_at timestamptz not null,  -- by the database's clock
  shown_at timestamptz not null,
  rate double precision not null constraint clock_segment_runs_forward check (rate = 0 or rate between 0.1 and 3600),
  what text not null constraint clock_segment_what_is_known check (what in ('opened', 'pause', 'resume', 'rate', 'jump', 'rest')),
  reason text not null default '' constraint clock_segment_reason_is_not_too_long check (octet_length(reason) <= 2000),
  person text not null,
  team levee.team not null,
  at timestamptz not null,
  primary key (incident_id, sequence));
create trigger z_append_only before update or delete on levee.clock_segment for each row execute function levee.append_only();
call levee.records_events('clock_segment', '{sequence,began_at,shown_at,rate,what}');
call levee.hide_from_outsiders('clock_segment');
grant select on levee.clock_segment to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

alter table levee.incident drop constraint incident_clock_runs_forward;
alter table levee.incident add constraint incident_clock_runs_forward check (clock_rate = 0 or clock_rate between 0.1 and 3600);
-- A drill's incident is opened by its start; every other one by monitoring.
alter table levee.incident drop constraint incident_is_opened_by_monitoring;
alter table levee.incident add constraint incident_is_opened_by_monitoring check (team = 'monitoring' or (exercise and team = 'staff'));
create index incident_exercise_running on levee.incident (id) where exercise and stage <> 'closed' and clock_rate > 0;

-- Whether somebody leads an exercise: the facilitators of its drill; without a drill, whoever opened it.
create function levee.leads_exercise(incident bigint, person text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from drill d join drill_person p on p.drill_id = d.id and p.handle = leads_exercise.person
      and p.role = 'facilitator' where d.incident_id = leads_exercise.incident)
    or exists (select from incident i where i.id = leads_exercise.incident and i.exercise and i.person = leads_exercise.person
      and not exists (select from drill d where d.incident_id = i.id));
end $$;

-- Appends a segment, and sets the incident's clock by it.
create function levee.set_clock(incident bigint, what text, rate double precision, ahead interval, reason text) returns timestamptz
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  real constant timestamptz := clock_timestamp();
  i incident;
  shown timestamptz;
  last int;
begin
  select * into i from incident v where v.id = set_clock.incident for no key update;
  shown := levee.now(i.id) + ahead;
  select coalesce(max(s.sequence), 0) into last from clock_segment s where s.incident_id = i.id;
  if last = 0 then
    insert into clock_segment (incident_id, sequence, began_at, shown_at, rate, what, person, team, at)
      values (i.id, 1, i.clock_started_at, i.clock_started_at + i.clock_offset, i.clock_rate, 'opened', i.person, i.team, i.at);
    last := 1;
  end if;
  insert into clock_segment (incident_id, sequence, began_at, shown_at, rate, what, reason, person, team, at)
    values (i.id, last + 1, real, shown, set_clock.rate, set_clock.what, set_clock.reason, session_user, current_team(), shown);
  update incident v set clock_started_at = real, clock_offset = shown - real, clock_rate = set_clock.rate where v.id = i.id;
  return shown;
end $$;

-- Pauses, resumes, slows or jumps the clock of an exercise. `ahead` is what a jump adds; a rate of 0 keeps the one before the pause.
create function levee.move_clock(incident bigint, what text, rate double precision, ahead interval, reason text) returns timestamptz
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i incident;
  before double precision;
begin
  perform enter('{staff,monitoring}', null, 'person');
  select * into i from incident v where v.id = move_clock.incident for no key update;
  if not found then
    perform refuse('clock_is_of_an_incident', move_clock.incident::text);
  elsif not i.exercise then
    perform refuse('incident_clock_is_real', i.id::text);
  elsif not leads_exercise(i.id, session_user) then
    perform refuse('clock_is_moved_by_the_facilitator', session_user);
  elsif i.stage = 'closed' then
    perform refuse('clock_of_an_ended_drill_stands', i.id::text);
  elsif ahead < '0' or (what = 'jump' and ahead not between '1 second' and '30 days') or (what <> 'jump' and ahead <> '0') then
    perform refuse('clock_segment_goes_forward', ahead::text);
  end if;
  before := case when i.clock_rate > 0 then i.clock_rate else coalesce((select s.rate from clock_segment s
    where s.incident_id = i.id and s.rate > 0 order by s.sequence desc limit 1), 1) end;
  case what
    when 'pause' then return set_clock(i.id, what, 0, '0', reason);
    when 'resume' then return set_clock(i.id, what, coalesce(nullif(rate, 0), before), '0', reason);
    when 'rate' then return set_clock(i.id, what, rate, '0', reason);
    when 'jump' then return set_clock(i.id, what, i.clock_rate, ahead, reason);
    else perform refuse('clock_segment_what_is_known', what);
  end case;
end $$;
grant execute on function levee.move_clock to levee_staff, levee_monitoring;

-- How long nobody may act in an exercise before its clock rests: four hours of its own time, but never less than two minutes of real
-- time, nor more than a quarter of an hour.
create function levee.patience(rate double precision) returns interval
language sql immutable set search_path = levee, pg_temp as $$
  select greatest(least(interval '4 hours' / greatest(rate, 0.1), interval '15 minutes'), interval '2 minutes') $$;

-- When a person last did something in an exercise, by the database's clock; its last segment counts, whoever made it.
create function levee.acted_at(i levee.incident) returns timestamptz
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return greatest(i.clock_started_at, (select real_time(i, e.at) from event e join person p on p.handle = e.person and p.kind = 'person'
    where e.chain = i.id order by e.id desc limit 1));
end $$;

-- Exercises in which nobody acts rest: their clocks stand until somebody who leads them resumes.
create function levee.rest_exercises() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i incident;
  n int := 0;
begin
  for i in select v.* from incident v where v.exercise and v.stage <> 'closed' and v.clock_rate > 0
    and acted_at(v) < clock_timestamp() - patience(v.clock_rate) order by v.id for no key update skip locked
  loop
    perform set_clock(i.id, 'rest', 0, '0', '');
    n := n + 1;
  end loop;
  return n;
end $$;

-- ---- The playbook: how often ----------------------------------------------------------------------------------------------

create table levee.drill_rule (
  version int not null constraint drill_rule_is_of_a_playbook references levee.playbook,
  kind text not null constraint drill_rule_kind_is_known check (kind in ('tabletop', 'full', 'blind', 'team')),
  every interval not null constraint drill_rule_every_is_sane check (every between '7 days' and '10 years'),
  team levee.team not null default 'leadership' constraint drill_rule_team_works check (team in ('monitoring', 'leadership', 'response', 'logistics')),
  source_en text not null default '',
  source_zh text not null default '',
  primary key (version, kind));
call levee.add_playbook_part('drill_rule');
grant select on levee.drill_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
-- A version that leadership approved keeps what it says: the next one has these.
insert into levee.drill_rule (version, kind, every, source_en, source_zh)
  select r.* from (values
  (1, 'full', interval '1 year', 'proposal; compare the yearly drill of the Measures for Emergency Plans of Production Safety, article 33', '建议值；参照《生产安全事故应急预案管理办法》第三十三条的每年一次'),
  (1, 'tabletop', '6 months', 'proposal', '建议值')) r
  where not exists (select from levee.playbook_review a where a.version = 1);

insert into levee.duty_kind (name, team, tells) values ('plan_drill', null, 'team');

-- ---- A drill --------------------------------------------------------------------------------------------------------------

create table levee.drill (
  id bigint generated always as identity primary key,
  kind text not null constraint drill_kind_is_known check (kind in ('tabletop', 'full', 'blind', 'team')),
  scenario text not null constraint drill_scenario_has_a_title check (btrim(scenario) <> '' and length(scenario) <= 100),
  title text not null constraint drill_has_a_title check (btrim(title) <> '' and length(title) <= 300),
  language levee.language not null,
  incident_kind levee.incident_kind not null,
  severity levee.severity not null,
  -- All of the scenario as values, in JSON: what the facilitator knows, the parameters of the public, what really happened.
  content jsonb not null constraint drill_content_is_not_too_long check (octet_length(content::text) <= 2000000),
  seed bigint not null,
  planned_at levee.moment not null,
  rate double precision not null constraint drill_runs_forward check (rate = 0 or rate between 0.1 and 3600),
  state text not null default 'planned' constraint drill_state_is_known check (state in ('planned', 'running', 'done', 'stopped')),
  incident_id bigint not null default 0,
  started_at timestamptz not null default 'infinity',  -- by its own clock, as `ended_at`
  ended_at timestamptz not null default 'infinity',
  reason text not null default '' constraint drill_reason_is_not_too_long check (octet_length(reason) <= 20000),
  -- The public, as far as it was reckoned: so many minutes, and how stirred it was then.
  tick int not null default 0,
  stir double precision not null default 0,
  person text not null,
  at timestamptz not null,
  constraint drill_has_an_incident_once_it_runs check ((started_at = 'infinity') = (incident_id = 0)),
  constraint drill_ends_when_it_is_over check ((state in ('done', 'stopped')) = (ended_at < 'infinity')));
create unique index drill_of_incident on levee.drill (incident_id) where incident_id <> 0;
create trigger z_event after insert or update of state on levee.drill
  for each row execute function levee.house_event('id', 'kind', 'scenario', 'state', 'incident_id', 'planned_at');

create table levee.drill_person (
  drill_id bigint not null constraint drill_person_is_of_a_drill references levee.drill,
  handle text not null constraint drill_person_is_of_the_house references levee.person,
  role text not null constraint drill_role_is_known check (role in ('facilitator', 'participant', 'evaluator', 'observer')),
  joined_at timestamptz not null default 'infinity',
  primary key (drill_id, handle));
create index drill_person_of on levee.drill_person (handle);

-- What comes: of the scenario, or added on the spot; never changed.
create table levee.drill_inject (
  drill_id bigint not null constraint drill_inject_is_of_a_drill references levee.drill,
  code text not null constraint drill_inject_code_is_short check (code ~ '^V-[0-9]{2,3}$'),
  kind text not null constraint drill_inject_kind_is_known check (kind in ('mentions', 'rumour', 'leak', 'fact', 'refutation', 'feedback',
    'call', 'tool', 'channel', 'absent')),
  -- at: so long after the start. after: so long after a step. without: unless a step was done so long after the start. hand: by the facilitator.
  trigger text not null constraint drill_inject_trigger_is_known check (trigger in ('at', 'after', 'without', 'hand')),
  step text not null default '',
  wait interval not null default '0' constraint drill_inject_wait_is_not_negative check (wait >= '0'),
  content jsonb not null constraint drill_inject_content_is_not_too_long check (octet_length(content::text) <= 100000),
  person text not null,
  at timestamptz not null,
  primary key (drill_id, code),
  constraint drill_inject_waits_for_a_step check ((trigger in ('after', 'without')) = (step <> '')));
create trigger z_append_only before update or delete on levee.drill_inject for each row execute function levee.append_only();
create trigger z_event after insert on levee.drill_inject for each row execute function levee.house_event('drill_id', 'code', 'kind', 'trigger');

-- What the facilitator did with one: called it now, held it, released it, skipped it. The last counts.
create table levee.drill_steer (
  id bigint generated always as identity primary key,
  drill_id bigint not null,
  code text not null,
  what text not null constraint drill_steer_is_known check (what in ('now', 'hold', 'release', 'skip')),
  person text not null,
  at timestamptz not null,
  constraint drill_steer_is_of_an_inject foreign key (drill_id, code) references levee.drill_inject (drill_id, code));
create index drill_steer_of on levee.drill_steer (drill_id, code, id);
create trigger z_append_only before update or delete on levee.drill_steer for each row execute function levee.append_only();
create trigger z_event after insert on levee.drill_steer for each row execute function levee.house_event('drill_id', 'code', 'what');

-- What was delivered, once, in the transaction that did it.
create table levee.drill_delivered (
  drill_id bigint not null,
  code text not null,
  at timestamptz not null,  -- by its own clock
  person text not null,
  primary key (drill_id, code),
  constraint drill_delivered_is_of_an_inject foreign key (drill_id, code) references levee.drill_inject (drill_id, code));
create trigger z_append_only before update or delete on levee.drill_delivered for each row execute function levee.append_only();
create trigger z_event after insert on levee.drill_delivered for each row execute function levee.house_event('drill_id', 'code');

create table levee.drill_expectation (
  drill_id bigint not null constraint drill_expectation_is_of_a_drill references levee.drill,
  code text not null constraint drill_expectation_code_is_short check (code ~ '^E-[0-9]{2,3}$'),
  objective text not null default '',
  step text not null,
  after text not null default '',  -- the inject after which it is expected; '' from the start on
  within interval not null constraint drill_expectation_within_is_positive check (within > '0'),
  weight int not null constraint drill_expectation_weight_is_positive check (weight between 1 and 100),
  en text not null,
  zh text not null,
  primary key (drill_id, code));
create table levee.drill_objective (
  drill_id bigint not null constraint drill_objective_is_of_a_drill references levee.drill,
  code text not null constraint drill_objective_code_is_short check (code ~ '^O-[0-9]{1,2}$'),
  en text not null,
  zh text not null,
  primary key (drill_id, code));

-- What an observer saw of an objective (P performed, S with some difficulty, M with major difficulty, U unable), with the reason; what is
-- said of none is a remark.
create table levee.drill_note (
  id bigint generated always as identity primary key,
  drill_id bigint not null constraint drill_note_is_of_a_drill references levee.drill,
  objective text not null default '',
  rating text not null default '' constraint drill_rating_is_known check (rating in ('', 'P', 'S', 'M', 'U')),
  reason text not null constraint drill_note_has_a_reason check (btrim(reason) <> '')
    constraint drill_note_is_not_too_long check (octet_length(reason) <= 20000),
  shown_at timestamptz not null,
  person text not null,
  at timestamptz not null,
  constraint drill_note_rates_an_objective check ((rating = '') = (objective = '')));
create trigger z_append_only before update or delete on levee.drill_note for each row execute function levee.append_only();
create trigger z_event after insert on levee.drill_note for each row execute function levee.house_event('id', 'drill_id', 'objective', 'rating');

-- A message of the facilitator's to all, or of an inject to some.
create table levee.drill_message (
  id bigint generated always as identity primary key,
  drill_id bigint not null constraint drill_message_is_of_a_drill references levee.drill,
  code text not null default '',  -- of the inject
  teams levee.team[] not null default '{}',  -- none: all
  crew boolean not null default false,       -- for those who lead, evaluate and observe
  text text not null constraint drill_message_says_something check (btrim(text) <> '')
    constraint drill_message_is_not_too_long check (octet_length(text) <= 20000),
  shown_at timestamptz not null,
  person text not null,
  at timestamptz not null);
create trigger z_append_only before update or delete on levee.drill_message for each row execute function levee.append_only();
create trigger z_event after insert on levee.drill_message for each row execute function levee.house_event('id', 'drill_id', 'code');

-- What each participant says of it themselves afterwards; or that they say nothing.
create table levee.drill_word (
  drill_id bigint not null,
  handle text not null,
  declined boolean not null,
  text text not null default '' constraint drill_word_is_not_too_long check (octet_length(text) <= 20000),
  at timestamptz not null,
  primary key (drill_id, handle),
  constraint drill_word_is_of_its_people foreign key (drill_id, handle) references levee.drill_person (drill_id, handle),
  constraint drill_word_says_something check (declined = (btrim(text) = '')));
create trigger z_append_only before update or delete on levee.drill_word for each row execute function levee.append_only();
create trigger z_event after insert on levee.drill_word for each row execute function levee.house_event('drill_id', 'handle', 'declined');

-- Who cannot be reached in a drill, and which channel fails in it: there, and nowhere else.
create table levee.drill_absence (
  incident_id bigint not null constraint drill_absence_is_of_an_incident references levee.incident,
  handle text not null,
  until timestamptz not null,  -- by its own clock
  primary key (incident_id, handle, until));
create table levee.drill_outage (
  incident_id bigint not null constraint drill_outage_is_of_an_incident references levee.incident,
  channel text not null,
  until timestamptz not null,
  primary key (incident_id, channel, until));
create function levee.is_absent_in_drill(incident bigint, handle text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return is_absent_in_drill.incident <> 0 and exists (select from drill_absence a where a.incident_id = is_absent_in_drill.incident
    and a.handle = is_absent_in_drill.handle and a.until > levee.now(a.incident_id));
end $$;

-- ---- Isolation ------------------------------------------------------------------------------------------------------------

-- The drill's incident that a mention belongs to; 0 for what was really said. Nobody but the law writes it.
alter table levee.mention add column drill_incident bigint not null default 0;
revoke insert on levee.mention from levee_monitoring;
do $$
begin
  execute (select format('grant insert (%s) on levee.mention to levee_monitoring', string_agg(quote_ident(a.attname), ', '))
    from pg_attribute a where a.attrelid = 'levee.mention'::regclass and a.attnum > 0 and not a.attisdropped
      and a.attname <> 'drill_incident');
end $$;

create function levee.keep_drills_apart() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  a record;
begin
  if not exists (select from drill) then
    return null;
  end if;
  select n.incident_id, m.drill_incident into a from added n join mention m on m.id = n.mention_id
    where (m.drill_incident <> 0 and m.drill_incident <> n.incident_id)
      or (m.drill_incident = 0 and exists (select from drill d where d.incident_id = n.incident_id)) limit 1;
  if found and a.drill_incident <> 0 then
    perform refuse('drill_mention_stays_in_its_drill', a.incident_id::text);
  elsif found then
    perform refuse('drill_takes_no_real_mention', a.incident_id::text);
  end if;
  return null;
end $$;
create trigger c_apart after insert on levee.incident_mention referencing new table as added
  for each statement execute function levee.keep_drills_apart();

create function levee.label_is_of_a_real_mention() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from mention m where m.id = new.mention_id and m.drill_incident <> 0) then
    perform refuse('sentiment_label_is_of_a_real_mention', new.mention_id::text);
  end if;
  return new;
end $$;
create trigger c_real before insert on levee.sentiment_label for each row execute function levee.label_is_of_a_real_mention();

-- A channel that fails in a drill takes nothing of it.
create function levee.channel_works_in_drill() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.exercise and exists (select from drill_outage o where o.incident_id = new.incident_id and o.channel = new.channel
    and o.until > levee.now(new.incident_id)) then
    perform refuse('drill_channel_fails', new.channel);
  end if;
  return new;
end $$;
create trigger c_works before insert on levee.delivery for each row execute function levee.channel_works_in_drill();

-- ---- Planning, leading, ending --------------------------------------------------------------------------------------------

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
  elsif drill_role(d.id, session_user) <> all (roles) then
    perform refuse('drill_is_led_by_its_facilitator', session_user);
  end if;
  return d;
end $$;

create function levee.put_injects(drill bigint, injects jsonb) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into drill_inject (drill_id, code, kind, trigger, step, wait, content, person, at)
    select put_injects.drill, j ->> 'code', j ->> 'kind', j ->> 'trigger', coalesce(j ->> 'step', ''),
      make_interval(secs => coalesce((j ->> 'wait')::double precision, 0)), j -> 'content', session_user, clock_timestamp()
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
  if not exists (select from seat s where s.handle = session_user collate "default") then
    perform refuse('drill_is_planned_by_a_team', session_user);
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
      case plan_drill.kind when 'tabletop' then 0 else plan_drill.rate end, session_user, clock_timestamp())
    returning id into planned_drill;
  insert into drill_person (drill_id, handle, role)
    select distinct on (u.h) planned_drill, u.h, u.r from (select session_user::text as h, 'facilitator' as r
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
    from drill_person p where p.drill_id = tell_drill.drill and p.role = any (roles) and p.handle <> session_user collate "default"
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
    values (d.id, steer_inject.code, steer_inject.what, session_user, clock_timestamp());
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
  insert into drill_message (drill_id, text, shown_at, person, at) values (d.id, say_in_drill.text, shown, session_user, clock_timestamp())
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
  if d.state in ('done', 'stopped') or (d.kind = 'blind' and d.state = 'planned' and drill_role(d.id, session_user) = 'participant') then
    perform refuse('drill_is_there', join_drill.drill::text);
  end if;
  update drill_person p set joined_at = clock_timestamp()
    where p.drill_id = d.id and p.handle = session_user collate "default" and p.joined_at = 'infinity';
  if found then
    perform write_event(next_event(), 0, 'drill_person', session_user, 'staff', clock_timestamp(),
      jsonb_build_object('drill', d.id, 'handle', session_user));
  end if;
  return drill_role(d.id, session_user);
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
      case when d.incident_id = 0 then clock_timestamp() else levee.now(d.incident_id) end, session_user, clock_timestamp());
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
    values (d.id, session_user, btrim(word_on_drill.text) = '', btrim(word_on_drill.text), clock_timestamp());
end $$;
-- Who took part and has not said anything yet; the evaluation opens when there is nobody.
create function levee.drill_words_missing(drill bigint) returns text[]
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return array(select p.handle from drill_person p where p.drill_id = drill_words_missing.drill and p.role = 'participant'
    and p.joined_at < 'infinity' and not exists (select from drill_word w where w.drill_id = p.drill_id and w.handle = p.handle) order by 1);
end $$;

-- ---- Reading --------------------------------------------------------------------------------------------------------------

-- The drills that somebody may know of: planned blind ones only by those who lead, evaluate or observe them.
create function levee.drills() returns table (id bigint, kind text, scenario text, title text, state text, planned_at timestamptz,
  incident_id bigint, rate double precision, role text, people int, joined int, waiting int, delivered int, words_missing text[],
  seed bigint, shown timestamptz, started_at timestamptz, standing boolean)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter();
  return query select d.id, d.kind, d.scenario, d.title, d.state, d.planned_at::timestamptz, d.incident_id,
      coalesce(i.clock_rate, d.rate), drill_role(d.id, session_user),
      (select count(*)::int from drill_person p where p.drill_id = d.id and p.role = 'participant'),
      (select count(*)::int from drill_person p where p.drill_id = d.id and p.role = 'participant' and p.joined_at < 'infinity'),
      (select count(*)::int from drill_waiting(d.id) w where w.comes), (select count(*)::int from drill_delivered v where v.drill_id = d.id),
      case when d.state in ('done', 'stopped') then drill_words_missing(d.id) else '{}' end, d.seed,
      case when d.incident_id = 0 then clock_timestamp() else levee.now(d.incident_id) end, d.started_at,
      coalesce(i.clock_rate = 0, false)
    from levee.drill d left join incident i on i.id = d.incident_id
    where not (d.kind = 'blind' and d.state = 'planned' and drill_role(d.id, session_user) not in ('facilitator', 'evaluator', 'observer'))
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
  elsif drill_role(drill_timeline.drill, session_user) not in ('facilitator', 'evaluator', 'observer')
    and (d.state in ('done', 'stopped') and drill_role(d.id, session_user) = 'participant') is not true then
    perform refuse('drill_is_led_by_its_facilitator', session_user);
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
  if drill_role(drill_expected.drill, session_user) = '' or (drill_role(drill_expected.drill, session_user) = 'participant'
      and not exists (select from levee.drill d where d.id = drill_expected.drill and d.state in ('done', 'stopped'))) then
    perform refuse('drill_is_led_by_its_facilitator', session_user);
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
  mine constant text := drill_role(drill_messages.drill, session_user);
begin
  perform enter('{staff}', null, 'person');
  return query select m.code, m.text, m.shown_at, m.person from drill_message m where m.drill_id = drill_messages.drill
      and case mine when '' then false when 'participant' then not m.crew and (m.teams = '{}' or exists (select from seat s
        where s.handle = session_user collate "default" and s.team = any (m.teams))) else true end
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
  mine := drill_role(d.id, session_user);
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
  if drill_role(drill_people.drill, session_user) = '' then
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
  if drill_role(drill_notes.drill, session_user) not in ('facilitator', 'evaluator', 'observer') then
    perform refuse('drill_is_led_by_its_facilitator', session_user);
  end if;
  return query select n.objective, n.rating, n.reason, n.shown_at, n.person from drill_note n where n.drill_id = drill_notes.drill order by n.id;
end $$;
grant execute on function levee.plan_drill, levee.start_drill, levee.end_drill, levee.steer_inject, levee.add_inject, levee.say_in_drill,
  levee.join_drill, levee.note_in_drill, levee.word_on_drill, levee.drills, levee.drill_timeline, levee.drill_expected,
  levee.drill_messages, levee.drill_content, levee.drill_people, levee.drill_notes to levee_staff;
grant execute on function levee.drills to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;

-- ---- What comes: monitoring's service brings it ---------------------------------------------------------------------------

-- What a drill's public says, attached to its incident in one statement: of each its time, place, author and words, and which side.
create function levee.put_drill_mentions(d levee.drill, key text, mentions jsonb) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  ids bigint[] := array(select nextval('levee.mention_id') from jsonb_array_elements(mentions));
  i bigint;
begin
  if ids = '{}' then
    return 0;
  end if;
  foreach i in array array[ids[1], ids[cardinality(ids)]] loop
    if to_regclass('levee.mention_' || i / mention_partition_size()) is null then
      perform open_mention_partition(i);
    end if;
  end loop;
  insert into mention (id, source, external_id, published_at, language, subject, author, title, text, sentiment, score, reads, drill_incident)
    select ids[m.place], coalesce(nullif(m.said ->> 'source', ''), 'drill'), 'drill:' || d.id || ':' || put_drill_mentions.key || ':' || m.place,
      (m.said ->> 'at')::timestamptz, d.language::text, '', coalesce(m.said ->> 'author', ''), '', m.said ->> 'text',
      case when (m.said ->> 'negative')::boolean then -1 else 0 end, case when (m.said ->> 'negative')::boolean then -0.8 else 0 end,
      (m.said ->> 'reads')::bigint, d.incident_id
    from jsonb_array_elements(mentions) with ordinality m (said, place);
  insert into incident_mention (incident_id, mention_id) select d.incident_id, u from unnest(ids) u;
  return cardinality(ids);
end $$;

-- Brings one inject: once, in this transaction.
create function levee.deliver_inject(d levee.drill, j levee.drill_inject) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  shown constant timestamptz := levee.now(d.incident_id);
  said text := coalesce(j.content -> 'text' ->> d.language::text, '');
  heading constant text := coalesce(j.content -> 'title' ->> d.language::text, '');
  teams constant levee.team[] := array(select t::levee.team from jsonb_array_elements_text(coalesce(j.content -> 'to', '[]')) t);
  ends constant timestamptz := shown + make_interval(mins => coalesce((j.content ->> 'minutes')::int, 60));
  message bigint;
begin
  insert into drill_delivered (drill_id, code, at, person) values (d.id, j.code, shown, session_user);
  if j.kind = 'leak' then
    said := replace(said, '{draft}', coalesce((select left(r.body, 120) from rendition r where r.incident_id = d.incident_id
      order by r.document_id desc, r.number desc limit 1), '…'));
  end if;
  if j.content ? 'mentions' or j.kind = 'leak' then
    perform put_drill_mentions(d, j.code, (select jsonb_agg(jsonb_build_object('at', shown, 'source', m ->> 'source',
        'author', coalesce(m ->> 'author', 'reconstructed'), 'text', m ->> d.language::text, 'negative', coalesce((m ->> 'negative')::boolean, true),
        'reads', m -> 'reads'))
      from jsonb_array_elements(coalesce(j.content -> 'mentions', '[]') || case j.kind when 'leak'
        then jsonb_build_array(jsonb_build_object('source', 'social', d.language::text, said)) else '[]' end) m));
  end if;
  if j.kind in ('feedback', 'call') then
    insert into feedback (incident_id, sender, contact, text)
      values (d.incident_id, coalesce(j.content ->> 'sender', 'customer'), coalesce(j.content ->> 'contact', j.code), said);
  elsif j.kind = 'channel' then
    insert into drill_outage (incident_id, channel, until)
      select d.incident_id, c.name, ends from channel c where j.content ->> 'channel' in ('', c.name) on conflict do nothing;
  elsif j.kind = 'absent' then
    insert into drill_absence (incident_id, handle, until)
      select distinct d.incident_id, s.handle, ends from seat s join drill_person p on p.drill_id = d.id and p.handle = s.handle
      where s.team = 'leadership' and s.seat = j.content ->> 'seat' on conflict do nothing;
  end if;
  if j.kind in ('fact', 'refutation', 'call', 'tool', 'channel', 'absent') then
    insert into drill_message (drill_id, code, teams, crew, text, shown_at, person, at)
      values (d.id, j.code, teams, j.kind = 'call', concat_ws(chr(10), nullif(heading, ''), nullif(said, '')), shown, session_user, clock_timestamp())
      returning id into message;
    perform tell_drill(d.id, case j.kind when 'call' then '{facilitator,evaluator,observer}'::text[]
      else '{participant,facilitator,evaluator,observer}' end, d.incident_id, j.code, shown, teams);
  end if;
end $$;

-- Everything that is due, of every drill that runs. One that cannot be brought (its step is over) counts as skipped.
create function levee.deliver_injects() returns table (drill bigint, code text, delivered boolean)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  d levee.drill;
  j drill_inject;
begin
  perform enter('{monitoring}', null, 'service');
  for d in select v.* from levee.drill v join incident i on i.id = v.incident_id and i.stage <> 'closed'
    where v.state = 'running' order by v.id for no key update of v skip locked
  loop
    for j in select x.* from drill_waiting(d.id) w join drill_inject x on x.drill_id = d.id and x.code = w.code where w.is_due
      order by w.due_at nulls first, x.code
    loop
      begin
        perform deliver_inject(d, j);
        drill := d.id;
        code := j.code;
        delivered := true;
        return next;
      exception when data_exception or integrity_constraint_violation or sqlstate 'LV001' then
        insert into drill_steer (drill_id, code, what, person, at) values (d.id, j.code, 'skip', session_user, clock_timestamp());
        drill := d.id;
        code := j.code;
        delivered := false;
        return next;
      end;
    end loop;
  end loop;
end $$;

-- What the public of each running drill reacts to: what was stirred, and what the team said, in minutes since its start.
create function levee.drill_publics() returns table (drill bigint, seed bigint, tick int, stir double precision, elapsed double precision,
  language text, parameters jsonb, shocks jsonb, statements jsonb, started_at timestamptz)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{monitoring}', null, 'service');
  return query select d.id, d.seed, d.tick, d.stir, extract(epoch from levee.now(d.incident_id) - d.started_at)::double precision / 60,
      d.language::text, d.content -> 'public',
      coalesce((select jsonb_agg(jsonb_build_object('code', j.code, 'at', extract(epoch from v.at - d.started_at) / 60, 'size', coalesce(j.content -> 'crowd', '0'),
          'fade', coalesce(j.content -> 'fade', '60'), 'lines', coalesce(j.content -> 'lines', '[]')) order by v.at, j.code)
        from drill_delivered v join drill_inject j on j.drill_id = v.drill_id and j.code = v.code
        where v.drill_id = d.id and j.content ? 'crowd'), '[]'),
      coalesce((select jsonb_agg(jsonb_build_object('at', extract(epoch from s.at - d.started_at) / 60, 'channels', s.channels,
          'cited', s.cited, 'verified', s.verified, 'refuted', extract(epoch from s.refuted - d.started_at) / 60,
          'deleted', extract(epoch from s.deleted - d.started_at) / 60) order by s.at)
        from drill_statements(d.incident_id) s), '[]'), d.started_at
    from levee.drill d join incident i on i.id = d.incident_id and i.stage <> 'closed' where d.state = 'running' order by d.id;
end $$;

-- What the team has out: when each text was first out, on how many channels, what it rests on, and what became of it.
create function levee.drill_statements(incident bigint) returns table (document_id bigint, at timestamptz, channels int, cited int,
  verified int, refuted timestamptz, deleted timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select o.document_id, o.at, o.channels, c.cited, c.verified, c.refuted,
      (select min(w.at) from withdrawal_receipt w where w.incident_id = drill_statements.incident
        and w.delivery_id in (select x.id from delivery x where x.incident_id = w.incident_id and x.document_id = o.document_id))
    from (select d.document_id, min(d.number) as number, min(r.at) as at, count(distinct d.channel)::int as channels
      from delivery d join delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
      where d.incident_id = drill_statements.incident group by d.document_id) o
    cross join lateral (select count(*)::int as cited, count(*) filter (where exists (select from fact_check k
          where k.incident_id = t.incident_id and k.fact_id = t.fact_id and k.reliability = 'verified' and k.at <= o.at))::int as verified,
        min((select min(k.at) from fact_check k where k.incident_id = t.incident_id and k.fact_id = t.fact_id
          and k.reliability = 'refuted' and k.at > o.at)) as refuted
      from citation t where t.incident_id = drill_statements.incident and t.document_id = o.document_id and t.number = o.number) c;
end $$;

-- What the public said since a minute: kept once, if nobody reckoned it before.
create function levee.public_answers(drill bigint, since int, until int, stir double precision, mentions jsonb) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  perform enter('{monitoring}', null, 'service');
  update levee.drill v set tick = public_answers.until, stir = public_answers.stir
    where v.id = public_answers.drill and v.tick = since and until > since and v.state = 'running'
      and v.started_at + make_interval(mins => until) <= levee.now(v.incident_id) returning * into d;
  if not found then
    return false;
  end if;
  perform put_drill_mentions(d, 't' || since, mentions);
  return true;
end $$;
grant execute on function levee.deliver_injects, levee.drill_publics, levee.public_answers to levee_monitoring;

-- ---- The supervisor's part ------------------------------------------------------------------------------------------------

-- The next drill of each kind is owed from thirty days before it is due, by the newest playbook, unless one is planned. Since the
-- playbook stands when none was held.
create function levee.due_drills() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  r record;
  n int := 0;
begin
  for r in select x.kind, x.team, x.due from drill_dues() x
    where x.due - interval '30 days' <= clock_timestamp() and not x.planned and not exists (select from duty o
      where o.incident_id = 0 and o.kind = 'plan_drill' and o.subject = x.kind and o.state = 'open')
  loop
    perform open_duty(0, 'plan_drill', r.kind, 0, clock_timestamp(), team => r.team, started => least(clock_timestamp(), r.due), due => r.due);
    n := n + 1;
  end loop;
  return n;
end $$;
create function levee.drill_dues() returns table (kind text, team levee.team, due timestamptz, planned boolean)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter();
  return query select r.kind, r.team, coalesce((select max(d.at) from levee.drill d where d.kind = r.kind and d.state = 'done'), a.at) + r.every,
      exists (select from levee.drill d where d.kind = r.kind and d.state in ('planned', 'running'))
    from playbook_approval a join drill_rule r on r.version = a.version where a.version = newest_playbook() order by 3;
end $$;
grant execute on function levee.drill_dues to levee_staff, levee_supervisor, levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- A drill that was ended takes its incident to the archive, from whatever stage it is in.
create function levee.drill_is_over(incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from drill d where d.incident_id = drill_is_over.incident and d.state in ('done', 'stopped'));
end $$;

-- People are told of a drill: that it is planned, that it has begun, of what is said in it.
