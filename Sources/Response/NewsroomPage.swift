import CommandLine
import FoundationEssentials
import Ledger

/// The newsroom's HTML and Atom. Everything that a person wrote is escaped; the pages load nothing from elsewhere.
enum NewsroomPage {
  static func statement(_ text: Deliveries.Text, at date: Date) -> String {
    let paragraphs = text.body.split(separator: "\n", omittingEmptySubsequences: true)
      .map { "<p>\(escape(String($0)))</p>" }.joined(separator: "\n")
    return page(
      title: text.title, language: text.language, isExercise: text.isExercise,
      body: """
        <article>
        <h1>\(escape(text.title))</h1>
        <p class="meta"><time datetime="\(TimeFormat.iso(date))">\(TimeFormat.local(date))</time></p>
        \(paragraphs)
        <footer><p class="meta">\(text.statement) · SHA-256 \(text.digest.prefix(16))…</p>
        <p><a href="index.html">\(text.language == "zh-CN" ? "全部通报" : "All statements")</a></p></footer>
        </article>
        """)
  }

  static func front(_ published: [(address: String, postedAt: Date, text: Deliveries.Text)]) -> String {
    let items = published.map { item in
      """
      <li lang="\(escape(item.text.language))"><time datetime="\(TimeFormat.iso(item.postedAt))">\(TimeFormat.local(item.postedAt))</time>
      <a href="\(escape(Newsroom.pageName(of: item.text)))">\(escape(item.text.title))</a></li>
      """
    }.joined(separator: "\n")
    return page(
      title: "Newsroom · 官方通报", language: "en", isExercise: published.contains { $0.text.isExercise },
      body: "<h1>Newsroom · <span lang=\"zh-CN\">官方通报</span></h1>\n<ul>\n\(items)\n</ul>\n")
  }

  static func atom(_ published: [(address: String, postedAt: Date, text: Deliveries.Text)]) -> String {
    let entries = published.map { item in
      """
      <entry>
        <id>urn:sha256:\(item.text.digest):\(escape(item.text.rendition))</id>
        <title>\(mark(item.text))\(escape(item.text.title))</title>
        <updated>\(TimeFormat.iso(item.postedAt))</updated>
        <link rel="alternate" href="\(escape(Newsroom.pageName(of: item.text)))" hreflang="\(escape(item.text.language))"/>
        <content type="text" xml:lang="\(escape(item.text.language))">\(escape(item.text.body))</content>
      </entry>
      """
    }.joined(separator: "\n")
    let updated = published.first.map { TimeFormat.iso($0.postedAt) } ?? "1970-01-01T00:00:00Z"
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
    <html lang="\(escape(language))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(isExercise ? "【演练】" : "")\(escape(title))</title>
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

  /// Text as HTML and XML read it back; control characters, which XML forbids, are dropped.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in SafeText.block(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
