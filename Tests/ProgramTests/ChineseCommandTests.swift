import TestHouse
import Testing

/// Everything that is typed has a Chinese word.
@Suite(.aFewAtATime) struct ChineseCommandTests {
  private static let programs = [
    "levee", "levee-monitoring", "levee-leadership", "levee-response", "levee-logistics", "levee-supervisor",
    "levee-console",
  ]

  private func isChinese(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
  }

  @Test("Every command and option has a Chinese word, once in its program or command", arguments: programs)
  func everything(_ program: String) async throws {
    let overview = try await Running.run(program, ["--help", "--language", "zh-CN"]).output
    let commands = overview.split(separator: "\n").drop { $0 != "命令：" }.dropFirst().prefix { $0.hasPrefix("  ") }
      .map { $0.split(separator: "  ", omittingEmptySubsequences: true).map { $0.trimmingPrefix(" ") } }
    #expect(commands.count >= 3)
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

  /// Every statutory clock has a name and says where it is written; what programs read, and what may be typed, stays the code.
  @Test func aStatutoryClockIsCalledByItsName() async throws {
    let house = try await House(at: .assessing)
    func type(_ person: String, _ program: String, _ words: String..., language: String = "zh-CN") async throws
      -> Running.Result
    {
      try await Running.run(
        program, words,
        environment: ["PGUSER": person, "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": language])
    }
    let opened = try await type("sun", "levee-monitoring", "登记事件", "数据外泄", "--类型", "数据泄露", "--地区", "CN", "--json")
    let incident = try #require(opened.output.firstMatch(of: /"incident" : "(I\d+)"/)).output.1
    let name = "个人信息泄露须立即告知（《个人信息保护法》第五十七条）"
    let inbox = try await type("wang", "levee-leadership", "待办")
    #expect(inbox.output.contains(name) && inbox.output.contains("notified \(incident) pipl-57"), "\(inbox.output)")
    let english = try await type("wang", "levee-leadership", "inbox", language: "en")
    #expect(english.output.contains("leak of personal information: tell at once (PIPL Art. 57)"), "\(english.output)")
    let json = try await type("wang", "levee-leadership", "inbox", "--json")
    #expect(json.output.contains("\"subject\" : \"pipl-57\"") && !json.output.contains("第五十七条"))
    let why = try await type("svc_supervisor", "levee-supervisor", "等谁", String(incident))
    #expect(why.output.contains(name), "\(why.output)")
    let unclear = try await type("wang", "levee-leadership", "已报告", String(incident), "网络安全事件", "--编号", "网信办")
    #expect(unclear.code == 66 && unclear.output.contains("不止一项"), "\(unclear.output)")
    let told = try await type("wang", "levee-leadership", "已报告", String(incident), "个人信息泄露", "--编号", "电话告知")
    #expect(told.code == 0 && told.output.contains("法定时限已停止计时：" + name), "\(told.output)")
    let timeline = try await type("wang", "levee", "处置经过", String(incident))
    #expect(timeline.output.contains(name))
    let clocks = try await house.database.run(
      "wang", .leadership, "select clock from levee.authority_notice order by clock")
    #expect(try clocks.map { try $0["clock"] as String } == ["pipl-57"])
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
