-- Texts under review: plans, statements, waivers, lowerings of severity, withdrawals. One rule for all of them.
--
-- LAW-8: the author never reviews their own text, compared by person.
-- LAW-9: an approval comes into being with the last review needed, and only so; it is of exactly one revision.
--
--   document ─ revision ─ its content ─ submission (digest) ─ review ─ approval ─ void

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
  salt bytea not null,
  primary key (incident_id, kind, document_id, number),
  constraint revision_is_of_a_document foreign key (incident_id, kind, document_id)
    references levee.document (incident_id, kind, id));
call levee.step('revision', 'planning', 'reviewing', '{response,leadership}', '{kind,document_id,number}',
  '{number,salt}');

create function levee.number_revision() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from document where id = new.document_id for no key update;
  new.number := 1 + (select count(*) from revision r where r.incident_id = new.incident_id and r.kind = new.kind
    and r.document_id = new.document_id);
  new.salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
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
call levee.step('plan_part', 'planning', 'responding', '{response}', '{document_id,number,part}');

create table levee.rendition (
  incident_id bigint not null,
  kind levee.document_kind not null default 'statement'
    constraint rendition_is_of_a_statement check (kind = 'statement'),
  document_id bigint not null,
  number int not null,
  name text not null constraint rendition_name_is_short check (name ~ '^[a-z0-9][a-z0-9.-]{0,39}$'),
  channel_kind text not null,
  audience text not null default 'public',
  language levee.language not null,
  title text not null constraint rendition_has_a_title check (btrim(title) <> ''),
  body text not null constraint rendition_says_something check (btrim(body) <> ''),
  attachments bytea[] not null default '{}',  -- SHA-256 of each attachment
  primary key (incident_id, kind, document_id, number, name),
  constraint rendition_is_of_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number));
call levee.step('rendition', 'planning', 'reviewing', '{response}', '{document_id,number,name,channel_kind,language}');

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

-- What is handed in is complete, and no part is added to it afterwards.
create function levee.content_is_open() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from revision r where r.incident_id = new.incident_id and r.kind = new.kind
    and r.document_id = new.document_id and r.number = new.number for share;
  if exists (select from submission s where s.incident_id = new.incident_id and s.kind = new.kind
      and s.document_id = new.document_id and s.number = new.number) then
    perform refuse('submitted_text_is_frozen', new.document_id || '.' || new.number);
  end if;
  if not exists (select from revision r where r.incident_id = new.incident_id and r.kind = new.kind
      and r.document_id = new.document_id and r.number = new.number and r.person = session_user) then
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

-- One field of a digest: its length in bytes, then its UTF-8 bytes. So no two contents run together.
create function levee.field(value text) returns bytea
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8');
end $$;

grant execute on function levee.field to levee_monitoring;

-- SHA-256 over everything a revision says, and its salt.
create function levee.content_digest(incident bigint, kind levee.document_kind, document bigint, number int)
  returns bytea language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  r record;
  content bytea;
begin
  select * into r from revision v where v.incident_id = content_digest.incident and v.kind = content_digest.kind
    and v.document_id = content_digest.document and v.number = content_digest.number;
  content := field(incident::text) || field(kind::text) || field(document::text) || field(number::text)
    || field(encode(r.salt, 'hex')) || field(r.note)
    || coalesce((select string_agg(field(p.part::text) || field(p.body), ''::bytea order by p.part) from plan_part p
         where p.incident_id = content_digest.incident and p.kind = content_digest.kind
           and p.document_id = content_digest.document and p.number = content_digest.number), ''::bytea)
    || coalesce((select string_agg(field(d.name) || field(d.channel_kind) || field(d.audience)
           || field(d.language::text) || field(d.title) || field(d.body)
           || field(coalesce((select string_agg(encode(a, 'hex'), ',') from unnest(d.attachments) a), '')),
           ''::bytea order by d.name collate "C") from rendition d
         where d.incident_id = content_digest.incident and d.kind = content_digest.kind
           and d.document_id = content_digest.document and d.number = content_digest.number), ''::bytea)
    || coalesce((select string_agg(field(c.fact_id::text), ''::bytea order by c.fact_id) from citation c
         where c.incident_id = content_digest.incident and c.kind = content_digest.kind
           and c.document_id = content_digest.document and c.number = content_digest.number), ''::bytea);
  return sha256(content);
end $$;

create table levee.submission (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  digest bytea not null constraint submission_digest_is_sha256 check (octet_length(digest) = 32),
  author text not null,
  severity levee.severity not null,
  reviews_needed int not null,
  legal_needed boolean not null,
  primary key (incident_id, kind, document_id, number),
  constraint submission_of_exactly_this_text unique (incident_id, kind, document_id, number, digest),
  constraint submission_of_exactly_this_author unique (incident_id, kind, document_id, number, author),
  constraint submission_is_of_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number));
call levee.step('submission', 'planning', 'reviewing', '{response,leadership}',
  '{kind,document_id,number,digest,author,reviews_needed,legal_needed}',
  '{digest,author,severity,reviews_needed,legal_needed}');

create table levee.review (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  author text not null,
  verdict levee.verdict not null,
  reason text not null default '',
  constraint review_return_has_a_reason check (verdict = 'approve' or btrim(reason) <> ''),
  constraint review_is_of_a_submission foreign key (incident_id, kind, document_id, number, author)
    references levee.submission (incident_id, kind, document_id, number, author));
call levee.step('review', 'planning', 'reviewing', '{leadership}', '{kind,document_id,number,verdict}', '{author}');
alter table levee.review
  add primary key (incident_id, kind, document_id, number, person),
  add constraint review_is_not_by_the_author check (person <> author);

create table levee.approval (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  digest bytea not null,
  primary key (incident_id, kind, document_id, number),
  constraint approval_of_exactly_this_text unique (incident_id, kind, document_id, number, digest),
  constraint approval_is_of_a_submission foreign key (incident_id, kind, document_id, number, digest)
    references levee.submission (incident_id, kind, document_id, number, digest));
call levee.step('approval', 'planning', 'reviewing', '{leadership}', '{kind,document_id,number,digest}');
revoke insert (incident_id, kind, document_id, number, digest) on levee.approval from levee_leadership;

create table levee.approval_void (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  reason text not null,
  fact_id bigint not null default 0,
  primary key (incident_id, kind, document_id, number),
  constraint approval_void_is_of_an_approval foreign key (incident_id, kind, document_id, number)
    references levee.approval (incident_id, kind, document_id, number));
call levee.step('approval_void', 'planning', 'reviewing', '{monitoring,leadership}',
  '{kind,document_id,number,reason,fact_id}');
revoke insert (incident_id, kind, document_id, number, reason, fact_id) on levee.approval_void
  from levee_monitoring, levee_leadership;

-- LAW-9, handing in: the text is complete, cites nothing refuted, and enough people can still approve it.
create function levee.check_submission() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i record;
  rule record;
  able text[];
begin
  select * into i from incident where id = new.incident_id for share;
  perform from revision r where r.incident_id = new.incident_id and r.kind = new.kind
    and r.document_id = new.document_id and r.number = new.number and r.person = session_user for update;
  if not found then
    perform refuse('submission_is_by_the_author', new.document_id || '.' || new.number);
  end if;
  if new.kind = 'plan' and (select count(*) from plan_part p where p.incident_id = new.incident_id
      and p.document_id = new.document_id and p.number = new.number) <> 4 then
    perform refuse('plan_has_four_parts', new.document_id || '.' || new.number);
  end if;
  if new.kind = 'statement' and not exists (select from rendition d where d.incident_id = new.incident_id
      and d.document_id = new.document_id and d.number = new.number) then
    perform refuse('statement_has_a_rendition', new.document_id || '.' || new.number);
  end if;
  if new.kind in ('waiver', 'lowering', 'withdrawal') and not exists (select from revision r
      where r.incident_id = new.incident_id and r.kind = new.kind and r.document_id = new.document_id
        and r.number = new.number and btrim(r.note) <> '') then
    perform refuse('submission_has_a_reason', new.document_id || '.' || new.number);
  end if;
  perform from fact f join citation c on c.incident_id = f.incident_id and c.fact_id = f.id
    where c.incident_id = new.incident_id and c.document_id = new.document_id and c.number = new.number
    order by f.id for share of f;
  if exists (select from fact f join citation c on c.incident_id = f.incident_id and c.fact_id = f.id
      where c.incident_id = new.incident_id and c.document_id = new.document_id and c.number = new.number
        and f.reliability = 'refuted') then
    perform refuse('text_rests_on_no_refuted_fact', new.document_id || '.' || new.number);
  end if;
  select * into rule from review_rule w where w.version = i.playbook and w.severity = i.severity;
  select array_agg(s.handle order by s.handle) into able from seat s join person p using (handle)
    where s.team = 'leadership' and p.removed_at is null and s.handle <> session_user;
  if coalesce(cardinality(able), 0) < rule.reviews then
    perform refuse('submission_has_enough_reviewers',
      format('%s of %s: %s', coalesce(cardinality(able), 0), rule.reviews, array_to_string(able, ', ')));
  end if;
  if rule.legal and not exists (select from unnest(able) h where holds_seat(h, 'legal')) then
    perform refuse('submission_has_a_legal_reviewer', array_to_string(able, ', '));
  end if;
  new.author := session_user;
  new.severity := i.severity;
  new.reviews_needed := rule.reviews;
  new.legal_needed := rule.legal;
  new.digest := content_digest(new.incident_id, new.kind, new.document_id, new.number);
  return new;
end $$;
create trigger c_check before insert on levee.submission for each row execute function levee.check_submission();

-- A review counts only for the newest revision, once handed in; the author is copied, so that the key and the
-- check (person <> author) decide.
create function levee.check_review() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  s record;
begin
  select * into s from submission b where b.incident_id = new.incident_id and b.kind = new.kind
    and b.document_id = new.document_id and b.number = new.number for no key update;
  if not found then
    perform refuse('review_is_of_a_submission', new.document_id || '.' || new.number);
  end if;
  new.author := s.author;
  if exists (select from submission b where b.incident_id = new.incident_id and b.kind = new.kind
      and b.document_id = new.document_id and b.number > new.number) then
    perform refuse('review_is_of_the_newest_revision', new.document_id || '.' || new.number);
  end if;
  if exists (select from approval a where a.incident_id = new.incident_id and a.kind = new.kind
      and a.document_id = new.document_id and a.number = new.number) then
    perform refuse('review_comes_before_the_approval', new.document_id || '.' || new.number);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.review for each row execute function levee.check_review();

-- Whether the reviews of a revision suffice for a severity: enough approvals, none returned, legal where asked.
create function levee.reviews_suffice(incident bigint, kind levee.document_kind, document bigint, number int,
  reviews int, legal boolean) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  given int;
  returned int;
  by_legal boolean;
begin
  select count(*) filter (where v.verdict = 'approve'), count(*) filter (where v.verdict <> 'approve'),
      coalesce(bool_or(v.verdict = 'approve' and holds_seat(v.person, 'legal')), false)
    into given, returned, by_legal from review v
    where v.incident_id = reviews_suffice.incident and v.kind = reviews_suffice.kind
      and v.document_id = reviews_suffice.document and v.number = reviews_suffice.number;
  return given >= reviews and returned = 0 and (by_legal or not legal);
end $$;

create function levee.approve_when_enough() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  s record;
begin
  select * into s from submission b where b.incident_id = new.incident_id and b.kind = new.kind
    and b.document_id = new.document_id and b.number = new.number;
  if reviews_suffice(new.incident_id, new.kind, new.document_id, new.number, s.reviews_needed, s.legal_needed) then
    insert into approval (incident_id, kind, document_id, number, digest)
      values (new.incident_id, new.kind, new.document_id, new.number, s.digest);
  end if;
  return null;
end $$;
create trigger d_approve after insert on levee.review for each row execute function levee.approve_when_enough();

-- LAW-11: refuting a fact voids what rests on it, in the same transaction.
create function levee.apply_fact_check() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from fact f where f.incident_id = new.incident_id and f.id = new.fact_id for no key update;
  update fact set reliability = new.reliability where incident_id = new.incident_id and id = new.fact_id;
  if new.reliability = 'refuted' then
    perform from approval a join citation c using (incident_id, kind, document_id, number)
      where c.incident_id = new.incident_id and c.fact_id = new.fact_id
      order by a.document_id, a.number for update of a;
    insert into approval_void (incident_id, kind, document_id, number, reason, fact_id)
      select a.incident_id, a.kind, a.document_id, a.number, 'fact_refuted', new.fact_id
      from approval a join citation c using (incident_id, kind, document_id, number)
      where c.incident_id = new.incident_id and c.fact_id = new.fact_id
        and not exists (select from approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
          and v.document_id = a.document_id and v.number = a.number);
  end if;
  return null;
end $$;
create trigger c_apply after insert on levee.fact_check for each row execute function levee.apply_fact_check();
