import CommandLine
import Pages
import Testing
import Wording

/// Pages escape by themselves whatever people wrote.
@Suite struct MarkupTests {
  private static let hostile = "</p><script>alert('x')</script>\" onmouseover=\"y\" \u{202E}&amp;"

  @Test func hostileTextIsText() {
    let page = Page(
      language: .english, title: Self.hostile, style: "/s.css", script: "/s.js",
      main: [
        .paragraph(Self.hostile), .link(Self.hostile, Self.hostile),
        FormMarkup(
          "/do", isPosted: true,
          [
            FormField("a", label: Self.hostile, help: Self.hostile, kind: .text, values: [Self.hostile]),
            FormField(
              "b", label: "b", kind: .line, values: [Self.hostile], suggestions: [(Self.hostile, Self.hostile)]),
            FormField("c", label: "c", kind: .choice([(Self.hostile, Self.hostile)]), values: [Self.hostile]),
            .hidden("d", Self.hostile),
          ], button: Self.hostile, language: .english
        ).markup,
      ]
        + ReplyMarkup(.english) { _ in nil }.markup(
          Reply(
            Bilingual(same: Self.hostile),
            fields: [
              Reply.Field("f", Bilingual(same: Self.hostile), .exact(Self.hostile)),
              Reply.Field("g", Bilingual(same: "g"), .comparison(before: "a\n" + Self.hostile, after: Self.hostile)),
            ],
            tables: [
              Reply.Table(
                "t", columns: [("c", Bilingual(same: Self.hostile))],
                rows: [[.code(Self.hostile)], [.block(Self.hostile)]])
            ]))
    ).html
    #expect(!page.contains("<script>") && !page.contains("\" onmouseover"))
    #expect(page.components(of: "<script ") == 1, "only the house's own")
    #expect(
      !page.contains("\u{202E}") || page.contains("value=\"&lt;/p&gt;"), "what a field holds comes back as it was typed"
    )
  }

  @Test func aTextAreaKeepsItsLines() {
    let form = FormMarkup(
      "/do", isPosted: true, [FormField("a", label: "a", kind: .text, values: ["\n one\n\n two"])], button: "b",
      language: .english
    ).markup.written
    // The first line feed after the tag is no part of the text.
    #expect(form.contains(">\n&#10; one&#10;&#10; two</textarea>"), "\(form)")
  }

  @Test func aChangeShowsWhatWentAndWhatCame() {
    let shown = ReplyMarkup(.english) { _ in nil }.markup(
      Reply(fields: [
        Reply.Field("c", Bilingual(same: "c"), .comparison(before: "It was 3.\nStays.", after: "It was 4.\nStays."))
      ]))
    let text = shown.map(\.written).joined()
    #expect(text.contains("<del>It was <b>3</b>.</del>") && text.contains("<ins>It was <b>4</b>.</ins>"), "\(text)")
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
