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
      let isPlain = line.withUnsafeBufferPointer { bytes -> Bool in
        var cursor = PlainCursor(bytes)
        return read(&cursor)
      }
      guard isPlain else { return nil }
    }

    /// Reads the whole line, key by key; false when it is not plain.
    private mutating func read(_ cursor: inout PlainCursor) -> Bool {
      var rest: [UInt8] = []
      cursor.skipSpace()
      guard cursor.pass("{") else { return false }
      var goesOn = true
      while goesOn {
        cursor.skipSpace()
        let start = cursor.place
        guard let key = cursor.key() else { return false }
        let isKnown = JSONLine.known.contains(key)
        guard readValue(of: key, isKnown, &cursor) else { return false }
        if !isKnown {
          rest.append(UInt8(ascii: rest.isEmpty ? "{" : ","))
          rest.append(contentsOf: cursor.bytes[start..<cursor.place])
        }
        guard let another = cursor.separator() else { return false }
        goesOn = another
      }
      cursor.skipSpace()
      guard cursor.isAtEnd else { return false }
      if !rest.isEmpty { extra = String(decoding: rest, as: UTF8.self) + "}" }
      return true
    }

    /// Reads one value: a string, a word, a number, or an object where the key is unknown.
    private mutating func readValue(of key: String, _ isKnown: Bool, _ cursor: inout PlainCursor) -> Bool {
      guard let first = cursor.next else { return false }
      if first == UInt8(ascii: "\"") {
        guard let value = cursor.string() else { return false }
        if isKnown { known[key] = .string(value) }
      } else if first == UInt8(ascii: "{"), !isKnown {
        return cursor.object()
      } else if !cursor.word() {
        guard let number = cursor.number() else { return false }
        if isKnown { known[key] = .integer(number) }
      }
      return true
    }
  }

  /// A place in a line, which goes on over what is read. After anything that is not plain the place means nothing.
  private struct PlainCursor {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    /// The byte that stands here; nil at the end.
    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skipSpace() {
      while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
    }

    /// Passes over one character; false when it does not stand here.
    mutating func pass(_ character: Unicode.Scalar) -> Bool {
      guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
      place += 1
      return true
    }

    /// A key, with its colon and the space around that.
    mutating func key() -> String? {
      guard let key = string() else { return nil }
      skipSpace()
      guard pass(":") else { return nil }
      skipSpace()
      return key
    }

    /// Passes over what follows a value: true when another does, false at the end of the object, nil for anything else.
    mutating func separator() -> Bool? {
      skipSpace()
      if pass(",") { return true }
      return pass("}") ? false : nil
    }

    /// The text between two quotes; nil when there is none, or an escape beyond the simple ones.
    mutating func string() -> String? {
      guard pass("\"") else { return nil }
      let start = place
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
      let raw = UnsafeBufferPointer(rebasing: bytes[start..<end])
      return hasEscape ? Self.unescaped(raw) : String(decoding: raw, as: UTF8.self)
    }

    /// Passes over `null`, `true` or `false`.
    mutating func word() -> Bool {
      for word: StaticString in ["null", "true", "false"] where place + word.utf8CodeUnitCount <= bytes.count {
        if (0..<word.utf8CodeUnitCount).allSatisfy({ bytes[place + $0] == word.utf8Start[$0] }) {
          place += word.utf8CodeUnitCount
          return true
        }
      }
      return false
    }

    /// A whole number of at most fifteen digits, without a sign.
    mutating func number() -> Int? {
      let start = place
      while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
      guard place > start, place - start <= 15, place - start == 1 || bytes[start] != 0x30 else { return nil }
      return Int(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self))
    }

    /// Passes over an object of words and strings, nothing deeper: {"sentiment": "negative"}.
    mutating func object() -> Bool {
      guard pass("{") else { return false }
      while true {
        skipSpace()
        guard key() != nil, word() || string() != nil, let another = separator() else { return false }
        if !another { return true }
      }
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
