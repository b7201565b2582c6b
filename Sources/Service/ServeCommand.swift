import CommandLine
public import Desk
import FoundationEssentials
public import Wording
public import Workflow

/// The `serve` command, the same for every team: it runs the team's service until SIGTERM.
public enum ServeCommand {
  private static let config = Parameter.option(
    "config", "FILE", Bilingual("the service's settings; /etc/levee has one for each", "服务的配置文件；/etc/levee 中各有一份"),
    holds: .ofMachine)
  private static let check = Parameter.flag(
    "check-config", Bilingual("say what is wrong with the settings, and do not start", "检查配置并指出问题，不启动服务"))
  private static let listen = Parameter.option(
    "listen", "ADDRESS:PORT",
    Bilingual("where health and metrics are served, or off; loopback if not said", "健康状态和指标的监听地址，或 off；默认为本机地址"))

  /// - Parameter body: runs the service; it usually ends in `Service.run`.
  public static func make(
    _ team: Team, _ summary: Bilingual, body: @escaping @Sendable (Service) async throws -> Void
  ) -> Command {
    Command(
      "serve", "运行", Bilingual("run the service: ", "运行服务：") + summary,
      [LookingInterval.parameter, listen, config, check], to: .runAtTerminals
    ) { invocation in
      let settings = try settings(team, invocation)
      if invocation.has("check-config") {
        return Reply(Bilingual("Nothing is wrong with the settings.", "配置没有问题。"))
      }
      try await body(Service(team: team, settings: settings))
      return Reply()
    }
  }

  private static func settings(_ team: Team, _ invocation: Invocation) throws -> ServiceSettings {
    var settings = ServiceSettings(team: team, environment: ProcessInfo.processInfo.environment)
    if let path = invocation["config"] {
      let faults = settings.read(String(decoding: try Input.bytes(path), as: UTF8.self))
      guard faults.isEmpty else {
        let shown = SafeText.line(path)
        throw Failure(
          .configuration, Bilingual("The settings are wrong.", "配置有误。"),
          list: faults.map { Bilingual(same: "\(shown):\($0.line): ") + $0.sentence },
          advice: Bilingual(
            "Mend the file; try it with: serve --config FILE --check-config",
            "请修改配置文件；可用 serve --config 文件 --check-config 检查"))
      }
    }
    if !invocation.database.isEmpty { settings.database = invocation.database }
    if invocation["every"] != nil { settings.every = try LookingInterval.read(invocation) }
    if let text = invocation["listen"] {
      guard let listen = ServiceSettings.address(text) else {
        throw Failure(.usage, Bilingual("\"\(text)\" is no address: ", "“\(text)”不是地址：") + ServiceSettings.addressRule)
      }
      settings.listen = listen.address
    }
    return settings
  }
}
