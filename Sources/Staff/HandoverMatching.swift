import Analysis
import Desk
import Ledger
import Workflow

/// Holds what one team handed to the next beside the facts: assessment, command, plan, statement.
struct HandoverMatching {
  /// What was found, for the score; and what differs, to be read.
  let handovers: [Evaluations.Handover]
  let differences: [EvaluationReport.Difference]

  /// - Parameters:
  ///   - plan: the newest plan's parts; "" where there is none.
  ///   - names: what the house tracks.
  init(_ file: CaseFile, plan: (reference: String, text: String)?, context: [String], names: [String]) {
    let facts = file.facts.filter { $0.reliability != .refuted }.map { $0.claim + " " + $0.source }
    let matcher = FactMatcher(
      facts: facts,
      context: context + [file.summary.title, file.openedAs] + Array(file.names.values) + Array(file.names.keys)
        + file.deliveries.map(\.channel), names: names)
    var texts: [(subject: String, team: Team, purpose: FactMatcher.Purpose, text: String)] = []
    for assessment in file.assessments {
      texts.append(("assessment \(assessment.revision)", .monitoring, .report, assessment.summary))
    }
    for command in file.commands {
      texts.append(
        (
          "command \(command.revision)", .leadership, .order,
          ([command.text] + command.assignments.map(\.text)).joined(separator: "\n")
        ))
    }
    if let plan { texts.append((plan.reference, .response, .order, plan.text)) }
    var seen: Set<String> = []
    for delivery in file.published
    where seen.insert(delivery.statement.description + delivery.title + delivery.body).inserted {
      texts.append((delivery.statement.description, .response, .report, delivery.title + "\n" + delivery.body))
    }
    var found: [Evaluations.Handover] = []
    var differing: [EvaluationReport.Difference] = []
    for (subject, team, purpose, text) in texts {
      // A text that names no figure, time or name hands on nothing that could differ.
      guard !matcher.details(in: text, for: purpose).isEmpty else { continue }
      let unmatched = matcher.unmatched(in: text, for: purpose)
      found.append(Evaluations.Handover(subject: subject, team: team, matches: unmatched.isEmpty))
      if !unmatched.isEmpty {
        differing.append(EvaluationReport.Difference(subject: subject, unmatched: unmatched.map(\.written)))
      }
    }
    handovers = found
    differences = differing
  }

  /// Reads what is needed, and matches it.
  static func read(_ file: CaseFile, _ invocation: Invocation) async throws -> HandoverMatching {
    let plan = try await invocation.ledger.documents.newestPlan(of: file.summary.reference)
    let company = try await invocation.ledger.company.read()
    let names = (try? await invocation.ledger.trackedNames.list().flatMap(\.words)) ?? []
    return HandoverMatching(
      file,
      plan: plan.map { ($0.reference.description, $0.pieces.map(\.body).joined(separator: "\n")) },
      context: company.map { [$0.name, $0.nameInEnglish] } ?? [], names: names)
  }
}
