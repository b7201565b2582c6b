import Ledger
import Wording

/// The company's own questions, as somebody writes them in Markdown:
///
///     # A section
///     ## The question?
///     What happened, of a case.
///     - [x] an answer that is right
///     - [ ] one that is not
///     > What is said afterwards.
///
/// A numbered list in place of the boxes is a question about an order: as it stands there is right.
struct QuestionBank {
  struct Fault {
    let line: Int
    let sentence: Bilingual
  }

  private(set) var questions: [Trainings.BankQuestion] = []
  private(set) var faults: [Fault] = []

  /// A question that is being read.
  private struct Draft {
    let line: Int
    let question: String
    let section: String
    var story: [String] = []
    var options: [(text: String, isRight: Bool)] = []
    var steps: [String] = []
    var feedback: [String] = []
  }

  init(_ text: String, language: Language) {
    var section = ""
    var draft: Draft?
    for (index, raw) in text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      let number = index + 1
      let line = raw.trimmingCharacters().trimmingPrefix("\u{FEFF}")
      if line.isEmpty { continue }
      if line.hasPrefix("## ") {
        finish(draft, language)
        if section.isEmpty {
          fault(number, "the question stands in no section: begin one with \"# \"", "题目不在任何章节中：请先用“# ”写章节名")
        }
        draft = Draft(line: number, question: line.dropFirst(3).trimmingCharacters(), section: section)
      } else if line.hasPrefix("# ") {
        finish(draft, language)
        draft = nil
        section = line.dropFirst(2).trimmingCharacters()
      } else if draft == nil {
        if !section.isEmpty { fault(number, "a question begins with \"## \"", "题目应以“## ”开头") }
      } else {
        read(line, number, &draft)
      }
    }
    finish(draft, language)
    if questions.isEmpty, faults.isEmpty { fault(1, "there is no question in it", "没有题目") }
  }

  private mutating func read(_ line: some StringProtocol, _ number: Int, _ draft: inout Draft?) {
    if line.hasPrefix("- [") || line.hasPrefix("* [") {
      let mark = line.dropFirst(3).prefix(2)
      guard ["x]", "X]", " ]"].contains(String(mark)) else {
        fault(number, "an answer begins with \"- [x] \" or \"- [ ] \"", "选项应以“- [x] ”或“- [ ] ”开头")
        return
      }
      let text = line.dropFirst(5).trimmingCharacters()
      if text.isEmpty { fault(number, "the answer is empty", "选项没有内容") }
      draft?.options.append((text, mark.first != " "))
    } else if let dot = line.firstIndex(where: { !$0.isNumber }), dot > line.startIndex, ".)、．".contains(line[dot]) {
      let text = line[line.index(after: dot)...].trimmingCharacters()
      if text.isEmpty { fault(number, "the step is empty", "步骤没有内容") }
      draft?.steps.append(text)
    } else if line.hasPrefix(">") {
      draft?.feedback.append(line.dropFirst().trimmingCharacters())
    } else if line.hasPrefix("-") || line.hasPrefix("*") {
      fault(number, "an answer begins with \"- [x] \" or \"- [ ] \"", "选项应以“- [x] ”或“- [ ] ”开头")
    } else if draft?.options.isEmpty == false || draft?.steps.isEmpty == false {
      fault(number, "after the answers only feedback comes, with \"> \"", "选项之后只能写讲解，以“> ”开头")
    } else {
      draft?.story.append(String(line))
    }
  }

  private mutating func finish(_ draft: Draft?, _ language: Language) {
    guard let draft else { return }
    let options = draft.options.isEmpty ? draft.steps : draft.options.map(\.text)
    if !draft.options.isEmpty, !draft.steps.isEmpty {
      fault(draft.line, "the question has both boxes and a numbered list", "一题不能既有选项又有步骤")
    }
    if draft.question.isEmpty { fault(draft.line, "the question is empty", "题目没有内容") }
    if !(2...9).contains(options.count) {
      fault(
        draft.line, "a question has two to nine answers; here are \(options.count)",
        "每题须有 2 至 9 个选项，此题有 \(options.count) 个")
    }
    if Set(options).count < options.count { fault(draft.line, "two answers are the same", "有两个选项相同") }
    let isOrder = draft.options.isEmpty
    let right =
      isOrder
      ? Array(options.indices).map { $0 + 1 }
      : draft.options.indices.filter { draft.options[$0].isRight }.map { $0 + 1 }
    if right.isEmpty { fault(draft.line, "no answer is marked as right", "没有标出正确选项") }
    let story = draft.story.joined(separator: "\n")
    if isOrder, !story.isEmpty { fault(draft.line, "a question about an order has no story", "排序题不写情节") }
    questions.append(
      Trainings.BankQuestion(
        name: "q\(questions.count + 1)" + (language == .chinese ? "-zh" : "-en"), language: language,
        section: draft.section,
        kind: isOrder ? .order : !story.isEmpty ? .situation : right.count == 1 ? .single : .multiple, story: story,
        question: draft.question, options: options, right: right, feedback: draft.feedback.joined(separator: " ")))
  }

  private mutating func fault(_ line: Int, _ english: String, _ chinese: String) {
    faults.append(Fault(line: line, sentence: Bilingual(english, chinese)))
  }
}
