-- The console: pages for whoever has no terminal.

-- Forms that were sent. A page gives each form a key of chance; the step that it takes records the key in the same commit, so that a
-- second tap, or a page that is loaded again, takes no second step.
create table levee.sent_form (
  person text not null constraint sent_form_is_of_a_person references levee.person,
  key uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (person, key));
create index sent_form_at on levee.sent_form (person, at);
comment on table levee.sent_form is 'a form that is sent twice is one step; kept for two days';

-- Whether this form is new. One that is being sent is waited for: what becomes of it decides.
create function levee.send_form(key uuid) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  delete from sent_form f where f.person = levee.person() and f.at < clock_timestamp() - interval '2 days';
  insert into sent_form (person, key) values (levee.person(), send_form.key) on conflict do nothing;
  return found;
end $$;
grant execute on function levee.send_form to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor,
  levee_staff, levee_admin;
