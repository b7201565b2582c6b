import Analysis
import CommandLine
import Wording
import Workflow

extension CueSentences {
  /// - Throws: `Failure` when no line of the file is labelled.
  init(path: String) throws {
    self.init()
    var lines = try Lines(path: path, longest: 1 << 16)
    while let line = try lines.next() {
      if line.isTooLong {
        refuse(line: line.number)
      } else {
        add(String(decoding: line.bytes, as: UTF8.self), line: line.number)
      }
    }
    guard sentences.isEmpty else { return }
    let names = ContentCue.allCases.map(\.rawValue).joined(separator: ", ")
    throw Failure(
      .data, Bilingual("\(path) holds no labelled sentence.", "\(path) 中没有注明内容的句子。"),
      advice: Bilingual(
        "A line is \"death+injury: …\", or \"-: …\" for a sentence that tells nothing at once. The cues: \(names).",
        "每行形如“death+injury: …”；没有敏感内容的写“-: …”。可用的有：\(names)。"))
  }
}

/// How often what is told at once is read off sentences, and which are read otherwise.
struct CueEvaluation {
  /// A sentence that is read otherwise than somebody said.
  private struct Misread {
    let sentence: CueSentences.Sentence
    let read: [ContentCue]
  }

  private var shares = CueShares()
  private var misread: [Misread] = []
  private let unread: [Int]

  init(_ sentences: CueSentences, by reader: TextReader) {
    unread = sentences.unread
    for sentence in sentences.sentences {
      let read = ContentCue.set(reader.read(title: "", text: sentence.text).cues)
      shares.add(told: sentence.cues, read: Set(read))
      if Set(read) != sentence.cues { misread.append(Misread(sentence: sentence, read: read)) }
    }
  }

  func reply() -> Reply {
    func names(_ cues: [ContentCue]) -> Cell {
      cues.isEmpty ? .none : .text(cues.map(\.rawValue).joined(separator: "+"))
    }
    var reply = Reply(
      Bilingual(
        "\(shares.found) of \(shares.telling) that tell something are found; \(shares.raised) of \(shares.harmless) that tell nothing raise something.",
        "应提示的 \(shares.telling) 句，提示了 \(shares.found) 句；不应提示的 \(shares.harmless) 句，误报 \(shares.raised) 句。"),
      fields: [
        Reply.Field("told", Bilingual("Tell something", "应提示"), .number(shares.telling)),
        Reply.Field("found", Bilingual("Of these, found", "已提示"), .number(shares.found)),
        Reply.Field("excessive", Bilingual("Of these, raise more", "多提示了别的"), .number(shares.excessive)),
        Reply.Field("harmless", Bilingual("Tell nothing", "不应提示"), .number(shares.harmless)),
        Reply.Field("raised", Bilingual("Of these, raise something", "误报"), .number(shares.raised)),
      ],
      tables: [
        Reply.Table(
          "misread", Bilingual("Read otherwise:", "与注明的不同："),
          columns: [
            ("line", Bilingual("Line", "行")), ("label", Bilingual("Label", "注明")), ("read", Bilingual("Read", "读出")),
            ("text", Bilingual("Text", "文字")),
          ],
          rows: misread.map {
            [
              .number($0.sentence.line), names(ContentCue.allCases.filter($0.sentence.cues.contains)), names($0.read),
              .text($0.sentence.text),
            ]
          },
          whenEmpty: Bilingual("All are read as they are labelled.", "全部与注明的一致。"))
      ])
    if !unread.isEmpty {
      let lines = unread.prefix(20).map(String.init).joined(separator: ", ") + (unread.count > 20 ? ", …" : "")
      reply.fields.append(
        Reply.Field(
          "unread", Bilingual("Lines without a label", "没有注明的行"),
          .values(.array(unread.map(JSONValue.integer)), Bilingual(lines, lines))))
    }
    return reply
  }
}
