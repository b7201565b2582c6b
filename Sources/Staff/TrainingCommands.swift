import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Papers
import Wording

/// Training on the playbook in force: questions from its own data and from the company's bank.
enum TrainingCommands {
  static let all = [take, results, certificate, questions, importBank]

  private static let take = Command(
    "training take", "参加测验", Bilingual("take the training on the playbook in force", "参加现行预案培训测验"),
    [
      .option(
        "answer", "N:CHOICE",
        Bilingual(
          "for scripts: a question and what is chosen, as 3:2; several as 3:1,4", "供脚本使用：题号和所选项，如 3:2；多选如 3:1,4"),
        repeats: true)
    ], as: .staff
  ) { invocation in
    let answers = try invocation.all("answer").map(answer)
    let questions = try await invocation.ledger.trainings.begin()
    if answers.isEmpty, let terminal = invocation.terminal {
      return try await TrainingTable(invocation: invocation, terminal: terminal).run(questions)
    }
    var marked: [(number: Int, Trainings.Marked)] = []
    for answer in answers {
      guard let question = questions.first(where: { $0.number == answer.number }) else {
        throw Failure(
          .noInput, Bilingual("There is no question \(answer.number).", "没有第 \(answer.number) 题。"),
          advice: Bilingual("See the questions with: levee training take", "查看题目：levee training take"))
      }
      guard answer.chosen.allSatisfy({ question.options.indices.contains($0 - 1) }) else {
        throw Failure(
          .noInput,
          Bilingual(
            "Question \(answer.number) has the answers 1 to \(question.options.count).",
            "第 \(answer.number) 题的选项为 1 至 \(question.options.count)。"))
      }
      marked.append(
        (
          answer.number, try await invocation.ledger.trainings.answer(question.attempt, answer.number, answer.chosen)
        ))
    }
    return scripted(questions, marked, invocation.language)
  }

  /// What `3:2` and `3:1,4` say.
  private static func answer(_ typed: String) throws -> (number: Int, chosen: [Int]) {
    let parts = typed.split { ":：".contains($0) }
    let chosen = parts.count == 2 ? parts[1].split { ",，、 ".contains($0) }.map { Int($0) } : []
    guard let number = parts.first.flatMap({ Int($0) }), !chosen.isEmpty, !chosen.contains(nil) else {
      throw Failure(
        .usage,
        Bilingual(
          "\"\(SafeText.line(typed))\" is no answer: write the question and the choice, as 3:2.",
          "“\(SafeText.line(typed))”不是答案：请写题号和选项，如 3:2。"))
    }
    return (number, chosen.compactMap { $0 })
  }

  private static func scripted(
    _ questions: [Trainings.Question], _ marked: [(number: Int, Trainings.Marked)], _ language: Language
  ) -> Reply {
    let open = questions.filter { question in
      question.isRight == nil && !marked.contains { $0.number == question.number }
    }
    var reply = Reply(
      fields: [
        Reply.Field("attempt", Bilingual("Attempt", "第几次"), .number(questions.first?.tryNumber ?? 0)),
        Reply.Field("version", Bilingual("Playbook", "预案第几版"), .number(questions.first?.version ?? 0)),
        Reply.Field("open", Bilingual("Still to answer", "未答题数"), .number(open.count)),
      ],
      tables: [
        Reply.Table(
          "questions", Bilingual("Still to answer", "未答的题"),
          columns: [
            ("number", Bilingual("No.", "题号")), ("section", Bilingual("About", "章节")),
            ("question", Bilingual("Question", "题目")), ("options", Bilingual("Answers", "选项")),
          ],
          rows: open.map { question in
            let asked = TrainingText.asked(question)
            let story = asked.story.map { $0 + Bilingual(same: " ") } ?? Bilingual(same: "")
            return [
              .number(question.number), .named(question.section, asked.section),
              .values(
                .object(question.subject.merging(["topic": .string(question.topic)]) { $1 }), story + asked.question),
              .values(.array(question.options), options(asked)),
            ]
          })
      ])
    reply.content = TrainingSheet(open)
    if !marked.isEmpty {
      reply.tables.append(
        Reply.Table(
          "answers", Bilingual("Answered", "已答"),
          columns: [
            ("number", Bilingual("No.", "题号")), ("right", Bilingual("Right", "正确")),
            ("answer", Bilingual("What is right", "正确答案")), ("feedback", Bilingual("Feedback", "讲解")),
          ],
          rows: marked.map {
            [
              .number($0.number), .flag($0.1.isRight),
              .values(
                .array($0.1.right.map(JSONValue.integer)),
                Bilingual(same: $0.1.right.map(String.init).joined(separator: ","))),
              $0.1.feedback.isEmpty ? .none : .text($0.1.feedback),
            ]
          }))
    }
    if let result = marked.last?.1.result {
      reply.sentence = sentence(result)
      reply.values = [
        "right": .integer(result.correct), "questions_asked": .integer(result.questions),
        "passed": .bool(result.passed), "valid_until": .string(TimeFormat.iso(result.validUntil)),
      ]
    }
    return reply
  }

  private static func options(_ asked: TrainingText.Asked) -> Bilingual {
    func list(_ language: Language) -> String {
      asked.options.enumerated().map { "\($0.offset + 1) \($0.element[language])" }.joined(separator: "; ")
    }
    return Bilingual(list(.english), list(.chinese))
  }

  /// What came of an attempt.
  static func sentence(_ result: (correct: Int, questions: Int, passed: Bool, validUntil: Date)) -> Bilingual {
    result.passed
      ? Bilingual(
        "Passed: \(result.correct) of \(result.questions) right. It is valid until \(TimeFormat.local(result.validUntil)).",
        "及格：\(result.questions) 题答对 \(result.correct) 题，有效期至 \(TimeFormat.local(result.validUntil))。")
      : Bilingual(
        "Not passed: \(result.correct) of \(result.questions) right. Read the playbook, then try again.",
        "未及格：\(result.questions) 题答对 \(result.correct) 题。请先看预案，再考一次。")
  }

  private static let results = Command(
    "training results", "培训成绩",
    Bilingual("your results; and for the head of a department, those of its people", "您的培训成绩；部门负责人可看本部门成绩"), as: .staff,
    to: .show
  ) { invocation in
    Reply(
      tables: [
        Reply.Table(
          "results",
          columns: [
            ("name", Bilingual("Name", "姓名")), ("department", Bilingual("Department", "部门")),
            ("version", Bilingual("Playbook", "预案第几版")), ("right", Bilingual("Right", "答对")),
            ("questions", Bilingual("Of", "题数")), ("passed", Bilingual("Passed", "及格")),
            ("at", Bilingual("At", "时间")), ("valid_until", Bilingual("Valid until", "有效期至")),
            ("counts", Bilingual("Counts now", "当前有效")),
          ],
          rows: try await invocation.ledger.trainings.results().map {
            [
              .text($0.name), $0.department.isEmpty ? .none : .text($0.department), .number($0.version),
              .number($0.correct), .number($0.questions), .flag($0.passed), .time($0.at),
              $0.passed ? .time($0.validUntil) : .none, .flag($0.counts),
            ]
          })
      ])
  }

  private static let certificate = Command(
    "training certificate", "培训证书", Bilingual("the certificate of your training that counts", "现行有效的培训证书"), [.paper],
    as: .staff, to: .show
  ) { invocation in
    let results = try await invocation.ledger.trainings.results()
    // One's own come first.
    guard let own = results.first?.login,
      let result = results.filter({ $0.login == own && $0.counts }).max(by: { $0.validUntil < $1.validUntil }),
      try await invocation.ledger.trainings.isOwn(own)
    else {
      throw Failure(
        .noInput, Bilingual("No training of yours counts at this moment.", "您目前没有有效的培训成绩。"),
        advice: Bilingual("Take it: levee training take", "参加测验：levee training take"))
    }
    return try await PaperReply.reply(
      paper(result, company: try await invocation.ledger.company.read(), invocation.language), invocation)
  }

  private static func paper(_ result: Trainings.Result, company: Company?, _ language: Language) -> Document {
    func words(_ english: String, _ chinese: String) -> String { Bilingual(english, chinese)[language] }
    return Document(
      title: words("Certificate of training", "培训证书"), language: language,
      subtitle: words(
        "Playbook for public-opinion crises, version \(result.version)", "舆情危机预案第 \(result.version) 版"),
      issuer: company?.name(in: language) ?? "",
      date: result.at,
      blocks: [
        .paragraph(
          words(
            "\(result.name) has shown that they know the company's playbook: \(result.correct) of \(result.questions) questions were answered right.",
            "\(result.name) 参加公司舆情危机预案培训测验，\(result.questions) 题答对 \(result.correct) 题，成绩及格。")),
        .definitions([
          Definition(words("Name", "姓名"), result.name),
          Definition(words("Department", "部门"), result.department.isEmpty ? "—" : result.department),
          Definition(words("Day", "日期"), String(TimeFormat.local(result.at).prefix(10))),
          Definition(words("Valid until", "有效期至"), String(TimeFormat.local(result.validUntil).prefix(10))),
        ]),
      ])
  }

  private static let questions = Command(
    "training questions", "培训题目",
    Bilingual(
      "what a version's training asks, with the answers: for leadership and administrators", "某一版预案的培训题目和答案：供领导小组和管理员审阅"
    ),
    [.positional("VERSION", Bilingual("for example 1", "如 1"))], as: .reader, to: .show
  ) { invocation in
    let version = try await PlaybookPage.version(invocation).version
    let pool = try await invocation.ledger.trainings.pool(of: version)
    let bank = try await invocation.ledger.trainings.bank(of: version)
    return Reply(
      Bilingual(
        "Playbook \(version) can be asked \(pool.count) questions from its data, and \(bank.count) of the company's own.",
        "预案第 \(version) 版可出题 \(pool.count) 道，另有自编题 \(bank.count) 道。"),
      values: ["version": .integer(version)],
      tables: [
        Reply.Table(
          "bank", Bilingual("The company's own", "自编题"),
          columns: [
            ("name", Bilingual("Name", "编号")), ("section", Bilingual("About", "章节")),
            ("language", Bilingual("Language", "语言")), ("question", Bilingual("Question", "题目")),
            ("right", Bilingual("What is right", "正确答案")),
          ],
          rows: bank.map { question in
            [
              .code(question.name), .text(question.section), .code(question.language.rawValue),
              .text(question.question),
              .values(
                .array(question.right.map { .string(question.options[$0 - 1]) }),
                Bilingual(same: question.right.map { question.options[$0 - 1] }.joined(separator: "; "))),
            ]
          }),
        Reply.Table(
          "pool", Bilingual("From the playbook's data", "由预案数据生成"),
          columns: [
            ("name", Bilingual("Name", "编号")), ("question", Bilingual("Question", "题目")),
            ("right", Bilingual("What is right", "正确答案")),
          ],
          rows: pool.map {
            [
              .code($0.name),
              .values(
                .object($0.subject.merging(["topic": .string($0.topic)]) { $1 }),
                TrainingText.sentence($0.topic, $0.subject)),
              .values($0.right, TrainingText.option($0.topic, $0.right)),
            ]
          }),
      ])
  }

  private static let importBank = Command(
    "training import", "导入题库",
    Bilingual("propose the company's own questions, from Markdown", "从 Markdown 导入自编题库，随预案报批"),
    [
      .positional(
        "FILE", Bilingual("the bank; docs/training.md says how it is written", "题库文件，写法见 docs/training.md"),
        holds: .file(["md"])),
      .option("speaks", "LANGUAGE", Bilingual("the language that it is written in", "题库所用语言"), choices: .languages),
      .flag("check", Bilingual("only say what is wrong", "只检查，不导入")),
    ], as: .administrator
  ) { invocation in
    let text = String(decoding: try Input.bytes(try invocation.value("FILE")), as: UTF8.self)
    let bank = QuestionBank(
      text, language: invocation["speaks"].flatMap(Language.init(rawValue:)) ?? invocation.language)
    guard bank.faults.isEmpty else {
      throw Failure(
        .data,
        Bilingual(
          "\(bank.faults.count) thing(s) in the bank are wrong; nothing was changed.",
          "题库有 \(bank.faults.count) 处错误。未保存，未改动。"),
        list: bank.faults.map { Bilingual("line \($0.line): ", "第 \($0.line) 行：") + $0.sentence })
    }
    let count = bank.questions.count
    if invocation.has("check") {
      return Reply(
        Bilingual("\(count) questions; nothing is wrong.", "共 \(count) 题，没有问题。"),
        values: ["questions": .integer(count)])
    }
    let version = try await invocation.ledger.trainings.propose(bank.questions)
    return Reply(
      Bilingual(
        "\(count) questions are a part of playbook \(version), which leadership approves: levee-leadership approve-playbook \(version)",
        "\(count) 道题已写入预案第 \(version) 版，请领导小组批准：levee-leadership approve-playbook \(version)"),
      values: ["version": .integer(version), "questions": .integer(count)])
  }
}

/// Somebody who takes the training at a terminal: a number for each answer.
private struct TrainingTable {
  let invocation: Invocation
  let terminal: Terminal

  private func write(_ text: Bilingual) { terminal.write(text[invocation.language] + "\n") }

  func run(_ questions: [Trainings.Question]) async throws -> Reply {
    write(
      Bilingual(
        "\(questions.count) questions; type the number of an answer. Esc leaves; what you answered stays.",
        "共 \(questions.count) 题，按选项编号作答。按 Esc 退出，已答的题保留。"))
    var last: Trainings.Marked?
    for question in questions where question.isRight == nil {
      let asked = TrainingText.asked(question)
      write(Bilingual(same: "\n\(question.number)/\(questions.count)  ") + asked.section)
      if let story = asked.story { write(story) }
      write(asked.question)
      for (index, option) in asked.options.enumerated() { write(Bilingual(same: "  \(index + 1)  ") + option) }
      let chosen = try choose(asked)
      let marked = try await invocation.ledger.trainings.answer(question.attempt, question.number, chosen)
      write(said(marked, asked))
      last = marked
    }
    guard let result = last?.result else {
      return Reply(Bilingual("All questions of this attempt are answered.", "这次测验的题目都已作答。"))
    }
    return Reply(
      TrainingCommands.sentence(result),
      fields: [
        Reply.Field("right", Bilingual("Right", "答对"), .number(result.correct)),
        Reply.Field("questions", Bilingual("Of", "题数"), .number(result.questions)),
        Reply.Field("passed", Bilingual("Passed", "及格"), .flag(result.passed)),
      ])
  }

  private func choose(_ asked: TrainingText.Asked) throws -> [Int] {
    let count = asked.options.count
    guard asked.isMultiple || asked.isOrder else {
      while true {
        switch terminal.key() {
        case .character(let typed):
          if let number = typed.wholeNumberValue, (1...count).contains(number) {
            terminal.write("\(number)\n")
            return [number]
          }
        case .escape, .interrupt, .end: throw givenUp
        default: continue
        }
      }
    }
    while true {
      terminal.write(
        (asked.isOrder
          ? Bilingual("All of them in their order, with blanks between: ", "请按先后顺序写出全部编号，用空格隔开：")
          : Bilingual("All that are right, with blanks between: ", "请写出所有正确选项的编号，用空格隔开："))[invocation.language])
      guard let line = terminal.line() else { throw givenUp }
      let typed = line.split { " ,，、".contains($0) }.map { Int($0) ?? 0 }
      let isWhole = !asked.isOrder || Set(typed).count == count
      if !typed.isEmpty, typed.allSatisfy({ (1...count).contains($0) }), isWhole { return typed }
    }
  }

  private func said(_ marked: Trainings.Marked, _ asked: TrainingText.Asked) -> Bilingual {
    let feedback = Bilingual(same: marked.feedback.isEmpty ? "" : " " + SafeText.line(marked.feedback))
    if marked.isRight { return Bilingual("Right.", "正确。") + feedback }
    let right = Bilingual.list(marked.right.map { asked.options[$0 - 1] })
    return Bilingual("Not right. It is: ", "不对，应为：") + right
      + Bilingual(" (see: \(asked.section.english))", "（见：\(asked.section.chinese)）") + feedback
  }

  private var givenUp: Failure {
    Failure(
      .usage, Bilingual("You left; what you answered stays.", "您已退出，已答的题保留。"),
      advice: Bilingual("Go on within a day: levee training take", "一天之内可继续：levee training take"))
  }
}
