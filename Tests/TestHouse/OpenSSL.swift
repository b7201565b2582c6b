import FoundationEssentials

/// The program openssl, with a key of a test's own that is the file `key` of a folder.
enum OpenSSL {
  /// - Returns: what it printed, without the line's end.
  @discardableResult static func run(_ words: [String]) async throws -> String {
    let made = try await Running.run("/usr/bin/openssl", words)
    guard made.code == 0 else { throw SignerFailed(output: made.output) }
    return String(made.output.drop { $0 == "\n" }.reversed().drop { $0 == "\n" }.reversed())
  }

  /// Makes a key of P-256.
  /// - Returns: its public half, an uncompressed point.
  static func makePoint(in folder: String) async throws -> [UInt8] {
    try await run(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", folder + "/key"])
    try await run(["ec", "-in", folder + "/key", "-pubout", "-outform", "DER", "-out", folder + "/public"])
    return Array(try Data(contentsOf: URL(filePath: folder + "/public")).suffix(65))
  }

  /// Signs what a message's SHA-256 is.
  static func sign(_ message: [UInt8], in folder: String) async throws -> [UInt8] {
    let file = folder + "/m-\(UUID().uuidString)"
    try Data(message).write(to: URL(filePath: file))
    try await run(["dgst", "-sha256", "-sign", folder + "/key", "-out", file + ".sig", file])
    return Array(try Data(contentsOf: URL(filePath: file + ".sig")))
  }
}
