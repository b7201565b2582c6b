import Wording
import Papers
import Workflow

/// The plan as files for a web server: the version in force at the top, each version under its own number, in both languages.
public enum PlanSite {
  /// The pages of a version.
  public static func pages(_ edition: PlanEdition) -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = [("search.js", Array(PlanPage.searchScript.utf8))]
    for language in Language.allCases {
      for folder in ["", "v\(edition.version)/"] {
        let page = PlanPage.html(
          edition, language,
          links: PlanPage.Links(
            translation: pageName(language == .chinese ? .english : .chinese),
            pdf: paperName(language, edition.version, in: folder),
            script: folder.isEmpty ? "search.js" : "../search.js"))
        files.append((folder + pageName(language), Array(page.utf8)))
        if folder.isEmpty, language == edition.mainLanguage { files.append(("index.html", Array(page.utf8))) }
      }
    }
    return files
  }

  /// What becomes paper: by the name of its file, the page that is printed.
  public static func papers(_ edition: PlanEdition) -> [(name: String, html: String)] {
    Language.allCases.map { language in
      (paperName(language, edition.version, in: ""), PlanPage.html(edition, language))
    }
  }

  private static func pageName(_ language: Language) -> String { language.rawValue + ".html" }

  private static func paperName(_ language: Language, _ version: Int, in folder: String) -> String {
    (folder.isEmpty ? "v\(version)/" : "") + "plan.\(language.rawValue).pdf"
  }
}

extension PlanEdition {
  /// Chinese, unless nothing of the plan is in Chinese.
  var mainLanguage: Language {
    content["plan_section"].contains { $0["language"]?.string == Language.chinese.rawValue } ? .chinese : .english
  }
}
