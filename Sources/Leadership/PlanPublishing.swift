import Desk
import FoundationEssentials
import Ledger
import Plan
import Papers
import Service
import Wording
import Workflow

/// Publishes the plan in force, by itself: pages and paper in both languages, in a folder that the settings name, for any web server
/// to show. What stands there already is left alone; what somebody took away comes back.
struct PlanPublishing {
  let service: Service
  /// Paper that cannot be made is tried again each time, and said now and then.
  private let complaining = Beat(every: .seconds(600))
  /// Days and versions are what it is about: not at each ring.
  private let everything = Beat(every: .seconds(60))

  init(service: Service) { self.service = service }

  /// Asks whether the review day is near, and writes what the folder does not have.
  func look() async throws {
    guard everything.isDue() else { return }
    try await service.ledger.playbooks.lookAtReviewDay()
    guard let folder = service.environment["LEVEE_PLAN"] else { return }
    guard let playbook = try await service.ledger.playbooks.list().last(where: \.isApproved) else { return }
    let edition = try await PlaybookPage.edition(playbook, service.ledger)
    put(PlanSite.pages(edition), in: folder)
    // Whoever reads the pages does not wait for the paper, which takes a busy machine minutes.
    for page in PlanSite.papers(edition) where !FileManager.default.fileExists(atPath: folder + "/" + page.name) {
      do {
        let bytes = try await PaperPrinter.pdf(
          html: page.html, date: edition.approval?.at ?? playbook.proposedAt, environment: service.environment)
        put([(page.name, bytes)], in: folder)
      } catch let failure as Failure {
        guard complaining.isDue() else { continue }
        service.log.warning(
          "plan_not_printed",
          ["file": page.name, "reason": failure.detail ?? failure.sentence.english])
      }
    }
  }

  private func put(_ files: [(name: String, bytes: [UInt8])], in folder: String) {
    let place = PublicFolder(folder)
    do throws(PublicFolder.Fault) {
      place.clearLeftovers()
      try place.put(files.map { PublicFolder.File($0.name, $0.bytes) })
    } catch {
      service.log.error("plan_not_published", ["reason": error.description])
    }
  }
}
