-- A browser is enrolled by a handle and a code of six digits, which arrives over its person's own ways: for whoever has no terminal.
--
-- LAW-37: such a code is good once, for ten minutes, in the browser that asked for it, and where the playbook lets every seat of its person
--         come in so. Five wrong ones end the request. A try counts before its answer is known: nobody takes it back.
--
-- Whoever asks learns nothing: not whether there is such a person, nor whether they may, nor whether they can be reached.

-- Who may be enrolled so, by the playbook. Of a person with several seats all have to allow it; whom no row names, may. A version that says
-- nothing at all is read as the first one is.
create table levee.enrol_rule (
  version int not null constraint enrol_rule_is_of_a_playbook references levee.playbook,
  who text not null constraint enrol_rule_who_is_known check (who in ('leader', 'legal', 'deputy', 'head', 'member', 'leadership',
    'monitoring', 'response', 'logistics', 'administrator', 'everyone')),
  by_code boolean not null,
  primary key (version, who));
call levee.add_playbook_part('enrol_rule');
grant select on levee.enrol_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
-- A version that leadership approved keeps what it says: the next one has these.
insert into levee.enrol_rule (version, who, by_code)
  select r.* from (values (1, 'leader', false), (1, 'legal', false), (1, 'administrator', false), (1, 'everyone', true)) r
  where not exists (select from levee.playbook_review a where a.version = 1);

create function levee.may_enrol_by_code(handle text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
declare
  in_force constant int := newest_playbook();
begin
  if not is_own_login(handle) then
    return false;
  end if;
  return not exists (
    select from (select e.who, e.by_code from enrol_rule e where e.version = in_force
      union all select w, false from unnest('{leader,legal,administrator}'::text[]) w
        where not exists (select from enrol_rule e where e.version = in_force)) r
    where not r.by_code and case
      when r.who = 'everyone' then true
      when r.who = 'administrator' then pg_has_role(may_enrol_by_code.handle, 'levee_admin', 'member')
      -- Who acts for the holder, holds it.
      when r.who in ('leader', 'legal', 'deputy') then holds_seat(may_enrol_by_code.handle, r.who)
      else exists (select from seat s where s.handle = may_enrol_by_code.handle and r.who in (s.seat, s.team::text)) end);
end $$;

-- Whether a way is a person's own: what goes there has their address, and no group reads it, as where a bot speaks into a chat.
create function levee.is_own_way(handle text, transport text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from contact c join transport t on t.name = c.transport
    where c.handle = is_own_way.handle and c.transport = is_own_way.transport and c.address <> ''
      and t.format in ('generic', 'mail', 'text'));
end $$;

-- What was asked for: three places a person, each free again an hour after it was taken; a day after, where codes were tried and none was
-- right, or the person said that it was not them: nobody gets more than fifteen tries a day. The browser that asked holds a secret of 256 bits: its digest is the mark, and it is a part of what the
-- code's digest is made of, so that whoever reads this table cannot find the code by trying all.
create table levee.code_request (
  handle text not null constraint code_request_is_of_a_person references levee.person,
  slot int not null constraint code_request_is_one_of_three check (slot between 1 and 3),
  mark bytea not null constraint code_request_mark_is_sha256 check (octet_length(mark) = 32),
  label levee.device_label not null,
  whence text not null constraint code_request_whence_is_one_line check (octet_length(whence) <= 200 and whence !~ '[[:cntrl:]]'),
  notice_id bigint not null,
  code bytea not null constraint code_request_code_is_sha256 check (octet_length(code) in (0, 32)),  -- none where none was sent
  tries int not null default 0 constraint code_request_ends_after_five check (tries between 0 and 5),
  tried bytea not null default '',  -- the last try, and the transaction that counted it
  tried_in xid8 not null default '0',
  asked_at timestamptz not null,
  expires_at timestamptz not null constraint code_request_is_short check (expires_at = asked_at + interval '10 minutes'),
  ended_at timestamptz not null default 'infinity',
  ended_how text not null default '' constraint code_request_end_is_known
    check (ended_how in ('', 'used', 'refused', 'unreached', 'wrong', 'disowned')),
  free_at timestamptz not null constraint code_request_keeps_its_place
    check (free_at >= asked_at + case when tries > 0 and ended_how <> 'used' then interval '1 day' else interval '1 hour' end),
  primary key (handle, slot),
  constraint code_request_is_one_browsers unique (mark),
  constraint code_request_ends_for_a_reason check ((ended_at = 'infinity') = (ended_how = '')));
create index code_request_of_notice on levee.code_request (notice_id);
alter table levee.code_request enable row level security;
create policy code_request_of_ones_own on levee.code_request to levee_staff using (handle = levee.person());
grant select (handle, slot, label, whence, asked_at, expires_at, ended_at, ended_how, free_at) on levee.code_request to levee_staff;
-- From where it was asked stays out of the history, which nobody erases.
create trigger z_event after insert or update of asked_at, ended_at on levee.code_request
  for each row execute function levee.house_event('handle', 'label', 'ended_how');

-- The code itself, until it was sent or is of no use: for the message alone.
create table levee.code_words (
  notice_id bigint primary key,
  words text not null constraint code_words_are_six_digits check (words ~ '^[0-9]{6}$'));
alter table levee.code_words enable row level security;

-- How many codes the house sends in a minute.
create table levee.code_minute (
  at timestamptz primary key,
  asked int not null constraint code_minute_is_bounded check (asked between 1 and 20));

-- Each code is as likely as any other: of 32 bits of chance, those beyond the last whole million are thrown again.
create function levee.six_digits() returns text
language plpgsql volatile set search_path = levee, pg_temp as $$
declare
  chance numeric;
begin
  loop
    chance := number_of(substr(uuid_send(gen_random_uuid()), 1, 4));
    exit when chance < 4294000000;
  end loop;
  return lpad(mod(chance, 1000000)::text, 6, '0');
end $$;
create function levee.code_digest(secret text, code text) returns bytea
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return sha256(field('levee code') || field(secret) || field(code));
end $$;

-- Whether the message about a request is still of use to its person: there is a code that they may type, or why there is none.
create function levee.code_is_awaited(notice bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from code_request r where r.notice_id = code_is_awaited.notice and r.ended_how in ('', 'refused')
    and r.expires_at > clock_timestamp());
end $$;

-- What the message says: the code, or that there is none; and from where it was asked. To no way but the person's own.
create function levee.code_told(notice bigint, transport text) returns text
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select jsonb_build_object('refused', r.ended_how = 'refused', 'code', coalesce(w.words, ''), 'whence', r.whence)
    from code_request r left join code_words w on w.notice_id = r.notice_id
    where r.notice_id = code_told.notice and is_own_way(r.handle, code_told.transport));
end $$;

-- Erases codes that were sent, and those that are good no more; and from where was asked, once nobody needs to see it.
create function levee.forget_codes() returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  delete from code_words c where not exists (select from code_request r where r.notice_id = c.notice_id and r.ended_how = ''
      and r.expires_at > clock_timestamp())
    or not exists (select from work w where w.kind = 'notify' and w.subject = c.notice_id and w.state <> 'dead');
  update code_request r set whence = '' where r.whence <> '' and r.free_at < clock_timestamp();
end $$;

-- Somebody at a browser says who they are, and asks for a code. Says nothing of what came of it, whatever that is.
create function levee.ask_code(handle text, label text, secret text, whence text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  called constant device_label := label;
  present timestamptz;
  place int;
  told bigint;
  outcome text := '';
  digits text := '';
begin
  perform see_what_is_committed();
  if octet_length(secret) < 40 then
    perform refuse('code_request_is_a_browsers', '');
  end if;
  perform from person p where p.handle = ask_code.handle and p.kind = 'person' and p.removed_at is null for no key update;
  if not found then
    return;
  end if;
  present := clock_timestamp();
  place := (select min(s) from generate_series(1, 3) s where not exists (select from code_request r
    where r.handle = ask_code.handle and r.slot = s and r.free_at > present));
  if place is null or exists (select from code_request r where r.handle = ask_code.handle and r.ended_how = 'disowned'
      and r.free_at > present) then
    return;
  end if;
  insert into code_minute as m (at, asked) values (date_trunc('minute', present), 1)
    on conflict on constraint code_minute_pkey do update set asked = m.asked + 1 where m.asked < 20;
  if not found then
    return;
  end if;
  delete from code_minute m where m.at < present - interval '1 hour';
  perform forget_codes();
  if not may_enrol_by_code(handle) then
    outcome := 'refused';
  elsif not exists (select from contact c where c.handle = ask_code.handle and is_own_way(c.handle, c.transport)) then
    outcome := 'unreached';
  else
    digits := six_digits();
  end if;
  told := tell_again(handle, 'device_code', called, present);
  if outcome = '' then
    insert into code_words (notice_id, words) values (told, digits);
  end if;
  insert into code_request (handle, slot, mark, label, whence, notice_id, code, asked_at, expires_at, ended_at, ended_how, free_at)
    values (ask_code.handle, place, sha256(convert_to(secret, 'UTF8')), called, ask_code.whence, told,
      case outcome when '' then code_digest(secret, digits) else '' end, present, present + interval '10 minutes',
      case outcome when '' then 'infinity' else present end, outcome, present + interval '1 hour')
    on conflict on constraint code_request_pkey do update set mark = excluded.mark, label = excluded.label, whence = excluded.whence,
      notice_id = excluded.notice_id, code = excluded.code, tries = 0, tried = '', tried_in = '0', asked_at = excluded.asked_at,
      expires_at = excluded.expires_at, ended_at = excluded.ended_at, ended_how = excluded.ended_how, free_at = excluded.free_at;
end $$;

-- A code that was typed is counted. Whether it was right is said in another transaction: one that is rolled back would be no try.
create function levee.hand_in_code(secret text, code text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform see_what_is_committed();
  update code_request r set tries = r.tries + 1, free_at = greatest(r.free_at, r.asked_at + interval '1 day'),
      tried = code_digest(secret, hand_in_code.code), tried_in = pg_current_xact_id()
    where r.mark = sha256(convert_to(secret, 'UTF8')) and r.ended_how = '' and r.expires_at > clock_timestamp() and r.tries < 5;
end $$;

-- The browser becomes a device, if the code that it handed in was right; '' if not, or if there is nothing that it asked for.
create function levee.enrol_by_code(secret text, verifier text) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present timestamptz;
  r code_request;
  outcome text := '';
begin
  perform see_what_is_committed();
  perform from person p where p.kind = 'person' and p.removed_at is null and p.handle = (select q.handle from code_request q
    where q.mark = sha256(convert_to(secret, 'UTF8'))) for no key update;
  if not found then
    return '';
  end if;
  select q.* into r from code_request q where q.mark = sha256(convert_to(secret, 'UTF8')) for update;
  present := clock_timestamp();
  if not found or r.ended_how <> '' or r.expires_at <= present or r.tries = 0 or r.tried_in = pg_current_xact_id() then
    return '';
  end if;
  if r.tried <> r.code then
    if r.tries < 5 then
      return '';
    end if;
    outcome := 'wrong';
  elsif not may_enrol_by_code(r.handle) then
    outcome := 'refused';
  else
    outcome := 'used';
  end if;
  update code_request q set ended_at = present, ended_how = outcome,
      free_at = case outcome when 'used' then q.asked_at + interval '1 hour' else q.free_at end
    where q.handle = r.handle and q.slot = r.slot;
  perform forget_codes();
  return case outcome when 'used' then add_device(r.handle, r.label, '~code', verifier) else '' end;
end $$;
grant execute on function levee.ask_code, levee.hand_in_code, levee.enrol_by_code to levee_console;
-- What it is refused with, it says in words.
grant select on levee.refusal to levee_console;

-- What asks, or asked and keeps its place, to become a device of this name (any, where none is named) was not its person's doing: it ends, and
-- nobody gets a code for them for a day. Returns what they were called.
create function levee.end_code_requests(handle text, label text) returns text[]
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  present constant timestamptz := clock_timestamp();
  ended text[];
begin
  with gone as (
    update code_request r set ended_at = present, ended_how = 'disowned', free_at = present + interval '1 day'
      where r.handle = end_code_requests.handle and end_code_requests.label in ('', r.label) and r.free_at > present
        and r.ended_how <> 'disowned'
      returning r.label)
  select coalesce(array_agg(g.label::text), '{}') into ended from gone g;
  perform forget_codes();
  return ended;
end $$;
