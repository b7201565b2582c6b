import FoundationEssentials

/// What is known of an entry while it is read: a name that counts more takes the place of one that counts less.
struct EntryDraft {
  var entry = Feed.Entry()
  var permanent = ""
  /// The link of a page inside the entry.
  var foreignLink = ""
  private var authorRank = 0
  private var dateRank = 0
  private var summaryRank = 0
  private var contentRank = 0
  private var titleRank = 0

  mutating func keep(author: String, rank: Int) {
    if rank >= authorRank, !author.isEmpty { (entry.author, authorRank) = (author, rank) }
  }

  mutating func keep(date: Date?, rank: Int) {
    if rank > dateRank, let date { (entry.published, dateRank) = (date, rank) }
  }

  mutating func keep(summary: String, rank: Int) {
    if rank > summaryRank, !summary.isEmpty { (entry.summary, summaryRank) = (summary, rank) }
  }

  mutating func keep(content: String, rank: Int) {
    if rank > contentRank, !content.isEmpty { (entry.content, contentRank) = (content, rank) }
  }

  mutating func keep(title: String, rank: Int) {
    if rank > titleRank, !title.isEmpty { (entry.title, titleRank) = (title, rank) }
  }

  /// The entry, with a link from what may stand for one.
  var finished: Feed.Entry {
    var entry = entry
    if entry.link.isEmpty { entry.link = permanent }
    if entry.link.isEmpty { entry.link = foreignLink }
    if entry.link.isEmpty, entry.id.hasPrefix("http") { entry.link = entry.id }
    return entry
  }
}
