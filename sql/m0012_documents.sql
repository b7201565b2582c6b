-- Texts: plans, statements, waivers, lowerings of severity, withdrawals. What they say, in revisions, and its digest.
--
-- LAW-7: what is approved, sent and kept is one text, byte for byte.
--
--   document ─ revision ─ its content ─ submission (digest) ─ review ─ approval ─ void        (from the submission: m0013)

create table levee.document (
  id bigint generated always as identity primary key,
  incident_id bigint not null constraint document_is_of_an_incident references levee.incident,
  kind levee.document_kind not null,
  constraint document_is_of_one_kind unique (incident_id, kind, id));
call levee.step('document', 'planning', 'reviewing', '{response,leadership}', '{id,kind}');

create table levee.revision (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  note text not null default '',  -- for a waiver, lowering or withdrawal: the text itself
  submitted boolean not null default false,  -- set by its submission: from then on no part is added
  primary key (incident_id, kind, document_id, number),
  constraint revision_is_of_a_document foreign key (incident_id, kind, document_id)
    references levee.document (incident_id, kind, id));
call levee.step('revision', 'planning', 'reviewing', '{response,leadership}', '{kind,document_id,number}',
  '{number}', changes => '{submitted}', texts => '{note}');

create function levee.number_revision() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from incident where id = new.incident_id for share;
  perform from document where id = new.document_id for no key update;
  new.number := 1 + (select count(*) from revision r where r.incident_id = new.incident_id and r.kind = new.kind
    and r.document_id = new.document_id);
  return new;
end $$;
create trigger a_number before insert on levee.revision for each row execute function levee.number_revision();

create table levee.plan_part (
  incident_id bigint not null,
  kind levee.document_kind not null default 'plan' constraint plan_part_is_of_a_plan check (kind = 'plan'),
  document_id bigint not null,
  number int not null,
  part smallint not null constraint plan_part_is_one_of_four check (part between 1 and 4),
  body text not null constraint plan_part_says_something check (btrim(body) <> ''),
  primary key (incident_id, kind, document_id, number, part),
  constraint plan_part_is_of_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number));
call levee.step('plan_part', 'planning', 'responding', '{response}', '{document_id,number,part}',
  texts => '{body}');

create table levee.rendition (
  incident_id bigint not null,
  kind levee.document_kind not null default 'statement'
    constraint rendition_is_of_a_statement check (kind = 'statement'),
  document_id bigint not null,
  number int not null,
  name text not null constraint rendition_name_is_short check (name ~ '^[a-z0-9][a-z0-9.-]{0,39}$'),
  -- What it is written for, whom it is meant for, and in which language: a channel takes what fits (m0019).
  channel_kind text not null constraint rendition_channel_kind_is_a_handle check (channel_kind ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  audience levee.audience not null default 'public',
  language levee.language not null,
  title text not null constraint rendition_has_a_title check (btrim(title) <> ''),
  body text not null constraint rendition_says_something check (btrim(body) <> ''),
  attachments bytea[] not null default '{}',  -- SHA-256 of each attachment
  primary key (incident_id, kind, document_id, number, name),
  constraint rendition_reaches_one_audience unique (incident_id, document_id, number, name, channel_kind, audience, language),
  constraint rendition_is_of_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number));
call levee.step('rendition', 'planning', 'reviewing', '{response}', 
  '{document_id,number,name,channel_kind,audience,language}', texts => '{title,body,attachments}');

create table levee.citation (
  incident_id bigint not null,
  kind levee.document_kind not null default 'statement' constraint citation_is_in_a_statement check (kind = 'statement'),
  document_id bigint not null,
  number int not null,
  fact_id bigint not null,
  primary key (incident_id, kind, document_id, number, fact_id),
  constraint citation_is_in_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number),
  constraint citation_is_of_a_fact foreign key (incident_id, fact_id) references levee.fact (incident_id, id));
create index citation_of_fact on levee.citation (incident_id, fact_id);
call levee.step('citation', 'planning', 'reviewing', '{response}', '{document_id,number,fact_id}');

-- What is handed in is complete, and no part is added to it afterwards. Each part locks the revision's row, and the submission
-- changes that row: whoever comes second sees it, whatever snapshot they chose.
create function levee.content_is_open() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  r record;
begin
  select v.person, v.submitted into r from revision v where v.incident_id = new.incident_id and v.kind = new.kind
    and v.document_id = new.document_id and v.number = new.number for share;
  if r.submitted then
    perform refuse('submitted_text_is_frozen', new.document_id || '.' || new.number);
  elsif is_discarded(new.incident_id, new.kind, new.document_id, new.number) then
    perform refuse('discarded_draft_is_left_alone', new.document_id || '.' || new.number);
  elsif r.person is distinct from levee.person() then
    perform refuse('revision_has_one_author', new.document_id || '.' || new.number);
  end if;
  return new;
end $$;
create trigger c_open before insert on levee.plan_part for each row execute function levee.content_is_open();
create trigger c_open before insert on levee.rendition for each row execute function levee.content_is_open();
create trigger c_open before insert on levee.citation for each row execute function levee.content_is_open();

-- The short id of a revision, as people type it: P3.1 is plan 3, revision 1.
create function levee.reference(kind levee.document_kind, document bigint, number int) returns text
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return case kind when 'plan' then 'P' when 'statement' then 'S' when 'waiver' then 'W' when 'lowering' then 'L'
    else 'X' end || document || '.' || number;
end $$;

grant execute on function levee.reference to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

-- The digest of one row's texts; of an erased row the one that its event kept, so that what stands beside it stays checked.
create function levee.row_digest(step jsonb, columns text[]) returns bytea
language plpgsql stable security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set bytea_output = 'hex' as $$
begin
  if length(step ->> 'salt') > 2 then
    return text_digest(step, columns);
  end if;
  return (select decode(e.payload::jsonb -> 'data' ->> 'text', 'hex') from event e where e.id = (step ->> 'event_id')::bigint);
end $$;

-- SHA-256 over everything a revision says: what it is, and the salted digest of each of its rows.
create function levee.content_digest(incident bigint, kind levee.document_kind, document bigint, number int)
  returns bytea language plpgsql stable security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set bytea_output = 'hex' as $$
declare
  content bytea;
begin
  select field(incident::text) || field(content_digest.kind::text) || field(document::text) || field(content_digest.number::text)
      || row_digest(to_jsonb(v), '{note}')
    into content from revision v where v.incident_id = content_digest.incident and v.kind = content_digest.kind
      and v.document_id = content_digest.document and v.number = content_digest.number;
  if content_digest.kind = 'plan' then
    content := content || coalesce((
      select string_agg(field('part') || field(p.part::text) || row_digest(to_jsonb(p), '{body}'), ''::bytea order by p.part)
      from plan_part p where p.incident_id = content_digest.incident and p.kind = 'plan' and p.document_id = content_digest.document
        and p.number = content_digest.number), '');
  elsif content_digest.kind = 'statement' then
    content := content || coalesce((
      select string_agg(field('rendition') || field(d.name) || field(d.channel_kind) || field(d.audience::text)
        || field(d.language::text) || row_digest(to_jsonb(d), '{title,body,attachments}'), ''::bytea order by d.name collate "C")
      from rendition d where d.incident_id = content_digest.incident and d.kind = 'statement' and d.document_id = content_digest.document
        and d.number = content_digest.number), '') || coalesce((
      select string_agg(field('fact') || field(c.fact_id::text), ''::bytea order by c.fact_id) from citation c
      where c.incident_id = content_digest.incident and c.kind = 'statement' and c.document_id = content_digest.document
        and c.number = content_digest.number), '');
  end if;
  return sha256(content);
end $$;
