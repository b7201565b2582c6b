/// How far a post is heard, where its record says so, by the names that platforms, their crawlers and people give the figures.
public struct Audience: Sendable, Equatable {
  /// Of the account that wrote it.
  public var followers: Int?
  public var reads: Int?
  public var reposts: Int?
  /// The place on a platform's list of hot topics, from 1.
  public var hotRank: Int?

  init() {}

  /// Reads the figures off what is left of a record.
  /// - Parameter extra: a JSON object; what stands in its objects counts where it does not say it itself.
  init(extra: String) {
    guard extra.utf8.count > 2 else { return }
    var extra = extra
    let node = extra.withUTF8 { bytes -> JSONNode? in
      var parser = JSONParser(bytes)
      return try? parser.document()
    }
    if case .object(let members)? = node { add(members, depth: 0) }
  }

  /// Objects about another post.
  private static let others = [
    "retweet", "quoted", "repostof", "original", "parent", "replyto", "inreply", "reblog", "embedded",
  ]
  private static let deepest = 3

  private mutating func add(_ members: [JSONMember], depth: Int) {
    for member in members {
      guard let text = member.value.scalar, let figure = Self.figures[FieldNames.fold(member.key)],
        self[keyPath: figure] == nil, let value = Self.number(text)
      else { continue }
      if figure == \.hotRank, value < 1 || value > 1000 { continue }
      self[keyPath: figure] = value
    }
    guard depth < Self.deepest else { return }
    for member in members {
      guard case .object(let inner) = member.value else { continue }
      let name = FieldNames.fold(member.key)
      if !Self.others.contains(where: name.hasPrefix) { add(inner, depth: depth + 1) }
    }
  }

  /// A count as platforms write it: `12,345`, `1.2万`, `3亿+`, `12k`, `1.5M`; nil when it is none.
  static func number(_ text: String) -> Int? {
    var rest = Substring(text.filter { !$0.isWhitespace && $0 != "," && $0 != "，" && $0 != "+" })
    var factor = 1.0
    for (ending, times) in [
      ("万", 1e4), ("萬", 1e4), ("亿", 1e8), ("億", 1e8), ("k", 1e3), ("w", 1e4), ("m", 1e6), ("b", 1e9),
    ]
    where rest.count > 1 && (rest.hasSuffix(ending) || rest.hasSuffix(ending.uppercased())) {
      factor = times
      rest = rest.dropLast()
      break
    }
    guard rest.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }), let value = Double(rest),
      value.isFinite
    else { return nil }
    return Int(min((value * factor).rounded(), 1e12))
  }

  private static let figures: [String: WritableKeyPath<Audience, Int?> & Sendable] = {
    var figures: [String: WritableKeyPath<Audience, Int?> & Sendable] = [:]
    let names: [(WritableKeyPath<Audience, Int?> & Sendable, String)] = [
      (
        \.followers,
        """
        followers followerscount followercount fans fanscount fansnum subscribers subscribercount subscriberscount membercount \
        粉丝 粉丝数 粉丝量 粉絲 粉絲數 关注者 关注者数 追蹤者 订阅数 作者粉丝数 博主粉丝数 账号粉丝数
        """
      ),
      (
        \.reads,
        """
        reads readcount readnum readscount views viewcount viewscount playcount plays impressions impressioncount clicks pv \
        阅读 阅读数 阅读量 阅读次数 閱讀數 閱讀量 播放 播放数 播放量 播放次数 浏览 浏览数 浏览量 瀏覽數 曝光 曝光量 点击量
        """
      ),
      (
        \.reposts,
        """
        reposts repostcount repostscount retweets retweetcount retweetscount reblogs reblogscount shares sharecount sharescount \
        forwards forwardcount 转发 转发数 转发量 轉發 轉發數 分享 分享数 分享量
        """
      ),
      (\.hotRank, "hotrank hotsearchrank trendingrank 热搜排名 热搜位次 热搜名次 热榜排名 热搜 熱搜排名"),
    ]
    for (figure, list) in names { for name in list.split(separator: " ") { figures[String(name)] = figure } }
    return figures
  }()
}
