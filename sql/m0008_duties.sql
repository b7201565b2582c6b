-- Duties: what somebody owes, one row each. The step that gives rise to a duty opens it, the step that does it settles it, in the
-- same commit. What opens and settles which is said beside each step's table; nothing computes it a second time.
--
-- LAW-1:  a stage opens when no duty that it waits for is open.
-- LAW-20: a duty has its time from the playbook, or from the law; each escalation of it fires once (m0030).
-- LAW-28: who owes something is told (m0029).

create type levee.duty_state as enum ('open', 'done', 'moot');
grant usage on type levee.duty_state to public;

-- Every kind of thing that can be owed.
create table levee.duty_kind (
  name text primary key,
  team levee.team,                     -- who owes it; NULL where the step that opens it says
  target text not null default '',     -- the playbook's target that gives its time
  share text not null default '',      -- the aim whose time it has
  gate text not null default '',       -- what a stage waits for until it is done
  aim boolean not null default false,  -- what several duties reach together: in nobody's inbox, told to nobody
  tells text not null default 'team' constraint duty_kind_tells_somebody check (tells in ('team', 'everyone', 'nobody')),
  since levee.stage not null default 'assessing',  -- from when it can be done
  until levee.stage not null default 'reviewing',  -- after which nobody owes it any more
  outlives_stop boolean not null default true);    -- whether it is still owed of an incident that is stopped
grant select on levee.duty_kind to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

create table levee.duty (
  id bigint generated always as identity primary key,
  incident_id bigint not null,  -- 0: of the house
  kind text not null,
  subject text not null default '',          -- the short id, team or number that it is about
  occurrence int not null,                   -- a second command, a second review, a second repair is a duty of its own
  document_id bigint not null default 0,     -- of the text that it is about
  team levee.team not null,
  person text not null default '',           -- the only one who can do it
  not_by text[] not null default '{}',       -- who cannot: the authors of a text, and who has reviewed it
  gate text not null default '',
  aim boolean not null,
  opened_at timestamptz not null,            -- by the incident's clock, as all below but next_at
  opened_by bigint not null,                 -- the event; 0 without one
  target text not null default '',
  started_at timestamptz not null,
  due_at timestamptz not null default 'infinity' constraint duty_is_due_after_its_start check (due_at >= started_at),
  lapses_at timestamptz not null default 'infinity',  -- when it can be done no more, and another is owed instead
  fired int not null default 0,              -- the last escalation, in percent of its time
  next_at timestamptz not null default 'infinity',    -- by the database's clock: when the supervisor has to look at it
  told boolean not null default false,
  state levee.duty_state not null default 'open',
  ended_at timestamptz not null default 'infinity',
  ended_by bigint not null default 0,
  reason text not null default '',           -- why it is moot
  constraint duty_is_one_of_its_kind unique (incident_id, kind, team, subject, occurrence),
  constraint duty_ends_when_it_is_not_open check ((state = 'open') = (ended_at = 'infinity'))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
create unique index duty_is_open_once on levee.duty (incident_id, kind, team, subject) where state = 'open';
create index duty_of_team on levee.duty (team, incident_id) where state = 'open' and not aim;
create index duty_untold on levee.duty (team) where state = 'open' and not told;
create index duty_next on levee.duty (next_at) where state = 'open' and next_at < 'infinity';
call levee.hide_from_outsiders('duty');
grant select on levee.duty to levee_admin, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;

-- When the database's clock shows what an incident's clock shows: the other way round of levee.now. Of a clock
-- that stands, what it does not show yet never comes.
create function levee.real_time(i levee.incident, shown timestamptz) returns timestamptz
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  if i.exercise is not true or not isfinite(shown) then
    return shown;
  elsif i.clock_rate = 0 then
    return case when shown <= i.clock_started_at + i.clock_offset then i.clock_started_at else 'infinity' end;
  end if;
  return to_timestamp(least(greatest(extract(epoch from i.clock_started_at) + (extract(epoch from shown)
    - extract(epoch from i.clock_offset) - extract(epoch from i.clock_started_at)) / coalesce(nullif(i.clock_rate, 0), 1)::numeric, 0), 253402300000)::double precision);
end $$;

-- Where a share of a duty's time is over.
create function levee.moment(started timestamptz, due timestamptz, percent int) returns timestamptz
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return started + (due - started) * percent / 100.0;
end $$;

-- The playbook by which the house's own duties have their time.
create function levee.newest_playbook() returns int
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return (select max(a.version) from playbook_approval a);
end $$;

-- The percent at which a duty escalates after one: the rules of its incident's playbook (of the house's duties the newest one's), and
-- beyond the last of them every further half.
create function levee.percent_after(version int, fired int) returns int
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return coalesce((select min(e.percent) from escalation_rule e
      where e.version = coalesce(percent_after.version, newest_playbook()) and e.percent > fired),
    (fired / 50 + 1) * 50);
end $$;

-- When the supervisor has to look at a duty of an incident again: at its next escalation, or when it lapses.
create function levee.next_look(i levee.incident, target text, started timestamptz, due timestamptz, lapses timestamptz, fired int)
  returns timestamptz language plpgsql stable set search_path = levee, pg_temp as $$
begin
  if target = '' or due = 'infinity' then
    return real_time(i, lapses);
  end if;
  return real_time(i, least(lapses, moment(started, due, percent_after(i.playbook, fired))));
end $$;

-- Opens a duty, unless the same one is open, or the incident is past it. Its time is the one given; or the playbook's for its
-- target at this severity, since it started; or that of the aim that it belongs to.
create function levee.open_duty(incident bigint, kind text, subject text, event bigint, at timestamptz,
  team levee.team default null, person text default '', document bigint default 0, not_by text[] default '{}',
  gate text default null, target text default null, started timestamptz default null, span interval default null,
  due timestamptz default null, lapses timestamptz default 'infinity') returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i incident;
  k duty_kind;
  timed text;
  since timestamptz;
  until timestamptz;
begin
  select d.* into k from duty_kind d where d.name = open_duty.kind;
  if open_duty.incident <> 0 then
    select v.* into i from incident v where v.id = open_duty.incident for share;
    if i.stage > k.until or (i.stopping and not k.outlives_stop) then
      return;
    elsif document <> 0 and (i.stage >= 'reviewing' or i.stopping) and not puts_right(open_duty.incident, document) then
      return;
    end if;
    if i.stage = 'responding' and coalesce(open_duty.gate, k.gate) <> '' then
      perform end_duties(open_duty.incident, '{declare_over}', null, event, at, 'moot', 'waits');
    end if;
  end if;
  timed := coalesce(open_duty.target, k.target);
  since := coalesce(started, open_duty.at);
  if due is not null then
    until := due;
  elsif k.share <> '' then
    select d.due_at into until from duty d where d.incident_id = open_duty.incident and d.kind = k.share and d.state = 'open'
      and d.subject in ('', open_duty.subject) order by d.due_at limit 1;
  elsif span is not null then
    until := since + span;
  elsif timed <> '' then
    select since + t.within into until from target t where t.version = i.playbook and t.name = timed and t.severity = i.severity;
  end if;
  until := coalesce(until, 'infinity');
  insert into duty (incident_id, kind, subject, occurrence, document_id, team, person, not_by, gate, aim, opened_at, opened_by,
      target, started_at, due_at, lapses_at, next_at, told)
    values (open_duty.incident, open_duty.kind, open_duty.subject,
      (select 1 + count(*) from duty d where d.incident_id = open_duty.incident and d.kind = open_duty.kind
        and d.team = coalesce(open_duty.team, k.team) and d.subject = open_duty.subject),
      document, coalesce(open_duty.team, k.team), open_duty.person, open_duty.not_by, coalesce(open_duty.gate, k.gate), k.aim,
      open_duty.at, event, timed, least(since, until), until, lapses,
      case when (timed = '' or until = 'infinity') and lapses = 'infinity' then 'infinity'
        else next_look(i, timed, least(since, until), until, lapses, 0) end,
      k.aim or k.tells = 'nobody')
    on conflict do nothing;
end $$;

-- Ends the open duties of some kinds: of one subject, one team, one text; or all of them.
create function levee.end_duties(incident bigint, kinds text[], subject text, event bigint, at timestamptz,
  state levee.duty_state default 'done', reason text default '', team levee.team default null, document bigint default null)
  returns void language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update duty d set state = end_duties.state, ended_at = end_duties.at, ended_by = event, reason = end_duties.reason,
      next_at = 'infinity'
    where d.incident_id = end_duties.incident and d.kind = any (kinds) and d.state = 'open'
      and (end_duties.subject is null or d.subject = end_duties.subject)
      and (end_duties.team is null or d.team = end_duties.team)
      and (document is null or d.document_id = document);
end $$;

-- Once the response is over, or the incident is stopped, nothing more comes of a text, unless it puts right or takes down another.
create function levee.puts_right(incident bigint, document bigint) returns boolean
language plpgsql stable security definer set search_path = levee, pg_temp as $$
begin
  return exists (select from correcting_statement c where c.incident_id = puts_right.incident and c.document_id = document)
    or exists (select from late_correction c where c.incident_id = puts_right.incident and c.document_id = document)
    or exists (select from withdrawal w where w.incident_id = puts_right.incident and w.document_id = document);
end $$;

-- What the steps of the law do to duties: one statement each, in order, from which each step's trigger is made.
create table levee.duty_rule (
  id int generated always as identity primary key,
  step text not null,
  rule text not null);
grant select on levee.duty_rule to levee_admin, levee_ops;

create procedure levee.add_duty_rule(step text, condition text, rule text)
language plpgsql set search_path = levee, pg_temp as $body$
begin
  insert into duty_rule (step, rule) values (add_duty_rule.step, case condition when 'true' then add_duty_rule.rule
    else format('if %s then %s end if;', condition, add_duty_rule.rule) end);
  execute format($make$create or replace function levee.%I() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $rules$
begin
  %s
  return null;
end $rules$$make$, 'duties_of_' || add_duty_rule.step,
    (select string_agg(r.rule, chr(10) || '  ' order by r.id) from duty_rule r where r.step = add_duty_rule.step));
  execute format('create or replace trigger y_duties after insert on levee.%I for each row execute function levee.%I()',
    add_duty_rule.step, 'duties_of_' || add_duty_rule.step);
end $body$;

-- How a rule names the incident, the event and the time of the row that it is about.
create function levee.of_row(step text) returns text
language plpgsql stable set search_path = levee, pg_temp as $$
begin
  return format('incident => new.%s, event => %s, at => new.at', case step when 'incident' then 'id' else 'incident_id' end,
    case when exists (select from pg_attribute a where a.attrelid = ('levee.' || quote_ident(step))::regclass
      and a.attname = 'event_id' and not a.attisdropped) then 'new.event_id' else '0' end);
end $$;

-- A row of this step opens a duty. `subject`, `condition` and `more` (further arguments of open_duty) are expressions over the new
-- row; `over` is what is joined to it, one duty for each row.
create procedure levee.opens(step text, kind text, subject text default $$''$$, condition text default 'true',
  more text default '', over text default '')
language plpgsql set search_path = levee, pg_temp as $$
begin
  call levee.add_duty_rule(opens.step, case when over = '' then condition else 'true' end,
    format('perform open_duty(kind => %L, subject => %s, %s%s)%s;', opens.kind, opens.subject, of_row(opens.step),
      case when more = '' then '' else ', ' || more end,
      case when over = '' then '' else format(' from %s where %s', over, condition) end));
end $$;

-- A row of this step does what is owed; or makes it moot, for a reason.
create procedure levee.settles(step text, kinds text[], subject text default 'null', condition text default 'true',
  more text default '', moot text default '')
language plpgsql set search_path = levee, pg_temp as $$
begin
  call levee.add_duty_rule(settles.step, condition, format('perform end_duties(kinds => %L, subject => %s, %s%s%s);', kinds,
    settles.subject, of_row(settles.step), case when moot = '' then '' else format(', state => ''moot'', reason => %L', moot) end,
    case when more = '' then '' else ', ' || more end));
end $$;

-- When a stage opens, what belongs to the one before is owed no more; and of texts, only what is put right or taken down.
create function levee.leave_stage() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update duty d set state = 'moot', ended_at = new.at, next_at = 'infinity',
      reason = case new.stage when 'closed' then 'closed' else 'stage_over' end
    from duty_kind k, incident i where k.name = d.kind and d.incident_id = new.incident_id and d.state = 'open' and i.id = d.incident_id
      -- The law's clocks run on after the archive; those of a drill do not.
      and (k.until < new.stage or (new.stage = 'closed' and d.kind = 'notify_authority' and i.exercise)
        or (new.stage = 'reviewing' and d.document_id <> 0 and not puts_right(d.incident_id, d.document_id)));
  return null;
end $$;
create trigger x_duties after insert on levee.stage_entry for each row execute function levee.leave_stage();

-- Starts those of the law's clocks that an incident has and that do not run yet, from when it was detected. Those that run already
-- run on until an authority was told.
create function levee.start_clocks(incident bigint, event bigint, at timestamptz) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  i constant incident := (select v from incident v where v.id = start_clocks.incident);
begin
  perform open_duty(i.id, 'notify_authority', c.name, event, start_clocks.at, started => i.detected_at, due => c.due,
      target => 'statutory')
    from statutory_clocks(i.playbook, i.kind, i.jurisdictions, i.severity, i.detected_at) c where c.name <> all (i.clocks);
  update incident v set clocks = array(select c from unnest(v.clocks) c union
      select c.name from statutory_clocks(v.playbook, v.kind, v.jurisdictions, v.severity, v.detected_at) c order by 1)
    where v.id = i.id;
end $$;

-- So of an incident that is stopped; and when its severity rises, what is owed is due sooner, and texts are owed more reviews.
create function levee.duties_of_change() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.stopping and not old.stopping then
    update duty d set state = 'moot', ended_at = levee.now(new.id), next_at = 'infinity', reason = 'stopped'
      from duty_kind k where k.name = d.kind and d.incident_id = new.id and d.state = 'open'
        and (not k.outlives_stop or (d.document_id <> 0 and not puts_right(d.incident_id, d.document_id)));
  end if;
  if new.severity > old.severity then
    update duty d set due_at = x.due_at, next_at = next_look(new, d.target, d.started_at, x.due_at, d.lapses_at, d.fired)
      from (select o.id, o.started_at + coalesce(f.span, t.within) as due_at from duty o
        join target t on t.version = new.playbook and t.name = o.target and t.severity = new.severity
        -- Feedback has a time of its own for each kind of sender.
        left join lateral (select case o.target when 'feedback_reply' then w.reply else w.resolution end as span
          from feedback b join feedback_target w on w.version = new.playbook and w.sender = b.sender and w.severity = new.severity
          where o.target in ('feedback_reply', 'feedback_resolution') and b.incident_id = o.incident_id
            and 'Q' || b.id = o.subject) f on true
        where o.incident_id = new.id and o.state = 'open') x
      where d.id = x.id and x.due_at < d.due_at;
    update duty d set due_at = a.due_at from duty_kind k, duty a
      where d.incident_id = new.id and d.state = 'open' and k.name = d.kind and k.share <> '' and a.incident_id = d.incident_id
        and a.state = 'open' and a.kind = k.share and a.subject in ('', d.subject) and a.due_at < d.due_at;
  end if;
  if new.severity > old.severity then
    perform start_clocks(new.id, 0, levee.now(new.id));
  end if;
  if new.severity <> old.severity then
    perform reconsider_reviews(new.id, new.severity > old.severity);
  end if;
  return null;
end $$;
create trigger y_change after update of severity, stopping on levee.incident for each row
  when (old.severity <> new.severity or old.stopping <> new.stopping) execute function levee.duties_of_change();

-- When the clock of an incident is moved, the supervisor looks when it shows what it waits for: also at duties that a pause had put off
-- for good.
create function levee.duties_of_clock() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update duty d set next_at = next_look(new, d.target, d.started_at, d.due_at, d.lapses_at, d.fired)
    where d.incident_id = new.id and d.state = 'open' and (d.next_at < 'infinity' or d.lapses_at < 'infinity'
      or (d.target <> '' and d.due_at < 'infinity'));
  return null;
end $$;
create trigger y_clock after update of clock_started_at, clock_offset, clock_rate on levee.incident for each row
  execute function levee.duties_of_clock();

-- Stage 1.
insert into levee.duty_kind (name, team, target, gate, aim, until, outlives_stop) values
  ('log', 'monitoring', 'acknowledge', '', true, 'reviewing', false),
  ('first_statement', 'response', 'first_statement', 'statement_delivered', true, 'responding', false),
  ('assess', 'monitoring', 'assess', 'assessment_submitted', false, 'assessing', false),
  ('notify_authority', 'leadership', '', '', false, 'closed', true);
call levee.opens('incident', 'log', more => 'started => new.detected_at');
call levee.settles('incident', '{log}');
call levee.opens('incident', 'first_statement', more => 'started => new.detected_at');
call levee.opens('incident', 'assess');
call levee.opens('incident', 'notify_authority', subject => 'c.name',
  more => $$started => new.detected_at, due => c.due, target => 'statutory'$$,
  over => 'statutory_clocks(new.playbook, new.kind, new.jurisdictions, new.severity, new.detected_at) c');

-- Of the house: changes of leadership's seats wait for its word; work of a service that is dead, for its team.
insert into levee.duty_kind (name, team, tells) values ('decide_seat', 'leadership', 'everyone'), ('repair_work', null, 'team');
create function levee.duties_of_seat_change() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if tg_op = 'INSERT' and new.outcome = 'open' then
    perform open_duty(0, 'decide_seat', new.id::text, 0, new.at);
  elsif new.outcome <> 'open' then
    perform end_duties(0, '{decide_seat}', new.id::text, 0, clock_timestamp());
  end if;
  return null;
end $$;
create trigger y_duties after insert or update of outcome on levee.seat_change for each row
  execute function levee.duties_of_seat_change();
