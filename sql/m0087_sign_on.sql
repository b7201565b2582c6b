-- Company sign-on (OpenID Connect): whoever has an account at the company's identity provider makes a browser theirs with it.
--
-- LAW-40: a company account makes a browser somebody's only where an administrator bound the account to that person and the person
--         confirmed it by a login of their own; and only by a token that the law itself verified: signed by a key that an administrator
--         took over from the provider, for this house, for this one browser, and now.
--
-- The console carries the token and can make none; the nonce in it is the database's. So a console that was taken over enrols nobody
-- who does not sign on while it is. Verified here: RS256 and ES256 (RFC 7518), ID tokens (OpenID Connect Core 1.0, 3.1.3.7).

create table levee.sign_on_provider (
  issuer text primary key constraint sign_on_issuer_is_an_address check (octet_length(issuer) <= 255
    and (issuer ~ '^https://[^/?#@[:space:]]+(/[^?#[:space:]]*)?$'
      or issuer ~ '^http://(localhost|127[.]0[.]0[.]1)(:[0-9]+)?(/[^?#[:space:]]*)?$')),
  client text not null constraint sign_on_client_is_one_line check (client ~ '^[[:print:]]+$' and octet_length(client) <= 255),
  name text not null constraint sign_on_name_is_one_line check (name ~ '^[[:print:]]+$' and char_length(name) <= 60),
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz not null default 'infinity',
  ended_by text not null default '',
  constraint sign_on_provider_has_an_order check (ended_at >= added_at));

-- What a provider signs with. The algorithm is the key's, whatever a token says. Of RSA the modulus is kept: the exponent is 65537.
create table levee.sign_on_key (
  issuer text not null constraint sign_on_key_is_of_a_provider references levee.sign_on_provider,
  fingerprint bytea not null generated always as (sha256(public_key)) stored,
  kid text not null constraint sign_on_kid_is_short check (octet_length(kid) <= 255),
  algorithm text not null constraint sign_on_algorithm_is_known check (algorithm in ('RS256', 'ES256')),
  public_key bytea not null,
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz not null default 'infinity',
  ended_by text not null default '',
  primary key (issuer, fingerprint),
  constraint sign_on_kid_is_one unique (issuer, kid, ended_at),
  -- 2048 to 4096 bits, odd; an uncompressed point.
  constraint sign_on_key_is_strong check (case algorithm
    when 'RS256' then octet_length(public_key) between 256 and 512 and get_byte(public_key, octet_length(public_key) - 1) % 2 = 1
      and get_byte(public_key, 0) >= case octet_length(public_key) when 256 then 128 else 1 end
    else octet_length(public_key) = 65 and get_byte(public_key, 0) = 4 end),
  constraint sign_on_key_has_an_order check (ended_at >= added_at));

-- Which account is whose. Two people make it so: an administrator, and the person.
create table levee.sign_on_binding (
  handle text not null constraint sign_on_binding_is_of_a_person references levee.person,
  issuer text not null constraint sign_on_binding_is_at_a_provider references levee.sign_on_provider,
  subject text not null constraint sign_on_subject_is_one_line check (subject ~ '^[[:print:]]+$' and octet_length(subject) <= 255),
  bound_at timestamptz not null,
  bound_by text not null,
  confirmed_at timestamptz not null default 'infinity',
  confirmed_by text not null default '',
  confirmed_on text not null default '',  -- the device; '' is a terminal
  ended_at timestamptz not null default 'infinity',
  ended_by text not null default '',
  primary key (issuer, subject, bound_at),
  constraint sign_on_subject_is_one_persons unique (issuer, subject, ended_at),
  constraint sign_on_person_has_one unique (issuer, handle, ended_at),
  constraint sign_on_is_bound_by_another check (bound_by <> handle),
  constraint sign_on_is_confirmed_by_its_person check ((confirmed_at < 'infinity') = (confirmed_by <> '')
    and confirmed_by in ('', handle)),
  constraint sign_on_binding_has_an_order check (confirmed_at >= bound_at and ended_at >= bound_at));
create index sign_on_binding_of on levee.sign_on_binding (handle);

-- A browser that is on its way to the provider and back: ten minutes, once. Of the code, which only that browser has, the digest is here.
create table levee.sign_on_request (
  digest bytea primary key constraint sign_on_request_digest_is_sha256 check (octet_length(digest) = 32),
  nonce text not null constraint sign_on_nonce_is_one unique,
  issuer text not null constraint sign_on_request_is_at_a_provider references levee.sign_on_provider,
  label levee.device_label not null,
  verifier text not null,  -- of the browser's secret: whoever comes back with a token, this browser is what it makes a device
  made_at timestamptz not null,
  expires_at timestamptz not null constraint sign_on_request_is_short check (expires_at = made_at + interval '10 minutes'));
create index sign_on_request_expires on levee.sign_on_request (expires_at);

alter table levee.sign_on_binding enable row level security;
alter table levee.sign_on_request enable row level security;
create policy sign_on_binding_of_ones_own on levee.sign_on_binding to levee_staff using (handle = levee.person());
create policy sign_on_binding_for_administrators on levee.sign_on_binding to levee_admin, levee_ops using (true);
grant select on levee.sign_on_provider, levee.sign_on_key, levee.sign_on_binding to levee_staff, levee_admin, levee_ops;
create trigger z_event after insert or update on levee.sign_on_provider
  for each row execute function levee.house_event('issuer', 'client', 'ended_at', 'ended_by');
create trigger z_event after insert or update on levee.sign_on_key
  for each row execute function levee.house_event('issuer', 'kid', 'algorithm', 'public_key', 'ended_at', 'ended_by');
create trigger z_event after insert or update on levee.sign_on_binding
  for each row execute function levee.house_event('handle', 'issuer', 'subject', 'bound_by', 'confirmed_at', 'confirmed_by', 'confirmed_on',
    'ended_at', 'ended_by');

-- Takes over what a provider signs with, from its JWK set (RFC 7517). Keys that are not in it any more are ended, never deleted; keys for
-- other purposes are left out.
create function levee.take_sign_on_keys(issuer text, keys jsonb) returns table (taken int, ended int, left_out int)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  present constant timestamptz := clock_timestamp();
  k jsonb;
  found_keys bytea[] := '{}';
  found_kids text[] := '{}';
  algorithms text[] := '{}';
  key bytea;
  kid text;
  many int := 0;
begin
  perform enter_as_team();
  perform from sign_on_provider p where p.issuer = take_sign_on_keys.issuer and p.ended_at = 'infinity' for update;
  if not found then
    perform refuse('sign_on_provider_is_on_record', take_sign_on_keys.issuer);
  elsif octet_length(keys::text) > 262144 or jsonb_typeof(keys -> 'keys') is distinct from 'array' then
    perform refuse('sign_on_keys_can_be_used', take_sign_on_keys.issuer);
  end if;
  for k in select jsonb_array_elements(keys -> 'keys') loop
    kid := coalesce(k ->> 'kid', '');
    many := many + 1;
    continue when coalesce(k ->> 'use', 'sig') <> 'sig';
    if k ->> 'kty' = 'RSA' and coalesce(k ->> 'alg', 'RS256') = 'RS256' then
      key := trim(leading decode('00', 'hex') from from_base64url(k ->> 'n'));
      -- 65537, and nothing that a signature can be made up for.
      if from_base64url(k ->> 'e') is distinct from decode('010001', 'hex') or octet_length(key) not between 256 and 512 then
        perform refuse('sign_on_key_is_strong', kid);
      end if;
      algorithms := algorithms || 'RS256'::text;
    elsif k ->> 'kty' = 'EC' and k ->> 'crv' = 'P-256' and coalesce(k ->> 'alg', 'ES256') = 'ES256' then
      key := decode('04', 'hex') || from_base64url(k ->> 'x') || from_base64url(k ->> 'y');
      if octet_length(from_base64url(k ->> 'x')) is distinct from 32 then
        perform refuse('sign_on_key_is_strong', kid);
      end if;
      algorithms := algorithms || 'ES256'::text;
    else
      continue;
    end if;
    if key is null then
      perform refuse('sign_on_key_is_strong', kid);
    end if;
    found_keys := found_keys || key;
    found_kids := found_kids || kid;
  end loop;
  if found_keys = '{}' then
    perform refuse('sign_on_keys_can_be_used', take_sign_on_keys.issuer);
  end if;
  update sign_on_key o set ended_at = present, ended_by = levee.person()
    where o.issuer = take_sign_on_keys.issuer and o.ended_at = 'infinity' and o.public_key <> all (found_keys);
  get diagnostics ended = row_count;
  insert into sign_on_key as o (issuer, kid, algorithm, public_key, added_at, added_by)
    select take_sign_on_keys.issuer, f.kid, f.algorithm, f.key, present, levee.person()
    from unnest(found_keys, found_kids, algorithms) f (key, kid, algorithm)
    on conflict on constraint sign_on_key_pkey do update set kid = excluded.kid, ended_at = 'infinity', ended_by = ''
      where o.ended_at < 'infinity' or o.kid <> excluded.kid;
  taken := cardinality(found_keys);
  left_out := many - taken;
  return next;
exception when data_exception then
  perform refuse('sign_on_keys_can_be_used', take_sign_on_keys.issuer);
end $$;

-- A provider of accounts, with what it signs with. One that was ended may come back; what was bound at it does not.
create function levee.add_sign_on_provider(issuer text, client text, name text, keys jsonb)
  returns table (taken int, ended int, left_out int)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  insert into sign_on_provider as p (issuer, client, name, added_at, added_by)
    values (add_sign_on_provider.issuer, add_sign_on_provider.client, add_sign_on_provider.name, clock_timestamp(), levee.person())
    on conflict on constraint sign_on_provider_pkey do update set client = excluded.client, name = excluded.name,
      added_at = excluded.added_at, added_by = excluded.added_by, ended_at = 'infinity', ended_by = '' where p.ended_at < 'infinity';
  if not found then
    perform refuse('sign_on_provider_pkey', add_sign_on_provider.issuer);
  end if;
  return query select * from take_sign_on_keys(add_sign_on_provider.issuer, keys);
end $$;

-- Ends the devices of somebody that came in by accounts of a provider; '' stands for every provider.
create function levee.shut_signed_on_devices(handle text, issuer text) returns text[]
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  ended text[] := '{}';
  d record;
begin
  for d in select o.label from device o where o.handle = shut_signed_on_devices.handle and o.ended_at = 'infinity'
      and o.invited_on like '@%' and issuer in ('', substr(o.invited_on, 2)) loop
    ended := ended || shut_devices(handle, d.label);
  end loop;
  return ended;
end $$;

-- Ends a provider: its keys, and what was bound at it; with `devices`, every device that came in by it, too. Returns how many of those.
create function levee.end_sign_on_provider(issuer text, devices boolean) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
  ended int := 0;
  h text;
begin
  perform enter_as_team();
  update sign_on_provider p set ended_at = present, ended_by = levee.person()
    where p.issuer = end_sign_on_provider.issuer and p.ended_at = 'infinity';
  if not found then
    perform refuse('sign_on_provider_is_on_record', issuer);
  end if;
  update sign_on_key k set ended_at = present, ended_by = levee.person()
    where k.issuer = end_sign_on_provider.issuer and k.ended_at = 'infinity';
  update sign_on_binding b set ended_at = present, ended_by = levee.person()
    where b.issuer = end_sign_on_provider.issuer and b.ended_at = 'infinity';
  delete from sign_on_request q where q.issuer = end_sign_on_provider.issuer;
  if devices then
    for h in select distinct d.handle from device d where d.invited_on = '@' || issuer and d.ended_at = 'infinity' loop
      ended := ended + cardinality(shut_signed_on_devices(h, issuer));
    end loop;
  end if;
  return ended;
end $$;

-- Binds an account to a person, who is told and confirms it.
create function levee.bind_sign_on(handle text, issuer text, subject text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
  perform from sign_on_provider p where p.issuer = bind_sign_on.issuer and p.ended_at = 'infinity' for share;
  if not found then
    perform refuse('sign_on_provider_is_on_record', issuer);
  elsif not exists (select from person p where p.handle = bind_sign_on.handle and p.kind = 'person' and p.removed_at is null) then
    perform refuse('sign_on_binding_is_of_a_person', handle);
  end if;
  insert into sign_on_binding (handle, issuer, subject, bound_at, bound_by)
    values (bind_sign_on.handle, bind_sign_on.issuer, bind_sign_on.subject, clock_timestamp(), levee.person());
  perform tell_again(handle, 'sign_on', subject, clock_timestamp());
end $$;

-- The person says that the account is theirs: at a terminal, or on a device that is theirs already.
create function levee.confirm_sign_on(subject text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  update sign_on_binding b set confirmed_at = clock_timestamp(), confirmed_by = levee.person(), confirmed_on = levee.device_label()
    where b.handle = levee.person() and b.subject = confirm_sign_on.subject and b.confirmed_at = 'infinity' and b.ended_at = 'infinity';
  if not found then
    perform refuse('sign_on_waits_to_be_confirmed', subject);
  end if;
end $$;

-- Ends what is bound to somebody: one's own; an administrator's, anybody's. With `devices`, those too that came in by it. Returns their
-- names.
create function levee.end_sign_on(handle text, devices boolean) returns text[]
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
  if not answers_for(handle) then
    perform refuse('sign_on_is_ended_by_its_person', handle);
  end if;
  update sign_on_binding b set ended_at = clock_timestamp(), ended_by = levee.person()
    where b.handle = end_sign_on.handle and b.ended_at = 'infinity';
  if not found then
    perform refuse('sign_on_is_on_record', handle);
  end if;
  return case when devices then shut_signed_on_devices(handle, '') else '{}' end;
end $$;

-- As whom a provider knows this house: for the console, which tells the provider.
create function levee.sign_on_client(issuer text) returns text
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  client text;
begin
  select p.client into client from sign_on_provider p where p.issuer = sign_on_client.issuer and p.ended_at = 'infinity';
  if not found then
    perform refuse('sign_on_provider_is_on_record', issuer);
  end if;
  return client;
end $$;

-- A browser sets out for the provider: the console says what it will prove its secret by. Returns what the token has to say back.
create function levee.begin_sign_on(issuer text, label text, digest bytea, verifier text) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
  nonce constant text := encode(sha256(new_salt()), 'hex');
begin
  perform see_what_is_committed();
  perform from sign_on_provider p where p.issuer = begin_sign_on.issuer and p.ended_at = 'infinity' for share;
  if not found then
    perform refuse('sign_on_provider_is_on_record', issuer);
  elsif verifier !~ '^SCRAM-SHA-256[$][0-9]{1,6}:[A-Za-z0-9+/=]{1,64}[$][A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' then
    perform refuse('device_proves_a_secret', '');
  end if;
  delete from sign_on_request q where q.expires_at < present;
  if (select count(*) from sign_on_request) >= 10000 then
    perform refuse('sign_on_requests_are_few', '');
  end if;
  insert into sign_on_request (digest, nonce, issuer, label, verifier, made_at, expires_at)
    values (begin_sign_on.digest, nonce, begin_sign_on.issuer, begin_sign_on.label, begin_sign_on.verifier, present,
      present + interval '10 minutes');
  return nonce;
end $$;

-- A browser comes back with a token: for the console, which knows nothing of whom it is. All that makes it somebody's is asked here.
create function levee.finish_sign_on(code text, token text) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
  second constant numeric := extract(epoch from present);
  skew constant numeric := 60;
  header jsonb;
  claims jsonb;
  r sign_on_request;
  p sign_on_provider;
  k sign_on_key;
  b sign_on_binding;
  named text;
begin
  perform see_what_is_committed();
  delete from sign_on_request q where q.digest = sha256(convert_to(finish_sign_on.code, 'UTF8')) returning q.* into r;
  if not found or r.expires_at < present then
    perform refuse('sign_on_request_is_open', '');
  end if;
  select * into p from sign_on_provider o where o.issuer = r.issuer and o.ended_at = 'infinity' for share;
  if not found then
    perform refuse('sign_on_provider_is_on_record', r.issuer);
  elsif octet_length(token) > 16384 or octet_length(split_part(token, '.', 1)) > 2048
    or token !~ '^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$' then
    perform refuse('sign_on_token_is_readable', '');
  end if;
  header := token_part(split_part(token, '.', 1));
  if header is null then
    perform refuse('sign_on_token_is_readable', '');
  end if;
  -- Which key: as the token names it, or the only one.
  select * into k from sign_on_key o where o.issuer = r.issuer and o.ended_at = 'infinity'
    and case when header ? 'kid' then o.kid = header ->> 'kid' else 1 = (select count(*) from sign_on_key e where e.issuer = r.issuer and e.ended_at = 'infinity') end for share;
  if not found then
    perform refuse('sign_on_key_is_known', left(coalesce(header ->> 'kid', ''), 100));
  elsif header ->> 'alg' is distinct from k.algorithm or header ? 'crit' or not token_holds(k.algorithm, k.public_key, token) then
    perform refuse('sign_on_token_is_signed', '');
  end if;
  -- From here on it is the provider who speaks.
  claims := token_part(split_part(token, '.', 2));
  if claims is null then
    perform refuse('sign_on_token_is_readable', '');
  elsif claims -> 'iss' is distinct from to_jsonb(r.issuer) then
    perform refuse('sign_on_token_is_of_its_provider', '');
  elsif not coalesce(claims -> 'aud' in (to_jsonb(p.client), jsonb_build_array(p.client))
      or (jsonb_typeof(claims -> 'aud') = 'array' and claims -> 'aud' @> to_jsonb(p.client) and claims ? 'azp'), false)
    or coalesce(claims -> 'azp', to_jsonb(p.client)) <> to_jsonb(p.client) then
    perform refuse('sign_on_token_is_for_this_house', '');
  elsif claims -> 'nonce' is distinct from to_jsonb(r.nonce) then
    perform refuse('sign_on_token_is_of_its_request', '');
  elsif not coalesce(token_number(claims, 'exp') > second - skew
      and token_number(claims, 'iat') between extract(epoch from r.made_at) - skew and second + skew
      and coalesce(token_number(claims, 'nbf'), 0) <= second + skew, false) then
    perform refuse('sign_on_token_is_of_now', '');
  elsif jsonb_typeof(claims -> 'sub') is distinct from 'string' then
    perform refuse('sign_on_token_is_readable', '');
  end if;
  select * into b from sign_on_binding o where o.issuer = r.issuer and o.subject = claims ->> 'sub' and o.ended_at = 'infinity' for share;
  if not found then
    perform refuse('sign_on_subject_is_bound', left(claims ->> 'sub', 255));
  elsif b.confirmed_at = 'infinity' then
    perform refuse('sign_on_is_confirmed', b.subject);
  end if;
  perform from person o where o.handle = b.handle and o.kind = 'person' and o.removed_at is null for no key update;
  if not found then
    perform refuse('sign_on_subject_is_bound', b.subject);
  end if;
  -- The name that was wished for, or the first free one beside it.
  select l.label into named from (
      select r.label::text as label, 0 as place
      union all select rtrim(left(r.label, 17), '-') || '-' || n, n from generate_series(2, 12) n) l
    where not exists (select from device d where d.login = b.handle || '~' || l.label and d.ended_at = 'infinity' and d.valid_until > present)
    order by l.place limit 1;
  return add_device(b.handle, named, '@' || r.issuer, r.verifier);
end $$;
grant execute on function levee.sign_on_client, levee.begin_sign_on, levee.finish_sign_on to levee_console;
grant execute on function levee.take_sign_on_keys, levee.add_sign_on_provider, levee.end_sign_on_provider, levee.bind_sign_on
  to levee_admin;
grant execute on function levee.confirm_sign_on to levee_staff;
grant execute on function levee.end_sign_on to levee_staff, levee_admin;

-- Whoever leaves the house leaves with what was bound to them.
create function levee.end_sign_on_of() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update sign_on_binding b set ended_at = clock_timestamp(), ended_by = levee.person()
    where b.handle = new.handle and b.ended_at = 'infinity';
  return null;
end $$;
create trigger c_sign_on after update of removed_at on levee.person
  for each row when (new.removed_at is not null) execute function levee.end_sign_on_of();
