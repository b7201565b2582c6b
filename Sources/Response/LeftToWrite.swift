import Desk
import Ledger
import Wording
import Workflow

/// What the playbook's template of a statement leaves to be written: a text that still lacks it is not handed in.
enum LeftToWrite {
  /// - Parameter texts: each language's body.
  /// - Throws: `Failure` that names the headings under which nothing stands.
  static func refuse(
    _ texts: [(language: String, body: String)], of incident: Reference, _ invocation: Invocation
  ) async throws {
    for text in texts {
      guard let language = Language(rawValue: text.language) else { continue }
      let templates = try await invocation.ledger.playbooks.templates("statement", of: incident, language: language)
      let empty = headings(under: templates.map(\.body).joined(separator: "\n"), in: text.body)
      guard !empty.isEmpty else { continue }
      let named = empty.joined(separator: language == .chinese ? "；" : "; ")
      throw Failure(
        .data, Bilingual("Nothing is written under: \(named)", "下列标题下没有内容：\(named)"),
        advice: Bilingual("Write it, or take the line out.", "请补写，或删去该行。"))
    }
  }

  /// The headings of a template that a text has, each with the next of them or the end right after it.
  static func headings(under template: String, in text: String) -> [String] {
    func lines(_ text: String) -> [String] {
      text.split(whereSeparator: \.isNewline).map { String($0).trimmingCharacters() }.filter { !$0.isEmpty }
    }
    let headings = Set(lines(template).filter { $0.hasSuffix(":") || $0.hasSuffix("：") })
    let written = lines(text)
    return written.indices.filter { place in
      headings.contains(written[place]) && (place + 1 == written.count || headings.contains(written[place + 1]))
    }.map { String(written[$0].dropLast()) }
  }
}
