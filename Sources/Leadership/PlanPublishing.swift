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
  /// Paper that could not be made is tried again now and then.
  private let paper = Beat(every: .seconds(600))
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
    var files = PlanSite.pages(edition)
    let papers = PlanSite.papers(edition).filter { !FileManager.default.fileExists(atPath: folder + "/" + $0.name) }
    if !papers.isEmpty, paper.isDue() {
      for page in papers {
        do {
          let bytes = try await PaperPrinter.pdf(
            html: page.html, date: edition.approval?.at ?? playbook.proposedAt, environment: service.environment)
          files.append((page.name, bytes))
        } catch let failure as Failure {
          service.log.warning("plan_not_printed", ["file": page.name, "reason": failure.sentence.english])
        }
      }
    }
    do throws(PublicFolder.Fault) {
      let place = PublicFolder(folder)
      place.clearLeftovers()
      try place.put(files.map { PublicFolder.File($0.name, $0.bytes) })
    } catch {
      service.log.error("plan_not_published", ["reason": error.description])
    }
  }
}
