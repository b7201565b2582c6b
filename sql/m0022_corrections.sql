-- Corrections: a claim that is out and turns out wrong is put right, where it was said.
--
-- LAW-25: refuting a fact that a delivered text cites opens a correction. It is written and delivered on the mandate of
--         the text that it corrects, while responding and while reviewing; neither stage ends before it is out on every
--         channel that showed the claim, or the claim was taken down there. After closing it opens a linked incident.

create table levee.correction (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  kind levee.document_kind not null default 'statement' constraint correction_is_of_a_statement check (kind = 'statement'),
  document_id bigint not null,
  number int not null,
  fact_id bigint not null,
  constraint correction_once_per_claim unique (incident_id, document_id, number, fact_id),
  constraint correction_of_one_text unique (incident_id, id, document_id),
  constraint correction_is_of_an_approved_text foreign key (incident_id, kind, document_id, number)
    references levee.approval (incident_id, kind, document_id, number),
  constraint correction_is_of_a_citation foreign key (incident_id, kind, document_id, number, fact_id)
    references levee.citation (incident_id, kind, document_id, number, fact_id));
call levee.step('correction', 'planning', 'reviewing', '{monitoring,response}', '{id,document_id,number,fact_id}',
  '{kind}');
revoke insert (incident_id, document_id, number, fact_id) on levee.correction from levee_monitoring, levee_response;

-- The statement that corrects: on the same mandate, by key, as the one that was wrong.
create table levee.correcting_statement (
  incident_id bigint not null,
  document_id bigint not null,
  mandate_id bigint not null,
  correction_id bigint not null,
  corrected bigint not null,
  primary key (incident_id, document_id, correction_id),
  constraint correcting_statement_is_a_statement foreign key (incident_id, document_id, mandate_id)
    references levee.statement (incident_id, document_id, mandate_id),
  constraint correcting_statement_keeps_the_mandate foreign key (incident_id, corrected, mandate_id)
    references levee.statement (incident_id, document_id, mandate_id),
  constraint correcting_statement_is_another check (corrected <> document_id),
  constraint correcting_statement_is_of_a_correction foreign key (incident_id, correction_id, corrected)
    references levee.correction (incident_id, id, document_id));
create index correcting_statement_of on levee.correcting_statement (incident_id, correction_id);
call levee.step('correcting_statement', 'planning', 'reviewing', '{response}', '{document_id,correction_id,corrected}');

-- A fact of an archived case is refuted: the case stays as it was, and this incident begins.
create table levee.late_refutation (
  incident_id bigint not null,
  predecessor bigint not null,
  fact_id bigint not null,
  reason text not null constraint late_refutation_has_a_reason check (btrim(reason) <> ''),
  primary key (incident_id, fact_id),
  constraint late_refutation_is_linked foreign key (incident_id, predecessor)
    references levee.incident (id, predecessor),
  constraint late_refutation_is_of_a_fact foreign key (predecessor, fact_id) references levee.fact (incident_id, id));
call levee.step('late_refutation', 'assessing', 'assessing', '{monitoring}', '{predecessor,fact_id}',
  texts => '{reason}');

create table levee.late_correction (
  incident_id bigint not null,
  kind levee.document_kind not null default 'statement' constraint late_correction_is_a_statement check (kind = 'statement'),
  document_id bigint not null,
  fact_id bigint not null,
  primary key (incident_id, document_id, fact_id),
  constraint late_correction_is_of_a_statement foreign key (incident_id, kind, document_id)
    references levee.statement (incident_id, kind, document_id),
  constraint late_correction_is_of_a_refutation foreign key (incident_id, fact_id)
    references levee.late_refutation (incident_id, fact_id));
call levee.step('late_correction', 'planning', 'reviewing', '{response}', '{document_id,fact_id}', '{kind}');

-- What a text corrects is said before it is handed in: who wrote the wrong one is among its authors.
create function levee.correction_is_said_first() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from document d where d.id = new.document_id for no key update;
  if exists (select from submission s where s.incident_id = new.incident_id and s.kind = 'statement'
      and s.document_id = new.document_id) then
    perform refuse('correction_is_said_before_it_is_handed_in', new.document_id::text);
  end if;
  return new;
end $$;
create trigger c_first before insert on levee.correcting_statement
  for each row execute function levee.correction_is_said_first();
create trigger c_first before insert on levee.late_correction
  for each row execute function levee.correction_is_said_first();

-- What is still to be corrected, and where: each wrong claim with the channels that show it. A delivery of a wrong text is put right by one that is out, and was not taken down, on the same channel, for the same readers.
create view levee.open_correction as
with out as not materialized (
  select d.incident_id, d.id, d.document_id, d.number, d.channel, d.audience, d.language
  from levee.delivery d join levee.delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
  where not exists (select from levee.withdrawal_receipt w where w.incident_id = d.incident_id and w.delivery_id = d.id))
select c.incident_id, c.id as correction_id, c.document_id, c.number, c.fact_id, c.at,
  array_agg(distinct d.channel order by d.channel) as channels
from levee.correction c
join out d on d.incident_id = c.incident_id and d.document_id = c.document_id and d.number = c.number
where not exists (
    select from levee.correcting_statement s
    join out e on e.incident_id = s.incident_id and e.document_id = s.document_id and e.channel = d.channel
      and e.audience = d.audience and e.language = d.language
    where s.incident_id = c.incident_id and s.correction_id = c.id)
group by 1, 2, 3, 4, 5, 6
union all
select l.incident_id, 0, 0, 0, l.fact_id, l.at, array_agg(distinct d.channel order by d.channel)
from levee.late_refutation l
join levee.citation c on c.incident_id = l.predecessor and c.fact_id = l.fact_id
join out d on d.incident_id = c.incident_id and d.document_id = c.document_id and d.number = c.number
where not exists (
  select from levee.late_correction s
  join out e on e.incident_id = s.incident_id and e.document_id = s.document_id and e.channel = d.channel
    and e.audience = d.audience and e.language = d.language
  where s.incident_id = l.incident_id and s.fact_id = l.fact_id)
group by 1, 2, 3, 4, 5, 6;
grant select on levee.open_correction to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- LAW-25: when a fact is refuted, for what is out; and when a receipt comes in, for what was refuted while it went out.
create function levee.open_corrections(incident bigint, fact bigint, delivery bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into correction (incident_id, document_id, number, fact_id)
    select distinct c.incident_id, c.document_id, c.number, c.fact_id
    from citation c join fact f on f.incident_id = c.incident_id and f.id = c.fact_id and f.reliability = 'refuted'
    join delivery d on d.incident_id = c.incident_id and d.document_id = c.document_id and d.number = c.number
    join delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
    where c.incident_id = open_corrections.incident
      and (c.fact_id = open_corrections.fact or d.id = open_corrections.delivery)
    on conflict (incident_id, document_id, number, fact_id) do nothing;
end $$;
create function levee.correct_what_is_out() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.reliability = 'refuted' then
    perform open_corrections(new.incident_id, new.fact_id, 0);
  end if;
  return null;
end $$;
create trigger d_correct after insert on levee.fact_check for each row execute function levee.correct_what_is_out();
create function levee.correct_what_went_out() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform open_corrections(new.incident_id, 0, new.delivery_id);
  return null;
end $$;
create trigger d_correct after insert on levee.delivery_receipt
  for each row execute function levee.correct_what_went_out();

-- While reviewing, response hands in and sends corrections only.
create function levee.refuse_all_but_corrections() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.kind = 'statement'
    and (select i.stage = 'reviewing' from incident i where i.id = new.incident_id)
    and not exists (select from correcting_statement s where s.incident_id = new.incident_id
      and s.document_id = new.document_id)
    and not exists (select from late_correction s where s.incident_id = new.incident_id
      and s.document_id = new.document_id) then
    perform refuse(tg_table_name || '_is_not_too_late', 'reviewing');
  end if;
  return new;
end $$;
create trigger b_only_corrections before insert on levee.submission
  for each row execute function levee.refuse_all_but_corrections();
create trigger b_only_corrections before insert on levee.delivery
  for each row execute function levee.refuse_all_but_corrections();
-- A statement says what it corrects after it exists: asked at commit.
create constraint trigger only_corrections after insert on levee.statement deferrable initially deferred
  for each row execute function levee.refuse_all_but_corrections();

-- A correction: a statement on the mandate of the one that was wrong, for every open correction of it.
create function levee.draft_correction(incident bigint, corrected bigint, purpose text, renditions jsonb, facts bigint[],
  submit boolean, channels text[] default '{}') returns table (document_id bigint, number int) language plpgsql set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  doc bigint;
  mandate bigint;
begin
  select s.mandate_id into mandate from statement s where s.incident_id = draft_correction.incident
    and s.document_id = draft_correction.corrected;
  if mandate is null or not exists (select from correction c where c.incident_id = draft_correction.incident
      and c.document_id = draft_correction.corrected) then
    perform refuse('correcting_statement_is_of_a_correction', corrected::text);
  end if;
  insert into document (incident_id, kind) values (draft_correction.incident, 'statement') returning id into doc;
  insert into statement (incident_id, document_id, mandate_id, purpose)
    values (draft_correction.incident, doc, mandate, draft_correction.purpose);
  insert into correcting_statement (incident_id, document_id, mandate_id, correction_id, corrected)
    select c.incident_id, doc, mandate, c.id, c.document_id from correction c
    where c.incident_id = draft_correction.incident and c.document_id = draft_correction.corrected;
  return query select doc, r
    from revise_statement(draft_correction.incident, doc, renditions, facts, draft_correction.submit,
      draft_correction.channels) r;
end $$;
grant execute on function levee.draft_correction to levee_response;

-- Refutes a fact of an archived case: opens a linked incident of the same kind, in which the claim is refuted and its
-- correction is owed.
create function levee.refute_after_closing(fact bigint, reason text) returns bigint
language plpgsql set search_path = levee, pg_temp as $$
declare
  f record;
  i record;
  fresh bigint;
  claim bigint;
begin
  select * into f from fact w where w.id = refute_after_closing.fact;
  select * into i from incident w where w.id = f.incident_id;
  if i.id is null or i.stage <> 'closed' then
    perform refuse('late_refutation_is_of_an_archived_case', fact::text);
  end if;
  insert into incident (title, kind, exercise, clock_offset, clock_rate, severity, jurisdictions, detected_at,
      predecessor, restricted)
    values (i.title || ' · 更正 correction', i.kind, i.exercise,
      case when i.exercise then levee.now(i.id) - clock_timestamp() else '0' end, i.clock_rate, i.severity,
      i.jurisdictions, null, i.id, i.restricted)
    returning id into fresh;
  insert into late_refutation (incident_id, predecessor, fact_id, reason)
    values (fresh, i.id, f.id, refute_after_closing.reason);
  insert into fact (incident_id, claim, source) values (fresh, f.claim, f.source) returning id into claim;
  insert into fact_check (incident_id, fact_id, reliability, reason)
    values (fresh, claim, 'refuted', refute_after_closing.reason);
  return fresh;
end $$;
grant execute on function levee.refute_after_closing to levee_monitoring;

-- Says that a statement corrects what was refuted after closing.
create function levee.correct_late(incident bigint, document bigint) returns int
language plpgsql set search_path = levee, pg_temp as $$
declare
  n int;
begin
  insert into late_correction (incident_id, document_id, fact_id)
    select l.incident_id, document, l.fact_id from late_refutation l where l.incident_id = correct_late.incident;
  get diagnostics n = row_count;
  if n = 0 then
    perform refuse('late_correction_is_of_a_refutation', incident::text);
  end if;
  return n;
end $$;
grant execute on function levee.correct_late to levee_response;

-- A correction is owed until it is out wherever the wrong claim was (the aim, which stages wait for); somebody writes it, unless
-- one is being written or is on its way.
insert into levee.duty_kind (name, team, target, share, gate, aim, since) values
  ('corrected', 'response', 'correction', '', 'corrections_delivered', true, 'assessing'),
  ('correct', 'response', '', 'corrected', '', false, 'planning');
create function levee.weigh_corrections() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  owed text[];
  unwritten text[];
begin
  -- One at a time, so that the last of several sees what the others brought.
  perform from correction c where c.incident_id = new.incident_id order by c.id for no key update;
  if not found then
    perform from late_refutation l where l.incident_id = new.incident_id order by l.fact_id for no key update;
    if not found then
      return null;
    end if;
  end if;
  select array_agg('S' || c.document_id || '-F' || c.fact_id),
      array_agg(case c.document_id when 0 then 'F' || c.fact_id else 'S' || c.document_id end) filter (where not (
        exists (select from correcting_statement s where s.incident_id = c.incident_id and s.correction_id = c.correction_id
          and is_under_way(s.incident_id, s.document_id))
        or (c.document_id = 0 and exists (select from late_correction s where s.incident_id = c.incident_id
          and s.fact_id = c.fact_id and is_under_way(s.incident_id, s.document_id)))))
    into owed, unwritten from open_correction c where c.incident_id = new.incident_id;
  perform end_duties(new.incident_id, '{corrected}', d.subject, new.event_id, new.at) from duty d
    where d.incident_id = new.incident_id and d.kind = 'corrected' and d.state = 'open' and d.subject <> all (coalesce(owed, '{}'));
  perform open_duty(new.incident_id, 'corrected', o, new.event_id, new.at) from unnest(owed) o;
  perform end_duties(new.incident_id, '{correct}', d.subject, new.event_id, new.at) from duty d
    where d.incident_id = new.incident_id and d.kind = 'correct' and d.state = 'open' and d.subject <> all (coalesce(unwritten, '{}'));
  perform open_duty(new.incident_id, 'correct', o, new.event_id, new.at,
      due => (select min(d.due_at) from duty d where d.incident_id = new.incident_id and d.kind = 'corrected' and d.state = 'open'))
    from (select distinct u from unnest(unwritten) u) x (o);
  return null;
end $$;
-- Whether a statement is being written or sent: nothing of it is out, and not all of it is given up.
create function levee.is_under_way(incident bigint, document bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return not exists (select from delivery d join delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
      where d.incident_id = is_under_way.incident and d.document_id = document)
    and not coalesce((select bool_and(is_given_up(d.incident_id, d.id)) from delivery d
      where d.incident_id = is_under_way.incident and d.document_id = document), false);
end $$;
create trigger y_weigh after insert on levee.correction for each row execute function levee.weigh_corrections();
create trigger y_weigh after insert on levee.late_refutation for each row execute function levee.weigh_corrections();
create trigger y_weigh after insert on levee.correcting_statement for each row execute function levee.weigh_corrections();
create trigger y_weigh after insert on levee.late_correction for each row execute function levee.weigh_corrections();
create trigger y_weigh after insert on levee.delivery_receipt for each row execute function levee.weigh_corrections();
create trigger y_weigh after insert on levee.delivery_abandonment for each row execute function levee.weigh_corrections();
create trigger y_weigh after insert on levee.delivery_resumption for each row execute function levee.weigh_corrections();
create trigger y_weigh after insert on levee.withdrawal_receipt for each row execute function levee.weigh_corrections();
