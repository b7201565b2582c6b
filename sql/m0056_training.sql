-- Training: whether those who act on the plan know it. Questions come from the plan's own data, so that they are right for every
-- version, and from the company's own bank.
--
-- LAW-18: who has a seat has shown that they know the version in force; anew when its questions change, and when the time is over.
-- LAW-4:  the tables make the questions, keep the answers and count them: nobody writes their own result.

-- How the company trains: a part of each version.
create table levee.training_rule (
  version int primary key constraint training_rule_is_of_a_playbook references levee.playbook,
  questions int not null default 10 constraint training_rule_questions_are_some check (questions between 3 and 100),
  pass_percent int not null default 80 constraint training_rule_pass_is_a_share check (pass_percent between 1 and 100),
  -- Attempts that do not pass, until somebody pauses.
  attempts int not null default 3 constraint training_rule_attempts_are_some check (attempts between 1 and 100),
  pause interval not null default '1 day' constraint training_rule_pause_is_sane check (pause between '1 minute' and '1 year'),
  months int not null default 12 constraint training_rule_months_are_some check (months between 1 and 120),
  within interval not null default '14 days' constraint training_rule_within_is_sane check (within between '1 hour' and '1 year'));
insert into levee.training_rule (version) select p.version from levee.playbook p;
call levee.add_playbook_part('training_rule');

-- The company's own questions: a part of each version too, approved with it. `right_options` are places in `options`, from 1; of a
-- question about an order the options stand in it.
create table levee.training_question (
  version int not null constraint training_question_is_of_a_playbook references levee.playbook,
  name text not null constraint training_question_has_a_name check (name ~ '^[a-z0-9-]{1,40}$'),
  language levee.language not null,
  section text not null constraint training_question_has_a_section check (btrim(section) <> ''),
  kind text not null constraint training_question_kind_is_known check (kind in ('single', 'multiple', 'order', 'case')),
  story text not null default '',  -- of a case: what happened
  question text not null constraint training_question_says_something check (btrim(question) <> ''),
  options text[] not null constraint training_question_has_options check (cardinality(options) between 2 and 9),
  right_options int[] not null,
  feedback text not null default '',
  primary key (version, name),
  constraint training_question_has_its_story check ((kind = 'case') = (btrim(story) <> '')),
  constraint training_question_has_a_right_answer check (cardinality(right_options) >= 1
    and (kind <> 'single' or cardinality(right_options) = 1)
    and (kind <> 'order' or cardinality(right_options) = cardinality(options))
    and 1 <= all (right_options) and cardinality(options) >= all (right_options)));
call levee.add_playbook_part('training_question');
grant select on levee.training_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
-- The bank holds the answers: who writes and who approves it reads it.
grant select on levee.training_question to levee_admin, levee_leadership;
grant insert, update (questions, pass_percent, attempts, pause, months, within) on levee.training_rule to levee_admin;
grant insert, delete on levee.training_question to levee_admin;

-- Everything that the plan's own data can be asked for. Values, no words: the programs say them in each language. `right_answer` is
-- what the tables say; `wrong` are answers that they do not give, most of them true of something near. A question that has no three
-- of them is none. Of the house, and not of the version, are the questions of the topic `stands_in`.
create function levee.training_pool(v int)
  returns table (name text, section text, topic text, subject jsonb, right_answer jsonb, wrong jsonb)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query
  with asked as (
    -- By when: the same step at the other levels, other steps at the same level, twice and half of it.
    select 'within.' || t.name || '.' || t.severity as name, 'targets' as section, 'within' as topic,
      jsonb_build_object('target', t.name, 'severity', t.severity) as subject, seconds(t.within) as answer,
      array(select distinct seconds(o.within) from target o where o.version = v and (o.name = t.name or o.severity = t.severity))
        || array[seconds(t.within * 2), seconds(t.within / 2), seconds(t.within * 3)] as others
    from target t where t.version = v and t.name in ('acknowledge', 'assess', 'report_up', 'command', 'acknowledge_command', 'plan',
      'review_plan', 'review_statement', 'first_statement', 'update', 'report', 'after_action')
    union all
    select 'reply.' || f.sender || '.' || f.severity, 'feedback', 'reply',
      jsonb_build_object('sender', f.sender, 'severity', f.severity), seconds(f.reply),
      array(select distinct seconds(o.reply) from feedback_target o where o.version = v
        and (o.sender = f.sender or o.severity = f.severity)) || array[seconds(f.reply * 2), seconds(f.reply / 2), seconds(f.reply * 3)]
    from feedback_target f where f.version = v
    union all
    -- Who reviews: how many of leadership, and whether legal is among them.
    select 'reviews.' || r.severity, 'reviews', 'reviews', jsonb_build_object('severity', r.severity),
      jsonb_build_object('reviews', r.reviews, 'legal', r.legal),
      array(select jsonb_build_object('reviews', n, 'legal', l) from generate_series(greatest(1, r.reviews - 1), r.reviews + 1) n,
        (values (true), (false)) x (l))
    from review_rule r where r.version = v
    union all
    select 'valid.' || r.severity, 'reviews', 'valid', jsonb_build_object('severity', r.severity), seconds(r.valid),
      array(select distinct seconds(o.valid) from review_rule o where o.version = v)
        || array[seconds(r.valid * 2), seconds(r.valid / 2), seconds(r.valid * 3)]
    from review_rule r where r.version = v
    union all
    select 'escalation.' || e.percent, 'escalation', 'escalation', jsonb_build_object('percent', e.percent), to_jsonb(e.recipients),
      array(select to_jsonb(u) from unnest('{owner,substitute,leader,all_heads}'::text[]) u)
    from escalation_rule e where e.version = v
    union all
    select 'clock.' || c.name || '.' || c.kind || '.' || c.jurisdiction, 'clocks', 'clock',
      jsonb_build_object('en', c.title_en, 'zh', c.title_zh, 'source_en', c.source_en, 'source_zh', c.source_zh),
      jsonb_build_object('en', c.source_en, 'zh', c.source_zh),
      array(select distinct jsonb_build_object('en', o.source_en, 'zh', o.source_zh) from statutory_clock o
        where o.version = v and not exists (select from statutory_clock s where s.version = v and s.title_zh = c.title_zh
          and (s.source_en = o.source_en or s.source_zh = o.source_zh)))
    from (select distinct on (title_zh) * from statutory_clock s where s.version = v order by title_zh, name, kind, jurisdiction) c
    union all
    -- What logistics certifies, among what is done at the end; and the other way round.
    select 'checklist.' || c.list || '.' || c.item, 'checklists', 'checklist', jsonb_build_object('list', c.list),
      jsonb_build_object('en', c.en, 'zh', c.zh),
      array(select jsonb_build_object('en', o.en, 'zh', o.zh) from checklist_item o where o.version = v and o.list <> c.list
        and not exists (select from checklist_item s where s.version = v and s.list = c.list and (s.en = o.en or s.zh = o.zh)))
    from checklist_item c where c.version = v
    union all
    -- What may be said before the plan is approved: a text from a template that is approved with the playbook as a holding statement.
    select 'before_plan', 'statements', 'before_plan', '{}'::jsonb, '"holding"'::jsonb,
      array['"statement"'::jsonb, '"nothing"', '"spokesperson"', '"plan_part"']
    where exists (select from template t where t.version = v and t.kind = 'holding')
    union all
    select 'next.' || s, 'steps', 'next', jsonb_build_object('stage', s), to_jsonb(n),
      array(select to_jsonb(o) from unnest(enum_range(null::stage)) o)
    from (select s, lead(s) over (order by s) as n from unnest(enum_range(null::stage)) s) s where n is not null
    union all
    select 'owes.' || k.name, 'steps', 'owes', jsonb_build_object('duty', k.name), to_jsonb(k.team),
      array(select to_jsonb(o) from unnest('{monitoring,leadership,response,logistics}'::team[]) o)
    from duty_kind k where k.name in ('assess', 'receive', 'decide', 'command', 'plan', 'ready', 'statement', 'reply', 'stand_down',
      'declare_over') and k.team is not null
    union all
    -- Who stands in for a seat of leadership: named beforehand, and nobody else who sits anywhere.
    select 'stands_in.' || u.seat || '.' || u.substitute, 'organisation', 'stands_in', jsonb_build_object('seat', u.seat),
      to_jsonb(p.display_name),
      array(select distinct to_jsonb(o.display_name) from person o join seat s on s.handle = o.handle
        where o.kind = 'person' and o.removed_at is null and not exists (select from standing_substitute x
          join person q on q.handle = x.substitute where x.seat = u.seat and q.display_name = o.display_name))
    from standing_substitute u join person p on p.handle = u.substitute and p.removed_at is null)
  select a.name, a.section, a.topic, a.subject, a.answer, to_jsonb(w.wrong)
  from asked a cross join lateral (select array_agg(distinct o) as wrong from unnest(a.others) o where o <> a.answer) w
  where cardinality(w.wrong) >= 3
  order by a.name;
end $$;
-- A span as a number that JSON compares.
create function levee.seconds(span interval) returns jsonb
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return to_jsonb(round(extract(epoch from span)));
end $$;
grant execute on function levee.training_pool to levee_admin, levee_leadership;

-- What the questions of a version ask and what is right: two versions with the same one need no second training.
create function levee.training_digest(v int) returns bytea
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return sha256(coalesce((select string_agg(field(p.name) || field(p.subject::text) || field(p.right_answer::text), '' order by p.name collate "C")
      from training_pool(v) p where p.topic <> 'stands_in'), '')
    || coalesce((select string_agg(field((to_jsonb(q) - 'version')::text), '' order by q.name collate "C") from training_question q
      where q.version = v), ''));
end $$;

-- An attempt, the questions in it, each answer, and what came of it.
create table levee.training_attempt (
  id bigint generated always as identity primary key,
  version int not null constraint training_attempt_is_of_an_approved_playbook references levee.playbook_approval,
  handle text not null constraint training_attempt_is_by_a_person references levee.person,
  number int not null,  -- of this person and version
  at timestamptz not null,
  constraint training_attempt_once unique (version, handle, number),
  constraint training_attempt_of unique (id, handle));
create index training_attempt_by on levee.training_attempt (handle, id);
create table levee.training_item (
  attempt_id bigint not null constraint training_item_is_of_an_attempt references levee.training_attempt,
  number int not null,
  name text not null,
  section text not null,
  topic text not null,  -- of the pool; or `bank`
  subject jsonb not null,
  options jsonb not null,
  right_options int[] not null,
  primary key (attempt_id, number));
create table levee.training_answer (
  attempt_id bigint not null,
  number int not null,
  chosen int[] not null,
  is_right boolean not null,
  at timestamptz not null,
  primary key (attempt_id, number),
  constraint training_answer_is_to_a_question foreign key (attempt_id, number) references levee.training_item (attempt_id, number));
create table levee.training_result (
  attempt_id bigint primary key,
  handle text not null,
  version int not null,
  digest bytea not null constraint training_result_digest_is_sha256 check (octet_length(digest) = 32),
  correct int not null,
  questions int not null,
  passed boolean not null,
  at timestamptz not null,
  valid_until timestamptz not null,  -- -infinity where it is not passed
  constraint training_result_is_of_an_attempt foreign key (attempt_id, handle) references levee.training_attempt (id, handle),
  constraint training_result_passed_is_valid check (passed = (valid_until > '-infinity')));
create index training_result_of on levee.training_result (handle, at);
alter table levee.training_attempt enable row level security;
alter table levee.training_item enable row level security;
alter table levee.training_answer enable row level security;
alter table levee.training_result enable row level security;
create trigger z_append_only before update or delete on levee.training_attempt for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.training_item for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.training_answer for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.training_result for each row execute function levee.append_only();
-- That somebody took it is on record; how they did is theirs, their head's, and in the tables.
create trigger z_event after insert on levee.training_attempt for each row execute function levee.house_event('id', 'version', 'handle', 'number');
create trigger z_event after insert on levee.training_result for each row execute function levee.house_event('attempt_id', 'version', 'handle');

-- Begins an attempt, or goes on with the one of today that was begun. Its questions are drawn by person, version and number: each
-- topic once before any comes twice; up to half are of the company's own.
create function levee.begin_training()
  returns table (attempt bigint, version int, try_number int, number int, section text, topic text, subject jsonb, options jsonb,
    chosen int[], is_right boolean)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  v constant int := newest_playbook();
  present constant timestamptz := clock_timestamp();
  rule record;
  mine bigint;
  tries int;
  seed text;
  speaks levee.language;
  again timestamptz;
begin
  perform enter(kind => 'person');
  if v is null then
    perform refuse('training_attempt_is_of_an_approved_playbook');
  end if;
  select p.language into speaks from person p where p.handle = levee.person() for no key update;
  select * into rule from training_rule r where r.version = v;
  select a.id into mine from training_attempt a where a.version = v and a.handle = levee.person() and a.at > present - interval '1 day'
    and not exists (select from training_result r where r.attempt_id = a.id) order by a.id desc limit 1;
  if mine is null then
    select count(*) filter (where not r.passed), min(r.at) + rule.pause into tries, again from (select * from training_result o
      where o.handle = levee.person() and o.version = v and o.at > present - rule.pause) r;
    if tries >= rule.attempts then
      perform refuse('training_pauses_between_attempts', to_char(again at time zone company_zone(), 'YYYY-MM-DD HH24:MI'));
    end if;
    select 1 + count(*) into tries from training_attempt a where a.version = v and a.handle = levee.person();
    insert into training_attempt (version, handle, number, at) values (v, levee.person(), tries, present) returning id into mine;
    seed := levee.person() || ' ' || v || ' ' || tries || ' ';
    insert into training_item (attempt_id, number, name, section, topic, subject, options, right_options)
      with plan as (
        select p.*, row_number() over (partition by p.topic order by md5(seed || p.name)) as turn from training_pool(v) p),
      bank as (
        select q.*, row_number() over (order by md5(seed || q.name)) as turn from training_question q
        where q.version = v and (q.language = speaks or not exists (select from training_question s where s.version = v and s.language = speaks))),
      own as (select * from bank b where b.turn <= rule.questions / 2),
      drawn as (
        select b.name, b.section, 'bank' as topic, jsonb_build_object('kind', b.kind, 'story', b.story, 'question', b.question,
            'feedback', b.feedback) as subject, to_jsonb(b.options) as options, b.right_options, 0 as wave from own b
        union all
        select x.* from (
          select p.name, p.section, p.topic, p.subject, jsonb_build_array(p.right_answer) || (select jsonb_agg(w.value) from (
              select e.value from jsonb_array_elements(p.wrong) e order by md5(seed || p.name || e.value::text) limit 3) w),
            '{1}'::int[], p.turn::int
          from plan p order by p.turn, md5(seed || p.topic) limit rule.questions - (select count(*) from own)) x),
      -- The places in which the options stand, for this person.
      shuffled as (
        select d.*, array(select o.place::int from jsonb_array_elements(d.options) with ordinality o (value, place)
          order by md5(seed || d.name || 'o' || o.value::text), o.place) as places from drawn d)
      select mine, row_number() over (order by s.wave, md5(seed || s.name || 'q')), s.name, s.section, s.topic, s.subject,
        (select jsonb_agg(s.options -> (u.p - 1) order by u.n) from unnest(s.places) with ordinality u (p, n)),
        case when s.topic = 'bank' and s.subject ->> 'kind' = 'order'
          then array(select array_position(s.places, w.r) from unnest(s.right_options) with ordinality w (r, n) order by w.n)
          else array(select array_position(s.places, r) from unnest(s.right_options) r order by 1) end
      from shuffled s;
  end if;
  return query select mine, v, a.number, i.number, i.section, i.topic, i.subject - 'feedback', i.options, coalesce(w.chosen, '{}'), w.is_right
    from training_attempt a join training_item i on i.attempt_id = a.id
    left join training_answer w on w.attempt_id = i.attempt_id and w.number = i.number where a.id = mine order by i.number;
end $$;

-- One answer: the places that were chosen; of an order, all of them in it. The last one counts the attempt.
create function levee.answer_training(attempt bigint, number int, chosen int[])
  returns table (is_right boolean, right_options int[], feedback text, finished boolean, correct int, questions int, passed boolean,
    valid_until timestamptz)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  at constant timestamptz := clock_timestamp();
  a training_attempt;
  i training_item;
  sorted int[];
  rule record;
  r training_result;
begin
  perform enter(kind => 'person');
  select * into a from training_attempt t where t.id = answer_training.attempt and t.handle = levee.person() for no key update;
  if a.id is null then
    perform refuse('training_answer_is_to_a_question', answer_training.attempt::text);
  elsif a.at <= at - interval '1 day' then
    perform refuse('training_attempt_is_of_today', answer_training.attempt::text);
  end if;
  select * into i from training_item t where t.attempt_id = a.id and t.number = answer_training.number;
  if i.attempt_id is null then
    perform refuse('training_answer_is_to_a_question', answer_training.number::text);
  end if;
  sorted := case when i.subject ->> 'kind' = 'order' then answer_training.chosen
    else array(select distinct c from unnest(answer_training.chosen) c order by 1) end;
  insert into training_answer (attempt_id, number, chosen, is_right, at)
    values (a.id, i.number, answer_training.chosen, sorted = i.right_options, at);
  is_right := sorted = i.right_options;
  right_options := i.right_options;
  feedback := coalesce(i.subject ->> 'feedback', '');
  select count(*), count(*) filter (where w.is_right) into questions, correct from training_item t
    left join training_answer w on w.attempt_id = t.attempt_id and w.number = t.number where t.attempt_id = a.id;
  finished := questions = (select count(*) from training_answer w where w.attempt_id = a.id);
  passed := false;
  valid_until := '-infinity';
  if finished then
    select * into rule from training_rule x where x.version = a.version;
    passed := correct * 100 >= questions * rule.pass_percent;
    valid_until := case when passed then at + make_interval(months => rule.months) else '-infinity' end;
    insert into training_result (attempt_id, handle, version, digest, correct, questions, passed, at, valid_until)
      values (a.id, a.handle, a.version, training_digest(a.version), correct, questions, passed, at, valid_until);
  end if;
  return next;
end $$;
grant execute on function levee.begin_training, levee.answer_training
  to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- Until when somebody's training counts for the version in force: -infinity for not at all.
create function levee.trained_until(handle text) returns timestamptz
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return coalesce((select max(r.valid_until) from training_result r where r.handle = trained_until.handle
    and r.digest = training_digest(newest_playbook())), '-infinity');
end $$;

-- Who has a seat owes it: at once, when the questions changed, and a month before it runs out.
insert into levee.duty_kind (name, tells, until) values ('train', 'team', 'closed');
create function levee.reconsider_training(handle text, at timestamptz) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  v constant int := newest_playbook();
  sits constant levee.team := (select min(s.team) from seat s join person p on p.handle = s.handle and p.removed_at is null
    and p.kind = 'person' where s.handle = reconsider_training.handle);
  until constant timestamptz := case when v is null or sits is null then '-infinity' else trained_until(reconsider_training.handle) end;
begin
  perform end_duties(0, '{train}', reconsider_training.handle, 0, at, case when sits is not null then 'done' else 'moot' end::levee.duty_state,
      case when sits is not null then '' else 'superseded' end, team => d.team)
    from duty d where d.incident_id = 0 and d.kind = 'train' and d.state = 'open' and d.person = reconsider_training.handle
      and (sits is distinct from d.team or until > at + interval '30 days');
  if v is not null and sits is not null and until <= at + interval '30 days' then
    perform open_duty(0, 'train', reconsider_training.handle, 0, at, team => sits, person => reconsider_training.handle,
      due => greatest(coalesce(nullif(until, '-infinity'), at), at)
        + case when until > at then interval '0' else coalesce((select r.within from training_rule r where r.version = v), '14 days') end);
  end if;
end $$;
create function levee.duties_of_training() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
begin
  if tg_table_name = 'playbook_approval' then
    perform reconsider_training(p.handle, at) from person p where p.kind = 'person' and p.removed_at is null;
  else
    perform reconsider_training(coalesce(to_jsonb(new), to_jsonb(old)) ->> 'handle', at);
  end if;
  return null;
end $$;
create trigger y_training after insert on levee.playbook_approval for each row execute function levee.duties_of_training();
create trigger y_training after insert on levee.training_result for each row execute function levee.duties_of_training();
create trigger y_training after insert or delete on levee.seat for each row execute function levee.duties_of_training();
create trigger y_training after update of removed_at on levee.person for each row execute function levee.duties_of_training();

-- Once in a while: whose training runs out soon owes it again.
create function levee.renew_training() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
  due text[];
begin
  perform enter('{logistics}', null, 'service');
  due := array(select r.handle from training_result r join person p on p.handle = r.handle and p.removed_at is null
    where exists (select from seat s where s.handle = r.handle) and not exists (select from duty d where d.incident_id = 0
      and d.kind = 'train' and d.state = 'open' and d.person = r.handle)
    group by r.handle having max(r.valid_until) <= present + interval '30 days');
  perform reconsider_training(h, present) from unnest(due) h;
  return cardinality(due);
end $$;
grant execute on function levee.renew_training to levee_logistics;

-- Results by person: one's own, and for a head those of their department.
create function levee.training_results()
  returns table (handle text, name text, department text, version int, correct int, questions int, passed boolean, at timestamptz,
    valid_until timestamptz, counts boolean)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  needed constant bytea := training_digest(newest_playbook());
begin
  perform enter(kind => 'person');
  return query select r.handle, p.display_name, coalesce(e.department, ''), r.version, r.correct, r.questions, r.passed, r.at, r.valid_until,
      r.passed and r.digest = needed and r.valid_until > clock_timestamp()
    from training_result r join person p on p.handle = r.handle
    left join employee_login l on l.handle = r.handle left join employee e on e.id = l.employee_id
    where r.handle = levee.person() or (e.department is not null and heads_department(e.department))
    order by r.handle <> levee.person(), p.display_name, r.at desc;
end $$;
grant execute on function levee.training_results
  to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- By department, of those who have a seat: how many are trained, whose training ran out, who never was. For leadership and
-- administrators each; for a head their own.
create function levee.training_by_department()
  returns table (department text, people int, trained int, ran_out int, never int, next_end timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query
    select x.department, count(*)::int, (count(*) filter (where x.until > clock_timestamp()))::int,
      (count(*) filter (where x.until <= clock_timestamp() and x.ever))::int, (count(*) filter (where not x.ever))::int,
      min(x.until) filter (where x.until > clock_timestamp())
    from (select r.department, trained_until(r.handle) as until,
        exists (select from training_result t where t.handle = r.handle and t.passed) as ever
      from concerned r where exists (select from seat s where s.handle = r.handle) and sees_department(r.department)) x
    group by x.department order by x.department;
end $$;
grant execute on function levee.training_by_department
  to levee_admin, levee_staff, levee_leadership, levee_monitoring, levee_response, levee_logistics;

-- Counts for the doctor and the figures of the house: nobody's name.
create function levee.knowing()
  returns table (readers int, have_read int, missing int, unreachable int, seated int, seated_unread int, seated_trained int,
    seated_ran_out int, seated_untrained int, attempts bigint, passed bigint, links_open int)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  needed constant bytea := training_digest(newest_playbook());
begin
  perform enter_as_team();
  return query
    with o as (select r.*, exists (select from seat s where s.handle = r.handle) as sits, coalesce((select max(t.valid_until)
          from training_result t where t.handle = r.handle and t.digest = needed), '-infinity') as until,
        exists (select from training_result t where t.handle = r.handle and t.passed) as ever
      from reading_owed r)
    select count(*)::int, (count(*) filter (where o.read_at < 'infinity'))::int, (count(*) filter (where o.read_at = 'infinity'))::int,
      (count(*) filter (where o.read_at = 'infinity' and not o.sits and not exists (select from employee_contact c
        where c.employee_id = o.employee_id and c.problem = '')))::int,
      (count(*) filter (where o.sits))::int, (count(*) filter (where o.sits and o.read_at = 'infinity'))::int,
      (count(*) filter (where o.sits and o.until > clock_timestamp()))::int,
      (count(*) filter (where o.sits and o.until <= clock_timestamp() and o.ever))::int,
      (count(*) filter (where o.sits and not o.ever))::int,
      (select count(*) from training_result), (select count(*) from training_result t where t.passed),
      (select count(*)::int from reading_code c where c.used_at = 'infinity' and c.valid_until > clock_timestamp())
    from o;
end $$;
grant execute on function levee.knowing to levee_admin, levee_ops, levee_supervisor, levee_monitoring, levee_leadership, levee_response,
  levee_logistics;

-- Whoever has a seat already owes both from now on.
do $$
begin
  perform levee.reconsider_reading(p.handle, clock_timestamp()), levee.reconsider_training(p.handle, clock_timestamp())
    from levee.person p where p.kind = 'person' and p.removed_at is null;
end $$;
