import Drill
import FoundationEssentials
import Ledger
import Service
import Wording
import Workflow

/// Plays the drills that run: brings what is due of their scenarios, and lets their public answer.
///
/// Both are compare-and-set in the database. Killed at any point and started again, it brings each inject once, and reckons the same
/// minute of the same drill to the same posts.
struct DrillPlaying {
  let service: Service

  /// Minutes reckoned in one transaction at most.
  private static let most = 240

  func look() async throws {
    for inject in try await service.ledger.drills.deliver() {
      service.log.info(
        inject.isDelivered ? "inject_delivered" : "inject_too_late",
        ["drill": inject.drill.description, "inject": inject.code])
    }
    CrashPoint.afterCommit.pass()
    for drill in try await service.ledger.drills.publics() { try await answer(drill) }
  }

  private func answer(_ drill: Drills.Public) async throws {
    let decoder = JSONDecoder()
    guard let mood = try? decoder.decode(Public.self, from: Data(drill.parameters.utf8)) else {
      service.log.warning("drill_without_public", ["drill": drill.drill.description])
      return
    }
    let shocks = try decoder.decode([Stirred].self, from: Data(drill.shocks.utf8))
    let said = try decoder.decode([Said].self, from: Data(drill.statements.utf8))
    let crowd = Crowd(mood: mood.mood, seed: UInt64(bitPattern: Int64(drill.seed)))
    var tick = drill.tick
    var stir = drill.stir
    while tick < Int(drill.elapsed.rounded(.down)) {
      let until = min(tick + Self.most, Int(drill.elapsed.rounded(.down)))
      var posts: [Drills.Post] = []
      for minute in tick..<until {
        for post in crowd.posts(minute: minute, stir: &stir, shocks: shocks.map(\.shock), said: said) {
          guard let line = Self.line(post, mood.lines, shocks) else { continue }
          posts.append(
            Drills.Post(
              at: drill.startedAt.addingTimeInterval(post.at * 60), source: line.source,
              author: "reconstructed-\(post.choice % 9973)", text: line.text(drill.language),
              isNegative: post.isNegative))
        }
      }
      // Another process was faster: it reckoned the same.
      guard
        try await service.ledger.drills.answer(drill.drill, since: tick, until: until, stir: stir, posts: posts)
      else { return }
      tick = until
    }
  }

  /// The words of a post: of what stirred people most recently as often as of the scenario's own lines.
  private static func line(_ post: Crowd.Post, _ own: [Words], _ shocks: [Stirred]) -> Words? {
    let newest = shocks.last { $0.at <= post.at && !$0.lines.isEmpty }?.lines ?? []
    let pool = (post.choice & 1 == 0 || own.isEmpty) && !newest.isEmpty ? newest : own
    let fitting = pool.filter { $0.negative == post.isNegative }
    let lines = fitting.isEmpty ? pool : fitting
    return lines.isEmpty ? nil : lines[Int((post.choice >> 1) % UInt64(lines.count))]
  }

  /// The scenario's `public`, as the tables keep it.
  private struct Public: Decodable {
    let mood: Mood
    let lines: [Words]

    private enum Key: String, CodingKey { case lines }

    init(from decoder: any Decoder) throws {
      mood = try Mood(from: decoder)
      lines = try decoder.container(keyedBy: Key.self).decode([Words].self, forKey: .lines)
    }
  }

  private struct Words: Decodable {
    let en: String
    let zh: String
    let negative: Bool
    let source: String

    private enum CodingKeys: String, CodingKey {
      case en, negative, source
      case zh = "zh-CN"
    }

    func text(_ language: Language) -> String { language == .chinese ? zh : en }
  }

  private struct Stirred: Decodable {
    let at: Double
    let size: Double
    let fade: Double
    let lines: [Words]

    var shock: Shock { Shock(at: at, size: size, fade: fade) }
  }
}
