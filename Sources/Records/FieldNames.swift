/// The names that tools give the parts of a record, headings of tables and keys of JSON alike: the crawlers of Weibo, WeChat,
/// Zhihu, Douyin, Xiaohongshu, X, Reddit, Mastodon and Telegram, their platforms' own interfaces, and what people write above
/// columns. Case, spaces, underscores and full-width letters do not matter.
///
/// A record's own `source` counts only where every part goes by its documented name: crawlers call the phone that a post was
/// written on its source.
enum FieldNames {
  /// A name that fits a part, and how well: 0 is best.
  struct Fit: Hashable {
    let part: Part
    let rank: Int
  }

  /// What a name can be.
  /// - Parameter folded: as `fold` makes it.
  static func fit(folded: String) -> Fit? { fits[folded] }

  /// Names by which only crawlers call a part, better than the documented name beside it: the whole text beside its beginning,
  /// the digits of an id beside the rounded number.
  static let betterThanDocumented: Set<String> = [
    "idstr", "fulltext", "textraw", "longtextcontent", "longtext.longtextcontent", "extendedtweet.fulltext",
  ]

  /// Objects around a record, and not of it: what stands in them is read as if it stood outside.
  static let wrappers: Set<String> = [
    "data", "mblog", "awemeinfo", "awemedetail", "source", "note", "notecard", "post", "tweet", "tweetresults",
    "status",
    "target", "object", "legacy", "snippet", "item", "record", "node", "doc", "document", "fields", "article", "result",
    "video", "toplevelcomment", "content", "basicinfo",
  ]

  /// A name as it is looked up: lower case, half-width, without spaces, underscores, hyphens and what stands in brackets.
  static func fold(_ name: some StringProtocol) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      var value = scalar.value
      if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
      switch value {
      case 0x41...0x5A: value += 32
      // 发布时间（北京时间）, created (UTC)
      case UInt32(UInt8(ascii: "(")), 0x3010: return folded.isEmpty ? "" : String(folded)
      case UInt32(UInt8(ascii: "/")): value = UInt32(UInt8(ascii: "."))
      case 0...0x20, UInt32(UInt8(ascii: "_")), UInt32(UInt8(ascii: "-")), UInt32(UInt8(ascii: ":")),
        UInt32(UInt8(ascii: "\"")), UInt32(UInt8(ascii: "'")), UInt32(UInt8(ascii: "#")), UInt32(UInt8(ascii: "*")),
        UInt32(UInt8(ascii: "$")), 0xA0, 0x3000, 0xFEFF, 0x200B...0x200F:
        continue
      default: break
      }
      if let plain = Unicode.Scalar(value) { folded.append(plain) }
    }
    return String(folded)
  }

  /// The names of each part, best first, as `fold` makes them. A dot leads into an object.
  private static let names: [(part: Part, names: String)] = [
    (
      .id,
      """
      idstr id id.oid tweetid statusid commentid replyid rpid answerid noteid awemeid contentid articleid postid mid mblogid \
      weiboid 微博id bid videoid msgid messageid newsid docid aid guid uuid 编号 編號 评论id 帖子id 文章id 笔记id 作品id 视频id
      """
    ),
    (.source, "source 来源 來源 site 站点 站點 平台 媒体 媒體 media platform"),
    (
      .published,
      """
      publishedat createdat publishedtime publishtime pubdate pubtime publishdate publisheddate datepublished published \
      postedat posttime posteddate postdate createdtime createtime createddate createdate createdatetime createddatetime \
      createdutc created.date createdat.date createtime.date publishedat.date created creationtime creationdate releasetime releasedate uploaddate takenat isodate dc.date timestampms \
      发布时间 發佈時間 發布時間 发布日期 發佈日期 發布日期 发表时间 發表時間 发文时间 發文時間 发帖时间 發帖時間 微博发布时间 \
      评论时间 評論時間 回答时间 创建时间 建立時間 創建時間 发送时间 上传时间 时间 時間 日期 datetime timestamp ctime date time
      """
    ),
    (.language, "language lang 语言 語言 语种 語種"),
    (.subject, "subject brand product 主体 主體 品牌 产品 產品"),
    (
      .author,
      """
      author author.name author.nickname author.username author.screenname author.displayname author.uniqueid \
      authormeta.name authorname authornickname user.screenname user.nickname user.name user.username user.nickname \
      screenname nickname usernickname user username account.displayname account.acct account.username accountname account \
      from.name sendername channeltitle authordisplayname postedby poster publisher creator byline by handle \
      发布者 發佈者 發布者 发布人 發佈人 發布人 作者 作者昵称 作者名 作者名称 用户昵称 用戶暱稱 微博昵称 微博作者 博主 博主昵称 \
      用户名 用戶名 用户名称 用户 用戶 昵称 暱稱 账号 帐号 帳號 账号名称 发布账号 公众号 公眾號 公众号名称 发帖人 楼主 评论者 评论人 name
      """
    ),
    (
      .url,
      """
      permalink permalinkurl posturl tweeturl statusurl weibourl noteurl awemeurl contenturl commenturl answerurl articleurl \
      detailurl pageurl shareurl shareinfo.shareurl webvideourl originalurl sourceurl url link weburl href \
      原文链接 原文連結 原文鏈接 原文地址 微博链接 微博地址 文章链接 帖子链接 笔记链接 作品链接 视频链接 链接 連結 鏈接 链接地址 \
      网址 網址 videourl
      """
    ),
    (
      .title,
      """
      title headline posttitle articletitle notetitle contenttitle newstitle question.title sharetitle \
      标题 標題 文章标题 文章標題 帖子标题 新闻标题 笔记标题 视频标题 题目 題目
      """
    ),
    (
      .text,
      """
      fulltext extendedtweet.fulltext longtext.longtextcontent longtextcontent textraw text content contenttext textoriginal \
      textdisplay rawcontent 微博正文 微博内容 正文 正文内容 内容 內容 文章内容 文章正文 帖子内容 评论内容 評論內容 笔记内容 \
      回答内容 视频描述 作品描述 文案 body bodytext articlebody articlecontent postcontent posttext tweettext tweet \
      selftext message msg commentcontent commenttext comment review reviewtext reviewbody reviewcontent notedesc desc \
      description caption.text caption summary abstract digest excerpt 全文 原文 文本 评论 評論 留言 摘要 描述 contenthtml html
      """
    ),
  ]

  /// Objects of a record that hold a part of it: the `user` of `user.screen_name`.
  static let holders: Set<String> = {
    var holders: Set<String> = []
    for name in fits.keys {
      let steps = name.split(separator: ".")
      for count in 1..<max(steps.count, 1) { holders.insert(steps[..<count].joined(separator: ".")) }
    }
    return holders
  }()

  private static let fits: [String: Fit] = {
    var fits: [String: Fit] = [:]
    for (part, list) in names {
      for (rank, name) in list.split(separator: " ").enumerated() where fits[String(name)] == nil {
        fits[String(name)] = Fit(part: part, rank: rank)
      }
    }
    return fits
  }()
}
