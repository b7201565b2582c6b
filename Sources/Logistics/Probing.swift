import FoundationEssentials
import Glibc
import HTTP
import Ledger
import Service
import Wording

/// Logistics' service: probes every resource that says how.
struct Probing {
  let service: Service

  func look(_ holding: Holding) async throws {
    while true {
      let claims = try await holding.claim(.probe, most: 8, lease: .seconds(60))
      if claims.isEmpty { return }
      let probes = Dictionary(
        try await service.ledger.resources.list().map { ($0.entry.name, $0.entry.probe) },
        uniquingKeysWith: { first, _ in first })
      try await withThrowingTaskGroup { group in
        for claim in claims {
          group.addTask {
            try await probe(claim, how: probes[claim.name] ?? "none")
            holding.remove([claim])
          }
        }
        try await group.waitForAll()
      }
    }
  }

  private func probe(_ claim: Work.Claim, how: String) async throws {
    let found = await Self.run(how)
    try await service.ledger.resources.record(found, of: claim.name)
    if !found.isHealthy { service.log.warning("resource_failing", ["resource": claim.name, "reason": found.detail]) }
    try await service.ledger.work.finish(claim, againIn: .seconds(found.isHealthy ? 60 : 15))
  }

  /// What a probe finds: `folder:PATH` is writable, an http(s) URL answers below 400; of https until when its certificate is good,
  /// and of a service that counts how much it says is left. What is probed no more is in order.
  static func run(_ probe: String) async -> Resources.Finding {
    if probe == "none" { return Resources.Finding(isHealthy: true) }
    if probe.hasPrefix("folder:") {
      let path = String(probe.dropFirst("folder:".count))
      return access(path, W_OK) == 0
        ? Resources.Finding(isHealthy: true)
        : Resources.Finding(isHealthy: false, detail: String(cString: strerror(errno)))
    }
    do {
      let response = try await Request(probe, limit: 4 << 20, seesCertificate: true).send()
      return Resources.Finding(
        isHealthy: response.status < 400, detail: response.status < 400 ? "" : "HTTP \(response.status)",
        certificateUntil: CertificateTime.date(response.certificateEnd), quotaLeft: response.remaining)
    } catch {
      return Resources.Finding(isHealthy: false, detail: error.description)
    }
  }
}

/// The end of a certificate as the TLS libraries print it.
enum CertificateTime {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `Nov  7 12:00:00 2026 GMT` (OpenSSL) and `2026-11-07 12:00:00 GMT` (GnuTLS); nil for anything else, and for years that mean "never".
  static func date(_ text: String) -> Date? {
    let words = text.split(separator: " ").map(String.init)
    func two(_ text: String) -> String { text.count == 1 ? "0" + text : text }
    let written: String
    if words.count == 3, words[2] == "GMT" {
      written = "\(words[0])T\(words[1])Z"
    } else if words.count == 5, words[4] == "GMT", let month = months.firstIndex(of: words[0]) {
      written = "\(words[3])-\(two("\(month + 1)"))-\(two(words[1]))T\(words[2])Z"
    } else {
      return nil
    }
    guard let year = Int(written.prefix(4)), (1990..<2200).contains(year) else { return nil }
    return TimeFormat.date(written)
  }
}
