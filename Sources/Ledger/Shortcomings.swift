import Postgres
public import Workflow

/// What the law found that could have gone better, and what the review made of it.
public struct Shortcomings: Sendable {
  let ledger: Ledger

  /// One of them.
  public struct Shortcoming: Sendable, Equatable {
    public let kind: ShortcomingKind
    /// A duty's kind, an item of the list, a part of the score, a goal; "" for none.
    public let subject: String
    public let times: Int
    /// The improvement that the review named for it; nil where it named none, or is not written yet.
    public let improvement: Reference?
    /// Why the review accepted it; "" where it did not.
    public let reason: String

    /// What a person types for it: `urgent_decision`, `missed_deadline/update`.
    public var key: String { subject.isEmpty ? kind.rawValue : kind.rawValue + "/" + subject }
  }

  /// Those of an incident: as they are found now, or as the review found and answered them.
  public func list(of incident: Reference) async throws -> [Shortcoming] {
    try await ledger.read("select * from levee.shortcomings(\(incident.number))").map {
      let improvement: Int = try $0["improvement"]
      return Shortcoming(
        kind: try $0["kind"], subject: try $0["subject"], times: try $0["times"],
        improvement: improvement == 0 ? nil : Reference(.improvement, improvement), reason: try $0["reason"])
    }
  }
}

extension Ledger {
  public var shortcomings: Shortcomings { Shortcomings(ledger: self) }
}
