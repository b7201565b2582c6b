public import CommandLine
import FoundationEssentials
public import Ledger
public import Plan
public import Wording
public import Workflow

/// A version of the playbook, as whoever looks at it or approves it sees it.
public enum PlaybookPage {
  /// The version that a line names; without one, the one in force, or the newest while there is none.
  /// - Throws: `Failure` for a version that is not there.
  public static func version(_ invocation: Invocation) async throws -> Playbooks.Playbook {
    let versions = try await invocation.ledger.playbooks.list()
    guard let typed = invocation["VERSION"] else {
      guard let version = versions.last(where: \.isApproved) ?? versions.last else {
        throw Failure(.noInput, Bilingual("There is no playbook yet.", "还没有预案。"))
      }
      return version
    }
    guard let number = Int(typed.hasPrefix("V") ? String(typed.dropFirst()) : typed) else {
      throw Failure(.usage, Bilingual("A version is a number.", "请写第几版，如 1。"))
    }
    guard let version = versions.first(where: { $0.version == number }) else {
      throw Failure(
        .noInput, Bilingual("There is no playbook \(number).", "没有预案第 \(number) 版。"),
        advice: Bilingual("See: levee playbook list", "请查看：levee playbook list"))
    }
    return version
  }

  /// Everything that a version says.
  public static func content(_ version: Int, _ ledger: Ledger) async throws -> PlaybookContent {
    guard let content = try await ledger.playbooks.content(version: version) else {
      throw Failure(
        .noInput, Bilingual("There is no playbook \(version).", "没有预案第 \(version) 版。"),
        advice: Bilingual("See: levee playbook list", "请查看：levee playbook list"))
    }
    return content
  }

  /// A version as it is published.
  public static func edition(_ playbook: Playbooks.Playbook, _ ledger: Ledger) async throws -> PlanEdition {
    let content = try await content(playbook.version, ledger)
    let company = try await ledger.company.read()
    let people = try await ledger.people.list()
    let names = playbook.approvedBy.map { handle in people.first { $0.handle == handle }?.displayName ?? handle }
    let every = content.settings["review_every"]?.string.flatMap(PlanSpan.init(iso:))?.seconds
    return PlanEdition(
      content: content, version: playbook.version,
      company: company.map { Bilingual($0.nameInEnglish, $0.name) } ?? Bilingual(same: ""),
      approval: playbook.approvedAt.map { ($0, names) },
      nextReview: every.flatMap { every in playbook.approvedAt?.addingTimeInterval(Double(every)) },
      older: Dictionary(
        try await ledger.playbooks.olderProse(version: playbook.version).compactMap { prose in
          PlanSection(rawValue: prose.section).map { ($0, prose.language) }
        }, uniquingKeysWith: { first, _ in first }))
  }

  /// What a proposed version says otherwise than the one in force: what leadership approves.
  public static func page(_ invocation: Invocation) async throws -> Reply {
    let playbook = try await version(invocation)
    var reply = Reply(
      fields: [
        Reply.Field("version", Bilingual("Version", "第几版"), .number(playbook.version)),
        Reply.Field("title", Bilingual("Title", "名称"), .values(playbook.title.values, playbook.title)),
        Reply.Field(
          "proposed_by", Bilingual("Proposed by", "提出人"),
          playbook.proposedBy.isEmpty ? .none : .text(playbook.proposedBy)),
        Reply.Field("proposed_at", Bilingual("Proposed at", "提出时间"), .time(playbook.proposedAt)),
      ])
    guard let inForce = try await invocation.ledger.playbooks.list().last(where: \.isApproved),
      inForce.version != playbook.version
    else {
      reply.fields.append(
        Reply.Field(
          "read_it", Bilingual("Read it", "全文"), .code("levee playbook show \(playbook.version)")))
      return reply
    }
    let old = try await content(inForce.version, invocation.ledger)
    let new = try await content(playbook.version, invocation.ledger)
    let compared = comparison(from: old, to: new, invocation.language)
    reply.fields.append(
      Reply.Field("compared_with", Bilingual("Compared with version", "对照第几版"), .number(inForce.version)))
    reply.fields += compared.fields
    reply.tables += compared.tables
    return reply
  }

  /// What changed between two versions: prose side by side, and a line for each number.
  public static func comparison(from old: PlaybookContent, to new: PlaybookContent, _ language: Language) -> Reply {
    let changes = PlanDifference.changes(from: old, to: new)
    let older = PlanDifference.older(from: old, to: new)
    let sections = PlanSection.allCases.filter { older[$0] != nil }
    let behind = sections.map { section in
      section.mention + (older[section] == .chinese ? Bilingual(" (Chinese)", "（中文）") : Bilingual(" (English)", "（英文）"))
    }
    let field = Reply.Field(
      "older", Bilingual("Text left as it was", "未随之修改的正文"),
      .values(
        .object(Dictionary(uniqueKeysWithValues: sections.map { ($0.rawValue, .string(older[$0]?.rawValue ?? "")) })),
        behind.isEmpty ? Bilingual(same: "") : .list(behind)))
    return Reply(
      fields: (behind.isEmpty ? [] : [field])
        + changes.filter(\.isProse).enumerated().map { index, change in
          Reply.Field(
            "text_\(index + 1)", change.what,
            .comparison(before: change.before[language], after: change.after[language]))
        },
      tables: [
        Reply.Table(
          "changes", Bilingual("Changes", "改动"),
          columns: [
            ("section", Bilingual("Section", "部分")), ("what", Bilingual("What", "内容")),
            ("before", Bilingual("Before", "原为")),
            ("after", Bilingual("Now", "改为")),
          ],
          rows: changes.filter { !$0.isProse }.map { change in
            [
              .named(change.section.rawValue, change.section.mention), .values(change.what.values, change.what),
              value(change.before), value(change.after),
            ]
          },
          whenEmpty: changes.isEmpty
            ? Bilingual("Nothing changed.", "没有改动。") : Bilingual("No number changed.", "数字没有改动。"))
      ])
  }

  private static func value(_ words: Bilingual) -> Cell {
    words.english.isEmpty && words.chinese.isEmpty ? .none : .values(words.values, words)
  }
}
