public import Dice

/// Breaks bytes: a few at a time, as a bad line or a bad program does, or many, as somebody who means harm.
public enum Mutation {
  /// - Parameter pieces: what a reader of such bytes looks for.
  public static func broken(_ bytes: [UInt8], pieces: [String], _ dice: inout Dice) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<dice.number(1...6) { change(&bytes, pieces, &dice) }
    if dice.once(in: 300) { bytes.insert(contentsOf: runs(pieces, &dice), at: dice.number(0...bytes.count)) }
    return bytes
  }

  /// A few pieces over and over, then a few others as often: deep, wide or long enough to show what takes more than linear time.
  private static func runs(_ pieces: [String], _ dice: inout Dice) -> [UInt8] {
    let times = dice.number(5000...20_000)
    var bytes: [UInt8] = []
    for _ in 0..<dice.number(1...2) {
      let run = (0..<dice.number(1...3)).map { _ in dice.pick(pieces) }.joined()
      bytes += String(repeating: run, count: times).utf8
    }
    return bytes
  }

  private static func change(_ bytes: inout [UInt8], _ pieces: [String], _ dice: inout Dice) {
    let place = dice.number(0...bytes.count)
    let end = min(bytes.count, place + dice.number(0...(dice.once(in: 5) ? 400 : 12)))
    switch dice.number(0...9) {
    case 0: bytes.insert(UInt8.random(in: 0...255, using: &dice), at: place)
    case 1: bytes.removeSubrange(place..<end)
    case 2: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &dice) }
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: dice.number(0...bytes.count))
    case 4, 5: bytes.insert(contentsOf: dice.pick(pieces).utf8, at: place)
    case 6:
      let times = dice.once(in: 20) ? dice.number(500...5000) : dice.number(2...40)
      bytes.insert(contentsOf: String(repeating: dice.pick(pieces), count: times).utf8, at: place)
    case 7: bytes.replaceSubrange(place..<end, with: dice.pick(pieces).utf8)
    case 8: if dice.once(in: 4) { bytes.removeSubrange(place...) }
    default:
      let many = Array(bytes[place..<end])
      if !many.isEmpty {
        for _ in 0..<dice.number(1...(dice.once(in: 20) ? 400 : 10)) { bytes.insert(contentsOf: many, at: place) }
      }
    }
  }
}
