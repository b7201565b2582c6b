-- Signed approvals: who approves puts a signature of their own under exactly what they read, with a key that only they hold.
--
-- LAW-39: where the playbook asks for it, an approval carries the reviewer's signature of exactly that revision: by a key bound to that
--         person, confirmed at a terminal, and verified by the law before the review counts. Nobody else can make it.
--
-- The signature is kept beside the review, with all that a third party needs to verify it again.

-- Keys of people: a passkey of a phone or a browser, or a key of ssh. Only the public half is anywhere but with its person.
create table levee.signing_key (
  handle text not null constraint signing_key_is_of_a_person references levee.person,
  fingerprint bytea not null generated always as (sha256(public_key)) stored,  -- of an ssh key, what ssh-keygen -l shows
  kind text not null constraint signing_key_kind_is_known check (kind in ('passkey', 'ssh')),
  label levee.device_label not null,
  public_key bytea not null,
  -- Of a passkey: where its pages are (the relying party), and by which name the browser knows it.
  realm text not null default '',
  credential bytea not null default '',
  bound_at timestamptz not null,
  bound_on text not null,  -- the device; '' is a terminal
  confirmed_at timestamptz not null default 'infinity',
  confirmed_by text not null default '',
  confirmed_on text not null default '',
  ended_at timestamptz not null default 'infinity',
  ended_by text not null default '',
  primary key (handle, fingerprint),
  constraint signing_key_can_be_verified check (case kind
    when 'passkey' then octet_length(public_key) = 65 and get_byte(public_key, 0) = 4 and realm <> '' and octet_length(credential) between 16 and 1023
    else realm = '' and credential = '' and octet_length(public_key) between 40 and 400 end),
  constraint signing_key_is_confirmed_at_a_terminal check (confirmed_on = ''),
  constraint signing_key_has_an_order check (confirmed_at >= bound_at and ended_at >= bound_at));
alter table levee.signing_key enable row level security;
-- Who verifies an approval reads by which key it was given; a public key is no secret.
create policy signing_key_is_known on levee.signing_key to levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor, levee_admin, levee_ops using (true);
create policy signing_key_of_ones_own on levee.signing_key to levee_staff using (handle = levee.person());
grant select on levee.signing_key to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor,
  levee_admin, levee_ops;
create trigger z_event after insert or update on levee.signing_key
  for each row execute function levee.house_event('handle', 'fingerprint', 'kind', 'label', 'public_key', 'realm', 'bound_on', 'confirmed_at',
    'confirmed_by', 'ended_at', 'ended_by');

-- Binds a key to whoever asks. At a terminal it is confirmed by that; so it is in the ten minutes after a device was enrolled by a code
-- that was shown at a terminal. Otherwise it waits to be confirmed at one.
create function levee.bind_key(kind text, label text, public_key bytea, realm text, credential bytea) returns bytea
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
  is_certain constant boolean := levee.device_label() = '' or exists (select from device d where d.handle = levee.person()
    and d.label = levee.device_label() and d.invited_on = '' and d.enrolled_at > present - interval '10 minutes');
begin
  perform enter(kind => 'person');
  perform from person p where p.handle = levee.person() for no key update;
  if (select count(*) from signing_key k where k.handle = levee.person() and k.ended_at = 'infinity') >= 10 then
    perform refuse('signing_keys_are_few', levee.person());
  elsif exists (select from signing_key k where k.handle = levee.person() and k.label = bind_key.label and k.ended_at = 'infinity') then
    perform refuse('signing_key_label_is_free', label);
  elsif bind_key.kind = 'ssh' and coalesce(convert_from((ssh_fields(bind_key.public_key))[1], 'UTF8'), '') not in ('ssh-ed25519',
      'ecdsa-sha2-nistp256', 'sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com') then
    perform refuse('signing_key_can_be_verified', label);
  elsif exists (select from signing_key k where k.handle = levee.person() and k.public_key = bind_key.public_key) then
    perform refuse('signing_key_pkey', label);
  end if;
  insert into signing_key (handle, kind, label, public_key, realm, credential, bound_at, bound_on, confirmed_at, confirmed_by)
    values (levee.person(), bind_key.kind, bind_key.label, bind_key.public_key, bind_key.realm, bind_key.credential, present,
      levee.device_label(), case when is_certain then present else 'infinity' end, case when is_certain then levee.person() else '' end);
  perform tell_again(levee.person(), 'signing_key', label, present);
  return sha256(bind_key.public_key);
end $$;

-- Confirms a key at a terminal: one's own; or somebody's, by an administrator who compared its fingerprint with them.
create function levee.confirm_key(handle text, fingerprint bytea) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
  if not answers_for(handle) then
    perform refuse('signing_key_is_confirmed_by_its_person', handle);
  end if;
  update signing_key k set confirmed_at = clock_timestamp(), confirmed_by = levee.person(), confirmed_on = levee.device_label()
    where k.handle = confirm_key.handle and k.fingerprint = confirm_key.fingerprint and k.confirmed_at = 'infinity'
      and k.ended_at = 'infinity';
  if not found then
    perform refuse('signing_key_waits_to_be_confirmed', handle);
  end if;
end $$;

-- Ends a key. What it signed stands. Whose key was ended by themselves is still asked to sign: nobody gets around it by that.
create function levee.end_key(handle text, fingerprint bytea) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter_as_team();
  if not answers_for(handle) then
    perform refuse('signing_key_is_ended_by_its_person', handle);
  end if;
  update signing_key k set ended_at = clock_timestamp(), ended_by = levee.person()
    where k.handle = end_key.handle and k.fingerprint = end_key.fingerprint and k.ended_at = 'infinity';
  if not found then
    perform refuse('signing_key_is_on_record', handle);
  end if;
end $$;
grant execute on function levee.bind_key to levee_staff;
grant execute on function levee.confirm_key, levee.end_key to levee_staff, levee_admin;

-- Whether the playbook asks this person to sign an approval of this incident, at its severity of now: always, or since they first had a
-- key that was confirmed (unless an administrator ended it for them).
create function levee.asks_for_signature(incident bigint, handle text) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce((select case r.signed when 'always' then true when 'never' then false
      else exists (select from signing_key k where k.handle = asks_for_signature.handle and k.confirmed_at < 'infinity'
        and (k.ended_at = 'infinity' or k.ended_by = k.handle)) end
    from incident i join review_rule r on r.version = i.playbook and r.severity = i.severity
    where i.id = asks_for_signature.incident), false);
end $$;
-- Whether this person could sign what is asked of them.
create function levee.can_sign(incident bigint, handle text) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return not asks_for_signature(incident, handle) or exists (select from signing_key k where k.handle = can_sign.handle
    and k.confirmed_at < 'infinity' and k.ended_at = 'infinity');
end $$;

-- What is signed: these lines, as they stand.
create function levee.review_message(incident bigint, kind levee.document_kind, document bigint, number int, digest bytea,
  verdict levee.verdict, person text) returns text
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return concat_ws(chr(10), 'levee review', 'incident: ' || incident, 'text: ' || kind || ' ' || document || '.' || number,
    'digest: ' || encode(digest, 'hex'), 'verdict: ' || verdict, 'person: ' || person, '');
end $$;

create table levee.review_signature (
  incident_id bigint not null,
  kind levee.document_kind not null,
  document_id bigint not null,
  number int not null,
  verdict levee.verdict not null default 'approve' constraint review_signature_is_of_an_approval check (verdict = 'approve'),
  digest bytea not null,  -- of the revision, as it was handed in
  key bytea not null,
  signature bytea not null,  -- DER of a passkey, SSHSIG of an ssh key
  -- Of a passkey: what its authenticator and its browser say, which are what is signed.
  authenticator bytea not null default '',
  client bytea not null default '',
  primary key (incident_id, kind, document_id, number, key),
  constraint review_signature_is_short check (octet_length(signature) <= 1000 and octet_length(authenticator) <= 1000
    and octet_length(client) <= 4000),
  constraint review_signature_is_of_exactly_this_text foreign key (incident_id, kind, document_id, number, digest)
    references levee.submission (incident_id, kind, document_id, number, digest));
call levee.step('review_signature', 'planning', 'reviewing', '{leadership}',
  '{kind,document_id,number,verdict,digest,key,signature,authenticator,client}', '{verdict,digest}');
alter table levee.review_signature
  add constraint review_signature_is_by_a_key_of_its_person foreign key (person, key) references levee.signing_key (handle, fingerprint),
  -- With the review, or not at all.
  add constraint review_signature_is_of_a_review foreign key (incident_id, kind, document_id, number, person, verdict)
    references levee.review (incident_id, kind, document_id, number, person, verdict) deferrable initially deferred,
  add constraint review_signature_is_one unique (incident_id, kind, document_id, number, person);

create function levee.check_review_signature() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  k signing_key;
  said constant text := new.document_id || '.' || new.number;
begin
  select s.digest into new.digest from submission s where s.incident_id = new.incident_id and s.kind = new.kind
    and s.document_id = new.document_id and s.number = new.number;
  if not found then
    perform refuse('review_is_of_a_submission', said);
  end if;
  select * into k from signing_key o where o.handle = levee.person() and o.fingerprint = new.key and o.confirmed_at < 'infinity'
    and o.ended_at = 'infinity' for share;
  if not found then
    perform refuse('review_signature_is_by_a_key_of_its_person', '');
  elsif not signature_holds(k.kind, k.public_key, k.realm, review_message(new.incident_id, new.kind, new.document_id, new.number, new.digest,
      'approve', levee.person()), new.signature, new.authenticator, new.client) then
    perform refuse('review_signature_holds', said);
  end if;
  return new;
end $$;
create trigger c_check before insert on levee.review_signature for each row execute function levee.check_review_signature();

-- A review says whether a signature was asked for, and whether it has one; the table's constraint says what follows.
create function levee.look_for_signature() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.asks_signature := new.verdict = 'approve' and asks_for_signature(new.incident_id, levee.person());
  new.signed := exists (select from review_signature s where s.incident_id = new.incident_id and s.kind = new.kind
    and s.document_id = new.document_id and s.number = new.number and s.person = levee.person());
  if new.asks_signature and not new.signed then
    perform refuse('review_is_signed', new.document_id || '.' || new.number);
  end if;
  return new;
end $$;
create trigger c_signed before insert on levee.review for each row execute function levee.look_for_signature();

-- An approval with its signature, in one.
create function levee.approve_signed(incident bigint, kind levee.document_kind, document bigint, number int, holds boolean, key bytea,
  signature bytea, authenticator bytea, client bytea) returns void language plpgsql set search_path = levee, pg_temp as $$
begin
  insert into review_signature (incident_id, kind, document_id, number, key, signature, authenticator, client)
    values (approve_signed.incident, approve_signed.kind, document, approve_signed.number, approve_signed.key, approve_signed.signature,
      approve_signed.authenticator, approve_signed.client);
  insert into review (incident_id, kind, document_id, number, verdict, reason, holds)
    values (approve_signed.incident, approve_signed.kind, document, approve_signed.number, 'approve', '', approve_signed.holds);
end $$;
grant execute on function levee.approve_signed, levee.asks_for_signature to levee_leadership;

-- Every signature of an incident (or of all), with what it is of and by which key: for whoever verifies it again.
create function levee.signatures(wanted bigint default null) returns table (event_id bigint, person text, kind text, public_key bytea,
  realm text, message text, signature bytea, authenticator bytea, client bytea)
language plpgsql stable set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select s.event_id, s.person, k.kind, k.public_key, k.realm,
      review_message(s.incident_id, s.kind, s.document_id, s.number, s.digest, s.verdict, s.person), s.signature, s.authenticator, s.client
    from review_signature s join signing_key k on k.handle = s.person and k.fingerprint = s.key
    where wanted is null or s.incident_id = wanted order by s.event_id;
end $$;

grant execute on function levee.signatures, levee.review_message to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;

-- What is wrong with signatures: one that does not hold, by a key that was not confirmed then or had ended; an approval that says it has
-- one and has none; one whose reviewer had to sign, and did not.
create function levee.verify_signatures(wanted bigint default null) returns table (chain bigint, sequence bigint, event_id bigint, fault text)
language plpgsql stable set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select s.incident_id, l.sequence, s.event_id, 'signature_false'
    from review_signature s join signing_key k on k.handle = s.person and k.fingerprint = s.key
    join event e on e.id = s.event_id left join seal l on l.event_id = s.event_id
    where (wanted is null or s.incident_id = wanted)
      and not signature_holds(k.kind, k.public_key, k.realm, review_message(s.incident_id, s.kind, s.document_id, s.number, s.digest,
        s.verdict, s.person), s.signature, s.authenticator, s.client);
  return query
    select r.incident_id, l.sequence, r.event_id, 'signature_missing' from review r left join seal l on l.event_id = r.event_id
    where (wanted is null or r.incident_id = wanted) and r.verdict = 'approve'
      and not exists (select from review_signature s where s.incident_id = r.incident_id and s.kind = r.kind
        and s.document_id = r.document_id and s.number = r.number and s.person = r.person)
      and (r.signed or r.asks_signature or (
        -- It says that none was asked for: though the level was the same all the time, and the reviewer had a key.
        exists (select from signing_key k where k.handle = r.person and k.confirmed_at < r.at and k.ended_at > r.at)
        and not exists (select from incident i where i.id = r.incident_id and i.exercise)
        and not exists (select from document d where d.incident_id = r.incident_id and d.kind = 'lowering')
        and not exists (select from incident i join submission s on s.incident_id = i.id and s.kind = r.kind and s.document_id = r.document_id
          and s.number = r.number join review_rule w on w.version = i.playbook and w.severity in (i.severity, s.severity)
          where i.id = r.incident_id and w.signed = 'never')));
end $$;
