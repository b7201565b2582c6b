public import CommandLine
public import FoundationEssentials
import Glibc
public import Ledger
public import Wording
public import Workflow

/// One run of a command: what it was told, and what it may use.
public struct Invocation: Sendable {
  let values: [String: [String]]
  let flags: Set<String>
  /// Texts that were written in an editor, by the names of a draft's sections.
  public let drafted: [String: String]
  /// The connection string of `--database`; "" for libpq's environment.
  public let database: String
  /// Whose program runs.
  public let team: Team
  /// The tables, in the team's role.
  public let ledger: Ledger
  /// How answers are shown to this person.
  let renderer: Renderer
  /// The language of the answer.
  public var language: Language { renderer.language }
  /// Where the person sits; nil in a script.
  public let terminal: Terminal?
  /// Whether a person answers while it runs, at a terminal or on a page; nobody does in a script.
  public var isAsked: Bool { terminal != nil || !Machine.isOpen }
  /// When the line was typed, by this machine's clock: what `22:05` is a time of.
  public let now: Date
  /// What this person wrote and has not recorded.
  public let drafts: Drafts
  /// What of the command's `reading` was read for this step.
  public internal(set) var read: [String] = []
  /// The one revision that was read; 0 where there was none left to read.
  public var readNumber: Int { read.first.flatMap { Int($0) } ?? 0 }
  /// Runs another command of the same program at the terminal, and shows its answer there.
  public let perform: @Sendable ([String]) async -> Void
  /// The team's program, as people type it.
  public var program: String { "levee-" + team.rawValue }

  /// Whether a flag was given.
  public func has(_ flag: String) -> Bool { flags.contains(flag) }

  /// All values of a parameter.
  public func all(_ name: String) -> [String] { values[name] ?? [] }

  /// A value as it was typed; nil when it was not given.
  public subscript(name: String) -> String? { values[name]?.last }

  /// A value that the parser made sure of.
  public func value(_ name: String) throws -> String {
    guard let value = self[name] else {
      throw Failure(.usage, Bilingual("Missing: \(name)", "缺少：\(name)"))
    }
    return value
  }

  /// A text: what was typed, a file's content (`@FILE`), or standard input (`-`).
  public func text(_ name: String) throws -> String {
    if let text = drafted[name] { return text }
    return try Input.text(try value(name)).trimmingCharacters()
  }

  /// A text that may be left out.
  public func text(_ name: String, default text: String) throws -> String {
    if let drafted = drafted[name] { return drafted.isEmpty ? text : drafted }
    return try self[name].map { try Input.text($0).trimmingCharacters() } ?? text
  }

  /// The rest of the line as one text; `-` and `@FILE` as in `text`.
  public func words(_ name: String) throws -> String {
    if let text = drafted[name] { return text }
    return try Input.text(all(name).joined(separator: " ")).trimmingCharacters()
  }

  /// A short id.
  public func reference(_ name: String, _ kind: Reference.Kind) throws -> Reference {
    try Self.reference(try value(name), kind)
  }

  /// A short id of a text under review.
  public func document(_ name: String) throws -> Reference {
    let typed = try value(name)
    guard let reference = Reference(typed), reference.kind.documentKind != nil else {
      throw Failure(
        .usage, Bilingual("\"\(typed)\" is not the short id of a text.", "“\(typed)”不是稿件编号。"),
        advice: Bilingual("A statement is S3.1, a plan P2.1; see: inbox", "声明编号如 S3.1，方案编号如 P2.1；请查看：inbox"))
    }
    return reference
  }

  /// The short ids given to a repeated parameter.
  public func references(_ name: String, _ kind: Reference.Kind) throws -> [Reference] {
    try all(name).map { try Self.reference($0, kind) }
  }

  private static func reference(_ typed: String, _ kind: Reference.Kind) throws -> Reference {
    guard let reference = Reference(typed, expecting: kind) else {
      throw Failure(
        .usage,
        Bilingual(
          "\"\(typed)\" is not the short id of: \(kind.name.english).", "“\(typed)”不是\(kind.name.chinese)的编号。"),
        advice: Bilingual("It looks like \(kind.rawValue)3.", "编号形如 \(kind.rawValue)3。"))
    }
    return reference
  }

  /// An instant in ISO 8601 with a zone.
  public func date(_ name: String) throws -> Date? {
    guard let typed = self[name] else { return nil }
    guard let date = TimeFormat.date(typed, now: now) else {
      throw Failure(
        .usage, Bilingual("\"\(typed)\" is not a time, or there is none such.", "“\(typed)”不是时间，或没有这个时间。"),
        advice: Bilingual(
          "Write it as 22:05, 11-26 09:00, tomorrow 9:00, or 2023-11-08T04:05:00+11:00.",
          "请写作 22:05、11-26 09:00、明天 9:00 或 2023-11-08T04:05:00+11:00。"))
    }
    return date
  }

  /// No count, span or rate that a person gives is greater: what is computed from it fits every type.
  public static let greatest = 1_000_000_000.0

  /// A number; nil when it was not given.
  /// - Throws: `Failure` for what is no number, or is beyond all use.
  public func number(_ name: String) throws -> Double? {
    guard let typed = self[name] else { return nil }
    guard let number = Double(typed), number.isFinite else {
      throw Failure(.usage, Bilingual("\"\(typed)\" is not a number.", "“\(typed)”不是数字。"))
    }
    guard abs(number) <= Self.greatest else {
      throw Failure(
        .usage, Bilingual("\"\(typed)\" is too great a number; a thousand million is the most.", "“\(typed)”过大，最多为十亿。"))
    }
    return number
  }

  /// An answer as the person would see it, for a page that a question follows.
  public func shown(_ reply: Reply) -> String {
    renderer.text(reply)
  }

  /// At a terminal, goes on to what this person owes next of an incident: one key opens its form.
  /// - Returns: what is still to be shown: the answer, where nothing follows.
  public func goOn(_ reply: Reply, to kind: DutyKind, on incident: Reference) async throws -> Reply {
    guard let terminal,
      let next = try? await ledger.duties.mine().first(where: { $0.incident == incident && $0.kind == kind }),
      let command = next.command
    else { return reply }
    terminal.write(
      shown(reply) + "\n\n"
        + Bilingual(
          "Next: \(next.kind.name.english). Enter does it now · any other key: later ",
          "下一步：\(next.kind.name.chinese)。回车立即办理 · 其他键稍后 ")[language])
    let key = terminal.key()
    terminal.write("\n")
    if key == .enter { await perform(command.arguments) }
    return Reply()
  }

  /// The answer of a step: what was done, and what is owed next.
  /// - Parameter values: what the sentence names, for JSON; the incident is always there.
  public func done(
    _ sentence: Bilingual, on incident: Reference, values: [String: JSONValue] = [:], fields: [Reply.Field] = [],
    tables: [Reply.Table] = []
  ) async throws -> Reply {
    // The step is committed; if what follows cannot be read, that is no failure of the step.
    let waiting = try? await ledger.duties.waiting(incident)
    return Reply(
      sentence, values: values.merging(["incident": .id(incident)]) { said, _ in said }, fields: fields, tables: tables,
      next: waiting.map { Reply.Next($0.items, .mine(rest: "levee-supervisor why \(incident)"), isOver: $0.isOver) })
  }
}
