import Dice
import Fuzz

/// One input, made from a seed, and what is said of how it was read.
public struct Trial: Sendable {
  /// What is read.
  public enum Subject: String, Sendable, CaseIterable {
    case feed, jsonFeed, table, lines, document, date, markup, prose, form
  }

  public let seed: UInt64
  public let subject: Subject
  public let bytes: [UInt8]
  /// Reads the input, and says what is wrong with what was read.
  public let read: @Sendable () -> [String]

  public init(_ subject: Subject, seed: UInt64) {
    var dice = Dice(seed: seed)
    self.seed = seed
    self.subject = subject
    switch subject {
    case .feed:
      let feed = FuzzedFeed(&dice)
      bytes = feed.document
      read = { FeedTrial.complaints(feed.document, charset: feed.charset, titles: feed.titles) }
    case .jsonFeed:
      let feed = FuzzedJSONFeed(&dice)
      bytes = feed.document
      read = { FeedTrial.complaints(feed.document, charset: nil, titles: feed.titles) }
    case .table, .lines, .document:
      let rows = FuzzedRows(subject == .table ? .table : subject == .lines ? .lines : .document, &dice)
      bytes = rows.bytes
      read = { RowsTrial.complaints(rows) }
    case .date:
      let date = FuzzedDate(&dice, now: TextTrial.now)
      bytes = Array(date.text.utf8)
      read = { TextTrial.complaints(date) }
    case .markup:
      let text = FuzzedMarkup.text(&dice)
      bytes = Array(text.utf8)
      read = { TextTrial.complaints(markup: text) }
    case .prose:
      let text = FuzzedProse.text(&dice)
      bytes = Array(text.utf8)
      read = { ReadingTrial.complaints(text) }
    case .form:
      let form = FuzzedForm(&dice)
      bytes = form.body
      read = { FormTrial.complaints(form) }
    }
  }

  /// The trial of a seed: of any subject, or of one of some.
  public init(seed: UInt64, of subjects: [Subject] = Subject.allCases) {
    var dice = Dice(seed: ~seed)
    self.init(dice.pick(subjects), seed: seed)
  }
}
