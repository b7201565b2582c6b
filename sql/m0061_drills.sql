-- A drill: a scenario that is played through the same tables and the same law, and who has which part in it.

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
