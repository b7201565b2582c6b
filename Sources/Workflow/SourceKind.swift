public import Wording

/// Where mentions come from.
public enum SourceKind: String, Sendable, CaseIterable, Named {
  /// A document on the network that is asked for again and again.
  case feed
  /// Files that somebody puts into a folder.
  case folder
  /// What somebody else's program posts.
  case inbox

  public var name: Bilingual {
    switch self {
    case .feed: Bilingual("feed", "订阅源")
    case .folder: Bilingual("folder", "目录")
    case .inbox: Bilingual("inbox", "接收入口")
    }
  }
}
