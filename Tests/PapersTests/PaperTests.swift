import FoundationEssentials
import Testing
import Wording

@testable import Papers

/// A document says the same in every form, and nothing that somebody wrote becomes markup in any of them.
@Suite struct PaperTests {
  private let hostile = "<script>alert(1)</script> | *bold* [x](y) \u{202E}evil\u{1B}[2J \"'&"
  private let folder = "/tmp/levee-papers-\(UUID().uuidString)"

  private func document(_ language: Language = .chinese) -> Document {
    Document(
      title: "舆情日报：\(hostile)", language: language, subtitle: "截至今日", issuer: "星河科技", number: "第 3 期",
      confidentiality: "内部", recipients: ["张三", "李四"], date: Date(timeIntervalSince1970: 1_700_000_000),
      blocks: [
        .heading(1, "情况"), .paragraph("第一行\n" + hostile), .list(["甲", hostile]), .steps(["先", "后"]),
        .table(Table(["说法", "条数"], [[hostile, "3"]], whenEmpty: "无。")), .table(Table(["空"], [], whenEmpty: "没有记录。")),
        .definitions([Definition("事件", "I3"), Definition(hostile, hostile)]),
        .quotation(Quotation("We are sorry.\n\n" + hostile, language: .english, source: "newsroom")),
        .chart(chart), .course(course),
        .scores(
          ScoreLines(
            caption: hostile, places: ["I1", "I2", hostile], lines: [ScoreLines.Line(hostile, [80, nil, 40.5])])),
        .lines(
          TwoLines(
            caption: hostile, upper: "参演队伍", lower: hostile, above: [TwoLines.Point(60, hostile)],
            below: [TwoLines.Point(-60, "断网"), TwoLines.Point(9000, hostile)])),
        .small("数据截至今日。"),
      ])
  }

  private var course: Course {
    let start = Date(timeIntervalSince1970: 1_700_000_000)
    func later(_ hours: Double) -> Date { start.addingTimeInterval(hours * 3600) }
    return Course(
      caption: hostile, unit: "条/小时", kept: "按时", missed: "超时",
      heat: [Course.Point(start, 3), Course.Point(later(1), 20), Course.Point(later(2), 1)],
      marks: [Course.Mark(start, "研判"), Course.Mark(later(2), hostile)],
      targets: [
        Course.Target("研判报告", start: start, due: later(1), done: later(0.5), isKept: true),
        Course.Target(hostile, start: start, due: later(1), done: nil, isKept: false),
      ])
  }

  private var chart: Chart {
    let start = Date(timeIntervalSince1970: 1_700_000_000)
    return Chart(
      caption: "传播趋势 <b>", whole: "全部信息", part: "其中负面", unit: { "条 / \(Int($0 / 60)) 分钟" },
      points: [(start, 5, 2), (start.addingTimeInterval(950), 1, 0)], until: start.addingTimeInterval(7200),
      shortest: 900)
  }

  @Test func whatSomebodyWroteIsTextInHTML() {
    let html = document().html
    #expect(!html.contains("<script"))
    #expect(!html.contains("\u{202E}") && !html.contains("\u{1B}"))
    #expect(!html.contains("<b>"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(html.contains("<html lang=\"zh-CN\">"))
    // Somebody's English words are English, whatever the document is.
    #expect(html.contains("<div lang=\"en\"><p>We are sorry.</p>"))
    #expect(html.contains("报送：张三、李四") && html.contains("内部 · 第 3 期"))
    #expect(document(.english).html.contains("<html lang=\"en\">"))
  }

  @Test func whatSomebodyWroteIsTextInMarkdown() {
    let markdown = document().markdown
    #expect(markdown.contains("| &lt;script&gt;alert(1)&lt;/script&gt; \\| \\*bold\\* \\[x\\](y) evil"))
    #expect(!markdown.contains("\u{1B}"))
    #expect(markdown.contains("没有记录。"))
    #expect(MarkdownText.escaped("1. not a list") == "1\\. not a list")
    #expect(MarkdownText.escaped("- nor this") == "\\- nor this")
  }

  @Test func aTerminalGetsLinesOfItsWidthWithoutControlCharacters() {
    let text = document().terminalText(width: 60)
    #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
    #expect(text.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 60 })
    #expect(text.contains("── 情况") && text.contains("  │ We are sorry."))
  }

  /// A quiet end shows as empty, not as if it were not there.
  @Test func theAxisOfAChartEndsWhereItIsToldTo() {
    #expect(chart.counts == [5, 1, 0, 0, 0, 0, 0, 0])
    #expect(chart.parts == [2, 0, 0, 0, 0, 0, 0, 0])
    #expect(chart.end == Date(timeIntervalSince1970: 1_700_007_200))
    let drawn = ChartDrawing.svg(chart).written
    #expect(drawn.contains("全部信息") && drawn.contains("其中负面") && drawn.contains("条 / 15 分钟"))
  }

  /// What was filed is read again as it was.
  @Test func aDocumentIsReadFromItsOwnBytes() throws {
    let kept = try document().json
    #expect(try Document(json: kept) == document())
    #expect(try Document(json: kept).json == kept)
  }

  @Test func aFileIsNewAndWholeOrNotThere() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for form in ["md", "html", "pdf", "docx"] {
      let path = folder + "/paper." + form
      try await document().write(to: path, environment: [:])
      let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
      let magic: [String: [UInt8]] = [
        "md": Array("# ".utf8), "html": Array("<!".utf8), "pdf": Array("%PDF".utf8), "docx": Array("PK".utf8),
      ]
      #expect(bytes.starts(with: magic[form] ?? []), "\(form)")
      await #expect(throws: (any Error).self) { try await document().write(to: path, environment: [:]) }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 4)
    await #expect(throws: Failure.self) { try await document().write(to: folder + "/paper.odt", environment: [:]) }
  }

  @Test func theSamePageIsTheSamePaper() async throws {
    let date = Date(timeIntervalSince1970: 1_800_000_000)
    let first = try await PaperPrinter.pdf(html: document().html, date: date, environment: [:])
    #expect(first.starts(with: Array("%PDF".utf8)))
    #expect(try await PaperPrinter.pdf(html: document().html, date: date, environment: [:]) == first)
  }

  @Test("A program that is missing is named with its package", arguments: [("pdf", "weasyprint"), ("docx", "pandoc")])
  func missing(_ form: String, _ program: String) async throws {
    do {
      try await document().write(
        to: folder + "." + form, environment: ["LEVEE_WEASYPRINT": "/nowhere", "LEVEE_PANDOC": "/nowhere"])
      Issue.record("it was written")
    } catch let failure as Failure {
      #expect(failure.sentence.english.contains(program))
      #expect(failure.advice?.chinese.contains("apt install \(program)") == true)
    }
  }
}
