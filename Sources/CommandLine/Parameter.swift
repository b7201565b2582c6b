public import Wording

/// One thing that a command is told.
public struct Parameter: Sendable {
  package enum Shape: Sendable, Equatable {
    /// By its place; `repeats` takes all that are left.
    case positional(repeats: Bool)
    /// `--name VALUE`; `repeats` may be given several times.
    case option(placeholder: String, repeats: Bool)
    /// `--name`.
    case flag
  }

  /// Of an option or a flag without its dashes; of what goes by its place, the word that help shows for it.
  public let name: String
  package let shape: Shape
  package let isRequired: Bool
  package let help: Bilingual
  /// The values allowed, if they are few.
  package let choices: [Choice]

  package var isPositional: Bool { if case .positional = shape { true } else { false } }

  /// The word that stands for the value in help.
  package var placeholder: String {
    switch shape {
    case .positional: name
    case .option(let placeholder, _): placeholder
    case .flag: ""
    }
  }

  /// By its place on the line.
  public static func positional(
    _ name: String, _ help: Bilingual, required: Bool = true, repeats: Bool = false, choices: [Choice] = []
  ) -> Parameter {
    Parameter(
      name: name, shape: .positional(repeats: repeats), isRequired: required, help: help, choices: choices)
  }

  /// `--name VALUE`.
  public static func option(
    _ name: String, _ placeholder: String, _ help: Bilingual, required: Bool = false, repeats: Bool = false,
    choices: [Choice] = []
  ) -> Parameter {
    Parameter(
      name: name, shape: .option(placeholder: placeholder, repeats: repeats), isRequired: required, help: help,
      choices: choices)
  }

  /// `--name`.
  public static func flag(_ name: String, _ help: Bilingual) -> Parameter {
    Parameter(name: name, shape: .flag, isRequired: false, help: help, choices: [])
  }
}
