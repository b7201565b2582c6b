import FoundationEssentials
import Secrets

/// Signatures over what is sent: HMAC with SHA-256.
enum Signature {
  /// `v1,…` as the Standard Webhooks specification 1.0 has it: over id, time and body, joined by dots. A secret that
  /// begins with `whsec_` is Base64, as the specification writes secrets.
  static func standard(secret: String, id: String, at seconds: Int, body: [UInt8]) -> String {
    let prefix = "whsec_"
    let key =
      secret.hasPrefix(prefix)
      ? Data(base64Encoded: String(secret.dropFirst(prefix.count))).map(Array.init) : nil
    return "v1," + base64(Digest.hmac(key: key ?? Array(secret.utf8), Array("\(id).\(seconds).".utf8) + body))
  }

  /// DingTalk's 加签: over the time in milliseconds and the secret, keyed by the secret.
  static func dingtalk(secret: String, at milliseconds: Int) -> String {
    base64(Digest.hmac(key: Array(secret.utf8), Array("\(milliseconds)\n\(secret)".utf8)))
  }

  /// Feishu's 签名校验: over nothing, keyed by the time in seconds and the secret.
  static func feishu(secret: String, at seconds: Int) -> String {
    base64(Digest.hmac(key: Array("\(seconds)\n\(secret)".utf8), []))
  }

  static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
