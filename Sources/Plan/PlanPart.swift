import Wording
import Workflow

/// How the rows of one part of a playbook stand in its document.
struct PlanPart: Sendable {
  enum Layout: Sendable {
    /// A line for each row.
    case rows
    /// A column for each severity, with these values in it.
    case bySeverity([String])
    /// One row, a line for each of its values.
    case settings
    /// A fenced block for each text of the document's language.
    case templates
    /// The prose of the sections itself.
    case prose
    /// Not in the document: it has a file of its own.
    case elsewhere
  }

  struct Column: Sendable {
    let name: String
    let heading: Bilingual
    let cell: PlanCell
    /// Of a text that stands in both languages: in which this column is.
    let language: Language?
    /// Whether only who edits the plan needs it: a reader finds it in the words of another column.
    let isForEditors: Bool

    init(
      _ name: String, _ heading: Bilingual, _ cell: PlanCell = .text, in language: Language? = nil,
      isForEditors: Bool = false
    ) {
      self.name = name
      self.heading = heading
      self.cell = cell
      self.language = language
      self.isForEditors = isForEditors
    }
  }

  /// The database's name; `{name}` marks where its rows stand.
  let name: String
  let title: Bilingual
  /// Where it stands when no section names it.
  let section: PlanSection
  let layout: Layout
  /// By which columns a row is the same row in another version.
  let key: [String]
  let columns: [Column]
  /// The column that holds the order in which rows stand, and within which rows of another it counts.
  let position: (name: String, within: String)?
  /// Whether it may have no rows.
  let mayBeEmpty: Bool

  init(
    _ name: String, _ title: Bilingual, in section: PlanSection, _ layout: Layout = .rows, key: [String],
    _ columns: [Column],
    position: (name: String, within: String)? = nil, mayBeEmpty: Bool = false
  ) {
    self.name = name
    self.title = title
    self.section = section
    self.layout = layout
    self.key = key
    self.columns = columns
    self.position = position
    self.mayBeEmpty = mayBeEmpty
  }

  /// The same text in both languages, Chinese first.
  private static func both(_ name: String, _ heading: Bilingual) -> [Column] {
    [
      Column(name + "_zh", heading + Bilingual(" (Chinese)", "（中文）"), in: .chinese),
      Column(name + "_en", heading + Bilingual(" (English)", "（英文）"), in: .english),
    ]
  }

  /// All that this program knows. A part that it does not know stands in the document by its own names.
  static let known: [PlanPart] = [
    PlanPart("plan_section", Bilingual("Prose", "正文"), in: .purpose, .prose, key: ["section", "language"], []),
    PlanPart(
      "playbook", Bilingual("Settings", "基本设置"), in: .purpose, .settings, key: [],
      [
        Column("issue_number", Bilingual("Number of issue", "印发号"), .optional),
        Column("company_size", Bilingual("Size of the company", "公司规模"), .choice(PlanChoice.sizes)),
        Column("operator", Bilingual("Operator of networks", "网络运营者类别"), .choice(PlanChoice.operators)),
        Column("brief_at", Bilingual("Daily brief at", "日报时间"), .time),
        Column("stable_periods", Bilingual("Steady assessments before the level falls", "降级前须连续平稳的研判次数"), .number),
        Column("stable_period", Bilingual("Time between them, at least", "两次研判至少间隔"), .span),
        Column("horizon", Bilingual("An incident was found at most so long ago", "最早可补登多久以前的事件"), .span),
        Column("review_every", Bilingual("The plan is revised every", "预案修订周期"), .span),
        Column("revise_within", Bilingual("A reason to revise it waits at most", "出现修订原因后须处理的期限"), .span),
      ]),
    PlanPart(
      "event_scope", Bilingual("Kinds of incidents", "事件类别"), in: .purpose, key: ["kind"],
      [Column("kind", Bilingual("Kind", "类别"), .choice(PlanChoice.kinds))]
        + both("covers", Bilingual("What it covers", "包括"))),
    PlanPart(
      "plan_risk", Bilingual("The four risks", "四类风险"), in: .risks, key: ["risk"],
      [Column("risk", Bilingual("Risk", "风险"), .choice(PlanChoice.risks))]
        + both("shows", Bilingual("How it shows", "表现"))),
    PlanPart(
      "post", Bilingual("Posts", "岗位"), in: .organisation, key: ["post"],
      [Column("post", Bilingual("Code of the post", "岗位代码"), .handle)] + both("title", Bilingual("Post", "岗位"))
        + [Column("seats", Bilingual("Seats", "职务"), .seats)] + both("answers_for", Bilingual("Answers for", "职责")),
      position: ("position", "")),
    PlanPart(
      "post_stand_in", Bilingual("Who stands in", "代班"), in: .organisation, key: ["post", "stand_in"],
      [
        Column("post", Bilingual("Post that is empty", "缺位的岗位"), .reference("post", "post", "title")),
        Column("stand_in", Bilingual("Stands in", "由谁代班"), .reference("post", "post", "title")),
      ]),
    PlanPart(
      "enrol_rule", Bilingual("Enrolling a phone or a browser by a code", "用验证码登记手机和浏览器"), in: .organisation,
      key: ["who"],
      [
        Column("who", Bilingual("Who enrols", "登记人"), .choice(PlanChoice.enrolled)),
        Column("by_code", Bilingual("A code is enough", "验证码即可"), .flag),
      ], mayBeEmpty: true),
    PlanPart(
      "target", Bilingual("Times", "各步时限"), in: .workflow, .bySeverity(["within"]), key: ["name", "severity"],
      [
        Column("name", Bilingual("Step", "步骤"), .choice(PlanChoice.targets)),
        Column("weight", Bilingual("Weight", "权重"), .number, isForEditors: true),
        Column("within", Bilingual("within", "时限"), .span),
      ]),
    PlanPart(
      "escalation_rule", Bilingual("When a time runs out", "超时提醒"), in: .workflow, key: ["percent"],
      [
        Column("percent", Bilingual("Time used, in per cent", "已用时限（%）"), .number),
        Column("recipients", Bilingual("Who is told", "通知谁"), .choice(PlanChoice.rings)),
      ]),
    PlanPart(
      "review_rule", Bilingual("Review of texts", "稿件审核"), in: .workflow, key: ["severity"],
      [
        Column("severity", Bilingual("Level", "等级"), .choice(PlanChoice.severities)),
        Column("reviews", Bilingual("Reviews", "须几人审核"), .number),
        Column("legal", Bilingual("Legal among them", "须法务审核"), .flag),
        Column("valid", Bilingual("An approval stands for", "批准有效期"), .span),
        Column("signed", Bilingual("Who approves signs", "批准人签名"), .choice(PlanChoice.signing)),
      ]),
    PlanPart(
      "feedback_target", Bilingual("Times for answers", "回复时限"), in: .workflow, .bySeverity(["reply", "resolution"]),
      key: ["sender", "severity"],
      [
        Column(
          "sender", Bilingual("Who writes (first answer / resolved)", "来信人（首次回复 / 办结）"), .choice(PlanChoice.senders)),
        Column("reply", Bilingual("reply", "回复"), .span), Column("resolution", Bilingual("resolution", "办结"), .span),
      ]),
    PlanPart(
      "statutory_clock", Bilingual("Times set by law", "法定时限"), in: .workflow, key: ["name", "kind", "jurisdiction"],
      [Column("name", Bilingual("Code of the rule", "规定代码"), .handle)] + both("title", Bilingual("Duty", "义务"))
        + [
          Column("kind", Bilingual("Kind of incident", "事件类别"), .choice(PlanChoice.kinds)),
          Column("jurisdiction", Bilingual("Place", "属地")), Column("within", Bilingual("Within", "时限"), .span),
          Column("business_days", Bilingual("Business days", "工作日"), .number, isForEditors: true),
          Column("at_least", Bilingual("From level", "适用等级（及以上）"), .choice(PlanChoice.severities)),
          Column("operator", Bilingual("Operator", "运营者"), .choice(PlanChoice.operatorsOrAny), isForEditors: true),
        ] + both("source", Bilingual("Source", "依据")) + both("says", Bilingual("What it says", "规定内容"))
        + [Column("source_day", Bilingual("Text of", "条文日期"), .day)], mayBeEmpty: true),
    PlanPart(
      "holiday", Bilingual("Holidays", "节假日"), in: .workflow, key: ["jurisdiction", "day"],
      [
        Column("jurisdiction", Bilingual("Place of the holiday", "节假日属地")), Column("day", Bilingual("Day", "日期"), .day),
        Column("name", Bilingual("Holiday", "节日")),
      ], mayBeEmpty: true),
    PlanPart(
      "checklist_item", Bilingual("Lists", "清单"), in: .workflow, key: ["list", "item"],
      [
        Column("list", Bilingual("List", "清单"), .choice(PlanChoice.lists)),
        Column("item", Bilingual("Code of the item", "事项代码"), .handle),
        Column("zh", Bilingual("Item (Chinese)", "事项（中文）"), in: .chinese),
        Column("en", Bilingual("Item (English)", "事项（英文）"), in: .english),
      ], position: ("position", "list")),
    PlanPart(
      "resource_requirement", Bilingual("Amounts", "资源数量"), in: .resources, .bySeverity(["amount"]),
      key: ["company_size", "item", "severity"],
      [
        Column("company_size", Bilingual("Company", "公司规模"), .choice(PlanChoice.sizes)),
        Column("item", Bilingual("Resource", "资源"), .reference("resource_kind", "kind", "")),
        Column("amount", Bilingual("amount", "数量"), .number),
      ]),
    PlanPart(
      "evaluation_rule", Bilingual("Weights of the evaluation", "评估权重"), in: .evaluation, key: ["name"],
      [Column("name", Bilingual("Code of the figure", "指标代码"), .handle)] + both("title", Bilingual("Figure", "指标"))
        + [Column("value", Bilingual("Number", "数值"), .decimal)]),
    PlanPart(
      "readiness_rule", Bilingual("Weights of readiness", "准备度权重"), in: .evaluation, key: ["name"],
      [Column("name", Bilingual("Code of the part of readiness", "准备度代码"), .handle)]
        + both("title", Bilingual("Part of readiness", "准备度项目"))
        + [Column("value", Bilingual("Weight or bound", "权重或界限"), .decimal)]),
    PlanPart(
      "drill_rule", Bilingual("How often drills are held", "演练频次"), in: .evaluation, key: ["kind"],
      [
        Column("kind", Bilingual("Kind of drill", "演练类型"), .choice(PlanChoice.drills)),
        Column("every", Bilingual("Every", "间隔"), .span),
        Column("team", Bilingual("Planned by", "由谁安排"), .choice(PlanChoice.teams)),
        Column("source_zh", Bilingual("Why (Chinese)", "说明（中文）"), .optional, in: .chinese),
        Column("source_en", Bilingual("Why (English)", "说明（英文）"), .optional, in: .english),
      ], mayBeEmpty: true),
    PlanPart(
      "resource_kind", Bilingual("Kinds of resources", "资源类别"), in: .resources, key: ["kind"],
      [
        Column("kind", Bilingual("Code of the kind", "资源代码"), .handle),
        Column("zh", Bilingual("Resource (Chinese)", "资源（中文）"), in: .chinese),
        Column("en", Bilingual("Resource (English)", "资源（英文）"), in: .english),
        Column("team", Bilingual("Used by", "使用小组"), .choice(PlanChoice.teams)),
        Column("shared", Bilingual("Shared", "可同时使用"), .flag),
        Column("purpose", Bilingual("Counted as", "统计口径"), .choice(PlanChoice.purposes), isForEditors: true),
        Column("verified_every", Bilingual("Checked every", "核对周期"), .span),
      ], position: ("position", "")),
    PlanPart(
      "counselling_rule", Bilingual("Counselling", "心理辅导"), in: .resources, key: ["severity"],
      [
        Column("severity", Bilingual("Offered at", "提供心理辅导的等级"), .choice(PlanChoice.severities)),
        Column("long_shift", Bilingual("Reminder after a shift of", "连续值守多久后提醒"), .span),
      ], mayBeEmpty: true),
    PlanPart(
      "reading_rule", Bilingual("Reading", "阅知规定"), in: .spreading, .settings, key: [],
      [
        Column("within", Bilingual("Read within", "阅知期限"), .span),
        Column("remind_after", Bilingual("Reminded every", "提醒间隔"), .span),
        Column("reminders", Bilingual("Reminders at most", "最多提醒次数"), .number),
        Column("head_after", Bilingual("The head of the department hears after", "多久后告知部门负责人"), .span),
        Column("link_valid", Bilingual("A link is good for", "链接有效期"), .span),
      ]),
    PlanPart(
      "training_rule", Bilingual("Training", "培训规定"), in: .spreading, .settings, key: [],
      [
        Column("questions", Bilingual("Questions", "题数"), .number),
        Column("pass_percent", Bilingual("Passed with, in per cent", "合格线（%）"), .number),
        Column("attempts", Bilingual("Attempts before a pause", "连续答题次数"), .number),
        Column("pause", Bilingual("Pause", "再次答题须间隔"), .span),
        Column("months", Bilingual("Valid for, in months", "合格有效期（月）"), .number),
        Column("within", Bilingual("Taken within", "培训期限"), .span),
      ]),
    PlanPart("training_question", Bilingual("Questions", "自编题"), in: .spreading, .elsewhere, key: ["name"], []),
    PlanPart(
      "filing", Bilingual("Filing", "备案"), in: .spreading, key: ["filing"],
      [Column("filing", Bilingual("Code of the filing", "备案代码"), .handle)]
        + both("authority", Bilingual("Filed with", "备案单位"))
        + [Column("within", Bilingual("Within, of the approval", "批准后多久内"), .span)], mayBeEmpty: true),
    PlanPart(
      "form_rule", Bilingual("Forms that go out", "对外文书"), in: .workflow, key: ["form"],
      [Column("form", Bilingual("Template of the form", "文书模板"), .handle)]
        + both("goes_to", Bilingual("Goes to", "报送对象"))
        + [Column("receipt_within", Bilingual("Receipt within", "受理时限"), .span)], mayBeEmpty: true),
    PlanPart("template", Bilingual("Templates", "模板"), in: .annex, .templates, key: ["name", "language"], []),
    PlanPart(
      "plan_term", Bilingual("Words", "用语"), in: .annex, key: ["term_en"],
      both("term", Bilingual("Word", "用语")) + both("means", Bilingual("Meaning", "含义")), mayBeEmpty: true),
  ]

  static func named(_ name: String) -> PlanPart? { known.first { $0.name == name } }

  /// The heading of its table in a language.
  func heading(_ language: Language) -> [String] {
    switch layout {
    case .settings: [title[language], Bilingual("Value", "内容")[language]]
    case .bySeverity(let values):
      columns.filter { !values.contains($0.name) }.map { $0.heading[language] }
        + PlanChoice.severities.map { $0.name[language] }
    case .rows: columns.map { $0.heading[language] }
    case .templates, .prose, .elsewhere: []
    }
  }

  /// Whether it stands in the document.
  var isInDocument: Bool {
    switch layout {
    case .prose, .elsewhere: false
    case .rows, .bySeverity, .settings, .templates: true
    }
  }
}
