import Analysis
import FoundationEssentials
import Glibc
import Ledger
import Wording
import Workflow

/// What the mentions of an incident say of its severity: each factor with a reason, or unknown. It proposes; a person
/// assesses.
struct SeverityProposal {
  struct Judged {
    /// From 0 to 4; nil where the mentions cannot tell.
    var value: Int?
    var reason: Bilingual
  }

  /// What would tell more of its reach, and is not in the data; nil when nothing lacks.
  let lacking: Bilingual?
  let factors: [(factor: Factor, judged: Judged)]
  /// What the playbook's overrides raise it to at least, should it be true; nil for none.
  let atLeast: (severity: Severity, reason: Bilingual)?
  /// `rising`, `steady`, `falling` or `unknown`.
  let trend: Trend
  /// When mentions double, in hours; nil when they do not, or too little is known.
  let doubling: Double?
  let picture: Pictures.Picture

  var values: [Factor: Int] {
    Dictionary(uniqueKeysWithValues: factors.compactMap { entry in entry.judged.value.map { (entry.factor, $0) } })
  }

  var score: SeverityScore { SeverityScore(values) }

  /// Never I by the word of a single unverified source: whoever knows more says so.
  var severity: Severity {
    let severity = max(score.severity, atLeast?.severity ?? .four)
    return severity == .one && picture.voices.independent < 2 && !picture.voices.isHarmReported ? .two : severity
  }

  init(_ picture: Pictures.Picture, kind: IncidentKind) {
    self.picture = picture
    let pace = Pace(picture)
    trend = pace.trend
    doubling = pace.doubling
    let cues = Set(ContentCue.set(picture.cues))
    let reach = Reach(picture)
    lacking = reach.lacking
    factors = [
      (.harm, Self.harm(picture, cues)), (.reach, reach.judged), (.speed, pace.judged),
      (.negativity, Self.negativity(picture)), (.regulatory, Self.regulatory(picture, cues, kind)),
      (.business, Judged(value: nil, reason: Bilingual("the mentions do not tell", "暂无信息"))),
      (.responsibility, Self.responsibility(kind)),
    ]
    atLeast = Self.override(picture, cues, kind)
  }

  /// - Source: the default playbook's overrides; what one unverified source says alone raises to II, and to I once another says it.
  private static func override(
    _ picture: Pictures.Picture, _ cues: Set<ContentCue>, _ kind: IncidentKind
  ) -> (severity: Severity, reason: Bilingual)? {
    if cues.contains(.death) || cues.contains(.injury) {
      guard picture.voices.ofHarm >= 2 || picture.voices.isHarmReported else {
        return (
          .two,
          Bilingual(
            "a single unverified source speaks of death or injury: II; if it is true, I at least",
            "只有一个未核实的来源说有人伤亡，暂列 II 级；若属实，至少 I 级")
        )
      }
      return (
        .one, Bilingual("death or serious injury is mentioned: if it is true, I at least", "提到人员死亡或受伤：若属实，至少 I 级")
      )
    }
    guard cues.contains(.leak) || kind == .dataBreach else { return nil }
    return (
      .two, Bilingual("a leak of personal data is mentioned: if it is true, II at least", "提到个人信息泄露：若属实，至少 II 级")
    )
  }

  private static func count(_ cue: ContentCue, _ picture: Pictures.Picture) -> Int {
    let place = ContentCue.allCases.firstIndex(of: cue) ?? 0
    return picture.cueCounts.indices.contains(place) ? picture.cueCounts[place] : 0
  }

  private static func harm(_ picture: Pictures.Picture, _ cues: Set<ContentCue>) -> Judged {
    if cues.contains(.death) || cues.contains(.injury) {
      let said = count(.death, picture) + count(.injury, picture)
      let people =
        picture.hurt > 0
        ? Bilingual(", of \(picture.hurt == 1 ? "1 person" : "\(picture.hurt) people")", "，称涉及 \(picture.hurt) 人")
        : Bilingual(same: "")
      return Judged(
        value: 4,
        reason: Bilingual(
          "\(counted(said, "mention")) \(said == 1 ? "speaks" : "speak") of death or injury", "\(said) 条信息说有人伤亡")
          + people)
    }
    if cues.contains(.leak) {
      let said = count(.leak, picture)
      return Judged(
        value: 3,
        reason: Bilingual(
          "\(counted(said, "mention")) \(said == 1 ? "speaks" : "speak") of leaked data", "\(said) 条信息说个人信息泄露"))
    }
    return Judged(
      value: nil, reason: Bilingual("nobody speaks of harm, which does not say that there is none", "没有人提到伤害，但不能据此排除"))
  }

  private static func negativity(_ picture: Pictures.Picture) -> Judged {
    guard picture.mentions >= 5 else {
      return Judged(value: nil, reason: Bilingual("fewer than five mentions", "信息不足五条"))
    }
    let percent = picture.negative * 100 / picture.mentions
    let value =
      switch percent {
      case ..<20: 0
      case ..<40: 1
      case ..<60: 2
      case ...80: 3
      default: 4
      }
    return Judged(value: value, reason: Bilingual("\(percent) % are negative", "负面占比 \(percent)%"))
  }

  private static func regulatory(_ picture: Pictures.Picture, _ cues: Set<ContentCue>, _ kind: IncidentKind) -> Judged {
    if cues.contains(.regulator) || kind == .regulatory {
      let said = count(.regulator, picture)
      return Judged(
        value: 3,
        reason: Bilingual(
          "\(counted(said, "mention")) \(said == 1 ? "speaks" : "speak") of a regulator", "\(said) 条信息提到监管部门"))
    }
    if cues.contains(.lawsuit) || cues.contains(.recall) {
      let said = count(.lawsuit, picture) + count(.recall, picture)
      return Judged(
        value: 2,
        reason: Bilingual(
          "\(counted(said, "mention")) \(said == 1 ? "speaks" : "speak") of a lawsuit or a recall", "\(said) 条信息提到诉讼或召回"
        ))
    }
    if kind == .dataBreach {
      return Judged(value: 3, reason: Bilingual("a leak of data brings a duty to report", "个人信息泄露须依法报告"))
    }
    guard picture.mentions >= 20 else {
      return Judged(value: nil, reason: Bilingual("too few mentions to tell", "信息太少，无法判断"))
    }
    return Judged(value: 0, reason: Bilingual("nobody speaks of regulator or court", "没有人提到监管或诉讼"))
  }

  /// - Source: SCCT's clusters, as the default playbook has them: victim, accidental, preventable.
  private static func responsibility(_ kind: IncidentKind) -> Judged {
    switch kind {
    case .rumour: Judged(value: 0, reason: Bilingual("a rumour: the company is the victim", "谣言：公司是受害方"))
    case .productQuality, .serviceOutage:
      Judged(value: 2, reason: Bilingual("a fault: accidental, as far as is known", "故障：目前看属意外"))
    case .dataBreach, .employeeConduct:
      Judged(value: 4, reason: Bilingual("people will say that it could be prevented", "公众会认为本来可以避免"))
    default: Judged(value: nil, reason: Bilingual("the kind does not tell", "该类型无法判断"))
    }
  }
}

/// How fast the mentions of an incident grow.
private struct Pace {
  let trend: Trend
  let doubling: Double?
  let judged: SeverityProposal.Judged

  /// Compares the last hour that has mentions with the hour before it.
  init(_ picture: Pictures.Picture) {
    guard picture.mentions >= 10, let last = picture.trend.last?.bucket else {
      trend = .unknown
      doubling = nil
      judged = .init(value: nil, reason: Bilingual("fewer than ten mentions", "信息不足十条"))
      return
    }
    // What is quiet by the incident's clock has fallen, whatever came before.
    let end = max(
      last.timeIntervalSince1970 + 900, min(picture.now.timeIntervalSince1970, last.timeIntervalSince1970 + 7200))
    func count(_ from: Double, _ to: Double) -> Int {
      picture.trend.filter {
        let start = $0.bucket.timeIntervalSince1970
        return start >= end - to && start < end - from
      }.reduce(0) { $0 + $1.mentions }
    }
    let recent = count(0, 3600)
    let before = count(3600, 7200)
    if recent > before + 2, recent * 10 > before * 12 {
      trend = .rising
      // An hour in which they grow by a factor doubles them in log 2 / log factor hours.
      let factor = Double(recent) / Double(max(before, 1))
      let hours = before == 0 ? 0.5 : log(2) / log(factor)
      doubling = hours
      let value = hours < 1 ? 4 : hours < 4 ? 3 : hours <= 12 ? 2 : 1
      judged = .init(
        value: value,
        reason: Bilingual(
          "\(recent) in the last hour after \(before) in the one before", "最近一小时 \(recent) 条，前一小时 \(before) 条"))
    } else {
      trend = recent * 10 < before * 8 ? .falling : .steady
      doubling = nil
      judged = .init(
        value: 0,
        reason: Bilingual(
          "\(recent) in the last hour after \(before) in the one before", "最近一小时 \(recent) 条，前一小时 \(before) 条"))
    }
  }

}
