import CommandLine
import Ledger
import Wording

extension TeamCommands {
  /// Work of a team's service that failed for good, put back to work by somebody of the team.
  public static let retryWork = Command(
    "retry-work", "重试任务", Bilingual("put work of the service that failed for good back to work", "让已停止重试的系统任务重新执行"),
    [.positional("WORK", Bilingual("as the inbox names it, for example K12", "见待办事项，如 K12"))]
  ) { invocation in
    let typed = try invocation.value("WORK")
    guard typed.first == "K", let number = Int(typed.dropFirst()), try await invocation.ledger.work.revive(number)
    else {
      throw Failure(
        .noInput, Bilingual("No work \"\(typed)\" of this team waits for a repair.", "本组没有待修复的系统任务“\(typed)”。"),
        advice: Bilingual("See: \(invocation.program) inbox", "请看：\(invocation.program) inbox"))
    }
    return Reply(Bilingual("\(typed) is tried again.", "\(typed) 将重新执行。"), values: ["work": .string(typed)])
  }
}
