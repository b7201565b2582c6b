-- Cases outside: a crisis of somebody else, kept for what it teaches: its timeline, its lessons, and where that is written.

create table levee.outside_case (
  id bigint generated always as identity primary key,
  company text not null constraint outside_case_names_a_company check (btrim(company) <> '' and length(company) <= 200),
  title text not null constraint outside_case_has_a_title check (btrim(title) <> '' and length(title) <= 300),
  kind levee.incident_kind not null,
  happened_on levee.day not null,
  timeline text not null constraint outside_case_timeline_is_told check (btrim(timeline) <> '' and octet_length(timeline) <= 200000),
  lessons text not null constraint outside_case_teaches_something check (btrim(lessons) <> '' and octet_length(lessons) <= 200000),
  source text not null constraint outside_case_has_a_source check (btrim(source) <> '' and octet_length(source) <= 20000),
  person text not null,
  at timestamptz not null,
  constraint outside_case_once unique (company, title));
grant insert (company, title, kind, happened_on, timeline, lessons, source) on levee.outside_case to levee_monitoring, levee_leadership,
  levee_response, levee_logistics;
grant select on levee.outside_case to levee_staff, levee_ops, levee_admin, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
create trigger a_entrance before insert on levee.outside_case when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create trigger b_stamp before insert on levee.outside_case for each row execute function levee.stamp_person_and_time();
create trigger z_append_only before update or delete on levee.outside_case for each row execute function levee.append_only();
create trigger z_event after insert on levee.outside_case for each row execute function levee.house_event('id', 'kind', 'happened_on');
