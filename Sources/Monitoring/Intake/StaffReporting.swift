import Ledger
import Service

/// Takes what people of the company tell in as mentions of their own kind, so that what is told at once in it is told at once.
struct StaffReporting {
  let service: Service
  let readers: Readers

  /// By this source they are known.
  static let source = "staff"
  private static let batch = 500

  func look() async throws {
    while true {
      let reports = try await service.ledger.staffReports.notTakenIn(most: Self.batch)
      if reports.isEmpty { return }
      let intake = Intake(
        ledger: service.ledger, source: Self.source, dates: try await readers.dates(in: ""),
        reader: try await readers.reader())
      try await service.ledger.staffReports.takeIn(
        reports.map {
          intake.read(
            Mentions.Mention(
              source: Self.source, externalID: "report:\($0.reference.number)", publishedAt: $0.at, author: $0.person,
              text: $0.text))
        })
      service.log.info("reports_taken_in", ["reports": reports.count])
      if reports.count < Self.batch { return }
    }
  }
}
