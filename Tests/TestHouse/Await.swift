/// Waits until something is so, looking again and again; the clock only ends a test that would never end.
public func awaitUntil(
  _ what: String, within limit: Duration = .seconds(60), _ isSo: () async throws -> Bool
) async throws {
  let clock = ContinuousClock()
  let deadline = clock.now + limit
  while !(try await isSo()) {
    if clock.now > deadline { throw NeverHappened(what: what) }
    await Task.yield()
  }
}

/// What a test waited for in vain.
public struct NeverHappened: Error { public let what: String }
