import CPostgres

extension Rows {
  init(result: OpaquePointer) {
    let width = PQnfields(result)
    columns = (0..<width).map { String(cString: PQfname(result, $0)) }
    values = (0..<PQntuples(result)).map { row in
      (0..<width).map { column in
        PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
      }
    }
    affected = Int(String(cString: PQcmdTuples(result))) ?? 0
  }
}

extension ServerError {
  init(result: OpaquePointer) {
    // The letters are those of postgres_ext.h (PG_DIAG_…), which Swift does not import: they are character macros.
    func field(_ letter: Unicode.Scalar) -> String? {
      PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
    }
    sqlState = field("C") ?? "?????"
    message = field("M") ?? String(cString: PQresultErrorMessage(result))
    detail = field("D")
    hint = field("H")
    constraint = field("n")
    table = field("t")
    column = field("c")
    routine = field("R")
  }
}
