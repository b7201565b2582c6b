import CommandLine
import Ledger
import Workflow

/// Whether history is unchanged.
enum AuditCommands {
  static let verify = Command(
    "audit verify", Bilingual("compute every hash of the history again", "重新计算并核对全部历史记录"),
    [.positional("INCIDENT", Bilingual("only this incident", "仅核对该事件"), required: false)], as: .reader
  ) { invocation in
    let incident = invocation["INCIDENT"] == nil ? nil : try invocation.reference("INCIDENT", .incident)
    let found = try await invocation.ledger.history.verify(incident)
    var reply = Reply(
      found.faults.isEmpty
        ? Bilingual("The history is unchanged.", "历史记录完好，未被更改。")
        : Bilingual("The history was changed: \(found.faults.count) faults.", "历史记录被更改：\(found.faults.count) 处。"),
      fields: [
        Reply.Field("sealed", Bilingual("Sealed events", "已封存记录"), .number(found.sealed)),
        Reply.Field("unsealed", Bilingual("Not sealed yet", "尚未封存"), .number(found.unsealed)),
      ])
    if !found.faults.isEmpty {
      reply.code = .unhealthy
      reply.tables = [
        Reply.Table(
          "faults",
          columns: [
            ("incident", Bilingual("Incident", "事件")), ("sequence", Bilingual("Place", "次序")),
            ("event", Bilingual("Event", "记录")), ("fault", Bilingual("What", "问题")),
          ],
          rows: found.faults.map {
            [
              .code($0.chain == 0 ? "–" : "I\($0.chain)"), $0.sequence.map(Cell.number) ?? .none, .number($0.event),
              .words(fault($0.fault)),
            ]
          })
      ]
    }
    return reply
  }

  private static func fault(_ fault: String) -> Bilingual {
    switch fault {
    case "missing": Bilingual("missing", "缺失")
    case "gap": Bilingual("a gap in the chain", "链条有缺口")
    case "chain_broken": Bilingual("the chain is broken", "链条断裂")
    case "edited": Bilingual("edited", "被篡改")
    case "reordered": Bilingual("reordered", "次序被改")
    default: Bilingual("inserted", "被插入")
    }
  }
}
