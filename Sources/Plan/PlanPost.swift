public import Wording
public import Workflow

/// A post of the plan: its name, its seats, and the posts that stand in.
public struct PlanPost: Sendable {
  public let code: String
  public let title: Bilingual
  /// `team:seat` for each.
  public let seats: Set<String>
  /// Codes of posts.
  public let standIns: [String]

  /// The posts of a version, in its order.
  public static func all(_ content: PlaybookContent) -> [PlanPost] {
    content["post"].sorted { ($0["position"]?.integer ?? 0) < ($1["position"]?.integer ?? 0) }.map { row in
      let code = row["post"]?.string ?? ""
      return PlanPost(
        code: code, title: Bilingual(row["title_en"]?.string ?? code, row["title_zh"]?.string ?? code),
        seats: Set((row["seats"]?.string ?? "").split(separator: " ").map(String.init)),
        standIns: content["post_stand_in"].filter { $0["post"]?.string == code }.compactMap { $0["stand_in"]?.string })
    }
  }

  /// What a seat is called: `head of response`.
  public static func seat(_ seat: String) -> Bilingual {
    PlanChoice.seats.first { $0.code == seat }?.name ?? Bilingual(same: seat)
  }
}
