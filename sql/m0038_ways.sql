-- Ways: over each transport notices go out at the pace that it takes, joined into one message for each person. One that fails is owed
-- once, whatever waits for it.
--
-- LAW-28: a notice ends with a receipt, with the thing being done, or as a duty of somebody: a way that fails is one duty, told over the
--         others; a person whom a way that works does not reach is one. What is told of either is never a duty again.

-- What receivers take, by their documentation, with a little more time than it says: a message is on its way for a moment.
create table levee.pace (
  format text not null,
  most int not null,
  within interval not null,
  primary key (format, most));
insert into levee.pace (format, most, within) values
  ('dingtalk', 20, '62 seconds'), ('feishu', 5, '1.2 seconds'), ('feishu', 100, '62 seconds'), ('wecom', 20, '62 seconds'),
  ('slack', 1, '1.2 seconds');

-- How each transport is.
create table levee.way (
  transport text primary key constraint way_is_a_transport references levee.transport on delete cascade,
  recent timestamptz[] not null default '{}',              -- when the last messages went out, where there is a pace to keep
  quiet_until timestamptz not null default '-infinity',    -- the receiver wants to hear nothing before
  worked_at timestamptz not null default '-infinity',      -- when it took a message last, and when it did not
  failed_at timestamptz not null default '-infinity',
  failures int not null default 0,                         -- since it took one; those of one moment are one
  doubt text not null default '',                          -- whose messages failed since: one person's, or `*`, several people's
  reason text not null default '',                         -- of the last failure
  fails_since timestamptz,                                 -- from when it counts as failing
  setbacks int not null default 0,                         -- how often it was tried in vain; forgotten after an hour without
  next_at timestamptz not null default '-infinity',        -- when it is tried again
  constraint way_fails_for_a_reason check (fails_since is null or reason <> '')) with (fillfactor = 50);
grant select on levee.way to levee_admin, levee_ops, levee_logistics, levee_supervisor;

-- When a way last did not take what was for one person.
create table levee.contact_failure (
  handle text not null,
  transport text not null,
  at timestamptz not null,
  primary key (handle, transport),
  constraint contact_failure_is_of_a_contact foreign key (handle, transport) references levee.contact (handle, transport)
    on delete cascade);

-- Every transport is a way; one that is changed is tried at once.
create function levee.keep_way() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into way (transport) values (new.name)
    on conflict on constraint way_pkey do update set next_at = '-infinity', quiet_until = '-infinity', setbacks = 0;
  return null;
end $$;
create trigger d_way after insert or update on levee.transport for each row execute function levee.keep_way();
insert into levee.way (transport) select name from levee.transport;

-- Whoever has a new address is tried there; who is not reached that way any more has nothing waiting for it.
create function levee.keep_contact() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    delete from work w using notice n where w.kind = 'notify' and w.name = old.transport and n.id = w.subject
      and n.recipient = old.handle and w.state <> 'leased';
  else
    delete from contact_failure f where f.handle = new.handle and f.transport = new.transport;
    update work w set state = 'ready', attempt = 0, run_at = clock_timestamp() from notice n
      where w.kind = 'notify' and w.name = new.transport and w.state = 'dead' and n.id = w.subject and n.recipient = new.handle;
  end if;
  return null;
end $$;
create trigger d_way after update or delete on levee.contact for each row execute function levee.keep_contact();

-- One piece of work for each way in which the recipient can be reached. That a way fails is told over those that do not. Signals wait a
-- moment for others of their story. A code goes where nobody else reads it.
create function levee.queue_notices() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into work (kind, incident_id, subject, name, attempts_allowed, run_at)
    select 'notify', n.incident_id, n.id, c.transport, 6,
      clock_timestamp() + case n.reason when 'signal' then interval '15 seconds' else '0' end
    from added n join contact c on c.handle = n.recipient join way w on w.transport = c.transport
    where (n.kind <> 'mend_way' or w.fails_since is null)
      and (n.reason <> 'device_code' or is_own_way(c.handle, c.transport));
  perform reconsider_way(w.transport) from way w where w.fails_since is not null
    and exists (select from added n join contact c on c.handle = n.recipient where c.transport = w.transport);
  return null;
end $$;
create trigger d_queue after insert on levee.notice referencing new table as added
  for each statement execute function levee.queue_notices();

-- When one message more may go to a receiver of a format, after those of the times in `recent`.
create function levee.turn_at(recent timestamptz[], format text) returns timestamptz
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce((select max(recent[cardinality(recent) - p.most + 1] + p.within) from pace p
    where p.format = turn_at.format and cardinality(recent) >= p.most), '-infinity');
end $$;

-- The times of the last messages, with one more; none where no pace is kept.
create function levee.with_turn(recent timestamptz[], format text, at timestamptz) returns timestamptz[]
language plpgsql stable set search_path = levee, pg_temp as $$
declare
  most constant int := (select max(p.most) from pace p where p.format = with_turn.format);
begin
  return case when most is null then '{}' else (recent || at)[greatest(1, cardinality(recent) + 2 - most):] end;
end $$;

-- A turn for one message that is no notice (a statement for a channel): taken, and NULL; or how long to wait for it.
create function levee.admit_message(transport text) returns interval
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at timestamptz;
  v record;
  turn timestamptz;
begin
  perform enter('{response}', null, 'service');
  select y.recent, y.quiet_until, t.format into v from way y join transport t on t.name = y.transport
    where y.transport = admit_message.transport for update of y;
  at := clock_timestamp();
  turn := greatest(v.quiet_until, turn_at(v.recent, v.format));
  if turn > at then
    return turn - at;
  end if;
  update way y set recent = with_turn(v.recent, v.format, at) where y.transport = admit_message.transport
    and exists (select from pace p where p.format = v.format);
  return null;
end $$;

-- What a receiver asked for: nothing before some time has passed.
create function levee.hush_way(transport text, span interval) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{response,logistics}', null, 'service');
  update way y set quiet_until = greatest(y.quiet_until, clock_timestamp() + least(greatest(span, '0'), interval '1 hour'))
    where y.transport = hush_way.transport;
end $$;
grant execute on function levee.admit_message to levee_response;
grant execute on function levee.hush_way to levee_response, levee_logistics;

-- Claims what may go out now: of each way as many messages as it takes, the gravest first, and of each person all that waits for them.
-- A way that is in doubt gets one, for somebody else than the one whose message failed; one that fails gets one when its pause is over,
-- whoever it is for. What needs no telling any more ends here: the thing was done, the recipient has acknowledged it, or another way
-- told it while this one failed; so does a code whose way has come to be a group's. Who waits for a code waits with the page open.
create function levee.claim_by_way(lease interval) returns bigint[]
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_variable
declare
  at timestamptz;
  claimed bigint[] := '{}';
  of_one bigint[];
  v record;
  m record;
begin
  for v in select y.*, t.format from way y join transport t on t.name = y.transport
    where y.quiet_until <= clock_timestamp() and exists (select from work w where w.kind = 'notify' and w.name = y.transport
      and w.state = 'ready' and w.run_at <= clock_timestamp())
    order by y.transport for update of y skip locked
  loop
    delete from work w where w.id = any (array(select k.id from work k where k.kind = 'notify' and k.name = v.transport
      and k.state = 'ready' and k.run_at <= clock_timestamp() and (notice_is_moot(k.subject)
        or (v.fails_since is not null and exists (select from notice_receipt r where r.notice_id = k.subject))
        or exists (select from notice n where n.id = k.subject and n.reason = 'device_code' and not is_own_way(n.recipient, v.transport)))
      for update skip locked));
    at := clock_timestamp();
    for m in select n.recipient from work w join notice n on n.id = w.subject left join incident i on i.id = n.incident_id
      where w.kind = 'notify' and w.name = v.transport and w.state = 'ready'
        and (v.next_at <= at or v.doubt not in ('', '*', n.recipient))
      group by n.recipient having min(w.run_at) <= at
      order by n.recipient = v.doubt, bool_or(n.reason = 'device_code') desc, max(coalesce(i.severity, 'IV')) desc, min(w.run_at), n.recipient
      limit case when v.failures > 0 then 1 else 8 end
    loop
      exit when turn_at(v.recent, v.format) > at;
      with taken as (
        update work w set state = 'leased', token = gen_random_uuid(), lease_until = at + lease, attempt = w.attempt + 1,
            holder = levee.person()
          where w.id = any (array(select k.id from work k join notice n on n.id = k.subject where k.kind = 'notify'
            and k.name = v.transport and k.state = 'ready' and n.recipient = m.recipient order by k.id limit 200
            for update of k skip locked))
          returning w.id)
      select array_agg(t.id) into of_one from taken t;
      if of_one is not null then
        claimed := claimed || of_one;
        v.recent := with_turn(v.recent, v.format, at);
      end if;
    end loop;
    update way y set recent = v.recent where y.transport = v.transport and y.recent <> v.recent;
  end loop;
  return claimed;
end $$;

-- What the sending service claims, with everything that the messages say: one row a notice, those with the same key are one message. Of
-- a restricted incident no title leaves the house.
create function levee.claim_notices(lease interval)
  returns table (key text, work bigint, token uuid, notice_id bigint, recipient text, display_name text, language levee.language,
    transport text, kind text, format text, transport_address text, secret text, address text,
    reason text, duty text, subject text, percent int, team levee.team, teams levee.team[],
    incident_id bigint, title text, severity levee.severity, exercise boolean, due_at timestamptz, now timestamptz,
    detail text, waiting int, signals text[], cues text[], mentions int, negative int)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  claimed bigint[];
begin
  perform enter('{logistics}', null, 'service');
  perform bound_lease(lease);
  perform forget_codes();
  claimed := claim_by_way(lease);
  return query
    select 'notice-' || min(n.id) over one || case when count(*) over one > 1 then '-' || substr(encode(sha256(convert_to(
        string_agg(n.id::text, ',') over one, 'UTF8')), 'hex'), 1, 12) else '' end || '-' || t.name,
      w.id, w.token, n.id, n.recipient, p.display_name, p.language, t.name, t.kind, t.format, t.address, t.secret, c.address,
      n.reason, n.kind, case n.reason when 'signal' then g.subject else n.subject end, n.percent, o.team,
      array(select distinct s.team from seat s where s.handle = n.recipient order by s.team),
      n.incident_id, case when n.reason = 'signal' then g.story when i.restricted then '' else coalesce(i.title, '') end,
      coalesce(i.severity, 'IV'), coalesce(i.exercise, false), nullif(o.due_at, 'infinity'), levee.now(n.incident_id),
      coalesce(case when n.kind = 'mend_way' then (select y.reason from way y where y.transport = n.subject)
        when n.reason = 'source' then (select s.problem from source s where s.name = n.subject)
        when n.reason = 'resource' then (select r.problem from resource r where r.name = n.subject)
        when n.reason = 'counselling' and not i.restricted then (select c.availability from counselling_offer c where c.id = n.percent)
        when n.reason = 'meeting' then (select to_char(m.starts_at at time zone company_zone(), 'YYYY-MM-DD HH24:MI')
          || case when i.restricted then '' else ', ' || m.place end from meeting m where m.id = n.percent)
        when n.reason = 'letter' then readiness_said(n.subject)::text
        when n.reason = 'device_code' then code_told(n.id, w.name) end, ''),
      case when n.kind = 'mend_way' then waiting_for(n.subject) else 0 end, g.signals, g.cues, coalesce(g.mentions, 0), coalesce(g.negative, 0)
    from work w join notice n on n.id = w.subject join person p on p.handle = n.recipient
    join contact c on c.handle = n.recipient and c.transport = w.name join transport t on t.name = w.name
    left join incident i on i.id = n.incident_id
    left join duty o on o.id = n.duty_id
    left join lateral signals_told(case n.reason when 'signal' then substr(n.subject, 2)::bigint end) g on n.reason = 'signal'
    where w.id = any (claimed)
    window one as (partition by n.recipient, t.name order by n.id rows between unbounded preceding and unbounded following)
    order by n.recipient, t.name, n.reason = 'device_code' desc, coalesce(i.severity, 'IV') desc, nullif(o.due_at, 'infinity') nulls last, n.id;
end $$;

-- What a signal is told with: what is unusual of the same story, or of the same subject, within half an hour of it.
create function levee.told_with(signal bigint) returns setof levee.signal
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return query select o.* from signal g join signal o on o.id = g.id
      or (o.raised_at between g.raised_at - interval '30 minutes' and g.raised_at + interval '30 minutes'
        and (o.subject = g.subject or (g.first_mention <> 0 and o.first_mention <> 0
          and coalesce((select m.story_id from story_mention m where m.mention_id = o.first_mention), o.first_mention)
            = coalesce((select m.story_id from story_mention m where m.mention_id = g.first_mention), g.first_mention))))
    where g.id = told_with.signal;
end $$;

-- What a message says of signals that are told together: their story is the first mention's, or that of most copies.
create function levee.signals_told(signal bigint)
  returns table (subject text, signals text[], cues text[], mentions int, negative int, story text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select x.subject, x.signals, x.cues, x.mentions, x.negative, coalesce(left(coalesce(nullif(m.title, ''), m.text), 300), '')
    from (select (array_agg(g.subject order by g.rarity > 0, g.id))[1] as subject,
        array_agg('A' || g.id order by g.rarity > 0, g.id) as signals, array_agg(g.cue order by g.rarity > 0, g.id) as cues,
        max(g.mentions) as mentions, max(g.negative) as negative, min(g.since) as since,
        min(nullif(g.first_mention, 0)) as first_mention
      from told_with(signals_told.signal) g where g.state in ('open', 'snoozed')) x
    left join mention m on m.id = coalesce(x.first_mention, (select t.id from top_stories(x.subject, x.since, 1) t));
end $$;

-- Seconds until a way takes something that waits; NULL when nothing does.
create function levee.next_notices_in() returns double precision
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{logistics}', null, 'service');
  return (select extract(epoch from min(greatest(y.quiet_until, turn_at(y.recent, t.format), w.run_at,
      case when y.doubt in ('', '*', n.recipient) then y.next_at else '-infinity' end)) - clock_timestamp())
    from way y join transport t on t.name = y.transport
    join work w on w.kind = 'notify' and w.name = y.transport and w.state = 'ready' join notice n on n.id = w.subject);
end $$;

-- Records that a message left the house under a key, and ends the claims of what it told. The way works.
create function levee.record_notices_sent(works bigint[], tokens uuid[], key text) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
  via text;
begin
  perform enter('{logistics}', null, 'service');
  via := way_of_claim(works, tokens);
  if via is null then
    return false;
  end if;
  with gone as (
    delete from work w where w.id = any (works) and w.token = any (tokens) and w.holder = levee.person()
      and w.kind = 'notify' and w.name = via returning w.subject, w.incident_id)
  insert into notice_receipt (notice_id, transport, key, at)
    select g.subject, via, record_notices_sent.key, levee.now(g.incident_id) from gone g on conflict do nothing;
  perform forget_codes();
  update way y set worked_at = at, failures = 0, doubt = '', reason = '', fails_since = null, next_at = '-infinity',
      setbacks = case when y.failed_at < at - interval '1 hour' then 0 else y.setbacks end
    where y.transport = via;
  return true;
end $$;

-- The way that claimed notices go by, and its row locked before theirs; NULL when the claim is no longer the caller's.
create function levee.way_of_claim(works bigint[], tokens uuid[]) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  via text;
begin
  select w.name into via from work w where w.id = any (works) and w.token = any (tokens) and w.holder = levee.person()
    and w.kind = 'notify' limit 1;
  perform from way y where y.transport = via for update;
  return via;
end $$;

-- A message did not get through. Whose fault is it? The way's, unless it took somebody else's: after this person's last failure, or within
-- a minute before. Then the person's notices are tried again with growing delay, and are owed after the last attempt, or at once where
-- trying again cannot help (`final`). Else they wait for the way, and their attempts do not count. The way fails when two people's
-- messages were refused for good, or one person's and nobody else's waits, or when six tries in a row did not get through. What only
-- asks for patience (`busy`) is nobody's fault.
create function levee.fail_notices(works bigint[], tokens uuid[], why text, how text, pause interval default null) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
  final constant boolean := how = 'final';
  said constant text := left(coalesce(nullif(why, ''), 'unknown'), 300);
  via text;
  who text;
  dead work;
  others boolean;
begin
  perform enter('{logistics}', null, 'service');
  via := way_of_claim(works, tokens);
  if via is null then
    return false;
  end if;
  select n.recipient into who from work w join notice n on n.id = w.subject where w.id = any (works) and w.token = any (tokens) limit 1;
  update way y set quiet_until = greatest(y.quiet_until, at + least(greatest(pause, '0'), interval '1 hour'))
    where y.transport = via and pause is not null;
  if how <> 'busy' and exists (select from way y join contact_failure f on f.transport = y.transport and f.handle = who
      and f.at - interval '1 minute' < y.worked_at where y.transport = via and y.doubt in ('', who)) then
    for dead in
      update work w set state = case when final or w.attempt >= w.attempts_allowed then 'dead' else 'ready' end::work_state,
          token = null, lease_until = null, reason = said, run_at = at + interval '1 second' * 2 ^ least(w.attempt, 6)
        where w.id = any (works) and w.token = any (tokens) and w.name = via returning w.*
    loop
      if dead.state = 'dead' then
        perform work_event('work_dead', dead);
      end if;
    end loop;
  else
    others := exists (select from work w join notice n on n.id = w.subject where w.kind = 'notify' and w.name = via
      and w.state <> 'dead' and n.recipient <> who);
    update work w set state = 'ready', token = null, lease_until = null, reason = said, run_at = at,
        attempt = greatest(w.attempt - 1, 0)
      where w.id = any (works) and w.token = any (tokens) and w.name = via;
    perform doubt_way(via, who, said, how, others);
  end if;
  insert into contact_failure (handle, transport, at) select c.handle, c.transport, at from contact c
    where c.handle = who and c.transport = via and how <> 'busy'
    on conflict on constraint contact_failure_pkey do update set at = excluded.at;
  return true;
end $$;

-- A way did not take a message for somebody: from when it counts as failing, and when it is tried again.
create function levee.doubt_way(via text, who text, why text, how text, others boolean) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
  y way;
  fresh boolean;
  fails boolean;
  begins boolean;
begin
  select * into y from way v where v.transport = via for update;
  -- Several messages that were under way together are one failure.
  fresh := at >= y.next_at;
  fails := y.fails_since is not null or y.failures + fresh::int >= 6
    or (how = 'final' and (y.doubt not in ('', who) or (not others and y.worked_at < at - interval '1 minute')));
  begins := fails and y.fails_since is null;
  update way v set failed_at = at, reason = why, failures = y.failures + greatest(fresh::int, (y.failures = 0)::int),
      doubt = case when y.doubt in ('', who) then who else '*' end,
      fails_since = case when fails then coalesce(y.fails_since, at) end,
      setbacks = y.setbacks + (fails and (fresh or begins))::int,
      next_at = case when not fresh and not begins then y.next_at
        when fails then at + least(interval '30 seconds' * 2 ^ least(y.setbacks, 10), interval '15 minutes')
        when how = 'final' then at + case when others then interval '5 seconds' else '20 seconds' end
        else at + interval '1 second' * 2 ^ (y.failures + 1) end
    where v.transport = via;
end $$;

-- How many notices wait for a way that fails, and have not arrived by another.
create function levee.waiting_for(transport text) returns int
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select count(*) from work w where w.kind = 'notify' and w.name = waiting_for.transport and w.state <> 'dead'
    and not exists (select from notice_receipt r where r.notice_id = w.subject) and not notice_is_moot(w.subject));
end $$;

-- Logistics owes that a way which fails works again: one duty a way, in the time that the playbook gives at the gravest severity of what
-- waits.
insert into levee.duty_kind (name, team, target) values ('mend_way', 'logistics', 'reach');
create function levee.reconsider_way(transport text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  since constant timestamptz := (select y.fails_since from way y where y.transport = reconsider_way.transport);
  due timestamptz;
begin
  if since is null then
    perform end_duties(0, '{mend_way}', reconsider_way.transport, 0, clock_timestamp());
    return;
  end if;
  select since + t.within into due from target t where t.version = newest_playbook() and t.name = 'reach' and t.severity = (
    select coalesce(max(i.severity), 'IV') from work w join incident i on i.id = w.incident_id
      where w.kind = 'notify' and w.name = reconsider_way.transport and w.state <> 'dead');
  perform open_duty(0, 'mend_way', reconsider_way.transport, 0, since, due => coalesce(due, 'infinity'));
  update duty d set due_at = due, next_at = next_look(null, d.target, d.started_at, due, d.lapses_at, d.fired)
    where d.incident_id = 0 and d.kind = 'mend_way' and d.subject = reconsider_way.transport and d.state = 'open' and d.due_at > due;
end $$;
create function levee.duties_of_way() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform reconsider_way(new.transport);
  if new.fails_since is null then
    -- What another way told meanwhile is not told again.
    delete from work w where w.id = any (array(select k.id from work k where k.kind = 'notify' and k.name = new.transport
      and k.state = 'ready' and exists (select from notice_receipt r where r.notice_id = k.subject) for update skip locked));
  end if;
  return null;
end $$;
create trigger y_duties after update of fails_since on levee.way for each row
  when (old.fails_since is distinct from new.fails_since) execute function levee.duties_of_way();

-- Somebody of logistics mended a way: what waits is tried at once, also what was given up; it is mended when that gets through. Where
-- nothing waits, their word counts.
create function levee.retry_way(transport text) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  waits boolean;
begin
  perform enter('{logistics}', null, 'person');
  perform from way y where y.transport = retry_way.transport for update;
  if not found then
    perform refuse('way_is_a_transport', retry_way.transport);
  end if;
  update work w set state = 'ready', attempt = 0, run_at = clock_timestamp() where w.kind = 'notify' and w.name = retry_way.transport
    and w.state = 'dead';
  waits := exists (select from work w where w.kind = 'notify' and w.name = retry_way.transport);
  if not waits and not exists (select from way y where y.transport = retry_way.transport and y.fails_since is not null) then
    perform refuse('way_fails', retry_way.transport);
  end if;
  update way y set next_at = '-infinity', quiet_until = '-infinity', setbacks = 0,
      fails_since = case when waits then y.fails_since end, doubt = case when waits then y.doubt else '' end,
      failures = case when waits then y.failures else 0 end
    where y.transport = retry_way.transport;
  perform write_event(next_event(), 0, 'way_retried', levee.person(), 'logistics', clock_timestamp(),
    jsonb_build_object('transport', retry_way.transport));
  return waits;
end $$;
grant execute on function levee.claim_notices, levee.next_notices_in, levee.record_notices_sent, levee.fail_notices, levee.retry_way
  to levee_logistics;

-- Notices that reached nobody: a way that works did not take them for good (`is_owed`: somebody has to reach the person), or they wait
-- for one that fails, and none got through. What is told of that itself is none of them.
create view levee.unreached as
select n.id as notice_id, n.incident_id, n.recipient, n.reason, n.kind, n.subject, n.at, bool_or(w.state = 'dead') as is_owed,
  string_agg(w.name || ': ' || case w.state when 'dead' then w.reason else y.reason end, '; ' order by w.name) as problem
from levee.work w join levee.notice n on n.id = w.subject left join levee.way y on y.transport = w.name
where w.kind = 'notify' and (w.state = 'dead' or y.fails_since is not null) and n.acknowledged_at is null
  and n.kind not in ('reach', 'mend_way') and n.reason not in ('counselling', 'rest', 'resource', 'wake', 'device_code')
  -- What is owed no more went with its duty; of the house, what is over is told nobody.
  and (n.duty_id = 0 or exists (select from levee.duty d where d.id = n.duty_id and d.state = 'open'))
  and (n.reason <> 'source' or exists (select from levee.source s where s.name = n.subject and s.is_ill and s.episode = n.percent))
  and (n.reason <> 'signal' or exists (select from levee.signal g where 'A' || g.id = n.subject and g.state in ('open', 'snoozed')))
  and not exists (select from levee.notice_receipt r where r.notice_id = n.id)
group by n.id;
create index work_dead on levee.work (kind, subject) where state = 'dead';
grant select on levee.unreached to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- Logistics owes that whoever was not reached over a way that works is reached another way: one duty for each person and incident, by the
-- first of the notices.
insert into levee.duty_kind (name, team, target) values ('reach', 'logistics', 'reach');
create function levee.reconsider_reach(notice bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n record;
  owed text;
begin
  select o.incident_id, o.recipient, levee.now(o.incident_id) as now into n from notice o where o.id = reconsider_reach.notice;
  -- As the view has it; asked of what is dead alone, by its index.
  select 'N' || min(o.id) into owed from work w join notice o on o.id = w.subject
    where w.kind = 'notify' and w.state = 'dead' and o.recipient = n.recipient and o.incident_id = n.incident_id
      and o.kind not in ('reach', 'mend_way') and exists (select from unreached u where u.notice_id = o.id);
  perform end_duties(d.incident_id, '{reach}', d.subject, 0, n.now) from duty d
    where d.incident_id = n.incident_id and d.kind = 'reach' and d.state = 'open'
      and exists (select from notice o where o.incident_id = n.incident_id and 'N' || o.id = d.subject and o.recipient = n.recipient)
      and d.subject is distinct from owed;
  if owed is not null then
    perform open_duty(n.incident_id, 'reach', owed, 0, n.now, target => case when n.incident_id = 0 then '' end);
  end if;
end $$;
-- The trigger names the column that has the notice's number.
create function levee.duties_of_notice() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform reconsider_reach((to_jsonb(new) ->> tg_argv[0])::bigint);
  return null;
end $$;
create trigger y_duties after insert on levee.notice_receipt for each row execute function levee.duties_of_notice('notice_id');
create trigger y_duties after update of acknowledged_at on levee.notice for each row
  when (old.acknowledged_at is null) execute function levee.duties_of_notice('id');

-- Whatever asks for it: what is told of a way that fails, or of a person who was not reached, never becomes a duty itself.
create function levee.check_duty_of_notice() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from notice n where 'N' || n.id = new.subject and n.kind in ('reach', 'mend_way')) then
    perform refuse('reach_is_not_of_a_failing_way', new.subject);
  end if;
  return new;
end $$;
create trigger b_check before insert on levee.duty for each row when (new.kind = 'reach') execute function levee.check_duty_of_notice();
