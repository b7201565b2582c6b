import FoundationEssentials
import Ledger
import Wording

/// The newsroom's HTML and Atom. Everything that a person wrote is escaped; the pages load nothing from elsewhere.
enum NewsroomPage {
  static func statement(_ text: Deliveries.Text, at date: Date) -> String {
    let paragraphs = text.body.split(separator: "\n", omittingEmptySubsequences: true)
      .map { "<p>\(SafeText.html(String($0)))</p>" }.joined(separator: "\n")
    return page(
      title: text.title, language: text.language, isExercise: text.isExercise,
      body: """
        <article>
        <h1>\(SafeText.html(text.title))</h1>
        <p class="meta"><time datetime="\(TimeFormat.iso(date))">\(TimeFormat.local(date))</time></p>
        \(paragraphs)
        <footer><p class="meta">\(text.statement) · SHA-256 \(text.digest.prefix(16))…</p>
        <p><a href="index.html">\(text.language == "zh-CN" ? "全部通报" : "All statements")</a></p></footer>
        </article>
        """)
  }

  /// What stands in the place of a text that was withdrawn.
  static func withdrawn(_ text: Deliveries.Text, at date: Date) -> String {
    let isChinese = text.language == "zh-CN"
    let said = isChinese ? "该声明已撤回。" : "This statement was withdrawn."
    return page(
      title: text.title, language: text.language, isExercise: text.isExercise,
      body: """
        <article>
        <h1><s>\(SafeText.html(text.title))</s></h1>
        <p class="withdrawn">\(said) <time datetime="\(TimeFormat.iso(date))">\(TimeFormat.local(date))</time></p>
        <footer><p class="meta">\(text.statement) · SHA-256 \(text.digest.prefix(16))…</p>
        <p><a href="index.html">\(isChinese ? "全部通报" : "All statements")</a></p></footer>
        </article>
        """)
  }

  static func front(_ published: [Deliveries.Published]) -> String {
    let items = published.map { item in
      let title = SafeText.html(item.text.title)
      return """
        <li lang="\(SafeText.html(item.text.language))"><time datetime="\(TimeFormat.iso(item.postedAt))">\(TimeFormat.local(item.postedAt))</time>
        <a href="\(SafeText.html(Newsroom.pageName(of: item.text)))">\(item.withdrawnAt == nil ? title : "<s>\(title)</s>")</a></li>
        """
    }.joined(separator: "\n")
    return page(
      title: "Newsroom · 官方通报", language: "en", isExercise: published.contains { $0.text.isExercise },
      body: "<h1>Newsroom · <span lang=\"zh-CN\">官方通报</span></h1>\n<ul>\n\(items)\n</ul>\n")
  }

  static func atom(_ published: [Deliveries.Published]) -> String {
    let entries = published.map { item in
      let withdrawn = item.text.language == "zh-CN" ? "该声明已撤回。" : "This statement was withdrawn."
      return """
        <entry>
          <id>urn:sha256:\(item.text.digest):\(SafeText.html(item.text.rendition))</id>
          <title>\(mark(item.text))\(SafeText.html(item.text.title))</title>
          <updated>\(TimeFormat.iso(item.withdrawnAt ?? item.postedAt))</updated>
          <link rel="alternate" href="\(SafeText.html(Newsroom.pageName(of: item.text)))" hreflang="\(SafeText.html(item.text.language))"/>
          <content type="text" xml:lang="\(SafeText.html(item.text.language))">\(item.withdrawnAt == nil ? SafeText.html(item.text.body) : withdrawn)</content>
        </entry>
        """
    }.joined(separator: "\n")
    let updated =
      published.map { $0.withdrawnAt ?? $0.postedAt }.max().map { TimeFormat.iso($0) } ?? "1970-01-01T00:00:00Z"
    return """
      <?xml version="1.0" encoding="utf-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom">
        <id>urn:levee:newsroom</id>
        <title>Newsroom · 官方通报</title>
        <updated>\(updated)</updated>
        <author><name>Newsroom</name></author>
        <link rel="self" href="feed.atom"/>
      \(entries)
      </feed>

      """
  }

  private static func mark(_ text: Deliveries.Text) -> String { text.isExercise ? "【演练 EXERCISE】" : "" }

  private static func page(title: String, language: String, isExercise: Bool, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="\(SafeText.html(language))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(isExercise ? "【演练】" : "")\(SafeText.html(title))</title>
    <link rel="alternate" type="application/atom+xml" href="feed.atom">
    <style>
    body { font: 1.1rem/1.6 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; max-width: 42rem; margin: 2rem auto;
      padding: 0 1rem; color: #1a1a1a; background: #fff; }
    h1 { line-height: 1.25; } .meta { color: #595959; font-size: .9rem; } time { margin-right: .6rem; }
    .exercise { background: #b00020; color: #fff; padding: .5rem 1rem; text-align: center; font-weight: bold; }
    ul { list-style: none; padding: 0; } li { margin: .6rem 0; }
    </style>
    </head>
    <body>
    \(isExercise ? "<p class=\"exercise\">演练 · EXERCISE</p>" : "")
    \(body)
    </body>
    </html>

    """
  }
}
