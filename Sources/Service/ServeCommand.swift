public import CommandLine
public import Workflow

/// The `serve` command, the same for every team: it runs the team's service until SIGTERM.
public enum ServeCommand {
  /// - Parameter body: runs the service; it usually ends in `Service.run`.
  public static func make(
    _ team: Team, _ summary: Bilingual, body: @escaping @Sendable (Service) async throws -> Void
  ) -> Command {
    Command(
      "serve", Bilingual("run the service: ", "运行服务：") + summary,
      [LookingInterval.parameter]
    ) { invocation in
      try await body(
        Service(team: team, database: invocation.database, every: try LookingInterval.read(invocation)))
      return Reply()
    }
  }
}
