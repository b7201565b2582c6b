-- Deliveries: which approved text goes to which channel, by whose claim, and when it was there.
--
-- LAW-7:  what leadership did not approve, byte for byte, cannot be sent.
-- LAW-12: an exercise never leaves the house.
-- LAW-13: each delivery happens once per key; a receipt is written only by who holds the claim.

create table levee.delivery (
  id bigint generated always as identity primary key,
  incident_id bigint not null,
  kind levee.document_kind not null default 'statement' constraint delivery_is_of_a_statement check (kind = 'statement'),
  document_id bigint not null,
  number int not null,
  digest bytea not null,
  rendition text not null,
  channel text not null,
  -- Of the rendition, and of what the channel takes: by keys on both, no audience reads what is meant for another.
  channel_kind text not null,
  audience levee.audience not null,
  language levee.language not null,
  exercise boolean not null,
  outside boolean not null,
  constraint delivery_of_incident unique (incident_id, id),
  constraint delivery_once_per_key unique (incident_id, document_id, number, rendition, channel),
  constraint delivery_keeps_its_text unique (incident_id, id, document_id, number),
  constraint delivery_is_approved foreign key (incident_id, kind, document_id, number, digest)
    references levee.approval (incident_id, kind, document_id, number, digest),
  constraint delivery_is_of_a_rendition foreign key (incident_id, kind, document_id, number, rendition)
    references levee.rendition (incident_id, kind, document_id, number, name),
  constraint delivery_is_for_its_readers foreign key
    (incident_id, document_id, number, rendition, channel_kind, audience, language)
    references levee.rendition (incident_id, document_id, number, name, channel_kind, audience, language),
  constraint delivery_fits_its_channel foreign key (channel, channel_kind, audience, language)
    references levee.channel_reach (channel, channel_kind, audience, language),
  constraint delivery_knows_the_exercise foreign key (incident_id, exercise) references levee.incident (id, exercise),
  constraint delivery_knows_the_channel foreign key (channel, outside) references levee.channel (name, outside),
  constraint delivery_of_an_exercise_stays_inside check (not (exercise and outside)));
-- In `reviewing` only corrections are sent: the trigger of m0022 says so.
call levee.step('delivery', 'planning', 'reviewing', '{response,leadership}',
  '{id,document_id,number,digest,rendition,channel,channel_kind,audience,language,exercise,outside}',
  '{channel_kind,audience,language}');
-- Leadership sends by approving what says where it goes.
revoke insert (incident_id, kind, document_id, number, digest, rendition, channel, exercise, outside) on levee.delivery from levee_leadership;
create index delivery_of_text on levee.delivery (incident_id, document_id, number);

-- Where a text goes once it is approved: said by its author before it is handed in, so that whoever approves it sees it. What its
-- channels do not take then is not sent.
create table levee.route (
  incident_id bigint not null,
  kind levee.document_kind not null default 'statement' constraint route_is_of_a_statement check (kind = 'statement'),
  document_id bigint not null,
  number int not null,
  channel text not null constraint route_leads_to_a_channel references levee.channel,
  primary key (incident_id, kind, document_id, number, channel),
  constraint route_is_of_a_revision foreign key (incident_id, kind, document_id, number)
    references levee.revision (incident_id, kind, document_id, number));
call levee.step('route', 'planning', 'reviewing', '{response}', '{document_id,number,channel}');
create trigger c_open before insert on levee.route for each row execute function levee.content_is_open();
create function levee.check_route() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if (select i.exercise and c.outside from incident i, channel c where i.id = new.incident_id and c.name = new.channel) then
    perform refuse('delivery_of_an_exercise_stays_inside', new.channel);
  end if;
  return new;
end $$;
create trigger d_inside before insert on levee.route for each row execute function levee.check_route();

-- Written by levee.record_receipt, for who holds the claim.
create table levee.delivery_receipt (
  incident_id bigint not null,
  delivery_id bigint not null,
  address text not null constraint delivery_receipt_has_an_address check (btrim(address) <> ''),
  posted_at levee.moment not null,
  screenshot_sha256 bytea not null default '' constraint delivery_receipt_screenshot_is_sha256
    check (octet_length(screenshot_sha256) in (0, 32)),
  primary key (incident_id, delivery_id),
  constraint delivery_receipt_is_of_a_delivery foreign key (incident_id, delivery_id)
    references levee.delivery (incident_id, id));
call levee.step('delivery_receipt', 'planning', 'reviewing', '{response}', '{delivery_id,posted_at}', texts => '{address}');
revoke insert (incident_id, delivery_id, address, posted_at, screenshot_sha256) on levee.delivery_receipt from levee_response;
create index delivery_receipt_of_delivery on levee.delivery_receipt (delivery_id);
-- The newest that are out, for a newsroom's front page.
create index delivery_receipt_newest on levee.delivery_receipt (posted_at desc, delivery_id desc);

-- What has not gone out, and will not: response gives it up, with a reason; the law does when the text is erased or the incident
-- stopped. What is being posted at this moment has to be settled by who holds the claim.
create table levee.delivery_abandonment (
  incident_id bigint not null,
  delivery_id bigint not null,
  occurrence int not null,  -- what is taken up again may be given up again
  reason text not null constraint delivery_abandonment_has_a_reason check (btrim(reason) <> ''),
  primary key (incident_id, delivery_id, occurrence),
  constraint delivery_abandonment_is_of_a_delivery foreign key (incident_id, delivery_id)
    references levee.delivery (incident_id, id));
call levee.step('delivery_abandonment', 'planning', 'reviewing', '{response,leadership,supervisor}', '{delivery_id}',
  '{occurrence}', texts => '{reason}');
revoke insert (incident_id, delivery_id, reason) on levee.delivery_abandonment from levee_leadership, levee_supervisor;

create function levee.end_abandoned() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  delete from work w where w.kind in ('deliver', 'post') and w.subject = new.delivery_id
    and w.incident_id = new.incident_id and (w.state <> 'leased' or w.holder = levee.person());
  if not found then
    perform refuse_delivery(new.delivery_id, 'abandon');
  end if;
  new.occurrence := 1 + (select count(*) from delivery_abandonment b where b.incident_id = new.incident_id
    and b.delivery_id = new.delivery_id);
  return new;
end $$;
create trigger c_end before insert on levee.delivery_abandonment for each row execute function levee.end_abandoned();

-- Given up by mistake: it is taken up again, if it could be sent at this moment.
create table levee.delivery_resumption (
  incident_id bigint not null,
  delivery_id bigint not null,
  occurrence int not null,
  reason text not null constraint delivery_resumption_has_a_reason check (btrim(reason) <> ''),
  primary key (incident_id, delivery_id, occurrence),
  constraint delivery_resumption_follows_an_abandonment foreign key (incident_id, delivery_id, occurrence)
    references levee.delivery_abandonment (incident_id, delivery_id, occurrence));
call levee.step('delivery_resumption', 'planning', 'reviewing', '{response}', '{delivery_id}', '{occurrence}', texts => '{reason}');

-- Whether a delivery is given up, and was not taken up again.
create function levee.is_given_up(incident bigint, delivery bigint) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return exists (select from delivery_abandonment b where b.incident_id = is_given_up.incident and b.delivery_id = is_given_up.delivery
    and not exists (select from delivery_resumption r where r.incident_id = b.incident_id and r.delivery_id = b.delivery_id
      and r.occurrence = b.occurrence));
end $$;
grant execute on function levee.is_given_up to levee_response, levee_leadership;

create function levee.resume_delivery() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d record;
begin
  if not is_given_up(new.incident_id, new.delivery_id) then
    perform refuse_delivery(new.delivery_id, 'resume');
  end if;
  select * into d from delivery v where v.incident_id = new.incident_id and v.id = new.delivery_id;
  perform refuse_unless_sendable(d.incident_id, d.document_id, d.number);
  if not channel_takes(d.channel, d.channel_kind, d.audience, d.language) then
    perform refuse('delivery_fits_its_channel', format('%s → %s', d.rendition, d.channel));
  end if;
  new.occurrence := (select max(b.occurrence) from delivery_abandonment b where b.incident_id = d.incident_id and b.delivery_id = d.id);
  insert into work (kind, incident_id, subject)
    select case k.posted_by when 'person' then 'post' else 'deliver' end, d.incident_id, d.id
    from channel c join channel_kind k on k.name = c.kind where c.name = d.channel;
  return new;
end $$;
create trigger c_resume before insert on levee.delivery_resumption for each row execute function levee.resume_delivery();

-- Why somebody cannot have of a delivery what they want of it: what is true of it at this moment.
-- `wanted`: post, abandon, resume, retry, or unpost.
create function levee.refuse_delivery(delivery bigint, wanted text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := 'D' || delivery;
  d record;
  w record;
  posted boolean;
begin
  perform enter('{response,leadership}', (select v.incident_id from delivery v where v.id = refuse_delivery.delivery));
  select * into d from delivery v where v.id = refuse_delivery.delivery;
  if not found then
    perform refuse('delivery_receipt_is_of_a_delivery', said);
  end if;
  posted := exists (select from delivery_receipt r where r.incident_id = d.incident_id and r.delivery_id = d.id);
  select * into w from work o where o.incident_id = d.incident_id and o.subject = d.id
    and o.kind = any (case when posted then '{retract,unpost}' else '{deliver,post}' end::text[]);
  if exists (select from withdrawal_receipt r where r.incident_id = d.incident_id and r.delivery_id = d.id) then
    perform refuse('delivery_is_taken_down', said);
  elsif is_given_up(d.incident_id, d.id) then
    perform refuse('delivery_is_given_up', said);
  elsif posted and (w.id is null or wanted not in ('unpost', 'retry')) then
    perform refuse(case wanted when 'unpost' then 'withdrawal_receipt_has_an_approval' else 'delivery_is_out' end, said);
  elsif wanted = 'unpost' and not posted then
    perform refuse('delivery_is_not_out', said);
  elsif w.state = 'dead' then
    perform refuse('delivery_has_failed', said);
  elsif w.kind in ('deliver', 'retract') and wanted in ('post', 'unpost') then
    perform refuse('delivery_is_the_services', said);
  elsif w.state = 'leased' and w.holder <> levee.person() then
    perform refuse('work_is_free', said || ': ' || w.holder);
  end if;
  perform refuse('delivery_waits', said);
end $$;
grant execute on function levee.refuse_delivery to levee_response;

-- Whether a channel takes texts of this kind, for this audience, in this language, today.
create function levee.channel_takes(name text, channel_kind text, audience levee.audience, language levee.language) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from channel_reach r where r.channel = channel_takes.name and r.channel_kind = channel_takes.channel_kind
    and r.audience = channel_takes.audience and r.language = channel_takes.language and r.is_open);
end $$;

-- Whether a text could be sent at this moment. While reviewing, corrections only are.
create function levee.refuse_unless_sendable(incident bigint, document bigint, number int) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if (select i.stage from incident i where i.id = refuse_unless_sendable.incident) = 'reviewing'
    and not puts_right(refuse_unless_sendable.incident, document) then
    perform refuse('delivery_is_not_too_late', 'reviewing');
  end if;
  perform refuse_unless_standing(refuse_unless_sendable.incident, document, refuse_unless_sendable.number);
end $$;

-- Gives up what waits to go out of an incident, or of one revision: never what somebody is posting at this moment.
create function levee.give_up(incident bigint, why text, only_document bigint default null, only_number int default null)
  returns void language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into delivery_abandonment (incident_id, delivery_id, reason)
    select d.incident_id, d.id, why from work w join delivery d on d.incident_id = w.incident_id and d.id = w.subject
    where w.incident_id = give_up.incident and w.kind in ('deliver', 'post') and w.state <> 'leased'
      and (only_document is null or (d.document_id = only_document and d.number = only_number));
end $$;

create function levee.check_delivery() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform refuse_unless_standing(new.incident_id, new.document_id, new.number);
  return new;
end $$;
create trigger c_standing before insert on levee.delivery for each row execute function levee.check_delivery();

-- Whom it is for is the rendition's word; a channel that takes no such text any more is refused like one that never did.
create function levee.check_reach() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  given_up text;
begin
  select d.channel_kind, d.audience, d.language into new.channel_kind, new.audience, new.language from rendition d
    where d.incident_id = new.incident_id and d.kind = new.kind and d.document_id = new.document_id
      and d.number = new.number and d.name = new.rendition;
  if not found then
    perform refuse('delivery_is_of_a_rendition', new.rendition);
  elsif exists (select from channel c where c.name = new.channel)
    and not channel_takes(new.channel, new.channel_kind, new.audience, new.language) then
    perform refuse('delivery_fits_its_channel', format('%s → %s', new.rendition, new.channel));
  end if;
  select 'D' || o.id into given_up from delivery o where o.incident_id = new.incident_id and o.document_id = new.document_id
    and o.number = new.number and o.rendition = new.rendition and o.channel = new.channel and is_given_up(o.incident_id, o.id);
  if given_up is not null then
    perform refuse('delivery_is_given_up', given_up);
  elsif exists (select from delivery o join rendition a on a.incident_id = o.incident_id and a.kind = o.kind
        and a.document_id = o.document_id and a.number = o.number and a.name = o.rendition
      join rendition b on b.incident_id = o.incident_id and b.kind = o.kind and b.document_id = o.document_id
        and b.number = o.number and b.name = new.rendition
      where o.incident_id = new.incident_id and o.document_id = new.document_id and o.number = new.number
        and o.channel = new.channel and o.rendition <> new.rendition and words_of(a.body) = words_of(b.body)) then
    perform refuse('delivery_once_per_key', format('%s → %s', new.rendition, new.channel));
  end if;
  return new;
end $$;
create trigger d_reach before insert on levee.delivery for each row execute function levee.check_reach();

create function levee.queue_delivery() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into work (kind, incident_id, subject)
    select case k.posted_by when 'person' then 'post' else 'deliver' end, new.incident_id, new.id
    from channel c join channel_kind k on k.name = c.kind where c.name = new.channel;
  return null;
end $$;
create trigger d_queue after insert on levee.delivery for each row execute function levee.queue_delivery();

-- Sends a statement's approved revision: one delivery for each rendition and channel named.
create function levee.send(incident bigint, document bigint, number int, renditions text[], channels text[])
  returns setof bigint language plpgsql set search_path = levee, pg_temp as $$
declare
  stray text;
begin
  select u.name into stray from unnest(channels) u(name) where not exists (select from channel c where c.name = u.name);
  if found then
    perform refuse('delivery_knows_the_channel', stray);
  end if;
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

-- Which texts of a revision go to which of some channels, by audience, language and kind: one row for each pair that fits, and one
-- without a channel for a rendition that fits none of them.
create function levee.fitting(incident bigint, document bigint, number int, channels text[])
  returns table (rendition text, channel_kind text, audience levee.audience, language levee.language, channel text)
language plpgsql stable set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select d.name, d.channel_kind, d.audience, d.language, r.channel from rendition d
    left join channel_reach r on r.channel = any (channels) and r.is_open and r.channel_kind = d.channel_kind
      and r.audience = d.audience and r.language = d.language
    where d.incident_id = fitting.incident and d.kind = 'statement' and d.document_id = fitting.document
      and d.number = fitting.number order by d.name, r.channel;
end $$;
grant execute on function levee.fitting to levee_response, levee_leadership;

-- The last approval sends a text that says where it goes, unless one of its reviewers holds it. What cannot go out at this moment
-- (a channel that takes it no more) does not undo the approval: then somebody owes the sending, as of any approved text.
create function levee.send_approved() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if exists (select from review v where v.incident_id = new.incident_id and v.kind = new.kind and v.document_id = new.document_id
      and v.number = new.number and v.holds) then
    return null;
  end if;
  begin
    perform send(new.incident_id, new.document_id, new.number, array_agg(f.rendition order by f.rendition, f.channel),
        array_agg(f.channel order by f.rendition, f.channel))
      from fitting(new.incident_id, new.document_id, new.number, array(select r.channel from route r
        where r.incident_id = new.incident_id and r.document_id = new.document_id and r.number = new.number)) f
      where f.channel is not null having count(*) > 0;
  exception when integrity_constraint_violation or sqlstate 'LV001' then
    return null;
  end;
  return null;
end $$;
-- After the duty to send it was opened, which this settles.
create trigger y_send after insert on levee.approval for each row when (new.kind = 'statement')
  execute function levee.send_approved();

-- A person claims one thing to do by hand, by name: posting a delivery, or taking one down. A claim of their own that is
-- still running is given again.
create function levee.claim_by_hand(delivery bigint, wanted text, lease interval) returns uuid
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  claimed uuid;
begin
  perform enter('{response}', (select d.incident_id from delivery d where d.id = claim_by_hand.delivery), 'person');
  if (wanted in ('post', 'unpost')) is not true then
    perform refuse('work_is_the_teams', wanted);
  end if;
  perform bound_lease(lease);
  update work w set state = 'leased', attempt = w.attempt + 1, holder = levee.person(),
      token = case when w.state = 'leased' and w.holder = levee.person() then w.token else gen_random_uuid() end,
      lease_until = clock_timestamp() + lease
    where w.kind = wanted and w.subject = delivery
      and (w.state = 'ready' or (w.state = 'leased' and (w.holder = levee.person() or w.lease_until < clock_timestamp())))
    returning w.token into claimed;
  if claimed is null then
    perform refuse_delivery(delivery, wanted);
  end if;
  return claimed;
end $$;

-- The token of the claim that the person holds on a delivery; NULL without one.
create function levee.held_claim(delivery bigint, wanted text) returns uuid
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{response}', (select d.incident_id from delivery d where d.id = held_claim.delivery), 'person');
  return (select w.token from work w where w.kind = wanted and w.subject = delivery and w.holder = levee.person()
    and w.state = 'leased');
end $$;

-- What a claim hands out: one text, where it goes, and since when it is withdrawn.
create type levee.outgoing_text as (incident_id bigint, document_id bigint, number int, digest bytea, rendition text, channel text,
  channel_kind text, folder text, exercise boolean, language levee.language, title text, body text, incident_title text,
  approved_at timestamptz, withdrawn_at timestamptz, transport text, format text, address text, secret text, site text);
grant usage on type levee.outgoing_text to levee_response;

-- The approved text of a claimed delivery, once more checked under locks. What no longer stands is not handed out.
create function levee.claimed_delivery(delivery bigint, held uuid) returns setof levee.outgoing_text
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  d record;
begin
  perform enter('{response}', (select v.incident_id from delivery v where v.id = claimed_delivery.delivery));
  select * into d from delivery v where v.id = claimed_delivery.delivery;
  perform refuse_unless_standing(d.incident_id, d.document_id, d.number);
  perform hold_claim(d.incident_id, claimed_delivery.delivery, held, '{deliver,post}');
  -- What the channel takes may have changed since it was sent.
  if not channel_takes(d.channel, d.channel_kind, d.audience, d.language) then
    perform refuse('delivery_fits_its_channel', format('%s → %s', d.rendition, d.channel));
  end if;
  return query select d.incident_id, d.document_id, d.number, d.digest, d.rendition, d.channel, c.kind, c.folder,
      d.exercise, r.language, r.title, r.body, i.title, a.at, null::timestamptz, t.name, t.format, t.address, t.secret,
      c.address
    from channel c left join webhook_channel w on w.channel = c.name left join transport t on t.name = w.transport,
      rendition r, incident i, approval a
    where c.name = d.channel and i.id = d.incident_id and r.incident_id = d.incident_id
      and r.kind = 'statement' and r.document_id = d.document_id and r.number = d.number and r.name = d.rendition
      and a.incident_id = d.incident_id and a.kind = 'statement' and a.document_id = d.document_id and a.number = d.number;
end $$;

-- LAW-13: the receipt ends the claim; without the claim there is no receipt. The facts that the text cites are locked first, so
-- that one refuted at this moment opens a correction either here or there (m0022).
-- `shot` is the SHA-256 of a picture, '' without one; without a time it is the incident's now. Returns the incident.
create function levee.record_receipt(delivery bigint, held uuid, address text, posted_at timestamptz default null,
  shot bytea default '') returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d record;
begin
  perform enter('{response}', (select v.incident_id from delivery v where v.id = record_receipt.delivery));
  select * into d from delivery v where v.id = record_receipt.delivery;
  if not found then
    perform refuse('delivery_receipt_is_of_a_delivery', record_receipt.delivery::text);
  end if;
  perform from incident i where i.id = d.incident_id for share;
  perform cites_a_refuted_fact(d.incident_id, d.document_id, d.number);
  delete from work w where w.kind in ('deliver', 'post') and w.subject = d.id and w.incident_id = d.incident_id
    and w.token = held and w.holder = levee.person() and w.state = 'leased';
  if not found then
    perform refuse('delivery_receipt_holds_the_claim', d.id::text);
  end if;
  insert into delivery_receipt (incident_id, delivery_id, address, posted_at, screenshot_sha256)
    values (d.incident_id, d.id, record_receipt.address, coalesce(record_receipt.posted_at, levee.now(d.incident_id)), shot);
  return d.incident_id;
end $$;

grant execute on function levee.claim_by_hand, levee.held_claim, levee.claimed_delivery, levee.record_receipt
  to levee_response;

-- What is sent goes out by a service, or by hand; what failed for good is repaired. The first that is out is the first statement;
-- the next is due within the playbook's cadence.
insert into levee.duty_kind (name, team, share, gate, tells, since) values
  ('deliver', 'response', 'first_statement', 'deliveries_settled', 'nobody', 'planning'),
  ('post', 'response', 'first_statement', 'deliveries_settled', 'team', 'planning'),
  ('repair', 'response', 'first_statement', '', 'team', 'planning');
insert into levee.duty_kind (name, team, target, aim, since, until, outlives_stop) values
  ('update', 'response', 'update', true, 'planning', 'responding', false);
call levee.settles('delivery', '{send}', 'levee.reference(new.kind, new.document_id, new.number)');
call levee.opens('delivery', 'deliver', $$'D' || new.id$$, $$k.posted_by = 'service' and c.name = new.channel$$,
  over => 'channel c join channel_kind k on k.name = c.kind');
call levee.opens('delivery', 'post', $$'D' || new.id$$, $$k.posted_by = 'person' and c.name = new.channel$$,
  over => 'channel c join channel_kind k on k.name = c.kind');
call levee.settles('delivery_receipt', '{deliver,post,repair}', $$'D' || new.delivery_id$$);
call levee.settles('delivery_receipt', '{first_statement}');
create function levee.duties_of_receipt() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d record;
begin
  select * into d from delivery v where v.incident_id = new.incident_id and v.id = new.delivery_id;
  perform end_duties(new.incident_id, '{review,revise,renew}', levee.reference(d.kind, d.document_id, d.number), new.event_id,
    new.at, 'moot', 'out');
  if not exists (select from delivery o join delivery_receipt r on r.incident_id = o.incident_id and r.delivery_id = o.id
      where o.incident_id = new.incident_id and o.document_id = d.document_id and o.id <> d.id) then
    perform end_duties(new.incident_id, '{update}', null, new.event_id, new.at);
    perform open_duty(new.incident_id, 'update', 'S' || d.document_id, new.event_id, new.at)
      where not exists (select from response_over o where o.incident_id = new.incident_id);
  end if;
  return null;
end $$;
create trigger x_duties after insert on levee.delivery_receipt for each row execute function levee.duties_of_receipt();
call levee.settles('delivery_abandonment', '{deliver,post,repair}', $$'D' || new.delivery_id$$, moot => 'given_up');
call levee.opens('delivery_resumption', 'deliver', $$'D' || d.id$$,
  $$d.incident_id = new.incident_id and d.id = new.delivery_id and k.posted_by = 'service'$$,
  over => 'delivery d join channel c on c.name = d.channel join channel_kind k on k.name = c.kind');
call levee.opens('delivery_resumption', 'post', $$'D' || d.id$$,
  $$d.incident_id = new.incident_id and d.id = new.delivery_id and k.posted_by = 'person'$$,
  over => 'delivery d join channel c on c.name = d.channel join channel_kind k on k.name = c.kind');
