public import Wording

/// How a drill is held.
public enum DrillKind: String, Sendable, CaseIterable, Named {
  case tabletop, full, blind, team

  public var name: Bilingual {
    switch self {
    case .tabletop: Bilingual("tabletop", "桌面推演")
    case .full: Bilingual("full drill", "实战演练")
    case .blind: Bilingual("blind drill", "双盲演练")
    case .team: Bilingual("drill of one team", "单组演练")
    }
  }
}

/// What somebody does in a drill.
public enum DrillRole: String, Sendable, CaseIterable, Named {
  case facilitator, participant, evaluator, observer

  public var name: Bilingual {
    switch self {
    case .facilitator: Bilingual("facilitator", "导调")
    case .participant: Bilingual("participant", "参演")
    case .evaluator: Bilingual("evaluator", "评估")
    case .observer: Bilingual("observer", "观察")
    }
  }
}

/// How far a drill is.
public enum DrillState: String, Sendable, CaseIterable, Named {
  case planned, running, done, stopped

  public var name: Bilingual {
    switch self {
    case .planned: Bilingual("planned", "已安排")
    case .running: Bilingual("running", "进行中")
    case .done: Bilingual("done", "已完成")
    case .stopped: Bilingual("stopped", "已中止")
    }
  }
}
