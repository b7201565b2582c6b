/// The parts of a record, by the names that Levee documents.
public enum Part: String, Sendable, Hashable, CaseIterable {
  case id
  case source
  case published = "published_at"
  case language
  case subject
  case author
  case url
  case title
  case text
}

/// A value for each part, or none.
struct PartValues: Equatable {
  private var values = [String?](repeating: nil, count: Part.allCases.count)

  subscript(part: Part) -> String? {
    get { values[part.place] }
    set { values[part.place] = newValue }
  }
}

extension Part {
  fileprivate var place: Int {
    switch self {
    case .id: 0
    case .source: 1
    case .published: 2
    case .language: 3
    case .subject: 4
    case .author: 5
    case .url: 6
    case .title: 7
    case .text: 8
    }
  }
}
