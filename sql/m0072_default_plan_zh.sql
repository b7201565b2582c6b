-- The default plan's prose in Chinese. Where {part} stands, the rows of that part follow.

insert into levee.plan_section (version, section, language, title, body) values
(1, 'purpose', 'zh-CN', '目标与适用范围', $md$### 目标

发生舆情危机时，公司要做到四件事：

1. 尽快知道：发现之后马上登记，不等、不瞒。
2. 尽快说明：先告诉受影响的人，只讲已核实的情况。
3. 把问题解决：每一条反馈都有人答复，跟进到解决为止。
4. 越做越好：每次事后复盘，改进落实到人、到期。

### 适用范围

本预案适用于全公司。出现下列九类情况之一，并且可能影响公司声誉、业务或员工的，按本预案处置：

{event_scope}

### 工作原则

- 人的安全和利益在先，公司的面子在后。
- 统一指挥，分组负责，每一步都有人签收。
- 对外口径只有一个。没有批准的内容不发布。
- 说错了就更正，并在原处注明。

### 预案的基本设置

{playbook}$md$),

(1, 'risks', 'zh-CN', '风险识别', $md$研判时逐项评估四类风险，写明现状和趋势。还不清楚的写“不清楚”，不要猜。

{plan_risk}

研判报告按七个方面打分，得出建议等级：对人和数据的伤害、传播范围、传播速度、负面占比、监管和法律、业务影响、公司责任。等级分四级，一级最重：

- 一级（特别重大，红色）：有人受到伤害，大规模泄露，监管部门或市场已有行动，全国关注。
- 二级（重大，橙色）：登上全国热搜，主流媒体报道，大量用户受影响。
- 三级（较大，黄色）：行业或地区关注，热度还在上升。
- 四级（一般，蓝色）：零星投诉，范围可控。

有人死亡或重伤的，直接定为一级。敏感个人信息确认泄露的，不低于二级。收到监管部门正式通知的，不低于二级。

等级随时可以调高。调低要有理由，连续两次研判趋势平稳，并经领导小组审核。$md$),

(1, 'organisation', 'zh-CN', '组织体系', $md$### 舆情应急领导小组（领导小组）

总经理任组长，市场负责人和法务负责人任副组长。公关、客户服务、技术支持负责人为成员。领导小组听取研判、作出决定、下达指令、审核所有对外稿件，并决定何时终止响应。

### 信息收集与分析小组（信息小组）

由公关经理负责。收集各渠道的信息，核实情况，研判等级和风险，及时上报。

### 应急响应小组（响应小组）

由市场负责人负责。制定应对方案，起草声明，按批准的内容发布，回复用户、媒体和监管部门。

### 后勤保障小组（后勤小组）

由行政人事负责人负责。保障工具、平台、物资和人员，安排轮换和心理辅导。

### 岗位与职务

每个岗位在流程中的职务和职责如下。谁在这个岗位上，谁就负责。

{post}

### 代班

负责人联系不上，或者超时未处理时，由下列岗位代行职务：

{post_stand_in}

本人写的稿件，本人不审核。

### 手机和浏览器

手机和浏览器凭登记链接登记，链接在终端或已登记的设备上取得。两者都没有的，可获取发给本人的六位验证码。身兼多职的，各项职务都允许才行：

{enrol_rule}$md$),

(1, 'workflow', 'zh-CN', '应急响应流程', $md$流程分六步。上一步没有完成，下一步不能开始；确实来不及的，由领导批准先行，并注明理由。

### 步骤一：信息收集与研判

信息小组登记事件，列出要跟踪的关键词和渠道，核实情况，提交研判报告：等级、趋势、四类风险、可选的做法。一句话加一个等级就可以先报，细节随后补充。

### 步骤二：指令下达

领导签收研判报告，开会决定，下达应急指令，给每个小组布置任务。情况紧急时，一位领导可以先决定，一小时内补会议记录。各组要确认收到。

指令下达后，可以先用批准过的模板发布首发稿。

### 步骤三：制定方案

响应小组提交应对方案，共四部分：官方声明与发布渠道，用户反馈处理流程，媒体沟通策略，社交媒体应对措施。后勤小组同时核对保障事项，出具保障确认单。

### 步骤四：应急响应

方案批准、保障到位后，发布声明，回复反馈，跟踪效果，按规定间隔更新。稿件引用的情况必须已核实。情况后来查明不实的，马上更正。

### 步骤五：现场清理与总结评估

领导小组宣布终止响应后，后勤小组收尾，三个小组各交一份处置情况报告。领导小组组织复盘：经过、效果、整改措施。

### 步骤六：归档

复盘报告审定后归档。以后又有变化，另行登记并注明与本事件的关系。

### 各步时限

每一步从起点开始计时。提醒和上报由系统自动发出。

{target}

### 超时怎么办

时限用到下列比例还没有完成的，通知相应的人：

{escalation_rule}

### 稿件审核

{review_rule}

### 回复时限

{feedback_target}

### 法定报告时限

下列时限由法律法规规定，从发现时起算，是否适用请与法务确认。公司属于哪类运营者，见“预案的基本设置”。

{statutory_clock}

按工作日计算的，扣除周末和附件中的节假日。

### 保障事项与收尾事项

{checklist_item}

### 对外文书

向主管部门报送、请平台辟谣、向平台申诉、举报涉企侵权信息，都用附件中的模板。领导小组审核后才能报送。谁报送，谁跟进到对方受理。

{form_rule}$md$),

(1, 'resources', 'zh-CN', '应急资源', $md$平时就要备好六类资源：监测工具、声明模板、媒体联系信息、社交媒体管理工具、发布平台、心理辅导。后勤小组负责登记，写明负责人、位置和有效期，并定期核对。

{resource_kind}

公司规模和事件等级不同，要准备的数量也不同：

{resource_requirement}

缺少的，平时就由负责人补齐。事件发生时仍缺的，在保障确认单上写明，不因此耽误响应。

心理辅导对处置人员和全体员工开放。公司只统计次数，不记录是谁、为什么。

{counselling_rule}$md$),

(1, 'evaluation', 'zh-CN', '评估与改进', $md$### 演练

每年至少演练两次，其中一次为实战演练。演练与实战用同样的流程、同样的工具、同样的规定。所有演练内容都标明“演练”，不对外发布。

{drill_rule}

### 评估

实战和演练用同样的办法评估四个方面：响应是否及时，信息是否准确，反馈处理得怎么样，最终效果如何。到期没有做的按零分计。评估是为了改进，不给个人排名。

各项的权重如下：

{evaluation_rule}

平时的准备也打分，缺的计零分。权重和界限如下：

{readiness_rule}

### 改进

每一条不足都要有答复：要么定出整改措施、负责人和期限，要么写明为什么接受。整改完成后在演练中复查。需要修改预案的，由此提出新的一版。$md$),

(1, 'spreading', 'zh-CN', '宣传与培训', $md$### 人人知晓

预案批准后自动发布，网页版和打印版内容相同。全体员工阅读并确认，新员工入职时阅读并确认。预案用词简洁明了，不用专业术语；必须使用的，在附件中说明。

{reading_rule}

### 培训

在预案中有职务的人每年培训一次，并通过测试。换岗后先培训，再上岗。预案有改动的，就改动的部分重新培训。

{training_rule}

### 更新

预案每年至少修订一次。人员或职务变动、出现新的风险、资源缺失、演练或实战发现不足时，也要及时修订。修订由领导小组按最高等级的规则审核批准。

### 备案

需要向有关方面备案的，在批准后按下列时限完成：

{filing}$md$),

(1, 'annex', 'zh-CN', '附件：模板与用语', $md$### 模板

下列模板随预案一并批准，可以直接使用。花括号中的内容在起草时自动填入。

{template}

### 用语说明

{plan_term}

### 节假日

{holiday}$md$),

(1, 'making', 'zh-CN', '编制说明', $md$本预案依据公司的组织和业务编制，参照了国家关于应急预案管理和政务舆情回应的公开规定，以及国内外危机应对的通行做法。时限、数量和分工在首次批准前由各部门逐项核对。

本版为默认预案，供公司在此基础上修改。$md$);

insert into levee.event_scope (version, kind, covers_en, covers_zh) values
  (1, 'product_quality', 'A fault of a product or service that harms people or property, or may', '产品或服务有缺陷，已经或可能造成人身、财产损失'),
  (1, 'negative_press', 'Critical reports by media or people with many followers', '媒体或有影响力的账号发布负面报道'),
  (1, 'user_complaint', 'Many users complain about the same thing within a short time', '短时间内大量用户投诉同一问题'),
  (1, 'data_breach', 'Personal data or company data was seen, lost or taken without permission', '个人信息或公司数据泄露、丢失或遭窃取'),
  (1, 'service_outage', 'A service that users rely on is down, or works badly', '用户依赖的服务中断或严重变慢'),
  (1, 'employee_conduct', 'What somebody of the company said or did draws criticism', '员工的言行引起批评'),
  (1, 'rumour', 'Something untrue about the company spreads', '有关公司的不实信息在传播'),
  (1, 'regulatory', 'An authority inquires, warns, or acts against the company', '监管部门询问、约谈、调查或处罚'),
  (1, 'other', 'Anything else that may harm the reputation of the company', '其他可能损害公司声誉的情况');

insert into levee.plan_risk (version, risk, shows_en, shows_zh) values
  (1, 'brand', 'Trust falls: more and more criticism, well-known people join in, partners step back', '品牌信任下降：批评增多，知名账号参与，合作方疏远'),
  (1, 'market', 'Business suffers: returns, cancelled orders, users leave, the share price falls', '市场受损：退货退订增多，用户流失，股价下跌'),
  (1, 'legal', 'The law is touched: an authority asks, people sue, a duty to report', '法律责任：监管部门介入，用户起诉，负有报告义务'),
  (1, 'morale', 'People of the company suffer: worry, overwork, attacks on them, leaving', '员工士气受挫：焦虑，过劳，受到攻击，离职');

insert into levee.post (version, post, position, title_en, title_zh, seats, answers_for_en, answers_for_zh) values
  (1, 'general-manager', 1, 'General manager', '总经理', 'leadership:leader', 'Leads the group, issues the command, declares the response over', '任组长，下达指令，宣布终止响应'),
  (1, 'head-of-marketing', 2, 'Head of marketing', '市场负责人', 'leadership:deputy response:head', 'Deputy leader; heads the response: plan, statements, replies', '任副组长，带领响应小组：方案、声明、回复'),
  (1, 'head-of-legal', 3, 'Head of legal', '法务负责人', 'leadership:deputy leadership:legal', 'Deputy leader; reviews texts for the law, and knows the duties to report', '任副组长，从法律角度审核稿件，掌握报告义务'),
  (1, 'pr-manager', 4, 'PR manager', '公关经理', 'leadership:member monitoring:head', 'Heads the information team: collects, verifies, assesses', '带领信息小组：收集、核实、研判'),
  (1, 'head-of-customer-service', 5, 'Head of customer service', '客户服务负责人', 'leadership:member response:member', 'Sees to it that every message is answered and followed up', '保证每一条用户反馈有答复、有跟进'),
  (1, 'head-of-technical-support', 6, 'Head of technical support', '技术支持负责人', 'leadership:member monitoring:member', 'Finds the technical cause, and says what is known of it', '查明技术原因，说明已知情况'),
  (1, 'head-of-administration', 7, 'Head of administration and HR', '行政人事负责人', 'logistics:head', 'Heads logistics: tools, platforms, people, counselling', '带领后勤小组：工具、平台、人员、心理辅导'),
  (1, 'it-operations', 8, 'IT operations', '信息技术运维', 'logistics:member', 'Keeps tools and publishing platforms running', '保证监测工具和发布平台正常运行');
insert into levee.post_stand_in (version, post, stand_in) values
  (1, 'general-manager', 'head-of-marketing'), (1, 'head-of-marketing', 'head-of-customer-service'),
  (1, 'head-of-legal', 'general-manager'), (1, 'pr-manager', 'head-of-technical-support'),
  (1, 'head-of-customer-service', 'head-of-marketing'), (1, 'head-of-technical-support', 'pr-manager'),
  (1, 'head-of-administration', 'it-operations'), (1, 'it-operations', 'head-of-administration');

insert into levee.plan_term (version, term_en, term_zh, means_en, means_zh) values
  (1, 'assessment', '研判报告', 'What the information team reports: how grave it is, where it is going, what can be done', '信息小组的报告：有多严重、会怎样发展、可以怎么办'),
  (1, 'command', '应急指令', 'The order of the leadership group, with a task for each team', '领导小组下达的命令，给每个小组布置任务'),
  (1, 'holding statement', '首发稿', 'The first short text, from a template that was approved beforehand', '第一篇简短的说明，用事先批准的模板'),
  (1, 'readiness certificate', '保障确认单', 'The list by which logistics says that tools and people are ready', '后勤小组用来确认工具、人员已到位的清单'),
  (1, 'Q&A sheet', '问答口径', 'Approved answers that all who reply use', '所有人对外答复时统一使用的、已批准的问答'),
  (1, 'stand-down', '收尾', 'Giving back tools, closing access, relieving people', '归还工具、收回权限、安排休整'),
  (1, 'after-action review', '复盘报告', 'What happened, what worked, what is to be improved', '事情经过、处置效果、整改措施');
