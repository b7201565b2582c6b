import CommandLine
import Feeds
import FoundationEssentials
import Ledger

/// One line of JSON Lines input as a mention: known keys read, unknown keys kept.
struct JSONLine {
  let mention: Mentions.Mention

  /// Why a line is no mention.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private static let known: Set<String> = [
    "id", "source", "published_at", "language", "subject", "author", "url", "title", "text",
  ]

  /// - Parameter source: the source of lines that name none.
  init(_ line: ArraySlice<UInt8>, source: String, decoder: JSONDecoder) throws(Fault) {
    guard String(validating: line, as: UTF8.self) != nil else { throw Fault(description: "not UTF-8") }
    let value: JSONValue
    do {
      value = try decoder.decode(JSONValue.self, from: Data(line))
    } catch {
      throw Fault(description: "not JSON")
    }
    guard case .object(let object) = value else { throw Fault(description: "not a JSON object") }
    func text(_ key: String) -> String {
      switch object[key] {
      case .string(let string): Self.normalised(string)
      case .integer(let integer): String(integer)
      case .number(let number): String(number)
      default: ""
      }
    }
    let body = text("text")
    guard !body.isEmpty || !text("title").isEmpty else { throw Fault(description: "no text") }
    var published: Date?
    if case .string(let string)? = object["published_at"] {
      guard let date = FeedDate.parse(string) else { throw Fault(description: "published_at is not a time") }
      published = date
    }
    let extra = object.filter { !Self.known.contains($0.key) }
    let kept: String
    do {
      kept = try JSONValue.object(extra).text(pretty: false)
    } catch {
      throw Fault(description: "not JSON")
    }
    mention = Mentions.Mention(
      source: text("source").isEmpty ? source : text("source"), externalID: text("id"), publishedAt: published,
      language: text("language"), subject: text("subject"), author: text("author"), url: text("url"),
      title: text("title"), text: body, extra: kept)
  }

  /// Trimmed, and without the NUL characters that PostgreSQL cannot hold.
  static func normalised(_ text: String) -> String {
    var slice = text[...]
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    while let first = slice.first, first.isWhitespace { slice.removeFirst() }
    return slice.utf8.contains(0) ? String(slice.filter { $0 != "\0" }) : String(slice)
  }
}
