import Desk
import Ledger
import Wording
import Workflow

/// A statement as a person writes it in their editor: a title and a text in each language, beginning with the playbook's
/// template and the facts, or with the text that it follows. A language that is left empty is not written.
enum StatementDraft {
  private static let note = Bilingual(
    "The statement, a title and a text for each language. A language whose text is empty is left out.",
    "声明：每种语言写一个标题和正文。正文空着的语言不保存。")

  private static let parameters = ["title", "body", "renditions"]

  /// The first revision: from the holding template that was named, or the playbook's statement template.
  static let new = Draft(parameters, note: note) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let holding = invocation["holding"]
    let facts = try await facts(of: incident, invocation)
    var sections = [factSection(facts)]
    for language in ordered(invocation.language) {
      let templates = try await invocation.ledger.playbooks.templates(
        holding == nil ? "statement" : "holding", of: incident, language: language)
      let template = templates.first { $0.name == holding ?? "statement" }
      sections += texts(
        language.rawValue, title: template?.title ?? "", body: filled(template?.body ?? "", facts, language))
    }
    return sections
  }

  /// The next one: from the text of the statement that was named.
  static let next = Draft(parameters, note: note) { invocation in
    let statement = try invocation.reference("STATEMENT", .statement)
    let revision = try await invocation.ledger.documents.read(statement)
    let facts = try await facts(of: revision.incident, invocation)
    let cited = Set(revision.facts.map(\.reference))
    var sections = [factSection(facts.filter { cited.contains($0.reference) || $0.reliability == .verified })]
    // What reviewers proposed, or said, is above the text while it is written.
    for review in revision.reviews where !review.reason.isEmpty {
      sections.append(Draft.Section("note", Bilingual("\(review.person) says", "\(review.person) 的意见"), review.reason))
    }
    for piece in revision.pieces {
      sections += [
        Draft.Section(
          "title/" + piece.name, Bilingual("title", "标题") + Bilingual(same: " " + piece.language), piece.title),
        Draft.Section(
          "body/" + piece.name, Bilingual("text", "正文") + Bilingual(same: " " + piece.language), piece.body),
      ]
    }
    return sections
  }

  /// What was written, as renditions.
  /// - Parameter before: the text that it follows: what a piece is written for, and for whom, stays as it was.
  static func renditions(
    _ invocation: Invocation, following before: Documents.Revision? = nil
  ) throws -> [Statements.Rendition] {
    let names = invocation.drafted.keys.filter { $0.hasPrefix("body/") }.map { String($0.dropFirst("body/".count)) }
    return try names.sorted().map { name in
      if let piece = before?.pieces.first(where: { $0.name == name }) {
        return Statements.Rendition(
          name: name, channelKind: piece.channelKind, audience: piece.audience, language: piece.language,
          title: invocation.drafted["title/" + name] ?? "", body: invocation.drafted["body/" + name] ?? "")
      }
      // Levee itself gives such names: en, zh, web-en, web-zh-cn.
      guard
        let language = Language.allCases.first(where: {
          name.lowercased().hasSuffix($0.rawValue.lowercased())
            || name.lowercased().hasSuffix($0.rawValue.prefix(2).lowercased())
        })
      else {
        throw Failure(
          .data, Bilingual("\"\(name)\" does not end in a language.", "“\(name)”结尾没有写语言。"),
          advice: Bilingual("Call it web-en or web-zh-cn.", "请命名为 web-en 或 web-zh-cn。"))
      }
      return Statements.Rendition(
        name: name, language: language.rawValue, title: invocation.drafted["title/" + name] ?? "",
        body: invocation.drafted["body/" + name] ?? "")
    }
  }

  /// The facts that it cites: those of the command line, or those that the draft names.
  static func facts(_ invocation: Invocation) throws -> [Reference] {
    guard let drafted = invocation.drafted["facts"] else { return try invocation.references("fact", .fact) }
    return try drafted.split(separator: "\n").map { line in
      let word = line.split(separator: " ").first.map(String.init) ?? ""
      guard let fact = Reference(word, expecting: .fact) else {
        throw Failure(
          .data, Bilingual("\"\(word)\" is not the short id of a fact.", "“\(word)”不是情况编号。"),
          advice: Bilingual("A line of the facts begins with F3.", "依据的每一行以 F3 这样的编号开头。"))
      }
      return fact
    }
  }

  private static func facts(of incident: Reference, _ invocation: Invocation) async throws -> [Facts.Fact] {
    try await invocation.ledger.facts.list(incident)
  }

  static func factSection(_ facts: [Facts.Fact]) -> Draft.Section {
    Draft.Section(
      "facts", Bilingual("cited: delete the lines of those that it does not rest on", "依据的情况：不作依据的，请删去那一行"),
      facts.filter { $0.reliability == .verified }.map { "\($0.reference) \($0.claim)" }.joined(separator: "\n"))
  }

  private static func texts(_ language: String, title: String, body: String) -> [Draft.Section] {
    let name = "web-" + language.lowercased()
    return [
      Draft.Section("title/" + name, Bilingual("title", "标题"), title),
      Draft.Section("body/" + name, Bilingual("text", "正文"), body),
    ]
  }

  /// The template with what is verified in the place of `{facts}`.
  private static func filled(_ body: String, _ facts: [Facts.Fact], _ language: Language) -> String {
    let verified = facts.filter { $0.reliability == .verified }
    let lines = verified.map { (language == .chinese ? "· " : "- ") + $0.claim }.joined(separator: "\n")
    return body.replacing("{facts}", with: lines)
  }

  /// The writer's own language first.
  private static func ordered(_ first: Language) -> [Language] { [first] + Language.allCases.filter { $0 != first } }
}
