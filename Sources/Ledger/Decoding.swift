public import Postgres
public import Wording
public import Workflow

// The domain's types as columns: each is its raw value.

extension PostgresDecodable where Self: RawRepresentable<String> {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}

extension DutyKind: PostgresDecodable {}
extension EvaluationPart: PostgresDecodable {}
extension EvaluationShare: PostgresDecodable {}
extension Gate: PostgresDecodable {}
extension BriefKind: PostgresDecodable {}
extension ChannelKind: PostgresDecodable {}
extension Confidentiality: PostgresDecodable {}
extension IncidentKind: PostgresDecodable {}
extension Language: PostgresDecodable {}
extension OutletRank: PostgresDecodable {}
extension Reliability: PostgresDecodable {}
extension Severity: PostgresDecodable {}
extension SourceKind: PostgresDecodable {}
extension ShortcomingKind: PostgresDecodable {}
extension Stage: PostgresDecodable {}
extension Team: PostgresDecodable {}
extension Trend: PostgresDecodable {}
extension Verdict: PostgresDecodable {}
extension WorkKind: PostgresDecodable {}
extension WorkState: PostgresDecodable {}
extension WaysOut.State: PostgresDecodable {}
