-- What comes back from the public and needs an answer: a reply, then a resolution.

create table levee.feedback (
  id bigint generated always as identity primary key,
  incident_id bigint not null constraint feedback_is_of_an_incident references levee.incident,
  sender text not null constraint feedback_sender_is_known
    check (sender in ('customer', 'journalist', 'regulator', 'employee', 'investor')),
  contact text not null default '',
  text text not null constraint feedback_says_something check (btrim(text) <> ''),
  constraint feedback_of_incident unique (incident_id, id));
call levee.step('feedback', 'assessing', 'reviewing', '{monitoring,response}', '{id,sender}', texts => '{contact,text}');

-- A reply is an approved text: a reply template of the playbook, an answer of the Q&A sheet, or a statement that leadership approved; or
-- words of one's own, which are reviewed afterwards (m0079).
create table levee.reply (
  incident_id bigint not null,
  feedback_id bigint not null,
  basis text not null constraint reply_basis_is_known check (basis in ('template', 'answer', 'statement', 'own_words')),
  primary key (incident_id, feedback_id),
  constraint reply_has_one_basis unique (incident_id, feedback_id, basis),
  constraint reply_is_of_feedback foreign key (incident_id, feedback_id) references levee.feedback (incident_id, id));
call levee.step('reply', 'planning', 'reviewing', '{response}', '{feedback_id,basis}');
revoke insert (incident_id, feedback_id, basis) on levee.reply from levee_response;

create table levee.reply_from_template (
  incident_id bigint not null,
  feedback_id bigint not null,
  playbook int not null,
  template_kind text not null default 'reply'
    constraint reply_from_template_uses_a_reply_template check (template_kind = 'reply'),
  template text not null,
  language levee.language not null,
  primary key (incident_id, feedback_id),
  constraint reply_from_template_is_a_reply foreign key (incident_id, feedback_id)
    references levee.reply (incident_id, feedback_id),
  constraint reply_from_template_is_of_the_incidents_playbook foreign key (incident_id, playbook)
    references levee.incident (id, playbook),
  constraint reply_from_template_has_a_template foreign key (playbook, template_kind, template, language)
    references levee.template (version, kind, name, language));
call levee.step('reply_from_template', 'planning', 'reviewing', '{response}', '{feedback_id,template}', '{template_kind}');

create table levee.reply_from_statement (
  incident_id bigint not null,
  feedback_id bigint not null,
  kind levee.document_kind not null default 'statement'
    constraint reply_from_statement_uses_a_statement check (kind = 'statement'),
  document_id bigint not null,
  number int not null,
  digest bytea not null,
  primary key (incident_id, feedback_id),
  constraint reply_from_statement_is_a_reply foreign key (incident_id, feedback_id)
    references levee.reply (incident_id, feedback_id),
  constraint reply_from_statement_is_approved foreign key (incident_id, kind, document_id, number, digest)
    references levee.approval (incident_id, kind, document_id, number, digest));
call levee.step('reply_from_statement', 'planning', 'reviewing', '{response}', '{feedback_id,document_id,number}',
  '{kind}');

create table levee.reply_from_answer (
  incident_id bigint not null,
  feedback_id bigint not null,
  kind levee.document_kind not null default 'statement'
    constraint reply_from_answer_uses_a_statement check (kind = 'statement'),
  document_id bigint not null,
  sheet boolean not null default true constraint reply_from_answer_uses_the_sheet check (sheet),
  number int not null,
  digest bytea not null,
  rendition text not null,
  primary key (incident_id, feedback_id),
  constraint reply_from_answer_is_a_reply foreign key (incident_id, feedback_id)
    references levee.reply (incident_id, feedback_id),
  constraint reply_from_answer_is_in_the_sheet foreign key (incident_id, document_id, sheet)
    references levee.statement (incident_id, document_id, sheet),
  constraint reply_from_answer_is_approved foreign key (incident_id, kind, document_id, number, digest)
    references levee.approval (incident_id, kind, document_id, number, digest),
  constraint reply_from_answer_has_a_question foreign key (incident_id, kind, document_id, number, rendition)
    references levee.rendition (incident_id, kind, document_id, number, name));
call levee.step('reply_from_answer', 'planning', 'reviewing', '{response}', '{feedback_id,document_id,number,rendition}',
  '{kind,sheet,digest}');

-- Whom a text may be meant for, that somebody who asks is given.
create function levee.audiences_of(sender text) returns levee.audience[]
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return array['public', case sender when 'customer' then 'customers' when 'journalist' then 'media' when 'regulator' then 'regulators'
    when 'employee' then 'employees' else 'investors' end]::audience[];
end $$;

create function levee.make_reply() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into reply (incident_id, feedback_id, basis) values (new.incident_id, new.feedback_id, tg_argv[0]);
  return new;
end $$;
create trigger c_reply before insert on levee.reply_from_template
  for each row execute function levee.make_reply('template');
-- A statement that is out may be repeated as long as it is neither refuted, taken back nor withdrawn; one that is not out
-- has to stand as if it were sent now.
create function levee.check_reply_statement() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  asked_by text := (select f.sender from feedback f where f.incident_id = new.incident_id and f.id = new.feedback_id);
begin
  perform from incident i where i.id = new.incident_id for share;
  if (select i.stopping from incident i where i.id = new.incident_id) then
    perform refuse('delivery_is_of_an_open_incident', new.incident_id::text);
  elsif exists (select from rendition d where d.incident_id = new.incident_id and d.kind = 'statement'
      and d.document_id = new.document_id and d.number = new.number and d.salt = '') then
    perform refuse('delivery_is_not_of_an_erased_text', new.document_id || '.' || new.number);
  elsif is_sheet(new.incident_id, new.document_id) then
    perform refuse('reply_from_statement_is_no_sheet', levee.reference('statement', new.document_id, new.number));
  elsif not exists (select from rendition d where d.incident_id = new.incident_id and d.kind = 'statement'
      and d.document_id = new.document_id and d.number = new.number and d.audience = any (audiences_of(asked_by))) then
    perform refuse('reply_from_statement_is_for_who_asked', asked_by);
  end if;
  if is_withdrawn(new.incident_id, new.document_id, new.number) then
    perform refuse('reply_from_statement_is_not_of_a_withdrawn_text', new.document_id || '.' || new.number);
  end if;
  if cites_a_refuted_fact(new.incident_id, new.document_id, new.number)
    or exists (select from approval_void v where v.incident_id = new.incident_id and v.kind = 'statement'
      and v.document_id = new.document_id and v.number = new.number)
    or not exists (select from delivery d join delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
      where d.incident_id = new.incident_id and d.document_id = new.document_id and d.number = new.number) then
    perform refuse_unless_standing(new.incident_id, new.document_id, new.number);
  end if;
  return new;
end $$;
create trigger b_standing before insert on levee.reply_from_statement
  for each row execute function levee.check_reply_statement();
-- An answer is given as long as it stands, in the newest sheet that does, to those for whom it is meant.
create function levee.check_reply_answer() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := levee.reference('statement', new.document_id, new.number);
begin
  perform from incident i where i.id = new.incident_id for share;
  if not is_sheet(new.incident_id, new.document_id) then
    perform refuse('reply_from_answer_is_in_the_sheet', said);
  end if;
  perform refuse_unless_standing(new.incident_id, new.document_id, new.number);
  select a.digest into new.digest from approval a where a.incident_id = new.incident_id and a.kind = 'statement'
    and a.document_id = new.document_id and a.number = new.number;
  if exists (select from approval a where a.incident_id = new.incident_id and a.kind = 'statement' and a.document_id = new.document_id
      and a.number > new.number and not exists (select from approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
        and v.document_id = a.document_id and v.number = a.number)) then
    perform refuse('reply_from_answer_is_of_the_newest_sheet', said);
  elsif exists (select from rendition d join feedback f on f.incident_id = d.incident_id and f.id = new.feedback_id
      where d.incident_id = new.incident_id and d.kind = 'statement' and d.document_id = new.document_id and d.number = new.number
        and d.name = new.rendition and d.audience <> all (audiences_of(f.sender))) then
    perform refuse('reply_from_answer_is_for_who_asked', new.rendition);
  end if;
  return new;
end $$;
create trigger b_standing before insert on levee.reply_from_answer
  for each row execute function levee.check_reply_answer();
create trigger c_reply before insert on levee.reply_from_answer
  for each row execute function levee.make_reply('answer');
create trigger c_reply before insert on levee.reply_from_statement
  for each row execute function levee.make_reply('statement');

create table levee.resolution (
  incident_id bigint not null,
  feedback_id bigint not null,
  outcome text not null constraint resolution_has_an_outcome check (btrim(outcome) <> ''),
  satisfied text not null default 'unknown'
    constraint resolution_satisfaction_is_known check (satisfied in ('yes', 'no', 'unknown')),
  primary key (incident_id, feedback_id),
  constraint resolution_follows_a_reply foreign key (incident_id, feedback_id)
    references levee.reply (incident_id, feedback_id));
call levee.step('resolution', 'planning', 'reviewing', '{response}', '{feedback_id,satisfied}',
  texts => '{outcome}');

-- Whoever asked is answered, and then their question is resolved: within the time that the playbook gives for their kind.
insert into levee.duty_kind (name, team, target, share, gate, aim, since) values
  ('feedback_resolution', 'response', 'feedback_resolution', '', 'feedback_resolved', true, 'assessing'),
  ('reply', 'response', 'feedback_reply', '', '', false, 'planning'),
  ('resolve', 'response', '', 'feedback_resolution', '', false, 'planning');
call levee.opens('feedback', 'feedback_resolution', $$'Q' || new.id$$, 'i.id = new.incident_id', 'span => t.resolution',
  'incident i left join feedback_target t on t.version = i.playbook and t.sender = new.sender and t.severity = i.severity');
call levee.opens('feedback', 'reply', $$'Q' || new.id$$, 'i.id = new.incident_id', 'span => t.reply',
  'incident i left join feedback_target t on t.version = i.playbook and t.sender = new.sender and t.severity = i.severity');
call levee.settles('reply', '{reply}', $$'Q' || new.feedback_id$$);
call levee.opens('reply', 'resolve', $$'Q' || new.feedback_id$$);
call levee.settles('resolution', '{resolve,feedback_resolution}', $$'Q' || new.feedback_id$$);

-- Until when the open messages of an incident are owed a reply, or after it their resolution. A function, since row security would ask
-- of every duty beside every message who may read it; here it is asked once.
create function levee.feedback_deadlines(incident bigint) returns table (feedback_id bigint, due_at timestamptz)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{monitoring,response}', feedback_deadlines.incident);
  return query select f.id, nullif(d.due_at, 'infinity') from feedback f
    left join reply r on r.incident_id = f.incident_id and r.feedback_id = f.id
    join duty d on d.incident_id = f.incident_id and d.team = 'response' and d.subject = 'Q' || f.id and d.state = 'open'
      and d.kind = case when r.feedback_id is null then 'reply' else 'feedback_resolution' end
    where f.incident_id = feedback_deadlines.incident;
end $$;
grant execute on function levee.feedback_deadlines to levee_monitoring, levee_response;
