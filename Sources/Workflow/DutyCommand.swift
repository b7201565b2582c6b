/// A command that does what somebody owes: the words that are known, and what is still to be said.
public struct DutyCommand: Sendable, Equatable {
  /// What only the person who types can say.
  public enum Missing: Sendable, Equatable {
    /// Words of their own.
    case words
    /// An option with its value; the placeholder stands where a name is chosen, as `CHANNEL`.
    case option(String, String = "…")
  }

  /// The program, `levee-response`.
  public let program: String
  /// The command and what is known of its arguments.
  public let words: [String]
  /// What is still to be said, in the order of the line; empty when the line can be run as it stands.
  public let missing: [Missing]
  /// Another command of the same program that is looked at before; empty where there is none.
  public var first: [String] = []

  /// - Parameter words: begin with the command's name.
  public init(program: String, words: [String], missing: [Missing]) {
    self.program = program
    self.words = words
    self.missing = missing
  }

  /// What to type after the program's name to begin: a form asks for the rest.
  public var arguments: [String] { first.isEmpty ? words : first }

  /// The whole line, with a sign for everything that is still to be said.
  public var line: String {
    let blanks = missing.map { blank in
      switch blank {
      case .words: "…"
      case .option(let name, let placeholder): "--\(name) \(placeholder)"
      }
    }
    let line = ([program] + words + blanks).joined(separator: " ")
    return first.isEmpty ? line : ([program] + first).joined(separator: " ") + " ; " + line
  }
}
