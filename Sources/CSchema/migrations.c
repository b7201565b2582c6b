#include "CSchema.h"

#define MIGRATIONS (sizeof migrations / sizeof *migrations)

// In the order in which they are applied; each ends with a zero byte.
static const struct levee_migration migrations[] = {
    {"m0001_foundation", (const char[]) {
#embed "../../sql/m0001_foundation.sql"
    , 0}},
    {"m0002_history", (const char[]) {
#embed "../../sql/m0002_history.sql"
    , 0}},
    {"m0003_people", (const char[]) {
#embed "../../sql/m0003_people.sql"
    , 0}},
    {"m0004_seats", (const char[]) {
#embed "../../sql/m0004_seats.sql"
    , 0}},
    {"m0005_playbook", (const char[]) {
#embed "../../sql/m0005_playbook.sql"
    , 0}},
    {"m0006_incident", (const char[]) {
#embed "../../sql/m0006_incident.sql"
    , 0}},
    {"m0007_steps", (const char[]) {
#embed "../../sql/m0007_steps.sql"
    , 0}},
    {"m0008_duties", (const char[]) {
#embed "../../sql/m0008_duties.sql"
    , 0}},
    {"m0009_circle", (const char[]) {
#embed "../../sql/m0009_circle.sql"
    , 0}},
    {"m0010_assessing", (const char[]) {
#embed "../../sql/m0010_assessing.sql"
    , 0}},
    {"m0011_commanding", (const char[]) {
#embed "../../sql/m0011_commanding.sql"
    , 0}},
    {"m0012_documents", (const char[]) {
#embed "../../sql/m0012_documents.sql"
    , 0}},
    {"m0013_reviews", (const char[]) {
#embed "../../sql/m0013_reviews.sql"
    , 0}},
    {"m0014_texts_owed", (const char[]) {
#embed "../../sql/m0014_texts_owed.sql"
    , 0}},
    {"m0015_proposals", (const char[]) {
#embed "../../sql/m0015_proposals.sql"
    , 0}},
    {"m0016_planning", (const char[]) {
#embed "../../sql/m0016_planning.sql"
    , 0}},
    {"m0017_statements", (const char[]) {
#embed "../../sql/m0017_statements.sql"
    , 0}},
    {"m0018_work", (const char[]) {
#embed "../../sql/m0018_work.sql"
    , 0}},
    {"m0019_channels", (const char[]) {
#embed "../../sql/m0019_channels.sql"
    , 0}},
    {"m0020_deliveries", (const char[]) {
#embed "../../sql/m0020_deliveries.sql"
    , 0}},
    {"m0021_withdrawals", (const char[]) {
#embed "../../sql/m0021_withdrawals.sql"
    , 0}},
    {"m0022_corrections", (const char[]) {
#embed "../../sql/m0022_corrections.sql"
    , 0}},
    {"m0023_feedback", (const char[]) {
#embed "../../sql/m0023_feedback.sql"
    , 0}},
    {"m0024_reviewing", (const char[]) {
#embed "../../sql/m0024_reviewing.sql"
    , 0}},
    {"m0025_gates", (const char[]) {
#embed "../../sql/m0025_gates.sql"
    , 0}},
    {"m0026_supervisor", (const char[]) {
#embed "../../sql/m0026_supervisor.sql"
    , 0}},
    {"m0027_blockers", (const char[]) {
#embed "../../sql/m0027_blockers.sql"
    , 0}},
    {"m0028_audit", (const char[]) {
#embed "../../sql/m0028_audit.sql"
    , 0}},
    {"m0029_notices", (const char[]) {
#embed "../../sql/m0029_notices.sql"
    , 0}},
    {"m0030_escalations", (const char[]) {
#embed "../../sql/m0030_escalations.sql"
    , 0}},
    {"m0031_sources", (const char[]) {
#embed "../../sql/m0031_sources.sql"
    , 0}},
    {"m0032_mentions", (const char[]) {
#embed "../../sql/m0032_mentions.sql"
    , 0}},
    {"m0033_search", (const char[]) {
#embed "../../sql/m0033_search.sql"
    , 0}},
    {"m0034_stories", (const char[]) {
#embed "../../sql/m0034_stories.sql"
    , 0}},
    {"m0035_signals", (const char[]) {
#embed "../../sql/m0035_signals.sql"
    , 0}},
    {"m0036_outlets", (const char[]) {
#embed "../../sql/m0036_outlets.sql"
    , 0}},
    {"m0037_staff_reports", (const char[]) {
#embed "../../sql/m0037_staff_reports.sql"
    , 0}},
    {"m0038_ways", (const char[]) {
#embed "../../sql/m0038_ways.sql"
    , 0}},
    {"m0039_sentiment", (const char[]) {
#embed "../../sql/m0039_sentiment.sql"
    , 0}},
    {"m0040_default_playbook", (const char[]) {
#embed "../../sql/m0040_default_playbook.sql"
    , 0}},
    {"m0041_company", (const char[]) {
#embed "../../sql/m0041_company.sql"
    , 0}},
    {"m0042_newsroom", (const char[]) {
#embed "../../sql/m0042_newsroom.sql"
    , 0}},
    {"m0043_briefs", (const char[]) {
#embed "../../sql/m0043_briefs.sql"
    , 0}},
    {"m0044_undoing", (const char[]) {
#embed "../../sql/m0044_undoing.sql"
    , 0}},
    {"m0045_notes", (const char[]) {
#embed "../../sql/m0045_notes.sql"
    , 0}},
    {"m0046_plan", (const char[]) {
#embed "../../sql/m0046_plan.sql"
    , 0}},
    {"m0047_resources", (const char[]) {
#embed "../../sql/m0047_resources.sql"
    , 0}},
    {"m0048_media_contacts", (const char[]) {
#embed "../../sql/m0048_media_contacts.sql"
    , 0}},
    {"m0049_resource_looks", (const char[]) {
#embed "../../sql/m0049_resource_looks.sql"
    , 0}},
    {"m0050_resource_use", (const char[]) {
#embed "../../sql/m0050_resource_use.sql"
    , 0}},
    {"m0051_counselling", (const char[]) {
#embed "../../sql/m0051_counselling.sql"
    , 0}},
    {"m0052_resource_duties", (const char[]) {
#embed "../../sql/m0052_resource_duties.sql"
    , 0}},
    {"m0053_roster", (const char[]) {
#embed "../../sql/m0053_roster.sql"
    , 0}},
    {"m0054_employees", (const char[]) {
#embed "../../sql/m0054_employees.sql"
    , 0}},
    {"m0055_reading", (const char[]) {
#embed "../../sql/m0055_reading.sql"
    , 0}},
    {"m0056_training", (const char[]) {
#embed "../../sql/m0056_training.sql"
    , 0}},
    {"m0057_evaluation", (const char[]) {
#embed "../../sql/m0057_evaluation.sql"
    , 0}},
    {"m0058_shortcomings", (const char[]) {
#embed "../../sql/m0058_shortcomings.sql"
    , 0}},
    {"m0059_drill_clock", (const char[]) {
#embed "../../sql/m0059_drill_clock.sql"
    , 0}},
    {"m0060_drill_rules", (const char[]) {
#embed "../../sql/m0060_drill_rules.sql"
    , 0}},
    {"m0061_drills", (const char[]) {
#embed "../../sql/m0061_drills.sql"
    , 0}},
    {"m0062_drill_isolation", (const char[]) {
#embed "../../sql/m0062_drill_isolation.sql"
    , 0}},
    {"m0063_drill_leading", (const char[]) {
#embed "../../sql/m0063_drill_leading.sql"
    , 0}},
    {"m0064_drill_reading", (const char[]) {
#embed "../../sql/m0064_drill_reading.sql"
    , 0}},
    {"m0065_drill_injects", (const char[]) {
#embed "../../sql/m0065_drill_injects.sql"
    , 0}},
    {"m0066_drill_dues", (const char[]) {
#embed "../../sql/m0066_drill_dues.sql"
    , 0}},
    {"m0067_cases", (const char[]) {
#embed "../../sql/m0067_cases.sql"
    , 0}},
    {"m0068_meeting", (const char[]) {
#embed "../../sql/m0068_meeting.sql"
    , 0}},
    {"m0069_readiness", (const char[]) {
#embed "../../sql/m0069_readiness.sql"
    , 0}},
    {"m0070_drill_order", (const char[]) {
#embed "../../sql/m0070_drill_order.sql"
    , 0}},
    {"m0071_improvement_patch", (const char[]) {
#embed "../../sql/m0071_improvement_patch.sql"
    , 0}},
    {"m0072_default_plan_zh", (const char[]) {
#embed "../../sql/m0072_default_plan_zh.sql"
    , 0}},
    {"m0073_default_plan_en", (const char[]) {
#embed "../../sql/m0073_default_plan_en.sql"
    , 0}},
    {"m0074_plan_causes", (const char[]) {
#embed "../../sql/m0074_plan_causes.sql"
    , 0}},
    {"m0075_forms", (const char[]) {
#embed "../../sql/m0075_forms.sql"
    , 0}},
    {"m0076_who", (const char[]) {
#embed "../../sql/m0076_who.sql"
    , 0}},
    {"m0077_devices", (const char[]) {
#embed "../../sql/m0077_devices.sql"
    , 0}},
    {"m0078_console", (const char[]) {
#embed "../../sql/m0078_console.sql"
    , 0}},
    {"m0079_own_words", (const char[]) {
#embed "../../sql/m0079_own_words.sql"
    , 0}},
    {"m0080_drill_objectives", (const char[]) {
#embed "../../sql/m0080_drill_objectives.sql"
    , 0}},
    {"m0081_walls", (const char[]) {
#embed "../../sql/m0081_walls.sql"
    , 0}},
    {"m0082_ended_drills", (const char[]) {
#embed "../../sql/m0082_ended_drills.sql"
    , 0}},
    {"m0083_signatures", (const char[]) {
#embed "../../sql/m0083_signatures.sql"
    , 0}},
    {"m0084_signing", (const char[]) {
#embed "../../sql/m0084_signing.sql"
    , 0}},
    {"m0085_codes", (const char[]) {
#embed "../../sql/m0085_codes.sql"
    , 0}},
    {"m0086_tokens", (const char[]) {
#embed "../../sql/m0086_tokens.sql"
    , 0}},
    {"m0087_sign_on", (const char[]) {
#embed "../../sql/m0087_sign_on.sql"
    , 0}},
    {"m0088_refusals", (const char[]) {
#embed "../../sql/m0088_refusals.sql"
    , 0}},
};

static const char duties_from_facts[] = {
#embed "../../sql/duties_from_facts.sql"
    , 0};

const struct levee_migration *levee_migration(size_t index) {
    return index < MIGRATIONS ? &migrations[index] : NULL;
}

const char *levee_duties_from_facts(void) { return duties_from_facts; }
