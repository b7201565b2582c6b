import Analysis
public import CommandLine
import FoundationEssentials
import Glibc
public import Ledger
public import Wording
import Workflow

/// Signals in words.
public enum SignalText {
  /// What is unusual, in a few words.
  public static func cue(_ cue: String) -> Bilingual { SignalCue.words(cue) }

  public static func state(_ state: String) -> Bilingual {
    switch state {
    case "open": Bilingual("open", "待处理")
    case "snoozed": Bilingual("snoozed", "已推迟")
    case "dismissed": Bilingual("dismissed", "已排除")
    case "opened": Bilingual("incident", "已登记事件")
    default: Bilingual("over", "已结束")
    }
  }

  public static func subject(_ subject: String) -> Cell {
    subject.isEmpty ? .named("", Bilingual("(no subject)", "（未归类）")) : .text(subject)
  }

  /// `by chance once in 12 days`: in quiet times, so long passes between two bursts of the subject that are as rare.
  public static func rarity(_ rarity: Double) -> Bilingual {
    guard rarity > 0 else { return Bilingual("at first mention", "首次出现") }
    let seconds = min(pow(10, rarity) * Lookout.bucket, 365 * 86400)
    // Beyond a year nobody has seen enough to say.
    if seconds >= 365 * 86400 { return Bilingual("by chance less than once a year", "平时一年也难遇到一次") }
    let span = TimeFormat.span(seconds)
    return Bilingual("by chance once in \(span.english)", "平时约 \(span.chinese)才遇到一次")
  }

  /// `312 in 45 min, where 40 is usual`.
  static func peak(_ signal: Signals.Signal) -> Bilingual {
    let span = TimeFormat.span(signal.span)
    let usual = Int(signal.usual.rounded())
    return Bilingual(
      "\(signal.peak) in \(span.english), where \(usual) is usual",
      "\(span.chinese)内 \(signal.peak) 条，平时同一时段约 \(usual) 条")
  }

  /// A reason: which series is unusual, or what was found.
  static func reason(_ reason: String) -> Bilingual {
    if reason.hasPrefix("kind:"), let kind = IncidentKind(rawValue: String(reason.dropFirst(5))) {
      return Bilingual("about: ", "类型：") + kind.name
    }
    if reason.hasPrefix("source:") {
      let source = SafeText.line(String(reason.dropFirst(7)))
      return Bilingual("from \(source)", "来自 \(source)")
    }
    if reason.hasPrefix("hurt:") {
      let count = reason.dropFirst(5)
      return Bilingual("people hurt, as it says: \(count)", "所称伤亡人数：\(count)")
    }
    return reason == "volume"
      ? Bilingual("all mentions", "全部信息") : reason == "negative" ? Bilingual("negative mentions", "负面信息") : cue(reason)
  }

  public static func reasons(_ signal: Signals.Signal) -> Bilingual {
    .list(signal.reasons.map(reason))
  }

  /// A title for an incident that is opened from it.
  static func title(_ signal: Signals.Signal, _ language: Language) -> String {
    let what = cue(signal.cue)[language]
    return signal.subject.isEmpty ? what : "\(signal.subject): \(what)"
  }
}
