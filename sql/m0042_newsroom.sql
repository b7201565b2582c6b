-- What is shown of texts: where they may go, and what a newsroom's pages say.
--
-- LAW-25: a correction is seen on what it corrects. LAW-24: a withdrawn text is seen no more, and its place says so.

-- What keeps a text from being sent, or from being used in a reply: the name of the refusal; '' when nothing does.
create function levee.hindrance(incident bigint, document bigint, number int, sending boolean default true) returns text
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  name text;
begin
  perform enter('{response,leadership}', hindrance.incident);
  begin
    if sending then
      perform refuse_unless_sendable(hindrance.incident, document, hindrance.number);
    else
      perform refuse_unless_standing(hindrance.incident, document, hindrance.number);
    end if;
    return '';
  exception when sqlstate 'LV001' then
    get stacked diagnostics name = constraint_name;
    return name;
  end;
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

-- A name of the house's own that never changes, for what feeds tell apart: from the house's salt, which it does not tell.
create function levee.lasting_id(what text) returns uuid
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{response}');
  return encode(substr(sha256(convert_to('levee-id:', 'UTF8') || (select h.salt from house h) || convert_to(what, 'UTF8')), 1, 16), 'hex')::uuid;
end $$;

-- Which page of a folder corrects which, for the same readers. A correction that was taken down corrects nothing.
create function levee.correcting_pages(wanted text) returns table (wrong bigint, correcting bigint)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return query
    with said as (
      select c.incident_id, c.document_id, c.number, s.incident_id as correcting_incident, s.document_id as correcting_document
      from correcting_statement s join correction c on c.incident_id = s.incident_id and c.id = s.correction_id
      union
      select t.incident_id, t.document_id, t.number, l.incident_id, l.document_id
      from late_correction l join late_refutation r on r.incident_id = l.incident_id and r.fact_id = l.fact_id
      join citation t on t.incident_id = r.predecessor and t.fact_id = r.fact_id)
    select distinct d.id, e.id from said s
    join delivery d on d.incident_id = s.incident_id and d.document_id = s.document_id and d.number = s.number
    join delivery_receipt x on x.incident_id = d.incident_id and x.delivery_id = d.id
    join channel c on c.name = d.channel and c.folder = wanted
    join delivery e on e.incident_id = s.correcting_incident and e.document_id = s.correcting_document
      and e.audience = d.audience and e.language = d.language
    join delivery_receipt y on y.incident_id = e.incident_id and y.delivery_id = e.id
    join channel f on f.name = e.channel and f.folder = wanted
    where not exists (select from withdrawal_receipt w where w.incident_id = e.incident_id and w.delivery_id = e.id);
end $$;

-- What the pages of a newsroom folder are made of, the newest text first. `listed`: among the newest hundred, which the lists and the
-- feeds show. `whole`: all that its page shows is here; the others are only linked to. With `everything` all pages are whole; without
-- it the newest, those that were corrected, correct or are taken down. To the service all of them; to a person what they may read.
create function levee.published(wanted text, everything boolean)
  returns table (incident_id bigint, document_id bigint, number int, digest bytea, rendition text, channel text,
    folder text, exercise boolean, language levee.language, title text, body text, incident_title text,
    approved_at timestamptz, posted_at timestamptz, withdrawn_at timestamptz, site text, delivery_id bigint, entry uuid,
    audience levee.audience, erased boolean, checksum bytea, corrects bigint[], corrected_by bigint[], listed boolean, whole boolean)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{response}');
  -- The newest first, and only then what belongs to them: joined at once, a hundred rows would cost as much as all.
  return query
    with newest as materialized (
      select d.incident_id, d.id from delivery_receipt x
      join delivery d on d.incident_id = x.incident_id and d.id = x.delivery_id
      join channel c on c.name = d.channel and c.folder = wanted
      order by x.posted_at desc, x.delivery_id desc limit 100),
    links as materialized (select * from correcting_pages(wanted)),
    base as materialized (
      select n.incident_id, n.id from newest n
      union
      select d.incident_id, d.id from (select l.wrong as id from links l union select l.correcting from links l) l
        join delivery d on d.id = l.id
      union
      select d.incident_id, d.id from withdrawal_receipt w join delivery d on d.incident_id = w.incident_id and d.id = w.delivery_id
        join channel c on c.name = d.channel and c.folder = wanted
      union
      select d.incident_id, d.id from delivery d join channel c on c.name = d.channel and c.folder = wanted where everything),
    shown as materialized (
      select b.incident_id, b.id from base b
      union
      -- The same text in other languages.
      select d.incident_id, d.id from base b join delivery o on o.incident_id = b.incident_id and o.id = b.id
        join delivery d on d.incident_id = o.incident_id and d.document_id = o.document_id and d.number = o.number
        join channel c on c.name = d.channel and c.folder = wanted)
    select d.incident_id, d.document_id, d.number, d.digest, d.rendition, d.channel, c.folder, d.exercise,
      r.language, r.title, r.body, i.title, a.at, x.posted_at::timestamptz, w.at, c.address, d.id, lasting_id('delivery:' || d.id),
      r.audience, r.salt = '', sha256(convert_to(r.title || chr(10) || chr(10) || r.body || chr(10), 'UTF8')),
      array(select l.wrong from links l where l.correcting = d.id order by l.wrong),
      array(select l.correcting from links l where l.wrong = d.id order by l.correcting),
      exists (select from newest n where n.id = d.id), exists (select from base b where b.id = d.id)
    from shown s join delivery d on d.incident_id = s.incident_id and d.id = s.id
    join delivery_receipt x on x.incident_id = d.incident_id and x.delivery_id = d.id
    join channel c on c.name = d.channel
    join incident i on i.id = d.incident_id
    join rendition r on r.incident_id = d.incident_id and r.kind = d.kind and r.document_id = d.document_id
      and r.number = d.number and r.name = d.rendition
    join approval a on a.incident_id = d.incident_id and a.kind = d.kind and a.document_id = d.document_id
      and a.number = d.number
    left join withdrawal_receipt w on w.incident_id = d.incident_id and w.delivery_id = d.id
    where may_read(d.incident_id) or is_service()
    order by x.posted_at desc, d.id desc;
end $$;
grant execute on function levee.lasting_id, levee.published, levee.is_time_zone to levee_response;
