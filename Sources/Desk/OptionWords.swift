/// The Chinese word for each option: it means the same wherever the option stands. No two options of one command share a word.
enum OptionWords {
  static let chinese: [String: String] = [
    "acknowledge": "已阅", "address": "地址", "after": "接续", "against": "对照", "alerts": "提到就预警", "all": "全部",
    "amount": "数量", "attendee": "参会人", "audience": "受众", "because": "因为", "body": "正文",
    "business": "经营", "by": "方式", "charset": "编码", "check": "检查", "check-config": "检查配置", "checkpoint": "存证点",
    "code": "校验码", "columns": "列", "config": "配置", "contact": "联系方式", "corrects-archived": "归档后更正", "course": "经过",
    "database": "数据库", "detected-at": "发现时间", "done": "已完成", "due": "时限", "effectiveness": "效果", "every": "间隔",
    "example": "示例", "exercise": "演练", "fact": "依据", "folder": "目录", "for": "职务", "format": "格式", "from": "来源",
    "gap": "缺项", "harm": "损害", "help": "帮助", "holding": "首发稿", "hours": "小时", "improvement": "整改", "incident": "事件",
    "inside": "内部", "into": "并入", "item": "事项", "jurisdiction": "地区", "kind": "类型", "language": "语言", "learn": "先训练",
    "lessons": "教训", "listen": "监听", "logistics": "后勤小组", "mail": "寄往", "minutes": "分钟", "monitoring": "信息小组",
    "most": "最多", "name": "姓名", "negativity": "负面", "no-longer": "取消", "not-needed": "不需要", "note": "备注",
    "once": "一次", "open": "未结", "options": "对策", "out": "输出", "outcome": "结果", "owner": "负责人", "part-1": "第一部分",
    "part-2": "第二部分", "part-3": "第三部分", "part-4": "第四部分", "piece": "位置", "places": "名额", "posted-at": "发布时间",
    "probe": "检测", "program": "程序", "purpose": "用途", "rank": "级别", "rate": "倍率", "reach": "传播", "reach-private": "访问内网",
    "ready": "已到位", "reason": "理由", "record": "记录", "reference": "编号", "refuse": "否决", "regulatory": "监管",
    "relation": "关系", "rendition": "渠道稿", "renditions": "渠道稿文件", "report": "线索", "response": "响应小组",
    "responsibility": "责任", "restricted": "限制知悉", "risk-brand": "品牌风险", "risk-legal": "法律风险",
    "risk-market": "市场风险", "risk-morale": "士气风险", "satisfied": "满意", "screenshot": "截图", "seat": "任职",
    "secret": "密钥", "service": "服务账号", "severity": "等级", "signal": "预警", "silent-after": "静默", "site": "网站",
    "source": "来源", "speaks": "使用语言", "speed": "速度", "starts-at": "起点", "statement": "声明", "submit": "报审",
    "summary": "要点", "takes": "接收", "template": "模板", "text-language": "稿件语言", "time-zone": "时区", "title": "标题",
    "to": "渠道", "transport": "通知方式", "trend": "趋势", "until": "到", "url": "网址", "verbose": "详细", "verified": "已核实",
    "advice": "建议", "answer": "口径", "confidentiality": "密级", "counselling": "心理辅导", "draft": "草稿", "hold": "暂不发布",
    "since": "自", "stage": "阶段", "of": "小组", "point": "要点说明", "preview": "预览", "resolved": "办结", "text": "稿件",
    "watch": "持续", "without-texts": "不含文字", "word": "词", "words": "文字", "yes": "确认",
  ]
}
