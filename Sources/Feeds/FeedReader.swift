import FoundationEssentials

/// Walks the tree of a feed and keeps what Levee keeps. Only what stands directly in a channel or an entry counts: the
/// title of an image is not the title of its entry.
struct FeedReader {
  /// Where the document was fetched.
  let address: String

  func read(_ root: XMLElement, into feed: inout Feed) {
    if isEntry(root) {
      feed.entries.append(entry(root))
      return
    }
    walk(root, into: &feed)
  }

  private func isEntry(_ element: XMLElement) -> Bool {
    (element.name == "item" || element.name == "entry") && element.space == .feed
  }

  private func walk(_ element: XMLElement, into feed: inout Feed) {
    for child in element.elements {
      switch child.name {
      case "item", "entry": if child.space == .feed { feed.entries.append(entry(child)) }
      case "title": if feed.title.isEmpty, child.space != .media { feed.title = text(child) }
      case "link": if feed.link.isEmpty, let link = link(child) { feed.link = link }
      case "image", "textinput", "textarea", "author", "source", "cloud", "items": break
      // A channel may stand beside its items, and unclosed elements hold what should follow them.
      default: walk(child, into: &feed)
      }
    }
  }

  /// What is known of an entry while it is read: a name that counts more takes the place of one that counts less.
  private struct Draft {
    var entry = Feed.Entry()
    var permanent = ""
    var authorRank = 0
    var dateRank = 0
    var summaryRank = 0
    var contentRank = 0
    var titleRank = 0

    mutating func keep(author: String, rank: Int) {
      if rank >= authorRank, !author.isEmpty { (entry.author, authorRank) = (author, rank) }
    }

    mutating func keep(date: String, rank: Int) {
      if rank > dateRank, let date = FeedDate.parse(date) { (entry.published, dateRank) = (date, rank) }
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
  }

  private func entry(_ element: XMLElement) -> Feed.Entry {
    var draft = Draft()
    if let about = element.attribute("about") { draft.entry.id = about.trimmed }
    // CDF gives the address and the time as attributes.
    if let href = element.attribute("href") { draft.entry.link = Address.resolve(href, against: element.base(address)) }
    if let modified = element.attribute("lastmod") { draft.keep(date: modified, rank: 1) }
    for child in element.elements { take(child, into: &draft) }
    var entry = draft.entry
    if entry.link.isEmpty { entry.link = draft.permanent }
    if entry.link.isEmpty, entry.id.hasPrefix("http") { entry.link = entry.id }
    return entry
  }

  private func take(_ child: XMLElement, into draft: inout Draft) {
    let space = child.space
    switch (child.name, space) {
    case ("title", .media): draft.keep(title: text(child), rank: 1)
    case ("title", .dublinCore): draft.keep(title: text(child), rank: 2)
    case ("title", _) where space != .other: draft.keep(title: text(child), rank: 3)
    case ("link", .feed), ("link", .xhtml):
      if draft.entry.link.isEmpty, let link = link(child) { draft.entry.link = link }
    case ("origlink", .feedburner): if draft.entry.link.isEmpty { draft.entry.link = child.text.trimmed }
    case ("guid", .feed):
      let id = child.text.trimmed
      if !id.isEmpty { draft.entry.id = id }
      if child.attribute("ispermalink")?.lowercased() != "false", !id.isEmpty {
        draft.permanent = Address.resolve(id, against: child.base(address))
        draft.entry.id = draft.permanent
      }
    case ("id", .feed): draft.entry.id = Address.resolve(child.text.trimmed, against: child.base(address))
    case ("identifier", .dublinCore): if draft.entry.id.isEmpty { draft.entry.id = child.text.trimmed }
    case ("author", .feed): draft.keep(author: person(child), rank: 4)
    case ("creator", .dublinCore), ("author", .dublinCore): draft.keep(author: Markup.fold(child.text.utf8), rank: 4)
    case ("author", .itunes): draft.keep(author: Markup.fold(child.text.utf8), rank: 2)
    case ("contributor", .dublinCore): draft.keep(author: Markup.fold(child.text.utf8), rank: 1)
    case ("pubdate", .feed), ("published", .feed), ("issued", .feed), ("issued", .dublinCore):
      draft.keep(date: child.text, rank: 5)
    case ("date", .dublinCore), ("created", .feed), ("created", .dublinCore): draft.keep(date: child.text, rank: 3)
    case ("updated", .feed), ("modified", .feed), ("modified", .dublinCore), ("lastbuilddate", .feed), ("date", .feed):
      draft.keep(date: child.text, rank: 2)
    case ("description", .feed), ("summary", .feed), ("abstract", .feed): draft.keep(summary: text(child), rank: 4)
    case ("tagline", .feed), ("subtitle", .feed): break
    case ("description", .dublinCore), ("abstract", .dublinCore): draft.keep(summary: text(child), rank: 3)
    case ("summary", .itunes), ("description", .media), ("subtitle", .itunes):
      draft.keep(summary: text(child), rank: child.name == "subtitle" ? 1 : 2)
    case ("content", .feed): draft.keep(content: text(child), rank: 4)
    case ("encoded", _): draft.keep(content: text(child), rank: 3)
    case ("body", .xhtml), ("body", .feed), ("div", .xhtml), ("fullitem", _):
      draft.keep(content: Markup.plain(child.markup), rank: child.name == "div" ? 1 : 2)
    case ("group", .media): for inner in child.elements { take(inner, into: &draft) }
    default: break
    }
  }

  /// The text that a reader would see. RSS does not say whether a text is HTML; Atom does.
  private func text(_ element: XMLElement) -> String {
    if element.attribute("mode")?.lowercased() == "base64" || isBase64(element) {
      guard let data = Data(base64Encoded: element.text.filter { !$0.isWhitespace }) else { return "" }
      let decoded = String(decoding: data, as: UTF8.self)
      return Markup.isLikely(decoded) ? Markup.plain(decoded) : Markup.fold(decoded.utf8)
    }
    let hasElements = !element.elements.isEmpty
    switch element.attribute("type")?.lowercased() {
    case "text", "text/plain": return Markup.fold(element.text.utf8)
    case let type? where type == "xhtml" || type.hasSuffix("xhtml+xml") || type.hasSuffix("xml"):
      return Markup.plain(element.markup)
    default:
      if hasElements { return Markup.plain(element.markup) }
      let text = element.text
      return Markup.isLikely(text) ? Markup.plain(text) : Markup.fold(text.utf8)
    }
  }

  private func isBase64(_ element: XMLElement) -> Bool {
    guard let type = element.attribute("type")?.lowercased(), element.name == "content", element.elements.isEmpty
    else { return false }
    // Atom 1.0: what is neither text nor markup is carried in base 64.
    return type == "application/octet-stream"
  }

  private func link(_ element: XMLElement) -> String? {
    let base = element.base(address)
    guard let href = element.attribute("href") else {
      let text = element.text.trimmed
      return text.isEmpty ? nil : Address.resolve(text, against: base)
    }
    let relation = element.attribute("rel")?.lowercased() ?? "alternate"
    return relation == "alternate" || relation.hasSuffix("/alternate") ? Address.resolve(href, against: base) : nil
  }

  /// A person as `Name (address)`, or whichever of the two there is.
  private func person(_ element: XMLElement) -> String {
    var name = ""
    var address = ""
    for child in element.elements {
      switch child.name {
      case "name": name = Markup.fold(child.text.utf8)
      case "email": address = child.text.trimmed
      default: break
      }
    }
    if element.elements.isEmpty { return Markup.fold(element.text.utf8) }
    return name.isEmpty ? address : address.isEmpty ? name : "\(name) (\(address))"
  }
}
