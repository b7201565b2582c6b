import Ledger
import Wording

/// The list of a newsroom's texts in one language, the newest first. A text that is gone keeps its place, and says so.
struct NewsroomList: Sendable {
  private let site: NewsroomSite
  private let tag: String
  private let language: PageLanguage

  init(_ site: NewsroomSite, _ tag: String) {
    self.site = site
    self.tag = tag
    language = PageLanguage(tag)
  }

  var html: String {
    let listed = site.listed(tag)
    let frame = NewsroomFrame(
      site: site, language: language, title: site.title, file: site.listName(tag),
      isExercise: listed.contains { $0.text.isExercise },
      alternates: site.languages.count < 2
        ? []
        : site.languages.map { .init(language: $0, file: site.listName($0)) }
          + [.init(language: "x-default", file: "index.html")],
      links: [(site.feedName(tag), Bilingual("Subscribe (Atom)", "订阅更新（Atom）"))])
    let list =
      listed.isEmpty
      ? "<p>\(Bilingual("Nothing has been published yet.", "尚无声明。")[language.words])</p>"
      : "<ul class=\"texts\">\n\(listed.map(line).joined(separator: "\n"))\n</ul>"
    return frame.html("<h1 dir=\"auto\">\(SafeText.html(site.title))</h1>\n" + list)
  }

  private func line(_ item: Deliveries.Published) -> String {
    let time = site.clock.element(item.postedAt, in: language.words)
    let title =
      item.isGone
      ? Bilingual("This statement has been withdrawn", "本声明已撤回")[language.words] : SafeText.html(item.text.title)
    let tags = tags(of: item).map { " <span class=\"tag\">\($0[language.words])</span>" }.joined()
    return """
      <li><a href="\(SafeText.html(NewsroomSite.pageName(of: item.text)))">\(title)</a>\(tags)
      <span class="meta">\(time)</span></li>
      """
  }

  private func tags(of item: Deliveries.Published) -> [Bilingual] {
    if item.isGone { return [Bilingual("Withdrawn", "已撤回")] }
    return (item.correctedBy.isEmpty ? [] : [Bilingual("Corrected", "已更正")])
      + (item.corrects.isEmpty ? [] : [Bilingual("Correction", "更正")])
  }
}
