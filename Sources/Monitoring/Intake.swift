import CommandLine
import Feeds
import FoundationEssentials
import Ledger
import Workflow

/// Takes mentions in: reads a document or a stream of lines, stores in batches, keeps what it cannot read.
struct Intake {
  let ledger: Ledger
  /// The name of the source, for input that names none.
  let source: String

  /// What became of the input.
  struct Outcome: Sendable {
    var stored = Mentions.Stored()
    var rejected = 0
    /// The first few places and reasons.
    var problems: [(line: Int, reason: String)] = []
  }

  static let batch = 1000
  /// A longer line is refused, so that memory stays bounded.
  static let longestLine = 1 << 20

  /// Reads a file, or standard input for `-`: a feed if it begins like XML, JSON Lines otherwise.
  func take(path: String) async throws -> Outcome {
    var lines = try Lines(path: path, longest: Self.longestLine)
    guard let first = try lines.next() else { return Outcome() }
    if first.bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "<") {
      var document = Array(first.bytes)
      while let line = try lines.next() {
        document.append(UInt8(ascii: "\n"))
        document.append(contentsOf: line.bytes)
        if document.count > 16 << 20 {
          throw Failure(
            .data, Bilingual("\(path) is larger than 16 MB, too large for a feed.", "\(path) 超过 16 MB，不能作为订阅源。"))
        }
      }
      return try await take(feed: document)
    }
    return try await take(first, &lines)
  }

  /// Stores the entries of a feed.
  func take(feed document: [UInt8]) async throws -> Outcome {
    var outcome = Outcome()
    do {
      let feed = try Feed(document)
      let mentions = feed.entries.map { entry in
        Mentions.Mention(
          source: source, externalID: entry.id.isEmpty ? entry.link : entry.id, publishedAt: entry.published,
          author: entry.author, url: entry.link, title: entry.title, text: entry.text)
      }
      for start in stride(from: 0, to: mentions.count, by: Self.batch) {
        outcome.add(try await ledger.mentions.store(Array(mentions[start..<min(start + Self.batch, mentions.count)])))
      }
    } catch let fault as Feed.Fault {
      outcome.rejected = 1
      outcome.problems = [(1, fault.description)]
      try await ledger.mentions.reject([
        Mentions.Rejected(
          source: source, line: 1, reason: fault.description,
          raw: String(decoding: document.prefix(4000), as: UTF8.self))
      ])
    }
    return outcome
  }

  private func take(_ first: Lines.Line, _ lines: inout Lines) async throws -> Outcome {
    var outcome = Outcome()
    let decoder = JSONDecoder()
    var mentions: [Mentions.Mention] = []
    var rejected: [Mentions.Rejected] = []
    var line: Lines.Line? = first
    while let current = line {
      if !current.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
        do throws(JSONLine.Fault) {
          if current.isTooLong { throw JSONLine.Fault(description: "longer than \(Self.longestLine) bytes") }
          mentions.append(try JSONLine(current.bytes, source: source, decoder: decoder).mention)
        } catch {
          outcome.rejected += 1
          if outcome.problems.count < 5 { outcome.problems.append((current.number, error.description)) }
          rejected.append(
            Mentions.Rejected(
              source: source, line: current.number, reason: error.description,
              raw: String(decoding: current.bytes.prefix(4000), as: UTF8.self)))
        }
      }
      line = try lines.next()
      if mentions.count >= Self.batch || line == nil {
        outcome.add(try await ledger.mentions.store(mentions))
        mentions = []
      }
      if rejected.count >= Self.batch || line == nil {
        try await ledger.mentions.reject(rejected)
        rejected = []
      }
    }
    return outcome
  }
}

extension Intake.Outcome {
  mutating func add(_ more: Mentions.Stored) {
    stored.new += more.new
    stored.known += more.known
    stored.attached += more.attached
  }

  mutating func add(_ more: Intake.Outcome) {
    add(more.stored)
    rejected += more.rejected
    problems += more.problems
  }
}
