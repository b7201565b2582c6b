-- Reviews and approvals: one rule for plans, statements, waivers, lowerings of severity and withdrawals.
--
-- LAW-8:  the author never reviews their own text, compared by person; who wrote words of what it continues is an author too.
-- LAW-9:  an approval comes into being with the last review that the playbook asks for at today's severity, and only so;
--         it is of exactly one revision.
-- LAW-11: refuting a fact voids what rests on it, in the same transaction.

create table levee.submission (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  digest bytea not null constraint submission_digest_is_sha256 check (octet_length(digest) = 32),
  author text not null,     -- who hands it in
  authors text[] not null,  -- all who wrote words of it, or of what it continues
  severity levee.severity not null,
  reviews_needed int not null,
  legal_needed boolean not null,
  primary key (incident_id, kind, document_id, number),
  constraint submission_of_exactly_this_text unique (incident_id, kind, document_id, number, digest),
  constraint submission_of_exactly_these_authors unique (incident_id, kind, document_id, number, authors),
  constraint submission_is_of_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number));
call levee.step('submission', 'planning', 'reviewing', '{response,leadership}',
  '{kind,document_id,number,digest,author,authors,reviews_needed,legal_needed}',
  '{digest,author,authors,severity,reviews_needed,legal_needed}');

create table levee.review (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  authors text[] not null,
  as_legal boolean not null,  -- whether the reviewer held the legal seat when reviewing
  verdict levee.verdict not null,
  reason text not null default '',
  -- Whether the text waits for a person to send it, though it is approved and its channels are known (m0020).
  holds boolean not null default false,
  -- Whether the playbook asked this reviewer to sign, and whether they did (m0084).
  asks_signature boolean not null,
  signed boolean not null,
  constraint review_is_signed check (signed or not asks_signature),
  constraint review_return_has_a_reason check (verdict = 'approve' or btrim(reason) <> ''),
  constraint review_is_of_a_submission foreign key (incident_id, kind, document_id, number, authors)
    references levee.submission (incident_id, kind, document_id, number, authors));
call levee.step('review', 'planning', 'reviewing', '{leadership}',
  '{kind,document_id,number,verdict,as_legal,holds,asks_signature,signed}', '{authors,as_legal,asks_signature,signed}', texts => '{reason}');
alter table levee.review
  add primary key (incident_id, kind, document_id, number, person),
  add constraint review_has_one_verdict unique (incident_id, kind, document_id, number, person, verdict),
  add constraint review_is_not_by_the_author check (person <> all (authors));

create table levee.approval (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  digest bytea not null,
  expires_at timestamptz not null,  -- infinity for all but statements that go out
  primary key (incident_id, kind, document_id, number),
  constraint approval_of_exactly_this_text unique (incident_id, kind, document_id, number, digest),
  constraint approval_is_of_a_submission foreign key (incident_id, kind, document_id, number, digest)
    references levee.submission (incident_id, kind, document_id, number, digest));
call levee.step('approval', 'planning', 'reviewing', '{leadership}', '{kind,document_id,number,digest,expires_at}');
revoke insert (incident_id, kind, document_id, number, digest, expires_at) on levee.approval from levee_leadership;

create table levee.approval_void (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  reason text not null
    constraint approval_void_reason_is_known check (reason in ('fact_refuted', 'returned', 'revoked')),
  fact_id bigint not null default 0,
  primary key (incident_id, kind, document_id, number),
  constraint approval_void_is_of_an_approval foreign key (incident_id, kind, document_id, number)
    references levee.approval (incident_id, kind, document_id, number));
call levee.step('approval_void', 'planning', 'reviewing', '{monitoring,leadership}',
  '{kind,document_id,number,reason,fact_id}');
revoke insert (incident_id, kind, document_id, number, reason, fact_id) on levee.approval_void
  from levee_monitoring, levee_leadership;

-- Any member of leadership takes an approval back, with a reason; what is out already is withdrawn or corrected.
create table levee.revocation (
  incident_id bigint not null,
  kind levee.document_kind not null
    constraint revocation_is_of_a_plan_or_statement check (kind in ('plan', 'statement')),
  document_id bigint not null,
  number int not null,
  reason text not null constraint revocation_has_a_reason check (btrim(reason) <> ''),
  primary key (incident_id, kind, document_id, number),
  constraint revocation_is_of_an_approval foreign key (incident_id, kind, document_id, number)
    references levee.approval (incident_id, kind, document_id, number));
call levee.step('revocation', 'planning', 'reviewing', '{leadership}', '{kind,document_id,number}',
  texts => '{reason}');

-- Whether a revision cites a fact that has been refuted; its facts are locked, so that neither can overtake the other.
create function levee.cites_a_refuted_fact(incident bigint, document bigint, number int) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  refuted boolean;
begin
  select bool_or(x.reliability = 'refuted') into refuted from (
    select f.reliability from fact f join citation c on c.incident_id = f.incident_id and c.fact_id = f.id
    where c.incident_id = cites_a_refuted_fact.incident and c.document_id = document
      and c.number = cites_a_refuted_fact.number order by f.id for share of f) x;
  return coalesce(refuted, false);
end $$;

-- Who could review a text of an incident: people of leadership, in its circle, who can sign where that is asked, and not its authors.
create function levee.able_reviewers(incident bigint, authors text[]) returns text[]
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return coalesce((select array_agg(distinct s.handle order by s.handle) from seat s
    where s.team = 'leadership' and s.handle <> all (authors) and sits_in_leadership(s.handle)
      and may_read(able_reviewers.incident, s.handle) and can_sign(able_reviewers.incident, s.handle)), '{}');
end $$;

-- The words of a text, however they are spaced.
create function levee.words_of(said text) returns text
language plpgsql immutable set search_path = levee, pg_temp set standard_conforming_strings = on as $$
begin
  return md5(regexp_replace(lower(said), '[[:space:]]+', '', 'g'));
end $$;
create index rendition_by_words on levee.rendition (levee.words_of(body), person);
create index plan_part_by_words on levee.plan_part (levee.words_of(body), person);
create index revision_by_words on levee.revision (levee.words_of(note), person) where note <> '';
create index template_by_words on levee.template (version, levee.words_of(body));
-- The first in the alphabet, after one, of those who ever wrote some words: however often they did.
create function levee.next_writer(words text, after text) returns text
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return least(
    (select min(p.person) from plan_part p where words_of(p.body) = words and p.person > after),
    (select min(d.person) from rendition d where words_of(d.body) = words and d.person > after),
    (select min(r.person) from revision r where r.note <> '' and words_of(r.note) = words and r.person > after));
end $$;
grant execute on function levee.words_of to levee_response, levee_leadership;

-- Who wrote words of a text: of every revision of it; of the text that it corrects; of the template that it fills in; and of
-- whatever text, of this incident or another, says the same. What a playbook's template says is nobody's.
create function levee.text_authors(incident bigint, kind levee.document_kind, document bigint, number int) returns text[]
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  wrote text[];
  mine text[];
  words text;
  writer text;
begin
  wrote := array(
    select r.person from revision r where r.incident_id = text_authors.incident and r.kind = text_authors.kind
      and r.document_id = document);
  if text_authors.kind = 'plan' then
    mine := array(select words_of(p.body) from plan_part p where p.incident_id = text_authors.incident and p.kind = 'plan'
      and p.document_id = document and p.number = text_authors.number);
  elsif text_authors.kind = 'statement' then
    mine := array(select words_of(d.body) from rendition d where d.incident_id = text_authors.incident and d.kind = 'statement'
      and d.document_id = document and d.number = text_authors.number);
  end if;
  mine := mine || array(
    select words_of(r.note) from revision r where r.incident_id = text_authors.incident and r.kind = text_authors.kind
      and r.document_id = document and r.number = text_authors.number and r.note <> '');
  for words in select distinct m from unnest(mine) m where not exists (select from template t
    join incident i on i.playbook = t.version where i.id = text_authors.incident and words_of(t.body) = m)
  loop
    writer := next_writer(words, '');
    while writer is not null loop
      wrote := wrote || writer;
      writer := next_writer(words, writer);
    end loop;
  end loop;
  if text_authors.kind = 'statement' then
    wrote := wrote || array(
      select unnest(s.authors) from correcting_statement c join submission s on s.incident_id = c.incident_id
        and s.kind = 'statement' and s.document_id = c.corrected
      where c.incident_id = text_authors.incident and c.document_id = document
      union all
      select unnest(s.authors) from late_correction l
        join late_refutation r on r.incident_id = l.incident_id and r.fact_id = l.fact_id
        join citation c on c.incident_id = r.predecessor and c.fact_id = r.fact_id
        join submission s on s.incident_id = c.incident_id and s.kind = c.kind and s.document_id = c.document_id
          and s.number = c.number
      where l.incident_id = text_authors.incident and l.document_id = document
      union all
      select a.person from statement s join holding_mandate h on h.incident_id = s.incident_id and h.mandate_id = s.mandate_id
        join playbook_author a on a.version = h.playbook
      where s.incident_id = text_authors.incident and s.document_id = document);
  end if;
  return array(select distinct w from unnest(wrote) w order by w);
end $$;

-- Whether a text is a template with its blanks filled in: each {blank} of it stands for up to 200 characters of one line.
create function levee.fills_in(said text, template text) returns boolean
language plpgsql immutable set search_path = levee, pg_temp set standard_conforming_strings = on as $$
begin
  return said ~ ('^' || regexp_replace(regexp_replace(btrim(template, E' \n'), '([].[^$*+?(){}|\\])', '\\\1', 'g'),
    '\\\{[a-z_]+\\\}', '[^[:cntrl:]]{1,200}', 'g') || '\s*$');
end $$;

-- LAW-9, handing in: the text is complete, cites nothing refuted, and enough people can still approve it.
create function levee.check_submission() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := new.document_id || '.' || new.number;
  i record;
  rule record;
  able text[];
begin
  select * into i from incident where id = new.incident_id for share;
  -- What it corrects is said before (m0022), under the same lock.
  perform from document d where d.id = new.document_id for no key update;
  update revision r set submitted = true where r.incident_id = new.incident_id and r.kind = new.kind
    and r.document_id = new.document_id and r.number = new.number and r.person = levee.person();
  if not found then
    perform refuse('submission_is_by_the_author', said);
  elsif is_discarded(new.incident_id, new.kind, new.document_id, new.number) then
    perform refuse('discarded_draft_is_left_alone', said);
  end if;
  if new.kind = 'plan' and (select count(*) from plan_part p where p.incident_id = new.incident_id
      and p.document_id = new.document_id and p.number = new.number) <> 4 then
    perform refuse('plan_has_four_parts', said);
  end if;
  if new.kind = 'statement' and not exists (select from rendition d where d.incident_id = new.incident_id
      and d.document_id = new.document_id and d.number = new.number) then
    perform refuse('statement_has_a_rendition', said);
  end if;
  if new.kind in ('waiver', 'lowering', 'withdrawal') and not exists (select from revision r
      where r.incident_id = new.incident_id and r.kind = new.kind and r.document_id = new.document_id
        and r.number = new.number and btrim(r.note) <> '') then
    perform refuse('submission_has_a_reason', said);
  end if;
  if cites_a_refuted_fact(new.incident_id, new.document_id, new.number) then
    perform refuse('text_rests_on_no_refuted_fact', said);
  end if;
  -- What a holding template says was approved beforehand; nothing else is said on it, but in a correction.
  -- Asked in two, so that its plan does not depend on the kind, and is kept.
  if new.kind = 'statement' then
    if exists (
      select from statement s join holding_mandate h on h.incident_id = s.incident_id and h.mandate_id = s.mandate_id
        join rendition d on d.incident_id = s.incident_id and d.kind = 'statement' and d.document_id = s.document_id
          and d.number = new.number
      where s.incident_id = new.incident_id and s.document_id = new.document_id
        and not exists (select from correcting_statement c where c.incident_id = s.incident_id and c.document_id = s.document_id)
        and not exists (select from template t where t.version = h.playbook and t.kind = 'holding' and t.name = h.template
          and t.language = d.language and fills_in(d.title, t.title) and fills_in(d.body, t.body) and d.attachments = '{}')) then
      perform refuse('holding_statement_is_its_template', said);
    end if;
  end if;
  select * into rule from review_rule w where w.version = i.playbook and w.severity = i.severity;
  new.authors := text_authors(new.incident_id, new.kind, new.document_id, new.number);
  able := able_reviewers(new.incident_id, new.authors);
  if cardinality(able) < rule.reviews then
    perform refuse('submission_has_enough_reviewers',
      format('%s of %s: %s', cardinality(able), rule.reviews, array_to_string(able, ', ')));
  end if;
  if rule.legal and not exists (select from unnest(able) h where holds_seat(h, 'legal', new.incident_id)) then
    perform refuse('submission_has_a_legal_reviewer', array_to_string(able, ', '));
  end if;
  new.author := levee.person();
  new.severity := i.severity;
  new.reviews_needed := rule.reviews;
  new.legal_needed := rule.legal;
  new.digest := content_digest(new.incident_id, new.kind, new.document_id, new.number);
  return new;
end $$;
create trigger c_check before insert on levee.submission for each row execute function levee.check_submission();

-- Whether a revision has the reviews of today's severity: enough approvals, none returned, legal where asked.
create function levee.reviews_suffice(incident bigint, kind levee.document_kind, document bigint, number int)
  returns boolean language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  rule record;
  given record;
begin
  select r.reviews, r.legal into rule from incident i
    join review_rule r on r.version = i.playbook and r.severity = i.severity where i.id = reviews_suffice.incident;
  select count(*) filter (where v.verdict = 'approve') as approved,
      count(*) filter (where v.verdict <> 'approve') as returned,
      coalesce(bool_or(v.verdict = 'approve' and v.as_legal), false) as legal
    into given from review v
    where v.incident_id = reviews_suffice.incident and v.kind = reviews_suffice.kind
      and v.document_id = reviews_suffice.document and v.number = reviews_suffice.number;
  return coalesce(given.approved >= rule.reviews and given.returned = 0 and (given.legal or not rule.legal), false);
end $$;

-- A lowering changes the incident: its review takes the incident first.
create function levee.lock_incident_for_lowering() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.kind = 'lowering' then
    perform from incident where id = new.incident_id for no key update;
  end if;
  return new;
end $$;
create trigger a_lock before insert on levee.review
  for each row execute function levee.lock_incident_for_lowering();

-- A review counts only for the newest revision, once handed in; the authors are copied, so that the key and the
-- check (person <> all (authors)) decide. A text approved at a lower severity takes the reviews that it lacks today.
create function levee.check_review() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := new.document_id || '.' || new.number;
  s record;
begin
  select * into s from submission b where b.incident_id = new.incident_id and b.kind = new.kind
    and b.document_id = new.document_id and b.number = new.number for no key update;
  if not found then
    perform refuse('review_is_of_a_submission', said);
  end if;
  if not sits_in_leadership(levee.person()) then
    perform refuse('review_is_by_a_member_of_leadership', levee.person());
  end if;
  new.authors := s.authors;
  new.as_legal := holds_seat(levee.person(), 'legal', new.incident_id);
  if exists (select from submission b where b.incident_id = new.incident_id and b.kind = new.kind
      and b.document_id = new.document_id and b.number > new.number) then
    perform refuse('review_is_of_the_newest_revision', said);
  end if;
  if new.verdict = 'approve' and cites_a_refuted_fact(new.incident_id, new.document_id, new.number) then
    perform refuse('text_rests_on_no_refuted_fact', said);
  end if;
  if exists (select from approval_void a where a.incident_id = new.incident_id and a.kind = new.kind
      and a.document_id = new.document_id and a.number = new.number)
    or (exists (select from approval a where a.incident_id = new.incident_id and a.kind = new.kind
        and a.document_id = new.document_id and a.number = new.number)
      and reviews_suffice(new.incident_id, new.kind, new.document_id, new.number)) then
    perform refuse('review_comes_before_the_approval', said);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.review for each row execute function levee.check_review();

-- Approves every revision of an incident that has the reviews of today's severity and no approval yet: after a review,
-- that one; after a lowering, whatever waited for more.
create function levee.approve_what_suffices(incident bigint, only_document bigint default null) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into approval (incident_id, kind, document_id, number, digest, expires_at)
    select s.incident_id, s.kind, s.document_id, s.number, s.digest,
      case when s.kind = 'statement' and not is_sheet(s.incident_id, s.document_id) then levee.now(s.incident_id) + r.valid
        else 'infinity' end
    from submission s join incident i on i.id = s.incident_id
    join review_rule r on r.version = i.playbook and r.severity = i.severity
    where s.incident_id = approve_what_suffices.incident
      and (s.document_id = only_document or (only_document is null and s.kind <> 'lowering'))
      and not exists (select from submission t where t.incident_id = s.incident_id and t.kind = s.kind
        and t.document_id = s.document_id and t.number > s.number)
      and not exists (select from approval a where a.incident_id = s.incident_id and a.kind = s.kind
        and a.document_id = s.document_id and a.number = s.number)
      and not cites_a_refuted_fact(s.incident_id, s.document_id, s.number)
      and reviews_suffice(s.incident_id, s.kind, s.document_id, s.number);
end $$;

create function levee.apply_review() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.verdict = 'approve' then
    perform approve_what_suffices(new.incident_id, new.document_id);
  else
    -- Returned after it was approved at a lower severity: what was given then stands no more.
    insert into approval_void (incident_id, kind, document_id, number, reason)
      select a.incident_id, a.kind, a.document_id, a.number, 'returned' from approval a
      where a.incident_id = new.incident_id and a.kind = new.kind and a.document_id = new.document_id
        and a.number = new.number on conflict do nothing;
    -- A withdrawal that was returned is not carried out.
    delete from work w using withdrawal x where new.kind = 'withdrawal' and x.incident_id = new.incident_id
      and x.document_id = new.document_id and w.kind in ('retract', 'unpost') and w.subject = x.delivery_id
      and w.state <> 'leased' and decided_withdrawal(x.incident_id, x.delivery_id) is null;
  end if;
  return null;
end $$;
create trigger d_approve after insert on levee.review for each row execute function levee.apply_review();

create function levee.apply_revocation() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from approval a where a.incident_id = new.incident_id and a.kind = new.kind
    and a.document_id = new.document_id and a.number = new.number for update;
  insert into approval_void (incident_id, kind, document_id, number, reason)
    values (new.incident_id, new.kind, new.document_id, new.number, 'revoked') on conflict do nothing;
  return null;
end $$;
create trigger d_void after insert on levee.revocation for each row execute function levee.apply_revocation();

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
      where c.incident_id = new.incident_id and c.fact_id = new.fact_id on conflict do nothing;
  end if;
  return null;
end $$;
create trigger c_apply after insert on levee.fact_check for each row execute function levee.apply_fact_check();
