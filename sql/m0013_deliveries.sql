-- Machine work that is claimed, leased and fenced; and deliveries, which are claimed in that way.
--
-- LAW-7:  what leadership did not approve, byte for byte, cannot be sent.
-- LAW-12: an exercise never leaves the house.
-- LAW-13: each delivery happens once per key; a receipt is written only by who holds the claim.

-- ready → leased → done (the row goes; what it left behind stays). After the last attempt: dead, with the reason.
create table levee.work (
  id bigint generated always as identity primary key,
  kind text not null constraint work_kind_is_known check (kind in (
    'deliver', 'post', 'retract', 'unpost', 'poll', 'analyse', 'probe', 'notify')),
  incident_id bigint not null default 0,
  subject bigint not null default 0,  -- a delivery, a source, or a notice
  name text not null default '',      -- a resource, or a transport
  state levee.work_state not null default 'ready',
  run_at timestamptz not null default clock_timestamp(),
  attempt int not null default 0,
  attempts_allowed int not null default 8,
  token uuid,
  lease_until timestamptz,
  holder text not null default '',
  reason text not null default '',
  constraint work_lease_has_a_token check ((state = 'leased') = (token is not null)),
  constraint work_lease_ends check ((state = 'leased') = (lease_until is not null)),
  constraint work_dead_has_a_reason check (state <> 'dead' or reason <> ''),
  constraint work_once unique (kind, subject, name)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
create index work_ready on levee.work (kind, run_at, id) where state = 'ready';
create index work_leased on levee.work (lease_until) where state = 'leased';
grant select on levee.work to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

create table levee.channel (
  name text primary key constraint channel_name_is_a_handle check (name ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  kind text not null constraint channel_kind_is_known check (kind in ('newsroom', 'manual', 'webhook')),
  outside boolean not null,
  title text not null,
  folder text not null default '',
  person text not null,
  at timestamptz not null default clock_timestamp(),
  constraint channel_newsroom_has_a_folder check ((kind = 'newsroom') = (folder <> '')),
  constraint channel_is_of_one_kind unique (name, kind),
  constraint channel_is_outside_or_not unique (name, outside));
grant select on levee.channel to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (name, kind, outside, title, folder, person), update (title, folder) on levee.channel to levee_admin;
create trigger z_event after insert or update or delete on levee.channel
  for each row execute function levee.house_event('name', 'kind', 'outside');

-- A channel that the service posts to. Chat groups and programs alike: what is posted is the approved text.
create table levee.webhook_channel (
  channel text primary key,
  kind text not null default 'webhook' constraint webhook_channel_is_a_webhook check (kind = 'webhook'),
  transport text not null,
  constraint webhook_channel_is_a_channel foreign key (channel, kind) references levee.channel (name, kind),
  constraint webhook_channel_posts_to_a_webhook foreign key (transport, kind) references levee.transport (name, kind));
create index webhook_channel_by_transport on levee.webhook_channel (transport);
grant select on levee.webhook_channel to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (channel, transport), update (transport) on levee.webhook_channel to levee_admin;
create trigger z_event after insert or update on levee.webhook_channel
  for each row execute function levee.house_event('channel', 'transport');

-- At the end of the transaction, a webhook channel has its transport.
create function levee.check_channel() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.kind = 'webhook' and not exists (select from webhook_channel w where w.channel = new.name) then
    perform refuse('channel_webhook_has_a_transport', new.name);
  end if;
  return null;
end $$;
create constraint trigger y_webhook after insert on levee.channel deferrable initially deferred
  for each row execute function levee.check_channel();

create table levee.delivery (
  id bigint generated always as identity primary key,
  incident_id bigint not null,
  kind levee.document_kind not null default 'statement' constraint delivery_is_of_a_statement check (kind = 'statement'),
  document_id bigint not null,
  number int not null,
  digest bytea not null,
  rendition text not null,
  channel text not null,
  exercise boolean not null,
  outside boolean not null,
  constraint delivery_of_incident unique (incident_id, id),
  constraint delivery_once_per_key unique (incident_id, document_id, number, rendition, channel),
  constraint delivery_keeps_its_text unique (incident_id, id, document_id, number),
  constraint delivery_is_approved foreign key (incident_id, kind, document_id, number, digest)
    references levee.approval (incident_id, kind, document_id, number, digest),
  constraint delivery_is_of_a_rendition foreign key (incident_id, kind, document_id, number, rendition)
    references levee.rendition (incident_id, kind, document_id, number, name),
  constraint delivery_knows_the_exercise foreign key (incident_id, exercise) references levee.incident (id, exercise),
  constraint delivery_knows_the_channel foreign key (channel, outside) references levee.channel (name, outside),
  constraint delivery_of_an_exercise_stays_inside check (not (exercise and outside)));
-- In `reviewing` only corrections are sent: the trigger of m0015 says so.
call levee.step('delivery', 'planning', 'reviewing', '{response}',
  '{id,document_id,number,digest,rendition,channel,exercise,outside}');

create table levee.delivery_receipt (
  incident_id bigint not null,
  delivery_id bigint not null,
  token uuid not null,
  address text not null constraint delivery_receipt_has_an_address check (btrim(address) <> ''),
  posted_at timestamptz not null,
  screenshot_sha256 bytea not null default '' constraint delivery_receipt_screenshot_is_sha256
    check (octet_length(screenshot_sha256) in (0, 32)),
  primary key (incident_id, delivery_id),
  constraint delivery_receipt_is_of_a_delivery foreign key (incident_id, delivery_id)
    references levee.delivery (incident_id, id));
call levee.step('delivery_receipt', 'planning', 'reviewing', '{response}', '{delivery_id,address,posted_at}');
-- The newest that are out, for a newsroom's front page.
create index delivery_receipt_newest on levee.delivery_receipt (posted_at desc, delivery_id desc);

-- What has not gone out, and will not: response gives it up, with a reason. What is being posted at this moment has to be
-- settled by who holds the claim.
create table levee.delivery_abandonment (
  incident_id bigint not null,
  delivery_id bigint not null,
  reason text not null constraint delivery_abandonment_has_a_reason check (btrim(reason) <> ''),
  primary key (incident_id, delivery_id),
  constraint delivery_abandonment_is_of_a_delivery foreign key (incident_id, delivery_id)
    references levee.delivery (incident_id, id));
call levee.step('delivery_abandonment', 'planning', 'reviewing', '{response}', '{delivery_id}', texts => '{reason}');

create function levee.end_abandoned() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  delete from work w where w.kind in ('deliver', 'post') and w.subject = new.delivery_id
    and w.incident_id = new.incident_id and (w.state <> 'leased' or w.holder = session_user);
  if not found then
    perform refuse('delivery_abandonment_is_of_what_is_not_out', new.delivery_id::text);
  end if;
  return new;
end $$;
create trigger c_end before insert on levee.delivery_abandonment for each row execute function levee.end_abandoned();

create function levee.check_delivery() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform refuse_unless_standing(new.incident_id, new.document_id, new.number);
  return new;
end $$;
create trigger c_standing before insert on levee.delivery for each row execute function levee.check_delivery();

create function levee.queue_delivery() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into work (kind, incident_id, subject)
    select case c.kind when 'manual' then 'post' else 'deliver' end, new.incident_id, new.id
    from channel c where c.name = new.channel;
  return null;
end $$;
create trigger d_queue after insert on levee.delivery for each row execute function levee.queue_delivery();

-- Sends a statement's approved revision: one delivery for each rendition and channel named.
create function levee.send(incident bigint, document bigint, number int, renditions text[], channels text[])
  returns setof bigint language plpgsql set search_path = levee, pg_temp as $$
begin
  return query
    insert into delivery (incident_id, document_id, number, digest, rendition, channel, exercise, outside)
    select send.incident, send.document, send.number,
      coalesce((select a.digest from approval a where a.incident_id = send.incident and a.kind = 'statement'
        and a.document_id = send.document and a.number = send.number), ''::bytea),
      u.rendition, u.channel, i.exercise, coalesce(c.outside, true)
    from unnest(renditions, channels) u(rendition, channel)
    join incident i on i.id = send.incident left join channel c on c.name = u.channel
    returning id;
end $$;
grant execute on function levee.send to levee_response;

-- Which machine work belongs to which team.
create function levee.work_is_for_team(kind text) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return current_team() = case when kind in ('poll', 'analyse') then 'monitoring' when kind in ('probe', 'notify') then 'logistics'
    else 'response' end::levee.team;
end $$;

-- Claims up to `most` rows that are due, in one statement: a fresh token, a lease by the database's clock.
create function levee.claim(wanted text, most int, lease interval)
  returns table (id bigint, incident_id bigint, subject bigint, name text, token uuid, attempt int)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  if not work_is_for_team(wanted) then
    perform refuse('work_is_the_teams', wanted);
  end if;
  if lease not between interval '1 second' and interval '1 hour' then
    perform refuse('work_lease_is_bounded', lease::text);
  end if;
  return query update work w
    set state = 'leased', token = gen_random_uuid(), lease_until = clock_timestamp() + lease,
      attempt = w.attempt + 1, holder = session_user
    where w.id = any (array(select r.id from work r where r.kind = wanted and r.state = 'ready'
      and r.run_at <= clock_timestamp() order by r.run_at, r.id limit most for update skip locked))
    returning w.id, w.incident_id, w.subject, w.name, w.token, w.attempt;
end $$;

-- A person claims one thing to do by hand, by name: posting a delivery, or taking one down. A claim of their own that is
-- still running is given again.
create function levee.claim_by_hand(delivery bigint, wanted text, lease interval) returns uuid
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  claimed uuid;
begin
  if wanted not in ('post', 'unpost') or not work_is_for_team(wanted) then
    perform refuse('work_is_the_teams', wanted);
  end if;
  if lease not between interval '1 second' and interval '1 hour' then
    perform refuse('work_lease_is_bounded', lease::text);
  end if;
  update work w set state = 'leased', attempt = w.attempt + 1, holder = session_user,
      token = case when w.state = 'leased' and w.holder = session_user then w.token else gen_random_uuid() end,
      lease_until = clock_timestamp() + lease
    where w.kind = wanted and w.subject = delivery
      and (w.state = 'ready' or (w.state = 'leased' and (w.holder = session_user or w.lease_until < clock_timestamp())))
    returning w.token into claimed;
  if claimed is null then
    perform refuse('work_is_free', (select w.holder from work w where w.kind = wanted and w.subject = delivery));
  end if;
  return claimed;
end $$;

-- The approved text of a claimed delivery, once more checked under locks. What no longer stands is not handed out.
create function levee.claimed_delivery(delivery bigint, held uuid)
  returns table (incident_id bigint, document_id bigint, number int, digest bytea, rendition text, channel text,
    channel_kind text, folder text, exercise boolean, language levee.language, title text, body text,
    incident_title text, approved_at timestamptz, transport text, format text, address text, secret text)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  d record;
begin
  select * into d from delivery v where v.id = claimed_delivery.delivery;
  perform refuse_unless_standing(d.incident_id, d.document_id, d.number);
  perform from work w where w.kind in ('deliver', 'post') and w.subject = claimed_delivery.delivery
    and w.incident_id = d.incident_id and w.token = held and w.lease_until > clock_timestamp() for update;
  if not found then
    perform refuse('delivery_receipt_holds_the_claim', delivery::text);
  end if;
  return query select d.incident_id, d.document_id, d.number, d.digest, d.rendition, d.channel, c.kind, c.folder,
      d.exercise, r.language, r.title, r.body, i.title, a.at, t.name, t.format, t.address, t.secret
    from channel c left join webhook_channel w on w.channel = c.name left join transport t on t.name = w.transport,
      rendition r, incident i, approval a
    where c.name = d.channel and i.id = d.incident_id and r.incident_id = d.incident_id
      and r.kind = 'statement' and r.document_id = d.document_id and r.number = d.number and r.name = d.rendition
      and a.incident_id = d.incident_id and a.kind = 'statement' and a.document_id = d.document_id and a.number = d.number;
end $$;

-- What a newsroom folder shows: texts that are out, the newest first, and since when they are withdrawn.
create function levee.published(wanted text)
  returns table (incident_id bigint, document_id bigint, number int, digest bytea, rendition text, channel text,
    folder text, exercise boolean, language levee.language, title text, body text, incident_title text,
    approved_at timestamptz, address text, posted_at timestamptz, withdrawn_at timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  -- The newest first, and only then what belongs to them: joined at once, a hundred rows would cost as much as all.
  return query
    with newest as materialized (
      select x.address, x.posted_at, d.*, c.folder
      from delivery_receipt x join delivery d on d.incident_id = x.incident_id and d.id = x.delivery_id
      join channel c on c.name = d.channel and c.folder = wanted
      order by x.posted_at desc, x.delivery_id desc limit 100)
    select n.incident_id, n.document_id, n.number, n.digest, n.rendition, n.channel, n.folder, n.exercise,
      r.language, r.title, r.body, i.title, a.at, n.address, n.posted_at, w.at
    from newest n join incident i on i.id = n.incident_id
    join rendition r on r.incident_id = n.incident_id and r.kind = n.kind and r.document_id = n.document_id
      and r.number = n.number and r.name = n.rendition
    join approval a on a.incident_id = n.incident_id and a.kind = n.kind and a.document_id = n.document_id
      and a.number = n.number
    left join withdrawal_receipt w on w.incident_id = n.incident_id and w.delivery_id = n.id
    order by n.posted_at desc, n.id desc;
end $$;

-- LAW-13: the receipt ends the claim; without the claim's token there is no receipt. The facts that the text cites are
-- locked first, so that one refuted at this moment opens a correction either here or there (m0015).
create function levee.end_claim() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform cites_a_refuted_fact(d.incident_id, d.document_id, d.number) from delivery d
    where d.incident_id = new.incident_id and d.id = new.delivery_id;
  delete from work w where w.kind in ('deliver', 'post') and w.subject = new.delivery_id
    and w.incident_id = new.incident_id and w.token = new.token and w.state = 'leased';
  if not found then
    perform refuse('delivery_receipt_holds_the_claim', new.delivery_id::text);
  end if;
  return new;
end $$;
create trigger c_claim before insert on levee.delivery_receipt for each row execute function levee.end_claim();

-- Work without a row of its own (polls, probes) goes back to the queue for its next time.
create function levee.finish(work bigint, held uuid, again_in interval) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update work w set state = 'ready', token = null, lease_until = null, attempt = 0, reason = '',
      run_at = clock_timestamp() + again_in
    where w.id = finish.work and w.token = held and work_is_for_team(w.kind);
  return found;
end $$;

-- A failed attempt: back to the queue with growing delay, or dead with the reason after the last one.
create function levee.fail(work bigint, held uuid, why text, forever boolean default false) returns levee.work_state
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  after levee.work_state;
begin
  update work w set
      state = case when forever or w.attempt >= w.attempts_allowed then 'dead' else 'ready' end::work_state,
      token = null, lease_until = null, reason = left(coalesce(nullif(why, ''), 'unknown'), 500),
      run_at = clock_timestamp() + least(interval '1 second' * (2 ^ least(w.attempt, 10)), interval '10 minutes')
    where w.id = fail.work and w.token = held and work_is_for_team(w.kind)
    returning w.state into after;
  return after;
end $$;

-- A service that stops hands back what it holds; nobody else need wait for the lease.
create function levee.hand_back(held uuid[]) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  update work w set state = 'ready', token = null, lease_until = null, run_at = clock_timestamp(),
      attempt = greatest(w.attempt - 1, 0)
    where w.token = any (held) and work_is_for_team(w.kind);
  get diagnostics n = row_count;
  return n;
end $$;

-- What is dead is tried again when somebody says so.
create function levee.revive(delivery bigint) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update work w set state = 'ready', attempt = 0, run_at = clock_timestamp()
    where w.kind in ('deliver', 'post', 'retract', 'unpost') and w.subject = delivery and w.state = 'dead'
      and work_is_for_team(w.kind);
  return found;
end $$;
grant execute on function levee.claim, levee.finish, levee.fail, levee.hand_back
  to levee_monitoring, levee_response, levee_logistics;
grant execute on function levee.claim_by_hand, levee.claimed_delivery, levee.published, levee.revive
  to levee_response;

-- A probe for every resource that has one.
create function levee.queue_probe() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.probe <> 'none' then
    insert into work (kind, name) values ('probe', new.name) on conflict (kind, subject, name) do nothing;
  end if;
  return null;
end $$;
create trigger d_queue after insert or update on levee.resource for each row execute function levee.queue_probe();
