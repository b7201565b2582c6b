import CommandLine
import Ledger
import Wording

/// Who has read the playbook, and who is trained: by department, for those who may see it.
public enum ReadingsCommand {
  /// For leadership.
  public static let team = make(as: .team)
  /// For heads of departments, and administrators.
  public static let staff = make(as: .everyone)

  private static func make(as access: Ledger.Access) -> Command {
    Command(
      "readings", "阅知情况",
      Bilingual("who has read the playbook in force and is trained, by department", "各部门现行预案的阅知和培训情况"),
      [.flag("names", Bilingual("who is missing, by name", "列出未阅知人员"))], as: access, to: .show
    ) { invocation in
      let readings = try await invocation.ledger.playbookReadings.departments()
      let trainings = try await invocation.ledger.trainings.departments()
      var tables = [
        table(readings),
        Reply.Table(
          "training", Bilingual("Training of those with a seat", "任职人员培训"),
          columns: [
            ("department", Bilingual("Department", "部门")), ("people", Bilingual("People", "人数")),
            ("trained", Bilingual("Trained", "培训有效")), ("ran_out", Bilingual("Ran out", "已过期")),
            ("never", Bilingual("Never", "未培训")), ("next_end", Bilingual("Next runs out", "最近到期")),
          ],
          rows: trainings.map {
            [
              name($0.name), .number($0.people), .number($0.trained), .number($0.ranOut), .number($0.never),
              $0.nextEnd.map(Cell.time) ?? .none,
            ]
          }),
      ]
      if invocation.has("names") {
        tables.append(missing(try await invocation.ledger.playbookReadings.missing()))
      }
      return Reply(
        readings.first.map {
          Bilingual("Playbook \($0.version) is in force.", "现行预案：第 \($0.version) 版。")
        } ?? Bilingual("There is nothing here that you may see.", "没有您可以查看的部门。"),
        values: ["version": readings.first.map { .integer($0.version) } ?? .null], tables: tables)
    }
  }

  private static func table(_ departments: [PlaybookReadings.Department]) -> Reply.Table {
    Reply.Table(
      "readings", Bilingual("Reading", "阅知"),
      columns: [
        ("department", Bilingual("Department", "部门")), ("people", Bilingual("People", "人数")),
        ("have_read", Bilingual("Have read", "已阅知")), ("missing", Bilingual("Missing", "未阅知")),
        ("missing_since", Bilingual("Missing since", "最早应阅知")), ("told", Bilingual("Told", "已通知")),
        ("unreachable", Bilingual("Not reached", "通知不到")),
      ],
      rows: departments.map {
        [
          name($0.name), .number($0.people), .number($0.haveRead), .number($0.missing),
          $0.missingSince.map(Cell.time) ?? .none, .number($0.told), .number($0.unreachable),
        ]
      })
  }

  private static func missing(_ people: [PlaybookReadings.Missing]) -> Reply.Table {
    Reply.Table(
      "names", Bilingual("Not read yet", "未阅知人员"),
      columns: [
        ("name", Bilingual("Name", "姓名")), ("department", Bilingual("Department", "部门")),
        ("login", Bilingual("Login", "账号")), ("since", Bilingual("Since", "起始")), ("told", Bilingual("Told", "已通知次数")),
        ("problem", Bilingual("Not reached", "未通知到")),
      ],
      rows: people.map {
        [
          .text($0.name), name($0.department), $0.login.isEmpty ? .none : .code($0.login), .time($0.since),
          .number($0.told), $0.problem.isEmpty ? .none : .text($0.problem),
        ]
      }, whenEmpty: Bilingual("Nobody is missing.", "没有未阅知人员。"))
  }

  private static func name(_ department: String) -> Cell {
    department.isEmpty ? .values(.null, Bilingual("not in the list of staff", "不在员工名单")) : .text(department)
  }
}
