import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Pages
import Wording
import Workflow

/// Files that a step makes: offered below what it shows, and handed over as they are.
struct FilePages {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  /// By which name a page asks for a form: `?_as=pdf`.
  private static let form = "_as"
  /// Paper takes time and memory: one is made after the other.
  private static let papers = Gate(most: 1)

  /// The file that was asked for; nil where none was, or the step makes none of what was said.
  func download(_ step: Step, _ filled: Step.Filled) async throws -> Server.Answer? {
    let ending = sheet.request.value(Self.form)
    guard let forms = step.forms, !step.takesFiles, !ending.isEmpty || forms.isEmpty else { return nil }
    let sitting = await sheet.sitting(step)
    guard try await step.form(filled, sitting).knowsSubject else { return nil }
    let isPaper = ending == "pdf" || ending == "docx"
    if isPaper, !(await Self.papers.enter()) { return Notice.busy(sheet.language) }
    defer { if isPaper { Task { await Self.papers.leave() } } }
    return try await step.make(filled, forms.isEmpty ? nil : ending, sitting).files.first.map(Download.answer)
  }

  /// Links to the forms in which it makes what it shows.
  func offer(_ step: Step, _ filled: Step.Filled) -> [Markup] { offer(step.path, Catalogue.query(filled)) }

  /// The same for a page that shows what the step shows.
  /// - Parameter lead: what they are of; nil for what stands above.
  func offer(_ path: String, _ query: [String] = [], lead: Bilingual? = nil) -> [Markup] {
    guard let forms = Catalogue.step(path)?.forms, !forms.isEmpty else { return [] }
    let links = forms.map { ending -> Markup in
      let target = "/do/" + path + "?" + (query + [Self.form + "=" + ending]).joined(separator: "&")
      return .element("a", ["href": target, "download": ""], [.text(Self.words(ending)[sheet.language])])
    }
    return [
      .element(
        "p", ["class": "row"],
        [.text((lead ?? Bilingual("As a file: ", "下载："))[sheet.language])]
          + links.enumerated().flatMap { place, link in (place > 0 ? [.text(" · ")] : []) + [link] })
    ]
  }

  /// The question in which form, for a step that does nothing but make a file; none where it has but its own.
  func choice(_ step: Step) -> [FormField] {
    guard let forms = step.forms, !forms.isEmpty else { return [] }
    return [
      FormField(
        Self.form, label: sheet.say("Form", "格式"), kind: .choice(forms.map { ($0, Self.words($0)[sheet.language]) }),
        isRequired: true)
    ]
  }

  /// Files that came of what was handed over: they are nowhere but on this page.
  func made(_ files: [Tray.File]) -> [Markup] {
    files.map { file in
      .element(
        "p", ["class": "done", "role": "status"],
        [
          .element(
            "a",
            [
              "href": "data:application/octet-stream;base64," + Data(file.bytes).base64EncodedString(),
              "download": file.name,
            ],
            [.text(sheet.say("Save \(file.name)", "保存 \(file.name)"))])
        ])
    }
  }

  /// A form, as people call it.
  private static func words(_ ending: String) -> Bilingual {
    switch ending {
    case "md": Bilingual("Markdown", "Markdown")
    case "html": Bilingual("web page", "网页")
    case "pdf": Bilingual("PDF", "PDF")
    case "docx": Bilingual("Word", "Word")
    case "csv": Bilingual("table (CSV)", "表格（CSV）")
    case "ics": Bilingual("calendar (ICS)", "日历（ICS）")
    default: Bilingual(same: "." + ending)
    }
  }
}
