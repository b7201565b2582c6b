public import CommandLine
public import Wording

/// The four risks of an assessment, as whoever decides on it reads them.
public enum RiskText {
  private static let names: [(name: String, words: Bilingual)] = [
    ("brand", Bilingual("brand", "品牌")), ("market", Bilingual("market", "市场")), ("legal", Bilingual("legal", "法律")),
    ("morale", Bilingual("morale", "员工士气")),
  ]

  private static func level(_ level: String) -> Bilingual {
    switch level {
    case "low": Bilingual("low", "低")
    case "medium": Bilingual("medium", "中")
    case "high": Bilingual("high", "高")
    default: Bilingual("unknown", "未知")
    }
  }

  /// `brand high, market unknown, …`.
  /// - Parameter risks: levels by name, as the assessment has them.
  public static func words(_ risks: [String: String]) -> Bilingual {
    .list(names.map { name, words in words + Bilingual(" ", "") + level(risks[name] ?? "") })
  }

  /// - Parameter risks: levels by name, as the assessment has them.
  public static func field(_ risks: [String: String]) -> Reply.Field {
    let parts = names.map { name, words in words + Bilingual(" ", "") + level(risks[name] ?? "") }
    return Reply.Field(
      "risks", Bilingual("Risks", "风险"),
      .values(
        .object(Dictionary(uniqueKeysWithValues: names.map { ($0.name, .string(risks[$0.name] ?? "unknown")) })),
        parts.dropFirst().reduce(parts[0]) { $0 + Bilingual(", ", "，") + $1 }))
  }
}
