-- Two more reasons to look at the plan in force again, raised by themselves: a risk that it has no answer for, and a resource that it
-- asks for and that is gone.
--
-- LAW-18: rules are not made during a crisis: what it showed is answered by the next version.

-- Whether the plan in force says what belongs to a kind of incident, or to a risk. `other` is what no plan foresaw.
create function levee.plan_foresees(what text) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
declare
  in_force constant int := newest_playbook();
begin
  return what <> 'other' and (exists (select from event_scope s where s.version = in_force and s.kind::text = what)
    or exists (select from plan_risk r where r.version = in_force and r.risk = what));
end $$;

-- What an assessment finds, what an incident is said to be about later, and as what it is archived.
create function levee.plan_cause_of_risk() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  named text[] := array[(select i.kind::text from incident i where i.id = new.incident_id)];
begin
  if tg_table_name = 'assessment' then
    named := named || array(select r.name from (values ('brand', new.risk_brand), ('market', new.risk_market), ('legal', new.risk_legal),
      ('morale', new.risk_morale)) r (name, grade) where r.grade in ('medium', 'high'));
  end if;
  perform raise_plan_cause('risk', 'I' || new.incident_id || ' ' || n) from unnest(named) n
    where not plan_foresees(n) and not exists (select from plan_cause c
      where c.cause = 'risk' and c.subject = 'I' || new.incident_id || ' ' || n and c.version = newest_playbook());
  return null;
end $$;
create trigger y_plan after insert on levee.assessment for each row execute function levee.plan_cause_of_risk();
create trigger y_plan after insert on levee.reclassification for each row execute function levee.plan_cause_of_risk();
create trigger y_plan after insert on levee.closure for each row execute function levee.plan_cause_of_risk();

-- A crisis of somebody else, of a kind that the plan says nothing about.
create function levee.plan_cause_of_outside_case() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not plan_foresees(new.kind::text) then
    perform raise_plan_cause('risk', 'case-' || new.id || ' ' || new.kind);
  end if;
  return null;
end $$;
create trigger y_plan after insert on levee.outside_case for each row execute function levee.plan_cause_of_outside_case();

-- The gravest severity at which the plan in force asks for more of a kind than is registered and has not run out; null where there is enough.
create function levee.runs_short_at(kind text) returns levee.severity
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return (select max(q.severity) from playbook p join resource_requirement q on q.version = p.version and q.company_size = p.company_size
    where p.version = newest_playbook() and q.item = runs_short_at.kind and q.amount >
      (select coalesce(sum(r.amount), 0) from resource r where r.item = runs_short_at.kind and r.retired_at = 'infinity'
        and resource_ends_at(r) > clock_timestamp())
      + (select count(*) from media_contact m where m.removed_at = 'infinity' and exists (select from resource_kind k
        where k.version = p.version and k.kind = runs_short_at.kind and k.purpose = 'media')));
end $$;

-- What was there and is gone: retired, or less of it than before.
create function levee.plan_cause_of_resource() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform raise_plan_cause('resource', old.item) where runs_short_at(old.item) is not null;
  return null;
end $$;
create trigger y_plan after update on levee.resource for each row
  when (old.retired_at = 'infinity' and old.amount > 0
    and (new.retired_at < 'infinity' or new.amount < old.amount or new.item <> old.item))
  execute function levee.plan_cause_of_resource();
create function levee.plan_cause_of_contact() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform raise_plan_cause('resource', k.kind) from resource_kind k
    where k.version = newest_playbook() and k.purpose = 'media' and runs_short_at(k.kind) is not null;
  return null;
end $$;
create trigger y_plan after update on levee.media_contact for each row
  when (old.removed_at = 'infinity' and new.removed_at < 'infinity') execute function levee.plan_cause_of_contact();

-- What ran out since somebody looked last: asked once a minute, raised once for each end.
create function levee.raise_ended_resources() returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform raise_plan_cause('resource', e.item) from (select r.item, max(resource_ends_at(r)) as ended from resource r
      where r.retired_at = 'infinity' and r.amount > 0 and resource_ends_at(r) <= clock_timestamp() group by r.item) e
    where runs_short_at(e.item) is not null
      and not exists (select from plan_cause c where c.cause = 'resource' and c.subject = e.item and c.at >= e.ended);
end $$;
