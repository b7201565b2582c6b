import FoundationEssentials

extension Feed {
  /// - Source: JSON Feed, version 1.1.
  mutating func read(json text: [UInt8], from address: String, dates: DateReader) throws(Fault) {
    guard let kept = JSONBounds.kept(text) else {
      throw Fault(description: "JSON with more than \(JSONBounds.mostValues) values")
    }
    let document: JSONDocument
    do {
      document = try JSONDecoder().decode(JSONDocument.self, from: Data(kept))
    } catch {
      throw Fault(description: "JSON, but no JSON Feed")
    }
    guard document.version?.contains("jsonfeed.org") == true || document.items != nil else {
      throw Fault(description: "JSON, but no JSON Feed")
    }
    title = Markup.fold((document.title ?? "").utf8)
    link = Address.resolve(document.home_page_url ?? "", against: address)
    let dates = dates.speaking(document.language ?? "")
    for item in document.items?.list ?? [] {
      var entry = Entry()
      entry.link = Address.resolve(item.url ?? item.external_url ?? "", against: address)
      entry.id = item.id?.text ?? entry.link
      entry.title = Markup.fold((item.title ?? "").utf8)
      entry.author = item.authors?.compactMap(\.name).joined(separator: ", ") ?? item.author?.name ?? ""
      entry.published =
        [item.date_published, item.date_modified].lazy.compactMap(\.self)
        .compactMap { dates.date($0.text) }.first
      entry.summary = Markup.fold((item.summary ?? "").utf8)
      entry.content = item.content_text.map { Markup.fold($0.utf8) } ?? Markup.plain(item.content_html ?? "")
      entries.append(entry)
    }
  }
}

/// What Levee reads of a JSON Feed.
private struct JSONDocument: Decodable {
  struct Person: Decodable {
    let name: String?
  }

  /// An id and a date are strings; some write numbers.
  struct Scalar: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      // As many digits as it has.
      text = try (try? value.decode(String.self)) ?? value.decode(Decimal.self).description
    }
  }

  struct Item: Decodable {
    let id: Scalar?
    let url: String?
    let external_url: String?
    let title: String?
    let summary: String?
    let content_text: String?
    let content_html: String?
    let date_published: Scalar?
    let date_modified: Scalar?
    let author: Person?
    let authors: [Person]?
  }

  /// An item that is not as it should be does not take the others with it.
  struct Lenient: Decodable {
    let value: Item?
    init(from decoder: any Decoder) throws { value = try? Item(from: decoder) }
  }

  /// As many as are read of one document.
  struct Items: Decodable {
    private(set) var list: [Item] = []

    init(from decoder: any Decoder) throws {
      var items = try decoder.unkeyedContainer()
      while !items.isAtEnd, list.count < JSONBounds.mostItems {
        if let item = try items.decode(Lenient.self).value { list.append(item) }
      }
    }
  }

  let version: String?
  let title: String?
  let language: String?
  let home_page_url: String?
  let items: Items?
}
