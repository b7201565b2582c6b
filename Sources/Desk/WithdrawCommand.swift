import Ledger
import Wording

/// Taking back what is out: proposed by response or leadership, reviewed like any text.
public enum WithdrawCommand {
  /// Hands the withdrawal of one delivery in for review; it is taken down once leadership has approved.
  public static let withdraw = Command(
    "withdraw", "撤回", Bilingual("propose to withdraw what is out", "提请撤回已发布内容"),
    [
      .positional("DELIVERY", Bilingual("for example D3", "如 D3")),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ]
  ) { invocation in
    let delivery = try invocation.reference("DELIVERY", .delivery)
    let withdrawal = try await invocation.ledger.documents.withdraw(delivery, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("Withdrawal \(withdrawal) waits for review.", "撤回 \(withdrawal) 已报审，等领导小组审核。"),
      on: try await invocation.ledger.incidents.owning(delivery),
      values: ["withdrawal": .id(withdrawal), "delivery": .id(delivery)])
  }
}
