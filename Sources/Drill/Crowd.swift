import Dice
import Glibc

/// A drill's public, reckoned minute by minute.
///
/// A Hawkes process by thinning: in each minute candidate posts fall at random below the ceiling, at random times; those below the
/// intensity of their time are posts, and stir what follows. Candidates depend on the seed and the minute alone. So the same drill
/// gives the same posts however often it is looked at, and two runs with one seed differ only by what was done: what lowers the
/// intensity takes posts away, and adds none.
public struct Crowd: Sendable {
  public let mood: Mood
  public let seed: UInt64

  public init(mood: Mood, seed: UInt64) {
    self.mood = mood
    self.seed = seed
  }

  /// One post: when, in minutes since the beginning; whether it is negative; and a number that chooses its words.
  public struct Post: Sendable, Equatable {
    public let at: Double
    public let isNegative: Bool
    public let choice: UInt64
  }

  /// The posts of one minute.
  /// - Parameter stir: how many further posts a minute those before still cause, at the minute's beginning; at its end afterwards.
  public func posts(minute: Int, stir: inout Double, shocks: [Shock], said: [Said]) -> [Post] {
    var chance = Dice(seed: seed ^ (UInt64(bitPattern: Int64(minute)) &* 0xD6E8_FEB8_6659_FD93))
    _ = chance.next()
    let began = Double(minute)
    let stirred = shocks.map(\.at).min()
    var posts: [Post] = []
    var time = began
    // Candidates of a Poisson process with the ceiling as its rate.
    while true {
      let next = time - log(1 - chance.share()) / mood.ceiling
      let height = chance.share() * mood.ceiling
      let side = chance.share()
      let choice = chance.next()
      guard next < began + 1 else { break }
      stir *= exp(-(next - time) / mood.delay)
      time = next
      if height < intensity(at: time, stir: stir, shocks: shocks, said: said, stirred: stirred) {
        posts.append(
          Post(at: time, isNegative: side < mood.negativity(said, since: stirred, at: time), choice: choice))
        stir += mood.echo / mood.delay
      }
    }
    stir *= exp(-(began + 1 - time) / mood.delay)
    return posts
  }

  /// Posts a minute at a time.
  func intensity(at time: Double, stir: Double, shocks: [Shock], said: [Said], stirred: Double?) -> Double {
    let brought = shocks.reduce(0) { $1.at <= time ? $0 + $1.size * exp(-(time - $1.at) / $1.fade) : $0 }
    return mood.usual
      + mood.calmed(by: said, at: time) * (brought * mood.blown(by: said, since: stirred, at: time) + stir)
  }
}
