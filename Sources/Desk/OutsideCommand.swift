import CommandLine
import Wording

/// Something was said in the company's name, and not through here: it is recorded, and the evaluation knows of it.
public enum OutsideCommand {
  public static let outside = Command(
    "outside", "系统外发布", Bilingual("record what was published outside the system", "登记未经系统发布的内容"),
    [
      TeamCommands.incident, .positional("TEXT", Bilingual("what was said", "说了什么"), repeats: true),
      .option(
        "place", "PLACE", Bilingual("where: an address, an account, a call", "在哪里：网址、账号、电话等"), required: true),
      .option("posted-at", "TIME", Bilingual("when; now unless said", "什么时间；不写为现在")),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let place = try invocation.text("place")
    try await invocation.ledger.evaluations.record(
      outside: try invocation.words("TEXT"), place: place, at: try invocation.date("posted-at"),
      of: incident)
    return try await invocation.done(
      Bilingual(
        "It is recorded. Accuracy and outcome of this incident are kept down by it: levee evaluate \(incident)",
        "已登记。本事件的准确性和结果两项因此封顶：levee evaluate \(incident)"), on: incident,
      values: ["place": .string(place)])
  }
}
