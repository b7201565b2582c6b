public import Wording

/// Words for who writes to the company.
public enum SenderText {
  /// In the order in which people list them.
  public static let all = ["customer", "journalist", "regulator", "employee", "investor"]

  /// What people read for a sender's name in the database.
  public static func name(_ sender: String) -> Bilingual {
    switch sender {
    case "customer": Bilingual("customer", "用户")
    case "journalist": Bilingual("journalist", "记者")
    case "regulator": Bilingual("regulator", "监管")
    case "employee": Bilingual("employee", "员工")
    default: Bilingual("investor", "投资者")
    }
  }
}
