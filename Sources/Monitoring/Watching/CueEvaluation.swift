import Analysis
import CommandLine
import Wording
import Workflow

extension CueSentences {
  /// - Throws: `Failure` when no line of the file is labelled.
  init(path: String) throws {
    self.init()
    var lines = try Lines(path: path, longest: 1 << 16)
    while let line = try lines.next() { add(String(decoding: line.bytes, as: UTF8.self), line: line.number) }
    guard sentences.isEmpty else { return }
    let names = ContentCue.allCases.map(\.rawValue).joined(separator: ", ")
    throw Failure(
      .data, Bilingual("\(path) holds no labelled sentence.", "\(path) 中没有注明内容的句子。"),
      advice: Bilingual(
        "A line is \"death+injury: …\", or \"-: …\" for a sentence that tells nothing at once. The cues: \(names).",
        "每行形如“death+injury: …”；没有敏感内容的写“-: …”。可用的有：\(names)。"))
  }
}

/// How often what is told at once is read off sentences.
struct CueEvaluation {
  /// A sentence that is read otherwise than somebody said.
  private struct Error {
    let sentence: CueSentences.Sentence
    let read: [ContentCue]
  }

  private var told = 0
  private var found = 0
  private var harmless = 0
  private var raised = 0
  private var errors: [Error] = []

  /// A sentence that tells something is found when all of it is read; one that tells nothing is right when nothing is.
  init(_ sentences: [CueSentences.Sentence], by reader: TextReader) {
    for sentence in sentences {
      let read = ContentCue.set(reader.read(title: "", text: sentence.text).cues)
      let isRight = sentence.cues.isEmpty ? read.isEmpty : sentence.cues.isSubset(of: read)
      if sentence.cues.isEmpty {
        harmless += 1
        if !isRight { raised += 1 }
      } else {
        told += 1
        if isRight { found += 1 }
      }
      if !isRight { errors.append(Error(sentence: sentence, read: read)) }
    }
  }

  func reply(skipped: Int) -> Reply {
    func names(_ cues: [ContentCue]) -> Cell {
      cues.isEmpty ? .none : .text(cues.map(\.rawValue).joined(separator: "+"))
    }
    var reply = Reply(
      Bilingual(
        "\(found) of \(told) that tell something are found; \(raised) of \(harmless) that tell nothing raise something.",
        "应提示的 \(told) 句，提示了 \(found) 句；不应提示的 \(harmless) 句，误报 \(raised) 句。"),
      fields: [
        Reply.Field("told", Bilingual("Tell something", "应提示"), .number(told)),
        Reply.Field("found", Bilingual("Of these, found", "已提示"), .number(found)),
        Reply.Field("harmless", Bilingual("Tell nothing", "不应提示"), .number(harmless)),
        Reply.Field("raised", Bilingual("Of these, raise something", "误报"), .number(raised)),
      ],
      tables: [
        Reply.Table(
          "errors", Bilingual("Read otherwise:", "与注明的不同："),
          columns: [
            ("line", Bilingual("Line", "行")), ("label", Bilingual("Label", "注明")), ("read", Bilingual("Read", "读出")),
            ("text", Bilingual("Text", "文字")),
          ],
          rows: errors.map {
            [
              .number($0.sentence.line), names(ContentCue.allCases.filter($0.sentence.cues.contains)), names($0.read),
              .text($0.sentence.text),
            ]
          },
          whenEmpty: Bilingual("All are read as they are labelled.", "全部与注明的一致。"))
      ])
    if skipped > 0 {
      reply.fields.append(
        Reply.Field("skipped", Bilingual("Lines without a label", "没有注明的行"), .number(skipped)))
    }
    return reply
  }
}
