-- Withdrawals: what is out is taken down by a reviewed decision; the record stays.
--
-- LAW-24: a withdrawal is a decision on a delivery, reviewed like any text; it is carried out, and never deletes the record.

create table levee.withdrawal (
  incident_id bigint not null,
  kind levee.document_kind not null default 'withdrawal'
    constraint withdrawal_is_a_withdrawal check (kind = 'withdrawal'),
  document_id bigint not null,
  delivery_id bigint not null,
  primary key (incident_id, kind, document_id),
  constraint withdrawal_of_a_delivery unique (incident_id, document_id, delivery_id),
  constraint withdrawal_is_a_document foreign key (incident_id, kind, document_id)
    references levee.document (incident_id, kind, id),
  constraint withdrawal_is_of_what_is_out foreign key (incident_id, delivery_id)
    references levee.delivery_receipt (incident_id, delivery_id));
call levee.step('withdrawal', 'planning', 'reviewing', '{response,leadership}', '{document_id,delivery_id}');

create function levee.submit_withdrawal(incident bigint, delivery bigint, reason text)
  returns table (document_id bigint, number int) language plpgsql set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  doc bigint;
begin
  insert into document (incident_id, kind) values (submit_withdrawal.incident, 'withdrawal') returning id into doc;
  insert into withdrawal (incident_id, document_id, delivery_id) values (submit_withdrawal.incident, doc, delivery);
  insert into revision (incident_id, kind, document_id, note) values (submit_withdrawal.incident, 'withdrawal', doc, reason);
  insert into submission (incident_id, kind, document_id, number) values (submit_withdrawal.incident, 'withdrawal', doc, 1);
  return query select doc, 1;
end $$;
grant execute on function levee.submit_withdrawal to levee_response, levee_leadership;

-- It has been taken down, by the newsroom's service or by the person who holds the claim.
create table levee.withdrawal_receipt (
  incident_id bigint not null,
  document_id bigint not null,
  delivery_id bigint not null,
  kind levee.document_kind not null default 'withdrawal'
    constraint withdrawal_receipt_is_of_a_withdrawal check (kind = 'withdrawal'),
  number int not null,
  primary key (incident_id, delivery_id),
  constraint withdrawal_receipt_follows_its_decision foreign key (incident_id, document_id, delivery_id)
    references levee.withdrawal (incident_id, document_id, delivery_id),
  constraint withdrawal_receipt_has_an_approval foreign key (incident_id, kind, document_id, number)
    references levee.approval (incident_id, kind, document_id, number));
call levee.step('withdrawal_receipt', 'planning', 'reviewing', '{response}', '{document_id,delivery_id,number}',
  '{kind}');
revoke insert (incident_id, document_id, delivery_id, number) on levee.withdrawal_receipt from levee_response;

-- An approved withdrawal is work: the service rewrites the newsroom's page or tells the webhook's receiver; a chat group
-- forgets nothing, and a post elsewhere is a person's to take down.
create function levee.queue_withdrawal() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.kind = 'withdrawal' then
    insert into work (kind, incident_id, subject)
      select case when k.taken_down_by = 'service' or (k.taken_down_by = 'receiver' and t.format = 'generic')
          then 'retract' else 'unpost' end, w.incident_id,
        w.delivery_id
      from withdrawal w join delivery d on d.incident_id = w.incident_id and d.id = w.delivery_id
      join channel c on c.name = d.channel join channel_kind k on k.name = c.kind
      left join webhook_channel wc on wc.channel = c.name left join transport t on t.name = wc.transport
      where w.incident_id = new.incident_id and w.document_id = new.document_id
        and not exists (select from withdrawal_receipt r where r.incident_id = w.incident_id
          and r.delivery_id = w.delivery_id)
      on conflict (kind, subject, name) do nothing;
  end if;
  return null;
end $$;
create trigger e_withdraw after insert on levee.approval for each row execute function levee.queue_withdrawal();

-- Records that a claimed delivery has been taken down, on the newest approved withdrawal of it. Returns the incident.
create function levee.record_take_down(delivery bigint, held uuid) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  owning constant bigint := (select d.incident_id from delivery d where d.id = record_take_down.delivery);
begin
  perform enter('{response}', owning);
  perform from incident i where i.id = owning for share;
  delete from work w where w.kind in ('retract', 'unpost') and w.subject = record_take_down.delivery and w.incident_id = owning
    and w.token = held and w.holder = levee.person() and w.state = 'leased';
  if not found then
    perform refuse('delivery_receipt_holds_the_claim', record_take_down.delivery::text);
  end if;
  insert into withdrawal_receipt (incident_id, document_id, delivery_id, number)
    select a.incident_id, a.document_id, record_take_down.delivery, a.number from approval a
    where a.incident_id = owning and a.kind = 'withdrawal' and a.document_id = decided_withdrawal(owning, record_take_down.delivery);
  if not found then
    perform refuse('withdrawal_receipt_has_an_approval', record_take_down.delivery::text);
  end if;
  return owning;
end $$;
-- What the service takes down: where it is, and what it said.
create function levee.to_retract(delivery bigint, held uuid) returns setof levee.outgoing_text
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  owning constant bigint := (select d.incident_id from delivery d where d.id = to_retract.delivery);
begin
  perform enter('{response}', owning);
  perform hold_claim(owning, to_retract.delivery, held, '{retract,unpost}');
  if decided_withdrawal(owning, to_retract.delivery) is null then
    perform refuse('withdrawal_receipt_has_an_approval', to_retract.delivery::text);
  end if;
  return query select d.incident_id, d.document_id, d.number, d.digest, d.rendition, d.channel, c.kind, c.folder,
      d.exercise, r.language, r.title, ''::text, i.title, o.at, a.at, t.name, t.format, t.address, t.secret,
      c.address
    from delivery d join channel c on c.name = d.channel left join webhook_channel wc on wc.channel = c.name
    left join transport t on t.name = wc.transport join incident i on i.id = d.incident_id
    join rendition r on r.incident_id = d.incident_id and r.kind = d.kind and r.document_id = d.document_id
      and r.number = d.number and r.name = d.rendition
    join withdrawal w on w.incident_id = d.incident_id and w.delivery_id = d.id
    join approval a on a.incident_id = w.incident_id and a.kind = w.kind and a.document_id = w.document_id
    join approval o on o.incident_id = d.incident_id and o.kind = d.kind and o.document_id = d.document_id and o.number = d.number
    where d.id = to_retract.delivery order by a.at desc limit 1;
end $$;
grant execute on function levee.record_take_down, levee.to_retract to levee_response;

insert into levee.duty_kind (name, team, gate, tells, since) values
  ('retract', 'response', 'withdrawals_carried_out', 'nobody', 'planning'),
  ('unpost', 'response', 'withdrawals_carried_out', 'team', 'planning');
call levee.opens('approval', 'retract', $$'D' || w.subject$$, $$x.document_id = new.document_id and w.kind = 'retract'$$,
  over => 'withdrawal x join work w on w.incident_id = x.incident_id and w.subject = x.delivery_id');
call levee.opens('approval', 'unpost', $$'D' || w.subject$$, $$x.document_id = new.document_id and w.kind = 'unpost'$$,
  over => 'withdrawal x join work w on w.incident_id = x.incident_id and w.subject = x.delivery_id');
call levee.settles('withdrawal_receipt', '{retract,unpost,repair}', $$'D' || new.delivery_id$$);

-- Returned after it was approved: what was to be taken down stays.
create function levee.duties_of_kept() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform end_duties(new.incident_id, '{retract,unpost,repair}', 'D' || x.delivery_id, new.event_id, new.at, 'moot', 'returned')
    from withdrawal x where x.incident_id = new.incident_id and x.document_id = new.document_id
      and decided_withdrawal(x.incident_id, x.delivery_id) is null
      and exists (select from delivery_receipt r where r.incident_id = x.incident_id and r.delivery_id = x.delivery_id);
  return null;
end $$;
create trigger x_duties after insert on levee.review for each row when (new.kind = 'withdrawal' and new.verdict <> 'approve')
  execute function levee.duties_of_kept();
