import Ledger
import Service
import Synchronization

/// Logistics' service: opens what the clock alone makes owed of the registry, and tells who has been on duty for long. Days and hours are
/// what it is about: it looks twice a minute at most, however often the service is woken.
final class RegistrySweep: Sendable {
  private let service: Service
  private let last = Mutex<ContinuousClock.Instant?>(nil)
  private static let pause = Duration.seconds(30)

  init(service: Service) { self.service = service }

  func look() async throws {
    let now = ContinuousClock.now
    let isDue = last.withLock { last in
      if let last, last.duration(to: now) < Self.pause { return false }
      return true
    }
    guard isDue else { return }
    let opened = try await service.ledger.resources.sweep()
    last.withLock { $0 = now }
    if try await service.ledger.houseReadiness.keep() { service.log.info("readiness_recorded") }
    if opened > 0 { service.log.info("registry_owes", ["opened": opened]) }
  }
}
