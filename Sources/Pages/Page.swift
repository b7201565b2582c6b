public import Wording

/// One page for a person: what stands around it, and what it says. Nothing in it runs or is styled in place, and nothing comes from
/// elsewhere: the stylesheet and the script are files of the same house.
public struct Page: Sendable {
  /// Where a word leads.
  public struct Link: Sendable {
    public let words: Bilingual
    public let target: String
    /// How many things wait there; 0 shows nothing.
    public var count = 0

    public init(_ words: Bilingual, _ target: String, count: Int = 0) {
      self.words = words
      self.target = target
      self.count = count
    }
  }

  public var language: Language
  /// Its own words; the product's name follows.
  public var title: String
  public var main: [Markup]
  /// Where else a person may go; empty where nobody is known.
  public var navigation: [Link] = []
  /// Those that stand folded behind the others.
  public var more: [Link] = []
  /// The path of this page, which is marked in the navigation.
  public var path = ""
  /// Who reads it; "" where nobody is known.
  public var person = ""
  /// Whether it is about a drill: nobody may miss that.
  public var isExercise = false
  /// Where the stylesheet and the script are.
  public var style: String
  public var script: String
  /// Whether parts of it are read anew when something happens.
  public var isLive = false
  /// For a wall: wide, in large letters, without what a reader might press.
  public var isBoard = false

  public init(language: Language, title: String, style: String, script: String, main: [Markup]) {
    self.language = language
    self.title = title
    self.style = style
    self.script = script
    self.main = main
  }

  /// The whole page.
  public var html: String {
    let mark = isExercise ? "【演练】" : ""
    let head: Markup = .element(
      "head", [:],
      [
        .empty("meta", ["charset": "utf-8"]),
        .empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .empty("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("title", [:], [.text(mark + title + " · Levee")]),
        .empty("link", ["rel": "stylesheet", "href": style]),
        .empty("link", ["rel": "icon", "href": "data:,"]),
        .element("script", ["src": script, "defer": "defer"], []),
      ])
    return "<!DOCTYPE html>\n"
      + Markup.element(
        "html", ["lang": language.rawValue, "dir": "ltr"],
        [
          head,
          .element("body", ["class": isBoard ? "board" : ""], body),
        ]
      ).written
  }

  private var body: [Markup] {
    var all: [Markup] = [
      .element("a", ["class": "skip", "href": "#main"], [.text(Bilingual("To the page", "跳到正文")[language])])
    ]
    if isExercise {
      all.append(.element("p", ["class": "exercise", "role": "note"], [.text("演练 · EXERCISE")]))
    }
    if !navigation.isEmpty { all.append(.element("header", [:], [bar])) }
    all.append(
      .element(
        "main", isLive ? ["id": "main", "tabindex": "-1", "data-live": "/live"] : ["id": "main", "tabindex": "-1"], main
      ))
    return all
  }

  private var bar: Markup {
    let words = Bilingual("More", "更多")[language]
    let folded: [Markup] =
      more.isEmpty
      ? []
      : [
        .element(
          "li", [:],
          [
            .element(
              "details", ["class": "more"],
              [.element("summary", [:], [.text(words)]), .element("ul", [:], more.map(item))])
          ])
      ]
    return .element(
      "nav", ["aria-label": Bilingual("Pages", "页面")[language]],
      [.element("ul", [:], navigation.map(item) + folded + (person.isEmpty ? [] : [own]))])
  }

  private func item(_ link: Link) -> Markup {
    let words: [Markup] =
      [.text(link.words[language])]
      + (link.count > 0 ? [.text(" "), .element("b", ["class": "count"], [.text(String(link.count))])] : [])
    return .element(
      "li", [:],
      [
        link.target == path
          ? .element("a", ["href": link.target, "aria-current": "page"], words)
          : isAbove(link.target)
            ? .element("a", ["href": link.target, "aria-current": "true"], words)
            : .element("a", ["href": link.target], words)
      ])
  }

  /// Whether this page is one of several that are found under an address.
  private func isAbove(_ target: String) -> Bool { target != "/do" && target != "/" && path.hasPrefix(target + "/") }

  private var own: Markup {
    let attributes: Markup.Attributes = path == "/me" ? ["href": "/me", "aria-current": "page"] : ["href": "/me"]
    return .element("li", ["class": "own"], [.element("a", attributes, [.text(person)])])
  }
}

extension Markup {
  /// A link.
  public static func link(_ target: String, _ words: String) -> Markup {
    .element("a", ["href": target], [.text(words)])
  }

  /// A paragraph.
  public static func paragraph(_ words: String, class name: String = "") -> Markup {
    .element("p", name.isEmpty ? [:] : ["class": name], lines(words))
  }

  /// A heading of this level.
  public static func heading(_ level: Int, _ words: String) -> Markup { .element("h\(level)", [:], [.text(words)]) }
}
