import Testing

@testable import CommandLine

/// Tables and sentences on a terminal: no line is wider than it, no word is broken, nothing is lost.
@Suite struct TableLayoutTests {
  @Test(arguments: [20, 33, 40, 79])
  func noLineIsWiderThanTheTerminal(_ width: Int) {
    let text = "手机充电时起火，三名用户称（未经核实）已向监管部门投诉。Phones catch fire while charging, three users say they complained."
    let lines = Wrapping.lines(text, width: width)
    #expect(lines.allSatisfy { Columns.width(of: $0) <= width }, "\(lines)")
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    for line in lines.dropFirst() { #expect(!"，。（）".contains(line.first ?? "x") || line.first == "（", "\(lines)") }
    for line in lines { #expect(line.last != "（", "\(lines)") }
    let words = Set(text.split { !$0.isASCII || !($0.isLetter) }.map(String.init))
    let shown = Set(lines.flatMap { $0.split { !$0.isASCII || !($0.isLetter) }.map(String.init) })
    #expect(words == shown, "a word is broken: \(shown.symmetricDifference(words))")
  }

  @Test func aWordLongerThanTheLineIsCutWhereItHasToBe() {
    #expect(Wrapping.lines("https://example.org/a/b", width: 10) == ["https://ex", "ample.org/", "a/b"])
    #expect(Wrapping.lines("", width: 10) == [""])
  }

  private func layout(_ width: Int) -> [String] {
    TableLayout(
      columns: [
        .init(label: "Time", cells: ["2 h 5 min", "–"], isText: false),
        .init(label: "Incident", cells: ["I3", "I12"], isText: false),
        .init(
          label: "Title",
          cells: ["The account service leaks names and telephone numbers of customers", "手机充电起火事件"], isText: true),
        .init(
          label: "Do it with", cells: ["levee-leadership command I3 … --monitoring … --response … --logistics …", "–"],
          isText: false),
      ], width: width, colon: ": "
    ).lines
  }

  @Test(arguments: [60, 80, 120])
  func aTableFolds(_ width: Int) {
    let lines = layout(width)
    #expect(lines.allSatisfy { Columns.width(of: $0) <= width }, "\(lines.joined(separator: "\n"))")
    let whole = lines.joined(separator: " ")
    for word in ["telephone", "customers", "手机充电起火事件", "--logistics", "I12"] {
      #expect(whole.contains(word), "\(whole)")
    }
  }

  @Test func whatFitsStaysOnOneLineEach() {
    #expect(layout(400).count == 3)
    // A command line is not broken as long as it fits below its row.
    #expect(layout(80).contains { $0.contains("levee-leadership command I3 … --monitoring … --response …") })
  }
}
