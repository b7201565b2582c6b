import Wording

/// The language of a page, as its tag (BCP 47) names it: which way it is written, what it is called, and in which of our languages
/// the words around its text are.
struct PageLanguage: Sendable, Hashable {
  let tag: String

  init(_ tag: String) { self.tag = tag }

  /// Of the words that are ours.
  var words: Language { primary == "zh" ? .chinese : .english }

  /// What an element says of itself that holds our words in a page of another language; "" where they are of the page's own.
  var attributesOfOurWords: String { ["zh", "en"].contains(primary) ? "" : " lang=\"en\" dir=\"ltr\"" }

  /// `rtl` for the scripts that run from right to left.
  var direction: String {
    if let script = subtags.dropFirst().first(where: { $0.count == 4 }) {
      return Self.rightToLeftScripts.contains(script) ? "rtl" : "ltr"
    }
    return Self.rightToLeft.contains(primary) ? "rtl" : "ltr"
  }

  /// What its speakers call it; its tag where that is not known here.
  var name: String { Self.names[primary] ?? tag }

  private var subtags: [String] { tag.split { $0 == "-" || $0 == "_" }.map { $0.lowercased() } }
  private var primary: String { subtags.first ?? "" }

  private static let rightToLeft: Set = [
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi",
  ]
  private static let rightToLeftScripts: Set = [
    "adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa",
  ]
  private static let names = [
    "zh": "中文", "en": "English", "ar": "العربية", "de": "Deutsch", "es": "Español", "fr": "Français", "he": "עברית",
    "ja": "日本語", "ko": "한국어", "pt": "Português", "ru": "Русский",
  ]
}
