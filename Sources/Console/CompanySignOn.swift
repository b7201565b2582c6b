import FoundationEssentials
import Ledger
import Postgres
import Secrets
import SignOn
import Wording

/// A browser becomes somebody's by an account of the company. The console leads it to the identity provider and back, and carries the
/// token; what the token is worth, and whose it is, the database decides.
actor CompanySignOn {
  nonisolated let issuer: String
  /// How many browsers are led at a time: where the provider is slow, nobody waits but them.
  nonisolated let gate = Gate(most: 8)
  /// Of a confidential client; nil of a public one.
  private let secret: String?
  /// Where the provider sends browsers back to.
  private let redirect: String
  /// Of the console's own login.
  private let ledger: Ledger
  private var known: (provider: Provider, at: ContinuousClock.Instant)?

  /// - Parameter origin: `https://levee.example.com`, where people find the pages.
  init(issuer: String, secret: String?, origin: String, ledger: Ledger) {
    self.issuer = issuer
    self.secret = secret
    self.ledger = ledger
    redirect = origin + "/enrol/sign-on/back"
  }

  /// What a browser that is on its way keeps: chance, of which everything else is made. So nothing of it is kept here.
  struct Way: Sendable {
    /// Alone of all cookies here it comes from elsewhere: the browser comes back from another site, and has to bring it along. It opens
    /// nothing.
    private static let cookie = Cookie(name: "__Host-levee-sign-on", comesFromElsewhere: true)
    private let seed: [UInt8]

    init() { seed = Chance.bytes(32) }

    /// The one among the cookies of a request.
    init?(cookies: String) {
      guard let value = Self.cookie.value(in: cookies), let bytes = Base64URL.bytes(value), bytes.count == 32 else {
        return nil
      }
      seed = bytes
    }

    /// What comes back with the browser; the provider sees it.
    var state: String { made("state") }
    /// What proves to the provider that whoever brings the code is who asked for it (PKCE).
    var verifier: String { made("verifier") }
    /// By which the database knows the browser again.
    var code: String { made("code") }
    /// What will be the browser's secret.
    var secret: String { made("secret") }

    private func made(_ purpose: String) -> String { Base64URL.text(Digest.hmac(key: seed, Array(purpose.utf8))) }

    /// For the header `Set-Cookie`.
    var setting: String { Self.cookie.setting(Base64URL.text(seed), seconds: 600) }
    /// For the header `Set-Cookie`: there is none any more.
    static let forgetting = cookie.forgetting
  }

  /// Why a browser did not become anybody's.
  enum Fault: Error, Equatable {
    /// It did not begin in this browser, or not within the last ten minutes.
    case strange
    /// Whoever signed on, or the provider, said no.
    case denied
    /// The provider gave a code of an error (RFC 6749, 4.1.2.1).
    case refused(String)
  }

  /// A browser sets out.
  /// - Parameter label: what its person calls it.
  /// - Returns: where it goes.
  func begin(_ way: Way, label: String) async throws -> String {
    let provider = try await provider()
    let client = try await ledger.signOns.client(at: issuer)
    let nonce = try await ledger.signOns.begin(
      at: issuer, label: label, code: way.code, verifier: SCRAMVerifier(password: way.secret))
    return provider.authorizationAddress(
      client: client, redirect: redirect, state: way.state, nonce: nonce, challenge: Provider.challenge(way.verifier))
  }

  /// A browser comes back.
  /// - Parameter query: of the address to which the provider sent it.
  func finish(_ way: Way?, query: [String: [String]]) async throws -> Credential {
    func said(_ name: String) -> String { query[name]?.count == 1 ? query[name]?[0] ?? "" : "" }
    guard let way, Base64URL.isSame(said("state"), way.state), ["", issuer].contains(said("iss")) else {
      throw Fault.strange
    }
    let error = said("error")
    if error == "access_denied" { throw Fault.denied }
    let code = said("code")
    guard error.isEmpty, !code.isEmpty, code.utf8.count <= 4096 else {
      throw Fault.refused(String(error.prefix(60)))
    }
    let client = try await ledger.signOns.client(at: issuer)
    let token = try await provider().idToken(
      code: code, client: client, secret: secret, redirect: redirect, verifier: way.verifier)
    return Credential(login: try await ledger.signOns.finish(code: way.code, token: token), secret: way.secret)
  }

  /// The provider, as it was at most ten minutes ago.
  private func provider() async throws(SignOnFault) -> Provider {
    if let known, ContinuousClock.now - known.at < .seconds(600) { return known.provider }
    let provider = try await Provider.discover(issuer)
    known = (provider, .now)
    return provider
  }
}
