public import Dice

/// A table, JSON Lines or a JSON document, with parts that are broken between parts that are whole.
public struct FuzzedRows: Sendable {
  public enum Kind: Sendable {
    case table, lines, document
  }

  public let kind: Kind
  public let bytes: [UInt8]
  /// Texts that must be read, with the lines where they begin; in the order of the input.
  public let texts: [(line: Int, text: String)]
  /// Whether nothing in the input is broken: then nothing else is read.
  public let isWhole: Bool

  public init(_ kind: Kind, _ dice: inout Dice) {
    self.kind = kind
    var draft = Draft()
    switch kind {
    case .table: draft.writeTable(&dice)
    case .lines: draft.writeLines(&dice)
    case .document: draft.writeDocument(&dice)
    }
    var isKept = true
    var bytes = Array(draft.out.utf8)
    switch dice.number(0...7) {
    case 0: bytes = [0xEF, 0xBB, 0xBF] + bytes
    case 1:
      let little = dice.once(in: 2)
      bytes =
        (little ? [0xFF, 0xFE] : [0xFE, 0xFF]) + (Encoding.bytes(draft.out, in: little ? "UTF-16LE" : "UTF-16BE") ?? [])
    case 2:
      bytes = Encoding.bytes(draft.out, in: dice.pick(Encoding.names)) ?? []
      isKept = false
    case 3:
      bytes = Mutation.broken(bytes, pieces: FuzzedJSON.pieces + Draft.pieces, &dice)
      isKept = false
    default: break
    }
    self.bytes = bytes
    texts = isKept ? draft.texts : []
    isWhole = isKept && draft.isWhole
  }

  private struct Draft {
    static let pieces = [
      ",", "\"", "\"\"", ";", "\t", "|", "'", "\\\"", " ", "a", "断", "=\"1\"", "sep=;\n", "\",\"", "2023-11-08",
    ]

    var out = ""
    var line = 1
    var texts: [(line: Int, text: String)] = []
    var isWhole = true

    mutating func write(_ text: String) {
      out += text
      line += text.utf8.count { $0 == 0x0A }
    }

    mutating func writeTable(_ dice: inout Dice) {
      let separator = dice.pick([",", ";", "\t", "|"])
      let end = dice.pick(["\n", "\r\n"])
      let (id, time, text) = dice.once(in: 2) ? ("id", "published_at", "text") : ("编号", "发布时间", "正文")
      write([id, time, text, "author"].joined(separator: separator) + end)
      for number in 1...dice.number(3...30) {
        let words = dice.plainWords()
        let time = "2026-11-\(dice.number(10...28)) 06:44:\(dice.number(10...59))"
        let isBroken = dice.once(in: 8)
        var written = words
        if dice.once(in: 3) {
          written = "\"\(words) \"\"\(words)\"\"\(separator)\(dice.once(in: 2) ? "\n" : " ")\(words)\""
        }
        let row = ["\(number)", time, written, "who"].joined(separator: separator)
        if isBroken {
          isWhole = false
          let broken = Mutation.broken(Array(row.utf8), pieces: Self.pieces, &dice)
          // A quote that nobody closed may take the next rows along, if they fit.
          write(String(decoding: broken.filter { $0 >= 0x20 && $0 != UInt8(ascii: "\"") }, as: UTF8.self))
        } else {
          texts.append((line, written == words ? words : Self.read(written)))
          write(row)
        }
        write(end)
      }
    }

    /// What a field in quotes says.
    private static func read(_ field: String) -> String {
      var text = ""
      var hasQuote = false
      for character in field.dropFirst().dropLast().unicodeScalars {
        if character == "\"", !hasQuote {
          hasQuote = true
          continue
        }
        hasQuote = false
        text.unicodeScalars.append(character)
      }
      return text
    }

    private static func object(_ words: String, _ dice: inout Dice) -> String {
      let extra = dice.once(in: 3) ? ",\(FuzzedJSON.string(dice.words())):\(FuzzedJSON.value(&dice, depth: 3))" : ""
      let time = dice.once(in: 3) ? ",\"published_at\":\"2026-11-26 06:44:44\"" : ""
      return "{\"text\":\(FuzzedJSON.string(words))\(time)\(extra)}"
    }

    mutating func writeLines(_ dice: inout Dice) {
      for _ in 0..<dice.number(1...20) {
        let words = dice.plainWords()
        let object = Self.object(words, &dice)
        if dice.once(in: 3) {
          isWhole = false
          let broken = Mutation.broken(Array(object.utf8), pieces: FuzzedJSON.pieces, &dice)
          write(String(decoding: broken.filter { $0 >= 0x20 }, as: UTF8.self) + "\n")
        } else {
          texts.append((line, words))
          write(object + "\n")
        }
      }
    }

    private static let broken = [
      "{\"text\": \"x", "{\"text\": }", "nonsense", "{\"text\": \"x\" \"y\"}", "[1", "\"", "{\"text\": \"\\x\"}", "{{}",
      "}",
    ]

    mutating func writeDocument(_ dice: inout Dice) {
      let wraps = dice.number(0...2)
      write(["[", "{\"list\": [", "{\"ok\": true, \"data\": {\"list\":\n["][wraps])
      // Without one that is whole at the beginning, nothing tells that this is a list of records.
      for place in 0..<dice.number(1...20) {
        if place > 0 { write(dice.pick([",\n", ", \n\n"])) }
        let words = dice.plainWords()
        if place > 0, dice.once(in: 5) {
          isWhole = false
          write(dice.pick(Self.broken))
        } else {
          texts.append((line, words))
          write("{\"text\":\(FuzzedJSON.string(words))}")
        }
      }
      write(["]", "]}", "]}}\n"][wraps])
    }
  }
}
