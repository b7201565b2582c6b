import Feeds
import FoundationEssentials
import Ledger
import Wording

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
    // Almost every line is a flat object of plain strings, which is read many times faster than any JSON.
    let object: [String: JSONValue]
    let kept: String
    if let plain = PlainObject(line) {
      object = plain.known
      kept = plain.extra
    } else {
      let value: JSONValue
      do {
        value = try decoder.decode(JSONValue.self, from: Data(line))
      } catch {
        throw Fault(description: "not JSON")
      }
      guard case .object(let whole) = value else { throw Fault(description: "not a JSON object") }
      object = whole
      do {
        kept = try JSONValue.object(whole.filter { !Self.known.contains($0.key) }).text(pretty: false)
      } catch {
        throw Fault(description: "not JSON")
      }
    }
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
    let named = text("source")
    mention = Mentions.Mention(
      source: named.isEmpty ? source : named, externalID: text("id"), publishedAt: published,
      language: text("language"), subject: text("subject"), author: text("author"), url: text("url"),
      title: text("title"), text: body, extra: kept)
  }

  /// Trimmed, and without the NUL characters that PostgreSQL cannot hold.
  static func normalised(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last else { return text }
    // Nothing to trim, and nothing that a wide space could hide in.
    if first > 0x20, first < 0x80 || first >= 0xE4, last > 0x20, last < 0x80 || last > 0x8A, !bytes.contains(0) {
      return text
    }
    let trimmed = text.trimmingCharacters()
    return trimmed.utf8.contains(0) ? trimmed.filter { $0 != "\0" } : trimmed
  }

  /// A flat object, read in one pass. nil when the line is anything else; then it is read in full.
  private struct PlainObject {
    private(set) var known: [String: JSONValue] = [:]
    /// The unknown keys, as JSON.
    private(set) var extra = "{}"

    init?(_ line: ArraySlice<UInt8>) {
      var rest: [UInt8] = []
      let isPlain = line.withUnsafeBufferPointer { bytes -> Bool in
        var place = 0
        func skipSpace() {
          while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
        }
        /// The bytes between two quotes; nil when there is none, or an escape beyond the simple ones.
        func string() -> (text: String, range: Range<Int>)? {
          guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
          let start = place + 1
          var end = start
          var hasEscape = false
          while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            if bytes[end] < 0x20 { return nil }
            if bytes[end] == UInt8(ascii: "\\") {
              guard end + 1 < bytes.count, bytes[end + 1] != UInt8(ascii: "u") else { return nil }
              hasEscape = true
              end += 1
            }
            end += 1
          }
          guard end < bytes.count else { return nil }
          place = end + 1
          let range = start..<end
          let raw = UnsafeBufferPointer(rebasing: bytes[range])
          if !hasEscape { return (String(decoding: raw, as: UTF8.self), range) }
          guard let text = Self.unescaped(raw) else { return nil }
          return (text, range)
        }
        /// Passes over `null`, `true` or `false`.
        func word() -> Bool {
          for word: StaticString in ["null", "true", "false"] where place + word.utf8CodeUnitCount <= bytes.count {
            if (0..<word.utf8CodeUnitCount).allSatisfy({ bytes[place + $0] == word.utf8Start[$0] }) {
              place += word.utf8CodeUnitCount
              return true
            }
          }
          return false
        }
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: "{") else { return false }
        place += 1
        while true {
          skipSpace()
          let keyStart = place
          guard let (key, _) = string() else { return false }
          skipSpace()
          guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else { return false }
          place += 1
          skipSpace()
          let isKnown = JSONLine.known.contains(key)
          guard place < bytes.count else { return false }
          if bytes[place] == UInt8(ascii: "\"") {
            guard let (value, _) = string() else { return false }
            if isKnown { known[key] = .string(value) }
          } else if bytes[place] == UInt8(ascii: "{"), !isKnown {
            // One level down, nothing deeper: {"sentiment": "negative"}.
            place += 1
            while true {
              skipSpace()
              guard string() != nil else { return false }
              skipSpace()
              guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else { return false }
              place += 1
              skipSpace()
              guard word() || string() != nil else { return false }
              skipSpace()
              guard place < bytes.count else { return false }
              place += 1
              if bytes[place - 1] == UInt8(ascii: "}") { break }
              guard bytes[place - 1] == UInt8(ascii: ",") else { return false }
            }
          } else if !word() {
            let start = place
            while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
            guard place > start, place - start <= 15, place - start == 1 || bytes[start] != 0x30,
              let number = Int(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self))
            else { return false }
            if isKnown { known[key] = .integer(number) }
          }
          if !isKnown {
            rest.append(UInt8(ascii: rest.isEmpty ? "{" : ","))
            rest.append(contentsOf: bytes[keyStart..<place])
          }
          skipSpace()
          guard place < bytes.count else { return false }
          place += 1
          if bytes[place - 1] == UInt8(ascii: "}") { break }
          guard bytes[place - 1] == UInt8(ascii: ",") else { return false }
        }
        skipSpace()
        return place == bytes.count
      }
      guard isPlain else { return nil }
      if !rest.isEmpty { extra = String(decoding: rest, as: UTF8.self) + "}" }
    }

    private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> String? {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(raw.count)
      var place = 0
      while place < raw.count {
        if raw[place] != UInt8(ascii: "\\") {
          bytes.append(raw[place])
          place += 1
          continue
        }
        switch raw[place + 1] {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(raw[place + 1])
        default: return nil
        }
        place += 2
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
