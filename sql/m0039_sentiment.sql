-- What analysts teach: the sentiment that they give to mentions, the models that are learnt from it, and which one judges.

-- An analyst's word on a mention; said again it is corrected.
create table levee.sentiment_label (
  mention_id bigint primary key constraint sentiment_label_is_of_a_mention references levee.mention,
  sentiment smallint not null constraint sentiment_label_is_a_side check (sentiment in (-1, 0, 1)),
  person text not null default levee.person(),
  at timestamptz not null default clock_timestamp());
grant select, insert (mention_id, sentiment), update (sentiment) on levee.sentiment_label to levee_monitoring;
create trigger a_entrance before insert or update on levee.sentiment_label when (current_user <> 'levee_owner') execute function levee.enter_house('person');
create trigger b_stamp before insert or update on levee.sentiment_label
  for each row execute function levee.stamp_person_and_time();

-- A model, as it was learnt from so many labels; and what it did on those that were held back from it.
create table levee.sentiment_model (
  version int generated always as identity primary key,
  labels int not null,
  held_back int not null,
  -- Macro-F1 on what was held back: of what judged before, and of the model.
  before real not null,
  after real not null,
  features int[] not null,
  weights real[] not null,  -- three for each feature: negative, neutral, positive
  rules real[] not null,
  person text not null default levee.person(),
  at timestamptz not null default clock_timestamp(),
  constraint sentiment_model_has_three_weights_a_feature check (cardinality(weights) = 3 * cardinality(features)));
grant select, insert (labels, held_back, before, after, features, weights, rules) on levee.sentiment_model to levee_monitoring;
create trigger a_entrance before insert on levee.sentiment_model when (current_user <> 'levee_owner') execute function levee.enter_house('person');
create trigger z_event after insert on levee.sentiment_model
  for each row execute function levee.house_event('version', 'labels');

-- Which model judges what comes in: the newest row; 0 is the rules alone. Nothing is changed, so every step can be taken back.
create table levee.sentiment_choice (
  id bigint generated always as identity primary key,
  version int not null,
  person text not null default levee.person(),
  at timestamptz not null default clock_timestamp());
grant select, insert (version) on levee.sentiment_choice to levee_monitoring;
create trigger a_entrance before insert on levee.sentiment_choice when (current_user <> 'levee_owner') execute function levee.enter_house('person');
create function levee.check_choice() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  if new.version <> 0 and not exists (select from sentiment_model m where m.version = new.version) then
    perform refuse('sentiment_choice_is_of_a_model', new.version::text);
  end if;
  return new;
end $$;
create trigger b_choice before insert on levee.sentiment_choice for each row execute function levee.check_choice();
create trigger z_event after insert on levee.sentiment_choice
  for each row execute function levee.house_event('version');
