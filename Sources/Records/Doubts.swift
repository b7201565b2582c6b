public import Wording

/// What a reader did not understand, mended or guessed: each kind once, with the first line and how often.
public struct Doubts: Sendable, Equatable {
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// Nothing is in the input.
    case empty
    /// A table has a heading and no row.
    case onlyHeading
    /// Lines stand before the heading of a table.
    case beforeHeading
    /// Bytes that are no characters, or NUL, were mended.
    case bytesMended
    /// The input was read in another encoding than UTF-8.
    case encoding
    /// A quote that closes nowhere sensible was read as text of its row.
    case strayQuote
    /// A row has fewer fields than the heading.
    case shortRow
    /// A row has more fields than the heading.
    case longRow
    /// JSON was read that is not quite JSON.
    case looseJSON
    /// A key occurs more than once in an object.
    case repeatedKey
    /// An id may stand for several posts.
    case doubtfulID
    /// What the record calls its source is no reason to change the source.
    case sourceKept
    /// Parts were found under names that Levee does not document.
    case guessed
    /// Columns or keys that have no part are kept beside the text.
    case unknownNames
    /// Something stands beside the list of records in a document.
    case besideTheList
  }

  public struct Doubt: Sendable, Equatable {
    public let kind: Kind
    /// Where it was first seen, from 1.
    public let line: Int
    public internal(set) var count: Int
    /// What was seen there, in a few words.
    public let example: String
  }

  /// In the order in which they came up; one of each kind at most.
  public private(set) var list: [Doubt] = []

  public init() {}

  public var isEmpty: Bool { list.isEmpty }

  /// The doubt of a kind; nil when there is none.
  public subscript(kind: Kind) -> Doubt? { list.first { $0.kind == kind } }

  /// - Parameter example: computed for the first of its kind only.
  mutating func add(_ kind: Kind, line: Int, count: Int = 1, example: @autoclosure () -> String = "") {
    if let place = list.firstIndex(where: { $0.kind == kind }) {
      list[place].count += count
    } else {
      list.append(Doubt(kind: kind, line: line, count: count, example: String(SafeText.line(example()).prefix(200))))
    }
  }

  /// Adds what came up in more of the same input, or in another.
  public mutating func add(_ more: Doubts) {
    for doubt in more.list { add(doubt.kind, line: doubt.line, count: doubt.count, example: doubt.example) }
  }
}

extension Doubts.Doubt {
  /// Whether it says only what was guessed and kept: nothing was changed or left out.
  public var isNote: Bool { [.guessed, .unknownNames, .encoding, .sourceKept, .beforeHeading].contains(kind) }

  /// What a person reads of it.
  public var sentence: Bilingual {
    let times = Bilingual(
      count == 1 ? "line \(line): " : "line \(line) and \(count - 1) more: ",
      count == 1 ? "第 \(line) 行：" : "第 \(line) 行等 \(count) 处：")
    return switch kind {
    case .empty: Bilingual("There is nothing in the input.", "输入中没有内容。")
    case .onlyHeading: Bilingual("The table has a heading and no row.", "表格只有表头，没有数据行。")
    case .beforeHeading:
      times + Bilingual("stands before the heading and was left out: \(example)", "位于表头之前，未读入：\(example)")
    case .encoding: Bilingual("The input was read as \(example).", "输入按 \(example) 编码读取。")
    case .bytesMended:
      times + Bilingual("bytes that are no characters were replaced", "有无法识别的字符，已替换")
    case .strayQuote:
      times + Bilingual("a quote is not closed; it was read as text: \(example)", "引号没有闭合，按正文读取：\(example)")
    case .shortRow: times + Bilingual("fewer fields than the heading: \(example)", "字段少于表头：\(example)")
    case .longRow:
      times + Bilingual("more fields than the heading; they were put together: \(example)", "字段多于表头，已合并：\(example)")
    case .looseJSON: times + Bilingual("not quite JSON, but readable: \(example)", "JSON 写法不规范，但可以读取：\(example)")
    case .repeatedKey:
      times + Bilingual("a key occurs twice; the last counts: \(example)", "字段重复出现，以最后一个为准：\(example)")
    case .doubtfulID:
      times
        + Bilingual("an id that may stand for several posts: \(example)", "编号可能对应多条帖文：\(example)")
    case .sourceKept:
      times
        + Bilingual("what is called the source was kept beside the text: \(example)", "其中的“来源”另行保存，不作为来源：\(example)")
    case .guessed: times + Bilingual("read by other names: \(example)", "按其他名称读取：\(example)")
    case .unknownNames: times + Bilingual("kept beside the text: \(example)", "另行保存：\(example)")
    case .besideTheList:
      times + Bilingual("stands beside the list and was left out: \(example)", "位于列表之外，未读入：\(example)")
    }
  }
}
