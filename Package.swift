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
    .target(name: "CSchema"),
    .target(name: "Schema", dependencies: ["CSchema"]),
    .target(name: "HTTP", dependencies: ["CCurl"]),
    .target(name: "HTTPServer", dependencies: ["CMicrohttpd"]),
    .target(name: "SignOn", dependencies: ["HTTP", "Secrets", "Wording"]),
    .target(name: "Wording"),
    .target(name: "YAML", dependencies: ["CYAML", "Wording"]),
    .target(name: "Dice"),
    .target(name: "Drill", dependencies: ["Workflow", "YAML", "Dice"]),
    .target(name: "Spawning"),
    .target(name: "Workflow", dependencies: ["Wording"]),
    .target(name: "Feeds", dependencies: ["CXML"]),
    .target(name: "CLexicon"),
    .target(name: "Analysis", dependencies: ["CLexicon"], exclude: ["Lexicon"]),
    .target(name: "Ledger", dependencies: ["Workflow", "Postgres", "Schema", "Secrets"]),
    .target(name: "CommandLine", dependencies: ["Wording"]),
    .target(name: "Records", dependencies: ["CommandLine", "Feeds"]),
    .target(name: "Desk", dependencies: ["CommandLine", "Ledger", "Papers", "Plan", "Records"]),
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
    .target(name: "Leadership", dependencies: ["Service", "Secrets", "Spawning"]),
    .target(name: "Response", dependencies: ["Service", "Analysis", "Transports"]),
    .target(name: "Logistics", dependencies: ["Service", "HTTP", "HTTPServer", "Transports", "Records"]),
    .target(name: "Supervisor", dependencies: ["Service", "HTTPServer"]),
    .target(name: "CEvidence"),
    .target(
      name: "Staff",
      dependencies: ["Desk", "Drill", "Transports", "Analysis", "Records", "QRCode", "Secrets", "CEvidence"],
      exclude: ["Audit/Resources"]),
    .target(name: "Administration", dependencies: ["Desk", "SignOn", "Staff", "Transports", "Records", "YAML"]),

    // Who has no terminal is of every team, so that this room stands above all of theirs.
    .target(
      name: "Console",
      dependencies: [
        "Administration", "Monitoring", "Leadership", "Response", "Logistics", "Supervisor", "Service", "HTTP",
        "HTTPServer",
        "Pages", "QRCode", "Secrets", "SignOn",
      ]),

    main("levee", "Administration"),
    main("levee-monitoring", "Monitoring"),
    main("levee-leadership", "Leadership"),
    main("levee-response", "Response"),
    main("levee-logistics", "Logistics"),
    main("levee-supervisor", "Supervisor"),
    main("levee-console", "Console"),

    // Seeded chance, and documents that are broken by it: for tests that need no database.
    .target(name: "Fuzz", dependencies: ["Dice"], path: "Tests/Fuzz"),
    // What must hold of whatever is read: short in the tests, as long as you like with `scripts/fuzz`.
    .target(
      name: "FuzzTrials", dependencies: ["Analysis", "Dice", "Fuzz", "Feeds", "HTTPServer", "Records"],
      path: "Tests/FuzzTrials"),
    .executableTarget(name: "fuzz-reader", dependencies: ["Fuzz", "FuzzTrials"], path: "Tests/FuzzReader"),
    .target(name: "TestHouse", dependencies: ["Ledger"], path: "Tests/TestHouse"),
    // Scripted teams that drive many incidents: `scripts/faults` and `scripts/bench coordination`.
    .executableTarget(
      name: "drill", dependencies: ["Postgres", "Workflow", "TestHouse", "Dice", "Fuzz"], path: "Tests/Drill",
      exclude: ["receiver.py", "check.sql", "breaks.sql", "bench.sql"]),
    // Seeded series with crises for the search for bursts, beside the field's methods: `scripts/bench bursts`.
    .executableTarget(name: "burst-bench", dependencies: ["Analysis", "Dice", "Fuzz"], path: "Tests/BurstBench"),
    // Learns what is told at once from labelled sentences: `scripts/teach-cues`.
    .target(name: "CueTeaching", dependencies: ["Analysis"], path: "Tests/CueTeaching"),
    .executableTarget(name: "cue-teacher", dependencies: ["Analysis", "CueTeaching"], path: "Tests/CueTeacher"),
    .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestHouse"]),
    .testTarget(name: "WordingTests"),
    .testTarget(name: "WorkflowTests", dependencies: ["Workflow"]),
    .testTarget(name: "LedgerTests", dependencies: ["Dice", "Ledger", "Schema", "TestHouse", "Fuzz"]),
    .testTarget(name: "CommandLineTests", dependencies: ["CommandLine"]),
    .testTarget(name: "DrillTests", dependencies: ["Drill", "TestHouse"]),
    .testTarget(name: "PagesTests", dependencies: ["Pages", "CommandLine"]),
    .testTarget(name: "HTTPServerTests", dependencies: ["FuzzTrials", "HTTPServer"]),
    .testTarget(name: "ConsoleTests", dependencies: ["TestHouse"]),
    .testTarget(name: "PapersTests", dependencies: ["Papers", "TestHouse"]),
    .testTarget(name: "PlanTests", dependencies: ["Dice", "Plan", "Ledger", "TestHouse", "Fuzz"]),
    .testTarget(name: "FeedsTests", dependencies: ["Dice", "Feeds", "Fuzz", "FuzzTrials"]),
    .testTarget(name: "RecordsTests", dependencies: ["Dice", "Records", "Fuzz", "FuzzTrials"]),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "CueTeaching", "Fuzz", "FuzzTrials"],
      exclude: ["BlindSentences"]),
    .testTarget(name: "MonitoringTests", dependencies: ["Monitoring", "Feeds", "TestHouse"]),
    .testTarget(name: "ResponseTests", dependencies: ["Response", "TestHouse"]),
    .testTarget(
      name: "AdministrationTests",
      dependencies: [
        "Administration", "Monitoring", "Leadership", "Response", "Logistics", "Supervisor", "Desk", "CommandLine",
        "Ledger",
        "TestHouse", "YAML",
      ]),
    .testTarget(name: "SignOnTests", dependencies: ["SignOn"]),
    .testTarget(name: "TransportsTests", dependencies: ["Transports", "HTTP", "Secrets", "TestHouse"]),
    .testTarget(name: "ProgramTests", dependencies: ["Dice", "TestHouse", "Fuzz"], exclude: ["Golden"]),
  ],
  swiftLanguageModes: [.v6],
  // `#embed`.
  cLanguageStandard: .c2x
)
