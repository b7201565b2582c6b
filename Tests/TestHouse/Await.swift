/// Waits until something is so, looking again and again; the clock only ends a test that would never end.
public func awaitUntil(
  _ what: String, within limit: Duration = .seconds(150), _ isSo: () async throws -> Bool
) async throws {
  let clock = ContinuousClock()
  let deadline = clock.now + limit
  while !(try await isSo()) {
    if clock.now > deadline { throw NeverHappened(what: what) }
    // Whoever does the thing needs the processor, which a look in a loop would keep.
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// What a test waited for in vain.
public struct NeverHappened: Error {
  public let what: String
  public init(what: String) { self.what = what }
}
