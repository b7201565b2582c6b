extension WebhookFormat {
  /// A text in which nothing is the receiver's markup: no title from outside calls people, or shows a link as something else. What cannot
  /// be escaped is written with the full-width form of a sign, which reads the same.
  func escaped(_ text: String) -> String {
    switch self {
    case .generic: text
    case .slack: Self.slackEscaped(text)
    case .feishu: Self.withoutLinks(Self.withoutTags(text))
    case .dingtalk: Self.withoutLinks(Self.withoutCalls(text))
    case .wecom: Self.withoutLinks(Self.withoutCalls(Self.withoutTags(text)))
    }
  }

  /// `&`, `<` and `>` are Slack's markup; with them go its calls (`<!channel>`, `<@U1>`) and links.
  private static func slackEscaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }

  /// Without tags that call: `<at …>`, `</at>` (Feishu), `<@…>` (WeCom), whatever stands between the sign and the word.
  private static func withoutTags(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var safe = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      guard scalar == "<" else {
        safe.append(scalar)
        continue
      }
      let next = scalars[(index + 1)...].prefix(32).filter { !isBetween($0) }.drop { $0 == "/" }
      let word = next.prefix(2).map(\.properties.lowercaseMapping).joined()
      safe.append(word == "at" || word.hasPrefix("@") ? "＜" : scalar)
    }
    return String(safe)
  }

  /// What a receiver may pass over inside a tag: spaces, controls, what nobody sees.
  private static func isBetween(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Without `@all`, `@13800001111`: an at sign stays only inside a mail address.
  private static func withoutCalls(_ text: String) -> String {
    var before: Unicode.Scalar = " "
    return text.unicodeScalars.reduce(into: "") { safe, scalar in
      let isInAddress =
        before.isASCII
        && (before.properties.isAlphabetic || ("0"..."9").contains(before) || "._%+-".unicodeScalars.contains(before))
      safe.unicodeScalars.append(scalar == "@" && !isInAddress ? "＠" : scalar)
      before = scalar
    }
  }

  /// Without Markdown's links and images, `[text](address)`: the address is seen beside its text.
  private static func withoutLinks(_ text: String) -> String {
    text.replacing("](", with: "] (")
  }
}
