-- Notices: what a person is told, why, and whether it reached them.
--
-- LAW-28: who owes something is told where they are; a notice ends with a receipt, with the thing being done, or as work of
--         its own for somebody: one that reached nobody is owed, overdue and visible like everything else.

create table levee.notice (
  id bigint generated always as identity primary key,
  recipient text not null,
  incident_id bigint not null,
  -- A duty waits, or escalates; or no duty: a source that fails or is silent, a signal, an answer to what one told, a filed brief, a
  -- note that names one (its number is then `percent`); a tool that fails (`percent` says for which time), counselling that is open, a long
  -- shift; a meeting that one is to come to (its number is then `percent`); the month's letter on readiness; a test call at night (its
  -- number is then `percent`); a browser that became a device of theirs; one that asks to (m0085); a company account that was bound to them.
  reason text not null constraint notice_reason_is_known
    check (reason in ('waits', 'deadline', 'source', 'signal', 'answer', 'brief', 'note', 'resource', 'counselling', 'rest',
      'drill', 'meeting', 'letter', 'wake', 'device', 'device_code', 'signing_key', 'sign_on')),
  duty_id bigint not null default 0,
  kind text not null default '',  -- of the duty
  subject text not null,
  percent int not null default 0,
  at timestamptz not null,  -- by the incident's clock, as all below
  acknowledged_at timestamptz,
  constraint notice_once unique (recipient, duty_id, reason, subject, percent));
create index notice_open on levee.notice (recipient, id) where acknowledged_at is null;
create index notice_of_incident on levee.notice (incident_id);
create index notice_of_duty on levee.notice (duty_id) where duty_id <> 0;
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

-- Somebody of logistics reached the person in another way, and told them all that they have not been told of this incident.
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
  perform write_event(next_event(), 0, 'notice_reached', levee.person(), 'logistics', clock_timestamp(),
    jsonb_build_object('notice', n.id, 'recipient', n.recipient));
  with told as (
    insert into notice_receipt (notice_id, transport, key, how, at)
      select u.notice_id, '', levee.person(), record_reached.how, levee.now(n.incident_id) from unreached u
        where u.recipient = n.recipient and u.incident_id = n.incident_id
      on conflict do nothing returning notice_id)
  delete from work w using told t where w.kind = 'notify' and w.subject = t.notice_id and w.state <> 'leased';
  return n.incident_id;
end $$;
grant execute on function levee.record_reached to levee_logistics;

-- Who has read what they were told. What was still to be sent of it is sent no more.
create function levee.acknowledge_notices() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform enter(kind => 'person');
  with seen as (
    update notice set acknowledged_at = levee.now(incident_id)
      where recipient = levee.person() and acknowledged_at is null returning id),
  ended as (
    delete from work w using seen s where w.kind = 'notify' and w.subject = s.id and w.state <> 'leased')
  select count(*) into n from seen;
  return n;
end $$;
grant execute on function levee.acknowledge_notices to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- What concerns a team and is no duty: logistics hears of sources that are ill, monitoring of signals. Who was told of one signal of a
-- story is not told of the next, but for what is told at once where the first was only many.
create function levee.remind_of_house() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  told int := 0;
  n int;
  g record;
begin
  insert into notice (recipient, incident_id, reason, subject, percent, at)
    select p.handle, 0, 'source', s.name, s.episode, clock_timestamp() from source s
    join seat t on t.team = 'logistics'
    join person p on p.handle = t.handle and p.kind = 'person' and p.removed_at is null
    where s.is_ill and current_team() = 'logistics' and not exists (select from notice n where n.recipient = p.handle
      and n.duty_id = 0 and n.reason = 'source' and n.subject = s.name and n.percent = s.episode)
    on conflict do nothing;
  get diagnostics told = row_count;
  for g in select s.id, s.rarity from signal s where s.state = 'open' and current_team() = 'monitoring'
    order by s.rarity > 0, s.id
  loop
    insert into notice (recipient, incident_id, reason, subject, at)
      select p.handle, 0, 'signal', 'A' || g.id, clock_timestamp() from seat t
      join person p on p.handle = t.handle and p.kind = 'person' and p.removed_at is null
      where t.team = 'monitoring' and not exists (select from told_with(g.id) o
        join notice n on n.recipient = p.handle and n.duty_id = 0 and n.reason = 'signal' and n.subject = 'A' || o.id
        where o.id = g.id or o.rarity = 0 or g.rarity > 0)
      on conflict do nothing;
    get diagnostics n = row_count;
    told := told + n;
  end loop;
  return told;
end $$;

-- Whom each team's service told last: when somebody else sits there, or leads, what is open is told again, to who was not told.
create table levee.listener (
  team levee.team primary key,
  people text[] not null default '{}');
insert into levee.listener (team) values ('monitoring'), ('leadership'), ('response'), ('logistics');

-- The people of a team who are told what waits for it: those on duty there, by the roster; all of them, where nobody is. In leadership
-- who holds the leader's seat, for this incident, and besides them who is on duty.
create function levee.listens(person text, team levee.team, incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from seat s where s.handle = listens.person and s.team = listens.team) and case
    when listens.team = 'leadership' and holds_seat(listens.person, 'leader', incident) then true
    when listens.person in (select on_duty(listens.team)) then true
    else listens.team <> 'leadership' and not exists (select from on_duty(listens.team)) end;
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
  present := array(select distinct p.handle || case when listens(p.handle, mine, 0) then '!' else '' end from person p
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
    when 'signal' then not exists (select from told_with(substr(n.subject, 2)::bigint) g where g.state in ('open', 'snoozed'))
    when 'answer' then false
    when 'brief' then false
    when 'resource' then not exists (select from resource r where r.name = n.subject and r.fails_since < 'infinity'
      and r.episode = n.percent)
    when 'counselling' then exists (select from incident i where i.id = n.incident_id and i.stage = 'closed')
    when 'rest' then exists (select from incident i where i.id = n.incident_id and i.stage = 'closed')
    when 'note' then false
    when 'drill' then false
    when 'device' then false
    when 'device_code' then not code_is_awaited(n.id)
    when 'signing_key' then false
    when 'sign_on' then not exists (select from sign_on_binding b where b.handle = n.recipient and b.subject = n.subject
      and b.confirmed_at = 'infinity' and b.ended_at = 'infinity')
    when 'meeting' then meeting_is_over(n.percent)
    when 'letter' then false
    when 'wake' then wake_is_over(n.percent)
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
        select o.* from notice o where o.recipient = levee.person() and o.duty_id = d.id and o.acknowledged_at is null
        order by o.percent desc limit 1) n
      where d.state = 'open'
    union all
    -- Of the signals that were told together, the first that still waits.
    select n.incident_id, n.reason, n.kind, case n.reason when 'signal' then (select 'A' || min(g.id)
        from told_with(substr(n.subject, 2)::bigint) g where g.state in ('open', 'snoozed')) else n.subject end, n.percent, n.at
      from notice n where n.recipient = levee.person() and n.duty_id = 0 and n.acknowledged_at is null and not notice_is_moot(n.id)
    order by 6 desc limit 20;
end $$;
grant execute on function levee.open_notices to levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

-- What is done is told nobody any more: what waits to be sent of it goes in the commit that does it. What a service is sending at this
-- moment, it asks once more when it is sent again.
create function levee.forget_notices() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  delete from work w where w.id = any (array(select k.id from notice n join work k on k.kind = 'notify' and k.subject = n.id
    where n.duty_id = new.id and k.state <> 'leased' for update of k skip locked));
  return null;
end $$;
create trigger y_forget after update of state on levee.duty for each row when (old.state = 'open' and new.state <> 'open')
  execute function levee.forget_notices();

-- What could not be sent, and need not be any more, is cleared away by the supervisor.
create function levee.settle_notices(candidate uuid, held bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  settled int;
begin
  perform hold_term(candidate, held);
  perform forget_codes();
  delete from work w where w.id = any (array(select d.id from work d where d.kind = 'notify' and d.state = 'dead'
    and (notice_is_moot(d.subject) or exists (select from notice_receipt r where r.notice_id = d.subject))
    limit 500 for update skip locked));
  get diagnostics settled = row_count;
  return settled;
end $$;
grant execute on function levee.settle_notices to levee_supervisor;
