import Testing

/// What people read is in the words of a PR team, not of programmers, lawyers or the police.
@Suite struct WordingTests {
  /// A word, what is said instead, and where it may stand nevertheless.
  struct Word: Sendable, CustomTestStringConvertible {
    let word: String
    let better: String
    /// Phrases in which it is right.
    var phrases: [String] = []
    /// Files, or folders, in which it is the term of what is spoken of.
    var files: [String] = []

    var testDescription: String { word }

    func isMisused(in sentence: Sentence) -> Bool {
      guard !files.contains(where: { sentence.file.hasPrefix($0) }) else { return false }
      return phrases.reduce(sentence.text) { $0.replacing($1, with: "") }.lowercased().contains(word)
    }
  }

  static let chinese: [Word] = [
    Word(word: "立案", better: "登记事件"), Word(word: "案件", better: "事件"), Word(word: "提及", better: "信息、帖文"),
    Word(word: "信号", better: "预警", phrases: ["手机无信号"]), Word(word: "情感", better: "情绪、正负面"),
    Word(word: "份数", better: "转载量", phrases: ["备份数据"]), Word(word: "罕见", better: "异常程度"),
    Word(word: "摘要", better: "校验码、研判要点"),
    Word(word: "证伪", better: "查明不实"), Word(word: "事实", better: "情况"), Word(word: "修订稿", better: "第几稿"),
    Word(word: "文本", better: "稿件"), Word(word: "席位", better: "职务"), Word(word: "授权代理", better: "授权代行"),
    Word(word: "常设代理", better: "固定代班人"), Word(word: "就绪", better: "保障到位"), Word(word: "缺口", better: "缺项"),
    Word(word: "豁免", better: "批准先行"), Word(word: "督导", better: "流程监督"), Word(word: "网络回调", better: "群机器人（Webhook）"),
    Word(word: "回执", better: "发布记录", phrases: ["备案及回执", "备案号或回执", "备案并登记回执"]), Word(word: "领取", better: "认领"),
    Word(word: "放弃发布", better: "取消发布"),
    Word(word: "撤下", better: "撤回、删除原帖"), Word(word: "收回批准", better: "撤销批准"), Word(word: "封存", better: "存证"),
    Word(word: "检查点", better: "存证点"), Word(word: "链条断裂", better: "记录不连续"), Word(word: "任期", better: "主用、备用"),
    Word(word: "逾期", better: "已超时"), Word(word: "时限已过", better: "已超时"), Word(word: "上调", better: "升级"),
    Word(word: "下调", better: "降级"), Word(word: "宣布响应结束", better: "终止响应"), Word(word: "处置结果报告", better: "处置情况报告"),
    Word(word: "改进措施", better: "整改措施"), Word(word: "总结评估", better: "复盘报告", phrases: ["现场清理与总结评估"]),
    Word(word: "初步声明", better: "首发稿"), Word(word: "首次声明", better: "首次回应"), Word(word: "登录名", better: "账号"),
    Word(word: "机构人员", better: "员工"), Word(word: "库结构", better: "数据库版本", files: ["docs/operations.zh-CN.md"]),
    Word(word: "迁移", better: "升级步骤"), Word(word: "令牌", better: "密钥"), Word(word: "凭据", better: "密钥"),
    Word(word: "幂等", better: "说清楚", files: ["docs/reaching-people.zh-CN.md"]), Word(word: "拒收", better: "没有读入"),
    Word(word: "标注", better: "人工校正"), Word(word: "召回率", better: "找出的比例"), Word(word: "宏平均", better: "判断准确率"),
    Word(word: "命中", better: "含有"), Word(word: "未登记任何", better: "未保存，未改动"), Word(word: "未作任何", better: "未保存，未改动"),
    Word(word: "未执行任何", better: "未保存，未改动"), Word(word: "信息组", better: "信息小组"), Word(word: "处置组", better: "响应小组"),
    Word(word: "保障组", better: "后勤小组"), Word(word: "后勤组", better: "后勤小组"), Word(word: "「", better: "“"),
    Word(word: "被", better: "谁做的"),
  ]

  /// What is typed keeps its name: `rendition` and `renditions` are options, and what they take is called so in help.
  static let english: [Word] = [
    Word(
      word: "rendition", better: "text for a channel",
      files: [
        "Sources/Response/StatementCommands.swift", "Sources/Response/DeliveryCommands.swift",
        "Sources/Leadership/ReviewCommands.swift", "Sources/Administration/ChannelCommands.swift",
        "sql/m0088_refusals.sql",
      ]),
    Word(word: "digest", better: "checksum"), Word(word: "hash", better: "checksum"),
    Word(word: "mandate", better: "what it rests on"),
    Word(word: "idempot", better: "say what it does"), Word(word: "epoch", better: "term"),
    Word(word: "holds the term", better: "leads"), Word(word: "sqlstate", better: "only with --verbose"),
    Word(word: "foreign key", better: "only in docs"), Word(word: "tuple", better: "row"),
  ]

  @Test("No Chinese sentence has a word of programmers or of the police", arguments: chinese)
  func chineseWords(_ word: Word) throws {
    let wrong = (try Sentences.ofPrograms().chinese + Sentences.ofDocuments()).filter(word.isMisused)
    #expect(wrong.isEmpty, "\(word.word) → \(word.better): \(wrong.map { "\($0.file): \($0.text)" })")
  }

  @Test("No English sentence has a word of programmers", arguments: english)
  func englishWords(_ word: Word) throws {
    let wrong = try Sentences.ofPrograms().english.filter(word.isMisused)
    #expect(wrong.isEmpty, "\(word.word) → \(word.better): \(wrong.map { "\($0.file): \($0.text)" })")
  }

  /// Only characters count: a command line between them is read otherwise.
  @Test func noChineseSentenceIsLongerThanFortyCharacters() throws {
    let long = try Sentences.ofPrograms().chinese.filter { sentence in
      sentence.text.split(whereSeparator: { "。！？；\n".contains($0) }).contains {
        $0.unicodeScalars.count(where: Sentences.isHan) > 40
      }
    }
    #expect(long.isEmpty, "\(long.map { "\($0.file): \($0.text)" })")
  }

  /// That the sentences are found at all.
  @Test func theSentencesAreRead() throws {
    let (english, chinese) = try Sentences.ofPrograms()
    #expect(english.count > 1400 && chinese.count > 1500, "\(english.count) \(chinese.count)")
    #expect(english.contains { $0.text == "Nothing waits for you." && $0.file == "Sources/Desk/TeamCommands.swift" })
    #expect(english.contains { $0.text == "This is an exercise; it cannot be delivered outside." })
    #expect(chinese.contains { $0.text == "您对 · 的修改建议已发出。谁采纳谁是作者，您可以审核那一稿。" })
    #expect(try Sentences.ofDocuments().contains { $0.file == "scripts/demo.d/steps" })
  }

  @Test func aStringIsReadAsItIsWritten() {
    let swift = #"""
      // "no"
      say("one \(count == 1 ? "“inner”" : "b") two", "一 \(x("里")) 二", more)
      """#
    let literals = Literals.ofSwift(swift)
    #expect(literals.map(\.text) == ["one · two", "“inner”", "b", "一 · 二", "里"])
    #expect(literals[3].isNext(to: literals[0]) && !literals[0].isNext(to: literals[3]))
    let sql = Literals.ofSQL("-- it's\nvalues ('leadership''s', '领导')")
    #expect(sql.map(\.text) == ["leadership's", "领导"])
    #expect(sql[1].isNext(to: sql[0]))
  }
}
