-- Reading: each approved version of the playbook is read, and acknowledged, by those whom it concerns.
--
-- LAW-18: what leadership approved, everybody with a seat and everybody of the company has read: one acknowledgement for each person and
--         version, which nobody gives for another.
-- LAW-28: who has not is told, again and again within bounds, and then the head of their department.

-- The role that answers for a link: it may show what the link's owner has to read, and take their word. Nothing else.
reset role;
do $$
begin
  perform pg_advisory_xact_lock(hashtext('levee.roles'));
  if not exists (select from pg_roles where rolname = 'levee_reading') then
    create role levee_reading nologin noinherit;
  end if;
  grant levee_reading to levee_logistics;
end $$;
set local role levee_owner;
grant usage on schema levee to levee_reading;

-- How the company hears of a version: a part of that version.
create table levee.reading_rule (
  version int primary key constraint reading_rule_is_of_a_playbook references levee.playbook,
  within interval not null default '7 days' constraint reading_rule_within_is_sane check (within between '1 hour' and '1 year'),
  remind_after interval not null default '3 days'
    constraint reading_rule_remind_after_is_sane check (remind_after between '1 hour' and '1 year'),
  reminders int not null default 3 constraint reading_rule_reminders_are_few check (reminders between 0 and 50),
  -- After the first message, when the head of the department hears who is missing.
  head_after interval not null default '7 days'
    constraint reading_rule_head_after_is_sane check (head_after between '1 hour' and '1 year'),
  link_valid interval not null default '14 days'
    constraint reading_rule_link_valid_is_sane check (link_valid between '1 hour' and '1 year'));
grant select on levee.reading_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert, update (within, remind_after, reminders, head_after, link_valid) on levee.reading_rule to levee_admin;
insert into levee.reading_rule (version) select p.version from levee.playbook p;
call levee.add_playbook_part('reading_rule');

-- By somebody with a login, of their own; by an employee, with the code of their link. One person may have given both.
create table levee.playbook_reading (
  version int not null constraint playbook_reading_is_of_an_approved_playbook references levee.playbook_approval,
  handle text not null constraint playbook_reading_is_by_a_person references levee.person,
  at timestamptz not null,
  primary key (version, handle));
create table levee.employee_reading (
  version int not null constraint employee_reading_is_of_an_approved_playbook references levee.playbook_approval,
  employee_id bigint not null constraint employee_reading_is_by_an_employee references levee.employee,
  at timestamptz not null,
  primary key (version, employee_id));
create index employee_reading_of on levee.employee_reading (employee_id);
alter table levee.employee_reading enable row level security;
create policy employee_for_administrators on levee.employee_reading to levee_admin using (true);
grant select on levee.employee_reading to levee_admin;
grant select on levee.playbook_reading to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (version) on levee.playbook_reading to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;
create trigger a_entrance before insert on levee.playbook_reading when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create function levee.stamp_reading() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.handle := levee.person();
  new.at := clock_timestamp();
  return new;
end $$;
create trigger b_stamp before insert on levee.playbook_reading for each row execute function levee.stamp_reading();
create trigger z_append_only before update or delete on levee.playbook_reading for each row execute function levee.append_only();
create trigger z_append_only before update or delete on levee.employee_reading for each row execute function levee.append_only();
create trigger z_event after insert on levee.playbook_reading for each row execute function levee.house_event('version', 'handle');
create trigger z_event after insert on levee.employee_reading for each row execute function levee.house_event('version', 'employee_id');

-- Whom a playbook concerns: employees who are here, and whoever has a seat; one who is both is one.
create view levee.concerned as
select e.id as employee_id, coalesce(l.handle, '') as handle, e.name, e.department, e.language, e.is_head, e.since
from levee.employee e left join levee.employee_login l on l.employee_id = e.id where e.left_at = 'infinity'
union all
select 0, p.handle, p.display_name, '', p.language, false, p.added_at
from levee.person p where p.kind = 'person' and p.removed_at is null and exists (select from levee.seat s where s.handle = p.handle)
  and not exists (select from levee.employee_login l join levee.employee e on e.id = l.employee_id
    where l.handle = p.handle and e.left_at = 'infinity');

-- The version in force, with who owes that they have read it, since when; and who has, when ('infinity' for not yet).
create view levee.reading_owed as
select a.version, r.*, greatest(a.at, r.since) as owed_since,
  coalesce(least((select k.at from levee.playbook_reading k where k.version = a.version and k.handle = r.handle),
    (select k.at from levee.employee_reading k where k.version = a.version and k.employee_id = r.employee_id)), 'infinity') as read_at
from levee.playbook_approval a cross join levee.concerned r
where a.version = (select max(n.version) from levee.playbook_approval n);

-- Who has a seat owes it themselves, as everything that they owe; at once when they get the seat, no more when they leave it.
insert into levee.duty_kind (name, tells, until) values ('read_playbook', 'team', 'closed');
create function levee.reconsider_reading(handle text, at timestamptz) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  v constant int := newest_playbook();
  sits constant levee.team := (select min(s.team) from seat s join person p on p.handle = s.handle and p.removed_at is null
    and p.kind = 'person' where s.handle = reconsider_reading.handle);
  has_read constant boolean := exists (select from playbook_reading k
      where k.version = v and k.handle = reconsider_reading.handle)
    or exists (select from employee_login l join employee_reading k on k.employee_id = l.employee_id
      where l.handle = reconsider_reading.handle and k.version = v);
begin
  perform end_duties(0, '{read_playbook}', d.subject, 0, at,
      case when has_read and d.subject = v || '.' || d.person then 'done' else 'moot' end::levee.duty_state,
      case when has_read and d.subject = v || '.' || d.person then '' else 'superseded' end, team => d.team)
    from duty d where d.incident_id = 0 and d.kind = 'read_playbook' and d.state = 'open' and d.person = reconsider_reading.handle
      and (has_read or sits is distinct from d.team or d.subject <> v || '.' || d.person);
  if v is not null and sits is not null and not has_read then
    perform open_duty(0, 'read_playbook', v || '.' || reconsider_reading.handle, 0, at, team => sits,
      person => reconsider_reading.handle, span => coalesce((select r.within from reading_rule r where r.version = v), '7 days'));
  end if;
end $$;
create function levee.duties_of_reading() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
begin
  case tg_table_name
    when 'playbook_approval' then
      perform reconsider_reading(p.handle, at) from person p where p.kind = 'person' and p.removed_at is null;
    when 'employee_reading' then
      perform reconsider_reading(l.handle, at) from employee_login l where l.employee_id = new.employee_id;
    else
      perform reconsider_reading(coalesce(to_jsonb(new), to_jsonb(old)) ->> 'handle', at);
  end case;
  return null;
end $$;
create trigger y_reading after insert on levee.playbook_approval for each row execute function levee.duties_of_reading();
create trigger y_reading after insert on levee.playbook_reading for each row execute function levee.duties_of_reading();
create trigger y_reading after insert on levee.employee_reading for each row execute function levee.duties_of_reading();
create trigger y_reading after insert or delete on levee.seat for each row execute function levee.duties_of_reading();
create trigger y_reading after update of removed_at on levee.person for each row execute function levee.duties_of_reading();
create trigger y_reading after insert or delete on levee.employee_login for each row execute function levee.duties_of_reading();

-- Links. A code is 256 random bits; only its digest is kept. It is good for one person and one version, until a day, once.
create table levee.reading_code (
  digest bytea primary key constraint reading_code_is_sha256 check (octet_length(digest) = 32),
  version int not null constraint reading_code_is_of_an_approved_playbook references levee.playbook_approval,
  employee_id bigint not null constraint reading_code_is_of_an_employee references levee.employee,
  issued_at timestamptz not null,
  valid_until timestamptz not null constraint reading_code_is_valid_for_a_while check (valid_until > issued_at),
  used_at timestamptz not null default 'infinity');
create index reading_code_of on levee.reading_code (employee_id, version);
-- How many unknown codes were tried in this minute: beyond that, they are not even looked at.
create table levee.reading_gate (
  only_row boolean primary key default true constraint reading_gate_is_one_row check (only_row),
  minute timestamptz not null default '-infinity',
  failures int not null default 0) with (fillfactor = 50);
insert into levee.reading_gate default values;

-- What a code is: `open`, `used`, `expired`, `over` (there is a newer version, or they left), `unknown`, `busy`.
create function levee.look_at_code(code text, out state text, out held levee.reading_code)
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
  g reading_gate;
begin
  perform see_what_is_committed();
  select c.* into held from reading_code c where c.digest = sha256(convert_to(look_at_code.code, 'UTF8')) for update;
  if held.digest is null then
    select * into g from reading_gate;
    if g.minute = date_trunc('minute', at) and g.failures >= 120 then
      state := 'busy';
      return;
    end if;
    update reading_gate r set minute = date_trunc('minute', at),
      failures = case when r.minute = date_trunc('minute', at) then r.failures + 1 else 1 end;
    state := 'unknown';
  else
    state := case when held.used_at < 'infinity' then 'used'
      when not exists (select from employee e where e.id = held.employee_id and e.left_at = 'infinity')
        or held.version <> newest_playbook() then 'over'
      when held.valid_until <= at then 'expired' else 'open' end;
  end if;
end $$;

-- What the link shows; looking at it uses nothing up.
create function levee.reading_by_code(code text)
  returns table (state text, version int, name text, language levee.language, valid_until timestamptz)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  looked record;
begin
  looked := look_at_code(reading_by_code.code);
  return query select looked.state, coalesce((looked.held).version, 0), coalesce(e.name, ''), coalesce(e.language, 'en'),
      coalesce((looked.held).valid_until, '-infinity')
    from (select 1) x left join employee e on e.id = (looked.held).employee_id and looked.state in ('open', 'used');
end $$;

-- The owner of the link has read it. Says what the code was; `open` means that it is recorded now.
create function levee.acknowledge_by_code(code text) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  looked record;
  at constant timestamptz := clock_timestamp();
begin
  looked := look_at_code(acknowledge_by_code.code);
  if looked.state = 'open' then
    update reading_code c set used_at = at where c.digest = (looked.held).digest;
    insert into employee_reading (version, employee_id, at) values ((looked.held).version, (looked.held).employee_id, at)
      on conflict do nothing;
  end if;
  return looked.state;
end $$;
-- What a version says, for the page behind a link.
create function levee.text_by_code(code text)
  returns table (content jsonb, company text, company_en text, approved_at timestamptz, approved_by text[])
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  looked record;
begin
  looked := look_at_code(text_by_code.code);
  -- Not the answers of the training.
  return query select playbook_content(a.version) - 'training_question', coalesce(c.name, ''), coalesce(c.name_en, ''), a.at,
      array(select p.display_name from playbook_review r join person p on p.handle = r.person
        where r.version = a.version and r.digest = a.digest order by r.at, r.person)
    from playbook_approval a left join company c on true
    where a.version = (looked.held).version and looked.state in ('open', 'used');
end $$;
grant execute on function levee.reading_by_code, levee.acknowledge_by_code, levee.text_by_code to levee_reading;

-- Who is told with a message: an employee of what they have to read, a head of who is missing in their department.
create table levee.telling (
  version int not null constraint telling_is_of_an_approved_playbook references levee.playbook_approval,
  employee_id bigint not null constraint telling_is_to_an_employee references levee.employee,
  about text not null constraint telling_about_is_known check (about in ('reading', 'department')),
  count int not null default 0,                              -- messages that went out
  first_at timestamptz not null default 'infinity',
  next_at timestamptz not null,
  attempt int not null default 0,                            -- since the last one that went out
  token uuid not null default gen_random_uuid(),
  holder text not null default '',
  lease_until timestamptz not null default '-infinity',
  primary key (version, employee_id, about)) with (fillfactor = 70);
create index telling_next on levee.telling (next_at) where next_at < 'infinity';

-- An address that is new is tried at once.
create function levee.tell_at_new_address() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update telling t set next_at = clock_timestamp(), attempt = 0
    where t.employee_id = new.employee_id and t.version = newest_playbook() and (tg_op = 'INSERT' or old.problem <> '');
  return null;
end $$;
create trigger x_tell after insert or update of transport, address on levee.employee_contact
  for each row execute function levee.tell_at_new_address();

-- Who has to be told of the version in force and is not in the list yet. Whoever has a seat is told by their duty.
create function levee.queue_tellings() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
  n int;
  more int;
begin
  perform enter('{logistics}', null, 'service');
  insert into telling (version, employee_id, about, next_at)
    select o.version, o.employee_id, 'reading', at from reading_owed o
    join employee_contact c on c.employee_id = o.employee_id
    where o.read_at = 'infinity' and not exists (select from seat s where s.handle = o.handle)
      and not exists (select from telling t where t.version = o.version and t.employee_id = o.employee_id and t.about = 'reading')
    order by o.employee_id limit 5000
    on conflict do nothing;
  get diagnostics n = row_count;
  insert into telling (version, employee_id, about, next_at)
    select distinct o.version, h.id, 'department', at from reading_owed o
    join telling t on t.version = o.version and t.employee_id = o.employee_id and t.about = 'reading'
    join reading_rule r on r.version = o.version
    join employee h on h.department = o.department and h.is_head and h.left_at = 'infinity'
    join employee_contact c on c.employee_id = h.id
    where o.read_at = 'infinity' and h.id <> o.employee_id and t.first_at + r.head_after <= at
    on conflict do nothing;
  get diagnostics more = row_count;
  return n + more;
end $$;

-- Claims the messages that may go out now, at the pace that each way takes; a code is made for each that asks somebody to read. What
-- need not be told any more is left.
create function levee.claim_tellings(lease interval, most int)
  returns table (version int, employee_id bigint, about text, token uuid, code text, valid_until timestamptz, count int,
    name text, language levee.language, department text, missing text[], transport text, kind text, format text,
    transport_address text, secret text, address text, title_en text, title_zh text, company text, company_en text)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  at timestamptz;
  taken int := 0;
  y record;
  t record;
  secret_code text;
  until timestamptz;
  others text[];
begin
  perform enter('{logistics}', null, 'service');
  perform bound_lease(lease);
  update telling w set next_at = 'infinity' where w.next_at <= clock_timestamp() and (
    w.version <> newest_playbook() or not exists (select from employee_contact c where c.employee_id = w.employee_id)
    or (w.about = 'reading' and exists (select from reading_owed o where o.version = w.version and o.employee_id = w.employee_id
      and o.read_at < 'infinity')));
  for y in select w.*, r.format, r.kind, r.address, r.secret from way w join transport r on r.name = w.transport
    where w.quiet_until <= clock_timestamp() and (w.fails_since is null or w.next_at <= clock_timestamp())
      and exists (select from telling q join employee_contact c on c.employee_id = q.employee_id
        where c.transport = w.transport and q.next_at <= clock_timestamp())
    order by w.transport for update of w skip locked
  loop
    at := clock_timestamp();
    for t in select q.*, c.address, e.name, e.language, e.department from telling q
      join employee_contact c on c.employee_id = q.employee_id and c.transport = y.transport
      join employee e on e.id = q.employee_id
      where q.next_at <= at and q.lease_until <= at order by q.next_at, q.employee_id limit most for update of q skip locked
    loop
      exit when taken >= most or turn_at(y.recent, y.format) > at;
      secret_code := '';
      until := 'infinity';
      others := '{}';
      if t.about = 'reading' then
        -- Two random numbers, as letters that stand in an address.
        secret_code := encode(new_salt(), 'hex');
        until := at + (select r.link_valid from reading_rule r where r.version = t.version);
        delete from reading_code c where c.employee_id = t.employee_id and c.valid_until <= at;
        insert into reading_code (digest, version, employee_id, issued_at, valid_until)
          values (sha256(convert_to(secret_code, 'UTF8')), t.version, t.employee_id, at, until);
      else
        others := array(select o.name from reading_owed o where o.department = t.department and o.read_at = 'infinity'
          order by o.name limit 200);
      end if;
      if t.about = 'department' and others = '{}' then
        update telling w set next_at = 'infinity' where w.version = t.version and w.employee_id = t.employee_id and w.about = t.about;
        continue;
      end if;
      update telling w set token = gen_random_uuid(), holder = levee.person(), lease_until = at + lease, attempt = w.attempt + 1
        where w.version = t.version and w.employee_id = t.employee_id and w.about = t.about returning w.token into t.token;
      y.recent := with_turn(y.recent, y.format, at);
      taken := taken + 1;
      return query select t.version, t.employee_id, t.about, t.token, secret_code, until, t.count, t.name, t.language, t.department,
          others, y.transport, y.kind, y.format, y.address, y.secret, t.address, p.title_en, p.title_zh, coalesce(c.name, ''),
          coalesce(c.name_en, '')
        from playbook p left join company c on true where p.version = t.version;
    end loop;
    update way w set recent = y.recent where w.transport = y.transport and w.recent <> y.recent;
  end loop;
end $$;

-- It went out: the next one is a reminder.
create function levee.record_telling(version int, employee bigint, about text, held uuid) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
begin
  perform enter('{logistics}', null, 'service');
  update telling t set count = t.count + 1, first_at = least(t.first_at, at), attempt = 0, lease_until = '-infinity', holder = '',
      next_at = case when t.count < r.reminders then at + r.remind_after else 'infinity' end
    from reading_rule r where r.version = t.version and t.version = record_telling.version and t.employee_id = record_telling.employee
      and t.about = record_telling.about and t.token = held and t.holder = levee.person();
  if not found then
    return false;
  end if;
  update employee_contact c set problem = '' where c.employee_id = record_telling.employee and c.problem <> '';
  update way y set worked_at = at from employee_contact c where c.employee_id = record_telling.employee and y.transport = c.transport;
  return true;
end $$;

-- It did not: later again, by and by more seldom; or, where trying again cannot help (`final`), when the next reminder would come.
create function levee.fail_telling(version int, employee bigint, about text, held uuid, why text, how text, pause interval default null)
  returns boolean language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  at constant timestamptz := clock_timestamp();
  spare constant interval := least(greatest(coalesce(pause, '0'), interval '0'), interval '1 hour');
begin
  perform enter('{logistics}', null, 'service');
  update telling t set lease_until = '-infinity', holder = '', attempt = case how when 'busy' then greatest(t.attempt - 1, 0) else t.attempt end,
      next_at = case how when 'final' then at + r.remind_after when 'busy' then at + greatest(spare, interval '1 second')
        else at + greatest(spare, least(interval '15 seconds' * 2 ^ least(t.attempt, 8), interval '1 hour')) end
    from reading_rule r where r.version = t.version and t.version = fail_telling.version and t.employee_id = fail_telling.employee
      and t.about = fail_telling.about and t.token = held and t.holder = levee.person();
  if not found then
    return false;
  end if;
  update employee_contact c set problem = left(coalesce(nullif(why, ''), 'unknown'), 300)
    where c.employee_id = fail_telling.employee and how = 'final';
  update way y set quiet_until = greatest(y.quiet_until, at + spare) from employee_contact c
    where c.employee_id = fail_telling.employee and y.transport = c.transport and pause is not null;
  return true;
end $$;
-- Seconds until the next message is due; NULL when none is.
create function levee.next_telling_in() returns double precision
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{logistics}', null, 'service');
  return (select extract(epoch from min(greatest(t.next_at, t.lease_until, y.quiet_until, turn_at(y.recent, r.format))) - clock_timestamp())
    from telling t join employee_contact c on c.employee_id = t.employee_id join way y on y.transport = c.transport
    join transport r on r.name = c.transport where t.next_at < 'infinity');
end $$;
grant execute on function levee.queue_tellings, levee.claim_tellings, levee.record_telling, levee.fail_telling, levee.next_telling_in
  to levee_logistics;

-- By department: how many have read the version in force, who is missing since when, who cannot be reached. Leadership and
-- administrators see every department, a head their own; nobody else sees any.
create function levee.readings_by_department()
  returns table (version int, department text, people int, have_read int, missing int, missing_since timestamptz, told int,
    unreachable int)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query
    select o.version, o.department, count(*)::int, (count(*) filter (where o.read_at < 'infinity'))::int,
      (count(*) filter (where o.read_at = 'infinity'))::int, min(o.owed_since) filter (where o.read_at = 'infinity'),
      (count(*) filter (where o.read_at = 'infinity' and t.count > 0))::int,
      (count(*) filter (where o.read_at = 'infinity' and o.employee_id <> 0 and not exists (select from seat s where s.handle = o.handle)
        and (c.employee_id is null or c.problem <> '')))::int
    from reading_owed o left join telling t on t.version = o.version and t.employee_id = o.employee_id and t.about = 'reading'
    left join employee_contact c on c.employee_id = o.employee_id
    where sees_department(o.department)
    group by o.version, o.department order by o.department;
end $$;

-- Leadership and administrators see each department as a whole.
create function levee.is_administrator() returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return current_setting('role') = 'levee_admin'
    or (current_setting('role') = 'none' and pg_has_role(levee.person(), 'levee_admin', 'member'));
end $$;
create function levee.sees_all_departments() returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return current_setting('role') = 'levee_leadership' or is_administrator();
end $$;
create function levee.heads_department(department text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from employee_login l join employee e on e.id = l.employee_id
    where l.handle = levee.person() and e.is_head and e.left_at = 'infinity' and e.department = heads_department.department);
end $$;
create function levee.sees_department(department text) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return sees_all_departments() or heads_department(sees_department.department);
end $$;

-- Who is missing, by name: in their own department for a head, everywhere for an administrator; for leadership those with seats.
create function levee.readers_missing()
  returns table (name text, handle text, department text, owed_since timestamptz, told int, problem text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query
    select o.name, o.handle, o.department, o.owed_since, coalesce(t.count, 0), coalesce(c.problem, '')
    from reading_owed o left join telling t on t.version = o.version and t.employee_id = o.employee_id and t.about = 'reading'
    left join employee_contact c on c.employee_id = o.employee_id
    where o.read_at = 'infinity' and (heads_department(o.department) or is_administrator()
      or (sees_all_departments() and exists (select from seat s where s.handle = o.handle)))
    order by o.department, o.name;
end $$;
grant execute on function levee.readings_by_department, levee.readers_missing
  to levee_admin, levee_staff, levee_leadership, levee_monitoring, levee_response, levee_logistics;
