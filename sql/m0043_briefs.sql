-- Briefs as they are filed: numbered, kept as they were, told to those who get them; what leaders remark on them; drafts made by the clock.
--
-- LAW-4:  who filed it, and when, is stamped.
-- LAW-14: what was filed stays as it was filed: its event keeps the digest of its words.
-- LAW-28: who gets a brief is told of it; a remark is owed by the team that it is for.

-- The last number of each kind in each year; those of exercises count apart. Who takes a number holds its row: no two are alike, and
-- none is left out.
create table levee.brief_count (
  exercise boolean not null,
  kind text not null,
  year int not null,
  last int not null,
  primary key (exercise, kind, year));

create table levee.brief (
  incident_id bigint not null constraint brief_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  kind text not null constraint brief_kind_is_known check (kind in ('flash', 'daily', 'special', 'closing')),
  exercise boolean not null,
  year int not null,  -- in the house's zone
  number int not null,
  language levee.language not null,
  confidentiality text not null default 'internal'
    constraint brief_confidentiality_is_known check (confidentiality in ('internal', 'confidential', 'secret')),
  -- Counts at the time of filing, by which the next one of its kind says what changed.
  figures jsonb not null default '{}'
    constraint brief_figures_are_few check (jsonb_typeof(figures) = 'object' and octet_length(figures::text) <= 4000),
  title text not null constraint brief_has_a_title check (btrim(title) <> ''),
  -- Teams and logins of the house, which are told; or names of others, which are read.
  recipients text[] not null constraint brief_has_recipients check (cardinality(recipients) >= 1),
  -- The document as values, in JSON: every form of it is made from these bytes.
  paper text not null constraint brief_says_something check (btrim(paper) <> ''),
  constraint brief_of_incident unique (incident_id, id),
  constraint brief_number_once unique (exercise, kind, year, number));
call levee.step('brief', 'assessing', 'closed', '{monitoring}', '{id,kind,year,number,language,confidentiality}',
  '{exercise,year,number}', texts => '{title,recipients,paper}');
create index brief_of_kind on levee.brief (incident_id, kind, id);

-- The zone of the company's days; the server's as long as nobody said one.
create function levee.company_zone() returns text
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce((select c.zone from company c), current_setting('TimeZone'));
end $$;

create function levee.number_brief() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  select i.exercise into new.exercise from incident i where i.id = new.incident_id;
  new.year := extract(year from new.at at time zone company_zone());
  insert into brief_count as c (exercise, kind, year, last) values (new.exercise, new.kind, new.year, 1)
    on conflict (exercise, kind, year) do update set last = c.last + 1 returning c.last into new.number;
  return new;
end $$;
create trigger c_number before insert on levee.brief for each row execute function levee.number_brief();

-- Who gets a brief is told that it is there: people by their logins, and everybody of a team.
create function levee.tell_brief() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into notice (recipient, incident_id, reason, subject, at)
    select p.handle, new.incident_id, 'brief', 'B' || new.id, new.at from person p
    where p.kind = 'person' and p.removed_at is null and p.handle <> new.person and may_read(new.incident_id, p.handle)
      and (p.handle = any (new.recipients)
        or exists (select from seat s where s.handle = p.handle and s.team::text = any (new.recipients)))
    on conflict do nothing;
  -- A draft has served.
  update brief_draft d set paper = '' where d.incident_id = new.incident_id and d.kind = new.kind and d.paper <> '';
  return null;
end $$;
create trigger x_tell after insert on levee.brief for each row execute function levee.tell_brief();

-- What a member of leadership writes on a brief (批示), for a team, until a time.
create table levee.remark (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  brief_id bigint not null,
  for_team levee.team not null constraint remark_is_for_a_team check (for_team in ('monitoring', 'response', 'logistics')),
  due_at levee.moment not null,
  text text not null constraint remark_says_something check (btrim(text) <> ''),
  constraint remark_of_incident unique (incident_id, id),
  constraint remark_is_on_a_brief foreign key (incident_id, brief_id) references levee.brief (incident_id, id));
call levee.step('remark', 'assessing', 'closed', '{leadership}', '{id,brief_id,for_team,due_at}', texts => '{text}');

create table levee.remark_done (
  incident_id bigint not null,
  remark_id bigint not null,
  result text not null constraint remark_done_has_a_result check (btrim(result) <> ''),
  primary key (incident_id, remark_id),
  constraint remark_done_is_of_a_remark foreign key (incident_id, remark_id) references levee.remark (incident_id, id));
call levee.step('remark_done', 'assessing', 'closed', '{monitoring,response,logistics}', '{remark_id}', texts => '{result}');

create function levee.check_remark_done() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from remark r where r.incident_id = new.incident_id and r.id = new.remark_id and r.for_team <> new.team) then
    perform refuse('remark_done_is_by_its_team', new.remark_id::text);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.remark_done for each row execute function levee.check_remark_done();

-- Drafts: the form of the day, made by monitoring's service at the playbook's time of day, for an analyst to look at and file. One a
-- day; of a restricted incident, whose texts no service reads, without its words.
create table levee.brief_draft (
  incident_id bigint not null constraint brief_draft_is_of_an_incident references levee.incident,
  kind text not null constraint brief_draft_kind_is_known check (kind in ('daily', 'closing')),
  day date not null,
  paper text not null constraint brief_draft_paper_is_not_too_long check (octet_length(paper) <= 200000),
  person text not null,
  at timestamptz not null,
  event_id bigint not null,
  primary key (incident_id, kind, day));
call levee.hide_from_outsiders('brief_draft');
alter table levee.brief_draft alter column paper set statistics 0;
grant select on levee.brief_draft to levee_monitoring, levee_leadership, levee_response, levee_logistics;
grant select (incident_id, kind, day, person, at, event_id) on levee.brief_draft to levee_supervisor, levee_ops;

-- The last time of day that has come, of every incident that has no form of that day: daily while it runs, closing once the response is
-- over. What came while everything was down is drafted at the start, once.
create function levee.briefs_due() returns table (incident_id bigint, kind text, day date, language levee.language, restricted boolean)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{monitoring}', null, 'service');
  return query
    select i.id, x.kind, x.day, coalesce((select p.language from seat s join person p on p.handle = s.handle and p.removed_at is null
        where s.team = 'monitoring' and p.kind = 'person' order by s.seat = 'head' desc, p.handle limit 1), 'en'), i.restricted
    from incident i join playbook b on b.version = i.playbook
    cross join lateral (select case i.stage when 'reviewing' then 'closing' else 'daily' end as kind,
      (levee.now(i.id) at time zone company_zone() - b.brief_at::interval)::date as day) x
    where i.stage <> 'closed' and (x.day + b.brief_at) at time zone company_zone() > i.at
      and not exists (select from brief_draft d where d.incident_id = i.id and d.kind = x.kind and d.day >= x.day)
    order by i.id limit 50;
end $$;

-- Keeps a draft. A second one of the day is none; one of the day before, or of the other kind, is owed no more.
create function levee.draft_brief(incident bigint, kind text, day date, paper text) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := levee.now(draft_brief.incident);
  event constant bigint := next_event();
begin
  perform enter('{monitoring}', null, 'service');
  perform from incident i where i.id = draft_brief.incident and i.stage <> 'closed' for share;
  if not found then
    return false;
  end if;
  insert into brief_draft (incident_id, kind, day, paper, person, at, event_id)
    values (draft_brief.incident, draft_brief.kind, draft_brief.day, case when exists (select from incident i
      where i.id = draft_brief.incident and i.restricted) then '' else draft_brief.paper end, levee.person(), at, event)
    on conflict do nothing;
  if not found then
    return false;
  end if;
  update brief_draft d set paper = '' where d.incident_id = draft_brief.incident and d.event_id <> event and d.paper <> '';
  perform write_event(event, draft_brief.incident, 'brief_draft', levee.person(), current_team()::text, at,
    jsonb_build_object('kind', draft_brief.kind, 'day', draft_brief.day));
  perform end_duties(draft_brief.incident, '{file_brief}', null, event, at, 'moot', 'superseded');
  perform open_duty(draft_brief.incident, 'file_brief', draft_brief.kind, event, at, span => '2 hours');
  return true;
end $$;
grant execute on function levee.briefs_due, levee.draft_brief to levee_monitoring;

insert into levee.duty_kind (name, team, until) values ('file_brief', 'monitoring', 'reviewing'), ('remark', null, 'closed');
call levee.settles('brief', '{file_brief}', 'new.kind');
call levee.opens('remark', 'remark', $$'K' || new.id$$, more => 'team => new.for_team, due => new.due_at');
call levee.settles('remark_done', '{remark}', $$'K' || new.remark_id$$);
