/// A cookie of these pages: for this host alone, over TLS alone, and out of reach of any script.
struct Cookie: Sendable {
  let name: String
  /// Whether the browser brings it along when another site leads here.
  var comesFromElsewhere = false

  /// Its value among the cookies of a request, whatever that is.
  func value(in cookies: String) -> Substring? {
    for part in cookies.split(separator: ";") {
      let pair = part.drop { $0 == " " }
      if pair.hasPrefix(name + "=") { return pair.dropFirst(name.count + 1) }
    }
    return nil
  }

  /// For the header `Set-Cookie`.
  func setting(_ value: String, seconds: Int) -> String {
    "\(name)=\(value); Path=/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=\(comesFromElsewhere ? "Lax" : "Strict")"
  }

  /// For the header `Set-Cookie`: there is none any more.
  var forgetting: String { setting("", seconds: 0) }
}
