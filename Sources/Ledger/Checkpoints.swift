public import FoundationEssentials
import Postgres

/// Where the chains stood at a moment: kept outside the database, it finds a chain that was rewritten as a whole.
public struct Checkpoints: Sendable {
  let ledger: Ledger

  /// The last seal of one chain.
  public struct Head: Sendable, Codable, Equatable {
    /// The incident; 0 is the house itself.
    public let chain: Int
    /// The place of the seal in its chain, from 1.
    public let sequence: Int
    /// SHA-256, hexadecimal.
    public let hash: String
  }

  /// A checkpoint: its number, its code, and where every chain stood.
  public struct Checkpoint: Sendable, Codable {
    /// From 1, without gaps; `at` is by the database's clock.
    public let id: Int
    public let at: Date
    /// SHA-256 over the heads and the code of the checkpoint before, hexadecimal: short enough for paper.
    public let code: String
    /// By chain. A chain that was never sealed is not among them.
    public let heads: [Head]
  }

  /// Takes a checkpoint of what is sealed.
  public func take() async throws -> Checkpoint {
    let rows = try await ledger.commit("select levee.take_checkpoint() as id", bells: [])
    let id: Int = try rows[0]["id"]
    let found = try await ledger.batch([
      "select id, at, encode(code, 'hex') as code from levee.checkpoint where id = \(id)",
      """
      select distinct on (chain) chain, sequence, encode(hash, 'hex') as hash from levee.checkpoint_head
      where id <= \(id) order by chain, id desc
      """,
    ])
    return Checkpoint(
      id: id, at: try found[0][0]["at"], code: try found[0][0]["code"],
      heads: try found[1].map { Head(chain: try $0["chain"], sequence: try $0["sequence"], hash: try $0["hash"]) })
  }

  /// Whether the chains still say what a checkpoint said.
  /// - Parameters:
  ///   - code: the checkpoint's code, hexadecimal.
  ///   - heads: those of a kept file; without them, the database's own record is followed to the code.
  /// - Returns: a fault for each chain that was rewritten; chain nil when no record leads to the code.
  public func verify(code: String, heads: [Head]) async throws -> [(chain: Int?, sequence: Int?, fault: String)] {
    try await ledger.read(
      """
      select * from levee.verify_checkpoint(decode(\(code), 'hex'), \(heads.map(\.chain))::bigint[],
        \(heads.map(\.sequence))::bigint[], array(select decode(h, 'hex') from unnest(\(heads.map(\.hash))::text[]) h))
      """
    ).map { (try $0["chain"], try $0["sequence"], try $0["fault"]) }
  }
}

extension Ledger {
  public var checkpoints: Checkpoints { Checkpoints(ledger: self) }
}
