import Plan
import Wording
import Workflow
import YAML

/// What a company's file says otherwise than the newest version of the playbook.
struct PlaybookChanges {
  private let company: CompanySettings

  init(_ company: CompanySettings) { self.company = company }

  /// Steps that the file gives a time, and the playbook does not know.
  func unknown(in content: PlaybookContent) -> [String] {
    company.targets.map(\.name).filter { name in !content["target"].contains { $0["name"]?.string == name } }
  }

  /// What `playbook check` would refuse, on the line that the file has for it.
  func faults(in content: PlaybookContent) -> [YAMLNode.Fault] {
    PlanChecks.findings(content).map { finding in
      let target = company.targets.last { finding.part == "target" && $0.severity == finding.severity }
      return YAMLNode.Fault(line: target?.line ?? company.playbookLine, reason: finding.reason)
    }
  }

  /// The same version with these changes.
  func applied(to old: PlaybookContent) -> PlaybookContent {
    var content = old
    if let size = company.size { content.settings["company_size"] = .string(size) }
    if let title = company.title {
      content.settings["title_en"] = .string(title.english)
      content.settings["title_zh"] = .string(title.chinese)
    }
    for target in company.targets {
      for index in content["target"].indices
      where content["target"][index]["name"]?.string == target.name
        && content["target"][index]["severity"]?.string == target.severity.rawValue
      {
        content["target"][index]["within"] = .string("PT\(Int(target.within.inSeconds))S")
      }
    }
    for rule in company.reviews {
      for index in content["review_rule"].indices
      where content["review_rule"][index]["severity"]?.string == rule.severity.rawValue {
        content["review_rule"][index]["reviews"] = .integer(rule.reviews)
        content["review_rule"][index]["legal"] = .bool(rule.legal)
      }
    }
    keepFeedbackInProportion(&content, old)
    return content
  }

  /// Feedback keeps its share of the playbook's own targets, sender by sender.
  private func keepFeedbackInProportion(_ content: inout PlaybookContent, _ old: PlaybookContent) {
    func seconds(_ name: String, _ severity: JSONValue?, _ content: PlaybookContent) -> Int? {
      content["target"].first { $0["name"]?.string == name && $0["severity"] == severity }?["within"]?.string
        .flatMap(PlanSpan.init(iso:))?.seconds
    }
    for index in content["feedback_target"].indices {
      let row = content["feedback_target"][index]
      for (column, target) in [("reply", "feedback_reply"), ("resolution", "feedback_resolution")] {
        guard let own = row[column]?.string.flatMap(PlanSpan.init(iso:))?.seconds,
          let before = seconds(target, row["severity"], old),
          let now = seconds(target, row["severity"], content), before != now, before > 0
        else { continue }
        content["feedback_target"][index][column] = .string("PT\(max(1, own * now / before))S")
      }
    }
  }
}
