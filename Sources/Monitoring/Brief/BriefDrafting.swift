import FoundationEssentials
import Ledger
import Papers
import Service
import Wording
import Workflow

/// The forms that the playbook's time of day asks for: made as drafts, for an analyst to look at and file.
struct BriefDrafting {
  let service: Service

  /// Drafts what is due. Of a restricted incident, which no service reads, the draft has no words: an analyst is told all the same.
  func look() async throws {
    let ledger = service.ledger
    for due in try await ledger.briefs.due() {
      let paper = due.isRestricted ? "" : try await Self.paper(due, ledger)
      if try await ledger.briefs.draft(due, paper: paper) {
        service.log.info("brief_drafted", ["incident": due.incident, "kind": due.kind.rawValue])
      }
    }
  }

  private static func paper(_ due: Briefs.Due, _ ledger: Ledger) async throws -> String {
    let material = try await Brief.Material.read(due.kind, of: due.incident, ledger)
    return try Brief(kind: due.kind, material: material, language: due.language).document(
      company: try await ledger.company.read()?.name(in: due.language) ?? ""
    ).json
  }
}

extension Brief.Material {
  /// Reads what a brief is made of.
  static func read(_ kind: BriefKind, of incident: Reference, _ ledger: Ledger) async throws -> Brief.Material {
    async let picture = ledger.pictures.of(incident)
    async let last = ledger.briefs.last(kind, of: incident)
    let file = try await ledger.cases.read(incident)
    return Brief.Material(
      file: file, proposal: SeverityProposal(try await picture, kind: file.summary.kind), last: try await last)
  }
}
