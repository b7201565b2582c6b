-- Who is who: the people with a seat, how each is reached, who is on duty, who is away.
--
-- LAW-4: addresses are personal data: those read them who have a seat in a team, or administer the house; ops and staff do not.

create function levee.who_is_who()
  returns table (handle text, display_name text, seats text[], reached text[], away boolean, on_duty levee.team[])
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query select p.handle, p.display_name, array(select s.team || ':' || s.seat from seat s where s.handle = p.handle order by 1),
      array(select c.transport || ' ' || c.address from contact c where c.handle = p.handle order by 1),
      exists (select from absence a where a.handle = p.handle and a.ends_at > clock_timestamp())
        or exists (select from leave l where l.handle = p.handle and l.starts_at <= clock_timestamp() and l.ends_at > clock_timestamp()),
      array(select distinct s.team from shift s where s.handle = p.handle and s.starts_at <= clock_timestamp()
        and s.ends_at > clock_timestamp() order by 1)
    from person p where p.kind = 'person' and p.removed_at is null and exists (select from seat s where s.handle = p.handle)
    order by p.handle;
end $$;
grant execute on function levee.who_is_who to levee_admin, levee_monitoring, levee_leadership, levee_response, levee_logistics;
