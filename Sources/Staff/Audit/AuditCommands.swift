import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Transports
import Wording
import Workflow

/// Whether history is unchanged; where it stood; and all of it for somebody else to verify.
enum AuditCommands {
  static let verify = Command(
    "audit verify", "核对历史", Bilingual("compute the checksums of the whole history again", "重新计算并核对全部历史记录"),
    [
      .positional("INCIDENT", Bilingual("only this incident", "仅核对该事件"), required: false),
      .option(
        "checkpoint", "FILE", Bilingual("a checkpoint that was kept elsewhere", "另行保管的存证点文件"), holds: .file(["json"])),
      .option("code", "CODE", Bilingual("the code of a checkpoint, from paper or mail", "纸面或邮件中的存证点校验码")),
    ], as: .reader, to: .runAtTerminals
  ) { invocation in
    let incident = invocation["INCIDENT"] == nil ? nil : try invocation.reference("INCIDENT", .incident)
    if let incident { _ = try await invocation.ledger.incidents.find(incident) }
    let found = try await invocation.ledger.history.verify(incident)
    var faults = found.faults.map { fault -> [Cell] in
      [
        .code(chain(fault.chain)), fault.sequence.map(Cell.number) ?? .none, .number(fault.event),
        .named(fault.fault, Self.fault(fault.fault)),
      ]
    }
    let signatures = try await invocation.ledger.history.signatures(incident)
    let broken = signatures.filter { !$0.holds }
    let known = Set(found.faults.filter { $0.fault == "signature_false" }.map(\.event))
    faults += broken.filter { !known.contains($0.event) }.map {
      [.none, .none, .number($0.event), .named("signature_false", Self.fault("signature_false"))]
    }
    faults += try await checkpointFaults(invocation)
    var reply = Reply(
      faults.isEmpty
        ? Bilingual("The history is unchanged.", "历史记录完好，没有改动。")
        : Bilingual("The history was changed: \(faults.count) faults.", "有人改动了历史记录：\(faults.count) 处。"),
      fields: [
        Reply.Field("sealed", Bilingual("Sealed events", "已存证"), .number(found.sealed)),
        Reply.Field("unsealed", Bilingual("Not sealed yet", "待存证"), .number(found.unsealed)),
        Reply.Field("erased", Bilingual("Texts erased by decision", "经批准删除的文字"), .number(found.erased.count)),
        Reply.Field(
          "signatures", Bilingual("Signed approvals", "已签名的批准"), .number(signatures.count - broken.count)),
      ])
    if !faults.isEmpty {
      reply.code = .unhealthy
      reply.tables = [
        Reply.Table(
          "faults",
          columns: [
            ("incident", Bilingual("Incident", "事件")), ("sequence", Bilingual("Place", "次序")),
            ("event", Bilingual("Event", "记录")), ("fault", Bilingual("What", "问题")),
          ], rows: faults)
      ]
    }
    return reply
  }

  static let duties = Command(
    "audit duties", "核对待办",
    Bilingual("compare what is owed with what the steps say; repairs nothing", "核对待办和各步骤的记录是否一致（只核对，不修改）"), [],
    as: .reader, to: .runAtTerminals
  ) { invocation in
    let differences = try await invocation.ledger.dutyAudit.differences()
    guard !differences.isEmpty else {
      return Reply(Bilingual("What is owed is what the steps say.", "待办和各步骤的记录一致。"))
    }
    var reply = Reply(
      Bilingual(
        "\(differences.count) duties or gates are not what the steps say. Tell whoever maintains Levee; nothing was changed.",
        "有 \(differences.count) 项待办或条件和步骤记录对不上。未保存，未改动。请告知 Levee 维护人员。"))
    reply.code = .unhealthy
    reply.tables = [
      Reply.Table(
        "differences",
        columns: [
          ("incident", Bilingual("Incident", "事件")), ("kind", Bilingual("What", "事项")),
          ("subject", Bilingual("About", "对象")), ("fault", Bilingual("Fault", "问题")),
        ],
        rows: differences.map { difference in
          [
            .code(difference.incident.description),
            .named(
              difference.kind,
              DutyKind(rawValue: difference.kind)?.name ?? Gate(rawValue: difference.subject)?.name
                ?? Bilingual(same: difference.kind)), .code(difference.subject),
            .named(
              difference.fault == .missing ? "missing" : "surplus",
              difference.fault == .missing
                ? Bilingual("is owed, and not on the list", "该列的没有列")
                : Bilingual("is on the list, and not owed", "列了不该列的")),
          ]
        })
    ]
    return reply
  }

  private static func chain(_ chain: Int) -> String { chain == 0 ? "–" : "I\(chain)" }

  private static func checkpointFaults(_ invocation: Invocation) async throws -> [[Cell]] {
    var code = invocation["code"]?.lowercased()
    var heads: [Checkpoints.Head] = []
    if let file = invocation["checkpoint"] {
      do {
        let kept = try JSONDecoder().decode(CheckpointFile.self, from: Data(try Input.bytes(file)))
        code = kept.code
        heads = kept.heads
      } catch is DecodingError {
        throw Failure(.data, Bilingual("\(file) is not a checkpoint.", "\(file) 不是存证点文件。"))
      }
    }
    guard let code else { return [] }
    guard code.count == 64, code.allSatisfy(\.isHexDigit) else {
      throw Failure(
        .usage, Bilingual("A checkpoint's code is 64 hexadecimal digits.", "存证点校验码是 64 位的数字和 a–f 字母。"))
    }
    return try await invocation.ledger.checkpoints.verify(code: code, heads: heads).map {
      [
        $0.chain.map { .code(chain($0)) } ?? .none, $0.sequence.map(Cell.number) ?? .none, .none,
        .named($0.fault, fault($0.fault)),
      ]
    }
  }

  /// A checkpoint as it is kept: the time is for people.
  private struct CheckpointFile: Codable {
    var levee = "checkpoint"
    let id: Int
    let at: String
    let code: String
    let heads: [Checkpoints.Head]
  }

  static let checkpoint = Command(
    "audit checkpoint", "生成存证点",
    Bilingual("say where the chains stand, to keep outside the database", "生成存证点，供您在数据库之外保管"),
    [
      .option("out", "FILE", Bilingual("write it to a file", "写入文件"), holds: .newFile(["json"])),
      .option("mail", "ADDRESS", Bilingual("mail it, with sendmail", "用 sendmail 寄出")),
    ], as: .reader, to: .runAtTerminals
  ) { invocation in
    let taken = try await invocation.ledger.checkpoints.take()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let json = try encoder.encode(
      CheckpointFile(id: taken.id, at: TimeFormat.iso(taken.at), code: taken.code, heads: taken.heads))
    if let file = invocation["out"] { try OutputFile.write(Array(json), to: file) }
    if let address = invocation["mail"] {
      guard Mail.isAddress(address) else {
        throw Failure(.usage, Bilingual("\"\(address)\" is not one mail address.", "“\(address)”不是一个邮件地址。"))
      }
      do throws(TransportFault) {
        try await Mail.send(
          to: address, subject: "Levee checkpoint \(taken.id) \(taken.code)",
          body: String(decoding: json, as: UTF8.self), environment: ProcessInfo.processInfo.environment)
      } catch {
        throw Failure(
          .unavailable,
          Bilingual("The mail was not taken; the checkpoint is made: \(taken.code)", "邮件没有寄出。存证点已生成：\(taken.code)"),
          advice: Bilingual(
            "Keep the code another way, or set LEVEE_SENDMAIL.", "请另行保管校验码，或设置 LEVEE_SENDMAIL。"),
          detail: error.description)
      }
    }
    return Reply(
      Bilingual(
        "Checkpoint \(taken.id). Keep the code outside the database: on paper, in a mail, in another house.",
        "存证点 \(taken.id)。请把校验码保存在数据库之外：写在纸上、寄出邮件或交其他单位保管。"),
      fields: [
        Reply.Field("at", Bilingual("At", "时间"), .time(taken.at)),
        Reply.Field("code", Bilingual("Code", "校验码"), .code(taken.code)),
        Reply.Field("chains", Bilingual("Chains", "记录串"), .number(taken.heads.count)),
      ]
        + (invocation["out"].map { [Reply.Field("file", Bilingual("File", "文件"), .text($0))] } ?? [])
        + (invocation["mail"].map { [Reply.Field("mailed", Bilingual("Mailed to", "已寄往"), .text($0))] } ?? []))
  }

  static let export = Command(
    "audit export", "导出存证",
    Bilingual("write an incident's history for a third party to verify", "导出事件的历史记录，供第三方核对"),
    [
      TeamCommands.incident,
      .option("out", "FOLDER", Bilingual("where to", "目标目录"), required: true, holds: .ofMachine),
      .flag("without-texts", Bilingual("checksums only, no texts", "只含校验码，不含文字")),
    ], as: .reader, to: .runAtTerminals
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let folder = try invocation.value("out")
    let bundle = EvidenceBundle(
      evidence: try await invocation.ledger.history.evidence(incident, withTexts: !invocation.has("without-texts")),
      summary: try await invocation.ledger.incidents.find(incident),
      timeline: try await invocation.ledger.history.timeline(incident),
      names: try await invocation.ledger.people.names(),
      clocks: try await invocation.ledger.statutoryClocks.of(incident), language: invocation.language)
    try bundle.write(to: folder)
    return Reply(
      Bilingual(
        "The evidence of \(incident) is written. To verify: python3 \(folder)/verify.py \(folder)/evidence.json",
        "\(incident) 的存证已导出。核对方法：python3 \(folder)/verify.py \(folder)/evidence.json"),
      fields: [
        Reply.Field("folder", Bilingual("Folder", "目录"), .text(folder)),
        Reply.Field("events", Bilingual("Events", "记录"), .number(bundle.evidence.events.count)),
        Reply.Field("texts", Bilingual("Texts", "文字"), .number(bundle.evidence.texts.count)),
      ])
  }

  private static func fault(_ fault: String) -> Bilingual {
    switch fault {
    case "missing": Bilingual("missing", "缺少")
    case "gap": Bilingual("a gap in the chain", "记录有缺号")
    case "chain_broken": Bilingual("the chain is broken", "记录不连续")
    case "edited": Bilingual("edited", "有人改动")
    case "reordered": Bilingual("reordered", "次序有改动")
    case "text_edited": Bilingual("the text does not fit its checksum", "文字与校验码不符")
    case "row_missing": Bilingual("the row is missing", "记录缺失")
    case "row_without_event": Bilingual("a row that no event knows", "多出的记录")
    case "signature_false": Bilingual("the signature does not hold", "签名无效")
    case "signature_missing": Bilingual("an approval without the signature that was due", "批准缺少应有的签名")
    case "rewritten": Bilingual("not what the checkpoint says: rewritten", "与存证点不符：有人改写")
    case "checkpoint_unknown": Bilingual("no record leads to this checkpoint", "没有记录能对上该存证点")
    default: Bilingual("inserted", "有人插入")
    }
  }
}
