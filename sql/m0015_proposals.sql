-- Proposals: a reviewer says how it should read, without becoming its author.
--
-- LAW-23: proposing a text is not writing it; who adopts a proposal writes the next revision, and is its author.

-- The words that a reviewer proposes instead: of a rendition by its name, of a plan's part by its number, or of the
-- reason of a waiver, lowering or withdrawal ("note").
create table levee.proposal_text (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  name text not null,
  verdict levee.verdict not null default 'propose' constraint proposal_text_is_a_proposal check (verdict = 'propose'),
  title text not null default '',
  body text not null constraint proposal_text_says_something check (btrim(body) <> ''));
call levee.step('proposal_text', 'planning', 'reviewing', '{leadership}', '{kind,document_id,number,name}', '{verdict}',
  texts => '{title,body}');
alter table levee.proposal_text
  add primary key (incident_id, kind, document_id, number, person, name),
  add constraint proposal_text_is_of_a_review foreign key (incident_id, kind, document_id, number, person, verdict)
    references levee.review (incident_id, kind, document_id, number, person, verdict);

-- Who adopts a proposal writes the next revision, and is its author.
create table levee.adoption (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  from_number int not null,
  proposer text not null,
  verdict levee.verdict not null default 'propose' constraint adoption_is_of_a_proposal check (verdict = 'propose'),
  primary key (incident_id, kind, document_id, number),
  constraint adoption_makes_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number),
  constraint adoption_follows_a_proposal foreign key (incident_id, kind, document_id, from_number, proposer, verdict)
    references levee.review (incident_id, kind, document_id, number, person, verdict));
call levee.step('adoption', 'planning', 'reviewing', '{response,leadership}',
  '{kind,document_id,number,from_number,proposer}', '{verdict}');

-- A proposal names what the revision has, and says at least one text. Checked at commit: the review comes first.
create function levee.check_proposal_text() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not (case new.kind
      when 'plan' then exists (select from plan_part p where p.incident_id = new.incident_id
        and p.document_id = new.document_id and p.number = new.number and p.part::text = new.name)
      when 'statement' then exists (select from rendition d where d.incident_id = new.incident_id
        and d.document_id = new.document_id and d.number = new.number and d.name = new.name)
      else new.name = 'note' end) then
    perform refuse('proposal_text_is_of_a_piece', new.name);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.proposal_text
  for each row execute function levee.check_proposal_text();
create function levee.proposal_is_complete() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.verdict = 'propose' and not exists (select from proposal_text p where p.incident_id = new.incident_id
      and p.kind = new.kind and p.document_id = new.document_id and p.number = new.number and p.person = new.person) then
    perform refuse('review_proposal_has_a_text', new.document_id || '.' || new.number);
  end if;
  return null;
end $$;
create constraint trigger proposal_complete after insert on levee.review deferrable initially deferred
  for each row execute function levee.proposal_is_complete();

-- A review that proposes other words: {"name", "title", "body"} each.
create function levee.propose(incident bigint, kind levee.document_kind, document bigint, number int, reason text,
  texts jsonb) returns void language plpgsql set search_path = levee, pg_temp as $$
begin
  insert into review (incident_id, kind, document_id, number, verdict, reason)
    values (propose.incident, propose.kind, document, propose.number, 'propose', propose.reason);
  insert into proposal_text (incident_id, kind, document_id, number, name, title, body)
    select propose.incident, propose.kind, document, propose.number, t ->> 'name', coalesce(t ->> 'title', ''),
      t ->> 'body' from jsonb_array_elements(texts) t;
end $$;
grant execute on function levee.propose to levee_leadership;

-- The next revision of a text: as an earlier one says, with a proposer's words where they said some.
create function levee.copy_revision(incident bigint, kind levee.document_kind, document bigint, number int,
  proposer text default '') returns int language plpgsql set search_path = levee, pg_temp as $$
declare
  n int;
begin
  insert into revision (incident_id, kind, document_id, note)
    select r.incident_id, r.kind, r.document_id, coalesce(p.body, r.note) from revision r
    left join proposal_text p on p.incident_id = r.incident_id and p.kind = r.kind and p.document_id = r.document_id
      and p.number = r.number and p.person = copy_revision.proposer and p.name = 'note'
    where r.incident_id = copy_revision.incident and r.kind = copy_revision.kind and r.document_id = document
      and r.number = copy_revision.number returning revision.number into n;
  if n is null then
    perform refuse('revision_is_of_a_document', document || '.' || copy_revision.number);
  elsif copy_revision.kind = 'plan' then
    insert into plan_part (incident_id, document_id, number, part, body)
      select d.incident_id, d.document_id, n, d.part, coalesce(p.body, d.body) from plan_part d
      left join proposal_text p on p.incident_id = d.incident_id and p.kind = d.kind and p.document_id = d.document_id
        and p.number = d.number and p.person = copy_revision.proposer and p.name = d.part::text
      where d.incident_id = copy_revision.incident and d.kind = copy_revision.kind and d.document_id = document
        and d.number = copy_revision.number;
  elsif copy_revision.kind = 'statement' then
    insert into rendition (incident_id, document_id, number, name, channel_kind, audience, language, title, body,
        attachments)
      select d.incident_id, d.document_id, n, d.name, d.channel_kind, d.audience, d.language,
        coalesce(nullif(p.title, ''), d.title), coalesce(p.body, d.body), d.attachments from rendition d
      left join proposal_text p on p.incident_id = d.incident_id and p.kind = d.kind and p.document_id = d.document_id
        and p.number = d.number and p.person = copy_revision.proposer and p.name = d.name
      where d.incident_id = copy_revision.incident and d.kind = copy_revision.kind and d.document_id = document
        and d.number = copy_revision.number;
    insert into citation (incident_id, document_id, number, fact_id)
      select c.incident_id, c.document_id, n, c.fact_id from citation c where c.incident_id = copy_revision.incident
        and c.kind = copy_revision.kind and c.document_id = document and c.number = copy_revision.number;
  end if;
  return n;
end $$;

-- Adopts a proposal: the caller becomes the author of the next revision, and hands it in.
create function levee.adopt(incident bigint, kind levee.document_kind, document bigint, number int, proposer text)
  returns int language plpgsql set search_path = levee, pg_temp as $$
declare
  n int := copy_revision(adopt.incident, adopt.kind, document, adopt.number, adopt.proposer);
begin
  insert into adoption (incident_id, kind, document_id, number, from_number, proposer)
    values (adopt.incident, adopt.kind, document, n, adopt.number, adopt.proposer);
  insert into submission (incident_id, kind, document_id, number) values (adopt.incident, adopt.kind, document, n);
  return n;
end $$;

-- Hands the newest revision in once more, word for word: when its approval has run out, or was taken back in error.
create function levee.renew(incident bigint, kind levee.document_kind, document bigint) returns int
language plpgsql set search_path = levee, pg_temp as $$
declare
  n int := copy_revision(renew.incident, renew.kind, document, coalesce((select max(r.number) from revision r
    where r.incident_id = renew.incident and r.kind = renew.kind and r.document_id = document), 0));
begin
  insert into submission (incident_id, kind, document_id, number) values (renew.incident, renew.kind, document, n);
  return n;
end $$;
grant execute on function levee.copy_revision, levee.adopt, levee.renew to levee_response, levee_leadership;
