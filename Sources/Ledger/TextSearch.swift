public import FoundationEssentials
import Postgres
public import Workflow

/// The search over everything that was written of incidents: titles, facts, texts, decisions, feedback, reports, remarks.
public struct TextSearch: Sendable {
  let ledger: Ledger

  /// One text that holds all words.
  public struct Found: Sendable {
    public let incident: Reference
    /// The table of the step, which `EventText` names.
    public let kind: String
    /// Its short id, where it has one.
    public let reference: Reference?
    public let person: String
    /// By the incident's clock.
    public let at: Date
    public let text: String
  }

  /// The newest of what the caller may read.
  /// - Parameter words: each has to stand in it, in small letters.
  public func find(_ words: [String], most: Int) async throws -> [Found] {
    try await ledger.read(
      """
      select incident_id, kind, place ->> 'id' as id, place ->> 'document_id' as document, place ->> 'number' as number,
        place ->> 'fact_id' as fact, person, at, said
      from levee.search_texts(\(words)::text[], \(most))
      """
    ).map { row in
      func number(_ column: String) throws -> Int? { try (row[column] as String?).flatMap { Int($0) } }
      let kind: String = try row["kind"]
      return Found(
        incident: Reference(.incident, try row["incident_id"]), kind: kind,
        reference: Self.reference(
          kind, id: try number("id"), document: try number("document"), revision: try number("number"),
          fact: try number("fact")),
        person: try row["person"], at: try row["at"], text: try row["said"])
    }
  }

  private static func reference(_ kind: String, id: Int?, document: Int?, revision: Int?, fact: Int?) -> Reference? {
    let letters: [String: Reference.Kind] = [
      "fact": .fact, "task": .task, "feedback": .feedback, "improvement_action": .improvement,
      "attachment": .attachment,
    ]
    if let letter = letters[kind], let id { return Reference(letter, id) }
    if let fact { return Reference(.fact, fact) }
    if kind == "rendition", let document { return Reference(.statement, document, revision: revision) }
    if kind == "plan_part", let document { return Reference(.plan, document, revision: revision) }
    return nil
  }
}

extension Ledger {
  public var texts: TextSearch { TextSearch(ledger: self) }
}
