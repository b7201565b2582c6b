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
      [
        .option(
          "every", "SECONDS", Bilingual("look at least this often; 5 if not said", "至少多久查看一次，默认 5 秒"))
      ]
    ) { invocation in
      let every = try invocation.number("every") ?? 5
      guard (0.1...3600).contains(every) else {
        throw Failure(.usage, Bilingual("--every is between 0.1 and 3600 seconds.", "--every 的取值为 0.1 到 3600 秒。"))
      }
      try await body(Service(team: team, database: invocation.database, every: .milliseconds(Int64(every * 1000))))
      return Reply()
    }
  }
}
