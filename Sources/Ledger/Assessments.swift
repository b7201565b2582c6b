import Postgres
public import Workflow

/// Monitoring's reports to leadership.
public struct Assessments: Sendable {
  let ledger: Ledger

  /// One revision of the assessment.
  public struct Assessment: Sendable {
    /// The first assessment sets the incident's; a later one raises it, and never lowers it.
    public var severity: Severity
    public var summary: String
    public var trend: Trend
    /// Each from 0 to 4; a factor that is not in it is unknown.
    public var factors: [Factor: Int]
    /// Levels (low, medium, high, unknown) of the risks brand, market, legal, morale.
    public var risks: [String: String]
    /// What leadership could do; "" where nothing is said of it.
    public var options: String
    /// What the mentions suggested; nil where that is not known.
    public var proposed: Severity?
    /// Why the analyst departs from it; owed where the two are two levels apart.
    public var departure: String

    public init(
      severity: Severity, summary: String, trend: Trend = .unknown, factors: [Factor: Int] = [:],
      risks: [String: String] = [:], options: String = "", proposed: Severity? = nil, departure: String = ""
    ) {
      self.severity = severity
      self.summary = summary
      self.trend = trend
      self.factors = factors
      self.risks = risks
      self.options = options
      self.proposed = proposed
      self.departure = departure
    }
  }

  /// Submits the next revision.
  /// - Returns: its number.
  /// - Throws: `LedgerError.refused`, among them `assessment_departs_with_a_reason`.
  public func submit(_ assessment: Assessment, to incident: Reference) async throws -> Int {
    let f = assessment.factors
    let r = assessment.risks
    let rows = try await ledger.commit(
      """
      insert into levee.assessment (incident_id, severity, summary, trend, harm, reach, speed, negativity, regulatory,
        business, responsibility, risk_brand, risk_market, risk_legal, risk_morale, options, proposed, departure)
      values (\(incident.number), \(assessment.severity.rawValue)::levee.severity, \(assessment.summary),
        \(assessment.trend.rawValue), \(f[.harm]), \(f[.reach]), \(f[.speed]), \(f[.negativity]), \(f[.regulatory]),
        \(f[.business]), \(f[.responsibility]), \(r["brand"] ?? "unknown"), \(r["market"] ?? "unknown"),
        \(r["legal"] ?? "unknown"), \(r["morale"] ?? "unknown"), \(assessment.options),
        \(assessment.proposed?.rawValue)::levee.severity, \(assessment.departure))
      returning revision
      """)
    return try rows[0]["revision"]
  }

  /// The newest revision of an incident; nil before the first.
  public func newest(_ incident: Reference) async throws -> (revision: Int, assessment: Assessment, person: String)? {
    let rows = try await ledger.read(Self.newest(incident.number))
    return try rows.first.map { (try $0["revision"], try Self.assessment($0), try $0["person"]) }
  }

  static func newest(_ incident: Int) -> Statement {
    "select * from levee.assessment where incident_id = \(incident) order by revision desc limit 1"
  }

  static func assessment(_ row: Row) throws -> Assessment {
    var factors: [Factor: Int] = [:]
    for factor in Factor.allCases { factors[factor] = try row[factor.rawValue] as Int? }
    return Assessment(
      severity: try row["severity"], summary: try row["summary"], trend: try row["trend"], factors: factors,
      risks: [
        "brand": try row["risk_brand"], "market": try row["risk_market"], "legal": try row["risk_legal"],
        "morale": try row["risk_morale"],
      ], options: try row["options"], proposed: try row["proposed"], departure: try row["departure"])
  }
}

extension Ledger {
  public var assessments: Assessments { Assessments(ledger: self) }
}
