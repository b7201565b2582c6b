import Testing

/// What a service serves to ops.
extension Running {
  /// The address that it got, when it asked for any.
  public func address() async throws -> String {
    try await awaitUntil("it listens") { printed.contains("event=listening") }
    return String(try #require(printed.firstMatch(of: /event=listening address=(\S+)/)?.1))
  }

  /// What it answers to a request, as curl gets it.
  public static func get(
    _ address: String, _ path: String, _ options: [String] = []
  ) async throws -> (status: String, body: String) {
    let answer = try await run(
      "/usr/bin/curl", ["-sS", "-m", "10", "-w", "\n%{http_code}"] + options + ["http://\(address)\(path)"])
    let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
    return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
  }
}
