import Ledger
import TestHouse
import Testing
import Workflow

@Suite struct BoardTests {
  /// Of more incidents than the board has room for, the gravest stay on it.
  @Test func theGravestIncidentStandsFirst() async throws {
    let house = try await House(at: .assessing)
    let sun = house.database.ledger("sun", .monitoring)
    let gravest = try await sun.incidents.open(.init(title: "grave", kind: .other, severity: .one))
    for number in 1...20 {
      _ = try await sun.incidents.open(.init(title: "calm \(number)", kind: .other, severity: .four))
    }
    let shown = try await sun.boards.read().incidents
    #expect(shown.count == 20)
    #expect(shown.first?.reference == gravest)
    #expect(shown.map(\.severity) == shown.map(\.severity).sorted(by: >))
  }

  /// Signals of one story or subject stand on one line.
  @Test func whatBelongsTogetherStandsTogether() async throws {
    let house = try await House(at: .assessing)
    try await house.asOwner(
      """
      insert into levee.signal (subject, cue, since) values ('Nova', 'leak', now()), ('Nova', 'volume', now()),
        ('Heron', 'volume', now()), ('Nova', 'negative', now())
      """)
    let board = try await house.database.ledger("sun", .monitoring).boards.read()
    #expect(Set(board.signals.map(\.id)) == [1, 3])
    #expect(board.joined[1]?.map(\.cue).sorted() == ["negative", "volume"] && board.joined[3] == nil)
  }

  /// What says that it is of tomorrow counts for no share: none is above the whole.
  @Test func aShareIsNeverMoreThanTheWhole() async throws {
    let house = try await House(at: .assessing)
    try await house.asOwner(
      """
      insert into levee.mention_count (bucket, subject, kind, source, mentions, negative)
      select date_bin('5 minutes', clock_timestamp(), timestamptz '2000-01-01 00:00:00+00') + o, 'Nova', '', 's', 4, 4
      from unnest('{0,8 hours,-3 hours}'::interval[]) o
      """)
    let line = try #require(try await house.database.ledger("sun", .monitoring).boards.read().lines.first)
    #expect(line.mentions == 4 && line.negative == 4)
  }
}
