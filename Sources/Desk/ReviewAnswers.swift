import CommandLine
import Ledger
import Wording

/// What the author's team does with a review: adopts other words, or hands the same in again.
public enum ReviewAnswers {
  /// Hands in the next revision, with the proposer's words where they said some; who adopts is its author, and cannot
  /// review it.
  public static let adopt = Command(
    "adopt", "采纳", Bilingual("adopt the words that a reviewer proposed: you become the author", "采纳审核人建议的文字，您即为作者"),
    [
      .positional("TEXT", Bilingual("the revision, for example S3.1", "稿件编号，如 S3.1")),
      .option("from", "PERSON", Bilingual("who proposed them", "提出建议的人"), required: true),
    ]
  ) { invocation in
    let text = try invocation.document("TEXT")
    let revision = try await invocation.ledger.documents.adopt(text, from: try invocation.value("from"))
    return try await invocation.done(
      Bilingual("\(revision) is submitted for review; you are its author.", "\(revision.called.chinese)已报审，您是作者。"),
      on: try await invocation.ledger.incidents.owning(text),
      fields: [Reply.Field("revision", Bilingual("Revision", "稿件"), .code(revision.description))])
  }

  /// Hands in the next revision, word for word the same: it needs its reviews anew.
  public static let renew = Command(
    "renew", "重新报审",
    Bilingual("hand the same text in again: its approval has run out, or was taken back", "原文重新报审：批准已过期，或领导已撤销批准"),
    [.positional("TEXT", Bilingual("for example S3", "如 S3"))]
  ) { invocation in
    let text = try invocation.document("TEXT")
    let revision = try await invocation.ledger.documents.renew(text)
    return try await invocation.done(
      Bilingual("\(revision) is submitted for review, word for word as before.", "\(revision.called.chinese)已原文重新报审。"),
      on: try await invocation.ledger.incidents.owning(text),
      fields: [Reply.Field("revision", Bilingual("Revision", "稿件"), .code(revision.description))])
  }
}
