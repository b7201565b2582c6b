import CommandLine
public import Ledger
import Wording

/// Incidents in a table.
public enum IncidentReply {
  /// One row each, in the order given; when it was opened is by the incident's clock, and an exercise bears its mark.
  public static func table(_ incidents: [Incidents.Summary]) -> Reply.Table {
    Reply.Table(
      "incidents", Bilingual("Incidents:", "事件："),
      columns: [
        ("incident", Bilingual("Id", "编号")), ("severity", Bilingual("Severity", "等级")),
        ("stage", Bilingual("Stage", "阶段")),
        ("opened_at", Bilingual("Opened", "登记时间")), ("title", Bilingual("Title", "标题")),
      ],
      rows: incidents.map {
        [
          .code($0.reference.description), .code($0.severity.rawValue), .named($0.stage.rawValue, $0.stage.name),
          .time($0.openedAt),
          .marked(key: "exercise", .drillMark(of: $0.isExercise), $0.title),
        ]
      }, whenEmpty: Bilingual("No incidents.", "没有事件。"))
  }
}
