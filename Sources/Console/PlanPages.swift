import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Plan
import Wording
import Workflow

/// The plan for everybody, a chapter at a time: the version in force, or another one; words are looked for in all of it.
struct PlanPages {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  /// - Parameter path: what follows `/plan`: nothing, a version (`v2`), a chapter, or both.
  func answer(_ path: [String]) async throws -> Server.Answer? {
    var path = path
    let ledger = await sheet.visitor.ledger(.staff, .everyone)
    let all = try await ledger.playbooks.list()
    var playbook = all.last(where: \.isApproved) ?? all.last
    var root = "/plan"
    if let named = path.first, named.first == "v", let version = Int(named.dropFirst()) {
      playbook = all.first { $0.version == version }
      root += "/" + named
      path.removeFirst()
    }
    guard let playbook, path.count <= 1 else { return nil }
    let spoken = sheet.request.value("language")
    let language = Language(rawValue: spoken) ?? sheet.language
    let book = try await sheet.request.plans.book(playbook, language, ledger)
    let reading = Reading(
      edition: book.edition, language: language, root: root,
      tail: language == sheet.language ? "" : "?language=" + spoken, chapters: book.chapters)
    guard let code = path.first else { return contents(reading) }
    guard let index = reading.chapters.firstIndex(where: { $0.code == code }) else { return nil }
    return chapter(index, reading)
  }

  /// What somebody reads: a version, in a language.
  private struct Reading {
    let edition: PlanEdition
    let language: Language
    let root: String
    /// What links bear so that they stay in a language that is not the reader's own.
    let tail: String
    let chapters: [PlanChapter]

    func target(_ chapter: PlanChapter) -> String { root + "/" + chapter.code + tail }
  }

  private func page(_ title: String, _ reading: Reading, _ main: [Markup]) -> Server.Answer {
    sheet.page(title, [.element("div", ["class": "plan", "lang": reading.language.rawValue], main)])
  }

  private func contents(_ reading: Reading) -> Server.Answer {
    let language = reading.language
    let words = sheet.request.value("words").trimmingCharacters()
    let other: Language = language == .chinese ? .english : .chinese
    let form = FormMarkup(
      reading.root, isPosted: false,
      [
        FormField(
          "words", label: Bilingual("Search in all of it", "全文搜索")[language], kind: .line, values: [words],
          isRequired: true)
      ]
        + (reading.tail.isEmpty ? [] : [.hidden("language", language.rawValue)]),
      button: Bilingual("Search", "搜索")[language], language: language)
    let title = reading.edition.content.title[language]
    return page(
      title, reading,
      [
        .heading(1, title),
        .paragraph(PlanChapter.marks(reading.edition, language).joined(separator: " · "), class: "small"),
        form.markup,
      ] + (words.isEmpty ? [] : found(words, reading)) + [
        .element(
          "nav", ["aria-label": Bilingual("Contents", "目录")[language]],
          [
            .heading(2, Bilingual("Contents", "目录")[language]),
            .element(
              "ul", ["class": "steps"],
              reading.chapters.map { .element("li", [:], [.link(reading.target($0), $0.title)]) }),
          ])
      ]
        + (language == sheet.language
          ? FilePages(sheet).offer("staff/playbook-show", ["VERSION=\(reading.edition.version)"]) : []) + [
          .element(
            "p", ["class": "small"],
            [
              .element(
                "a",
                [
                  "href": reading.root + "?language=" + other.rawValue, "hreflang": other.rawValue,
                  "lang": other.rawValue,
                ],
                [.text(other == .chinese ? "中文" : "English")])
            ])
        ])
  }

  private func found(_ words: String, _ reading: Reading) -> [Markup] {
    let language = reading.language
    let found = reading.chapters.compactMap { chapter -> (PlanChapter, [String])? in
      let passages = chapter.passages(holding: words, most: 5)
      return passages.isEmpty ? nil : (chapter, passages)
    }
    guard !found.isEmpty else {
      return [.paragraph(Bilingual("Nothing in it says that.", "预案中没有这些文字。")[language], class: "empty")]
    }
    return found.flatMap { chapter, passages -> [Markup] in
      [
        .element("h2", [:], [.link(reading.target(chapter), chapter.title)]),
        .element(
          "ul", [:], passages.map { passage in .element("li", [:], [.text(Self.around(words, in: passage))]) }),
      ]
    }
  }

  /// So much of a long passage that what was looked for stands in it.
  private static func around(_ words: String, in passage: String) -> String {
    let room = 160
    guard passage.count > room else { return passage }
    let characters = Array(passage)
    let (folded, wanted) = (characters.map { $0.lowercased() }, words.map { $0.lowercased() })
    let at =
      folded.indices.first { index in
        index + wanted.count <= folded.count && Array(folded[index..<index + wanted.count]) == wanted
      } ?? 0
    let start = max(0, min(at - 40, characters.count - room))
    let end = min(characters.count, start + room)
    return (start > 0 ? "…" : "") + String(characters[start..<end]) + (end < characters.count ? "…" : "")
  }

  private func chapter(_ index: Int, _ reading: Reading) -> Server.Answer {
    let chapter = reading.chapters[index]
    func link(_ index: Int, _ mark: String) -> [Markup] {
      guard reading.chapters.indices.contains(index) else { return [] }
      return [.link(reading.target(reading.chapters[index]), mark + reading.chapters[index].title), .text(" ")]
    }
    let contents = Markup.link(
      reading.root + reading.tail, Bilingual("All of the plan", "回到预案目录")[reading.language])
    return page(
      chapter.title, reading,
      [.element("p", ["class": "small"], [contents]), .heading(1, chapter.title)] + chapter.markup + [
        .element("p", ["class": "small around"], link(index - 1, "← ") + link(index + 1, "→ ") + [contents])
      ])
  }
}
