public import CommandLine
import Ledger
import Wording
public import Workflow

/// A text under review as an answer: every byte that would go out, what it cites, who has said what.
public enum DocumentReply {
  /// `--against`: what changed since another revision.
  public static let against = Parameter.option(
    "against", "REVISION", Bilingual("show what changed since this one, for example 1", "和第几稿比较，如 1"))

  /// One revision of a text; without a number in its reference, the newest.
  /// - Parameter comparing: whether what changed since the revision before is shown even if nobody asked.
  /// - Throws: `LedgerError.unknown` for a text or a revision that is not there.
  public static func make(
    _ invocation: Invocation, _ reference: Reference, comparing: Bool = false
  ) async throws -> Reply {
    let revision = try await invocation.ledger.documents.read(reference)
    let before = try await earlier(than: revision, invocation, comparing)
    var fields = head(of: revision, withChecksum: invocation.has("verbose") || invocation.has("json"))
    for piece in revision.pieces {
      fields.append(field(of: piece))
      if let before { fields.append(change(of: piece, in: revision, since: before)) }
    }
    return Reply(
      values: [
        "reviews_needed": .integer(revision.reviewsNeeded), "legal_needed": .bool(revision.legalNeeded),
      ], fields: fields, tables: tables(of: revision))
  }

  /// Whose text it is, on what, and how far its approval is; who reads to judge the words is not shown their checksum.
  private static func head(of revision: Documents.Revision, withChecksum: Bool) -> [Reply.Field] {
    var fields: [Reply.Field] = [
      Reply.Field("text", Bilingual("Text", "稿件"), .named(revision.reference.description, revision.reference.called)),
      Reply.Field("incident", Bilingual("Incident", "事件"), .code(revision.incident.description)),
      Reply.Field("author", Bilingual("Author", "作者"), .text(revision.author)),
      Reply.Field("state", Bilingual("State", "状态"), state(of: revision)),
    ]
    if withChecksum, let digest = revision.digest {
      fields.append(Reply.Field("digest", Bilingual("Checksum", "校验码"), .code(digest)))
    }
    if !revision.channels.isEmpty {
      fields.append(
        Reply.Field(
          "channels", Bilingual("Goes, once approved, to", "批准后发往"),
          .values(
            .array(revision.channels.map(JSONValue.string)), Bilingual(same: revision.channels.joined(separator: ", ")))
        ))
    }
    if let expires = revision.expiresAt {
      fields.append(Reply.Field("expires_at", Bilingual("Approved until", "批准有效期至"), .time(expires)))
    }
    return fields
  }

  /// A piece as it would go out, byte by byte.
  private static func field(of piece: Documents.Piece) -> Reply.Field {
    let language = piece.language.isEmpty ? "" : " (\(piece.language))"
    let text = piece.text
    let channel = piece.channelKind.isEmpty ? "" : " → " + piece.channelKind
    return Reply.Field(
      "piece-\(piece.name)",
      label(piece.name) + Bilingual(same: language + channel)
        + Bilingual(", \(text.utf8.count) bytes", "，\(text.count) 字"), .exact(text))
  }

  /// What changed in a piece since an earlier revision, which may not have had it.
  private static func change(
    of piece: Documents.Piece, in revision: Documents.Revision, since before: Documents.Revision
  ) -> Reply.Field {
    let oldText = before.pieces.first { $0.name == piece.name }?.text ?? ""
    return oldText == piece.text
      ? Reply.Field(
        "change-\(piece.name)", Bilingual("Since \(before.reference)", "与 \(before.reference) 相比"),
        .named("unchanged", Bilingual("unchanged", "未改动")))
      : Reply.Field(
        "change-\(piece.name)",
        Bilingual(
          "Left \(before.reference), right \(revision.reference)", "左 \(before.reference)，右 \(revision.reference)"),
        .comparison(before: oldText, after: piece.text))
  }

  /// What it cites, who has said what, and what they would write instead: only what there is of them.
  private static func tables(of revision: Documents.Revision) -> [Reply.Table] {
    var tables: [Reply.Table] = []
    if !revision.facts.isEmpty {
      tables.append(
        Reply.Table(
          "facts", Bilingual("It cites:", "依据："),
          columns: [
            ("fact", Bilingual("Fact", "情况")), ("reliability", Bilingual("State", "状态")),
            ("claim", Bilingual("Claim", "内容")),
          ],
          rows: revision.facts.map {
            [.code($0.reference.description), .named($0.reliability.rawValue, $0.reliability.name), .text($0.claim)]
          }))
    }
    if !revision.reviews.isEmpty {
      tables.append(
        Reply.Table(
          "reviews", Bilingual("Reviews:", "审核："),
          columns: [
            ("person", Bilingual("Person", "人员")), ("verdict", Bilingual("Verdict", "意见")),
            ("reason", Bilingual("Reason", "原因")), ("signed", Bilingual("Signed", "签名")),
            ("at", Bilingual("When", "时间")),
          ],
          rows: revision.reviews.map {
            [
              .text($0.person), .named($0.verdict.rawValue, $0.verdict.name), .text($0.reason), .flag($0.isSigned),
              .time($0.at),
            ]
          }))
    }
    if !revision.proposals.isEmpty {
      tables.append(
        Reply.Table(
          "proposals", Bilingual("Proposed instead:", "建议改为："),
          columns: [
            ("person", Bilingual("Person", "人员")), ("piece", Bilingual("Where", "位置")),
            ("title", Bilingual("Title", "标题")), ("body", Bilingual("Words", "文字")),
          ],
          rows: revision.proposals.map {
            [
              .text($0.person), .named($0.piece.name, label($0.piece.name)), .text($0.piece.title),
              .text($0.piece.body),
            ]
          }))
    }
    return tables
  }

  /// The revision to compare with: the one asked for, or the one before; nil when nothing is compared.
  private static func earlier(
    than revision: Documents.Revision, _ invocation: Invocation, _ comparing: Bool
  ) async throws -> Documents.Revision? {
    let number = revision.reference.revision ?? 1
    let wanted = invocation["against"].flatMap { Int($0) } ?? (comparing && number > 1 ? number - 1 : nil)
    guard let wanted else { return nil }
    return try await invocation.ledger.documents.read(
      Reference(revision.reference.kind, revision.reference.number, revision: wanted))
  }

  /// What a piece of a text is called: a part of a plan, a reason; a rendition goes by its own name.
  public static func label(_ name: String) -> Bilingual {
    switch name {
    case "1": Bilingual("1 Official statement and channels", "一、官方声明与发布渠道")
    case "2": Bilingual("2 User-feedback process", "二、用户反馈处理流程")
    case "3": Bilingual("3 Media communication", "三、媒体沟通策略")
    case "4": Bilingual("4 Social-media measures", "四、社交媒体应对措施")
    case "reason", "note": Bilingual("Reason", "理由")
    default: Bilingual(same: name)
    }
  }

  private static func state(of revision: Documents.Revision) -> Cell {
    if revision.isVoid { return .named("void", Bilingual("approval void", "批准已失效，须重新报审")) }
    if revision.isApproved { return .named("approved", Bilingual("approved", "已批准")) }
    if revision.isDiscarded { return .named("discarded", Bilingual("draft, discarded", "草稿，已作废")) }
    if revision.digest == nil { return .named("draft", Bilingual("draft, not handed in", "草稿，未报审")) }
    let legal = revision.legalNeeded ? Bilingual(", legal among them", "，须含法务") : Bilingual(same: "")
    return .named(
      "in_review", Bilingual("needs \(revision.reviewsNeeded) review(s)", "需 \(revision.reviewsNeeded) 人审核") + legal)
  }
}

/// The facts of an incident as text.
public enum FactText {
  /// What is known of an incident, as lines to begin a text with: what is verified, then what is not. "" when nothing is.
  public static func lines(of incident: Reference, _ invocation: Invocation) async throws -> String {
    let facts = try await invocation.ledger.facts.list(incident)
    let verified = facts.filter { $0.reliability == .verified }.map { "– " + $0.claim }
    let open = facts.filter { $0.reliability == .unverified }.map {
      Bilingual("– not verified: ", "– 未核实：")[invocation.language] + $0.claim
    }
    return (verified + open).joined(separator: "\n")
  }
}
