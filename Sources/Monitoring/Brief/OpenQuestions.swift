import Ledger
import Wording
import Workflow

/// What is still to be found out of an incident: what neither the mentions nor anybody of the house has answered.
enum OpenQuestions {
  static func of(_ proposal: SeverityProposal, _ file: CaseFile) -> [Bilingual] {
    var questions: [Bilingual] = []
    let isChecked = file.facts.contains { $0.reliability != .unverified }
    if let atLeast = proposal.atLeast, !isChecked {
      questions.append(Bilingual("Is it true? ", "是否属实？") + atLeast.reason)
    }
    questions += file.facts.filter { $0.reliability == .unverified }.map {
      Bilingual("\($0.reference) is not checked: ", "\($0.reference) 尚未核实：") + Bilingual(same: $0.claim)
    }
    // What an analyst has judged since is known, though the mentions do not tell.
    let judged = file.assessments.last?.factors ?? [:]
    questions += proposal.factors.filter { $0.judged.value == nil && judged[$0.factor] == nil }.map {
      $0.factor.name + Bilingual(": unknown, ", "：未知，") + $0.judged.reason
    }
    return questions
  }
}
