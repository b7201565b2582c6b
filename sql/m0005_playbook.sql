-- The playbook: the company's standing plan document, in versions. All numbers of the law live here, none in code.
--
-- LAW-18: leadership approves a playbook before the first incident; an incident keeps the version it was opened under.
--         What a playbook contains, templates included, is approved by the rule of its gravest level: so many of
--         leadership, the leader among them, legal where the rule says so, and never who proposed it.

create table levee.playbook (
  version int primary key,
  title_en text not null,
  title_zh text not null,
  company_size text not null default 'medium'
    constraint playbook_company_size_is_known check (company_size in ('small', 'medium', 'large')),
  -- How many assessments in a row have to be steady or falling before a severity is lowered.
  stable_periods int not null default 2 constraint playbook_stable_periods_are_positive check (stable_periods > 0),
  -- How far apart they lie at least, by the incident's clock.
  stable_period interval not null default '30 minutes'
    constraint playbook_stable_period_is_positive check (stable_period between '1 minute' and '7 days'),
  -- How long before it is opened an incident can have been detected at most.
  horizon interval not null default '1 year'
    constraint playbook_horizon_is_sane check (horizon between '1 day' and '10 years'),
  -- At which time of day, in the house's zone, the daily form of an incident's brief is drafted.
  brief_at time not null default '17:00'
    constraint playbook_brief_at_is_a_time_of_day check (brief_at < '24:00'),
  -- What kind of operator of networks the company is: which of the law's times it has.
  operator text not null default 'other'
    constraint playbook_operator_is_known check (operator in ('critical', 'state', 'other')),
  -- 印发号, as the company numbers what it issues; '' before it has one.
  issue_number text not null default ''
    constraint playbook_issue_number_is_one_line check (issue_number !~ '[[:cntrl:]]' and length(issue_number) <= 100),
  -- How long after its approval it is looked at again, and how long a reason to change it may wait.
  review_every interval not null default '1 year'
    constraint playbook_review_every_is_sane check (review_every between '30 days' and '5 years'),
  revise_within interval not null default '30 days'
    constraint playbook_revise_within_is_sane check (revise_within between '1 day' and '1 year'),
  person text not null default levee.person(),
  proposed_at timestamptz not null default clock_timestamp());

create table levee.playbook_review (
  version int not null constraint playbook_review_is_of_a_playbook references levee.playbook,
  author text not null,
  person text not null,
  as_leader boolean not null,
  as_legal boolean not null,
  digest bytea not null constraint playbook_review_digest_is_sha256 check (octet_length(digest) = 32),
  at timestamptz not null,
  primary key (version, person),
  constraint playbook_review_of_exactly_this unique (version, person, digest),
  constraint playbook_review_is_not_by_the_author check (person <> author));

-- Comes into being with the last review needed, and only so.
create table levee.playbook_approval (
  version int primary key constraint playbook_approval_is_of_a_playbook references levee.playbook,
  person text not null,
  digest bytea not null,
  at timestamptz not null,
  -- Of exactly the content that its last reviewer read.
  constraint playbook_approval_is_of_a_review foreign key (version, person, digest)
    references levee.playbook_review (version, person, digest));

-- Start to stop, per severity (doctrine, "Targets").
create table levee.target (
  version int not null constraint target_is_of_a_playbook references levee.playbook,
  name text not null,
  severity levee.severity not null,
  within interval not null constraint target_is_positive check (within > interval '0'),
  weight int not null default 1 constraint target_weight_is_positive check (weight > 0),
  primary key (version, name, severity));

-- How many reviews a text needs, and whether legal is among them.
create table levee.review_rule (
  version int not null constraint review_rule_is_of_a_playbook references levee.playbook,
  severity levee.severity not null,
  reviews int not null constraint review_rule_asks_for_one check (reviews >= 1),
  legal boolean not null,
  -- For how long the approval of a statement stands; then it is looked at again.
  valid interval not null default '24 hours' constraint review_rule_valid_is_positive check (valid > interval '0'),
  -- Whether who approves signs (m0084): never; once they have a key; always.
  signed text not null default 'never' constraint review_rule_signed_is_known check (signed in ('never', 'enrolled', 'always')),
  primary key (version, severity));

-- Feedback has deadlines of its own: who writes, and how grave the incident is.
create table levee.feedback_target (
  version int not null constraint feedback_target_is_of_a_playbook references levee.playbook,
  sender text not null,
  severity levee.severity not null,
  reply interval not null,
  resolution interval not null,
  primary key (version, sender, severity),
  constraint feedback_target_is_in_order check (reply > interval '0' and resolution >= reply));

-- When a missed deadline is told to whom, in per cent of the time allowed: ring after ring, owner, substitute (the deputies
-- and standing substitutes), leader, all heads.
create table levee.escalation_rule (
  version int not null constraint escalation_rule_is_of_a_playbook references levee.playbook,
  percent int not null constraint escalation_rule_is_positive check (percent > 0),
  recipients text not null
    constraint escalation_rule_recipients_are_known check (recipients in ('owner', 'substitute', 'leader', 'all_heads')),
  primary key (version, percent));

-- Duties set by law or a regulator, shown beside the targets, to be confirmed with counsel: what people call them, and where
-- they are written, in both languages. The name is for whoever types it.
create table levee.statutory_clock (
  version int not null constraint statutory_clock_is_of_a_playbook references levee.playbook,
  name text not null,
  kind levee.incident_kind not null,
  jurisdiction text not null,
  within interval not null constraint statutory_clock_is_positive check (within > interval '0'),
  -- How many business days of its place it allows for instead; 0 for none.
  business_days int not null default 0 constraint statutory_clock_business_days_are_few check (business_days between 0 and 60),
  -- From which severity on, and for which kind of operator it is; '' for every kind.
  at_least levee.severity not null default 'IV',
  operator text not null default ''
    constraint statutory_clock_operator_is_known check (operator in ('', 'critical', 'state', 'other')),
  title_en text not null,
  title_zh text not null,
  source_en text not null,
  source_zh text not null,
  -- What it asks for, in the company's words, and of which day the text is that was read.
  says_en text not null,
  says_zh text not null,
  source_day levee.day not null,
  constraint statutory_clock_has_a_title check (btrim(title_en) <> '' and btrim(title_zh) <> '' and btrim(source_en) <> ''
    and btrim(source_zh) <> '' and btrim(says_en) <> '' and btrim(says_zh) <> ''),
  primary key (version, name, kind, jurisdiction));

-- Days of a place on which nobody works, besides Saturdays and Sundays.
create table levee.holiday (
  version int not null constraint holiday_is_of_a_playbook references levee.playbook,
  jurisdiction text not null,
  day levee.day not null,
  name text not null constraint holiday_has_a_name check (btrim(name) <> ''),
  primary key (version, jurisdiction, day));

-- The readiness certificate and the stand-down list these items, each in both languages.
create table levee.checklist_item (
  version int not null constraint checklist_item_is_of_a_playbook references levee.playbook,
  list text not null constraint checklist_is_known check (list in ('readiness', 'stand_down')),
  item text not null,
  position int not null,
  en text not null,
  zh text not null,
  primary key (version, list, item));

-- Required amounts by company size and severity (doctrine, "Resources").
create table levee.resource_requirement (
  version int not null constraint resource_requirement_is_of_a_playbook references levee.playbook,
  company_size text not null,
  severity levee.severity not null,
  item text not null,
  amount int not null constraint resource_requirement_is_not_negative check (amount >= 0),
  primary key (version, company_size, severity, item));

-- Texts approved beforehand, in whole with the playbook: holding statements and replies; and what plans, statements ({facts}
-- stands for what is verified) and assignments begin from.
create table levee.template (
  version int not null constraint template_is_of_a_playbook references levee.playbook,
  name text not null,
  kind text not null constraint template_kind_is_known check (kind in (
    'holding', 'reply', 'plan_part', 'statement', 'assignment', 'form')),
  language levee.language not null,
  title text not null,
  body text not null,
  primary key (version, name, language),
  constraint template_is_of_one_kind unique (version, kind, name, language));

grant select on levee.playbook, levee.playbook_review, levee.playbook_approval, levee.target, levee.review_rule,
  levee.feedback_target, levee.escalation_rule, levee.statutory_clock, levee.holiday, levee.checklist_item,
  levee.resource_requirement, levee.template
  to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
grant insert (version) on levee.playbook_review to levee_leadership;

-- The tables that a version consists of, in the order in which they are hashed. Each is keyed by its version first.
create table levee.playbook_part (
  position int generated always as identity primary key,
  name text not null constraint playbook_part_is_named_once unique);
grant select on levee.playbook_part to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- SHA-256 over everything that a version says: each row of each table as text, in the order of these texts.
create function levee.playbook_digest(version int) returns bytea
language plpgsql stable security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set extra_float_digits = 1 as $$
declare
  name text;
  part bytea;
  content bytea := '';
begin
  for name in select t.name from playbook_part t order by t.position loop
    execute format($q$select coalesce(string_agg(levee.field(to_jsonb(t)::text), ''::bytea
      order by to_jsonb(t)::text collate "C"), '') from levee.%I t where t.version = $1$q$, name) using version into part;
    content := content || field(name) || part;
  end loop;
  return sha256(content);
end $$;
grant execute on function levee.playbook_digest to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

-- Who wrote any part of a version. None of them reviews it.
create table levee.playbook_author (
  version int not null,
  person text not null,
  primary key (version, person));
grant select on levee.playbook_author to levee_admin, levee_leadership;

-- What a version lacks to be worked by; '' when nothing.
create function levee.playbook_lacks(version int) returns text
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return concat_ws(', ',
    (select string_agg('review_rule ' || s, ', ') from unnest(enum_range(null::severity)) s where not exists (
      select from review_rule r where r.version = playbook_lacks.version and r.severity = s)),
    (select string_agg('target ' || t || ' ' || s, ', ') from unnest(enum_range(null::severity)) s
      cross join unnest('{acknowledge,assess,report_up,command,acknowledge_command,ready,plan,review_plan,meeting_record,reach,
        correction,review_statement,first_statement,update,feedback_reply,feedback_resolution,report,after_action}'::text[]) t
      where not exists (select from target w where w.version = playbook_lacks.version and w.name = t and w.severity = s)),
    (select string_agg('feedback_target ' || f || ' ' || s, ', ') from unnest(enum_range(null::severity)) s
      cross join unnest('{customer,journalist,regulator,employee,investor}'::text[]) f
      where not exists (select from feedback_target w where w.version = playbook_lacks.version and w.sender = f and w.severity = s)),
    (select string_agg('plan_section ' || n, ', ') from unnest('{purpose,risks,organisation,workflow,resources,evaluation,spreading}'::text[]) n
      where not exists (select from plan_section c where c.version = playbook_lacks.version and c.section = n)),
    (select string_agg('post ' || n, ', ')
      from unnest('{leadership:leader,leadership:legal,monitoring:head,response:head,logistics:head}'::text[]) n
      where not exists (select from post c where c.version = playbook_lacks.version and n = any (string_to_array(c.seats, ' ')))),
    (select 'escalation_rule' where not exists (select from escalation_rule e where e.version = playbook_lacks.version)),
    (select string_agg('checklist_item ' || l, ', ') from unnest('{readiness,stand_down}'::text[]) l where not exists (
      select from checklist_item c where c.version = playbook_lacks.version and c.list = l)),
    (select string_agg('checklist_item readiness ' || k.kind, ', ') from resource_kind k where k.version = playbook_lacks.version
      and exists (select from resource_requirement r where r.version = k.version and r.item = k.kind and r.amount > 0)
      and not exists (select from checklist_item c where c.version = k.version and c.list = 'readiness' and c.item = k.kind)),
    (select string_agg('template ' || k, ', ') from unnest('{holding,reply,plan_part,statement,assignment}'::text[]) k
      where not exists (select from template t where t.version = playbook_lacks.version and t.kind = k)));
end $$;

create function levee.stamp_playbook_review() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{leadership}', null, 'person');
  if not sits_in_leadership(levee.person()) then
    perform refuse('review_is_by_a_member_of_leadership', levee.person());
  end if;
  -- One at a time: two last reviewers make one approval.
  select p.person into new.author from playbook p where p.version = new.version for no key update;
  if not found then
    perform refuse('playbook_review_is_of_a_playbook', new.version::text);
  end if;
  if exists (select from playbook_author a where a.version = new.version and a.person = levee.person()) then
    perform refuse('playbook_review_is_not_by_the_author', levee.person());
  elsif exists (select from playbook_return r where r.version = new.version) then
    perform refuse('playbook_is_not_sent_back', new.version::text);
  elsif playbook_lacks(new.version) <> '' then
    perform refuse('playbook_is_complete', playbook_lacks(new.version));
  end if;
  new.person := levee.person();
  new.as_leader := holds_seat(levee.person(), 'leader');
  new.as_legal := holds_seat(levee.person(), 'legal');
  new.digest := playbook_digest(new.version);
  new.at := clock_timestamp();
  return new;
end $$;
create trigger a_stamp before insert on levee.playbook_review
  for each row execute function levee.stamp_playbook_review();

create function levee.approve_playbook_when_enough() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  rule record;
  given record;
begin
  -- From here on seats of leadership are leadership's own: nobody is changing one at this moment.
  perform from house for update;
  select max(r.reviews) as reviews, bool_or(r.legal) as legal into rule from review_rule r where r.version = new.version;
  select count(*) as reviews, bool_or(v.as_leader) as leader, bool_or(v.as_legal) as legal into given
    from playbook_review v where v.version = new.version and v.digest = new.digest;
  if given.reviews >= rule.reviews and given.leader and (given.legal or not rule.legal) then
    insert into playbook_approval (version, person, digest, at) values (new.version, levee.person(), new.digest, new.at)
      on conflict do nothing;
  end if;
  return null;
end $$;
create trigger d_approve after insert on levee.playbook_review
  for each row execute function levee.approve_playbook_when_enough();
create trigger z_event after insert on levee.playbook_review
  for each row execute function levee.house_event('version', 'as_leader', 'as_legal', 'digest');
create trigger z_event after insert on levee.playbook_approval
  for each row execute function levee.house_event('version', 'digest');

-- An approved playbook does not change: a change is a new version. Nor does it change under its reviewers: a review locks the
-- version's row, and each part that is written locks it too, so that one of them waits.
create function levee.playbook_is_frozen() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  wanted int := coalesce(to_jsonb(new), to_jsonb(old)) ->> 'version';
begin
  perform see_what_is_committed();
  perform from playbook p where p.version = wanted for share;
  if exists (select from playbook_review a where a.version = wanted) then
    perform refuse('playbook_is_frozen', wanted::text);
  end if;
  insert into playbook_author (version, person) values (wanted, levee.person()) on conflict do nothing;
  return coalesce(new, old);
end $$;
-- Makes a table a part of every version: hashed, copied into the next one, and frozen by the first review.
create procedure levee.add_playbook_part(part text)
language plpgsql set search_path = levee, pg_temp as $$
begin
  insert into playbook_part (name) values (part);
  execute format('create trigger %1$s_frozen before insert or update or delete on levee.%1$I
    for each row execute function levee.playbook_is_frozen()', part);
end $$;
call levee.add_playbook_part('playbook');
call levee.add_playbook_part('target');
call levee.add_playbook_part('review_rule');
call levee.add_playbook_part('feedback_target');
call levee.add_playbook_part('escalation_rule');
call levee.add_playbook_part('statutory_clock');
call levee.add_playbook_part('holiday');
call levee.add_playbook_part('checklist_item');
call levee.add_playbook_part('resource_requirement');
call levee.add_playbook_part('template');
create trigger z_append_only before update or delete on levee.playbook_review
  for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.playbook_approval
  for each row execute function levee.append_only();

-- One proposal at a time. The lock is on a row that no login can lock.
create function levee.take_turn() returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from house for update;
end $$;
grant execute on function levee.take_turn to levee_admin;

-- Everything that a version says: of each part its rows, without the version. Spans are ISO 8601.
create function levee.playbook_content(version int) returns jsonb
language plpgsql stable set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'iso_8601' set extra_float_digits = 1 as $$
declare
  part text;
  rows jsonb;
  content jsonb := '{}';
begin
  -- What somebody may not read (the answers of the training) is not in what they read.
  for part in select t.name from playbook_part t where has_table_privilege('levee.' || quote_ident(t.name), 'select')
    order by t.position loop
    execute format($q$select coalesce(jsonb_agg(r order by r::text collate "C"), '[]') from (
      select to_jsonb(t) - '{version,person,proposed_at}'::text[] as r from levee.%I t where t.version = $1) x$q$, part)
      using version into rows;
    content := content || jsonb_build_object(part, rows);
  end loop;
  return content;
end $$;
grant execute on function levee.playbook_content to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

-- Proposes the next version. `content` is what it says, as playbook_content says it; a part that it does not have is the base's. It was
-- written from `base`, which is the newest that was not sent back: who wrote from an older one has to see the newer one first.
create function levee.propose_playbook(base int, content jsonb) returns int
language plpgsql set search_path = levee, pg_temp as $$
declare
  newest int;
  proposed int;
  part text;
  columns text;
  kept constant jsonb := playbook_content(base);
begin
  perform take_turn();
  select max(p.version) filter (where not exists (select from playbook_return r where r.version = p.version)),
    max(p.version) + 1 into newest, proposed from playbook p;
  if newest is distinct from base then
    perform refuse('playbook_is_written_from_the_newest', newest::text);
  elsif exists (select from jsonb_object_keys(content) k where k not in (select t.name from playbook_part t)) then
    perform refuse('playbook_has_such_a_part', (select min(k) from jsonb_object_keys(content) k
      where k not in (select t.name from playbook_part t)));
  end if;
  for part in select t.name from playbook_part t order by t.position loop
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns from pg_attribute a
      where a.attrelid = ('levee.' || quote_ident(part))::regclass and a.attnum > 0 and not a.attisdropped
        and a.attname not in ('person', 'proposed_at');
    execute format('insert into levee.%1$I (%2$s) select %2$s from jsonb_populate_recordset(null::levee.%1$I, $1)', part, columns)
      using (select coalesce(jsonb_agg(r || jsonb_build_object('version', proposed)), '[]')
        from jsonb_array_elements(coalesce(content -> part, kept -> part)) r);
  end loop;
  if not exists (select from playbook p where p.version = proposed) then
    perform refuse('playbook_says_what_it_is');
  end if;
  return proposed;
end $$;
grant execute on function levee.propose_playbook to levee_admin;
-- Who proposes a version is stamped: nobody reviews their own under another name.
grant insert (version, title_en, title_zh, company_size, stable_periods, stable_period, horizon, brief_at, operator, issue_number,
  review_every, revise_within) on levee.playbook to levee_admin;
grant insert on levee.target, levee.review_rule, levee.feedback_target, levee.escalation_rule, levee.statutory_clock, levee.holiday,
  levee.checklist_item, levee.resource_requirement, levee.template to levee_admin;

-- Leadership sends a proposed version back, with the reason: nobody approves it any more.
create table levee.playbook_return (
  version int primary key constraint playbook_return_is_of_a_playbook references levee.playbook,
  reason text not null constraint playbook_return_has_a_reason check (btrim(reason) <> '')
    constraint playbook_return_reason_is_not_too_long check (octet_length(reason) <= 20000),
  person text not null,
  at timestamptz not null);
grant select on levee.playbook_return to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (version, reason) on levee.playbook_return to levee_leadership;
create function levee.stamp_playbook_return() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{leadership}', null, 'person');
  if not sits_in_leadership(levee.person()) then
    perform refuse('review_is_by_a_member_of_leadership', levee.person());
  end if;
  perform from playbook p where p.version = new.version for no key update;
  if exists (select from playbook_approval a where a.version = new.version) then
    perform refuse('playbook_is_not_approved_yet', new.version::text);
  end if;
  new.person := levee.person();
  new.at := clock_timestamp();
  return new;
end $$;
create trigger a_stamp before insert on levee.playbook_return for each row execute function levee.stamp_playbook_return();
create trigger z_event after insert on levee.playbook_return for each row execute function levee.house_event('version');
create trigger z_append_only before update or delete on levee.playbook_return for each row execute function levee.append_only();
