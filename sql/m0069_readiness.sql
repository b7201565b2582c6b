-- Readiness: how well the house is prepared before a crisis, as one number with its parts, each made of rows that can be looked up.
--
-- LAW-18: its weights and bounds are a part of the playbook.
-- LAW-28: leadership is told once a month how it stands, without anybody having to think of it.
-- LAW-31: what is missing counts nothing, whoever looks; a number is made of rows.

-- Of a part its weight; of what has a bound, the bound. What does not apply to a house is left out, and the others share its weight.
create table levee.readiness_rule (
  version int not null constraint readiness_rule_is_of_a_playbook references levee.playbook,
  name text not null constraint readiness_rule_is_known check (name in ('seats', 'reach', 'reading', 'training', 'resources', 'tools',
    'drills', 'improvements', 'holding', 'restore', 'wake', 'reach_days', 'holding_days', 'restore_days', 'wake_minutes', 'wake_days')),
  value numeric not null constraint readiness_rule_is_not_negative check (value between 0 and 10000),
  title_en text not null,
  title_zh text not null,
  primary key (version, name));
grant select on levee.readiness_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
call levee.add_playbook_part('readiness_rule');
-- A version that leadership approved keeps what it says: the next one has these.
insert into levee.readiness_rule (version, name, value, title_en, title_zh)
  select 1, r.* from (values
  ('seats', 15, 'seats and substitutes are filled', '职务和代班人到位'),
  ('reach', 15, 'people with a seat can be reached', '任职人员能够通知到'),
  ('reading', 10, 'the plan is read', '预案已阅知'),
  ('training', 10, 'training is valid', '培训有效'),
  ('resources', 12, 'resources are there at each severity', '各等级所需资源齐备'),
  ('tools', 10, 'services, tools, sources and ways work', '服务、工具、信息源、通知方式正常'),
  ('drills', 12, 'drills were held, and how the last one went', '按期演练及上次得分'),
  ('improvements', 6, 'no improvement is overdue', '整改没有超期'),
  ('holding', 5, 'a holding statement stands', '首发稿模板有效'),
  ('restore', 3, 'restoring a backup was tried', '试过恢复备份'),
  ('wake', 2, 'a leader wakes up at night', '夜间能叫醒组长'),
  ('reach_days', 30, 'days for which a receipt counts', '收到提醒的记录多少天内有效'),
  ('holding_days', 365, 'days after which a holding statement is looked at again', '首发稿模板批准后多少天内算新'),
  ('restore_days', 180, 'days for which a tried restore counts', '恢复测试多少天内有效'),
  ('wake_minutes', 10, 'minutes in which somebody who is called at night answers', '夜间叫醒多少分钟内应答'),
  ('wake_days', 365, 'days for which a test call counts', '叫醒测试多少天内有效')) r
  where not exists (select from levee.playbook_review a where a.version = 1);
create function levee.readiness_number(name text) returns numeric
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce((select r.value from readiness_rule r where r.version = house_playbook() and r.name = readiness_number.name), 0);
end $$;

-- Somebody restored a backup to see whether that works.
create table levee.restore_trial (
  id bigint generated always as identity primary key,
  tried_on levee.day not null,
  minutes int not null constraint restore_trial_minutes_is_positive check (minutes between 1 and 100000),
  worked boolean not null,
  note text not null default '' constraint restore_trial_note_is_not_too_long check (octet_length(note) <= 20000),
  person text not null,
  at timestamptz not null,
  constraint restore_trial_says_what_failed check (worked or btrim(note) <> ''));
grant insert (tried_on, minutes, worked, note) on levee.restore_trial to levee_logistics;
grant select on levee.restore_trial to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
create trigger a_entrance before insert on levee.restore_trial when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create function levee.stamp_restore() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.person := levee.person();
  new.at := clock_timestamp();
  if new.tried_on > (new.at at time zone company_zone())::date then
    perform refuse('restore_trial_was_tried', new.tried_on::text);
  end if;
  return new;
end $$;
create trigger b_stamp before insert on levee.restore_trial for each row execute function levee.stamp_restore();
create trigger z_append_only before update or delete on levee.restore_trial for each row execute function levee.append_only();
create trigger z_event after insert on levee.restore_trial for each row execute function levee.house_event('id', 'tried_on', 'worked');

-- Who of leadership agreed to be called at night as a test, and between which times of the company's day. Nobody else is.
create table levee.wake_consent (
  handle text primary key constraint wake_consent_is_of_a_person references levee.person,
  since time not null,
  until time not null,
  agreed_at timestamptz not null,
  withdrawn_at timestamptz not null default 'infinity',
  constraint wake_consent_is_for_a_night check (since <> until));
create table levee.wake_test (
  id bigint generated always as identity primary key,
  handle text not null constraint wake_test_is_agreed references levee.wake_consent,
  person text not null,
  at timestamptz not null,
  answered_at timestamptz not null default 'infinity',
  constraint wake_test_is_by_another check (person <> handle),
  constraint wake_test_is_answered_afterwards check (answered_at >= at));
create index wake_test_of on levee.wake_test (handle, id);
grant select on levee.wake_consent, levee.wake_test to levee_leadership, levee_logistics;
create trigger z_event after insert or update on levee.wake_consent
  for each row execute function levee.house_event('handle', 'withdrawn_at');
create trigger z_event after insert or update on levee.wake_test for each row execute function levee.house_event('id', 'handle', 'answered_at');

create function levee.agree_to_wake(since time, until time) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{leadership}', null, 'person');
  insert into wake_consent (handle, since, until, agreed_at)
    values (levee.person(), agree_to_wake.since, agree_to_wake.until, clock_timestamp())
    on conflict on constraint wake_consent_pkey do update set since = excluded.since, until = excluded.until,
      agreed_at = excluded.agreed_at, withdrawn_at = 'infinity';
end $$;
create function levee.withdraw_wake() returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{leadership}', null, 'person');
  update wake_consent c set withdrawn_at = clock_timestamp()
    where c.handle = levee.person() and c.withdrawn_at = 'infinity';
end $$;

-- A quiet test call: to who agreed, at the time that they agreed to, at most once a week, and never while a crisis is handled.
create function levee.test_wake(handle text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  clock constant timestamptz := clock_timestamp();
  hour constant time := (clock at time zone company_zone())::time;
  c wake_consent;
  test bigint;
begin
  perform enter('{logistics}', null, 'person');
  select * into c from wake_consent w where w.handle = test_wake.handle and w.withdrawn_at = 'infinity' for update;
  if not found or not exists (select from seat s join person p on p.handle = s.handle and p.removed_at is null
      where s.handle = c.handle and s.team = 'leadership') then
    perform refuse('wake_test_is_agreed', test_wake.handle);
  elsif not (case when c.since < c.until then hour >= c.since and hour < c.until else hour >= c.since or hour < c.until end) then
    perform refuse('wake_test_is_at_night', to_char(c.since, 'HH24:MI') || ' – ' || to_char(c.until, 'HH24:MI'));
  elsif exists (select from incident i where i.stage <> 'closed' and not i.exercise) then
    perform refuse('wake_test_is_quiet');
  elsif exists (select from wake_test t where t.handle = c.handle and t.at > clock - interval '7 days') then
    perform refuse('wake_test_is_rare', c.handle);
  end if;
  insert into wake_test (handle, person, at) values (c.handle, levee.person(), clock) returning id into test;
  insert into notice (recipient, incident_id, reason, subject, percent, at) values (c.handle, 0, 'wake', '', test, clock);
end $$;
-- Minutes that it took; refused where nobody called.
create function levee.answer_wake() returns numeric
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  clock constant timestamptz := clock_timestamp();
  took numeric;
begin
  perform enter('{leadership}', null, 'person');
  update wake_test t set answered_at = clock where t.id = (select max(o.id) from wake_test o
      where o.handle = levee.person() and o.answered_at = 'infinity' and o.at > clock - interval '12 hours')
    returning extract(epoch from clock - t.at) / 60 into took;
  if not found then
    perform refuse('wake_answer_is_of_a_test', levee.person());
  end if;
  return round(took, 1);
end $$;
create function levee.wake_is_over(test bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return not exists (select from wake_test t where t.id = test and t.answered_at = 'infinity'
    and t.at > clock_timestamp() - interval '12 hours');
end $$;
grant execute on function levee.agree_to_wake, levee.withdraw_wake, levee.answer_wake to levee_leadership;
grant execute on function levee.test_wake to levee_logistics;

-- Every row that readiness is made of: to which part it belongs, what it is about, what it counts (0 to 1), how much beside the others of
-- its part; how much is there of how much, and of when that is, where it is counted.
create type levee.readiness_fact as (part text, subject text, value numeric, weight numeric, have numeric, want numeric, at timestamptz);
grant usage on type levee.readiness_fact to public;

create function levee.readiness_facts() returns setof levee.readiness_fact
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  clock constant timestamptz := clock_timestamp();
  book constant int := house_playbook();
  needed constant bytea := training_digest(newest_playbook());
  last_drill levee.drill;
begin
  -- Seats that a crisis needs, and somebody who stands in where it needs one signature.
  return query select 'seats', w.seat, (h.n > 0)::int::numeric, 1::numeric, h.n::numeric, 1::numeric, null::timestamptz
    from unnest('{leadership:leader,leadership:deputy,leadership:legal,monitoring:head,response:head,logistics:head}'::text[]) w (seat)
    cross join lateral (select count(*) as n from seat s join person p on p.handle = s.handle and p.removed_at is null and p.kind = 'person'
      where s.team || ':' || s.seat = w.seat) h
    union all
    select 'seats', 'substitute:' || w.seat, (h.n > 0)::int, 1, h.n, 1, null
    from unnest('{leader,legal}'::text[]) w (seat)
    cross join lateral (select (select count(*) from standing_substitute u join person p on p.handle = u.substitute and p.removed_at is null
        where u.seat = w.seat) + greatest((select count(*) from seat s join person p on p.handle = s.handle and p.removed_at is null
        and p.kind = 'person' where s.team = 'leadership' and s.seat = w.seat) - 1, 0) as n) h;
  -- The last time that something reached them; half, where only an address is known.
  return query select 'reach', x.handle,
      case when x.last > clock - readiness_number('reach_days') * interval '1 day' then 1 when x.known then 0.5 else 0 end, 1::numeric,
      null::numeric, null::numeric, x.last
    from (select p.handle, exists (select from contact c where c.handle = p.handle) as known,
        (select max(r.at) from notice n join notice_receipt r on r.notice_id = n.id left join incident i on i.id = n.incident_id
          where n.recipient = p.handle and not coalesce(i.exercise, false)) as last
      from person p where p.kind = 'person' and p.removed_at is null and exists (select from seat s where s.handle = p.handle)) x
    order by x.handle;
  return query with owed as materialized (select o.handle, o.read_at, exists (select from seat s where s.handle = o.handle) as sits
      from reading_owed o)
    select 'reading', o.handle, (o.read_at < 'infinity')::int::numeric, 1::numeric, null::numeric, null::numeric, nullif(o.read_at, 'infinity')
    from owed o where o.sits
    union all
    select 'reading', 'employees', avg((o.read_at < 'infinity')::int), greatest((select count(*) from owed s where s.sits), 1),
      count(*) filter (where o.read_at < 'infinity'), count(*), null
    from owed o where not o.sits having count(*) > 0;
  return query select 'training', x.handle, (x.until > clock)::int::numeric, 1::numeric, null::numeric, null::numeric,
      case when x.until > '-infinity' then x.until end
    from (select distinct s.handle, coalesce((select max(t.valid_until) from training_result t where t.handle = s.handle
        and t.digest = needed), '-infinity') as until
      from seat s join person p on p.handle = s.handle and p.kind = 'person' and p.removed_at is null) x order by x.handle;
  return query select 'resources', s.kind || '/' || s.severity, least(s.healthy::numeric / s.required, 1), 1::numeric, s.healthy::numeric,
      s.required::numeric, null::timestamptz from resource_standing() s where s.required > 0;
  return query select 'tools', 'service:' || t, (exists (select from process o where o.team = t and o.seen_at > clock - interval '20 seconds'))::int::numeric,
      1::numeric, null::numeric, null::numeric, (select max(o.seen_at) from process o where o.team = t)
    from unnest('{monitoring,leadership,response,logistics,supervisor}'::team[]) t
    union all
    select 'tools', 'way:' || y.transport, (y.fails_since is null)::int, 1, null, null, nullif(y.worked_at, '-infinity') from way y
      where exists (select from contact c where c.transport = y.transport)
    union all
    select 'tools', 'tool:' || r.name, resource_works(r)::int, 1, null, null, null from resource r
      where r.retired_at = 'infinity' and r.probe <> 'none'
    union all
    select 'tools', 'source:' || s.name, (not s.is_ill)::int, 1, null, null, s.checked_at from source s
    union all
    select 'tools', 'channel', (exists (select from channel c where c.outside))::int, 1, (select count(*) from channel c where c.outside), 1, null;
  -- Each kind that the playbook asks for; and how the last one went, which weighs as much as all of these.
  select * into last_drill from levee.drill d where d.state = 'done' order by d.at desc, d.id desc limit 1;
  return query select 'drills', r.kind, (coalesce(x.last, '-infinity') + r.every > clock)::int::numeric, 1::numeric, null::numeric,
      null::numeric, x.last
    from drill_rule r cross join lateral (select max(d.at) as last from levee.drill d where d.kind = r.kind and d.state = 'done') x
    where r.version = book
    union all
    select 'drills', coalesce('Y' || last_drill.id, 'last'), coalesce((select s.score / 100 from evaluation_scores(last_drill.incident_id,
        array(select e from evaluation_facts(last_drill.incident_id) e)) s where s.part = 'total'), 0),
      greatest((select count(*) from drill_rule r where r.version = book), 1), null, null, last_drill.at;
  return query select 'improvements', d.subject, (d.due_at > levee.now(d.incident_id))::int::numeric, 1::numeric, null::numeric, null::numeric,
      nullif(d.due_at, 'infinity') from duty d where d.kind = 'improve' and d.state = 'open' order by d.due_at;
  if not found then
    return next ('improvements', '', 1, 1, null, null, null)::readiness_fact;
  end if;
  return query select 'holding', l::text, case when not exists (select from template t where t.version = a.version and t.kind = 'holding'
        and t.language = l) then 0 when a.at > clock - readiness_number('holding_days') * interval '1 day' then 1 else 0.5 end,
      1::numeric, null::numeric, null::numeric, a.at
    from unnest(enum_range(null::language)) l left join playbook_approval a on a.version = newest_playbook();
  return query select 'restore', '', (coalesce(x.last, '-infinity') > clock - readiness_number('restore_days') * interval '1 day')::int::numeric,
      1::numeric, null::numeric, null::numeric, x.last
    from (select max(t.tried_on::timestamp at time zone company_zone()) as last from restore_trial t where t.worked) x;
  -- Only of those who agreed to it.
  return query select 'wake', c.handle, case when t.at is null or t.at < clock - readiness_number('wake_days') * interval '1 day' then 0
        else least(greatest(2 - extract(epoch from least(t.answered_at, t.at + interval '1 day') - t.at) / 60
          / greatest(readiness_number('wake_minutes'), 1), 0), 1) end,
      1::numeric, round(case when t.answered_at < 'infinity' then extract(epoch from t.answered_at - t.at) / 60 end, 1),
      readiness_number('wake_minutes'), t.at
    from wake_consent c left join lateral (select * from wake_test o where o.handle = c.handle order by o.id desc limit 1) t on true
    where c.withdrawn_at = 'infinity' and exists (select from seat s where s.handle = c.handle and s.team = 'leadership')
    order by c.handle;
end $$;

-- The parts, in the order of the page: what each weighs, what it came to (0 to 100), how many points the whole would gain if all of it were
-- there, and what is missing. The whole is the last row.
create function levee.readiness_of(facts levee.readiness_fact[])
  returns table (part text, weight numeric, score numeric, gain numeric, counted bigint, missing text[])
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query with part as materialized (
    select f.part, readiness_number(f.part) as weight, sum(f.value * f.weight) / nullif(sum(f.weight), 0) as value, count(*) as counted,
      coalesce(array_agg(f.subject order by f.value, f.subject) filter (where f.value < 1), '{}') as missing
    from unnest(facts) f group by f.part),
  whole as materialized (select nullif(sum(p.weight), 0) as weight, sum(p.weight * p.value) as value, sum(p.counted)::bigint as counted from part p)
  select y.part, y.weight, y.score, y.gain, y.counted, y.missing from (
    select array_position('{seats,reach,reading,training,resources,tools,drills,improvements,holding,restore,wake}'::text[], p.part) as place,
      p.part, p.weight, round(100 * p.value, 1) as score, round(coalesce(100 * p.weight / w.weight * (1 - p.value), 0), 1) as gain, p.counted,
      p.missing from part p cross join whole w
    union all
    select 99, 'total', w.weight, round(coalesce(100 * w.value / w.weight, 0), 1), round(100 - coalesce(100 * w.value / w.weight, 0), 1),
      w.counted, '{}' from whole w) y order by y.place;
end $$;

create function levee.readiness_items() returns setof levee.readiness_fact
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
  return query select * from readiness_facts();
end $$;
create function levee.readiness_parts()
  returns table (part text, weight numeric, score numeric, gain numeric, counted bigint, missing text[])
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query select * from readiness_of(array(select f from readiness_facts() f));
end $$;
grant execute on function levee.readiness_items, levee.readiness_parts to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

-- How it stood each day of the company, as logistics' service found it; and of which day leadership had a letter.
create table levee.readiness_day (
  day date primary key,
  version int not null,
  score numeric not null constraint readiness_day_score_is_sane check (score between 0 and 100),
  at timestamptz not null);
create table levee.readiness_day_part (
  day date not null constraint readiness_day_part_is_of_a_day references levee.readiness_day,
  part text not null,
  weight numeric not null,
  score numeric not null constraint readiness_day_part_score_is_sane check (score between 0 and 100),
  gain numeric not null,
  missing text[] not null,
  primary key (day, part));
create table levee.readiness_letter (
  month text primary key constraint readiness_letter_is_of_a_month check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  day date not null constraint readiness_letter_rests_on_a_day references levee.readiness_day,
  recipients text[] not null,
  at timestamptz not null);
grant select on levee.readiness_day, levee.readiness_day_part, levee.readiness_letter to levee_admin, levee_ops, levee_monitoring,
  levee_leadership, levee_response, levee_logistics, levee_supervisor;
create trigger z_append_only before update or delete on levee.readiness_day for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.readiness_day_part for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.readiness_letter for each row execute function levee.append_only();
create trigger z_event after insert on levee.readiness_day for each row execute function levee.house_event('day', 'version', 'score');
create trigger z_event after insert on levee.readiness_letter for each row execute function levee.house_event('month', 'day', 'recipients');

-- Once a day, from the first approved playbook on. The first day of a month that is recorded is leadership's letter, unless nothing was
-- recorded before that month: a house that begins has nothing to tell yet.
create function levee.keep_readiness() returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  clock constant timestamptz := clock_timestamp();
  today constant date := (clock at time zone company_zone())::date;
  this_month constant text := to_char(today, 'YYYY-MM');
  told text[];
begin
  perform enter('{logistics}', null, 'service');
  if newest_playbook() is null or exists (select from readiness_day d where d.day = today) then
    return false;
  end if;
  with parts as materialized (select * from readiness_of(array(select f from readiness_facts() f))),
  kept as (insert into readiness_day (day, version, score, at) select today, house_playbook(), p.score, clock from parts p
    where p.part = 'total' on conflict do nothing returning day)
  insert into readiness_day_part (day, part, weight, score, gain, missing)
    select k.day, p.part, p.weight, p.score, p.gain, p.missing from parts p cross join kept k where p.part <> 'total';
  if not found then
    return false;
  end if;
  if exists (select from readiness_day d where to_char(d.day, 'YYYY-MM') < this_month)
    and not exists (select from readiness_letter l where l.month = this_month) then
    told := array(select distinct p.handle from seat s join person p on p.handle = s.handle and p.kind = 'person' and p.removed_at is null
      where s.team = 'leadership' order by 1);
    insert into readiness_letter (month, day, recipients, at) values (this_month, today, told, clock);
    insert into notice (recipient, incident_id, reason, subject, at) select t, 0, 'letter', this_month, clock from unnest(told) t;
  end if;
  return true;
end $$;
grant execute on function levee.keep_readiness to levee_logistics;

-- A day with its parts and the letter before it, as one value: what a letter says.
create function levee.readiness_said(of_month text) returns jsonb
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select jsonb_build_object('month', l.month, 'day', l.day, 'score', d.score, 'before', (select b.score from readiness_letter o
        join readiness_day b on b.day = o.day where o.month < l.month order by o.month desc limit 1),
      'parts', (select jsonb_agg(jsonb_build_object('part', p.part, 'score', p.score, 'gain', p.gain, 'missing', p.missing)
        order by p.gain desc, p.part) from readiness_day_part p where p.day = l.day))
    from readiness_letter l join readiness_day d on d.day = l.day where l.month = of_month);
end $$;
create function levee.readiness_letter_of(month text) returns jsonb
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
  return readiness_said(readiness_letter_of.month);
end $$;
grant execute on function levee.readiness_letter_of to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
