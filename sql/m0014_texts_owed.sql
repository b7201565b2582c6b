-- What is owed of texts: a submission, its reviews, its revision where it comes back, its renewal where its approval stands no more.
--
-- LAW-28: who owes something is told; the steps of m0012 and m0013 open and settle it in their own commit.

-- A text is handed in, reviewed, and revised by its author where it comes back. A review can be done by whoever of leadership has
-- neither written it nor reviewed it yet.
insert into levee.duty_kind (name, team, target, share, gate, aim, since, until, outlives_stop) values
  ('submit', 'response', '', 'first_statement', '', false, 'planning', 'reviewing', true),
  ('review', 'leadership', 'review_plan', '', '', false, 'planning', 'reviewing', true),
  ('revise', null, '', 'first_statement', '', false, 'planning', 'reviewing', true),
  ('adopt', null, '', 'first_statement', '', false, 'planning', 'reviewing', true),
  ('renew', 'response', '', 'first_statement', '', false, 'planning', 'reviewing', true),
  ('plan_approved', 'leadership', '', '', 'plan_approved', true, 'planning', 'planning', false);
-- A statement is reviewed within a time of its own.
create function levee.review_target(kind levee.document_kind) returns text
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return case kind when 'statement' then 'review_statement' else 'review_plan' end;
end $$;
call levee.opens('stage_entry', 'plan_approved', condition => $$new.stage = 'planning'$$);
call levee.settles('revision', '{submit}', more => 'document => new.document_id', condition => $$new.kind = 'statement'$$,
  moot => 'superseded');
call levee.opens('revision', 'submit', 'levee.reference(new.kind, new.document_id, new.number)', $$new.kind = 'statement'$$,
  'person => new.person, document => new.document_id');
-- A draft that was never handed in is discarded by its author: nobody owes anything of it, and nothing is added to it.
create table levee.discard (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  primary key (incident_id, kind, document_id, number),
  constraint discard_is_of_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number));
call levee.step('discard', 'planning', 'reviewing', '{response,leadership}', '{kind,document_id,number}');
create function levee.check_discard() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from revision r where r.incident_id = new.incident_id and r.kind = new.kind and r.document_id = new.document_id
    and r.number = new.number and r.person = levee.person() and not r.submitted for no key update;
  if not found then
    perform refuse('discard_is_of_ones_own_draft', levee.reference(new.kind, new.document_id, new.number));
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.discard for each row execute function levee.check_discard();
create function levee.is_discarded(incident bigint, kind levee.document_kind, document bigint, number int) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from discard d where d.incident_id = is_discarded.incident and d.kind = is_discarded.kind
    and d.document_id = document and d.number = is_discarded.number);
end $$;
call levee.settles('discard', '{submit}', 'levee.reference(new.kind, new.document_id, new.number)', moot => 'given_up');
-- The draft before it is the newest again; where there is no statement left, one is to be written.
call levee.opens('discard', 'submit', 'levee.reference(r.kind, r.document_id, r.number)',
  $$new.kind = 'statement' and r.incident_id = new.incident_id and r.kind = new.kind and r.document_id = new.document_id
    and r.number < new.number and not is_discarded(r.incident_id, r.kind, r.document_id, r.number)
    and not exists (select from submission s where s.incident_id = r.incident_id and s.kind = r.kind
      and s.document_id = r.document_id and s.number >= r.number)
    and not exists (select from revision t where t.incident_id = r.incident_id and t.kind = r.kind and t.document_id = r.document_id
      and t.number > r.number and not is_discarded(t.incident_id, t.kind, t.document_id, t.number))$$,
  'person => r.person, document => r.document_id', 'revision r');
call levee.settles('submission', '{submit,revise,adopt,renew}', more => 'document => new.document_id');
call levee.settles('submission', '{send,review}', more => 'document => new.document_id', moot => 'superseded');
call levee.settles('submission', '{plan}', condition => $$new.kind = 'plan'$$);
call levee.opens('submission', 'review', 'levee.reference(new.kind, new.document_id, new.number)',
  more => 'document => new.document_id, not_by => new.authors, target => review_target(new.kind)');

create function levee.duties_of_verdict() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := levee.reference(new.kind, new.document_id, new.number);
begin
  if new.verdict = 'approve' then
    update duty d set not_by = d.not_by || new.person where d.incident_id = new.incident_id and d.kind = 'review'
      and d.subject = said and d.state = 'open';
    -- Approved before, at a lower severity: it has now what it lacked.
    if found and exists (select from approval a where a.incident_id = new.incident_id and a.kind = new.kind
        and a.document_id = new.document_id and a.number = new.number)
      and reviews_suffice(new.incident_id, new.kind, new.document_id, new.number) then
      perform end_duties(new.incident_id, '{review}', said, new.event_id, new.at);
      if new.kind = 'plan' then
        perform end_duties(new.incident_id, '{plan_approved}', null, new.event_id, new.at);
      end if;
    end if;
  else
    perform end_duties(new.incident_id, '{review}', said, new.event_id, new.at);
    perform end_duties(new.incident_id, '{send}', said, new.event_id, new.at, 'moot', 'returned');
    perform open_duty(new.incident_id, case new.verdict when 'propose' then 'adopt' else 'revise' end, said, new.event_id, new.at,
        team => s.team, person => s.author, document => new.document_id)
      from submission s where s.incident_id = new.incident_id and s.kind = new.kind and s.document_id = new.document_id
        and s.number = new.number and not exists (select from review v where v.incident_id = s.incident_id and v.kind = s.kind
          and v.document_id = s.document_id and v.number = s.number and v.verdict <> 'approve' and v.person <> new.person);
  end if;
  return null;
end $$;
create trigger y_duties after insert on levee.review for each row execute function levee.duties_of_verdict();
call levee.settles('approval', '{review}', 'levee.reference(new.kind, new.document_id, new.number)');
call levee.settles('approval', '{plan_approved}', condition => $$new.kind = 'plan'$$);

-- Whether an approval of the incident's plan stands today.
create function levee.plan_stands(incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from approval a where a.incident_id = plan_stands.incident and a.kind = 'plan'
    and not exists (select from approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
      and v.document_id = a.document_id and v.number = a.number)
    and reviews_suffice(a.incident_id, a.kind, a.document_id, a.number));
end $$;

-- Approved once, and it stands no more: a plan, or a statement that is not out, is written or handed in again.
create function levee.duties_of_void() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := levee.reference(new.kind, new.document_id, new.number);
begin
  if new.kind = 'plan' then
    -- One at a time with an approval of another revision.
    perform from document d where d.id = new.document_id for no key update;
    if not plan_stands(new.incident_id) then
      perform open_duty(new.incident_id, 'plan_approved', '', new.event_id, new.at);
    end if;
  end if;
  if new.reason = 'returned' then
    return null;  -- the review that returned it opens what is owed
  end if;
  perform end_duties(new.incident_id, '{send,review,renew}', said, new.event_id, new.at, 'moot', new.reason);
  if new.kind in ('plan', 'statement') and not exists (select from submission t where t.incident_id = new.incident_id
        and t.kind = new.kind and t.document_id = new.document_id and t.number > new.number)
      and not is_out(new.incident_id, new.document_id, new.number) then
    perform open_duty(new.incident_id, case when new.reason = 'fact_refuted' or new.kind = 'plan' then 'revise' else 'renew' end,
      said, new.event_id, new.at, team => 'response', document => new.document_id);
  end if;
  return null;
end $$;
create trigger y_duties after insert on levee.approval_void for each row execute function levee.duties_of_void();
-- The approval of a plan takes the same lock.
create function levee.lock_document_of_plan() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform from document d where d.id = new.document_id for no key update;
  return new;
end $$;
create trigger a_lock before insert on levee.approval for each row when (new.kind = 'plan')
  execute function levee.lock_document_of_plan();

-- Whether a revision has gone out somewhere.
create function levee.is_out(incident bigint, document bigint, number int) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from delivery d join delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
    where d.incident_id = is_out.incident and d.document_id = document and d.number = is_out.number);
end $$;

-- After a change of severity: what was approved with fewer reviews than are asked for today, and is not out or taken down, is
-- reviewed anew; what is being reviewed is told anew when it rose; what has enough today is owed no more.
create function levee.reconsider_reviews(incident bigint, rose boolean) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := levee.now(incident);
  s record;
begin
  for s in select b.*, levee.reference(b.kind, b.document_id, b.number) as said, a.number is not null as approved,
      a.number is not null and reviews_suffice(b.incident_id, b.kind, b.document_id, b.number) as suffices
    from submission b left join approval a using (incident_id, kind, document_id, number)
    where b.incident_id = reconsider_reviews.incident
      and not exists (select from submission t where t.incident_id = b.incident_id and t.kind = b.kind
        and t.document_id = b.document_id and t.number > b.number)
      and not exists (select from approval_void v where v.incident_id = b.incident_id and v.kind = b.kind
        and v.document_id = b.document_id and v.number = b.number)
      and not exists (select from review v where v.incident_id = b.incident_id and v.kind = b.kind
        and v.document_id = b.document_id and v.number = b.number and v.verdict <> 'approve')
    order by b.document_id
  loop
    if s.suffices then
      perform end_duties(incident, '{review}', s.said, 0, at);
    elsif rose and (not s.approved or (s.kind <> 'lowering' and not is_out(incident, s.document_id, s.number)
        and not exists (select from withdrawal w join withdrawal_receipt r on r.incident_id = w.incident_id
          and r.delivery_id = w.delivery_id where w.incident_id = s.incident_id and w.document_id = s.document_id))) then
      perform end_duties(incident, '{review}', s.said, 0, at, 'moot', 'severity_rose');
      perform open_duty(incident, 'review', s.said, 0, at, document => s.document_id,
        target => review_target(s.kind),
        not_by => s.authors || array(select v.person from review v where v.incident_id = s.incident_id and v.kind = s.kind
          and v.document_id = s.document_id and v.number = s.number));
    end if;
  end loop;
  if plan_stands(incident) then
    perform end_duties(incident, '{plan_approved}', null, 0, at);
  elsif exists (select from stage_entry e where e.incident_id = reconsider_reviews.incident and e.stage = 'planning') then
    perform open_duty(incident, 'plan_approved', '', 0, at);
  end if;
end $$;
