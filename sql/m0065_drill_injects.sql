-- What comes in a drill: monitoring's service brings it.

-- What a drill's public says, attached to its incident in one statement: of each its time, place, author and words, and which side.
create function levee.put_drill_mentions(d levee.drill, key text, mentions jsonb) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  ids bigint[] := array(select nextval('levee.mention_id') from jsonb_array_elements(mentions));
  i bigint;
begin
  if ids = '{}' then
    return 0;
  end if;
  foreach i in array array[ids[1], ids[cardinality(ids)]] loop
    if to_regclass('levee.mention_' || i / mention_partition_size()) is null then
      perform open_mention_partition(i);
    end if;
  end loop;
  insert into mention (id, source, external_id, published_at, language, subject, author, title, text, sentiment, score, reads, drill_incident)
    select ids[m.place], coalesce(nullif(m.said ->> 'source', ''), 'drill'), 'drill:' || d.id || ':' || put_drill_mentions.key || ':' || m.place,
      (m.said ->> 'at')::timestamptz, d.language::text, '', coalesce(m.said ->> 'author', ''), '', m.said ->> 'text',
      case when (m.said ->> 'negative')::boolean then -1 else 0 end, case when (m.said ->> 'negative')::boolean then -0.8 else 0 end,
      (m.said ->> 'reads')::bigint, d.incident_id
    from jsonb_array_elements(mentions) with ordinality m (said, place);
  insert into incident_mention (incident_id, mention_id) select d.incident_id, u from unnest(ids) u;
  return cardinality(ids);
end $$;

-- Brings one inject: once, in this transaction.
create function levee.deliver_inject(d levee.drill, j levee.drill_inject) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  shown constant timestamptz := levee.now(d.incident_id);
  said text := coalesce(j.content -> 'text' ->> d.language::text, '');
  heading constant text := coalesce(j.content -> 'title' ->> d.language::text, '');
  teams constant levee.team[] := array(select t::levee.team from jsonb_array_elements_text(coalesce(j.content -> 'to', '[]')) t);
  ends constant timestamptz := shown + make_interval(mins => coalesce((j.content ->> 'minutes')::int, 60));
  message bigint;
begin
  insert into drill_delivered (drill_id, code, at, person) values (d.id, j.code, shown, levee.person());
  if j.kind = 'leak' then
    said := replace(said, '{draft}', coalesce((select left(r.body, 120) from rendition r where r.incident_id = d.incident_id
      order by r.document_id desc, r.number desc limit 1), '…'));
  end if;
  if j.content ? 'mentions' or j.kind = 'leak' then
    perform put_drill_mentions(d, j.code, (select jsonb_agg(jsonb_build_object('at', shown, 'source', m ->> 'source',
        'author', coalesce(m ->> 'author', 'reconstructed'), 'text', m ->> d.language::text, 'negative', coalesce((m ->> 'negative')::boolean, true),
        'reads', m -> 'reads'))
      from jsonb_array_elements(coalesce(j.content -> 'mentions', '[]') || case j.kind when 'leak'
        then jsonb_build_array(jsonb_build_object('source', 'social', d.language::text, said)) else '[]' end) m));
  end if;
  if j.kind in ('feedback', 'call') then
    insert into feedback (incident_id, sender, contact, text)
      values (d.incident_id, coalesce(j.content ->> 'sender', 'customer'), coalesce(j.content ->> 'contact', j.code), said);
  elsif j.kind = 'channel' then
    insert into drill_outage (incident_id, channel, until)
      select d.incident_id, c.name, ends from channel c where j.content ->> 'channel' in ('', c.name) on conflict do nothing;
  elsif j.kind = 'absent' then
    insert into drill_absence (incident_id, handle, until)
      select distinct d.incident_id, s.handle, ends from seat s join drill_person p on p.drill_id = d.id and p.handle = s.handle
      where s.team = 'leadership' and s.seat = j.content ->> 'seat' on conflict do nothing;
  end if;
  if j.kind in ('fact', 'refutation', 'call', 'tool', 'channel', 'absent') then
    insert into drill_message (drill_id, code, teams, crew, text, shown_at, person, at)
      values (d.id, j.code, teams, j.kind = 'call', concat_ws(chr(10), nullif(heading, ''), nullif(said, '')), shown, levee.person(), clock_timestamp())
      returning id into message;
    perform tell_drill(d.id, case j.kind when 'call' then '{facilitator,evaluator,observer}'::text[]
      else '{participant,facilitator,evaluator,observer}' end, d.incident_id, j.code, shown, teams);
  end if;
end $$;

-- Everything that is due, of every drill that runs. One that cannot be brought (its step is over) counts as skipped.
create function levee.deliver_injects() returns table (drill bigint, code text, delivered boolean)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  d levee.drill;
  j drill_inject;
begin
  perform enter('{monitoring}', null, 'service');
  for d in select v.* from levee.drill v join incident i on i.id = v.incident_id and i.stage <> 'closed'
    where v.state = 'running' order by v.id for no key update of v skip locked
  loop
    for j in select x.* from drill_waiting(d.id) w join drill_inject x on x.drill_id = d.id and x.code = w.code where w.is_due
      order by w.due_at nulls first, x.code
    loop
      begin
        perform deliver_inject(d, j);
        drill := d.id;
        code := j.code;
        delivered := true;
        return next;
      exception when data_exception or integrity_constraint_violation or sqlstate 'LV001' then
        insert into drill_steer (drill_id, code, what, person, at) values (d.id, j.code, 'skip', levee.person(), clock_timestamp());
        drill := d.id;
        code := j.code;
        delivered := false;
        return next;
      end;
    end loop;
  end loop;
end $$;

-- What the public of each running drill reacts to: what was stirred, and what the team said, in minutes since its start.
create function levee.drill_publics() returns table (drill bigint, seed bigint, tick int, stir double precision, elapsed double precision,
  language text, parameters jsonb, shocks jsonb, statements jsonb, started_at timestamptz)
language plpgsql security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter('{monitoring}', null, 'service');
  return query select d.id, d.seed, d.tick, d.stir, extract(epoch from levee.now(d.incident_id) - d.started_at)::double precision / 60,
      d.language::text, d.content -> 'public',
      coalesce((select jsonb_agg(jsonb_build_object('code', j.code, 'at', extract(epoch from v.at - d.started_at) / 60, 'size', coalesce(j.content -> 'crowd', '0'),
          'fade', coalesce(j.content -> 'fade', '60'), 'lines', coalesce(j.content -> 'lines', '[]')) order by v.at, j.code)
        from drill_delivered v join drill_inject j on j.drill_id = v.drill_id and j.code = v.code
        where v.drill_id = d.id and j.content ? 'crowd'), '[]'),
      coalesce((select jsonb_agg(jsonb_build_object('at', extract(epoch from s.at - d.started_at) / 60, 'channels', s.channels,
          'cited', s.cited, 'verified', s.verified, 'refuted', extract(epoch from s.refuted - d.started_at) / 60,
          'deleted', extract(epoch from s.deleted - d.started_at) / 60) order by s.at)
        from drill_statements(d.incident_id) s), '[]'), d.started_at
    from levee.drill d join incident i on i.id = d.incident_id and i.stage <> 'closed' where d.state = 'running' order by d.id;
end $$;

-- What the team has out: when each text was first out, on how many channels, what it rests on, and what became of it.
create function levee.drill_statements(incident bigint) returns table (document_id bigint, at timestamptz, channels int, cited int,
  verified int, refuted timestamptz, deleted timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query select o.document_id, o.at, o.channels, c.cited, c.verified, c.refuted,
      (select min(w.at) from withdrawal_receipt w where w.incident_id = drill_statements.incident
        and w.delivery_id in (select x.id from delivery x where x.incident_id = w.incident_id and x.document_id = o.document_id))
    from (select d.document_id, min(d.number) as number, min(r.at) as at, count(distinct d.channel)::int as channels
      from delivery d join delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
      where d.incident_id = drill_statements.incident group by d.document_id) o
    cross join lateral (select count(*)::int as cited, count(*) filter (where exists (select from fact_check k
          where k.incident_id = t.incident_id and k.fact_id = t.fact_id and k.reliability = 'verified' and k.at <= o.at))::int as verified,
        min((select min(k.at) from fact_check k where k.incident_id = t.incident_id and k.fact_id = t.fact_id
          and k.reliability = 'refuted' and k.at > o.at)) as refuted
      from citation t where t.incident_id = drill_statements.incident and t.document_id = o.document_id and t.number = o.number) c;
end $$;

-- What the public said since a minute: kept once, if nobody reckoned it before.
create function levee.public_answers(drill bigint, since int, until int, stir double precision, mentions jsonb) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  d levee.drill;
begin
  perform enter('{monitoring}', null, 'service');
  update levee.drill v set tick = public_answers.until, stir = public_answers.stir
    where v.id = public_answers.drill and v.tick = since and until > since and v.state = 'running'
      and v.started_at + make_interval(mins => until) <= levee.now(v.incident_id) returning * into d;
  if not found then
    return false;
  end if;
  perform put_drill_mentions(d, 't' || since, mentions);
  return true;
end $$;
grant execute on function levee.deliver_injects, levee.drill_publics, levee.public_answers to levee_monitoring;
