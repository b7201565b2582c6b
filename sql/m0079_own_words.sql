-- Answers in a person's own words: given to one who asked, at once, and read by leadership afterwards.
--
-- LAW-38: an answer in own words is said to one person who asked, and is no text of the house: no channel takes it. Leadership reads it
--         afterwards, legal where the playbook asks for legal; never its author. What was wrong is put right with who asked.
--
--   feedback ─ reply ─ reply_in_own_words ─ reply_review (fine; or wrong, with what is right) ─ reply_correction
--
-- No delivery, rendition or statement has a key to these tables, and LAW-7 stands: what goes out is an approved text.

create table levee.reply_in_own_words (
  incident_id bigint not null,
  feedback_id bigint not null,
  basis text not null default 'own_words' constraint reply_in_own_words_is_marked check (basis = 'own_words'),
  words text not null constraint reply_in_own_words_says_something check (btrim(words) <> ''),
  -- Whether the playbook asks for legal at the incident's severity, when the answer is given.
  needs_legal boolean not null,
  primary key (incident_id, feedback_id),
  constraint reply_in_own_words_is_a_reply foreign key (incident_id, feedback_id, basis)
    references levee.reply (incident_id, feedback_id, basis));
call levee.step('reply_in_own_words', 'planning', 'reviewing', '{response}', '{feedback_id,needs_legal}', '{basis,needs_legal}',
  texts => '{words}');
alter table levee.reply_in_own_words
  add constraint reply_in_own_words_has_an_author unique (incident_id, feedback_id, person, needs_legal);
create function levee.ask_for_legal() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  select coalesce(r.legal, true) into new.needs_legal from incident i
    left join review_rule r on r.version = i.playbook and r.severity = i.severity where i.id = new.incident_id;
  return new;
end $$;
create trigger c_legal before insert on levee.reply_in_own_words for each row execute function levee.ask_for_legal();
create trigger c_reply before insert on levee.reply_in_own_words for each row execute function levee.make_reply('own_words');

-- LAW-38: one member of leadership who did not say it reads what was said. `correction`: what is right, in words that who asked is told.
create table levee.reply_review (
  incident_id bigint not null,
  feedback_id bigint not null,
  author text not null,
  needs_legal boolean not null,
  as_legal boolean not null,  -- whether the reviewer held the legal seat
  verdict text not null constraint reply_review_verdict_is_known check (verdict in ('fine', 'wrong')),
  correction text not null default '' constraint reply_review_says_what_is_right check (verdict = 'fine' or btrim(correction) <> ''),
  primary key (incident_id, feedback_id),
  constraint reply_review_has_one_verdict unique (incident_id, feedback_id, verdict),
  constraint reply_review_is_of_own_words foreign key (incident_id, feedback_id, author, needs_legal)
    references levee.reply_in_own_words (incident_id, feedback_id, person, needs_legal),
  constraint reply_review_has_legal check (as_legal or not needs_legal));
call levee.step('reply_review', 'planning', 'reviewing', '{leadership}', '{feedback_id,verdict,as_legal}',
  '{author,needs_legal,as_legal}', texts => '{correction}');
alter table levee.reply_review add constraint reply_review_is_not_by_the_author check (person <> author);
create function levee.check_reply_review() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  select w.person, w.needs_legal into new.author, new.needs_legal from reply_in_own_words w
    where w.incident_id = new.incident_id and w.feedback_id = new.feedback_id for no key update;
  if not found then
    perform refuse('reply_review_is_of_own_words', 'Q' || new.feedback_id);
  elsif not sits_in_leadership(levee.person()) then
    perform refuse('review_is_by_a_member_of_leadership', levee.person());
  end if;
  new.as_legal := holds_seat(levee.person(), 'legal', new.incident_id);
  return new;
end $$;
create trigger a_lock before insert on levee.reply_review for each row execute function levee.lock_incident();
create trigger c_check before insert on levee.reply_review for each row execute function levee.check_reply_review();

-- Who asked was told what is right: how.
create table levee.reply_correction (
  incident_id bigint not null,
  feedback_id bigint not null,
  verdict text not null default 'wrong' constraint reply_correction_is_of_what_was_wrong check (verdict = 'wrong'),
  note text not null constraint reply_correction_says_something check (btrim(note) <> ''),
  primary key (incident_id, feedback_id),
  constraint reply_correction_follows_a_review foreign key (incident_id, feedback_id, verdict)
    references levee.reply_review (incident_id, feedback_id, verdict));
call levee.step('reply_correction', 'planning', 'reviewing', '{response}', '{feedback_id}', '{verdict}', texts => '{note}');

-- The review has the time of a text's; putting it right has a correction's, and the response is not over before.
insert into levee.duty_kind (name, team, target, gate, since) values
  ('review_reply', 'leadership', 'review_statement', '', 'planning'),
  ('correct_reply', 'response', 'correction', 'feedback_resolved', 'planning');
call levee.opens('reply_in_own_words', 'review_reply', $$'Q' || new.feedback_id$$, more => 'not_by => array[new.person]');
call levee.settles('reply_review', '{review_reply}', $$'Q' || new.feedback_id$$);
call levee.opens('reply_review', 'correct_reply', $$'Q' || new.feedback_id$$, $$new.verdict = 'wrong'$$);
call levee.settles('reply_correction', '{correct_reply}', $$'Q' || new.feedback_id$$);
