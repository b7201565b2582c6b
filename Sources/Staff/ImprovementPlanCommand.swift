import Desk
import Ledger
import Wording
import Workflow
import CommandLine

/// The change of the plan that an improvement wants, as an edited plan.
enum ImprovementPlanCommand {
  static let change = Command(
    "improvement change", "整改预案",
    Bilingual(
      "keep the change of the plan that your improvement wants; it is done when an approved version holds it",
      "登记整改措施要求的预案改动；批准的预案写入后才算完成"),
    [
      .positional("IMPROVEMENT", Bilingual("the improvement, for example V3", "整改措施编号，如 V3")),
      .positional(
        "FILE", Bilingual("the edited Markdown file; - is standard input", "改过的 Markdown 文件；- 为标准输入"),
        holds: .file(["md"])),
    ], as: .staff
  ) { invocation in
    let improvement = try invocation.reference("IMPROVEMENT", .improvement)
    let edited = try await EditedPlan.read(invocation)
    guard edited.faults.isEmpty else { throw EditedPlan.failure(edited) }
    let rows = try await invocation.ledger.improvements.patch(
      improvement, with: edited.file.content, writtenFrom: edited.file.base)
    return Reply(
      Bilingual(
        "Kept: \(rows) rows of the plan. Propose it to leadership: levee playbook propose \(edited.path)",
        "已登记 \(rows) 处预案改动。请提交领导小组：levee playbook propose \(edited.path)"),
      values: ["improvement": .id(improvement), "rows": .integer(rows), "written_from": .integer(edited.file.base)])
  }
}
