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

    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }

    /// The file's text.
    public var sql: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// All migrations, in the order in which they are applied.
  public static let migrations: [Migration] = [
    Migration(name: "m0001_foundation", bytes: PackageResources.m0001_foundation_sql),
    Migration(name: "m0002_history", bytes: PackageResources.m0002_history_sql),
    Migration(name: "m0003_people", bytes: PackageResources.m0003_people_sql),
    Migration(name: "m0004_seats", bytes: PackageResources.m0004_seats_sql),
    Migration(name: "m0005_playbook", bytes: PackageResources.m0005_playbook_sql),
    Migration(name: "m0006_incident", bytes: PackageResources.m0006_incident_sql),
    Migration(name: "m0007_steps", bytes: PackageResources.m0007_steps_sql),
    Migration(name: "m0008_duties", bytes: PackageResources.m0008_duties_sql),
    Migration(name: "m0009_circle", bytes: PackageResources.m0009_circle_sql),
    Migration(name: "m0010_assessing", bytes: PackageResources.m0010_assessing_sql),
    Migration(name: "m0011_commanding", bytes: PackageResources.m0011_commanding_sql),
    Migration(name: "m0012_documents", bytes: PackageResources.m0012_documents_sql),
    Migration(name: "m0013_reviews", bytes: PackageResources.m0013_reviews_sql),
    Migration(name: "m0014_texts_owed", bytes: PackageResources.m0014_texts_owed_sql),
    Migration(name: "m0015_proposals", bytes: PackageResources.m0015_proposals_sql),
    Migration(name: "m0016_planning", bytes: PackageResources.m0016_planning_sql),
    Migration(name: "m0017_statements", bytes: PackageResources.m0017_statements_sql),
    Migration(name: "m0018_work", bytes: PackageResources.m0018_work_sql),
    Migration(name: "m0019_channels", bytes: PackageResources.m0019_channels_sql),
    Migration(name: "m0020_deliveries", bytes: PackageResources.m0020_deliveries_sql),
    Migration(name: "m0021_withdrawals", bytes: PackageResources.m0021_withdrawals_sql),
    Migration(name: "m0022_corrections", bytes: PackageResources.m0022_corrections_sql),
    Migration(name: "m0023_feedback", bytes: PackageResources.m0023_feedback_sql),
    Migration(name: "m0024_reviewing", bytes: PackageResources.m0024_reviewing_sql),
    Migration(name: "m0025_gates", bytes: PackageResources.m0025_gates_sql),
    Migration(name: "m0026_supervisor", bytes: PackageResources.m0026_supervisor_sql),
    Migration(name: "m0027_blockers", bytes: PackageResources.m0027_blockers_sql),
    Migration(name: "m0028_audit", bytes: PackageResources.m0028_audit_sql),
    Migration(name: "m0029_notices", bytes: PackageResources.m0029_notices_sql),
    Migration(name: "m0030_escalations", bytes: PackageResources.m0030_escalations_sql),
    Migration(name: "m0031_sources", bytes: PackageResources.m0031_sources_sql),
    Migration(name: "m0032_mentions", bytes: PackageResources.m0032_mentions_sql),
    Migration(name: "m0033_search", bytes: PackageResources.m0033_search_sql),
    Migration(name: "m0034_stories", bytes: PackageResources.m0034_stories_sql),
    Migration(name: "m0035_signals", bytes: PackageResources.m0035_signals_sql),
    Migration(name: "m0036_outlets", bytes: PackageResources.m0036_outlets_sql),
    Migration(name: "m0037_staff_reports", bytes: PackageResources.m0037_staff_reports_sql),
    Migration(name: "m0038_ways", bytes: PackageResources.m0038_ways_sql),
    Migration(name: "m0039_sentiment", bytes: PackageResources.m0039_sentiment_sql),
    Migration(name: "m0040_default_playbook", bytes: PackageResources.m0040_default_playbook_sql),
    Migration(name: "m0041_company", bytes: PackageResources.m0041_company_sql),
    Migration(name: "m0042_newsroom", bytes: PackageResources.m0042_newsroom_sql),
    Migration(name: "m0043_briefs", bytes: PackageResources.m0043_briefs_sql),
    Migration(name: "m0044_undoing", bytes: PackageResources.m0044_undoing_sql),
    Migration(name: "m0045_notes", bytes: PackageResources.m0045_notes_sql),
    Migration(name: "m0046_plan", bytes: PackageResources.m0046_plan_sql),
    Migration(name: "m0047_resources", bytes: PackageResources.m0047_resources_sql),
    Migration(name: "m0048_media_contacts", bytes: PackageResources.m0048_media_contacts_sql),
    Migration(name: "m0049_resource_looks", bytes: PackageResources.m0049_resource_looks_sql),
    Migration(name: "m0050_resource_use", bytes: PackageResources.m0050_resource_use_sql),
    Migration(name: "m0051_counselling", bytes: PackageResources.m0051_counselling_sql),
    Migration(name: "m0052_resource_duties", bytes: PackageResources.m0052_resource_duties_sql),
    Migration(name: "m0053_roster", bytes: PackageResources.m0053_roster_sql),
    Migration(name: "m0054_employees", bytes: PackageResources.m0054_employees_sql),
    Migration(name: "m0055_reading", bytes: PackageResources.m0055_reading_sql),
    Migration(name: "m0056_training", bytes: PackageResources.m0056_training_sql),
    Migration(name: "m0057_evaluation", bytes: PackageResources.m0057_evaluation_sql),
    Migration(name: "m0058_shortcomings", bytes: PackageResources.m0058_shortcomings_sql),
    Migration(name: "m0059_drill_clock", bytes: PackageResources.m0059_drill_clock_sql),
    Migration(name: "m0060_drill_rules", bytes: PackageResources.m0060_drill_rules_sql),
    Migration(name: "m0061_drills", bytes: PackageResources.m0061_drills_sql),
    Migration(name: "m0062_drill_isolation", bytes: PackageResources.m0062_drill_isolation_sql),
    Migration(name: "m0063_drill_leading", bytes: PackageResources.m0063_drill_leading_sql),
    Migration(name: "m0064_drill_reading", bytes: PackageResources.m0064_drill_reading_sql),
    Migration(name: "m0065_drill_injects", bytes: PackageResources.m0065_drill_injects_sql),
    Migration(name: "m0066_drill_dues", bytes: PackageResources.m0066_drill_dues_sql),
    Migration(name: "m0067_cases", bytes: PackageResources.m0067_cases_sql),
    Migration(name: "m0068_meeting", bytes: PackageResources.m0068_meeting_sql),
    Migration(name: "m0069_readiness", bytes: PackageResources.m0069_readiness_sql),
    Migration(name: "m0070_drill_order", bytes: PackageResources.m0070_drill_order_sql),
    Migration(name: "m0071_improvement_patch", bytes: PackageResources.m0071_improvement_patch_sql),
    Migration(name: "m0072_default_plan_zh", bytes: PackageResources.m0072_default_plan_zh_sql),
    Migration(name: "m0073_default_plan_en", bytes: PackageResources.m0073_default_plan_en_sql),
    Migration(name: "m0074_plan_causes", bytes: PackageResources.m0074_plan_causes_sql),
    Migration(name: "m0075_forms", bytes: PackageResources.m0075_forms_sql),
    Migration(name: "m0076_who", bytes: PackageResources.m0076_who_sql),
    Migration(name: "m0077_devices", bytes: PackageResources.m0077_devices_sql),
    Migration(name: "m0078_console", bytes: PackageResources.m0078_console_sql),
    Migration(name: "m0079_own_words", bytes: PackageResources.m0079_own_words_sql),
    Migration(name: "m0080_drill_objectives", bytes: PackageResources.m0080_drill_objectives_sql),
    Migration(name: "m0081_walls", bytes: PackageResources.m0081_walls_sql),
    Migration(name: "m0082_ended_drills", bytes: PackageResources.m0082_ended_drills_sql),
    Migration(name: "m0083_signatures", bytes: PackageResources.m0083_signatures_sql),
    Migration(name: "m0084_signing", bytes: PackageResources.m0084_signing_sql),
    Migration(name: "m0085_refusals", bytes: PackageResources.m0085_refusals_sql),
  ]

  /// What is owed, told by the steps alone: the second opinion about the table of duties.
  public static var dutiesFromFacts: String { String(decoding: PackageResources.duties_from_facts_sql, as: UTF8.self) }
}
