import CommandLine
import Desk
import Ledger
import Wording

/// Files of a case: kept, listed, written out again.
enum AttachmentCommands {
  static let attach = Command(
    "attach", "添加附件",
    Bilingual("keep a file with an incident: a screenshot, a document; 20 MB at most", "为事件保存附件（截图、文件），最大 20 MB"),
    [
      TeamCommands.incident, .positional("FILE", Bilingual("the file", "文件"), holds: .file([])),
      .option("note", "TEXT", Bilingual("what it shows", "说明")),
    ], as: .reader
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let path = try invocation.value("FILE")
    let bytes = try Input.bytes(path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let file = try await invocation.ledger.attachments.add(
      bytes, named: name, type: mediaType(of: bytes), note: try invocation.text("note", default: ""), to: incident)
    return Reply(
      Bilingual("\(file) is kept: \(bytes.count) bytes.", "附件 \(file) 已保存：\(bytes.count) 字节。"),
      fields: [Reply.Field("attachment", Bilingual("Attachment", "附件"), .code(file.description))])
  }

  /// What a file is, by how it begins.
  /// - Source: the signatures of the formats' own specifications: PNG, JPEG, GIF, PDF, ZIP (also DOCX and XLSX).
  private static func mediaType(of bytes: [UInt8]) -> String {
    let signatures: [([UInt8], String)] = [
      ([0x89, 0x50, 0x4E, 0x47], "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
      ([0x47, 0x49, 0x46, 0x38], "image/gif"),
      ([0x25, 0x50, 0x44, 0x46], "application/pdf"), ([0x50, 0x4B, 0x03, 0x04], "application/zip"),
    ]
    if let found = signatures.first(where: { bytes.starts(with: $0.0) }) { return found.1 }
    return String(validating: bytes, as: UTF8.self) == nil ? "application/octet-stream" : "text/plain"
  }

  static let list = Command(
    "attachments", "附件", Bilingual("the files of an incident", "查看事件附件"), [TeamCommands.incident], as: .reader,
    to: .show
  ) { invocation in
    let files = try await invocation.ledger.attachments.list(try invocation.reference("INCIDENT", .incident))
    return Reply(
      tables: [
        Reply.Table(
          "attachments",
          columns: [
            ("attachment", Bilingual("Id", "编号")), ("name", Bilingual("Name", "名称")), ("type", Bilingual("Type", "类型")),
            ("bytes", Bilingual("Bytes", "字节")), ("note", Bilingual("Shows", "说明")), ("person", Bilingual("Who", "人员")),
            ("at", Bilingual("When", "时间")), ("sha256", Bilingual("SHA-256", "校验码")),
          ],
          rows: files.map {
            [
              .code($0.reference.description), .text($0.name), .code($0.mediaType), .number($0.size), .text($0.note),
              .text($0.person), .time($0.at), .code($0.digest),
            ]
          }, whenEmpty: Bilingual("No files.", "暂无附件。"))
      ])
  }

  static let save = Command(
    "attachment save", "导出附件", Bilingual("write an attached file out", "导出附件"),
    [
      .positional("ATTACHMENT", Bilingual("for example E3", "如 E3")),
      .option(
        "out", "FILE", Bilingual("where to; its own name here if not said", "输出文件，默认以原名存入当前目录"), holds: .newFile([])),
    ], as: .reader, to: .show
  ) { invocation in
    let (name, bytes) = try await invocation.ledger.attachments.read(
      try invocation.reference("ATTACHMENT", .attachment))
    // A name from outside leads nowhere but here.
    let own = name.split(separator: "/").last.map(String.init) ?? "attachment"
    let path = invocation["out"] ?? (own.hasPrefix(".") ? "attachment" + own : own)
    try OutputFile.create(bytes, at: path)
    return Reply(
      Bilingual("Written.", "已导出。"), fields: [Reply.Field("file", Bilingual("File", "文件"), .text(path))])
  }
}
