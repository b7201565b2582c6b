-- Employees: people of the house without a seat and, most of them, without a login. What the plan says concerns them too.
--
-- LAW-4: who took them in, and when, is on record. What is known of a person is for administrators; others get counts, or what they
--        need for a message that they send.

create table levee.employee (
  id bigint generated always as identity primary key,
  -- What the company knows them by: a staff number, or the address by which they are reached.
  number text not null constraint employee_number_once unique
    constraint employee_number_is_one_word check (number ~ '^[^[:space:][:cntrl:]]{1,100}$'),
  name text not null constraint employee_has_a_name check (btrim(name) <> '' and name !~ '[[:cntrl:]]' and length(name) <= 200),
  department text not null constraint employee_has_a_department
    check (btrim(department) <> '' and department !~ '[[:cntrl:]]' and length(department) <= 200),
  post text not null default '' constraint employee_post_is_one_line check (post !~ '[[:cntrl:]]' and length(post) <= 200),
  language levee.language not null,
  is_head boolean not null default false,  -- of their department
  since timestamptz not null default clock_timestamp(),
  left_at timestamptz not null default 'infinity' constraint employee_leaves_after_arriving check (left_at >= since));
create index employee_here on levee.employee (department) where left_at = 'infinity';

-- How somebody is reached: by one transport, under one address.
create table levee.employee_contact (
  employee_id bigint primary key constraint employee_contact_is_of_an_employee references levee.employee,
  transport text not null constraint employee_contact_uses_a_transport references levee.transport,
  address text not null
    constraint employee_contact_address_is_one_word check (address ~ '^[^[:space:][:cntrl:]<>,;"]{1,200}$'),
  problem text not null default '');  -- why the last message was not taken; '' when it was

-- Some have a login too: then they are the same person.
create table levee.employee_login (
  employee_id bigint primary key constraint employee_login_is_of_an_employee references levee.employee,
  handle text not null constraint employee_login_is_a_persons references levee.person
    constraint employee_login_once unique);

alter table levee.employee enable row level security;
alter table levee.employee_contact enable row level security;
alter table levee.employee_login enable row level security;
create policy employee_for_administrators on levee.employee to levee_admin using (true);
create policy employee_for_administrators on levee.employee_contact to levee_admin using (true);
create policy employee_for_administrators on levee.employee_login to levee_admin using (true);
-- What a session plans by tells nobody a name.
alter table levee.employee alter column name set statistics 0;
alter table levee.employee_contact alter column address set statistics 0;
grant select, insert (number, name, department, post, language, is_head),
  update (name, department, post, language, is_head, since, left_at) on levee.employee to levee_admin;
grant select, insert (employee_id, transport, address), update (transport, address, problem), delete on levee.employee_contact
  to levee_admin;
grant select, insert, delete on levee.employee_login to levee_admin;

-- One event for each statement: how many, and which as long as they are few. No name stands in it.
create function levee.employee_event() returns trigger
language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 as $$
declare
  ids bigint[] := array(select (to_jsonb(c) ->> tg_argv[0])::bigint from changed c order by 1);
begin
  if cardinality(ids) > 0 then
    perform write_event(next_event(), 0, tg_table_name, levee.person(),
      case when current_setting('role') ~ '^levee_(?!owner)' then substr(current_setting('role'), 7) else 'admin' end,
      clock_timestamp(), jsonb_build_object('change', lower(tg_op), 'rows', cardinality(ids), 'ids', to_jsonb(ids[:100])));
  end if;
  return null;
end $$;
create trigger z_event_insert after insert on levee.employee referencing new table as changed
  for each statement execute function levee.employee_event('id');
create trigger z_event_update after update on levee.employee referencing new table as changed
  for each statement execute function levee.employee_event('id');
create trigger z_event_insert after insert on levee.employee_login referencing new table as changed
  for each statement execute function levee.employee_event('employee_id');
create trigger z_event_delete after delete on levee.employee_login referencing old table as changed
  for each statement execute function levee.employee_event('employee_id');
create trigger z_event_insert after insert on levee.employee_contact referencing new table as changed
  for each statement execute function levee.employee_event('employee_id');
create trigger z_event_update after update on levee.employee_contact referencing new table as changed
  for each statement execute function levee.employee_event('employee_id');
create trigger z_event_delete after delete on levee.employee_contact referencing old table as changed
  for each statement execute function levee.employee_event('employee_id');

-- An employee who was erased does not come back: nobody knows any more who it was.
create function levee.keep_erased() returns trigger
language plpgsql set search_path = levee, pg_temp as $$
begin
  if old.name = erased() then
    perform refuse('employee_is_not_erased', old.id::text);
  end if;
  return new;
end $$;
create trigger b_erased before update on levee.employee for each row execute function levee.keep_erased();
grant execute on function levee.erased to levee_admin;

-- Takes in a whole list of the company's staff: rows in parallel arrays, '' for what a row does not say. Who is new is added, who came
-- back is here again, who changed is changed. Who is here and not in the list leaves if `leavers` says so, and is counted otherwise.
create function levee.import_employees(numbers text[], names text[], departments text[], posts text[], languages levee.language[],
  heads boolean[], transports text[], addresses text[], logins text[], leavers boolean)
  returns table (added int, changed int, returned int, missing int, unchanged int)
language plpgsql set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  at constant timestamptz := clock_timestamp();
  touched bigint[];
  came bigint[];
  back bigint[];
begin
  perform take_turn();
  with gone as (
    update employee e set since = at, left_at = 'infinity' where e.number = any (numbers) and e.left_at < 'infinity' returning e.id)
  select coalesce(array_agg(g.id), '{}') into back from gone g;
  with new as (
    insert into employee (number, name, department, post, language, is_head)
      select u.* from unnest(numbers, names, departments, posts, languages, heads) u
      on conflict on constraint employee_number_once do nothing returning id)
  select coalesce(array_agg(n.id), '{}') into came from new n;
  with other as (
    update employee e set name = u.name, department = u.department, post = u.post, language = u.language, is_head = u.is_head
      from unnest(numbers, names, departments, posts, languages, heads) u (number, name, department, post, language, is_head)
      where e.number = u.number and (e.name, e.department, e.post, e.language, e.is_head)
        <> (u.name, u.department, u.post, u.language, u.is_head) returning e.id)
  select coalesce(array_agg(o.id), '{}') into touched from other o;
  with other as (
    delete from employee_contact c using employee e, unnest(numbers, addresses) u (number, address)
      where e.id = c.employee_id and u.number = e.number and u.address = '' returning e.id)
  select touched || coalesce(array_agg(o.id), '{}') into touched from other o;
  with other as (
    insert into employee_contact as c (employee_id, transport, address)
      select e.id, u.transport, u.address from unnest(numbers, transports, addresses) u (number, transport, address)
      join employee e on e.number = u.number where u.address <> ''
      on conflict on constraint employee_contact_pkey do update set transport = excluded.transport, address = excluded.address,
        problem = '' where (c.transport, c.address) <> (excluded.transport, excluded.address) returning c.employee_id)
  select touched || coalesce(array_agg(o.employee_id), '{}') into touched from other o;
  with other as (
    delete from employee_login l using employee e, unnest(numbers, logins) u (number, login)
      where e.id = l.employee_id and u.number = e.number and u.login <> l.handle returning e.id)
  select touched || coalesce(array_agg(o.id), '{}') into touched from other o;
  with other as (
    insert into employee_login (employee_id, handle)
      select e.id, u.login from unnest(numbers, logins) u (number, login) join employee e on e.number = u.number
      where u.login <> '' on conflict on constraint employee_login_pkey do nothing returning employee_id)
  select touched || coalesce(array_agg(o.employee_id), '{}') into touched from other o;
  missing := (select count(*) from employee e where e.left_at = 'infinity' and e.number <> all (numbers));
  if leavers and missing > 0 then
    perform dismiss_employees(array(select e.id from employee e where e.left_at = 'infinity' and e.number <> all (numbers)));
  end if;
  added := cardinality(came);
  returned := cardinality(back);
  changed := (select count(distinct t.id) from unnest(touched) t (id) where t.id <> all (came || back));
  unchanged := cardinality(numbers) - added - returned - changed;
  return next;
end $$;

-- Who leaves is reached no more; what they read stays on record.
create function levee.dismiss_employees(ids bigint[]) returns int
language plpgsql set search_path = levee, pg_temp as $$
declare
  n int;
begin
  update employee e set left_at = clock_timestamp() where e.id = any (ids) and e.left_at = 'infinity';
  get diagnostics n = row_count;
  delete from employee_contact c where c.employee_id = any (ids);
  delete from employee_login l where l.employee_id = any (ids);
  return n;
end $$;

-- What is known of somebody goes for good: they leave, and a number of ours stays in place of theirs.
create table levee.employee_erasure (
  employee_id bigint primary key constraint employee_erasure_is_of_an_employee references levee.employee,
  reason text not null constraint employee_erasure_has_a_reason check (btrim(reason) <> '' and length(reason) <= 2000),
  person text not null default levee.person(),
  at timestamptz not null default clock_timestamp());
grant select, insert (employee_id, reason) on levee.employee_erasure to levee_admin;
create trigger z_event after insert on levee.employee_erasure
  for each row execute function levee.house_event('employee_id');
create trigger z_append_only before update or delete on levee.employee_erasure
  for each row execute function levee.append_only();
create function levee.erase_employee() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform dismiss_employees(array[new.employee_id]);
  update employee e set number = 'erased-' || e.id, name = erased(), post = '', department = erased() where e.id = new.employee_id;
  return null;
end $$;
create trigger y_erase after insert on levee.employee_erasure for each row execute function levee.erase_employee();
grant execute on function levee.import_employees, levee.dismiss_employees to levee_admin;
