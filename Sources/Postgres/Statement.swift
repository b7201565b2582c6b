/// One SQL statement and its parameters.
///
/// Interpolated values become bound parameters; they are never spliced into the text:
///
///     let statement: Statement = "select title from levee.incident where id = \(id)"
///     // statement.sql == "select title from levee.incident where id = $1"
///
/// An identifier, which PostgreSQL cannot bind, is spliced by name with `\(identifier:)`, quoted.
public struct Statement: Sendable, ExpressibleByStringInterpolation {
  /// The text sent to the server, with `$1`, `$2`, … for parameters.
  public var sql: String
  /// The parameters, in order, in PostgreSQL's text format; nil is NULL.
  public var parameters: [String?]

  /// A statement without parameters from text that is part of the program.
  public init(stringLiteral value: String) {
    sql = value
    parameters = []
  }

  /// A statement from text that the caller vouches for, such as a migration file.
  public init(unsafeSQL sql: String) {
    self.sql = sql
    parameters = []
  }

  public init(stringInterpolation: Interpolation) {
    sql = stringInterpolation.sql
    parameters = stringInterpolation.parameters
  }

  /// Collects the text and the bound values of an interpolated literal.
  public struct Interpolation: StringInterpolationProtocol {
    var sql = ""
    var parameters: [String?] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      sql.reserveCapacity(literalCapacity + interpolationCount * 3)
      parameters.reserveCapacity(interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) {
      sql += literal
    }

    /// Binds a value.
    public mutating func appendInterpolation(_ value: some PostgresEncodable) {
      parameters.append(value.postgresText)
      sql += "$\(parameters.count)"
    }

    /// Binds a value, or NULL.
    public mutating func appendInterpolation(_ value: (some PostgresEncodable)?) {
      parameters.append(value?.postgresText)
      sql += "$\(parameters.count)"
    }

    /// Splices an identifier, quoted.
    public mutating func appendInterpolation(identifier: String) {
      sql += "\"" + identifier.replacing("\"", with: "\"\"") + "\""
    }
  }
}
