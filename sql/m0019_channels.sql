-- Where texts go, and whom they reach there.
--
-- LAW-7: no audience reads what is meant for another.

-- The kinds of channel: who posts there, what one of them needs, and who takes down what is out (a webhook's receiver may be a program,
-- which is told, or a chat group, which forgets nothing).
create table levee.channel_kind (
  name text primary key,
  posted_by text not null constraint channel_kind_is_posted_to check (posted_by in ('service', 'person')),
  needs text not null constraint channel_kind_needs_are_known check (needs in ('folder', 'transport', 'nothing')),
  taken_down_by text not null constraint channel_kind_can_be_taken_down check (taken_down_by in ('service', 'person', 'receiver')),
  constraint channel_kind_has_its_needs unique (name, needs));
insert into levee.channel_kind (name, posted_by, needs, taken_down_by) values
  ('newsroom', 'service', 'folder', 'service'),
  ('webhook', 'service', 'transport', 'receiver'),
  ('manual', 'person', 'nothing', 'person');
grant select on levee.channel_kind to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;

create table levee.channel (
  name text primary key constraint channel_name_is_a_handle check (name ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  kind text not null,
  needs text not null,  -- set by the law, from the kind
  outside boolean not null,
  title text not null constraint channel_title_is_not_too_long check (length(title) <= 200),
  folder text not null default '',
  -- Where the world sees the folder: feeds, receipts and links between languages name whole addresses.
  address text not null default ''
    constraint channel_address_is_of_the_web check (address = '' or address ~ '^https?://[^[:space:]/?#]+(/[^[:space:]?#]*)?$'),
  person text not null,
  at timestamptz not null default clock_timestamp(),
  constraint channel_kind_is_known foreign key (kind, needs) references levee.channel_kind (name, needs),
  constraint channel_has_the_folder_it_needs check ((needs = 'folder') = (folder <> '')),
  constraint channel_address_is_of_a_folder check (address = '' or needs = 'folder'),
  constraint channel_is_of_one_kind unique (name, kind),
  constraint channel_is_outside_or_not unique (name, outside));
grant select on levee.channel to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (name, kind, outside, title, folder, address, person), update (title, folder, address) on levee.channel to levee_admin;
create function levee.complete_channel() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.needs := coalesce((select k.needs from channel_kind k where k.name = new.kind), '');
  return new;
end $$;
create trigger b_complete before insert on levee.channel for each row execute function levee.complete_channel();
create trigger z_event after insert or update or delete on levee.channel
  for each row execute function levee.house_event('name', 'kind', 'outside');

-- What a channel takes, and whom it reaches: texts that are written for this kind of channel, for this audience, in this
-- language. What it takes no more stays here, closed: what went out is known by it.
create table levee.channel_reach (
  channel text not null constraint channel_reach_is_of_a_channel references levee.channel,
  -- What is written for those who answer goes to no channel.
  channel_kind text not null constraint channel_reach_takes_no_answers check (channel_kind <> 'answers'),
  audience levee.audience not null,
  language levee.language not null,
  is_open boolean not null default true,
  primary key (channel, channel_kind, audience, language));
grant select on levee.channel_reach to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (channel, channel_kind, audience, language), update (is_open) on levee.channel_reach to levee_admin;
create trigger z_event after insert or update on levee.channel_reach
  for each row execute function levee.house_event('channel', 'channel_kind', 'audience', 'language', 'is_open');

-- A channel takes exactly these from now on.
create function levee.set_reach(channel text, takes text[], audiences levee.audience[], languages levee.language[]) returns void
language plpgsql set search_path = levee, pg_temp as $$
begin
  update channel_reach r set is_open = not r.is_open where r.channel = set_reach.channel
    and r.is_open <> (r.channel_kind = any (takes) and r.audience = any (audiences) and r.language = any (languages));
  insert into channel_reach (channel, channel_kind, audience, language)
    select set_reach.channel, k, a, l from unnest(takes) k, unnest(audiences) a, unnest(languages) l on conflict do nothing;
end $$;
grant execute on function levee.set_reach to levee_admin;

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
  if new.needs = 'transport' and not exists (select from webhook_channel w where w.channel = new.name) then
    perform refuse('channel_webhook_has_a_transport', new.name);
  end if;
  return null;
end $$;
create constraint trigger y_webhook after insert on levee.channel deferrable initially deferred
  for each row execute function levee.check_channel();
