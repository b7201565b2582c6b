-- What is not done in time is told further: to who owes it, to who stands in, to the leader, to everyone.
--
-- LAW-20: each escalation of a duty happens once; what came due while everything was down happens once, marked late.

create table levee.escalation (
  duty_id bigint not null,
  percent int not null,
  incident_id bigint not null,
  kind text not null,
  subject text not null,
  at timestamptz not null,
  late boolean not null,
  person text not null,
  team levee.team not null,
  primary key (duty_id, percent));
call levee.records_events('escalation', '{duty_id,kind,subject,percent,late}');
create trigger z_append_only before update or delete on levee.escalation for each row execute function levee.append_only();
call levee.hide_from_outsiders('escalation');
grant select on levee.escalation to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

-- Whether a person is in a ring of an escalation: owner, substitute, leader, all heads. A ring with nobody in it is the
-- next one's; a leader who is away is whoever holds that seat.
create function levee.is_in_ring(person text, ring text, owner levee.team, incident bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return case ring
    when 'owner' then exists (select from seat s where s.handle = is_in_ring.person and s.team = is_in_ring.owner)
    when 'substitute' then
      exists (select from seat s where s.handle = is_in_ring.person and s.team = 'leadership' and s.seat = 'deputy')
      or exists (select from standing_substitute u where u.substitute = is_in_ring.person and u.seat = 'leader')
      or (not exists (select from seat s join person p using (handle)
            where s.team = 'leadership' and s.seat = 'deputy' and p.removed_at is null)
          and not exists (select from standing_substitute u where u.seat = 'leader')
          and is_in_ring(is_in_ring.person, 'leader', is_in_ring.owner, is_in_ring.incident))
    when 'leader' then holds_seat(is_in_ring.person, 'leader', is_in_ring.incident)
    else exists (select from seat s where s.handle = is_in_ring.person and s.seat in ('leader', 'deputy', 'head'))
  end;
end $$;

-- Exercises in which nobody acts rest, and what is due of drills is owed. Then it looks at the duties whose next moment has come, and at
-- no others: they escalate, or lapse. An incident whose row makes that fail is set aside, and holds up none. Returns how many escalated.
create function levee.sweep_duties(candidate uuid, held bigint, most int default 500) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  fired int := 0;
  suspect bigint;
begin
  perform hold_term(candidate, held);
  perform rest_exercises();
  perform due_drills();
  begin
    return sweep_some(most, null);
  exception when data_exception or integrity_constraint_violation or program_limit_exceeded or sqlstate 'LV001' then
    for suspect in select distinct d.incident_id from duty d where d.state = 'open' and d.next_at <= clock_timestamp()
      and not is_aside(d.incident_id, 'sweep') order by 1
    loop
      begin
        fired := fired + sweep_some(most, suspect);
      exception when data_exception or integrity_constraint_violation or program_limit_exceeded or sqlstate 'LV001' then
        perform put_aside(suspect, 'sweep', sqlerrm);
      end;
    end loop;
    return fired;
  end;
end $$;
grant execute on function levee.sweep_duties to levee_supervisor;

-- Of all incidents that are not set aside, or of one: the duties that are due for a look, each once.
create function levee.sweep_some(most int, only_incident bigint) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  -- A value, so that the index can be asked for it.
  now constant timestamptz := clock_timestamp();
  due constant bigint[] := array(select d.id from duty d
    where d.state = 'open' and d.next_at < 'infinity' and d.next_at <= now and (only_incident is null or d.incident_id = only_incident)
      and not is_aside(d.incident_id, 'sweep')
    order by d.next_at limit most for update skip locked);
  fired int;
begin
  if due = '{}' then
    return 0;
  end if;
  -- An approval that ran out: the text is handed in again.
  perform end_duties(d.incident_id, array[d.kind], d.subject, 0, d.lapses_at, 'moot', 'expired'),
      open_duty(d.incident_id, 'renew', d.subject, 0, d.lapses_at, document => d.document_id)
    from duty d where d.id = any (due) and d.lapses_at <= levee.now(d.incident_id);
  with moment as (
    select d.id, d.incident_id, d.kind, d.subject, d.team, r.percent, r.recipients, n.now,
      (n.now - moment(d.started_at, d.due_at, r.percent)) / coalesce(nullif(i.clock_rate, 0), 1) > interval '1 minute' as late,
      coalesce(i.exercise and i.clock_rate > 1, false) as hurried, coalesce(i.clock_rate, 1) as rate
    from duty d left join incident i on i.id = d.incident_id
    cross join lateral (select levee.now(d.incident_id) as now, coalesce(i.playbook, newest_playbook()) as playbook) n
    cross join lateral (
      select e.percent, e.recipients from escalation_rule e where e.version = n.playbook and e.percent > d.fired
      union all
      -- Beyond the last rule: every further 50 %, to all heads. Of those that came due while everything was down, the
      -- newest: what it says includes the others.
      select x.percent, 'all_heads' from (
        select (least(floor(extract(epoch from n.now - d.started_at)
          / nullif(extract(epoch from d.due_at - d.started_at), 0) * 2), 1000000) * 50)::int as percent) x
      where x.percent > greatest(d.fired, (select max(e.percent) from escalation_rule e where e.version = n.playbook))) r
    where d.id = any (due) and d.state = 'open' and d.target <> '' and isfinite(d.due_at)
      and moment(d.started_at, d.due_at, r.percent) <= n.now),
  firing as (
    insert into escalation (duty_id, percent, incident_id, kind, subject, at, late, person, team)
      select m.id, m.percent, m.incident_id, m.kind, m.subject, m.now, m.late, levee.person(), 'supervisor' from moment m
      on conflict do nothing returning duty_id, percent),
  told as (
    insert into notice (recipient, incident_id, reason, duty_id, kind, subject, percent, at)
      select x.handle, x.incident_id, 'deadline', x.id, x.kind, x.subject, x.percent, x.now from (
        select distinct p.handle, m.incident_id, m.id, m.kind, m.subject, m.percent, m.now, m.hurried, m.rate,
          dense_rank() over (partition by p.handle, m.incident_id order by m.percent desc, m.id) as place
        from firing f join moment m on m.id = f.duty_id and m.percent = f.percent
        join person p on p.kind = 'person' and p.removed_at is null
        where is_in_ring(p.handle, m.recipients, m.team, m.incident_id) and may_read(m.incident_id, p.handle)) x
      -- An exercise that runs faster than life: of what is late, each is told the latest, once in a minute of real time.
      where not x.hurried or (x.place = 1 and not exists (select from notice o where o.recipient = x.handle
        and o.incident_id = x.incident_id and o.reason = 'deadline' and o.at > x.now - interval '1 minute' * x.rate))
      on conflict do nothing)
  select count(*) into fired from firing;
  update duty d set fired = greatest(d.fired, e.percent),
      -- In a hurry, not sooner than in a minute of real time.
      next_at = greatest(next_look(i, d.target, d.started_at, d.due_at, d.lapses_at, greatest(d.fired, e.percent)),
        case when i.exercise and i.clock_rate > 1 and e.percent > 0 then now + interval '1 minute' end)
    from (select o.id, o.incident_id, coalesce(max(x.percent), 0) as percent from duty o
      left join escalation x on x.duty_id = o.id where o.id = any (due) group by o.id) e
    left join incident i on i.id = e.incident_id
    where d.id = e.id and d.state = 'open';
  return fired;
end $$;
