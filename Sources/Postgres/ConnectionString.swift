import CPostgres

/// What a connection string says, as libpq reads it: keywords and values, a URI, or the name of a database alone.
public struct ConnectionString: Sendable {
  /// The values that are given; defaults and the environment are not among them.
  public let values: [String: String]

  /// Why it cannot be read, in libpq's words.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// - Throws: `Fault`.
  public init(_ text: String) throws(Fault) {
    guard text.contains("=") || text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else {
      values = text.isEmpty ? [:] : ["dbname": text]
      return
    }
    var message: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(text, &message) else {
      defer { PQfreemem(message) }
      let words = message.map { String(cString: $0) } ?? "out of memory"
      throw Fault(description: words.split(separator: "\n").joined(separator: " "))
    }
    defer { PQconninfoFree(options) }
    var values: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    self.values = values
  }
}
