public import Pages
public import Wording

/// A drawing of a document: what is seen, what it is called, and the same as rows for whoever does not see it.
public struct Figure: Sendable {
  public let drawing: Markup
  public let caption: String
  public let rows: Table
}

extension Block {
  /// What is drawn; nil of what is no drawing.
  /// - Parameter language: of the rows' heading.
  public func figure(in language: Language) -> Figure? {
    func say(_ english: String, _ chinese: String) -> String { Bilingual(english, chinese)[language] }
    switch self {
    case .chart(let chart):
      let rows = chart.counts.indices.filter { chart.counts[$0] > 0 }.map { place in
        [
          TimeFormat.local(chart.start.addingTimeInterval(chart.step * Double(place))), "\(chart.counts[place])",
          "\(chart.parts[place])",
        ]
      }
      return Figure(
        drawing: ChartDrawing.svg(chart), caption: chart.caption,
        rows: Table([say("From", "时段"), chart.whole, chart.part], rows, whenEmpty: say("Nothing.", "无。")))
    case .course(let course):
      return Figure(drawing: CourseDrawing.svg(course), caption: course.caption, rows: course.rows(say))
    case .scores(let scores):
      return Figure(
        drawing: ScoreDrawing.svg(scores), caption: scores.caption,
        rows: Table(
          [""] + scores.lines.map(\.label),
          scores.places.enumerated().map { place, name in
            [name] + scores.lines.map { $0.values[place].map(DrawnText.number) ?? "–" }
          }, whenEmpty: say("Nothing.", "无。")))
    case .lines(let lines):
      let rows =
        lines.above.map { ($0.at, [TwoLines.clock($0.at), $0.label, ""]) }
        + lines.below.map { ($0.at, [TwoLines.clock($0.at), "", $0.label]) }
      return Figure(
        drawing: TwoLinesDrawing.svg(lines), caption: lines.caption,
        rows: Table(
          [say("At", "时间"), lines.upper, lines.lower], rows.sorted { $0.0 < $1.0 }.map(\.1),
          whenEmpty: say("Nothing.", "无。")))
    default: return nil
    }
  }
}

extension Course {
  /// Everything that is drawn, in the order of its time: stages, targets with whether they were kept, and how much was said.
  fileprivate func rows(_ say: (String, String) -> String) -> Table {
    let named = marks.map { ($0.at, [TimeFormat.local($0.at), $0.label, "", ""]) }
    let owed = targets.map { target in
      (
        target.due,
        [
          TimeFormat.local(target.due), target.label, target.done.map(TimeFormat.local) ?? "–",
          target.isKept ? kept : missed,
        ]
      )
    }
    let said = heat.filter { $0.count > 0 }.map {
      ($0.at, [TimeFormat.local($0.at), DrawnText.number($0.count) + " " + unit, "", ""])
    }
    return Table(
      [say("At", "时间"), say("What", "事项"), say("Done", "完成"), say("State", "情况")],
      (named + owed + said).sorted { $0.0 < $1.0 }.map(\.1), whenEmpty: say("Nothing.", "无。"))
  }
}
