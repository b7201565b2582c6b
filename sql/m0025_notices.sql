-- Notices: what a person is told, why, and whether it reached them.
--
-- LAW-28: who owes something is told where they are; a notice ends with a receipt, with the thing being done, or as work of
--         its own for somebody: one that reached nobody is owed, overdue and visible like everything else.

create table levee.notice (
  id bigint generated always as identity primary key,
  recipient text not null,
  incident_id bigint not null,
  reason text not null constraint notice_reason_is_known check (reason in ('deadline', 'waits', 'stand_in',
    -- Of the house, not of an incident: a source that fails or is silent, a signal.
    'source', 'signal')),
  target text not null,
  subject text not null,
  percent int not null default 0,
  -- Since when it is owed: a second command, a second review, a second repair is a second occasion, and is told.
  since timestamptz not null default '-infinity',
  at timestamptz not null,  -- by the incident's clock, as all below
  acknowledged_at timestamptz,
  constraint notice_once unique (recipient, incident_id, reason, target, subject, percent, since));
create index notice_open on levee.notice (recipient, id) where acknowledged_at is null;
create index notice_of_incident on levee.notice (incident_id);
grant select on levee.notice to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_ops,
  levee_supervisor;

-- It left the house, by a transport; or somebody reached the person by hand, and says how.
create table levee.notice_receipt (
  notice_id bigint not null constraint notice_receipt_is_of_a_notice references levee.notice,
  transport text not null,
  key text not null,  -- the idempotency key it went out under; who reached them, when by hand
  how text not null default '' constraint notice_receipt_how_is_not_too_long check (octet_length(how) <= 2000),
  at timestamptz not null,
  constraint notice_receipt_by_hand_says_how check ((transport = '') = (how <> '')),
  primary key (notice_id, transport));
-- How somebody was reached may be their telephone number: logistics reads that.
grant select (notice_id, transport, key, at) on levee.notice_receipt to levee_monitoring, levee_leadership, levee_response,
  levee_ops, levee_supervisor;
grant select on levee.notice_receipt to levee_logistics;

-- One piece of work for each way in which the recipient can be reached. A few attempts, within a minute or two: then
-- somebody has to pick up the telephone.
create function levee.queue_notices() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into work (kind, incident_id, subject, name, attempts_allowed)
    select 'notify', n.incident_id, n.id, c.transport, 6 from added n join contact c on c.handle = n.recipient;
  return null;
end $$;
create trigger d_queue after insert on levee.notice referencing new table as added
  for each statement execute function levee.queue_notices();

-- The sending service takes what it claimed, with everything that the message says. What needs no telling any more ends
-- here: the thing was done, or the recipient has acknowledged it. Of a restricted incident no title leaves the house.
create function levee.claimed_notices(works bigint[], tokens uuid[])
  returns table (work bigint, token uuid, notice_id bigint, recipient text, display_name text, language levee.language,
    reason text, target text, subject text, percent int, team levee.team, incident_id bigint, title text,
    severity levee.severity, exercise boolean, due_at timestamptz, now timestamptz, transport text, kind text, format text,
    transport_address text, secret text, address text)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{logistics}', null, 'service');
  delete from work w using notice n where w.id = any (works) and w.token = any (tokens) and w.holder = session_user
    and w.kind = 'notify'
    and n.id = w.subject and notice_is_moot(n.id);
  return query
    select w.id, w.token, n.id, n.recipient, p.display_name, p.language, n.reason, n.target, n.subject, n.percent,
      coalesce((select s.team from seat s where s.handle = n.recipient
        order by s.team = o.owner desc nulls last, s.team = 'leadership' desc limit 1), 'staff'),
      n.incident_id, case when i.restricted then '' else coalesce(i.title, '') end, coalesce(i.severity, 'IV'),
      coalesce(i.exercise, false), o.due_at,
      levee.now(n.incident_id), t.name, t.kind, t.format, t.address, t.secret, c.address
    from work w join notice n on n.id = w.subject join person p on p.handle = n.recipient
    left join incident i on i.id = n.incident_id
    join contact c on c.handle = n.recipient and c.transport = w.name join transport t on t.name = w.name
    left join lateral (select d.owner, d.due_at from deadline d where d.incident_id = n.incident_id and d.met_at is null
      and d.target = n.target and d.subject = n.subject) o on true
    where w.id = any (works) and w.token = any (tokens) and w.holder = session_user and w.kind = 'notify'
      and w.lease_until > clock_timestamp();
end $$;

-- Records that a notice left the house under a key, and ends the claim.
create function levee.notice_is_out(work bigint, held uuid, key text) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  gone record;
begin
  perform enter('{logistics}', null, 'service');
  delete from work w where w.id = notice_is_out.work and w.token = held and w.holder = session_user and w.kind = 'notify'
    returning w.subject, w.name, w.incident_id into gone;
  if gone is null then
    return false;
  end if;
  insert into notice_receipt (notice_id, transport, key, at)
    values (gone.subject, gone.name, notice_is_out.key, levee.now(gone.incident_id)) on conflict do nothing;
  return true;
end $$;

-- Somebody of logistics reached the person in another way.
create function levee.reached(notice bigint, how text) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n record;
begin
  perform enter('{logistics}', (select o.incident_id from notice o where o.id = reached.notice), 'person');
  if btrim(reached.how) = '' then
    perform refuse('notice_receipt_by_hand_says_how');
  end if;
  select * into n from notice o where o.id = reached.notice;
  if not found then
    perform refuse('notice_receipt_is_of_a_notice', reached.notice::text);
  elsif not exists (select from unreached u where u.notice_id = n.id) then
    perform refuse('notice_is_unreached', reached.notice::text);
  end if;
  perform write_event(next_event(), 0, 'notice_reached', session_user, 'logistics', clock_timestamp(),
    jsonb_build_object('notice', n.id, 'recipient', n.recipient));
  insert into notice_receipt (notice_id, transport, key, how, at)
    values (n.id, '', session_user, reached.how, levee.now(n.incident_id)) on conflict do nothing;
  delete from work w where w.kind = 'notify' and w.subject = n.id and w.state <> 'leased';
  return n.incident_id;
end $$;
grant execute on function levee.claimed_notices, levee.notice_is_out, levee.reached to levee_logistics;

-- Who has read what they were told. What was still to be sent of it is sent no more.
create function levee.acknowledge_notices() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform enter(kind => 'person');
  with seen as (
    update notice set acknowledged_at = levee.now(incident_id)
      where recipient = session_user and acknowledged_at is null returning id),
  ended as (
    delete from work w using seen s where w.kind = 'notify' and w.subject = s.id and w.state <> 'leased')
  select count(*) into n from seen;
  return n;
end $$;
grant execute on function levee.acknowledge_notices to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- What concerns a team and is of no incident: logistics hears of sources that are ill, monitoring of signals.
create function levee.remind_of_house() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  told int;
begin
  insert into notice (recipient, incident_id, reason, target, subject, percent, at)
    select p.handle, 0, h.reason, h.reason, h.subject, h.episode, clock_timestamp()
    from (
      select 'source' as reason, s.name as subject, s.episode from source s
        where s.is_ill and current_team() = 'logistics'
      union all
      select 'signal', 'A' || g.id, 0 from signal g
        where g.state = 'open' and current_team() = 'monitoring') h
    join seat t on t.team = current_team()
    join person p on p.handle = t.handle and p.kind = 'person' and p.removed_at is null
    where not exists (select from notice n where n.recipient = p.handle and n.incident_id = 0 and n.reason = h.reason
      and n.target = h.reason and n.subject = h.subject and n.percent = h.episode)
    on conflict do nothing;
  get diagnostics told = row_count;
  return told;
end $$;

-- Each team's service tells its people what waits for them, once for each thing: the one person who can do it, or everyone
-- of the team; in leadership who holds the leader's seat, and, once it is overdue, those who stand in.
create function levee.remind() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  told int;
begin
  perform enter(kind => 'service');
  -- What was told already is left out beforehand: a conflict would use a number up at every look.
  insert into notice (recipient, incident_id, reason, target, subject, since, at)
    select t.handle, t.incident_id, t.reason, t.action, t.subject, t.since, levee.now(t.incident_id) from (
    select distinct p.handle, o.incident_id,
      case when o.person = '' and s.team = 'leadership' and not l.leads and not l.asks_all then 'stand_in' else 'waits' end
        as reason, o.action, o.subject, o.since
    from obligations(current_team()) o
    -- Whoever of the team can do it; or the one person who can, of whatever department.
    join person p on p.kind = 'person' and p.removed_at is null and (p.handle = o.person or (o.person = '' and exists (
      select from seat t where t.handle = p.handle and t.team = o.team)))
    cross join lateral (select o.team) s
    cross join lateral (select s.team = 'leadership' and holds_seat(p.handle, 'leader', o.incident_id) as leads,
      -- What one of leadership cannot do alone is told to all of it.
      o.action in ('decide_seat', 'agree_to_stop') as asks_all) l
    where o.action not in ('deliver', 'advance') and may_read(o.incident_id, p.handle)
      and (o.person <> '' or s.team <> 'leadership' or l.leads or l.asks_all
        or (o.due_at < levee.now(o.incident_id) and is_in_ring(p.handle, 'substitute', o.team, o.incident_id)))) t
    where not exists (select from notice n where n.recipient = t.handle and n.incident_id = t.incident_id
      and n.reason = t.reason and n.target = t.action and n.subject = t.subject and n.since = t.since)
    on conflict do nothing;
  get diagnostics told = row_count;
  return told + remind_of_house();
end $$;
grant execute on function levee.remind to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- Whether nobody needs to be told any more: the recipient has acknowledged it, or the thing is done.
create function levee.notice_is_moot(notice bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  n record;
begin
  select * into n from notice o where o.id = notice_is_moot.notice;
  if n.acknowledged_at is not null or exists (select from incident i where i.id = n.incident_id and i.stage = 'closed') then
    return true;
  end if;
  if n.reason = 'source' then
    return not exists (select from source s where s.name = n.subject and s.is_ill and s.episode = n.percent);
  end if;
  if n.reason = 'signal' then
    return not exists (select from signal g where 'A' || g.id = n.subject and g.state in ('open', 'snoozed'));
  end if;
  if n.reason = 'deadline' then
    return not exists (select from deadline d where d.incident_id = n.incident_id and d.target = n.target
      and d.subject = n.subject and d.met_at is null);
  end if;
  if n.incident_id = 0 then
    return not exists (select from owed_by_house(null) o where o.action = n.target and o.subject = n.subject);
  end if;
  return not exists (select from owed(null, n.incident_id) o where o.action = n.target and o.subject = n.subject
    and o.since = n.since);
end $$;

-- What could not be sent, and need not be any more, is cleared away by the supervisor.
create function levee.settle_notices(candidate uuid, held bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  settled int;
begin
  perform hold_term(candidate, held);
  delete from work w where w.id = any (array(select d.id from work d where d.kind = 'notify' and d.state = 'dead'
    and (notice_is_moot(d.subject) or exists (select from notice_receipt r where r.notice_id = d.subject))
    limit 500 for update skip locked));
  get diagnostics settled = row_count;
  return settled;
end $$;
grant execute on function levee.settle_notices to levee_supervisor;
