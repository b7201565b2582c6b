import Feeds
import FoundationEssentials

/// What must hold of any feed that is read.
enum FeedTrial {
  /// - Parameter titles: of entries that must be there.
  static func complaints(_ document: [UInt8], charset: String?, titles: [String]) -> [String] {
    let address = "http://example.com/a/b"
    let dates = DateReader(now: Date(timeIntervalSince1970: TextTrial.now))
    guard let feed = try? Feed(document, from: address, charset: charset, dates: dates) else {
      return titles.isEmpty ? [] : ["refused, though entries are whole"]
    }
    var complaints: [String] = []
    for title in titles where !feed.entries.contains(where: { $0.title == title }) {
      complaints.append("the entry \"\(title)\" is lost")
    }
    var length = 0
    for entry in feed.entries {
      for text in [entry.title, entry.author, entry.summary, entry.content, entry.id, entry.link] {
        length += text.utf8.count
        if TextTrial.hasControls(text) {
          complaints.append("a control character in \(text.debugDescription.prefix(200))")
        }
      }
      complaints += TextTrial.complaints(of: entry.published)
    }
    // A byte of Windows-1252 may be three of UTF-8, and an id the link, too; an address may be written before each of them.
    if length > 6 * document.count + 1200 * feed.entries.count {
      complaints.append("\(length) bytes of \(document.count)")
    }
    return complaints
  }
}
