import Ledger
import Wording
import Workflow

/// How far an incident is heard, by what the trade grades by: who carries it, how many follow and read and pass it on, and its
/// place among hot topics. The highest of what is known counts; what the data lacks is said.
///
/// - Source: the default playbook's factor (0 few posts, 2 regional or industry, 4 national or foreign mainstream); the numbers
///   between are Levee's.
struct Reach {
  /// One thing that tells how far it is heard.
  private struct Sign {
    let value: Int
    let reason: Bilingual
  }

  let judged: SeverityProposal.Judged
  /// What would tell more, and is not in the data; nil when nothing lacks.
  let lacking: Bilingual?

  init(_ picture: Pictures.Picture) {
    guard picture.mentions > 0 else {
      lacking = nil
      judged = .init(value: nil, reason: Bilingual("no mentions are attached", "还没有关联信息"))
      return
    }
    let volume = Sign(
      value: max(Self.grade(picture.mentions, 20, 100, 1000, 5000), Self.grade(picture.sources, 3, 5, 12, 30)),
      reason: Bilingual(
        "\(counted(picture.mentions, "mention")) in \(counted(picture.sources, "source"))",
        "\(picture.sources) 个来源共 \(picture.mentions) 条信息")
    )
    let signs = [Self.outlet(picture.voices)] + Self.heard(picture.voices.audience)
    let decisive = signs.compactMap { $0 }.filter { $0.value >= volume.value }.sorted { $0.value > $1.value }
    let value = decisive.first?.value ?? volume.value
    var reason = volume.reason
    for sign in decisive where sign.value == value { reason = reason + Bilingual("; ", "；") + sign.reason }
    judged = .init(value: value, reason: reason)
    lacking = Self.lacking(picture.voices)
  }

  /// 0 below the first bound, 4 from the last.
  private static func grade(_ count: Int, _ bounds: Int...) -> Int { bounds.count { count >= $0 } }

  private static func outlet(_ voices: Pictures.Voices) -> Sign? {
    guard let highest = voices.outlets.first else { return nil }
    let names = voices.outlets.filter { $0.rank == highest.rank }.prefix(3).map(\.name)
    let value = highest.rank == .central || highest.rank == .national ? 4 : 2
    return Sign(
      value: value,
      reason: Bilingual(
        "\(highest.rank.name.english) outlets carry it: \(SafeText.line(names.joined(separator: ", ")))",
        "\(highest.rank.name.chinese)媒体已报道：\(SafeText.line(names.joined(separator: "、")))"))
  }

  private static func heard(_ audience: Mentions.Audience) -> [Sign?] {
    [
      audience.hotRank.map {
        Sign(value: $0 <= 10 ? 4 : $0 <= 50 ? 3 : 2, reason: Bilingual("place \($0) among hot topics", "热搜第 \($0) 位"))
      },
      audience.reads.map {
        Sign(
          value: grade($0, 10_000, 100_000, 1_000_000, 10_000_000), reason: Bilingual("read \($0) times", "阅读量 \($0)"))
      },
      audience.reposts.map {
        Sign(value: grade($0, 10, 100, 1000, 10_000), reason: Bilingual("passed on \($0) times", "转发 \($0) 次"))
      },
      audience.followers.map {
        Sign(
          value: grade($0, 50_000, 500_000, 5_000_000),
          reason: Bilingual("an account with \($0) followers speaks of it", "发声账号粉丝最多 \($0)"))
      },
    ]
  }

  private static func lacking(_ voices: Pictures.Voices) -> Bilingual? {
    let figures: [(Int?, Bilingual)] = [
      (voices.audience.followers, Bilingual("followers", "粉丝数")), (voices.audience.reads, Bilingual("reads", "阅读数")),
      (voices.audience.reposts, Bilingual("reposts", "转发数")),
      (voices.audience.hotRank, Bilingual("place among hot topics", "热搜位次")),
    ]
    var unknown = figures.filter { $0.0 == nil }.map(\.1)
    if voices.outlets.isEmpty { unknown.insert(Bilingual("an outlet of the list", "名单内媒体"), at: 0) }
    guard !unknown.isEmpty else { return nil }
    return Bilingual(
      unknown.map(\.english).joined(separator: ", "), unknown.map(\.chinese).joined(separator: "、"))
  }
}
