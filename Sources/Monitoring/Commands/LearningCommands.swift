import Analysis
import CommandLine
import Desk
import Ledger
import Wording

/// Analysts correct the sentiment of mentions; a model learns from it, shows what it gained, and judges once somebody says so.
enum LearningCommands {
  /// Fewer labels teach nothing.
  private static let fewest = 20

  static let label = Command(
    "mentions label", "校正", Bilingual("say what the sentiment of mentions is", "人工校正信息的正负面"),
    [
      .positional(
        "SENTIMENT", Bilingual("what it is", "情绪"), choices: Sentiment.allCases.map { Choice($0.rawValue, $0.name) }),
      .positional("MENTION", Bilingual("for example M12", "如 M12"), repeats: true),
    ]
  ) { invocation in
    guard let sentiment = Sentiment(rawValue: try invocation.value("SENTIMENT")) else { return Reply() }
    let mentions = try invocation.references("MENTION", .mention)
    try await invocation.ledger.learning.label(mentions, sentiment: sentiment.side)
    return Reply(
      Bilingual(
        "\(mentions.count) labelled; they are learnt with: levee-monitoring sentiment learn",
        "已校正 \(mentions.count) 条。重新训练：levee-monitoring sentiment learn"))
  }

  static let learn = Command(
    "sentiment learn", "训练模型",
    Bilingual("learn from all labels, and show the effect on those that are held back", "用人工校正过的信息重新训练，并报告判断准确率")
  ) { invocation in
    let learning = invocation.ledger.learning
    let labels = try await learning.labels().map { label in
      SentimentModel.Label(
        text: FoldedText(title: label.title, text: label.text),
        sentiment: Sentiment(side: label.sentiment))
    }
    guard labels.count >= fewest else {
      throw Failure(
        .data,
        Bilingual(
          "There are \(labels.count) labels; \(fewest) teach something.", "已校正 \(labels.count) 条，至少要 \(fewest) 条。"),
        advice: Bilingual(
          "Label some: levee-monitoring mentions label negative M12",
          "请先校正：levee-monitoring mentions label negative M12"))
    }
    // Each fifth is held back: in the order of arrival, so that new labels do not move the old from one side to the other.
    let taught = labels.enumerated().filter { $0.offset % 5 != 4 }.map(\.element)
    let heldBack = labels.enumerated().filter { $0.offset % 5 == 4 }.map(\.element)
    var before = SentimentEvaluation()
    let version = try await learning.chosen()
    if version > 0, let present = try await learning.model(version) {
      let model = SentimentModel(.init(present))
      before.judge(heldBack) { model.judge($0) }
    } else {
      before.judge(heldBack) { SentimentRules.standard.judge($0) }
    }
    let trial = SentimentModel(learning: taught)
    var after = SentimentEvaluation()
    after.judge(heldBack) { trial.judge($0) }
    // What is kept has learnt from all of them.
    let saved = SentimentModel(learning: labels).saved
    let kept = try await learning.keep(
      .init(features: saved.features, weights: saved.weights, rules: saved.rules), labels: labels.count,
      heldBack: heldBack.count, before: before.macroF1, after: after.macroF1)
    var reply = after.reply(skipped: 0)
    reply.sentence = Bilingual(
      "Version \(kept) has learnt from \(labels.count) labels; it judges nothing until: levee-monitoring sentiment use \(kept)",
      "第 \(kept) 版模型已用 \(labels.count) 条校正训练。启用：levee-monitoring sentiment use \(kept)")
    reply.fields = [
      Reply.Field("version", Bilingual("Version", "第几版"), .number(kept)),
      Reply.Field("held_back", Bilingual("Held back", "检验用"), .number(heldBack.count)),
      Reply.Field(
        "before", Bilingual("Macro-F1 so far", "现在的判断准确率（F1）"), .code(SentimentEvaluation.thousandths(before.macroF1))),
      Reply.Field(
        "after", Bilingual("Macro-F1 of it", "新版的判断准确率（F1）"), .code(SentimentEvaluation.thousandths(after.macroF1))),
    ]
    return reply
  }

  static let use = Command(
    "sentiment use", "启用模型",
    Bilingual(
      "let a version judge what comes in from now on; rules goes back to the words alone", "启用某一版模型；rules 表示只用词语规则"),
    [.positional("VERSION", Bilingual("a version, or rules", "第几版，或 rules"))]
  ) { invocation in
    let typed = try invocation.value("VERSION")
    guard let version = typed == "rules" ? 0 : Int(typed), version >= 0 else {
      throw Failure(
        .usage, Bilingual("\"\(typed)\" is no version.", "没有第“\(typed)”版模型。"),
        advice: Bilingual("See: levee-monitoring sentiment list", "请查看：levee-monitoring sentiment list"))
    }
    try await invocation.ledger.learning.choose(version)
    return Reply(
      version == 0
        ? Bilingual("The rules judge from now on.", "今后只用词语规则判断。")
        : Bilingual(
          "Version \(version) judges from now on; any other can be chosen again.", "今后用第 \(version) 版模型判断，可随时改回。"),
      values: ["version": .integer(version)])
  }

  static let list = Command(
    "sentiment list", "模型列表", Bilingual("the versions, and which one judges", "各版模型，以及正在用的是哪一版"), to: .show
  ) {
    invocation in
    let models = try await invocation.ledger.learning.models()
    return Reply(
      tables: [
        Reply.Table(
          "versions",
          columns: [
            ("version", Bilingual("Version", "第几版")), ("labels", Bilingual("Labels", "校正条数")),
            ("before", Bilingual("F1 before", "原准确率")), ("after", Bilingual("F1 after", "新准确率")),
            ("person", Bilingual("By", "训练人")), ("at", Bilingual("At", "时间")), ("judges", Bilingual("Judges", "启用")),
          ],
          rows: models.map {
            [
              .number($0.version), .number($0.labels), .code(SentimentEvaluation.thousandths($0.before)),
              .code(SentimentEvaluation.thousandths($0.after)), .text($0.person), .time($0.at), .flag($0.isChosen),
            ]
          },
          whenEmpty: Bilingual("Nothing is learnt yet; the rules judge.", "还没有训练过模型，现在用词语规则判断。"))
      ])
  }
}
