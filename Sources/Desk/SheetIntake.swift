import CommandLine
public import Ledger
public import Records
import Wording

/// What people keep in tables, taken in row by row.
public enum SheetIntake {
  /// Takes rows in one transaction: with one that is refused nothing is recorded, and every one that is refused is named.
  /// - Parameters:
  ///   - broken: what could not be read as a row.
  ///   - line: where a row stands.
  ///   - take: records a row, and says whether that changed anything.
  /// - Returns: how many changed something.
  /// - Throws: `Failure` that names every broken row.
  public static func take<Row: Sendable>(
    _ rows: [Row], broken unread: [Sheet.Broken] = [], line: @escaping @Sendable (Row) -> Int, _ ledger: Ledger,
    row take: @escaping @Sendable (Ledger, Row) async throws -> Bool
  ) async throws -> Int {
    try await ledger.atomically { ledger in
      var broken = unread
      var changed = 0
      for row in rows {
        do {
          changed += try await take(ledger, row) ? 1 : 0
        } catch let error as any Explained {
          let said = error.explanation
          guard [.data, .usage, .noInput].contains(said.code) else { throw error }
          broken.append(Sheet.Broken(line: line(row), reason: said.sentence))
        }
      }
      if let failure = Sheet.failure(broken) { throw failure }
      return changed
    }
  }
}
