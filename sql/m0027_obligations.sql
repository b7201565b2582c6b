-- What is owed now, by whom, until when: the answer to every inbox, and to why an incident waits.

-- What is owed now: by which team, by which person if only they can, about what, until when. One branch for each thing
-- that can be owed; a branch is planned only when an incident is in its stage and its team is asked for, since planning
-- them all would cost a command more than running them.
create function levee.owed(wanted levee.team, only_incident bigint)
  returns table (incident_id bigint, team levee.team, person text, action text, subject text, since timestamptz,
    target text, target_subject text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
declare
  open levee.stage[];
begin
  if only_incident is null then
    return query select * from owed_by_house(wanted);
  end if;
  select array_agg(distinct i.stage) into open from incident i
    where i.stage <> 'closed' and (only_incident is null or i.id = only_incident);
  if open is null then
    return;
  end if;
  if open && '{assessing}' and coalesce(wanted, 'monitoring') = 'monitoring' then
    return query
      select i.id, 'monitoring'::levee.team, '', 'assess', '', i.at, 'assess', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'assessing'
          and not exists (select from levee.assessment a where a.incident_id = i.id);
  end if;
  if open && '{commanding,planning,responding}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select a.incident_id, 'leadership'::levee.team, '', 'receive', a.revision::text, a.at, 'report_up', ''
        from levee.incident i join lateral (select * from levee.assessment x where x.incident_id = i.id
          order by x.revision desc limit 1) a on true
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('commanding', 'planning', 'responding') and not exists (
        select from levee.assessment_receipt r where r.incident_id = a.incident_id and r.revision = a.revision);
  end if;
  if coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select d.incident_id, 'leadership'::levee.team, '', 'notify_authority', d.subject, d.started_at, 'statutory', d.subject
        from levee.incident i join levee.deadline d on d.incident_id = i.id and d.statutory and d.met_at is null
        where (only_incident is null or i.id = only_incident) and i.stage <> 'closed'
          and not exists (select from levee.authority_notice n where n.incident_id = d.incident_id
            and n.clock = d.subject)
      union all
      select d.incident_id, 'leadership'::levee.team, '', 'record_meeting', d.id::text, d.at, 'meeting_record', d.id::text
        from levee.incident i join levee.decision d on d.incident_id = i.id and d.kind = 'urgent'
        where (only_incident is null or i.id = only_incident) and i.stage <> 'closed'
          and not exists (select from levee.meeting_record m where m.incident_id = d.incident_id
            and m.decision_id = d.id);
  end if;
  if open && '{commanding}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select i.id, 'leadership'::levee.team, '', 'decide', '', r.at, 'command', ''
        from levee.incident i
        join lateral (select max(a.revision) as revision from levee.assessment a where a.incident_id = i.id) n on true
        join levee.assessment_receipt r on r.incident_id = i.id and r.revision = n.revision
        where (only_incident is null or i.id = only_incident) and i.stage = 'commanding' and not i.stopping
          and not exists (select from levee.decision d where d.incident_id = i.id and d.assessment_revision = n.revision)
          and not exists (select from levee.command c where c.incident_id = i.id)
      union all
      select i.id, 'leadership'::levee.team, '', 'command', '', d.at, 'command', ''
        from levee.incident i
        join lateral (select max(a.revision) as revision from levee.assessment a where a.incident_id = i.id) n on true
        join lateral (select min(x.at) as at from levee.decision x where x.incident_id = i.id
          and x.assessment_revision = n.revision) d on d.at is not null
        where (only_incident is null or i.id = only_incident) and i.stage = 'commanding' and not i.stopping
          and not exists (select from levee.command c where c.incident_id = i.id);
  end if;
  if open && '{planning,responding,reviewing}' then
    return query
      select a.incident_id, a.for_team, '', 'acknowledge', '', a.at, 'acknowledge_command', a.for_team || '-' || a.revision
        from levee.incident i join levee.assignment a on a.incident_id = i.id
        where (only_incident is null or i.id = only_incident) and (wanted is null or a.for_team = wanted)
          and i.stage in ('planning', 'responding')
          and a.revision = (select max(c.revision) from levee.command c where c.incident_id = i.id)
          and not exists (select from levee.acknowledgement k where k.incident_id = a.incident_id
            and k.revision = a.revision and k.for_team = a.for_team)
      union all
      select s.incident_id, r.team, s.author, case r.verdict when 'propose' then 'adopt' else 'revise' end,
          levee.reference(s.kind, s.document_id, s.number), r.at,
          case s.kind when 'statement' then 'first_statement' when 'plan' then 'plan' else 'ready' end, ''
        from levee.incident i join levee.submission s on s.incident_id = i.id
        join lateral (select s.team, v.at, v.verdict from levee.review v where v.incident_id = s.incident_id and v.kind = s.kind
          and v.document_id = s.document_id and v.number = s.number and v.verdict <> 'approve'
          order by v.at limit 1) r on true
        where (only_incident is null or i.id = only_incident) and (wanted is null or r.team = wanted)
          and (i.stage in ('planning', 'responding') or (i.stage = 'reviewing' and s.kind = 'statement'))
          and not exists (select from levee.submission t
          where t.incident_id = s.incident_id and t.kind = s.kind and t.document_id = s.document_id and t.number > s.number);
  end if;
  -- Approved once, and it stands no more: a plan, or a statement that is not out. Planned only where there is one.
  if open && '{planning,responding}' and coalesce(wanted, 'response') = 'response' and exists (
      select from levee.approval_void v join levee.incident i on i.id = v.incident_id and i.stage <> 'closed') then
    return query
      select v.incident_id, 'response'::levee.team, '',
          case when v.reason = 'fact_refuted' or v.kind = 'plan' then 'revise' else 'renew' end,
          levee.reference(v.kind, v.document_id, v.number), v.at,
          case v.kind when 'statement' then 'first_statement' else 'plan' end, ''
        from levee.incident i join levee.approval_void v on v.incident_id = i.id and v.reason <> 'returned'
        where (only_incident is null or i.id = only_incident) and (wanted is null or wanted = 'response')
          and i.stage in ('planning', 'responding') and v.kind in ('plan', 'statement')
          and not exists (select from levee.submission t where t.incident_id = v.incident_id and t.kind = v.kind
            and t.document_id = v.document_id and t.number > v.number)
          and not exists (select from levee.delivery d join levee.delivery_receipt r
            on r.incident_id = d.incident_id and r.delivery_id = d.id
            where d.incident_id = v.incident_id and d.document_id = v.document_id and d.number = v.number);
  end if;
  if open && '{planning}' and coalesce(wanted, 'response') = 'response' then
    return query
      select i.id, 'response'::levee.team, '', 'plan', '', i.at, 'plan', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'planning'
          and not exists (select from levee.submission s where s.incident_id = i.id and s.kind = 'plan');
  end if;
  if open && '{planning}' and coalesce(wanted, 'logistics') = 'logistics' then
    return query
      select i.id, 'logistics'::levee.team, '', 'ready', '', i.at, 'ready', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'planning'
          and not exists (select from levee.readiness r where r.incident_id = i.id);
  end if;
  if open && '{planning,responding,reviewing}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select s.incident_id, 'leadership'::levee.team, p.handle, 'review', levee.reference(s.kind, s.document_id, s.number),
          -- After a rise of severity it is owed anew, since then.
          greatest(s.at, case when s.severity < i.severity then i.severity_at end),
          case s.kind when 'statement' then 'review_statement' else 'review_plan' end,
          levee.reference(s.kind, s.document_id, s.number)
        from levee.incident i join levee.submission s on s.incident_id = i.id
        cross join lateral unnest(able_reviewers(i.id, s.authors)) p (handle)
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding', 'reviewing')
          -- Not approved yet; or approved at a lower severity, and not out.
          and (not exists (select from levee.approval a where a.incident_id = s.incident_id and a.kind = s.kind
              and a.document_id = s.document_id and a.number = s.number)
            or (s.kind in ('statement', 'plan', 'waiver') and s.severity < i.severity
              and not reviews_suffice(s.incident_id, s.kind, s.document_id, s.number)
              and not exists (select from levee.approval_void v where v.incident_id = s.incident_id and v.kind = s.kind
                and v.document_id = s.document_id and v.number = s.number)
              and not exists (select from levee.delivery d join levee.delivery_receipt r
                on r.incident_id = d.incident_id and r.delivery_id = d.id
                where d.incident_id = s.incident_id and d.document_id = s.document_id and d.number = s.number)))
          and not exists (select from levee.submission t where t.incident_id = s.incident_id and t.kind = s.kind
            and t.document_id = s.document_id and t.number > s.number)
          and not exists (select from levee.review r where r.incident_id = s.incident_id and r.kind = s.kind
            and r.document_id = s.document_id and r.number = s.number
            and (r.person = p.handle or r.verdict <> 'approve'));
  end if;
  if coalesce(wanted, 'response') = 'response' and (
      exists (select from levee.correction c join levee.incident i on i.id = c.incident_id and i.stage <> 'closed')
      or exists (select from levee.late_refutation c join levee.incident i on i.id = c.incident_id and i.stage <> 'closed')) then
    return query
      select c.incident_id, 'response'::levee.team, '', 'correct',
          case when c.document_id = 0 then 'F' || c.fact_id else 'S' || c.document_id end, c.at, 'correction',
          'S' || c.document_id || '-F' || c.fact_id
        from levee.incident i join levee.open_correction c on c.incident_id = i.id
        where (only_incident is null or i.id = only_incident) and i.stage in ('planning', 'responding', 'reviewing')
          -- A correction that is being written, or is on its way, is owed as that; one that is out, and did not reach every
          -- channel, leaves this owed.
          and not exists (select from levee.correcting_statement s where s.incident_id = c.incident_id
            and s.correction_id = c.correction_id and not exists (select from levee.delivery d
              join levee.delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
              where d.incident_id = s.incident_id and d.document_id = s.document_id))
          and not exists (select from levee.late_correction s where c.document_id = 0
            and s.incident_id = c.incident_id and s.fact_id = c.fact_id and not exists (select from levee.delivery d
              join levee.delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
              where d.incident_id = s.incident_id and d.document_id = s.document_id));
  end if;
  if open && '{planning,responding,reviewing}' and coalesce(wanted, 'response') = 'response' and exists (
      select from levee.statement s join levee.incident i on i.id = s.incident_id and i.stage <> 'closed') then
    return query
      select r.incident_id, 'response'::levee.team, r.person, 'submit', levee.reference(r.kind, r.document_id, r.number), r.at,
          'first_statement', ''
        from levee.incident i join levee.revision r on r.incident_id = i.id and r.kind = 'statement'
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding', 'reviewing') and not exists (select from levee.submission s
          where s.incident_id = r.incident_id and s.kind = r.kind and s.document_id = r.document_id and s.number >= r.number)
          and not exists (select from levee.revision t where t.incident_id = r.incident_id and t.kind = r.kind
            and t.document_id = r.document_id and t.number > r.number)
      union all
      select a.incident_id, 'response'::levee.team, '',
          case when a.expires_at <= levee.now(i.id) then 'renew' else 'send' end,
          levee.reference(a.kind, a.document_id, a.number), a.at, 'first_statement', ''
        from levee.incident i join levee.approval a on a.incident_id = i.id and a.kind = 'statement'
        where (only_incident is null or i.id = only_incident)
          and (i.stage in ('planning', 'responding') or (i.stage = 'reviewing' and exists (
            select from levee.correcting_statement c where c.incident_id = a.incident_id
              and c.document_id = a.document_id)))
          and not exists (select from levee.submission t where t.incident_id = a.incident_id and t.kind = a.kind
            and t.document_id = a.document_id and t.number > a.number)
          and not exists (select from levee.delivery d where d.incident_id = a.incident_id
            and d.document_id = a.document_id and d.number = a.number)
          and not exists (select from levee.approval_void v where v.incident_id = a.incident_id and v.kind = a.kind
            and v.document_id = a.document_id and v.number = a.number);
  end if;
  if open && '{responding}' and coalesce(wanted, 'response') = 'response' then
    return query
      select i.id, 'response'::levee.team, '', 'statement', '', i.at, 'first_statement', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'responding'
          and not exists (select from levee.statement s where s.incident_id = i.id);
  end if;
  if coalesce(wanted, 'response') = 'response' then
    return query
      select w.incident_id, 'response'::levee.team, case w.state when 'leased' then w.holder else '' end,
          case when w.state = 'dead' then 'repair' when w.kind = 'post' then 'post' when w.kind = 'unpost' then 'unpost'
            else 'deliver' end, 'D' || w.subject, w.run_at, 'first_statement', ''
        from levee.work w join levee.incident i on i.id = w.incident_id and i.stage <> 'closed'
        where (only_incident is null or i.id = only_incident) and w.kind in ('deliver', 'post', 'retract', 'unpost');
  end if;
  if open && '{planning,responding,reviewing}' and coalesce(wanted, 'response') = 'response' then
    return query
      select f.incident_id, 'response'::levee.team, '', 'reply', 'Q' || f.id, f.at, 'feedback_reply', 'Q' || f.id
        from levee.incident i join levee.feedback f on f.incident_id = i.id
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding', 'reviewing') and not exists (
        select from levee.reply r where r.incident_id = f.incident_id and r.feedback_id = f.id)
      union all
      select f.incident_id, 'response'::levee.team, '', 'resolve', 'Q' || f.id, r.at, 'feedback_resolution', 'Q' || f.id
        from levee.incident i join levee.feedback f on f.incident_id = i.id
        join levee.reply r on r.incident_id = f.incident_id and r.feedback_id = f.id
        where (only_incident is null or i.id = only_incident)
          and i.stage in ('planning', 'responding', 'reviewing') and not exists (
        select from levee.resolution x where x.incident_id = f.incident_id and x.feedback_id = f.id);
  end if;
  if open && '{planning,responding,reviewing}' then
    return query
      select t.incident_id, t.for_team, t.owner, 'task', 'T' || t.id, t.at, '', ''
        from levee.incident i join levee.task t on t.incident_id = i.id
        where (only_incident is null or i.id = only_incident) and (wanted is null or t.for_team = wanted)
          and i.stage in ('planning', 'responding', 'reviewing') and not exists (
        select from levee.task_done x where x.incident_id = t.incident_id and x.task_id = t.id);
  end if;
  if open && '{responding}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      -- Owed anew whenever the last thing that it waited for is done.
      select i.id, 'leadership'::levee.team, '', 'declare_over', '', greatest(
          (select max(r.at) from levee.delivery_receipt r where r.incident_id = i.id),
          (select max(r.at) from levee.resolution r where r.incident_id = i.id),
          (select max(r.at) from levee.withdrawal_receipt r where r.incident_id = i.id),
          (select max(b.at) from levee.delivery_abandonment b where b.incident_id = i.id),
          (select max(k.at) from levee.acknowledgement k where k.incident_id = i.id)), '', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'responding' and not i.stopping
          and not exists (select from levee.response_over o where o.incident_id = i.id)
          and not exists (select from levee.gate g where g.incident_id = i.id and not g.met
            and g.name <> 'response_declared_over');
  end if;
  if open && '{reviewing}' and coalesce(wanted, 'logistics') = 'logistics' then
    return query
      select i.id, 'logistics'::levee.team, '', 'stand_down', '', o.at, 'report', 'logistics'
        from levee.incident i join levee.response_over o on o.incident_id = i.id where (only_incident is null or i.id = only_incident)
          and i.stage = 'reviewing' and not i.stopping
          and not exists (select from levee.stand_down s where s.incident_id = i.id);
  end if;
  if open && '{reviewing}' then
    return query
      select i.id, t.team, '', 'report', '', o.at, 'report', t.team::text
        from levee.incident i join levee.reports_began o on o.incident_id = i.id
        cross join unnest('{monitoring,response,logistics}'::levee.team[]) t (team)
        where (only_incident is null or i.id = only_incident) and (wanted is null or t.team = wanted)
          and i.stage = 'reviewing' and not exists (
        select from levee.result_report r where r.incident_id = i.id and r.for_team = t.team);
  end if;
  if open && '{reviewing}' and coalesce(wanted, 'leadership') = 'leadership' then
    return query
      select r.incident_id, 'leadership'::levee.team, '', 'receive_report', r.for_team::text, r.at, 'after_action', ''
        from levee.incident i join levee.result_report r on r.incident_id = i.id
        where (only_incident is null or i.id = only_incident)
          and i.stage = 'reviewing' and not exists (
        select from levee.report_receipt x where x.incident_id = r.incident_id and x.for_team = r.for_team)
      union all
      select i.id, 'leadership'::levee.team, '', 'review_incident', '', i.at, 'after_action', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage = 'reviewing'
          and not i.stopping and (select count(*) = 3 from levee.report_receipt r where r.incident_id = i.id)
          and not exists (select from levee.after_action_review a where a.incident_id = i.id)
      union all
      select i.id, 'leadership'::levee.team, '', 'close', '', a.at, 'after_action', ''
        from levee.incident i join levee.after_action_review a on a.incident_id = i.id
        where (only_incident is null or i.id = only_incident)
          and i.stage = 'reviewing' and not i.stopping
          and not exists (select from levee.closure c where c.incident_id = i.id);
  end if;
  if open && '{responding,reviewing}' and coalesce(wanted, 'leadership') = 'leadership' and exists (
      select from levee.stop s join levee.incident i on i.id = s.incident_id and i.stage <> 'closed' and not i.stopping) then
    return query
      select s.incident_id, 'leadership'::levee.team, '', 'agree_to_stop', '', s.at, '', ''
        from levee.incident i join levee.stop s on s.incident_id = i.id
        where (only_incident is null or i.id = only_incident) and i.stage in ('responding', 'reviewing') and not i.stopping;
  end if;
  if coalesce(wanted, 'logistics') = 'logistics' and exists (select from levee.work w
      where w.kind = 'notify' and w.state = 'dead') then
    return query
      select u.incident_id, 'logistics'::levee.team, '', 'reach', 'N' || u.notice_id, u.at, 'reach', 'N' || u.notice_id
        from levee.unreached u where (only_incident is null or u.incident_id = only_incident);
  end if;
  if coalesce(wanted, 'supervisor') = 'supervisor' then
    return query
      select i.id, 'supervisor'::levee.team, '', 'advance', '', i.at, '', ''
        from levee.incident i where (only_incident is null or i.id = only_incident)
          and i.stage <> 'closed' and not i.stopping
          and (select bool_and(g.met) from levee.gate g where g.incident_id = i.id);
  end if;
end $$;

-- What is owed and is of no incident: work of a service that is dead, and changes of leadership's seats that wait for its word.
create function levee.owed_by_house(wanted levee.team)
  returns table (incident_id bigint, team levee.team, person text, action text, subject text, since timestamptz,
    target text, target_subject text)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  if coalesce(wanted, 'monitoring') in ('monitoring', 'logistics') and exists (select from work w
      where w.state = 'dead' and w.kind in ('poll', 'analyse', 'probe')) then
    return query select 0::bigint, work_team(w.kind), '', 'repair_work', 'K' || w.id, w.run_at, '', ''
      from work w where w.state = 'dead' and w.kind in ('poll', 'analyse', 'probe')
        and (wanted is null or work_team(w.kind) = wanted);
  end if;
  if coalesce(wanted, 'leadership') = 'leadership' and exists (select from seat_change c where c.outcome = 'open') then
    return query select 0::bigint, 'leadership'::levee.team, '', 'decide_seat', c.id::text, c.at, '', ''
      from seat_change c where c.outcome = 'open';
  end if;
end $$;

-- The same with its deadline.
create function levee.obligations(wanted levee.team default null, only_incident bigint default null)
  returns table (incident_id bigint, team levee.team, person text, action text, subject text, since timestamptz,
    due_at timestamptz)
language plpgsql stable security definer set search_path = levee, pg_temp as $$
#variable_conflict use_column
begin
  perform enter_as_team();
  return query select o.incident_id, o.team, o.person, o.action, o.subject, o.since, d.due_at
    from owed(wanted, only_incident) o
    left join deadline d on d.incident_id = o.incident_id and d.target = o.target
      and d.subject = o.target_subject and d.met_at is null
    -- What a person may not read is not in their inbox; the services remind whoever may.
    where may_read(o.incident_id) or is_service()
      or current_setting('role') not in ('levee_monitoring', 'levee_leadership', 'levee_response', 'levee_logistics');
end $$;
grant execute on function levee.obligations to levee_admin, levee_ops, levee_monitoring, levee_leadership,
  levee_response, levee_logistics, levee_supervisor;
