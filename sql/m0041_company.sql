-- The company whose house this is: what its pages and messages call it, and in which zone it lives.

-- Whether PostgreSQL knows a time zone by exactly this name: a place, not an abbreviation or a rule.
create function levee.is_zone_name(name text) returns boolean
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return exists (select from pg_timezone_names z where z.name = is_zone_name.name);
end $$;
grant execute on function levee.is_zone_name to levee_admin;

create table levee.company (
  only_row boolean primary key default true constraint company_is_one_row check (only_row),
  -- As every page and message that goes out says it, in each language.
  name text not null constraint company_has_its_name check (btrim(name) <> '' and name !~ '[[:cntrl:]]' and length(name) <= 200),
  name_en text not null constraint company_has_its_english_name check (btrim(name_en) <> '' and name_en !~ '[[:cntrl:]]' and length(name_en) <= 200),
  -- Where the public turns to; '' for nowhere.
  contact text not null default '' constraint company_contact_is_one_line check (contact !~ '[[:cntrl:]]' and length(contact) <= 500),
  -- In which times are read and written that name no zone, where nothing else is said.
  zone text not null constraint company_zone_is_real check (levee.is_zone_name(zone)),
  -- Its sign: a few characters, or a picture as a data: address; '' for none.
  mark text not null default '' constraint company_mark_is_one_line check (mark !~ '[[:cntrl:]]' and length(mark) <= 200000),
  -- Where its console is, for links; '' for nowhere.
  pages text not null default '' constraint company_pages_is_an_origin check (pages ~ '^(https?://[a-zA-Z0-9.:-]{1,200}|https?://[[][0-9a-fA-F:]+[]](:[0-9]+)?)?$'));
grant insert (name, name_en, contact, zone, mark, pages), update (name, name_en, contact, zone, mark, pages) on levee.company to levee_admin;
grant select on levee.company to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
create trigger z_event after insert or update or delete on levee.company
  for each row execute function levee.house_event('name', 'name_en', 'contact', 'zone', 'pages');
