import CommandLine
public import Ledger
public import Wording

/// Words for forms that go out.
public enum OutgoingFormText {
  public static func state(_ state: OutgoingForms.State) -> Bilingual {
    switch state {
    case .written: Bilingual("waits for its review", "待审核")
    case .returned: Bilingual("sent back", "已退回")
    case .approved: Bilingual("approved, to be handed in", "已批准，待报送")
    case .submitted: Bilingual("handed in, no receipt yet", "已报送，待受理")
    case .received: Bilingual("receipt there", "已受理")
    case .refused: Bilingual("refused", "对方未受理")
    case .replaced: Bilingual("written anew", "已重写")
    }
  }

  /// Where it went last, and what came of it, in one line; nil before it is handed in.
  public static func last(_ form: OutgoingForms.Form) -> Bilingual? {
    guard let last = form.submissions.last else { return nil }
    let number = last.reference.isEmpty ? "" : " \(last.reference)"
    let sent = Bilingual(same: last.via + number)
    guard let outcome = last.outcome else { return sent }
    let words = [outcome.number, outcome.givenBy, outcome.day, outcome.reason].filter { !$0.isEmpty }
    return sent + Bilingual(same: " → " + words.joined(separator: ", "))
  }

  /// The forms of an incident in a table.
  public static func table(_ forms: [OutgoingForms.Form]) -> Reply.Table {
    Reply.Table(
      "forms", Bilingual("Forms:", "对外文书："),
      columns: [
        ("form", Bilingual("Id", "编号")), ("title", Bilingual("Title", "标题")), ("to", Bilingual("To", "收文单位")),
        ("state", Bilingual("State", "状态")), ("last", Bilingual("Handed in, answered", "报送与受理")),
      ],
      rows: forms.map {
        [
          .code($0.reference.description), .text($0.title), .text($0.recipient),
          .named($0.state.rawValue, state($0.state)),
          last($0).map { .values($0.values, $0) } ?? .none,
        ]
      }, whenEmpty: Bilingual("No forms.", "没有对外文书。"))
  }
}
