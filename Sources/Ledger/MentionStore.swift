import FoundationEssentials
import Postgres

extension Mentions {
  /// What became of a batch.
  public struct Stored: Sendable {
    /// Stored now: posts, and later wordings of posts that are known.
    public var new = 0
    public var revised = 0
    /// Left out: known before, erased, or twice in the batch.
    public var known = 0
    /// Of the new: posts under an id that stands for another post, too. Their source's ids are not to be relied on.
    public var sharingAnID = 0
    /// Of the new: those that say that they were published later than ten minutes from now; by how many seconds at most.
    public var ahead = 0
    public var mostAhead = 0.0
    /// When the newest of the new was published, as it says itself, and how many seconds ago; nil when none says.
    public var newest: (published: Date, age: Double)?
    /// What the database refused, row by row; it is kept among what was rejected.
    public var refused: [Rejected] = []
    public init() {}

    /// Notes when something says that it was published.
    mutating func note(_ published: Date, now: Date) {
      let seconds = now.timeIntervalSince(published)
      if newest.map({ published > $0.published }) ?? true { newest = (published, seconds) }
      if seconds < -600 {
        ahead += 1
        mostAhead = max(mostAhead, -seconds)
      }
    }

    /// Adds what became of another batch.
    public mutating func add(_ more: Stored) {
      new += more.new
      revised += more.revised
      known += more.known
      sharingAnID += more.sharingAnID
      ahead += more.ahead
      mostAhead = max(mostAhead, more.mostAhead)
      if let other = more.newest, newest.map({ other.published > $0.published }) ?? true { newest = other }
      refused += more.refused
    }
  }

  /// How many mentions a batch holds at most.
  public static let batch = 5000

  /// Stores a batch, and leaves out what is known. Rows go in the order of their key, so that two batches cannot deadlock. What
  /// an open incident watches for is attached to it by the service that looks at what was taken in.
  ///
  /// One transaction; but a batch that the database refuses is halved until what it refuses stands alone: that is rejected with
  /// the reason, and everything beside it is stored.
  public func store(_ mentions: [Mention]) async throws -> Stored {
    var stored = Stored()
    let sorted = Self.inOrder(mentions)
    stored.known = mentions.count - sorted.count
    var waiting = sorted.isEmpty ? [] : [sorted[...]]
    while let part = waiting.popLast() {
      do {
        stored.add(try await storeAtOnce(part))
      } catch let error as LedgerError where error.isAboutTheData {
        guard part.count > 1 else {
          stored.refused += part.map {
            Rejected(
              source: $0.mention.source, line: $0.mention.line, reason: "the database refuses it: \(error.inTheLog)",
              raw: $0.mention.title + "\n" + $0.mention.text)
          }
          continue
        }
        let middle = part.startIndex + part.count / 2
        waiting += [part[middle...], part[..<middle]]
      }
    }
    try await reject(stored.refused)
    return stored
  }

  private func storeAtOnce(_ keyed: ArraySlice<Keyed>) async throws -> Stored {
    // Further posts of one id come after the first of them: the database tells them from it.
    let groups = Dictionary(grouping: keyed, by: \.isFurther)
    return try await ledger.transaction(bells: [.monitoring]) { transaction in
      var stored = Stored()
      let subjects = try await Self.subjects(of: keyed, transaction)
      for isFurther in [false, true] {
        guard let group = groups[isFurther] else { continue }
        let admitted = try await transaction.run(
          """
          select a.admitted, a.keys, a.revised, clock_timestamp() as now
          from levee.admit_mentions(\(group.map(\.mention.source))::text[], \(group.map(\.key.id))::text[],
            \(group.map { Int($0.key.content) })::bigint[], \(group.map { Int($0.key.link) })::bigint[], \(isFurther)) a
          """)[0]
        let ids: [Int] = try admitted["admitted"]
        let keys: [String]? = try admitted["keys"]
        let revised: [Int]? = try admitted["revised"]
        let now: Date = try admitted["now"]
        var rows = CopyRows(columns: Self.columns.count)
        for (place, row) in group.enumerated() {
          guard ids[place] != 0 else {
            stored.known += 1
            continue
          }
          let revises = revised?[place] ?? 0
          let key = keys?[place] ?? row.key.id
          if revises != 0 {
            stored.revised += 1
          } else {
            stored.new += 1
            if let published = row.mention.publishedAt { stored.note(published, now: now) }
            if key != row.key.id { stored.sharingAnID += 1 }
          }
          var mention = row.mention
          mention.subject = subjects[mention.subject] ?? mention.subject
          mention.append(to: &rows, id: ids[place], key: key, revises: revises, now: now)
        }
        if rows.count > 0 { try await transaction.copy(into: "levee.mention", columns: Self.columns, rows: rows) }
      }
      return stored
    }
  }

  /// What the mentions are about, each with the spelling under which it is known.
  private static func subjects(of keyed: ArraySlice<Keyed>, _ transaction: Transaction) async throws -> [String: String]
  {
    let said = Set(keyed.lazy.map(\.mention.subject).filter { !$0.isEmpty }).sorted()
    if said.isEmpty { return [:] }
    let names: [String] = try await transaction.run("select levee.subject_names(\(said)::text[]) as names")[0]["names"]
    return Dictionary(uniqueKeysWithValues: zip(said, names))
  }

  private static let columns = [
    "id", "source", "external_id", "published_at", "language", "subject", "author", "url", "title", "text", "extra",
    "sentiment", "score", "kind", "cues", "hurt", "followers", "reads", "reposts", "hot_rank", "bits", "sketch",
    "revises", "terms",
  ]

  private struct Keyed {
    let mention: Mention
    let key: MentionKey
    /// Whether another post of the same id comes before it in the batch.
    var isFurther = false
  }

  /// What is in a batch, in the order of the keys, each once: of equal ids and words the first counts.
  private static func inOrder(_ unbounded: [Mention]) -> [Keyed] {
    let keyed = unbounded.map(\.bounded).map { Keyed(mention: $0, key: MentionKey($0)) }
    let order = keyed.indices.sorted {
      let (one, other) = (keyed[$0], keyed[$1])
      return one.mention.source != other.mention.source
        ? one.mention.source < other.mention.source : (one.key.id, $0) < (other.key.id, $1)
    }
    var kept: [Keyed] = []
    kept.reserveCapacity(order.count)
    // The first of the posts that have the present id.
    var first = 0
    for index in order {
      var next = keyed[index]
      if let head = kept.indices.contains(first) ? kept[first] : nil, head.mention.source == next.mention.source,
        head.key.id == next.key.id
      {
        if kept[first...].contains(where: { $0.key.content == next.key.content }) { continue }
        next.isFurther = true
      } else {
        first = kept.count
      }
      kept.append(next)
    }
    return kept
  }
}

extension Mentions.Mention {
  fileprivate func append(to rows: inout CopyRows, id: Int, key: String, revises: Int, now: Date) {
    rows.beginRow()
    rows.append(Int64(id))
    rows.append(source)
    rows.append(key)
    rows.append(publishedAt ?? now)
    for text in [language, subject, author, url, title, text] { rows.append(text) }
    rows.append(json: extra)
    rows.append(reading.sentiment)
    rows.append(reading.score)
    rows.append(reading.kind)
    rows.append(reading.cues)
    rows.append(reading.hurt)
    for figure in [audience.followers, audience.reads, audience.reposts] {
      if let figure { rows.append(Int64(figure)) } else { rows.appendNull() }
    }
    if let place = audience.hotRank { rows.append(Int32(clamping: place)) } else { rows.appendNull() }
    rows.append(Int64(bitPattern: reading.bits))
    rows.append(Int64(bitPattern: reading.sketch))
    rows.append(Int64(revises))
    rows.append(reading.terms)
  }
}
