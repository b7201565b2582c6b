import CommandLine
import Wording

/// Completion for shells, from what the program says about itself: commands, options, and the values that are few.
enum CompletionCommand {
  static func make(_ program: ProgramSyntax) -> Command {
    Command(
      "completion", "补全", Bilingual("print the completion script of a shell", "输出命令补全脚本"),
      [.positional("SHELL", Bilingual("which shell", "命令解释器"), choices: ["bash", "zsh", "fish"])], as: .staff,
      to: .runAtTerminals
    ) { invocation in
      let script = CompletionScript(program, language: invocation.language)
      let text =
        switch invocation["SHELL"] {
        case "zsh": script.zsh
        case "fish": script.fish
        default: script.bash
        }
      return Reply(verbatim: text)
    }
  }
}
