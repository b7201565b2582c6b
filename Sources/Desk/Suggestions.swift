import CommandLine
import Ledger
import Workflow

/// What a person probably means where a command asks for a thing, a channel or a person.
struct Suggestions {
  private let ledger: Ledger

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// What a placeholder stands for, of the things that wait in an inbox.
  private static let kinds: [String: Reference.Kind] = [
    "INCIDENT": .incident, "STATEMENT": .statement, "DELIVERY": .delivery, "FEEDBACK": .feedback, "TASK": .task,
    "NOTICE": .notice,
  ]

  /// What the person probably means: of what waits for them, the things of this kind, those of this command first.
  func values(for parameter: Parameter, _ command: CommandSyntax) async -> [String] {
    // TEXT by its place is a document; as an option's value it is words.
    let kinds =
      parameter.shape == .positional(repeats: false) && parameter.name == "TEXT"
      ? Reference.Kind.allCases.filter { $0.documentKind != nil } : Self.kinds[parameter.placeholder].map { [$0] } ?? []
    if !kinds.isEmpty {
      guard let items = try? await ledger.duties.mine() else { return [] }
      let fitting = items.filter { $0.command?.words.first == command.name }
      return (fitting.isEmpty ? items : fitting).map { kinds == [.incident] ? $0.incident.description : $0.subject }
        .filter { text in Reference(text).map { kinds.contains($0.kind) } ?? false }
        .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    switch parameter.placeholder {
    case "CHANNEL":
      return (try? await ledger.deliveries.channels().map(\.name)) ?? []
    case "PERSON":
      return (try? await ledger.people.list().filter { $0.kind == "person" && !$0.isRemoved }.map(\.handle)) ?? []
    // An account that waits for its person's word.
    case "SUBJECT" where parameter.isPositional:
      return (try? await ledger.signOns.accounts().filter { $0.confirmedAt == nil && $0.endedAt == nil }.map(\.subject))
        ?? []
    case "ISSUER":
      return (try? await ledger.signOns.providers().filter { $0.endedAt == nil }.map(\.issuer)) ?? []
    default: return []
    }
  }
}
