/// One thing that a service does again and again.
///
/// Each loop looks at every wake of its service, in a task of its own, with claims of its own: what is slow, hangs or fails
/// in one of them keeps no other from its turn, and the health page names the one that is ill.
public struct Loop: Sendable {
  let name: String
  let look: @Sendable (Holding) async throws -> Void

  /// - Parameters:
  ///   - name: one word, for the log, the health page and the figures.
  ///   - look: reads the tables and does what is due, until nothing is; it claims work by the holding that it is given.
  public init(_ name: String, look: @escaping @Sendable (Holding) async throws -> Void) {
    self.name = name
    self.look = look
  }
}
