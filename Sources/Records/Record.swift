public import FoundationEssentials
public import Wording

/// What somebody wrote, as a file or a push hands it over. What is not known, or not said, is "".
public struct Record: Sendable, Equatable {
  /// Where it begins in the input, from 1.
  public var line: Int
  /// The source's own id, digit by digit as it was written.
  public var id = ""
  /// Whether the id may stand for several posts: a number that a spreadsheet rounded, or a filler such as `0`.
  public var isIDDoubtful = false
  /// Where it was published, if the record may say so itself; see `FieldNames`.
  public var source = ""
  /// nil when the record does not say.
  public var published: Date?
  public var language = ""
  public var subject = ""
  public var author = ""
  public var url = ""
  public var title = ""
  public var text = ""
  /// What has no place above, a JSON object that PostgreSQL can hold: without NUL, lone surrogates and endless numbers.
  public var extra = "{}"

  /// How far it is heard, as `extra` says.
  public var audience: Audience { Audience(extra: extra) }

  public init(line: Int) { self.line = line }
}

/// A part of the input that is no record, and why.
public struct Refusal: Sendable, Equatable {
  public let line: Int
  public let reason: Bilingual
  /// How it begins, for inspection.
  public let raw: String

  static let longestRaw = 4000

  init(line: Int, reason: Bilingual, raw: some Sequence<UInt8>) {
    self.line = line
    self.reason = reason
    self.raw = String(decoding: raw.lazy.prefix(Self.longestRaw).filter { $0 != 0 }, as: UTF8.self)
  }
}

/// What a reader found next.
public enum Reading: Sendable, Equatable {
  case record(Record)
  case refused(Refusal)
}

/// Why a part of the input is no record.
struct Fault: Error, Equatable {
  let reason: Bilingual

  init(_ reason: Bilingual) { self.reason = reason }

  init(_ english: String, _ chinese: String) { reason = Bilingual(english, chinese) }

  static let notJSON = Fault("not JSON", "不是 JSON")
  static let notObject = Fault("not a JSON object", "不是 JSON 对象")
  static let strayQuote = Fault("a quote that is not closed", "引号没有闭合")
  static let noText = Fault("no text", "没有正文")

  static func tooLong(_ limit: Int) -> Fault { Fault("longer than \(limit) bytes", "超过 \(limit) 字节") }

  /// A time that is written, and is none.
  static func notATime(_ name: String) -> Fault { Fault("\(name) is not a time", "\(name) 不是时间") }
}
