-- An improvement may carry the change of the plan that it wants, row by row; it is done when an approved version holds that. And what was
-- done and accepted is offered to the next drill, to be tried again.
--
-- LAW-32: that the plan was changed is not said, but shown: by the version that holds the change.

-- The rows that an edited plan has and the version that it was written from has not, part by part.
create table levee.improvement_patch (
  incident_id bigint not null,
  improvement_id bigint not null,
  base int not null constraint improvement_patch_is_of_a_playbook references levee.playbook,
  content jsonb not null constraint improvement_patch_is_not_too_long check (octet_length(content::text) <= 500000),
  person text not null,
  at timestamptz not null,
  primary key (incident_id, improvement_id),
  constraint improvement_patch_changes_something check (content <> '{}'),
  constraint improvement_patch_is_of_an_improvement foreign key (incident_id, improvement_id)
    references levee.improvement_action (incident_id, id));
call levee.hide_from_outsiders('improvement_patch');
grant select on levee.improvement_patch to levee_monitoring, levee_leadership, levee_response, levee_logistics;
create trigger z_append_only before update or delete on levee.improvement_patch for each row execute function levee.append_only();

-- Which version holds it.
create table levee.improvement_version (
  incident_id bigint not null,
  improvement_id bigint not null,
  done_id bigint not null,
  version int not null constraint improvement_version_is_approved references levee.playbook_approval,
  primary key (incident_id, improvement_id, done_id),
  constraint improvement_version_is_of_what_is_done foreign key (incident_id, improvement_id, done_id)
    references levee.improvement_done (incident_id, improvement_id, id) on delete cascade);
call levee.hide_from_outsiders('improvement_version');
grant select on levee.improvement_version to levee_monitoring, levee_leadership, levee_response, levee_logistics;
-- A slip that is taken back (m0044) takes it along.
create trigger z_append_only before update on levee.improvement_version for each row execute function levee.append_only();

-- By its owner, once, while it is owed. `content` is what the edited plan says, as playbook_content says it. How many rows it changes.
create function levee.patch_improvement(improvement bigint, base int, content jsonb) returns int
language plpgsql security definer set search_path = levee, pg_temp
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'iso_8601' set extra_float_digits = 1 as $$
declare
  owning bigint;
  kept jsonb;
  part text;
  said jsonb;
  changed jsonb := '{}';
begin
  perform enter(kind => 'person');
  owning := improvement_incident(patch_improvement.improvement);
  kept := playbook_content(patch_improvement.base);
  -- As playbook_content would say it, once it is proposed: `1 year` and `P1Y` are the same.
  for part in select t.name from playbook_part t where patch_improvement.content ? t.name order by t.position loop
    execute format($q$select jsonb_agg(r) from (select to_jsonb(t) - '{version,person,proposed_at}'::text[] as r
      from jsonb_populate_recordset(null::levee.%I, $1) t) x
      where not exists (select from jsonb_array_elements(coalesce($2, '[]')) k where k @> r)$q$, part)
      using patch_improvement.content -> part, kept -> part into said;
    if said is not null then
      changed := changed || jsonb_build_object(part, said);
    end if;
  end loop;
  insert into improvement_patch (incident_id, improvement_id, base, content, person, at)
    values (owning, patch_improvement.improvement, patch_improvement.base, changed, levee.person(), clock_timestamp());
  perform write_event(next_event(), 0, 'improvement_patch', levee.person(), current_team()::text, clock_timestamp(),
    jsonb_build_object('improvement', patch_improvement.improvement, 'base', patch_improvement.base));
  return (select count(*)::int from jsonb_each(changed) p cross join jsonb_array_elements(p.value) r);
end $$;
grant execute on function levee.patch_improvement to levee_staff, levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- The first approved version after the one that it was written from that has every row of it; NULL where none has.
create function levee.version_with(patch levee.improvement_patch) returns int
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select min(a.version) from playbook_approval a cross join lateral (select playbook_content(a.version) as content) c
    where a.version > patch.base and not exists (
      select from jsonb_each(patch.content) p cross join jsonb_array_elements(p.value) r
      where not exists (select from jsonb_array_elements(coalesce(c.content -> p.key, '[]')) k where k @> r)));
end $$;
create function levee.link_improvement() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  patch improvement_patch;
  held int;
begin
  select * into patch from improvement_patch p where p.incident_id = new.incident_id and p.improvement_id = new.improvement_id;
  if found then
    held := version_with(patch);
    if held is null then
      perform refuse('improvement_done_is_in_the_plan', new.improvement_id::text);
    end if;
    insert into improvement_version (incident_id, improvement_id, done_id, version) values (new.incident_id, new.improvement_id, new.id, held);
  end if;
  return null;
end $$;
create trigger x_link after insert on levee.improvement_done for each row execute function levee.link_improvement();

-- What was accepted and was not tried again yet, with the steps whose lateness it answers: for whoever plans a drill.
create function levee.retests_due() returns table (incident_id bigint, id bigint, title text, owner text, steps text[])
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{staff}', null, 'person');
  if not exists (select from seat s where s.handle = levee.person()) then
    return;
  end if;
  return query select l.incident_id, l.id, l.title, l.owner, array(select distinct case m.subject when 'assess' then 'assessment'
        when 'receive' then 'received' when 'decide' then 'decision' when 'command' then 'command' when 'acknowledge' then 'acknowledged'
        when 'plan' then 'plan' when 'ready' then 'ready' when 'first_statement' then 'statement' when 'statement' then 'statement'
        when 'reply' then 'reply' when 'feedback_resolution' then 'resolved' when 'resolve' then 'resolved' when 'correct' then 'correction'
        when 'statutory' then 'authority' when 'declare_over' then 'over' else m.subject end
      from shortcoming_improved m where m.incident_id = l.incident_id and m.improvement_id = l.id and m.kind = 'missed_deadline')
    from improvement_ledger l where l.state = 'accepted' and may_read(l.incident_id) order by l.decided_at, l.id limit 50;
end $$;
grant execute on function levee.retests_due to levee_staff;
