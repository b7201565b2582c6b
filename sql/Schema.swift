/// The migrations that make Levee's schema, embedded so that a binary carries the schema it was built for.
///
/// The files beside this one are the specification of the law; each is applied once, in order, and never edited after
/// it was released.
public enum Schema {
  /// One numbered file.
  public struct Migration: Sendable {
    /// The file's name without its ending, for example `m0001_foundation`.
    public let name: String
    /// The file's bytes, UTF-8.
    public let bytes: [UInt8]

    /// The file's text.
    public var sql: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// All migrations, in the order in which they are applied.
  public static let migrations: [Migration] = [
    Migration(name: "m0001_foundation", bytes: PackageResources.m0001_foundation_sql),
    Migration(name: "m0002_playbook", bytes: PackageResources.m0002_playbook_sql),
    Migration(name: "m0003_incident", bytes: PackageResources.m0003_incident_sql),
    Migration(name: "m0004_assessing", bytes: PackageResources.m0004_assessing_sql),
    Migration(name: "m0005_commanding", bytes: PackageResources.m0005_commanding_sql),
    Migration(name: "m0006_documents", bytes: PackageResources.m0006_documents_sql),
    Migration(name: "m0007_planning", bytes: PackageResources.m0007_planning_sql),
    Migration(name: "m0008_statements", bytes: PackageResources.m0008_statements_sql),
    Migration(name: "m0009_deliveries", bytes: PackageResources.m0009_deliveries_sql),
    Migration(name: "m0010_feedback", bytes: PackageResources.m0010_feedback_sql),
    Migration(name: "m0011_reviewing", bytes: PackageResources.m0011_reviewing_sql),
    Migration(name: "m0012_supervisor", bytes: PackageResources.m0012_supervisor_sql),
    Migration(name: "m0013_deadlines", bytes: PackageResources.m0013_deadlines_sql),
    Migration(name: "m0014_mentions", bytes: PackageResources.m0014_mentions_sql),
    Migration(name: "m0015_default_playbook", bytes: PackageResources.m0015_default_playbook_sql),
    Migration(name: "m0016_refusals", bytes: PackageResources.m0016_refusals_sql),
  ]
}
