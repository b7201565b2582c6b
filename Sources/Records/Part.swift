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
