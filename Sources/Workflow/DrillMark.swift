public import Wording

extension Bilingual {
  /// What stands before everything that an exercise shows.
  public static let drillMark = Bilingual("[Drill] ", "【演练】")
}
