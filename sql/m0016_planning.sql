-- Stage 3, planning: response plans, logistics makes ready. What both leave behind lets statements exist.
--
-- LAW-10: a statement needs a mandate: an approved plan with readiness, or an approved holding template.
--
-- What logistics has, and what of it an incident gets, is in m0047 and m0050.

create table levee.plan (
  incident_id bigint not null,
  kind levee.document_kind not null default 'plan' constraint plan_is_a_plan check (kind = 'plan'),
  document_id bigint not null,
  command_revision int not null,
  primary key (incident_id, kind, document_id),
  constraint plan_once_per_incident unique (incident_id),
  constraint plan_is_a_document foreign key (incident_id, kind, document_id)
    references levee.document (incident_id, kind, id),
  constraint plan_follows_a_command foreign key (incident_id, command_revision)
    references levee.command (incident_id, revision));
call levee.step('plan', 'planning', 'responding', '{response}', '{document_id,command_revision}');

-- Logistics certifies, item by item of the playbook's list: ready, a gap, or not needed. A gap does not block.
create table levee.readiness_certificate (
  incident_id bigint primary key,
  command_revision int not null,
  constraint readiness_certificate_follows_a_command foreign key (incident_id, command_revision)
    references levee.command (incident_id, revision));
call levee.step('readiness_certificate', 'planning', 'responding', '{logistics}', '{command_revision}');

create table levee.readiness_item (
  incident_id bigint not null,
  item text not null,
  status text not null constraint readiness_status_is_known check (status in ('ready', 'gap', 'not_needed')),
  note text not null default '',
  primary key (incident_id, item),
  constraint readiness_gap_is_explained check (status <> 'gap' or btrim(note) <> ''),
  constraint readiness_item_is_certified foreign key (incident_id)
    references levee.readiness_certificate (incident_id));
call levee.step('readiness_item', 'planning', 'responding', '{logistics}', '{item,status}', texts => '{note}');

-- A leader may waive a missing certificate, with a reason, reviewed like any text.
create table levee.waiver (
  incident_id bigint not null,
  kind levee.document_kind not null default 'waiver' constraint waiver_is_a_waiver check (kind = 'waiver'),
  document_id bigint not null,
  command_revision int not null,
  primary key (incident_id, kind, document_id),
  constraint waiver_is_a_document foreign key (incident_id, kind, document_id)
    references levee.document (incident_id, kind, id),
  constraint waiver_follows_a_command foreign key (incident_id, command_revision)
    references levee.command (incident_id, revision));
call levee.step('waiver', 'planning', 'responding', '{leadership}', '{document_id,command_revision}');

-- The one thing that planning waits for from logistics: a certificate or an approved waiver. Set by triggers only.
create table levee.readiness (
  incident_id bigint primary key constraint readiness_is_of_an_incident references levee.incident,
  basis text not null constraint readiness_basis_is_known check (basis in ('certificate', 'waiver')));
call levee.step('readiness', 'planning', 'responding', '{logistics,leadership}', '{basis}');
revoke insert (incident_id, basis) on levee.readiness from levee_logistics, levee_leadership;

create function levee.certificate_is_complete() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  missing text;
begin
  select string_agg(c.item, ', ' order by c.position) into missing
    from checklist_item c join incident i on i.id = new.incident_id and i.playbook = c.version
    where c.list = 'readiness' and not exists (
      select from readiness_item r where r.incident_id = new.incident_id and r.item = c.item);
  if missing is not null then
    perform refuse('readiness_lists_every_item', missing);
  end if;
  return null;
end $$;
create constraint trigger certificate_complete after insert on levee.readiness_certificate
  deferrable initially deferred for each row execute function levee.certificate_is_complete();

-- Lists name what the playbook's do, and nothing else: their items stand in the history in clear.
create function levee.check_item() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not exists (select from incident i join checklist_item c on c.version = i.playbook and c.item = new.item
      where i.id = new.incident_id union all
      select from incident i join resource_requirement r on r.version = i.playbook and r.item = new.item
      where i.id = new.incident_id and tg_table_name = 'allocation') then
    perform refuse('item_is_of_the_playbook', new.item);
  end if;
  return new;
end $$;
create trigger c_item before insert on levee.readiness_item for each row execute function levee.check_item();

create function levee.readiness_from_certificate() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into readiness (incident_id, basis) values (new.incident_id, 'certificate') on conflict do nothing;
  return null;
end $$;
create trigger d_readiness after insert on levee.readiness_certificate
  for each row execute function levee.readiness_from_certificate();

-- LAW-16: lowering a severity is a text under review like any other. It says what monitoring says: so many assessments in
-- a row are steady or falling, and none of them is graver.
create table levee.lowering (
  incident_id bigint not null,
  kind levee.document_kind not null default 'lowering' constraint lowering_is_a_lowering check (kind = 'lowering'),
  document_id bigint not null,
  assessment_revision int not null,
  severity levee.severity not null,
  primary key (incident_id, kind, document_id),
  constraint lowering_is_a_document foreign key (incident_id, kind, document_id)
    references levee.document (incident_id, kind, id),
  constraint lowering_follows_an_assessment foreign key (incident_id, assessment_revision)
    references levee.assessment (incident_id, revision));
call levee.step('lowering', 'planning', 'responding', '{leadership}', '{document_id,assessment_revision,severity}');

-- So many periods have to be calm as the playbook says: the assessments that count lie at least one period apart, and none since
-- the first of them was graver, or rising.
create function levee.refuse_unless_stable(incident bigint, assessment int, severity levee.severity) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i record;
  calm int := 0;
  counted timestamptz := '-infinity';
  said record;
begin
  select v.severity, p.stable_periods, p.stable_period into i from incident v join playbook p on p.version = v.playbook
    where v.id = refuse_unless_stable.incident;
  if refuse_unless_stable.severity >= i.severity then
    perform refuse('lowering_lowers', i.severity::text);
  end if;
  if assessment <> (select max(a.revision) from assessment a where a.incident_id = refuse_unless_stable.incident) then
    perform refuse('lowering_rests_on_the_newest_assessment', assessment::text);
  end if;
  for said in select v.at, v.trend in ('steady', 'falling') and v.severity <= refuse_unless_stable.severity as is_calm
    from assessment v where v.incident_id = refuse_unless_stable.incident order by v.revision
  loop
    if not said.is_calm then
      calm := 0;
      counted := '-infinity';
    elsif said.at >= counted + i.stable_period then
      calm := calm + 1;
      counted := said.at;
    end if;
  end loop;
  if calm < i.stable_periods then
    perform refuse('lowering_follows_stable_periods', format('%s of %s', calm, i.stable_periods));
  end if;
end $$;
create function levee.check_lowering() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform refuse_unless_stable(new.incident_id, new.assessment_revision, new.severity);
  return new;
end $$;
create trigger c_check before insert on levee.lowering for each row execute function levee.check_lowering();

-- What an approval brings about, for the kinds that change something by themselves.
create function levee.apply_approval() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  l record;
begin
  if new.kind = 'waiver' then
    insert into readiness (incident_id, basis) values (new.incident_id, 'waiver') on conflict do nothing;
  elsif new.kind = 'lowering' then
    select * into l from lowering w where w.incident_id = new.incident_id and w.document_id = new.document_id;
    perform refuse_unless_stable(l.incident_id, l.assessment_revision, l.severity);
    update incident i set severity = l.severity, severity_at = '-infinity' where i.id = new.incident_id;
    -- What waited for the reviews of the graver level has enough now.
    perform approve_what_suffices(new.incident_id);
  end if;
  return null;
end $$;
create trigger d_apply after insert on levee.approval for each row execute function levee.apply_approval();

-- Certifies, once: allocates what nobody has allocated yet, and acknowledges the assignment that was read for it.
create function levee.certify_readiness(incident bigint, items text[], statuses text[], notes text[], read int default 0)
  returns void language plpgsql set search_path = levee, pg_temp as $$
begin
  perform acknowledge_read(certify_readiness.incident, certify_readiness.read);
  if not exists (select from allocation a where a.incident_id = certify_readiness.incident) then
    perform allocate(certify_readiness.incident);
  end if;
  insert into readiness_certificate (incident_id, command_revision)
    select certify_readiness.incident, coalesce(max(c.revision), 0) from command c where c.incident_id = certify_readiness.incident;
  insert into readiness_item (incident_id, item, status, note)
    select certify_readiness.incident, u.item, u.status, u.note from unnest(items, statuses, notes) u(item, status, note);
end $$;
grant execute on function levee.certify_readiness to levee_logistics;

-- A new revision of the incident's plan, handed in at once. `read` is the command whose assignment the team read for it.
create function levee.submit_plan(incident bigint, parts text[], read int default 0) returns table (document_id bigint, number int)
language plpgsql set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  doc bigint;
  n int;
begin
  perform acknowledge_read(submit_plan.incident, submit_plan.read);
  select p.document_id into doc from plan p where p.incident_id = submit_plan.incident;
  if doc is null then
    insert into document (incident_id, kind) values (submit_plan.incident, 'plan') returning id into doc;
    insert into plan (incident_id, document_id, command_revision)
      select submit_plan.incident, doc, coalesce(max(c.revision), 0) from command c where c.incident_id = submit_plan.incident;
  end if;
  insert into revision (incident_id, kind, document_id) values (submit_plan.incident, 'plan', doc)
    returning revision.number into n;
  insert into plan_part (incident_id, document_id, number, part, body)
    select submit_plan.incident, doc, n, u.part, u.body from unnest(parts) with ordinality u(body, part);
  insert into submission (incident_id, kind, document_id, number) values (submit_plan.incident, 'plan', doc, n);
  return query select doc, n;
end $$;
grant execute on function levee.submit_plan to levee_response;

create function levee.submit_waiver(incident bigint, reason text) returns table (document_id bigint, number int)
language plpgsql set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  doc bigint;
begin
  insert into document (incident_id, kind) values (submit_waiver.incident, 'waiver') returning id into doc;
  insert into waiver (incident_id, document_id, command_revision)
    select submit_waiver.incident, doc, coalesce(max(c.revision), 0) from command c where c.incident_id = submit_waiver.incident;
  insert into revision (incident_id, kind, document_id, note) values (submit_waiver.incident, 'waiver', doc, reason);
  insert into submission (incident_id, kind, document_id, number) values (submit_waiver.incident, 'waiver', doc, 1);
  return query select doc, 1;
end $$;
create function levee.submit_lowering(incident bigint, assessment int, severity levee.severity, reason text)
  returns table (document_id bigint, number int) language plpgsql set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  doc bigint;
begin
  insert into document (incident_id, kind) values (submit_lowering.incident, 'lowering') returning id into doc;
  insert into lowering (incident_id, document_id, assessment_revision, severity)
    values (submit_lowering.incident, doc, assessment, submit_lowering.severity);
  insert into revision (incident_id, kind, document_id, note) values (submit_lowering.incident, 'lowering', doc, reason);
  insert into submission (incident_id, kind, document_id, number) values (submit_lowering.incident, 'lowering', doc, 1);
  return query select doc, 1;
end $$;
grant execute on function levee.submit_waiver, levee.submit_lowering to levee_leadership;

insert into levee.duty_kind (name, team, target, gate, since, until, outlives_stop) values
  ('plan', 'response', 'plan', 'plan_submitted', 'planning', 'planning', false),
  ('ready', 'logistics', 'ready', 'readiness_there', 'planning', 'planning', false);
call levee.opens('stage_entry', 'plan', condition => $$new.stage = 'planning'$$,
  more => 'started => (select min(c.at) from command c where c.incident_id = new.incident_id)');
call levee.opens('stage_entry', 'ready', condition => $$new.stage = 'planning'$$,
  more => 'started => (select min(c.at) from command c where c.incident_id = new.incident_id)');
call levee.settles('readiness', '{ready}');
