public import Wording
public import Workflow

/// What a drill is made of: a file that people write, read by `ScenarioReader`.
public struct Scenario: Sendable {
  /// The name of its folder.
  public var name = ""
  public var title = Bilingual(same: "")
  public var kind = IncidentKind.other
  public var severity = Severity.three
  /// `small`, `medium` or `large`: the company that it is written for.
  public var size = "medium"
  /// What the drill's clock shows at its beginning; nil for the time of day at which it begins.
  public var startsAt: String?
  /// How long it takes by its own clock, in seconds.
  public var length = 0.0
  public var jurisdictions: [String] = []
  public var roles: [Bilingual] = []
  /// Said to who takes part.
  public var background = Bilingual(same: "")
  /// For the facilitator's eyes.
  public var knows = Bilingual(same: "")
  public var objectives: [Objective] = []
  public var injects: [Inject] = []
  public var expectations: [Expectation] = []
  public var mood = Mood()
  public var lines: [Line] = []
  public var really: [Happened] = []
  public var sources: [Source] = []

  /// What the drill is to try.
  public struct Objective: Sendable {
    public let code: String
    public let text: Bilingual
  }

  /// What a crowd says.
  public struct Line: Sendable, Hashable {
    public let text: Bilingual
    public let isNegative: Bool
    public let source: String

    public init(text: Bilingual, isNegative: Bool, source: String) {
      self.text = text
      self.isNegative = isNegative
      self.source = source
    }
  }

  /// What is expected of the teams.
  public struct Expectation: Sendable {
    public let code: String
    public let objective: String
    public let step: DrillStep
    /// The inject after which it is expected; "" for from the beginning on.
    public let after: String
    /// In seconds, by the drill's clock.
    public let within: Double
    public let weight: Int
    public let text: Bilingual
  }

  /// What really happened, and when.
  public struct Happened: Sendable {
    /// In seconds since the scenario's beginning; negative before it.
    public let at: Double
    public let text: Bilingual
    /// Which of the sources says so, from 1; 0 for a time that is reconstructed.
    public let source: Int
  }

  /// Where facts and times are from.
  public struct Source: Sendable {
    public let title: String
    public let url: String
  }
}

/// What people do in an incident that a scenario can wait for, or expect.
public enum DrillStep: String, Sendable, CaseIterable, Named {
  case assessment, received, decision, command, acknowledged, plan, ready, statement, verified, refuted, correction
  case reply, resolved, brief, authority, over

  public var name: Bilingual {
    switch self {
    case .assessment: Bilingual("assessment submitted", "提交研判报告")
    case .received: Bilingual("assessment received", "签收研判报告")
    case .decision: Bilingual("decision recorded", "记录决定")
    case .command: Bilingual("command issued", "下达指令")
    case .acknowledged: Bilingual("assignment acknowledged", "确认本组任务")
    case .plan: Bilingual("plan approved", "方案批准")
    case .ready: Bilingual("readiness certified", "保障到位")
    case .statement: Bilingual("statement out", "声明发布")
    case .verified: Bilingual("fact verified", "核实情况")
    case .refuted: Bilingual("claim refuted", "查明不实")
    case .correction: Bilingual("correction begun", "起草更正")
    case .reply: Bilingual("feedback replied to", "回复反馈")
    case .resolved: Bilingual("feedback resolved", "办结反馈")
    case .brief: Bilingual("brief filed", "报送简报")
    case .authority: Bilingual("authority told", "向主管部门报告")
    case .over: Bilingual("response over", "终止响应")
    }
  }
}

/// What comes in a drill: numbered (V-01), at a time or on a condition.
public struct Inject: Sendable {
  public enum Kind: String, Sendable, CaseIterable, Named {
    case mentions, rumour, leak, fact, refutation, feedback, call, tool, channel, absent

    public var name: Bilingual {
      switch self {
      case .mentions: Bilingual("posts", "网络信息")
      case .rumour: Bilingual("rumour", "谣言")
      case .leak: Bilingual("draft leaked", "草稿外泄")
      case .fact: Bilingual("fact", "情况通报")
      case .refutation: Bilingual("refutation", "查否通报")
      case .feedback: Bilingual("feedback", "反馈")
      case .call: Bilingual("call", "来电")
      case .tool: Bilingual("tool fails", "工具故障")
      case .channel: Bilingual("channel fails", "渠道故障")
      case .absent: Bilingual("somebody is away", "人员联系不上")
      }
    }
  }

  /// When it comes; spans in seconds by the drill's clock.
  public enum Trigger: Sendable, Hashable {
    case at(Double)
    case after(DrillStep, wait: Double)
    case without(DrillStep, within: Double)
    case hand
  }

  public var code = ""
  public var kind = Kind.mentions
  public var trigger = Trigger.hand
  public var title = Bilingual(same: "")
  public var text = Bilingual(same: "")
  /// Which teams are told; none: all.
  public var teams: [Team] = []
  /// How many posts a minute it brings at first, and after how many minutes a third of that is left.
  public var crowd = 0.0
  public var fade = 60.0
  /// Posts that come with it at once.
  public var mentions: [Scenario.Line] = []
  /// What its crowd says, beside the scenario's own lines.
  public var lines: [Scenario.Line] = []
  public var sender = ""
  public var contact = ""
  public var channel = ""
  public var seat = ""
  public var minutes = 60

  public init() {}

  /// When it comes, in words.
  public var when: Bilingual {
    switch trigger {
    case .at(let seconds): Bilingual(same: "T+" + Self.clock(seconds))
    case .after(let step, let wait):
      Bilingual("\(Self.clock(wait)) after: \(step.name.english)", "\(step.name.chinese)后 \(Self.clock(wait))")
    case .without(let step, let within):
      Bilingual(
        "T+\(Self.clock(within)) without: \(step.name.english)", "T+\(Self.clock(within)) 仍无：\(step.name.chinese)")
    case .hand: Bilingual("by hand", "导调手动注入")
    }
  }

  /// `1:05` for an hour and five minutes.
  public static func clock(_ seconds: Double) -> String {
    let minutes = Int((abs(seconds) / 60).rounded())
    return (seconds < 0 ? "-" : "") + "\(minutes / 60):" + (minutes % 60 < 10 ? "0" : "") + "\(minutes % 60)"
  }
}
