/// The rows that one statement returned.
public struct Rows: Sendable, RandomAccessCollection {
  /// The names of the columns, in order.
  public let columns: [String]
  /// How many rows the statement changed or returned, as the server counts.
  public let affected: Int
  let values: [[String?]]

  public var startIndex: Int { 0 }
  public var endIndex: Int { values.count }
  public subscript(position: Int) -> Row { Row(columns: columns, values: values[position]) }
}

/// One row. Columns are read by name, as a type that the caller names:
///
///     let id: Int = try row["id"]
///     let due: Date? = try row["due_at"]
public struct Row: Sendable {
  let columns: [String]
  let values: [String?]

  private func text(_ column: String) throws(DecodingFault) -> String? {
    guard let index = columns.firstIndex(of: column) else {
      throw DecodingFault(column: column, type: "", problem: .noSuchColumn)
    }
    return values[index]
  }

  /// The value of a column that is never NULL.
  /// - Throws: `DecodingFault` naming the column and the type.
  public subscript<Value: PostgresDecodable>(column: String) -> Value {
    get throws(DecodingFault) {
      guard let text = try text(column) else {
        throw DecodingFault(column: column, type: "\(Value.self)", problem: .isNull)
      }
      guard let value = Value(postgresText: text) else {
        throw DecodingFault(column: column, type: "\(Value.self)", problem: .isNotOfThatType)
      }
      return value
    }
  }

  /// The value of a column that may be NULL.
  /// - Throws: `DecodingFault` naming the column and the type.
  public subscript<Value: PostgresDecodable>(column: String) -> Value? {
    get throws(DecodingFault) {
      guard let text = try text(column) else { return nil }
      guard let value = Value(postgresText: text) else {
        throw DecodingFault(column: column, type: "\(Value.self)", problem: .isNotOfThatType)
      }
      return value
    }
  }

  /// Every column as the server wrote it.
  public var texts: [(column: String, text: String?)] { Array(zip(columns, values)).map { ($0, $1) } }
}

/// A column could not be read as the type that was asked for. Holds no value of the row.
public struct DecodingFault: Error, Equatable, CustomStringConvertible {
  /// The result has no such column; it is NULL where a value has to be; or its text is not one of that type.
  public enum Problem: Sendable { case noSuchColumn, isNull, isNotOfThatType }
  public let column: String
  /// The Swift type that was asked for; "" where there is no such column.
  public let type: String
  public let problem: Problem

  public init(column: String, type: String, problem: Problem) {
    self.column = column
    self.type = type
    self.problem = problem
  }

  public var description: String {
    switch problem {
    case .noSuchColumn: "the result has no column \"\(column)\""
    case .isNull: "column \"\(column)\" is NULL, not \(type)"
    case .isNotOfThatType: "column \"\(column)\" is not a \(type)"
    }
  }
}
