public import CommandLine
import FoundationEssentials
import Glibc
import Spawning
public import Wording

/// The forms in which a document is filed, by the ending of the file's name.
public enum PaperForm: String, Sendable, CaseIterable {
  case markdown = "md"
  case html
  case pdf
  case word = "docx"

  /// The form that a file's name asks for.
  /// - Throws: `Failure` for any other ending.
  public init(ofFile path: String) throws(Failure) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."),
      let form = PaperForm(rawValue: name[name.index(after: dot)...].lowercased())
    else {
      throw Failure(
        .usage, Bilingual("A document is written as .md, .html, .pdf or .docx.", "文件名须以 .md、.html、.pdf 或 .docx 结尾。"),
        advice: Bilingual("For example: --out report.pdf", "例如：--out 报告.pdf"))
    }
    self = form
  }
}

extension Document {
  /// As text for a terminal.
  public func terminalText(width: Int = 100) -> String { TerminalText(document: self, width: width).written }

  /// As Markdown.
  public var markdown: String { MarkdownText(document: self).written }

  /// As one HTML file.
  public var html: String { HTMLPage(document: self).written }

  /// Writes the document in the form that the file's name asks for; the file is new and whole, or not there.
  /// - Throws: `Failure` for another ending, and where the program that makes this form is missing or fails; `ExistingOutput`;
  ///   `UnwritableOutput`.
  public func write(to path: String, environment: [String: String]) async throws {
    let form = try PaperForm(ofFile: path)
    try OutputFile.refuseExisting(path)
    let bytes =
      switch form {
      case .markdown: Array(markdown.utf8)
      case .html: Array(html.utf8)
      case .pdf: try await PaperMaker.pdf.make(html, environment)
      case .word: try await PaperMaker.word.make(HTMLPage(document: self, isForWord: true).written, environment)
      }
    try OutputFile.create(bytes, at: path)
  }
}

/// Paper from a page.
public enum PaperPrinter {
  /// A page as PDF; the same bytes from the same page.
  /// - Parameter date: what the file says of when it was made.
  /// - Throws: `Failure` where the program that makes it is missing or fails.
  public static func pdf(html: String, date: Date, environment: [String: String]) async throws -> [UInt8] {
    try await PaperMaker.pdf.make(html, environment, madeAt: date)
  }
}

extension Parameter {
  /// `--out FILE`, as every command that makes a document takes it.
  public static let paper = Parameter.option(
    "out", "FILE", Bilingual("write it to a new file: .md, .html, .pdf or .docx", "写入新文件：.md、.html、.pdf 或 .docx"),
    holds: .newFile(PaperForm.allCases.map(\.rawValue)))
}

/// A program of the machine that makes a form that this code does not make itself.
struct PaperMaker {
  let name: String
  /// Where Debian puts it, unless this variable names another place.
  let path: String
  let variable: String
  /// The Debian packages that bring it.
  let packages: String
  /// For what it is needed.
  let purpose: Bilingual

  static let pdf = PaperMaker(
    name: "weasyprint", path: "/usr/bin/weasyprint", variable: "LEVEE_WEASYPRINT",
    packages: "weasyprint fonts-noto-cjk", purpose: Bilingual("A PDF", "PDF 文件"))
  static let word = PaperMaker(
    name: "pandoc", path: "/usr/bin/pandoc", variable: "LEVEE_PANDOC", packages: "pandoc",
    purpose: Bilingual("A Word document", "Word 文件"))

  /// Long documents with many charts take some seconds.
  private static let patience = 120

  /// - Parameter date: what the file says of when it was made; nil for now.
  func make(_ html: String, _ environment: [String: String], madeAt date: Date? = nil) async throws -> [UInt8] {
    let input = Array(html.utf8)
    guard name == "pandoc" else {
      // What it writes of times comes from here, and not from the clock.
      let stamp = date.map { ["SOURCE_DATE_EPOCH=\(Int($0.timeIntervalSince1970))"] } ?? []
      return try await run(environment, ["--quiet", "--encoding", "utf-8", "-"], input: input, variables: stamp)
    }
    return try await run(environment, ["--from", "html", "--to", "docx"], input: input) {
      folder, program throws(ChildFault) in
      try await WordStyles.prepare(folder, program: program, within: Self.patience)
      return ["--data-dir", folder]
    }
  }

  /// Runs the program on an input; its output is a file in a folder of its own, which is named last.
  /// - Parameters:
  ///   - needed: whether an empty output is a fault.
  ///   - prepare: makes ready what the program reads from that folder, and says how it is told.
  func run(
    _ environment: [String: String], _ arguments: [String], input: [UInt8], variables: [String] = [],
    needed: Bool = true,
    prepare: (_ folder: String, _ program: String) async throws(ChildFault) -> [String] = { _, _ in [] }
  ) async throws -> [UInt8] {
    let program = environment[variable] ?? path
    guard access(program, X_OK) == 0 else { throw missing }
    let folder = try Self.privateFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let target = folder + "/paper"
    do throws(ChildFault) {
      let more = try await prepare(folder, program)
      try await ChildProgram.run(
        program, arguments + more + (name == "pandoc" ? ["--output", target] : [target]), input: input,
        environment: variables,
        within: Self.patience)
    } catch {
      throw failed(error.description)
    }
    guard let data = FileManager.default.contents(atPath: target), !data.isEmpty || !needed else {
      throw failed("nothing was made")
    }
    return Array(data)
  }

  private var missing: Failure {
    Failure(
      .unavailable,
      Bilingual(
        "\(purpose.english) is made by the program \(name), which is not installed here.",
        "\(purpose.chinese)由 \(name) 程序生成，本机尚未安装。"),
      advice: Bilingual(
        "Install it (Debian: apt install \(packages)), or write .html or .md.",
        "请安装（Debian：apt install \(packages)），或改写为 .html、.md。"))
  }

  private func failed(_ reason: String) -> Failure {
    Failure(
      .unavailable,
      Bilingual("\(purpose.english) could not be made: \(name) failed.", "\(purpose.chinese)没有生成：\(name) 出错。"),
      advice: Bilingual("Write .html or .md instead, and tell whoever runs this machine.", "请改写为 .html 或 .md，并告知运维人员。"),
      detail: reason)
  }

  /// A folder that nobody else can look into: documents may be secret.
  private static func privateFolder() throws -> String {
    var template = Array("/tmp/levee-paper.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw UnwritableOutput("/tmp") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The styles of Word documents: pandoc's own, with the Chinese fonts that every Word and WPS has, on A4.
private enum WordStyles {
  private static let changes: [(file: String, replace: [(String, String)])] = [
    (
      "docx/word/styles.xml",
      [
        ("w:eastAsiaTheme=\"minorHAnsi\"", "w:eastAsia=\"宋体\""),
        ("w:eastAsiaTheme=\"majorEastAsia\"", "w:eastAsia=\"黑体\""),
        ("w:eastAsia=\"en-US\"", "w:eastAsia=\"zh-CN\""),
      ]
    ),
    ("docx/word/document.xml", [("<w:sectPr />", "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>")]),
  ]

  static func prepare(_ folder: String, program: String, within seconds: Int) async throws(ChildFault) {
    for (file, replace) in changes {
      let path = folder + "/" + file
      try? FileManager.default.createDirectory(
        atPath: folder + "/docx/word", withIntermediateDirectories: true)
      try await ChildProgram.run(
        program, ["--output", path, "--print-default-data-file", file], input: [], within: seconds)
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      var text = String(decoding: data, as: UTF8.self)
      for (from, to) in replace { text = text.replacing(from, with: to) }
      _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
    }
  }
}
