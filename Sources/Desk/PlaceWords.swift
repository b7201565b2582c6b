/// The Chinese word for what goes by its place on a line: what a form's field is called.
enum PlaceWords {
  static func chinese(_ place: String) -> String { words[place] ?? place }

  private static let words: [String: String] = [
    "ATTACHMENT": "附件", "AVAILABILITY": "时间与地点", "BRIEF": "快报", "CLAIM": "情况", "CLOCK": "法定时限", "CONTACT": "联系人",
    "DELIVERY": "发布记录", "DRILL": "演练", "FACT": "情况", "FACTOR": "倍率", "FEEDBACK": "反馈", "FILE": "文件", "FROM": "原版本",
    "HANDLE": "账号",
    "HOW": "方式", "IMPROVEMENT": "整改措施", "INCIDENT": "事件", "INJECT": "情景", "INPUT": "文件", "ISSUER": "签发者", "KIND": "类别",
    "LABEL": "名称",
    "LOCATION": "地址",
    "MENTION": "信息",
    "NAME": "名称", "NOTICE": "提醒", "NUMBER": "编号", "OTHER": "另一项", "OUTCOME": "办结结果", "PEOPLE": "人员", "PERSON": "人员",
    "REASON": "理由", "RELIABILITY": "核实结果", "REPORT": "线索", "RESOURCE": "资源", "RESULT": "结果", "SCENARIO": "场景",
    "SENTENCE": "决定内容", "SHIFT": "班次", "SIGNAL": "预警", "SPAN": "时长", "STATE": "状态", "STATEMENT": "声明",
    "SUBJECT": "账号标识", "TASK": "工作",
    "TEAM": "小组", "TEXT": "内容", "TITLE": "标题", "TO": "新版本", "VERSION": "版本", "WAY": "通知方式", "WHAT": "对象", "WORD": "词语",
    "WORDS": "文字", "WORK": "系统任务",
  ]
}
