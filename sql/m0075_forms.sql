-- Forms that go out of the house (文书): a report to an authority, a request to refute a rumour, an appeal to a platform, a report of an
-- infringement against the company. Written from a template of the playbook, reviewed, handed in, and answered by a receipt.
--
-- LAW-36: a form goes out once a member of leadership who wrote no part of it has approved exactly these words; and it is followed up
--         until there is a receipt, or it is handed in again.
--
--   template ─ form ─ form_review ─ form_submission ─ form_outcome (a receipt, or a refusal: then another submission, or another form)

-- What the playbook says of each form: to whom it goes, and how long a receipt may take. Its words are templates of the kind `form`.
create table levee.form_rule (
  version int not null constraint form_rule_is_of_a_playbook references levee.playbook,
  form text not null constraint form_rule_name_is_a_handle check (form ~ '^[a-z][a-z0-9-]{0,40}$'),
  goes_to_en text not null,
  goes_to_zh text not null,
  receipt_within interval not null constraint form_rule_receipt_is_sane check (receipt_within between '1 minute' and '1 year'),
  primary key (version, form),
  constraint form_rule_says_to_whom check (btrim(goes_to_en) <> '' and btrim(goes_to_zh) <> ''));
grant select on levee.form_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response, levee_logistics,
  levee_supervisor;
grant insert on levee.form_rule to levee_admin;
call levee.add_playbook_part('form_rule');

insert into levee.form_rule (version, form, goes_to_en, goes_to_zh, receipt_within) values
  (1, 'report-authority', 'The authority in charge', '属地主管部门', '1 day'),
  (1, 'refute-rumour', 'A platform, or the joint office for refuting rumours', '平台或联合辟谣机构', '1 day'),
  (1, 'appeal-platform', 'The platform that shows it', '所在平台', '2 days'),
  (1, 'report-infringement', 'The platform, or the reporting centre for infringements against companies', '平台或涉企侵权信息举报中心', '7 days');

insert into levee.template (version, kind, name, language, title, body) values
  (1, 'form', 'report-authority', 'zh-CN', '关于{title}的情况报告', '{recipient}：

现将有关情况报告如下。

一、单位：{company}。联系方式：{contact}。
二、事件：{title}。类别：{kind}。等级：{severity}。
三、发现时间：{detected}。
四、已核实的情况：
{facts}
五、已采取的措施：（请填写）
六、后续安排和需要支持的事项：（请填写）

后续进展将及时续报。

{company}'),
  (1, 'form', 'report-authority', 'en', 'Report on: {title}', 'To: {recipient}

We report the following.

1. Company: {company}. Contact: {contact}.
2. Incident: {title}. Kind: {kind}. Level: {severity}.
3. Found: {detected}.
4. What is verified:
{facts}
5. What was done so far: (to be filled in)
6. What comes next, and where help is needed: (to be filled in)

We will report how it goes on.

{company}'),
  (1, 'form', 'refute-rumour', 'zh-CN', '关于请求对不实信息辟谣的函', '{recipient}：

近期出现涉及我公司的不实信息，请予核实并发布辟谣信息。

一、不实信息的内容和地址：（请填写）
二、不实之处：（请填写）
三、已核实的情况：
{facts}
四、证明材料：（请填写）

联系方式：{contact}

{company}'),
  (1, 'form', 'refute-rumour', 'en', 'Request to refute an untrue report', 'To: {recipient}

An untrue report about our company is going round. Please verify this and publish a refutation.

1. What it says, and where: (to be filled in)
2. What is untrue: (to be filled in)
3. What is verified:
{facts}
4. Evidence: (to be filled in)

Contact: {contact}

{company}'),
  (1, 'form', 'appeal-platform', 'zh-CN', '关于平台处理结果的申诉', '{recipient}：

我公司对贵平台的处理结果提出申诉。

一、账号或内容的地址：（请填写）
二、平台的处理：（请填写）
三、申诉理由：（请填写）
四、已核实的情况：
{facts}
五、请求：（请填写）

联系方式：{contact}

{company}'),
  (1, 'form', 'appeal-platform', 'en', 'Appeal against a decision of the platform', 'To: {recipient}

We appeal against a decision of your platform.

1. Account or address: (to be filled in)
2. What the platform decided: (to be filled in)
3. Why we appeal: (to be filled in)
4. What is verified:
{facts}
5. What we ask for: (to be filled in)

Contact: {contact}

{company}'),
  (1, 'form', 'report-infringement', 'zh-CN', '关于涉企侵权信息的举报', '{recipient}：

以下信息侵害我公司合法权益，现予举报。

一、信息的地址和发布账号：（请填写）
二、侵权类型：（请填写）
三、不实或侵权之处：（请填写）
四、已核实的情况：
{facts}
五、证明材料：营业执照、授权书，以及（请填写）
六、请求：（请填写）

联系方式：{contact}

{company}'),
  (1, 'form', 'report-infringement', 'en', 'Report of an infringement against a company', 'To: {recipient}

We report content that infringes the rights of our company.

1. Address, and the account that posted it: (to be filled in)
2. Kind of infringement: (to be filled in)
3. What is untrue, or infringes our rights: (to be filled in)
4. What is verified:
{facts}
5. Evidence: business licence, authorisation, and (to be filled in)
6. What we ask for: (to be filled in)

Contact: {contact}

{company}');

-- A form as somebody wrote it. It is not changed; who writes it anew says instead of which.
create table levee.form (
  incident_id bigint not null,
  id bigint generated always as identity primary key,
  playbook int not null,
  template_kind text not null default 'form' constraint form_uses_a_form_template check (template_kind = 'form'),
  template text not null,
  language levee.language not null,
  instead_of bigint not null default 0,
  recipient text not null constraint form_has_a_recipient check (btrim(recipient) <> ''),
  title text not null constraint form_has_a_title check (btrim(title) <> ''),
  body text not null constraint form_says_something check (btrim(body) <> '')
    constraint form_has_no_blank_left check (body !~ '[{][a-z_]+[}]|（请填写）|[(]to be filled in[)]'),
  -- Everybody who wrote it, or one of those that it stands instead of.
  authors text[] not null,
  constraint form_of_incident unique (incident_id, id),
  constraint form_is_of_the_incidents_playbook foreign key (incident_id, playbook) references levee.incident (id, playbook),
  constraint form_has_a_template foreign key (playbook, template_kind, template, language)
    references levee.template (version, kind, name, language),
  constraint form_has_a_rule foreign key (playbook, template) references levee.form_rule (version, form));
call levee.step('form', 'assessing', 'reviewing', '{leadership,response}', '{id,template}', '{template_kind,authors}',
  texts => '{recipient,title,body}');
create index form_of_incident_by_number on levee.form (incident_id, instead_of);
create function levee.check_form() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  before text[] := '{}';
begin
  if new.instead_of <> 0 then
    select f.authors into before from form f where f.incident_id = new.incident_id and f.id = new.instead_of for share;
    if not found then
      perform refuse('form_is_instead_of_a_form', 'U' || new.instead_of);
    elsif exists (select from form f where f.incident_id = new.incident_id and f.instead_of = new.instead_of) then
      perform refuse('form_is_the_newest', 'U' || new.instead_of);
    end if;
  end if;
  new.authors := array(select distinct a from unnest(before || new.person) a order by 1);
  return new;
end $$;
create trigger a_lock before insert on levee.form for each row execute function levee.lock_incident();
create trigger c_check before insert on levee.form for each row execute function levee.check_form();

-- LAW-36: one member of leadership read it, and approves it or sends it back.
create table levee.form_review (
  incident_id bigint not null,
  form_id bigint not null,
  verdict text not null constraint form_review_verdict_is_known check (verdict in ('approve', 'return')),
  reason text not null default '' constraint form_review_returns_with_a_reason check (verdict = 'approve' or btrim(reason) <> ''),
  authors text[] not null,
  primary key (incident_id, form_id),
  constraint form_review_has_one_verdict unique (incident_id, form_id, verdict),
  constraint form_review_is_of_a_form foreign key (incident_id, form_id) references levee.form (incident_id, id));
call levee.step('form_review', 'assessing', 'reviewing', '{leadership}', '{form_id,verdict}', '{authors}', texts => '{reason}');
alter table levee.form_review add constraint form_review_is_not_by_an_author check (person <> all (authors));

-- It was handed in: how, and under which number.
create table levee.form_submission (
  incident_id bigint not null,
  form_id bigint not null,
  attempt int not null,
  verdict text not null default 'approve' constraint form_submission_is_of_an_approval check (verdict = 'approve'),
  via text not null constraint form_submission_has_a_way check (btrim(via) <> ''),
  reference text not null default '',
  primary key (incident_id, form_id, attempt),
  constraint form_submission_has_a_review foreign key (incident_id, form_id, verdict)
    references levee.form_review (incident_id, form_id, verdict));
call levee.step('form_submission', 'assessing', 'reviewing', '{leadership,response}', '{form_id,attempt}', '{attempt,verdict}',
  texts => '{via,reference}');

-- What came back: a receipt with its number or who gave it, or a refusal with its reason.
create table levee.form_outcome (
  incident_id bigint not null,
  form_id bigint not null,
  attempt int not null,
  answer text not null constraint form_outcome_is_known check (answer in ('received', 'refused')),
  number text not null default '',
  given_by text not null default '',
  given_on levee.day not null,
  reason text not null default '',
  primary key (incident_id, form_id, attempt),
  constraint form_outcome_follows_a_submission foreign key (incident_id, form_id, attempt)
    references levee.form_submission (incident_id, form_id, attempt),
  constraint form_receipt_can_be_found check (answer = 'refused' or btrim(number) <> '' or btrim(given_by) <> ''),
  constraint form_refusal_has_a_reason check (answer = 'received' or btrim(reason) <> ''));
call levee.step('form_outcome', 'assessing', 'reviewing', '{leadership,response}', '{form_id,attempt,answer}', '{attempt}',
  texts => '{number,given_by,reason}');

-- One at a time, under the form's row: the newest text, by somebody who sits in leadership; handed in again only after a refusal.
create function levee.check_form_step() returns trigger
language plpgsql security definer set search_path = levee, pg_temp as $$
declare
  said constant text := 'U' || new.form_id;
  wrote text[];
  last record;
begin
  select f.authors into wrote from form f where f.incident_id = new.incident_id and f.id = new.form_id for no key update;
  if not found then
    perform refuse('form_review_is_of_a_form', said);
  elsif tg_table_name <> 'form_outcome' and exists (select from form f where f.incident_id = new.incident_id and f.instead_of = new.form_id) then
    perform refuse('form_is_the_newest', said);
  end if;
  if tg_table_name = 'form_review' then
    if not sits_in_leadership(levee.person()) then
      perform refuse('review_is_by_a_member_of_leadership', levee.person());
    end if;
    new.authors := wrote;
    return new;
  end if;
  select s.attempt, o.answer into last from form_submission s left join form_outcome o using (incident_id, form_id, attempt)
    where s.incident_id = new.incident_id and s.form_id = new.form_id order by s.attempt desc limit 1;
  if tg_table_name = 'form_submission' then
    if last.attempt is not null and last.answer is distinct from 'refused' then
      perform refuse('form_is_handed_in_once', said);
    end if;
    new.attempt := coalesce(last.attempt, 0) + 1;
  else
    new.attempt := coalesce(last.attempt, 0);
  end if;
  return new;
end $$;
create trigger a_lock before insert on levee.form_review for each row execute function levee.lock_incident();
create trigger a_lock before insert on levee.form_submission for each row execute function levee.lock_incident();
create trigger a_lock before insert on levee.form_outcome for each row execute function levee.lock_incident();
create trigger c_check before insert on levee.form_review for each row execute function levee.check_form_step();
create trigger c_check before insert on levee.form_submission for each row execute function levee.check_form_step();
create trigger c_check before insert on levee.form_outcome for each row execute function levee.check_form_step();

insert into levee.duty_kind (name, team, target) values ('review_form', 'leadership', 'review_statement'), ('submit_form', null, ''),
  ('rewrite_form', null, ''), ('form_receipt', null, '');
call levee.settles('form', '{review_form,submit_form,rewrite_form}', $$'U' || new.instead_of$$, 'new.instead_of <> 0', moot => 'superseded');
call levee.opens('form', 'review_form', $$'U' || new.id$$, more => 'not_by => new.authors');
call levee.settles('form_review', '{review_form}', $$'U' || new.form_id$$);
call levee.opens('form_review', 'submit_form', $$'U' || new.form_id$$,
  $$new.verdict = 'approve' and f.incident_id = new.incident_id and f.id = new.form_id$$, 'team => f.team', 'form f');
call levee.opens('form_review', 'rewrite_form', $$'U' || new.form_id$$,
  $$new.verdict = 'return' and f.incident_id = new.incident_id and f.id = new.form_id$$, 'team => f.team', 'form f');
call levee.settles('form_submission', '{submit_form}', $$'U' || new.form_id$$);
-- Who handed it in sees to it that there is a receipt.
call levee.opens('form_submission', 'form_receipt', $$'U' || new.form_id$$, 'f.incident_id = new.incident_id and f.id = new.form_id',
  $$team => new.team, person => new.person, target => 'form_receipt', span => r.receipt_within$$,
  'form f join form_rule r on r.version = f.playbook and r.form = f.template');
call levee.settles('form_outcome', '{form_receipt}', $$'U' || new.form_id$$);
call levee.opens('form_outcome', 'submit_form', $$'U' || new.form_id$$,
  $$new.answer = 'refused' and f.incident_id = new.incident_id and f.id = new.form_id and not exists (select from form g
    where g.incident_id = f.incident_id and g.instead_of = f.id)$$, 'team => f.team', 'form f');
