import Wording
import Workflow

/// What a plan has to be so that people can work by it, besides that it can be read.
public enum PlanChecks {
  /// What is wrong with a version, each with the section or the table that it is about.
  public struct Finding: Sendable, Hashable {
    public let part: String
    /// The level that it is about; nil where it is about all of the part.
    public var severity: Severity?
    public let reason: Bilingual
  }

  /// Everything that stands in the way of proposing it.
  public static func findings(_ content: PlaybookContent) -> [Finding] {
    steps(content) + posts(content) + templates(content) + forms(content) + completeness(content)
  }

  /// The steps on the way to the first statement never add up to more than its time.
  /// - Source: the default playbook: the steps follow each other; readiness is prepared beside the plan.
  private static func steps(_ content: PlaybookContent) -> [Finding] {
    Severity.allCases.compactMap { severity in
      let sum = secondsBeforeFirstStatement(content, severity)
      let first = seconds("first_statement", severity, content)
      guard sum > first else { return nil }
      let (all, allowed) = (TimeFormat.span(Double(sum)), TimeFormat.span(Double(first)))
      return Finding(
        part: "target", severity: severity,
        reason: Bilingual(
          "\(severity.name.english): the steps before the first statement take \(all.english), more than its \(allowed.english)",
          "\(severity.name.chinese)：首次回应前各步合计 \(all.chinese)，超过首次回应时限 \(allowed.chinese)"))
    }
  }

  /// What the steps on the way to the first statement add up to.
  public static func secondsBeforeFirstStatement(_ content: PlaybookContent, _ severity: Severity) -> Int {
    func within(_ name: String) -> Int { seconds(name, severity, content) }
    return ["acknowledge", "assess", "report_up", "command"].reduce(0) { $0 + within($1) }
      + max(within("ready"), within("plan") + within("review_plan")) + within("review_statement")
  }

  private static func seconds(_ name: String, _ severity: Severity, _ content: PlaybookContent) -> Int {
    let row = content["target"].first { $0["name"]?.string == name && $0["severity"]?.string == severity.rawValue }
    return row?["within"]?.string.flatMap(PlanSpan.init(iso:))?.seconds ?? 0
  }

  private static func posts(_ content: PlaybookContent) -> [Finding] {
    var findings: [Finding] = []
    let seats = content["post"].map { ($0, Set(($0["seats"]?.string ?? "").split(separator: " ").map(String.init))) }
    for head in ["leadership:leader", "leadership:legal", "monitoring:head", "response:head", "logistics:head"]
    where !seats.contains(where: { $0.1.contains(head) }) {
      let name = PlanChoice.seats.first { $0.code == head }?.name ?? Bilingual(same: head)
      findings.append(
        Finding(part: "post", reason: Bilingual("no post has this seat: \(name.english)", "没有岗位担任：\(name.chinese)")))
    }
    let covered = Set(content["post_stand_in"].compactMap { $0["post"]?.string })
    for (post, seats) in seats
    where seats.contains(where: { !$0.hasSuffix(":member") }) && !covered.contains(post["post"]?.string ?? "") {
      let title = Bilingual(post["title_en"]?.string ?? "", post["title_zh"]?.string ?? "")
      findings.append(
        Finding(
          part: "post_stand_in", reason: Bilingual("nobody stands in for: \(title.english)", "没有代班人：\(title.chinese)")))
    }
    return findings
  }

  /// A blank of a template is filled by the program, or by nobody.
  private static func templates(_ content: PlaybookContent) -> [Finding] {
    content["template"].flatMap { row in
      let kind = row["kind"]?.string ?? ""
      let filled = kind == "form" ? formBlanks : kind == "statement" ? ["facts"] : []
      return blanks(row["body"]?.string ?? "").filter { !filled.contains($0) }.map { blank in
        let name = row["name"]?.string ?? ""
        return Finding(
          part: "template",
          reason: Bilingual(
            "the template \(name) has a blank that nothing fills: {\(blank)}", "模板“\(name)”中的 {\(blank)} 没有内容可填"))
      }
    }
  }

  /// What the program knows when a form is written.
  private static let formBlanks = ["recipient", "company", "contact", "title", "kind", "severity", "detected", "facts"]

  /// A form has its words in both languages, and words for a form say to whom it goes.
  private static func forms(_ content: PlaybookContent) -> [Finding] {
    let rules = Set(content["form_rule"].compactMap { $0["form"]?.string })
    let words = content["template"].filter { $0["kind"]?.string == "form" }
    let missing = rules.sorted().flatMap { form in
      Language.allCases.filter { language in
        !words.contains { $0["name"]?.string == form && $0["language"]?.string == language.rawValue }
      }.map { language in
        Finding(
          part: "form_rule",
          reason: Bilingual(
            "the form \(form) has no template in \(language.rawValue)", "文书“\(form)”缺少 \(language.rawValue) 模板"))
      }
    }
    return missing
      + Set(words.compactMap { $0["name"]?.string }).subtracting(rules).sorted().map { form in
        Finding(
          part: "template",
          reason: Bilingual("nothing says to whom the form \(form) goes", "没有写明文书“\(form)”报送给谁"))
      }
  }

  private static func blanks(_ text: String) -> [String] {
    text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { piece in
      piece.firstIndex(of: "}").map { String(piece[..<$0]) }
    }.filter { !$0.contains("\n") && $0.count <= 40 }
  }

  private static func completeness(_ content: PlaybookContent) -> [Finding] {
    func missing(_ part: String, _ column: String, _ choices: [PlanChoice]) -> [Finding] {
      choices.flatMap { choice in
        PlanChoice.severities.filter { severity in
          !content[part].contains { $0[column]?.string == choice.code && $0["severity"]?.string == severity.code }
        }.map { severity in
          Finding(
            part: part,
            reason: Bilingual(
              "nothing for “\(choice.name.english)” at \(severity.name.english)",
              "缺少“\(choice.name.chinese)”在 \(severity.name.chinese) 的规定"))
        }
      }
    }
    var findings =
      missing("target", "name", PlanChoice.targets) + missing("feedback_target", "sender", PlanChoice.senders)
    for severity in PlanChoice.severities
    where !content["review_rule"].contains(where: { $0["severity"]?.string == severity.code }) {
      findings.append(
        Finding(
          part: "review_rule",
          reason: Bilingual("nothing for \(severity.name.english)", "缺少 \(severity.name.chinese) 的规定")))
    }
    for list in PlanChoice.lists where !content["checklist_item"].contains(where: { $0["list"]?.string == list.code }) {
      findings.append(
        Finding(
          part: "checklist_item",
          reason: Bilingual("the list “\(list.name.english)” is empty", "“\(list.name.chinese)”没有内容")))
    }
    for kind in PlanChoice.templateKinds
    where kind.code != "form" && !content["template"].contains(where: { $0["kind"]?.string == kind.code }) {
      findings.append(
        Finding(
          part: "template",
          reason: Bilingual("there is no template: \(kind.name.english)", "没有这类模板：\(kind.name.chinese)")))
    }
    return findings
  }
}

extension PlanFile {
  /// What is wrong besides what could not be read, each on the line where it can be mended.
  public func checked() -> [Fault] {
    guard faults.isEmpty else { return faults }
    return PlanChecks.findings(content).map { finding in
      Fault(
        line: tables[finding.part] ?? lines[PlanPart.named(finding.part)?.section ?? .annex] ?? 1,
        reason: finding.reason)
    }.sorted { $0.line < $1.line }
  }
}
