import Analysis
import CommandLine
import Feeds
import FoundationEssentials
import HTTP
import Ledger
import Records
import Wording

/// Takes mentions in: reads a document or a stream of records, reads each text, stores in batches, keeps what it cannot
/// read. While one batch is stored the next is read.
struct Intake {
  let ledger: Ledger
  /// The name of the source, for input that names none.
  let source: String
  /// How its times are read.
  let dates: DateReader
  var reader = TextReader()
  /// Which column of a table is what; "" guesses by the headings.
  var columns = ""
  /// Whether what the input says of its source does not count.
  var isOnlySource = false

  /// What became of the input.
  struct Outcome: Sendable {
    var stored = Mentions.Stored()
    var rejected = 0
    /// The first few places and reasons.
    var problems: [(line: Int, reason: String)] = []
    /// What was mended, guessed or left out.
    var doubts = Doubts()
  }

  /// A longer line is refused, so that memory stays bounded.
  static let longestLine = 1 << 20
  /// A larger document is no feed.
  static let largestFeed = 16 << 20

  /// Reads a file, or standard input for `-`: a table if it is named `.csv` or its columns are told, otherwise what it begins
  /// like.
  func take(path: String) async throws -> Outcome {
    var bytes = try ByteStream(path: path)
    let guessed = InputFormat(try bytes.head(InputFormat.sample), name: path)
    let format = columns.isEmpty ? guessed : .table
    guard format == .feed else { return try await take(bytes, format) }
    guard let document = try bytes.rest(most: Self.largestFeed) else {
      throw Failure(
        .data, Bilingual("\(path) is larger than 16 MB, too large for a feed.", "\(path) 超过 16 MB，不能作为订阅源。"))
    }
    return try await take(feed: document)
  }

  /// Stores the entries of a feed.
  /// - Parameters:
  ///   - address: where it was fetched.
  ///   - charset: what the server said of it.
  func take(feed document: [UInt8], from address: String = "", charset: String? = nil) async throws -> Outcome {
    var batches = Batches()
    do throws(Feed.Fault) {
      for (place, entry) in try Feed(document, from: address, charset: charset, dates: dates).entries.enumerated()
      where entry != Feed.Entry() {
        batches.add(
          read(
            Mentions.Mention(
              source: source, externalID: entry.id.isEmpty ? entry.link : entry.id, publishedAt: entry.published,
              author: entry.author, url: entry.link, title: entry.title, text: entry.text, line: place + 1)))
      }
    } catch {
      batches.refuse(source, 1, error.description, document[...])
    }
    var outcome = Outcome()
    try await store(batches.take(), into: &outcome)
    return outcome
  }

  /// Stores JSON that was handed over as a whole.
  func take(lines bytes: [UInt8]) async throws -> Outcome {
    let format = InputFormat(bytes.prefix(InputFormat.sample))
    return try await take(ByteStream(bytes), format == .document ? .document : .lines)
  }

  /// Stores a table that was handed over as a whole.
  func take(table bytes: [UInt8]) async throws -> Outcome { try await take(ByteStream(bytes), .table) }

  /// Keeps that something could not be read at all.
  func refuse(reason: String) async throws -> Outcome {
    var batches = Batches()
    batches.refuse(source, 1, reason, [])
    var outcome = Outcome()
    try await store(batches.take(), into: &outcome)
    return outcome
  }

  private func take(_ bytes: consuming ByteStream, _ format: InputFormat) async throws -> Outcome {
    var records = try RecordReader(
      bytes, format: format, columns: columns, longest: Self.longestLine, dates: { [dates] in dates.date($0) })
    let (batches, made) = AsyncStream.makeStream(of: Batch.self)
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    async let storing = stored(batches, saying: ended)
    do {
      var end = ends.makeAsyncIterator()
      var ahead = 0
      var reading = Batches()
      var turn = 0
      while let found = try records.next() {
        take(found, into: &reading)
        // What is being stored gets its turns, on a single core too.
        turn += 1
        if turn.isMultiple(of: 64) { await Task.yield() }
        guard reading.isFull else { continue }
        made.yield(reading.take())
        ahead += 1
        // Reading runs ahead by few batches, so that memory stays bounded.
        if ahead > Self.ahead {
          guard await end.next() != nil else { break }
          ahead -= 1
        }
      }
      made.yield(reading.take())
      made.finish()
      var outcome = try await storing
      outcome.doubts = records.doubts
      return outcome
    } catch {
      made.finish()
      throw error
    }
  }

  private func take(_ found: Reading, into batches: inout Batches) {
    switch found {
    case .record(let record): batches.add(read(Mentions.Mention(record, from: source)))
    case .refused(let refusal):
      batches.refuse(source, refusal.line, refusal.reason.english, Array(refusal.raw.utf8)[...])
    }
  }

  /// Batches that wait to be stored.
  private static let ahead = 3

  private func stored(_ batches: AsyncStream<Batch>, saying ended: AsyncStream<Void>.Continuation) async throws
    -> Outcome
  {
    defer { ended.finish() }
    var outcome = Outcome()
    for await batch in batches {
      outcome.add(try await stored(batch))
      ended.yield()
    }
    return outcome
  }

  /// What the texts say, beside the texts.
  func read(_ mention: Mentions.Mention) -> Mentions.Mention {
    var mention = mention
    if isOnlySource { mention.source = source }
    let reading = reader.read(
      title: mention.title, text: mention.text, subject: mention.subject, author: mention.author)
    mention.subject = reading.subject
    if mention.language.isEmpty { mention.language = reading.language }
    mention.reading.sentiment = Int16(reading.sentiment.side)
    mention.reading.score = reading.score
    mention.reading.kind = reading.kind
    mention.reading.cues = Int32(reading.cues)
    mention.reading.hurt = Int32(clamping: reading.hurt)
    mention.reading.bits = reading.fingerprint.bits
    mention.reading.sketch = reading.fingerprint.sketch
    mention.reading.terms = reading.terms
    return mention
  }

  private func store(_ batch: Batch, into outcome: inout Outcome) async throws {
    outcome.add(try await stored(batch))
  }

  private func stored(_ batch: Batch) async throws -> Outcome {
    var outcome = Outcome()
    for start in stride(from: 0, to: batch.mentions.count, by: Mentions.batch) {
      let end = min(start + Mentions.batch, batch.mentions.count)
      outcome.stored.add(try await ledger.mentions.store(Array(batch.mentions[start..<end])))
    }
    try await ledger.mentions.reject(batch.rejected)
    let rejected = batch.rejected + outcome.stored.refused
    outcome.rejected = rejected.count
    outcome.problems = rejected.prefix(5).map { ($0.line, $0.reason) }
    return outcome
  }
}

/// What was read and waits to be stored.
private struct Batch: Sendable {
  var mentions: [Mentions.Mention] = []
  var rejected: [Mentions.Rejected] = []
}

private struct Batches {
  private var batch = Batch()
  var isFull: Bool { batch.mentions.count >= Mentions.batch || batch.rejected.count >= 1000 }

  mutating func add(_ mention: Mentions.Mention) { batch.mentions.append(mention) }

  mutating func refuse(_ source: String, _ line: Int, _ reason: String, _ raw: ArraySlice<UInt8>) {
    batch.rejected.append(
      Mentions.Rejected(
        source: source, line: line, reason: reason, raw: String(decoding: raw.prefix(4000), as: UTF8.self)))
  }

  mutating func take() -> Batch {
    defer { batch = Batch() }
    return batch
  }
}

extension Intake.Outcome {
  /// What is wrong with the source: nothing of what came could be read. "" when some could.
  var problem: String {
    guard stored.new + stored.revised + stored.known == 0, let first = problems.first else { return "" }
    return "line \(first.line): \(first.reason)"
  }

  /// What is odd about a source that can be read; "" when nothing is.
  var doubt: String {
    var doubts: [String] = []
    if problem.isEmpty, rejected > 0, let first = problems.first {
      doubts.append("\(rejected) refused, the first in line \(first.line): \(first.reason)")
    }
    if stored.ahead > 0 {
      doubts.append(
        "\(stored.ahead) published later than now, by up to \(Self.hours(stored.mostAhead)): give its zone, source add --time-zone"
      )
    }
    if stored.sharingAnID > 0 { doubts.append("\(stored.sharingAnID) under an id that stands for another post, too") }
    doubts += self.doubts.list.filter { !$0.isNote }.map(\.sentence.english)
    return doubts.joined(separator: "; ")
  }

  /// What is odd about what came since a source was looked at last: all of it says that it is older than that.
  /// - Parameter look: when that was; nil at the first.
  func lag(since look: Date?) -> String {
    guard let look, let newest = stored.newest, newest.published < look - 3600 else { return "" }
    return
      "the newest of \(stored.new) new says it is \(Self.hours(newest.age)) old: give its zone, source add --time-zone"
  }

  private static func hours(_ seconds: Double) -> String {
    seconds < 7200
      ? "\(Int(seconds / 60)) minutes"
      : seconds < 172_800 ? "\(Int(seconds / 3600)) hours" : "\(Int(seconds / 86400)) days"
  }

  mutating func add(_ more: Intake.Outcome) {
    stored.add(more.stored)
    rejected += more.rejected
    doubts.add(more.doubts)
    problems += more.problems.prefix(max(0, 5 - problems.count))
  }
}

extension Intake {
  /// Why a source, or what came of it, could not be taken in; nil when that is not its trouble: the database is away.
  static func problem(_ error: any Error) -> String? {
    switch error {
    case let fault as Request.Fault: fault.description
    case let failure as Failure: failure.sentence.english
    case let input as UnreadableInput: input.reason
    case let error as LedgerError where error.isAboutTheData: "the database refuses it: \(error.inTheLog)"
    default: nil
    }
  }
}

extension Sources.Look {
  /// - Parameter look: when the source was looked at before; nil when it was not.
  mutating func add(_ outcome: Intake.Outcome, since look: Date?) {
    problem = outcome.problem
    doubt = [outcome.doubt, outcome.lag(since: look)].filter { !$0.isEmpty }.joined(separator: "; ")
    new = outcome.stored.new
  }
}

extension Mentions.Mention {
  /// - Parameter source: for a record that names none.
  init(_ record: Record, from source: String) {
    self.init(
      source: record.source.isEmpty ? source : record.source, externalID: record.id, publishedAt: record.published,
      language: record.language, subject: record.subject, author: record.author, url: record.url, title: record.title,
      text: record.text, extra: record.extra, line: record.line)
    let heard = record.audience
    audience.followers = heard.followers
    audience.reads = heard.reads
    audience.reposts = heard.reposts
    audience.hotRank = heard.hotRank
  }
}
