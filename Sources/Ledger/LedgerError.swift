import Postgres
import Wording
import Workflow

/// Why a step was not recorded, or a question not answered.
public enum LedgerError: Error, Sendable {
  /// The law refused: the constraint's name, its law, the sentence, and what it was about.
  case refused(Refusal)
  /// The role has no right to do this.
  case notAllowed
  /// A value cannot be read as what the column holds; the server's own words.
  case invalidValue(String)
  /// A required value is missing: the column.
  case missing(String)
  /// Somebody else holds the row; nothing was changed.
  case busy
  /// The schema is not installed, or is older than this program.
  case schemaMissing
  /// There is no such thing.
  case unknown(Reference)
  /// The server or the connection failed.
  case postgres(PostgresError)

  /// A refusal in the words of the law.
  public struct Refusal: Sendable {
    /// The constraint's name.
    public let name: String
    /// For example `LAW-7`; empty for checks that are no law.
    public let law: String
    /// What a person reads, without `detail`; one that names the constraint, where no refusal is written for it.
    public let sentence: Bilingual
    /// What it was about: a person, an item, a text's number.
    public let detail: String

    /// Whether what was named is not there.
    public let isOfNothing: Bool

    /// Whether the step came before its stage.
    public var isTooEarly: Bool { name.hasSuffix("_is_not_too_early") }
    /// Whether the refusal is about who acted, not about what they did.
    public var isAboutTheActor: Bool {
      ["LAW-4", "LAW-8", "LAW-19"].contains(law) || name.hasSuffix("_by_the_leader")
        || [
          "incident_is_open_to_its_named_people", "erasure_is_by_the_leader_or_legal",
          "drill_is_led_by_its_facilitator",
          "clock_is_moved_by_the_facilitator", "roster_is_made_by_the_head",
        ].contains(name)
    }
  }

  /// Whether the database refuses what monitoring gave it of some input, and might take what stands beside it.
  public var isAboutTheData: Bool {
    switch self {
    case .invalidValue, .missing: true
    case .refused(let refusal):
      ["mention_", "incident_mention_", "story_", "signal_"].contains(where: refusal.name.hasPrefix)
    case .postgres(.server(let error)): error.sqlState.hasPrefix("54")  // larger than an index or a row can hold
    default: false
    }
  }

  /// Whether the database says that the login has no right to what was asked, whoever asked it.
  public static func isMissingRight(_ error: any Error) -> Bool {
    switch error {
    case LedgerError.notAllowed: true
    case PostgresError.server(let server), LedgerError.postgres(.server(let server)): server.sqlState == "42501"
    default: false
    }
  }

  /// For logs and for tables that many read: names and codes, no values.
  public var inTheLog: String {
    switch self {
    case .refused(let refusal): "refused \(refusal.name)"
    case .postgres(let error): error.description
    case .notAllowed: "not allowed"
    case .invalidValue: "a value that its column cannot hold"
    case .missing(let column): "no value for \(column)"
    case .busy: "somebody else holds the row"
    case .schemaMissing: "the schema is not installed"
    case .unknown(let reference): "there is no \(reference)"
    }
  }

  /// Reads the server's error, and looks up the sentence of a refusal on the same connection.
  init(_ error: PostgresError, on connection: Connection) async {
    await self.init(error) { try await connection.run($0) }
  }

  /// - Parameter ask: asks the server, which can answer.
  init(_ error: PostgresError, ask: (Statement) async throws -> Rows) async {
    let server: ServerError
    switch error {
    case .server(let reported): server = reported
    // The roles are made with the schema.
    case .noSuchRole:
      self = .schemaMissing
      return
    default:
      self = .postgres(error)
      return
    }
    switch server.sqlState {
    case "42501": self = .notAllowed
    case "55P03": self = .busy
    case "3F000", "42P01", "42883": self = .schemaMissing
    case "23502": self = .missing(server.column ?? "")
    case let state where state.hasPrefix("22"): self = .invalidValue(server.message)
    case "LV001", "23503", "23505", "23514", "23P01":
      let name = server.constraint ?? ""
      let detail = server.sqlState == "LV001" ? server.detail ?? "" : ""
      self = .refused(await Refusal.named(name, detail: detail, ask: ask))
    default: self = .postgres(error)
    }
  }
}

extension LedgerError.Refusal {
  /// The sentence that the database has for a refusal, by its name.
  /// - Parameter ask: asks the server, which can answer.
  static func named(
    _ name: String, detail: String = "", ask: (Statement) async throws -> Rows
  ) async -> LedgerError.Refusal {
    let rows = try? await ask("select law, en, zh, is_of_nothing from levee.refusal where name = \(name)")
    guard let row = rows?.first, let law: String = try? row["law"], let en: String = try? row["en"],
      let zh: String = try? row["zh"], let isOfNothing: Bool = try? row["is_of_nothing"]
    else {
      return LedgerError.Refusal(
        name: name, law: "", sentence: Bilingual("The database refused this.", "数据库拒绝了这一步。"), detail: detail,
        isOfNothing: false)
    }
    return LedgerError.Refusal(
      name: name, law: law, sentence: Bilingual(en, zh), detail: detail, isOfNothing: isOfNothing)
  }
}
