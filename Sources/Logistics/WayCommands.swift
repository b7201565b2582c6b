import CommandLine
import Desk
import Ledger
import Wording

/// Ways to reach people: how each is, and that one is mended.
enum WayCommands {
  static let list = Command(
    "ways", "通知方式", Bilingual("how each way to reach people is, and what waits for it", "各通知方式是否正常，有多少提醒等着发送"),
    to: .show
  ) { invocation in
    let ways = try await invocation.ledger.notices.ways()
    return Reply(
      tables: [
        Reply.Table(
          "ways",
          columns: [
            ("way", Bilingual("Way", "通知方式")), ("state", Bilingual("State", "状态")),
            ("since", Bilingual("Since", "开始时间")), ("problem", Bilingual("Why", "原因")),
            ("waiting", Bilingual("Waiting", "等待")), ("next", Bilingual("Next try", "下次尝试")),
            ("worked", Bilingual("Last sent", "上次送出")),
          ],
          rows: ways.map {
            [
              .code($0.transport),
              $0.failsSince == nil
                ? .named("works", Bilingual("works", "正常")) : .named("fails", Bilingual("fails", "故障")),
              $0.failsSince.map(Cell.time) ?? .none, .text($0.problem), .number($0.waiting),
              $0.nextAt.map(Cell.time) ?? .none, $0.workedAt.map(Cell.time) ?? .none,
            ]
          }, whenEmpty: Bilingual("There is no way yet. See: levee transport add", "尚无通知方式。见 levee transport add"))
      ])
  }

  static let retry = Command(
    "retry-way", "重试通知",
    Bilingual("say that a way is mended: what waits for it is tried at once", "登记通知方式已修好，马上重发等着的提醒"),
    [.positional("WAY", Bilingual("as `ways` names it", "见 ways"))]
  ) { invocation in
    let way = try invocation.value("WAY")
    return Reply(
      try await invocation.ledger.notices.retry(way: way)
        ? Bilingual(
          "What waits for \(way) is tried at once. It is mended when that gets through; see: levee-logistics ways",
          "等着 \(way) 的提醒马上重发，发出去就算修好。请看：levee-logistics ways")
        : Bilingual("\(way) counts as mended; nothing waits for it.", "\(way) 已修好，没有提醒等着发送。"))
  }
}
