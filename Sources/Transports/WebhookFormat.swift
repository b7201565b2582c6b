import FoundationEssentials
public import Ledger
import Wording
import Workflow

extension Transport.Kind {
  /// What programs take: a mail with its header, or plain text.
  public static let programFormats = ["mail", "text"]

  /// The kind of transport that speaks a format; nil for one that this release does not know.
  public init?(format: String) {
    if WebhookFormat(rawValue: format) != nil {
      self = .webhook
    } else if Self.programFormats.contains(format) {
      self = .command
    } else {
      return nil
    }
  }
}

extension Transport {
  /// Bytes that a message of several parts may have. A text message to a telephone is kept short.
  public var room: Int {
    switch kind {
    case .webhook: WebhookFormat(rawValue: format).map(WebhookFormat.room) ?? 1600
    case .command: format == "text" ? 1000 : 8000
    }
  }
}

/// What a webhook's receiver expects to be posted, and how it says that it took it.
///
/// - Sources: Standard Webhooks 1.0 (generic); DingTalk, 自定义机器人接入; Feishu, 自定义机器人使用指南; WeCom,
///   群机器人配置说明; Slack, Sending messages using incoming webhooks.
public enum WebhookFormat: String, Sendable, CaseIterable {
  case generic, dingtalk, feishu, wecom, slack

  /// One request, ready to be sent.
  struct Post: Equatable {
    var url: String
    var headers: [String: String] = ["Content-Type": "application/json; charset=utf-8"]
    var body: [UInt8]
  }

  /// Bytes of text that the receiver takes in one message, by its documentation; it names no limit for a program.
  private static let longest: [WebhookFormat: Int] = [.dingtalk: 20_000, .feishu: 20_000, .wecom: 2048, .slack: 40_000]

  /// Bytes that a message of several parts may have, so that it fits with names, mentions and what escaping adds.
  static func room(_ format: WebhookFormat) -> Int { min((longest[format] ?? 8000) - 400, 8000) }

  /// - Parameters:
  ///   - url: where to, credentials filled in.
  ///   - secret: what it is signed with; nil where the receiver's address is secret enough.
  ///   - now: seconds since 1970, which the signatures cover.
  func post(_ message: Message, to url: String, secret: String?, now: Double) throws(TransportFault) -> Post {
    if let longest = Self.longest[self], message.text.utf8.count > longest {
      throw TransportFault(
        "the text has \(message.text.utf8.count) bytes; \(rawValue) takes \(longest) in one message", isFinal: true)
    }
    let seconds = Int(now)
    let text = mention(message) + escaped(message.text)
    let calls = message.callsPerson && !message.address.isEmpty
    var post = Post(url: url, body: [])
    var fields: [String: JSONValue]
    switch self {
    case .generic:
      fields = [
        "type": .string(message.event), "id": .string(message.key), "text": .string(message.text),
        "data": .object(message.values),
      ]
    case .dingtalk:
      fields = [
        "msgtype": .string("text"),
        "text": .object(["content": .string(text + (calls ? "\n@" + message.address : ""))]),
      ]
      if calls {
        let key = isTelephone(message.address) ? "atMobiles" : "atUserIds"
        fields["at"] = .object([key: .array([.string(message.address)]), "isAtAll": .bool(false)])
      }
      if let secret {
        let milliseconds = Int(now * 1000)
        post.url +=
          (url.contains("?") ? "&" : "?") + "timestamp=\(milliseconds)&sign="
          + percentEncoded(Signature.dingtalk(secret: secret, at: milliseconds))
      }
    case .feishu:
      fields = ["msg_type": .string("text"), "content": .object(["text": .string(text)])]
      if let secret {
        fields["timestamp"] = .string(String(seconds))
        fields["sign"] = .string(Signature.feishu(secret: secret, at: seconds))
      }
    case .wecom:
      var content: [String: JSONValue] = ["content": .string(text)]
      if calls {
        let key = isTelephone(message.address) ? "mentioned_mobile_list" : "mentioned_list"
        content[key] = .array([.string(message.address)])
      }
      fields = ["msgtype": .string("text"), "text": .object(content)]
    case .slack:
      fields = ["text": .string(text)]
    }
    do { post.body = Array(try JSONValue.object(fields).text(pretty: false).utf8) } catch {
      throw TransportFault("the message cannot be written as JSON", isFinal: true)
    }
    // The specification's headers; a chat bot does not look at them.
    post.headers["webhook-id"] = message.key
    post.headers["webhook-timestamp"] = String(seconds)
    post.headers["Idempotency-Key"] = message.key
    if self == .generic, let secret {
      post.headers["webhook-signature"] = Signature.standard(
        secret: secret, id: message.key, at: seconds, body: post.body)
    }
    return post
  }

  /// Whether the answer says that the message was taken. Chat bots answer 200 to most and say it in the body; a body that
  /// says it counts more than the status (Feishu says "too many" with 400).
  /// - Parameter retryAfter: seconds for which the receiver wants to hear nothing, as its header says.
  func accept(status: Int, body: [UInt8], retryAfter: Double? = nil) throws(TransportFault) {
    let isTaken = (200..<300).contains(status)
    if let said = answer(body, isTaken: isTaken) {
      if said.isTaken, isTaken { return }
      if !said.isTaken {
        let text = said.text.isEmpty ? "" : " (\(said.text))"
        throw TransportFault(
          "\(rawValue) answered \(said.code)\(text)", said.prospect ?? Self.prospect(of: status) ?? .final,
          retryAfter: retryAfter)
      }
    }
    if isTaken {
      if self == .generic || self == .slack { return }
      throw TransportFault("the answer is not \(rawValue)'s")
    }
    throw TransportFault("HTTP \(status)", Self.prospect(of: status) ?? .final, retryAfter: retryAfter)
  }

  /// What a status promises: what the request itself is wrong about does not get better by itself (nil); 408, 425, 429 and
  /// what the server is wrong about do.
  private static func prospect(of status: Int) -> TransportFault.Prospect? {
    switch status {
    case 429, 503: .busy
    case 408, 425, 500...: .passing
    case 300..<400: .passing
    default: nil
    }
  }

  /// What a receiver says in the body of its answer.
  private struct Answer {
    var isTaken: Bool
    var code = ""
    var text = ""
    /// nil where the status says it, or nothing does.
    var prospect: TransportFault.Prospect?
  }

  /// nil where the body is not the receiver's.
  /// - Parameter isTaken: whether the status says so.
  private func answer(_ body: [UInt8], isTaken: Bool) -> Answer? {
    guard case .object(let said)? = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else {
      // Slack's webhooks answer with a word.
      let word = String(decoding: body.prefix(100), as: UTF8.self)
      let prospect = Self.slackProspects[word]
      guard self == .slack, !word.isEmpty, word.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "_") }),
        !isTaken || prospect != nil
      else { return nil }
      return Answer(isTaken: false, code: word, prospect: prospect)
    }
    switch self {
    case .generic: return nil
    case .slack:
      guard case .bool(let isTaken)? = said["ok"] else { return nil }
      let word = SafeText.line(String((said["error"]?.string ?? "").prefix(60)))
      return Answer(isTaken: isTaken, code: word, prospect: Self.slackProspects[word])
    case .dingtalk, .wecom, .feishu:
      let codes = ["errcode", "code", "StatusCode"].compactMap { said[$0]?.integer }
      guard let code = codes.first(where: { $0 != 0 }) ?? codes.first else { return nil }
      let text = ["errmsg", "msg", "StatusMessage"].lazy.compactMap { said[$0]?.string }.first ?? ""
      return Answer(
        isTaken: code == 0, code: String(code), text: Self.shortened(text),
        prospect: code == 0 ? nil : Self.prospects[code])
    }
  }

  /// What a receiver says of a refusal, on one line and without the addresses that it refers to.
  private static func shortened(_ text: String) -> String {
    let words = SafeText.line(text).split(separator: " ").filter { !$0.contains("://") }.joined(separator: " ")
    return words.count <= 100 ? words : words.prefix(99) + "…"
  }

  /// Codes that say "too often" or "not now": of DingTalk 130101 and 410100, 90030 (over its limit), -1; of Feishu 9499 and
  /// 11232, 11233 (too often, of the bot and of the group), 2200; of WeCom 45009, 45033, -1.
  private static let prospects: [Int: TransportFault.Prospect] = [
    130_101: .busy, 410_100: .busy, 90030: .busy, 9499: .busy, 11232: .busy, 11233: .busy, 45009: .busy, 45033: .busy,
    -1: .passing, 2200: .passing,
  ]

  private static let slackProspects: [String: TransportFault.Prospect] = [
    "ratelimited": .busy, "rate_limited": .busy, "message_limit_exceeded": .busy, "rollup_error": .passing,
    "service_unavailable": .passing, "internal_error": .passing, "fatal_error": .passing, "request_timeout": .passing,
  ]

  /// How the text itself calls a person, or names one, where the receiver wants that.
  private func mention(_ message: Message) -> String {
    guard message.callsPerson, !message.address.isEmpty else {
      return message.name.isEmpty || self == .generic ? "" : escaped(message.name) + "\n"
    }
    switch self {
    case .feishu: return "<at user_id=\"\(message.address)\"></at> "
    case .slack: return "<@\(message.address)> "
    case .generic, .wecom, .dingtalk: return ""
    }
  }

  private func isTelephone(_ address: String) -> Bool {
    address.allSatisfy { $0.isASCII && ($0.isNumber || "+-".contains($0)) }
  }

  private func percentEncoded(_ base64: String) -> String {
    base64.reduce(into: "") { encoded, character in
      switch character {
      case "+": encoded += "%2B"
      case "/": encoded += "%2F"
      case "=": encoded += "%3D"
      default: encoded.append(character)
      }
    }
  }
}
