import FoundationEssentials
import Ledger
import Wording

/// A newsroom's Atom feed: of one language, or of all.
struct NewsroomFeed: Sendable {
  private let site: NewsroomSite
  private let tag: String

  /// - Parameter tag: of the language; "" for all.
  init(_ site: NewsroomSite, _ tag: String) {
    self.site = site
    self.tag = tag
  }

  var xml: String {
    let listed = site.listed(tag)
    let updated = listed.map(site.updatedAt).max() ?? Date(timeIntervalSince1970: 0)
    let language = PageLanguage(tag.isEmpty ? site.languages.first ?? "" : tag)
    let name = site.feedNames[tag].map { "urn:uuid:" + $0.uuidString.lowercased() } ?? site.address + site.feedName(tag)
    return """
      <?xml version="1.0" encoding="utf-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom"\(tag.isEmpty ? "" : " xml:lang=\"\(SafeText.html(tag))\"")>
        <id>\(SafeText.html(name))</id>
        <title>\(SafeText.html(site.title))</title>
        <updated>\(site.clock.iso(updated))</updated>
        <author><name>\(SafeText.html(site.companyName(language.words)))</name></author>
        <link rel="self" type="application/atom+xml" href="\(whole(site.feedName(tag)))"/>
        <link rel="alternate" type="text/html" href="\(whole(tag.isEmpty ? "index.html" : site.listName(tag)))"/>
      \(listed.map(entry).joined(separator: "\n"))
      </feed>

      """
  }

  private func whole(_ file: String) -> String { SafeText.html(site.address + file) }

  private func entry(_ item: Deliveries.Published) -> String {
    let text = item.text
    let language = PageLanguage(text.language).words
    let mark = text.isExercise ? "【演练 EXERCISE】" : ""
    let related = site.items(item.correctedBy + item.corrects).map {
      "\n    <link rel=\"related\" type=\"text/html\" href=\"\(whole(NewsroomSite.pageName(of: $0.text)))\"/>"
    }.joined()
    return """
        <entry xml:lang="\(SafeText.html(text.language))">
          <id>urn:uuid:\(item.entry.uuidString.lowercased())</id>
          <title>\(mark)\(SafeText.html(title(of: item, language)))</title>
          <published>\(site.clock.iso(item.postedAt))</published>
          <updated>\(site.clock.iso(site.updatedAt(item)))</updated>
          <link rel="alternate" type="text/html" href="\(whole(NewsroomSite.pageName(of: text)))" hreflang="\(SafeText.html(text.language))"/>\(related)
          <content type="text">\(SafeText.html(content(of: item, language)))</content>
        </entry>
      """
  }

  private func title(of item: Deliveries.Published, _ language: Language) -> String {
    if item.isGone { return Bilingual("This statement has been withdrawn", "本声明已撤回")[language] }
    return (item.correctedBy.isEmpty ? "" : Bilingual("[Corrected] ", "【已更正】")[language]) + item.text.title
  }

  /// What stands; before a text that was corrected, where its correction is.
  private func content(of item: Deliveries.Published, _ language: Language) -> String {
    let corrections = site.items(item.correctedBy).map {
      Bilingual("Corrected: ", "更正声明：")[language] + site.address + NewsroomSite.pageName(of: $0.text) + "\n\n"
    }.joined()
    guard !item.isGone else {
      return Bilingual("This statement has been withdrawn.", "本声明已撤回。")[language]
        + (corrections.isEmpty ? "" : "\n\n" + corrections)
    }
    return corrections + item.text.body
  }
}
