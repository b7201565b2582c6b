/// What a process that runs no team's loops shares with those that do: it tells systemd how it is, and ends when a signal asks it to.
public final class Ending: Sendable {
  private let shutdown: Shutdown

  /// - Parameter requested: called once, at the first signal.
  public init(requested: @escaping @Sendable () -> Void) { shutdown = Shutdown(requested: requested) }

  /// It works from now on.
  public func ready() { ServiceManager.ready() }

  /// It ends because it was asked to.
  public func leaving() { ServiceManager.stopping() }
}
