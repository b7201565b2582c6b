import FoundationEssentials
import HTTP
import Secrets

/// An identity provider of a company, as its discovery document tells it (OpenID Connect Discovery 1.0): where a browser signs on, and
/// where a code becomes a token. What a token is worth is not decided here; the database verifies it.
public struct Provider: Sendable, Equatable {
  public let issuer: String
  let authorization: String
  let exchange: String
  let keys: String
  /// Whether it takes a client's secret in the body only.
  let takesSecretInBody: Bool

  private struct Document: Decodable {
    let issuer: String
    let authorization_endpoint: String
    let token_endpoint: String
    let jwks_uri: String
    let token_endpoint_auth_methods_supported: [String]?
  }

  /// Seconds until a provider is given up.
  private static let patience = 10

  /// - Parameter document: the discovery document.
  /// - Throws: `SignOnFault` where it is none, is of another issuer, or names an address that is not safe.
  public init(_ document: [UInt8], of issuer: String) throws(SignOnFault) {
    guard let said = try? JSONDecoder().decode(Document.self, from: Data(document)) else {
      throw .unreadable("discovery")
    }
    guard said.issuer == issuer else { throw .otherIssuer(said.issuer) }
    for address in [said.authorization_endpoint, said.token_endpoint, said.jwks_uri] {
      guard Self.isSafe(address, beside: issuer) else { throw .unsafe(address) }
    }
    self.issuer = issuer
    authorization = said.authorization_endpoint
    exchange = said.token_endpoint
    keys = said.jwks_uri
    let methods = said.token_endpoint_auth_methods_supported ?? ["client_secret_basic"]
    takesSecretInBody = !methods.contains("client_secret_basic") && methods.contains("client_secret_post")
  }

  /// Asks the issuer for its discovery document.
  public static func discover(_ issuer: String) async throws(SignOnFault) -> Provider {
    guard isSafe(issuer, beside: issuer) else { throw .unsafe(issuer) }
    let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
    return try Provider(try await fetch(base + "/.well-known/openid-configuration"), of: issuer)
  }

  /// The provider's public keys, a JWK set (RFC 7517).
  public func keySet() async throws(SignOnFault) -> String { try await Self.keySet(at: keys) }

  /// The JWK set at an address.
  public static func keySet(at address: String) async throws(SignOnFault) -> String {
    guard isSafe(address, beside: address) else { throw .unsafe(address) }
    return try keySet(try await fetch(address))
  }

  /// A JWK set that was read elsewhere.
  public static func keySet(_ bytes: [UInt8]) throws(SignOnFault) -> String {
    struct Keys: Decodable {
      struct Key: Decodable { let kty: String }
      let keys: [Key]
    }
    guard (try? JSONDecoder().decode(Keys.self, from: Data(bytes))) != nil,
      let text = String(validating: bytes, as: UTF8.self)
    else { throw .unreadable("keys") }
    return text
  }

  /// Where a browser goes to sign on: authorization code with PKCE (RFC 7636, S256).
  public func authorizationAddress(
    client: String, redirect: String, state: String, nonce: String, challenge: String
  ) -> String {
    authorization + (authorization.contains("?") ? "&" : "?")
      + QueryText.form([
        "response_type": "code", "scope": "openid", "client_id": client, "redirect_uri": redirect, "state": state,
        "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
      ])
  }

  /// The challenge of a code verifier.
  public static func challenge(_ verifier: String) -> String { Base64URL.text(Digest.sha256(verifier)) }

  /// Exchanges a code for an ID token.
  /// - Parameter secret: of a confidential client; nil of a public one.
  public func idToken(
    code: String, client: String, secret: String?, redirect: String, verifier: String
  ) async throws(SignOnFault) -> String {
    var headers = [(name: "Content-Type", value: "application/x-www-form-urlencoded")]
    var form = QueryText.form([
      "grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier,
    ])
    if let secret, !takesSecretInBody {
      let pair = QueryText.encoded(client) + ":" + QueryText.encoded(secret)
      headers.append(("Authorization", "Basic " + Data(pair.utf8).base64EncodedString()))
    } else {
      form += "&" + QueryText.form(["client_id": client])
      if let secret { form += "&" + QueryText.form(["client_secret": secret]) }
    }
    let answer: Request.Response
    do {
      answer = try await Request(
        posting: Array(form.utf8), to: exchange, headers: headers, timeout: Self.patience,
        isSecure: exchange.hasPrefix("https://")
      ).send()
    } catch {
      throw .unreachable(error.description)
    }
    struct Answer: Decodable {
      let id_token: String?
      let error: String?
    }
    let said = try? JSONDecoder().decode(Answer.self, from: Data(answer.body))
    guard answer.status == 200 else { throw .refused(said?.error ?? String(answer.status)) }
    guard let token = said?.id_token else { throw .unreadable("token") }
    return token
  }

  private static func fetch(_ address: String) async throws(SignOnFault) -> [UInt8] {
    let answer: Request.Response
    do {
      answer = try await Request(
        address, limit: 1 << 18, timeout: patience, isSecure: address.hasPrefix("https://")
      ).send()
    } catch {
      throw .unreachable(error.description)
    }
    guard answer.status == 200 else { throw .unreachable("HTTP \(answer.status)") }
    return answer.body
  }

  /// Only https; http where the issuer itself is this machine, to try it.
  private static func isSafe(_ address: String, beside issuer: String) -> Bool {
    guard address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), address.utf8.count <= 2048 else { return false }
    return address.hasPrefix("https://") || (isLoopback(address) && isLoopback(issuer))
  }

  private static func isLoopback(_ address: String) -> Bool {
    ["http://localhost", "http://127.0.0.1"].contains { start in
      address == start || address.hasPrefix(start + ":") || address.hasPrefix(start + "/")
    }
  }
}
