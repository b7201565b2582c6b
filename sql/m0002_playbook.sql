-- The playbook: the company's standing plan document, in versions. All numbers of the law live here, none in code.
--
-- LAW-18: leadership approves a playbook before the first incident; an incident keeps the version it was opened under.

create table levee.playbook (
  version int primary key,
  title_en text not null,
  title_zh text not null,
  company_size text not null default 'medium'
    constraint playbook_company_size_is_known check (company_size in ('small', 'medium', 'large')),
  proposed_at timestamptz not null default clock_timestamp());

create table levee.playbook_approval (
  version int primary key constraint playbook_approval_is_of_a_playbook references levee.playbook,
  person text not null,
  at timestamptz not null);

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
  primary key (version, severity));

-- When a missed deadline is told to whom, in per cent of the time allowed.
create table levee.escalation_rule (
  version int not null constraint escalation_rule_is_of_a_playbook references levee.playbook,
  percent int not null constraint escalation_rule_is_positive check (percent > 0),
  recipients text not null
    constraint escalation_rule_recipients_are_known check (recipients in ('owner', 'leader', 'all_heads')),
  primary key (version, percent));

-- Duties set by law or a regulator, shown beside the targets, to be confirmed with counsel.
create table levee.statutory_clock (
  version int not null constraint statutory_clock_is_of_a_playbook references levee.playbook,
  name text not null,
  kind levee.incident_kind not null,
  jurisdiction text not null,
  within interval not null,
  source text not null,
  primary key (version, name, kind, jurisdiction));

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

-- Texts approved beforehand, in whole with the playbook: holding statements, replies, and the plan's part texts.
create table levee.template (
  version int not null constraint template_is_of_a_playbook references levee.playbook,
  name text not null,
  kind text not null constraint template_kind_is_known check (kind in ('holding', 'reply', 'plan_part')),
  language levee.language not null,
  title text not null,
  body text not null,
  primary key (version, name, language),
  constraint template_is_of_one_kind unique (version, kind, name, language));

grant select on levee.playbook, levee.playbook_approval, levee.target, levee.review_rule, levee.escalation_rule,
  levee.statutory_clock, levee.checklist_item, levee.resource_requirement, levee.template
  to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
grant insert (version) on levee.playbook_approval to levee_leadership;

create function levee.stamp_playbook_approval() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not holds_seat(session_user, 'leader') then
    perform refuse('playbook_is_approved_by_the_leader', session_user);
  end if;
  new.person := session_user;
  new.at := clock_timestamp();
  return new;
end $$;
create trigger playbook_approval_stamp before insert on levee.playbook_approval
  for each row execute function levee.stamp_playbook_approval();

-- An approved playbook does not change: a change is a new version.
create function levee.playbook_is_frozen() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  wanted int := coalesce(to_jsonb(new), to_jsonb(old))->>'version';
begin
  if exists (select from playbook_approval a where a.version = wanted) then
    perform refuse('playbook_is_frozen', wanted::text);
  end if;
  return coalesce(new, old);
end $$;
do $$
declare
  name text;
begin
  foreach name in array array['target', 'review_rule', 'escalation_rule', 'statutory_clock', 'checklist_item',
    'resource_requirement', 'template'] loop
    execute format('create trigger %1$s_frozen before insert or update or delete on levee.%1$I
      for each row execute function levee.playbook_is_frozen()', name);
  end loop;
end $$;
