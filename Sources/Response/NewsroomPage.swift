import FoundationEssentials
import Ledger
import Wording

/// The page of one text; of a text that is gone, the notice in its place; and how anybody can verify it.
struct NewsroomPage: Sendable {
  private let site: NewsroomSite
  private let item: Deliveries.Published
  private let language: PageLanguage

  init(_ site: NewsroomSite, _ item: Deliveries.Published) {
    self.site = site
    self.item = item
    language = PageLanguage(item.text.language)
  }

  private func say(_ words: Bilingual) -> String { SafeText.html(words[language.words]) }
  private func time(_ date: Date) -> String { site.clock.element(date, in: language.words) }

  var html: String { item.isGone ? notice : statement }

  private var statement: String {
    let title = SafeText.html(item.text.title)
    return frame(
      item.text.title,
      metadata: [
        ("description", String(item.text.body.split(separator: "\n").first?.prefix(160) ?? "")),
        ("levee-text", "\(item.text.statement)"), ("levee-digest", "sha-256 \(item.text.digest)"),
        ("levee-published", site.clock.iso(item.postedAt)),
      ]
    ).html(
      """
      <article>
      <h1>\(title)</h1>
      <p class="meta"\(language.attributesOfOurWords)>\(say(Bilingual("Published ", "发布时间：")))\(time(item.postedAt))</p>
      \(corrections)\(Self.paragraphs(item.text.body))
      </article>
      """)
  }

  /// What it is corrected by, and what it corrects: seen before the text itself.
  private var corrections: String {
    let newer = site.items(item.correctedBy).map { correction in
      """
      <div class="note" role="note"\(language.attributesOfOurWords)>
      <p><strong>\(say(Bilingual("This statement has been corrected.", "本声明已更正。")))</strong></p>
      <p>\(say(Bilingual("Please read the correction: ", "请以更正声明为准：")))\(link(correction)) \(time(correction.postedAt))</p>
      </div>

      """
    }
    let older = site.items(item.corrects).map { wrong in
      """
      <div class="note" role="note"\(language.attributesOfOurWords)>
      <p>\(say(Bilingual("This corrects an earlier statement: ", "本文更正此前发布的声明：")))\(link(wrong)) \(time(wrong.postedAt))</p>
      </div>

      """
    }
    return (newer + older).joined()
  }

  private func link(_ other: Deliveries.Published) -> String {
    let name = SafeText.html(NewsroomSite.pageName(of: other.text))
    let words =
      other.isGone
      ? say(Bilingual("a statement that has been withdrawn", "已撤回的声明")) : SafeText.html(other.text.title)
    return "<a href=\"\(name)\">\(words)</a>"
  }

  /// What stands in the place of a text that is seen no more; its words, title and all, are gone.
  private var notice: String {
    let heading = Bilingual("This statement has been withdrawn", "本声明已撤回")
    return frame(heading[language.words], metadata: [("robots", "noindex")]).html(
      """
      <h1>\(say(heading))</h1>
      <div class="note" role="note">\(gone)</div>
      """)
  }

  private var gone: String {
    var lines = [
      say(Bilingual("The statement that was published here on ", "此处原载声明发布于 ")) + time(item.postedAt)
        + say(
          item.withdrawnAt == nil
            ? Bilingual(" is no longer shown.", "，现已不再展示。") : Bilingual(" was withdrawn on ", "，撤回于 "))
        + (item.withdrawnAt.map { time($0) + say(Bilingual(".", "。")) } ?? "")
    ]
    lines += site.items(item.correctedBy).map {
      say(Bilingual("Please read the correction: ", "请以更正声明为准：")) + link($0)
    }
    return lines.map { "<p>\($0)</p>" }.joined(separator: "\n")
  }

  private func frame(_ title: String, metadata: [(name: String, content: String)]) -> NewsroomFrame {
    let name = NewsroomSite.pageName(of: item.text)
    let others = item.isGone ? [] : site.translations(of: item)
    var links = [(file: site.listName(language.tag), words: Bilingual("All statements", "全部声明"))]
    if !item.isGone { links.append((NewsroomSite.verifyName(of: item.text), Bilingual("Verify this text", "核对本文"))) }
    return NewsroomFrame(
      site: site, language: language, title: title, file: name, isExercise: item.text.isExercise,
      alternates: others.isEmpty
        ? []
        : ([item] + others).map { .init(language: $0.text.language, file: NewsroomSite.pageName(of: $0.text)) },
      metadata: metadata, links: links)
  }

  // MARK: verifying it

  /// What the code of `verification` is a code of.
  var plainText: String { item.text.title + "\n\n" + item.text.body + "\n" }

  /// How a reader makes sure that a text is this one, in plain words.
  var verification: String {
    let name = NewsroomSite.pageName(of: item.text)
    let heading = Bilingual("Verify this text", "核对本文")
    let frame = NewsroomFrame(
      site: site, language: language, title: heading[language.words], file: NewsroomSite.verifyName(of: item.text),
      isExercise: item.text.isExercise, metadata: [("robots", "noindex")],
      links: [(name, Bilingual("Back to the statement", "返回声明"))])
    guard !item.isGone else {
      return frame.html("<h1>\(say(heading))</h1>\n<div class=\"note\" role=\"note\">\(gone)</div>")
    }
    let file = NewsroomSite.textName(of: item.text)
    let place = site.address.isEmpty ? name : site.address + name
    return frame.html(
      """
      <h1>\(say(heading))</h1>
      <p>\(say(Bilingual("You were sent this text, or saw it elsewhere, and want to know whether it is ours:", "如果您在别处看到或收到这份声明，想确认是否由我们发布，可以这样核对：")))</p>
      <h2>\(say(Bilingual("By eye", "直接对照")))</h2>
      <p>\(say(Bilingual("Compare it with the statement on our own page. Only what stands there is ours: ", "与我们页面上的原文逐字对照，以该页面为准：")))<a href="\(SafeText.html(name))">\(SafeText.html(place))</a></p>
      <h2>\(say(Bilingual("Character by character", "逐字校验")))</h2>
      <p>\(say(Bilingual("Save the text as a file, and let your computer compute its code (SHA-256). If a single character differs, the code is another.", "将原文另存为文件，用电脑计算其校验码（SHA-256）。哪怕只差一个字，校验码也会不同。")))</p>
      <p><a href="\(SafeText.html(file))" download>\(say(Bilingual("Save the text", "下载原文")))</a></p>
      <p>Windows: <code>certutil -hashfile \(SafeText.html(file)) SHA256</code><br>
      macOS: <code>shasum -a 256 \(SafeText.html(file))</code><br>
      Linux: <code>sha256sum \(SafeText.html(file))</code></p>
      <p>\(say(Bilingual("The code has to be:", "校验码应为：")))<br><code>\(item.checksum)</code></p>
      <h2>\(say(Bilingual("Ask us", "向我们查询")))</h2>
      <p>\(say(Bilingual("In our records this statement is \(item.text.statement), under the code", "本声明在我们记录中的编号为 \(item.text.statement)，存证码为")))<br><code>\(item.text.digest)</code></p>
      """)
  }

  /// The text in paragraphs; lines that begin with a dash or a dot are a list.
  static func paragraphs(_ body: String) -> String {
    var blocks: [String] = []
    var points: [String] = []
    func close() {
      guard !points.isEmpty else { return }
      blocks.append("<ul>\n" + points.map { "<li>\($0)</li>" }.joined(separator: "\n") + "\n</ul>")
      points = []
    }
    for line in body.split(whereSeparator: \.isNewline) {
      if let sign = ["- ", "· ", "• ", "– "].first(where: { line.hasPrefix($0) }) {
        points.append(SafeText.html(String(line.dropFirst(sign.count))))
      } else {
        close()
        blocks.append("<p>\(SafeText.html(String(line)))</p>")
      }
    }
    close()
    return blocks.joined(separator: "\n")
  }
}
