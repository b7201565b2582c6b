import FoundationEssentials
import Glibc
import HTTP
import Ledger
import Service

/// Logistics' service: probes every resource that says how.
struct Probing {
  let service: Service

  func look(_ holding: Holding) async throws {
    while true {
      let claims = try await holding.claim(.probe, most: 8, lease: .seconds(60))
      if claims.isEmpty { return }
      let probes = Dictionary(
        try await service.ledger.readiness.resources().map { ($0.name, $0.probe) },
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
    let (isHealthy, detail) = await Self.run(how)
    try await service.ledger.readiness.record(claim.name, isHealthy: isHealthy, detail: detail)
    if !isHealthy { service.log.warning("resource_failing", ["resource": claim.name, "reason": detail]) }
    try await service.ledger.work.finish(claim, againIn: .seconds(isHealthy ? 60 : 15))
  }

  /// What a probe finds: `folder:PATH` is writable, an http(s) URL answers below 400.
  static func run(_ probe: String) async -> (isHealthy: Bool, detail: String) {
    if probe.hasPrefix("folder:") {
      let path = String(probe.dropFirst("folder:".count))
      return access(path, W_OK) == 0 ? (true, "") : (false, String(cString: strerror(errno)))
    }
    do {
      let response = try await Request(probe, limit: 4 << 20).send()
      return (response.status < 400, response.status < 400 ? "" : "HTTP \(response.status)")
    } catch {
      return (false, error.description)
    }
  }
}
