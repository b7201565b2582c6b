import FoundationEssentials
import Ledger
import Secrets

/// What a browser shows to say whose it is: a login of its own and its secret. It is kept in the browser only; the database decides
/// whether it is true.
struct Credential: Sendable, Hashable {
  let login: String
  let secret: String

  /// The browser sends it to this host alone, over TLS alone, and not with what another site began.
  private static let cookie = Cookie(name: "__Host-levee")

  init(login: String, secret: String) {
    self.login = login
    self.secret = secret
  }

  /// Whether it is a screen's on the wall: before the tilde stands nobody.
  var isOfWall: Bool { login.hasPrefix("~") }

  /// As the cookie has it: `LOGIN:SECRET` in base64url. Nil for what cannot be one.
  init?(cookie value: String) {
    var text = value.replacing("-", with: "+").replacing("_", with: "/")
    while text.utf8.count % 4 != 0 { text += "=" }
    guard value.utf8.count <= 1024, let bytes = Data(base64Encoded: text),
      let said = String(validating: bytes, as: UTF8.self), let colon = said.firstIndex(of: ":")
    else { return nil }
    login = String(said[..<colon])
    secret = String(said[said.index(after: colon)...])
    // A login is a handle, and after a tilde the name of a device; an empty secret would send libpq to a password file.
    let isLogin =
      !login.isEmpty && login.utf8.count <= 63
      && login.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789_.~-".unicodeScalars.contains($0))
      }
    guard isLogin, !secret.isEmpty, secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
  }

  /// The one among the cookies of a request.
  init?(cookies: String) {
    guard let value = Self.cookie.value(in: cookies) else { return nil }
    self.init(cookie: String(value))
  }

  /// For the header `Set-Cookie`: until the browser forgets it, or the database does.
  var setting: String { Self.cookie.setting(Base64URL.text(Array("\(login):\(secret)".utf8)), seconds: 400 * 86400) }
  /// For the header `Set-Cookie`: there is none any more.
  static let forgetting = cookie.forgetting

  /// What a form of this browser bears: who does not know the secret cannot make it.
  var token: String { Base64URL.text(code("form")) }

  /// Tells browsers apart where no secret should lie about.
  var mark: [UInt8] { code("mark") }

  private func code(_ purpose: String) -> [UInt8] {
    Digest.hmac(key: Array(secret.utf8), Array("\(purpose)\n\(login)".utf8))
  }

  /// The connection string of a session of this login, made from how the database is reached.
  func connection(_ base: [String: String]) -> String {
    var values = base
    values["user"] = login
    values["password"] = secret
    values["passfile"] = nil
    return values.sorted { $0.key < $1.key }.map { "\($0)='\(Self.quoted($1))'" }.joined(separator: " ")
  }

  private static func quoted(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }
}
