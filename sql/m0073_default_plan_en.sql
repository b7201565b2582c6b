-- The default plan's prose in English. Where {part} stands, the rows of that part follow.

insert into levee.plan_section (version, section, language, title, body) values
(1, 'purpose', 'en', 'Goal and scope', $md$### Goal

In a crisis of public opinion the company does four things:

1. It knows soon: what is found is recorded at once, and not kept back.
2. It speaks soon: first to those who are hurt, and only what is verified.
3. It solves the problem: every message is answered and followed until it is resolved.
4. It gets better: each case is reviewed, and each improvement has an owner and a day.

### Scope

This plan is for the whole company. It applies when one of nine kinds of things happens and may harm the company's name, its business or its people:

{event_scope}

### Principles

- People's safety and interests come first, the company's face comes second.
- One command, teams that answer for their part, and every step received by somebody.
- The company speaks with one voice. What is not approved is not published.
- What was wrong is corrected, and marked where it stood.

### Settings of this plan

{playbook}$md$),

(1, 'risks', 'en', 'Risks', $md$Each assessment weighs four risks and says how each stands and where it is going. What nobody knows yet is "unknown"; nobody guesses.

{plan_risk}

Seven points give the proposed level: harm to people or data, reach, speed, share of negative voices, regulators and law, business, and the company's own part in it. There are four levels; I is the gravest:

- I (red): people are harmed, data of very many leaked, an authority or the market acts, the whole country watches.
- II (orange): trending nationally, reports in main media, many users hurt.
- III (yellow): an industry or a region watches, and it grows.
- IV (blue): single complaints, contained.

A death or a serious injury makes it I. A confirmed leak of sensitive personal data makes it II at least, and so does a formal notice of an authority.

The level can be raised at any time. To lower it takes a reason, two steady assessments in a row, and the leadership group.$md$),

(1, 'organisation', 'en', 'Organisation', $md$### Leadership group

The general manager leads it; the heads of marketing and legal are deputies. The heads of PR, customer service and technical support are members. The group hears the assessment, decides, issues the command, reviews every text that goes out, and says when the response is over.

### Information team

The PR manager heads it. It collects what is said, verifies it, assesses how grave it is, and reports.

### Response team

The head of marketing heads it. It makes the response plan, writes the statements, publishes what is approved, and answers users, media and authorities.

### Logistics team

The head of administration and HR heads it. It keeps tools, platforms and people going, arranges relief, and offers counselling.

### Posts and seats

Each post has these seats and duties. Whoever has the post has the duty.

{post}

### Who stands in

When somebody cannot be reached, or is overdue, these posts act for them:

{post_stand_in}

Nobody reviews a text that they wrote themselves.

### Phones and browsers

A phone or a browser is enrolled by a link, from a terminal or from one that is enrolled already. Whoever has neither is sent a code of six digits. Who has several seats needs a yes for all of them:

{enrol_rule}$md$),

(1, 'workflow', 'en', 'The six steps', $md$There are six steps. No step begins before the one before it is done. Where there is no time for that, a leader lets it go ahead and says why.

### Step 1: collect and assess

The information team opens the incident, lists the words and channels to watch, and verifies what is said. It submits the assessment: level, trend, the four risks, and what could be done. One sentence and a level are enough to begin with; the rest follows.

### Step 2: command

A leader receives the assessment. The group meets, decides, and issues the command, with a task for each team. In an emergency one leader decides alone, and the record of the meeting follows within an hour. Each team says that it has its task.

From then on a first statement may go out, if it uses a template that was approved beforehand.

### Step 3: plan

The response team submits the response plan in four parts: official statement and channels, handling of user feedback, talking to the media, measures on social media. Meanwhile logistics checks its list and certifies readiness.

### Step 4: respond

When the plan is approved and logistics is ready, statements go out, feedback is answered, and the effect is watched, with updates at the times below. A text cites only what is verified. What turns out to be wrong is corrected at once.

### Step 5: stand down and review

The leadership group declares the response over. Logistics stands down; the three teams report. The group reviews the case: what happened, what worked, what is to be improved.

### Step 6: archive

When the review is accepted, the case is archived. A later turn of events is a new incident that names this one.

### Times

Each step has its time, counted from its beginning. Reminders and reports upward go out by themselves.

{target}

### When a time runs out

At these shares of the time allowed, these people are told:

{escalation_rule}

### Review of texts

{review_rule}

### Times for answers

{feedback_target}

### Times set by law

These times are set by law and count from when the incident was found. Whether they apply is for counsel to confirm. Which kind of operator the company is stands in "Settings of this plan".

{statutory_clock}

Business days leave out weekends and the holidays in the annex.

### Lists of readiness and stand-down

{checklist_item}

### Forms that go out

Reports to an authority, requests to refute a rumour, appeals to a platform and reports of an infringement begin from the templates in the annex. They go out once leadership has reviewed them. Who hands one in follows it up until there is a receipt.

{form_rule}$md$),

(1, 'resources', 'en', 'Resources', $md$Six kinds of things are kept ready: monitoring tools, statement templates, media contacts, tools for social media, publishing platforms, and counselling. Logistics keeps the list, with the owner, the place and the day until which each is good, and checks it regularly.

{resource_kind}

How much is needed depends on the size of the company and the level of the incident:

{resource_requirement}

What is missing is made good beforehand, by its owner. What is still missing in an incident is named in the readiness certificate and does not hold up the response.

Counselling is open to all who work on an incident and to all employees. The company counts how often it is used, never by whom or why.

{counselling_rule}$md$),

(1, 'evaluation', 'en', 'Evaluation and improvement', $md$### Drills

There are at least two drills a year, one of them a full one. A drill uses the same steps, the same tools and the same rules as the real thing. Everything in it is marked as a drill, and nothing of it leaves the company.

{drill_rule}

### Evaluation

Real incidents and drills are evaluated in the same way, in four parts: was it timely, was the information accurate, how was feedback handled, what came of it. What was due and was not done counts as zero. It is done to get better, and ranks nobody.

These are the weights:

{evaluation_rule}

How well the company is prepared is measured too, and what is missing counts as zero. These are the weights and bounds:

{readiness_rule}

### Improvement

Every shortcoming gets an answer: an improvement with an owner and a day, or the reason why it is accepted. What was improved is tried again in a drill. Where the plan has to change, a new version is proposed.$md$),

(1, 'spreading', 'en', 'Making it known', $md$### Everybody knows it

An approved plan is published by itself, as pages and on paper with the same words. All employees read it and say so; new ones do when they begin. It uses plain words. Words that it cannot do without are explained in the annex.

{reading_rule}

### Training

Whoever has a seat in this plan is trained once a year and passes a test. Whoever gets a new seat is trained first. When the plan changes, the changed part is trained again.

{training_rule}

### Keeping it up to date

The plan is revised at least once a year; and when people or seats change, a new risk appears, a resource is missing, or a drill or a case shows a gap. The leadership group reviews and approves each version by the rule of the gravest level.

### Filing

Where the plan has to be filed with somebody, this is done within these times after it was approved:

{filing}$md$),

(1, 'annex', 'en', 'Annex: templates and words', $md$### Templates

These templates are approved with the plan and may be used as they are. What stands in braces is filled in when a text is drafted.

{template}

### Words

{plan_term}

### Holidays

{holiday}$md$),

(1, 'making', 'en', 'How this plan was made', $md$This plan follows the organisation and the business of the company. It takes into account China's public rules on managing emergency plans and on answering public opinion, and what is good practice elsewhere. Times, amounts and tasks are checked by every department before the first approval.

This version is the default. It is there to be changed.$md$);
