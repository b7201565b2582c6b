import CommandLine
import Ledger
import Records
import Wording
import Workflow

/// Many messages at once: a table that customer service keeps, or one message a line.
extension TeamCommands {
  public static let feedbackImport = Command(
    "feedback import", "导入反馈",
    Bilingual(
      "register many messages, from a table or one a line: all, or nothing", "批量登记反馈（表格，或每行一条）：要么全部登记，要么都不登记"),
    [
      incident,
      .positional(
        "FILE",
        Bilingual(
          "a table with the columns Text, From and Contact, of which the first is needed, or one message a line; - is standard input",
          "表格，须有“内容”列，可有“来源”“联系方式”；或每行一条反馈；- 为标准输入"),
        holds: .file(["csv", "txt"])),
      .option(
        "from", "WHO", Bilingual("who they are, where the table does not say", "表格未写明时的反馈来源"), required: true,
        choices: .senders),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let sender = try invocation.value("from")
    let bytes = try Sheet.bytes(try invocation.value("FILE"))
    let (messages, broken) = try FeedbackSheet.read(bytes, from: sender)
    guard !messages.isEmpty || !broken.isEmpty else {
      throw Failure(.data, Bilingual("There is no message in it; nothing was recorded.", "没有反馈内容。未保存，未改动。"))
    }
    guard messages.count <= FeedbackSheet.most else {
      throw Failure(
        .data,
        Bilingual(
          "These are \(messages.count) messages; 2,000 at once are the most.", "共 \(messages.count) 条，一次最多 2000 条。"),
        advice: Bilingual("Split them.", "请分几次登记。"))
    }
    let count = try await SheetIntake.take(messages, broken: broken, line: \.line, invocation.ledger) {
      ledger, message in
      _ = try await ledger.feedback.add(
        incident, sender: message.sender, contact: message.contact, text: message.text)
      return true
    }
    return try await invocation.done(
      Bilingual("\(counted(count, "message")) registered.", "已登记 \(count) 条反馈。"), on: incident,
      values: ["registered": .integer(count)])
  }
}

/// The messages of a table, or of lines.
private enum FeedbackSheet {
  /// Messages at once: each opens what is owed for it.
  static let most = 2000

  struct Message: Sendable {
    let line: Int
    let sender: String
    let contact: String
    let text: String
  }

  private static let columns = [
    Sheet.Column("text", Bilingual("Text", "内容"), or: ["Message", "反馈内容", "留言"], required: true),
    Sheet.Column("from", Bilingual("From", "来源"), or: ["反馈来源", "身份"]),
    Sheet.Column("contact", Bilingual("Contact", "联系方式"), or: ["电话", "邮箱"]),
  ]

  /// - Parameter sender: whose they are where nothing says.
  static func read(_ bytes: [UInt8], from sender: String) throws -> ([Message], [Sheet.Broken]) {
    guard Sheet.hasHeading(bytes, columns: columns) else {
      return (
        try Sheet.lines(bytes).map { Message(line: $0.line, sender: sender, contact: "", text: $0.text) }, []
      )
    }
    let sheet = try Sheet(bytes, columns: columns)
    var messages: [Message] = []
    var broken = sheet.broken
    for row in sheet.rows {
      let typed = row["from"]
      guard let from = typed.isEmpty ? sender : [Choice].senders.value(of: typed) else {
        broken.append(
          Sheet.Broken(line: row.line, reason: Bilingual("\"\(typed)\" is no one who may ask", "来源“\(typed)”不在可选范围")))
        continue
      }
      messages.append(Message(line: row.line, sender: from, contact: row["contact"], text: row["text"]))
    }
    return (messages, broken)
  }
}
