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

  /// Bytes of text that the receiver takes in one message, by its documentation; nil where it names no limit.
  private var longest: Int? {
    switch self {
    case .generic: nil
    case .dingtalk, .feishu: 20_000
    case .wecom: 2048
    case .slack: 40_000
    }
  }

  /// - Parameters:
  ///   - url: where to, credentials filled in.
  ///   - secret: what it is signed with; nil where the receiver's address is secret enough.
  ///   - now: seconds since 1970, which the signatures cover.
  func post(_ message: Message, to url: String, secret: String?, now: Double) throws(TransportFault) -> Post {
    if let longest, message.text.utf8.count > longest {
      throw TransportFault(
        "the text has \(message.text.utf8.count) bytes; \(rawValue) takes \(longest) in one message", isFinal: true)
    }
    let seconds = Int(now)
    var post = Post(url: url, body: [])
    var fields: [String: JSONValue]
    switch self {
    case .generic:
      fields = [
        "type": .string(message.event), "id": .string(message.key), "text": .string(message.text),
        "data": .object(message.values),
      ]
    case .dingtalk:
      fields = ["msgtype": .string("text"), "text": .object(["content": .string(message.text + mention(message))])]
      if !message.address.isEmpty {
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
      fields = ["msg_type": .string("text"), "content": .object(["text": .string(mention(message) + message.text)])]
      if let secret {
        fields["timestamp"] = .string(String(seconds))
        fields["sign"] = .string(Signature.feishu(secret: secret, at: seconds))
      }
    case .wecom:
      var text: [String: JSONValue] = ["content": .string(message.text)]
      if !message.address.isEmpty {
        let key = isTelephone(message.address) ? "mentioned_mobile_list" : "mentioned_list"
        text[key] = .array([.string(message.address)])
      }
      fields = ["msgtype": .string("text"), "text": .object(text)]
    case .slack:
      fields = ["text": .string(mention(message) + slackEscaped(message.text))]
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

  /// Whether the answer says that the message was taken. Chat bots answer 200 to everything and say it in the body.
  func accept(status: Int, body: [UInt8]) throws(TransportFault) {
    guard (200..<300).contains(status) else {
      // What the request itself is wrong about does not get better by itself; 408 and 429 do.
      let isFinal = (400..<500).contains(status) && status != 408 && status != 429
      throw TransportFault("HTTP \(status)", isFinal: isFinal)
    }
    let keys: [String]
    switch self {
    case .generic, .slack: return
    case .dingtalk, .wecom: keys = ["errcode"]
    case .feishu: keys = ["code", "StatusCode"]
    }
    guard case .object(let answer)? = try? JSONDecoder().decode(JSONValue.self, from: Data(body)),
      let code = keys.lazy.compactMap({ answer[$0]?.integer }).first
    else { throw TransportFault("the answer is not \(rawValue)'s") }
    guard code == 0 else { throw TransportFault("\(rawValue) answered \(code)", isFinal: !Self.passing.contains(code)) }
  }

  /// Codes that say "busy" or "too often": DingTalk -1, 130101 and 410100, Feishu 11232, WeCom 45009.
  private static let passing: Set<Int> = [-1, 130_101, 410_100, 11232, 45009]

  /// How the text itself names a person, where the receiver wants that.
  private func mention(_ message: Message) -> String {
    guard !message.address.isEmpty else { return "" }
    switch self {
    case .dingtalk: return "\n@" + message.address
    case .feishu: return "<at user_id=\"\(message.address)\"></at> "
    case .slack: return "<@\(message.address)> "
    case .generic, .wecom: return ""
    }
  }

  private func isTelephone(_ address: String) -> Bool {
    address.allSatisfy { $0.isASCII && ($0.isNumber || "+-".contains($0)) }
  }

  /// `&`, `<` and `>` are Slack's markup.
  private func slackEscaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.append(character)
      }
    }
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
