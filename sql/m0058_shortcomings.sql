-- Shortcomings: what an incident shows that could have gone better, found by the law itself; and what becomes of each.
--
-- LAW-32: a review leaves no shortcoming unanswered: each leads to an improvement, or is accepted for a reason.

-- What is found when the review is written, one row each; nobody writes or leaves out any by hand.
create table levee.shortcoming (
  incident_id bigint not null,
  kind text not null constraint shortcoming_kind_is_known check (kind in ('missed_deadline', 'late_reply', 'late_resolution', 'gap',
    'waiver', 'urgent_decision', 'correction', 'unreached', 'refused_attempt', 'low_part', 'open_question', 'substitute',
    'outside_publication', 'unmet_goal', 'unreviewed_reply', 'wrong_reply')),
  subject text not null,  -- a duty's kind, an item of the list, a part of the score, a goal; '' for none
  times int not null constraint shortcoming_happened check (times > 0),
  primary key (incident_id, kind, subject),
  constraint shortcoming_is_found_in_a_review foreign key (incident_id) references levee.after_action_review (incident_id));
call levee.step('shortcoming', 'reviewing', 'reviewing', '{leadership}', '{kind,subject,times}');
revoke insert (incident_id, kind, subject, times) on levee.shortcoming from levee_leadership;

create table levee.shortcoming_accepted (
  incident_id bigint not null,
  kind text not null,
  subject text not null,
  reason text not null constraint shortcoming_accepted_has_a_reason check (btrim(reason) <> ''),
  primary key (incident_id, kind, subject),
  constraint shortcoming_accepted_is_of_a_shortcoming foreign key (incident_id, kind, subject)
    references levee.shortcoming (incident_id, kind, subject));
call levee.step('shortcoming_accepted', 'reviewing', 'reviewing', '{leadership}', '{kind,subject}', texts => '{reason}');

create table levee.shortcoming_improved (
  incident_id bigint not null,
  kind text not null,
  subject text not null,
  improvement_id bigint not null,
  primary key (incident_id, kind, subject, improvement_id),
  constraint shortcoming_improved_is_of_a_shortcoming foreign key (incident_id, kind, subject)
    references levee.shortcoming (incident_id, kind, subject),
  constraint shortcoming_improved_has_an_improvement foreign key (incident_id, improvement_id)
    references levee.improvement_action (incident_id, id));
call levee.step('shortcoming_improved', 'reviewing', 'reviewing', '{leadership}', '{kind,subject,improvement_id}');

-- What an incident shows at this moment. What comes often is one shortcoming, with how often.
create function levee.shortcoming_facts(incident bigint) returns table (kind text, subject text, times int)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  book constant int := (select i.playbook from incident i where i.id = shortcoming_facts.incident);
  items constant evaluation_item[] := array(select e from evaluation_facts(shortcoming_facts.incident) e);
begin
  return query
    select x.kind, x.subject, x.times::int from (
      select 1, 'missed_deadline', split_part(e.subject, ' ', 1), count(*) from unnest(items) e
        where e.part = 'timeliness' and e.state in ('late', 'missed') group by 3
      union all
      select 2, case e.share when 'first_replies' then 'late_reply' else 'late_resolution' end, '', count(*) from unnest(items) e
        where e.share in ('first_replies', 'resolved_in_time') and e.value = 0 group by 2
      union all
      select 3, 'gap', r.item, 1 from readiness_item r where r.incident_id = shortcoming_facts.incident and r.status = 'gap'
      union all
      select 4, 'waiver', '', count(*) from readiness r where r.incident_id = shortcoming_facts.incident and r.basis = 'waiver'
      union all
      select 5, 'urgent_decision', '', count(*) from decision d where d.incident_id = shortcoming_facts.incident and d.kind = 'urgent'
      union all
      select 6, 'correction', '', count(*) from correction c where c.incident_id = shortcoming_facts.incident
      union all
      select 7, 'unreached', '', count(*) from duty d where d.incident_id = shortcoming_facts.incident and d.kind = 'reach'
      union all
      select 8, 'refused_attempt', '', count(*) from refused_attempt a where a.incident_id = shortcoming_facts.incident
      union all
      select 9, 'low_part', s.part, 1 from evaluation_scores(shortcoming_facts.incident, items) s
        where s.part <> 'total' and s.score < evaluation_number(book, 'band_m')
      union all
      select 10, 'open_question', '', count(*) from fact f where f.incident_id = shortcoming_facts.incident and f.reliability = 'unverified'
      union all
      -- As the seats are today: who sits in none of them did it for somebody else.
      select 11, 'substitute', w.what, count(*) from (
        select 'command', c.person, 'leader' from command c where c.incident_id = shortcoming_facts.incident
        union all
        select 'response_over', o.person, 'leader' from response_over o where o.incident_id = shortcoming_facts.incident
        union all
        select 'review', r.person, 'legal' from review r where r.incident_id = shortcoming_facts.incident and r.as_legal) w (what, person, seat)
        where not exists (select from seat s where s.handle = w.person and s.team = 'leadership' and s.seat = w.seat) group by 3
      union all
      select 12, 'outside_publication', '', count(*) from outside_publication o where o.incident_id = shortcoming_facts.incident
      union all
      select 13, 'unmet_goal', g.number::text, 1 from command_goal g left join goal_judgement j on j.incident_id = g.incident_id
        and j.goal = g.number where g.incident_id = shortcoming_facts.incident and j.met is distinct from 'yes'
      union all
      -- LAW-38: what was said in own words and nobody read; and what was wrong.
      select 14, case when r.verdict is null then 'unreviewed_reply' else 'wrong_reply' end, '', count(*) from reply_in_own_words w
        left join reply_review r using (incident_id, feedback_id)
        where w.incident_id = shortcoming_facts.incident and r.verdict is distinct from 'fine' group by 2) x (place, kind, subject, times)
    where x.times > 0 order by x.place, x.subject;
end $$;

-- The same for whoever may read the incident; with the answer, once the review is written.
create function levee.shortcomings(incident bigint)
  returns table (kind text, subject text, times int, improvement bigint, reason text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  if not may_read(shortcomings.incident) then
    perform refuse('incident_is_open_to_its_named_people', shortcomings.incident::text);
  elsif exists (select from after_action_review a where a.incident_id = shortcomings.incident) then
    return query select s.kind, s.subject, s.times,
        coalesce((select min(m.improvement_id) from shortcoming_improved m where m.incident_id = s.incident_id and m.kind = s.kind
          and m.subject = s.subject), 0), coalesce(a.reason, '')
      from shortcoming s left join shortcoming_accepted a using (incident_id, kind, subject)
      where s.incident_id = shortcomings.incident order by s.event_id;
  else
    return query select f.kind, f.subject, f.times, 0::bigint, '' from shortcoming_facts(shortcomings.incident) f;
  end if;
end $$;
grant execute on function levee.shortcomings to levee_monitoring, levee_leadership, levee_response, levee_logistics;

create function levee.find_shortcomings() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into shortcoming (incident_id, kind, subject, times)
    select new.incident_id, f.kind, f.subject, f.times from shortcoming_facts(new.incident_id) f;
  return null;
end $$;
create trigger d_shortcomings after insert on levee.after_action_review for each row execute function levee.find_shortcomings();

-- LAW-32, at commit: the review's row comes first, its answers after it.
create function levee.shortcoming_is_answered() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  open text;
begin
  select string_agg(s.kind || case s.subject when '' then '' else '/' || s.subject end, ', ' order by s.event_id) into open
    from shortcoming s where s.incident_id = new.incident_id
      and not exists (select from shortcoming_accepted a where a.incident_id = s.incident_id and a.kind = s.kind and a.subject = s.subject)
      and not exists (select from shortcoming_improved m where m.incident_id = s.incident_id and m.kind = s.kind and m.subject = s.subject);
  if open is not null then
    perform refuse('review_leaves_no_shortcoming_unanswered', open);
  end if;
  return null;
end $$;
create constraint trigger shortcoming_answered after insert on levee.shortcoming deferrable initially deferred
  for each row execute function levee.shortcoming_is_answered();

-- An improvement may say what it wants to change: a patch of the plan, a resource, a training, a tool.
create table levee.improvement_change (
  incident_id bigint not null,
  improvement_id bigint not null,
  what text not null constraint improvement_change_what_is_known check (what in ('playbook', 'resource', 'training', 'tool')),
  text text not null constraint improvement_change_says_something check (btrim(text) <> ''),
  primary key (incident_id, improvement_id, what),
  constraint improvement_change_is_of_an_improvement foreign key (incident_id, improvement_id)
    references levee.improvement_action (incident_id, id));
call levee.step('improvement_change', 'reviewing', 'reviewing', '{leadership}', '{improvement_id,what}', texts => '{text}');

-- The review, its improvements, and the answers, in one act. Answers: [{"kind", "subject", "because"}] accepts one,
-- [{"kind", "subject", "improvement": 1}] names the improvement by its place; `accepted` is why all the others are accepted; changes:
-- [{"improvement": 1, "what", "text"}].
drop function levee.record_review(bigint, text, text, text, text[], text[], date[], levee.team[]);
create function levee.record_review(incident bigint, course text, effectiveness text, lessons text, titles text[],
  owners text[], due date[], read levee.team[] default '{}', answers jsonb default '[]', accepted text default '',
  changes jsonb default '[]') returns void language plpgsql set search_path = levee, pg_temp as $$
declare
  made bigint[];
begin
  perform receive_reports(record_review.incident, record_review.read);
  insert into after_action_review (incident_id, course, effectiveness, lessons)
    values (record_review.incident, record_review.course, record_review.effectiveness, record_review.lessons);
  with put as (
    insert into improvement_action (incident_id, title, owner, due_on)
      select record_review.incident, u.title, u.owner, u.due from unnest(titles, owners, due) with ordinality u (title, owner, due, place)
      order by u.place returning id)
  select array_agg(p.id order by p.id) into made from put p;
  insert into shortcoming_accepted (incident_id, kind, subject, reason)
    select record_review.incident, a.kind, a.subject, a.because from jsonb_to_recordset(answers) a (kind text, subject text, because text)
    where a.because is not null;
  insert into shortcoming_improved (incident_id, kind, subject, improvement_id)
    select record_review.incident, a.kind, a.subject, coalesce(made[a.improvement], 0)
    from jsonb_to_recordset(answers) a (kind text, subject text, improvement int) where a.improvement is not null;
  if btrim(accepted) <> '' then
    insert into shortcoming_accepted (incident_id, kind, subject, reason)
      select s.incident_id, s.kind, s.subject, record_review.accepted from shortcoming s where s.incident_id = record_review.incident
        and not exists (select from shortcoming_accepted a where a.incident_id = s.incident_id and a.kind = s.kind and a.subject = s.subject)
        and not exists (select from shortcoming_improved m where m.incident_id = s.incident_id and m.kind = s.kind and m.subject = s.subject);
  end if;
  insert into improvement_change (incident_id, improvement_id, what, text)
    select record_review.incident, coalesce(made[c.improvement], 0), c.what, c.text
    from jsonb_to_recordset(changes) c (improvement int, what text, text text);
end $$;
grant execute on function levee.record_review to levee_leadership;

-- The circle closes: what was done and accepted is tried again, in a drill or in the next incident. It held, or it came back, and then
-- it is owed again.
create table levee.improvement_retest (
  incident_id bigint not null,
  improvement_id bigint not null,
  done_id bigint not null,
  tried_in bigint not null constraint improvement_retest_is_in_an_incident references levee.incident,
  held boolean not null,
  note text not null default '',
  primary key (incident_id, improvement_id, done_id, tried_in),
  constraint improvement_retest_is_elsewhere check (tried_in <> incident_id),
  constraint improvement_retest_says_what_came_back check (held or btrim(note) <> ''),
  constraint improvement_retest_is_of_what_is_done foreign key (incident_id, improvement_id, done_id)
    references levee.improvement_done (incident_id, improvement_id, id));
call levee.step('improvement_retest', 'closed', 'closed', '{leadership}', '{improvement_id,done_id,tried_in,held}', texts => '{note}');
create function levee.check_retest() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  a record;
begin
  select * into a from improvement_action i where i.incident_id = new.incident_id and i.id = new.improvement_id for no key update;
  if a.owner = levee.person() then
    perform refuse('improvement_retest_is_not_by_its_owner', a.owner);
  elsif not may_read(new.tried_in) then
    perform refuse('incident_is_open_to_its_named_people', new.tried_in::text);
  elsif new.done_id is distinct from (select max(d.id) from improvement_done d where d.incident_id = new.incident_id
      and d.improvement_id = new.improvement_id)
    or not exists (select from improvement_judgement j where j.incident_id = new.incident_id and j.done_id = new.done_id and j.accepts) then
    perform refuse('improvement_retest_follows_acceptance', new.improvement_id::text);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.improvement_retest for each row execute function levee.check_retest();
call levee.opens('improvement_retest', 'improve', $$'V' || new.improvement_id$$,
  'not new.held and a.incident_id = new.incident_id and a.id = new.improvement_id',
  $$person => a.owner, due => greatest(a.due_on::timestamp at time zone 'UTC', new.at) + interval '7 days', target => 'improvement'$$,
  'improvement_action a');

-- Where each improvement stands: todo, done (waits for leadership), accepted, held, came_back; the oldest first.
create view levee.improvement_ledger with (security_invoker = true) as
select a.incident_id, a.id, a.title, a.owner, a.due_on, a.at as decided_at, last.result, last.accepts, last.tried_in,
  case when last.tried_in <> 0 then case when last.held then 'held' else 'came_back' end
    when last.accepts then 'accepted' when last.result is not null and last.accepts is null then 'done' else 'todo' end as state
from levee.improvement_action a
left join lateral (
  select d.result, j.accepts, coalesce(r.held, false) as held, coalesce(r.tried_in, 0) as tried_in from levee.improvement_done d
  left join levee.improvement_judgement j on j.incident_id = d.incident_id and j.done_id = d.id
  left join lateral (select t.held, t.tried_in from levee.improvement_retest t where t.incident_id = d.incident_id and t.done_id = d.id
    order by t.held, t.event_id desc limit 1) r on true
  where d.incident_id = a.incident_id and d.improvement_id = a.id order by d.id desc limit 1) last on true;
grant select on levee.improvement_ledger to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- Slips (m0044). What the law found goes with the review that it was found in.
insert into levee.undoable (kind, stays) values ('shortcoming', false), ('shortcoming_accepted', false), ('shortcoming_improved', false),
  ('improvement_change', false), ('improvement_retest', false);
