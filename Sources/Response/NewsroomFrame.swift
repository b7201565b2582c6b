import FoundationEssentials
import Ledger
import Wording

/// What stands around everything that a newsroom shows: whose it is, in which languages, how to reach them. It loads nothing from
/// elsewhere, and everything that a person wrote is escaped.
struct NewsroomFrame: Sendable {
  /// Another language in which the same is to be read.
  struct Alternate: Sendable {
    let language: String
    let file: String
  }

  let site: NewsroomSite
  let language: PageLanguage
  /// Of the document; its own heading is in `main`.
  let title: String
  let file: String
  let isExercise: Bool
  /// Of the page itself, its own language among them.
  var alternates: [Alternate] = []
  /// What programs read of the page: name and content.
  var metadata: [(name: String, content: String)] = []
  /// What stands at the end of the page, beside how to reach the company.
  var links: [(file: String, words: Bilingual)] = []

  func html(_ main: String) -> String {
    let words = language.words
    let company = site.companyName(words)
    let heading = company == title ? title : "\(title) – \(company)"
    return """
      <!DOCTYPE html>
      <html lang="\(escaped(language.tag))" dir="\(language.direction)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <title>\(isExercise ? "【演练】" : "")\(escaped(heading))</title>
      \(head)
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <header>
      \(isExercise ? "<p class=\"exercise\">演练 · EXERCISE</p>" : "")
      <p class="house">\(mark)<a href="\(escaped(site.listName(site.languages.contains(language.tag) ? language.tag : site.languages.first ?? "")))" dir="auto">\(escaped(company))</a></p>
      \(company == site.title ? "" : "<p class=\"room\" dir=\"auto\">\(escaped(site.title))</p>")
      \(navigation)
      </header>
      <main>
      \(main)
      </main>
      <footer\(language.attributesOfOurWords)>
      \(links.map { "<p><a href=\"\(escaped($0.file))\">\(escaped($0.words[words]))</a></p>" }.joined(separator: "\n"))
      \(contact)
      </footer>
      </body>
      </html>

      """
  }

  private func escaped(_ text: String) -> String { SafeText.html(text) }

  private var head: String {
    var lines = metadata.map { "<meta name=\"\(escaped($0.name))\" content=\"\(escaped($0.content))\">" }
    if !site.address.isEmpty { lines.append("<link rel=\"canonical\" href=\"\(escaped(site.address + file))\">") }
    for alternate in alternates {
      lines.append(
        "<link rel=\"alternate\" hreflang=\"\(escaped(alternate.language))\" href=\"\(escaped(site.address + alternate.file))\">"
      )
    }
    let feed = site.feedName(site.languages.contains(language.tag) ? language.tag : "")
    lines.append("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"\(escaped(site.address + feed))\">")
    return lines.joined(separator: "\n")
  }

  private var mark: String {
    guard let mark = site.company?.mark, !mark.isEmpty else { return "" }
    return mark.hasPrefix("data:image/")
      ? "<img class=\"mark\" src=\"\(escaped(mark))\" alt=\"\"> "
      : "<span class=\"mark\" aria-hidden=\"true\">\(escaped(mark))</span> "
  }

  /// The other languages: of the page itself where it has them, otherwise their lists.
  private var navigation: String {
    guard site.languages.count > 1 else { return "" }
    let links = site.languages.map { tag in
      let other = PageLanguage(tag)
      let attributes = "lang=\"\(escaped(tag))\" dir=\"\(other.direction)\""
      if tag == language.tag {
        return "<li \(attributes)><span aria-current=\"true\">\(escaped(other.name))</span></li>"
      }
      let target = alternates.first { $0.language == tag }?.file ?? site.listName(tag)
      return
        "<li><a href=\"\(escaped(target))\" hreflang=\"\(escaped(tag))\" \(attributes)>\(escaped(other.name))</a></li>"
    }
    let label = Bilingual("Languages", "语言")[language.words]
    return "<nav aria-label=\"\(label)\"><ul>\(links.joined())</ul></nav>"
  }

  private var contact: String {
    guard let contact = site.company?.contact, !contact.isEmpty else { return "" }
    let label = Bilingual("Contact: ", "联系我们：")[language.words]
    let shown = escaped(contact)
    let isOneWord = !contact.contains { $0.isWhitespace }
    let link =
      isOneWord && (contact.hasPrefix("https://") || contact.hasPrefix("http://"))
      ? "<a href=\"\(shown)\">\(shown)</a>"
      : isOneWord && contact.contains("@") && !contact.contains(":")
        ? "<a href=\"mailto:\(shown)\">\(shown)</a>" : "<span dir=\"auto\">\(shown)</span>"
    return "<p>\(label)\(link)</p>"
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1b1b1f; --paper: #ffffff; --soft: #55565a; --link: #0a4fb8; --line: #c9cacf;
      --note: #fff4e5; --edge: #8a4b00; }
    @media (prefers-color-scheme: dark) { :root { --ink: #ececef; --paper: #17181b; --soft: #b6b7bc; --link: #9ecbff;
      --line: #45464b; --note: #33260f; --edge: #f0b35c; } }
    * { box-sizing: border-box; }
    body { font: 1.0625rem/1.7 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
      max-width: 44rem; margin: 0 auto; padding: 0 1.25rem 3rem; color: var(--ink); background: var(--paper);
      overflow-wrap: anywhere; }
    a { color: var(--link); text-underline-offset: .15em; } a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; padding: 1rem 0; margin-bottom: 2rem;
      border-bottom: 1px solid var(--line); }
    header p, header ul { margin: 0; } .house { font-weight: 700; } .house a { color: inherit; text-decoration: none; }
    .house a:hover { text-decoration: underline; } .room { color: var(--soft); } nav { margin-inline-start: auto; }
    nav ul { display: flex; gap: 1rem; list-style: none; padding: 0; } nav a, nav span { display: inline-block; padding: .25rem 0; }
    [aria-current] { font-weight: 700; }
    .mark { display: inline-grid; place-items: center; min-width: 2rem; height: 2rem; padding: 0 .3rem; border-radius: .4rem;
      background: var(--ink); color: var(--paper); vertical-align: middle; } img.mark { background: none; padding: 0; }
    .exercise { flex-basis: 100%; background: #b00020; color: #ffffff; padding: .4rem 1rem; text-align: center; font-weight: 700; }
    h1 { font-size: 1.75rem; line-height: 1.3; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
    .meta { color: var(--soft); font-size: .95rem; margin: 0 0 1.5rem; }
    .note { background: var(--note); border-inline-start: .3rem solid var(--edge); padding: .75rem 1rem; margin: 0 0 1.5rem; }
    .note p { margin: .25rem 0; }
    .texts { list-style: none; padding: 0; margin: 1.5rem 0; } .texts li { padding: .9rem 0; border-bottom: 1px solid var(--line); }
    .texts a { font-size: 1.1rem; } .texts .meta { display: block; margin: 0; }
    .tag { display: inline-block; border: 1px solid var(--edge); color: var(--edge); border-radius: .3rem; padding: 0 .45rem;
      font-size: .85rem; }
    code, pre { font: .95rem/1.5 ui-monospace, "Noto Sans Mono", monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
    footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .95rem; }
    footer p { margin: .3rem 0; }
    @media print { body { max-width: none; font-size: 11pt; color: #000000; background: #ffffff; } nav, .subscribe { display: none; }
      header { margin-bottom: 1rem; } main a::after { content: " (" attr(href) ")"; font-size: 9pt; } }
    """
}
