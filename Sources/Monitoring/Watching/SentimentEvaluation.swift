import Analysis
import CommandLine
import FoundationEssentials
import Wording

/// Texts with the sentiment that people gave them.
struct LabelledTexts {
  private(set) var labels: [SentimentModel.Label] = []
  /// Lines that hold no text or no sentiment.
  private(set) var skipped = 0

  private struct Line: Decodable {
    struct Label: Decodable {
      let sentiment: Sentiment
    }
    let text: String
    let label: Label
  }

  /// - Throws: `Failure` when no line of the file is labelled.
  init(path: String) throws {
    var lines = try Lines(path: path, longest: 1 << 20)
    let decoder = JSONDecoder()
    while let line = try lines.next() {
      if let example = try? decoder.decode(Line.self, from: Data(line.bytes)) {
        labels.append(SentimentModel.Label(text: FoldedText(example.text), sentiment: example.label.sentiment))
      } else if line.bytes.contains(where: { $0 > 0x20 }) {
        skipped += 1
      }
    }
    guard !labels.isEmpty else {
      throw Failure(
        .data, Bilingual("\(path) holds no labelled text.", "\(path) 中没有标明正负面的文字。"),
        advice: Bilingual(
          "A line is {\"text\": \"…\", \"label\": {\"sentiment\": \"negative\"}}; neutral and positive are the others.",
          "每行形如 {\"text\": \"…\", \"label\": {\"sentiment\": \"negative\"}}；另有 neutral 与 positive。"))
    }
  }
}

/// How often a judge was right.
struct SentimentEvaluation {
  /// By what is true, then by what was judged.
  private(set) var confusion = [[Int]](repeating: [0, 0, 0], count: 3)

  /// Counts judgements. Where nothing is labelled neutral, the side to which the score leans is the judgement.
  mutating func judge(_ labels: [SentimentModel.Label], by judge: (FoldedText) -> SentimentJudgement) {
    let hasNeutral = labels.contains { $0.sentiment == .neutral }
    for label in labels {
      let judgement = judge(label.text)
      let said: Sentiment = hasNeutral ? judgement.sentiment : judgement.score > 0 ? .positive : .negative
      confusion[label.sentiment.index][said.index] += 1
    }
  }

  /// Precision, recall and F1 of a class; nil for a class that is not among the labels.
  func figures(_ sentiment: Sentiment) -> (precision: Double, recall: Double, f1: Double)? {
    let index = sentiment.index
    let labelled = confusion[index].reduce(0, +)
    guard labelled > 0 else { return nil }
    let judged = confusion.reduce(0) { $0 + $1[index] }
    let right = Double(confusion[index][index])
    let precision = judged == 0 ? 0 : right / Double(judged)
    let recall = right / Double(labelled)
    return (precision, recall, precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall))
  }

  /// The mean of the classes' F1.
  var macroF1: Double {
    let all = Sentiment.allCases.compactMap { figures($0)?.f1 }
    return all.isEmpty ? 0 : all.reduce(0, +) / Double(all.count)
  }

  func reply(skipped: Int) -> Reply {
    func share(_ value: Double) -> Cell { .code(Self.thousandths(value)) }
    var reply = Reply(
      Bilingual("Macro-F1 \(Self.thousandths(macroF1))", "判断准确率（F1）\(Self.thousandths(macroF1))"),
      fields: [Reply.Field("macro_f1", Bilingual("Macro-F1", "判断准确率（F1）"), share(macroF1))],
      tables: [
        Reply.Table(
          "classes", Bilingual("By class:", "按类别："),
          columns: [
            ("sentiment", Bilingual("Sentiment", "情绪")), ("precision", Bilingual("Precision", "判对的比例")),
            ("recall", Bilingual("Recall", "找出的比例")), ("f1", Bilingual("F1", "F1")),
          ],
          rows: Sentiment.allCases.compactMap { sentiment in
            figures(sentiment).map {
              [.named(sentiment.rawValue, sentiment.name), share($0.precision), share($0.recall), share($0.f1)]
            }
          }),
        Reply.Table(
          "confusion", Bilingual("Labelled as (rows), judged as (columns):", "竖排是人工判断，横排是系统判断："),
          columns: [("label", Bilingual("Label", "人工"))] + Sentiment.allCases.map { ($0.rawValue, $0.name) },
          rows: Sentiment.allCases.map { sentiment in
            [.named(sentiment.rawValue, sentiment.name)] + confusion[sentiment.index].map(Cell.number)
          }),
      ])
    if skipped > 0 {
      reply.fields.append(
        Reply.Field("skipped", Bilingual("Lines without text or label", "没有文字或正负面的行"), .number(skipped)))
    }
    return reply
  }

  /// `0.753`.
  static func thousandths(_ value: Double) -> String {
    let digits = String(Int((value * 1000).rounded()))
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return padded.dropLast(3) + "." + padded.suffix(3)
  }
}

extension Sentiment {
  /// -1, 0 or 1, as it is stored.
  var side: Int { index - 1 }

  init(side: Int) { self = side < 0 ? .negative : side > 0 ? .positive : .neutral }

  /// What people read.
  var name: Bilingual {
    switch self {
    case .negative: Bilingual("negative", "负面")
    case .neutral: Bilingual("neutral", "中性")
    case .positive: Bilingual("positive", "正面")
    }
  }
}
