public import Wording

/// Why an identity provider was of no help.
public enum SignOnFault: Explained, Sendable, Equatable {
  /// It gave no answer, or none of use; why.
  case unreachable(String)
  /// It said no to a code; in its own words (RFC 6749, 5.2).
  case refused(String)
  /// What it said is no such document: `discovery`, `keys` or `token`.
  case unreadable(String)
  /// Its document is another issuer's.
  case otherIssuer(String)
  /// An address that would go over a plain line.
  case unsafe(String)

  public var explanation: Failure {
    var detail: String?
    if case .unreachable(let reason) = self { detail = reason }
    return Failure(code, sentence, advice: advice, detail: detail)
  }

  private var code: ExitCode {
    switch self {
    case .unreachable: .unavailable
    case .unsafe: .usage
    case .refused, .unreadable, .otherIssuer: .data
    }
  }

  public var sentence: Bilingual {
    switch self {
    case .unreachable: Bilingual("The identity provider does not answer.", "身份提供方没有应答。")
    case .refused(let reason):
      Bilingual(
        "The identity provider did not take the code: \(SafeText.line(reason))", "身份提供方不接受授权码：\(SafeText.line(reason))")
    case .unreadable("keys"): Bilingual("This is no JWK set.", "这不是 JWK 密钥集。")
    case .unreadable("token"):
      Bilingual("The identity provider sent no ID token.", "身份提供方没有返回登录证明。")
    case .unreadable: Bilingual("The identity provider's own description cannot be read.", "无法读取身份提供方的说明文件。")
    case .otherIssuer(let issuer):
      Bilingual(
        "The provider calls itself otherwise: \(SafeText.line(issuer))", "身份提供方自称的网址不同：\(SafeText.line(issuer))")
    case .unsafe(let address):
      Bilingual("This address is not taken: \(SafeText.line(address))", "不接受这个网址：\(SafeText.line(address))")
    }
  }

  public var advice: Bilingual {
    switch self {
    case .unreachable:
      Bilingual("Try again in a moment; if it stays so, ask who looks after it.", "请稍后再试；仍不行请联系其管理员。")
    case .refused:
      Bilingual(
        "An administrator compares the client id, its secret and the redirect address with the provider's.",
        "请管理员核对应用编号、应用密钥和回调地址。")
    case .unreadable("keys"):
      Bilingual("Give the provider's key set: --keys @FILE, or its address.", "请给出密钥集：--keys @FILE，或写网址。")
    case .unreadable:
      Bilingual(
        "An administrator looks whether the issuer is right: levee provider list", "请管理员核对签发者：levee provider list")
    case .otherIssuer: Bilingual("Write the issuer exactly so.", "请原样填写。")
    case .unsafe: Bilingual("It has to begin with https://", "须以 https:// 开头。")
    }
  }
}
