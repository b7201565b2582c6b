import FoundationEssentials
import Ledger
import Service
import Wording
import Workflow

/// A newsroom as files: a page for each text, a page that tells how to verify it, a list and a feed for each language.
///
/// It is made anew from what the tables say; the same tables make the same bytes.
struct NewsroomSite: Sendable {
  /// A file of the folder; without content it is to be gone.
  struct File: Sendable, Equatable {
    let name: String
    let content: String?

    /// As it stands in the folder.
    var written: PublicFolder.File { PublicFolder.File(name, content.map { Array($0.utf8) }) }
  }

  /// Nil until somebody has said whose house it is.
  let company: Company?
  /// The channel's own.
  let title: String
  /// Where the world sees the folder, with a slash at its end; "" when nobody said.
  let address: String
  /// The tags of the lists' languages; the first has `index.html`.
  let languages: [String]
  /// What feeds are known by, by language; "" is the feed of all.
  let feedNames: [String: UUID]
  let clock: NewsroomClock
  let items: [Deliveries.Published]
  private let byDelivery: [Reference: Deliveries.Published]

  init(
    company: Company?, title: String, address: String, languages: [String], feedNames: [String: UUID] = [:],
    clock: NewsroomClock, items: [Deliveries.Published]
  ) {
    self.company = company
    self.title = title
    self.address = address.isEmpty || address.hasSuffix("/") ? address : address + "/"
    self.languages = Self.ordered(languages + items.map(\.text.language), for: company)
    self.feedNames = feedNames
    self.clock = clock
    self.items = items
    byDelivery = Dictionary(items.map { ($0.delivery, $0) }) { first, _ in first }
  }

  /// Everything that the folder has to hold of what is here whole.
  var files: [File] {
    var files = items.filter(\.isWhole).flatMap { self.files(of: $0) }
    for language in languages {
      files.append(File(name: listName(language), content: NewsroomList(self, language).html))
    }
    for language in [""] + languages {
      files.append(File(name: feedName(language), content: NewsroomFeed(self, language).xml))
    }
    return files
  }

  /// The page of one text, and what belongs to it. Of a text that is gone, its words are in no file.
  func files(of item: Deliveries.Published) -> [File] {
    let name = Self.pageName(of: item.text)
    let page = NewsroomPage(self, item)
    return [
      File(name: Self.textName(of: item.text), content: item.isGone ? nil : page.plainText),
      File(name: Self.verifyName(of: item.text), content: page.verification),
      File(name: name, content: page.html),
    ]
  }

  // MARK: what stands beside an item

  func items(_ deliveries: [Reference]) -> [Deliveries.Published] { deliveries.compactMap { byDelivery[$0] } }

  /// The same text in other languages, for the same readers, as far as it stands.
  func translations(of item: Deliveries.Published) -> [Deliveries.Published] {
    items.filter {
      $0.text.statement == item.text.statement && $0.audience == item.audience && !$0.isGone
        && $0.text.language != item.text.language
    }.reduce(into: []) { found, other in
      if !found.contains(where: { $0.text.language == other.text.language }) { found.append(other) }
    }
  }

  /// When something last became of a text: it came out, was corrected, or was taken down.
  func updatedAt(_ item: Deliveries.Published) -> Date {
    ([item.postedAt, item.withdrawnAt].compactMap { $0 } + items(item.correctedBy).map(\.postedAt)).max()
      ?? item.postedAt
  }

  func listed(_ language: String) -> [Deliveries.Published] {
    items.filter { $0.isListed && (language.isEmpty || $0.text.language == language) }
  }

  // MARK: names

  /// What holds of a text for ever says how its page is called, so that writing it again changes nothing: the day of its approval (UTC),
  /// the statement with its revision, the rendition and its language. `2026-11-27-S4.2-web-en.html`; `web_en` where the rendition's own
  /// name does not end with the language: no name of a rendition has such a line, so that no two texts have one page.
  static func pageName(of text: Deliveries.Text) -> String {
    let language = text.language.lowercased()
    let name = text.rendition.hasSuffix("-" + language) ? text.rendition : text.rendition + "_" + language
    return "\(TimeFormat.iso(text.approvedAt).prefix(10))-\(text.statement)-\(name).html"
  }
  static func verifyName(of text: Deliveries.Text) -> String { "verify-" + pageName(of: text) }
  static func textName(of text: Deliveries.Text) -> String { "verify-" + pageName(of: text).dropLast(4) + "txt" }

  func listName(_ language: String) -> String { language == languages.first ? "index.html" : "index.\(language).html" }
  func feedName(_ language: String) -> String { language.isEmpty ? "feed.atom" : "feed.\(language).atom" }

  /// The company's name for readers of a language; the channel's title where nobody has said it.
  func companyName(_ language: Language) -> String {
    guard let company else { return title }
    return language == .english && !company.nameInEnglish.isEmpty ? company.nameInEnglish : company.name
  }

  /// The company's own language first: Chinese, unless its name is written in none of its signs.
  private static func ordered(_ languages: [String], for company: Company?) -> [String] {
    let isChinese = company.map { $0.name.unicodeScalars.contains { $0.properties.isIdeographic } } ?? true
    let first = isChinese ? Language.chinese : Language.english
    let known = Set(languages).sorted()
    return known.filter { PageLanguage($0).words == first } + known.filter { PageLanguage($0).words != first }
  }
}

extension Deliveries.Published {
  /// Its words are not to be seen any more.
  var isGone: Bool { withdrawnAt != nil || isErased }
}
