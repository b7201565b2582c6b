public import Dice

/// A JSON Feed with an item that is not as it should be between two that are.
public struct FuzzedJSONFeed: Sendable {
  public let document: [UInt8]
  /// Titles of items that no other may take along.
  public let titles: [String]

  public init(_ dice: inout Dice) {
    var members: [String] = []
    for _ in 0..<dice.number(0...5) {
      let key = dice.pick([
        "id", "url", "title", "summary", "content_text", "content_html", "date_published", "author", "authors", "_x",
      ])
      members.append("\"\(key)\":\(FuzzedJSON.value(&dice, depth: 0))")
    }
    let odd = dice.once(in: 6) ? FuzzedJSON.value(&dice, depth: 0) : "{\(members.joined(separator: ","))}"
    let text =
      "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"C\",\"items\":[{\"id\":1,\"title\":\"first\"},\(odd),"
      + "{\"id\":\"2\",\"title\":\"last\",\"date_published\":\(FuzzedJSON.string(FuzzedDate(&dice).text))}]}"
    if dice.once(in: 3) {
      document = Mutation.broken(Array(text.utf8), pieces: FuzzedJSON.pieces, &dice)
      titles = []
    } else {
      document = Array(text.utf8)
      titles = ["first", "last"]
    }
  }
}
