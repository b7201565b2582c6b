import CommandLine
import FoundationEssentials
import Ledger
import Wording

/// An assessment as the mentions suggest it, in plain words of one language.
struct AssessmentDraft {
  let proposal: SeverityProposal
  let language: Language

  /// What leadership has to know: how many, since when, where it goes, what it is about, what is not known.
  var summary: String {
    let picture = proposal.picture
    var lines: [Bilingual] = []
    if let first = picture.first {
      let percent = picture.mentions == 0 ? 0 : picture.negative * 100 / picture.mentions
      lines.append(
        Bilingual(
          "\(counted(picture.mentions, "mention")) in \(counted(picture.sources, "source")) since \(TimeFormat.local(first)); \(percent) % are negative.",
          "自 \(TimeFormat.local(first)) 起，\(picture.sources) 个来源共 \(picture.mentions) 条信息，负面占比 \(percent)%。"))
    } else {
      lines.append(Bilingual("No mentions are attached yet.", "还没有关联信息。"))
    }
    if let peak = picture.trend.max(by: { $0.mentions < $1.mentions }), picture.mentions >= 10 {
      lines.append(
        Bilingual(
          "The peak so far was \(peak.mentions) in a quarter of an hour at \(TimeFormat.local(peak.bucket)). \(proposal.trend.sentence.english).",
          "最高峰在 \(TimeFormat.local(peak.bucket))，一刻钟 \(peak.mentions) 条。\(proposal.trend.sentence.chinese)。"))
    }
    if !picture.stories.isEmpty {
      lines.append(Bilingual("What is said:", "主要说法："))
      for story in picture.stories.prefix(3) {
        let said = Columns.cut(story.line, to: 120)
        lines.append(
          Bilingual("- \(said) (\(counted(story.copies, "time")), not verified)", "- \(said)（\(story.copies) 条，未核实）"))
      }
    }
    let questions = self.questions
    if !questions.isEmpty {
      lines.append(Bilingual("Open questions:", "尚待查明："))
      lines += questions.map { Bilingual("- \($0.english)", "- \($0.chinese)") }
    }
    return lines.map { $0[language] }.joined(separator: "\n")
  }

  /// What has to be found out, the most important first.
  var questions: [Bilingual] {
    var questions: [Bilingual] = []
    if let atLeast = proposal.atLeast { questions.append(Bilingual("Is it true? ", "是否属实？") + atLeast.reason) }
    for (factor, judged) in proposal.factors where judged.value == nil {
      questions.append(factor.name + Bilingual(": unknown, ", "：未知，") + judged.reason)
    }
    return questions
  }
}
