public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// What comes after a drill, in its order; and its line beside that of the real case.
extension Drills {
  /// Something that was said afterwards.
  public struct Said: Sendable {
    /// `remark`, `word`, `evaluation`.
    public let what: String
    /// "" of who said no.
    public let text: String
    public let person: String
    public let at: Date
  }

  /// Remarks on it (点评): what opens the participants' own words.
  /// - Throws: `LedgerError.refused` before it is over, and of who neither led nor evaluated it.
  public func remark(_ drill: Reference, _ text: String) async throws {
    try await ledger.commit("select levee.remark_on_drill(\(drill.number), \(text))")
  }

  /// The evaluators' judgement (评估组).
  /// - Throws: `LedgerError.refused` as long as somebody who took part has not said their word, or said no.
  public func evaluate(_ drill: Reference, _ text: String) async throws {
    try await ledger.commit("select levee.evaluate_drill(\(drill.number), \(text))")
  }

  /// Something that a drill showed.
  public struct Shortcoming: Sendable {
    public let kind: ShortcomingKind
    /// A duty's kind, an item of the list, a part of the score; "" for none.
    public let subject: String
    public let times: Int
    /// What answers it; nil as long as nothing does.
    public let improvement: Reference?
  }

  /// What a drill showed: for those who judge it.
  public func shortcomings(_ drill: Reference) async throws -> [Shortcoming] {
    try await ledger.read("select * from levee.drill_shortcomings(\(drill.number))").map {
      Shortcoming(
        kind: try $0["kind"], subject: try $0["subject"], times: try $0["times"],
        improvement: try $0["improvement"] == 0 ? nil : Reference(.improvement, try $0["improvement"]))
    }
  }

  /// Asks for something better after a drill that ended before its review.
  /// - Parameter answers: shortcomings, each as `kind` or `kind/subject`.
  /// - Throws: `LedgerError.refused` of who does not judge it, before it is evaluated, and of a drill that has its review.
  public func improve(
    _ drill: Reference, _ title: String, owner: String, dueOn: String, answers: [String]
  ) async throws -> Reference {
    let rows = try await ledger.commit(
      "select levee.improve_after_drill(\(drill.number), \(title), \(owner), \(dueOn)::date, \(answers)) as id")
    return Reference(.improvement, try rows[0]["id"])
  }

  /// Everything that was said afterwards, and that the person may read.
  public func afterwards(_ drill: Reference) async throws -> [Said] {
    try await ledger.read("select * from levee.drill_afterwards(\(drill.number))").map {
      Said(what: try $0["what"], text: try $0["text"], person: try $0["person"], at: try $0["at"])
    }
  }

  /// One thing on a line.
  public struct Point: Sendable {
    /// Seconds since the scenario's beginning.
    public let at: Double
    /// Of the team's line, the step; "" of the real one.
    public let step: String
    /// Of the real line.
    public let text: Bilingual
    public let source: String
  }

  /// The team's line and that of the real case.
  public struct Line: Sendable {
    public let drill: Reference
    public let team: [Point]
    public let real: [Point]
  }

  /// Both lines of the drill that an incident was; nil of an incident that was none, or while the drill runs.
  public func line(of incident: Reference) async throws -> Line? {
    let rows = try await ledger.read("select * from levee.drill_line(\(incident.number))")
    guard let first = rows.first else { return nil }
    var team: [Point] = []
    var real: [Point] = []
    for row in rows {
      let point = Point(
        at: try row["at"], step: try row["step"], text: Bilingual(try row["en"], try row["zh"]),
        source: try row["source"])
      if try row["of_team"] { team.append(point) } else { real.append(point) }
    }
    return Line(drill: Reference(.drill, try first["drill"]), team: team, real: real)
  }
}
