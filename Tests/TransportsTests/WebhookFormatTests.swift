import FoundationEssentials
import Secrets
import Testing
import Wording
@testable import Transports

/// What each receiver's documentation shows, and what each answers.
struct WebhookFormatTests {
  private let message = Message(
    key: "notice-7-chat", address: "", subject: "s", text: "情况 <b> & \"x\"\nline", event: "levee.notice",
    values: ["incident": .string("I1")])

  private func post(
    _ format: WebhookFormat, _ message: Message, url: String = "https://example.com/hook", secret: String? = nil
  ) throws -> (post: WebhookFormat.Post, body: [String: JSONValue]) {
    let post = try format.post(message, to: url, secret: secret, now: 1_700_000_000.25)
    guard case .object(let body) = try JSONDecoder().decode(JSONValue.self, from: Data(post.body)) else {
      throw TransportFault("no object")
    }
    return (post, body)
  }

  @Test func dingtalkHasItsTextItsMentionAndItsSignatureInTheAddress() throws {
    let (post, body) = try post(
      .dingtalk, message.addressed("13800001111"), url: "https://oapi.dingtalk.com/robot/send?access_token=T",
      secret: "SECabc")
    #expect(body["msgtype"]?.string == "text")
    #expect(body["text"] == .object(["content": .string(message.text + "\n@13800001111")]))
    #expect(body["at"] == .object(["atMobiles": .array([.string("13800001111")]), "isAtAll": .bool(false)]))
    // printf '1700000000250\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64, percent-encoded
    #expect(
      post.url
        == "https://oapi.dingtalk.com/robot/send?access_token=T&timestamp=1700000000250&sign=ZDW7c0CwVGyfdtcljWex%2BX1Z0vBCJPKMVfKUWcDa5B0%3D"
    )
    let named = try self.post(.dingtalk, message.addressed("manager4220")).body
    #expect(named["at"] == .object(["atUserIds": .array([.string("manager4220")]), "isAtAll": .bool(false)]))
  }

  @Test func feishuHasItsTextAndItsSignatureInTheBody() throws {
    let body = try post(.feishu, message.addressed("ou_1"), secret: "secret").body
    #expect(body["msg_type"]?.string == "text")
    #expect(body["content"] == .object(["text": .string("<at user_id=\"ou_1\"></at> " + message.text)]))
    #expect(
      try post(.feishu, message.addressed("ou_1", calling: false)).body["content"]
        == .object(["text": .string("Wang\n" + message.text)]))
    #expect(body["timestamp"]?.string == "1700000000")
    // printf '' | openssl dgst -sha256 -hmac $'1700000000\nsecret' -binary | base64
    #expect(body["sign"]?.string == "fiWS2+gh28DOydAv7hzONH/mDn9+b1Y4Y5ivXWXy8vA=")
    #expect(try post(.feishu, message).body["sign"] == nil)
  }

  @Test func wecomHasItsTextAndItsMentions() throws {
    let body = try post(.wecom, message.addressed("13800001111")).body
    #expect(
      body["text"]
        == .object([
          "content": .string(message.text), "mentioned_mobile_list": .array([.string("13800001111")]),
        ]))
    #expect(
      try post(.wecom, message.addressed("wangqing")).body["text"]
        == .object(["content": .string(message.text), "mentioned_list": .array([.string("wangqing")])]))
  }

  @Test func slackHasItsThreeCharactersEscaped() throws {
    #expect(
      try post(.slack, message.addressed("U024BE7LH")).body
        == ["text": .string("<@U024BE7LH> 情况 &lt;b&gt; &amp; \"x\"\nline")])
  }

  @Test func theGenericFormatIsThatOfStandardWebhooks() throws {
    let (post, body) = try post(.generic, message, secret: "whsec_" + Data("key".utf8).base64EncodedString())
    #expect(body["type"]?.string == "levee.notice")
    #expect(body["id"]?.string == "notice-7-chat")
    #expect(post.headers["webhook-id"] == "notice-7-chat")
    #expect(post.headers["Idempotency-Key"] == "notice-7-chat")
    #expect(post.headers["webhook-timestamp"] == "1700000000")
    let signed = Array("notice-7-chat.1700000000.".utf8) + post.body
    #expect(
      post.headers["webhook-signature"] == "v1," + Signature.base64(Digest.hmac(key: Array("key".utf8), signed)))
  }

  @Test func theCodeIsThatOfTheStandard() {
    // RFC 4231, test case 2.
    #expect(
      Digest.hmac(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        .map { String($0, radix: 16).count == 1 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test func theSameMessageIsTheSameBytesAtAnyTime() throws {
    for format in WebhookFormat.allCases {
      let first = try format.post(message, to: "https://x", secret: nil, now: 1)
      let second = try format.post(message, to: "https://x", secret: nil, now: 100)
      #expect(first.body == second.body)
    }
  }

  @Test func whatIsTooLongForAReceiverIsSaidAndNotCut() throws {
    let long = Message(
      key: "k", address: "", subject: "s", text: String(repeating: "长", count: 700), event: "e", values: [:])
    let fault = #expect(throws: TransportFault.self) {
      try WebhookFormat.wecom.post(long, to: "https://x", secret: nil, now: 0)
    }
    #expect(fault?.isFinal == true)
    #expect(fault?.description == "the text has 2100 bytes; wecom takes 2048 in one message")
    _ = try WebhookFormat.dingtalk.post(long, to: "https://x", secret: nil, now: 0)
  }

  struct Answer: CustomTestStringConvertible {
    let format: WebhookFormat
    let status: Int
    let body: String
    /// nil: taken.
    let isFinal: Bool?
    var testDescription: String { "\(format) \(status) \(body)" }
  }

  @Test(
    "Whether it was taken is what the receiver's documentation says",
    arguments: [
      Answer(format: .dingtalk, status: 200, body: #"{"errcode":0,"errmsg":"ok"}"#, isFinal: nil),
      Answer(format: .dingtalk, status: 200, body: #"{"errcode":310000,"errmsg":"sign not match"}"#, isFinal: true),
      Answer(format: .dingtalk, status: 200, body: #"{"errcode":130101,"errmsg":"send too fast"}"#, isFinal: false),
      Answer(format: .feishu, status: 200, body: #"{"code":0,"msg":"success","data":{}}"#, isFinal: nil),
      Answer(format: .feishu, status: 200, body: #"{"StatusCode":0,"StatusMessage":"success"}"#, isFinal: nil),
      Answer(format: .feishu, status: 400, body: #"{"code":9499,"msg":"too many request"}"#, isFinal: false),
      Answer(format: .feishu, status: 200, body: #"{"code":11232,"msg":"frequency limited"}"#, isFinal: false),
      Answer(format: .feishu, status: 400, body: #"{"code":19024,"msg":"Key Words Not Found"}"#, isFinal: true),
      Answer(format: .feishu, status: 500, body: #"{"code":1,"msg":"x"}"#, isFinal: false),
      Answer(format: .wecom, status: 200, body: #"{"errcode":45009,"errmsg":"api freq out of limit"}"#, isFinal: false),
      Answer(format: .slack, status: 429, body: "rate_limited", isFinal: false),
      Answer(format: .slack, status: 200, body: #"{"ok":false,"error":"ratelimited"}"#, isFinal: false),
      Answer(format: .slack, status: 403, body: "action_prohibited", isFinal: true),
      Answer(format: .slack, status: 200, body: "thanks", isFinal: nil),
      Answer(format: .feishu, status: 200, body: #"{"code":19021,"msg":"sign match fail"}"#, isFinal: true),
      Answer(format: .wecom, status: 200, body: #"{"errcode":0,"errmsg":"ok"}"#, isFinal: nil),
      Answer(format: .wecom, status: 200, body: #"{"errcode":93000,"errmsg":"invalid webhook url"}"#, isFinal: true),
      Answer(format: .wecom, status: 200, body: "<html>", isFinal: false),
      Answer(format: .slack, status: 200, body: "ok", isFinal: nil),
      Answer(format: .slack, status: 404, body: "no_service", isFinal: true),
      Answer(format: .generic, status: 204, body: "", isFinal: nil),
      Answer(format: .generic, status: 500, body: "", isFinal: false),
      Answer(format: .generic, status: 302, body: "", isFinal: false),
      Answer(format: .generic, status: 429, body: "", isFinal: false),
      Answer(format: .generic, status: 401, body: "", isFinal: true),
    ])
  func answers(_ answer: Answer) {
    do throws(TransportFault) {
      try answer.format.accept(status: answer.status, body: Array(answer.body.utf8))
      #expect(answer.isFinal == nil)
    } catch {
      #expect(error.isFinal == answer.isFinal)
    }
  }

  @Test("Text from outside calls nobody, and is read as it was", arguments: WebhookFormat.allCases)
  func markup(_ format: WebhookFormat) {
    let hostile = [
      "<at user_id=\"all\">x</at>", "< AT id=all></ at>", "<\u{200B}at user_id='all'>", "<@all>", "<!channel>", "<@U1>",
      "@all",
      "@所有人 @13800001111", "[win](https://evil.example) ![i](https://evil.example/x.png)",
    ].joined(separator: " ")
    let safe = format.escaped(hostile)
    let plain = "a < b > c, 3<4, 5 @ home, press@nova.example & co <b>"
    switch format {
    case .generic: #expect(safe == hostile && format.escaped(plain) == plain)
    case .slack: #expect(!safe.contains("<") && !safe.contains(">"))
    case .feishu:
      #expect(
        !safe.lowercased().contains("<at") && !safe.contains("< AT") && !safe.contains("<\u{200B}at")
          && !safe.contains("](") && !safe.contains("</ at"))
      #expect(format.escaped(plain) == plain)
    case .dingtalk:
      #expect(!safe.contains("@") && !safe.contains("]("))
      #expect(format.escaped("press@nova.example") == "press@nova.example")
    case .wecom:
      #expect(!safe.contains("@") && !safe.contains("<at") && !safe.contains("]("))
      #expect(format.escaped("press@nova.example") == "press@nova.example")
    }
  }

  @Test func whoIsNotCalledIsNamed() throws {
    let quiet = message.addressed("13800001111", calling: false)
    for format in [WebhookFormat.dingtalk, .feishu, .wecom, .slack] {
      let sent = String(decoding: try format.post(quiet, to: "https://x", secret: nil, now: 0).body, as: UTF8.self)
      #expect(sent.contains("Wang") && !sent.contains("13800001111"), "\(format)")
      let called = message.addressed("13800001111")
      let rung = String(decoding: try format.post(called, to: "https://x", secret: nil, now: 0).body, as: UTF8.self)
      #expect(rung.contains("13800001111"), "\(format)")
    }
  }

  @Test func whoWantsToHearNothingForAWhileIsBusy() {
    let fault = #expect(throws: TransportFault.self) {
      try WebhookFormat.slack.accept(status: 429, body: Array("rate_limited".utf8), retryAfter: 7)
    }
    #expect(fault?.prospect == .busy && fault?.retryAfter == 7)
  }

  @Test func whatAReceiverSaysIsShownWithoutItsAddresses() {
    let body =
      #"{"errcode":310000,"errmsg":"keywords not in content, more: [https://ding.example/x?token=1]\u001b[2J"}"#
    let fault = #expect(throws: TransportFault.self) {
      try WebhookFormat.dingtalk.accept(status: 200, body: Array(body.utf8))
    }
    #expect(fault?.description.hasPrefix("dingtalk answered 310000 (keywords not in content, more:") == true)
    #expect(fault?.description.contains("://") == false && fault?.description.contains("\u{1B}") == false)
  }

  @Test func mailHasOneRecipientAndAReadableSubject() throws {
    let mail = try Mail.message(
      to: "wang@example.com", subject: "【演练】" + String(repeating: "事件", count: 20), body: "正文")
    #expect(mail.hasPrefix("To: wang@example.com\nSubject: =?utf-8?B?"))
    #expect(mail.split(separator: "\n").filter { $0.contains("=?utf-8?B?") }.allSatisfy { $0.count <= 76 + 9 })
    #expect(mail.hasSuffix("\n\n正文\n"))
    for address in ["", "a@b.c\nBcc: d@e.f", "a@b.c,d@e.f", "<a@b.c>", "王@b.c"] {
      #expect(throws: TransportFault.self) { try Mail.message(to: address, subject: "s", body: "b") }
    }
  }
}

extension Message {
  fileprivate func addressed(_ address: String, calling: Bool = true) -> Message {
    Message(
      key: key, address: address, callsPerson: calling, name: "Wang", subject: subject, text: text, event: event,
      values: values)
  }
}
