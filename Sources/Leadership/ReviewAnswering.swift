import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// What the line of a review says: the improvements, which shortcomings they answer, what is accepted, what is to be changed.
struct ReviewAnswering {
  private(set) var improvements: [Closing.Improvement] = []
  private(set) var answers: [(kind: ShortcomingKind, subject: String, answer: Closing.Answer)] = []
  private(set) var changes: [Closing.Change] = []
  private let found: [Shortcomings.Shortcoming]

  /// - Parameter found: what may be answered, in the order in which it is numbered.
  init(_ invocation: Invocation, found: [Shortcomings.Shortcoming]) throws {
    self.found = found
    for text in invocation.all("improvement") {
      let parts = text.split(separator: "|").map(String.init)
      guard (3...4).contains(parts.count) else {
        throw Failure(
          .usage, Bilingual("\"\(text)\" is not TITLE|OWNER|DATE.", "“\(text)”没有写全。请写作：整改措施|负责人|完成时限。"))
      }
      improvements.append(Closing.Improvement(title: parts[0], owner: parts[1], dueOn: parts[2]))
      guard parts.count == 4 else { continue }
      for named in parts[3].split(whereSeparator: { ",，、 ".contains($0) }) {
        try answer(String(named), .improved(improvements.count))
      }
    }
    for text in invocation.all("accepted") {
      let parts = text.split(separator: "|", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw Failure(
          .usage, Bilingual("\"\(text)\" is not SHORTCOMING|REASON.", "“\(text)”没有写全。请写作：不足|理由。"))
      }
      try answer(parts[0], .accepted(because: parts[1]))
    }
    for shortcoming in found {
      guard let words = invocation.drafted["shortcoming-" + shortcoming.key], !words.isEmpty else { continue }
      answers.append(
        (shortcoming.kind, shortcoming.subject, Int(words).map(Closing.Answer.improved) ?? .accepted(because: words)))
    }
    for text in invocation.all("change") {
      let parts = text.split(separator: "|", maxSplits: 2).map(String.init)
      guard parts.count == 3, let place = Int(parts[0]) else {
        throw Failure(
          .usage, Bilingual("\"\(text)\" is not NUMBER|WHAT|TEXT.", "“\(text)”没有写全。请写作：第几项|改动对象|内容。"))
      }
      changes.append(Closing.Change(improvement: place, what: Self.what(parts[1]), text: parts[2]))
    }
  }

  /// A shortcoming by its number in the list, or by its code.
  private mutating func answer(_ named: String, _ answer: Closing.Answer) throws {
    let shortcoming =
      Int(named).flatMap { $0 >= 1 && $0 <= found.count ? found[$0 - 1] : nil } ?? found.first { $0.key == named }
    guard let shortcoming else {
      throw Failure(
        .data, Bilingual("No shortcoming is called \"\(named)\".", "没有“\(named)”这项不足。"),
        advice: Bilingual(
          "Those that were found: \(found.map(\.key).joined(separator: ", "))",
          "已发现的不足：\(found.map(\.key).joined(separator: "、"))"))
    }
    answers.append((shortcoming.kind, shortcoming.subject, answer))
  }

  private static func what(_ typed: String) -> String {
    ["预案": "playbook", "资源": "resource", "培训": "training", "工具": "tool"][typed] ?? typed
  }
}
