-- What people of the company told with `levee report`: read like a mention, owed an answer, and answered to the one who told.

-- The mention as which it was taken in; 0 until then.
alter table levee.report add mention_id bigint not null default 0;
create index report_not_taken_in on levee.report (id) where mention_id = 0;
grant select (id, person, at) on levee.report to levee_ops, levee_supervisor;

insert into levee.duty_kind (name, team) values ('answer_report', 'monitoring');

create table levee.report_answer (
  report_id bigint constraint report_answer_is_given_once primary key
    constraint report_answer_is_of_a_report references levee.report,
  -- The incident that it belongs to; 0 for none.
  incident_id bigint not null default 0,
  words text not null constraint report_answer_says_something check (btrim(words) <> '')
    constraint report_answer_is_not_too_long check (octet_length(words) <= 20000),
  person text not null,
  at timestamptz not null);
create index report_answer_of_incident on levee.report_answer (incident_id) where incident_id <> 0;
grant insert (report_id, incident_id, words), select on levee.report_answer to levee_monitoring;
create trigger a_entrance before insert on levee.report_answer when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create trigger report_answer_stamp before insert on levee.report_answer for each row execute function levee.stamp_person_and_time();
create trigger z_append_only before update or delete on levee.report_answer for each row execute function levee.append_only();
create trigger z_event after insert on levee.report_answer for each row execute function levee.house_event('report_id', 'incident_id');

-- LAW-22: what belongs to an incident that somebody may not read cannot be said of it by them.
create function levee.check_report_answer() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.incident_id <> 0 and not exists (select from incident i where i.id = new.incident_id) then
    perform refuse('report_answer_is_of_an_incident', new.incident_id::text);
  elsif new.incident_id <> 0 and not may_read(new.incident_id) then
    perform refuse('incident_is_open_to_its_named_people', new.incident_id::text);
  end if;
  return new;
end $$;
create trigger b_check before insert on levee.report_answer for each row execute function levee.check_report_answer();

-- A report is owed an answer within half an hour. Who told is told that it was read; what is of an incident comes with its mention.
create function levee.duties_of_report() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform open_duty(0, 'answer_report', 'R' || new.id, 0, new.at, span => '30 minutes');
  return null;
end $$;
create trigger y_duties after insert on levee.report for each row execute function levee.duties_of_report();
create function levee.report_answered() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  r constant report := (select o from report o where o.id = new.report_id);
begin
  perform end_duties(0, '{answer_report}', 'R' || new.report_id, 0, new.at);
  insert into notice (recipient, incident_id, reason, subject, at) values (r.person, 0, 'answer', 'R' || new.report_id, new.at)
    on conflict do nothing;
  if new.incident_id <> 0 and r.mention_id <> 0 then
    insert into incident_mention (incident_id, mention_id) values (new.incident_id, r.mention_id) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger y_duties after insert on levee.report_answer for each row execute function levee.report_answered();

-- The service that takes reports in stored them as mentions of the source "staff": which is which.
create function levee.link_reports() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform enter('{monitoring}', null, 'service');
  update report r set mention_id = k.mention_id from mention_key k
    where r.mention_id = 0 and k.source = 'staff' and k.external_id = 'report:' || r.id;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function levee.link_reports to levee_monitoring;

-- What somebody told, and the answers; nobody sees another's here.
create function levee.own_reports() returns table (id bigint, text text, at timestamptz, answer text, answered_at timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter(kind => 'person');
  return query select r.id, r.text, r.at, coalesce(a.words, ''), a.at
    from report r left join report_answer a on a.report_id = r.id where r.person = levee.person() order by r.id desc;
end $$;
grant execute on function levee.own_reports to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;
create index report_of_person on levee.report (person, id);
