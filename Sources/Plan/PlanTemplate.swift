import Wording
import Workflow

/// A template of the playbook as a fenced block: ` ```模板 首发稿 holding `, its title, an empty line, its text.
enum PlanTemplate {
  private static let word = Bilingual("template", "模板")
  private static let title = Bilingual("Title: ", "标题：")

  static func written(_ row: PlaybookContent.Row, _ language: Language) -> (info: String, text: String) {
    let kind = PlanChoice.templateKinds.first { $0.code == row["kind"]?.string }?.name[language] ?? ""
    return (
      [word[language], kind.replacing(" ", with: "-"), row["name"]?.string ?? ""].joined(separator: " "),
      title[language] + (row["title"]?.string ?? "") + "\n\n" + (row["body"]?.string ?? "")
    )
  }

  /// Whether a block's info begins a template; other fenced blocks are prose.
  static func isOne(info: String) -> Bool {
    info.split(separator: " ").first.map { $0 == word.english || $0 == word.chinese } ?? false
  }

  /// - Returns: nil where it is none, with what is wrong added.
  static func read(info: String, text: String, language: Language, line: Int, wrong: inout [PlanRows.Wrong])
    -> PlaybookContent.Row?
  {
    let words = info.split(separator: " ").map(String.init)
    guard words.count == 3 else {
      wrong.append(
        (
          line,
          Bilingual(
            "a template's first line says: template, its kind, its name", "模板的第一行须写：模板 类别 名称")
        ))
      return nil
    }
    guard let kind = PlanChoice.meant(by: words[1].replacing("-", with: " "), among: PlanChoice.templateKinds) else {
      wrong.append((line, Bilingual("there is no kind of template called \(words[1])", "没有“\(words[1])”这种模板")))
      return nil
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = lines.first.map(String.init) ?? ""
    guard let prefix = [title.chinese, title.english, "标题:", "Title："].first(where: { first.hasPrefix($0) }) else {
      wrong.append((line + 1, Bilingual("a template begins with its title: “Title: …”", "模板开头须写标题：“标题：……”")))
      return nil
    }
    let body = lines.dropFirst().joined(separator: "\n").trimmingCharacters()
    guard !body.isEmpty else {
      wrong.append((line, Bilingual("the template \(words[2]) says nothing", "模板“\(words[2])”没有内容")))
      return nil
    }
    return [
      "name": .string(words[2]), "kind": .string(kind.code), "language": .string(language.rawValue),
      "title": .string(first.dropFirst(prefix.count).trimmingCharacters()), "body": .string(body),
    ]
  }
}
