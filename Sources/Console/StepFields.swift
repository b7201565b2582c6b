import CommandLine
import Desk
import Pages
import Wording

/// A step's questions as the fields of its form.
extension StepPage {
  func fields(_ question: Step.Question) -> [FormField] { fields(question, nil) }

  /// A question's field; of a file that is text two, of which either is filled in.
  func fields(_ question: Step.Question, _ known: [(value: String, label: String)]?) -> [FormField] {
    guard case .file(let endings, let isText) = question.kind else { return [field(question, known)] }
    let bound = sheet.say("20 MB at most", "最大 20 MB")
    var file = FormField(
      question.name, label: question.label[sheet.language],
      help: question.help[sheet.language] + sheet.say("; ", "；") + bound,
      kind: .file(endings), isRequired: question.isRequired && !isText)
    guard isText else { return [file] }
    var paste = FormField(
      Self.pasted + question.name, label: sheet.say("Or paste it here", "或粘贴到这里"), kind: .text,
      values: question.values)
    file.isEither = question.isRequired
    paste.isEither = question.isRequired
    return [file, paste]
  }

  private func field(_ question: Step.Question, _ known: [(value: String, label: String)]?) -> FormField {
    let language = sheet.language
    let kind: FormField.Kind =
      switch question.kind {
      case .line where known != nil: .choice(known ?? [])
      case .line: .line
      case .text: .text
      case .several where !question.suggestions.isEmpty: .boxes(question.suggestions.map { ($0, $0) })
      case .several: .several
      case .flag: .flag
      case .file(let endings, _): .file(endings)
      case .choice(let choices): .choice(choices.map { ($0.value, Self.shown($0, language)) })
      case .choices(let choices): .boxes(choices.map { ($0.value, Self.shown($0, language)) })
      }
    let isFlag = if case .flag = question.kind { true } else { false }
    let help = question.help[language]
    let several = if case .several = kind { sheet.say("; one a line", "；一行一项") } else { "" }
    return FormField(
      (question.isDrafted ? Self.drafted : "") + question.name,
      label: isFlag ? help.prefix(1).uppercased() + help.dropFirst() : question.label[language],
      help: isFlag ? "" : help + several,
      kind: kind, values: question.values, isRequired: question.isRequired,
      suggestions: question.suggestions.map { ($0, $0) })
  }

  private static func shown(_ choice: Choice, _ language: Language) -> String {
    let name = choice.name[language]
    return name == choice.value
      ? name : ["I", "II", "III", "IV"].contains(choice.value) ? choice.value + " " + name : name
  }
}
