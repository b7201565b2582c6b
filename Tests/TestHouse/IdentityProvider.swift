import FoundationEssentials
import Secrets
import Synchronization

/// An identity provider of a test's own: a discovery document, a key set, and codes that become tokens.
public final class IdentityProvider: Sendable {
  private struct Given {
    let token: String
    let challenge: String
  }

  private struct State {
    var signer: TokenSigner
    var given: [String: Given] = [:]
  }

  private let state: Mutex<State>
  private let server: Mutex<WebServer?> = Mutex(nil)
  public let issuer: String
  /// What a confidential client has to bring.
  private let secret: String

  public init(_ signer: TokenSigner, secret: String) throws {
    self.secret = secret
    state = Mutex(State(signer: signer))
    let asked = Asked()
    let server = try WebServer { asked.answer($0) }
    issuer = "http://127.0.0.1:\(server.port)"
    self.server.withLock { $0 = server }
    asked.provider.withLock { $0 = self }
  }

  private final class Asked: Sendable {
    let provider = Mutex<IdentityProvider?>(nil)
    func answer(_ request: String) -> String { provider.withLock { $0 }?.answer(request) ?? "" }
  }

  /// It signs with another key from now on.
  public func sign(with signer: TokenSigner) { state.withLock { $0.signer = signer } }

  public func stop() { server.withLock { $0 }?.stop() }

  /// Somebody signs on with an account, at the address to which a browser was led.
  /// - Returns: the query with which it goes back.
  public func signOn(_ subject: String, at address: String) async throws -> String {
    let query = Self.fields(address.split(separator: "?", maxSplits: 1).last.map(String.init) ?? "")
    let now = Int(Date.now.timeIntervalSince1970)
    let signer = state.withLock { $0.signer }
    let token = try await signer.token(
      """
      {"iss":"\(issuer)","sub":"\(subject)","aud":"\(query["client_id"] ?? "")","exp":\(now + 300),"iat":\(now),\
      "nonce":"\(query["nonce"] ?? "")"}
      """)
    let code = Base64URL.text(Chance.bytes(12))
    state.withLock { $0.given[code] = Given(token: token, challenge: query["code_challenge"] ?? "") }
    return "code=\(code)&state=\(query["state"] ?? "")"
  }

  private func answer(_ request: String) -> String {
    if request.hasPrefix("GET /.well-known/openid-configuration ") {
      return Self.json(
        200,
        """
        {"issuer":"\(issuer)","authorization_endpoint":"\(issuer)/authorize","token_endpoint":"\(issuer)/token",\
        "jwks_uri":"\(issuer)/keys"}
        """)
    }
    if request.hasPrefix("GET /keys ") { return Self.json(200, "{\"keys\":[\(state.withLock { $0.signer.key })]}") }
    let body = Self.fields(request.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) ?? "")
    let basic = "Basic " + Data("levee:\(secret)".utf8).base64EncodedString()
    guard request.hasPrefix("POST /token "), request.contains(basic) else {
      return Self.json(401, "{\"error\":\"invalid_client\"}")
    }
    guard let given = state.withLock({ $0.given.removeValue(forKey: body["code"] ?? "") }),
      Base64URL.text(Digest.sha256(body["code_verifier"] ?? "")) == given.challenge
    else { return Self.json(400, "{\"error\":\"invalid_grant\"}") }
    return Self.json(200, "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\"\(given.token)\"}")
  }

  private static func json(_ status: Int, _ text: String) -> String {
    "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
  }

  /// Of values without signs that would be escaped, or whose escapes do not matter.
  private static func fields(_ text: String) -> [String: String] {
    Dictionary(
      text.split(separator: "&").map { pair in
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (sides[0], sides.count > 1 ? sides[1] : "")
      }, uniquingKeysWith: { first, _ in first })
  }
}
