-- Which drill is due, and what becomes of one that is over: the supervisor's part.

-- The next drill of each kind is owed from thirty days before it is due, by the newest playbook, unless one is planned. Since the
-- playbook stands when none was held.
create function levee.due_drills() returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  r record;
  n int := 0;
begin
  for r in select x.kind, x.team, x.due from drill_dues() x
    where x.due - interval '30 days' <= clock_timestamp() and not x.planned and not exists (select from duty o
      where o.incident_id = 0 and o.kind = 'plan_drill' and o.subject = x.kind and o.state = 'open')
  loop
    perform open_duty(0, 'plan_drill', r.kind, 0, clock_timestamp(), team => r.team, started => least(clock_timestamp(), r.due), due => r.due);
    n := n + 1;
  end loop;
  return n;
end $$;
create function levee.drill_dues() returns table (kind text, team levee.team, due timestamptz, planned boolean)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter();
  return query select r.kind, r.team, coalesce((select max(d.at) from levee.drill d where d.kind = r.kind and d.state = 'done'), a.at) + r.every,
      exists (select from levee.drill d where d.kind = r.kind and d.state in ('planned', 'running'))
    from playbook_approval a join drill_rule r on r.version = a.version where a.version = newest_playbook() order by 3;
end $$;
grant execute on function levee.drill_dues to levee_staff, levee_supervisor, levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- A drill that was ended takes its incident to the archive, from whatever stage it is in.
create function levee.drill_is_over(incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from drill d where d.incident_id = drill_is_over.incident and d.state in ('done', 'stopped'));
end $$;

-- People are told of a drill: that it is planned, that it has begun, of what is said in it.
