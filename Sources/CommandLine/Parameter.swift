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

  /// What a value is.
  public enum Content: Sendable, Equatable {
    case words
    /// A file that the command reads; with the endings that its name usually has, none for a file of any kind.
    case file([String])
    /// A new file that the command writes, in the form that one of these endings says; none where it has a name of its own.
    case newFile([String])
    /// Something that only the machine has on which the command runs: a folder, a setting.
    case ofMachine

    /// Files of these endings are text, which somebody may also paste.
    private static let texts: Set = ["csv", "ics", "json", "jsonl", "md", "txt", "xml"]

    /// The endings of a file that is text; nil for anything else.
    package var textEndings: [String]? {
      if case .file(let endings) = self, !endings.isEmpty, Self.texts.isSuperset(of: endings) { endings } else { nil }
    }

    /// Whether it is a file that is read.
    package var isFile: Bool { if case .file = self { true } else { false } }
  }

  /// Of an option or a flag without its dashes; of what goes by its place, the word that help shows for it.
  public let name: String
  package let shape: Shape
  package let isRequired: Bool
  package let help: Bilingual
  /// The values allowed, if they are few.
  package let choices: [Choice]
  /// What a value is: a terminal takes all of them as words, a page asks for a file by its own field.
  package let content: Content

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
    _ name: String, _ help: Bilingual, required: Bool = true, repeats: Bool = false, choices: [Choice] = [],
    holds content: Content = .words
  ) -> Parameter {
    Parameter(
      name: name, shape: .positional(repeats: repeats), isRequired: required, help: help, choices: choices,
      content: content)
  }

  /// `--name VALUE`.
  public static func option(
    _ name: String, _ placeholder: String, _ help: Bilingual, required: Bool = false, repeats: Bool = false,
    choices: [Choice] = [], holds content: Content = .words
  ) -> Parameter {
    Parameter(
      name: name, shape: .option(placeholder: placeholder, repeats: repeats), isRequired: required, help: help,
      choices: choices, content: content)
  }

  /// `--name`.
  public static func flag(_ name: String, _ help: Bilingual, holds content: Content = .words) -> Parameter {
    Parameter(name: name, shape: .flag, isRequired: false, help: help, choices: [], content: content)
  }
}
