-- What belongs to a case and is no step of it: notes, files, and the search over everything that was written.
--
-- LAW-22: all of it is read by whoever reads the incident, and by nobody else.

-- A note. Whoever is named in it with @ is told of it, if they may read the incident.
create table levee.note (
  incident_id bigint not null constraint note_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  text text not null constraint note_says_something check (btrim(text) <> ''),
  people text[] not null default '{}');
call levee.step('note', 'assessing', 'closed', '{monitoring,leadership,response,logistics}', '{id,people}', '{people}',
  texts => '{text}');
create index note_of_incident on levee.note (incident_id, id);
create function levee.name_in_note() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  new.people := array(select distinct p.handle from regexp_matches(new.text, '@([a-z0-9][a-z0-9_.-]*[a-z0-9])', 'g') m
    join person p on p.handle = m[1] and p.kind = 'person' and p.removed_at is null
    where p.handle <> levee.person() and may_read(new.incident_id, p.handle) order by 1);
  return new;
end $$;
create trigger c_people before insert on levee.note for each row execute function levee.name_in_note();
create function levee.tell_of_note() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  insert into notice (recipient, incident_id, reason, subject, percent, at)
    select p, new.incident_id, 'note', 'I' || new.incident_id, new.id, new.at from unnest(new.people) p;
  return null;
end $$;
create trigger y_tell after insert on levee.note for each row execute function levee.tell_of_note();

-- A file: a screenshot, a document, a contract. Its bytes are kept here with their digest, so that a copy of the database has them,
-- and an erasure reaches them.
create table levee.attachment (
  incident_id bigint not null constraint attachment_is_of_an_incident references levee.incident,
  id bigint generated always as identity primary key,
  name text not null constraint attachment_has_a_name check (btrim(name) <> '' and length(name) <= 200),
  media_type text not null constraint attachment_type_is_one check (media_type ~ '^[a-z0-9]+/[a-z0-9.+-]+$'),
  content bytea[] not null constraint attachment_is_one_file check (cardinality(content) <= 1),
  note text not null default '');
call levee.step('attachment', 'assessing', 'closed', '{monitoring,leadership,response,logistics}', '{id,media_type}',
  texts => '{name,content,note}');
alter table levee.attachment drop constraint attachment_content_is_not_too_long,
  add constraint attachment_is_not_too_large check (levee.bytes_of(content) <= 20000000);
alter table levee.attachment alter column content set storage external;
create index attachment_of_incident on levee.attachment (incident_id, id);

-- What was written and holds all words, which are in small letters: the newest first, of what the caller may read.
create function levee.search_texts(words text[], most int)
  returns table (incident_id bigint, kind text, place jsonb, person text, at timestamptz, said text)
language plpgsql stable set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  kept record;
  every text[] := '{}';
begin
  for kept in select k.kind, k.columns, case k.kind when 'incident' then 'id' else 'incident_id' end as owning from text_kept k
    where k.kind in ('incident', 'fact', 'fact_check', 'assessment', 'decision', 'meeting_record', 'meeting', 'command', 'assignment', 'task',
      'task_done', 'rendition', 'plan_part', 'revision', 'review', 'proposal_text', 'feedback', 'resolution', 'result_report',
      'after_action_review', 'improvement_action', 'improvement_done', 'reclassification', 'note', 'brief', 'remark', 'remark_done', 'attachment', 'stop', 'response_over')
      and has_table_privilege('levee.' || quote_ident(k.kind), 'select')
  loop
    every := every || format($q$select * from (select r.%2$I as incident_id, %1$L::text as kind,
        jsonb_build_object(%4$s) as place, r.person, r.at, %3$s as said
        from levee.%1$I r) r where not exists (select from unnest($1) w where strpos(lower(r.said), w) = 0)$q$,
      kept.kind, kept.owning, (select string_agg(format('coalesce(r.%I::text, %L)', c, ''), $c$ || chr(10) || $c$)
        from unnest(kept.columns) c where c <> 'content'),
      -- By its numbers alone: the whole row as JSON would carry a file's bytes.
      (select string_agg(format('%1$L, r.%1$I', a.attname), ', ') from pg_attribute a
        where a.attrelid = ('levee.' || quote_ident(kept.kind))::regclass
          and a.attname in ('id', 'document_id', 'number', 'fact_id')));
  end loop;
  return query execute array_to_string(every, ' union all ') || ' order by 5 desc limit $2' using words, most;
end $$;
grant execute on function levee.search_texts to levee_monitoring, levee_leadership, levee_response, levee_logistics;
