import TestHouse
import Testing

/// Everything that is typed has a Chinese word.
@Suite(.aFewAtATime) struct ChineseCommandTests {
  private static let programs = [
    "levee", "levee-monitoring", "levee-leadership", "levee-response", "levee-logistics", "levee-supervisor",
  ]

  private func isChinese(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
  }

  @Test("Every command and option has a Chinese word, once in its program or command", arguments: programs)
  func everything(_ program: String) async throws {
    let overview = try await Running.run(program, ["--help", "--language", "zh-CN"]).output
    let commands = overview.split(separator: "\n").drop { $0 != "命令：" }.dropFirst().prefix { $0.hasPrefix("  ") }
      .map { $0.split(separator: "  ", omittingEmptySubsequences: true).map { $0.trimmingPrefix(" ") } }
    #expect(commands.count >= 4)
    let names = commands.map { String($0[1]) }
    for (command, name) in zip(commands, names) {
      #expect(isChinese(name.filter { $0 != " " }) && !name.contains(" "), "\(program) \(command[0]): \(name)")
    }
    #expect(Set(names).count == names.count, "\(names)")
    for name in names {
      let help = try await Running.run(program, [name, "--帮助", "--语言", "中文"])
      #expect(help.code == 0, "\(program) \(name): \(help.output)")
      let options = help.output.split(separator: "\n").compactMap { line in
        line.hasPrefix("  --") ? line.dropFirst(4).prefix { $0 != " " } : nil
      }
      let words = options.compactMap { option in option.firstRange(of: "／--").map { String(option[$0.upperBound...]) } }
      // JSON is JSON in Chinese.
      let bare = options.filter { !$0.contains("／") && $0 != "json" }
      #expect(bare.isEmpty, "\(program) \(name): \(bare)")
      #expect(words.allSatisfy(isChinese) && Set(words).count == words.count, "\(program) \(name): \(words)")
    }
  }

  @Test func aStepIsTakenInChineseOnly() async throws {
    let house = try await House(at: .assessing)
    func type(_ person: String, _ program: String, _ words: String...) async throws -> Running.Result {
      try await Running.run(
        program, words,
        environment: ["PGUSER": person, "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": "zh-CN"])
    }
    let opened = try await type(
      "sun", "levee-monitoring", "登记事件", "手机起火", "--类型", "产品质量", "--等级", "二级", "--地区", "CN")
    #expect(opened.code == 0, "\(opened.output)")
    let asked = try await type("sun", "levee-monitoring", "登记反馈", "I1", "何时说明原因？", "--来源", "记者")
    #expect(asked.code == 0, "\(asked.output)")
    let assessed = try await type(
      "sun", "levee", "信息小组", "研判", "I1", "--等级", "橙色", "--要点", "全国断网", "--趋势", "上升", "--品牌风险", "高")
    #expect(assessed.code == 0, "\(assessed.output)")
    let rows = try await house.database.run(
      "sun", .monitoring,
      """
      select a.severity::text as severity, a.trend::text as trend, a.risk_brand::text as brand, f.sender as sender,
        i.kind::text as kind
      from levee.assessment a, levee.feedback f, levee.incident i
      where a.incident_id = 1 and f.incident_id = 1 and i.id > 1 order by a.revision desc, i.id desc
      """)
    #expect(try rows[0]["severity"] as String == "II" && rows[0]["trend"] as String == "rising")
    #expect(try rows[0]["brand"] as String == "high" && rows[0]["sender"] as String == "journalist")
    #expect(try rows[0]["kind"] as String == "product_quality")
  }
}
