import Testing

@testable import Drill

/// The public of a drill: the same by the same seed, calmed by what is said in time and true, stirred by silence and by what proves
/// wrong. Whatever the seed.
@Suite struct CrowdTests {
  private let shocks = [Shock(at: 0, size: 2, fade: 120), Shock(at: 60, size: 4, fade: 60)]

  private func run(_ said: [Said], seed: UInt64, mood: Mood = Mood(), minutes: Int = 480) -> [Crowd.Post] {
    let crowd = Crowd(mood: mood, seed: seed)
    var stir = 0.0
    return (0..<minutes).flatMap { crowd.posts(minute: $0, stir: &stir, shocks: shocks, said: said) }
  }

  private func honest(_ at: Double, channels: Int = 2) -> Said {
    Said(at: at, channels: channels, cited: 2, verified: 2)
  }

  @Test("The same seed and the same deeds give the same posts", arguments: 1...20)
  func theSame(_ seed: UInt64) {
    #expect(run([honest(70)], seed: seed) == run([honest(70)], seed: seed))
    #expect(run([], seed: seed) != run([], seed: seed + 1000))
  }

  @Test("An honest statement takes posts away and adds none, the more the earlier it comes", arguments: 1...60)
  func earlierIsCalmer(_ seed: UInt64) {
    let silent = Set(run([], seed: seed).map(\.at))
    let late = Set(run([honest(240)], seed: seed).map(\.at))
    let early = Set(run([honest(40)], seed: seed).map(\.at))
    #expect(early.isSubset(of: late) && late.isSubset(of: silent))
    #expect(early.count < silent.count)
  }

  @Test("More channels, and more that is verified, calm more", arguments: 1...30)
  func reachAndHonesty(_ seed: UInt64) {
    let far = run([honest(60, channels: 3)], seed: seed).count
    let near = run([honest(60, channels: 1)], seed: seed).count
    let bold = run([Said(at: 60, channels: 3, cited: 2, verified: 0)], seed: seed).count
    #expect(far <= near && far <= bold)
  }

  @Test("A claim that proves wrong, or a post that vanishes, stirs", arguments: 1...30)
  func wrongClaims(_ seed: UInt64) {
    let kept = run([honest(60)], seed: seed).count
    let refuted = run([Said(at: 60, channels: 2, cited: 2, verified: 2, refuted: 120)], seed: seed).count
    let deleted = run([Said(at: 60, channels: 2, cited: 2, verified: 2, deleted: 120)], seed: seed).count
    #expect(refuted >= kept && deleted >= kept)
    #expect(refuted > kept || kept == 0)
  }

  @Test("What is not fed dies down, for every branching ratio below one", arguments: [0, 0.3, 0.6, 0.9, 0.94])
  func stable(_ echo: Double) {
    var mood = Mood()
    mood.echo = echo
    #expect(mood.fault == nil)
    let posts = run([], seed: 7, mood: mood, minutes: 4000)
    // What is left is what a quiet day and its echo bring: usual / (1 - echo) a minute, give or take.
    #expect(Double(posts.filter { $0.at > 3500 }.count) < 3 * 500 * mood.usual / (1 - echo) + 30)
    mood.echo = 1
    #expect(mood.fault != nil)
  }

  @Test("Negativity falls with what calms, and stays a share", arguments: [0.0, 100, 300, 600])
  func negativity(_ time: Double) {
    let mood = Mood()
    let silent = mood.negativity([], since: 0, at: time)
    let calmed = mood.negativity([honest(30)], since: 0, at: time)
    #expect(calmed <= silent && (0...1).contains(silent) && (0...1).contains(calmed))
  }
}
