-- How often drills are held, by the playbook.

create table levee.drill_rule (
  version int not null constraint drill_rule_is_of_a_playbook references levee.playbook,
  kind text not null constraint drill_rule_kind_is_known check (kind in ('tabletop', 'full', 'blind', 'team')),
  every interval not null constraint drill_rule_every_is_sane check (every between '7 days' and '10 years'),
  team levee.team not null default 'leadership' constraint drill_rule_team_works check (team in ('monitoring', 'leadership', 'response', 'logistics')),
  source_en text not null default '',
  source_zh text not null default '',
  primary key (version, kind));
call levee.add_playbook_part('drill_rule');
grant select on levee.drill_rule to levee_admin, levee_staff, levee_ops, levee_monitoring, levee_leadership, levee_response,
  levee_logistics, levee_supervisor;
-- A version that leadership approved keeps what it says: the next one has these.
insert into levee.drill_rule (version, kind, every, source_en, source_zh)
  select r.* from (values
  (1, 'full', interval '1 year', 'proposal; compare the yearly drill of the Measures for Emergency Plans of Production Safety, article 33', '建议值；参照《生产安全事故应急预案管理办法》第三十三条的每年一次'),
  (1, 'tabletop', '6 months', 'proposal', '建议值')) r
  where not exists (select from levee.playbook_review a where a.version = 1);

insert into levee.duty_kind (name, team, tells) values ('plan_drill', null, 'team');
