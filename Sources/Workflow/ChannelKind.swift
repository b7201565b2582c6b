import Wording

/// The kinds of channel that texts go to. The names are those of the database's `channel_kind`, which says who posts there and who takes
/// down what is out.
public enum ChannelKind: String, Sendable, CaseIterable, Named {
  /// Pages and a feed in a folder, written by the service.
  case newsroom
  /// Posted by the service to a transport.
  case webhook
  /// Posted by a person, who records the receipt.
  case manual

  /// What a channel of this kind cannot be without.
  public enum Need: String, Sendable {
    case folder, transport, nothing
  }

  public var name: Bilingual {
    switch self {
    case .newsroom: Bilingual("a newsroom folder", "官网通报页目录")
    case .webhook: Bilingual("a webhook", "群机器人")
    case .manual: Bilingual("posted by a person", "人工发布")
    }
  }

  /// What one of this kind has to be given when it is added; the same as `needs` in the database.
  public var needs: Need {
    switch self {
    case .newsroom: .folder
    case .webhook: .transport
    case .manual: .nothing
    }
  }
}
