public import Wording

/// What a signal is about, in a few words.
public enum SignalCue {
  /// - Parameter cue: as the tables name it.
  public static func words(_ cue: String) -> Bilingual {
    switch cue {
    case "volume": Bilingual("unusually many mentions", "信息量异常")
    case "negative": Bilingual("unusually many negative mentions", "负面信息量异常")
    case "death": Bilingual("a death is mentioned", "提到人员死亡")
    case "injury": Bilingual("an injury is mentioned", "提到人员受伤")
    case "leak": Bilingual("a leak of data is mentioned", "提到信息泄露")
    case "regulator": Bilingual("a regulator is mentioned", "提到监管部门")
    case "recall": Bilingual("a recall is mentioned", "提到召回")
    case "lawsuit": Bilingual("a lawsuit is mentioned", "提到诉讼")
    case "journalist": Bilingual("a journalist asks", "有记者询问")
    case "denial": Bilingual("something is denied", "有人否认或辟谣")
    default: Bilingual("a tracked name is mentioned", "提到重点名称")
    }
  }
}
