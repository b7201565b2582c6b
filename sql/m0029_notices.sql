-- Notices: what a person is told, why, and whether it reached them.
--
-- LAW-28: who owes something is told where they are; a notice ends with a receipt, with the thing being done, or as work of
--         its own for somebody: one that reached nobody is owed, overdue and visible like everything else.

create table levee.notice (
  id bigint generated always as identity primary key,
  recipient text not null,
  incident_id bigint not null,
  -- A duty waits, or escalates; or, of the house and no duty: a source that fails or is silent, a signal, an answer to what one told.
  reason text not null constraint notice_reason_is_known check (reason in ('waits', 'deadline', 'source', 'signal', 'answer')),
  duty_id bigint not null default 0,
  kind text not null default '',  -- of the duty
  subject text not null,
  percent int not null default 0,
  at timestamptz not null,  -- by the incident's clock, as all below
  acknowledged_at timestamptz,
  constraint notice_once unique (recipient, duty_id, reason, subject, percent));
create index notice_open on levee.notice (recipient, id) where acknowledged_at is null;
create index notice_of_incident on levee.notice (incident_id);
create index notice_of_house on levee.notice (recipient) where duty_id = 0 and acknowledged_at is null;
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
    reason text, duty text, subject text, percent int, team levee.team, incident_id bigint, title text,
    severity levee.severity, exercise boolean, due_at timestamptz, now timestamptz, transport text, kind text, format text,
    transport_address text, secret text, address text)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{logistics}', null, 'service');
  delete from work w using notice n where w.id = any (works) and w.token = any (tokens) and w.holder = session_user collate "default"
    and w.kind = 'notify'
    and n.id = w.subject and notice_is_moot(n.id);
  return query
    select w.id, w.token, n.id, n.recipient, p.display_name, p.language, n.reason, n.kind, n.subject, n.percent,
      coalesce((select s.team from seat s where s.handle = n.recipient
        order by s.team = o.team desc nulls last, s.team = 'leadership' desc limit 1), 'staff'),
      n.incident_id, case when i.restricted then '' else coalesce(i.title, '') end, coalesce(i.severity, 'IV'),
      coalesce(i.exercise, false), nullif(o.due_at, 'infinity'),
      levee.now(n.incident_id), t.name, t.kind, t.format, t.address, t.secret, c.address
    from work w join notice n on n.id = w.subject join person p on p.handle = n.recipient
    left join incident i on i.id = n.incident_id
    join contact c on c.handle = n.recipient and c.transport = w.name join transport t on t.name = w.name
    left join duty o on o.id = n.duty_id
    where w.id = any (works) and w.token = any (tokens) and w.holder = session_user collate "default" and w.kind = 'notify'
      and w.lease_until > clock_timestamp();
end $$;

-- Records that a notice left the house under a key, and ends the claim.
create function levee.record_notice_sent(work bigint, held uuid, key text) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  gone record;
begin
  perform enter('{logistics}', null, 'service');
  delete from work w where w.id = record_notice_sent.work and w.token = held and w.holder = session_user collate "default" and w.kind = 'notify'
    returning w.subject, w.name, w.incident_id into gone;
  if gone is null then
    return false;
  end if;
  insert into notice_receipt (notice_id, transport, key, at)
    values (gone.subject, gone.name, record_notice_sent.key, levee.now(gone.incident_id)) on conflict do nothing;
  return true;
end $$;

-- Somebody of logistics reached the person in another way.
create function levee.record_reached(notice bigint, how text) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n record;
begin
  perform enter('{logistics}', (select o.incident_id from notice o where o.id = record_reached.notice), 'person');
  if btrim(record_reached.how) = '' then
    perform refuse('notice_receipt_by_hand_says_how');
  end if;
  select * into n from notice o where o.id = record_reached.notice;
  if not found then
    perform refuse('notice_receipt_is_of_a_notice', record_reached.notice::text);
  elsif not exists (select from unreached u where u.notice_id = n.id) then
    perform refuse('notice_is_unreached', record_reached.notice::text);
  end if;
  perform write_event(next_event(), 0, 'notice_reached', session_user, 'logistics', clock_timestamp(),
    jsonb_build_object('notice', n.id, 'recipient', n.recipient));
  insert into notice_receipt (notice_id, transport, key, how, at)
    values (n.id, '', session_user, record_reached.how, levee.now(n.incident_id)) on conflict do nothing;
  delete from work w where w.kind = 'notify' and w.subject = n.id and w.state <> 'leased';
  return n.incident_id;
end $$;
grant execute on function levee.claimed_notices, levee.record_notice_sent, levee.record_reached to levee_logistics;

-- Who has read what they were told. What was still to be sent of it is sent no more.
create function levee.acknowledge_notices() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform enter(kind => 'person');
  with seen as (
    update notice set acknowledged_at = levee.now(incident_id)
      where recipient = session_user collate "default" and acknowledged_at is null returning id),
  ended as (
    delete from work w using seen s where w.kind = 'notify' and w.subject = s.id and w.state <> 'leased')
  select count(*) into n from seen;
  return n;
end $$;
grant execute on function levee.acknowledge_notices to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- What concerns a team and is no duty: logistics hears of sources that are ill, monitoring of signals.
create function levee.remind_of_house() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  told int;
begin
  insert into notice (recipient, incident_id, reason, subject, percent, at)
    select p.handle, 0, h.reason, h.subject, h.episode, clock_timestamp()
    from (
      select 'source' as reason, s.name as subject, s.episode from source s
        where s.is_ill and current_team() = 'logistics'
      union all
      select 'signal', 'A' || g.id, 0 from signal g
        where g.state = 'open' and current_team() = 'monitoring') h
    join seat t on t.team = current_team()
    join person p on p.handle = t.handle and p.kind = 'person' and p.removed_at is null
    where not exists (select from notice n where n.recipient = p.handle and n.duty_id = 0 and n.reason = h.reason
      and n.subject = h.subject and n.percent = h.episode)
    on conflict do nothing;
  get diagnostics told = row_count;
  return told;
end $$;

-- Whom each team's service told last: when somebody else sits there, or leads, what is open is told again, to who was not told.
create table levee.listener (
  team levee.team primary key,
  people text[] not null default '{}');
insert into levee.listener (team) values ('monitoring'), ('leadership'), ('response'), ('logistics');

-- The people of a team who are told what waits for it: all of them; in leadership who holds the leader's seat, for this incident.
create function levee.listens(person text, team levee.team, incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from seat s where s.handle = listens.person and s.team = listens.team)
    and (listens.team <> 'leadership' or holds_seat(listens.person, 'leader', incident));
end $$;

-- Each team's service tells its people what waits for them, once for each thing: the one person who can do it; all of leadership what
-- nobody can do alone, and those who can review a text; else who listens. What is overdue is told to others, by its escalations.
create function levee.remind() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  mine constant levee.team := current_team();
  told int := 0;
  due bigint[];
  present text[];
begin
  perform enter(kind => 'service');
  present := array(select p.handle || case when listens(p.handle, mine, 0) then '!' else '' end from person p
    join seat s on s.handle = p.handle and s.team = mine where p.kind = 'person' and p.removed_at is null order by 1);
  if exists (select from listener l where l.team = mine and l.people <> present) then
    update listener l set people = present where l.team = mine and l.people <> present;
    update duty d set told = false from duty_kind k
      where d.team = mine and d.state = 'open' and d.told and not d.aim and k.name = d.kind and k.tells <> 'nobody';
  end if;
  due := array(select d.id from duty d join duty_kind k on k.name = d.kind left join incident i on i.id = d.incident_id
    where d.team = mine and d.state = 'open' and not d.told and (d.incident_id = 0 or i.stage >= k.since)
    order by d.id limit 500 for update of d skip locked);
  if due <> '{}' then
    insert into notice (recipient, incident_id, reason, duty_id, kind, subject, at)
      select p.handle, d.incident_id, 'waits', d.id, d.kind, d.subject, levee.now(d.incident_id)
      from duty d join duty_kind k on k.name = d.kind
      join person p on p.kind = 'person' and p.removed_at is null and p.handle <> all (d.not_by) and case
        when d.person <> '' then p.handle = d.person
        when k.tells = 'everyone' or d.kind = 'review' then exists (select from seat s where s.handle = p.handle and s.team = d.team)
        else listens(p.handle, d.team, d.incident_id) end
      where d.id = any (due) and may_read(d.incident_id, p.handle)
      on conflict do nothing;
    get diagnostics told = row_count;
    update duty d set told = true where d.id = any (due);
  end if;
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
  return n.acknowledged_at is not null or case n.reason
    when 'source' then not exists (select from source s where s.name = n.subject and s.is_ill and s.episode = n.percent)
    when 'signal' then not exists (select from signal g where 'A' || g.id = n.subject and g.state in ('open', 'snoozed'))
    when 'answer' then false
    else not exists (select from duty d where d.id = n.duty_id and d.state = 'open') end;
end $$;

-- What a person was told of and has not acknowledged, as long as it is still so: of each open duty the newest notice. Looked up from
-- what is open, so that what was never acknowledged of ended duties costs nothing.
create function levee.open_notices() returns table (incident_id bigint, reason text, kind text, subject text, percent int,
  at timestamptz) language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter();
  return query
    select n.incident_id, n.reason, n.kind, n.subject, n.percent, n.at from duty d cross join lateral (
        select o.* from notice o where o.recipient = session_user collate "default" and o.duty_id = d.id and o.acknowledged_at is null
        order by o.percent desc limit 1) n
      where d.state = 'open'
    union all
    select n.incident_id, n.reason, n.kind, n.subject, n.percent, n.at from notice n
      where n.recipient = session_user collate "default" and n.duty_id = 0 and n.acknowledged_at is null and not notice_is_moot(n.id)
    order by 6 desc limit 20;
end $$;
grant execute on function levee.open_notices to levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

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

-- Notices that reached nobody: every attempt of at least one transport failed for good, and none got through.
create view levee.unreached as
select n.id as notice_id, n.incident_id, n.recipient, n.reason, n.kind, n.subject, n.at,
  string_agg(w.name || ': ' || w.reason, '; ' order by w.name) as problem
from levee.work w join levee.notice n on n.id = w.subject
where w.kind = 'notify' and w.state = 'dead' and n.acknowledged_at is null
  and not exists (select from levee.notice_receipt r where r.notice_id = n.id)
group by n.id;
create index work_dead on levee.work (kind, subject) where state = 'dead';
grant select on levee.unreached to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

-- Logistics owes that whoever was not reached is reached another way. One that tells of just that has no time of its own: that would
-- not end.
insert into levee.duty_kind (name, team, target) values ('reach', 'logistics', 'reach');
create function levee.reconsider_reach(notice bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n record;
begin
  select o.incident_id, o.kind, levee.now(o.incident_id) as now into n from notice o where o.id = reconsider_reach.notice;
  if exists (select from unreached u where u.notice_id = reconsider_reach.notice) then
    perform open_duty(n.incident_id, 'reach', 'N' || notice, 0, n.now, target => case when n.kind = 'reach' or n.incident_id = 0 then '' end);
  else
    perform end_duties(n.incident_id, '{reach}', 'N' || notice, 0, n.now);
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
