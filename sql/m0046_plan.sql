-- The plan as people read it: what a version of the playbook says besides its numbers, what becomes of it, and why it is written anew.
--
-- LAW-18: all of it is approved with the version, and kept with it.

-- The seven sections of the plan, its annexes and the notes on how it was made, in both languages: prose in Markdown. Where
-- {target} stands in it, the numbers of the part `target` follow.
create table levee.plan_section (
  version int not null constraint plan_section_is_of_a_playbook references levee.playbook,
  section text not null constraint plan_section_is_known check (section in (
    'purpose', 'risks', 'organisation', 'workflow', 'resources', 'evaluation', 'spreading', 'annex', 'making')),
  language levee.language not null,
  title text not null constraint plan_section_has_a_title check (btrim(title) <> '' and title !~ '[[:cntrl:]]' and length(title) <= 200),
  body text not null constraint plan_section_is_not_too_long check (octet_length(body) <= 200000),
  primary key (version, section, language));

-- What each kind of incident covers.
create table levee.event_scope (
  version int not null constraint event_scope_is_of_a_playbook references levee.playbook,
  kind levee.incident_kind not null,
  covers_en text not null,
  covers_zh text not null,
  primary key (version, kind),
  constraint event_scope_says_something check (btrim(covers_en) <> '' and btrim(covers_zh) <> ''));

-- The risks that an assessment weighs, and by what each is known.
create table levee.plan_risk (
  version int not null constraint plan_risk_is_of_a_playbook references levee.playbook,
  risk text not null constraint plan_risk_is_known check (risk in ('brand', 'market', 'legal', 'morale')),
  shows_en text not null,
  shows_zh text not null,
  primary key (version, risk),
  constraint plan_risk_says_something check (btrim(shows_en) <> '' and btrim(shows_zh) <> ''));

-- Posts of the company: which seats whoever has one holds, what they answer for, and who stands in.
create table levee.post (
  version int not null constraint post_is_of_a_playbook references levee.playbook,
  post text not null constraint post_name_is_a_handle check (post ~ '^[a-z][a-z0-9-]{0,40}$'),
  position int not null,
  title_en text not null,
  title_zh text not null,
  seats text not null constraint post_has_seats
    check (seats ~ '^(leadership:(leader|deputy|legal|member)|(monitoring|response|logistics):(head|member))( (leadership:(leader|deputy|legal|member)|(monitoring|response|logistics):(head|member)))*$'),
  answers_for_en text not null,
  answers_for_zh text not null,
  primary key (version, post),
  constraint post_has_a_title check (btrim(title_en) <> '' and btrim(title_zh) <> ''));
create table levee.post_stand_in (
  version int not null,
  post text not null,
  stand_in text not null,
  primary key (version, post, stand_in),
  constraint post_stand_in_is_for_a_post foreign key (version, post) references levee.post,
  constraint post_stand_in_is_a_post foreign key (version, stand_in) references levee.post,
  constraint post_stand_in_is_another check (post <> stand_in));

-- Words that the plan uses, and what they mean.
create table levee.plan_term (
  version int not null constraint plan_term_is_of_a_playbook references levee.playbook,
  term_en text not null,
  term_zh text not null,
  means_en text not null,
  means_zh text not null,
  primary key (version, term_en),
  constraint plan_term_says_something check (btrim(term_en) <> '' and btrim(term_zh) <> '' and btrim(means_en) <> '' and btrim(means_zh) <> ''));

-- With whom a version has to be filed (备案), and within what time of its approval.
create table levee.filing (
  version int not null constraint filing_is_of_a_playbook references levee.playbook,
  filing text not null constraint filing_name_is_a_handle check (filing ~ '^[a-z][a-z0-9-]{0,40}$'),
  authority_en text not null,
  authority_zh text not null,
  within interval not null constraint filing_within_is_sane check (within between '1 day' and '1 year'),
  primary key (version, filing),
  constraint filing_has_an_authority check (btrim(authority_en) <> '' and btrim(authority_zh) <> ''));

grant select on levee.plan_section, levee.event_scope, levee.plan_risk, levee.post, levee.post_stand_in, levee.plan_term, levee.filing
  to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics, levee_supervisor;
grant insert on levee.plan_section, levee.event_scope, levee.plan_risk, levee.post, levee.post_stand_in, levee.plan_term, levee.filing
  to levee_admin;
call levee.add_playbook_part('plan_section');
call levee.add_playbook_part('event_scope');
call levee.add_playbook_part('plan_risk');
call levee.add_playbook_part('post');
call levee.add_playbook_part('post_stand_in');
call levee.add_playbook_part('plan_term');
call levee.add_playbook_part('filing');

-- A version was filed, and the receipt for it.
create table levee.playbook_filing (
  version int not null constraint playbook_filing_is_of_an_approved_playbook references levee.playbook_approval (version),
  filing text not null,
  receipt text not null constraint playbook_filing_has_a_receipt check (btrim(receipt) <> '' and octet_length(receipt) <= 2000),
  person text not null,
  at timestamptz not null,
  primary key (version, filing),
  constraint playbook_filing_is_asked_for foreign key (version, filing) references levee.filing);
grant select on levee.playbook_filing to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
grant insert (version, filing, receipt) on levee.playbook_filing to levee_leadership;
create trigger a_entrance before insert on levee.playbook_filing when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create trigger b_stamp before insert on levee.playbook_filing for each row execute function levee.stamp_person_and_time();
create trigger z_event after insert on levee.playbook_filing for each row execute function levee.house_event('version', 'filing');
create trigger z_append_only before update or delete on levee.playbook_filing for each row execute function levee.append_only();

-- Why the plan in force has to be looked at again. Each cause is open once; a newer version, or leadership's word that it stays as it
-- is, answers all that is open.
create table levee.plan_cause (
  id bigint generated always as identity primary key,
  version int not null constraint plan_cause_is_of_an_approved_playbook references levee.playbook_approval (version),
  cause text not null constraint plan_cause_is_known
    check (cause in ('review_day', 'seat', 'risk', 'resource', 'drill', 'case')),
  -- What it is about: a person, a short id, an item.
  subject text not null constraint plan_cause_has_a_subject check (subject <> '' and length(subject) <= 200),
  at timestamptz not null,
  answered_at timestamptz not null default 'infinity',
  -- Why it stays as it is; '' where a newer version answers it.
  reason text not null default '' constraint plan_cause_reason_is_not_too_long check (octet_length(reason) <= 20000),
  person text not null default '');
create unique index plan_cause_is_open_once on levee.plan_cause (cause, subject) where answered_at = 'infinity';
grant select on levee.plan_cause to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
create trigger z_event after insert or update on levee.plan_cause for each row execute function levee.house_event('id', 'cause', 'subject');
create trigger z_append_only before update or delete on levee.plan_cause for each row
  execute function levee.append_only('answered_at', 'reason', 'person');

insert into levee.duty_kind (name, team, tells) values ('approve_playbook', 'leadership', 'everyone');
insert into levee.duty_kind (name, team, tells) values ('revise_playbook', 'leadership', 'team'), ('file_playbook', 'leadership', 'team');

-- Nothing before the first approved plan; afterwards one duty for all that is open.
create function levee.raise_plan_cause(cause text, subject text) returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  in_force constant int := newest_playbook();
begin
  if in_force is null then
    return;
  end if;
  insert into plan_cause (version, cause, subject, at) values (in_force, raise_plan_cause.cause, raise_plan_cause.subject, clock_timestamp())
    on conflict do nothing;
  perform open_duty(0, 'revise_playbook', 'V' || in_force, 0, clock_timestamp(), target => 'revise_playbook',
    span => (select p.revise_within from playbook p where p.version = in_force));
end $$;

create function levee.plan_cause_of_seat() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if not exists (select from person p where p.handle = coalesce(new.handle, old.handle) and p.kind = 'service') then
    perform raise_plan_cause('seat', coalesce(new.handle, old.handle));
  end if;
  return null;
end $$;
create trigger y_plan after insert or delete on levee.seat for each row execute function levee.plan_cause_of_seat();

-- What a case or a drill showed: an improvement was decided.
create function levee.plan_cause_of_improvement() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform raise_plan_cause(case when i.exercise then 'drill' else 'case' end, 'I' || i.id) from incident i where i.id = new.incident_id;
  return null;
end $$;
create trigger y_plan after insert on levee.improvement_action for each row execute function levee.plan_cause_of_improvement();

-- What a clock alone brings: the day of the next review, a month before it is due, and what the plan asks for and has run out (m0074).
-- The service of leadership asks.
create function levee.look_at_plan() returns void
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  p record;
begin
  perform enter('{leadership}', null, 'service');
  select b.version, b.review_every, a.at into p from playbook b join playbook_approval a using (version)
    where b.version = newest_playbook();
  if p.at + p.review_every - interval '30 days' <= clock_timestamp() then
    perform raise_plan_cause('review_day', 'V' || p.version) where not exists (select from plan_cause c
      where c.version = p.version and c.cause = 'review_day' and c.at > clock_timestamp() - p.review_every);
  end if;
  perform raise_ended_resources();
end $$;
grant execute on function levee.look_at_plan to levee_leadership;

-- Leadership looked, and the plan stays as it is.
create function levee.keep_plan(why text) returns int
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  who constant text := levee.person();
  n int;
begin
  perform enter('{leadership}', null, 'person');
  if not sits_in_leadership(levee.person()) then
    perform refuse('review_is_by_a_member_of_leadership', levee.person());
  elsif btrim(why) = '' then
    perform refuse('plan_is_kept_for_a_reason');
  end if;
  update plan_cause c set answered_at = clock_timestamp(), reason = why, person = who where c.answered_at = 'infinity';
  get diagnostics n = row_count;
  perform end_duties(0, '{revise_playbook}', null, 0, clock_timestamp());
  return n;
end $$;
grant execute on function levee.keep_plan to levee_leadership;

-- A proposed version waits for its reviews, until it has them, is sent back, or a newer one is proposed.
create function levee.plan_is_proposed() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform end_duties(0, '{approve_playbook}', null, 0, new.proposed_at, 'moot', 'superseded');
  perform open_duty(0, 'approve_playbook', 'V' || new.version, 0, new.proposed_at, not_by => array[new.person]);
  return null;
end $$;
create trigger y_plan after insert on levee.playbook for each row execute function levee.plan_is_proposed();
create function levee.plan_is_sent_back() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform end_duties(0, '{approve_playbook}', 'V' || new.version, 0, new.at);
  return null;
end $$;
create trigger y_plan after insert on levee.playbook_return for each row execute function levee.plan_is_sent_back();

-- What is in force from now on answers what was open, and has to be filed.
create function levee.plan_is_in_force() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  update plan_cause c set answered_at = new.at, person = new.person where c.answered_at = 'infinity';
  perform end_duties(0, '{approve_playbook}', 'V' || new.version, 0, new.at);
  perform end_duties(0, '{revise_playbook,file_playbook}', null, 0, new.at, 'moot', 'superseded');
  perform open_duty(0, 'file_playbook', 'V' || new.version || ' ' || f.filing, 0, new.at, target => 'file_playbook', span => f.within)
    from filing f where f.version = new.version;
  return null;
end $$;
create trigger y_plan after insert on levee.playbook_approval for each row execute function levee.plan_is_in_force();
create function levee.plan_is_filed() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform end_duties(0, '{file_playbook}', 'V' || new.version || ' ' || new.filing, 0, new.at);
  return null;
end $$;
create trigger y_plan after insert on levee.playbook_filing for each row execute function levee.plan_is_filed();
