import FoundationEssentials

/// Walks the tree of a feed and keeps what Levee keeps. Only what stands directly in a channel or an entry counts: the
/// title of an image is not the title of its entry.
final class FeedReader {
  /// Where the document was fetched.
  private let address: String
  private let dates: DateReader
  /// The name space of the document's root, where it is none that is known: the feed's own, then.
  private let own: Set<String>
  private var spaces: [String: Space] = [:]

  init(_ root: XMLElement, from address: String, dates: DateReader) {
    self.address = address
    let channel = root.elements.first { $0.name == "channel" }
    own = Set(
      [root.spaceAddress, root.defaultSpace, channel?.defaultSpace].compactMap(\.self)
        .filter { Space(address: $0) == nil })
    let said = root.attribute("lang", of: "xml") ?? (channel ?? root).elements.first { $0.name == "language" }?.text
    self.dates = dates.speaking(said?.trimmed ?? "")
  }

  func read(_ root: XMLElement, into feed: inout Feed) {
    let base = base(of: root, inside: address)
    if isEntry(root) {
      feed.entries.append(entry(root, base))
      return
    }
    walk(root, base, into: &feed)
  }

  private func isEntry(_ element: XMLElement) -> Bool {
    (element.name == "item" || element.name == "entry") && space(of: element) == .feed
  }

  private func space(of element: XMLElement) -> Space {
    guard let address = element.spaceAddress else {
      return element.prefix.map { Space(prefix: $0, isDeclared: false) } ?? .feed
    }
    if let known = spaces[address] { return known }
    let space =
      own.contains(address) || address.isEmpty
      ? .feed : Space(address: address) ?? element.prefix.map { Space(prefix: $0, isDeclared: true) } ?? .other
    spaces[address] = space
    return space
  }

  /// A longer one would be written before every address of the document.
  private static let longestBase = 512

  /// Where relative addresses inside an element begin, as `xml:base` says.
  private func base(of element: XMLElement, inside outer: String) -> String {
    guard let said = element.attribute("base", of: "xml"), said.utf8.count <= Self.longestBase else { return outer }
    let base = Address.resolve(said, against: outer)
    return base.utf8.count <= max(Self.longestBase, outer.utf8.count) ? base : outer
  }

  /// Its depth is bounded by the tree's.
  /// - Parameter isForeign: whether this is inside an element that is not the feed's; only entries count there.
  private func walk(_ element: XMLElement, _ base: String, isForeign: Bool = false, into feed: inout Feed) {
    for child in element.elements {
      let base = self.base(of: child, inside: base)
      let space = space(of: child)
      switch (child.name, space) {
      case ("item", .feed), ("entry", .feed): feed.entries.append(entry(child, base))
      case ("title", .feed), ("title", .dublinCore):
        if feed.title.isEmpty, !isForeign { feed.title = ElementText.read(child) }
      case ("link", .feed): if feed.link.isEmpty, !isForeign, let link = link(child, base) { feed.link = link }
      case ("title", _), ("link", _): break
      // Nothing of the feed's own, but for what stands inside because nobody closed it.
      case ("image", _), ("textinput", _), ("textarea", _), ("author", _), ("source", _), ("cloud", _), ("items", _):
        walk(child, base, isForeign: true, into: &feed)
      // A channel may stand beside its items, and unclosed elements hold what should follow them.
      default: walk(child, base, isForeign: isForeign || space == .other, into: &feed)
      }
    }
  }

  private func entry(_ element: XMLElement, _ base: String) -> Feed.Entry {
    var draft = EntryDraft()
    if let about = element.attribute("about", of: "rdf") ?? element.attribute("about") {
      draft.entry.id = about.trimmed
    }
    // CDF gives the address and the time as attributes.
    if let href = element.attribute("href") { draft.entry.link = Address.resolve(href, against: base) }
    if let modified = element.attribute("lastmod") { draft.keep(date: dates.date(modified), rank: 1) }
    for child in element.elements { take(child, self.base(of: child, inside: base), into: &draft) }
    return draft.finished
  }

  private func take(_ child: XMLElement, _ base: String, into draft: inout EntryDraft) {
    let space = space(of: child)
    switch (child.name, space) {
    case ("title", .media), ("title", .itunes): draft.keep(title: ElementText.read(child), rank: 1)
    case ("title", .dublinCore): draft.keep(title: ElementText.read(child), rank: 2)
    case ("title", .feed): draft.keep(title: ElementText.read(child), rank: 3)
    case ("link", .feed): if draft.entry.link.isEmpty, let link = link(child, base) { draft.entry.link = link }
    case ("link", .xhtml): if draft.foreignLink.isEmpty, let link = link(child, base) { draft.foreignLink = link }
    case ("origlink", .feedburner): if draft.entry.link.isEmpty { draft.entry.link = child.text.trimmed }
    case ("guid", .feed):
      let id = child.text.trimmed
      if !id.isEmpty { draft.entry.id = id }
      if child.attribute("ispermalink")?.lowercased() != "false", !id.isEmpty {
        draft.permanent = Address.resolve(id, against: base)
        draft.entry.id = draft.permanent
      }
    case ("id", .feed): draft.entry.id = Address.resolve(child.text.trimmed, against: base)
    case ("identifier", .dublinCore): if draft.entry.id.isEmpty { draft.entry.id = child.text.trimmed }
    case ("group", .media): for inner in child.elements { take(inner, base, into: &draft) }
    default: takeTexts(child, space, into: &draft)
    }
  }

  private func takeTexts(_ child: XMLElement, _ space: Space, into draft: inout EntryDraft) {
    switch (child.name, space) {
    case ("author", .feed): draft.keep(author: person(child), rank: 4)
    case ("creator", .dublinCore), ("author", .dublinCore): draft.keep(author: Markup.fold(child.text.utf8), rank: 4)
    case ("author", .itunes): draft.keep(author: Markup.fold(child.text.utf8), rank: 2)
    case ("contributor", .dublinCore): draft.keep(author: Markup.fold(child.text.utf8), rank: 1)
    case ("pubdate", .feed), ("published", .feed), ("issued", .feed), ("issued", .dublinCore):
      draft.keep(date: dates.date(child.text), rank: 5)
    case ("date", .dublinCore), ("created", .feed), ("created", .dublinCore):
      draft.keep(date: dates.date(child.text), rank: 3)
    case ("updated", .feed), ("modified", .feed), ("modified", .dublinCore), ("lastbuilddate", .feed), ("date", .feed):
      draft.keep(date: dates.date(child.text), rank: 2)
    case ("description", .feed), ("summary", .feed), ("abstract", .feed):
      draft.keep(summary: ElementText.read(child), rank: 4)
    case ("description", .dublinCore), ("abstract", .dublinCore):
      draft.keep(summary: ElementText.read(child), rank: 3)
    case ("summary", .itunes), ("description", .media): draft.keep(summary: ElementText.read(child), rank: 2)
    case ("subtitle", .itunes): draft.keep(summary: ElementText.read(child), rank: 1)
    case ("content", .feed): draft.keep(content: ElementText.read(child), rank: 4)
    case ("encoded", .content), ("encoded", .feed): draft.keep(content: ElementText.read(child), rank: 3)
    case ("body", .xhtml), ("body", .feed), ("fullitem", _):
      draft.keep(content: Markup.plain(child.markup), rank: 2)
    case ("div", .xhtml): draft.keep(content: Markup.plain(child.markup), rank: 1)
    default: break
    }
  }

  private func link(_ element: XMLElement, _ base: String) -> String? {
    guard let href = element.attribute("href") else {
      let text = element.text.trimmed
      return text.isEmpty ? nil : Address.resolve(text, against: base)
    }
    let relation = element.attribute("rel")?.lowercased() ?? "alternate"
    return relation == "alternate" || relation.hasSuffix("/alternate") ? Address.resolve(href, against: base) : nil
  }

  /// A person as `Name (address)`, or whichever of the two there is.
  private func person(_ element: XMLElement) -> String {
    let parts = element.elements
    if parts.isEmpty { return Markup.fold(element.text.utf8) }
    var name = ""
    var address = ""
    for child in parts where space(of: child) == .feed {
      switch child.name {
      case "name": name = Markup.fold(child.text.utf8)
      case "email": address = child.text.trimmed
      default: break
      }
    }
    return name.isEmpty ? address : address.isEmpty ? name : "\(name) (\(address))"
  }
}
