public import CommandLine
public import Ledger
public import Papers
public import Wording
import Workflow

/// A brief that was filed, as people read it.
public enum FiledBrief {
  /// `第 3 期（2026）`, `No. 3 (2026)`.
  public static func number(_ brief: Briefs.Filed, _ language: Language) -> String {
    Bilingual("No. \(brief.number) (\(brief.year))", "\(brief.year) 年第 \(brief.number) 期")[language]
  }

  /// The same as a cell; a program reads `2026-3`.
  public static func number(_ brief: Briefs.Filed) -> Cell {
    .named("\(brief.year)-\(brief.number)", Bilingual(number(brief, .english), number(brief, .chinese)))
  }

  /// Who gets it, by their names.
  public static func recipients(_ brief: Briefs.Filed) -> Cell {
    .values(
      .array(brief.recipients.map(JSONValue.string)),
      Bilingual(
        named(brief, .english).joined(separator: ", "), named(brief, .chinese).joined(separator: "、")))
  }

  private static func named(_ brief: Briefs.Filed, _ language: Language) -> [String] {
    brief.recipients.map { Team(rawValue: $0)?.name[language] ?? $0 }
  }

  /// The document as it was filed, with what filing gave it, and what leaders wrote on it since.
  /// - Throws: `Failure` of one that was erased.
  public static func document(_ brief: Briefs.Filed) throws -> Document {
    guard var document = try? Document(json: brief.paper) else {
      throw Failure(
        .noInput,
        Bilingual("The words of \(brief.reference) were erased by a decision.", "\(brief.reference) 的内容已经决定删除。"))
    }
    let language = document.language
    document.number = number(brief, language)
    document.confidentiality = brief.confidentiality.name[language]
    document.recipients = named(brief, language)
    document.subtitle +=
      Bilingual(
        " · filed by \(brief.personName), \(brief.reference)", " · \(brief.personName)报送，编号 \(brief.reference)")[
        language]
    if !brief.remarks.isEmpty {
      document.blocks.append(.heading(1, Bilingual("Leaders' remarks", "领导批示")[language]))
      document.blocks += brief.remarks.map { remark in
        let done =
          remark.doneAt == nil
          ? Bilingual("not done yet", "尚未办结") : Bilingual("done: \(remark.result)", "已办结：\(remark.result)")
        return .quotation(
          Quotation(
            remark.text, language: language,
            source:
              "\(remark.personName) \(TimeFormat.local(remark.at)) → \(remark.team.name[language])\(Bilingual("; ", "；")[language])\(done[language])"
          ))
      }
    }
    return document
  }
}
