import CommandLine
import Desk
import Ledger
import Plan
import Wording
import Workflow

/// A plan that somebody edited, beside what it was written from.
struct EditedPlan {
  let path: String
  let file: PlanFile
  let base: PlaybookContent
  /// The newest version that was not sent back.
  let newest: Int
  /// What is wrong in it, in the order of the lines.
  let faults: [PlanFile.Fault]

  /// Reads the file that the line names.
  /// - Throws: `Failure` for a file that is no plan, or was written from a version that is not there.
  static func read(_ invocation: Invocation) async throws -> EditedPlan {
    let path = try invocation.value("FILE")
    let text = try Input.document(path)
    let head: PlanFile.Head
    do throws(PlanFileFault) {
      head = try PlanFile.Head(text)
    } catch {
      throw failure(path, [error.fault])
    }
    let versions = try await invocation.ledger.playbooks.list()
    let base = try await PlaybookPage.content(head.base, invocation.ledger)
    let file = PlanFile(text, head: head, base: base)
    return EditedPlan(
      path: path, file: file, base: base, newest: versions.last { $0.sentBack == nil }?.version ?? head.base,
      faults: file.checked())
  }

  /// - Throws: `Failure` where nothing was changed, or somebody proposed another version meanwhile.
  func refuseNothing() throws {
    guard newest == file.base else {
      throw Failure(
        .data,
        Bilingual(
          "This was written from version \(file.base); version \(newest) is there meanwhile.",
          "此文件依据第 \(file.base) 版修改，现已有第 \(newest) 版。"),
        advice: Bilingual(
          "Bring both together: levee playbook rebase \(path) --out new.md",
          "请先合并：levee playbook rebase \(path) --out new.md"))
    }
    guard !base.saysTheSame(as: file.content) else {
      throw Failure(.data, Bilingual("This says what version \(file.base) says.", "与第 \(file.base) 版没有不同。"))
    }
  }

  static func failure(_ edited: EditedPlan) -> Failure { failure(edited.path, edited.faults) }

  private static func failure(_ path: String, _ faults: [PlanFile.Fault]) -> Failure {
    let shown = faults.prefix(40).map { Bilingual(same: "\(path):\($0.line): ") + $0.reason }
    let rest = faults.count - shown.count
    return Failure(
      .data,
      Bilingual("\(counted(faults.count, "mistake")) in the plan:", "预案有 \(faults.count) 处问题："),
      list: shown + (rest > 0 ? [Bilingual("and \(rest) more", "另有 \(rest) 处")] : []),
      advice: Bilingual("Nothing was proposed. Mend these lines, and check again.", "没有提出任何内容。请修改后再检查。"))
  }

  static func table(_ warnings: [PlainWords.Warning]) -> Reply.Table {
    Reply.Table(
      "warnings", Bilingual("Could be plainer", "可以写得更明白"),
      columns: [("section", Bilingual("Section", "部分")), ("what", Bilingual("What", "内容"))],
      rows: warnings.map { [.named($0.section.rawValue, $0.section.mention), .values($0.reason.values, $0.reason)] },
      whenEmpty: Bilingual("The words are plain.", "用词简明。"))
  }
}
