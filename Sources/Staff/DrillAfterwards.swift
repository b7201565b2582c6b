import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// After a drill: remarks, own words, the judgement, and what is to be better.
extension DrillCommands {
  static let remark = Command(
    "drill remark", "演练点评",
    Bilingual("remark on a drill that is over; then each participant says their own word", "演练结束后先点评，参演人员再自评"),
    [drill, text], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.remark(drill, try invocation.words("TEXT"))
    return Reply(
      Bilingual(
        "Noted. Whoever took part is asked for their own word: levee drill word \(drill)",
        "点评已登记，已提醒参演人员自评：levee drill word \(drill)"), values: ["drill": .id(drill)])
  }

  static let evaluate = Command(
    "drill evaluate", "演练评估",
    Bilingual("the evaluators' judgement, once everybody has said their word or said no", "评估组意见，在参演人员都已自评之后填写"),
    [drill, text], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.evaluate(drill, try invocation.words("TEXT"))
    return Reply(
      Bilingual(
        "Noted. The figures beside it: levee evaluate --drill \(drill)", "已登记。评估得分请看：levee evaluate --drill \(drill)"),
      values: ["drill": .id(drill)])
  }

  static let word = Command(
    "drill word", "参演自评",
    Bilingual("what you say of your part in a drill, once; left out: nothing", "填写参演自评，只填一次；不填内容即表示不作自评"),
    [
      drill,
      .positional("TEXT", Bilingual("what went well, what did not", "哪些做得好，哪些没做好"), required: false, repeats: true),
    ],
    as: .staff
  ) { invocation in
    let text = invocation.all("TEXT").isEmpty ? "" : try invocation.words("TEXT")
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.word(drill, text)
    return Reply(
      text.isEmpty ? Bilingual("You say nothing; noted.", "已登记：不作自评。") : Bilingual("Thank you; noted.", "自评已登记，谢谢。"),
      values: ["drill": .id(drill)])
  }
}
