-- Statements and what lets them exist.
--
-- LAW-7:  what leadership did not approve, byte for byte, cannot be sent; and an approval has to stand when it is used.
-- LAW-10: a statement needs a mandate: an approved plan with readiness, or an approved holding template.

-- A mandate is created by its subtype's trigger, in nobody's grant.
create table levee.mandate (
  id bigint generated always as identity primary key,
  incident_id bigint not null,
  kind text not null constraint mandate_kind_is_known check (kind in ('plan', 'holding')),
  constraint mandate_of_incident unique (incident_id, id),
  constraint mandate_is_of_one_kind unique (incident_id, id, kind));
call levee.step('mandate', 'planning', 'responding', '{response}', '{id,kind}');
revoke insert (incident_id, kind) on levee.mandate from levee_response;

create table levee.plan_mandate (
  incident_id bigint not null,
  mandate_id bigint not null,
  mandate_kind text not null default 'plan' constraint plan_mandate_is_of_a_plan check (mandate_kind = 'plan'),
  kind levee.document_kind not null default 'plan' constraint plan_mandate_names_a_plan check (kind = 'plan'),
  document_id bigint not null,
  number int not null,
  digest bytea not null,
  primary key (incident_id, mandate_id),
  constraint plan_mandate_once_per_revision unique (incident_id, document_id, number),
  constraint plan_mandate_is_a_mandate foreign key (incident_id, mandate_id, mandate_kind)
    references levee.mandate (incident_id, id, kind),
  constraint plan_mandate_has_an_approved_plan foreign key (incident_id, kind, document_id, number, digest)
    references levee.approval (incident_id, kind, document_id, number, digest),
  constraint plan_mandate_has_readiness foreign key (incident_id) references levee.readiness (incident_id));
call levee.step('plan_mandate', 'responding', 'responding', '{response}', '{mandate_id,document_id,number}',
  '{mandate_id,mandate_kind,kind}');

create table levee.holding_mandate (
  incident_id bigint not null,
  mandate_id bigint not null,
  mandate_kind text not null default 'holding' constraint holding_mandate_is_holding check (mandate_kind = 'holding'),
  command_revision int not null,
  playbook int not null,
  template_kind text not null default 'holding'
    constraint holding_mandate_uses_a_holding_template check (template_kind = 'holding'),
  template text not null,
  language levee.language not null,
  primary key (incident_id, mandate_id),
  constraint holding_mandate_is_a_mandate foreign key (incident_id, mandate_id, mandate_kind)
    references levee.mandate (incident_id, id, kind),
  constraint holding_mandate_follows_a_command foreign key (incident_id, command_revision)
    references levee.command (incident_id, revision),
  constraint holding_mandate_is_of_the_incidents_playbook foreign key (incident_id, playbook)
    references levee.incident (id, playbook),
  constraint holding_mandate_has_a_template foreign key (playbook, template_kind, template, language)
    references levee.template (version, kind, name, language));
call levee.step('holding_mandate', 'planning', 'responding', '{response}',
  '{mandate_id,command_revision,playbook,template}', '{mandate_id,mandate_kind,template_kind}');

create function levee.make_mandate() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into mandate (incident_id, kind) values (new.incident_id, new.mandate_kind) returning id into new.mandate_id;
  return new;
end $$;
create trigger c_mandate before insert on levee.plan_mandate for each row execute function levee.make_mandate();
create trigger c_mandate before insert on levee.holding_mandate for each row execute function levee.make_mandate();

create table levee.statement (
  incident_id bigint not null,
  kind levee.document_kind not null default 'statement' constraint statement_is_a_statement check (kind = 'statement'),
  document_id bigint not null,
  mandate_id bigint not null,
  purpose text not null default '',
  -- The Q&A sheet of the incident: each rendition is a question with its answer. It goes to no channel; whoever replies uses it.
  sheet boolean not null default false,
  primary key (incident_id, kind, document_id),
  constraint statement_is_a_document foreign key (incident_id, kind, document_id)
    references levee.document (incident_id, kind, id),
  constraint statement_keeps_its_mandate unique (incident_id, document_id, mandate_id),
  constraint statement_is_a_sheet_or_not unique (incident_id, document_id, sheet),
  constraint statement_has_a_mandate foreign key (incident_id, mandate_id) references levee.mandate (incident_id, id));
-- In `reviewing` only corrections are written and sent: the trigger of m0022 says so.
call levee.step('statement', 'planning', 'reviewing', '{response}', '{document_id,mandate_id,sheet}', texts => '{purpose}');
create unique index statement_sheet_once on levee.statement (incident_id) where sheet;

-- Whether a text is the Q&A sheet of its incident.
create function levee.is_sheet(incident bigint, document bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from statement s where s.incident_id = is_sheet.incident and s.document_id = document and s.sheet);
end $$;

-- Answers stand in the sheet, and nothing else does: whatever stands elsewhere goes out.
create function levee.check_sheet() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from rendition d where d.incident_id = new.incident_id and d.kind = 'statement' and d.document_id = new.document_id
      and d.number = new.number and (d.channel_kind = 'answers') <> is_sheet(new.incident_id, new.document_id)) then
    perform refuse('answers_stand_in_the_sheet', new.document_id || '.' || new.number);
  end if;
  return new;
end $$;
create trigger c_sheet before insert on levee.submission for each row when (new.kind = 'statement')
  execute function levee.check_sheet();

-- A new statement on the incident's plan, or on a holding template; its first revision with all renditions.
-- Each rendition: {"name", "channel_kind", "audience", "language", "title", "body", "attachments": [hex, …]}.
-- `late`: it corrects what was refuted after the case before was archived (m0022). `sheet`: it is the Q&A sheet.
create function levee.draft_statement(incident bigint, holding text, purpose text, renditions jsonb, facts bigint[],
  submit boolean, late boolean default false, sheet boolean default false, channels text[] default '{}')
  returns table (document_id bigint, number int) language plpgsql set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  doc bigint;
  mandate bigint;
  plan record;  -- the newest one whose approval stands
begin
  if holding <> '' then
    insert into holding_mandate (incident_id, command_revision, playbook, template, language)
      select draft_statement.incident, coalesce((select max(c.revision) from command c where c.incident_id = i.id), 0),
        i.playbook, holding, (renditions -> 0 ->> 'language')::language
      from incident i where i.id = draft_statement.incident returning mandate_id into mandate;
  else
    select a.document_id, a.number, a.digest into plan from approval a
      where a.incident_id = draft_statement.incident and a.kind = 'plan' and not exists (
        select from approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
          and v.document_id = a.document_id and v.number = a.number)
      order by a.number desc limit 1;
    select m.mandate_id into mandate from plan_mandate m where m.incident_id = draft_statement.incident
      and m.document_id = plan.document_id and m.number = plan.number;
    if plan.number is not null and mandate is null then
      insert into plan_mandate (incident_id, document_id, number, digest)
        values (draft_statement.incident, plan.document_id, plan.number, plan.digest) returning mandate_id into mandate;
    end if;
  end if;
  if mandate is null then
    perform refuse('statement_has_a_mandate');
  end if;
  insert into document (incident_id, kind) values (draft_statement.incident, 'statement') returning id into doc;
  insert into statement (incident_id, document_id, mandate_id, purpose, sheet)
    values (draft_statement.incident, doc, mandate, draft_statement.purpose, draft_statement.sheet);
  if late then
    perform correct_late(draft_statement.incident, doc);
  end if;
  return query select doc, r
    from revise_statement(draft_statement.incident, doc, renditions, facts, draft_statement.submit,
      draft_statement.channels) r;
end $$;

-- The next revision of a statement; handed in at once if asked, and then refused as a whole if that is refused. Without channels it
-- goes where the revision before it would have gone.
create function levee.revise_statement(incident bigint, document bigint, renditions jsonb, facts bigint[],
  submit boolean, channels text[] default '{}') returns int language plpgsql set search_path = levee, pg_temp as $$
declare
  n int;
begin
  insert into revision (incident_id, kind, document_id) values (revise_statement.incident, 'statement', document)
    returning number into n;
  insert into rendition (incident_id, document_id, number, name, channel_kind, audience, language, title, body, attachments)
    select revise_statement.incident, document, n, r ->> 'name', r ->> 'channel_kind',
      coalesce(r ->> 'audience', 'public')::audience,
      (r ->> 'language')::language, r ->> 'title', r ->> 'body',
      coalesce((select array_agg(decode(a, 'hex')) from jsonb_array_elements_text(r -> 'attachments') a), '{}')
    from jsonb_array_elements(renditions) r;
  insert into citation (incident_id, document_id, number, fact_id)
    select revise_statement.incident, document, n, f from unnest(facts) f group by f;
  insert into route (incident_id, document_id, number, channel)
    select revise_statement.incident, document, n, c from unnest(channels) c group by c union all
    select revise_statement.incident, document, n, o.channel from route o where channels = '{}'
      and o.incident_id = revise_statement.incident and o.document_id = document and o.number = n - 1;
  if submit then
    insert into submission (incident_id, kind, document_id, number)
      values (revise_statement.incident, 'statement', document, n);
  end if;
  return n;
end $$;
grant execute on function levee.draft_statement, levee.revise_statement to levee_response;

-- The withdrawal of a delivery that leadership decided on, as far as that stands today: NULL without one.
create function levee.decided_withdrawal(incident bigint, delivery bigint) returns bigint
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select w.document_id from withdrawal w
    join approval a on a.incident_id = w.incident_id and a.kind = 'withdrawal' and a.document_id = w.document_id
    where w.incident_id = decided_withdrawal.incident and w.delivery_id = delivery
      and not exists (select from approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
        and v.document_id = a.document_id and v.number = a.number)
      and reviews_suffice(a.incident_id, a.kind, a.document_id, a.number)
    order by a.event_id desc limit 1);
end $$;

-- Whether the withdrawal of these words is decided, from wherever they are out, by an approval that is newer than this text's.
create function levee.is_withdrawn(incident bigint, document bigint, number int) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  if not exists (select from withdrawal w where w.incident_id = is_withdrawn.incident) then
    return false;
  end if;
  return exists (
    select from withdrawal w
    join approval a on a.incident_id = w.incident_id and a.kind = 'withdrawal' and a.document_id = w.document_id
    join delivery d on d.incident_id = w.incident_id and d.id = w.delivery_id
    join rendition r on r.incident_id = d.incident_id and r.kind = d.kind and r.document_id = d.document_id and r.number = d.number
      and r.name = d.rendition
    where w.incident_id = is_withdrawn.incident
      and not exists (select from approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
        and v.document_id = a.document_id and v.number = a.number)
      and ((d.document_id = document and d.number = is_withdrawn.number)
        or exists (select from rendition mine join approval given on given.incident_id = mine.incident_id
            and given.kind = mine.kind and given.document_id = mine.document_id and given.number = mine.number
          where mine.incident_id = is_withdrawn.incident and mine.kind = 'statement' and mine.document_id = document
            and mine.number = is_withdrawn.number and words_of(mine.body) = words_of(r.body) and given.event_id < a.event_id)));
end $$;

-- LAW-7: whether an approved text may go out at this moment. Locks in the order of the law: incident, revision,
-- facts by id, approvals by id. That it was approved is not believed: its digest is computed again.
create function levee.refuse_unless_standing(incident bigint, document bigint, number int) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := document || '.' || number;
  i record;
  a record;
  p record;
begin
  select * into i from incident where id = refuse_unless_standing.incident for share;
  perform from revision r where r.incident_id = refuse_unless_standing.incident and r.kind = 'statement'
    and r.document_id = document and r.number = refuse_unless_standing.number for share;
  if cites_a_refuted_fact(refuse_unless_standing.incident, document, refuse_unless_standing.number) then
    perform refuse('text_rests_on_no_refuted_fact', said);
  end if;
  perform from approval w where w.incident_id = refuse_unless_standing.incident
    and w.kind in ('plan', 'statement') order by w.document_id, w.number for share;
  select * into a from approval w where w.incident_id = refuse_unless_standing.incident
    and w.kind = 'statement' and w.document_id = document and w.number = refuse_unless_standing.number;
  if not found then
    perform refuse('delivery_is_approved', said);
  end if;
  if a.digest <> content_digest(refuse_unless_standing.incident, 'statement', document, refuse_unless_standing.number) then
    perform refuse('delivery_is_word_for_word', said);
  end if;
  if i.stage = 'closed' or (i.stopping and not exists (select from correcting_statement c
      where c.incident_id = refuse_unless_standing.incident and c.document_id = document)) then
    perform refuse('delivery_is_of_an_open_incident', i.stage::text);
  end if;
  if exists (select from approval_void v where v.incident_id = refuse_unless_standing.incident
      and v.kind = 'statement' and v.document_id = document and v.number = refuse_unless_standing.number) then
    perform refuse('delivery_stands_on_a_standing_approval', said);
  end if;
  if is_withdrawn(refuse_unless_standing.incident, document, refuse_unless_standing.number) then
    perform refuse('delivery_is_not_of_a_withdrawn_text', said);
  end if;
  if exists (select from rendition d where d.incident_id = refuse_unless_standing.incident and d.kind = 'statement'
      and d.document_id = document and d.number = refuse_unless_standing.number and d.salt = '') then
    perform refuse('delivery_is_not_of_an_erased_text', said);
  end if;
  if a.expires_at <= levee.now(refuse_unless_standing.incident) then
    perform refuse('delivery_comes_before_the_approval_runs_out', said);
  end if;
  select m.document_id, m.number, r.basis into p from statement s
    join plan_mandate m on m.incident_id = s.incident_id and m.mandate_id = s.mandate_id
    join readiness r on r.incident_id = m.incident_id
    where s.incident_id = refuse_unless_standing.incident and s.document_id = document;
  if p is not null then
    if exists (select from approval_void v where v.incident_id = refuse_unless_standing.incident and v.kind = 'plan'
        and v.document_id = p.document_id and v.number = p.number) then
      perform refuse('delivery_stands_on_a_standing_plan', said);
    end if;
    if not reviews_suffice(refuse_unless_standing.incident, 'plan', p.document_id, p.number)
      or (p.basis = 'waiver' and not exists (select from approval w where w.incident_id = refuse_unless_standing.incident
        and w.kind = 'waiver' and reviews_suffice(w.incident_id, 'waiver', w.document_id, w.number))) then
      perform refuse('delivery_stands_on_a_plan_of_todays_severity', levee.reference('plan', p.document_id, p.number));
    end if;
  end if;
  if not reviews_suffice(refuse_unless_standing.incident, 'statement', document, number) then
    perform refuse('delivery_has_the_reviews_of_todays_severity', said);
  end if;
end $$;

-- Once the response has begun, somebody writes; what is approved is sent, as long as the approval lasts.
insert into levee.duty_kind (name, team, share, since, until, outlives_stop) values
  ('statement', 'response', 'first_statement', 'responding', 'responding', false),
  ('send', 'response', 'first_statement', 'planning', 'reviewing', true);
-- Whether an incident has a statement, or a draft of one that was not discarded.
create function levee.has_statement(incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from statement s join revision r on r.incident_id = s.incident_id and r.kind = s.kind
      and r.document_id = s.document_id
    where s.incident_id = has_statement.incident and not s.sheet
      and not is_discarded(r.incident_id, r.kind, r.document_id, r.number));
end $$;
call levee.opens('stage_entry', 'statement', condition => $$new.stage = 'responding' and not has_statement(new.incident_id)$$);
call levee.opens('discard', 'statement', condition => $$new.kind = 'statement' and not has_statement(new.incident_id)
  and (select i.stage = 'responding' from incident i where i.id = new.incident_id)$$);
call levee.settles('statement', '{statement}', condition => 'not new.sheet');
call levee.opens('approval', 'send', 'levee.reference(new.kind, new.document_id, new.number)',
  $$new.kind = 'statement' and not is_sheet(new.incident_id, new.document_id)$$,
  'document => new.document_id, lapses => new.expires_at');
