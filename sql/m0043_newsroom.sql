-- What is shown of texts: where they may go.

-- What keeps it from being sent: the name of the refusal; '' when nothing does.
create function levee.hindrance(incident bigint, document bigint, number int) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  name text;
begin
  perform enter('{response,leadership}', hindrance.incident);
  perform refuse_unless_sendable(hindrance.incident, document, hindrance.number);
  return '';
exception when sqlstate 'LV001' then
  get stacked diagnostics name = constraint_name;
  return name;
end $$;
grant execute on function levee.hindrance to levee_response, levee_leadership;

-- Where a text goes, goes no more, or could go: one row for each of its renditions and each channel, with what is true of the two.
-- `state`: out, waits, failed, given_up, taken_down; of what was not sent: fits, or why it does not (the channel takes other
-- kinds, other audiences, other languages; or it is outside, and this is an exercise).
create function levee.ways_out(incident bigint, document bigint, number int)
  returns table (rendition text, channel_kind text, audience levee.audience, language levee.language, channel text, outside boolean,
    delivery bigint, state text)
language plpgsql stable set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select d.name, d.channel_kind, d.audience, d.language, c.name, c.outside, coalesce(v.id, 0), case
      when w.delivery_id is not null then 'taken_down' when x.delivery_id is not null then 'out'
      when v.id is not null and is_given_up(v.incident_id, v.id) then 'given_up'
      when v.id is not null and exists (select from work o where o.incident_id = v.incident_id and o.subject = v.id
        and o.kind in ('deliver', 'post') and o.state = 'dead') then 'failed'
      when v.id is not null then 'waits'
      when bool_or(r.channel_kind = d.channel_kind) is not true then 'other_kind'
      when bool_or(r.channel_kind = d.channel_kind and r.audience = d.audience) is not true then 'other_audience'
      when bool_or(r.channel_kind = d.channel_kind and r.audience = d.audience and r.language = d.language) is not true
        then 'other_language'
      when i.exercise and c.outside then 'outside'
      else 'fits' end
    from rendition d join incident i on i.id = d.incident_id cross join channel c
    left join channel_reach r on r.channel = c.name and r.is_open
    left join delivery v on v.incident_id = d.incident_id and v.document_id = d.document_id and v.number = d.number
      and v.rendition = d.name and v.channel = c.name
    left join delivery_receipt x on x.incident_id = v.incident_id and x.delivery_id = v.id
    left join withdrawal_receipt w on w.incident_id = v.incident_id and w.delivery_id = v.id
    where d.incident_id = ways_out.incident and d.kind = 'statement' and d.document_id = ways_out.document
      and d.number = ways_out.number
    group by d.name, d.channel_kind, d.audience, d.language, c.name, i.exercise, v.incident_id, v.id, w.delivery_id, x.delivery_id
    order by d.name, c.name;
end $$;
grant execute on function levee.ways_out to levee_response, levee_leadership;
