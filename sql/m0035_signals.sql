-- Signals tell people what is unusual. A signal advances nothing by itself: a person opens an incident from it, or says why
-- not.

-- cue: 'volume', 'negative', or what is told at once however few say it (Analysis, ContentCue; 'name' for a tracked name).
create table levee.signal (
  id bigint generated always as identity primary key,
  subject text not null,
  cue text not null constraint signal_cue_is_known check (cue in ('volume', 'negative', 'death', 'injury', 'leak',
    'regulator', 'recall', 'lawsuit', 'journalist', 'denial', 'name')),
  state text not null default 'open' constraint signal_state_is_known check (state in (
    'open', 'snoozed', 'dismissed', 'ended', 'opened')),
  since timestamptz not null,
  raised_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  -- A power of ten: how many five minutes pass, in quiet times, between two bursts of this kind; 0 for what is told at once.
  rarity real not null default 0,
  -- How long the span of time is in which it was rarest; what is usual in it, and what was counted.
  seconds int not null default 0,
  usual real not null default 0,
  peak int not null default 0,
  mentions int not null default 0,
  negative int not null default 0,
  kind text not null default '',
  -- The rule that fired: which series are unusual, or the words that were found.
  reasons text[] not null default '{}',
  first_mention bigint not null default 0,
  snoozed_until levee.moment,
  reason text not null default '',
  person text not null default '',
  incident_id bigint not null default 0,
  constraint signal_is_dismissed_with_a_reason check ((state = 'dismissed') = (reason <> '')),
  constraint signal_is_snoozed_until_a_time check ((state = 'snoozed') = (snoozed_until is not null)),
  constraint signal_is_opened_as_an_incident check ((state = 'opened') = (incident_id <> 0))) with (fillfactor = 80);
create unique index signal_once on levee.signal (subject, cue) where state in ('open', 'snoozed');
create index signal_newest on levee.signal (raised_at desc);
create index signal_of_incident on levee.signal (incident_id) where incident_id <> 0;
grant select on levee.signal to levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_ops;
create trigger z_event after insert or update of state on levee.signal
  for each row execute function levee.house_event('id', 'cue', 'state', 'incident_id');

-- What a dismissal taught: for a time, such a signal has to be rarer, or said by more people.
create table levee.signal_lesson (
  id bigint generated always as identity primary key,
  subject text not null,
  cue text not null,
  person text not null,
  until timestamptz not null);
create index signal_lesson_of on levee.signal_lesson (subject, cue, until);
grant select on levee.signal_lesson to levee_monitoring;

-- Raises a signal, or brings the one that is there up to date. What an open incident already deals with is no news; what
-- was dismissed has to be rarer (half a power of ten for each time), or said by five times as many.
-- Returns the signal's id when it is new, 0 when it is not.
create function levee.raise_signal(held uuid, of_subject text, of_cue text, began timestamptz, how_rare real, of_seconds int,
  was_usual real, was_counted int, threshold real, why text[], first bigint) returns bigint
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  s record;
  lessons int;
  n record;
  new_id bigint;
begin
  perform hold_analysis(held);
  select count(*) into lessons from signal_lesson l
    where l.subject = of_subject and l.cue = of_cue and l.until > clock_timestamp();
  select coalesce(sum(c.mentions), 0)::int as mentions, coalesce(sum(c.negative), 0)::int as negative,
      coalesce((select k.kind from mention_count k where k.subject = of_subject and k.kind <> ''
        and k.bucket >= date_bin('5 minutes', began, timestamptz '2000-01-01 00:00:00+00')
        group by k.kind order by sum(k.negative) desc, sum(k.mentions) desc limit 1), '') as kind
    into n from mention_count c
    where c.subject = of_subject and c.bucket >= date_bin('5 minutes', began, timestamptz '2000-01-01 00:00:00+00');
  select * into s from signal g where g.subject = of_subject and g.cue = of_cue
    and (g.state in ('open', 'snoozed') or (g.state = 'opened'
      and exists (select from incident i where i.id = g.incident_id and i.stage <> 'closed')))
    order by g.id desc limit 1 for update;
  if found then
    update signal g set updated_at = clock_timestamp(), mentions = n.mentions, negative = n.negative,
        rarity = greatest(g.rarity, how_rare),
        peak = case when how_rare > g.rarity then was_counted else g.peak end,
        usual = case when how_rare > g.rarity then was_usual else g.usual end,
        seconds = case when how_rare > g.rarity then of_seconds else g.seconds end,
        reasons = array(select distinct r from unnest(g.reasons || why) r order by r),
        state = case when g.state = 'snoozed' and g.snoozed_until < clock_timestamp() then 'open' else g.state end,
        snoozed_until = case when g.snoozed_until < clock_timestamp() then null else g.snoozed_until end
      where g.id = s.id;
    return 0;
  end if;
  if lessons > 0 and how_rare < threshold + 0.5 * lessons and (how_rare > 0 or n.mentions < 5 * lessons) then
    return 0;
  end if;
  insert into signal (subject, cue, since, rarity, seconds, usual, peak, mentions, negative, kind, reasons, first_mention)
    values (of_subject, of_cue, began, how_rare, of_seconds, was_usual, was_counted, n.mentions, n.negative, n.kind, why, first)
    returning id into new_id;
  return new_id;
end $$;

-- Brings what goes on up to date, and ends what is over: of volume and negativity what has been usual for an hour (the
-- service says which goes on), of the others what nobody has said for a day.
create function levee.end_signals(held uuid, going_on text[]) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  n int;
begin
  perform hold_analysis(held);
  update signal g set updated_at = clock_timestamp(), mentions = c.mentions, negative = c.negative
    from signal o cross join lateral (
      select coalesce(sum(k.mentions), 0)::int as mentions, coalesce(sum(k.negative), 0)::int as negative
        from mention_count k where k.subject = o.subject
          and k.bucket >= date_bin('5 minutes', o.since, timestamptz '2000-01-01 00:00:00+00')) c
    where g.id = o.id and o.state in ('open', 'snoozed') and o.subject || chr(10) || o.cue = any (going_on)
      and (g.mentions, g.negative) is distinct from (c.mentions, c.negative);
  update signal g set state = 'ended', ended_at = clock_timestamp(), snoozed_until = null
    where g.state in ('open', 'snoozed') and case when g.cue in ('volume', 'negative')
      then not g.subject || chr(10) || g.cue = any (going_on) and g.updated_at < clock_timestamp() - interval '1 hour'
      else g.updated_at < clock_timestamp() - interval '1 day' end;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function levee.raise_signal, levee.end_signals to levee_monitoring;

-- What people do with a signal.
create function levee.answer_signal(signal bigint, answer text, why text, until timestamptz) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  g record;
begin
  perform enter('{monitoring}', null, 'person');
  select * into g from signal s where s.id = answer_signal.signal for update;
  if g is null or g.state not in ('open', 'snoozed') then
    perform refuse('signal_is_open', answer_signal.signal::text);
  end if;
  if answer = 'dismissed' then
    if btrim(why) = '' then
      perform refuse('signal_is_dismissed_with_a_reason');
    end if;
    insert into signal_lesson (subject, cue, person, until)
      values (g.subject, g.cue, levee.person(), clock_timestamp() + interval '30 days');
    update signal s set state = 'dismissed', reason = why, person = levee.person(), snoozed_until = null,
      ended_at = clock_timestamp() where s.id = g.id;
  else
    update signal s set state = 'snoozed', person = levee.person(),
      snoozed_until = coalesce(until, clock_timestamp() + interval '1 hour') where s.id = g.id;
  end if;
end $$;

-- Opens an incident from a signal: the incident, the claims of its stories as unverified facts, its mentions and a word to
-- watch for, in one transaction and in the caller's own name.
create function levee.open_from_signal(signal bigint, title text, kind levee.incident_kind, severity levee.severity,
  is_exercise boolean, rate double precision, starts_at timestamptz, detected timestamptz, jurisdictions text[], predecessor bigint,
  restricted boolean) returns bigint
language plpgsql set search_path = levee, pg_temp as $$
declare
  g record;
  opened bigint;
begin
  select * into g from signal s where s.id = open_from_signal.signal;
  if g is null or g.state not in ('open', 'snoozed') then
    perform refuse('signal_is_open', open_from_signal.signal::text);
  end if;
  insert into incident (title, kind, severity, detected_at, exercise, clock_rate, clock_offset, jurisdictions, predecessor, restricted)
    values (open_from_signal.title, open_from_signal.kind, open_from_signal.severity,
      coalesce(detected, starts_at, g.raised_at), is_exercise, rate, coalesce(starts_at - clock_timestamp(), '0'),
      open_from_signal.jurisdictions, open_from_signal.predecessor, open_from_signal.restricted)
    returning id into opened;
  perform mark_signals(g.id, opened);
  insert into fact (incident_id, claim, source)
    select opened, left(case when m.title <> '' then m.title else m.text end, 400),
      m.source || case when m.url <> '' then ' ' || m.url else '' end
    from top_stories(g.subject, g.since, 3) t join mention m on m.id = t.id;
  insert into incident_mention (incident_id, mention_id)
    select opened, m.id from mentions_since(g.subject, g.since, 2000) m on conflict do nothing;
  if length(btrim(g.subject)) >= 2 then
    insert into watch (incident_id, keyword) values (opened, g.subject) on conflict do nothing;
  end if;
  return opened;
end $$;

-- What else was noticed of the subject, or of the story, belongs to the same incident.
create function levee.mark_signals(signal bigint, incident bigint) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{monitoring}', null, 'person');
  update levee.signal s set state = 'opened', incident_id = mark_signals.incident, person = levee.person(), snoozed_until = null
    from levee.signal g
    where g.id = mark_signals.signal and g.state in ('open', 'snoozed') and s.state in ('open', 'snoozed')
      and (s.id = g.id or (s.subject = g.subject and g.subject <> '') or s.id in (select t.id from told_with(g.id) t))
      and exists (select from incident i where i.id = mark_signals.incident and i.person = levee.person());
  if not found then
    perform refuse('signal_is_open', mark_signals.signal::text);
  end if;
end $$;

-- Which open signals are told together, each with the first of its story; those of no other stand for themselves.
create function levee.joined_signals() returns table (id bigint, joined bigint)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter();
  return query select g.id, (select min(t.id) from told_with(g.id) t where t.state in ('open', 'snoozed'))
    from levee.signal g where g.state in ('open', 'snoozed');
end $$;
grant execute on function levee.joined_signals to levee_monitoring, levee_leadership, levee_response, levee_logistics;

-- The newest mentions of a subject since a time, by arrival; looked for among the newest only.
create function levee.mentions_since(of_subject text, began timestamptz, most int) returns setof levee.mention
language plpgsql stable set search_path = levee, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  return query select m.* from mention m
    where m.id > (select coalesce(max(n.id), 0) from mention n) - 50000 and m.subject = of_subject and m.published_at >= began
      and m.drill_incident = 0
    order by m.id desc limit most;
end $$;

-- What a subject's mentions since a time are about: stories by their copies; then what was said once, the most negative first.
create function levee.top_stories(of_subject text, began timestamptz, most int)
  returns table (id bigint, copies int, sources int, first_seen timestamptz, last_seen timestamptz, negative int)
language plpgsql stable set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select s.id, s.copies, s.sources, s.first_seen, s.last_seen, s.negative from story s
      where s.subject = of_subject and s.last_seen >= began
      order by s.copies desc, s.id limit most;
  if not found then
    return query select m.id, 1, 1, m.published_at, m.published_at, (m.sentiment < 0)::int
      from mentions_since(of_subject, began, 5000) m order by m.score, m.id limit most;
  end if;
end $$;
grant execute on function levee.answer_signal, levee.open_from_signal, levee.mark_signals to levee_monitoring;
grant execute on function levee.mentions_since, levee.top_stories to levee_monitoring, levee_leadership, levee_response;
