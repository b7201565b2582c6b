public import CommandLine
public import Ledger
public import Wording

/// One command of a program.
public struct Command: Sendable {
  /// What somebody runs it for.
  public enum Purpose: Sendable {
    /// To record something.
    case record
    /// To be shown something; nothing is recorded, and whoever tries is refused.
    case show
    /// To have a screen of its own, or about the machine's own files: it is on no page.
    case runAtTerminals
  }

  /// One word, or two: `open`, `incident list`.
  public let name: String
  /// One Chinese word that means the same.
  let chinese: String
  let summary: Bilingual
  let parameters: [Parameter]
  let access: Ledger.Access
  let purpose: Purpose
  let draft: Draft?
  let confirmation: Confirmation?
  let questions: Questions?
  let reading: (@Sendable (Invocation) async throws -> Reading)?
  let run: @Sendable (Invocation) async throws -> Reply

  /// - Parameters:
  ///   - chinese: one word of the trade, which may be typed in place of the name; once in a program.
  ///   - purpose: what it is run for: whether a page takes it as a step, shows it, or leaves it to terminals.
  ///   - draft: long texts, which a person at a terminal writes in an editor.
  ///   - confirmation: what is shown and asked before a step that nobody may take by accident.
  ///   - questions: what a person at a terminal is asked though it may be left out.
  ///   - reading: what a person has to have read before they answer, and the step receives.
  public init(
    _ name: String, _ chinese: String, _ summary: Bilingual, _ parameters: [Parameter] = [],
    as access: Ledger.Access = .team, to purpose: Purpose = .record,
    draft: Draft? = nil, confirmation: Confirmation? = nil, questions: Questions? = nil,
    reading: (@Sendable (Invocation) async throws -> Reading)? = nil,
    run: @escaping @Sendable (Invocation) async throws -> Reply
  ) {
    self.name = name
    self.chinese = chinese
    self.summary = summary
    self.parameters =
      parameters
      + (confirmation == nil
        ? []
        : [.flag("yes", Bilingual("do not ask: for scripts", "不再询问：供脚本使用"))])
    self.access = access
    self.purpose = purpose
    self.draft = draft
    self.confirmation = confirmation
    self.questions = questions
    self.reading = reading
    self.run = run
  }

  var syntax: CommandSyntax { CommandSyntax(name: name, chinese: chinese, summary: summary, parameters: parameters) }
}

/// What a person has to have read before they take a step, and receives with it: shown at a terminal before anything is asked, and
/// printed with the answer in a script.
public struct Reading: Sendable {
  /// What was read: revisions, teams; empty where there is nothing, or it was received before.
  let names: [String]
  let page: Reply?

  /// - Parameter page: nil where it needs not be shown again.
  public init(_ names: [String] = [], page: Reply? = nil) {
    self.names = names
    self.page = page
  }
}

/// Texts that a person at a terminal writes in their editor, beginning with what is known already.
public struct Draft: Sendable {
  /// One text: the parameter it stands for, or a name that the command itself asks for.
  public struct Section: Sendable {
    let name: String
    let label: Bilingual
    let text: String

    /// - Parameter text: what stands there already when the editor opens.
    public init(_ name: String, _ label: Bilingual, _ text: String = "") {
      self.name = name
      self.label = label
      self.text = text
    }
  }

  /// The parameters that say it all on the command line: with one of them given, no editor opens for what may be left out.
  let parameters: [String]
  let note: Bilingual
  let sections: @Sendable (Invocation) async throws -> [Section]

  /// - Parameters:
  ///   - parameters: with any of them on the line, no editor opens, unless one that is required is missing.
  ///   - note: what stands above the texts in the editor.
  ///   - sections: the texts to be written; may read tables. What the line says already is not asked for.
  public init(
    _ parameters: [String], note: Bilingual, sections: @escaping @Sendable (Invocation) async throws -> [Section]
  ) {
    self.parameters = parameters
    self.note = note
    self.sections = sections
  }

  /// A draft of the command's own parameters, empty but for what is given here.
  public init(_ fields: [(name: String, label: Bilingual)], note: Bilingual) {
    self.init(fields.map(\.name), note: note) { _ in fields.map { Section($0.name, $0.label) } }
  }
}

/// A step that nobody may take by accident: what it is about is shown, and one question asked. `--yes` answers it.
public struct Confirmation: Sendable {
  let question: Bilingual
  let page: @Sendable (Invocation) async throws -> Reply?

  /// - Parameters:
  ///   - question: what `y` answers with yes; anything else with no.
  ///   - page: what is shown before it; nil where the line says it all, and nothing is asked.
  public init(_ question: Bilingual, page: @escaping @Sendable (Invocation) async throws -> Reply?) {
    self.question = question
    self.page = page
  }
}

/// What a line may leave out, and a person at a terminal is asked all the same: with an answer that Enter gives, and whether it
/// is meant. Whoever answers one of them on the line is asked none.
public struct Questions: Sendable {
  /// Of one parameter.
  public struct Question: Sendable {
    let parameter: String
    let answer: String

    /// - Parameter answer: what Enter gives; "" leaves the parameter out.
    public init(_ parameter: String, _ answer: String) {
      self.parameter = parameter
      self.answer = answer
    }
  }

  let last: Bilingual?
  let questions: @Sendable (Invocation) async throws -> [Question]

  /// - Parameters:
  ///   - last: what is asked once all is answered; anything but `y` gives up. Nil where the step asks by itself.
  ///   - questions: of parameters that the line leaves out; may read tables.
  public init(_ last: Bilingual? = nil, questions: @escaping @Sendable (Invocation) async throws -> [Question]) {
    self.last = last
    self.questions = questions
  }
}

extension Parameter {
  /// What every command takes.
  static let common: [Parameter] = [
    .flag("json", Bilingual("print JSON", "输出 JSON")),
    .option(
      "language", "LANGUAGE", Bilingual("zh-CN or en", "zh-CN 或 en"), choices: .languages),
    .option(
      "database", "CONNINFO",
      Bilingual("connection string or URI; without it libpq's environment", "连接串或 URI；缺省使用 libpq 环境变量")),
    .flag("verbose", Bilingual("show law numbers and error details", "显示规则编号和错误细节")),
    .flag("help", Bilingual("show this help", "显示帮助")),
  ]
}
