import Dice
import Fuzz
import Testing
import Wording
import Workflow

@testable import Plan

/// A version goes out as Markdown and comes back as it was; whatever is wrong in an edited one is named with its line.
@Suite struct PlanFileTests {
  private func read(_ text: String, _ content: PlaybookContent) throws -> PlanFile {
    PlanFile(text, head: try PlanFile.Head(text), base: content)
  }

  @Test(arguments: Language.allCases) func whatIsWrittenIsReadBack(_ language: Language) async throws {
    let content = try await PlanHouse.content()
    let text = PlanWriter.markdown(content, version: 1, language: language)
    let file = try read(text, content)
    #expect(file.faults.isEmpty, "\(file.faults)")
    #expect(file.checked().isEmpty, "\(file.checked())")
    #expect(PlanDifference.changes(from: content, to: file.content).isEmpty)
    #expect(file.content.saysTheSame(as: content))
    #expect(PlanWriter.markdown(file.content, version: 1, language: language) == text)
  }

  /// The other outline says the same, in another order.
  @Test(arguments: Language.allCases) func thePublicOutlineIsReadBack(_ language: Language) async throws {
    let content = try await PlanHouse.content()
    let text = PlanWriter.markdown(content, version: 1, language: language, outline: .public)
    let own = PlanWriter.markdown(content, version: 1, language: language)
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("# ") || $0.hasPrefix("## ") }
    #expect(
      headings.map { $0.split(separator: " ")[1] }.dropFirst()
        == ["1", "1.1", "1.2", "2", "2.1", "3", "3.1", "4", "4.1", "5", "5.1", "5.2", "6", "6.1", "7", "7.1"])
    if language == .chinese {
      #expect(
        headings.filter { $0.hasPrefix("# ") }.dropFirst()
          == ["# 1 总则", "# 2 组织体系", "# 3 运行机制", "# 4 应急保障", "# 5 监督管理", "# 6 附则", "# 7 附件"])
    }
    // No line is lost, and none is there twice.
    func lines(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("outline") }.sorted()
    }
    #expect(lines(text) == lines(own))
    let file = try read(text, content)
    #expect(file.checked().isEmpty, "\(file.checked())")
    #expect(file.content.saysTheSame(as: content))
    #expect(PlanWriter.markdown(file.content, version: 1, language: language, outline: .public) == text)
    // Out in one, in, and out in the other: what was written from the version itself.
    #expect(PlanWriter.markdown(file.content, version: 1, language: language) == own)
    // What is changed in one is the change in the other.
    let edits = [text, own].map { $0.replacing("| 2 | 20 ", with: "| 2 | 15 ").replacing("（二）", with: "2)") }
    let changed = try edits.map { try read($0, content).content }
    #expect(!changed[0].saysTheSame(as: content) && changed[0].saysTheSame(as: changed[1]))
    // Somebody who went on in Word: prose into its sections, the tables stay where they are.
    let placed = PlanImport(text, into: content, language)
    #expect(placed.placed.map(\.section) == PlanOutline.public.chapters.flatMap(\.sections))
    #expect(placed.content["target"] == content["target"])
    let brought = PlanWriter.markdown(placed.content, version: 1, language: language, outline: .public)
    let faults = try read(brought, content).faults
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test(arguments: [
    ("outline: public", "outline: ours", "own"), ("outline: public\n", "", "标题"),
    ("# 5 监督管理", "# 5 监督", "没有这一章：5 监督"), ("# 5 监督管理", "# 5 监督管理\n\n另有规定。", "其中一节"),
    ("## 5.1 ", "## 5.3 ", "5.2"), ("## 5.2 ", "## 5.1 ", "第 5.1 节在第"), ("## 2.1 ", "", "缺少第 2.1 节"),
    ("# 舆情危机默认预案", "", "缺少标题"),
  ]) func whatIsWrongInThePublicOutlineIsNamed(_ before: String, _ after: String, _ said: String) async throws {
    let content = try await PlanHouse.content()
    let text = PlanWriter.markdown(content, version: 1, language: .chinese, outline: .public)
    try #require(text.contains(before))
    let broken = text.replacing(before, with: after, maxReplacements: 1)
    let faults: [PlanFile.Fault]
    do throws(PlanFileFault) {
      faults = PlanFile(broken, head: try PlanFile.Head(broken), base: content).faults
    } catch {
      faults = [error.fault]
    }
    #expect(faults.contains { $0.reason.chinese.contains(said) }, "\(faults.map { "\($0.line) \($0.reason.chinese)" })")
  }

  /// What an editor does to a line, and what is said of it.
  @Test(arguments: [
    ("| 提交研判报告 | 2 | 20 分钟 |", "| 提交研判报告 | 2 | 二十分 |", "时长"),
    ("| 提交研判报告 | 2 | 20 分钟 | 30 分钟", "| 提交研判报告 | 2 | 30 分钟", "格"),
    ("| 提交研判报告 | 2 |", "| 提交报告 | 2 |", "提交报告"),
    ("| 提交研判报告 | 2 |", "| 事件登记 | 2 |", "重复"),
    ("| 步骤 | 权重 |", "| 步骤 | 重要性 |", "权重"),
    ("## 六、评估与改进", "## 五、评估与改进", "重复"),
    ("## 六、评估与改进", "## 评估与改进", "序号"),
    ("## 六、评估与改进", "", "缺少第六部分"),
    ("# 舆情危机默认预案", "", "标题"),
    ("标题：情况正在核实", "情况正在核实", "标题"),
    ("```模板 首发稿 holding", "```模板 首发稿", "类别"),
    ("| II 级（重大，橙） | 2 | 是 |", "| II 级（重大，橙） | 2 | 也许 |", "是"),
    ("| 公司规模 | 中型 |", "| 公司规模 | 巨大 |", "巨大"),
    ("| 日报时间 | 17:00 |", "| 日报时间 | 25:00 |", "时刻"),
    ("| 日报时间 | 17:00 |\n", "", "日报时间"),
    ("| 100 | 代班人 |", "| 一百 | 代班人 |", "整数"),
    ("| 总经理 | 市场负责人 |", "| 总经理 | 董事长 |", "董事长"),
  ]) func whatIsWrongIsNamedWithItsLine(_ before: String, _ after: String, _ said: String) async throws {
    let content = try await PlanHouse.content()
    let text = PlanWriter.markdown(content, version: 1, language: .chinese)
    try #require(text.contains(before))
    let broken = text.replacing(before, with: after, maxReplacements: 1)
    let file = try read(broken, content)
    let fault = try #require(
      file.faults.first { $0.reason.chinese.contains(said) }, "\(file.faults.map { "\($0.line) \($0.reason.chinese)" })"
    )
    // The line is that of what was edited; of what is missing, that of the table or the end.
    let lines = broken.split(separator: "\n", omittingEmptySubsequences: false)
    if !after.isEmpty, !after.hasPrefix("情况") {
      let place = try #require(lines.firstIndex { $0.hasPrefix(after.split(separator: "\n")[0]) })
      #expect(abs(fault.line - 1 - place) <= 8)
    }
    #expect(fault.line >= 1 && fault.line <= lines.count)
  }

  @Test func aTableWithoutItsSecondLineIsNamed() async throws {
    let content = try await PlanHouse.content()
    let text = PlanWriter.markdown(content, version: 1, language: .chinese)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let heading = try #require(lines.firstIndex { $0.hasPrefix("| 已用时限") })
    lines.remove(at: heading + 1)
    let file = try read(lines.joined(separator: "\n"), content)
    #expect(file.faults.contains { $0.line == heading + 1 && $0.reason.chinese.contains("格式有误") }, "\(file.faults)")
  }

  @Test func aPlanThatNobodyCanWorkByIsNotProposed() async throws {
    let content = try await PlanHouse.content()
    let text = PlanWriter.markdown(content, version: 1, language: .english)
    func findings(_ before: String, _ after: String) throws -> [PlanFile.Fault] {
      try #require(text.contains(before), "\(before)")
      return try read(text.replacing(before, with: after), content).checked()
    }
    let slow = try findings("| submit the assessment | 2 | 20 min |", "| submit the assessment | 2 | 5 h |")
    #expect(slow.map(\.reason.english).contains { $0.hasPrefix("I (red): the steps before the first statement take") })
    let headless = try findings("| leader | 任组长", "| member of leadership | 任组长")
    #expect(headless.map(\.reason.english).contains("no post has this seat: leader"))
    let alone = try findings("| General manager | Head of marketing |\n", "")
    #expect(alone.map(\.reason.english).contains("nobody stands in for: General manager"))
    let blank = try findings(
      "We know that people are affected, and we are sorry.", "We know that {number} people are affected.")
    #expect(blank.map(\.reason.english).contains("the template holding has a blank that nothing fills: {number}"))
    #expect(blank.allSatisfy { $0.line > 1 })
  }

  @Test func aFileThatIsNoPlanIsNotRead() {
    for text in [
      "", "# A plan", "---\nlanguage: en\n---\n# x", "---\nplaybook: one\nlanguage: en\n---",
      "---\nplaybook: 1\nlanguage: fr\n---",
    ] {
      #expect(throws: PlanFileFault.self) { try PlanFile.Head(text) }
    }
    let large = "---\nplaybook: 1\nlanguage: en\n---\n" + String(repeating: "a", count: PlanFile.largest)
    #expect(throws: PlanFileFault.self) { try PlanFile.Head(large) }
  }

  @Test func columnsMayStandInAnyOrderAndAnotherLanguageIsUnderstood() async throws {
    let content = try await PlanHouse.content()
    let text = PlanWriter.markdown(content, version: 1, language: .chinese)
    let turned = text.replacing("| 缺位的岗位 | 由谁代班 |", with: "| 由谁代班 | 缺位的岗位 |")
    let file = try read(turned, content)
    #expect(file.faults.isEmpty)
    #expect(
      file.content["post_stand_in"].contains {
        $0["stand_in"]?.string == "general-manager" && $0["post"]?.string == "head-of-marketing"
      })
    let english = text.replacing("| 品牌 |", with: "| Brand |").replacing("| 100 | 代班人 |", with: "| 100 | stand-in |")
    #expect(try read(english, content).content.saysTheSame(as: content))
  }

  /// Whatever somebody's editor does to a plan, it is read in no time, and faults or a plan come of it.
  @Test func brokenPlansAreReadToTheirEnd() async throws {
    let content = try await PlanHouse.content()
    let text = Array(PlanWriter.markdown(content, version: 1, language: .chinese).unicodeScalars)
    var dice = Dice(seed: 17)
    for _ in 0..<20 {
      var scalars = text
      for _ in 0..<Int.random(in: 0..<(8), using: &dice) + 1 {
        let place = 60 + Int.random(in: 0..<(scalars.count - 100), using: &dice)
        switch Int.random(in: 0..<(4), using: &dice) {
        case 0: scalars.removeSubrange(place..<min(scalars.count, place + Int.random(in: 0..<(200), using: &dice)))
        case 1: scalars.insert(contentsOf: "|#`>\n-*".unicodeScalars, at: place)
        case 2:
          scalars.insert(
            contentsOf: String(repeating: "> ", count: Int.random(in: 0..<(400), using: &dice)).unicodeScalars,
            at: place)
        default: scalars[place] = ["|", "\n", "`", "0", "是"][Int.random(in: 0..<(5), using: &dice)]
        }
      }
      var broken = ""
      broken.unicodeScalars.append(contentsOf: scalars)
      guard let head = try? PlanFile.Head(broken) else { continue }
      let file = PlanFile(broken, head: head, base: content)
      #expect(!file.content["plan_section"].isEmpty)
      _ = file.checked()
    }
  }
}
