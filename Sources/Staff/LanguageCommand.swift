import CommandLine
import Desk
import Wording
import Workflow

/// In which language a person reads, everywhere: said by themselves, in either.
enum LanguageCommand {
  static let language = Command(
    "language", "使用语言", Bilingual("read everything in this language from now on", "今后所有内容用这种语言显示"),
    [.positional("LANGUAGE", Bilingual("zh-CN or en", "zh-CN 或 en"), choices: .languages)], as: .staff
  ) { invocation in
    guard let language = invocation["LANGUAGE"].flatMap(Language.init(rawValue:)) else { return Reply() }
    try await invocation.ledger.people.read(in: language)
    let said = Bilingual("From now on you read in English.", "今后用中文显示。")
    return Reply(
      Bilingual(same: said[language]),
      fields: [Reply.Field("language", Bilingual("Language", "使用语言"), .text(language.rawValue))])
  }
}
