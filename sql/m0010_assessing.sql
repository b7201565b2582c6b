-- Stage 1, assessing: what monitoring collects and submits.
--
-- LAW-16: severity rises at any time by a new assessment; lowering it needs leadership.

create table levee.watch (
  id bigint generated always as identity primary key,
  incident_id bigint not null constraint watch_is_of_an_incident references levee.incident,
  keyword text not null constraint watch_keyword_is_not_empty check (length(btrim(keyword)) >= 2 or keyword = levee.erased()));
call levee.step('watch', 'assessing', 'reviewing', '{monitoring}', '{id}', texts => '{keyword}');
grant execute on function levee.erased to levee_monitoring;
create index watch_of_incident on levee.watch (incident_id);

-- Each word once. Not by an index: what is looked up in one can be guessed at by who may not read it.
create function levee.watch_once() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from watch w where w.incident_id = new.incident_id and w.keyword = new.keyword) then
    perform refuse('watch_keyword_once', new.keyword);
  end if;
  return new;
end $$;
create trigger a_lock before insert on levee.watch for each row execute function levee.lock_incident();
create trigger c_once before insert on levee.watch for each row execute function levee.watch_once();

create table levee.fact (
  id bigint generated always as identity primary key,
  incident_id bigint not null constraint fact_is_of_an_incident references levee.incident,
  claim text not null constraint fact_claims_something check (btrim(claim) <> ''),
  source text not null constraint fact_has_a_source check (btrim(source) <> ''),
  reliability levee.reliability not null default 'unverified',
  constraint fact_of_incident unique (incident_id, id));
-- Recorded as unverified, by whomever; a fact_check says more.
call levee.step('fact', 'assessing', 'reviewing', '{monitoring,response}', '{id,reliability}', changes => '{reliability}',
  texts => '{claim,source}');

-- The fact ledger's changes: a fact is verified, refuted or superseded, with the reason.
create table levee.fact_check (
  id bigint generated always as identity primary key,
  incident_id bigint not null,
  fact_id bigint not null,
  reliability levee.reliability not null,
  reason text not null constraint fact_check_has_a_reason check (btrim(reason) <> ''),
  constraint fact_check_is_of_a_fact foreign key (incident_id, fact_id) references levee.fact (incident_id, id));
create index fact_check_of_fact on levee.fact_check (incident_id, fact_id);
call levee.step('fact_check', 'assessing', 'reviewing', '{monitoring}', '{id,fact_id,reliability}',
  texts => '{reason}');

-- How grave it is and why. One sentence and a severity are enough; a factor stays NULL while it is unknown.
create table levee.assessment (
  incident_id bigint not null constraint assessment_is_of_an_incident references levee.incident,
  revision int not null,
  severity levee.severity not null,
  summary text not null constraint assessment_says_something check (btrim(summary) <> ''),
  trend text not null default 'unknown'
    constraint assessment_trend_is_known check (trend in ('rising', 'steady', 'falling', 'unknown')),
  harm smallint, reach smallint, speed smallint, negativity smallint, regulatory smallint, business smallint,
  responsibility smallint,
  risk_brand text not null default 'unknown', risk_market text not null default 'unknown',
  risk_legal text not null default 'unknown', risk_morale text not null default 'unknown',
  options text not null default '',
  -- What the mentions suggested, and why the analyst departs from it.
  proposed levee.severity,
  departure text not null default '',
  primary key (incident_id, revision),
  constraint assessment_departs_with_a_reason check (
    (least(severity, proposed), greatest(severity, proposed)) not in (('IV', 'II'), ('IV', 'I'), ('III', 'I')) or btrim(departure) <> ''),
  constraint assessment_factors_are_0_to_4 check (
    harm between 0 and 4 and reach between 0 and 4 and speed between 0 and 4 and negativity between 0 and 4
    and regulatory between 0 and 4 and business between 0 and 4 and responsibility between 0 and 4),
  constraint assessment_risks_are_known check (
    array[risk_brand, risk_market, risk_legal, risk_morale] <@ array['low', 'medium', 'high', 'unknown']));
call levee.step('assessment', 'assessing', 'responding', '{monitoring}', '{revision,severity,trend}', '{revision}',
  texts => '{summary,options,departure}');

-- Counting under the incident's row, so that two revisions cannot take one number.
create function levee.number_assessment() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from incident where id = new.incident_id for no key update;
  new.revision := 1 + (select count(*) from assessment where incident_id = new.incident_id);
  return new;
end $$;
create trigger a_number before insert on levee.assessment for each row execute function levee.number_assessment();

-- LAW-16: the first assessment sets the severity; a later one may raise it; a lower one waits for leadership.
create function levee.raise_severity() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update incident set severity = new.severity, severity_at = case when severity < new.severity then new.at else severity_at end
    where id = new.incident_id and (new.revision = 1 or severity < new.severity);
  return null;
end $$;
create trigger c_severity after insert on levee.assessment for each row execute function levee.raise_severity();

-- What an incident is called, what it is about and where it plays: known better later than when it was opened, and said anew with
-- the reason. Statutory clocks that this starts run from when it was detected; those that run already run on until an authority was told.
create table levee.reclassification (
  id bigint generated always as identity primary key,
  incident_id bigint not null constraint reclassification_is_of_an_incident references levee.incident,
  title text not null constraint reclassification_has_a_title check (btrim(title) <> '' and length(title) <= 300),
  kind levee.incident_kind not null,
  jurisdictions text[] not null,
  reason text not null constraint reclassification_has_a_reason check (btrim(reason) <> ''));
call levee.step('reclassification', 'assessing', 'reviewing', '{monitoring,leadership}', '{id,kind,jurisdictions}',
  texts => '{title,reason}');
create index reclassification_of_incident on levee.reclassification (incident_id, id);
create function levee.reclassify() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update incident v set title = new.title, kind = new.kind, jurisdictions = new.jurisdictions where v.id = new.incident_id;
  perform start_clocks(new.incident_id, new.event_id, new.at);
  return null;
end $$;
create trigger a_lock before insert on levee.reclassification for each row execute function levee.lock_incident();
create trigger c_reclassify after insert on levee.reclassification for each row execute function levee.reclassify();

-- What monitoring has said is received by leadership, the newest of it; a decision, and the command on it, rest on that.
insert into levee.duty_kind (name, team, target, gate, since, until, outlives_stop) values
  ('receive', 'leadership', 'report_up', 'assessment_received', 'commanding', 'responding', false);
call levee.settles('assessment', '{assess}');
call levee.settles('assessment', '{receive,decide,command}', moot => 'superseded');
call levee.opens('assessment', 'receive', subject => 'new.revision::text',
  more => $$gate => case when exists (select from assessment_receipt r where r.incident_id = new.incident_id) then '' end$$);

-- Anyone in the company may report something; monitoring decides whether it is an incident.
create table levee.report (
  id bigint generated always as identity primary key,
  text text not null constraint report_says_something check (btrim(text) <> '')
    constraint report_text_is_not_too_long check (octet_length(text) <= 200000),
  person text not null,
  at timestamptz not null);
grant insert (text) on levee.report to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;
grant select on levee.report to levee_monitoring;
grant select (id) on levee.report to levee_staff, levee_leadership, levee_response, levee_logistics;
-- For rows that are no step of an incident: who wrote them, and when.
create function levee.stamp_person_and_time() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.person := levee.person();
  new.at := clock_timestamp();
  return new;
end $$;
create trigger a_entrance before insert on levee.report when (current_user <> 'levee_owner') execute function levee.enter_house('person');
create trigger report_stamp before insert on levee.report for each row execute function levee.stamp_person_and_time();
