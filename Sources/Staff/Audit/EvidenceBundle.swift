import CEvidence
import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// A folder that a third party verifies without Levee: `evidence.json`, the same to read as `evidence.html`, and
/// `verify.py`.
struct EvidenceBundle {
  let evidence: Evidence
  let summary: Incidents.Summary
  let timeline: [History.Event]
  /// Display names, by login.
  let names: [String: String]
  /// The statutory clocks of the incident's playbook, by which a code gets its name.
  let clocks: [StatutoryClock]
  let language: Language

  /// Writes the three files; the folder is made if it is not there.
  func write(to folder: String) throws {
    try OutputFile.makeFolder(folder)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try OutputFile.write(Array(try encoder.encode(evidence)), to: folder + "/evidence.json")
    try OutputFile.write(Array(html.utf8), to: folder + "/evidence.html")
    try OutputFile.write(Array(String(cString: levee_verify_evidence()).utf8), to: folder + "/verify.py")
  }

  /// The name beside the login: the record knows logins, a reader knows people.
  private func name(_ handle: String) -> String {
    names[handle].map { "\($0)\(Bilingual(" (", "（")[language])\(handle)\(Bilingual(")", "）")[language])" } ?? handle
  }

  /// What a reader has to know before the first line.
  private var shortly: [Bilingual] {
    let people = Dictionary(grouping: timeline, by: \.person).sorted { $0.value.count > $1.value.count }
    let sealed = evidence.events.filter { $0.hash != nil }.count
    var lines = [
      Bilingual(
        "Kind: \(summary.kind.name.english). Level: \(summary.severity.name.english). Stage: \(summary.stage.name.english).",
        "类型：\(summary.kind.name.chinese)。等级：\(summary.severity.name.chinese)。阶段：\(summary.stage.name.chinese)。"),
      Bilingual(
        "Detected \(TimeFormat.zoned(summary.detectedAt)), logged \(TimeFormat.zoned(summary.openedAt)).",
        "\(TimeFormat.zoned(summary.detectedAt)) 发现，\(TimeFormat.zoned(summary.openedAt)) 登记。"),
      Bilingual(
        "\(counted(timeline.count, "record")), \(sealed) of them sealed, with \(counted(evidence.texts.count, "text")).",
        "共 \(timeline.count) 条记录，其中 \(sealed) 条已存证，附 \(evidence.texts.count) 份文字。"),
      Bilingual("By: ", "记录人：")
        + Bilingual.list(people.map { Bilingual(same: "\(name($0.key)) \($0.value.count)") }),
    ]
    for event in timeline where event.kind == "transition" {
      lines.append(
        Bilingual(same: TimeFormat.zoned(event.at) + " ") + EventText.name(event.kind) + Bilingual(": ", "：")
          + EventText.details(event, clocks: clocks))
    }
    return lines
  }

  private var html: String {
    let texts = Dictionary(grouping: evidence.texts, by: \.event)
    let places = Dictionary(evidence.events.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = timeline.map { event -> String in
      let said = (texts[event.id] ?? []).flatMap { text in zip(text.columns, text.contents) }
        .filter { !$0.1.isEmpty && $0.1 != "[]" }
        .map { "<dt>\(SafeText.html($0.0))</dt><dd>\(SafeText.html($0.1))</dd>" }.joined()
      let place = places[event.id]?.sequence.map(String.init) ?? "–"
      let hash = places[event.id]?.hash?.prefix(16) ?? ""
      return """
        <tr><td>\(place)</td><td>\(SafeText.html(TimeFormat.iso(event.at)))</td>
        <td>\(SafeText.html(name(event.person)))<br><small>\(SafeText.html(event.team))</small></td>
        <td>\(SafeText.html(EventText.name(event.kind)[language]))
        <small>\(SafeText.html(EventText.details(event, clocks: clocks)[language]))</small>
        \(said.isEmpty ? "" : "<dl>\(said)</dl>")</td><td><code>\(hash)</code></td></tr>
        """
    }.joined(separator: "\n")
    let title =
      "\(summary.reference) · " + Bilingual.drillMark(of: summary.isExercise)[language] + summary.title
    let head = [
      Bilingual("Place", "次序"), Bilingual("When", "时间"), Bilingual("Who", "人员"), Bilingual("What", "事项"),
      Bilingual("Seal", "校验码"),
    ].map { "<th>\($0[language])</th>" }.joined()
    let how = Bilingual(
      "Every line is sealed into a chain. To verify: python3 verify.py evidence.json",
      "每一行均已存证，前后相连。核对方法：python3 verify.py evidence.json")
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(SafeText.html(title))</title>
      <style>
      body { font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; margin: 2rem; color: #1a1a1a; }
      table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid #ddd; padding: .4rem .6rem;
        text-align: left; vertical-align: top; } small, code { color: #595959; }
      dl { margin: .3rem 0 0; padding-left: .8rem; border-left: 3px solid #ddd; white-space: pre-wrap; }
      dt { color: #595959; font-size: .85rem; } dd { margin: 0; overflow-wrap: anywhere; }
      </style></head><body>
      <h1>\(SafeText.html(title))</h1>
      <ul>\(shortly.map { "<li>\(SafeText.html($0[language]))</li>" }.joined())</ul>
      <p>\(how[language])</p>
      <table><thead><tr>\(head)</tr></thead><tbody>
      \(rows)
      </tbody></table></body></html>

      """
  }
}
