import CommandLine
public import Wording

/// What a command says, for somebody who has its form and no line: a parameter is called as its field is.
extension Step {
  /// The same sentence, with the fields in place of options and places.
  public func onPages(_ words: Bilingual) -> Bilingual {
    Bilingual(onPages(words.english, .english), onPages(words.chinese, .chinese))
  }

  /// The same failure, with the fields in place of options and places.
  public func onPages(_ failure: Failure) -> Failure {
    Failure(
      failure.code, onPages(failure.sentence), list: failure.list.map(onPages), advice: failure.advice.map(onPages),
      detail: failure.detail, name: failure.name)
  }

  private func onPages(_ words: String, _ language: Language) -> String {
    let labels = parameters.reduce(into: [Substring: String]()) { labels, parameter in
      let label = Self.label(parameter)[language]
      let quoted = language == .chinese ? "“\(label)”" : "\"\(label)\""
      if parameter.isPositional {
        labels[Substring(parameter.name)] = quoted
      } else {
        labels["--" + parameter.name[...]] = quoted
        if let word = OptionWords.chinese[parameter.name] { labels["--" + word[...]] = quoted }
      }
    }
    // What is no parameter of this step stays what it is.
    return words.replacing(/--[\p{L}][\p{L}-]*|\b[A-Z]{3,}\b/) { found in labels[found.output] ?? String(found.output) }
  }
}
