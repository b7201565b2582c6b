-- The default playbook, version 1: Levee's proposal, anchored in public practice. Leadership approves it, or changes
-- it first. Sources: the Golden Four Hours practice, State Council notices 2016 no. 61 and 80, PagerDuty's incident
-- response guide, HSEEP, and Coombs' situational crisis communication theory.

insert into levee.playbook (version, title_en, title_zh) values
  (1, 'Default playbook for a public-opinion crisis', '舆情危机默认预案');

insert into levee.target (version, name, severity, within, weight)
select 1, t.name, s.severity::levee.severity, s.within::interval, t.weight
from (values
  ('acknowledge', 1, array['10 minutes', '15 minutes', '30 minutes', '2 hours']),
  ('assess', 2, array['20 minutes', '30 minutes', '60 minutes', '4 hours']),
  ('report_up', 1, array['5 minutes', '10 minutes', '15 minutes', '1 hour']),
  ('command', 2, array['30 minutes', '40 minutes', '60 minutes', '6 hours']),
  ('acknowledge_command', 1, array['10 minutes', '15 minutes', '30 minutes', '2 hours']),
  ('ready', 1, array['20 minutes', '30 minutes', '2 hours', '8 hours']),
  ('plan', 1, array['45 minutes', '60 minutes', '2 hours', '8 hours']),
  ('review_plan', 1, array['15 minutes', '20 minutes', '30 minutes', '2 hours']),
  ('meeting_record', 1, array['1 hour', '1 hour', '1 hour', '1 hour']),
  ('reach', 1, array['5 minutes', '10 minutes', '15 minutes', '1 hour']),
  ('correction', 2, array['30 minutes', '45 minutes', '60 minutes', '4 hours']),
  ('review_statement', 1, array['10 minutes', '15 minutes', '20 minutes', '1 hour']),
  ('first_statement', 3, array['150 minutes', '4 hours', '6 hours', '24 hours']),
  ('update', 1, array['1 hour', '2 hours', '4 hours', '24 hours']),
  ('feedback_reply', 1, array['30 minutes', '1 hour', '4 hours', '24 hours']),
  ('feedback_resolution', 1, array['24 hours', '24 hours', '48 hours', '5 days']),
  ('report', 1, array['24 hours', '24 hours', '48 hours', '5 days']),
  ('after_action', 1, array['3 days', '3 days', '7 days', '14 days'])) t (name, weight, per_severity)
cross join lateral unnest(array['I', 'II', 'III', 'IV'], t.per_severity) s (severity, within);

insert into levee.review_rule (version, severity, reviews, legal, valid, signed) values
  (1, 'I', 2, true, '8 hours', 'enrolled'), (1, 'II', 2, true, '12 hours', 'enrolled'), (1, 'III', 1, false, '24 hours', 'never'),
  (1, 'IV', 1, false, '72 hours', 'never');

-- A regulator and a journalist wait half as long as the playbook's target; the others as long.
insert into levee.feedback_target (version, sender, severity, reply, resolution)
select 1, w.sender, t.severity, t.within / w.haste, r.within
from levee.target t join levee.target r on r.version = 1 and r.name = 'feedback_resolution' and r.severity = t.severity
cross join (values ('customer', 1), ('employee', 1), ('investor', 1), ('journalist', 2), ('regulator', 2))
  w (sender, haste)
where t.version = 1 and t.name = 'feedback_reply';

insert into levee.escalation_rule (version, percent, recipients) values
  (1, 75, 'owner'), (1, 100, 'substitute'), (1, 125, 'leader'), (1, 150, 'all_heads');

-- Of the law only what is certain, each to be confirmed with counsel. Where a law says "at once", an hour is counted.
insert into levee.statutory_clock (version, name, kind, jurisdiction, within, business_days, at_least, operator, title_en, title_zh,
  source_en, source_zh, says_en, says_zh, source_day)
select 1, c.name, k.kind::levee.incident_kind, c.jurisdiction, c.within::interval, c.business_days, c.at_least::levee.severity,
  c.operator, c.title_en, c.title_zh, c.source_en, c.source_zh, c.says_en, c.says_zh, c.source_day::date
from (values
  ('gdpr-33', 'data_breach', 'EU', '72 hours', 0, 'IV', '', 'leak of personal data: report within 72 hours', '个人数据泄露须 72 小时内报告',
    'GDPR Art. 33', '欧盟《通用数据保护条例》第三十三条',
    'Not later than 72 hours after having become aware of it, to the supervisory authority, unless it is unlikely to result in a risk to people.',
    '知悉后 72 小时内报告监管机构；不大可能给个人带来风险的除外。', '2016-04-27'),
  ('nis2-early-warning', 'data_breach service_outage', 'EU', '24 hours', 0, 'III', '', 'significant incident: warn within 24 hours',
    '重大网络事件须 24 小时内预警', 'NIS2 Art. 23', '欧盟《网络与信息系统安全指令》第二十三条',
    'Essential and important entities: an early warning within 24 hours of becoming aware of a significant incident.',
    '关键和重要实体：知悉重大事件后 24 小时内发出预警。', '2022-12-14'),
  ('nis2-notification', 'data_breach service_outage', 'EU', '72 hours', 0, 'III', '', 'significant incident: report within 72 hours',
    '重大网络事件须 72 小时内报告', 'NIS2 Art. 23', '欧盟《网络与信息系统安全指令》第二十三条',
    'Essential and important entities: an incident notification within 72 hours, with a first assessment.',
    '关键和重要实体：72 小时内提交事件报告，附初步评估。', '2022-12-14'),
  ('sec-8k-105', 'data_breach', 'US', '4 days', 4, 'II', '', 'material cybersecurity incident: disclose within four business days',
    '重大网络安全事件须四个工作日内披露', 'SEC Form 8-K item 1.05', '美国证券交易委员会 8-K 表第 1.05 项',
    'Companies listed in the US: within four business days of determining that the incident is material.',
    '在美上市公司：认定事件重大后四个工作日内披露。', '2023-07-26'),
  ('pipl-57', 'data_breach', 'CN', '1 hour', 0, 'IV', '', 'leak of personal information: tell at once', '个人信息泄露须立即告知', 'PIPL Art. 57',
    '《个人信息保护法》第五十七条',
    'Remedial measures at once, and notice to the department in charge and to the people concerned: what leaked, why, what may follow, what was done, whom to turn to.',
    '立即采取补救措施，并通知主管部门和个人。通知写明泄露的信息种类、原因、可能的危害、已采取的措施和联系方式。', '2021-08-20'),
  ('cn-network-incident-1h', 'data_breach service_outage', 'CN', '1 hour', 0, 'III', 'critical',
    'cybersecurity incident at critical infrastructure: report within 1 hour', '关键信息基础设施网络安全事件须 1 小时内报告',
    'China''s rules on reporting cybersecurity incidents, Art. 4', '《国家网络安全事件报告管理办法》第四条',
    'Operators of critical information infrastructure: to the department that protects it and to the police, at the latest within one hour; of serious incidents and graver ones.',
    '较大以上事件涉及关键信息基础设施的，第一时间向保护工作部门、公安机关报告；最迟不超过 1 小时。', '2025-11-01'),
  ('cn-network-incident-2h', 'data_breach service_outage', 'CN', '2 hours', 0, 'III', 'state',
    'cybersecurity incident at a body of the state: report within 2 hours', '中央和国家机关网络安全事件须 2 小时内报告',
    'China''s rules on reporting cybersecurity incidents, Art. 4', '《国家网络安全事件报告管理办法》第四条',
    'Central bodies of the state and what they run: to their own cyberspace office, at the latest within two hours.',
    '中央和国家机关及其直属单位，向本部门网信工作机构报告，最迟不超过 2 小时。', '2025-11-01'),
  ('cn-network-incident-4h', 'data_breach service_outage', 'CN', '4 hours', 0, 'III', 'other', 'cybersecurity incident: report within 4 hours',
    '网络安全事件须 4 小时内报告', 'China''s rules on reporting cybersecurity incidents, Art. 4', '《国家网络安全事件报告管理办法》第四条',
    'All other operators: to the cyberspace office of their province, at the latest within four hours; of serious incidents and graver ones.',
    '其他网络运营者，较大以上事件向属地省级网信部门报告，最迟不超过 4 小时。', '2025-11-01'),
  ('cn-recall-report', 'product_quality', 'CN', '2 days', 2, 'II', '', 'dangerous product: report within two business days',
    '产品危及人身安全须两个工作日内报告', 'China''s interim rules on the recall of consumer goods, Art. 8', '《消费品召回管理暂行规定》第八条',
    'Where a product has caused or may cause death, serious injury or great loss, or is recalled abroad: to the market supervision of the province within two business days.',
    '已造成或可能造成死亡、严重人身伤害、重大财产损失，或在境外召回的，须报告省级市场监管部门；期限为两个工作日。', '2020-01-01'))
  c (name, kinds, jurisdiction, within, business_days, at_least, operator, title_en, title_zh, source_en, source_zh, says_en, says_zh, source_day)
cross join lateral string_to_table(c.kinds, ' ') k (kind);

-- Business days: federal holidays of the United States as they are observed; in China the days that the law names, and not those that
-- each year's notice moves: a time that is counted too short does no harm.
insert into levee.holiday (version, jurisdiction, day, name)
select 1, h.jurisdiction, d.day::date, h.name from (values
  ('US', 'New Year''s Day', '2026-01-01 2027-01-01 2027-12-31'), ('US', 'Birthday of Martin Luther King, Jr.', '2026-01-19 2027-01-18 2028-01-17'),
  ('US', 'Washington''s Birthday', '2026-02-16 2027-02-15 2028-02-21'), ('US', 'Memorial Day', '2026-05-25 2027-05-31 2028-05-29'),
  ('US', 'Juneteenth', '2026-06-19 2027-06-18 2028-06-19'), ('US', 'Independence Day', '2026-07-03 2027-07-05 2028-07-04'),
  ('US', 'Labor Day', '2026-09-07 2027-09-06 2028-09-04'), ('US', 'Columbus Day', '2026-10-12 2027-10-11 2028-10-09'),
  ('US', 'Veterans Day', '2026-11-11 2027-11-11 2028-11-10'), ('US', 'Thanksgiving Day', '2026-11-26 2027-11-25 2028-11-23'),
  ('US', 'Christmas Day', '2026-12-25 2027-12-24 2028-12-25'),
  ('CN', '元旦', '2026-01-01 2027-01-01 2028-01-01'),
  ('CN', '春节', '2026-02-16 2026-02-17 2026-02-18 2026-02-19 2027-02-05 2027-02-06 2027-02-07 2027-02-08 2028-01-25 2028-01-26 2028-01-27 2028-01-28'),
  ('CN', '清明节', '2026-04-05 2027-04-05 2028-04-04'), ('CN', '劳动节', '2026-05-01 2026-05-02 2027-05-01 2027-05-02 2028-05-01 2028-05-02'),
  ('CN', '端午节', '2026-06-19 2027-06-09 2028-05-28'), ('CN', '中秋节', '2026-09-25 2027-09-15 2028-10-03'),
  ('CN', '国庆节', '2026-10-01 2026-10-02 2026-10-03 2027-10-01 2027-10-02 2027-10-03 2028-10-01 2028-10-02'))
  h (jurisdiction, name, days) cross join lateral string_to_table(h.days, ' ') d (day);

insert into levee.checklist_item (version, list, item, position, en, zh) values
  (1, 'readiness', 'monitoring-tools', 1, 'Monitoring tools and software', '监测工具'),
  (1, 'readiness', 'statement-templates', 2, 'Statement templates', '声明模板'),
  (1, 'readiness', 'media-contacts', 3, 'Media contacts', '媒体联系信息'),
  (1, 'readiness', 'social-media-tools', 4, 'Social-media management tools', '社交媒体管理工具'),
  (1, 'readiness', 'publishing-platforms', 5, 'Publishing platforms', '发布平台'),
  (1, 'readiness', 'counselling', 6, 'Psychological counselling', '心理辅导'),
  (1, 'stand_down', 'resources-returned', 1, 'Tools and resources returned', '归还工具和资源'),
  (1, 'stand_down', 'access-closed', 2, 'Temporary accounts and access closed', '收回临时账号和权限'),
  (1, 'stand_down', 'people-relieved', 3, 'People relieved, counselling still open', '人员轮换休整，继续为一线人员提供疏导'),
  (1, 'stand_down', 'material-archived', 4, 'Material collected and archived', '收集资料并归档');

-- Amounts grow with the size of the company and with severity.
insert into levee.resource_requirement (version, company_size, severity, item, amount)
select 1, z.size, s.severity::levee.severity, r.item, ceil(r.base * z.factor * s.factor)::int
from (values ('monitoring-tools', 1), ('statement-templates', 2), ('media-contacts', 5), ('social-media-tools', 1),
    ('publishing-platforms', 1), ('counselling', 1)) r (item, base)
cross join (values ('small', 0.5), ('medium', 1), ('large', 2)) z (size, factor)
cross join (values ('I', 4), ('II', 3), ('III', 2), ('IV', 1)) s (severity, factor);

insert into levee.template (version, name, kind, language, title, body) values
  (1, 'holding', 'holding', 'en', 'We are looking into this', E'We know that people are affected, and we are sorry.\n\nWe are finding out what happened and will tell you what we know, here, as soon as we know it. Updates follow here.'),
  (1, 'holding', 'holding', 'zh-CN', '情况正在核实', E'我们已经注意到大家反映的问题，对受影响的用户表示关切。\n\n我们正在核实情况，核实后会第一时间在这里公布，后续进展也在这里更新。'),
  (1, 'reply', 'reply', 'en', 'Your message', E'Thank you for writing to us, and sorry for what happened.\n\nWe have recorded your case. What we know is on our newsroom page, and a colleague follows up with you personally.'),
  (1, 'reply', 'reply', 'zh-CN', '您的来信', E'感谢您的来信，对给您带来的不便深表歉意。\n\n您的情况我们已登记。最新情况请见官方通报页面，我们的同事会与您单独联系。'),
  -- To each who asks, in their own terms: what is known, what is not said, who gets back to them.
  (1, 'reply-customer', 'reply', 'en', 'Your message to us', E'Thank you for telling us. We are sorry for the trouble this gives you.\n\nYour case is recorded, and a colleague follows up with you personally. What we know so far is on our newsroom page; we add to it as soon as more is verified.\n\nIf you need help at once, please answer this message and say so.'),
  (1, 'reply-customer', 'reply', 'zh-CN', '您反映的问题', E'感谢您告诉我们，给您添了麻烦，十分抱歉。\n\n您的情况已经登记，我们的同事会与您单独联系。目前已核实的情况请见官方声明页面，有新进展会及时更新。\n\n如需马上得到帮助，请直接回复说明。'),
  (1, 'reply-journalist', 'reply', 'en', 'Your enquiry', E'Thank you for your enquiry.\n\nWe are establishing what happened, and confirm only what is verified. What we can confirm at this moment is on our newsroom page, and may be quoted from there.\n\nPlease tell us by when you need an answer and what you would like confirmed. Our spokesperson gets back to you.'),
  (1, 'reply-journalist', 'reply', 'zh-CN', '关于您的采访问询', E'感谢您的来函。\n\n我们正在核实情况，只对已核实的内容作出确认。目前可以确认的情况，以官方声明页面为准，欢迎引用。\n\n请告知您的截稿时间和希望确认的问题，新闻发言人会尽快与您联系。'),
  (1, 'reply-regulator', 'reply', 'en', 'Your enquiry', E'We have received your enquiry, and the person in charge has taken it up.\n\nWe are establishing the facts, and report what is verified to you in writing within the time that you or the law set. Records that concern the matter are kept.\n\nIf you need documents or somebody to speak to at once, please tell us; we arrange it.'),
  (1, 'reply-regulator', 'reply', 'zh-CN', '关于贵单位来函的答复', E'来函收悉，我司已指定专人负责。\n\n目前正在核实情况，将在贵单位和法规要求的时限内，书面报送已核实的情况。相关资料已妥善留存。\n\n如需调取材料或当面说明，请随时告知，我司将立即安排。'),
  (1, 'reply-employee', 'reply', 'en', 'Your question', E'Thank you for asking.\n\nWhat the company can say is on the newsroom page; you hear from us as soon as there is more. Please pass questions from journalists and customers on to the response team, and do not comment in the name of the company, in chat groups either.\n\nIf this weighs on you, counselling is open to you.'),
  (1, 'reply-employee', 'reply', 'zh-CN', '您的问题', E'感谢您的询问。\n\n公司目前能说明的情况，请见官方声明页面，有新进展会第一时间告知大家。遇到记者或用户询问，请转给应急响应小组，不要以公司名义对外发表意见，群聊中也请留意。\n\n如果感到压力，可以随时联系心理辅导。'),
  (1, 'reply-investor', 'reply', 'en', 'Your question', E'Thank you for your question.\n\nWe are establishing what happened. Whatever bears on our business is told to all investors at the same time, in the way that the rules on disclosure ask for; we cannot say more to one of them before that.\n\nWhat is verified so far is on our newsroom page.'),
  (1, 'reply-investor', 'reply', 'zh-CN', '关于您的问询', E'感谢您的关注。\n\n公司正在核实有关情况。凡可能影响公司经营的信息，将按信息披露规定，向全体投资者同时公布，在此之前不便单独说明。\n\n目前已核实的情况，请见官方声明页面。'),
  (1, 'plan-1', 'plan_part', 'en', 'Official statement and channels', 'One statement on the newsroom, the same text on every channel; updated at the cadence of the severity.'),
  (1, 'plan-1', 'plan_part', 'zh-CN', '官方声明与发布渠道', '以官方通报页为准，各渠道口径一致；按等级规定的间隔更新。'),
  (1, 'plan-2', 'plan_part', 'en', 'User-feedback process', 'Every message is registered, answered in time, and followed until it is resolved.'),
  (1, 'plan-2', 'plan_part', 'zh-CN', '用户反馈处理流程', '每一条反馈都登记、按时回复，并跟进到解决为止。'),
  (1, 'plan-3', 'plan_part', 'en', 'Media communication', 'One spokesperson; facts that are verified only; journalists are called back within the hour.'),
  (1, 'plan-3', 'plan_part', 'zh-CN', '媒体沟通策略', '统一发言人；只讲已核实的情况；一小时内回复记者。'),
  (1, 'plan-4', 'plan_part', 'en', 'Social-media measures', 'Listen and answer where people ask; correct what is wrong; never argue, never delete criticism.'),
  (1, 'plan-4', 'plan_part', 'zh-CN', '社交媒体应对措施', '在用户提问的地方倾听、回应；更正不实信息；不与网友争论，不随意删评、控评。'),
  (1, 'statement', 'statement', 'en', 'What happened, and what we are doing', E'We are sorry for what happened.\n\nWhat we know:\n{facts}\n\nWhat we are doing:\n\nWhat you can do:\n\nOur next update follows here.'),
  (1, 'statement', 'statement', 'zh-CN', '情况说明', E'对此次事件给大家带来的影响，我们深表歉意。\n\n目前已核实的情况：\n{facts}\n\n我们正在采取的措施：\n\n您可以怎么做：\n\n后续进展将在此公布。'),
  (1, 'assignment-all', 'assignment', 'en', 'Command', 'Respond by the plan: tell those who are hurt first, say only what is verified, and report up at the times of the severity.'),
  (1, 'assignment-all', 'assignment', 'zh-CN', '应急指令', '按预案启动响应：先告知受影响的用户，只讲已核实的情况，按规定时限上报。'),
  (1, 'assignment-monitoring', 'assignment', 'en', 'Monitoring', 'Verify the open facts, watch where it spreads, and report every change of trend.'),
  (1, 'assignment-monitoring', 'assignment', 'zh-CN', '信息小组', '核实还没核实的情况，跟踪扩散范围，趋势一有变化就报告。'),
  (1, 'assignment-response', 'assignment', 'en', 'Response', 'Submit the plan, prepare the first statement, and answer feedback within its time.'),
  (1, 'assignment-response', 'assignment', 'zh-CN', '响应小组', '提交应对方案，准备首次回应，按时回复反馈。'),
  (1, 'assignment-logistics', 'assignment', 'en', 'Logistics', 'Check tools and platforms, allocate what the severity asks for, and certify readiness.'),
  (1, 'assignment-logistics', 'assignment', 'zh-CN', '后勤小组', '检查工具和平台，按等级调配资源，提交保障确认单。');
