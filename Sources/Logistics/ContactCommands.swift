import CommandLine
import Desk
import Ledger
import Records
import Wording
import Workflow

/// The contacts of the media as a table for a spreadsheet.
enum ContactSheet {
  static let columns = [
    Sheet.Column("name", Bilingual("Name", "姓名"), required: true),
    Sheet.Column("outlet", Bilingual("Outlet", "媒体"), or: ["所属媒体", "单位"]),
    Sheet.Column("beat", Bilingual("Beat", "领域"), or: ["条线", "跑口"]),
    Sheet.Column("language", Bilingual("Language", "语言")),
    Sheet.Column("prefers", Bilingual("Prefers", "首选方式")),
    Sheet.Column("reach", Bilingual("Reach", "联系方式"), or: ["电话", "微信", "邮箱"]),
    Sheet.Column("known_by", Bilingual("Known by", "对接人")),
  ]

  static let importing = Command(
    "contact import", "导入媒体联系人",
    Bilingual("take contacts of the media from a CSV file: all, or nothing", "从 CSV 导入媒体联系人：要么全部登记，要么都不登记"),
    [ResourceSheet.file]
  ) { invocation in
    let people = try await ResourceSheet.people(invocation)
    return try await ResourceSheet.take(try invocation.value("FILE"), columns, invocation) { ledger, row in
      try await ledger.contacts.put(try entry(row, people: people))
    }
  }

  static let exporting = Command(
    "contact export", "导出媒体联系人", Bilingual("write the contacts of the media as CSV", "把媒体联系人导出为 CSV"),
    [ResourceSheet.output], to: .show
  ) { invocation in
    let rows = try await invocation.ledger.contacts.list().map(\.entry).map { entry in
      [
        entry.name, entry.outlet, entry.beat,
        entry.language == .chinese
          ? Bilingual("Chinese", "中文")[invocation.language] : Bilingual("English", "英文")[invocation.language],
        entry.prefers, entry.reach, entry.knownBy,
      ]
    }
    return try ResourceSheet.give(
      Sheet.csv(columns, rows, language: invocation.language), rows.count, invocation)
  }

  private static func entry(_ row: Sheet.Row, people: [String: String]) throws -> MediaContacts.Entry {
    let typed = row["language"]
    guard let language = typed.isEmpty ? "zh-CN" : [Choice].languages.value(of: typed) else {
      throw Failure(.data, Bilingual("\"\(typed)\" is neither Chinese nor English", "语言“\(typed)”应为中文或英文"))
    }
    return MediaContacts.Entry(
      name: row["name"], outlet: row["outlet"], beat: row["beat"], language: Language(rawValue: language) ?? .chinese,
      prefers: row["prefers"], reach: row["reach"], knownBy: try ResourceSheet.person(row["known_by"], people))
  }
}
