import FoundationEssentials

extension Feed {
  /// - Source: JSON Feed, version 1.1.
  mutating func read(json text: [UInt8], from address: String) throws(Fault) {
    let document: JSONDocument
    do {
      document = try JSONDecoder().decode(JSONDocument.self, from: Data(text))
    } catch {
      throw Fault(description: "JSON, but no JSON Feed")
    }
    guard document.version?.contains("jsonfeed.org") == true || document.items != nil else {
      throw Fault(description: "JSON, but no JSON Feed")
    }
    title = Markup.fold((document.title ?? "").utf8)
    link = Address.resolve(document.home_page_url ?? "", against: address)
    for item in document.items ?? [] {
      guard let item = item.value else { continue }
      var entry = Entry()
      entry.link = Address.resolve(item.url ?? item.external_url ?? "", against: address)
      entry.id = item.id?.text ?? entry.link
      entry.title = Markup.fold((item.title ?? "").utf8)
      entry.author = item.authors?.compactMap(\.name).joined(separator: ", ") ?? item.author?.name ?? ""
      entry.published = FeedDate.parse(item.date_published ?? item.date_modified ?? "")
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

  /// An id is a string; some write a number.
  enum ID: Decodable {
    case string(String)
    case number(Int)
    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(Int.self) {
        self = .number(number)
      } else {
        self = .string(try value.decode(String.self))
      }
    }
    var text: String {
      switch self {
      case .string(let text): text
      case .number(let number): String(number)
      }
    }
  }

  struct Item: Decodable {
    let id: ID?
    let url: String?
    let external_url: String?
    let title: String?
    let summary: String?
    let content_text: String?
    let content_html: String?
    let date_published: String?
    let date_modified: String?
    let author: Person?
    let authors: [Person]?
  }

  /// An item that is not as it should be does not take the others with it.
  struct Lenient: Decodable {
    let value: Item?
    init(from decoder: any Decoder) throws { value = try? Item(from: decoder) }
  }

  let version: String?
  let title: String?
  let home_page_url: String?
  let items: [Lenient]?
}
