import Testing
import Wording
import Workflow

@testable import Plan

/// What changed between versions, bringing two people's changes together, plain words, and the published page.
@Suite struct PlanVersionTests {
  private func changed(
    _ content: PlaybookContent, _ part: String, _ change: (inout PlaybookContent.Row) -> Void,
    where is: (PlaybookContent.Row) -> Bool
  ) -> PlaybookContent {
    var content = content
    for index in content[part].indices where `is`(content[part][index]) { change(&content[part][index]) }
    return content
  }

  @Test func aDifferenceNamesTheNumberAndNothingElse() async throws {
    let old = try await PlanHouse.content()
    let new = changed(old, "target", { $0["within"] = .string("PT25M") }) {
      $0["name"]?.string == "assess" && $0["severity"]?.string == "II"
    }
    let changes = PlanDifference.changes(from: old, to: new)
    #expect(changes.count == 1)
    #expect(changes.first?.what.chinese == "各步时限：提交研判报告、II 级（重大，橙）：时限")
    #expect(changes.first?.before.chinese == "30 分钟" && changes.first?.after.chinese == "25 分钟")
    // The same length in other words is no change.
    let same = changed(old, "target", { $0["within"] = .string("PT30M0S") }) {
      $0["name"]?.string == "assess" && $0["severity"]?.string == "II"
    }
    #expect(PlanDifference.changes(from: old, to: same).isEmpty)
  }

  @Test func changesOfTwoPeopleComeTogether() async throws {
    let base = try await PlanHouse.content()
    let mine = changed(base, "target", { $0["within"] = .string("PT25M") }) {
      $0["name"]?.string == "assess" && $0["severity"]?.string == "II"
    }
    let theirs = changed(base, "target", { $0["within"] = .string("PT50M") }) {
      $0["name"]?.string == "assess" && $0["severity"]?.string == "III"
    }
    let both = PlanMerge(base: base, mine: mine, theirs: theirs)
    #expect(both.conflicts.isEmpty)
    let changes = PlanDifference.changes(from: base, to: both.content)
    #expect(Set(changes.map(\.after.english)) == ["25 min", "50 min"])

    let other = changed(base, "target", { $0["within"] = .string("PT10M") }) {
      $0["name"]?.string == "assess" && $0["severity"]?.string == "II"
    }
    let conflict = PlanMerge(base: base, mine: mine, theirs: other)
    #expect(conflict.conflicts.count == 1 && conflict.conflicts.first?.part == "target")
    #expect(PlanDifference.changes(from: base, to: conflict.content).map(\.after.english) == ["25 min"])

    // Taken away by one, changed by the other: it stays, and is said.
    var without = base
    without["plan_term"].removeAll { $0["term_en"]?.string == "command" }
    let reworded = changed(base, "plan_term", { $0["means_en"] = .string("An order") }) {
      $0["term_en"]?.string == "command"
    }
    let kept = PlanMerge(base: base, mine: without, theirs: reworded)
    #expect(kept.conflicts.count == 1)
    #expect(kept.content["plan_term"].contains { $0["means_en"]?.string == "An order" })
  }

  @Test func paragraphsOfTwoPeopleComeTogether() {
    #expect(PlanMerge.paragraphs("a\n\nb\n\nc", "a1\n\nb\n\nc", "a\n\nb\n\nc1") == "a1\n\nb\n\nc1")
    #expect(PlanMerge.paragraphs("a\n\nb", "a\n\nnew\n\nb", "a\n\nb") == "a\n\nnew\n\nb")
    #expect(PlanMerge.paragraphs("a\n\nb", "a\n\nb", "b") == "b")
    #expect(PlanMerge.paragraphs("a\n\nb", "x\n\nb", "y\n\nb") == nil)
    #expect(PlanMerge.paragraphs("a\n\nb", "x\n\nb", "x\n\nb") == "x\n\nb")
  }

  @Test func theDefaultPlanSpeaksPlainlyAndAJargonOneIsWarned() async throws {
    let content = try await PlanHouse.content()
    #expect(PlainWords.warnings(content).isEmpty, "\(PlainWords.warnings(content).map(\.reason.chinese))")
    let worse = changed(
      content, "plan_section", { $0["body"] = .string("我们要打出组合拳，形成闭环。\n\n" + String(repeating: "很长的句子，", count: 20)) }
    ) {
      $0["section"]?.string == "risks" && $0["language"]?.string == "zh-CN"
    }
    let reasons = PlainWords.warnings(worse).map(\.reason.chinese)
    #expect(
      reasons.contains { $0.contains("组合拳") } && reasons.contains { $0.contains("闭环") }
        && reasons.contains { $0.contains("120 字") })
  }

  @Test func whatSomebodyWroteIsTextOnThePage() async throws {
    let content = try await PlanHouse.content()
    let hostile = changed(
      content, "plan_section",
      {
        $0["body"] = .string(
          "x <script>alert(1)</script> [x](javascript:alert(1)) **bold** <b>no</b> ![p](http://x/y.png)")
      }
    ) { $0["section"]?.string == "risks" }
    let edition = PlanEdition(
      content: hostile, version: 2, company: Bilingual("A<B", "甲<乙"), approval: nil, nextReview: nil)
    for language in Language.allCases {
      let html = PlanPage.html(edition, language)
      #expect(
        !html.contains("<script>") && !html.contains("javascript:") && !html.contains("<b>") && !html.contains("<img"))
      #expect(html.contains("<strong>bold</strong>") && html.contains("&lt;script&gt;"))
      #expect(html == PlanPage.html(edition, language))
      #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
    }
    #expect(PlanPage.html(edition, .chinese).contains("报审稿，尚未生效"))
  }

  /// What made printed pages break: a column of single characters, a word wider than the page, a chart higher than it.
  @Test func longNamesAndManyPostsKeepToThePage() async throws {
    var content = try await PlanHouse.content()
    let word = String(repeating: "Öffentlichkeitsarbeit", count: 3)
    content["post"] += (0..<60).map { number in
      [
        "post": .string("liaison-\(number)"), "title_zh": .string("联络员\(number)"), "title_en": .string(word),
        "seats": .string("monitoring:member"), "answers_for_zh": .string("联络"), "answers_for_en": .string("Liaison"),
        "position": .integer(100 + number),
      ]
    }
    let edition = PlanEdition(content: content, version: 2, company: Bilingual("", ""), approval: nil, nextReview: nil)
    let html = PlanPage.html(edition, .chinese)
    #expect(html.contains("<td class=\"short\">数据泄露</td>") && html.contains("另有 "))
    #expect(!html.contains("成员：联络员59"))
    let english = PlanPage.html(edition, .english)
    #expect(english.contains("<td class=\"long\">\(word)</td>"))
    #expect(english.contains("class=\"wide few\"") && english.contains("<p class=\"lead\">"))
  }

  @Test func everyPostHasACardWithItsTimes() async throws {
    let cards = RoleCard.all(try await PlanHouse.content())
    #expect(cards.count == 8)
    let pr = try #require(cards.first { $0.post == "pr-manager" })
    #expect(pr.calls.map(\.english) == ["General manager", "Head of technical support"])
    let assess = try #require(pr.acts.first { $0.command == "levee-monitoring assess" })
    #expect(assess.within == ["PT20M", "PT30M", "PT1H", "PT4H"])
    #expect(pr.acts.contains { $0.command == "levee-monitoring acknowledge" })
    let logistics = try #require(cards.first { $0.post == "it-operations" })
    #expect(!logistics.acts.contains { $0.command.hasSuffix("stand-down") || $0.what.english == "result report" })
  }

  @Test(arguments: [
    ("2 h 30 min", "PT2H30M", 9000), ("150 分钟", "PT150M", 9000), ("3 天", "P3D", 259_200), ("1 年", "P1Y", 31_557_600),
    ("45s", "PT45S", 45), ("１小时", "PT1H", 3600), ("6 months", "P6M", 15_552_000),
  ]) func spansAreReadAsTheyAreTyped(_ typed: String, _ iso: String, _ seconds: Int) {
    let span = PlanSpan(typed: typed)
    #expect(span?.iso == iso && span?.seconds == seconds)
    #expect(PlanSpan(iso: iso) == span)
    #expect(span.flatMap { PlanSpan(typed: $0.text(.chinese)) } == span)
    #expect(span.flatMap { PlanSpan(typed: $0.text(.english)) } == span)
  }

  @Test(arguments: ["", "h", "2", "2 x", "30 min 2 h", "-1 h", "99999999999 h", "2 h 2 h"]) func whatIsNoSpanIsNone(
    _ typed: String
  ) {
    #expect(PlanSpan(typed: typed) == nil)
  }

  @Test func aCompanysOwnPlanIsPlacedByItsHeadings() async throws {
    let content = try await PlanHouse.content()
    let imported = PlanImport(
      """
      # 某公司舆情应急预案

      # 总则

      为了及时应对。

      ## 适用范围

      适用于全公司。

      # 组织体系

      成立领导小组。

      # 培训与演练

      每年一次。

      # 联系方式

      另行通知。
      """, into: content, .chinese)
    #expect(imported.placed.map(\.heading) == ["总则", "适用范围", "组织体系"])
    #expect(imported.left.map(\.heading).contains("培训与演练") && imported.left.map(\.heading).contains("联系方式"))
    let purpose = try #require(PlanWriter.prose(imported.content, .purpose, .chinese)?["body"]?.string)
    #expect(purpose.contains("为了及时应对。") && purpose.contains("{event_scope}") && purpose.contains("{playbook}"))
    // What is imported can be proposed as it is.
    let text = PlanWriter.markdown(imported.content, version: 1, language: .chinese)
    let file = PlanFile(text, head: try PlanFile.Head(text), base: content)
    #expect(file.checked().isEmpty, "\(file.checked())")
  }
}
