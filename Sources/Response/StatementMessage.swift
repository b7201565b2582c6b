import Ledger
import Transports
import Wording
import Workflow

/// An approved text as a webhook carries it: to a chat group its title and body, byte for byte; to a program also what it is.
enum StatementMessage {
  static func make(_ text: Deliveries.Text, event: String) -> Message {
    // Made from what is sent: the text (by its digest), the rendition, the channel, and whether it is put up or taken down.
    let verb = event.hasSuffix("withdrawn") ? "withdrawn" : "published"
    let drill = text.isExercise ? Bilingual.drillMark[Language(rawValue: text.language) ?? .english] : ""
    return Message(
      key: "\(text.statement)-\(text.rendition)-\(text.channel)-\(text.digest.prefix(16))-\(verb)", address: "",
      subject: text.title, text: drill + text.title + "\n\n" + text.body, event: event,
      values: [
        "incident": .string(text.incident.description), "statement": .string(text.statement.description),
        "rendition": .string(text.rendition), "channel": .string(text.channel), "digest": .string(text.digest),
        "language": .string(text.language), "title": .string(text.title), "body": .string(text.body),
        "exercise": .bool(text.isExercise), "approved_at": .string(TimeFormat.iso(text.approvedAt)),
        "withdrawn_at": text.withdrawnAt.map { .string(TimeFormat.iso($0)) } ?? .null,
      ])
  }
}
