public import Wording

extension Bilingual {
  /// What stands before everything that an exercise shows.
  public static let drillMark = Bilingual("[Drill] ", "【演练】")

  /// The mark, or nothing for a real incident.
  public static func drillMark(of isExercise: Bool) -> Bilingual { isExercise ? drillMark : Bilingual(same: "") }
}
