-- Rules broken on purpose, to show that the checker finds them. Each is applied to what a campaign has left, without the
-- constraints and triggers that would refuse it, looked at, and rolled back. The words after `finds:` are the rule that must be
-- among the violations.

-- break: a fact that was accepted is lost                finds: an accepted fact is not there
delete from levee.fact_check where incident_id = (select min(id) from levee.incident);

-- break: a command is written twice                      finds: a fact was doubled
insert into levee.command select (jsonb_populate_record(c, '{"revision": 2}')).*
  from levee.command c order by incident_id limit 1;

-- break: a step without its event                        finds: a step has no event, or several
delete from levee.event where id = (select min(event_id) from levee.decision);

-- break: a stage is skipped                              finds: a stage was skipped
alter table levee.transition drop constraint transition_is_an_allowed_step;
delete from levee.transition where from_stage = 'planning' and incident_id = (select min(id) from levee.incident);
update levee.transition set to_stage = 'responding' where to_stage = 'planning'
  and incident_id = (select min(id) from levee.incident);

-- break: a step before its stage                         finds: a step came before its stage
update levee.delivery set event_id = 0 where id = (select min(id) from levee.delivery);

-- break: a step after the end                            finds: a step came after the end
insert into levee.event (id, chain, kind, person, team, at, payload) overriding system value
  select (select max(id) + 1 from levee.event), min(id), 'fact', 'sun', 'monitoring', now(), '{}' from levee.incident;

-- break: a review is taken away                          finds: something left the house that nobody approved
delete from levee.review where kind = 'statement' and person = 'zhao'
  and incident_id = (select min(incident_id) from levee.delivery);

-- break: another text than the approved one is delivered finds: something left the house that nobody approved
update levee.delivery set digest = sha256('another') where id = (select min(id) from levee.delivery);

-- break: the receiver took what nobody approved          finds: something left the house that nobody approved
insert into took values ('S0.1-web-hook-0000-published', '/statements', 'x');

-- break: a page that nobody approved                     finds: something left the house that nobody approved
insert into page values ('2026-01-01-S0.1-web_en.html');

-- break: an exercise goes outside                        finds: an exercise left the house
update levee.channel set outside = true where name = 'inside';

-- break: a receipt is missing                            finds: a delivery has no receipt
delete from levee.delivery_receipt where delivery_id = (select min(delivery_id) from levee.delivery_receipt);

-- break: a delivery is made twice                        finds: two deliveries have one key
alter table levee.delivery drop constraint delivery_once_per_key;
insert into levee.delivery overriding system value select (jsonb_populate_record(d, '{"id": 1000000000}')).*
  from levee.delivery d order by id limit 1;

-- break: a receipt is written twice                      finds: a delivery has two receipts
alter table levee.delivery_receipt drop constraint delivery_receipt_pkey cascade;
insert into levee.delivery_receipt select r.* from levee.delivery_receipt r order by delivery_id limit 1;

-- break: the receiver does not know a post               finds: a receipt is not what the channel knows
delete from took where key = (select min(key) from took where path = '/statements');

-- break: a page is gone                                  finds: a receipt is not what the channel knows
delete from page where name = (select min(name) from page where name like '%-S%' and name not like 'verify-%');

-- break: two texts under one key                         finds: two texts went out under one key
insert into took select key, path, 'another' from took where path = '/statements' limit 1;

-- break: an event is edited                              finds: a chain does not verify
update levee.event set payload = replace(payload, '"person"', '"Person"') where id = (select min(event_id) from levee.fact);

-- break: a seal is missing                               finds: an event is not sealed, or twice
delete from levee.seal where event_id = (select min(event_id) from levee.fact);

-- break: a duty escalates twice                          finds: an escalation happened twice
alter table levee.escalation drop constraint escalation_pkey;
insert into levee.escalation (duty_id, incident_id, kind, subject, percent, at, late, person, team)
  select d.id, d.incident_id, d.kind, d.subject, 1000, d.due_at, false, 'svc_supervisor', 'supervisor'
  from (select * from levee.duty where due_at < 'infinity' order by id limit 1) d cross join generate_series(1, 2);

-- break: a duty does not escalate                        finds: a duty did not escalate
with chosen as (select id from levee.duty where target <> '' and due_at < 'infinity' order by id limit 1),
gone as (delete from levee.escalation f using chosen c where f.duty_id = c.id)
update levee.duty d set ended_at = d.started_at + interval '100 days' from chosen c where d.id = c.id;

-- break: a duty escalates too early                      finds: a duty escalated before its time
insert into levee.escalation (duty_id, percent, incident_id, kind, subject, at, late, person, team)
select d.id, r.percent, d.incident_id, d.kind, d.subject, d.started_at - interval '100 days', false, '', d.team
from levee.duty d join levee.incident i on i.id = d.incident_id join levee.escalation_rule r on r.version = i.playbook
where d.target <> '' and d.due_at < 'infinity' order by d.id, r.percent limit 1
on conflict (duty_id, percent) do update set at = excluded.at;

-- break: a duty is left open                             finds: a duty is not what the steps say
update levee.duty set state = 'open', ended_at = 'infinity' where id = (select min(id) from levee.duty where kind = 'receive');

-- break: a step settles nothing                          finds: a step ended nothing that was owed
update levee.duty set ended_by = 0 where id = (select min(id) from levee.duty where kind = 'acknowledge' and state = 'done');

-- break: a deposed supervisor acts                       finds: a supervisor acted after its term
update levee.transition set epoch = 0 where incident_id = (select max(incident_id) from levee.transition)
  and to_stage = 'closed';

-- break: an incident hangs                               finds: an incident has not finished
update levee.incident set stage = 'reviewing', outcome = 'open' where id = (select min(id) from levee.incident);

-- break: work is forgotten                               finds: work is left
insert into levee.work (kind, incident_id, subject) values ('deliver', 1, 1000000000);

-- break: a part comes in after its text was handed in    finds: a text changed after it was handed in
update levee.rendition set event_id = (select max(id) from levee.event) where document_id = (select min(document_id) from levee.rendition);

-- break: the author reviews                              finds: who wrote it reviewed it
update levee.revision set person = 'wang' where kind = 'plan' and document_id = (select min(document_id) from levee.plan);

-- break: a service submits                               finds: a service did what a person does
update levee.submission set person = 'svc_response' where event_id = (select min(event_id) from levee.submission);

-- break: a text for employees                            finds: a text went to other readers than it was for
update levee.rendition set audience = 'employees' where document_id = (select min(document_id) from levee.rendition);

-- break: an acknowledgement is taken away                finds: a team responds without having acknowledged
delete from levee.acknowledgement where for_team = 'logistics' and incident_id = (select min(id) from levee.incident);

-- break: an assessment was there before the decision     finds: a decision rests on an assessment that was not the newest
insert into levee.assessment select (jsonb_populate_record(a, '{"revision": 2}')).* from levee.assessment a
  order by incident_id limit 1;

-- break: a fact nobody checked                           finds: a fact is held for more than anybody checked
delete from levee.fact_check where incident_id = (select max(id) from levee.incident);

-- break: work dies in silence                            finds: work died without a trace
insert into levee.work (kind, subject, state, reason) values ('probe', 1, 'dead', 'x');
