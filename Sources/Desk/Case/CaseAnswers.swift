import FoundationEssentials
import Ledger
public import Papers
import Wording
import Workflow

// What was said, what was answered, what was in time.

extension CaseReport {
  /// Every text that went out, word for word, with where and when.
  public var texts: [Block] {
    guard !file.published.isEmpty else { return [.paragraph(say("Nothing went out.", "没有对外发布。"))] }
    var blocks: [Block] = []
    for (statement, all) in Self.grouped(file.published, by: \.statement) {
      let corrects = all.flatMap(\.corrects).map(\.description)
      blocks.append(
        .heading(
          2,
          say("Statement \(statement)", "声明 \(statement)")
            + (corrects.isEmpty
              ? ""
              : say(
                ", which corrects \(Set(corrects).sorted().joined(separator: ", "))",
                "（更正 \(Set(corrects).sorted().joined(separator: "、"))）"))))
      if let approval = file.approvals.first(where: { $0.reference == statement }) {
        blocks.append(
          .paragraph(
            say(
              "Written by \(name(approval.author)), approved by \(names(approval.reviewers)) at \(time(approval.at)).",
              "\(name(approval.author))拟稿，\(names(approval.reviewers))审定，\(time(approval.at))。")))
      }
      // The same words on several channels stand once.
      for (words, channels) in Self.grouped(all, by: { [$0.title, $0.body, $0.language.rawValue] }) {
        let language = channels.first?.language ?? language
        blocks.append(.quotation(Quotation(words[0] + "\n\n" + words[1], language: language)))
        blocks.append(deliveries(channels))
      }
    }
    return blocks
  }

  private func deliveries(_ channels: [CaseFile.Delivery]) -> Block {
    .table(
      Table(
        [say("Channel", "渠道"), say("Out since", "发布时间"), say("Where", "地址"), say("Withdrawn", "撤回")],
        channels.map { delivery in
          [
            delivery.channel, delivery.postedAt.map(time) ?? "–", delivery.address,
            delivery.withdrawnAt.map {
              time($0) + (delivery.withdrawnFor.isEmpty ? "" : say(": ", "：") + delivery.withdrawnFor)
            } ?? "–",
          ]
        }, whenEmpty: none))
  }

  /// What was out when, in a list: for documents that do not quote.
  public var published: [String] {
    file.published.map {
      "\($0.postedAt.map(time) ?? "") \($0.statement) \($0.title) → \($0.channel)"
        + ($0.corrects.isEmpty ? "" : say(" (correction)", "（更正）"))
        + ($0.withdrawnAt == nil ? "" : say(" (withdrawn)", "（已撤回）"))
    }
  }

  /// Facts, and what became of them.
  public var knowledge: Block {
    .table(
      Table(
        [say("What is said", "情况"), say("Source", "来源"), say("State", "状态"), say("Who checked it, and why", "核实人与依据")],
        file.facts.map { fact in
          [
            "\(fact.reference) \(fact.claim)", fact.source, say(fact.reliability.name),
            fact.checks.isEmpty
              ? "–"
              : fact.checks.map { "\(signed($0.by)) \(say($0.reliability.name))\(say(": ", "："))\($0.reason)" }
                .joined(separator: "\n"),
          ]
        }, whenEmpty: say("Nothing was recorded.", "没有登记情况。")))
  }

  /// Who wrote, and how fast they were answered; then each of them.
  var feedback: [Block] {
    guard !file.feedback.isEmpty else { return [.paragraph(say("Nobody wrote.", "没有收到反馈。"))] }
    return [
      feedbackCounts,
      .table(
        Table(
          [
            say("From", "来源"), say("Received", "收到"), say("What they say", "内容"), say("Answered", "答复"),
            say("Outcome", "结果"),
          ],
          file.feedback.map {
            [
              "\($0.reference) \(say(SenderText.name($0.sender)))", time($0.at), $0.text, signed($0.replied),
              $0.resolved == nil ? say("open", "未办结") : $0.outcome,
            ]
          }, whenEmpty: none)),
    ] + (file.ownWords.isEmpty ? [] : ownWords)
  }

  /// What was said without an approved text, and what became of it.
  private var ownWords: [Block] {
    [
      .heading(2, say("Answered in own words", "自拟答复")),
      .table(
        Table(
          [
            say("Id", "编号"), say("Said by", "答复人"), say("Words", "内容"), say("State", "状态"),
            say("What is right", "应更正为"),
          ],
          file.ownWords.map {
            [
              "\($0.feedback)", "\(name($0.person))\n\(time($0.at))", $0.words, say(OwnWordsText.state($0)),
              $0.correction.isEmpty ? "–" : $0.correction,
            ]
          }, whenEmpty: none)),
    ]
  }

  /// What was handed in where, and what came back; then the words of each that went out.
  var forms: [Block] {
    [
      .table(
        Table(
          [
            say("Form", "文书"), say("To", "收文单位"), say("Approved by", "批准人"), say("State", "状态"),
            say("Handed in, answered", "报送与受理"),
          ],
          file.forms.map { form in
            [
              "\(form.reference) \(form.title)", form.recipient, form.state == .written ? "–" : name(form.reviewedBy),
              say(OutgoingFormText.state(form.state)), OutgoingFormText.last(form).map(say) ?? "–",
            ]
          }, whenEmpty: none))
    ]
      + file.forms.filter { !$0.submissions.isEmpty }.map {
        .quotation(Quotation($0.title + "\n\n" + $0.body, language: $0.language))
      }
  }

  /// Counts and times per sender.
  public var feedbackCounts: Block {
    let rows = SenderText.all.compactMap { sender -> [String]? in
      let all = file.feedback.filter { $0.sender == sender }
      guard !all.isEmpty else { return nil }
      let waits = all.compactMap { item in item.replied.map { $0.at.timeIntervalSince(item.at) } }.sorted()
      let onTime = all.filter { item in
        guard let at = item.replied?.at, let due = item.replyDueAt else { return false }
        return at <= due
      }.count
      return [
        say(SenderText.name(sender)), "\(all.count)", "\(waits.count)", "\(onTime)",
        waits.isEmpty ? "–" : span(waits[waits.count / 2]), "\(all.filter { $0.resolved != nil }.count)",
        "\(all.filter { $0.satisfied == "yes" }.count)",
      ]
    }
    return .table(
      Table(
        [
          say("From", "来源"), say("Received", "收到"), say("Answered", "已答复"), say("in time", "按时答复"),
          say("Typical wait", "一般用时"), say("Resolved", "已办结"), say("Satisfied", "满意"),
        ], rows, whenEmpty: say("Nobody wrote.", "没有收到反馈。")))
  }

  /// Deadlines by kind; the missed ones; and those of the law, each by itself.
  var deadlines: [Block] {
    let plain = file.duties.filter { $0.clock == nil }
    let rows = Self.grouped(plain, by: \.kind).compactMap { kind, all -> [String]? in
      let judged = all.compactMap { $0.wasKept(at: now) }
      guard !judged.isEmpty else { return nil }
      return [
        say(kind.name), say(all[0].team.name), "\(judged.count)", "\(judged.filter { $0 }.count)",
        "\(judged.filter { !$0 }.count)",
      ]
    }
    let missed = plain.filter { $0.wasKept(at: now) == false }
    return [
      .table(
        Table(
          [say("What", "事项"), say("Owed by", "责任方"), say("Due", "应办"), say("Kept", "按时"), say("Missed", "超时")],
          rows, whenEmpty: say("Nothing has fallen due.", "没有到期的时限。"))),
      .heading(2, say("Missed", "超时事项")), table(missed), .heading(2, say("Set by law", "法定时限")),
      table(file.duties.filter { $0.clock != nil }),
    ]
  }

  /// Duties with their aims, one row each.
  private func table(_ duties: [CaseFile.Duty]) -> Block {
    .table(
      Table(
        [say("What", "事项"), say("Owed by", "责任方"), say("Aim", "要求"), say("Until", "时限"), say("Done", "办结")],
        duties.map { duty in
          [
            what(duty), say(duty.team.name), span(duty.dueAt.timeIntervalSince(duty.startedAt)), time(duty.dueAt),
            result(duty),
          ]
        }, whenEmpty: none))
  }

  /// What is owed still, the most urgent first: for documents that say how it stands.
  public var openDeadlines: [String] {
    file.duties.filter { $0.endedAt == nil }.map {
      "\(what($0)) · \(say($0.team.name)) · \(time($0.dueAt))\(say(" (", "（"))\(say(TimeFormat.left($0.dueAt.timeIntervalSince(now))))\(say(")", "）"))"
    }
  }

  private func what(_ duty: CaseFile.Duty) -> String {
    if let clock = duty.clock { return say(clock.name) }
    return say(duty.kind.name) + (duty.subject.isEmpty ? "" : " \(duty.subject)")
  }

  private func result(_ duty: CaseFile.Duty) -> String {
    let late = (duty.endedAt ?? now).timeIntervalSince(duty.dueAt)
    switch (duty.endedAt, duty.wasKept(at: now)) {
    case (nil, false): return say("open, late by \(span(late))", "未办结，已超时 \(span(late))")
    case (nil, _): return say("open", "未办结")
    case (let ended?, false): return "\(time(ended)) " + say("late by \(span(late))", "超时 \(span(late))")
    case (let ended?, true): return "\(time(ended)) " + say("in time", "按时")
    case (let ended?, nil): return "\(time(ended)) " + say("owed no more", "不再需要")
    }
  }

  /// Values under their keys, the keys in the order in which they came.
  static func grouped<Value, Key: Hashable>(_ values: [Value], by key: (Value) -> Key) -> [(Key, [Value])] {
    var order: [Key] = []
    let groups = Dictionary(grouping: values) { value in
      let key = key(value)
      if !order.contains(key) { order.append(key) }
      return key
    }
    return order.map { ($0, groups[$0] ?? []) }
  }
}
