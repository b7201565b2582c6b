-- What a drill is held for, said to those who lead, evaluate and observe it; once it has ended, to all who took part.
create function levee.drill_objectives(drill bigint) returns table (code text, en text, zh text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  mine text;
begin
  perform enter('{staff}', null, 'person');
  mine := drill_role(drill_objectives.drill, levee.person());
  if mine = '' or (mine = 'participant'
      and not exists (select from levee.drill d where d.id = drill_objectives.drill and d.state in ('done', 'stopped'))) then
    perform refuse('drill_is_led_by_its_facilitator', levee.person());
  end if;
  return query select o.code, o.en, o.zh from drill_objective o where o.drill_id = drill_objectives.drill order by o.code;
end $$;
grant execute on function levee.drill_objectives to levee_staff;
