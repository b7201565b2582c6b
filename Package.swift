// swift-tools-version: 6.1
import PackageDescription

// Arrows point down only: mains → teams → Service → Desk → CommandLine, Ledger → Workflow, Postgres → Wording.
// docs/architecture.md draws the house; scripts/check-imports keeps the arrows.

/// A main: its target, its product, and the library it calls.
func main(_ name: String, _ library: String) -> Target {
  .executableTarget(
    name: name, dependencies: [.init(stringLiteral: library)],
    // The standard library inside the binary: it starts in a few milliseconds, and runs where no toolchain is.
    linkerSettings: [
      .unsafeFlags([
        "-static-stdlib", "-use-ld=lld", "-l_FoundationCollections", "-l_FoundationCShims", "-lswiftSynchronization",
      ])
    ])
}

let package = Package(
  name: "levee",
  products: [
    .executable(name: "levee", targets: ["levee"]),
    .executable(name: "levee-monitoring", targets: ["levee-monitoring"]),
    .executable(name: "levee-leadership", targets: ["levee-leadership"]),
    .executable(name: "levee-response", targets: ["levee-response"]),
    .executable(name: "levee-logistics", targets: ["levee-logistics"]),
    .executable(name: "levee-supervisor", targets: ["levee-supervisor"]),
    .executable(name: "levee-console", targets: ["levee-console"]),
    .library(name: "Postgres", targets: ["Postgres"]),
  ],
  targets: [
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    .target(name: "Secrets", dependencies: ["CCrypto"]),
    .target(name: "Postgres", dependencies: ["CPostgres", "CCrypto", "Secrets"]),
    .target(
      name: "Schema", path: "sql", exclude: ["schema.sql"],
      resources: [
        .embedInCode("m0001_foundation.sql"),
        .embedInCode("m0002_history.sql"),
        .embedInCode("m0003_people.sql"),
        .embedInCode("m0004_seats.sql"),
        .embedInCode("m0005_playbook.sql"),
        .embedInCode("m0006_incident.sql"),
        .embedInCode("m0007_steps.sql"),
        .embedInCode("m0008_duties.sql"),
        .embedInCode("m0009_circle.sql"),
        .embedInCode("m0010_assessing.sql"),
        .embedInCode("m0011_commanding.sql"),
        .embedInCode("m0012_documents.sql"),
        .embedInCode("m0013_reviews.sql"),
        .embedInCode("m0014_texts_owed.sql"),
        .embedInCode("m0015_proposals.sql"),
        .embedInCode("m0016_planning.sql"),
        .embedInCode("m0017_statements.sql"),
        .embedInCode("m0018_work.sql"),
        .embedInCode("m0019_channels.sql"),
        .embedInCode("m0020_deliveries.sql"),
        .embedInCode("m0021_withdrawals.sql"),
        .embedInCode("m0022_corrections.sql"),
        .embedInCode("m0023_feedback.sql"),
        .embedInCode("m0024_reviewing.sql"),
        .embedInCode("m0025_gates.sql"),
        .embedInCode("m0026_supervisor.sql"),
        .embedInCode("m0027_blockers.sql"),
        .embedInCode("m0028_audit.sql"),
        .embedInCode("m0029_notices.sql"),
        .embedInCode("m0030_escalations.sql"),
        .embedInCode("m0031_sources.sql"),
        .embedInCode("m0032_mentions.sql"),
        .embedInCode("m0033_search.sql"),
        .embedInCode("m0034_stories.sql"),
        .embedInCode("m0035_signals.sql"),
        .embedInCode("m0036_outlets.sql"),
        .embedInCode("m0037_staff_reports.sql"),
        .embedInCode("m0038_ways.sql"),
        .embedInCode("m0039_sentiment.sql"),
        .embedInCode("m0040_default_playbook.sql"),
        .embedInCode("m0041_company.sql"),
        .embedInCode("m0042_newsroom.sql"),
        .embedInCode("m0043_briefs.sql"),
        .embedInCode("m0044_undoing.sql"),
        .embedInCode("m0045_notes.sql"),
        .embedInCode("m0046_plan.sql"),
        .embedInCode("m0047_resources.sql"),
        .embedInCode("m0048_media_contacts.sql"),
        .embedInCode("m0049_resource_looks.sql"),
        .embedInCode("m0050_resource_use.sql"),
        .embedInCode("m0051_counselling.sql"),
        .embedInCode("m0052_resource_duties.sql"),
        .embedInCode("m0053_roster.sql"),
        .embedInCode("m0054_employees.sql"),
        .embedInCode("m0055_reading.sql"),
        .embedInCode("m0056_training.sql"),
        .embedInCode("m0057_evaluation.sql"),
        .embedInCode("m0058_shortcomings.sql"),
        .embedInCode("m0059_drill_clock.sql"),
        .embedInCode("m0060_drill_rules.sql"),
        .embedInCode("m0061_drills.sql"),
        .embedInCode("m0062_drill_isolation.sql"),
        .embedInCode("m0063_drill_leading.sql"),
        .embedInCode("m0064_drill_reading.sql"),
        .embedInCode("m0065_drill_injects.sql"),
        .embedInCode("m0066_drill_dues.sql"),
        .embedInCode("m0067_cases.sql"),
        .embedInCode("m0068_meeting.sql"),
        .embedInCode("m0069_readiness.sql"),
        .embedInCode("m0070_drill_order.sql"),
        .embedInCode("m0071_improvement_patch.sql"),
        .embedInCode("m0072_default_plan_zh.sql"),
        .embedInCode("m0073_default_plan_en.sql"),
        .embedInCode("m0074_plan_causes.sql"),
        .embedInCode("m0075_forms.sql"),
        .embedInCode("m0076_who.sql"),
        .embedInCode("m0077_devices.sql"),
        .embedInCode("m0078_console.sql"),
        .embedInCode("m0079_own_words.sql"),
        .embedInCode("m0079a_drill_objectives.sql"),
        .embedInCode("m0080_refusals.sql"),
        .embedInCode("duties_from_facts.sql"),
      ]),
    .target(name: "HTTP", dependencies: ["CCurl"]),
    .target(name: "HTTPServer", dependencies: ["CMicrohttpd"]),
    .target(name: "Wording"),
    .target(name: "YAML", dependencies: ["CYAML", "Wording"]),
    .target(name: "Drill", dependencies: ["Workflow", "YAML"]),
    .target(name: "Spawning"),
    .target(name: "Workflow", dependencies: ["Wording"]),
    .target(name: "Feeds", dependencies: ["CXML"]),
    .target(
      name: "Analysis",
      resources: [
        .embedInCode("Lexicon/chinese.txt"), .embedInCode("Lexicon/cues.txt"), .embedInCode("Lexicon/english.txt"),
        .embedInCode("Lexicon/grammar.txt"), .embedInCode("Lexicon/handles.txt"), .embedInCode("Lexicon/kinds.txt"),
        .embedInCode("Lexicon/signs.txt"), .embedInCode("Lexicon/traditional.txt"),
      ]),
    .target(name: "Ledger", dependencies: ["Workflow", "Postgres", "Schema", "Secrets"]),
    .target(name: "CommandLine", dependencies: ["Wording"]),
    .target(name: "Records", dependencies: ["CommandLine", "Feeds"]),
    .target(name: "Desk", dependencies: ["CommandLine", "Ledger", "Papers", "Plan"]),
    .target(name: "Service", dependencies: ["Desk", "HTTPServer", "CSystemd"]),
    .target(name: "Transports", dependencies: ["Ledger", "HTTP", "Secrets", "Spawning"]),
    .target(name: "Pages", dependencies: ["CommandLine"]),
    .target(name: "Papers", dependencies: ["CommandLine", "Pages", "Spawning"]),
    .target(name: "Markdown", dependencies: ["CCmark"]),
    .target(name: "QRCode", dependencies: ["CQRencode"]),
    .target(name: "Plan", dependencies: ["Markdown", "Papers", "Workflow"]),

    .target(
      name: "Monitoring",
      dependencies: ["Service", "Analysis", "Drill", "Feeds", "HTTP", "HTTPServer", "Records", "Secrets"]),
    .target(name: "Leadership", dependencies: ["Service"]),
    .target(name: "Response", dependencies: ["Service", "Analysis", "Transports"]),
    .target(name: "Logistics", dependencies: ["Service", "HTTP", "HTTPServer", "Transports", "Records"]),
    .target(name: "Supervisor", dependencies: ["Service", "HTTPServer"]),
    .target(
      name: "Staff", dependencies: ["Desk", "Drill", "Transports", "Analysis", "Records", "QRCode", "Secrets"],
      resources: [.embedInCode("Audit/Resources/verify_evidence.py")]),
    .target(name: "Administration", dependencies: ["Desk", "Staff", "Transports", "Records", "YAML"]),

    // Who has no terminal is of every team, so that this room stands above all of theirs.
    .target(
      name: "Console",
      dependencies: [
        "Administration", "Monitoring", "Leadership", "Response", "Logistics", "Supervisor", "Service", "HTTPServer",
        "Pages", "Secrets",
      ]),

    main("levee", "Administration"),
    main("levee-monitoring", "Monitoring"),
    main("levee-leadership", "Leadership"),
    main("levee-response", "Response"),
    main("levee-logistics", "Logistics"),
    main("levee-supervisor", "Supervisor"),
    main("levee-console", "Console"),

    // Seeded chance, and documents that are broken by it: for tests that need no database.
    .target(name: "Fuzz", path: "Tests/Fuzz"),
    // What must hold of whatever is read: short in the tests, as long as you like with `scripts/fuzz`.
    .target(name: "FuzzTrials", dependencies: ["Fuzz", "Feeds", "Records"], path: "Tests/FuzzTrials"),
    .executableTarget(name: "fuzz-reader", dependencies: ["Fuzz", "FuzzTrials"], path: "Tests/FuzzReader"),
    .target(name: "TestHouse", dependencies: ["Ledger"], path: "Tests/TestHouse"),
    // Scripted teams that drive many incidents: `scripts/faults` and `scripts/bench coordination`.
    .executableTarget(
      name: "drill", dependencies: ["Postgres", "Workflow", "TestHouse", "Fuzz"], path: "Tests/Drill",
      exclude: ["receiver.py", "check.sql", "breaks.sql", "bench.sql"]),
    // Seeded series with crises for the search for bursts, beside the field's methods: `scripts/bench bursts`.
    .executableTarget(name: "burst-bench", dependencies: ["Analysis", "Fuzz"], path: "Tests/BurstBench"),
    .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestHouse"]),
    .testTarget(name: "WordingTests"),
    .testTarget(name: "WorkflowTests", dependencies: ["Workflow"]),
    .testTarget(name: "LedgerTests", dependencies: ["Ledger", "Schema", "TestHouse", "Fuzz"]),
    .testTarget(name: "CommandLineTests", dependencies: ["CommandLine"]),
    .testTarget(name: "DrillTests", dependencies: ["Drill", "TestHouse"]),
    .testTarget(name: "PagesTests", dependencies: ["Pages", "CommandLine"]),
    .testTarget(name: "ConsoleTests", dependencies: ["TestHouse"]),
    .testTarget(name: "PapersTests", dependencies: ["Papers", "TestHouse"]),
    .testTarget(name: "PlanTests", dependencies: ["Plan", "Ledger", "TestHouse", "Fuzz"]),
    .testTarget(name: "FeedsTests", dependencies: ["Feeds", "Fuzz", "FuzzTrials"]),
    .testTarget(name: "RecordsTests", dependencies: ["Records", "Fuzz", "FuzzTrials"]),
    .testTarget(name: "AnalysisTests", dependencies: ["Analysis"]),
    .testTarget(name: "MonitoringTests", dependencies: ["Monitoring", "Feeds", "TestHouse"]),
    .testTarget(name: "ResponseTests", dependencies: ["Response", "TestHouse"]),
    .testTarget(
      name: "AdministrationTests",
      dependencies: [
        "Administration", "Monitoring", "Leadership", "Response", "Logistics", "Supervisor", "Desk", "CommandLine",
        "Ledger",
        "TestHouse", "YAML",
      ]),
    .testTarget(name: "TransportsTests", dependencies: ["Transports", "HTTP", "Secrets", "TestHouse"]),
    .testTarget(name: "ProgramTests", dependencies: ["TestHouse", "Fuzz"], exclude: ["Golden"]),
  ],
  swiftLanguageModes: [.v6]
)
